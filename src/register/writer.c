/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "register/writer.h"

#include "base/identifier.h"
#include "register/check.h"
#include "register/round_inside.h"
#include "store/statements.h"

#include <assert.h>
#include <sodium.h>
#include <string.h>

/* What entries show of their holder. */
struct person {
    struct text name;
    struct text office;
    struct text unit;
    bool public; /* everybody may know them */
};

/* The newest row of the body's journal: as an earlier write of this transaction noted it, or from
 * the database, once no other program can add to it. */
static struct error *read_head(struct register_writer *writer)
{
    const struct store_value *row;
    struct text noted;
    if (store_noted(writer->session, TEXT("journal"), &noted)) {
        struct text number;
        text_next(&noted, ':', &number);
        text_number(number, &writer->number);
        memcpy(writer->hash, noted.data, JOURNAL_HASH);
        return NULL;
    }
    TRY(store_query_one(writer->session, &sql_body_lock, NULL, &row));
    if (!row)
        return error_new(writer->arena, ERROR_NOT_FOUND, "the database has no body \"%.*s\"",
                         TEXT_FORMAT(writer->body->id));
    TRY(store_query_one(writer->session, &sql_journal_head, NULL, &row));
    writer->number = row ? row[0].integer : 0;
    memcpy(writer->hash, row ? row[1].text.data : register_journal_root().data, JOURNAL_HASH);
    return NULL;
}

struct error *register_writer_begin(struct store_session *session, const struct register_body *body,
                                    struct arena *scratch, struct register_writer **result)
{
    struct arena *arena = store_arena(session);
    if (body->outdated)
        return error_new(arena, ERROR_UNAVAILABLE,
                         "the definitions changed: nothing is written until waarborg migrate");
    struct register_writer *writer = ARENA_NEW(arena, struct register_writer);
    *writer = (struct register_writer){
        .session = session,
        .arena = arena,
        .scratch = scratch ? scratch : arena,
        .body = body,
        .today = register_today(body),
        .moment = clock_format(arena, clock_now()),
        .people = {.arena = arena},
        .tally = {.arena = arena, .registers = {.arena = arena}},
        .scopes = {.arena = arena},
    };
    TRY(read_head(writer));
    *result = writer;
    return NULL;
}

struct error *register_writer_end(struct register_writer *writer)
{
    TRY(register_tally_write(writer->session, &writer->tally));
    TRY(register_round_follow(writer));
    store_note(writer->session, TEXT("journal"),
               text_format(writer->arena, "%lld:%.*s", (long long)writer->number, JOURNAL_HASH,
                           writer->hash));
    for (size_t at = 0; at < writer->scopes.capacity; at++)
        if (writer->scopes.items[at].key.data)
            TRY(store_touch(writer->session, writer->scopes.items[at].key));
    /* For what is made from several registers. */
    return writer->scopes.count ? store_touch(writer->session, TEXT("registers")) : NULL;
}

void register_writer_touch(struct register_writer *writer, const char *kind, struct text id)
{
    struct buffer scope = {.arena = writer->scratch};
    buffer_add_string(&scope, kind);
    buffer_add(&scope, id);
    map_place(&writer->scopes, buffer_text(&scope));
}

static struct error *find_person(struct register_writer *writer, struct text id,
                                 const struct person **result)
{
    void **place = map_place(&writer->people, id);
    if (!*place) {
        const struct register_definition *people = writer->body->people->definition;
        const struct register_field *name = register_field(people, TEXT("name"));
        const struct register_field *office = register_field(people, TEXT("office"));
        const struct register_field *unit = register_field(people, TEXT("unit"));
        struct person *person = ARENA_NEW(writer->arena, struct person);
        struct register_row row;
        bool found;
        TRY(register_projection_get(writer->session, writer->arena, writer->body->people, id, &row,
                                    &found));
        if (!found)
            return error_new(writer->arena, ERROR_INPUT, "there is no person \"%.*s\"",
                             TEXT_FORMAT(id));
        person->name = row.values[name->number].text;
        person->office = office ? row.values[office->number].text : TEXT("");
        person->unit = unit ? row.values[unit->number].text : TEXT("");
        person->public = row.public;
        *place = person;
    }
    *result = *place;
    return NULL;
}

/* Whether a statement may be told of: one of a register that hides its holders would tell who is in
 * it. */
static bool is_told(const struct register_body *body, const struct register_definition *definition,
                    const struct register_value *values)
{
    if (definition != body->statements->definition)
        return true;
    struct text id = values[register_field(definition, TEXT("register"))->number].text;
    const struct register_definition *named = register_find(body->definitions, id);
    return named && named->published && !register_hides_holder(named);
}

