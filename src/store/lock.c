/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "store/internal.h"

#include "base/clock.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <time.h>
#include <unistd.h>

/* Who writes in a folder: the program that runs (for as long as it runs), or a command. The file
 * holds the number of that process, for the message; the lock itself is flock's, which ends with
 * the process. */
struct store_lock {
    int descriptor;
};

struct error *store_lock_open(struct arena *arena, const char *folder, struct store_lock **lock)
{
    const char *path = text_format(arena, "%s/lock", folder).data;
    int descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (descriptor < 0)
        return error_system(arena, "opening %s", path);
    *lock = ARENA_NEW(arena, struct store_lock);
    (*lock)->descriptor = descriptor;
    return NULL;
}

struct error *store_lock_take(struct arena *arena, struct store_lock *lock, int64_t wait)
{
    int64_t deadline = clock_monotonic() + wait;
    char owner[32] = "";
    while (flock(lock->descriptor, LOCK_EX | LOCK_NB)) {
        if (errno != EWOULDBLOCK && errno != EINTR)
            return error_system(arena, "locking the folder of the data");
        if (clock_monotonic() >= deadline) {
            ssize_t size = pread(lock->descriptor, owner, sizeof owner - 1, 0);
            return error_new(arena, ERROR_BUSY,
                             "another program (process %.*s) has this folder open for writing: "
                             "end it, or wait until it is done",
                             size > 0 ? (int)size : 1, size > 0 ? owner : "?");
        }
        nanosleep(&(struct timespec){.tv_nsec = 5000000}, NULL);
    }
    int size = snprintf(owner, sizeof owner, "%ld", (long)getpid());
    if (ftruncate(lock->descriptor, 0) || pwrite(lock->descriptor, owner, (size_t)size, 0) < 0) {
        struct error *error = error_system(arena, "writing the number of this process in the lock");
        store_lock_leave(lock);
        return error;
    }
    return NULL;
}

void store_lock_leave(struct store_lock *lock)
{
    flock(lock->descriptor, LOCK_UN);
}

void store_lock_close(struct store_lock *lock)
{
    if (lock)
        close(lock->descriptor);
}
