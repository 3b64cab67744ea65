/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "base/clock.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { DAY = 86400, MAXIMUM_CHANGES = 4000 };

static _Atomic int64_t standing;

int64_t clock_now(void)
{
    int64_t set = atomic_load(&standing);
    if (set)
        return set;
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

void clock_set(int64_t moment)
{
    atomic_store(&standing, moment);
}

int64_t clock_monotonic(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

/* Whole seconds, rounded down, and the microseconds that remain. */
static int64_t seconds_of(int64_t moment, int32_t *rest)
{
    int64_t seconds = moment / 1000000;
    *rest = (int32_t)(moment % 1000000);
    if (*rest < 0) {
        *rest += 1000000;
        seconds--;
    }
    return seconds;
}

static struct date day_of(int64_t seconds, int32_t *of_day)
{
    int64_t days = seconds / DAY;
    int64_t rest = seconds % DAY;
    if (rest < 0) {
        rest += DAY;
        days--;
    }
    if (of_day)
        *of_day = (int32_t)rest;
    return date_from_days((int32_t)days);
}

struct text clock_format(struct arena *arena, int64_t moment)
{
    int32_t micro;
    int32_t second;
    struct date day = day_of(seconds_of(moment, &micro), &second);
    return text_format(arena, "%04d-%02d-%02dT%02d:%02d:%02d.%06dZ", day.year, day.month, day.day,
                       second / 3600, second / 60 % 60, second % 60, micro);
}

bool clock_parse(struct text text, int64_t *moment)
{
    struct date day;
    int64_t part[4] = {0};
    static const struct {
        size_t from;
        size_t to;
        char before;
        int64_t below;
    } places[] = {{11, 13, 'T', 24}, {14, 16, ':', 60}, {17, 19, ':', 60}, {20, 26, '.', 1000000}};
    if (text.size != 27 || text.data[26] != 'Z' || !date_parse(text_slice(text, 0, 10), &day))
        return false;
    for (size_t i = 0; i < 4; i++)
        if (text.data[places[i].from - 1] != places[i].before ||
            !text_number(text_slice(text, places[i].from, places[i].to), &part[i]) ||
            part[i] >= places[i].below)
            return false;
    *moment =
        (((int64_t)date_to_days(day) * DAY) + part[0] * 3600 + part[1] * 60 + part[2]) * 1000000 +
        part[3];
    return true;
}

/* A time zone as read from the system's TZif file (RFC 8536): the moments at which the offset
 * changes. Behind the last of them the changes repeat each 400 years at most; the files of Debian
 * reach to 2037 and end in a rule, of which we take the European form (last Sunday of March and
 * October, 01:00 UTC). */
struct zone {
    char name[64];
    size_t count;
    int64_t changes[MAXIMUM_CHANGES];
    int32_t offsets[MAXIMUM_CHANGES]; /* seconds east of Greenwich from that change on */
    int32_t first;                    /* before the first change */
    int32_t standard;                 /* behind the last change */
    bool summer;                      /* whether it has the European summer time */
    struct zone *next;
};

static struct zone *zones;
static pthread_mutex_t zones_lock = PTHREAD_MUTEX_INITIALIZER;

static int64_t big_endian(const unsigned char *data, size_t size)
{
    uint64_t number = size == 8 || data[0] < 0x80 ? 0 : UINT64_MAX;
    for (size_t i = 0; i < size; i++)
        number = number << 8 | data[i];
    return (int64_t)number;
}

/* The header's six counts, in the order of the file. */
struct header {
    int64_t isutc;
    int64_t isstd;
    int64_t leap;
    int64_t times;
    int64_t types;
    int64_t characters;
};

static bool read_header(const unsigned char *data, size_t size, struct header *header)
{
    if (size < 44 || memcmp(data, "TZif", 4) != 0)
        return false;
    int64_t *counts[] = {&header->isutc, &header->isstd, &header->leap,
                         &header->times, &header->types, &header->characters};
    for (size_t i = 0; i < 6; i++)
        *counts[i] = big_endian(data + 20 + i * 4, 4);
    return header->times >= 0 && header->times < MAXIMUM_CHANGES && header->types > 0 &&
           header->types < 256 && header->characters >= 0 && header->characters < 1024 &&
           header->leap == 0 && header->isutc >= 0 && header->isutc < 256 && header->isstd >= 0 &&
           header->isstd < 256;
}

static size_t body_size(const struct header *header, size_t width)
{
    return (size_t)header->times * (width + 1) + (size_t)header->types * 6 +
           (size_t)header->characters + (size_t)header->isstd + (size_t)header->isutc;
}

static bool read_zone(const unsigned char *data, size_t size, struct zone *zone)
{
    struct header header;
    if (!read_header(data, size, &header) || data[4] < '2')
        return false;
    size_t skip = 44 + body_size(&header, 4);
    if (skip >= size || !read_header(data + skip, size - skip, &header))
        return false;
    const unsigned char *times = data + skip + 44;
    if (skip + 44 + body_size(&header, 8) >= size)
        return false;
    const unsigned char *index = times + header.times * 8;
    const unsigned char *types = index + header.times;
    zone->count = (size_t)header.times;
    zone->first = (int32_t)big_endian(types, 4);
    zone->standard = zone->first;
    for (size_t i = 0; i < zone->count; i++) {
        if (index[i] >= header.types)
            return false;
        const unsigned char *type = types + index[i] * 6;
        zone->changes[i] = big_endian(times + i * 8, 8);
        zone->offsets[i] = (int32_t)big_endian(type, 4);
        if (!type[4])
            zone->standard = zone->offsets[i];
    }
    const unsigned char *footer = times + body_size(&header, 8);
    struct text rule = {(const char *)footer, size - (size_t)(footer - data)};
    zone->summer = text_find(rule, 0, TEXT(",M3.5.0")) < rule.size;
    return true;
}

static struct error *load(struct arena *arena, const char *name, struct zone *zone)
{
    static const char letters[] =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_/+-0123456789";
    if (!*name || strlen(name) >= sizeof zone->name || strspn(name, letters) != strlen(name))
        return error_new(arena, ERROR_INPUT, "\"%s\" is not the name of a time zone", name);
    const char *path = text_format(arena, "/usr/share/zoneinfo/%s", name).data;
    FILE *file = fopen(path, "rbe");
    if (!file)
        return error_new(arena, ERROR_INPUT,
                         "this system has no time zone \"%s\" (expected one like "
                         "Europe/Amsterdam)",
                         name);
    static const size_t largest = 64 * 1024;
    unsigned char *data = arena_allocate(arena, largest);
    size_t size = fread(data, 1, largest, file);
    fclose(file);
    if (!read_zone(data, size, zone))
        return error_new(arena, ERROR_INPUT, "%s is not a file of a time zone", path);
    memcpy(zone->name, name, strlen(name) + 1);
    return NULL;
}

struct error *zone_load(struct arena *arena, const char *name, const struct zone **zone)
{
    struct error *error = NULL;
    pthread_mutex_lock(&zones_lock);
    struct zone *found = zones;
    while (found && strcmp(found->name, name) != 0)
        found = found->next;
    if (!found) {
        found = calloc(1, sizeof *found);
        if (!found)
            abort();
        error = load(arena, name, found);
        if (error) {
            free(found);
            found = NULL;
        } else {
            found->next = zones;
            zones = found;
        }
    }
    pthread_mutex_unlock(&zones_lock);
    *zone = found;
    return error;
}

/* The last Sunday of MONTH at 01:00 UTC. */
static int64_t european_change(int16_t year, int8_t month)
{
    struct date last = {year, month, 31};
    return (int64_t)(date_to_days(last) - date_weekday(last) % 7) * DAY + 3600;
}

static int32_t offset_at(const struct zone *zone, int64_t seconds)
{
    if (!zone->count || seconds < zone->changes[0])
        return zone->first;
    if (seconds >= zone->changes[zone->count - 1] && zone->summer) {
        int16_t year = day_of(seconds, NULL).year;
        bool summer = seconds >= european_change(year, 3) && seconds < european_change(year, 10);
        return zone->standard + (summer ? 3600 : 0);
    }
    size_t low = 0;
    size_t high = zone->count;
    while (high - low > 1) {
        size_t middle = (low + high) / 2;
        if (zone->changes[middle] <= seconds)
            low = middle;
        else
            high = middle;
    }
    return zone->offsets[low];
}

struct date zone_date(const struct zone *zone, int64_t moment, int32_t *seconds)
{
    int32_t micro;
    int64_t whole = seconds_of(moment, &micro);
    return day_of(whole + offset_at(zone, whole), seconds);
}

int64_t zone_moment(const struct zone *zone, struct date day, int32_t seconds)
{
    int64_t local = (int64_t)date_to_days(day) * DAY + seconds;
    /* The offsets on both sides of any change that is near: clocks change by hours at most, and not
     * twice in two days. */
    int32_t before = offset_at(zone, local - DAY);
    int32_t after = offset_at(zone, local + DAY);
    int64_t moment = local - before;
    if (offset_at(zone, moment) != before && offset_at(zone, local - after) == after)
        moment = local - after;
    return moment * 1000000;
}

int64_t zone_midnight(const struct zone *zone, int64_t moment)
{
    return zone_moment(zone, date_add_days(zone_date(zone, moment, NULL), 1), 0);
}
