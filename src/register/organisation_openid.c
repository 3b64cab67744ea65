/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* The key openid of the organisation file. */

#include "register/organisation_inside.h"

#include "base/address.h"

static const char *const algorithms[] = {
    [PEOPLE_OPENID_PS256] = "PS256",
    [PEOPLE_OPENID_ES256] = "ES256",
    [PEOPLE_OPENID_RS256] = "RS256",
    [PEOPLE_OPENID_ALGORITHMS] = NULL,
};

enum { MATCHES_LOGIN = 1, MATCHES_PERSON };
static const char *const matches[] = {"login", "person", NULL};

/* NOLINTBEGIN(bugprone-macro-parentheses) */
#define KEY(key, written, must, member, size, words)                                               \
    {                                                                                              \
        .name = key, .form = REGISTER_FORM_##written, .required = must,                            \
        .place = offsetof(struct draft_openid, member), .most = size, .about = words               \
    }
#define LIST(key, member, size, words)                                                             \
    {                                                                                              \
        .name = key, .form = REGISTER_FORM_LIST, .place = offsetof(struct draft_openid, member),   \
        .each = REGISTER_FORM_TEXT, .most = size, .about = words                                   \
    }

static const struct register_key keys[] = {
    KEY("issuer", TEXT, true, settings.issuer, 500,
        "The address of the identity provider, exactly as it calls itself: https://..."),
    KEY("client_id", TEXT, true, settings.client, 200, "What the provider calls this program."),
    {.name = "name",
     .form = REGISTER_FORM_MAPPING,
     .required = true,
     .place = offsetof(struct draft_openid, name),
     .shape = &draft_label_shape,
     .about = "What people call the account that they have there, for the button to sign in."},
    KEY("key_file", TEXT, false, settings.key, 500,
        "The file with the private key (PEM) by which the provider knows this program "
        "(private_key_jwt)."),
    KEY("key_id", TEXT, false, settings.key_id, 200,
        "What the provider calls that key, where it wants to be told."),
    KEY("secret_file", TEXT, false, settings.secret, 500,
        "Instead of a key: the file with the secret that the provider gave (client_secret_basic). "
        "Without either the environment variable WAARBORG_OPENID_SECRET. The secret itself is "
        "never written here."),
    {.name = "algorithms",
     .form = REGISTER_FORM_LIST,
     .place = offsetof(struct draft_openid, algorithms),
     .each = REGISTER_FORM_WORD,
     .words = algorithms,
     .about = "By which its tokens may be signed; without it any of these."},
    LIST("scopes", scopes, 100,
         "What is asked of the provider beside openid; without it email, if that is the claim."),
    KEY("claim", TEXT, false, settings.claim, 100,
        "Which claim of its tokens says who somebody is; without it email, which counts only when "
        "the provider says that it is verified."),
    {.name = "matches",
     .form = REGISTER_FORM_WORD,
     .place = offsetof(struct draft_openid, matches),
     .words = matches,
     .about = "What that claim holds: the e-mail address by which they sign in here (login), or "
              "their id in the register people (person). Without it login."},
    LIST("levels", levels, 200,
         "Levels of assurance (acr) that are asked for; with any other nobody gets in."),
    LIST("strong", strong, 200,
         "Levels (acr) or ways (amr) of signing in that make our own second factor needless."),
    KEY("make_accounts", BOOLEAN, false, settings.makes_accounts, 0,
        "Whether people in the register who have no account get one when they first come."),
    KEY("required", BOOLEAN, false, settings.required, 0,
        "Whether passwords serve for marked accounts alone (waarborg account mark)."),
    {.name = NULL}};
/* NOLINTEND(bugprone-macro-parentheses) */

const struct register_shape register_openid_shape = {
    "openid", "Signing in at an identity provider, by OpenID Connect.", sizeof(struct draft_openid),
    keys};

static void fault(struct faults *faults, const struct draft_openid *draft, const char *key,
                  const char *what)
{
    register_node_fault(faults, register_node_get(draft->node, key), "%s is %s", key, what);
}

static void check_path(struct faults *faults, const struct draft_openid *draft, const char *key,
                       struct text path)
{
    if (path.size && !text_starts(path, "/"))
        fault(faults, draft, key, "no whole path; expected one that starts with /");
}

/* They are sent apart by spaces. */
static void check_words(struct faults *faults, const char *key, const struct register_list *list)
{
    const struct text *words = list->items;
    for (size_t i = 0; i < list->count; i++)
        for (size_t at = 0; at < words[i].size; at++)
            if (words[i].data[at] <= ' ' || words[i].data[at] > '~') {
                register_node_fault(faults, list->node->members[i].value,
                                    "%s has \"%.*s\"; expected a word without spaces", key,
                                    TEXT_FORMAT(words[i]));
                break;
            }
}

void register_openid_check(struct faults *faults, const struct draft_openid *draft)
{
    const struct people_openid_settings *settings = &draft->settings;
    struct text issuer = settings->issuer;
    if (!draft->node)
        return;
    if (issuer.size &&
        (!address_is_guarded(issuer) || text_find(issuer, 0, TEXT("?")) < issuer.size))
        fault(faults, draft, "issuer", "no address of a provider; expected https://...");
    check_path(faults, draft, "key_file", settings->key);
    check_path(faults, draft, "secret_file", settings->secret);
    if (settings->key.size && settings->secret.size)
        fault(faults, draft, "secret_file", "too much: there is a key_file; expected one of them");
    if (settings->key_id.size && !settings->key.size)
        fault(faults, draft, "key_id", "of no key; expected a key_file");
    check_words(faults, "scopes", &draft->scopes);
    check_words(faults, "levels", &draft->levels);
    check_words(faults, "strong", &draft->strong);
}

const struct people_openid_settings *register_openid_make(struct arena *arena,
                                                          const struct draft_openid *draft)
{
    static const struct text email[] = {TEXT("email")};
    if (!draft->node)
        return NULL;
    struct people_openid_settings *settings = ARENA_NEW(arena, struct people_openid_settings);
    *settings = draft->settings;
    settings->name = draft->name.label;
    settings->by_person = draft->matches == MATCHES_PERSON;
    if (!settings->claim.size)
        settings->claim = email[0];
    if (!settings->key.size && !settings->secret.size)
        settings->secret = TEXT("$WAARBORG_OPENID_SECRET");
    for (size_t i = 0; i < draft->algorithms.count; i++)
        settings->algorithms |= 1U << (((const int *)draft->algorithms.items)[i] - 1);
    if (!draft->algorithms.count)
        settings->algorithms = (1U << PEOPLE_OPENID_ALGORITHMS) - 1;
    settings->scopes = draft->scopes.items;
    settings->scope_count = draft->scopes.count;
    if (!draft->scopes.node && text_is(settings->claim, "email")) {
        settings->scopes = email;
        settings->scope_count = 1;
    }
    settings->levels = draft->levels.items;
    settings->level_count = draft->levels.count;
    settings->strong = draft->strong.items;
    settings->strong_count = draft->strong.count;
    return settings;
}
