-- The asker found the answer in what an item says: nobody had to answer.
ALTER TABLE question ADD COLUMN served BIGINT NOT NULL DEFAULT 0;
