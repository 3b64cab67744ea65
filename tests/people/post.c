/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "fixture.h"
#include "mail_server.h"

#include "base/clock.h"
#include "people/post.h"
#include "store/job.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* What is in the queue goes to a real mail server. The words of mails are our own here; those of
 * the program are tested where they are written. */

struct desk {
    struct fixture *fixture;
    struct mail_server *server;
    struct people_mail_server address;
    struct people_post post;
    _Atomic bool ending;
};

static const char *const plain[] = {NULL};

/* Everybody is there, at PERSON@test.example, but for who is called gone-... or none-... */
static struct error *reach(void *context, struct arena *arena, struct text person,
                           struct people_reached *reached)
{
    (void)context;
    reached->present = !text_starts(person, "gone-");
    reached->name = text_starts(person, "p-")
                        ? TEXT("Çelik, \"Ayşe\"\r\nBcc: a@b.nl \xF0\x9F\x98\x80")
                        : text_format(arena, "Mr. %.*s", TEXT_FORMAT(person));
    if (!text_starts(person, "none-"))
        reached->address = text_format(arena, "%.*s@test.example", TEXT_FORMAT(person));
    return NULL;
}

static struct error *write_letter(void *context, struct arena *arena,
                                  const struct people_letter *letter, struct text *subject,
                                  struct text *text)
{
    struct buffer buffer = {.arena = arena};
    (void)context;
    *subject = text_format(arena,
                           "%s%zu zaken: coöperatie en één heel lang onderwerp dat over "
                           "meer dan één regel gaat\r\nBcc: evil@evil.example",
                           letter->language == LANGUAGE_ENGLISH ? "[en] " : "", letter->count);
    for (size_t i = 0; i < letter->count; i++) {
        const struct people_message *message = &letter->messages[i];
        buffer_add_format(&buffer, "%s %.*s %.*s %04d-%02d-%02d %lld\n",
                          people_message_kind_id(message->kind), TEXT_FORMAT(message->topic),
                          TEXT_FORMAT(message->path), message->until.year, message->until.month,
                          message->until.day, (long long)message->count);
    }
    if (letter->token.size)
        buffer_add_format(&buffer, "token %.*s\n", TEXT_FORMAT(letter->token));
    buffer_add_string(&buffer, "\n.\n..two = dots, één spatie aan het eind \nFrom here on: ");
    for (int i = 0; i < 40; i++)
        buffer_add_string(&buffer, "één regel zonder eind, ");
    *text = buffer_text(&buffer);
    return NULL;
}

static void point_to(struct desk *desk, const char *scheme, const char *host)
{
    desk->address = (struct people_mail_server){
        .address = text_format(desk->fixture->arena, "%s://%s:%.*s", scheme, host,
                               TEXT_FORMAT(desk->server->port)),
        .from = TEXT("registers@rijnmeren.example"),
        .name = TEXT("registers.rijnmeren.example"),
    };
}

static struct desk *desk_new(void **state, const char *const *options)
{
    struct fixture *fixture = fixture_new(dialect_of(state));
    struct desk *desk = ARENA_NEW(fixture->arena, struct desk);
    desk->fixture = fixture;
    desk->server = mail_server_start(fixture->arena, options);
    point_to(desk, "smtp", "127.0.0.1");
    desk->post = (struct people_post){
        .store = fixture->store,
        .body = TEXT("a"),
        .name = {TEXT("Provincie Rijnmeren"), TEXT("Province of Rijnmeren")},
        .server = &desk->address,
        .reach = reach,
        .write = write_letter,
    };
    clock_set(fixture->context.now);
    return desk;
}

static void desk_free(struct desk *desk)
{
    clock_set(0);
    mail_server_stop(desk->server);
    fixture_free(desk->fixture);
}

static struct error *put(struct store_session *session, struct arena *arena, void *context)
{
    (void)arena;
    return people_message_put(session, context);
}

