/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "power.h"

#include <pthread.h>
#include <sqlite3.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { MOST_FILES = 16, SECTOR = 512 };

/* Something that happened to a file since it was last synced: a write, or a new size. */
struct event {
    struct event *next;
    bool resizes;
    size_t offset; /* or the size */
    size_t size;
    unsigned char data[];
};

struct content {
    unsigned char *data;
    size_t size;
};

struct model {
    char name[512];
    struct content synced;
    struct event *first;
    struct event *last;
    bool named;  /* its name is on disk */
    bool exists; /* it was not deleted since */
    bool fresh;  /* its folder is synced with it the first time */
    struct power_count count;
    bool found; /* the cut found it */
    struct content cut;
};

struct file {
    sqlite3_file base;
    struct model *model;
    sqlite3_file *real;
};

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static struct model models[MOST_FILES];
static sqlite3_vfs *system_vfs;
static size_t cut_after;
static uint64_t cut_seed;
static bool cut;
static const size_t *cut_acknowledged;
static size_t cut_count;
static size_t fail_after;
static int fail_code;
static bool fail_once;
static bool failed;
static _Atomic long starve_after;
static _Atomic bool starved;
static sqlite3_mem_methods memory;

void power_lock(void)
{
    pthread_mutex_lock(&mutex);
}

void power_unlock(void)
{
    pthread_mutex_unlock(&mutex);
}

