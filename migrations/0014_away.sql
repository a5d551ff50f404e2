-- From when somebody who answers is away: they may say so before the day has come. None: they are away already.
ALTER TABLE role ADD COLUMN absent_from BIGINT;
