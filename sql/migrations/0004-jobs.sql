-- SPDX-FileCopyrightText: 2026 The Waarborg authors
-- SPDX-License-Identifier: EUPL-1.2

-- How often a job was asked for, and how often it failed since it last went well.
ALTER TABLE job ADD COLUMN asked BIGINT NOT NULL DEFAULT 1;
ALTER TABLE job ADD COLUMN attempts BIGINT NOT NULL DEFAULT 0;

-- Each body's jobs are asked for by themselves.
DROP INDEX job_due;
CREATE INDEX job_due ON job (body, due);
