//! Of which fields did somebody say that they are not sure?
//!
//! What nobody was asked is not known either, and is counted in the same way; but nobody said so, and the field
//! is shown empty. Fields of an option are kept by its id, since options change their places.

use serde_json::{Value, json};

use crate::cost::entry::{UNKNOWN, get, set};

/// Where they stand, below the coverage.
const LIST: &str = "not_sure";

/// Whether somebody said so of the field at a path.
pub fn is_said(coverage: &Value, path: &str) -> bool {
    let name = name(coverage, path);
    said(coverage).any(|said| *said == name)
}

/// Says it of the field at a path, or takes it back.
pub fn say(coverage: &mut Value, path: &str, is_unsure: bool) {
    let name = name(coverage, path);
    let mut all: Vec<String> = said(coverage).filter(|said| **said != name).map(ToOwned::to_owned).collect();
    if is_unsure {
        all.push(name);
    }
    put(coverage, all);
}

/// Forgets what was said of all fields at and below a path: another plan, package or treatment stands there.
pub fn forget(coverage: &mut Value, path: &str) {
    let name = name(coverage, path);
    let below = format!("{name}.");
    let stays = |said: &&str| **said != name && !said.starts_with(&below);
    let all = said(coverage).filter(stays).map(ToOwned::to_owned).collect();
    put(coverage, all);
}

fn said(coverage: &Value) -> impl Iterator<Item = &str> {
    get(coverage, LIST).and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str)
}

fn put(coverage: &mut Value, all: Vec<String>) {
    if !all.is_empty() || get(coverage, LIST).is_some() {
        set(coverage, LIST, (!all.is_empty()).then(|| json!(all)));
    }
}

/// The path with the id of an option in the place of its position.
fn name(coverage: &Value, path: &str) -> String {
    let Some(rest) = path.strip_prefix("options.") else { return path.to_owned() };
    let (at, field) = rest.split_once('.').unwrap_or((rest, ""));
    let id = get(coverage, &format!("options.{at}.id")).and_then(Value::as_str).unwrap_or(UNKNOWN);
    if field.is_empty() { format!("options.{id}") } else { format!("options.{id}.{field}") }
}
