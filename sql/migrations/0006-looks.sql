-- SPDX-FileCopyrightText: 2026 The Waarborg authors
-- SPDX-License-Identifier: EUPL-1.2

-- Who looked at an entry, or through a register, that was not about themselves. By day: least data.
CREATE TABLE look (
    body TEXT NOT NULL REFERENCES body (id),
    holder TEXT NOT NULL, -- whom the entry is about; empty: a list of many people, or of nobody
    day TEXT NOT NULL,
    actor TEXT NOT NULL,
    register TEXT NOT NULL,
    entry TEXT NOT NULL, -- empty: a list
    PRIMARY KEY (body, holder, day, actor, register, entry)
) STRICT;

CREATE INDEX look_day ON look (body, day);
