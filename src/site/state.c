/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "site/state.h"

struct date site_round_limit(const struct register_definition *definition, struct date today)
{
    struct date start = register_round_start(definition, today);
    if (start.year != today.year || start.month != today.month)
        return start;
    return register_round_start(definition, date_add_days(start, -1));
}

struct site_state site_confirmation(const struct site_page *page,
                                    const struct register_definition *definition,
                                    struct date confirmed)
{
    struct date limit = site_round_limit(definition, page->today);
    if (!limit.year)
        return (struct site_state){SITE_STATE_PLAIN, confirmed};
    if (!confirmed.year)
        return (struct site_state){SITE_STATE_NEVER, {0}};
    bool late = date_sort(date_latest(confirmed), limit) < 0;
    return (struct site_state){late ? SITE_STATE_LATE : SITE_STATE_OK, confirmed};
}

/* What happened once is confirmed by any confirmation that came after it. */
static struct site_state event_state(const struct register_definition *definition,
                                     const struct register_row *row)
{
    struct date since =
        definition->since ? row->values[definition->since->number].date : (struct date){0};
    if (!row->confirmed.year)
        return (struct site_state){SITE_STATE_NEVER, {0}};
    bool behind = since.year && date_sort(date_latest(since), date_latest(row->confirmed)) > 0;
    return (struct site_state){behind ? SITE_STATE_LATE : SITE_STATE_OK, row->confirmed};
}

struct site_state site_row_state(const struct site_page *page,
                                 const struct register_definition *definition,
                                 const struct register_row *row)
{
    bool lasts = site_lasts(definition);
    if (register_hides_holder(definition))
        return (struct site_state){SITE_STATE_PLAIN, {0}};
    if (lasts && !row->current) {
        struct date until =
            definition->until ? row->values[definition->until->number].date : (struct date){0};
        return (struct site_state){SITE_STATE_ENDED, until};
    }
    struct date limit = site_round_limit(definition, page->today);
    if (!limit.year)
        return (struct site_state){SITE_STATE_PLAIN, row->confirmed};
    struct date changed = site_day_of(page, row->changed);
    bool later = !row->confirmed.year || date_sort(changed, date_latest(row->confirmed)) > 0;
    if (row->revision == 1 && later && date_sort(changed, limit) >= 0)
        return (struct site_state){SITE_STATE_NEW, changed};
    return lasts ? site_confirmation(page, definition, row->confirmed)
                 : event_state(definition, row);
}
