-- Voices and pictures in questions and answers, fetched when the question or the answer is stored and kept sealed until it is
-- handled. id and owner are keyed hashes (of the file, of its question): nothing here leads to a question without the key.
-- source: the account and the platform's handle, sealed. not_before: of one that is still to be fetched, when it is tried.
CREATE TABLE kept_file (
    id         TEXT   PRIMARY KEY,
    owner      TEXT   NOT NULL,
    source     TEXT   NOT NULL,
    state      TEXT   NOT NULL,
    tries      BIGINT NOT NULL DEFAULT 0,
    not_before BIGINT NOT NULL DEFAULT 0,
    pieces     BIGINT NOT NULL DEFAULT 0
) UNNUMBERED;
CREATE INDEX kept_file_owner ON kept_file (owner);
CREATE INDEX kept_file_wanted ON kept_file (not_before) WHERE state = 'wanted';

-- Their bytes, sealed piece by piece: a whole file is more than one row should hold.
CREATE TABLE kept_piece (
    file   TEXT   NOT NULL,
    piece  BIGINT NOT NULL,
    sealed TEXT   NOT NULL,
    PRIMARY KEY (file, piece)
);
