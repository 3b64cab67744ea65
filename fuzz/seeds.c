/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Runs a target once for every file of the folders that it is given, as a test. */

#include "target.h"

#include <dirent.h>
#include <stdbool.h>
#include <string.h>
#include <sys/stat.h>

static void run_file(const char *path, size_t size)
{
    uint8_t *data = malloc(size ? size : 1);
    FILE *file = fopen(path, "rb");
    MUST(data && file && fread(data, 1, size, file) == size);
    fclose(file);
    LLVMFuzzerTestOneInput(data, size);
    free(data);
}

static int run_folder(const char *folder, int count)
{
    DIR *entries = opendir(folder);
    if (!entries) {
        printf("not ok %d - %s: no such folder\n", count + 1, folder);
        return -1;
    }
    for (struct dirent *entry = readdir(entries); entry; entry = readdir(entries)) {
        char path[4096];
        struct stat status;
        snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
        if (stat(path, &status) == 0 && S_ISREG(status.st_mode)) {
            run_file(path, (size_t)status.st_size);
            printf("ok %d - %s\n", ++count, entry->d_name);
        }
    }
    closedir(entries);
    return count;
}

int main(int count, char **folders)
{
    int seeds = 0;
    for (int i = 1; i < count && seeds >= 0; i++) {
        seeds = run_folder(folders[i], seeds);
    }
    if (seeds == 0) {
        printf("not ok 1 - there is no seed\n");
    }
    printf("1..%d\n", seeds > 0 ? seeds : 1);
    return seeds > 0 ? 0 : 1;
}
