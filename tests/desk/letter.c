/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "fixture.h"
#include "mail_server.h"

#include "base/clock.h"
#include "desk/letter.h"
#include "people/account.h"

#include <string.h>

/* The mails of the program, as somebody gets them. */

struct desk {
    struct fixture *fixture;
    struct mail_server *server;
    struct people_mail_server address;
    struct people_post post;
    _Atomic bool ending;
};

static struct desk *desk_new(void **state)
{
    static const char *const plain[] = {NULL};
    clock_set(INT64_C(1774000800000000)); /* 20 March 2026 */
    struct fixture *fixture = fixture_new(dialect_of(state));
    struct desk *desk = ARENA_NEW(fixture->arena, struct desk);
    desk->fixture = fixture;
    desk->server = mail_server_start(fixture->arena, plain);
    desk->address = (struct people_mail_server){
        .address =
            text_format(fixture->arena, "smtp://127.0.0.1:%.*s", TEXT_FORMAT(desk->server->port)),
        .from = TEXT("registers@proef.example"),
        .name = TEXT("proef.example"),
    };
    desk->post = (struct people_post){
        .store = fixture->store,
        .body = fixture->body.id,
        .name = fixture->body.organisation->name,
        .server = &desk->address,
        .context = &fixture->body,
        .reach = desk_letter_reach,
        .write = desk_letter_write,
    };
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

static void put_message(struct desk *desk, const char *person, enum people_message_kind kind,
                        enum language language)
{
    struct people_message message = {
        .recipient = text_of(person),
        .kind = kind,
        .language = language,
        .topic = TEXT("outside-positions"),
        .path = TEXT("/mijn/nevenfuncties"),
        .until = {2026, 4, 1},
        .count = 9,
        .planned = clock_now(),
    };
    if (people_message_is_alone(kind)) {
        message.path = TEXT("/inloggen/link/");
        message.topic = TEXT("");
        message.until = (struct date){0};
    }
    assert_fine(desk->fixture->arena, store_change(desk->fixture->store, desk->fixture->arena,
                                                   desk->fixture->body.id, put, &message));
}

static void send_due(struct desk *desk)
{
    int64_t again;
    assert_fine(desk->fixture->arena,
                people_post_send(&desk->post, desk->fixture->arena, &desk->ending, &again));
}

static void assert_has(const char *text, const char *part)
{
    assert_non_null(text);
    if (!strstr(text, part))
        fail_msg("expected \"%s\" in:\n%s", part, text);
}

/* What a mail says, behind its headers. */
static const char *content_of(const char *mail)
{
    const char *content = strstr(mail, "\n\n");
    assert_non_null(content);
    return content + 2;
}

static void says_what_is_asked(void **state)
{
    struct desk *desk = desk_new(state);
    put_message(desk, "p1", PEOPLE_MESSAGE_REMINDER, LANGUAGE_DUTCH);
    send_due(desk);
    put_message(desk, "p2", PEOPLE_MESSAGE_ESCALATION, LANGUAGE_ENGLISH);
    send_due(desk);
    const char *dutch = mail_server_read(desk->server, 1);
    assert_has(dutch, "\nfrom: Provincie Proef <registers@proef.example>\n");
    assert_has(dutch, "\nto: \"A. Çelik\" <geheim@proef.example>\n");
    assert_has(dutch, "\nsubject: Nog niet bevestigd: Nevenfuncties\n");
    assert_string_equal(
        content_of(dutch),
        "Goedendag,\n\n"
        "Wij hebben u gevraagd na te kijken wat er over u geregistreerd staat, en hebben nog geen "
        "antwoord. Klopt het nog? Dan is één knop genoeg.\n\n"
        "Wilt u dit uiterlijk op 1 april 2026 doen?\n\n"
        "https://proef.example/mijn/nevenfuncties\n\n"
        "Provincie Proef\n\n"
        "Twijfelt u of deze mail van ons komt? Gebruik dan niet het adres dat erin staat, maar "
        "typ zelf proef.example in uw browser en log daar in.\n");
    const char *english = mail_server_read(desk->server, 2);
    assert_has(english, "\nfrom: Province of Test <registers@proef.example>\n");
    assert_has(english, "\nsubject: 9 people have not answered yet: Outside positions\n");
    assert_has(english, "\ncontent-language: en\n");
    assert_has(english, "\n\nhttps://proef.example/en/mijn/nevenfuncties\n\n");
    desk_free(desk);
}

static void gathers_what_waits(void **state)
{
    struct desk *desk = desk_new(state);
    put_message(desk, "p1", PEOPLE_MESSAGE_INVITATION, LANGUAGE_DUTCH);
    clock_set(clock_now() + 1);
    put_message(desk, "p1", PEOPLE_MESSAGE_DECISION, LANGUAGE_DUTCH);
    send_due(desk);
    const char *read = mail_server_read(desk->server, 1);
    assert_has(read, "\nsubject: 2 zaken vragen uw aandacht\n");
    assert_has(read, "\n\nGoedendag,\n\n1. Klopt het nog? Nevenfuncties\n\nWilt u nakijken ");
    assert_has(read,
               "\n\nhttps://proef.example/mijn/nevenfuncties\n\n2. Er is een besluit genomen: "
               "Nevenfuncties\n\n");
    assert_null(strstr(read, "\n\n\n"));
    assert_null(mail_server_read(desk->server, 2));
    desk_free(desk);
}

/* Every kind in both languages: an address to go to, words of that language, and nothing of what
 * was declared, nor of anybody else. */
static void tells_nothing_confidential(void **state)
{
    static const char *const secrets[] = {"Geheime Holding", "penningmeester", "Boer",
                                          "Medewerker",      "Çelik",          "2024"};
    struct desk *desk = desk_new(state);
    struct fixture *fixture = desk->fixture;
    struct people_account *account;
    int number = 0;
    struct people_context context = {fixture->arena, fixture->store, fixture->body.id, clock_now()};
    assert_fine(fixture->arena,
                people_account_add(&context, TEXT("p1"), TEXT("inlog@proef.example"),
                                   LANGUAGE_DUTCH, &account));
    fixture_write(fixture, "outside-positions", REGISTER_DECLARE, "", 0,
                  fixture_values(fixture, "outside-positions", "person", "p1", "role",
                                 "penningmeester", "organisation", "Geheime Holding", "paid", "yes",
                                 "ex_officio", "no", "since", "2024-01-01", NULL));
    for (int kind = 0; kind < PEOPLE_MESSAGE_KINDS; kind++)
        for (int language = 0; language < 2; language++) {
            put_message(desk, "p1", (enum people_message_kind)kind, (enum language)language);
            send_due(desk);
            const char *read = mail_server_read(desk->server, ++number);
            const char *content = content_of(read);
            bool alone = people_message_is_alone((enum people_message_kind)kind);
            assert_has(read, "<inlog@proef.example>\n");
            assert_has(content, language ? "Good day,\n\n" : "Goedendag,\n\n");
            assert_has(content, alone      ? language ? "https://proef.example/en/inloggen/link/"
                                                      : "https://proef.example/inloggen/link/"
                                : language ? "https://proef.example/en/mijn/nevenfuncties\n"
                                           : "https://proef.example/mijn/nevenfuncties\n");
            assert_null(strstr(read, "subject: \n"));
            assert_null(strchr(read, '{'));
            assert_null(strstr(content, "\n\n\n"));
            for (size_t i = 0; i < sizeof secrets / sizeof *secrets; i++)
                if (strstr(content, secrets[i]))
                    fail_msg("\"%s\" stands in:\n%s", secrets[i], read);
        }
    assert_int_equal(mail_server_count(desk->server), 2 * PEOPLE_MESSAGE_KINDS);
    desk_free(desk);
}

static void does_not_reach_who_left(void **state)
{
    struct desk *desk = desk_new(state);
    struct fixture *fixture = desk->fixture;
    fixture_write(fixture, "people", REGISTER_DECLARE, "weg", 0,
                  fixture_values(fixture, "people", "id", "weg", "name", "W. Weg", "regime",
                                 "political", "office", "assembly_member", "email",
                                 "weg@proef.example", "until", "2026-03-19", NULL));
    put_message(desk, "weg", PEOPLE_MESSAGE_REMINDER, LANGUAGE_DUTCH);
    put_message(desk, "niemand", PEOPLE_MESSAGE_REMINDER, LANGUAGE_DUTCH);
    send_due(desk);
    assert_int_equal(mail_server_count(desk->server), 0);
    assert_string_equal(place_ask(fixture->place, "SELECT COUNT(*) FROM message WHERE state = "
                                                  "'dropped' AND reason = 'has left'"),
                        "2");
    desk_free(desk);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_BOTH(says_what_is_asked),
        ON_BOTH(gathers_what_waits),
        ON_BOTH(tells_nothing_confidential),
        ON_BOTH(does_not_reach_who_left),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