static void put_message(struct desk *desk, const char *recipient, enum people_message_kind kind)
{
    struct people_message message = {
        .recipient = text_of(recipient),
        .kind = kind,
        .language = LANGUAGE_DUTCH,
        .about = TEXT("gifts/2026-03"),
        .topic = TEXT("gifts"),
        .path = TEXT("/mijn/geschenken"),
        .until = {2026, 4, 1},
        .count = 3,
        .planned = clock_now(),
    };
    assert_fine(desk->fixture->arena,
                store_change(desk->fixture->store, desk->fixture->arena, TEXT("a"), put, &message));
}

static struct error *try_to_send(struct desk *desk, int64_t *again)
{
    return people_post_send(&desk->post, desk->fixture->arena, &desk->ending, again);
}

/* Sends what is due, and gives when there is more; 0 when there is not. */
static int64_t send_due(struct desk *desk)
{
    int64_t again;
    assert_fine(desk->fixture->arena, try_to_send(desk, &again));
    return again;
}

static void assert_away(struct desk *desk, const char *why)
{
    int64_t again;
    struct error *error = try_to_send(desk, &again);
    assert_non_null(error);
    assert_int_equal(error->kind, ERROR_UNAVAILABLE);
    if (!strstr(error->message, why))
        fail_msg("expected \"%s\", not \"%s\"", why, error->message);
    assert_null(strstr(error->message, "test.example"));
}

/* "STATE REASON" of the messages to somebody, apart by commas, by the order in which they were
 * planned. */
static const char *states_of(struct desk *desk, const char *recipient)
{
    struct people_message_record *records;
    struct store_session *session;
    struct buffer buffer = {.arena = desk->fixture->arena};
    static const char *const names[] = {"waits", "sent", "failed", "dropped"};
    size_t count;
    assert_fine(
        desk->fixture->arena,
        store_begin_reading(desk->fixture->store, desk->fixture->arena, TEXT("a"), &session));
    assert_fine(desk->fixture->arena,
                people_message_history(session, desk->fixture->arena, text_of(recipient), NULL,
                                       &records, &count));
    store_end_reading(session);
    for (size_t i = 0; i < count; i++)
        buffer_add_format(&buffer, "%s%s%s%.*s", i ? "," : "", names[records[i].state],
                          records[i].reason.size ? " " : "", TEXT_FORMAT(records[i].reason));
    return buffer_string(&buffer);
}

static void assert_has(const char *text, const char *part)
{
    assert_non_null(text);
    if (!strstr(text, part))
        fail_msg("expected \"%s\" in:\n%s", part, text);
}

/* A header as it came, unfolded no further than its first line. */
static struct text header(const char *raw, const char *name)
{
    const char *start = strstr(raw, name);
    assert_non_null(start);
    return (struct text){start, strcspn(start, "\r")};
}

static void arrives_as_it_was_meant(void **state)
{
    struct desk *desk = desk_new(state, plain);
    put_message(desk, "p-1", PEOPLE_MESSAGE_REMINDER);
    assert_int_equal(send_due(desk), 0);
    const char *read = mail_server_read(desk->server, 1);
    const char *raw = mail_server_raw(desk->server, 1);
    assert_has(read, "envelope: registers@rijnmeren.example p-1@test.example\n");
    assert_has(read, "\nfrom: Provincie Rijnmeren <registers@rijnmeren.example>\n");
    assert_has(read, "\nto: \"Çelik, \\\"Ayşe\\\" Bcc: a@b.nl \xF0\x9F\x98\x80\" "
                     "<p-1@test.example>\n");
    assert_has(read, "\nsubject: 1 zaken: coöperatie en één heel lang onderwerp dat over meer dan "
                     "één regel gaat  Bcc: evil@evil.example\n");
    assert_has(read, "\ndate: Thu, 12 Mar 2026 09:30:10 +0000\n");
    assert_has(read, "\nauto-submitted: auto-generated\n");
    assert_has(read, "\ncontent-language: nl\n");
    assert_has(read, "\ndefects: 0\n");
    assert_null(strstr(read, "\nbcc:"));
    assert_has(read, "\nreminder gifts /mijn/geschenken 2026-04-01 3\n");
    assert_has(read, "\n.\n..two = dots, één spatie aan het eind \nFrom here on: één regel");
    /* Nothing of it is anything but short lines of ASCII. */
    size_t line = 0;
    for (const char *at = raw; *at; at++) {
        line = *at == '\n' ? 0 : line + 1;
        assert_true(line <= 78 && (unsigned char)*at < 0x7F);
    }
    assert_true(text_ends(header(raw, "Message-ID: <"), "@rijnmeren.example>"));
    assert_string_equal(states_of(desk, "p-1"), "sent");
    desk_free(desk);
}

