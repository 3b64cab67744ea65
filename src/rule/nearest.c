/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "rule/nearest.h"

enum { LONGEST = 64 };

static size_t least(size_t one, size_t other)
{
    return one < other ? one : other;
}

/* How many letters must be added, dropped, changed or swapped with the next, by byte. */
static size_t distance(struct text one, struct text other)
{
    size_t before[LONGEST + 1] = {0};
    size_t last[LONGEST + 1];
    size_t row[LONGEST + 1];
    for (size_t at = 0; at <= other.size; at++)
        last[at] = at;
    for (size_t i = 1; i <= one.size; i++) {
        row[0] = i;
        for (size_t j = 1; j <= other.size; j++) {
            bool same = one.data[i - 1] == other.data[j - 1];
            row[j] = least(least(last[j], row[j - 1]) + 1, last[j - 1] + !same);
            if (i > 1 && j > 1 && one.data[i - 1] == other.data[j - 2] &&
                one.data[i - 2] == other.data[j - 1])
                row[j] = least(row[j], before[j - 2] + 1);
        }
        for (size_t j = 0; j <= other.size; j++) {
            before[j] = last[j];
            last[j] = row[j];
        }
    }
    return last[other.size];
}

void rule_nearest_offer(struct rule_nearest *nearest, struct text name)
{
    struct text wanted = nearest->wanted;
    if (wanted.size > LONGEST || name.size > LONGEST)
        return;
    size_t far = distance(wanted, name);
    if (far > 1 + wanted.size / 4 || far >= wanted.size)
        return;
    if (!nearest->found.size || far < nearest->distance) {
        nearest->found = name;
        nearest->distance = far;
    }
}
