-- SPDX-FileCopyrightText: 2026 The Waarborg authors
-- SPDX-License-Identifier: EUPL-1.2
--
-- Versions, journal and counts of entries. The statements of each register's own table are made from its
-- definition (src/register/projection.c, list.c).

-- name: body_lock (sqlite)
-- One writer per body at a time: on SQLite there is only one anyway.
SELECT id FROM body WHERE id = :body;

-- name: body_lock (postgresql)
-- Another program may write to the same body: it waits here, and reads the journal's head afterwards.
SELECT id FROM body WHERE id = :body FOR UPDATE;

-- name: journal_head
SELECT number, hash FROM journal WHERE body = :body ORDER BY number DESC LIMIT 1;

-- name: journal_append
INSERT INTO journal (body, number, moment, actor, action, register, entry, revision, commitment, previous, hash)
VALUES (:body, :number, :moment, :actor, :action, :register, :entry, :revision, :commitment, :previous, :hash);

-- name: journal_hash_at
SELECT hash FROM journal WHERE body = :body AND number = :number;

-- name: journal_after
-- The journal with its versions, in order, 500 rows at a time.
SELECT j.number, j.moment, j.actor, j.action, j.register, j.entry, j.revision, j.commitment, j.previous, j.hash,
       v.revision AS version, v.definition, v.state, v.content, v.reason, v.salt
FROM journal j
LEFT JOIN version v ON v.body = j.body AND v.register = j.register AND v.entry = j.entry
                   AND v.revision = j.revision
WHERE j.body = :body AND j.number > :number
ORDER BY j.number LIMIT 500;

-- name: journal_erasures
-- Whether the journal says that an entry's content was erased.
SELECT COUNT(*) FROM journal
WHERE body = :body AND register = :register AND entry = :entry AND action = 'erase';

-- name: version_unjournalled
-- Versions that no journal row tells of: added behind its back.
SELECT v.register, v.entry, v.revision FROM version v
WHERE v.body = :body AND NOT EXISTS (
    SELECT 1 FROM journal j
    WHERE j.body = v.body AND j.register = v.register AND j.entry = v.entry AND j.revision = v.revision)
LIMIT 100;

-- name: version_add
INSERT INTO version (body, register, entry, revision, definition, state, content, reason, salt)
VALUES (:body, :register, :entry, :revision, :definition, :state, :content, :reason, :salt);

-- name: version_newest
SELECT revision, definition, state, content FROM version
WHERE body = :body AND register = :register AND entry = :entry
ORDER BY revision DESC LIMIT 1;

-- name: version_history
-- Every version of one entry with who, when and why, newest first.
SELECT v.revision, v.definition, v.state, v.content, v.reason, j.moment, j.actor, j.action
FROM version v
JOIN journal j ON j.body = v.body AND j.register = v.register AND j.entry = v.entry AND j.revision = v.revision
WHERE v.body = :body AND v.register = :register AND v.entry = :entry
ORDER BY v.revision DESC LIMIT 200;

-- name: version_erase
UPDATE version SET content = NULL, reason = NULL, salt = NULL
WHERE body = :body AND register = :register AND entry = :entry;

-- name: version_next
-- The newest version of each entry of a register, in the order of their ids, 500 at a time.
SELECT v.entry, v.revision, v.definition, v.state, v.content FROM version v
WHERE v.body = :body AND v.register = :register AND v.entry > :entry
  AND v.revision = (SELECT MAX(n.revision) FROM version n
                    WHERE n.body = v.body AND n.register = v.register AND n.entry = v.entry)
ORDER BY v.entry LIMIT 500;

-- name: version_moment
-- When the newest version of an entry was made.
SELECT moment FROM journal
WHERE body = :body AND register = :register AND entry = :entry AND revision = :revision;

-- name: definition_keep
-- Definitions hold nothing of a body.
INSERT INTO definition (hash, register, version, content) VALUES (:hash, :register, :version, :content)
ON CONFLICT (hash) DO NOTHING;

-- name: tally_add
INSERT INTO tally (body, register, name, value) VALUES (:body, :register, :name, :value)
ON CONFLICT (body, register, name) DO UPDATE SET value = tally.value + excluded.value;

-- name: tally_list
SELECT name, value FROM tally WHERE body = :body AND register = :register ORDER BY name;

-- name: tally_one
SELECT value FROM tally WHERE body = :body AND register = :register AND name = :name;

-- name: tally_clear
DELETE FROM tally WHERE body = :body AND register = :register;

-- name: body_list
-- across bodies: the program reads all bodies when it starts
SELECT id, content FROM body ORDER BY id;

-- name: body_add
INSERT INTO body (id, host, content) VALUES (:body, :host, :content);

-- name: body_change
UPDATE body SET host = :host, content = :content WHERE id = :body;

-- name: register_in_force_list
-- The definition under which each register of a body is kept.
SELECT f.register, f.definition, d.version, d.content
FROM register_in_force f JOIN definition d ON d.hash = f.definition
WHERE f.body = :body;

-- name: register_in_force_put
INSERT INTO register_in_force (body, register, definition) VALUES (:body, :register, :definition)
ON CONFLICT (body, register) DO UPDATE SET definition = excluded.definition;

-- name: table_columns (sqlite)
-- across bodies: tables are the same for every body
SELECT name FROM pragma_table_info(:table);

-- name: table_columns (postgresql)
-- across bodies: tables are the same for every body
SELECT CAST(column_name AS TEXT) FROM information_schema.columns
WHERE table_schema = current_schema() AND table_name = :table;

-- name: revision_of_register
-- Changes whenever an entry of a register does, a statement, a person or a role.
SELECT COALESCE((SELECT r.number FROM revision r WHERE r.body = :body AND r.scope = :scope), 0)
     + COALESCE((SELECT s.number FROM revision s WHERE s.body = :body AND s.scope = 'register/statements'), 0)
     + COALESCE((SELECT p.number FROM revision p WHERE p.body = :body AND p.scope = 'register/people'), 0)
     + COALESCE((SELECT q.number FROM revision q WHERE q.body = :body AND q.scope = 'register/roles'), 0);
