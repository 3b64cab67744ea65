/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* What a body adds in its own folder, and what the definitions say that no single key can:
 * references, clashes, contradictions. */

#include "register/check.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#define LABEL "{nl: x, en: x}"

/* A small register, sound, to which each case adds its lines. */
#define START                                                                                      \
    "register: own\nversion: 1\ntitle: " LABEL "\nlead: " LABEL "\none: " LABEL "\n"               \
    "workflow:\n  states:\n    - {id: new, label: {nl: nieuw, en: new}}\n"                         \
    "    - {id: old, label: {nl: oud, en: old}, ended: true}\n"                                    \
    "fields:\n  - {id: who, type: person, label: {nl: wie, en: who}}\n"                            \
    "  - {id: day, type: date, label: {nl: dag, en: day}}\n"

#define WORDS                                                                                      \
    "  - {id: note, type: text, label: {nl: nota, en: note}}\n"                                    \
    "rules:\n  - {require: \"false\", message: {nl: a, en: b}, "

static size_t with_program(struct register_source *sources, size_t most)
{
    size_t count;
    const struct register_source *program = register_sources(&count);
    assert_true(count < most);
    for (size_t i = 0; i < count; i++)
        sources[i] = program[i];
    return count;
}

static const struct register_definitions *build(struct arena *arena, const char *name,
                                                const char *content, struct faults *faults)
{
    struct register_source sources[32];
    size_t count = with_program(sources, 31);
    sources[count++] = (struct register_source){text_of(name), text_of(content), true};
    const struct register_definitions *definitions;
    *faults = (struct faults){.arena = arena};
    struct error *error = register_definitions_build(arena, TEXT("province"), sources, count, NULL,
                                                     faults, &definitions);
    assert_null(error);
    assert_true(!definitions == !!fault_count(faults));
    return definitions;
}

static void expect(const char *name, const char *content, size_t line, size_t column,
                   const char *part)
{
    struct arena *arena = arena_new();
    struct faults faults;
    assert_null(build(arena, name, content, &faults));
    bool found = false;
    for (size_t i = 0; i < faults.count; i++)
        found |=
            faults.items[i].line == line && faults.items[i].column == column &&
            text_is(faults.items[i].file, name) &&
            text_find(faults.items[i].message, 0, text_of(part)) < faults.items[i].message.size;
    if (!found) {
        fault_print(&faults, stderr);
        fail_msg("expected at %zu:%zu: %s", line, column, part);
    }
    arena_free(arena);
}

static void a_small_register_is_sound(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct faults faults;
    assert_non_null(build(arena, "own/registers/own.yaml", START, &faults));
    arena_free(arena);
}

/* Takes the mark "@" out of CONTENT and says where it was. */
static void take_mark(char *content, size_t *line, size_t *column)
{
    char *mark = strchr(content, '@');
    assert_non_null(mark);
    *line = 1;
    *column = 1;
    for (const char *at = content; at < mark; at++) {
        *line += *at == '\n';
        *column = *at == '\n' ? 1 : *column + 1;
    }
    memmove(mark, mark + 1, strlen(mark));
}

