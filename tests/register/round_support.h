/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef TESTS_REGISTER_ROUND_SUPPORT_H
#define TESTS_REGISTER_ROUND_SUPPORT_H

/* Rounds of a fixture's body, on days that are set. */

#include "fixture.h"

#include "register/round.h"

/* The clock stands still at six in the morning of that day, where the body is. */
void on_day(struct fixture *fixture, int year, int month, int day);

/* Does what is due. */
void turn(struct fixture *fixture);

/* Asks the database beside the store. */
const char *ask(struct fixture *fixture, const char *sql);

struct register_round newest(struct fixture *fixture, const char *register_id);
struct register_round_count count_of(struct fixture *fixture,
                                     const struct register_definition *definition);
void assert_day(struct fixture *fixture, struct date day, const char *expected);

/* How the round stands by its groups, and by its people: both must say so. */
void assert_standing(struct fixture *fixture, const struct register_round *round, int concerned,
                     int in_time, int late);

/* "1 holder 2026-03-02, ..."; behind each that was taken "=" and how many. */
const char *steps_of(struct fixture *fixture, const struct register_round *round);

struct text confirm(struct fixture *fixture, const char *person, const char *register_id,
                    const char *statement, const char *date);
void withdraw(struct fixture *fixture, struct text statement);

/* An assembly member; SINCE may be "". */
void add_member(struct fixture *fixture, const char *id, const char *since);
void change_person(struct fixture *fixture, const char *id, const char *office, const char *since,
                   const char *until);

/* COUNT assembly members in one write. */
void add_members(struct fixture *fixture, size_t count);
void add_role(struct fixture *fixture, const char *person, const char *role, const char *unit);

/* How many messages were put in the queue for somebody. */
const char *messages_to(struct fixture *fixture, const char *person);

#endif
