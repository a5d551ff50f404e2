-- A row of a publication is found by its publication and by whom it is for: rows that are written and sent together
-- stand together, and a send does not touch a page of each group's history.
DROP INDEX outbox_publication;
CREATE INDEX outbox_publication ON outbox (publication, COALESCE(chat_group, person)) WHERE publication IS NOT NULL;
DROP INDEX outbox_group_message;
CREATE INDEX outbox_group_message ON outbox (chat_group, message) WHERE publication IS NULL AND chat_group IS NOT NULL;
CREATE INDEX publication_item ON publication (item);
CREATE INDEX chat_group_place ON chat_group (place);
-- When somebody last went on writing: what stands still was left by a dead process.
ALTER TABLE publication ADD COLUMN written_at BIGINT NOT NULL DEFAULT 0;
ALTER TABLE withdrawal ADD COLUMN written_at BIGINT NOT NULL DEFAULT 0;
