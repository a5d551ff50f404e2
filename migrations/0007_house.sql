-- What is owned has a kind (an account, a task that one process does for all, the wish for an account) and a term: the
-- number by which one ownership differs from those before and after it. Nobody's: owner is NULL.
CREATE TABLE ownership (
    kind     TEXT NOT NULL,
    name     TEXT NOT NULL,
    owner    TEXT,
    term     BIGINT NOT NULL,
    until_at BIGINT NOT NULL,
    PRIMARY KEY (kind, name)
);
INSERT INTO ownership (kind, name, owner, term, until_at)
SELECT 'account', account, owner, fence, until_at FROM lease WHERE account NOT LIKE '#%';
UPDATE ownership SET owner = NULL WHERE owner = '';
DROP TABLE lease;
ALTER TABLE ownership RENAME TO lease;

-- A chat of which only the address is kept says whose it is: a platform may have a way for each.
ALTER TABLE outbox ADD COLUMN address_chat TEXT;
UPDATE outbox SET address_chat = 'group', person = NULL WHERE person = '';

-- Whether a role's holder is there: 'present', 'away' (until when stands beside it) or 'gone' (nobody knows until when).
ALTER TABLE role ADD COLUMN standing TEXT NOT NULL DEFAULT 'present';
UPDATE role SET standing = 'away' WHERE absent_until IS NOT NULL;
UPDATE role SET standing = 'gone', absent_until = NULL WHERE absent_until >= 253370764800000;

-- What waits for a group and says why: found when the group is heard of again.
CREATE INDEX outbox_held ON outbox (chat_group) WHERE state = 'waiting' AND reason <> '';
-- The number of a message is good in its own chat only, so of a group it carries the chat. Zalo's numbers are good
-- everywhere; of a person the chat is the same for good.
UPDATE outbox SET message = (SELECT g.address FROM chat_group g WHERE g.id = outbox.chat_group) || '/' || message
WHERE message <> '' AND chat_group IN (SELECT id FROM chat_group WHERE platform = 'telegram');
UPDATE question SET message = (SELECT g.address FROM chat_group g WHERE g.id = question.chat_group) || '/' || message
WHERE message <> '' AND chat_group IN (SELECT id FROM chat_group WHERE platform = 'telegram');

-- Who decided what: by role, never by account; no role is the command line, and a name only what it was given, sealed.
CREATE TABLE act (
    id          NUMBERED_KEY,
    at          BIGINT NOT NULL,
    deed        TEXT NOT NULL,
    role        TEXT,
    name_sealed TEXT,
    about       TEXT NOT NULL
);
CREATE INDEX act_at ON act (at);

-- What waits for a person and says why: found when they write.
DROP INDEX outbox_silent;
CREATE INDEX outbox_kept ON outbox (person) WHERE state = 'waiting' AND reason <> '';