static void gathers_ten_in_one(void **state)
{
    struct desk *desk = desk_new(state, plain);
    for (int i = 0; i < 10; i++)
        put_message(desk, "p-1", (enum people_message_kind)(PEOPLE_MESSAGE_INVITATION + i % 6));
    put_message(desk, "q-2", PEOPLE_MESSAGE_DECISION);
    assert_int_equal(send_due(desk), 0);
    assert_int_equal(mail_server_count(desk->server), 2);
    bool second = strstr(mail_server_read(desk->server, 1), "q-2@test.example") != NULL;
    assert_has(mail_server_read(desk->server, second ? 2 : 1), "\nsubject: 10 zaken");
    assert_has(mail_server_read(desk->server, second ? 2 : 1), "\nescalation gifts");
    assert_string_equal(states_of(desk, "p-1"),
                        "sent,sent,sent,sent,sent,sent,sent,sent,sent,sent");
    desk_free(desk);
}

/* A link goes by itself and first; and what lets in stands nowhere but in the mail. */
static void sends_links_alone(void **state)
{
    struct desk *desk = desk_new(state, plain);
    struct fixture *fixture = desk->fixture;
    enum people_link_purpose purpose;
    struct people_account *account;
    fixture_account(fixture, "p-1", EMAIL);
    put_message(desk, "p-1", PEOPLE_MESSAGE_REMINDER);
    put_message(desk, "p-1", PEOPLE_MESSAGE_LOST);
    put_message(desk, "p-1", PEOPLE_MESSAGE_DECISION);
    put_message(desk, "q-2", PEOPLE_MESSAGE_FIRST); /* has no account */
    put_message(desk, "a.visser@PROVINCIE.example", PEOPLE_MESSAGE_LOST);
    send_due(desk);
    assert_int_equal(mail_server_count(desk->server), 3);
    int links = 0;
    for (int i = 1; i <= 3; i++) {
        const char *read = mail_server_read(desk->server, i);
        const char *token = strstr(read, "\ntoken ");
        links += token != NULL;
        if (!token)
            continue;
        assert_has(read, "\nsubject: 1 zaken");
        struct text given = {token + 7, strcspn(token + 7, "\n")};
        assert_fine(fixture->arena, people_link_find(&fixture->context, given, &purpose, &account));
        for (int j = i + 1; account && j <= 3; j++)
            if (strstr(mail_server_read(desk->server, j), "\ntoken "))
                fail_msg("an earlier link still opens");
        const char *held = place_ask(
            fixture->place,
            text_format(fixture->arena,
                        "SELECT (SELECT COUNT(*) FROM message WHERE content LIKE '%%%.*s%%') + "
                        "(SELECT COUNT(*) FROM account_link WHERE hash LIKE '%%%.*s%%')",
                        TEXT_FORMAT(given), TEXT_FORMAT(given))
                .data);
        assert_string_equal(held, "0");
    }
    assert_int_equal(links, 2);
    assert_string_equal(states_of(desk, "q-2"), "dropped no account to sign in to");
    desk_free(desk);
}

static void tries_again_what_is_refused_for_now(void **state)
{
    struct desk *desk = desk_new(state, plain);
    int64_t now = clock_now();
    put_message(desk, "later-1", PEOPLE_MESSAGE_REMINDER);
    put_message(desk, "p-1", PEOPLE_MESSAGE_REMINDER);
    int64_t again = send_due(desk);
    assert_int_equal(mail_server_count(desk->server), 1);
    assert_int_equal(again, now + 5 * PEOPLE_MINUTE);
    assert_string_equal(states_of(desk, "later-1"), "waits");
    assert_int_equal(send_due(desk), again);
    assert_int_equal(mail_server_count(desk->server), 1);
    clock_set(again);
    assert_int_equal(send_due(desk), 0);
    assert_int_equal(mail_server_count(desk->server), 2);
    assert_string_equal(states_of(desk, "later-1"), "sent");
    desk_free(desk);
}