uint64_t power_random(uint64_t *seed)
{
    /* splitmix64 */
    uint64_t mixed = *seed += UINT64_C(0x9e3779b97f4a7c15);
    mixed = (mixed ^ mixed >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    mixed = (mixed ^ mixed >> 27) * UINT64_C(0x94d049bb133111eb);
    return mixed ^ mixed >> 31;
}

static void resize(struct content *content, size_t size)
{
    if (size > content->size) {
        content->data = realloc(content->data, size);
        if (!content->data)
            abort();
        memset(content->data + content->size, 0, size - content->size);
    }
    content->size = size;
}

static void put(struct content *content, size_t offset, const unsigned char *data, size_t size)
{
    if (offset + size > content->size)
        resize(content, offset + size);
    if (size && data)
        memcpy(content->data + offset, data, size);
}

static void apply(struct content *content, const struct event *event)
{
    if (event->resizes)
        resize(content, event->offset);
    else
        put(content, event->offset, event->data, event->size);
}

/* Some of the sectors of a write. */
static void tear(struct content *content, const struct event *event, uint64_t *seed)
{
    for (size_t at = 0; at < event->size;) {
        size_t end = (event->offset + at) / SECTOR * SECTOR + SECTOR - event->offset;
        size_t size = end < event->size ? end - at : event->size - at;
        if (power_random(seed) % 2)
            put(content, event->offset + at, event->data + at, size);
        at += size;
    }
}

/* How kind chance is differs from cut to cut: everything lost, nothing lost, and all between. */
static void cut_file(struct model *model, uint64_t *seed)
{
    uint64_t mood = power_random(seed) % 4;
    free(model->cut.data);
    model->cut = (struct content){0};
    put(&model->cut, 0, model->synced.data, model->synced.size);
    for (const struct event *event = model->first; event; event = event->next) {
        uint64_t chance = power_random(seed) % 4;
        if (mood == 0 || (mood > 1 && chance == 0))
            continue;
        if (mood > 1 && chance == 1 && !event->resizes)
            tear(&model->cut, event, seed);
        else
            apply(&model->cut, event);
    }
    model->found = model->exists || model->named;
    if (model->exists != model->named)
        model->found = power_random(seed) % 2;
}

/* Called, locked, around every change: a cut may fall here, or a failure. */
static int happen(void)
{
    if (cut_after && !--cut_after) {
        for (size_t i = 0; i < MOST_FILES; i++)
            cut_file(&models[i], &cut_seed);
        cut = true;
        cut_count = *cut_acknowledged;
    }
    if (fail_after && !--fail_after) {
        failed = true;
        fail_after = fail_once ? 0 : 1;
        return fail_code;
    }
    return SQLITE_OK;
}

static void add_event(struct model *model, const struct event *pattern, const void *data)
{
    struct event *event = malloc(sizeof *event + pattern->size);
    if (!event)
        abort();
    *event = *pattern;
    if (data)
        memcpy(event->data, data, pattern->size);
    event->next = NULL;
    if (model->last)
        model->last->next = event;
    else
        model->first = event;
    model->last = event;
}

static void settle(struct model *model)
{
    while (model->first) {
        struct event *event = model->first;
        apply(&model->synced, event);
        model->first = event->next;
        free(event);
    }
    model->last = NULL;
    model->count.loose = 0;
}

static struct model *find_model(const char *name)
{
    struct model *empty = NULL;
    for (size_t i = 0; i < MOST_FILES; i++) {
        if (strcmp(models[i].name, name) == 0)
            return &models[i];
        if (!models[i].name[0] && !empty)
            empty = &models[i];
    }
    if (!empty)
        abort();
    snprintf(empty->name, sizeof empty->name, "%s", name);
    return empty;
}

static int power_close(sqlite3_file *file)
{
    return ((struct file *)file)->real->pMethods->xClose(((struct file *)file)->real);
}

static int power_read(sqlite3_file *file, void *data, int size, sqlite3_int64 offset)
{
    sqlite3_file *real = ((struct file *)file)->real;
    return real->pMethods->xRead(real, data, size, offset);
}

static int power_write(sqlite3_file *file, const void *data, int size, sqlite3_int64 offset)
{
    sqlite3_file *real = ((struct file *)file)->real;
    struct model *model = ((struct file *)file)->model;
    power_lock();
    int code = happen();
    if (code == SQLITE_OK)
        code = real->pMethods->xWrite(real, data, size, offset);
    if (code == SQLITE_OK && model) {
        add_event(model, &(struct event){.offset = (size_t)offset, .size = (size_t)size}, data);
        model->count.writes++;
        model->count.loose++;
    }
    power_unlock();
    return code;
}

static int power_truncate(sqlite3_file *file, sqlite3_int64 size)
{
    sqlite3_file *real = ((struct file *)file)->real;
    struct model *model = ((struct file *)file)->model;
    power_lock();
    int code = happen();
    if (code == SQLITE_OK)
        code = real->pMethods->xTruncate(real, size);
    if (code == SQLITE_OK && model)
        add_event(model, &(struct event){.resizes = true, .offset = (size_t)size}, NULL);
    power_unlock();
    return code;
}

/* The model's sync takes the place of the system's, which would only cost time here. */
static int power_sync(sqlite3_file *file, int flags)
{
    struct model *model = ((struct file *)file)->model;
    (void)flags;
    power_lock();
    int code = happen();
    if (code == SQLITE_OK && model) {
        settle(model);
        model->count.syncs++;
        for (size_t i = 0; model->fresh && i < MOST_FILES; i++)
            models[i].named = models[i].exists;
        model->fresh = false;
        code = happen();
    }
    power_unlock();
    return code;
}

static int power_size(sqlite3_file *file, sqlite3_int64 *size)
{
    sqlite3_file *real = ((struct file *)file)->real;
    return real->pMethods->xFileSize(real, size);
}

static int power_take_lock(sqlite3_file *file, int level)
{
    sqlite3_file *real = ((struct file *)file)->real;
    return real->pMethods->xLock(real, level);
}

static int power_leave_lock(sqlite3_file *file, int level)
{
    sqlite3_file *real = ((struct file *)file)->real;
    return real->pMethods->xUnlock(real, level);
}

static int power_check_lock(sqlite3_file *file, int *result)
{
    sqlite3_file *real = ((struct file *)file)->real;
    return real->pMethods->xCheckReservedLock(real, result);
}

static int power_control(sqlite3_file *file, int operation, void *argument)
{
    sqlite3_file *real = ((struct file *)file)->real;
    return real->pMethods->xFileControl(real, operation, argument);
}

static int power_sector(sqlite3_file *file)
{
    sqlite3_file *real = ((struct file *)file)->real;
    return real->pMethods->xSectorSize(real);
}

static int power_traits(sqlite3_file *file)
{
    sqlite3_file *real = ((struct file *)file)->real;
    return real->pMethods->xDeviceCharacteristics(real);
}

static int power_map(sqlite3_file *file, int page, int size, int extend, void volatile **memory_of)
{
    sqlite3_file *real = ((struct file *)file)->real;
    return real->pMethods->xShmMap(real, page, size, extend, memory_of);
}

static int power_map_lock(sqlite3_file *file, int offset, int count, int flags)
{
    sqlite3_file *real = ((struct file *)file)->real;
    return real->pMethods->xShmLock(real, offset, count, flags);
}

static void power_barrier(sqlite3_file *file)
{
    sqlite3_file *real = ((struct file *)file)->real;
    real->pMethods->xShmBarrier(real);
}

static int power_unmap(sqlite3_file *file, int delete)
{
    sqlite3_file *real = ((struct file *)file)->real;
    return real->pMethods->xShmUnmap(real, delete);
}

static const sqlite3_io_methods methods = {
    .iVersion = 2,
    .xClose = power_close,
    .xRead = power_read,
    .xWrite = power_write,
    .xTruncate = power_truncate,
    .xSync = power_sync,
    .xFileSize = power_size,
    .xLock = power_take_lock,
    .xUnlock = power_leave_lock,
    .xCheckReservedLock = power_check_lock,
    .xFileControl = power_control,
    .xSectorSize = power_sector,
    .xDeviceCharacteristics = power_traits,
    .xShmMap = power_map,
    .xShmLock = power_map_lock,
    .xShmBarrier = power_barrier,
    .xShmUnmap = power_unmap,
};

static void read_synced(struct model *model)
{
    FILE *file = fopen(model->name, "rbe");
    unsigned char piece[65536];
    size_t size;
    while (file && (size = fread(piece, 1, sizeof piece, file)) > 0)
        put(&model->synced, model->synced.size, piece, size);
    if (file)
        fclose(file);
}

void power_load(const char *folder)
{
    static const char *const names[] = {"waarborg.db", "waarborg.db-wal"};
    power_lock();
    for (size_t i = 0; i < 2; i++) {
        char path[512];
        struct stat status;
        snprintf(path, sizeof path, "%s/%s", folder, names[i]);
        if (stat(path, &status) == 0) {
            struct model *model = find_model(path);
            read_synced(model);
            model->exists = model->named = true;
        }
    }
    power_unlock();
}

static int power_open(sqlite3_vfs *vfs, const char *name, sqlite3_file *opened, int flags,
                      int *given)
{
    struct file *file = (struct file *)opened;
    struct stat status;
    (void)vfs;
    file->base.pMethods = NULL;
    file->real = (sqlite3_file *)(file + 1);
    file->model = NULL;
    power_lock();
    bool there = name && stat(name, &status) == 0;
    int code = happen();
    if (code == SQLITE_OK)
        code = system_vfs->xOpen(system_vfs, name, file->real, flags, given);
    if (code == SQLITE_OK && name) {
        struct model *model = file->model = find_model(name);
        if (!model->exists && there) {
            read_synced(model);
            model->named = true;
        } else if (!model->exists) {
            model->fresh = true;
        }
        model->exists = true;
    }
    if (code == SQLITE_OK)
        file->base.pMethods = &methods;
    power_unlock();
    return code;
}

static int power_delete(sqlite3_vfs *vfs, const char *name, int sync_folder)
{
    (void)vfs;
    power_lock();
    int code = happen();
    if (code == SQLITE_OK)
        code = system_vfs->xDelete(system_vfs, name, sync_folder);
    if (code == SQLITE_OK) {
        struct model *model = find_model(name);
        model->exists = false;
        if (sync_folder) {
            settle(model);
            model->synced.size = 0;
            model->named = false;
        }
    }
    power_unlock();
    return code;
}

static void *starving_malloc(int size)
{
    if (atomic_load(&starve_after) > 0 && atomic_fetch_sub(&starve_after, 1) == 1) {
        atomic_store(&starved, true);
        return NULL;
    }
    return memory.xMalloc(size);
}

static void *starving_realloc(void *old, int size)
{
    if (atomic_load(&starve_after) > 0 && atomic_fetch_sub(&starve_after, 1) == 1) {
        atomic_store(&starved, true);
        return NULL;
    }
    return memory.xRealloc(old, size);
}

void power_install(void)
{
    static sqlite3_vfs vfs;
    sqlite3_config(SQLITE_CONFIG_GETMALLOC, &memory);
    static sqlite3_mem_methods starving;
    starving = memory;
    starving.xMalloc = starving_malloc;
    starving.xRealloc = starving_realloc;
    sqlite3_config(SQLITE_CONFIG_MALLOC, &starving);
    sqlite3_initialize();
    system_vfs = sqlite3_vfs_find(NULL);
    vfs = *system_vfs;
    vfs.zName = "power";
    vfs.pNext = NULL;
    vfs.szOsFile = (int)sizeof(struct file) + system_vfs->szOsFile;
    vfs.xOpen = power_open;
    vfs.xDelete = power_delete;
    sqlite3_vfs_register(&vfs, 1);
}

void power_forget(void)
{
    power_lock();
    for (size_t i = 0; i < MOST_FILES; i++) {
        settle(&models[i]);
        free(models[i].synced.data);
        free(models[i].cut.data);
        models[i] = (struct model){0};
    }
    cut = failed = false;
    cut_after = fail_after = 0;
    power_unlock();
}

void power_cut_after(size_t calls, uint64_t seed, const size_t *acknowledged)
{
    power_lock();
    cut = false;
    cut_after = calls;
    cut_seed = seed;
    cut_acknowledged = acknowledged;
    power_unlock();
}

bool power_was_cut(const char *folder, size_t *acknowledged)
{
    if (!cut)
        return false;
    mkdir(folder, 0700);
    for (size_t i = 0; i < MOST_FILES; i++) {
        const char *slash = strrchr(models[i].name, '/');
        char path[1200];
        if (!slash || !models[i].found)
            continue;
        snprintf(path, sizeof path, "%s%s", folder, slash);
        FILE *file = fopen(path, "wbe");
        if (!file)
            abort();
        if (models[i].cut.size)
            fwrite(models[i].cut.data, 1, models[i].cut.size, file);
        fclose(file);
    }
    *acknowledged = cut_count;
    return true;
}

void power_fail_after(size_t calls, int code, bool once)
{
    power_lock();
    failed = false;
    fail_after = calls;
    fail_code = code;
    fail_once = once;
    power_unlock();
}

bool power_has_failed(void)
{
    return failed;
}

void power_starve_after(size_t allocations)
{
    atomic_store(&starved, false);
    atomic_store(&starve_after, (long)allocations);
}

bool power_has_starved(void)
{
    return atomic_load(&starved);
}

struct power_count power_count(const char *end)
{
    struct power_count count = {0};
    power_lock();
    for (size_t i = 0; i < MOST_FILES; i++) {
        size_t size = strlen(models[i].name);
        if (size >= strlen(end) && strcmp(models[i].name + size - strlen(end), end) == 0) {
            count.writes += models[i].count.writes;
            count.syncs += models[i].count.syncs;
            count.loose += models[i].count.loose;
        }
    }
    power_unlock();
    return count;
}
