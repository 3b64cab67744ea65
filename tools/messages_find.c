/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tools/files.h"
#include "tools/messages.h"
#include "tools/templates.h"

#include <errno.h>
#include <fts.h>
#include <stdlib.h>
#include <string.h>

static void add(struct found_messages *messages, struct found_message message)
{
    messages->items = arena_grow(messages->arena, messages->items, messages->count,
                                 &messages->capacity, sizeof *messages->items);
    messages->items[messages->count++] = message;
}

/* ---- C */

struct scan {
    struct text source;
    size_t at;
    size_t line;
};

static char look(const struct scan *scan, size_t ahead)
{
    return scan->at + ahead < scan->source.size ? scan->source.data[scan->at + ahead] : '\0';
}

static void step(struct scan *scan)
{
    if (scan->at < scan->source.size)
        scan->line += scan->source.data[scan->at++] == '\n';
}

static void skip_to(struct scan *scan, const char *end)
{
    size_t to = text_find(scan->source, scan->at, text_of(end));
    while (scan->at < to)
        step(scan);
}

/* White space and comments. */
static void skip_space(struct scan *scan)
{
    for (;;) {
        if (look(scan, 0) == '/' && look(scan, 1) == '*') {
            skip_to(scan, "*/");
            step(scan);
            step(scan);
        } else if (look(scan, 0) == '/' && look(scan, 1) == '/') {
            skip_to(scan, "\n");
        } else if (look(scan, 0) && strchr(" \t\r\n", look(scan, 0))) {
            step(scan);
        } else {
            return;
        }
    }
}

/* To the closing quote, or the end of the line: the apostrophe of an #error opens nothing. */
static void skip_quoted(struct scan *scan)
{
    char quote = look(scan, 0);
    step(scan);
    while (scan->at < scan->source.size && look(scan, 0) != quote && look(scan, 0) != '\n') {
        if (look(scan, 0) == '\\')
            step(scan);
        step(scan);
    }
    step(scan);
}

/* One or more string literals after each other; false when there is none or it has an escape that
 * messages do not need. */
static bool read_strings(struct scan *scan, struct arena *arena, struct text *value)
{
    struct buffer buffer = {.arena = arena};
    bool any = false;
    for (skip_space(scan); look(scan, 0) == '"'; skip_space(scan), any = true) {
        step(scan);
        while (scan->at < scan->source.size && look(scan, 0) != '"') {
            if (look(scan, 0) == '\\') {
                step(scan);
                if (look(scan, 0) != '"' && look(scan, 0) != '\\' && look(scan, 0) != 'n')
                    return false;
                buffer_add_byte(&buffer, look(scan, 0) == 'n' ? '\n' : look(scan, 0));
            } else {
                buffer_add_byte(&buffer, look(scan, 0));
            }
            step(scan);
        }
        step(scan);
    }
    *value = buffer_text(&buffer);
    return any && value->size;
}

/* After MESSAGE or MESSAGE_PLURAL. */
static void read_message(struct found_messages *messages, struct scan *scan, struct text file,
                         bool plural)
{
    struct found_message message = {.file = file, .line = scan->line};
    skip_space(scan);
    if (look(scan, 0) != '(')
        return;
    step(scan);
    bool sound = read_strings(scan, messages->arena, &message.one);
    if (sound && plural) {
        sound = look(scan, 0) == ',';
        step(scan);
        sound = sound && read_strings(scan, messages->arena, &message.many);
    }
    if (sound && look(scan, 0) == ')')
        add(messages, message);
    else
        fault_add(messages->faults, file, message.line, 0,
                  "%s takes %s in double quotes, with no escapes but \\\", \\\\ and \\n",
                  plural ? "MESSAGE_PLURAL" : "MESSAGE", plural ? "two texts" : "one text");
}

static bool is_word(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
           (byte >= '0' && byte <= '9') || byte == '_';
}

