-- SPDX-FileCopyrightText: 2026 The Waarborg authors
-- SPDX-License-Identifier: EUPL-1.2
--
-- Editions of registers that were read from files.

-- name: import_newest
-- The edition that was read last.
SELECT hash, moment, content FROM import
WHERE body = :body AND register = :register
ORDER BY moment DESC, id DESC LIMIT 1;

-- name: import_add
INSERT INTO import (body, id, register, file, hash, moment, content)
VALUES (:body, :id, :register, :file, :hash, :moment, :content);

-- name: import_changed_since
-- Whether somebody changed entries of the register after the journal's row number :number.
SELECT 1 FROM journal WHERE body = :body AND number > :number AND register = :register LIMIT 1;

-- name: import_brought
-- Whether an entry came from an import.
SELECT 1 FROM journal
WHERE body = :body AND register = :register AND entry = :entry AND revision = 1 AND action = 'import';
