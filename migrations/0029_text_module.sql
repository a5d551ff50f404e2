-- Ready answers of an office, by a name: whoever answers in that place sends one at a touch. Words of an office, of nobody's question.
CREATE TABLE text_module (
    id    TEXT PRIMARY KEY,
    -- Whose it is: used there and in all places below.
    place TEXT NOT NULL,
    -- Name, topic and text.
    body  TEXT NOT NULL
);
CREATE INDEX text_module_place ON text_module (place);
