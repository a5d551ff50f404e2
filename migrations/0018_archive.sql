-- What is left of a delivery that was settled long ago (`keep_deliveries`): what refuses its cause once more, and how its
-- text stood. about and name are hashes: of the cause as far as it is shared with others (the item, not the group), so that
-- what is looked for together stands together, and of the whole. parts: so many, from the first on, were put. arrived: the
-- platform took the first of them, or may have.
CREATE TABLE archived (
    about   BIGINT NOT NULL,
    name    BIGINT NOT NULL,
    parts   BIGINT NOT NULL,
    state   TEXT   NOT NULL,
    arrived BIGINT NOT NULL,
    PRIMARY KEY (about, name)
) UNNUMBERED;
-- How many groups' texts of a publication went there, by how they stood.
CREATE TABLE archived_count (
    publication TEXT   NOT NULL,
    state       TEXT   NOT NULL,
    texts       BIGINT NOT NULL,
    PRIMARY KEY (publication, state)
) UNNUMBERED;

-- When a shared text was last put. Of those that are there already nobody wrote it down: no later than the newest message.
ALTER TABLE body ADD COLUMN used_at BIGINT NOT NULL DEFAULT 0;
UPDATE body SET used_at = (SELECT COALESCE(MAX(created_at), 0) FROM outbox);
CREATE INDEX body_used ON body (used_at);
