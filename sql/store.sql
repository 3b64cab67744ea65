-- SPDX-FileCopyrightText: 2026 The Waarborg authors
-- SPDX-License-Identifier: EUPL-1.2

-- The statements of the store itself: revisions, migrations, jobs.

-- name: revision_all
-- across bodies: what this program knows of all of them is kept in memory
SELECT body, scope, number FROM revision;

-- name: revision_touch (sqlite)
-- :scopes is a JSON array, each scope once.
INSERT INTO revision (body, scope, number)
SELECT :body, value, 1 FROM json_each(:scopes) WHERE true
ON CONFLICT (body, scope) DO UPDATE SET number = revision.number + 1
RETURNING scope, number;

-- name: revision_touch (postgresql)
-- In order, so that two programs never wait for each other's row.
INSERT INTO revision (body, scope, number)
SELECT :body, scope, 1 FROM json_array_elements_text(CAST(:scopes AS JSON)) AS scopes (scope) ORDER BY scope
ON CONFLICT (body, scope) DO UPDATE SET number = revision.number + 1
RETURNING scope, number;

-- name: revision_notify (sqlite)
-- across bodies: there is nothing to tell here: other programs see that the file changed
SELECT 1 WHERE :message IS NULL;

-- name: revision_notify (postgresql)
-- across bodies: it tells other programs that share this database, and reads no row
SELECT pg_notify('waarborg_revision', :message);

-- name: migration_table (sqlite)
-- across bodies: it asks whether there are tables at all
SELECT 1 FROM sqlite_schema WHERE name = 'migration';

-- name: migration_table (postgresql)
-- across bodies: it asks whether there are tables at all
SELECT 1 FROM pg_catalog.pg_tables WHERE tablename = 'migration' AND schemaname = current_schema();

-- name: migration_all
-- across bodies: tables are the same for every body
SELECT number, name, hash FROM migration ORDER BY number;

-- name: migration_insert
-- across bodies: tables are the same for every body
INSERT INTO migration (number, name, hash, moment) VALUES (:number, :name, :hash, :moment);

-- name: job_insert
-- The same job twice is the job once, due at the earlier moment. That it was asked for again is counted: whoever
-- is doing it now may have begun too early to see why.
INSERT INTO job (body, id, kind, due, leased_until, content, asked, attempts)
VALUES (:body, :id, :kind, :due, NULL, :content, 1, 0)
ON CONFLICT (body, id) DO UPDATE SET asked = job.asked + 1, content = excluded.content,
    due = CASE WHEN excluded.due < job.due THEN excluded.due ELSE job.due END;

-- name: job_there
SELECT 1 FROM job WHERE body = :body AND id = :id;

-- name: job_take
-- Gives no row when nothing is due, or when another program was first.
UPDATE job SET leased_until = :until
WHERE body = :body AND due <= :now AND (leased_until IS NULL OR leased_until <= :now)
    AND id = (SELECT id FROM job WHERE body = :body AND due <= :now
        AND (leased_until IS NULL OR leased_until <= :now) ORDER BY due, id LIMIT 1)
RETURNING id, kind, due, content, asked, attempts;

-- name: job_next
SELECT MIN(CASE WHEN leased_until > due THEN leased_until ELSE due END) FROM job WHERE body = :body;

-- name: job_release
-- Changes no row when the lease was lost. A job that was asked for while it was done stays due.
UPDATE job SET leased_until = NULL, attempts = :attempts,
    due = CASE WHEN asked = :asked THEN :due ELSE due END
WHERE body = :body AND id = :id AND leased_until = :lease;

-- name: job_remove
DELETE FROM job WHERE body = :body AND id = :id AND asked = :asked AND leased_until IS NULL;
