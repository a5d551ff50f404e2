-- An answered question that somebody proposed for the village, as long as that is under way: sealed, and nothing beside the
-- code, so that no moment, place or person of it stands in the clear. It goes when it is posted, given up or lapses.
CREATE TABLE proposal (
    question TEXT PRIMARY KEY,
    body     TEXT NOT NULL
);

-- Answers that were released to everybody: written anew without names, of no question any more. The code is its own.
CREATE TABLE shared_answer (
    code  TEXT PRIMARY KEY,
    -- The commune for which it was released.
    place TEXT NOT NULL,
    topic TEXT NOT NULL,
    -- The item that it cites, and the hash of that item's words then; empty: none.
    item  TEXT NOT NULL,
    form  TEXT NOT NULL,
    -- The day on which it was released.
    day   TEXT NOT NULL,
    body  TEXT NOT NULL
);
