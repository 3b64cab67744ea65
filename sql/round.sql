-- SPDX-FileCopyrightText: 2026 The Waarborg authors
-- SPDX-License-Identifier: EUPL-1.2
--
-- Rounds. Who is concerned is asked by statements that are made from a register's definition (src/register/round_sql.c).

-- name: round_open
-- Changes no row when there is one that is open, or began that day.
INSERT INTO round (body, id, register, start, opened, opened_by, reason, due, closes)
VALUES (:body, :id, :register, :start, :opened, :by, :reason, :due, :closes)
ON CONFLICT DO NOTHING;

-- name: round_begun
SELECT 1 FROM round WHERE body = :body AND register = :register AND start = :start;

-- name: round_get
SELECT id, register, start, opened, opened_by, reason, due, closes, followed, closed, closed_by, closing, concerned, in_time, late
FROM round WHERE body = :body AND id = :id;

-- name: round_all_open
SELECT id, register, start, opened, opened_by, reason, due, closes, followed, closed, closed_by, closing, concerned, in_time, late
FROM round WHERE body = :body AND closed IS NULL ORDER BY register;

-- name: round_of_register
-- Newest first.
SELECT id, register, start, opened, opened_by, reason, due, closes, followed, closed, closed_by, closing, concerned, in_time, late
FROM round WHERE body = :body AND register = :register ORDER BY start DESC LIMIT :limit;

-- name: round_followed
UPDATE round SET followed = :day WHERE body = :body AND id = :id AND closed IS NULL;

-- name: round_follow_all
-- So much changed that all of them must be compared with all people.
UPDATE round SET followed = NULL WHERE body = :body AND closed IS NULL;

-- name: round_close
-- With what was counted. Changes no row when it is closed already.
UPDATE round SET closed = :moment, closed_by = :by, closing = :reason,
    concerned = (SELECT COALESCE(SUM(g.concerned), 0) FROM round_group g WHERE g.body = :body AND g.round = :id),
    in_time = (SELECT COALESCE(SUM(g.in_time), 0) FROM round_group g WHERE g.body = :body AND g.round = :id),
    late = (SELECT COALESCE(SUM(g.late), 0) FROM round_group g WHERE g.body = :body AND g.round = :id)
WHERE body = :body AND id = :id AND closed IS NULL;

-- name: round_step_add
INSERT INTO round_step (body, round, number, recipient, reach, due, asked_by)
SELECT :body, r.id, COALESCE((SELECT MAX(s.number) FROM round_step s WHERE s.body = :body AND s.round = :round), 0) + 1,
       CAST(:recipient AS TEXT), CAST(:reach AS TEXT), CAST(:due AS TEXT), CAST(:by AS TEXT)
FROM round r WHERE r.body = :body AND r.id = :round AND r.closed IS NULL;

-- name: round_steps
SELECT number, recipient, reach, due, asked_by, done, count FROM round_step
WHERE body = :body AND round = :round ORDER BY due, number;

-- name: round_step_done
UPDATE round_step SET done = :moment, count = :count
WHERE body = :body AND round = :round AND number = :number AND done IS NULL;

-- name: round_standing
-- How the people from :first to :last stand, by group.
SELECT office, unit, COUNT(*), SUM(CASE WHEN answer = 1 THEN 1 ELSE 0 END), SUM(CASE WHEN answer = 2 THEN 1 ELSE 0 END)
FROM round_person WHERE body = :body AND round = :round AND person >= :first AND person <= :last
GROUP BY office, unit;

-- name: round_group_add
INSERT INTO round_group (body, round, office, unit, concerned, in_time, late)
VALUES (:body, :round, :office, :unit, :concerned, :in_time, :late)
ON CONFLICT (body, round, office, unit) DO UPDATE SET concerned = round_group.concerned + excluded.concerned,
    in_time = round_group.in_time + excluded.in_time, late = round_group.late + excluded.late;

-- name: round_groups
SELECT office, unit, concerned, in_time, late FROM round_group
WHERE body = :body AND round = :round AND concerned > 0 ORDER BY office, unit;

-- name: round_to_ask
-- Behind a person, those who have not answered and were not asked by a step at or above :below.
SELECT p.person, p.asked, a.language FROM round_person p
LEFT JOIN account a ON a.body = :body AND a.person = p.person
WHERE p.body = :body AND p.round = :round AND p.person > :after AND p.answer = 0 AND p.asked < :below
ORDER BY p.person LIMIT :limit;

-- name: round_asked
UPDATE round_person SET asked = :number, asked_on = :day
WHERE body = :body AND round = :round AND person > :after AND person <= :last AND answer = 0 AND asked < :below;

-- name: round_people
-- From those who have not answered to those who were late, each by name, behind a place.
SELECT person, office, unit, sort_name, answer, answered, asked, asked_on FROM round_person
WHERE body = :body AND round = :round AND answer >= :least AND answer <= :most
  AND (answer, sort_name, person) > (:answer, :name, :person)
  AND (CAST(:office AS TEXT) = '' OR office = :office)
  AND (CAST(:words AS TEXT) = '' OR sort_name LIKE :words ESCAPE '!')
ORDER BY answer, sort_name, person LIMIT :limit;

-- name: round_people_of_units (sqlite)
-- Units are few beside all: they are looked up (a + keeps SQLite off the other index), and sorted. :units is a JSON array.
SELECT person, office, unit, sort_name, answer, answered, asked, asked_on FROM round_person
WHERE body = :body AND round = :round AND +answer >= :least AND +answer <= :most
  AND (+answer, sort_name, person) > (:answer, :name, :person)
  AND (CAST(:office AS TEXT) = '' OR office = :office)
  AND (CAST(:words AS TEXT) = '' OR sort_name LIKE :words ESCAPE '!')
  AND unit IN (SELECT value FROM json_each(:units))
ORDER BY +answer, sort_name, person LIMIT :limit;

-- name: round_people_of_units (postgresql)
SELECT person, office, unit, sort_name, answer, answered, asked, asked_on FROM round_person
WHERE body = :body AND round = :round AND answer >= :least AND answer <= :most
  AND (answer, sort_name, person) > (:answer, :name, :person)
  AND (CAST(:office AS TEXT) = '' OR office = :office)
  AND (CAST(:words AS TEXT) = '' OR sort_name LIKE :words ESCAPE '!')
  AND unit IN (SELECT value FROM json_array_elements_text(CAST(:units AS JSON)))
ORDER BY answer, sort_name, person LIMIT :limit;

-- name: round_of_person
-- What somebody is asked in rounds that are open.
SELECT r.register, r.due, r.closes, p.answer FROM round r
JOIN round_person p ON p.body = :body AND p.round = r.id AND p.person = :person
WHERE r.body = :body AND r.closed IS NULL;