struct error *register_writer_row(struct register_writer *writer,
                                  const struct register_definition *definition,
                                  const struct register_entry *entry, struct text moment,
                                  struct register_row *row)
{
    const struct register_value *values = entry->values;
    struct register_subject subject = {entry->state, values, TEXT(""), writer->body->organisation,
                                       writer->today};
    bool known = true;
    *row = (struct register_row){
        .entry = entry->id,
        .revision = entry->revision,
        .state = entry->state,
        .changed = moment,
        .values = entry->values,
    };
    if (definition->holder && values[definition->holder->number].present) {
        const struct person *person = NULL;
        row->holder = values[definition->holder->number].text;
        TRY(find_person(writer, row->holder, &person));
        assert(person);
        row->holder_name = person->name;
        row->holder_office = person->office;
        row->holder_unit = person->unit;
        known = person->public || !register_shows(definition->holder);
    } else if (definition == writer->body->people->definition) {
        /* A person is listed by their own name and office. */
        const struct register_field *office = register_field(definition, TEXT("office"));
        row->holder_name = values[register_field(definition, TEXT("name"))->number].text;
        const struct register_field *unit = register_field(definition, TEXT("unit"));
        row->holder_office = office ? values[office->number].text : TEXT("");
        row->holder_unit = unit ? values[unit->number].text : TEXT("");
    }
    subject.office = row->holder_office;
    row->current = register_is_current(definition, &subject);
    row->waits = register_is_waiting(writer->scratch, definition, &subject);
    row->public = known && register_is_public(writer->scratch, definition, &subject) &&
                  is_told(writer->body, definition, values);
    return NULL;
}

struct error *register_entry_foresee(struct store_session *session, struct arena *arena,
                                     const struct register_body *body,
                                     const struct register_definition *definition,
                                     const struct register_entry *entry, struct register_row *row)
{
    struct register_writer writer = {
        .session = session,
        .arena = arena,
        .scratch = arena,
        .body = body,
        .today = register_today(body),
        .people = {.arena = arena},
    };
    return register_writer_row(&writer, definition, entry, clock_format(arena, clock_now()), row);
}

/* *RENAMED: the row tells another name, office or unit than before, or tells it to others. */
static struct error *project(struct register_writer *writer,
                             const struct register_definition *definition,
                             const struct register_entry *entry, struct text moment, bool fresh,
                             bool *renamed)
{
    const struct register_projection *projection = register_projection_of(writer->body, definition);
    struct register_row row;
    struct register_row before;
    bool found = false;
    if (!fresh)
        TRY(register_projection_get(writer->session, writer->scratch, projection, entry->id,
                                    &before, &found));
    if (found) {
        register_tally_count(&writer->tally, definition, &before, -1);
        register_round_touch(writer, definition, &before);
    }
    TRY(register_writer_row(writer, definition, entry, moment, &row));
    register_tally_count(&writer->tally, definition, &row, 1);
    register_round_touch(writer, definition, &row);
    *renamed = !found || !text_equal(row.holder_name, before.holder_name) ||
               !text_equal(row.holder_office, before.holder_office) ||
               !text_equal(row.holder_unit, before.holder_unit) || row.public != before.public;
    return store_run(writer->session, projection->put,
                     register_projection_bind(writer->scratch, projection, &row), NULL);
}

struct error *register_writer_project(struct register_writer *writer,
                                      const struct register_definition *definition,
                                      const struct register_entry *entry, struct text moment,
                                      bool fresh)
{
    bool renamed;
    return project(writer, definition, entry, moment, fresh, &renamed);
}

static struct error *append(struct register_writer *writer, struct text actor,
                            enum register_action action,
                            const struct register_definition *definition, struct text entry,
                            int64_t revision, struct text commitment)
{
    struct register_journal_row row = {
        .number = writer->number + 1,
        .moment = writer->moment,
        .actor = actor,
        .action = text_of(register_action_id(action)),
        .register_id = definition->id,
        .entry = entry,
        .revision = revision,
        .commitment = commitment,
        .previous = {writer->hash, JOURNAL_HASH},
    };
    row.hash = register_journal_hash(writer->scratch, writer->body->id, &row);
    TRY(store_run(writer->session, &sql_journal_append,
                  (struct store_value[]){
                      store_integer(row.number),
                      store_text(row.moment),
                      store_text(row.actor),
                      store_text(row.action),
                      store_text(row.register_id),
                      store_text(row.entry),
                      store_integer(row.revision),
                      store_text(row.commitment),
                      store_text(text_copy(writer->scratch, row.previous)),
                      store_text(row.hash),
                  },
                  NULL));
    writer->number = row.number;
    memcpy(writer->hash, row.hash.data, JOURNAL_HASH);
    return NULL;
}

