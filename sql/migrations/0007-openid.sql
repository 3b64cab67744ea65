-- SPDX-FileCopyrightText: 2026 The Waarborg authors
-- SPDX-License-Identifier: EUPL-1.2

-- Who was sent to the identity provider of the body and has not come back yet. The browser's cookie has what everything that
-- passes between the three is made of; here is a hash of it.
CREATE TABLE account_openid (
    body TEXT NOT NULL REFERENCES body (id),
    hash TEXT NOT NULL,
    onward TEXT NOT NULL, -- where they wanted to go
    expires TEXT NOT NULL,
    PRIMARY KEY (body, hash)
) STRICT;

CREATE INDEX account_openid_expires ON account_openid (body, expires);
