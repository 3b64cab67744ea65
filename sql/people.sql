-- SPDX-FileCopyrightText: 2026 The Waarborg authors
-- SPDX-License-Identifier: EUPL-1.2
--
-- Accounts, sessions and what guards them.

-- name: account_add
-- The person, or the address, may have an account: then nothing is added.
INSERT INTO account (body, id, person, login, email, language, state, created, totp_step)
VALUES (:body, :id, :person, :login, :email, :language, 'invited', :created, 0)
ON CONFLICT DO NOTHING;

-- name: account_of_id
SELECT id, person, login, email, language, state, created, CASE WHEN password IS NULL THEN 0 ELSE 1 END,
       CASE WHEN totp IS NULL THEN 0 ELSE 1 END
FROM account WHERE body = :body AND id = :id;

-- name: account_of_person
SELECT id, person, login, email, language, state, created, CASE WHEN password IS NULL THEN 0 ELSE 1 END,
       CASE WHEN totp IS NULL THEN 0 ELSE 1 END
FROM account WHERE body = :body AND person = :person;

-- name: account_of_login
SELECT id, person, login, email, language, state, created, CASE WHEN password IS NULL THEN 0 ELSE 1 END,
       CASE WHEN totp IS NULL THEN 0 ELSE 1 END
FROM account WHERE body = :body AND login = :login;

-- name: account_after
SELECT id, person, login, email, language, state, created, CASE WHEN password IS NULL THEN 0 ELSE 1 END,
       CASE WHEN totp IS NULL THEN 0 ELSE 1 END
FROM account WHERE body = :body AND login > :login ORDER BY login LIMIT 500;

-- name: account_secrets (sqlite)
-- What signing in compares with. Whoever asks this in a write keeps others from changing it meanwhile.
SELECT state, password, totp, totp_offered, totp_step FROM account WHERE body = :body AND id = :id;

-- name: account_secrets (postgresql)
-- What signing in compares with. Whoever asks this in a write keeps others from changing it meanwhile.
SELECT state, password, totp, totp_offered, totp_step FROM account WHERE body = :body AND id = :id FOR UPDATE;

-- name: account_password
SELECT password FROM account WHERE body = :body AND id = :id AND state = 'active';

-- name: account_set_language
UPDATE account SET language = :language WHERE body = :body AND id = :id;

-- name: account_set_email
UPDATE account SET login = :login, email = :email WHERE body = :body AND id = :id;

-- name: account_set_password
UPDATE account SET password = :password, state = 'active' WHERE body = :body AND id = :id AND state <> 'disabled';

-- name: account_renew_password
-- The same password, kept by stronger terms: unless it was changed meanwhile.
UPDATE account SET password = :new WHERE body = :body AND id = :id AND password = :old;

-- name: account_disable
UPDATE account SET state = 'disabled' WHERE body = :body AND id = :id;

-- name: account_enable
UPDATE account SET state = CASE WHEN password IS NULL THEN 'invited' ELSE 'active' END
WHERE body = :body AND id = :id AND state = 'disabled';

-- name: account_activate
UPDATE account SET state = 'active' WHERE body = :body AND id = :id AND state <> 'disabled';

-- name: account_reset
UPDATE account SET state = 'invited', password = NULL WHERE body = :body AND id = :id AND state <> 'disabled';

-- name: account_offer_totp
UPDATE account SET totp_offered = :secret WHERE body = :body AND id = :id;

-- name: account_set_totp
UPDATE account SET totp = totp_offered, totp_offered = NULL, totp_step = :step WHERE body = :body AND id = :id;

-- name: account_use_totp
UPDATE account SET totp_step = :step WHERE body = :body AND id = :id AND totp_step < :step;

-- name: account_remove_totp
UPDATE account SET totp = NULL, totp_offered = NULL WHERE body = :body AND id = :id;

-- name: recovery_add
INSERT INTO account_recovery (body, account, hash) VALUES (:body, :account, :hash);

-- name: recovery_use
DELETE FROM account_recovery WHERE body = :body AND account = :account AND hash = :hash;

-- name: recovery_left
SELECT COUNT(*) FROM account_recovery WHERE body = :body AND account = :account;

-- name: recovery_clear
DELETE FROM account_recovery WHERE body = :body AND account = :account;

-- name: session_add
-- Only for an account that may sign in.
INSERT INTO account_session (body, hash, id, account, state, browser, system, started, seen, misses)
SELECT :body, CAST(:hash AS TEXT), CAST(:id AS TEXT), id, CAST(:state AS TEXT), CAST(:browser AS TEXT),
       CAST(:system AS TEXT), CAST(:now AS TEXT), CAST(:now AS TEXT), 0
FROM account WHERE body = :body AND id = :account AND state = 'active';

-- name: session_of_hash
SELECT s.id, s.browser, s.system, s.started, s.seen,
       a.id, a.person, a.login, a.email, a.language, a.state, a.created,
       CASE WHEN a.password IS NULL THEN 0 ELSE 1 END, CASE WHEN a.totp IS NULL THEN 0 ELSE 1 END
FROM account_session s JOIN account a ON a.body = s.body AND a.id = s.account
WHERE s.body = :body AND s.hash = :hash AND s.state = :state AND s.started > :started AND s.seen > :seen
  AND a.state = 'active';

