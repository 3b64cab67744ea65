/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef PEOPLE_MAIL_H
#define PEOPLE_MAIL_H

/* One mail, as it goes over the wire (RFC 5322): plain text, in any letters, and nothing that
 * somebody wrote ever becomes a header. */

#include "base/language.h"

struct people_mail {
    struct text from_name;
    struct text from; /* an address */
    struct text to_name;
    struct text to;
    struct text id; /* what stands before the @ of its Message-ID */
    enum language language;
    int64_t moment;
    struct text subject;
    struct text text; /* lines end with '\n' */
};

/* Whether mail can be sent to ADDRESS: ASCII, with something before and behind one @. */
bool people_mail_reaches(struct text address);

/* The whole mail with its headers, lines ended by CR LF. Both addresses are such as
 * people_mail_reaches. */
struct text people_mail_write(struct arena *arena, const struct people_mail *mail);

#endif
