/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef PEOPLE_AGENT_H
#define PEOPLE_AGENT_H

/* What the header User-Agent tells, in words by which somebody knows their own browser again. */

#include "base/text.h"

struct people_agent {
    const char *browser; /* "Firefox"; "" when not known */
    const char *system;  /* "Linux"; "" when not known */
};

struct people_agent people_agent_read(struct text header);

#endif
