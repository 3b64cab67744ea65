/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* The statement compiler: makes store/statements.h and store/statements.c from the files of sql/,
 * and keeps the migrations in the program. sql/README.md tells the format.
 *
 *     statements OUTPUT.h OUTPUT.c FILE.sql... */

#include "base/identifier.h"
#include "store/statement.h"

#include <errno.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

struct statement {
    struct store_source source;
    struct store_statement compiled;
    struct store_names names;
    bool given[STORE_DIALECTS];
};

struct migration {
    struct text name;
    struct text sql;
};

struct output {
    struct arena *arena;
    struct faults faults;
    struct statement *statements;
    size_t count;
    size_t capacity;
    struct migration *migrations;
    size_t migration_count;
    size_t migration_capacity;
};

static struct text read_file(struct arena *arena, const char *path)
{
    FILE *file = fopen(path, "rbe");
    struct buffer buffer = {.arena = arena};
    char piece[4096];
    size_t size;
    if (!file) {
        fprintf(stderr, "%s: %s\n", path, strerror(errno));
        exit(3);
    }
    while ((size = fread(piece, 1, sizeof piece, file)) > 0)
        buffer_add(&buffer, (struct text){piece, size});
    fclose(file);
    return buffer_text(&buffer);
}

/* "NAME" or "NAME (DIALECT)" behind "-- name:". */
struct heading {
    struct text name;
    bool given[STORE_DIALECTS];
};

static bool read_heading(struct text line, struct heading *heading)
{
    struct text rest = text_trim(text_slice(line, strlen("-- name:"), line.size));
    size_t end = text_find(rest, 0, TEXT(" "));
    struct text variant = text_trim(text_slice(rest, end, rest.size));
    heading->name = text_slice(rest, 0, end);
    heading->given[STORE_SQLITE] = !variant.size || text_is(variant, "(sqlite)");
    heading->given[STORE_POSTGRESQL] = !variant.size || text_is(variant, "(postgresql)");
    bool sound = heading->name.size && (heading->given[0] || heading->given[1]);
    for (size_t i = 0; i < heading->name.size; i++) {
        char byte = heading->name.data[i];
        sound = sound &&
                ((byte >= 'a' && byte <= 'z') || byte == '_' || (i && byte >= '0' && byte <= '9'));
    }
    return sound;
}

static struct statement *find_statement(struct output *output, struct text name)
{
    for (size_t i = 0; i < output->count; i++)
        if (text_is(name, output->statements[i].source.name))
            return &output->statements[i];
    output->statements = arena_grow(output->arena, output->statements, output->count,
                                    &output->capacity, sizeof *output->statements);
    struct statement *statement = &output->statements[output->count++];
    *statement = (struct statement){.source.name = text_string(output->arena, name)};
    return statement;
}

static void add_statement(struct output *output, struct text file, size_t line,
                          const struct heading *heading, struct text sql, bool across)
{
    struct statement *statement = find_statement(output, heading->name);
    bool started = statement->given[0] || statement->given[1];
    if (started && !text_equal(statement->source.file, file))
        fault_add(&output->faults, file, line, 1, "%s is the name of a statement in %.*s too",
                  statement->source.name, TEXT_FORMAT(statement->source.file));
    if ((heading->given[0] && statement->given[0]) || (heading->given[1] && statement->given[1]))
        fault_add(&output->faults, file, line, 1, "there is a statement %s already",
                  statement->source.name);
    if (started && across != statement->source.across)
        fault_add(&output->faults, file, line, 1,
                  "both variants of %s say why they reach across bodies, or neither",
                  statement->source.name);
    statement->source.file = file;
    statement->source.across = across;
    for (size_t dialect = 0; dialect < STORE_DIALECTS; dialect++) {
        if (!heading->given[dialect])
            continue;
        statement->given[dialect] = true;
        statement->source.sql[dialect] = sql;
        statement->source.line[dialect] = line + 1;
    }
}

