-- An item taken back without a replacement. Its publications are 'withdrawn', and whoever got it is told.
-- edition: how often it had been withdrawn before; what is published after a new release is another edition.
CREATE TABLE withdrawal (
    item       TEXT NOT NULL,
    edition    BIGINT NOT NULL,
    by_sealed  TEXT NOT NULL,
    how        TEXT NOT NULL,
    -- What is said, by language, in JSON: a process that takes it up needs nothing else.
    notices    TEXT NOT NULL,
    -- 'telling' until every group has its row (next_group says how far), then 'told'.
    state      TEXT NOT NULL,
    next_group TEXT NOT NULL,
    at         BIGINT NOT NULL,
    PRIMARY KEY (item, edition)
);