static struct error *add_version(struct register_writer *writer,
                                 const struct register_change *change,
                                 const struct register_entry *entry)
{
    unsigned char bytes[JOURNAL_SALT / 2];
    randombytes_buf(bytes, sizeof bytes);
    struct text salt = identifier_hex(writer->scratch, bytes, sizeof bytes);
    struct text content =
        register_content_write(writer->scratch, change->definition, entry->values);
    struct text commitment = register_commitment(writer->scratch, salt, change->definition->hash,
                                                 entry->state->id, content, change->reason);
    TRY(store_run(writer->session, &sql_version_add,
                  (struct store_value[]){
                      store_text(change->definition->id),
                      store_text(entry->id),
                      store_integer(entry->revision),
                      store_text(change->definition->hash),
                      store_text(entry->state->id),
                      store_text(content),
                      change->reason.size ? store_text(change->reason) : store_null(),
                      store_text(salt),
                  },
                  NULL));
    return append(writer, change->actor, change->action, change->definition, entry->id,
                  entry->revision, commitment);
}

/* The state that a change leads to. */
static struct error *state_after(struct register_writer *writer,
                                 const struct register_change *change, struct text before,
                                 const struct register_state **state)
{
    const struct register_definition *definition = change->definition;
    *state = change->state;
    if (!*state && change->action == REGISTER_WITHDRAW)
        *state = register_state(definition, TEXT("withdrawn"));
    for (size_t i = 0; !*state && change->action == REGISTER_END && i < definition->state_count;
         i++)
        if (definition->states[i].ended && !text_is(definition->states[i].id, "withdrawn"))
            *state = &definition->states[i];
    if (!*state && (change->action == REGISTER_WITHDRAW || change->action == REGISTER_END))
        return error_new(writer->arena, ERROR_INPUT, "entries of %.*s cannot be %s",
                         TEXT_FORMAT(definition->id),
                         change->action == REGISTER_END ? "ended" : "withdrawn");
    if (!*state)
        *state = before.size ? register_state(definition, before) : &definition->states[0];
    return *state ? NULL
                  : error_new(writer->arena, ERROR_SYSTEM, "%.*s has no state \"%.*s\"",
                              TEXT_FORMAT(definition->id), TEXT_FORMAT(before));
}

/* Sees to it that the change was made on the newest version; BEFORE is that version's state. */
static struct error *check_revision(struct register_writer *writer,
                                    const struct register_change *change, struct text *before)
{
    const struct store_value *newest;
    *before = TEXT("");
    if (!change->entry.size)
        return NULL;
    TRY(store_query_one(
        writer->session, &sql_version_newest,
        (struct store_value[]){store_text(change->definition->id), store_text(change->entry)},
        &newest));
    int64_t revision = newest ? newest[0].integer : 0;
    if (revision != change->revision)
        return error_new(writer->arena, ERROR_CONFLICT,
                         "%.*s \"%.*s\" was changed meanwhile (it is at revision %lld, not %lld)",
                         TEXT_FORMAT(change->definition->id), TEXT_FORMAT(change->entry),
                         (long long)revision, (long long)change->revision);
    if (newest)
        *before = newest[2].text;
    return NULL;
}

/* Writes the row of an entry anew. A person may have many: with a scratch arena, each leaves
 * nothing behind. */
static struct error *follow_entry(struct register_writer *writer,
                                  const struct register_projection *projection, struct text id)
{
    struct register_row row;
    bool found;
    struct arena *before = store_change_arena(writer->session, writer->scratch);
    struct error *error =
        register_projection_get(writer->session, writer->scratch, projection, id, &row, &found);
    if (!error) {
        struct register_entry entry = {row.entry, row.revision, row.state, row.values};
        error = register_writer_project(writer, projection->definition, &entry, row.changed, false);
    }
    store_change_arena(writer->session, before);
    if (!error && writer->scratch != writer->arena)
        arena_reset(writer->scratch);
    return error;
}

