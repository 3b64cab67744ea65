/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tools/messages.h"

#include "base/language.h"

#include <gettext-po.h>
#include <stdlib.h>

/* gettext's library tells its faults to a function without a place for ours. */
static struct faults *po_faults;

static void tell(int severity, po_message_t about, const char *file, size_t line, size_t column,
                 int several_lines, const char *text)
{
    (void)about;
    (void)several_lines;
    bool placed = line != (size_t)-1;
    if (severity == PO_SEVERITY_WARNING)
        return;
    fault_add(po_faults, text_of(file), placed ? line : 0,
              placed && column != (size_t)-1 ? column : 0, "%s", text);
    if (severity == PO_SEVERITY_FATAL_ERROR) {
        fault_print(po_faults, stderr);
        exit(EXIT_FAILURE); /* it may not be returned from */
    }
}

static void tell_both(int severity, po_message_t about, const char *file, size_t line,
                      size_t column, int several_lines, const char *text, po_message_t other,
                      const char *other_file, size_t other_line, size_t other_column,
                      int other_several, const char *other_text)
{
    (void)other;
    (void)other_file;
    (void)other_line;
    (void)other_column;
    (void)other_several;
    (void)other_text;
    tell(severity, about, file, line, column, several_lines, text);
}

static const struct po_xerror_handler handler = {.xerror = tell, .xerror2 = tell_both};

/* The library keeps some of what it reads; that is no leak of ours where those are looked for. */
/* NOLINTBEGIN(bugprone-reserved-identifier,cert-dcl37-c,cert-dcl51-cpp): the sanitizer asks for it
 * by this name */
const char *__lsan_default_suppressions(void);
const char *__lsan_default_suppressions(void)
{
    return "leak:libgettextpo\n";
}
/* NOLINTEND(bugprone-reserved-identifier,cert-dcl37-c,cert-dcl51-cpp) */

/* ---- reading */

/* Whether every {name} of TEXT stands in OTHER. */
static bool placeholders_within(struct text text, struct text other)
{
    struct text before;
    struct text name;
    while (language_placeholder(&text, &before, &name)) {
        struct text rest = other;
        struct text candidate;
        bool there = false;
        while (!there && language_placeholder(&rest, &before, &candidate))
            there = text_equal(candidate, name);
        if (!there)
            return false;
    }
    return true;
}

static void demand(struct found_messages *messages, const struct found_message *item,
                   const char *what)
{
    fault_add(messages->faults, item->file, item->line, 0,
              "\"%.*s\" %s in po/nl.po (po/README.md says how to add it)", TEXT_FORMAT(item->one),
              what);
}

static void check(struct found_messages *messages, const struct found_message *item, bool known)
{
    struct text many = item->many.size ? item->many : item->one;
    struct text dutch_many = item->many.size ? item->dutch_many : item->dutch_one;
    if (!known || !item->dutch_one.size)
        demand(messages, item, "has no Dutch");
    else if (item->fuzzy)
        demand(messages, item, "is marked fuzzy");
    else if (!dutch_many.size)
        demand(messages, item, "has no Dutch plural");
    else if (!placeholders_within(many, dutch_many) || !placeholders_within(dutch_many, many) ||
             !placeholders_within(item->dutch_one, many) ||
             (!item->many.size && !placeholders_within(item->one, item->dutch_one)))
        demand(messages, item, "has other {placeholders}");
}

static struct found_message *find(struct found_messages *messages, struct text one)
{
    for (size_t i = 0; i < messages->count; i++)
        if (text_equal(messages->items[i].one, one))
            return &messages->items[i];
    return NULL;
}

static struct text taken(struct found_messages *messages, const char *string)
{
    return text_copy(messages->arena, text_of(string));
}

struct error *messages_translate(struct found_messages *messages, const char *file, bool strict)
{
    po_faults = messages->faults;
    po_file_t po = po_file_read(file, &handler);
    if (!po)
        return error_system(messages->arena, "cannot read %s", file);
    bool *known = ARENA_ARRAY(messages->arena, bool, messages->count + 1);
    po_message_iterator_t iterator = po_message_iterator(po, NULL);
    po_message_t message;
    while ((message = po_next_message(iterator))) {
        struct found_message *item = find(messages, text_of(po_message_msgid(message)));
        if (!item || po_message_is_obsolete(message))
            continue;
        known[item - messages->items] = true;
        const char *many = po_message_msgid_plural(message);
        /* A translation of another plural is a proposal too. */
        item->fuzzy =
            po_message_is_fuzzy(message) || (many && item->many.size && !text_is(item->many, many));
        item->dutch_one = taken(messages, many ? po_message_msgstr_plural(message, 0)
                                               : po_message_msgstr(message));
        if (many)
            item->dutch_many = taken(messages, po_message_msgstr_plural(message, 1));
    }
    po_message_iterator_free(iterator);
    po_file_free(po);
    for (size_t i = 0; strict && i < messages->count; i++)
        check(messages, &messages->items[i], known[i]);
    return NULL;
}

/* ---- writing */

static void set_header(po_message_t message, bool dutch)
{
    po_message_set_msgid(message, "");
    po_message_set_comments(message, "SPDX-FileCopyrightText: 2026 The Waarborg authors\n"
                                     "SPDX-License-Identifier: EUPL-1.2\n");
    po_message_set_msgstr(message, dutch ? "Project-Id-Version: waarborg\n"
                                           "Language: nl\n"
                                           "MIME-Version: 1.0\n"
                                           "Content-Type: text/plain; charset=UTF-8\n"
                                           "Content-Transfer-Encoding: 8bit\n"
                                           "Plural-Forms: nplurals=2; plural=(n != 1);\n"
                                         : "Project-Id-Version: waarborg\n"
                                           "MIME-Version: 1.0\n"
                                           "Content-Type: text/plain; charset=UTF-8\n"
                                           "Content-Transfer-Encoding: 8bit\n");
}

static void set_message(struct arena *arena, po_message_t message, const struct found_message *item,
                        bool dutch)
{
    po_message_set_msgid(message, text_string(arena, item->one));
    const char *one = dutch ? text_string(arena, item->dutch_one) : "";
    const char *many = dutch ? text_string(arena, item->dutch_many) : "";
    if (item->many.size) {
        po_message_set_msgid_plural(message, text_string(arena, item->many));
        po_message_set_msgstr_plural(message, 0, one);
        po_message_set_msgstr_plural(message, 1, many);
    } else {
        po_message_set_msgstr(message, one);
    }
    po_message_set_fuzzy(message, dutch && item->fuzzy);
}

struct error *messages_write(const struct found_messages *messages, const char *file, bool dutch)
{
    po_faults = messages->faults;
    po_file_t po = po_file_create();
    po_message_iterator_t iterator = po_message_iterator(po, NULL);
    po_message_t message = po_message_create();
    set_header(message, dutch);
    po_message_insert(iterator, message);
    for (size_t i = 0; i < messages->count; i++) {
        message = po_message_create();
        set_message(messages->arena, message, &messages->items[i], dutch);
        po_message_insert(iterator, message);
    }
    po_message_iterator_free(iterator);
    bool written = po_file_write(po, file, &handler) != NULL;
    po_file_free(po);
    return written ? NULL : error_system(messages->arena, "cannot write %s", file);
}
