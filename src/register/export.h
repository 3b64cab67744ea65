/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef REGISTER_EXPORT_H
#define REGISTER_EXPORT_H

/* A register as a file, entry by entry: CSV that opens as it should in a Dutch spreadsheet, CSV for
 * programs, or JSON. Whatever it writes, an import reads back into equal entries. Commands and
 * pages write with the same functions, so that no two downloads differ.
 *
 * Columns: one per field; of a person or unit the id, and of the holder also the name
 * (FIELD_name); of an organisation also its number (FIELD_kvk); and the state. */

#include "base/sheet.h"
#include "register/body.h"

enum register_export_format { REGISTER_EXPORT_CSV, REGISTER_EXPORT_JSON };

/* Start with what is wanted; the rest is the exporter's own. */
struct register_export {
    const struct register_definition *definition;
    enum register_export_format format;
    enum sheet_form form; /* of CSV */
    bool labels;          /* CSV: headings and choices in words, in LANGUAGE; else ids */
    enum language language;
    bool public; /* only fields that are public; the caller leaves out entries that are
                    not */
    const struct text
        *beside; /* CSV: headings of columns that the caller adds behind the others;
                    register_export_is_beside names those that an import passes over */
    size_t beside_count;
    const struct text *cells; /* what stands in these, for the next row */
    struct buffer *buffer;    /* where it is written; may be emptied after each call */

    struct sheet sheet;
    bool any; /* there was an entry */
};

void register_export_begin(struct register_export *export);
void register_export_row(struct register_export *export, const struct register_row *row);
void register_export_end(struct register_export *export);

/* Columns that pages add: where an entry is to be found, when it was changed and confirmed. */
enum register_beside {
    REGISTER_BESIDE_ADDRESS,
    REGISTER_BESIDE_CHANGED,
    REGISTER_BESIDE_CONFIRMED,
    REGISTER_BESIDE_COUNT,
};
struct label register_beside_label(enum register_beside which);

/* Whether HEADING, folded, is that of such a column, which says nothing that an entry holds. */
bool register_export_is_beside(struct arena *arena, struct text heading);

/* Takes what was written so far. */
typedef struct error *register_export_output(void *context, struct text written);

/* A whole register as it is at this moment: its entries in the order in which they were recorded;
 * with public, only what the public may see. The export's buffer is not used. */
struct error *register_export_all(struct arena *arena, const struct register_body *body,
                                  struct register_export *export, register_export_output *output,
                                  void *context);

#endif
