/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "register/organisation.h"

#include "base/clock.h"
#include "base/identifier.h"
#include "register/draft.h"
#include "register/organisation_inside.h"

struct draft_mail {
    const struct register_node *node;
    struct register_mail mail;
};

/* The file as it was written. */
struct draft_organisation {
    const struct register_node *node;
    struct text id;
    int kind; /* a word of draft_kinds, plus one */
    struct draft_label name;
    struct register_list hosts; /* struct text */
    struct text time_zone;
    struct draft_label contact;
    struct text email;
    struct text telephone;
    struct text address;
    struct text website;
    struct text security;
    struct text accessibility;
    struct text privacy;
    struct text identifier;
    struct text theme;
    struct draft_mail mail;
    struct draft_openid openid;
    const struct register_node *settings;
};

/* NOLINTBEGIN(bugprone-macro-parentheses) */
#define MAIL_KEY(key, must, member, size, words)                                                   \
    {                                                                                              \
        .name = key, .form = REGISTER_FORM_TEXT, .required = must,                                 \
        .place = offsetof(struct draft_mail, mail.member), .most = size, .about = words            \
    }

static const struct register_key mail_keys[] = {
    MAIL_KEY("server", true, server, 255,
             "The mail server: smtp://HOST:PORT, which must offer STARTTLS unless it is this "
             "computer, or smtps://HOST:PORT."),
    MAIL_KEY("from", true, from, 254, "The e-mail address that mails come from."),
    MAIL_KEY("user", false, user, 254, "The name by which to sign in to the mail server."),
    MAIL_KEY("password_file", false, password_file, 500,
             "The file whose first line is the password; without it the environment variable "
             "WAARBORG_MAIL_PASSWORD. The password itself is never written here."),
    {.name = NULL}};
static const struct register_shape mail_shape = {"mail", "How its mail is sent.",
                                                 sizeof(struct draft_mail), mail_keys};

#define KEY(key, written, must, member, size, words)                                               \
    {                                                                                              \
        .name = key, .form = REGISTER_FORM_##written, .required = must,                            \
        .place = offsetof(struct draft_organisation, member), .most = size, .about = words         \
    }

static const struct register_key keys[] = {
    KEY("id", ID, true, id, 0, "A short name for the body; it never changes."),
    {.name = "kind",
     .form = REGISTER_FORM_WORD,
     .required = true,
     .place = offsetof(struct draft_organisation, kind),
     .words = draft_kinds,
     .about = "What kind of body it is."},
    {.name = "name",
     .form = REGISTER_FORM_MAPPING,
     .required = true,
     .place = offsetof(struct draft_organisation, name),
     .shape = &draft_label_shape,
     .about = "What it is called."},
    {.name = "hosts",
     .form = REGISTER_FORM_LIST,
     .required = true,
     .place = offsetof(struct draft_organisation, hosts),
     .each = REGISTER_FORM_TEXT,
     .most = 253,
     .about = "The host names by which its site is reached, without port; the first is the one to "
              "show."},
    KEY("time_zone", TEXT, false, time_zone, 64,
        "The time zone by which its days are counted; without it Europe/Amsterdam."),
    {.name = "contact",
     .form = REGISTER_FORM_MAPPING,
     .place = offsetof(struct draft_organisation, contact),
     .shape = &draft_label_shape,
     .about = "Whom to turn to with questions about the registers."},
    KEY("email", TEXT, false, email, 254, "The e-mail address for such questions."),
    KEY("telephone", TEXT, false, telephone, 30, "The telephone number for such questions."),
    KEY("address", TEXT, false, address, 300, "The postal address, on one line."),
    KEY("website", TEXT, false, website, 500, "Its own website: https://..."),
    KEY("security", TEXT, false, security, 500,
        "Where to tell of a weak spot: https://... or mailto:..."),
    KEY("accessibility", TEXT, false, accessibility, 500,
        "Where the accessibility statement can be read: https://..."),
    KEY("privacy", TEXT, false, privacy, 500,
        "Where the privacy statement can be read: https://..."),
    KEY("identifier", TEXT, false, identifier, 500,
        "The address that stands for the body in open data: https://..."),
    KEY("theme", ID, false, theme, 0, "The theme of its pages."),
    {.name = "mail",
     .form = REGISTER_FORM_MAPPING,
     .place = offsetof(struct draft_organisation, mail),
     .shape = &mail_shape,
     .about = "How its mail is sent; without it no mail is."},
    {.name = "openid",
     .form = REGISTER_FORM_MAPPING,
     .place = offsetof(struct draft_organisation, openid),
     .shape = &register_openid_shape,
     .about = "Signing in at its identity provider; without it people have a password here."},
    KEY("settings", OPEN, false, settings, 0,
        "Thresholds and terms that it sets for itself; what it leaves out is as the registers "
        "say."),
    {.name = NULL}};
