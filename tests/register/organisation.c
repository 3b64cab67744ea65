/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "base/file.h"
#include "register/organisation.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

static struct text example(struct arena *arena)
{
    struct text content;
    assert_null(file_read(arena, EXAMPLE, 1 << 20, &content));
    return content;
}

/* The example with the keys that stand in comments there, as they would be without their '#'. */
static struct text whole_example(struct arena *arena)
{
    struct buffer whole = {.arena = arena};
    struct text rest = example(arena);
    struct text line;
    while (text_next(&rest, '\n', &line)) {
        struct text words = text_starts(line, "# ") ? text_slice(line, 2, line.size) : TEXT("");
        size_t end = text_find(words, 0, TEXT(":"));
        bool key = end < words.size && words.data[0] >= 'a' && text_find(words, 0, TEXT(" ")) > end;
        buffer_add(&whole, key || text_starts(words, "  ") ? words : line);
        buffer_add_byte(&whole, '\n');
    }
    return buffer_text(&whole);
}

static void reads_the_example(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct faults faults = {.arena = arena};
    const struct register_organisation *organisation;
    struct error *error = register_organisation_read(arena, TEXT("organisation.yaml"),
                                                     example(arena), &faults, &organisation);
    fault_print(&faults, stderr);
    assert_null(error);
    assert_true(text_is(organisation->kind, "province"));
    assert_true(text_is(organisation->name.dutch, "Provincie Rijnmeren"));
    assert_int_equal(organisation->host_count, 3);
    assert_int_equal(organisation->settings.count, 2);
    assert_null(organisation->openid);
    arena_free(arena);
}

/* Those in comments as well: servers that are not there, in an example that the demo starts with.
 */
static void every_key_is_shown(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct faults faults = {.arena = arena};
    const struct register_organisation *organisation;
    assert_null(register_organisation_read(arena, TEXT("organisation.yaml"), whole_example(arena),
                                           &faults, &organisation));
    fault_print(&faults, stderr);
    assert_non_null(organisation);
    for (const struct register_key *key = register_organisation_shape.keys; key->name; key++) {
        struct text written = text_format(arena, "\"%s\":", key->name);
        if (text_is(text_of(key->name), "theme"))
            continue; /* left out: the program's own */
        if (text_find(organisation->content, 0, written) == organisation->content.size)
            fail_msg("%s is not shown", key->name);
        for (const struct register_key *inner = key->shape ? key->shape->keys : NULL;
             inner && inner->name; inner++) {
            written = text_format(arena, "\"%s\":", inner->name);
            if (text_is(text_of(inner->name), "secret_file"))
                continue; /* there is a key_file */
            if (text_find(organisation->content, 0, written) == organisation->content.size)
                fail_msg("%s: %s is not shown", key->name, inner->name);
        }
    }
    arena_free(arena);
}

static void reads_back_what_it_kept(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct faults faults = {.arena = arena};
    const struct register_organisation *one;
    const struct register_organisation *other;
    assert_null(register_organisation_read(arena, TEXT("organisation.yaml"), example(arena),
                                           &faults, &one));
    assert_null(register_organisation_read(arena, TEXT("kept"), one->content, &faults, &other));
    assert_true(text_equal(one->content, other->content));
    assert_true(text_equal(one->hosts[0], other->hosts[0]));
    assert_true(text_equal(one->settings.items[0].written, other->settings.items[1].written) ||
                text_equal(one->settings.items[0].written, other->settings.items[0].written));
    arena_free(arena);
}

static void settings_reach_the_rules(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct faults faults = {.arena = arena};
    const struct register_organisation *organisation;
    const struct register_definitions *definitions;
    assert_null(register_organisation_read(arena, TEXT("organisation.yaml"), example(arena),
                                           &faults, &organisation));
    assert_null(register_definitions_read(arena, organisation->kind, NULL, &organisation->settings,
                                          &faults, &definitions));
    assert_int_equal(definitions->setting_count, 2);
    arena_free(arena);
}

static void tells_where_a_setting_is_wrong(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct faults faults = {.arena = arena};
    const struct register_organisation *organisation;
    const struct register_definitions *definitions;
    static const char file[] = "id: a\nkind: province\nname: {nl: A, en: A}\nhosts: [a.example]\n"
                               "settings:\n  gift_treshold: 50\n  name_late_confirmers: soms\n";
    assert_null(
        register_organisation_read(arena, TEXT("o.yaml"), text_of(file), &faults, &organisation));
    assert_null(register_definitions_read(arena, organisation->kind, NULL, &organisation->settings,
                                          &faults, &definitions));
    assert_int_equal(faults.count, 2);
    assert_int_equal(faults.items[0].line, 6);
    assert_int_equal(faults.items[0].column, 3);
    assert_true(text_find(faults.items[0].message, 0, TEXT("gift_threshold")) <
                faults.items[0].message.size);
    assert_int_equal(faults.items[1].line, 7);
    assert_int_equal(faults.items[1].column, 25);
    arena_free(arena);
}

