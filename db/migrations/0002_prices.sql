-- Prices of the pharmacy. db/schema.md says what each table is for.

CREATE TABLE price_batch (
    number     INTEGER PRIMARY KEY CHECK (number > 0),
    id         TEXT    NOT NULL UNIQUE,
    kind       TEXT    NOT NULL CHECK (kind IN ('import', 'undo')),
    takes_back INTEGER UNIQUE REFERENCES price_batch (number),
    source     TEXT    NOT NULL,
    prices     INTEGER NOT NULL,
    at         TEXT    NOT NULL,
    by         TEXT    NOT NULL REFERENCES staff (id),
    CHECK ((kind = 'undo') = (takes_back IS NOT NULL)),
    CHECK (CASE kind WHEN 'import' THEN prices > 0 ELSE prices = 0 END)
) STRICT;

CREATE TABLE price (
    batch       INTEGER NOT NULL REFERENCES price_batch (number),
    number      INTEGER NOT NULL CHECK (number > 0),
    item        TEXT    NOT NULL CHECK (item <> ''),
    ndc         TEXT    CHECK (ndc <> ''),
    drug        TEXT    CHECK (drug <> ''),
    strength    TEXT    CHECK (strength <> ''),
    package     TEXT    NOT NULL,
    unit        TEXT    NOT NULL,
    cents       INTEGER CHECK (cents >= 0),
    per_unit    INTEGER CHECK (per_unit >= 0),
    quantity    INTEGER CHECK (quantity > 0),
    days_supply INTEGER CHECK (days_supply > 0),
    kind        TEXT    NOT NULL CHECK (kind <> ''),
    as_of       TEXT    NOT NULL,
    payer       TEXT    NOT NULL,
    source      TEXT    NOT NULL,
    PRIMARY KEY (batch, number),
    CHECK ((cents IS NULL) <> (per_unit IS NULL)),
    CHECK (quantity IS NULL OR cents IS NOT NULL)
) STRICT, WITHOUT ROWID;
CREATE INDEX price_by_item ON price (item, kind, payer, as_of, batch);

-- What holds: the newest of each item, kind, payer and day, of the batches that were not taken back.
CREATE VIEW current_price AS
    SELECT price.*, price_batch.id AS batch_id
    FROM price JOIN price_batch ON price_batch.number = price.batch
    WHERE NOT EXISTS (SELECT 1 FROM price_batch AS undo WHERE undo.takes_back = price.batch)
      AND NOT EXISTS (
          SELECT 1 FROM price AS later
          WHERE later.item = price.item AND later.kind = price.kind
            AND later.payer = price.payer AND later.as_of = price.as_of
            AND (later.batch > price.batch OR later.batch = price.batch AND later.number > price.number)
            AND NOT EXISTS (SELECT 1 FROM price_batch AS undo WHERE undo.takes_back = later.batch));

-- What was kept stays as it was, and a batch is written once.
CREATE TRIGGER price_batch_is_never_changed BEFORE UPDATE ON price_batch
    BEGIN SELECT RAISE(ABORT, 'batches of prices are only added'); END;
CREATE TRIGGER price_batch_is_never_deleted BEFORE DELETE ON price_batch
    BEGIN SELECT RAISE(ABORT, 'batches of prices are only added'); END;
CREATE TRIGGER price_batch_has_no_gap BEFORE INSERT ON price_batch
    WHEN NEW.number <> (SELECT coalesce(max(number), 0) + 1 FROM price_batch)
    BEGIN SELECT RAISE(ABORT, 'batches of prices are numbered without a gap'); END;
CREATE TRIGGER only_an_import_is_taken_back BEFORE INSERT ON price_batch
    WHEN NEW.takes_back IS NOT NULL
     AND NOT EXISTS (SELECT 1 FROM price_batch WHERE number = NEW.takes_back AND kind = 'import')
    BEGIN SELECT RAISE(ABORT, 'only an import is taken back'); END;
CREATE TRIGGER price_is_never_changed BEFORE UPDATE ON price
    BEGIN SELECT RAISE(ABORT, 'prices are only added'); END;
CREATE TRIGGER price_is_never_deleted BEFORE DELETE ON price
    BEGIN SELECT RAISE(ABORT, 'prices are only added'); END;
CREATE TRIGGER price_has_no_gap BEFORE INSERT ON price
    WHEN NEW.number <> (SELECT coalesce(max(number), 0) + 1 FROM price WHERE batch = NEW.batch)
      OR NEW.number > (SELECT prices FROM price_batch WHERE number = NEW.batch)
    BEGIN SELECT RAISE(ABORT, 'prices of a batch are numbered without a gap and not more than it says'); END;