const struct register_shape register_organisation_shape = {"organisation", "Who the body is.",
                                                           sizeof(struct draft_organisation), keys};
/* NOLINTEND(bugprone-macro-parentheses) */

static void fault(struct faults *faults, const struct draft_organisation *draft, const char *key,
                  const char *what)
{
    register_node_fault(faults, register_node_get(draft->node, key), "%s is %s", key, what);
}

static void check_address(struct faults *faults, const struct draft_organisation *draft,
                          const char *key, struct text address, bool mail)
{
    if (!address.size || text_starts(address, "https://") ||
        (mail && text_starts(address, "mailto:")))
        return;
    fault(faults, draft, key,
          mail ? "no address; expected https://... or mailto:..."
               : "no address; expected https://...");
}

/* A name or a number of the internet, in small letters, without port. */
static bool is_host(struct text host)
{
    bool six = host.size > 2 && host.data[0] == '[' && host.data[host.size - 1] == ']';
    if (six)
        host = text_slice(host, 1, host.size - 1);
    for (size_t at = 0; at < host.size; at++) {
        char byte = host.data[at];
        bool digit = byte >= '0' && byte <= '9';
        if (six ? !(digit || byte == ':' || (byte >= 'a' && byte <= 'f'))
                : !(digit || (byte >= 'a' && byte <= 'z') || (at && (byte == '.' || byte == '-'))))
            return false;
    }
    return host.size && (six || host.data[host.size - 1] != '-');
}

static void check_hosts(struct faults *faults, const struct register_list *list)
{
    const struct text *hosts = list->items;
    for (size_t i = 0; i < list->count; i++) {
        if (!hosts[i].size)
            continue;
        const struct register_node *node = list->node->members[i].value;
        if (!is_host(hosts[i]))
            register_node_fault(
                faults, node,
                "\"%.*s\" is no host name; expected a name such as registers.example.nl, in small "
                "letters, without https:// and without port",
                TEXT_FORMAT(hosts[i]));
        for (size_t j = 0; j < i; j++)
            if (text_equal(hosts[i], hosts[j]))
                register_node_fault(faults, node, "\"%.*s\" stands twice; expected it once",
                                    TEXT_FORMAT(hosts[i]));
    }
}

static bool is_server(struct text server)
{
    size_t start = text_starts(server, "smtps://") ? 8 : text_starts(server, "smtp://") ? 7 : 0;
    struct text host = text_slice(server, start, server.size);
    size_t bracket = text_find(host, 0, TEXT("]"));
    size_t colon = text_find(host, bracket < host.size ? bracket : 0, TEXT(":"));
    int64_t port = 0;
    if (colon < host.size &&
        (!text_number(text_slice(host, colon + 1, host.size), &port) || !port || port > 65535))
        return false;
    return start && is_host(text_slice(host, 0, colon));
}