/* Reads one file of named statements. */
static void read_statements(struct output *output, struct text file, struct text content)
{
    static const struct text across_start = TEXT("-- across bodies:");
    struct heading heading = {0};
    bool named = false;
    bool across = false;
    size_t heading_line = 0;
    size_t start = 0;
    size_t line = 1;
    for (size_t at = 0; at <= content.size; line++) {
        size_t end = at == content.size ? at : text_find(content, at, TEXT("\n"));
        struct text text = text_slice(content, at, end);
        bool opens = text_starts(text, "-- name:");
        if ((opens || at == content.size) && named)
            add_statement(output, file, heading_line, &heading, text_slice(content, start, at),
                          across);
        if (at == content.size)
            break;
        if (opens) {
            named = read_heading(text, &heading);
            if (!named)
                fault_add(&output->faults, file, line, 1,
                          "expected \"-- name: NAME\", of a-z, 0-9 and _, and where it is for "
                          "one dialect \"(sqlite)\" or \"(postgresql)\"");
            across = false;
            heading_line = line;
            start = end < content.size ? end + 1 : end;
        } else if (text_starts(text, across_start.data)) {
            across = true;
            if (!text_trim(text_slice(text, across_start.size, text.size)).size)
                fault_add(&output->faults, file, line, 1, "expected the reason behind it");
        } else if (!named && text_trim(text).size && !text_starts(text, "--")) {
            fault_add(&output->faults, file, line, 1, "a statement needs a name above it");
            break;
        }
        at = end < content.size ? end + 1 : content.size;
    }
}

static void compile_all(struct output *output)
{
    for (size_t i = 0; i < output->count; i++) {
        struct statement *statement = &output->statements[i];
        bool whole = statement->given[0] && statement->given[1];
        size_t given = statement->given[STORE_SQLITE] ? STORE_SQLITE : STORE_POSTGRESQL;
        if (!whole)
            fault_add(&output->faults, statement->source.file, statement->source.line[given] - 1, 1,
                      "%s has no variant for the other database", statement->source.name);
        else
            store_compile(&output->faults, &statement->source, &statement->compiled,
                          &statement->names);
    }
}

static void print_string(FILE *output, struct text text)
{
    fputc('"', output);
    for (size_t i = 0; i < text.size; i++) {
        char byte = text.data[i];
        if (byte == '\n')
            fputs("\\n\"\n        \"", output);
        else if (byte == '"' || byte == '\\')
            fprintf(output, "\\%c", byte);
        else
            fputc(byte, output);
    }
    fputc('"', output);
}

static void print_header(const struct output *output, FILE *file)
{
    fputs("/* Made by tools/statements.c from sql/. */\n#ifndef STORE_STATEMENTS_H\n"
          "#define STORE_STATEMENTS_H\n\n#include \"store/store.h\"\n\n"
          "/* Every named statement, for tests; NULL ends it. */\n"
          "extern const struct store_statement *const store_statements[];\n",
          file);
    for (size_t i = 0; i < output->count; i++) {
        const struct statement *statement = &output->statements[i];
        fprintf(file, "\n/* %.*s:", TEXT_FORMAT(statement->source.file));
        for (size_t name = 0; name < statement->names.count; name++)
            fprintf(file, " %.*s%s", TEXT_FORMAT(statement->names.items[name]),
                    name + 1 < statement->names.count ? "," : "");
        fprintf(file, "%s */\nextern const struct store_statement sql_%s;\n",
                statement->names.count ? "" : " no parameters", statement->source.name);
    }
    fputs("\n#endif\n", file);
}

static void print_migration(const struct output *output, const struct migration *migration,
                            FILE *file)
{
    unsigned char hash[crypto_hash_sha256_BYTES];
    crypto_hash_sha256(hash, (const unsigned char *)migration->sql.data, migration->sql.size);
    fprintf(file, "    {\"%.*s\", \"%s\",\n     ", TEXT_FORMAT(migration->name),
            identifier_hex(output->arena, hash, sizeof hash).data);
    print_string(file, migration->sql);
    fputs("},\n", file);
}

