-- SPDX-FileCopyrightText: 2026 The Waarborg authors
-- SPDX-License-Identifier: EUPL-1.2
--
-- What was typed and not sent.

-- name: draft_keep
INSERT INTO draft (body, account, path, content, kept) VALUES (:body, :account, :path, :content, :kept)
ON CONFLICT (body, account, path) DO UPDATE SET content = excluded.content, kept = excluded.kept;

-- name: draft_find
SELECT content, kept FROM draft WHERE body = :body AND account = :account AND path = :path;

-- name: draft_list
SELECT path, kept, LENGTH(content) FROM draft WHERE body = :body AND account = :account ORDER BY kept DESC LIMIT 100;

-- name: draft_drop
DELETE FROM draft WHERE body = :body AND account = :account AND path = :path;

-- name: draft_forget
DELETE FROM draft WHERE body = :body AND kept < :before;
