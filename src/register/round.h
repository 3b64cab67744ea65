/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef REGISTER_ROUND_H
#define REGISTER_ROUND_H

/* Update rounds: everyone concerned confirms what is registered about them, is reminded, and who
 * looks after the register is told who did not. A confirmation is a statement that nothing changed,
 * or that there is nothing, dated since the round began.
 *
 * Opening, following, reminding and closing go in pieces that are each a write of their own, so
 * that a round for a hundred thousand people keeps nobody waiting; a job does what is left. */

#include "base/map.h"
#include "register/body.h"

#include <stdatomic.h>

/* The kind and id of the job that does what is due in all rounds of a body. */
#define REGISTER_ROUNDS_JOB TEXT("rounds")

/* The first day of the round that DAY is in by the months of the definition, no date where there is
 * none. */
struct date register_round_start(const struct register_definition *definition, struct date day);

/* What the public is told of the newest round by those months: who had to confirm, who did. Only
 * people who are public are counted, and only where it is public whose entries are. */
struct register_round_count {
    bool exists;       /* the register has rounds, and may tell of them */
    struct date start; /* the first day of the round's month */
    bool open;         /* that month has not ended */
    int64_t concerned; /* people in office who must confirm */
    int64_t confirmed; /* of these, since start */
};
struct error *register_round_count(struct store_session *session, const struct register_body *body,
                                   const struct register_definition *definition,
                                   struct register_round_count *count);

/* Whether rounds of a register are for PERSON today. */
struct error *register_round_asks(struct store_session *session, const struct register_body *body,
                                  const struct register_definition *definition, struct text person,
                                  bool *asks);

struct register_round_figures {
    int64_t concerned;
    int64_t in_time;
    int64_t late; /* all others did not answer */
};

static inline int64_t register_round_missing(struct register_round_figures figures)
{
    return figures.concerned - figures.in_time - figures.late;
}

/* A round that was opened. */
struct register_round {
    struct text id;
    const struct register_definition *definition;
    struct date start;     /* confirmations from this day on count */
    struct date opened;    /* from which terms run */
    struct text opened_by; /* a people id; empty: by itself */
    struct text reason;    /* why it was opened by hand */
    struct date due;       /* the last day to answer in time */
    struct date closes;    /* the last day */
    struct date followed;  /* when it was last compared with all people; none: that is being done */
    struct text closed;    /* the moment; empty: it is open */
    struct text closed_by;
    struct text closing;                   /* why it was closed by hand */
    struct register_round_figures figures; /* of a round that is closed */
};

/* round_turn.c: by hand, for who register_runs_round. BY is a people id. ERROR_CONFLICT when there
 * is one of the register that is open or began today, or for the others when it is closed
 * already. People are taken in and asked by the job. *ID may be NULL. */
struct error *register_round_open(const struct register_body *body, struct arena *arena,
                                  const struct register_definition *definition, struct text by,
                                  struct text reason, struct text *id);
struct error *register_round_remind(const struct register_body *body, struct arena *arena,
                                    struct text id, struct text by);
struct error *register_round_close(const struct register_body *body, struct arena *arena,
                                   struct text id, struct text by, struct text reason);

/* Does what is due today: opens rounds in their month, brings open ones in step with people and
 * statements, takes the steps of their ladders, and closes them. Done twice, or broken off and
 * done again, it does everything once. ENDING (may be NULL) breaks it off between two pieces. */
struct error *register_rounds_turn(const struct register_body *body, struct arena *arena,
                                   const _Atomic bool *ending);

/* round_read.c. What is read lives in ARENA. *FOUND is false when there is none, or it is of a
 * register that is there no more. */
struct error *register_round_find(struct store_session *session, struct arena *arena,
                                  const struct register_body *body, struct text id,
                                  struct register_round *round, bool *found);

/* The rounds of a register, newest first; LIMIT at most. */
struct error *register_round_list(struct store_session *session, struct arena *arena,
                                  const struct register_body *body,
                                  const struct register_definition *definition, size_t limit,
                                  struct register_round **rounds, size_t *count);

/* All rounds of a body that are open. */
struct error *register_round_list_open(struct store_session *session, struct arena *arena,
                                       const struct register_body *body,
                                       struct register_round **rounds, size_t *count);

/* How a round stands, by office and unit; either may be empty. */
struct register_round_group {
    struct text office;
    struct text unit;
    struct register_round_figures figures;
};

/* The groups that are seen with REACH (register_round_reach) and UNITS, and in *TOTAL their sum. */
struct error *register_round_groups(struct store_session *session, struct arena *arena,
                                    struct text id, enum register_reach reach,
                                    const struct map *units, struct register_round_group **groups,
                                    size_t *count, struct register_round_figures *total);

/* A step of a round's ladder. */
struct register_round_step {
    int64_t number;
    struct text recipient; /* "holder", or a role */
    enum register_reach reach;
    struct date due;
    struct text asked_by; /* a people id: by hand; empty: as planned */
    struct text done;     /* the moment; empty: it has still to be taken */
    int64_t count;        /* how many people were asked or told */
};

/* In the order in which they are taken. */
struct error *register_round_steps(struct store_session *session, struct arena *arena,
                                   struct text id, struct register_round_step **steps,
                                   size_t *count);

enum register_answer {
    REGISTER_ANSWER_NONE,
    REGISTER_ANSWER_IN_TIME,
    REGISTER_ANSWER_LATE,
    REGISTER_ANSWERS
};

/* Somebody whom a round is for. */
struct register_round_person {
    struct text person;
    struct text office;
    struct text unit;
    struct text sort_name; /* folded: a place in the list */
    enum register_answer answer;
    struct date answered;
    bool asked;
    struct date asked_on;
};

struct register_round_query {
    struct text id;
    enum register_reach reach;
    struct map units; /* with REGISTER_REACH_UNIT */
    bool only;        /* with ANSWER alone */
    enum register_answer answer;
    struct text office; /* may be empty */
    struct text words;  /* a part of the name; may be empty */
    struct {
        enum register_answer answer;
        struct text sort_name;
        struct text person; /* empty: from the first */
    } behind;
    size_t limit;
};

/* A page of them: first who has not answered, then who did in time, then who was late, each by
 * name. *MORE: there is more behind it. */
struct error *register_round_people(struct store_session *session, struct arena *arena,
                                    const struct register_round_query *query,
                                    struct register_round_person **people, size_t *count,
                                    bool *more);

/* What an open round asks of somebody. */
struct register_round_question {
    const struct register_definition *definition;
    struct date due;
    struct date closes;
    bool answered;
};

/* Of all open rounds that are for PERSON. */
struct error *register_round_questions(struct store_session *session, struct arena *arena,
                                       const struct register_body *body, struct text person,
                                       struct register_round_question **questions, size_t *count);

#endif
