-- A release is good where whoever made it reaches: below the place of their role ('': everywhere, as the command line). Each
-- place may release the same form for itself.
CREATE TABLE let_out (
    item      TEXT NOT NULL,
    form      TEXT NOT NULL,
    hash      TEXT NOT NULL,
    scope     TEXT NOT NULL,
    by_sealed TEXT NOT NULL,
    how       TEXT NOT NULL,
    at        BIGINT NOT NULL,
    PRIMARY KEY (item, form, hash, scope)
);
INSERT INTO let_out (item, form, hash, scope, by_sealed, how, at)
SELECT item, form, hash, '', by_sealed, how, at FROM item_release;
DROP TABLE item_release;
ALTER TABLE let_out RENAME TO item_release;

-- Cards that wait, by whom they are for: found to keep a fair order among those who asked.
CREATE INDEX outbox_cards ON outbox (person) WHERE kind = 'card' AND state = 'waiting';

-- From whom no question is taken until a day is over. Nothing else says so, and the row goes with the day.
CREATE TABLE refused_asker (
    asker TEXT PRIMARY KEY,
    day   TEXT NOT NULL
) UNNUMBERED;
