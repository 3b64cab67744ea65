/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef PEOPLE_TOTP_H
#define PEOPLE_TOTP_H

/* Codes of six digits that a program on somebody's own device makes every thirty seconds (TOTP, RFC
 * 6238), and the recovery codes for who has lost that device. */

#include "people/account.h"

enum { PEOPLE_RECOVERY_CODES = 10 };

/* A secret for the account to put into that program: the one that was offered and not yet proved,
 * or a new one. In base 32, to be typed where no camera is. */
struct error *people_totp_offer(const struct people_context *context, struct text account,
                                struct text *secret);

/* CODE shows that the offered secret arrived: from now on signing in asks for codes. CODES, room
 * for PEOPLE_RECOVERY_CODES, are to be shown once. *RIGHT is false when it is the wrong code, or
 * nothing was offered. */
struct error *people_totp_confirm(const struct people_context *context, struct text account,
                                  struct text code, bool *right, struct text *codes);

/* New recovery codes instead of those that there were. ERROR_CONFLICT when the account has no TOTP.
 */
struct error *people_totp_renew(const struct people_context *context, struct text account,
                                struct text *codes);

/* How many recovery codes are left. */
struct error *people_totp_left(const struct people_context *context, struct text account,
                               size_t *left);

/* From now on signing in asks for no code. */
struct error *people_totp_remove(const struct people_context *context, struct text account);

/* otpauth://totp/... for the QR code: ISSUER is the body's name. */
struct text people_totp_address(struct arena *arena, struct text issuer, struct text login,
                                struct text secret);

/* A QR code as the "d" of an SVG path, in a square of *SIZE units with the white edge included. */
struct error *people_qr_code(struct arena *arena, struct text content, struct text *path,
                             unsigned *size);

#endif
