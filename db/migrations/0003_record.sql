-- A record for years: who opened the vault, what happened to keys, how each entry came about, what is known
-- of a patient besides the visits, follow-ups, and erasure. db/schema.md says what each table is for.

CREATE TABLE session (
    number   INTEGER NOT NULL PRIMARY KEY CHECK (number > 0),
    staff_id TEXT    NOT NULL REFERENCES staff (id),
    way      TEXT    NOT NULL CHECK (way IN ('passphrase', 'recovery')),
    at       TEXT    NOT NULL
) STRICT;

ALTER TABLE staff ADD COLUMN removed_at TEXT;
CREATE TABLE staff_event (
    number   INTEGER NOT NULL PRIMARY KEY CHECK (number > 0),
    staff_id TEXT    NOT NULL REFERENCES staff (id),
    what     TEXT    NOT NULL CHECK (what IN ('added', 'removed', 'returned', 'role', 'passphrase', 'recovery', 're-keyed')),
    value    TEXT,
    at       TEXT    NOT NULL,
    by       TEXT    NOT NULL REFERENCES staff (id)
) STRICT;

-- How an entry came about. Entries from before say no version: they have that of their checklist.
ALTER TABLE entry ADD COLUMN content_version TEXT CHECK (content_version <> '');
ALTER TABLE entry ADD COLUMN how TEXT NOT NULL DEFAULT 'said' CHECK (how IN ('said', 'undone', 'redone', 'carried'));
ALTER TABLE entry ADD COLUMN said_on TEXT CHECK ((how = 'carried') = (said_on IS NOT NULL));
ALTER TABLE checklist ADD COLUMN started_from TEXT REFERENCES checklist (id);

CREATE TABLE patient_entry (
    patient_id TEXT    NOT NULL REFERENCES patient (id),
    number     INTEGER NOT NULL CHECK (number > 0),
    field      TEXT    NOT NULL CHECK (field <> ''),
    value      TEXT    CHECK (value IS NULL OR json_valid(value)),
    at         TEXT    NOT NULL,
    by         TEXT    NOT NULL REFERENCES staff (id),
    PRIMARY KEY (patient_id, number)
) STRICT, WITHOUT ROWID;

-- What is known of the patients that are here, as if it had been said by whoever made the vault.
INSERT INTO patient_entry (patient_id, number, field, value, at, by)
    SELECT id, 1, 'name', json_quote(name), created_at, (SELECT id FROM staff ORDER BY rowid LIMIT 1) FROM patient;
INSERT INTO patient_entry (patient_id, number, field, value, at, by)
    SELECT id, 2, 'birth_date', json_quote(birth_date), created_at, (SELECT id FROM staff ORDER BY rowid LIMIT 1)
    FROM patient WHERE birth_date IS NOT NULL;
INSERT INTO patient_entry (patient_id, number, field, value, at, by)
    SELECT id, 2 + (birth_date IS NOT NULL), 'phone', json_quote(phone), created_at,
           (SELECT id FROM staff ORDER BY rowid LIMIT 1)
    FROM patient WHERE phone IS NOT NULL;

CREATE VIEW current_patient_entry AS
    SELECT patient_id, number, field, value, at, by
    FROM patient_entry
    WHERE value IS NOT NULL
      AND NOT EXISTS (
          SELECT 1 FROM patient_entry AS later
          WHERE later.patient_id = patient_entry.patient_id
            AND later.number > patient_entry.number
            AND later.field = patient_entry.field);

-- A patient who was found to be another one: an alias, until it is taken back.
ALTER TABLE patient ADD COLUMN merged_into TEXT REFERENCES patient (id);
CREATE INDEX patient_by_merge ON patient (merged_into) WHERE merged_into IS NOT NULL;
CREATE TABLE patient_merge (
    number     INTEGER NOT NULL PRIMARY KEY CHECK (number > 0),
    patient_id TEXT    NOT NULL REFERENCES patient (id),
    into_id    TEXT    NOT NULL REFERENCES patient (id),
    what       TEXT    NOT NULL CHECK (what IN ('merged', 'parted')),
    at         TEXT    NOT NULL,
    by         TEXT    NOT NULL REFERENCES staff (id),
    CHECK (patient_id <> into_id)
) STRICT;
CREATE INDEX patient_merge_by_patient ON patient_merge (patient_id);
CREATE INDEX patient_merge_by_other ON patient_merge (into_id);

