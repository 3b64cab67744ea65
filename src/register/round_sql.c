/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "register/round_sql.h"

#include "register/actor.h"
#include "register/check.h"
#include "register/setting.h"

/* What the people of a round's rule are called in SQL. */
struct naming {
    const struct register_definition *people;
    enum rule_dialect dialect;
};

static void add_column(void *context, struct buffer *sql, size_t name, const char *part)
{
    const struct naming *naming = context;
    const struct register_definition *people = naming->people;
    if (name < people->field_count) {
        const struct register_field *field = &people->fields[name];
        if (field->type == REGISTER_IDENTIFIER)
            buffer_add_string(sql, "p.entry");
        else
            buffer_add_format(sql, "p.\"%.*s%s%s\"", TEXT_FORMAT(field->id), *part ? "_" : "",
                              part);
        return;
    }
    name -= people->field_count;
    if (name < people->setting_count) {
        const struct register_setting *setting = &people->settings[name];
        struct rule_value value = register_rule_value(sql->arena, &setting->field, &setting->value);
        rule_value_to_sql(sql, naming->dialect,
                          people->environment.names[people->field_count + name].type, &value, part);
        return;
    }
    name -= people->setting_count;
    buffer_add_string(sql, name == REGISTER_NAME_TODAY     ? ":today"
                           : name == REGISTER_NAME_CURRENT ? "p.current"
                                                           : "p.state");
}

/* The roles that somebody has by their regime, and all others. */
static void add_declarers(struct buffer *sql, const struct register_definition *definition)
{
    struct buffer regimes = {.arena = sql->arena};
    struct buffer roles = {.arena = sql->arena};
    for (size_t i = 0; i < definition->declared_by.count; i++) {
        struct text role = definition->declared_by.items[i];
        struct text regime = register_regime_of(role);
        struct buffer *list = regime.size ? &regimes : &roles;
        buffer_add_format(list, "%s'%.*s'", list->size ? ", " : "",
                          TEXT_FORMAT(regime.size ? regime : role));
    }
    buffer_add_string(sql, " AND (1 = 0");
    if (regimes.size)
        buffer_add_format(sql, " OR p.\"regime\" IN (%s)", buffer_string(&regimes));
    if (roles.size)
        buffer_add_format(sql,
                          " OR p.holder_office IN (%1$s) OR EXISTS (SELECT 1 FROM register_roles q"
                          " WHERE q.body = :body AND q.holder = p.entry AND q.current = 1"
                          " AND q.\"role\" IN (%1$s)"
                          " AND (q.\"since\" IS NULL OR q.\"since\" <= :today))",
                          buffer_string(&roles));
    buffer_add_string(sql, ")");
}

/* Whether the person P is concerned :today. Who register_actor_read finds present and
 * register_concerns lets declare, and of these whom the round's rule is about. Dates that are known
 * less precisely come before a day in them, as texts. */
static void add_concerned(struct buffer *sql, const struct register_definition *definition,
                          enum store_dialect dialect)
{
    const struct register_round_plan *plan = &definition->round;
    struct naming naming = {plan->people, dialect == STORE_SQLITE ? RULE_SQLITE : RULE_POSTGRESQL};
    buffer_add_string(sql, " AND p.current = 1 AND (p.\"since\" IS NULL OR p.\"since\" <= :today)");
    add_declarers(sql, definition);
    if (!plan->of)
        return;
    buffer_add_string(sql, " AND (");
    rule_to_sql(plan->of, naming.dialect, add_column, &naming, sql);
    buffer_add_string(sql, ")");
}

/* The statements of the person P by which they confirmed since a day. One that tells only its month
 * or year counts with the last day it may be. */
static void add_confirmations(struct buffer *sql, const struct register_definition *definition)
{
    buffer_add_format(
        sql,
        " FROM register_statements s WHERE s.body = :body AND s.\"register\" = '%.*s'"
        " AND s.holder = p.entry AND s.\"statement\" IN ('none', 'unchanged') AND s.current = 1"
        " AND s.\"date\" >= substr(CAST(:since AS TEXT), 1, 4)"
        " AND s.\"date\" || substr('-12-31', CASE length(s.\"date\") WHEN 4 THEN 1 WHEN 7 THEN 4"
        " ELSE 7 END) >= CAST(:since AS TEXT)",
        TEXT_FORMAT(definition->id));
}

static void add_count(struct buffer *sql, const struct register_definition *definition,
                      enum store_dialect dialect)
{
    buffer_add_string(sql, "SELECT COUNT(*), COALESCE(SUM(CASE WHEN EXISTS (SELECT 1");
    add_confirmations(sql, definition);
    buffer_add_string(sql, ") THEN 1 ELSE 0 END), 0) FROM register_people p WHERE p.body = :body"
                           " AND p.public = 1");
    add_concerned(sql, definition, dialect);
}

