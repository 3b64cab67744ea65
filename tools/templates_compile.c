/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "tools/templates_parts.h"

/* FNV-1a, 64 bits: tools/messages looks for two messages with the same name. */
struct text template_message_name(struct arena *arena, struct text one)
{
    uint64_t hash = UINT64_C(0xcbf29ce484222325);
    for (size_t at = 0; at < one.size; at++) {
        hash ^= (unsigned char)one.data[at];
        hash *= UINT64_C(0x100000001b3);
    }
    return text_format(arena, "message_%016llx", (unsigned long long)hash);
}

static bool readable(struct template_compiler *compiler)
{
    size_t where = 0;
    if (!text_valid(compiler->source, &where)) {
        size_t line = 1;
        for (size_t at = 0; at < where; at++)
            line += compiler->source.data[at] == '\n';
        fault_add(compiler->faults, compiler->file, line, 0, "this line is not UTF-8");
        return false;
    }
    if (text_has_control(compiler->source)) {
        fault_add(compiler->faults, compiler->file, 0, 0,
                  "a control character, or one that turns the direction of text: write a character "
                  "reference");
        return false;
    }
    return true;
}

/* Outside templates there is nothing to write. */
static void outside(struct template_compiler *compiler, const struct template_piece *piece)
{
    struct text text = template_skip(piece->text);
    if (text.size)
        template_fault(compiler, template_offset(compiler, text),
                       "text outside a template: expected {{ template NAME(ARGUMENTS) }}");
}

static void read_static(struct template_compiler *compiler, const struct template_piece *piece)
{
    if (compiler->plain)
        plain_read(compiler, piece->text);
    else
        html_read(compiler, piece);
}

static void compile_pieces(struct template_compiler *compiler)
{
    for (size_t i = 0; i < compiler->piece_count && !template_full(compiler); i++) {
        const struct template_piece *piece = &compiler->pieces[i];
        compiler->piece = i;
        if (piece->tag)
            template_tag(compiler, piece);
        else if (compiler->block_count)
            read_static(compiler, piece);
        else
            outside(compiler, piece);
    }
    if (compiler->block_count) {
        const struct template_piece *piece = &compiler->blocks[compiler->block_count - 1].piece;
        template_fault(compiler, piece->offset, "this {{ %.*s }} has no {{ end }}",
                       TEXT_FORMAT(piece->text));
    }
}

static struct text guard_of(struct arena *arena, struct text header)
{
    struct buffer guard = {.arena = arena};
    for (size_t at = 0; at < header.size; at++) {
        char byte = header.data[at];
        bool letter = (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
        bool digit = byte >= '0' && byte <= '9';
        buffer_add_byte(&guard, letter ? (char)(byte & ~32) : digit ? byte : '_');
    }
    return buffer_text(&guard);
}

static struct text finish_header(struct template_compiler *compiler, struct text header)
{
    struct text guard = guard_of(compiler->arena, header);
    struct buffer buffer = {.arena = compiler->arena};
    buffer_add_format(&buffer, "/* Made from %.*s by tools/templates. */\n",
                      TEXT_FORMAT(compiler->file));
    buffer_add_format(&buffer, "#ifndef TEMPLATE_%.*s\n#define TEMPLATE_%.*s\n\n",
                      TEXT_FORMAT(guard), TEXT_FORMAT(guard));
    buffer_add_string(&buffer, "#include \"web/markup.h\"\n");
    buffer_add(&buffer, buffer_text(&compiler->includes));
    buffer_add_byte(&buffer, '\n');
    buffer_add(&buffer, buffer_text(&compiler->header));
    buffer_add_string(&buffer, "\n#endif\n");
    return buffer_text(&buffer);
}

static struct text finish_code(struct template_compiler *compiler, struct text header)
{
    struct buffer buffer = {.arena = compiler->arena};
    buffer_add_format(&buffer, "/* Made from %.*s by tools/templates. */\n",
                      TEXT_FORMAT(compiler->file));
    buffer_add_format(&buffer, "#include \"%.*s\"\n\n", TEXT_FORMAT(header));
    /* Of a template with {{ content }} either half may need fewer of its arguments. */
    buffer_add_string(&buffer, "#pragma GCC diagnostic ignored \"-Wunused-parameter\"\n");
    if (compiler->plain)
        buffer_add_string(&buffer, "#pragma GCC diagnostic ignored \"-Wunused-variable\"\n");
    buffer_add_byte(&buffer, '\n');
    buffer_add(&buffer, buffer_text(&compiler->externs));
    buffer_add(&buffer, buffer_text(&compiler->code));
    return buffer_text(&buffer);
}

struct template_result template_compile(struct arena *arena, struct text file, struct text header,
                                        struct text source, struct faults *faults)
{
    struct template_compiler compiler = {
        .arena = arena,
        .file = file,
        .source = source,
        .plain = text_ends(file, ".txt"),
        .faults = faults,
        .fault_start = fault_count(faults),
        .includes = {.arena = arena},
        .header = {.arena = arena},
        .externs = {.arena = arena},
        .code = {.arena = arena},
        .pending = {.arena = arena},
    };
    if (readable(&compiler)) {
        template_scan(&compiler);
        compile_pieces(&compiler);
    }
    return (struct template_result){
        .code = finish_code(&compiler, header),
        .header = finish_header(&compiler, header),
        .messages = compiler.messages,
        .message_count = compiler.message_count,
    };
}
