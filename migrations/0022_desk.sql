-- The way into the desk: links that are good once and for minutes, and what came of them. Keys are HMACs: a copy of the
-- database opens nothing.
CREATE TABLE desk_link (
    key      TEXT   PRIMARY KEY,
    role     TEXT   NOT NULL,
    until_at BIGINT NOT NULL
);
CREATE TABLE desk_session (
    key      TEXT   PRIMARY KEY,
    role     TEXT   NOT NULL,
    began_at BIGINT NOT NULL,
    until_at BIGINT NOT NULL
);
