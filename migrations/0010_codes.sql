-- Which role made a one-time code: it is void when that role ends. None: the command line.
ALTER TABLE invitation ADD COLUMN made_by TEXT;
CREATE INDEX invitation_state ON invitation (state, made_by);
