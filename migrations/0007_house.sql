-- An ownership has a term: the number by which it differs from those before and after it.
ALTER TABLE lease RENAME COLUMN fence TO term;
