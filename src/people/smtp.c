/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "people/smtp.h"

#include "people/mail.h"
#include "people/secret.h"
#include "people/transfer.h"

#include <string.h>
#include <strings.h>

enum { CONNECT_SECONDS = 15, REPLY_SECONDS = 30, MAIL_SECONDS = 60 };

/* How far a mail is. */
enum stage { STAGE_GREETING, STAGE_SENDER, STAGE_RECIPIENT, STAGE_CONTENT };

struct people_smtp {
    CURL *curl;
    const struct people_mail_server *server;
    struct people_secret *password; /* NULL: none */
    bool required;                  /* TLS */
    enum stage stage;
    struct text mail;
    size_t sent;
};

/* The parts of an address of a server; NULL where it is none. */
static CURLU *parse(const char *address)
{
    static const CURLUPart others[] = {CURLUPART_USER, CURLUPART_PASSWORD, CURLUPART_QUERY,
                                       CURLUPART_FRAGMENT};
    CURLU *url = curl_url();
    char *part = NULL;
    bool sound = url && curl_url_set(url, CURLUPART_URL, address, 0) == CURLUE_OK &&
                 curl_url_get(url, CURLUPART_SCHEME, &part, 0) == CURLUE_OK &&
                 (strcmp(part, "smtp") == 0 || strcmp(part, "smtps") == 0);
    curl_free(part);
    part = NULL;
    for (size_t i = 0; sound && i < sizeof others / sizeof *others; i++) {
        sound = curl_url_get(url, others[i], &part, 0) != CURLUE_OK;
        curl_free(part);
        part = NULL;
    }
    sound = sound && curl_url_get(url, CURLUPART_PATH, &part, 0) == CURLUE_OK && !part[1];
    curl_free(part);
    if (sound)
        return url;
    curl_url_cleanup(url);
    return NULL;
}

/* Whether what is sent to HOST stays on this computer. */
static bool is_loopback(const char *host)
{
    return strcasecmp(host, "localhost") == 0 || strcmp(host, "[::1]") == 0 ||
           (strncmp(host, "127.", 4) == 0 && strspn(host, "0123456789.") == strlen(host));
}

/* The address as libcurl takes it, with our own name as its path. */
static struct error *make_address(struct arena *arena, struct people_smtp *smtp, char **address)
{
    char *host = NULL;
    CURLU *url = parse(text_string(arena, smtp->server->address));
    if (!url || curl_url_get(url, CURLUPART_HOST, &host, 0) != CURLUE_OK)
        return error_new(arena, ERROR_INPUT, "\"%.*s\" is not the address of a mail server",
                         TEXT_FORMAT(smtp->server->address));
    smtp->required = !is_loopback(host);
    curl_free(host);
    curl_url_set(url, CURLUPART_PATH,
                 text_format(arena, "/%.*s", TEXT_FORMAT(smtp->server->name)).data, 0);
    curl_url_get(url, CURLUPART_URL, address, 0);
    curl_url_cleanup(url);
    return NULL;
}

static struct error *read_password(struct arena *arena, struct people_smtp *smtp)
{
    struct text path = smtp->server->password_file;
    struct error *error = people_secret_read(
        arena, path.size ? path : TEXT("$WAARBORG_MAIL_PASSWORD"), &smtp->password);
    if (error)
        return error_wrap(arena, error, "cannot read the password of mail");
    smtp->password->data[strcspn(smtp->password->data, "\r\n")] = '\0';
    return NULL;
}

/* Follows how far a mail is by the words that we say; what they are about is not looked at. */
static int follow(CURL *curl, curl_infotype type, char *data, size_t size, void *context)
{
    static const struct {
        const char *word;
        enum stage stage;
    } words[] = {{"MAIL", STAGE_SENDER}, {"RCPT", STAGE_RECIPIENT}, {"DATA", STAGE_CONTENT}};
    struct people_smtp *smtp = context;
    (void)curl;
    for (size_t i = 0; i < sizeof words / sizeof *words && type == CURLINFO_HEADER_OUT; i++)
        if (size >= 4 && memcmp(data, words[i].word, 4) == 0)
            smtp->stage = words[i].stage;
    return 0;
}

static size_t read_mail(char *data, size_t size, size_t count, void *context)
{
    struct people_smtp *smtp = context;
    size_t rest = smtp->mail.size - smtp->sent;
    size_t given = size * count < rest ? size * count : rest;
    memcpy(data, smtp->mail.data + smtp->sent, given);
    smtp->sent += given;
    return given;
}

