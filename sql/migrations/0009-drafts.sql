-- SPDX-FileCopyrightText: 2026 The Waarborg authors
-- SPDX-License-Identifier: EUPL-1.2

-- What somebody typed into a form and did not send yet: theirs alone, one of each form, gone when it is sent or after its term.
CREATE TABLE draft (
    body TEXT NOT NULL,
    account TEXT NOT NULL,
    path TEXT NOT NULL,    -- of the form
    content TEXT NOT NULL, -- JSON: [["name", "what was typed"], ...]
    kept TEXT NOT NULL,
    PRIMARY KEY (body, account, path),
    FOREIGN KEY (body, account) REFERENCES account (body, id)
) STRICT;

CREATE INDEX draft_kept ON draft (body, kept);
