//! Nothing on disk and nothing in the log holds a person: every byte is searched, in every way it could be written.
