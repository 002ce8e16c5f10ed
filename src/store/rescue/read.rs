//! Reads what can still be read of a table: row by row, and past the rows that can't.

use std::collections::BTreeSet;

use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension, Statement, ToSql};
use uuid::Uuid;

/// What was read of a table.
#[derive(Default)]
pub struct Found {
    /// The columns of each row.
    pub columns: Vec<String>,
    /// The rows, in order of their key.
    pub rows: Vec<Vec<Value>>,
    /// How many numbers in between could not be read: as many rows, unless some had been deleted before.
    pub holes: u64,
    /// Whether more may be missing at the end.
    pub end_lost: bool,
}

/// How many numbers in a row are tried in vain behind the last row of a table that is known.
const PATIENCE: i64 = 5_000;
/// The same for the entries of one checklist or patient.
const PATIENCE_WITHIN: i64 = 1_000;

/// The columns of a table that both databases have; none when the table is lost.
pub fn columns(damaged: &Connection, new: &Connection, table: &str) -> Vec<String> {
    let of = |connection: &Connection| -> Vec<String> {
        let Ok(mut statement) = connection.prepare("SELECT name FROM pragma_table_info(?1)") else {
            return Vec::new();
        };
        let names = statement.query_map([table], |row| row.get(0));
        names.into_iter().flatten().map_while(Result::ok).collect()
    };
    let known = of(new);
    of(damaged).into_iter().filter(|column| known.contains(column)).collect()
}

/// All rows of a table that has row ids.
pub fn by_row_id(connection: &Connection, table: &str, columns: &[String]) -> Found {
    let mut found = Found { columns: columns.to_vec(), ..Found::default() };
    let list = columns.join(", ");
    // Where it ends, when that can be seen.
    let last: Option<i64> = connection
        .query_row(&format!("SELECT rowid FROM {table} NOT INDEXED ORDER BY rowid DESC LIMIT 1"), [], |row| {
            row.get(0)
        })
        .ok();
    let sql = format!("SELECT rowid, {list} FROM {table} NOT INDEXED WHERE rowid >= ?1 ORDER BY rowid");
    match connection.prepare(&sql) {
        Ok(mut statement) => past_holes(&mut statement, &[], last, PATIENCE, &mut found),
        Err(_) => found.end_lost = true,
    }
    found
}

/// The rows of a parent, by number, in a table that is kept in order of parent and number.
pub fn of_parent(
    connection: &Connection,
    table: &str,
    key: [&str; 2],
    columns: &[String],
    parent: &Value,
) -> Found {
    let mut found = Found { columns: columns.to_vec(), ..Found::default() };
    let [of, number] = key;
    let last: Option<i64> = connection
        .prepare_cached(&format!("SELECT max({number}) FROM {table} WHERE {of} = ?1"))
        .and_then(|mut statement| statement.query_row([parent], |row| row.get(0)))
        .ok()
        .flatten();
    let list = columns.join(", ");
    let sql =
        format!("SELECT {number}, {list} FROM {table} WHERE {of} = ?2 AND {number} >= ?1 ORDER BY {number}");
    match connection.prepare_cached(&sql) {
        Ok(mut statement) => past_holes(&mut statement, &[parent], last, PATIENCE_WITHIN, &mut found),
        Err(_) => found.end_lost = true,
    }
    found
}

/// Reads on behind each number that can't be read. The first column is the number.
fn past_holes(
    statement: &mut Statement<'_>,
    more: &[&dyn ToSql],
    last: Option<i64>,
    patience: i64,
    found: &mut Found,
) {
    // The number that is read next. It is asked for as it is, not as the one behind the last: SQLite would look
    // for the last one first, which may be on the lost page.
    let (mut next, mut in_vain) = (1i64, 0i64);
    loop {
        let from = next;
        let ended = (|| -> Result<(), rusqlite::Error> {
            let mut given: Vec<&dyn ToSql> = vec![&from];
            given.extend(more);
            let mut rows = statement.query(given.as_slice())?;
            while let Some(row) = rows.next()? {
                let number: i64 = row.get(0)?;
                let values: Result<Vec<Value>, _> =
                    (0..found.columns.len()).map(|at| row.get(at + 1)).collect();
                let values = values?;
                let whole = is_whole(&values);
                found.holes += u64::try_from(in_vain).unwrap_or(0) + u64::from(!whole);
                in_vain = 0;
                next = number + 1;
                if whole {
                    found.rows.push(values);
                }
            }
            Ok(())
        })();
        if ended.is_ok() || last.is_some_and(|last| next >= last) {
            // The end was seen. What was tried in vain before it is missing.
            found.holes += u64::try_from(in_vain).unwrap_or(0) + u64::from(ended.is_err());
            return;
        }
        (next, in_vain) = (next + 1, in_vain + 1);
        if last.is_none() && in_vain > patience {
            found.end_lost = true;
            return;
        }
    }
}

