-- What is looked for while somebody waits must not cost more the more there is.
CREATE INDEX outbox_question ON outbox (question) WHERE question IS NOT NULL;
CREATE INDEX outbox_trouble ON outbox (state, account) WHERE state IN ('failed', 'unknown');
CREATE INDEX question_same ON question (same_as) WHERE same_as IS NOT NULL;
