/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Dates, money, text and JSON as they come from files and forms. */

#include "target.h"

#include "base/date.h"
#include "base/json.h"
#include "base/money.h"
#include "base/text.h"

static void try_date(struct arena *arena, struct text text)
{
    struct date date;
    if (!date_read(text, &date)) {
        return;
    }
    struct date again;
    MUST(date_exists(date));
    MUST(date_parse(date_format(arena, date), &again));
    MUST(date_sort(date, again) == 0);
    struct date first = date_earliest(date);
    struct date last = date_latest(date);
    MUST(date_is_day(first) && date_is_day(last));
    MUST(date_to_days(first) <= date_to_days(last));
    MUST(date_sort(date_from_days(date_to_days(first)), first) == 0);
}

static void try_money(struct arena *arena, struct text text)
{
    struct money money;
    if (!money_read(text, &money)) {
        return;
    }
    MUST(money.cents >= 0 && money.cents <= MONEY_LARGEST);
    struct buffer dutch = {.arena = arena};
    money_add_dutch(&dutch, money.cents);
    struct money again;
    MUST(money_read(buffer_text(&dutch), &again));
    MUST(again.kind == MONEY_EXACT && again.cents == money.cents);
}

static void try_text(struct arena *arena, struct text text)
{
    size_t where;
    if (!text_valid(text, &where)) {
        MUST(where < text.size);
        return;
    }
    struct text folded = text_fold(arena, text);
    MUST(text_valid(folded, NULL));
    MUST(text_equal(text_fold(arena, folded), folded));
    MUST(text_length(text) <= text.size);
    if (text_has_control(text)) {
        return; /* refused before it is ever written */
    }
    struct buffer buffer = {.arena = arena};
    struct json_writer writer = {.buffer = &buffer};
    json_open_array(&writer);
    json_write_text(&writer, text);
    json_close_array(&writer);
    json_t *root = NULL;
    MUST(json_read(arena, buffer_text(&buffer), &root) == NULL);
    const json_t *string = json_array_get(root, 0);
    struct text back = {json_string_value(string), json_string_length(string)};
    MUST(text_equal(back, text));
    json_decref(root);
}

static void try_json(struct arena *arena, struct text text)
{
    json_t *root = NULL;
    if (json_read(arena, text, &root) == NULL) {
        MUST(root != NULL);
        json_decref(root);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *arena = arena_new();
    struct text text = {(const char *)data, size};
    try_date(arena, text);
    try_money(arena, text);
    try_text(arena, text);
    try_json(arena, text);
    arena_free(arena);
    return 0;
}
