/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef TESTS_STORE_POWER_H
#define TESTS_STORE_POWER_H

/* A disk whose power can be cut, and that can fail: a layer (VFS) between SQLite and the system. It
 * lets everything through, and remembers of each file what was synced and what was only written. A
 * cut gives the files as they might be found afterwards: each write that was not synced is there,
 * is not, or is there for some of its sectors; a name that was not synced is there or is not. */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Puts the layer in front of every database that is opened from now on. */
void power_install(void);

/* Forgets all files. */
void power_forget(void);

/* Takes what is in FOLDER for synced. */
void power_load(const char *folder);

/* Random numbers of a seed, the same each time. */
uint64_t power_random(uint64_t *seed);

/* After CALLS more writes, syncs and the like the power is cut: what is on disk then is kept aside,
 * as chance (SEED) has it, and everything goes on. ACKNOWLEDGED is copied at that moment. */
void power_cut_after(size_t calls, uint64_t seed, const size_t *acknowledged);

/* Whether it was cut; puts what was found on disk in FOLDER, and how much was acknowledged by then.
 */
bool power_was_cut(const char *folder, size_t *acknowledged);

/* The call after CALLS more fails with CODE (of SQLite), once, or from then on. 0: none. */
void power_fail_after(size_t calls, int code, bool once);
bool power_has_failed(void);

/* The same for memory: SQLite gets none, once. */
void power_starve_after(size_t allocations);
bool power_has_starved(void);

/* What was seen of files whose name ends in END: writes, syncs, and how many writes no sync has
 * followed. */
struct power_count {
    size_t writes;
    size_t syncs;
    size_t loose;
};
struct power_count power_count(const char *end);

/* Held while something is acknowledged, so that a cut falls before or after it. */
void power_lock(void);
void power_unlock(void);

#endif
