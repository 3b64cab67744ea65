/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "register/journal.h"

#include "base/identifier.h"
#include "store/statements.h"

#include <sodium.h>

enum { HASH_BYTES = 32 };

/* Each part with its size in front, so that no two lists of parts give the same bytes. */
static void add_part(crypto_generichash_state *state, struct text part)
{
    unsigned char size[8];
    for (size_t i = 0; i < sizeof size; i++)
        size[i] = (unsigned char)(part.size >> (8 * i));
    crypto_generichash_update(state, size, sizeof size);
    crypto_generichash_update(state, (const unsigned char *)part.data, part.size);
}

static struct text finish(struct arena *arena, crypto_generichash_state *state)
{
    unsigned char hash[HASH_BYTES];
    crypto_generichash_final(state, hash, sizeof hash);
    return identifier_hex(arena, hash, sizeof hash);
}

struct text register_commitment(struct arena *arena, struct text salt, struct text definition,
                                struct text state, struct text content, struct text reason)
{
    crypto_generichash_state hash;
    crypto_generichash_init(&hash, (const unsigned char *)salt.data, salt.size, HASH_BYTES);
    const struct text parts[] = {definition, state, content, reason};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        add_part(&hash, parts[i]);
    return finish(arena, &hash);
}

struct text register_journal_hash(struct arena *arena, struct text body,
                                  const struct register_journal_row *row)
{
    crypto_generichash_state hash;
    crypto_generichash_init(&hash, NULL, 0, HASH_BYTES);
    const struct text parts[] = {
        row->previous,    body,       text_format(arena, "%lld", (long long)row->number),
        row->moment,      row->actor, row->action,
        row->register_id, row->entry, text_format(arena, "%lld", (long long)row->revision),
        row->commitment,
    };
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        add_part(&hash, parts[i]);
    return finish(arena, &hash);
}

struct text register_journal_root(void)
{
    return TEXT("0000000000000000000000000000000000000000000000000000000000000000");
}

/* What verify carries from row to row. */
struct walk {
    struct store_session *session;
    struct text body;
    struct faults *faults;
    struct register_verification *result;
    int64_t number;              /* of the row before */
    char previous[JOURNAL_HASH]; /* its hash */
    bool told_gap;
};

static struct error *count_erasures(struct store_session *session, struct text id,
                                    struct text entry, bool *erased)
{
    const struct store_value *row;
    TRY(store_query_one(session, &sql_journal_erasures,
                        (struct store_value[]){store_text(id), store_text(entry)}, &row));
    *erased = row && row[0].integer > 0;
    return NULL;
}

/* Compares a version with the commitment that its journal row holds. */
static struct error *verify_version(struct walk *walk, struct arena *arena,
                                    const struct register_journal_row *row,
                                    const struct store_value *version)
{
    size_t line = (size_t)row->number;
    if (text_is(row->action, "erase")) {
        if (version[0].type != STORE_NULL)
            fault_add(walk->faults, TEXT("journal"), line, 0, "an erasure stands beside a version");
        return NULL;
    }
    if (version[0].type == STORE_NULL) {
        fault_add(walk->faults, TEXT("version"), line, 0, "version %lld of %.*s %.*s was removed",
                  (long long)row->revision, TEXT_FORMAT(row->register_id), TEXT_FORMAT(row->entry));
        return NULL;
    }
    walk->result->versions++;
    if (version[3].type == STORE_NULL && version[4].type == STORE_NULL &&
        version[5].type == STORE_NULL) {
        bool erased;
        TRY(count_erasures(walk->session, row->register_id, row->entry, &erased));
        if (!erased)
            fault_add(walk->faults, TEXT("version"), line, 0,
                      "the content of version %lld of %.*s %.*s is gone, but the journal tells of "
                      "no erasure",
                      (long long)row->revision, TEXT_FORMAT(row->register_id),
                      TEXT_FORMAT(row->entry));
        walk->result->erased++;
        return NULL;
    }
    struct text commitment = register_commitment(arena, version[5].text, version[1].text,
                                                 version[2].text, version[3].text, version[4].text);
    if (version[5].text.size != JOURNAL_SALT || !text_equal(commitment, row->commitment))
        fault_add(walk->faults, TEXT("version"), line, 0, "version %lld of %.*s %.*s was changed",
                  (long long)row->revision, TEXT_FORMAT(row->register_id), TEXT_FORMAT(row->entry));
    return NULL;
}

