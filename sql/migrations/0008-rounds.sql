-- SPDX-FileCopyrightText: 2026 The Waarborg authors
-- SPDX-License-Identifier: EUPL-1.2

-- A round: everyone concerned is asked to confirm what is registered about them.
CREATE TABLE round (
    body TEXT NOT NULL REFERENCES body (id),
    id TEXT NOT NULL,
    register TEXT NOT NULL,
    start TEXT NOT NULL,     -- confirmations from this day on count
    opened TEXT NOT NULL,    -- the day from which terms run
    opened_by TEXT NOT NULL, -- a person; empty: by itself
    reason TEXT NOT NULL,    -- why it was opened by hand
    due TEXT NOT NULL,       -- the last day to answer in time
    closes TEXT NOT NULL,    -- the last day
    followed TEXT,           -- the day on which it was last compared with all people; NULL: that must be done
    closed TEXT,             -- the moment; NULL: it is open
    closed_by TEXT,          -- a person; empty: by itself
    closing TEXT,            -- why it was closed by hand
    concerned BIGINT,        -- the figures, when it is closed
    in_time BIGINT,
    late BIGINT,
    PRIMARY KEY (body, id),
    UNIQUE (body, register, start)
) STRICT;

-- One at a time of each register.
CREATE UNIQUE INDEX round_open ON round (body, register) WHERE closed IS NULL;

-- The ladder of a round, as it was when the round opened, and reminders by hand.
CREATE TABLE round_step (
    body TEXT NOT NULL,
    round TEXT NOT NULL,
    number BIGINT NOT NULL CHECK (number > 0),
    recipient TEXT NOT NULL, -- holder, or a role
    reach TEXT NOT NULL CHECK (reach IN ('own', 'unit', 'all')),
    due TEXT NOT NULL,
    asked_by TEXT NOT NULL,  -- a person; empty: by itself
    done TEXT,               -- the moment
    count BIGINT,            -- how many people were asked or told
    PRIMARY KEY (body, round, number),
    FOREIGN KEY (body, round) REFERENCES round (body, id)
) STRICT;

-- Who is concerned, kept in step with people and statements while the round is open.
CREATE TABLE round_person (
    body TEXT NOT NULL,
    round TEXT NOT NULL,
    person TEXT NOT NULL,
    office TEXT NOT NULL,
    unit TEXT NOT NULL,
    sort_name TEXT NOT NULL,
    answer BIGINT NOT NULL CHECK (answer IN (0, 1, 2)), -- none, in time, late
    answered TEXT,         -- the day
    asked BIGINT NOT NULL, -- the last step of the ladder by which they were asked; 0: not yet
    asked_on TEXT,
    PRIMARY KEY (body, round, person),
    FOREIGN KEY (body, round) REFERENCES round (body, id)
) STRICT;

CREATE INDEX round_person_by_answer ON round_person (body, round, answer, sort_name, person, unit);
CREATE INDEX round_person_by_unit ON round_person (body, round, unit, answer, sort_name, person);

-- How many of each office and unit, counted as people answer.
CREATE TABLE round_group (
    body TEXT NOT NULL,
    round TEXT NOT NULL,
    office TEXT NOT NULL,
    unit TEXT NOT NULL,
    concerned BIGINT NOT NULL,
    in_time BIGINT NOT NULL,
    late BIGINT NOT NULL,
    PRIMARY KEY (body, round, office, unit),
    FOREIGN KEY (body, round) REFERENCES round (body, id)
) STRICT;