static void check_mail(struct faults *faults, const struct draft_mail *draft)
{
    const struct register_mail *mail = &draft->mail;
    struct text domain =
        text_slice(mail->from, text_find(mail->from, 0, TEXT("@")), mail->from.size);
    if (!draft->node)
        return;
    if (mail->server.size && !is_server(mail->server))
        register_node_fault(faults, register_node_get(draft->node, "server"),
                            "\"%.*s\" is no mail server; expected smtp://HOST:PORT or "
                            "smtps://HOST:PORT",
                            TEXT_FORMAT(mail->server));
    if (mail->from.size && (domain.size == mail->from.size || domain.size < 2 ||
                            !is_host(text_slice(domain, 1, domain.size))))
        register_node_fault(faults, register_node_get(draft->node, "from"),
                            "from is no e-mail address; expected one such as "
                            "registers@example.nl");
    if (mail->password_file.size && !text_starts(mail->password_file, "/"))
        register_node_fault(faults, register_node_get(draft->node, "password_file"),
                            "password_file is no whole path; expected one that starts with /");
}

static void check_draft(struct arena *arena, struct faults *faults,
                        const struct draft_organisation *draft)
{
    const struct zone *zone;
    if (draft->id.size && !identifier_valid(draft->id))
        fault(faults, draft, "id", "no id; expected letters, digits, '-' and '_'");
    check_hosts(faults, &draft->hosts);
    if (draft->time_zone.size && zone_load(arena, text_string(arena, draft->time_zone), &zone))
        fault(faults, draft, "time_zone",
              "no time zone that this system knows; expected one such as Europe/Amsterdam");
    if (draft->email.size && text_find(draft->email, 1, TEXT("@")) == draft->email.size)
        fault(faults, draft, "email", "no e-mail address; expected one with an @");
    check_mail(faults, &draft->mail);
    register_openid_check(faults, &draft->openid);
    check_address(faults, draft, "website", draft->website, false);
    check_address(faults, draft, "security", draft->security, true);
    check_address(faults, draft, "accessibility", draft->accessibility, false);
    check_address(faults, draft, "privacy", draft->privacy, false);
    check_address(faults, draft, "identifier", draft->identifier, false);
}

static struct register_settings settings_of(struct arena *arena, const struct register_node *node)
{
    size_t count = node ? node->count : 0;
    struct register_given *items = ARENA_ARRAY(arena, struct register_given, count);
    for (size_t i = 0; i < count; i++) {
        const struct register_member *member = &node->members[i];
        items[i] = (struct register_given){
            .id = member->key->text,
            .written = member->value->text,
            .file = member->key->file,
            .line = member->key->line,
            .column = member->key->column,
            .written_line = member->value->line,
            .written_column = member->value->column,
        };
    }
    return (struct register_settings){items, count};
}

struct error *register_organisation_read(struct arena *arena, struct text file, struct text content,
                                         struct faults *faults,
                                         const struct register_organisation **organisation)
{
    size_t before = fault_count(faults);
    struct draft_organisation draft = {0};
    *organisation = NULL;
    const struct register_node *root =
        register_yaml_read(arena, text_copy(arena, file), content, faults);
    if (root) {
        register_schema_read(arena, &register_organisation_shape, root, &draft, faults);
        if (draft.node)
            check_draft(arena, faults, &draft);
    }
    if (fault_count(faults) > before)
        return NULL;
    struct register_organisation *result = ARENA_NEW(arena, struct register_organisation);
    *result = (struct register_organisation){
        .id = draft.id,
        .kind = text_of(draft_kinds[draft.kind - 1]),
        .name = draft.name.label,
        .hosts = draft.hosts.items,
        .host_count = draft.hosts.count,
        .time_zone = draft.time_zone.size ? draft.time_zone : TEXT("Europe/Amsterdam"),
        .contact = draft.contact.label,
        .email = draft.email,
        .telephone = draft.telephone,
        .address = draft.address,
        .website = draft.website,
        .security = draft.security,
        .accessibility = draft.accessibility,
        .privacy = draft.privacy,
        .identifier = draft.identifier,
        .theme = draft.theme,
        .mail = draft.mail.mail,
        .openid = register_openid_make(arena, &draft.openid),
        .settings = settings_of(arena, draft.settings),
        .content = register_node_json(arena, root, NULL),
    };
    *organisation = result;
    return NULL;
}