-- What was half-typed when the vault was locked.
CREATE TABLE draft (
    staff_id TEXT NOT NULL PRIMARY KEY REFERENCES staff (id),
    draft    TEXT NOT NULL CHECK (json_valid(draft)),
    at       TEXT NOT NULL
) STRICT;

-- Days that follow from what was said last about a patient's plan and approval.
CREATE TABLE upcoming (
    patient_id   TEXT NOT NULL REFERENCES patient (id),
    kind         TEXT NOT NULL CHECK (kind IN ('plan-year', 'authorization-ends')),
    on_day       TEXT NOT NULL,
    checklist_id TEXT NOT NULL REFERENCES checklist (id),
    PRIMARY KEY (patient_id, kind)
) STRICT, WITHOUT ROWID;
CREATE INDEX upcoming_by_day ON upcoming (on_day);

CREATE TABLE follow_up (
    id           TEXT    NOT NULL PRIMARY KEY,
    patient_id   TEXT    NOT NULL REFERENCES patient (id),
    checklist_id TEXT    REFERENCES checklist (id),
    drug         TEXT    NOT NULL,
    test         TEXT    NOT NULL,
    week         INTEGER NOT NULL CHECK (week >= 0),
    started_on   TEXT    NOT NULL,
    created_at   TEXT    NOT NULL,
    by           TEXT    NOT NULL REFERENCES staff (id),
    due_on       TEXT    NOT NULL,
    state        TEXT    NOT NULL CHECK (state IN ('open', 'done', 'dropped')),
    UNIQUE (patient_id, drug, test, week, started_on)
) STRICT;
CREATE INDEX follow_up_by_day ON follow_up (state, due_on);
CREATE TABLE follow_up_event (
    follow_up_id TEXT    NOT NULL REFERENCES follow_up (id),
    number       INTEGER NOT NULL CHECK (number > 0),
    what         TEXT    NOT NULL CHECK (what IN ('planned', 'moved', 'done', 'dropped', 'reopened')),
    due_on       TEXT    NOT NULL,
    at           TEXT    NOT NULL,
    by           TEXT    NOT NULL REFERENCES staff (id),
    PRIMARY KEY (follow_up_id, number)
) STRICT, WITHOUT ROWID;

-- Only while a patient is being erased does a row stand here, and only that patient's rows may go then.
CREATE TABLE erasing (patient_id TEXT NOT NULL PRIMARY KEY) STRICT;
CREATE TABLE erasure (
    number     INTEGER NOT NULL PRIMARY KEY CHECK (number > 0),
    checklists INTEGER NOT NULL,
    at         TEXT    NOT NULL,
    by         TEXT    NOT NULL REFERENCES staff (id)
) STRICT;

DROP TRIGGER entry_is_never_deleted;
CREATE TRIGGER entry_is_never_deleted BEFORE DELETE ON entry
    WHEN NOT EXISTS (SELECT 1 FROM checklist JOIN erasing USING (patient_id) WHERE checklist.id = OLD.checklist_id)
    BEGIN SELECT RAISE(ABORT, 'entries are only added'); END;
DROP TRIGGER printed_is_never_deleted;
CREATE TRIGGER printed_is_never_deleted BEFORE DELETE ON printed
    WHEN NOT EXISTS (SELECT 1 FROM checklist JOIN erasing USING (patient_id) WHERE checklist.id = OLD.checklist_id)
    BEGIN SELECT RAISE(ABORT, 'printed documents are only added'); END;
