-- What a period's facts came to, so that a report need not read the whole log. Made from the log alone, and made again
-- whenever it is missing or of another program.
CREATE TABLE report_carry (
    period  TEXT   PRIMARY KEY,
    -- First moment, and first moment after it: other days or another zone make other periods.
    begins  BIGINT NOT NULL,
    ends    BIGINT NOT NULL,
    -- Every fact up to this number is in it.
    upto    BIGINT NOT NULL,
    program TEXT   NOT NULL,
    -- As the period began, and as it stood at that number; none of what is long over.
    opening TEXT   NOT NULL,
    running TEXT
);
