-- SPDX-FileCopyrightText: 2026 The Waarborg authors
-- SPDX-License-Identifier: EUPL-1.2
--
-- Messages: who is asked what, and when.

-- name: message_add (sqlite)
-- :messages is a JSON array of [id, recipient, kind, language, about, content, planned]. The same id twice is the message
-- once.
INSERT INTO message (body, id, recipient, kind, language, about, content, planned, due, attempts, state)
SELECT :body, json_extract(value, '$[0]'), json_extract(value, '$[1]'), json_extract(value, '$[2]'),
       json_extract(value, '$[3]'), json_extract(value, '$[4]'), json_extract(value, '$[5]'), json_extract(value, '$[6]'),
       json_extract(value, '$[6]'), 0, 'waiting'
FROM json_each(:messages) WHERE true
ON CONFLICT (body, id) DO NOTHING;

-- name: message_add (postgresql)
INSERT INTO message (body, id, recipient, kind, language, about, content, planned, due, attempts, state)
SELECT :body, given ->> 0, given ->> 1, given ->> 2, given ->> 3, given ->> 4, given ->> 5, given ->> 6, given ->> 6, 0,
       'waiting'
FROM json_array_elements(CAST(:messages AS JSON)) AS messages (given)
ON CONFLICT (body, id) DO NOTHING;

-- name: message_next
SELECT MIN(due) FROM message WHERE body = :body AND state = 'waiting';

-- name: message_first
-- Whose turn it is.
SELECT recipient FROM message WHERE body = :body AND state = 'waiting' AND due <= :now ORDER BY due LIMIT 1;

-- name: message_due
SELECT id, kind, language, about, content, planned, attempts FROM message
WHERE body = :body AND state = 'waiting' AND recipient = :recipient AND due <= :now
ORDER BY planned, id LIMIT :limit;

-- name: message_settle
-- What it said is not kept.
UPDATE message SET state = :state, settled = :now, reason = :reason, content = ''
WHERE body = :body AND id = :id AND state = 'waiting';

-- name: message_later
UPDATE message SET attempts = attempts + 1, due = :due WHERE body = :body AND id = :id AND state = 'waiting';

-- name: message_settle_due
-- What was planned before :planned and is due.
UPDATE message SET state = :state, settled = :now, reason = :reason, content = ''
WHERE body = :body AND state = 'waiting' AND due <= :now AND planned <= :planned;

-- name: message_drop
UPDATE message SET state = 'dropped', settled = :now, reason = :reason, content = ''
WHERE body = :body AND about = :about AND recipient = :recipient AND state = 'waiting';

-- name: message_drop_some
UPDATE message SET state = 'dropped', settled = :now, reason = :reason, content = ''
WHERE body = :body AND id IN (SELECT id FROM message WHERE body = :body AND about = :about AND state = 'waiting' LIMIT 1000);

-- name: message_counts
SELECT kind, state, COUNT(*) FROM message WHERE body = :body AND about = :about GROUP BY state, kind ORDER BY kind, state;

-- name: message_of_about
SELECT id, recipient, kind, about, planned, settled, state, attempts, reason FROM message
WHERE body = :body AND about = :about AND state = :state AND (kind, recipient, id) > (:kind, :recipient, :id)
ORDER BY kind, recipient, id LIMIT :limit;

-- name: message_of_recipient
SELECT id, recipient, kind, about, planned, settled, state, attempts, reason FROM message
WHERE body = :body AND recipient = :recipient AND (planned, id) > (:planned, :id)
ORDER BY planned, id LIMIT :limit;