static void tells_what_is_refused_for_good(void **state)
{
    struct desk *desk = desk_new(state, plain);
    put_message(desk, "refuse-1", PEOPLE_MESSAGE_REMINDER);
    put_message(desk, "full-1", PEOPLE_MESSAGE_REMINDER);
    put_message(desk, "gone-1", PEOPLE_MESSAGE_REMINDER);
    put_message(desk, "none-1", PEOPLE_MESSAGE_REMINDER);
    put_message(desk, "p-1", PEOPLE_MESSAGE_REMINDER);
    assert_int_equal(send_due(desk), 0);
    assert_string_equal(states_of(desk, "refuse-1"), "failed refused (550)");
    assert_string_equal(states_of(desk, "full-1"), "failed refused (552)");
    assert_string_equal(states_of(desk, "gone-1"), "dropped has left");
    assert_string_equal(states_of(desk, "none-1"), "failed no address for mail");
    assert_string_equal(states_of(desk, "p-1"), "sent");
    desk_free(desk);
}

static void waits_for_a_server_that_is_away(void **state)
{
    struct desk *desk = desk_new(state, plain);
    int64_t start = clock_now();
    struct text port = desk->server->port;
    put_message(desk, "p-1", PEOPLE_MESSAGE_REMINDER);
    desk->address.address = TEXT("smtp://127.0.0.1:1");
    assert_away(desk, "connect");
    clock_set(start + 2 * PEOPLE_DAY);
    put_message(desk, "q-2", PEOPLE_MESSAGE_REMINDER);
    assert_away(desk, "connect");
    assert_string_equal(states_of(desk, "p-1"), "waits");
    clock_set(start + 3 * PEOPLE_DAY);
    assert_away(desk, "connect");
    assert_string_equal(states_of(desk, "p-1"),
                        "failed the mail server could not be used for three days");
    desk->server->port = port;
    point_to(desk, "smtp", "127.0.0.1");
    assert_int_equal(send_due(desk), 0);
    assert_string_equal(states_of(desk, "q-2"), "sent");
    assert_int_equal(mail_server_count(desk->server), 1);
    desk_free(desk);
}

/* A server that closes when it hears of somebody keeps nobody else waiting. */
static void goes_on_with_the_others(void **state)
{
    struct desk *desk = desk_new(state, plain);
    put_message(desk, "busy-1", PEOPLE_MESSAGE_REMINDER);
    clock_set(clock_now() + 1);
    put_message(desk, "p-1", PEOPLE_MESSAGE_REMINDER);
    assert_away(desk, "421");
    int64_t again = send_due(desk);
    assert_string_equal(states_of(desk, "p-1"), "sent");
    assert_int_equal(again, clock_now() + 5 * PEOPLE_MINUTE);
    desk_free(desk);
}

/* Killed after the server had the mail and before that was written down: a second copy comes, by
 * which mail programs know that it is one. Nothing else is sent twice. */
