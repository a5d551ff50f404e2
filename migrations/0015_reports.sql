-- Reports as they were filed when their period ended: kept for ever, so that nobody can say that a figure was always so.
CREATE TABLE report_filed (
    place    TEXT   NOT NULL,
    period   TEXT   NOT NULL,
    version  BIGINT NOT NULL,
    at       BIGINT NOT NULL,
    checksum TEXT   NOT NULL,
    -- The document as JSON, whole.
    document TEXT   NOT NULL,
    PRIMARY KEY (place, period, version)
);