/* Entries show the name and office of their holder: when these change, their rows follow. */
static struct error *follow_person(struct register_writer *writer, struct text person)
{
    void **place = map_place(&writer->people, person);
    *place = NULL;
    for (size_t i = 0; i < writer->body->definitions->count; i++) {
        const struct register_projection *projection = writer->body->projections[i];
        struct store_rows *rows;
        const struct store_value *values;
        struct text *ids = NULL;
        size_t count = 0;
        size_t capacity = 0;
        if (!projection->definition->holder)
            continue;
        TRY(store_query(writer->session, projection->held,
                        (struct store_value[]){store_text(person)}, &rows));
        for (;;) {
            TRY(store_next(rows, &values));
            if (!values)
                break;
            ids = arena_grow(writer->arena, ids, count, &capacity, sizeof *ids);
            ids[count++] = text_copy(writer->arena, values[0].text);
        }
        for (size_t at = 0; at < count; at++)
            TRY(follow_entry(writer, projection, ids[at]));
        if (count)
            register_writer_touch(writer, "register/", projection->definition->id);
    }
    return NULL;
}

/* Ids tell the time they were made, to the millisecond: not where nobody may know whose they are.
 */
static struct text new_identifier(const struct register_definition *definition, struct arena *arena)
{
    return register_hides_holder(definition) ? identifier_random(arena) : identifier_new(arena);
}

struct error *register_writer_put(struct register_writer *writer,
                                  const struct register_change *change, struct text *id)
{
    struct text before;
    bool renamed;
    struct register_entry entry = {
        .id = change->entry,
        .revision = change->revision + 1,
        .values = (struct register_value *)change->values,
    };
    if (!entry.id.size)
        entry.id = new_identifier(change->definition, id ? writer->arena : writer->scratch);
    TRY(check_revision(writer, change, &before));
    TRY(state_after(writer, change, before, &entry.state));
    TRY(add_version(writer, change, &entry));
    TRY(project(writer, change->definition, &entry, writer->moment, change->revision == 0,
                &renamed));
    register_writer_touch(writer, "register/", change->definition->id);
    if (change->definition == writer->body->people->definition) {
        register_writer_touch(writer, "person/", entry.id);
        if (change->revision && renamed)
            TRY(follow_person(writer, entry.id));
    } else if (change->definition->holder) {
        register_writer_touch(writer, "person/",
                              entry.values[change->definition->holder->number].text);
    }
    if (change->definition == writer->body->statements->definition)
        register_writer_touch(
            writer, "register/",
            entry.values[register_field(change->definition, TEXT("register"))->number].text);
    if (id)
        *id = entry.id;
    if (writer->scratch != writer->arena)
        arena_reset(writer->scratch);
    return NULL;
}

struct error *register_writer_erase(struct register_writer *writer,
                                    const struct register_definition *definition, struct text entry,
                                    struct text actor)
{
    const struct register_projection *projection = register_projection_of(writer->body, definition);
    struct register_row row;
    bool found;
    TRY(register_projection_get(writer->session, writer->arena, projection, entry, &row, &found));
    if (!found)
        return error_new(writer->arena, ERROR_NOT_FOUND, "%.*s has no entry \"%.*s\"",
                         TEXT_FORMAT(definition->id), TEXT_FORMAT(entry));
    register_tally_count(&writer->tally, definition, &row, -1);
    register_round_touch(writer, definition, &row);
    TRY(store_run(writer->session, &sql_version_erase,
                  (struct store_value[]){store_text(definition->id), store_text(entry)}, NULL));
    TRY(store_run(writer->session, projection->remove, (struct store_value[]){store_text(entry)},
                  NULL));
    TRY(append(writer, actor, REGISTER_ERASE, definition, entry, 0, TEXT("")));
    register_writer_touch(writer, "register/", definition->id);
    register_writer_touch(writer, "person/", definition->holder ? row.holder : entry);
    map_place(&writer->scopes, REGISTER_ERASED_SCOPE);
    return NULL;
}

struct one_write {
    const struct register_body *body;
    const struct register_change *change;
    struct text entry;
};

static struct error *write_one(struct store_session *session, struct arena *arena, void *context)
{
    struct one_write *write = context;
    struct register_writer *writer = NULL;
    TRY(register_writer_begin(session, write->body, NULL, &writer));
    assert(writer);
    TRY(register_writer_put(writer, write->change, &write->entry));
    write->entry = text_copy(arena, write->entry);
    return register_writer_end(writer);
}

struct error *register_write(const struct register_body *body, struct arena *arena,
                             const struct register_change *change, struct text *entry)
{
    struct one_write write = {.body = body, .change = change};
    TRY(store_change(body->store, arena, body->id, write_one, &write));
    if (entry)
        *entry = write.entry;
    return NULL;
}
