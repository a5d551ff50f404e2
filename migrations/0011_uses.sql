-- A person has a key for each use: known (what they agreed to), asker in private, member of each group, holder of a role.
-- What must be written to later has an address of its own under the key of that use, and only as long as something needs
-- it; what somebody agreed to has none. key_name says which sealing key made a key; '' is one of before, which stood for all uses.
CREATE TABLE reach (
    key            TEXT PRIMARY KEY,
    key_name       TEXT NOT NULL,
    account        TEXT NOT NULL,
    address_sealed TEXT NOT NULL,
    language       TEXT NOT NULL,
    stopped        BIGINT NOT NULL
) UNNUMBERED;
INSERT INTO reach (key, key_name, account, address_sealed, language, stopped)
SELECT key, '', account, address_sealed, language, stopped FROM person WHERE address_sealed <> '' ORDER BY key;
CREATE INDEX reach_key_name ON reach (key_name, key);
CREATE TABLE known (
    key      TEXT PRIMARY KEY,
    key_name TEXT NOT NULL,
    account  TEXT NOT NULL,
    language TEXT NOT NULL,
    place    TEXT NOT NULL,
    consent  TEXT NOT NULL,
    stopped  BIGINT NOT NULL,
    fresh    BIGINT NOT NULL,
    quarter  BIGINT NOT NULL
) UNNUMBERED;
INSERT INTO known (key, key_name, account, language, place, consent, stopped, fresh, quarter)
SELECT key, '', account, language, place, consent, stopped, fresh, quarter FROM person ORDER BY key;
DROP TABLE person;
ALTER TABLE known RENAME TO person;
CREATE INDEX person_stranger ON person (fresh) WHERE consent = '';
CREATE INDEX person_quarter ON person (quarter);
CREATE INDEX person_key_name ON person (key_name);
-- What leads from a question back to a chat (the number of the asking message until it is closed; the role of who asked, if
-- they hold one) and who may answer it, sealed. Both stood in the clear before: what is open is sealed at the next start.
ALTER TABLE question ADD COLUMN back TEXT NOT NULL DEFAULT '';
CREATE INDEX question_back ON question (chat_group) WHERE back <> '';
UPDATE question SET message = NULL, sensitive = 0 WHERE state <> 'open';
-- Why a question went to the province's desk is told like any other way.
UPDATE question SET why = 'why-reporter' WHERE why = 'why-province';
