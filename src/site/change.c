/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "site/change.h"

#include "register/check.h"
#include "register/list.h"

/* Whether whom the page is for may see a version. */
static bool is_shown(struct site_page *page, const struct register_definition *definition,
                     const struct register_version *version)
{
    return version->entry.values &&
           (page->sees ||
            register_is_public(page->arena, definition,
                               &(struct register_subject){.state = version->entry.state,
                                                          .values = version->entry.values,
                                                          .today = page->today}));
}

static struct error *compare(struct site_page *page, const struct register_definition *definition,
                             const struct register_version *now, const struct register_version *was,
                             struct site_change *change)
{
    change->differences = ARENA_ARRAY(page->arena, struct site_difference, definition->field_count);
    for (size_t i = 0; i < definition->field_count; i++) {
        const struct register_field *field = &definition->fields[i];
        if (!site_page_shows(page, field) ||
            register_value_equal(field, &now->entry.values[i], &was->entry.values[i]))
            continue;
        struct site_difference *difference = &change->differences[change->difference_count++];
        TRY(site_value_show(page, field, &was->entry.values[i], &difference->was));
        TRY(site_value_show(page, field, &now->entry.values[i], &difference->now));
    }
    if (now->entry.state != was->entry.state && now->action != REGISTER_END)
        change->state = label_in(now->entry.state->label, page->language);
    return NULL;
}

/* Tells NOW against WAS, the public version before it, or NULL for the first. */
static struct error *tell(struct site_page *page, const struct register_definition *definition,
                          const struct register_version *now, const struct register_version *was,
                          struct site_change *change)
{
    *change = (struct site_change){
        .day = site_day_of(page, now->moment),
        .moment = now->moment,
        .actor = page->inside ? now->actor : TEXT(""),
        .reason = page->inside ? now->reason : TEXT(""),
        .what = now->action == REGISTER_DECLARE || (!was && now->action == REGISTER_CHANGE)
                    ? site_words(page, MESSAGE("New"))
                    : label_in(register_action_label(now->action), page->language),
    };
    return was ? compare(page, definition, now, was, change) : NULL;
}

struct error *site_changes_of(struct site_page *page, const struct register_definition *definition,
                              struct text entry, struct site_change **changes, size_t *count)
{
    struct register_version *versions;
    size_t total;
    size_t kept = 0;
    TRY(register_history(page->session, page->arena, definition, entry, &versions, &total));
    for (size_t i = 0; i < total; i++)
        if (is_shown(page, definition, &versions[i]))
            versions[kept++] = versions[i];
    *changes = ARENA_ARRAY(page->arena, struct site_change, kept);
    *count = 0;
    for (size_t i = 0; i < kept; i++) {
        const struct register_version *was = i + 1 < kept ? &versions[i + 1] : NULL;
        struct site_change *change = &(*changes)[*count];
        TRY(tell(page, definition, &versions[i], was, change));
        /* A version that differs only in what nobody may see is no change to the public. */
        if (!was || change->difference_count || change->state.size ||
            versions[i].action == REGISTER_END)
            ++*count;
    }
    return NULL;
}

/* The rows of one register that may come next. */
struct source {
    struct register_page list;
    size_t at;
};

static struct error *read_source(struct site_page *page, const struct site_cursor *cursor,
                                 struct text holder, size_t limit, struct source *source)
{
    struct register_query query = {
        .projection = register_projection_of(page->body, cursor->definition),
        .holder = holder,
        .current = TRUTH_UNKNOWN,
        .order = REGISTER_ORDER_CHANGED,
        .descending = true,
        .after = cursor->after,
        .limit = limit,
    };
    return register_page_read(page->session, page->arena, page->body, &query, &source->list);
}

static struct error *fill_event(struct site_page *page, struct site_cursor *cursor,
                                const struct register_row *row, struct text holder,
                                struct site_event *event)
{
    const struct register_definition *definition = cursor->definition;
    struct site_change *changes;
    size_t count;
    *event = (struct site_event){
        .definition = definition,
        .register_title = label_in(definition->title, page->language),
        .one = label_in(definition->one, page->language),
        .path = definition->path,
        .entry = row->entry,
        .person = row->holder,
        .person_name = row->holder_name,
        .office = site_office_label(page, row->holder_office),
    };
    cursor->after = row->entry;
    TRY(site_entry_title(page, definition, row->values, &event->title));
    TRY(site_changes_of(page, definition, row->entry, &changes, &count));
    if (count)
        event->change = changes[0];
    else
        event->change = (struct site_change){
            .day = site_day_of(page, row->changed),
            .what = label_in(register_action_label(REGISTER_CHANGE), page->language),
        };
    event->what = holder.size || !row->holder.size ? event->change.what
                                                   : site_lower(page->arena, event->change.what);
    return NULL;
}

/* The source whose next row changed last, or NULL when all are used up. */
static struct source *newest(struct source *sources, size_t count)
{
    struct source *best = NULL;
    for (struct source *source = sources; source < sources + count; source++)
        if (source->at < source->list.count &&
            (!best || text_compare(source->list.rows[source->at].changed,
                                   best->list.rows[best->at].changed) > 0))
            best = source;
    return best;
}

struct error *site_events_read(struct site_page *page, struct site_cursor *cursors,
                               size_t cursor_count, struct text holder, size_t limit,
                               struct site_event **events, size_t *count, bool *more)
{
    struct source *sources = ARENA_ARRAY(page->arena, struct source, cursor_count);
    struct source *source;
    for (size_t i = 0; i < cursor_count; i++)
        TRY(read_source(page, &cursors[i], holder, limit + 1, &sources[i]));
    *events = ARENA_ARRAY(page->arena, struct site_event, limit);
    *count = 0;
    while ((source = newest(sources, cursor_count)) && *count < limit) {
        const struct register_row *row = &source->list.rows[source->at++];
        TRY(fill_event(page, &cursors[source - sources], row, holder, &(*events)[(*count)++]));
    }
    *more = source != NULL;
    return NULL;
}
