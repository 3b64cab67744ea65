-- SPDX-FileCopyrightText: 2026 The Waarborg authors
-- SPDX-License-Identifier: EUPL-1.2

-- The definition under which a body keeps each of its registers: when the program has another, nothing is
-- written until waarborg migrate.
CREATE TABLE register_in_force (
    body TEXT NOT NULL REFERENCES body (id),
    register TEXT NOT NULL,
    definition TEXT NOT NULL REFERENCES definition (hash),
    PRIMARY KEY (body, register)
) STRICT;

-- (postgresql)
-- Free text is found by three letters at a time.
CREATE EXTENSION IF NOT EXISTS pg_trgm;
-- (both)