static void print_source(const struct output *output, FILE *file)
{
    fputs("/* Made by tools/statements.c from sql/. */\n#include \"store/statements.h\"\n\n"
          "#include \"store/internal.h\"\n",
          file);
    for (size_t i = 0; i < output->count; i++) {
        const struct store_statement *compiled = &output->statements[i].compiled;
        fprintf(file,
                "\nconst struct store_statement sql_%s = {\n    .name = \"%s\",\n    .sql = {",
                compiled->name, compiled->name);
        for (size_t dialect = 0; dialect < STORE_DIALECTS; dialect++) {
            fputs(dialect ? ",\n            " : "", file);
            print_string(file, text_of(compiled->sql[dialect]));
        }
        fprintf(file,
                "},\n    .parameters = %zu,\n    .writes = %s,\n    .body = %s,\n    .across = "
                "%s,\n};\n",
                compiled->parameters, compiled->writes ? "true" : "false",
                compiled->body ? "true" : "false", compiled->across ? "true" : "false");
    }
    fputs("\nconst struct store_statement *const store_statements[] = {\n", file);
    for (size_t i = 0; i < output->count; i++)
        fprintf(file, "    &sql_%s,\n", output->statements[i].source.name);
    fputs("    NULL,\n};\n\nconst struct store_migration store_migrations[] = {\n", file);
    for (size_t i = 0; i < output->migration_count; i++)
        print_migration(output, &output->migrations[i], file);
    fputs("    {NULL, NULL, NULL},\n};\n", file);
}

static void write_file(const struct output *output, const char *path,
                       void (*print)(const struct output *output, FILE *file))
{
    FILE *file = fopen(path, "we");
    if (file)
        print(output, file);
    if (!file || fclose(file)) {
        fprintf(stderr, "%s: %s\n", path, strerror(errno));
        exit(3);
    }
}

/* The name of a file without its folders: "0001-first.sql". */
static struct text base_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return text_of(slash ? slash + 1 : path);
}

/* From "sql/" on, so that the place reads the same wherever the build stands. */
static struct text shown_name(const char *path)
{
    struct text text = text_of(path);
    size_t at = text_find(text, 0, TEXT("/sql/"));
    return at < text.size ? text_slice(text, at + 1, text.size) : text;
}

static void read_input(struct output *output, const char *path)
{
    struct text content = read_file(output->arena, path);
    size_t bad;
    if (!text_valid(content, &bad)) {
        fault_add(&output->faults, shown_name(path), 0, 0, "byte %zu is not UTF-8", bad);
        return;
    }
    struct text whole = text_of(path);
    if (text_find(whole, 0, TEXT("migrations/")) == whole.size) {
        read_statements(output, shown_name(path), content);
        return;
    }
    output->migrations = arena_grow(output->arena, output->migrations, output->migration_count,
                                    &output->migration_capacity, sizeof *output->migrations);
    struct text name = base_name(path);
    struct text number = text_slice(name, 0, name.size < 4 ? name.size : 4);
    int64_t value;
    output->migrations[output->migration_count++] = (struct migration){name, content};
    if (!text_number(number, &value) || (size_t)value != output->migration_count)
        fault_add(&output->faults, shown_name(path), 0, 0,
                  "migrations are numbered one by one: this is number %04zu",
                  output->migration_count);
}

int main(int count, char **arguments)
{
    if (count < 4) {
        fputs("usage: statements OUTPUT.h OUTPUT.c FILE.sql...\n", stderr);
        return 2;
    }
    struct output output = {.arena = arena_new()};
    output.faults.arena = output.arena;
    for (int i = 3; i < count; i++)
        read_input(&output, arguments[i]);
    if (!fault_count(&output.faults))
        compile_all(&output);
    bool sound = !fault_count(&output.faults);
    if (sound) {
        write_file(&output, arguments[1], print_header);
        write_file(&output, arguments[2], print_source);
    }
    fault_print(&output.faults, stderr);
    arena_free(output.arena);
    return sound ? 0 : 1;
}
