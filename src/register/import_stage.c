/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "register/import_inside.h"

#include <assert.h>
#include <sodium.h>
#include <string.h>

/* Rows between reading and writing, packed: a million of them must find room. */

enum { ROOM = 1024 * 1024, ALIKE_MOST = 100 };

void import_stage_begin(struct import_stage *stage, struct arena *arena,
                        const struct import_columns *columns)
{
    *stage = (struct import_stage){
        .arena = arena,
        .definition = columns->definition,
        .columns = columns,
        .packing = {.arena = arena},
    };
    randombytes_buf(stage->key, sizeof stage->key);
}

/* Seven bits a byte, the lowest first. */
static void pack_number(struct buffer *buffer, uint64_t number)
{
    for (; number >= 0x80; number >>= 7)
        buffer_add_byte(buffer, (char)(unsigned char)(number | 0x80));
    buffer_add_byte(buffer, (char)number);
}

static uint64_t unpack_number(const char **at)
{
    uint64_t number = 0;
    unsigned shift = 0;
    unsigned char byte;
    do {
        byte = (unsigned char)*(*at)++;
        number |= (uint64_t)(byte & 0x7F) << shift;
        shift += 7;
    } while (byte & 0x80);
    return number;
}

static void pack_text(struct buffer *buffer, struct text text)
{
    pack_number(buffer, text.size);
    buffer_add(buffer, text);
}

static struct text unpack_text(const char **at)
{
    size_t size = unpack_number(at);
    struct text text = {*at, size};
    *at += size;
    return text;
}

static void pack_date(struct buffer *buffer, struct date date)
{
    pack_number(buffer, (uint64_t)date.year);
    buffer_add_byte(buffer, (char)date.month);
    buffer_add_byte(buffer, (char)date.day);
}

static struct date unpack_date(const char **at)
{
    struct date date = {.year = (int16_t)unpack_number(at)};
    date.month = *(*at)++;
    date.day = *(*at)++;
    return date;
}

static void pack_value(struct buffer *buffer, const struct register_field *field,
                       const struct register_value *value)
{
    switch (field->type) {
    case REGISTER_DATE:
        pack_date(buffer, value->date);
        break;
    case REGISTER_MONEY:
        buffer_add_byte(buffer, (char)value->money.kind);
        pack_number(buffer, (uint64_t)value->money.cents);
        pack_text(buffer, value->written);
        break;
    case REGISTER_BOOLEAN:
    case REGISTER_NUMBER:
        pack_number(buffer, (uint64_t)value->number);
        break;
    case REGISTER_ORGANISATION:
        pack_text(buffer, value->text);
        pack_text(buffer, value->kvk);
        break;
    default:
        pack_text(buffer, value->text);
    }
}

static void unpack_value(const char **at, const struct register_field *field,
                         struct register_value *value)
{
    *value = (struct register_value){.present = true};
    switch (field->type) {
    case REGISTER_DATE:
        value->date = unpack_date(at);
        break;
    case REGISTER_MONEY:
        value->money.kind = (enum money_kind) * (*at)++;
        value->money.cents = (int64_t)unpack_number(at);
        value->money.written = value->written = unpack_text(at);
        break;
    case REGISTER_BOOLEAN:
    case REGISTER_NUMBER:
        value->number = (int64_t)unpack_number(at);
        break;
    case REGISTER_ORGANISATION:
        value->text = unpack_text(at);
        value->kvk = unpack_text(at);
        break;
    default:
        value->text = unpack_text(at);
    }
}

/* Bytes that stay. */
static const char *keep(struct import_stage *stage, struct text bytes)
{
    if (bytes.size > stage->room_left) {
        size_t size = bytes.size > ROOM ? bytes.size : ROOM;
        stage->room = arena_allocate(stage->arena, size);
        stage->room_left = size;
    }
    char *kept = stage->room;
    memcpy(kept, bytes.data, bytes.size);
    stage->room += bytes.size;
    stage->room_left -= bytes.size;
    return kept;
}

static struct import_hash hash_of(const struct import_stage *stage, struct text bytes)
{
    struct import_hash hash;
    _Static_assert(sizeof hash == crypto_shorthash_siphashx24_BYTES, "two words");
    crypto_shorthash_siphashx24((unsigned char *)&hash, (const unsigned char *)bytes.data,
                                bytes.size, stage->key);
    return hash;
}

struct import_hash import_identity(struct import_stage *stage, const struct register_value *values)
{
    struct buffer *buffer = &stage->packing;
    const struct register_definition *definition = stage->definition;
    buffer->size = 0;
    for (size_t i = 0; i < definition->identity_count; i++) {
        const struct register_field *field = definition->identity[i];
        struct register_value value = values[field->number];
        if (!stage->columns->covered[field->number])
            continue;
        pack_number(buffer, field->number);
        buffer_add_byte(buffer, value.present);
        value.kvk = TEXT("");
        if (value.present)
            pack_value(buffer, field, &value);
    }
    return hash_of(stage, buffer_text(buffer));
}

struct import_hash import_likeness(struct import_stage *stage, struct arena *scratch,
                                   const struct register_value *values,
                                   const struct register_field *without)
{
    struct buffer *buffer = &stage->packing;
    const struct register_definition *definition = stage->definition;
    buffer->size = 0;
    pack_number(buffer, without->number);
    for (size_t i = 0; i < definition->identity_count; i++) {
        const struct register_field *field = definition->identity[i];
        struct register_value value = values[field->number];
        if (field == without || !stage->columns->covered[field->number])
            continue;
        pack_number(buffer, field->number);
        buffer_add_byte(buffer, value.present);
        value.kvk = TEXT("");
        if (field != definition->holder)
            value.text = text_fold(scratch, value.text);
        if (value.present)
            pack_value(buffer, field, &value);
    }
    return hash_of(stage, buffer_text(buffer));
}