static void reads_how_mail_is_sent(void **state)
{
    (void)state;
    static const char *const servers[] = {"smtp://localhost",
                                          "smtp://mail.a.example:587",
                                          "smtps://mail.a.example:465",
                                          "smtp://[::1]:25",
                                          "smtp://[::1]",
                                          "smtp://127.0.0.1:2525"};
    for (size_t i = 0; i < sizeof servers / sizeof *servers; i++) {
        struct arena *arena = arena_new();
        struct faults faults = {.arena = arena};
        const struct register_organisation *one;
        const struct register_organisation *other;
        struct text file = text_format(arena,
                                       "id: a\nkind: province\nname: {nl: A, en: A}\n"
                                       "hosts: [a.example]\nmail:\n  server: \"%s\"\n"
                                       "  from: registers@a.example\n  user: waarborg\n"
                                       "  password_file: /etc/waarborg/mail-password\n",
                                       servers[i]);
        assert_null(register_organisation_read(arena, TEXT("o.yaml"), file, &faults, &one));
        fault_print(&faults, stderr);
        assert_non_null(one);
        assert_null(register_organisation_read(arena, TEXT("kept"), one->content, &faults, &other));
        assert_true(text_is(other->mail.server, servers[i]));
        assert_true(text_is(other->mail.from, "registers@a.example"));
        assert_true(text_is(other->mail.user, "waarborg"));
        assert_true(text_is(other->mail.password_file, "/etc/waarborg/mail-password"));
        arena_free(arena);
    }
}

#define OPENID                                                                                     \
    "id: a\nkind: province\nname: {nl: A, en: A}\nhosts: [a.example]\nopenid:\n"                   \
    "  issuer: https://idp.example\n  client_id: w\n  name: {nl: uw account, en: your account}\n"

/* Reads it, writes it as it is kept, and reads that. */
static const struct people_openid_settings *read_openid(struct arena *arena, const char *file)
{
    struct faults faults = {.arena = arena};
    const struct register_organisation *one;
    const struct register_organisation *other;
    assert_null(register_organisation_read(arena, TEXT("o.yaml"), text_of(file), &faults, &one));
    fault_print(&faults, stderr);
    assert_non_null(one);
    assert_null(register_organisation_read(arena, TEXT("kept"), one->content, &faults, &other));
    assert_non_null(other->openid);
    return other->openid;
}

static void reads_how_people_sign_in(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    const struct people_openid_settings *openid = read_openid(arena, OPENID);
    assert_true(text_is(openid->issuer, "https://idp.example"));
    assert_true(text_is(openid->client, "w"));
    assert_true(text_is(openid->name.dutch, "uw account"));
    assert_true(text_is(openid->secret, "$WAARBORG_OPENID_SECRET"));
    assert_int_equal(openid->key.size, 0);
    assert_int_equal(openid->algorithms, (1 << PEOPLE_OPENID_ALGORITHMS) - 1);
    assert_true(text_is(openid->claim, "email") && !openid->by_person);
    assert_int_equal(openid->scope_count, 1);
    assert_true(text_is(openid->scopes[0], "email"));
    assert_int_equal(openid->level_count + openid->strong_count, 0);
    assert_false(openid->makes_accounts || openid->required);
    openid = read_openid(arena, OPENID "  key_file: /k\n  key_id: k1\n  claim: number\n"
                                       "  matches: person\n  algorithms: [ES256, RS256]\n"
                                       "  levels: [a, b]\n  strong: [mfa]\n"
                                       "  make_accounts: true\n  required: true\n");
    assert_true(text_is(openid->key, "/k") && text_is(openid->key_id, "k1"));
    assert_int_equal(openid->secret.size, 0);
    assert_true(text_is(openid->claim, "number") && openid->by_person);
    assert_int_equal(openid->scope_count, 0);
    assert_int_equal(openid->algorithms, 1 << PEOPLE_OPENID_ES256 | 1 << PEOPLE_OPENID_RS256);
    assert_int_equal(openid->level_count, 2);
    assert_true(text_is(openid->levels[1], "b") && text_is(openid->strong[0], "mfa"));
    assert_true(openid->makes_accounts && openid->required);
    openid = read_openid(arena, OPENID "  secret_file: /s\n  scopes: [profile]\n");
    assert_true(text_is(openid->secret, "/s"));
    assert_true(openid->scope_count == 1 && text_is(openid->scopes[0], "profile"));
    arena_free(arena);
}