static void tells_what_contradicts(void **state)
{
    (void)state;
    /* the fault must be told at the @ */
    static const struct {
        const char *lines;
        const char *part;
    } cases[] = {
        {"  - {id: @who, type: text, label: {nl: a, en: b}}", "already"},
        {"  - {id: @a-b, type: text, label: {nl: a, en: b}}", "use it as a name"},
        {"  - {id: @state, type: text, label: {nl: a, en: b}}", "something else"},
        {"  - {id: @id, type: text, label: {nl: a, en: b}}", "type id"},
        {"  - {id: @a, type: id, label: {nl: a, en: b}}", "id: id"},
        {"  - @{id: a, type: choice, label: {nl: a, en: b}}", "without options"},
        {"  - {id: a, type: text, options: @regimes, label: {nl: a, en: b}}", "of a choice alone"},
        {"  - {id: a, type: choice, options: @regime, label: {nl: a, en: b}}",
         "did you mean \"regimes\""},
        {"  - {id: a, type: date, max: @3, label: {nl: a, en: b}}", "a number, money or a text"},
        {"  - {id: a, type: text, latest: @today, label: {nl: a, en: b}}", "of a date alone"},
        {"  - {id: a, type: number, min: 5, max: @4, label: {nl: a, en: b}}", "less than min"},
        {"  - {id: a, type: text, max: @20001, label: {nl: a, en: b}}", "at most 20000"},
        {"  - {id: a, type: text, sealed: true, public: @true, label: {nl: a, en: b}}",
         "not sealed"},
        {"  - {id: a, type: text, long: true, several: @true, label: {nl: a, en: b}}",
         "one of the two"},
        {"  - @{id: a, type: text, label: {nl: wie, en: b}}", "could mean who and a"},
        {"  - @{id: a, type: text, label: {nl: a, en: b}, aliases: [DAG]}", "could mean day and a"},
        {"  - @{id: a, type: text, label: {nl: a, en: b}, aliases: [State]}",
         "could mean the state and a"},
        {"  - @[a]", "field is a list; expected a mapping"},
        {"holder: @day", "cannot be used here; expected a person"},
        {"holder: @wo", "did you mean \"who\""},
        {"period: {since: @who}", "expected a date"},
        {"identity: [who, @who]", "stands twice"},
        {"retention: {years: @0, after: day}", "from 1 to 100"},
        {"retention: {years: 7, after: @who}", "expected a date"},
        {"update_round: {months: [9, @3]}", "months in order"},
        {"update_round: {months: [@13]}", "from 1 to 12"},
        {"update_round: {months: [3], days: @0}", "from 1 to 365"},
        {"update_round: {months: [3], days: 28, closes: @27}", "at least as many"},
        {"update_round: {months: [3], by: [@nobody]}", "there is no role"},
        {"update_round: {months: [3], of: @designatd == true}", "designatd"},
        {"update_round: {months: [3], of: @who == 'p1'}", "who"},
        {"update_round: {months: [3], of: @regime}", "text"},
        {"update_round: {months: [3], ladder: [{after: 0, to: @nobody, sees: all}]}",
         "there is no role"},
        {"update_round: {months: [3], ladder: [{after: 0, to: @clerk}]}", "of whom"},
        {"update_round: {months: [3], ladder: [{after: 0, to: clerk, sees: @own}]}", "of whom"},
        {"update_round: {months: [3], ladder: [{after: 0, to: holder, sees: @all}]}",
         "for their own"},
        {"update_round: {months: [3], ladder: [{after: 7, to: holder}, {after: @6, to: holder}]}",
         "steps in order"},
        {"update_round: {months: [3], closes: 30, ladder: [{after: @31, to: holder}]}",
         "closed by then"},
        {"declared_by: [@nobody]", "there is no role"},
        {"access:\n  - {who: @nobody, sees: all}", "there is no role"},
        {"access:\n  - {who: clerk, sees: @some}", "one of own, unit, all"},
        {"access:\n  - {who: clerk, sees: all, may: [@erase]}", "declare, change or correct"},
        {"access:\n  - {who: @holder, sees: own}", "no holder"},
        {"holder: who\naccess:\n  - {who: holder, sees: @all}", "expected own"},
        {"path: @Geschenken", "small letters"},
        {"path: @geschenken", "the register gifts has the path"},
        {"figures:\n  - {id: a, label: {nl: a, en: b}, sum: @day}", "a number or money"},
        {"figures:\n  - {id: a, label: {nl: a, en: b}}\n  - {id: @a, label: {nl: a, en: b}}",
         "already"},
        {"settings:\n  - {id: @gift_threshold, type: money, value: 3, label: {nl: a, en: b}}",
         "already"},
        {"settings:\n  - {id: term, type: number, value: @soon, label: {nl: a, en: b}}",
         "no whole number"},
        {"rules:\n  - require: has(@dya)\n    message: {nl: a, en: b}", "dya"},
        {"rules:\n  - require: \"has(@dya)\"\n    message: {nl: a, en: b}", "dya"},
        {"rules:\n  - require: |\n\n      has(day) &&\n        has(@dya)\n    message: {nl: a, en: "
         "b}",
         "dya"},
        {"rules:\n  - require: @>\n      has(day)\n    message: {nl: a, en: b}",
         "expected one line"},
        {"rules:\n  - require: day @== 'x'\n    message: {nl: a, en: b}", "cannot be compared"},
        {"rules:\n  - require: state == @'nw'\n    message: {nl: a, en: b}", "nw"},
        {"rules:\n  - require: \"true\"\n    field: @dya\n    message: {nl: a, en: b}",
         "did you mean \"day\""},
        {"rules:\n  - require: @holder.office == 'clerk'\n    message: {nl: a, en: b}",
         "holder.office"},
        {"holder: who\npublication: {when: @holder.office == 'clerk'}", "holder.office"},
        {"holder: who\nrules:\n  - require: holder.office == @'clrk'\n    message: {nl: a, en: b}",
         "clrk"},
        {WORDS "words: @[a], effect: flag}", "words without in"},
        {WORDS "words: @[a], in: [note]}", "words are a guess"},
        {WORDS "words: [a], in: [@day], effect: flag}", "expected a text or an organisation"},
        {WORDS "words: [a], in: [@nte], effect: flag}", "did you mean \"note\""},
        {WORDS "words: [a, @... b ...], in: [note], effect: flag}", "one ... at most"},
        {WORDS "words: [a, @...], in: [note], effect: flag}", "expected words"},
        {WORDS "words: [a], kind: @county, in: [note], effect: flag}", "province"},
        {"publication: {when: @day}", "date"},
        {"publication: {when: \"true\", by: @whom}", "did you mean \"who\""},
        {"vocabularies:\n  - {id: @regimes, options: [{id: a, label: {nl: a, en: b}}]}", "already"},
        {"vocabularies:\n  - @{id: mine}", "neither options nor adds"},
        {"vocabularies:\n  - {id: @regime, adds: [{id: a, label: {nl: a, en: b}}]}",
         "did you mean \"regimes\""},
        {"vocabularies:\n  - {id: regimes, adds: [{id: @official, label: {nl: a, en: b}}]}",
         "already"},
        {"vocabularies:\n  - {id: regimes, adds: [@{id: other, label: {nl: Ambtelijk, en: b}}]}",
         "means both"},
        {"basis: [{source: Wet, date: @2024-13-01}]", "no date"},
        {"basis: [{source: Wet, url: @javascript:x}]", "no address"},
        {"@titel: {nl: a, en: b}", "did you mean \"title\""},
        {"@version: 2", "stands twice, first at line 2"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct arena *arena = arena_new();
        size_t line;
        size_t column;
        char *content = (char *)text_format(arena, START "%s\n", cases[i].lines).data;
        take_mark(content, &line, &column);
        expect("own/registers/own.yaml", content, line, column, cases[i].part);
        arena_free(arena);
    }
}

static void tells_what_is_wrong_with_states(void **state)
{
    (void)state;
    static const char head[] =
        "register: own\nversion: 1\ntitle: " LABEL "\nlead: " LABEL "\none: " LABEL "\n"
        "fields: [{id: who, type: person, label: {nl: wie, en: who}}]\nworkflow:\n  states:\n"
        "    - {id: new, label: {nl: nieuw, en: new}}\n";
    static const struct {
        const char *lines;
        size_t line;
        size_t column;
        const char *part;
    } cases[] = {
        {"    - {id: new, label: {nl: a, en: b}}", 10, 12, "already"},
        {"  steps: [{id: a, label: {nl: a, en: b}, from: nwe, to: new}]", 10, 48,
         "did you mean \"new\""},
        {"  steps: [{id: a, label: {nl: a, en: b}, from: new, to: gone}]", 10, 57,
         "there is no state"},
        {"  steps: [{id: a, label: {nl: a, en: b}, from: new, to: new, by: [boss]}]", 10, 67,
         "there is no role"},
        {"  steps: [{id: a, label: {nl: a, en: b}, from: new, to: new, asks: [wh]}]", 10, 69,
         "did you mean \"who\""},
        {"  steps:\n    - {id: a, label: {nl: a, en: b}, from: new, to: new}\n"
         "    - {id: a, label: {nl: a, en: b}, from: new, to: new}",
         12, 12, "already"},
        {"    - {id: old, label: {nl: oud, en: old}}\n  steps:\n"
         "    - {id: a, label: {nl: a, en: b}, from: new, to: new}\n"
         "    - {id: a, label: {nl: a, en: b}, from: old, to: new}\n"
         "    - {id: a, label: {nl: a, en: b}, from: old, to: old}",
         14, 12, "already"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct arena *arena = arena_new();
        expect("own.yaml", text_format(arena, "%s%s\n", head, cases[i].lines).data, cases[i].line,
               cases[i].column, cases[i].part);
        arena_free(arena);
    }
}

static void never_redefines(void **state)
{
    (void)state;
    static const struct {
        const char *content;
        size_t line;
        size_t column;
        const char *part;
    } cases[] = {
        {"register: gift\nversion: 1\nadds:\n  rules: [{require: 'true', message: " LABEL "}]\n", 1,
         11, "there is no register"},
        {"register: gifts\nversion: 1\nadds:\n  fields: [{id: giver, type: text, label: {nl: a, "
         "en: b}}]\n",
         4, 17, "already (definitions/registers/gifts.yaml:"},
        {"register: gifts\nversion: 1\nadds:\n  path: cadeaus\n", 4, 3, "unknown key"},
        {"register: gifts\nversion: 1\nadds:\n  fields: x\n", 4, 11, "expected a list"},
        {"register: gifts\nadds:\n  fields: [{id: a, type: text, label: {nl: a, en: b}}]\n", 1, 1,
         "without version"},
        {"vocabularies: [{id: gift_responses, options: [{id: a, label: {nl: a, en: b}}]}]\n", 1, 21,
         "already"},
        {"rounds: [{days: 3, closes: 4}]\n", 1, 1, "the body's own folder"},
        {"- a\n", 1, 1, "no keys and values"},
        {"text\n", 1, 1, "no keys and values"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        expect("own/registers/gifts.yaml", cases[i].content, cases[i].line, cases[i].column,
               cases[i].part);
    expect("own/registers/other.yaml", START, 1, 11, "expected own.yaml");
    struct arena *arena = arena_new();
    char *same = (char *)text_format(arena, "%s", START).data;
    expect("own/registers/units.yaml",
           text_format(arena, "register: units%s", same + sizeof "register: own" - 1).data, 1, 11,
           "there is a register \"units\" already");
    arena_free(arena);
}

static void additions_change_the_hash_and_aliases_do_not(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct faults faults;
    const struct register_definitions *before = build(arena, "own.yaml", START, &faults);
    const struct register_definitions *after =
        build(arena, "own.yaml",
              "register: gifts\nversion: 3\nadds:\n  fields: [{id: a, type: text, label: {nl: a, "
              "en: b}}]\n",
              &faults);
    const struct register_definitions *options = build(
        arena, "own.yaml",
        "vocabularies: [{id: gift_responses, adds: [{id: lost, label: {nl: kwijt, en: lost}}]}]\n",
        &faults);
    const struct register_definitions *words =
        build(arena, "own.yaml",
              "register: own\nversion: 1\ntitle: " LABEL "\nlead: " LABEL "\none: " LABEL "\n"
              "workflow:\n  aliases: [stand]\n  states:\n    - {id: new, label: {nl: nieuw, en: "
              "new}, aliases: [vers]}\n"
              "    - {id: old, label: {nl: oud, en: old}, ended: true}\n"
              "fields:\n  - {id: who, type: person, aliases: [lid], label: {nl: wie, en: who}}\n"
              "  - {id: day, type: date, label: {en: day, nl: dag}}\n",
              &faults);
    assert_true(before && after && options && words);
    struct text gifts = register_find(before, TEXT("gifts"))->hash;
    assert_int_equal(gifts.size, 64);
    assert_false(text_equal(gifts, register_find(after, TEXT("gifts"))->hash));
    assert_false(text_equal(gifts, register_find(options, TEXT("gifts"))->hash));
    assert_int_equal(register_find(after, TEXT("gifts"))->version,
                     register_find(before, TEXT("gifts"))->version + 3);
    assert_true(text_equal(register_find(before, TEXT("trips"))->hash,
                           register_find(after, TEXT("trips"))->hash));
    assert_true(text_equal(register_find(before, TEXT("own"))->hash,
                           register_find(words, TEXT("own"))->hash));
    json_t *root;
    assert_null(json_read(arena, register_find(after, TEXT("gifts"))->content, &root));
    json_decref(root);
    arena_free(arena);
}

static const char *ladder_of(struct arena *arena, const struct register_definition *definition)
{
    static const char *const reaches[] = {"none", "own", "unit", "all"};
    struct buffer buffer = {.arena = arena};
    buffer_add_format(&buffer, "%d/%d", (int)definition->round.days, (int)definition->round.closes);
    for (size_t i = 0; i < definition->round.by.count; i++)
        buffer_add_format(&buffer, " %.*s", TEXT_FORMAT(definition->round.by.items[i]));
    for (size_t i = 0; i < definition->round.ladder_count; i++)
        buffer_add_format(&buffer, ", %d %.*s %s", (int)definition->round.ladder[i].after,
                          TEXT_FORMAT(definition->round.ladder[i].to),
                          reaches[definition->round.ladder[i].sees]);
    return buffer_string(&buffer);
}

static void a_round_has_what_it_does_not_say(void **state)
{
    (void)state;
    static const struct {
        const char *lines;
        const char *plan;
    } cases[] = {
        {"update_round: {months: [3]}",
         "28/56 coordinator clerk, 0 holder own, 14 holder own, 28 coordinator all, 42 director "
         "all"},
        {"regime: political\nupdate_round: {months: [3]}",
         "28/56 clerk coordinator, 0 holder own, 14 holder own, 28 clerk all, 42 chair all"},
        {"regime: official\nupdate_round: {months: [3]}",
         "28/56 coordinator hr, 0 holder own, 14 holder own, 28 manager unit, 42 director all"},
        {"update_round: {months: [3], days: 10, closes: 20, by: [chair]}",
         "10/20 chair, 0 holder own, 14 holder own"},
        {"update_round: {months: [3], days: 90}",
         "90/90 coordinator clerk, 0 holder own, 14 holder own, 28 coordinator all, 42 director "
         "all"},
        {"access: [{who: manager, sees: unit}]\nupdate_round: {months: [3], of: regime == "
         "'official', ladder: [{after: 3, to: manager}, {after: 3, to: hr, sees: all}]}",
         "28/56 coordinator clerk, 3 manager unit, 3 hr all"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct arena *arena = arena_new();
        struct faults faults;
        const struct register_definitions *definitions = build(
            arena, "own.yaml", text_format(arena, START "%s\n", cases[i].lines).data, &faults);
        fault_print(&faults, stderr);
        assert_non_null(definitions);
        const struct register_definition *own = register_find(definitions, TEXT("own"));
        assert_string_equal(ladder_of(arena, own), cases[i].plan);
        assert_true(!!own->round.of == (i == 5));
        arena_free(arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_small_register_is_sound),
        cmocka_unit_test(tells_what_contradicts),
        cmocka_unit_test(tells_what_is_wrong_with_states),
        cmocka_unit_test(never_redefines),
        cmocka_unit_test(a_round_has_what_it_does_not_say),
        cmocka_unit_test(additions_change_the_hash_and_aliases_do_not),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
