//! Reads untrusted JSON: of bounded size and depth, and no field twice.
//!
//! Of two fields with one name most readers silently keep the last; in a checklist that could be a
//! wrong reassurance, so it is an error here.

use std::collections::HashSet;
use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::Value;

/// The largest input that is read, in bytes.
///
/// As values it may take fifty times the room: a list of nothing but commas and digits stays below a gigabyte.
pub const LARGEST: usize = 16 * 1024 * 1024;

/// Why a text is not taken.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum JsonError {
    /// It is larger than [`LARGEST`].
    #[error("the input is larger than {} MiB: split it", LARGEST / 1024 / 1024)]
    TooLarge,
    /// It is not JSON: truncated, nested too deep, or mistyped.
    #[error("not JSON at line {line}, column {column}: expected {expected}")]
    NotJson {
        /// The line, from 1.
        line: usize,
        /// The column, from 1.
        column: usize,
        /// What was expected.
        expected: String,
    },
}

/// Reads one JSON value.
///
/// # Errors
/// [`JsonError`] with the place.
pub fn read(text: &[u8]) -> Result<Value, JsonError> {
    if text.len() > LARGEST {
        return Err(JsonError::TooLarge);
    }
    // Editors and shells on Windows put a mark of UTF-8 before the text.
    let text = text.strip_prefix("\u{feff}".as_bytes()).unwrap_or(text);
    serde_json::from_slice::<OnceEach>(text).map_err(|error| not_json(&error))?;
    serde_json::from_slice(text).map_err(|error| not_json(&error))
}

fn not_json(error: &serde_json::Error) -> JsonError {
    let message = error.to_string();
    // The library's words may quote the text, which may be about a patient; keep only its own.
    let expected = if message.starts_with(TWICE) {
        "each field once".to_owned()
    } else if message.starts_with("recursion limit") {
        "at most 127 levels".to_owned()
    } else if error.is_eof() {
        "more: the text ends too early".to_owned()
    } else {
        "well-formed JSON in UTF-8".to_owned()
    };
    JsonError::NotJson { line: error.line(), column: error.column(), expected }
}

const TWICE: &str = "a field stands twice";

/// Any JSON value in which no object has a field twice.
struct OnceEach;

impl<'de> Deserialize<'de> for OnceEach {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Walk)
    }
}

struct Walk;

impl<'de> Visitor<'de> for Walk {
    type Value = OnceEach;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_bool<E>(self, _: bool) -> Result<OnceEach, E> {
        Ok(OnceEach)
    }

    fn visit_i64<E>(self, _: i64) -> Result<OnceEach, E> {
        Ok(OnceEach)
    }

    fn visit_u64<E>(self, _: u64) -> Result<OnceEach, E> {
        Ok(OnceEach)
    }

    fn visit_f64<E>(self, _: f64) -> Result<OnceEach, E> {
        Ok(OnceEach)
    }

    fn visit_str<E>(self, _: &str) -> Result<OnceEach, E> {
        Ok(OnceEach)
    }

    fn visit_unit<E>(self) -> Result<OnceEach, E> {
        Ok(OnceEach)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<OnceEach, A::Error> {
        while list.next_element::<OnceEach>()?.is_some() {}
        Ok(OnceEach)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<OnceEach, A::Error> {
        let mut seen = HashSet::new();
        while let Some(key) = map.next_key::<String>()? {
            if !seen.insert(key) {
                return Err(serde::de::Error::custom(TWICE));
            }
            map.next_value::<OnceEach>()?;
        }
        Ok(OnceEach)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_that_stands_twice_is_refused_wherever_it_stands() {
        for text in [r#"{"a":1,"a":2}"#, r#"[{"b":{"c":1,"c":1}}]"#, r#"{"a":1,"\u0061":2}"#] {
            let Err(JsonError::NotJson { expected, .. }) = read(text.as_bytes()) else {
                panic!("{text} was taken")
            };
            assert_eq!(expected, "each field once");
        }
        assert!(read(br#"[{"a":1},{"a":1.5000}]"#).is_ok());
    }

    #[test]
    fn deep_truncated_and_foreign_text_is_refused_with_a_place_and_without_quoting_it() {
        let deep = "[".repeat(200_000);
        for (text, expected) in [
            (deep.as_bytes(), "at most 127 levels"),
            (br#"{"name":"Elena"#.as_slice(), "more: the text ends too early"),
            (b"", "more: the text ends too early"),
            (b"{'name':'Elena'}", "well-formed JSON in UTF-8"),
            (b"{\"name\":\"\xff\"}", "well-formed JSON in UTF-8"),
            (b"1 Elena", "well-formed JSON in UTF-8"),
        ] {
            let error = read(text).unwrap_err();
            assert!(matches!(&error, JsonError::NotJson { expected: e, .. } if e == expected), "{error}");
            assert!(!error.to_string().contains("Elena"));
        }
    }

    #[test]
    fn a_mark_of_utf_8_before_the_text_is_passed_over_and_nowhere_else() {
        assert_eq!(read("\u{feff}{}".as_bytes()), read(b"{}"));
        assert!(read("\u{feff}\u{feff}{}".as_bytes()).is_err());
        assert!(read("{\u{feff}}".as_bytes()).is_err());
    }

    #[test]
    fn an_input_that_would_fill_the_memory_is_refused_before_it_is_read() {
        let long = vec![b' '; LARGEST + 1];
        assert_eq!(read(&long), Err(JsonError::TooLarge));
    }

    #[test]
    fn numbers_keep_every_digit() {
        assert_eq!(read(b"13.50000000000000000001").unwrap().to_string(), "13.50000000000000000001");
    }
}
