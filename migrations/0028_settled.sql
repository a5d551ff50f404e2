-- Who does not want to be asked, days after an answer, whether the matter was settled.
ALTER TABLE person ADD COLUMN unasked BIGINT NOT NULL DEFAULT 0;
ALTER TABLE reach ADD COLUMN unasked BIGINT NOT NULL DEFAULT 0;
