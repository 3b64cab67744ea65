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
    /* every key is shown */
    for (const struct register_key *key = register_organisation_shape.keys; key->name; key++) {
        struct text written = text_format(arena, "\"%s\":", key->name);
        if (text_is(text_of(key->name), "theme") || text_is(text_of(key->name), "mail"))
            continue; /* left out: the program's own theme, and no mail to a server that is not
                         there */
        assert_true(text_find(organisation->content, 0, written) < organisation->content.size);
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
        cmocka_unit_test(reads_back_what_it_kept),
        cmocka_unit_test(settings_reach_the_rules),
        cmocka_unit_test(tells_where_a_setting_is_wrong),
        cmocka_unit_test(reads_how_mail_is_sent),
        cmocka_unit_test(refuses_what_is_no_organisation),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
