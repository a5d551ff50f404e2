-- What the choices in a message bring back, a line each ('' once one was taken), and whose they are: a person's key, or
-- '' for anybody in that group. So a digit finds the latest choice of a person in a chat.
ALTER TABLE outbox ADD COLUMN choices TEXT;
ALTER TABLE outbox ADD COLUMN chooser TEXT;
CREATE INDEX outbox_chooser ON outbox (chooser, id) WHERE chooser IS NOT NULL;
CREATE INDEX outbox_silent ON outbox (person) WHERE state = 'waiting' AND reason = 'silent';
