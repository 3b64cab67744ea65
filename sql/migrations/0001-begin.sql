-- SPDX-FileCopyrightText: 2026 The Waarborg authors
-- SPDX-License-Identifier: EUPL-1.2

-- What every register stands on. The table of each register itself is made from its definition.
-- Dates and moments are ISO 8601 texts made by the program; yes and no are 1 and 0.

-- A public body: an organisation that has its registers here, told from the others by its host name.
CREATE TABLE body (
    id TEXT NOT NULL PRIMARY KEY,
    host TEXT UNIQUE,
    content TEXT NOT NULL -- JSON: names, kind, settings
) STRICT;

-- A definition as it was loaded. The same for every body: told by what it says.
CREATE TABLE definition (
    hash TEXT NOT NULL PRIMARY KEY,
    register TEXT NOT NULL,
    version BIGINT NOT NULL,
    content TEXT NOT NULL
) STRICT;

-- The truth: every version of every entry. What stands in a register's own table is made from these.
CREATE TABLE version (
    body TEXT NOT NULL REFERENCES body (id),
    register TEXT NOT NULL,
    entry TEXT NOT NULL,
    revision BIGINT NOT NULL CHECK (revision > 0),
    definition TEXT NOT NULL REFERENCES definition (hash),
    state TEXT NOT NULL,
    content TEXT, -- canonical JSON; NULL when it is erased
    reason TEXT,  -- why it was changed
    salt TEXT,    -- of the commitment in the journal; NULL when it is erased, which makes the content unguessable
    PRIMARY KEY (body, register, entry, revision),
    CHECK ((content IS NULL) = (salt IS NULL))
) STRICT;

-- One chain per body: each row holds the hash of the one before.
CREATE TABLE journal (
    body TEXT NOT NULL REFERENCES body (id),
    number BIGINT NOT NULL CHECK (number > 0),
    moment TEXT NOT NULL,
    actor TEXT NOT NULL,
    action TEXT NOT NULL,
    register TEXT NOT NULL,
    entry TEXT NOT NULL,
    revision BIGINT NOT NULL,
    commitment TEXT NOT NULL,
    previous TEXT NOT NULL,
    hash TEXT NOT NULL,
    PRIMARY KEY (body, number)
) STRICT;

CREATE INDEX journal_entry ON journal (body, register, entry, revision);

-- A number per scope, one higher after every transaction that touched it.
CREATE TABLE revision (
    body TEXT NOT NULL,
    scope TEXT NOT NULL,
    number BIGINT NOT NULL,
    PRIMARY KEY (body, scope)
) STRICT;

-- Counts that are kept up to date as entries change, so that no page counts a million rows.
CREATE TABLE tally (
    body TEXT NOT NULL REFERENCES body (id),
    register TEXT NOT NULL,
    name TEXT NOT NULL,
    value BIGINT NOT NULL,
    PRIMARY KEY (body, register, name)
) STRICT;

-- An edition of a register that was read from a file.
CREATE TABLE import (
    body TEXT NOT NULL REFERENCES body (id),
    id TEXT NOT NULL,
    register TEXT NOT NULL,
    file TEXT NOT NULL,
    hash TEXT NOT NULL,
    moment TEXT NOT NULL,
    content TEXT NOT NULL, -- JSON: counts of rows read, new, changed, ended, reported
    PRIMARY KEY (body, id)
) STRICT;

CREATE INDEX import_hash ON import (body, register, hash);

-- Work that must be done once, whichever program does it: it is leased for a time, and removed when done.
CREATE TABLE job (
    body TEXT NOT NULL REFERENCES body (id),
    id TEXT NOT NULL,
    kind TEXT NOT NULL,
    due TEXT NOT NULL,
    leased_until TEXT,
    content TEXT NOT NULL,
    PRIMARY KEY (body, id)
) STRICT;

CREATE INDEX job_due ON job (due);
