-- The pair of tokens of a Zalo Official Account, sealed; one row an account. Whoever renews holds the row.
-- (When the platform last pushed anything to it stands in `polling`: from there its history is asked.)
CREATE TABLE zalo_token (
    account        TEXT PRIMARY KEY,
    -- 'good', or 'consent': an administrator has to say yes again, in a browser.
    state          TEXT NOT NULL,
    -- Raised with every new pair: whoever read an older one reads again.
    generation     BIGINT NOT NULL,
    access_sealed  TEXT NOT NULL DEFAULT '',
    refresh_sealed TEXT NOT NULL DEFAULT '',
    issued_at      BIGINT NOT NULL DEFAULT 0,
    expires_at     BIGINT NOT NULL DEFAULT 0,
    -- How often this refresh token was, or may have been, presented. Raised and committed before it is.
    presented      BIGINT NOT NULL DEFAULT 0,
    -- Who presents it now, and until when nobody else may.
    holder         TEXT NOT NULL DEFAULT '',
    held_until     BIGINT NOT NULL DEFAULT 0,
    -- Keyed hash of the token of the settings that was taken in last: another one there is a new consent.
    settings_key   TEXT NOT NULL DEFAULT '',
    -- A consent that is under way (verifier and state), sealed.
    asked_sealed   TEXT NOT NULL DEFAULT ''
);
