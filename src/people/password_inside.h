/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef PEOPLE_PASSWORD_INSIDE_H
#define PEOPLE_PASSWORD_INSIDE_H

/* Inside password.c and password_judge.c: a password lies in locked memory as one piece. */

#include "people/password.h"

struct people_password {
    bool long_one; /* longer than PEOPLE_PASSWORD_MOST: nothing of it was kept */
    size_t size;
    char data[]; /* UTF-8 in normalization form C, so that every keyboard's é is the same */
};

#endif
