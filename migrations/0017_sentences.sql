-- What an author wrote into the draft of a filed report, kept with it and offered in the next month's draft. A draft that is
-- read back again is another row: what was offered once is offered the same for ever.
CREATE TABLE report_sentence (
    place   TEXT   NOT NULL,
    period  TEXT   NOT NULL,
    -- Which time the draft was read back.
    reading BIGINT NOT NULL,
    section TEXT   NOT NULL,
    -- The filed version that it belongs to.
    version BIGINT NOT NULL,
    text    TEXT   NOT NULL,
    at      BIGINT NOT NULL,
    PRIMARY KEY (place, period, reading, section)
);

-- Reports that were handed in: nobody is reminded of them any more.
CREATE TABLE report_handed_in (
    place  TEXT   NOT NULL,
    period TEXT   NOT NULL,
    at     BIGINT NOT NULL,
    PRIMARY KEY (place, period)
);
