-- A person has no times: joined with the times of questions they told who asked. What is left is a quarter of a year
-- (2026-4 is 8107), so that who is not heard of for four of them is forgotten, and whether a stranger is new.
DROP INDEX person_stranger;
CREATE TABLE known (
    key            TEXT PRIMARY KEY,
    account        TEXT NOT NULL,
    address_sealed TEXT NOT NULL,
    language       TEXT NOT NULL,
    place          TEXT NOT NULL,
    consent        TEXT NOT NULL,
    stopped        BIGINT NOT NULL,
    fresh          BIGINT NOT NULL,
    quarter        BIGINT NOT NULL
) UNNUMBERED;
INSERT INTO known (key, account, address_sealed, language, place, consent, stopped, fresh, quarter)
SELECT key, account, address_sealed, language, place, consent, stopped, 1, 8107 FROM person ORDER BY key;
DROP TABLE person;
ALTER TABLE known RENAME TO person;
CREATE INDEX person_stranger ON person (fresh) WHERE consent = '';
CREATE INDEX person_quarter ON person (quarter);
CREATE INDEX person_address ON person (key) WHERE address_sealed <> '';
