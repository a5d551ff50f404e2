-- What is looked for while somebody waits must not cost more the more there is.
CREATE INDEX outbox_question ON outbox (question) WHERE question IS NOT NULL;
CREATE INDEX outbox_trouble ON outbox (state, account) WHERE state IN ('failed', 'unknown');
CREATE INDEX question_same ON question (same_as) WHERE same_as IS NOT NULL;

-- An announcement of one part to a group pays for no more indexes than it is found by.
DROP INDEX outbox_delivery;
CREATE INDEX outbox_delivery ON outbox (delivery, part) WHERE part > 0;
DROP INDEX outbox_person_message;
CREATE INDEX outbox_person_message ON outbox (person, message) WHERE person IS NOT NULL;