static void refuses_other_ways_to_sign_in(void **state)
{
    (void)state;
    static const struct {
        const char *lines;
        size_t at;
        size_t column;
    } cases[] = {
        {"  secret: geheim", 9, 3},
        {"  secret_file: geheim", 9, 16},
        {"  key_file: openid.pem", 9, 13},
        {"  key_file: /k\n  secret_file: /s", 10, 16},
        {"  key_id: k", 9, 11},
        {"  algorithms: [PS256, none]", 9, 23},
        {"  algorithms: [HS256]", 9, 16},
        {"  matches: sub", 9, 12},
        {"  scopes: [a, \"b c\"]", 9, 15},
        {"  levels: [é]", 9, 12},
        {"  strong: []", 9, 11},
        {"  required: soms", 9, 13},
    };
    static const char *const issuers[] = {"http://idp.example", "idp.example",
                                          "https://idp.example/?x", "https://a:b@idp.example"};
    for (size_t i = 0; i < (sizeof cases / sizeof *cases) + 4; i++) {
        struct arena *arena = arena_new();
        struct faults faults = {.arena = arena};
        const struct register_organisation *organisation;
        bool issuer = i >= sizeof cases / sizeof *cases;
        struct text file =
            issuer ? text_format(arena,
                                 "id: a\nkind: province\nname: {nl: A, en: A}\nhosts: [a.example]\n"
                                 "openid:\n  issuer: \"%s\"\n  client_id: w\n"
                                 "  name: {nl: A, en: A}\n",
                                 issuers[i - sizeof cases / sizeof *cases])
                   : text_format(arena, OPENID "%s\n", cases[i].lines);
        assert_null(
            register_organisation_read(arena, TEXT("o.yaml"), file, &faults, &organisation));
        assert_null(organisation);
        assert_int_equal(faults.count, 1);
        assert_int_equal(faults.items[0].line, issuer ? 6 : cases[i].at);
        assert_int_equal(faults.items[0].column, issuer ? 11 : cases[i].column);
        arena_free(arena);
    }
}

static void refuses_what_is_no_organisation(void **state)
{
    (void)state;
    static const struct {
        const char *line;
        size_t at;
        size_t column;
    } cases[] = {
        {"hosts: [https://a.example]", 4, 9},
        {"hosts: [A.example]", 4, 9},
        {"hosts: [a.example:8080]", 4, 9},
        {"hosts: [a.example, a.example]", 4, 20},
        {"hosts: []", 4, 8},
        {"hosts: [\"\"]", 4, 9},
        {"hosts: [a.example]\ntime_zone: Mars/Olympus", 5, 12},
        {"hosts: [a.example]\nwebsite: http://a.example", 5, 10},
        {"hosts: [a.example]\nsecurity: javascript:alert(1)", 5, 11},
        {"hosts: [a.example]\nemail: nobody", 5, 8},
        {"hosts: [a.example]\nsettings: {a: [1]}", 5, 15},
        {"hosts: [a.example]\nsettings: {A: 1}", 5, 12},
        {"host: [a.example]\nhosts: [a.example]", 4, 1},
        {"hosts: [a.example]\nmail: {server: a.example, from: a@a.example}", 5, 16},
        {"hosts: [a.example]\nmail: {server: \"smtp://a:b@a.example\", from: a@a.example}", 5, 16},
        {"hosts: [a.example]\nmail: {server: \"smtp://a.example/x\", from: a@a.example}", 5, 16},
        {"hosts: [a.example]\nmail: {server: \"smtp://a.example:0\", from: a@a.example}", 5, 16},
        {"hosts: [a.example]\nmail: {server: \"smtp://\", from: a@a.example}", 5, 16},
        {"hosts: [a.example]\nmail: {server: \"smtp://a.example\", from: nobody}", 5, 42},
        {"hosts: [a.example]\nmail: {server: \"smtp://a.example\"}", 5, 7},
        {"hosts: [a.example]\nmail:\n  server: smtp://a.example\n  from: a@a.example\n"
         "  password: geheim",
         8, 3},
        {"hosts: [a.example]\nmail:\n  server: smtp://a.example\n  from: a@a.example\n"
         "  password_file: geheim",
         8, 18},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct arena *arena = arena_new();
        struct faults faults = {.arena = arena};
        const struct register_organisation *organisation;
        struct text file =
            text_format(arena, "id: a\nkind: province\nname: {nl: A, en: A}\n%s\n", cases[i].line);
        assert_null(
            register_organisation_read(arena, TEXT("o.yaml"), file, &faults, &organisation));
        assert_null(organisation);
        assert_int_equal(faults.count, 1);
        assert_int_equal(faults.items[0].line, cases[i].at);
        assert_int_equal(faults.items[0].column, cases[i].column);
        arena_free(arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_the_example),
        cmocka_unit_test(every_key_is_shown),
        cmocka_unit_test(reads_back_what_it_kept),
        cmocka_unit_test(settings_reach_the_rules),
        cmocka_unit_test(tells_where_a_setting_is_wrong),
        cmocka_unit_test(reads_how_mail_is_sent),
        cmocka_unit_test(reads_how_people_sign_in),
        cmocka_unit_test(refuses_other_ways_to_sign_in),
        cmocka_unit_test(refuses_what_is_no_organisation),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