void import_stage_add(struct import_stage *stage, const struct register_value *values,
                      const struct register_state *state, size_t line)
{
    const struct register_definition *definition = stage->definition;
    if (stage->count == stage->block_count * IMPORT_BLOCK) {
        stage->blocks = arena_grow(stage->arena, stage->blocks, stage->block_count,
                                   &stage->block_capacity, sizeof(struct import_row *));
        stage->blocks[stage->block_count++] =
            ARENA_ARRAY(stage->arena, struct import_row, IMPORT_BLOCK);
    }
    struct import_row *row = import_row(stage, stage->count++);
    *row = (struct import_row){
        .identity = import_identity(stage, values),
        .line = (uint32_t)line,
        .state = (uint8_t)(state ? state - definition->states + 1 : 0),
        .outcome = REGISTER_IMPORT_NEW,
    };
    struct buffer *buffer = &stage->packing;
    size_t present = 0;
    for (size_t i = 0; i < definition->field_count; i++)
        present += values[i].present;
    buffer->size = 0;
    pack_number(buffer, present);
    for (size_t i = 0; i < definition->field_count; i++) {
        if (!values[i].present)
            continue;
        pack_number(buffer, i);
        pack_value(buffer, &definition->fields[i], &values[i]);
    }
    row->packed = keep(stage, buffer_text(buffer));
}

void import_stage_values(const struct import_stage *stage, const struct import_row *row,
                         struct register_value *values)
{
    const struct register_definition *definition = stage->definition;
    const char *at = row->packed;
    memset(values, 0, definition->field_count * sizeof *values);
    for (size_t present = unpack_number(&at); present > 0; present--) {
        size_t number = unpack_number(&at);
        unpack_value(&at, &definition->fields[number], &values[number]);
    }
}

uint32_t *import_stage_slot(const struct import_stage *stage, struct import_hash identity)
{
    size_t at = identity.one & (stage->first_capacity - 1);
    while (stage->first[at]) {
        const struct import_row *row = import_row(stage, stage->first[at] - 1);
        if (row->identity.one == identity.one && row->identity.other == identity.other)
            break;
        at = (at + 1) & (stage->first_capacity - 1);
    }
    return &stage->first[at];
}

/* How many bytes a row's values take. */
static size_t packed_size(const struct import_stage *stage, const struct import_row *row)
{
    const char *at = row->packed;
    struct register_value value;
    for (size_t present = unpack_number(&at); present > 0; present--) {
        size_t number = unpack_number(&at);
        unpack_value(&at, &stage->definition->fields[number], &value);
    }
    return (size_t)(at - row->packed);
}

static bool is_repeated(const struct import_stage *stage, const struct import_row *row,
                        const struct import_row *earlier)
{
    size_t size = packed_size(stage, row);
    return row->state == earlier->state && size == packed_size(stage, earlier) &&
           memcmp(row->packed, earlier->packed, size) == 0;
}

/* Whether the definition tells entries apart by an id that people gave. */
static bool has_identifier(const struct register_definition *definition)
{
    return definition->identity_count == 1 && definition->identity[0]->type == REGISTER_IDENTIFIER;
}

/* Puts a row behind those of the same identity, unless one of them says the same. Returns why it
 * cannot be kept, or NULL. */
static const char *join(struct import_stage *stage, uint32_t *slot, size_t at)
{
    struct import_row *row = import_row(stage, at);
    size_t alike = 0;
    for (; *slot; slot = &import_row(stage, *slot - 1)->next) {
        if (is_repeated(stage, row, import_row(stage, *slot - 1))) {
            row->outcome = REGISTER_IMPORT_REPEATED;
            return NULL;
        }
        if (has_identifier(stage->definition))
            return "an earlier row has the same id and says something else; expected one row for "
                   "each id";
        if (++alike == ALIKE_MOST)
            return "more than a hundred rows are alike in all that tells entries apart; expected "
                   "dates or descriptions that differ";
    }
    *slot = (uint32_t)(at + 1);
    return NULL;
}

void import_stage_index(struct import_stage *stage, struct text file, struct faults *faults)
{
    size_t capacity = 16;
    while (capacity < stage->count * 2)
        capacity *= 2;
    stage->first = ARENA_ARRAY(stage->arena, uint32_t, capacity);
    stage->first_capacity = capacity;
    for (size_t i = 0; i < stage->count; i++) {
        struct import_row *row = import_row(stage, i);
        const char *why = join(stage, import_stage_slot(stage, row->identity), i);
        if (!why)
            continue;
        row->outcome = REGISTER_IMPORT_REFUSED;
        fault_add(faults, file, row->line, 1, "%s", why);
    }
}

bool import_says_same(const struct import_stage *stage, const struct import_row *row,
                      const struct register_value *row_values, const struct register_state *state,
                      const struct register_value *values)
{
    const struct register_definition *definition = stage->definition;
    if (row->state && &definition->states[row->state - 1] != state)
        return false;
    for (size_t i = 0; i < definition->field_count; i++) {
        const struct register_field *field = &definition->fields[i];
        struct register_value value = row_values[i];
        if (!value.present && !stage->columns->covered[i])
            continue;
        /* The file may have no column for the number of an organisation. */
        if (field->type == REGISTER_ORGANISATION && !stage->columns->kvk[i] && !value.kvk.size)
            value.kvk = values[i].kvk;
        if (!register_value_equal(field, &value, &values[i]))
            return false;
    }
    return true;
}