static struct error *verify_row(struct walk *walk, struct arena *arena,
                                const struct store_value *values)
{
    struct register_journal_row row = {
        .number = values[0].integer,
        .moment = values[1].text,
        .actor = values[2].text,
        .action = values[3].text,
        .register_id = values[4].text,
        .entry = values[5].text,
        .revision = values[6].integer,
        .commitment = values[7].text,
        .previous = values[8].text,
        .hash = values[9].text,
    };
    struct text before = {walk->previous, JOURNAL_HASH};
    size_t line = (size_t)row.number;
    walk->result->rows++;
    if (row.number != walk->number + 1)
        fault_add(walk->faults, TEXT("journal"), line, 0, "rows %lld to %lld were removed",
                  (long long)walk->number + 1, (long long)row.number - 1);
    if (!text_equal(row.previous, before))
        fault_add(walk->faults, TEXT("journal"), line, 0,
                  "this row does not follow from the row before it: one of them was changed, "
                  "removed or swapped");
    if (!text_equal(row.hash, register_journal_hash(arena, walk->body, &row)))
        fault_add(walk->faults, TEXT("journal"), line, 0, "this row was changed");
    TRY(verify_version(walk, arena, &row, values + 10));
    walk->number = row.number;
    if (row.hash.size == JOURNAL_HASH)
        __builtin_memcpy(walk->previous, row.hash.data, JOURNAL_HASH);
    return NULL;
}

static struct error *verify_rows(struct walk *walk)
{
    struct arena *arena = arena_new();
    struct error *error = NULL;
    for (bool more = true; more && !error;) {
        struct store_rows *rows;
        const struct store_value *values;
        more = false;
        error = store_query(walk->session, &sql_journal_after,
                            (struct store_value[]){store_integer(walk->number)}, &rows);
        while (!error && !(error = store_next(rows, &values)) && values) {
            error = verify_row(walk, arena, values);
            more = true;
            arena_reset(arena);
        }
    }
    arena_free(arena);
    return error;
}

/* A kept head must still be a row of the chain. */
static struct error *verify_against(struct walk *walk, struct text against)
{
    struct text rest = against;
    struct text part;
    int64_t number;
    struct arena *arena = store_arena(walk->session);
    if (!text_next(&rest, ':', &part) || !text_number(part, &number) || rest.size != JOURNAL_HASH)
        return error_new(
            arena, ERROR_USAGE,
            "\"%.*s\" is not the head of a journal (expected NUMBER:HASH, as verify prints it)",
            TEXT_FORMAT(against));
    struct text found = register_journal_root();
    if (number) {
        const struct store_value *row;
        TRY(store_query_one(walk->session, &sql_journal_hash_at,
                            (struct store_value[]){store_integer(number)}, &row));
        found = row ? row[0].text : TEXT("");
    }
    if (!found.size)
        fault_add(walk->faults, TEXT("journal"), (size_t)number, 0,
                  "the journal ends at row %lld: its tail was cut off", (long long)walk->number);
    else if (!text_equal(found, rest))
        fault_add(walk->faults, TEXT("journal"), (size_t)number, 0,
                  "this row is not the one of the head that was kept: the chain was made anew");
    return NULL;
}

static struct error *verify_unjournalled(struct walk *walk)
{
    struct store_rows *rows;
    const struct store_value *values;
    TRY(store_query(walk->session, &sql_version_unjournalled, NULL, &rows));
    for (;;) {
        TRY(store_next(rows, &values));
        if (!values)
            return NULL;
        fault_add(walk->faults, TEXT("version"), 0, 0,
                  "version %lld of %.*s %.*s was added behind the journal",
                  (long long)values[2].integer, TEXT_FORMAT(values[0].text),
                  TEXT_FORMAT(values[1].text));
    }
}

struct error *register_journal_verify(struct store_session *session, struct text against,
                                      struct faults *faults, struct register_verification *result)
{
    struct walk walk = {
        .session = session, .body = store_body(session), .faults = faults, .result = result};
    __builtin_memcpy(walk.previous, register_journal_root().data, JOURNAL_HASH);
    TRY(verify_rows(&walk));
    TRY(verify_unjournalled(&walk));
    result->head = text_format(store_arena(session), "%lld:%.*s", (long long)walk.number,
                               JOURNAL_HASH, walk.previous);
    return against.size ? verify_against(&walk, against) : NULL;
}