static void add_asks(struct buffer *sql, const struct register_definition *definition,
                     enum store_dialect dialect)
{
    buffer_add_string(sql, "SELECT 1 FROM register_people p WHERE p.body = :body AND p.entry ="
                           " :person");
    add_concerned(sql, definition, dialect);
}

static void add_drop(struct buffer *sql, const struct register_definition *definition,
                     enum store_dialect dialect)
{
    buffer_add_string(sql, "DELETE FROM round_person WHERE body = :body AND round = :round"
                           " AND person >= :first AND person <= :last AND NOT EXISTS ("
                           "SELECT 1 FROM register_people p WHERE p.body = :body"
                           " AND p.entry = round_person.person");
    add_concerned(sql, definition, dialect);
    buffer_add_string(sql, ")");
}

static void add_put(struct buffer *sql, const struct register_definition *definition,
                    enum store_dialect dialect)
{
    buffer_add_string(
        sql, "INSERT INTO round_person (body, round, person, office, unit, sort_name, answer,"
             " answered, asked) SELECT :body, CAST(:round AS TEXT), c.entry, c.holder_office,"
             " c.holder_unit, c.sort_holder, CASE WHEN c.answered IS NULL THEN 0"
             " WHEN c.answered <= CAST(:due AS TEXT) THEN 1 ELSE 2 END, c.answered, 0"
             " FROM (SELECT p.entry, p.holder_office, p.holder_unit, p.sort_holder,"
             " (SELECT MIN(s.\"date\")");
    add_confirmations(sql, definition);
    buffer_add_string(sql, ") AS answered FROM register_people p WHERE p.body = :body"
                           " AND p.entry >= :first AND p.entry <= :last");
    add_concerned(sql, definition, dialect);
    buffer_add_string(
        sql, ") c WHERE 1 = 1 ON CONFLICT (body, round, person) DO UPDATE SET"
             " office = excluded.office, unit = excluded.unit, sort_name = excluded.sort_name,"
             " answer = excluded.answer, answered = excluded.answered"
             " WHERE round_person.office <> excluded.office OR round_person.unit <> excluded.unit"
             " OR round_person.sort_name <> excluded.sort_name"
             " OR round_person.answer <> excluded.answer"
             " OR round_person.answered IS DISTINCT FROM excluded.answered");
}

static void add_portion(struct buffer *sql, const struct register_definition *definition,
                        enum store_dialect dialect)
{
    (void)definition;
    (void)dialect;
    buffer_add_string(sql, "SELECT MAX(c.entry) FROM (SELECT p.entry FROM register_people p"
                           " WHERE p.body = :body AND p.entry > :after ORDER BY p.entry"
                           " LIMIT 2000) c");
}

static void add_holders(struct buffer *sql, const struct register_definition *definition,
                        enum store_dialect dialect)
{
    (void)definition;
    (void)dialect;
    buffer_add_string(sql, "SELECT DISTINCT h.person, a.language FROM ("
                           "SELECT q.holder AS person FROM register_roles q WHERE q.body = :body"
                           " AND q.\"role\" = :role AND q.current = 1"
                           " UNION SELECT p.entry FROM register_people p WHERE p.body = :body"
                           " AND p.holder_office = :role AND p.current = 1) h"
                           " LEFT JOIN account a ON a.body = :body AND a.person = h.person"
                           " ORDER BY h.person");
}

static const struct {
    const char *what;
    void (*add)(struct buffer *sql, const struct register_definition *definition,
                enum store_dialect dialect);
    size_t member;
} parts[] = {
    {"count", add_count, offsetof(struct register_round_statements, count)},
    {"asks", add_asks, offsetof(struct register_round_statements, asks)},
    {"drop", add_drop, offsetof(struct register_round_statements, drop)},
    {"put", add_put, offsetof(struct register_round_statements, put)},
    {"portion", add_portion, offsetof(struct register_round_statements, portion)},
    {"holders", add_holders, offsetof(struct register_round_statements, holders)},
};

struct error *register_round_statements_make(struct arena *arena,
                                             const struct register_definition *definition,
                                             const struct register_round_statements **result)
{
    struct register_round_statements *statements =
        ARENA_NEW(arena, struct register_round_statements);
    *result = statements;
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        struct buffer sqlite = {.arena = arena};
        struct buffer postgresql = {.arena = arena};
        const char *name =
            text_format(arena, "round_%s_%.*s", parts[i].what, TEXT_FORMAT(definition->id)).data;
        parts[i].add(&sqlite, definition, STORE_SQLITE);
        parts[i].add(&postgresql, definition, STORE_POSTGRESQL);
        TRY(store_statement_new(
            arena, name, buffer_string(&sqlite), buffer_string(&postgresql),
            (const struct store_statement **)((char *)statements + parts[i].member)));
    }
    return NULL;
}
