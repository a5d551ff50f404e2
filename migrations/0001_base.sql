-- Columns are BIGINT and TEXT only: the same text runs on SQLite and PostgreSQL.
-- Times are Unix milliseconds, days are TEXT 'YYYY-MM-DD', flags are 0 or 1.
-- "sealed" is base64 of XChaCha20-Poly1305 under the key kept outside the database.

CREATE TABLE counter (
    name  TEXT PRIMARY KEY,
    value BIGINT NOT NULL
);

-- What kind of database this is ('practice'), and the fingerprint of the sealing key.
CREATE TABLE mark (
    name  TEXT PRIMARY KEY,
    value TEXT NOT NULL
);

CREATE TABLE place (
    code       TEXT PRIMARY KEY,
    name       TEXT NOT NULL,
    kind       TEXT NOT NULL,
    parent     TEXT,
    from_day   TEXT,
    until_day  TEXT,
    successors TEXT NOT NULL DEFAULT '',
    phone      TEXT NOT NULL DEFAULT '',
    households BIGINT
);

-- One-time codes: only their keyed hash is kept.
CREATE TABLE invitation (
    code_key    TEXT PRIMARY KEY,
    role        TEXT NOT NULL,
    place       TEXT NOT NULL,
    topics      TEXT NOT NULL DEFAULT '',
    languages   TEXT NOT NULL DEFAULT '',
    name_sealed TEXT NOT NULL DEFAULT '',
    state       TEXT NOT NULL,
    created_at  BIGINT NOT NULL,
    expires_at  BIGINT NOT NULL
);

