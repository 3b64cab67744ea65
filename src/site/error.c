/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* The page of an error: what happened, and what to do. For programs: problem+json (RFC 9457). */

#include "base/json.h"
#include "site/view.h"
#include "templates/error.h"

/* What is said of each status. */
static const struct {
    int status;
    const char *title;
    const char *what;
    const char *advice;
} words[] = {
    {400, MESSAGE("This address cannot be answered"),
     MESSAGE("Something in the address or in what was sent is not right."),
     MESSAGE("Check the address, or begin at the registers.")},
    {403, MESSAGE("You may not see this page"), MESSAGE("This page is not for everybody."),
     MESSAGE("Do you need it for your work? Ask the person who manages these registers.")},
    {404, MESSAGE("This page does not exist"),
     MESSAGE("There is nothing at this address, or it is no longer public."),
     MESSAGE("Check the address, or look it up in the registers.")},
    {405, MESSAGE("This cannot be done here"), MESSAGE("This page can only be read."),
     MESSAGE("Go back, and try it from the page itself.")},
    {409, MESSAGE("It was changed meanwhile"),
     MESSAGE("Somebody else changed this while you were busy. Nothing was lost."),
     MESSAGE("Go back, look at the new version, and try again.")},
    {413, MESSAGE("This is too large"),
     MESSAGE("More was sent than we can take. Nothing was kept."), MESSAGE("Send less at once.")},
    {429, MESSAGE("Too much at once"), MESSAGE("More was asked than we can do at once."),
     MESSAGE("Wait a minute, and try again.")},
    {503, MESSAGE("It does not work for a moment"),
     MESSAGE("It is busy, or work is being done on it. Nothing was lost."),
     MESSAGE("Wait a minute, and try again.")},
    {500, MESSAGE("Something went wrong on our side"),
     MESSAGE("You did nothing wrong. The error was recorded."),
     MESSAGE("Try again later. Does it go on? Let us know.")},
};

static size_t words_of(int status)
{
    size_t last = sizeof words / sizeof *words - 1;
    for (size_t i = 0; i < last; i++)
        if (words[i].status == status)
            return i;
    return status < 500 ? 0 : last;
}

static bool for_programs(const struct web_request *request)
{
    static const char *const ends[] = {".csv", ".json", ".atom", ".ttl"};
    if (text_starts(request->path, "/api/") || text_is(request->path, "/api"))
        return true;
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        if (text_ends(request->path, ends[i]))
            return true;
    return false;
}

static void write_problem(struct web_response *response, enum language language, int status,
                          struct text detail)
{
    struct json_writer json = {.buffer = &response->content};
    size_t which = words_of(status);
    response->type = TEXT("application/problem+json");
    json_open_object(&json);
    json_write_key(&json, "status");
    json_write_number(&json, status);
    json_write_key(&json, "title");
    json_write_text(&json, message(language, words[which].title));
    json_write_key(&json, "detail");
    json_write_text(&json, detail.size ? detail : message(language, words[which].what));
    json_close_object(&json);
}

void site_error_page(struct web_request *request, struct web_response *response, int status,
                     const struct error *error)
{
    struct site_page page;
    size_t which = words_of(status);
    struct text detail = error && error->kind == ERROR_INPUT ? text_of(error->message) : TEXT("");
    response->status = status;
    if (for_programs(request)) {
        write_problem(response, request->language, status, detail);
        return;
    }
    site_page_start(&page, request, response);
    page.title = site_words(&page, words[which].title);
    page.refused = true;
    struct site_problem view = {
        .page = &page,
        .status = status,
        .what = site_words(&page, words[which].what),
        .advice = site_words(&page, words[which].advice),
        .link = {TEXT("/registers"), site_words(&page, MESSAGE("To the registers"))},
    };
    struct markup out = site_markup(&page);
    template_site_error(&out, &view);
}

void site_refuse(struct site_page *page, const struct site_refusals *refusals, struct text path)
{
    page->response->status = 400;
    page->title = site_words(page, words[0].title);
    page->refused = true;
    struct site_problem view = {
        .page = page,
        .status = 400,
        .what =
            site_words(page, MESSAGE("Something behind the ? in the address is not understood.")),
        .refusals = refusals->items,
        .refusal_count = refusals->count,
        .link = {path, site_words(page, MESSAGE("To the same page without it"))},
    };
    struct markup out = site_markup(page);
    template_site_error(&out, &view);
}

bool site_refuse_query(struct site_page *page)
{
    struct site_refusals refusals = {.arena = page->arena};
    struct web_pairs pairs = page->request->query;
    for (size_t i = 0; i < pairs.count; i++)
        if (!site_is_tracking(pairs.items[i].name))
            site_refuse_parameter(&refusals, pairs.items[i].name, pairs.items[i].value,
                                  (struct label){TEXT("niets: deze pagina kent geen filters"),
                                                 TEXT("nothing: this page has no filters")});
    if (!refusals.count)
        return false;
    struct text here = page->here;
    size_t end = text_find(here, 0, TEXT("?"));
    site_refuse(page, &refusals, text_slice(here, 0, end));
    return true;
}
