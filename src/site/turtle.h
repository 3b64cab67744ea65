/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef SITE_TURTLE_H
#define SITE_TURTLE_H

/* RDF written as Turtle: subjects with their properties. Values may hold anything. */

#include "base/language.h"

struct turtle {
    struct buffer *buffer;
};

/* A prefix is the program's own words; so are types and properties ("dcat:Dataset"). */
void turtle_prefix(struct turtle *turtle, const char *prefix, const char *address);

/* Begins what is said about SUBJECT, an address; TYPES apart by ", ". */
void turtle_subject(struct turtle *turtle, struct text subject, const char *types);
void turtle_end(struct turtle *turtle);

void turtle_address(struct turtle *turtle, const char *property, struct text address);
void turtle_text(struct turtle *turtle, const char *property, struct text text);
/* In each language that it has; the same in both is said once, in Dutch. */
void turtle_label(struct turtle *turtle, const char *property, struct label label);
void turtle_moment(struct turtle *turtle, const char *property, struct text moment);

#endif