static void set_options(struct people_smtp *smtp, const char *address)
{
    CURL *curl = smtp->curl;
    curl_easy_setopt(curl, CURLOPT_URL, address);
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
    curl_easy_setopt(curl, CURLOPT_PROXY, "");
    curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, (long)CONNECT_SECONDS);
    curl_easy_setopt(curl, CURLOPT_SERVER_RESPONSE_TIMEOUT, (long)REPLY_SECONDS);
    curl_easy_setopt(curl, CURLOPT_TIMEOUT, (long)MAIL_SECONDS);
    curl_easy_setopt(curl, CURLOPT_USE_SSL,
                     (long)(smtp->required ? CURLUSESSL_ALL : CURLUSESSL_NONE));
    curl_easy_setopt(curl, CURLOPT_UPLOAD, 1L);
    curl_easy_setopt(curl, CURLOPT_READFUNCTION, read_mail);
    curl_easy_setopt(curl, CURLOPT_READDATA, smtp);
    curl_easy_setopt(curl, CURLOPT_VERBOSE, 1L); /* to follow; nothing is printed */
    curl_easy_setopt(curl, CURLOPT_DEBUGFUNCTION, follow);
    curl_easy_setopt(curl, CURLOPT_DEBUGDATA, smtp);
    if (smtp->password)
        curl_easy_setopt(curl, CURLOPT_PASSWORD, (const char *)smtp->password->data);
}

static struct error *open_smtp(struct arena *arena, struct people_smtp *smtp)
{
    const struct people_mail_server *server = smtp->server;
    char *address = NULL;
    if (!smtp->curl)
        return error_new(arena, ERROR_SYSTEM, "libcurl does not start");
    if (!people_mail_reaches(server->from))
        return error_new(arena, ERROR_INPUT, "mail comes from \"%.*s\", which is no address",
                         TEXT_FORMAT(server->from));
    if (server->user.size)
        TRY(read_password(arena, smtp));
    TRY(make_address(arena, smtp, &address));
    set_options(smtp, address);
    curl_free(address);
    if (server->user.size)
        curl_easy_setopt(smtp->curl, CURLOPT_USERNAME, text_string(arena, server->user));
    curl_easy_setopt(smtp->curl, CURLOPT_MAIL_FROM, text_string(arena, server->from));
    return NULL;
}

void people_smtp_free(struct people_smtp *smtp)
{
    curl_easy_cleanup(smtp->curl);
    people_secret_free(smtp->password);
}

struct error *people_smtp_new(struct arena *arena, const struct people_mail_server *server,
                              struct people_smtp **result)
{
    struct people_smtp *smtp = ARENA_NEW(arena, struct people_smtp);
    *smtp = (struct people_smtp){.server = server, .curl = people_transfer_new()};
    struct error *error = open_smtp(arena, smtp);
    if (error)
        people_smtp_free(smtp);
    *result = error ? NULL : smtp;
    return error;
}

/* What a failure means: of the mail what the server says of its recipient or content, else of the
 * server. */
static enum people_smtp_result judge(const struct people_smtp *smtp, CURLcode code, long reply)
{
    if (code == CURLE_OK)
        return PEOPLE_SMTP_ACCEPTED;
    if (smtp->stage < STAGE_RECIPIENT || reply == 421)
        return PEOPLE_SMTP_AWAY;
    if (reply >= 500 && reply <= 599)
        return PEOPLE_SMTP_REFUSED;
    return reply >= 400 && reply <= 499 ? PEOPLE_SMTP_LATER : PEOPLE_SMTP_AWAY;
}

void people_smtp_send(struct people_smtp *smtp, struct arena *arena, struct text to,
                      struct text mail, struct people_smtp_answer *answer)
{
    struct curl_slist *recipients = curl_slist_append(NULL, text_string(arena, to));
    long reply = 0;
    smtp->stage = STAGE_GREETING;
    smtp->mail = mail;
    smtp->sent = 0;
    curl_easy_setopt(smtp->curl, CURLOPT_MAIL_RCPT, recipients);
    curl_easy_setopt(smtp->curl, CURLOPT_INFILESIZE_LARGE, (curl_off_t)mail.size);
    CURLcode code = curl_easy_perform(smtp->curl);
    if (code == CURLE_SEND_ERROR || code == CURLE_WEIRD_SERVER_REPLY ||
        code == CURLE_LOGIN_DENIED || code == CURLE_REMOTE_ACCESS_DENIED)
        curl_easy_getinfo(smtp->curl, CURLINFO_RESPONSE_CODE, &reply);
    curl_easy_setopt(smtp->curl, CURLOPT_MAIL_RCPT, NULL);
    curl_slist_free_all(recipients);
    *answer = (struct people_smtp_answer){
        .result = judge(smtp, code, reply),
        .code = (int)reply,
        .of_mail = smtp->stage >= STAGE_RECIPIENT,
        .what = reply ? text_format(arena, "%s (%ld)", curl_easy_strerror(code), reply).data
                      : curl_easy_strerror(code),
    };
}
