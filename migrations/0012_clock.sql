-- The last moment that was believed, and, while the clock on the wall is doubted, what time it would be had it not jumped
-- and for how long the new time has been watched. One row; it says nothing of anybody.
CREATE TABLE timekeeper (
    name      TEXT PRIMARY KEY,
    seen      BIGINT NOT NULL,
    held_from BIGINT,
    watched   BIGINT NOT NULL
);
