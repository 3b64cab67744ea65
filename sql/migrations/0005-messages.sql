-- SPDX-FileCopyrightText: 2026 The Waarborg authors
-- SPDX-License-Identifier: EUPL-1.2

-- Who is asked what, and when; kept for ever, but for what it said.
CREATE TABLE message (
    body TEXT NOT NULL REFERENCES body (id),
    id TEXT NOT NULL,
    recipient TEXT NOT NULL, -- the id of a person, or an e-mail address
    kind TEXT NOT NULL,
    language TEXT NOT NULL,
    about TEXT NOT NULL,    -- what it belongs to: a round, an entry; empty: nothing
    content TEXT NOT NULL,  -- JSON, never anything confidential; empty when it is no longer waiting
    planned TEXT NOT NULL,  -- from which moment it was to be sent
    due TEXT NOT NULL,      -- from which moment it is tried, the next time
    attempts BIGINT NOT NULL,
    state TEXT NOT NULL,    -- waiting, sent, failed, dropped
    settled TEXT,           -- when it was sent, failed or dropped
    reason TEXT,            -- why it failed or was dropped
    PRIMARY KEY (body, id)
) STRICT;

-- What waits is little, beside what was sent.
CREATE INDEX message_waiting ON message (body, due) WHERE state = 'waiting';
CREATE INDEX message_waiting_for ON message (body, recipient, due) WHERE state = 'waiting';
CREATE INDEX message_about ON message (body, about, state, kind, recipient, id);
CREATE INDEX message_recipient ON message (body, recipient, planned, id);
