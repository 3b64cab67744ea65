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
-- The same job twice is the job once.
INSERT INTO job (body, id, kind, due, leased_until, content)
VALUES (:body, :id, :kind, :due, NULL, :content)
ON CONFLICT (body, id) DO NOTHING;

-- name: job_due
-- across bodies: one program does the work of every body; each job then runs in a session of its own body
SELECT body, id, kind, due, content FROM job
WHERE due <= :now AND (leased_until IS NULL OR leased_until <= :now)
ORDER BY due LIMIT :limit;

-- name: job_lease
-- Changes no row when another program was first.
UPDATE job SET leased_until = :until
WHERE body = :body AND id = :id AND (leased_until IS NULL OR leased_until <= :now);

-- name: job_done
DELETE FROM job WHERE body = :body AND id = :id;
