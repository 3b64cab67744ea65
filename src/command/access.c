/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* waarborg access: who may see and do what, with the line of the definition that says so. */

#include "base/json.h"
#include "base/sheet.h"
#include "command/commands.h"
#include "desk/desk.h"
#include "register/matrix.h"

#include <string.h>

/* A line of the matrix, of a register or of the addresses. */
struct line_of {
    struct text subject; /* a register's id, or an address */
    struct text what;
    struct text who;
    struct text reach;
    struct text place; /* FILE:LINE */
};

struct lines {
    struct arena *arena;
    struct line_of *items;
    size_t count;
    size_t capacity;
};

static void add(struct lines *lines, struct line_of one)
{
    lines->items =
        arena_grow(lines->arena, lines->items, lines->count, &lines->capacity, sizeof one);
    lines->items[lines->count++] = one;
}

static void add_registers(struct lines *lines, const struct register_definitions *definitions)
{
    size_t count;
    const struct register_right *rights = register_matrix(lines->arena, definitions, &count);
    for (size_t i = 0; i < count; i++)
        add(lines,
            (struct line_of){
                .subject = rights[i].definition->id,
                .what = rights[i].what,
                .who = rights[i].who,
                .reach = text_of(register_reach_id(rights[i].reach)),
                .place = text_format(lines->arena, "%.*s:%zu", TEXT_FORMAT(rights[i].origin->file),
                                     rights[i].origin->line),
            });
}

static void add_addresses(struct lines *lines)
{
    for (const struct desk_route *route = desk_routes; route->pattern; route++) {
        const char *said = !route->who                    ? "anybody"
                           : strcmp(route->who, "*") == 0 ? "signed-in"
                                                          : route->who;
        struct text rest = text_of(said);
        struct text who;
        while (text_next(&rest, ' ', &who))
            add(lines, (struct line_of){
                           .subject = text_of(route->pattern),
                           .what = text_of(route->method == WEB_POST ? "send" : "open"),
                           .who = who,
                       });
    }
}

static void print_text(FILE *output, const struct lines *lines)
{
    struct text subject = TEXT("");
    for (size_t i = 0; i < lines->count; i++) {
        const struct line_of *one = &lines->items[i];
        if (!text_equal(subject, one->subject))
            fprintf(output, "%s%.*s\n", i ? "\n" : "", TEXT_FORMAT(one->subject));
        subject = one->subject;
        fprintf(output, "  %-26.*s %-26.*s %-5.*s %.*s\n", TEXT_FORMAT(one->what),
                TEXT_FORMAT(one->who), TEXT_FORMAT(one->reach), TEXT_FORMAT(one->place));
    }
}

static void print_csv(FILE *output, const struct lines *lines)
{
    struct buffer buffer = {.arena = lines->arena};
    struct sheet sheet = sheet_begin(&buffer, SHEET_PEOPLE);
    static const char *const headings[] = {"subject", "what", "who", "reach", "place"};
    for (size_t i = 0; i < sizeof headings / sizeof *headings; i++)
        sheet_text(&sheet, text_of(headings[i]));
    sheet_row(&sheet);
    for (size_t i = 0; i < lines->count; i++) {
        const struct line_of *one = &lines->items[i];
        const struct text cells[] = {one->subject, one->what, one->who, one->reach, one->place};
        for (size_t cell = 0; cell < sizeof cells / sizeof *cells; cell++)
            sheet_text(&sheet, cells[cell]);
        sheet_row(&sheet);
    }
    fwrite(buffer.data, 1, buffer.size, output);
}

static void print_json(FILE *output, const struct lines *lines)
{
    struct buffer buffer = {.arena = lines->arena};
    struct json_writer writer = {.buffer = &buffer};
    json_open_array(&writer);
    for (size_t i = 0; i < lines->count; i++) {
        const struct line_of *one = &lines->items[i];
        json_open_object(&writer);
        json_write_key(&writer, "subject");
        json_write_text(&writer, one->subject);
        json_write_key(&writer, "what");
        json_write_text(&writer, one->what);
        json_write_key(&writer, "who");
        json_write_text(&writer, one->who);
        json_write_key(&writer, "reach");
        json_write_text(&writer, one->reach);
        json_write_key(&writer, "place");
        json_write_text(&writer, one->place);
        json_close_object(&writer);
    }
    json_close_array(&writer);
    fprintf(output, "%.*s\n", TEXT_FORMAT(buffer_text(&buffer)));
}

static const struct {
    const char *name;
    void (*print)(FILE *output, const struct lines *lines);
} formats[] = {{"text", print_text}, {"csv", print_csv}, {"json", print_json}};

static struct error *print(struct command_line *line, const struct lines *lines)
{
    const char *format = command_value(line, "--format") ? command_value(line, "--format") : "text";
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++)
        if (strcmp(format, formats[i].name) == 0) {
            formats[i].print(line->output, lines);
            return NULL;
        }
    return error_new(line->arena, ERROR_USAGE, "--format takes text, csv or json, not \"%s\"",
                     format);
}

static struct error *run(struct command_line *line)
{
    struct faults faults = {.arena = line->arena};
    struct lines lines = {.arena = line->arena};
    const struct register_definitions *definitions;
    const char *kind = command_value(line, "--kind") ? command_value(line, "--kind") : "province";
    const char *folder = command_value(line, "--definitions");
    TRY(register_definitions_read(line->arena, text_of(kind),
                                  folder ? command_path(line, folder) : NULL, NULL, &faults,
                                  &definitions));
    TRY(command_refuse(line, &faults, "definitions"));
    add_registers(&lines, definitions);
    add_addresses(&lines);
    return print(line, &lines);
}

static const struct command_option options[] = {
    {"--format", "FORMAT", "text, csv or json", false, false},
    {"--kind", "KIND", "of body: province, municipality or water-board", false, false},
    {"--definitions", "DIR", "a body's own definitions as well", false, false},
    {0},
};

const struct command command_access = {
    .name = "access",
    .arguments = "",
    .summary = "Prints who may see and do what, with the line of the definition that says so.",
    .help =
        "Each line: what may be done, who may, of whose entries (own, of their unit and all\n"
        "beneath it, or all), and FILE:LINE. What is not printed is not allowed. A field without\n"
        "a line of its own is seen by all who see the entry, and filled in by all who may declare\n"
        "or change it. The addresses of pages come last, with who may come there.\n",
    .options = options,
    .run = run,
};
