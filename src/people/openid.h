/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef PEOPLE_OPENID_H
#define PEOPLE_OPENID_H

/* Signing in at somebody else's: at the identity provider of the body, by OpenID Connect
 * (authorization code flow with PKCE), as the NLGov profile of it says.
 *
 * A browser is sent there with three texts that are made of one of chance in its cookie: the state
 * comes back with it, the nonce stands in the provider's token, the verifier shows the provider
 * that who asks for the token is who sent the browser. The database has only a hash of that one, so
 * nothing in it lets anybody finish what another began. */

#include "people/sign_in.h"

/* The signatures that are taken, the ones to prefer first. None of them is weaker than RS256, which
 * the NLGov profile of OpenID Connect asks for at least. */
enum people_openid_algorithm {
    PEOPLE_OPENID_PS256,
    PEOPLE_OPENID_ES256,
    PEOPLE_OPENID_RS256,
    PEOPLE_OPENID_ALGORITHMS,
};

/* What the organisation file says of it. */
struct people_openid_settings {
    struct text issuer;  /* the provider's address, exactly as it calls itself */
    struct text client;  /* what it calls us */
    struct text secret;  /* where our secret stands (secret.h); empty: there is a key */
    struct text key;     /* where our private key stands (PEM); empty: there is a secret */
    struct text key_id;  /* what the provider calls that key; may be empty */
    unsigned algorithms; /* that its tokens may have, as a set: 1 << algorithm */
    struct label name;   /* what people call it: "Aanmelden met ..." */
    struct text claim;   /* of its tokens, the one that says who somebody is */
    bool by_person;      /* that is an id of the register people; else the login of an account */
    const struct text *scopes; /* asked for, beside openid */
    size_t scope_count;
    const struct text *levels; /* of assurance (acr): any of these, or nobody gets in */
    size_t level_count;        /* 0: whatever it is */
    const struct text *strong; /* an acr or amr that takes the place of our own second factor */
    size_t strong_count;
    bool makes_accounts; /* for people in the register who have none, when they first come */
    bool required;       /* passwords serve for marked accounts alone */
};

/* One body's provider: what it says, and what is remembered of what it publishes. What SETTINGS
 * point to must outlive it. */
struct people_openid;
struct people_openid *people_openid_new(const struct people_openid_settings *settings);
void people_openid_free(struct people_openid *openid); /* NULL is allowed */
const struct people_openid_settings *people_openid_settings(const struct people_openid *openid);

/* The two functions below may wait for the provider: on worker threads alone, and no longer than
 * DEADLINE (of clock_monotonic()) or PEOPLE_OPENID_WAIT. ERROR_UNAVAILABLE when it does not answer,
 * or not as it should; ERROR_BUSY when too many wait for it. BACK is the address at which browsers
 * come back, the same both times and known to the provider. */

/* Begins a sign-in: the browser keeps TOKEN in a cookie and goes to LOCATION. */
struct people_openid_start {
    struct text location;
    struct text token;
};

/* ONWARD is where somebody wanted to go. */
struct error *people_openid_begin(struct people_openid *openid,
                                  const struct people_context *context, int64_t deadline,
                                  struct text back, struct text onward,
                                  struct people_openid_start *start);

/* What a browser comes back with. */
struct people_openid_return {
    struct text token; /* of its cookie */
    struct text state; /* of its address, as what follows; each may be empty */
    struct text code;
    struct text issuer;
    struct text error;
};

enum people_openid_answer {
    PEOPLE_OPENID_PROVED, /* the provider says who it is */
    PEOPLE_OPENID_STALE,  /* nothing was begun in this browser, it ended before, or took too long */
    PEOPLE_OPENID_DECLINED, /* the provider did not let them in, or they turned back */
    PEOPLE_OPENID_WEAK,     /* they are in there, but not at the level that we ask */
    PEOPLE_OPENID_NAMELESS, /* the provider does not say for certain who it is */
};

struct people_openid_proof {
    enum people_openid_answer answer;
    struct text onward; /* what was given at the beginning; empty when stale */
    struct text person; /* proved: the value of the claim that names them */
    bool strong;        /* proved: our own second factor need not be asked */
};

/* Ends a sign-in; the same one never ends twice. */
struct error *people_openid_end(struct people_openid *openid, const struct people_context *context,
                                int64_t deadline, struct text back,
                                const struct people_openid_return *given,
                                struct people_openid_proof *proof);

/* The account of who was proved; *ACCOUNT is NULL when there is none. */
struct error *people_openid_account(const struct people_openid *openid,
                                    const struct people_context *context, struct text person,
                                    struct people_account **account);

/* Lets in whose ACCOUNT it was proved to be: whoever was invited is active from then on. A code is
 * needed where the account has TOTP, unless STRONG. PEOPLE_WRONG when the account is disabled. */
struct error *people_openid_enter(const struct people_context *context, struct text account,
                                  bool strong, const struct people_browser *browser,
                                  struct people_sign_in *result);

#endif
