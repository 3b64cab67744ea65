/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* waarborg verify: whether anything was changed behind the journal's back. */

#include "command/commands.h"
#include "register/entry.h"
#include "register/journal.h"

static struct error *verify_body(struct command_line *line, const struct register_body *body,
                                 struct store_session *session, struct faults *faults)
{
    struct register_verification result = {0};
    const char *against = command_value(line, "--against");
    TRY(register_journal_verify(session, text_of(against), faults, &result));
    for (size_t i = 0; i < body->definitions->count; i++)
        TRY(register_projection_verify(session, body, &body->definitions->items[i], faults,
                                       &result.entries));
    fprintf(line->output,
            "%.*s: %lld journal rows, %lld versions (%lld erased), %lld entries compared with "
            "their table\nhead %.*s\n",
            TEXT_FORMAT(body->id), (long long)result.rows, (long long)result.versions,
            (long long)result.erased, (long long)result.entries, TEXT_FORMAT(result.head));
    return NULL;
}

static struct error *verify_bodies(struct command_line *line, struct command_system *system,
                                   struct faults *faults)
{
    const struct register_body *only = NULL;
    if (command_given(line, "--body") || command_given(line, "--against"))
        TRY(command_body(line, system, &only));
    for (size_t i = 0; i < system->bodies.count; i++) {
        const struct register_body *body = &system->bodies.items[i];
        struct store_session *session;
        if (only && body != only)
            continue;
        TRY(store_begin_reading(system->store, line->arena, body->id, &session));
        struct error *error = verify_body(line, body, session, faults);
        store_end_reading(session);
        if (error)
            return error;
    }
    return NULL;
}

static struct error *verify(struct command_line *line, struct command_system *system)
{
    struct faults faults = {.arena = line->arena};
    TRY(verify_bodies(line, system, &faults));
    fault_print(&faults, line->errors);
    if (faults.count)
        return error_new(line->arena, ERROR_INPUT, "%zu thing%s found that should not be",
                         faults.count, faults.count == 1 ? " was" : "s were");
    fputs("Everything is as it was written.\n", line->output);
    return NULL;
}

static struct error *run(struct command_line *line)
{
    return command_with_system(line, false, verify);
}

static const struct command_option options[] = {
    COMMAND_DATA,
    COMMAND_DEFINITIONS,
    {"--against", "HEAD", "a head that was kept from before: NUMBER:HASH", false, false},
    {"--body", "ID", "only this body", false, false},
    {0},
};

const struct command command_verify = {
    .name = "verify",
    .arguments = "",
    .summary = "Checks the journal's chain, the versions and the tables made from them.",
    .help = "Keep the head that it prints somewhere else: verify --against HEAD then also finds a "
            "journal whose\n"
            "tail was cut off, or that was made anew.",
    .options = options,
    .run = run,
};
