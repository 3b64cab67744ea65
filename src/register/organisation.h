/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef REGISTER_ORGANISATION_H
#define REGISTER_ORGANISATION_H

/* The organisation file: who the body is. examples/organisation.yaml is a complete one, with what
 * each key means. */

#include "people/openid.h"
#include "register/definition.h"
#include "register/schema.h"

/* How its mail is sent (people/smtp.h). */
struct register_mail {
    struct text server; /* smtp://HOST[:PORT] or smtps://HOST[:PORT]; empty: no mail is sent */
    struct text from;
    struct text user;          /* may be empty, as what follows */
    struct text password_file; /* an absolute path */
};

struct register_organisation {
    struct text id;   /* of the body in the database */
    struct text kind; /* "province", "municipality" or "water-board" */
    struct label name;
    const struct text *hosts; /* host names by which the body is reached, small letters, without
                                 port; the first is the one to show */
    size_t host_count;
    struct text time_zone;
    struct label contact; /* whom to turn to with questions about the registers; may be empty */
    struct text email;    /* may be empty, as what follows */
    struct text telephone;
    struct text address;       /* one line */
    struct text website;       /* https://... */
    struct text security;      /* where to tell of a weak spot: https://... or mailto:... */
    struct text accessibility; /* address of the accessibility statement */
    struct text privacy;       /* address of the privacy statement */
    struct text identifier;    /* address that stands for the body in open data (DCAT publisher) */
    struct text theme;         /* which of the themes its pages have */
    struct register_mail mail;
    const struct people_openid_settings *openid; /* NULL: people sign in with a password alone */
    struct register_settings settings;
    struct text
        content; /* the whole file as canonical JSON, which register_organisation_read reads back */
};

/* Reads CONTENT, which came from FILE: YAML, or the JSON of an organisation read Every fault is
 * told in FAULTS, and then *ORGANISATION is NULL. */
struct error *register_organisation_read(struct arena *arena, struct text file, struct text content,
                                         struct faults *faults,
                                         const struct register_organisation **organisation);

extern const struct register_shape register_organisation_shape;

#endif