static void is_killed_at_the_worst_moment(void **state)
{
    struct desk *desk = desk_new(state, plain);
    put_message(desk, "p-1", PEOPLE_MESSAGE_REMINDER);
    clock_set(clock_now() + 1);
    put_message(desk, "slow-1", PEOPLE_MESSAGE_REMINDER);
    put_message(desk, "slow-1", PEOPLE_MESSAGE_DECISION);
    clock_set(clock_now() + 1);
    put_message(desk, "q-2", PEOPLE_MESSAGE_REMINDER);
    store_close(desk->fixture->store);
    fflush(NULL);
    pid_t child = fork();
    if (!child) {
        assert_fine(desk->fixture->arena,
                    store_open(desk->fixture->arena, desk->fixture->place->address,
                               &(struct store_options){.readers = 2}, &desk->post.store));
        send_due(desk);
        _exit(0);
    }
    mail_server_wait(desk->server);
    mail_server_wait(desk->server);
    kill(child, SIGKILL);
    int status;
    waitpid(child, &status, 0);
    assert_true(WIFSIGNALED(status));
    assert_fine(desk->fixture->arena,
                store_open(desk->fixture->arena, desk->fixture->place->address,
                           &(struct store_options){.readers = 2}, &desk->fixture->store));
    desk->post.store = desk->fixture->store;
    assert_string_equal(states_of(desk, "p-1"), "sent");
    assert_string_equal(states_of(desk, "slow-1"), "waits,waits");
    assert_int_equal(send_due(desk), 0);
    assert_int_equal(mail_server_count(desk->server), 4);
    struct text first = header(mail_server_raw(desk->server, 2), "Message-ID: <");
    struct text second = header(mail_server_raw(desk->server, 3), "Message-ID: <");
    assert_true(text_equal(first, second));
    for (int i = 1; i <= 4; i += 3)
        assert_false(text_equal(first, header(mail_server_raw(desk->server, i), "Message-ID: <")));
    desk_free(desk);
}

static void drops_what_no_server_takes(void **state)
{
    struct desk *desk = desk_new(state, plain);
    int64_t later = clock_now() + PEOPLE_HOUR;
    put_message(desk, "p-1", PEOPLE_MESSAGE_REMINDER);
    clock_set(later);
    put_message(desk, "q-2", PEOPLE_MESSAGE_REMINDER);
    clock_set(later - 1);
    desk->post.server = NULL;
    assert_int_equal(send_due(desk), later);
    assert_string_equal(states_of(desk, "p-1"), "dropped no mail server is set up");
    assert_string_equal(states_of(desk, "q-2"), "waits");
    desk_free(desk);
}

/* A newer program may put kinds that this one does not know. */
static void leaves_what_it_does_not_know(void **state)
{
    struct desk *desk = desk_new(state, plain);
    put_message(desk, "p-1", PEOPLE_MESSAGE_REMINDER);
    put_message(desk, "p-1", PEOPLE_MESSAGE_DECISION);
    place_ask(desk->fixture->place, "UPDATE message SET kind = 'new' WHERE kind = 'decision'");
    assert_int_equal(send_due(desk), clock_now() + 5 * PEOPLE_MINUTE);
    assert_int_equal(mail_server_count(desk->server), 1);
    desk_free(desk);
}

static void stops_when_it_is_told(void **state)
{
    struct desk *desk = desk_new(state, plain);
    put_message(desk, "p-1", PEOPLE_MESSAGE_REMINDER);
    atomic_store(&desk->ending, true);
    assert_int_equal(send_due(desk), clock_now());
    assert_int_equal(mail_server_count(desk->server), 0);
    desk_free(desk);
}

static void write_file(const char *path, const char *content)
{
    FILE *file = fopen(path, "we");
    assert_non_null(file);
    fputs(content, file);
    fclose(file);
}

static void signs_in_to_the_server(void **state)
{
    static const char *const options[] = {"--password", "geheim wachtwoord", NULL};
    struct desk *desk = desk_new(state, options);
    const char *path = text_format(desk->fixture->arena, "%s/password", desk->server->folder).data;
    put_message(desk, "p-1", PEOPLE_MESSAGE_REMINDER);
    assert_away(desk, "530");
    desk->address.user = TEXT("waarborg");
    desk->address.password_file = text_of(path);
    assert_away(desk, "cannot read the password");
    write_file(path, "verkeerd\n");
    assert_away(desk, "(535)");
    write_file(path, "geheim wachtwoord\nand a second line\n");
    assert_int_equal(send_due(desk), 0);
    assert_string_equal(states_of(desk, "p-1"), "sent");
    assert_null(strstr(mail_server_raw(desk->server, 1), "geheim"));
    desk->address.password_file = TEXT("");
    put_message(desk, "p-1", PEOPLE_MESSAGE_REMINDER);
    assert_away(desk, "cannot read the password");
    setenv("WAARBORG_MAIL_PASSWORD", "geheim wachtwoord", 1);
    assert_int_equal(send_due(desk), 0);
    unsetenv("WAARBORG_MAIL_PASSWORD");
    desk_free(desk);
}

