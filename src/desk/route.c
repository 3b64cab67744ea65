/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "desk/sign_in.h"
#include "desk/view.h"

const struct desk_route desk_routes[] = {
    {WEB_GET, "/inloggen", desk_show_sign_in, NULL, 0},
    {WEB_POST, "/inloggen", desk_sign_in, NULL, 0},
    {WEB_GET, "/inloggen/code", desk_show_code, NULL, 0},
    {WEB_POST, "/inloggen/code", desk_give_code, NULL, 0},
    {WEB_GET, "/inloggen/vergeten", desk_show_forgotten, NULL, 0},
    {WEB_POST, "/inloggen/vergeten", desk_ask_link_by_mail, NULL, 0},
    {WEB_GET, "/inloggen/link/:token", desk_show_link, NULL, 0},
    {WEB_POST, "/inloggen/link/:token", desk_use_link, NULL, 0},
    {WEB_POST, "/uitloggen", desk_sign_out, NULL, 0},
    {WEB_GET, "/mijn/account", desk_show_account, "*", 0},
    {WEB_POST, "/mijn/account/taal", desk_set_language, "*", 0},
    {WEB_POST, "/mijn/account/sessie", desk_end_session, "*", 0},
    {WEB_GET, "/mijn/account/wachtwoord", desk_show_password, "*", 0},
    {WEB_POST, "/mijn/account/wachtwoord", desk_change_password, "*", 0},
    {WEB_GET, "/mijn/account/code", desk_show_factor, "*", 0},
    {WEB_POST, "/mijn/account/code", desk_add_factor, "*", 0},
    {WEB_GET, "/mijn/account/code/uit", desk_show_factor_off, "*", 0},
    {WEB_POST, "/mijn/account/code/uit", desk_remove_factor, "*", 0},
    {WEB_GET, "/mijn/account/herstelcodes", desk_show_recovery, "*", 0},
    {WEB_POST, "/mijn/account/herstelcodes", desk_renew_recovery, "*", 0},
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
