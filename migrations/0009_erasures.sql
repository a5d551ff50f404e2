-- That somebody had everything deleted: a keyed hash of their key, which nobody can turn back, so that a backup from before
-- does not bring them back. Neither when nor what; the same stand in a file beside the sealing key.
CREATE TABLE erasure (
    entry  TEXT PRIMARY KEY,
    person TEXT NOT NULL,
    extent TEXT NOT NULL
) UNNUMBERED;