/// The values of a column that is the beginning of a key, and whether all were seen: read from both ends up to
/// where they can't be.
pub fn values(connection: &Connection, sql: &str, order: &str) -> (BTreeSet<String>, bool) {
    let (mut found, mut all) = (BTreeSet::new(), false);
    for direction in ["ASC", "DESC"] {
        let order = order.replace(", ", &format!(" {direction}, "));
        let ended = (|| -> Result<(), rusqlite::Error> {
            let mut statement = connection.prepare(&format!("{sql} ORDER BY {order} {direction}"))?;
            let mut rows = statement.query([])?;
            while let Some(row) = rows.next()? {
                found.insert(row.get(0)?);
            }
            Ok(())
        })();
        if ended.is_ok() {
            all = true;
            break;
        }
    }
    (found, all)
}

/// The ids of all parents in a table that is kept in order of them, past its holes, and whether there was none.
///
/// An id begins with the time that it was made at: behind a hole it is looked for further and further ahead,
/// from `start` on when the hole is at the beginning, and then back to where the hole ends.
pub fn parents(connection: &Connection, table: &str, of: &str, start: Uuid) -> (BTreeSet<String>, bool) {
    let sql = format!("SELECT {of} FROM {table} WHERE {of} > ?1 ORDER BY {of} LIMIT 1");
    let (mut found, mut all) = (BTreeSet::new(), true);
    let Ok(mut statement) = connection.prepare(&sql) else {
        return (found, false);
    };
    let mut behind = |id: &str| -> Result<Option<String>, rusqlite::Error> {
        statement.query_row([id], |row| row.get(0)).optional()
    };
    let mut at = String::new();
    loop {
        match behind(&at) {
            Ok(Some(id)) => {
                at.clone_from(&id);
                found.insert(id);
            }
            Ok(None) => return (found, all),
            Err(_) => {
                all = false;
                let base = Uuid::try_parse(&at).unwrap_or(start).as_u128();
                match end_of_hole(base, |id| behind(&Uuid::from_u128(id).to_string())) {
                    Some(id) => {
                        at.clone_from(&id);
                        found.insert(id);
                    }
                    None => return (found, all),
                }
            }
        }
    }
}

/// The first id behind a hole that begins at `base`, as far as it is found: the places that are tried lie the
/// further from each other the further they are.
fn end_of_hole<E>(base: u128, mut behind: impl FnMut(u128) -> Result<Option<String>, E>) -> Option<String> {
    let mut lost = base;
    for power in 4..127 {
        for part in 16..32 {
            let tried = base.checked_add((1u128 << (power - 4)) * part)?;
            let Ok(mut first) = behind(tried) else {
                lost = tried;
                continue;
            };
            // Back to where it can be read from.
            let mut whole = tried;
            while whole - lost > 1 {
                let middle = lost + (whole - lost) / 2;
                match behind(middle) {
                    Ok(found) => (whole, first) = (middle, found),
                    Err(_) => lost = middle,
                }
            }
            return first;
        }
    }
    None
}

/// All rows of a table that is kept in order of a key, from both ends up to a page that can't be read, and whether
/// that were all. A row whose rest lies on a lost page is stepped over without being looked at: SQLite reads such
/// a row as a whole when it looks for another one by its key, and would find none behind it.
pub fn in_order(
    connection: &Connection,
    table: &str,
    key: [&str; 2],
    columns: &[String],
) -> (Vec<Vec<Value>>, bool) {
    /// How many rows are stepped over until it is a page that is lost.
    const ROWS_IN_A_ROW: u64 = 3;
    let mut found = Vec::new();
    let [of, number] = key;
    for direction in ["ASC", "DESC"] {
        let sql = format!(
            "SELECT {} FROM {table} ORDER BY {of} {direction}, {number} {direction} LIMIT -1 OFFSET ?1",
            columns.join(", ")
        );
        let Ok(mut statement) = connection.prepare(&sql) else {
            return (found, false);
        };
        let (mut at, mut in_vain, mut lost) = (0i64, 0, false);
        loop {
            let before = at;
            let ended = (|| -> Result<(), rusqlite::Error> {
                let mut rows = statement.query([before])?;
                while let Some(row) = rows.next()? {
                    found.push((0..columns.len()).map(|at| row.get(at)).collect::<Result<_, _>>()?);
                    at += 1;
                    in_vain = 0;
                }
                Ok(())
            })();
            if ended.is_ok() {
                // Those that were stepped over at the end of the table are rows, or there are none.
                return (found, !lost);
            }
            (at, in_vain, lost) = (at + 1, in_vain + 1, true);
            if in_vain > ROWS_IN_A_ROW {
                break;
            }
        }
    }
    (found, false)
}

/// Whether a row is as it was written: no text of ours has the zeros that stand in for a lost page.
pub fn is_whole(row: &[Value]) -> bool {
    !row.iter().any(|value| matches!(value, Value::Text(text) if text.contains('\0')))
}
