//! Gets and sets a field of a JSON value by its path: `options.0.lines.1.maintenance.2`.

use serde_json::{Map, Value};

/// The value at a path.
pub fn get<'a>(value: &'a Value, path: &str) -> Option<&'a Value> {
    path.split('.').try_fold(value, |value, part| match value {
        Value::Object(map) => map.get(part),
        Value::Array(list) => list.get(part.parse::<usize>().ok()?),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => None,
    })
}

/// Puts a value at a path, or takes away what stands there. Objects on the way are made where there is
/// none; lists are not: a place in a list that there is not stays away.
pub fn set(value: &mut Value, path: &str, new: Option<Value>) {
    let (first, rest) = match path.split_once('.') {
        Some((first, rest)) => (first, Some(rest)),
        None => (path, None),
    };
    if let Value::Array(list) = value {
        let Some(at) = first.parse::<usize>().ok().filter(|at| *at < list.len()) else { return };
        match (rest, new, list.get_mut(at)) {
            (Some(rest), new, Some(item)) => set(item, rest, new),
            (None, Some(new), Some(item)) => *item = new,
            (None, None, _) => drop(list.remove(at)),
            (_, _, None) => {}
        }
        return;
    }
    if !value.is_object() {
        // What is not known has no parts: nothing to take away from it.
        if new.is_none() {
            return;
        }
        *value = Value::Object(Map::new());
    }
    let Value::Object(map) = value else { return };
    match (rest, new) {
        (Some(rest), Some(new)) => set(map.entry(first).or_insert(Value::Null), rest, Some(new)),
        (Some(rest), None) => {
            if let Some(inner) = map.get_mut(first) {
                set(inner, rest, None);
            }
        }
        (None, Some(new)) => drop(map.insert(first.to_owned(), new)),
        (None, None) => drop(map.remove(first)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_field_is_put_where_the_path_says_and_taken_away_again() {
        let mut value =
            json!({"plan": "unknown", "options": [{"lines": [{"maintenance": [1, 30, "unknown"]}]}]});
        set(&mut value, "plan.deductible.individual_cents", Some(json!(300_000)));
        set(&mut value, "options.0.lines.0.maintenance.2", Some(json!(675_000)));
        assert_eq!(get(&value, "plan.deductible.individual_cents"), Some(&json!(300_000)));
        assert_eq!(get(&value, "options.0.lines.0.maintenance"), Some(&json!([1, 30, 675_000])));
        set(&mut value, "plan.deductible.individual_cents", None);
        assert_eq!(value["plan"], json!({"deductible": {}}));
        set(&mut value, "options.7.covered", Some(json!(true)));
        set(&mut value, "household.people", None);
        assert_eq!(get(&value, "options.7"), None);
        assert_eq!(get(&value, "household"), None);
    }
}
