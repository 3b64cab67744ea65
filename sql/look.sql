-- SPDX-FileCopyrightText: 2026 The Waarborg authors
-- SPDX-License-Identifier: EUPL-1.2

-- Who looked at what was not theirs: once per day, by day.

-- name: look_there
SELECT 1 FROM look
WHERE body = :body AND holder = :holder AND day = :day AND actor = :actor AND register = :register
  AND entry = :entry;

-- name: look_add
INSERT INTO look (body, holder, day, actor, register, entry)
VALUES (:body, :holder, :day, :actor, :register, :entry)
ON CONFLICT (body, holder, day, actor, register, entry) DO NOTHING;

-- name: look_of_holder
-- At whose entries somebody looked, newest first, before a day.
SELECT day, actor, register, entry, holder FROM look
WHERE body = :body AND holder = :holder AND day < :before
ORDER BY day DESC, actor, register, entry LIMIT :limit;

-- name: look_of_all
SELECT day, actor, register, entry, holder FROM look
WHERE body = :body AND day < :before
ORDER BY day DESC, actor, register, entry, holder LIMIT :limit;

-- name: look_forget
DELETE FROM look WHERE body = :body AND day < :day;
