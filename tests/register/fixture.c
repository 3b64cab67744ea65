/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "fixture.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

static const char organisation_text[] = "id: %s\n"
                                        "kind: province\n"
                                        "name: {nl: Provincie Proef, en: Province of Test}\n"
                                        "hosts: [%s.example]\n"
                                        "settings: {name_late_confirmers: true}\n";

/* The program's definitions, and one of the body's own where it has one. */
static void build(struct fixture *fixture, const struct register_organisation *organisation,
                  struct faults *faults, const struct register_definitions **definitions)
{
    size_t count;
    const struct register_source *program = register_sources(&count);
    struct register_source *sources =
        ARENA_ARRAY(fixture->arena, struct register_source, count + 1);
    memcpy(sources, program, count * sizeof *sources);
    if (fixture->own)
        sources[count++] = *fixture->own;
    assert_fine(fixture->arena,
                register_definitions_build(fixture->arena, organisation->kind, sources, count,
                                           &organisation->settings, faults, definitions));
}

static void make_body(struct fixture *fixture, const char *id, struct register_body *body)
{
    struct faults faults = {.arena = fixture->arena};
    const struct register_organisation *organisation;
    const struct register_definitions *definitions;
    struct text content = text_format(fixture->arena, organisation_text, id, id);
    assert_fine(fixture->arena,
                register_organisation_read(fixture->arena, TEXT("organisation.yaml"), content,
                                           &faults, &organisation));
    fault_print(&faults, stderr);
    assert_int_equal(fault_count(&faults), 0);
    build(fixture, organisation, &faults, &definitions);
    fault_print(&faults, stderr);
    assert_int_equal(fault_count(&faults), 0);
    assert_fine(fixture->arena, register_body_make(fixture->arena, fixture->store, organisation,
                                                   definitions, body));
}

void fixture_add_body(struct fixture *fixture, const char *id, struct register_body *body)
{
    make_body(fixture, id, body);
    assert_fine(fixture->arena, register_body_add(fixture->arena, body));
}

static void add_person(struct fixture *fixture, const char *id, const char *name,
                       const char *regime, const char *office)
{
    fixture_write(fixture, "people", REGISTER_DECLARE, id, 0,
                  fixture_values(fixture, "people", "id", id, "name", name, "regime", regime,
                                 "office", office, "email", "geheim@proef.example", NULL));
}

struct fixture *fixture_new(enum store_dialect dialect)
{
    return fixture_new_own(dialect, NULL);
}

struct fixture *fixture_new_own(enum store_dialect dialect, const struct register_source *own)
{
    struct place *place = place_new(dialect);
    struct fixture *fixture = calloc(1, sizeof *fixture);
    assert_non_null(fixture);
    assert_true(sodium_init() >= 0);
    fixture->place = place;
    fixture->own = own;
    fixture->arena = arena_new();
    fixture->store = place_open(place, (struct store_options){0});
    fixture_add_body(fixture, "proef", &fixture->body);
    add_person(fixture, "p1", "A. Çelik", "political", "assembly_member");
    add_person(fixture, "p2", "B. de Boer", "political", "executive_member");
    add_person(fixture, "m1", "M. Medewerker", "official", "");
    return fixture;
}

void fixture_free(struct fixture *fixture)
{
    store_close(fixture->store);
    place_free(fixture->place);
    arena_free(fixture->arena);
    free(fixture);
}

const struct register_definition *fixture_definition(const struct fixture *fixture, const char *id)
{
    const struct register_definition *definition =
        register_find(fixture->body.definitions, text_of(id));
    assert_non_null(definition);
    return definition;
}

struct register_value *fixture_values(struct fixture *fixture, const char *register_id, ...)
{
    const struct register_definition *definition = fixture_definition(fixture, register_id);
    struct register_value *values =
        ARENA_ARRAY(fixture->arena, struct register_value, definition->field_count);
    va_list arguments;
    va_start(arguments, register_id);
    for (const char *id; (id = va_arg(arguments, const char *));) {
        const struct register_field *field = register_field(definition, text_of(id));
        struct text message;
        assert_non_null(field);
        if (!register_value_read(fixture->arena, field, text_of(va_arg(arguments, const char *)),
                                 &values[field->number], &message))
            fail_msg("%s: %.*s", id, TEXT_FORMAT(message));
    }
    va_end(arguments);
    return values;
}

struct text fixture_write(struct fixture *fixture, const char *register_id,
                          enum register_action action, const char *entry, int64_t revision,
                          struct register_value *values)
{
    struct text id;
    assert_fine(fixture->arena,
                register_write(&fixture->body, fixture->arena,
                               &(struct register_change){
                                   .definition = fixture_definition(fixture, register_id),
                                   .action = action,
                                   .entry = text_of(entry),
                                   .revision = revision,
                                   .values = values,
                                   .actor = TEXT("tester"),
                                   .reason = TEXT("omdat het zo is"),
                               },
                               &id));
    return id;
}

const char *fixture_shown(struct fixture *fixture, const char *register_id, struct text entry,
                          const char *field)
{
    const struct register_definition *definition = fixture_definition(fixture, register_id);
    const struct register_field *which = register_field(definition, text_of(field));
    struct store_session *session;
    struct register_row row;
    bool found;
    assert_non_null(which);
    assert_fine(fixture->arena,
                store_begin_reading(fixture->store, fixture->arena, fixture->body.id, &session));
    assert_fine(fixture->arena,
                register_projection_get(session, fixture->arena,
                                        register_projection_of(&fixture->body, definition), entry,
                                        &row, &found));
    store_end_reading(session);
    assert_true(found);
    return text_string(fixture->arena,
                       register_value_export(fixture->arena, which, &row.values[which->number]));
}
