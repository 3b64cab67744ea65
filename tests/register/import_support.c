/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "import_support.h"

#include "register/export.h"
#include "register/journal.h"

#include <string.h>

static struct register_import_pairs pairs_of(struct arena *arena, const char *list)
{
    struct register_import_pair *items = ARENA_ARRAY(arena, struct register_import_pair, 16);
    size_t count = 0;
    struct text rest = text_of(list);
    struct text pair;
    while (list && text_next(&rest, '|', &pair)) {
        struct text name;
        assert_true(count < 16);
        text_next(&pair, '=', &name);
        items[count++] = (struct register_import_pair){name, pair};
    }
    return (struct register_import_pairs){items, count};
}

static void tell(void *context, enum register_import_outcome outcome, size_t line,
                 struct text entry)
{
    buffer_add_format(context, "%zu %s%s\n", line, register_import_outcome_id(outcome),
                      entry.size ? " entry" : "");
}

struct done import_into(struct fixture *fixture, const struct register_body *body,
                        const char *register_id, struct text content, struct asked asked)
{
    struct arena *arena = fixture->arena;
    struct faults faults = {.arena = arena};
    struct buffer told = {.arena = arena};
    struct buffer lines = {.arena = arena};
    struct done done;
    struct register_import import = {
        .body = body,
        .definition = register_find(body->definitions, text_of(register_id)),
        .file = TEXT("map/bestand.csv"),
        .content = content,
        .maps = pairs_of(arena, asked.map),
        .sets = pairs_of(arena, asked.set),
        .ignores = pairs_of(arena, asked.ignore),
        .dry_run = asked.dry_run,
        .skip_faulty = asked.skip_faulty,
        .complete = asked.complete,
        .tell = tell,
        .context = &told,
    };
    assert_fine(arena, register_import_run(arena, &import, &faults, &done.result));
    for (size_t i = 0; i < faults.count; i++)
        buffer_add_format(&lines, "%zu:%zu: %s%.*s\n", faults.items[i].line, faults.items[i].column,
                          faults.items[i].warning ? "warning: " : "",
                          TEXT_FORMAT(faults.items[i].message));
    done.faults = buffer_string(&lines);
    done.told = buffer_string(&told);
    return done;
}

struct done import_text(struct fixture *fixture, const char *register_id, const char *content,
                        struct asked asked)
{
    return import_into(fixture, &fixture->body, register_id, text_of(content), asked);
}

const char *counted(struct fixture *fixture, const struct done *done)
{
    struct buffer buffer = {.arena = fixture->arena};
    buffer_add_format(&buffer, "%zu read", done->result.read);
    for (int outcome = 0; outcome < REGISTER_IMPORT_OUTCOMES; outcome++)
        if (done->result.count[outcome])
            buffer_add_format(&buffer, ", %zu %s", done->result.count[outcome],
                              register_import_outcome_id((enum register_import_outcome)outcome));
    if (done->result.absent_ended)
        buffer_add_format(&buffer, ", %zu of these ended", done->result.absent_ended);
    if (done->result.warnings)
        buffer_add_format(&buffer, ", %zu flagged", done->result.warnings);
    return buffer_string(&buffer);
}

static struct error *collect(void *context, struct text written)
{
    buffer_add(context, written);
    return NULL;
}

const char *exported(struct fixture *fixture, const struct register_body *body,
                     const char *register_id)
{
    struct buffer buffer = {.arena = fixture->arena};
    struct register_export export = {
        .definition = register_find(body->definitions, text_of(register_id)), .form = SHEET_DATA};
    assert_fine(fixture->arena,
                register_export_all(fixture->arena, body, &export, collect, &buffer));
    return buffer_string(&buffer);
}

void assert_sound(struct fixture *fixture)
{
    struct faults faults = {.arena = fixture->arena};
    struct register_verification result = {0};
    struct store_session *session;
    assert_fine(fixture->arena,
                store_begin_reading(fixture->store, fixture->arena, fixture->body.id, &session));
    assert_fine(fixture->arena, register_journal_verify(session, TEXT(""), &faults, &result));
    for (size_t i = 0; i < fixture->body.definitions->count; i++)
        assert_fine(fixture->arena, register_projection_verify(session, &fixture->body,
                                                               &fixture->body.definitions->items[i],
                                                               &faults, &result.entries));
    store_end_reading(session);
    fault_print(&faults, stderr);
    assert_int_equal(faults.count, 0);
}