-- name: session_code (sqlite)
-- A session that waits for a code, to be counted in.
SELECT account, misses FROM account_session
WHERE body = :body AND hash = :hash AND state = 'code' AND started > :started;

-- name: session_code (postgresql)
-- A session that waits for a code, to be counted in.
SELECT account, misses FROM account_session
WHERE body = :body AND hash = :hash AND state = 'code' AND started > :started FOR UPDATE;

-- name: session_miss
UPDATE account_session SET misses = misses + 1 WHERE body = :body AND hash = :hash;

-- name: session_see
UPDATE account_session SET seen = :now WHERE body = :body AND hash = :hash AND seen < :now;

-- name: session_list
SELECT id, browser, system, started, seen FROM account_session
WHERE body = :body AND account = :account AND state = 'open' AND started > :started AND seen > :seen
ORDER BY started DESC, id;

-- name: session_end
DELETE FROM account_session WHERE body = :body AND hash = :hash;

-- name: session_end_one
DELETE FROM account_session WHERE body = :body AND account = :account AND id = :id;

-- name: session_end_others
DELETE FROM account_session WHERE body = :body AND account = :account AND id <> :keep;

-- name: session_end_of_person
DELETE FROM account_session
WHERE body = :body AND account IN (SELECT id FROM account WHERE body = :body AND person = :person);

-- name: session_end_oldest
-- All but the newest of an account.
DELETE FROM account_session
WHERE body = :body AND account = :account AND hash NOT IN (
    SELECT hash FROM account_session WHERE body = :body AND account = :account
    ORDER BY started DESC, hash LIMIT :keep);

-- name: session_prune
DELETE FROM account_session
WHERE body = :body AND (seen <= :seen OR (state = 'open' AND started <= :open) OR (state = 'code' AND started <= :code));

-- name: link_add
INSERT INTO account_link (body, hash, account, purpose, expires)
VALUES (:body, :hash, :account, :purpose, :expires);

-- name: link_of_hash
SELECT l.purpose, a.id, a.person, a.login, a.email, a.language, a.state, a.created,
       CASE WHEN a.password IS NULL THEN 0 ELSE 1 END, CASE WHEN a.totp IS NULL THEN 0 ELSE 1 END
FROM account_link l JOIN account a ON a.body = l.body AND a.id = l.account
WHERE l.body = :body AND l.hash = :hash AND l.expires > :now AND a.state <> 'disabled';

-- name: link_use
DELETE FROM account_link WHERE body = :body AND hash = :hash AND expires > :now;

-- name: link_end
DELETE FROM account_link WHERE body = :body AND account = :account;

-- name: link_end_lost
DELETE FROM account_link WHERE body = :body AND account = :account AND purpose = 'lost';

-- name: link_prune
DELETE FROM account_link WHERE body = :body AND expires <= :now;

-- name: device_known
SELECT 1 FROM account_device WHERE body = :body AND account = :account AND hash = :hash AND used > :used;

-- name: device_put
INSERT INTO account_device (body, account, hash, used) VALUES (:body, :account, :hash, :used)
ON CONFLICT (body, account, hash) DO UPDATE SET used = excluded.used;

-- name: device_forget_oldest
-- All but those used last.
DELETE FROM account_device
WHERE body = :body AND account = :account AND hash NOT IN (
    SELECT hash FROM account_device WHERE body = :body AND account = :account
    ORDER BY used DESC, hash LIMIT :keep);

-- name: device_clear
DELETE FROM account_device WHERE body = :body AND account = :account;

-- name: device_prune
DELETE FROM account_device WHERE body = :body AND used <= :used;

-- name: brake_hold
-- Makes the row if it is not there, and keeps others away from it until this write is done.
INSERT INTO account_brake (body, purpose, place, misses, until, latest)
VALUES (:body, :purpose, :place, 0, :now, :now)
ON CONFLICT (body, purpose, place) DO UPDATE SET misses = account_brake.misses
RETURNING misses, until, latest;

-- name: brake_put
UPDATE account_brake SET misses = :misses, until = :until, latest = :latest
WHERE body = :body AND purpose = :purpose AND place = :place;

-- name: brake_ease
-- One miss less, and no wait: what was counted in advance went well.
UPDATE account_brake SET misses = CASE WHEN misses > 0 THEN misses - 1 ELSE 0 END, until = :now
WHERE body = :body AND purpose = :purpose AND place = :place;

-- name: brake_clear
DELETE FROM account_brake WHERE body = :body AND purpose = :purpose AND place = :place;

-- name: brake_prune
DELETE FROM account_brake WHERE body = :body AND latest <= :latest;

-- name: openid_begin
INSERT INTO account_openid (body, hash, onward, expires) VALUES (:body, :hash, :onward, :expires);

-- name: openid_end
-- Once: whoever comes second finds nothing.
DELETE FROM account_openid WHERE body = :body AND hash = :hash AND expires > :now RETURNING onward;

-- name: openid_prune
DELETE FROM account_openid WHERE body = :body AND expires <= :now;

-- name: openid_prune_oldest
-- All but the newest.
DELETE FROM account_openid
WHERE body = :body AND expires <= (
    SELECT expires FROM account_openid WHERE body = :body ORDER BY expires DESC LIMIT 1 OFFSET :keep);
