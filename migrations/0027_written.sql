-- Items that are written at the desk, in the form of a folder: a version is what one hand made of it, with all its files.
-- place: whose item it is, empty: everybody's. submitted: the version that was handed in for release, 0: none yet; only that is
-- seen outside the desk.
CREATE TABLE written_item (
    item      TEXT   PRIMARY KEY,
    place     TEXT   NOT NULL DEFAULT '',
    version   BIGINT NOT NULL,
    submitted BIGINT NOT NULL DEFAULT 0
);
-- role: whose holder saved it, empty: the command line. forms: the hash of each form, empty where it cannot be read yet.
CREATE TABLE written_version (
    item    TEXT   NOT NULL,
    version BIGINT NOT NULL,
    role    TEXT   NOT NULL,
    at      BIGINT NOT NULL,
    forms   TEXT   NOT NULL,
    PRIMARY KEY (item, version)
);
CREATE TABLE written_file (
    item    TEXT   NOT NULL,
    version BIGINT NOT NULL,
    name    TEXT   NOT NULL,
    hash    TEXT   NOT NULL,
    PRIMARY KEY (item, version, name)
);
-- The bytes of an item's files, each once, in pieces: a voice is more than one row should hold.
CREATE TABLE written_piece (
    item  TEXT   NOT NULL,
    hash  TEXT   NOT NULL,
    piece BIGINT NOT NULL,
    bytes TEXT   NOT NULL,
    PRIMARY KEY (item, hash, piece)
);