/* A key and a certificate of this computer, in the folder of the tests. */
static void make_certificate(struct arena *arena, const char *folder, const char **paths)
{
    paths[0] = text_format(arena, "%s/certificate.pem", folder).data;
    paths[1] = text_format(arena, "%s/key.pem", folder).data;
    const char *command =
        text_format(arena,
                    "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes "
                    "-keyout %s -out %s -days 1 -subj /CN=localhost "
                    "-addext subjectAltName=IP:127.0.0.1,IP:0.0.0.0 2>/dev/null",
                    paths[1], paths[0])
            .data;
    assert_int_equal(system(command), 0);
}

/* 0.0.0.0 leads to this computer too, but is not known to: so it stands for any other. */
static void sends_nothing_in_the_clear(void **state)
{
    struct desk *desk = desk_new(state, plain);
    put_message(desk, "p-1", PEOPLE_MESSAGE_REMINDER);
    point_to(desk, "smtp", "0.0.0.0");
    assert_away(desk, "SSL");
    assert_int_equal(mail_server_count(desk->server), 0);
    desk_free(desk);
}

static void trusts_whom_it_should(void **state)
{
    struct arena *arena = arena_new();
    char folder[] = "/tmp/waarborg-tls-XXXXXX";
    const char *paths[2];
    assert_non_null(mkdtemp(folder));
    make_certificate(arena, folder, paths);
    for (int from_start = 0; from_start < 2; from_start++) {
        const char *const options[] = {"--tls", paths[0], paths[1],
                                       from_start ? "--from-start" : NULL, NULL};
        struct desk *desk = desk_new(state, options);
        put_message(desk, "p-1", PEOPLE_MESSAGE_REMINDER);
        point_to(desk, from_start ? "smtps" : "smtp", "0.0.0.0");
        assert_away(desk, "certificate");
        setenv("SSL_CERT_FILE", paths[0], 1);
        assert_int_equal(send_due(desk), 0);
        unsetenv("SSL_CERT_FILE");
        assert_int_equal(mail_server_count(desk->server), 1);
        desk_free(desk);
    }
    unlink(paths[0]);
    unlink(paths[1]);
    rmdir(folder);
    arena_free(arena);
}

static void sends_many(void **state)
{
    enum { MAILS = 300 };
    struct desk *desk = desk_new(state, plain);
    char person[32];
    for (int i = 0; i < MAILS; i++) {
        snprintf(person, sizeof person, "p-%d", i);
        put_message(desk, person, PEOPLE_MESSAGE_INVITATION);
    }
    size_t before = arena_size(desk->fixture->arena);
    int64_t start = clock_monotonic();
    assert_int_equal(send_due(desk), 0);
    print_message("# %d mails: %lld ms\n", MAILS, (long long)(clock_monotonic() - start) / 1000);
    assert_true(arena_size(desk->fixture->arena) < before + (size_t)64 * 1024);
    assert_int_equal(mail_server_count(desk->server), MAILS);
    desk_free(desk);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_BOTH(arrives_as_it_was_meant),
        ON_BOTH(gathers_ten_in_one),
        ON_BOTH(sends_links_alone),
        ON_BOTH(tries_again_what_is_refused_for_now),
        ON_BOTH(tells_what_is_refused_for_good),
        ON_BOTH(waits_for_a_server_that_is_away),
        ON_BOTH(goes_on_with_the_others),
        ON_BOTH(is_killed_at_the_worst_moment),
        ON_BOTH(drops_what_no_server_takes),
        ON_BOTH(leaves_what_it_does_not_know),
        ON_BOTH(stops_when_it_is_told),
        cmocka_unit_test(signs_in_to_the_server),
        cmocka_unit_test(sends_nothing_in_the_clear),
        cmocka_unit_test(trusts_whom_it_should),
        ON_BOTH(sends_many),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
