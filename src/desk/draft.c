/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "desk/draft.h"

#include "base/json.h"
#include "store/statements.h"

#define REVISION "versie"

enum { MOST_LISTED = 100 }; /* by draft_list */

static void write_pair(struct json_writer *writer, struct text name, struct text value)
{
    json_open_array(writer);
    json_write_text(writer, name);
    json_write_text(writer, value);
    json_close_array(writer);
}

static struct text content_of(struct arena *arena, const struct desk_draft *draft)
{
    struct buffer buffer = {.arena = arena};
    struct json_writer writer = {.buffer = &buffer};
    json_open_array(&writer);
    write_pair(&writer, TEXT(REVISION), text_format(arena, "%lld", (long long)draft->revision));
    for (size_t i = 0; i < draft->typed.count; i++)
        write_pair(&writer, draft->typed.items[i].name, draft->typed.items[i].value);
    json_close_array(&writer);
    return buffer_text(&buffer);
}

struct keeping {
    struct desk_page *page;
    struct text path;
    struct text content; /* empty: it is thrown away */
};

/* What is too much goes, the oldest first. */
static struct error *bound(struct store_session *session, struct text account)
{
    struct store_rows *rows;
    const struct store_value *row;
    struct text gone[MOST_LISTED];
    size_t gone_count = 0;
    int64_t size = 0;
    TRY(store_query(session, &sql_draft_list, (struct store_value[]){store_text(account)}, &rows));
    for (size_t i = 0;; i++) {
        TRY(store_next(rows, &row));
        if (!row)
            break;
        size += row[2].integer;
        if (i && (i >= DESK_DRAFTS || size > DESK_DRAFTS_LARGEST))
            gone[gone_count++] = text_copy(store_arena(session), row[0].text);
    }
    for (size_t i = 0; i < gone_count; i++)
        TRY(desk_draft_drop(session, account, gone[i]));
    return NULL;
}

static struct error *keep(struct store_session *session, struct arena *arena, void *context)
{
    const struct keeping *keeping = context;
    struct text account = keeping->page->session->account->id;
    if (!keeping->content.size)
        return desk_draft_drop(session, account, keeping->path);
    struct store_value values[] = {
        store_text(account),
        store_text(keeping->path),
        store_text(keeping->content),
        store_text(clock_format(arena, keeping->page->context.now)),
    };
    TRY(store_run(session, &sql_draft_keep, values, NULL));
    return bound(session, account);
}

static struct error *change(struct keeping *keeping)
{
    const struct register_body *body = keeping->page->site.body;
    return store_change(body->store, keeping->page->site.arena, body->id, keep, keeping);
}

struct error *desk_draft_keep(struct desk_page *page, const struct desk_draft *draft)
{
    struct keeping keeping = {page, draft->path, content_of(page->site.arena, draft)};
    return change(&keeping);
}

struct error *desk_draft_throw(struct desk_page *page, struct text path)
{
    struct keeping keeping = {.page = page, .path = path};
    return change(&keeping);
}

struct error *desk_draft_drop(struct store_session *session, struct text account, struct text path)
{
    return store_run(session, &sql_draft_drop,
                     (struct store_value[]){store_text(account), store_text(path)}, NULL);
}

static struct text text_at(struct arena *arena, const json_t *pair, size_t at)
{
    const json_t *text = json_array_get(pair, at);
    return text_copy(arena, (struct text){json_string_value(text), json_string_length(text)});
}

static void read_pairs(struct arena *arena, const json_t *root, struct desk_draft *draft)
{
    draft->typed.items = ARENA_ARRAY(arena, struct web_pair, json_array_size(root));
    for (size_t i = 0; i < json_array_size(root); i++) {
        struct web_pair pair = {text_at(arena, json_array_get(root, i), 0),
                                text_at(arena, json_array_get(root, i), 1)};
        if (!text_is(pair.name, REVISION))
            draft->typed.items[draft->typed.count++] = pair;
        else if (!text_number(pair.value, &draft->revision))
            draft->revision = 0;
    }
}

struct error *desk_draft_find(struct desk_page *page, struct text path, struct desk_draft *draft)
{
    struct arena *arena = page->site.arena;
    const struct store_value *row;
    struct store_value values[] = {store_text(page->session->account->id), store_text(path)};
    json_t *root;
    *draft = (struct desk_draft){.path = path};
    TRY(store_query_one(page->site.session, &sql_draft_find, values, &row));
    if (!row)
        return NULL;
    TRY(json_read(arena, row[0].text, &root));
    read_pairs(arena, root, draft);
    json_decref(root);
    return clock_parse(row[1].text, &draft->kept)
               ? NULL
               : error_new(arena, ERROR_SYSTEM, "a draft is of no moment");
}

struct error *desk_drafts_read(struct desk_page *page, struct desk_draft **drafts, size_t *count)
{
    struct arena *arena = page->site.arena;
    struct store_rows *rows;
    const struct store_value *row;
    size_t capacity = 0;
    *drafts = NULL;
    *count = 0;
    TRY(store_query(page->site.session, &sql_draft_list,
                    (struct store_value[]){store_text(page->session->account->id)}, &rows));
    for (;;) {
        TRY(store_next(rows, &row));
        if (!row)
            return NULL;
        *drafts = arena_grow(arena, *drafts, *count, &capacity, sizeof **drafts);
        struct desk_draft *draft = &(*drafts)[(*count)++];
        *draft = (struct desk_draft){.path = text_copy(arena, row[0].text)};
        clock_parse(row[1].text, &draft->kept);
    }
}

static struct error *forget(struct store_session *session, struct arena *arena, void *context)
{
    const int64_t *before = context;
    return store_run(session, &sql_draft_forget,
                     (struct store_value[]){store_text(clock_format(arena, *before))}, NULL);
}

struct error *desk_drafts_forget(const struct register_body *body, struct arena *arena)
{
    int64_t before = clock_now() - DESK_DRAFT_DAYS * PEOPLE_DAY;
    return store_change(body->store, arena, body->id, forget, &before);
}