void messages_find_in_code(struct found_messages *messages, struct text file, struct text source)
{
    struct scan scan = {.source = source, .line = 1};
    for (skip_space(&scan); scan.at < source.size; skip_space(&scan)) {
        char byte = look(&scan, 0);
        if (byte == '"' || byte == '\'') {
            skip_quoted(&scan);
        } else if (is_word(byte)) {
            size_t from = scan.at;
            while (is_word(look(&scan, 0)))
                step(&scan);
            struct text word = text_slice(source, from, scan.at);
            if (text_is(word, "MESSAGE") || text_is(word, "MESSAGE_PLURAL"))
                read_message(messages, &scan, file, text_is(word, "MESSAGE_PLURAL"));
        } else {
            step(&scan);
        }
    }
}

/* ---- templates */

static void find_in_template(struct found_messages *messages, struct text file, struct text source)
{
    /* The template compiler itself tells what is wrong with a template. */
    struct faults faults = {.arena = messages->arena};
    struct template_result result =
        template_compile(messages->arena, file, TEXT("page.h"), source, &faults);
    if (fault_count(&faults))
        messages->broken = file;
    for (size_t i = 0; i < result.message_count; i++)
        add(messages, (struct found_message){.one = result.messages[i].one,
                                             .many = result.messages[i].many,
                                             .file = file,
                                             .line = result.messages[i].line});
}

static struct error *find_in_file(struct found_messages *messages, const char *path,
                                  const char *name)
{
    struct text file = text_of(name);
    bool template = text_ends(file, ".html") || text_ends(file, ".txt");
    if (!template && !text_ends(file, ".c"))
        return NULL;
    struct text source;
    TRY(file_read(messages->arena, path, &source));
    file = text_copy(messages->arena, file);
    if (template)
        find_in_template(messages, file, source);
    else
        messages_find_in_code(messages, file, source);
    return NULL;
}

static int by_name(const FTSENT **one, const FTSENT **other)
{
    return strcmp((*one)->fts_name, (*other)->fts_name);
}

static struct error *walk(struct found_messages *messages, const char *root, const char *folder)
{
    struct text full = text_format(messages->arena, "%s/%s", root, folder);
    char *path = arena_copy(messages->arena, full.data, full.size);
    FTS *tree = fts_open((char *[]){path, NULL}, FTS_LOGICAL | FTS_NOCHDIR, by_name);
    if (!tree)
        return error_system(messages->arena, "cannot read %s", path);
    struct error *error = NULL;
    FTSENT *entry;
    while (!error && (entry = fts_read(tree)))
        if (entry->fts_info == FTS_F)
            error = find_in_file(messages, entry->fts_path, entry->fts_path + strlen(root) + 1);
    fts_close(tree);
    return error;
}

/* ---- order */

static int compare(const void *one, const void *other)
{
    const struct found_message *left = one;
    const struct found_message *right = other;
    int order = text_compare(left->one, right->one);
    if (!order)
        order = text_compare(left->file, right->file);
    return order ? order : (left->line > right->line) - (left->line < right->line);
}

void messages_order(struct found_messages *messages)
{
    if (messages->count)
        qsort(messages->items, messages->count, sizeof *messages->items, compare);
    size_t kept = 0;
    for (size_t i = 0; i < messages->count; i++) {
        struct found_message *item = &messages->items[i];
        struct found_message *last = kept ? &messages->items[kept - 1] : NULL;
        if (!last || !text_equal(last->one, item->one)) {
            messages->items[kept++] = *item;
        } else if (!last->many.size) {
            last->many = item->many;
        } else if (item->many.size && !text_equal(last->many, item->many)) {
            fault_add(messages->faults, item->file, item->line, 0,
                      "\"%.*s\" has another plural here than in %.*s:%zu", TEXT_FORMAT(item->one),
                      TEXT_FORMAT(last->file), last->line);
        }
    }
    messages->count = kept;
}

struct error *messages_find(struct found_messages *messages, const char *root)
{
    TRY(walk(messages, root, "templates"));
    TRY(walk(messages, root, "src"));
    messages_order(messages);
    return NULL;
}
