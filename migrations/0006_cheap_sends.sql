-- A row of a publication is found by its publication and by whom it is for: rows that are written and sent together
-- stand together, and a send does not touch a page of each group's history.
DROP INDEX outbox_publication;
CREATE INDEX outbox_publication ON outbox (publication, chat_group) WHERE publication IS NOT NULL;
CREATE INDEX outbox_private_item ON outbox (publication, person) WHERE publication IS NOT NULL AND person IS NOT NULL;
DROP INDEX outbox_group_message;
CREATE INDEX outbox_group_message ON outbox (chat_group, message) WHERE publication IS NULL AND chat_group IS NOT NULL;
CREATE INDEX publication_item ON publication (item);
CREATE INDEX chat_group_place ON chat_group (place);
-- When somebody last went on writing: what stands still was left by a dead process.
ALTER TABLE publication ADD COLUMN written_at BIGINT NOT NULL DEFAULT 0;
ALTER TABLE withdrawal ADD COLUMN written_at BIGINT NOT NULL DEFAULT 0;

-- What is looked for again and again (to be forgotten in time) is found without a look at everything that ever was.
CREATE INDEX outbox_tied ON outbox (changed_at) WHERE person IS NOT NULL OR chooser IS NOT NULL;
CREATE INDEX question_kept ON question (closed_at) WHERE body <> '' OR answer <> '';
CREATE INDEX question_tied ON question (closed_at) WHERE asker IS NOT NULL OR message IS NOT NULL;
CREATE INDEX question_message ON question (message) WHERE message IS NOT NULL;
DROP INDEX inbox_new;
CREATE INDEX inbox_new ON inbox (account, seq) WHERE state = 'new';
CREATE INDEX person_stranger ON person (created_at) WHERE consent = '';

-- How many of a delivery's parts, from the first on, are its text: a group's state is that of its whole text.
ALTER TABLE outbox ADD COLUMN texts BIGINT NOT NULL DEFAULT 1;
CREATE INDEX outbox_lost_answer ON outbox (changed_at) WHERE kind = 'answer' AND state = 'failed';
