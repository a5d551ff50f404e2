-- From when somebody who answers is away: they may say so before the day has come. None: they are away already.
ALTER TABLE role ADD COLUMN absent_from BIGINT;

-- What a secretary is called in the village (trưởng bản, già làng, …). '': by the name of the role.
ALTER TABLE role ADD COLUMN title TEXT NOT NULL DEFAULT '';
ALTER TABLE invitation ADD COLUMN title TEXT NOT NULL DEFAULT '';