CREATE TABLE chat_group (
    id        TEXT PRIMARY KEY,
    account   TEXT NOT NULL,
    platform  TEXT NOT NULL,
    address   TEXT NOT NULL,
    place     TEXT NOT NULL,
    language  TEXT NOT NULL,
    state     TEXT NOT NULL,
    reason    TEXT NOT NULL DEFAULT '',
    linked_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX chat_group_address ON chat_group (account, address);

-- key = HMAC(account, address); the address itself only sealed.
CREATE TABLE person (
    key            TEXT PRIMARY KEY,
    account        TEXT NOT NULL,
    address_sealed TEXT NOT NULL,
    language       TEXT NOT NULL DEFAULT '',
    place          TEXT NOT NULL DEFAULT '',
    consent        TEXT NOT NULL DEFAULT '',
    consent_at     BIGINT,
    stopped        BIGINT NOT NULL DEFAULT 0,
    created_at     BIGINT NOT NULL
);

CREATE TABLE role (
    id           TEXT PRIMARY KEY,
    kind         TEXT NOT NULL,
    place        TEXT NOT NULL,
    topics       TEXT NOT NULL DEFAULT '',
    languages    TEXT NOT NULL DEFAULT '',
    name_sealed  TEXT NOT NULL DEFAULT '',
    person       TEXT NOT NULL,
    since        BIGINT NOT NULL,
    ended_at     BIGINT,
    absent_until BIGINT
);
CREATE INDEX role_person ON role (person);
CREATE INDEX role_place ON role (kind, place);

-- What came in. The body is sealed and is emptied once handled; the key stays to recognise a repetition.
CREATE TABLE inbox (
    seq         NUMBERED_KEY,
    account     TEXT NOT NULL,
    update_key  TEXT NOT NULL,
    event       TEXT NOT NULL,
    body        TEXT NOT NULL,
    state       TEXT NOT NULL,
    attempts    BIGINT NOT NULL DEFAULT 0,
    received_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX inbox_update ON inbox (account, update_key);
CREATE INDEX inbox_new ON inbox (seq) WHERE state = 'new';

CREATE TABLE polling (
    account TEXT PRIMARY KEY,
    next    TEXT NOT NULL
);

-- Who owns an account: one process polls, sends and paces it.
CREATE TABLE lease (
    account  TEXT PRIMARY KEY,
    owner    TEXT NOT NULL,
    fence    BIGINT NOT NULL,
    until_at BIGINT NOT NULL
);

-- What a person said in a chat ('' in private, else the group) while a choice is open there (consent, place, voice):
-- sealed, 24 h at most.
CREATE TABLE pending (
    person     TEXT NOT NULL,
    chat       TEXT NOT NULL,
    body       TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (person, chat)
);

CREATE TABLE question (
    code         TEXT PRIMARY KEY,
    state        TEXT NOT NULL,
    place        TEXT NOT NULL,
    topic        TEXT NOT NULL,
    sensitive    BIGINT NOT NULL DEFAULT 0,
    relayed      BIGINT NOT NULL DEFAULT 0,
    language     TEXT NOT NULL,
    body         TEXT NOT NULL,
    answer       TEXT NOT NULL DEFAULT '',
    asker        TEXT,
    chat_group   TEXT,
    message      TEXT,
    role         TEXT,
    why          TEXT NOT NULL DEFAULT '',
    same_as      TEXT,
    asked_at     BIGINT NOT NULL,
    due_at       BIGINT NOT NULL,
    reminded     BIGINT NOT NULL DEFAULT 0,
    opened_at    BIGINT NOT NULL,
    closed_at    BIGINT,
    -- 1 once the asker said that the answer is clear: said twice, it counts once.
    cleared      BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX question_open ON question (state, place);
CREATE INDEX question_asker ON question (asker);
CREATE INDEX question_closed ON question (closed_at);

CREATE TABLE item_release (
    item TEXT NOT NULL,
    form TEXT NOT NULL,
    hash TEXT NOT NULL,
    by_sealed TEXT NOT NULL,
    how  TEXT NOT NULL,
    at   BIGINT NOT NULL,
    PRIMARY KEY (item, form, hash)
);

CREATE TABLE publication (
    id         TEXT PRIMARY KEY,
    item       TEXT NOT NULL,
    revision   TEXT NOT NULL,
    rank       TEXT NOT NULL,
    places     TEXT NOT NULL,
    due_at     BIGINT NOT NULL,
    good_until BIGINT,
    -- 'writing' until every group has its rows (next_group says how far), then 'written'; or 'cancelled'.
    state      TEXT NOT NULL,
    next_group TEXT NOT NULL DEFAULT '',
    created_at BIGINT NOT NULL
);
CREATE INDEX publication_writing ON publication (created_at) WHERE state = 'writing';

-- A text that many deliveries share.
CREATE TABLE body (
    id   TEXT PRIMARY KEY,
    json TEXT NOT NULL
);

-- One row is one platform message. Parts of one delivery are ordered.
CREATE TABLE outbox (
    id          NUMBERED_KEY,
    cause       TEXT NOT NULL,
    account     TEXT NOT NULL,
    kind        TEXT NOT NULL,
    rank        BIGINT NOT NULL,
    chat_group  TEXT,
    person      TEXT,
    address_sealed TEXT,
    delivery    TEXT NOT NULL,
    part        BIGINT NOT NULL,
    body        TEXT,
    body_sealed TEXT,
    publication TEXT,
    question    TEXT,
    state       TEXT NOT NULL,
    attempts    BIGINT NOT NULL DEFAULT 0,
    again       BIGINT NOT NULL DEFAULT 0,
    not_before  BIGINT NOT NULL,
    good_until  BIGINT,
    created_at  BIGINT NOT NULL,
    changed_at  BIGINT NOT NULL,
    message     TEXT,
    reason      TEXT NOT NULL DEFAULT ''
);
CREATE UNIQUE INDEX outbox_cause ON outbox (cause);
CREATE INDEX outbox_due ON outbox (account, rank, not_before, id) WHERE state = 'waiting';
CREATE INDEX outbox_sending ON outbox (account) WHERE state = 'sending';
CREATE INDEX outbox_delivery ON outbox (delivery, part);
CREATE INDEX outbox_publication ON outbox (publication, state);
CREATE INDEX outbox_group_message ON outbox (chat_group, message);
CREATE INDEX outbox_person_message ON outbox (person, message);

-- A file that a platform holds already, so that it is uploaded once per account.
CREATE TABLE uploaded (
    hash    TEXT NOT NULL,
    account TEXT NOT NULL,
    file_id TEXT NOT NULL,
    PRIMARY KEY (hash, account)
);

-- What happened, appended in the transaction that made it true; never changed.
CREATE TABLE fact (
    seq    BIGINT PRIMARY KEY,
    at     BIGINT NOT NULL,
    kind   TEXT NOT NULL,
    place  TEXT NOT NULL,
    item   TEXT NOT NULL,
    ref    TEXT NOT NULL,
    detail TEXT NOT NULL
);
CREATE INDEX fact_at ON fact (at);
CREATE INDEX fact_closed ON fact (seq) WHERE kind = 'period_closed';
