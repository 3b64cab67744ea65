/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef RULE_RULE_H
#define RULE_RULE_H

/* Rules as definitions write them, a subset of CEL (docs/rules.md): parsed and type-checked against
 * the names that the caller knows, evaluated over values, and translated to SQL that gives the same
 * answer. Every expression yields a value or is unknown. */

#include "base/date.h"
#include "base/fault.h"
#include "base/money.h"

enum rule_type {
    RULE_ANY, /* only as the type wanted of a rule */
    RULE_BOOLEAN,
    RULE_INTEGER,      /* 64 bits */
    RULE_DECIMAL,      /* a double, finite */
    RULE_TEXT,         /* also choice, person, unit, document: their ids */
    RULE_DATE,         /* with the precision known */
    RULE_DURATION,     /* microseconds, at most 3,652,500 days either way */
    RULE_MONEY,        /* has .amount (euro) and .kind */
    RULE_ORGANISATION, /* has .name and .kvk */
    RULE_LIST,         /* of texts, where it is the type of a name */
};

/* A name that rules may use. Dots are part of it: "setting.gift_threshold". */
struct rule_name {
    struct text name;
    enum rule_type type;
    const struct text *options; /* the ids that a text or list can have; NULL: any text */
    size_t option_count;
};

/* The names by which a rule is checked; values and columns are asked for by their index here. It
 * must live as long as the rules parsed with it. */
struct rule_environment {
    const struct rule_name *names;
    size_t count;
};

/* A value, or with KNOWN false (so a zeroed one) none: an empty field, or an answer that cannot be
 * had. Money of kind none, a date without year, an organisation without name and number, and a
 * decimal that is not finite count as such too. An empty text is a value. */
struct rule_value {
    enum rule_type type; /* need not be filled where the value is not known */
    bool known;
    union {
        bool boolean;
        int64_t integer; /* microseconds for a duration */
        double decimal;
        struct text text;
        struct date date;
        struct money money;
        struct {
            struct text name; /* empty: not known */
            struct text kvk;
        } organisation;
        struct {
            const struct rule_value *items;
            size_t count;
        } list;
    };
};

/* Where the text of a rule stands in its file. */
struct rule_place {
    struct text file;
    size_t line;   /* of its first character, from 1 */
    size_t column; /* in code points, from 1 */
    size_t indent; /* how many characters its later lines have in front, which TEXT has not */
};

struct rule;

/* Reads TEXT as an expression of type WANTED. All faults go into FAULTS, each at its own line and
 * column; with any, the result is NULL. The rule lives in ARENA and keeps its own copy of TEXT.
 * WANTED may not be RULE_MONEY or RULE_ORGANISATION: a rule yields one value. */
struct rule *rule_parse(struct arena *arena, struct text text, const struct rule_place *place,
                        const struct rule_environment *environment, enum rule_type wanted,
                        struct faults *faults);

enum rule_type rule_type(const struct rule *rule);
struct text rule_text(const struct rule *rule); /* as it was written */

/* Whether the answer of RULE may depend on the name of index NAME. */
bool rule_uses(const struct rule *rule, size_t name);

/* The answer for VALUES, one for each name of the environment, each of its name's type or not
 * known. Memory comes from ARENA; the work is bounded, and a rule that would need more is unknown.
 */
void rule_evaluate(const struct rule *rule, struct arena *arena, const struct rule_value *values,
                   struct rule_value *result);

/* The same of a rule of type RULE_BOOLEAN. */
enum truth rule_truth(const struct rule *rule, struct arena *arena,
                      const struct rule_value *values);

/* Whether the rule is surely true: the only answer that may publish or permit. */
bool rule_holds(const struct rule *rule, struct arena *arena, const struct rule_value *values);

/* SQL for SQLite 3.40 and PostgreSQL 15 (UTF-8). */
enum rule_dialect { RULE_SQLITE, RULE_POSTGRESQL };

/* Writes the column (or parameter, or literal) that holds the name of index NAME into SQL. PART is
 * "" for names of one column; money is asked for as "kind" and "cents", an organisation as "name"
 * and "kvk". What each must hold, NULL being not known:
 *   boolean       0 or 1 (INTEGER; SMALLINT)
 *   integer       BIGINT
 *   decimal       DOUBLE PRECISION, finite
 *   text          TEXT
 *   date          TEXT: 'YYYY', 'YYYY-MM' or 'YYYY-MM-DD'
 *   duration      BIGINT, microseconds
 *   money         kind TEXT ('exact', 'more', 'less', 'about', 'unknown'), cents BIGINT
 *   organisation  name TEXT, kvk TEXT
 *   list          TEXT, a JSON array of strings
 * It is called as often as the SQL needs the column, and inside subqueries too, so a column is best
 * named with its table. On SQLite texts have the collation BINARY, on PostgreSQL any that is
 * deterministic. */
typedef void rule_column(void *context, struct buffer *sql, size_t name, const char *part);

/* Writes RULE as one SQL expression that never fails while it runs: NULL where rule_evaluate says
 * unknown, else the same value. A boolean is 0 or 1 on SQLite and BOOLEAN on PostgreSQL, so that
 * both can stand after WHERE. The type of RULE may not be RULE_LIST. */
void rule_to_sql(const struct rule *rule, enum rule_dialect dialect, rule_column *column,
                 void *context, struct buffer *sql);

/* Writes VALUE of TYPE as a column would hold it (PART as above), for names that are no columns,
 * such as today. Text in it has no NUL. */
void rule_value_to_sql(struct buffer *sql, enum rule_dialect dialect, enum rule_type type,
                       const struct rule_value *value, const char *part);

#endif
