/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "people/openid_fetch.h"

#include "base/address.h"
#include "base/clock.h"
#include "people/transfer.h"

#include <strings.h>

enum { HEAD_LIMIT = 64 * 1024, LONGEST_WAIT = 10 * 1000 /* milliseconds */ };

struct taking {
    struct buffer content;
    size_t limit;
    size_t head; /* bytes of headers so far */
};

/* What takes less than it is given ends the transfer. */
static size_t take(const char *data, size_t size, size_t count, void *given)
{
    struct taking *taking = given;
    if (size * count > taking->limit - taking->content.size)
        return 0;
    buffer_add(&taking->content, (struct text){data, size * count});
    return size * count;
}

static size_t take_head(const char *data, size_t size, size_t count, void *given)
{
    struct taking *taking = given;
    (void)data;
    taking->head += size * count;
    return taking->head > HEAD_LIMIT ? 0 : size * count;
}

/* "max-age=60, must-revalidate" is 60; "no-store" is 0. */
static int64_t read_lasts(CURL *curl)
{
    struct curl_header *header;
    int64_t lasts = -1;
    struct text directive;
    if (curl_easy_header(curl, "Cache-Control", 0, CURLH_HEADER, -1, &header) != CURLHE_OK)
        return -1;
    struct text rest = text_of(header->value);
    while (text_next(&rest, ',', &directive)) {
        directive = text_trim(directive);
        if (text_is(directive, "no-store") || text_is(directive, "no-cache"))
            return 0;
        if (directive.size > 8 && strncasecmp(directive.data, "max-age=", 8) == 0 &&
            !text_number(text_slice(directive, 8, directive.size), &lasts))
            lasts = -1;
    }
    return lasts;
}

static void set_up(CURL *curl, struct arena *arena, const struct people_openid_request *request,
                   struct taking *taking)
{
    bool here = address_is_here(request->address);
    int64_t rest = (request->deadline - clock_monotonic()) / 1000;
    long wait = rest < 1 ? 1 : rest > LONGEST_WAIT ? LONGEST_WAIT : (long)rest;
    curl_easy_setopt(curl, CURLOPT_URL, text_string(arena, request->address));
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, here ? "http,https" : "https");
    curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, wait);
    curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT_MS, wait);
    curl_easy_setopt(curl, CURLOPT_USERAGENT, "waarborg");
    if (here)
        curl_easy_setopt(curl, CURLOPT_PROXY, "");
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, take);
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, taking);
    curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, take_head);
    curl_easy_setopt(curl, CURLOPT_HEADERDATA, taking);
    if (request->form.size) {
        curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE, (long)request->form.size);
        curl_easy_setopt(curl, CURLOPT_POSTFIELDS, request->form.data);
    }
}

struct error *people_openid_fetch(struct arena *arena, const struct people_openid_request *request,
                                  struct people_openid_response *response)
{
    struct taking taking = {.content = {.arena = arena}, .limit = request->limit};
    /* On the stack, so that a secret in it is copied by nobody but libcurl. */
    struct curl_slist accept = {(char[]){"Accept: application/json"}, NULL};
    struct curl_slist authorization = {request->authorization, &accept};
    *response = (struct people_openid_response){.lasts = -1};
    if (!address_is_guarded(request->address))
        return error_new(arena, ERROR_UNAVAILABLE,
                         "%s: the address is not https:// (or has more in it than it may)",
                         request->what);
    CURL *curl = people_transfer_new();
    if (!curl)
        return error_new(arena, ERROR_UNAVAILABLE, "%s: no memory", request->what);
    set_up(curl, arena, request, &taking);
    curl_easy_setopt(curl, CURLOPT_HTTPHEADER, request->authorization ? &authorization : &accept);
    CURLcode code = curl_easy_perform(curl);
    struct error *error = NULL;
    if (code == CURLE_WRITE_ERROR)
        error = error_new(arena, ERROR_UNAVAILABLE, "%s: the answer is larger than %zu kB",
                          request->what, request->limit / 1024);
    else if (code != CURLE_OK)
        error =
            error_new(arena, ERROR_UNAVAILABLE, "%s: %s", request->what, curl_easy_strerror(code));
    else
        response->lasts = read_lasts(curl);
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &response->status);
    response->content = buffer_text(&taking.content);
    curl_easy_cleanup(curl);
    return error;
}
