/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "desk/view.h"

const struct desk_route desk_routes[] = {
    {WEB_GET, "/mijn", desk_show_mine, "*", 0},
    {WEB_GET, "/mijn/gegevens", desk_show_personal, "*", 0},
    {WEB_GET, "/mijn/gegevens.json", desk_give_personal, "*", 0},
    {WEB_GET, "/mijn/:register", desk_show_register, "*", 0},
    {WEB_GET, "/mijn/:register/:entry", desk_show_entry, "*", 0},
    {WEB_GET, "/werk", desk_show_work, DESK_WORKERS, 0},
    {WEB_GET, "/werk/inzage", desk_show_looks, "auditor privacy_officer", 0},
    {WEB_GET, "/werk/:register", desk_show_register, DESK_WORKERS, 0},
    {WEB_GET, "/werk/:register/:entry", desk_show_entry, DESK_WORKERS, 0},
    {0},
};