DROP TRIGGER checklist_is_never_deleted;
CREATE TRIGGER checklist_is_never_deleted BEFORE DELETE ON checklist
    WHEN NOT EXISTS (SELECT 1 FROM erasing WHERE patient_id = OLD.patient_id)
    BEGIN SELECT RAISE(ABORT, 'checklists are only added'); END;

CREATE TRIGGER patient_is_never_deleted BEFORE DELETE ON patient
    WHEN NOT EXISTS (SELECT 1 FROM erasing WHERE patient_id = OLD.id)
    BEGIN SELECT RAISE(ABORT, 'patients are only erased'); END;
CREATE TRIGGER patient_entry_is_never_changed BEFORE UPDATE ON patient_entry
    BEGIN SELECT RAISE(ABORT, 'entries are only added'); END;
CREATE TRIGGER patient_entry_is_never_deleted BEFORE DELETE ON patient_entry
    WHEN NOT EXISTS (SELECT 1 FROM erasing WHERE patient_id = OLD.patient_id)
    BEGIN SELECT RAISE(ABORT, 'entries are only added'); END;
CREATE TRIGGER patient_entry_has_no_gap BEFORE INSERT ON patient_entry
    WHEN NEW.number <> (SELECT coalesce(max(number), 0) + 1 FROM patient_entry WHERE patient_id = NEW.patient_id)
    BEGIN SELECT RAISE(ABORT, 'entries are numbered without a gap'); END;
CREATE TRIGGER patient_merge_is_never_changed BEFORE UPDATE ON patient_merge
    BEGIN SELECT RAISE(ABORT, 'merges are only added'); END;
CREATE TRIGGER patient_merge_is_never_deleted BEFORE DELETE ON patient_merge
    WHEN NOT EXISTS (SELECT 1 FROM erasing WHERE patient_id IN (OLD.patient_id, OLD.into_id))
    BEGIN SELECT RAISE(ABORT, 'merges are only added'); END;
CREATE TRIGGER follow_up_is_never_deleted BEFORE DELETE ON follow_up
    WHEN NOT EXISTS (SELECT 1 FROM erasing WHERE patient_id = OLD.patient_id)
    BEGIN SELECT RAISE(ABORT, 'follow-ups are dropped, not deleted'); END;
CREATE TRIGGER follow_up_event_is_never_changed BEFORE UPDATE ON follow_up_event
    BEGIN SELECT RAISE(ABORT, 'events are only added'); END;
CREATE TRIGGER follow_up_event_is_never_deleted BEFORE DELETE ON follow_up_event
    WHEN NOT EXISTS (SELECT 1 FROM follow_up JOIN erasing USING (patient_id) WHERE follow_up.id = OLD.follow_up_id)
    BEGIN SELECT RAISE(ABORT, 'events are only added'); END;
CREATE TRIGGER follow_up_event_has_no_gap BEFORE INSERT ON follow_up_event
    WHEN NEW.number <> (SELECT coalesce(max(number), 0) + 1 FROM follow_up_event WHERE follow_up_id = NEW.follow_up_id)
    BEGIN SELECT RAISE(ABORT, 'events are numbered without a gap'); END;
CREATE TRIGGER session_is_never_changed BEFORE UPDATE ON session
    BEGIN SELECT RAISE(ABORT, 'sessions are only added'); END;
CREATE TRIGGER session_is_never_deleted BEFORE DELETE ON session
    BEGIN SELECT RAISE(ABORT, 'sessions are only added'); END;
CREATE TRIGGER staff_event_is_never_changed BEFORE UPDATE ON staff_event
    BEGIN SELECT RAISE(ABORT, 'events are only added'); END;
CREATE TRIGGER staff_event_is_never_deleted BEFORE DELETE ON staff_event
    BEGIN SELECT RAISE(ABORT, 'events are only added'); END;
CREATE TRIGGER erasure_is_never_changed BEFORE UPDATE ON erasure
    BEGIN SELECT RAISE(ABORT, 'erasures are only added'); END;
CREATE TRIGGER erasure_is_never_deleted BEFORE DELETE ON erasure
    BEGIN SELECT RAISE(ABORT, 'erasures are only added'); END;
