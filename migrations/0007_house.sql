-- An ownership has a term: the number by which it differs from those before and after it.
ALTER TABLE lease RENAME COLUMN fence TO term;

-- Who decided what: by role, never by account; no role is the command line, and a name only what it was given, sealed.
CREATE TABLE act (
    id          NUMBERED_KEY,
    at          BIGINT NOT NULL,
    deed        TEXT NOT NULL,
    role        TEXT,
    name_sealed TEXT,
    about       TEXT NOT NULL
);
CREATE INDEX act_at ON act (at);
