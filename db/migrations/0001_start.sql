-- The first schema. db/schema.md says what each table is for.
-- Times are UTC, RFC 3339 with six decimals, so that they sort as text. Ids are UUIDv7 as text.

CREATE TABLE vault (
    id         TEXT NOT NULL PRIMARY KEY,
    created_at TEXT NOT NULL
) STRICT;

CREATE TABLE staff (
    id         TEXT NOT NULL PRIMARY KEY,
    name       TEXT NOT NULL CHECK (name <> ''),
    role       TEXT NOT NULL CHECK (role IN ('administrator', 'member', 'elsewhere')),
    created_at TEXT NOT NULL
) STRICT;

CREATE TABLE patient (
    number      INTEGER PRIMARY KEY,
    id          TEXT NOT NULL UNIQUE,
    name        TEXT NOT NULL CHECK (name <> ''),
    birth_date  TEXT,
    phone       TEXT,
    folded_name TEXT NOT NULL,
    created_at  TEXT NOT NULL,
    seen_at     TEXT NOT NULL
) STRICT;
CREATE INDEX patient_by_name ON patient (folded_name, birth_date);
CREATE INDEX patient_by_seen ON patient (seen_at);

-- Words are folded and split by the program; the tokenizer must not do it again.
CREATE VIRTUAL TABLE patient_search USING fts5 (
    words,
    content = '', contentless_delete = 1, detail = none, prefix = '1 2 3 4 5 6', tokenize = 'ascii'
);

CREATE TABLE checklist (
    id              TEXT NOT NULL PRIMARY KEY,
    patient_id      TEXT NOT NULL REFERENCES patient (id),
    as_of           TEXT NOT NULL,
    content_version TEXT NOT NULL,
    created_at      TEXT NOT NULL,
    by              TEXT NOT NULL REFERENCES staff (id)
) STRICT;
CREATE INDEX checklist_by_patient ON checklist (patient_id, created_at);

CREATE TABLE entry (
    checklist_id TEXT    NOT NULL REFERENCES checklist (id),
    number       INTEGER NOT NULL CHECK (number > 0),
    field        TEXT    NOT NULL CHECK (field <> ''),
    value        TEXT    CHECK (value IS NULL OR json_valid(value)),
    at           TEXT    NOT NULL,
    by           TEXT    NOT NULL REFERENCES staff (id),
    PRIMARY KEY (checklist_id, number)
) STRICT, WITHOUT ROWID;

CREATE VIEW current_entry AS
    SELECT checklist_id, number, field, value, at, by
    FROM entry
    WHERE value IS NOT NULL
      AND NOT EXISTS (
          SELECT 1 FROM entry AS later
          WHERE later.checklist_id = entry.checklist_id
            AND later.number > entry.number
            AND later.field = entry.field);

CREATE TABLE printed (
    id           TEXT NOT NULL PRIMARY KEY,
    checklist_id TEXT NOT NULL REFERENCES checklist (id),
    document     TEXT NOT NULL CHECK (json_valid(document)),
    at           TEXT NOT NULL,
    by           TEXT NOT NULL REFERENCES staff (id)
) STRICT;
CREATE INDEX printed_by_checklist ON printed (checklist_id);

CREATE TABLE place (
    checklist_id TEXT NOT NULL PRIMARY KEY REFERENCES checklist (id),
    place        TEXT NOT NULL CHECK (json_valid(place)),
    at           TEXT NOT NULL
) STRICT;

CREATE TABLE setting (
    key   TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL CHECK (json_valid(value)),
    at    TEXT NOT NULL
) STRICT;

-- What was said, and what was handed out, stays as it was.
CREATE TRIGGER entry_is_never_changed BEFORE UPDATE ON entry
    BEGIN SELECT RAISE(ABORT, 'entries are only added'); END;
CREATE TRIGGER entry_is_never_deleted BEFORE DELETE ON entry
    BEGIN SELECT RAISE(ABORT, 'entries are only added'); END;
CREATE TRIGGER entry_has_no_gap BEFORE INSERT ON entry
    WHEN NEW.number <> (SELECT coalesce(max(number), 0) + 1 FROM entry WHERE checklist_id = NEW.checklist_id)
    BEGIN SELECT RAISE(ABORT, 'entries are numbered without a gap'); END;
CREATE TRIGGER printed_is_never_changed BEFORE UPDATE ON printed
    BEGIN SELECT RAISE(ABORT, 'printed documents are only added'); END;
CREATE TRIGGER printed_is_never_deleted BEFORE DELETE ON printed
    BEGIN SELECT RAISE(ABORT, 'printed documents are only added'); END;
CREATE TRIGGER checklist_is_never_changed BEFORE UPDATE ON checklist
    BEGIN SELECT RAISE(ABORT, 'a checklist keeps its day and its patient'); END;
CREATE TRIGGER checklist_is_never_deleted BEFORE DELETE ON checklist
    BEGIN SELECT RAISE(ABORT, 'checklists are only added'); END;
