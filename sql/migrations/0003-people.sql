-- SPDX-FileCopyrightText: 2026 The Waarborg authors
-- SPDX-License-Identifier: EUPL-1.2

-- Who can sign in, and how. Of every secret that somebody else carries (a cookie, a link, a recovery code) only a hash stands here.

-- A person is known by the id of the register people. The login is the e-mail address, folded.
CREATE TABLE account (
    body TEXT NOT NULL REFERENCES body (id),
    id TEXT NOT NULL,
    person TEXT NOT NULL,
    login TEXT NOT NULL,
    email TEXT NOT NULL,
    language TEXT NOT NULL CHECK (language IN ('nl', 'en')),
    state TEXT NOT NULL CHECK (state IN ('invited', 'active', 'disabled')),
    created TEXT NOT NULL,
    password TEXT,         -- Argon2id, with its parameters and salt
    totp TEXT,             -- the secret in base 32; NULL: no second factor
    totp_offered TEXT,     -- the secret that was shown, until a code proves that it arrived
    totp_step BIGINT NOT NULL, -- of the newest code that was used: that one and older ones count no more
    PRIMARY KEY (body, id),
    UNIQUE (body, person),
    UNIQUE (body, login)
) STRICT;

-- What lets somebody in who has lost the device with the codes; each serves once.
CREATE TABLE account_recovery (
    body TEXT NOT NULL,
    account TEXT NOT NULL,
    hash TEXT NOT NULL,
    PRIMARY KEY (body, account, hash),
    FOREIGN KEY (body, account) REFERENCES account (body, id)
) STRICT;

-- A browser that is signed in, or that still has to give a code. It is told from the others by an id that is no secret.
CREATE TABLE account_session (
    body TEXT NOT NULL,
    hash TEXT NOT NULL,
    id TEXT NOT NULL,
    account TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('code', 'open')),
    browser TEXT NOT NULL, -- a word such as Firefox; empty: not known
    system TEXT NOT NULL,  -- a word such as Linux; empty: not known
    started TEXT NOT NULL,
    seen TEXT NOT NULL,
    misses BIGINT NOT NULL, -- wrong codes
    PRIMARY KEY (body, hash),
    UNIQUE (body, id),
    FOREIGN KEY (body, account) REFERENCES account (body, id)
) STRICT;

CREATE INDEX account_session_account ON account_session (body, account, started);
CREATE INDEX account_session_started ON account_session (body, state, started);
CREATE INDEX account_session_seen ON account_session (body, seen);

-- A link that lets its holder choose a password, once.
CREATE TABLE account_link (
    body TEXT NOT NULL,
    hash TEXT NOT NULL,
    account TEXT NOT NULL,
    purpose TEXT NOT NULL CHECK (purpose IN ('first', 'lost')),
    expires TEXT NOT NULL,
    PRIMARY KEY (body, hash),
    FOREIGN KEY (body, account) REFERENCES account (body, id)
) STRICT;

CREATE INDEX account_link_account ON account_link (body, account);
CREATE INDEX account_link_expires ON account_link (body, expires);

-- A browser in which somebody has signed in before: others cannot use up its tries.
CREATE TABLE account_device (
    body TEXT NOT NULL,
    account TEXT NOT NULL,
    hash TEXT NOT NULL,
    used TEXT NOT NULL,
    PRIMARY KEY (body, account, hash),
    FOREIGN KEY (body, account) REFERENCES account (body, id)
) STRICT;

CREATE INDEX account_device_used ON account_device (body, used);

-- How often something went wrong, and until when it has to wait. It knows no logins, only one of a million places that they
-- fall in: so it never grows beyond that, tells nothing of who has an account, and keeps nothing of what was typed.
CREATE TABLE account_brake (
    body TEXT NOT NULL REFERENCES body (id),
    purpose TEXT NOT NULL,
    place TEXT NOT NULL,
    misses BIGINT NOT NULL,
    until TEXT NOT NULL,
    latest TEXT NOT NULL,
    PRIMARY KEY (body, purpose, place)
) STRICT;

CREATE INDEX account_brake_latest ON account_brake (body, latest);
