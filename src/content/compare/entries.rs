//! Takes content files apart: a list of tables becomes entries, everything else fields with paths.

use std::collections::BTreeMap;

use toml::{Table, Value};

use crate::content::Files;

/// What makes an entry the same in two contents.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Key {
    /// The name of its list: `rule`, `fact`; `file` for what stands above all lists.
    pub kind: String,
    /// What it belongs to, where its id is unique only there: a drug, a question.
    pub owner: String,
    /// Its id; empty for a file.
    pub id: String,
}

/// One entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its file.
    pub file: String,
    /// Its fields by path, as text.
    pub fields: BTreeMap<String, String>,
}

impl Entry {
    /// What it is about, in its own words.
    pub fn gist(&self) -> String {
        let named = ["title", "name", "says", "text", "what", "measure", "ask", "label", "when", "es"];
        named.iter().find_map(|field| self.fields.get(*field)).cloned().unwrap_or_default()
    }
}

/// All entries of a content, and the order of each list.
#[derive(Debug, Default)]
pub struct Entries {
    /// The entries.
    pub all: BTreeMap<Key, Entry>,
    /// The ids of each list, in order; by file, and name of the list with its owner.
    pub order: BTreeMap<(String, String), Vec<String>>,
}

/// Entries of these kinds have ids that are unique in the whole content, so that one may move to another
/// file and stay the same.
const UNIQUE: [&str; 13] = [
    "rule",
    "source",
    "question",
    "medicine",
    "class",
    "condition",
    "payer",
    "program",
    "statement",
    "page",
    "hole",
    "reject",
    "returned",
];

/// Takes the files apart.
pub fn entries(files: &Files) -> Result<Entries, String> {
    let mut entries = Entries::default();
    for (file, text) in files {
        let table: Table = text.parse().map_err(|error: toml::de::Error| {
            format!("{file}: {}", error.message().lines().next().unwrap_or("not TOML"))
        })?;
        let key = Key { kind: "file".to_owned(), owner: String::new(), id: file.clone() };
        let owner = table.get("id").and_then(Value::as_str).unwrap_or(file).to_owned();
        let mut fields = BTreeMap::new();
        entries.table(file, &owner, "", &table, &mut fields);
        entries.all.insert(key, Entry { file: file.clone(), fields });
    }
    Ok(entries)
}

impl Entries {
    /// Reads one table: fields into `fields`, lists of tables into entries of their own.
    fn table(
        &mut self,
        file: &str,
        owner: &str,
        path: &str,
        table: &Table,
        fields: &mut BTreeMap<String, String>,
    ) {
        for (name, value) in table {
            let path = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
            match value {
                Value::Table(inner) if inner.is_empty() => {
                    fields.insert(path, "{}".to_owned());
                }
                Value::Table(inner) => self.table(file, owner, &path, inner, fields),
                Value::Array(list) if is_list_of_entries(list) => match path.rsplit_once('.') {
                    // A list inside of a table is not the list of the same name beside it.
                    Some((inside, _)) => self.list(file, &format!("{owner}, {inside}"), name, list),
                    None => self.list(file, owner, name, list),
                },
                Value::Array(_)
                | Value::String(_)
                | Value::Integer(_)
                | Value::Float(_)
                | Value::Boolean(_)
                | Value::Datetime(_) => {
                    fields.insert(path, shown(value));
                }
            }
        }
    }

    fn list(&mut self, file: &str, owner: &str, kind: &str, list: &[Value]) {
        let unique = UNIQUE.contains(&kind);
        let mut order = Vec::new();
        for value in list {
            let Value::Table(table) = value else { continue };
            let id = identity(table).unwrap_or_default();
            order.push(id.clone());
            let mut fields = BTreeMap::new();
            let inner = if unique { format!("{kind} {id}") } else { format!("{owner}, {kind} {id}") };
            self.table(file, &inner, "", table, &mut fields);
            let mut key = Key {
                kind: kind.to_owned(),
                owner: if unique { String::new() } else { owner.to_owned() },
                id,
            };
            // A second one of the same id must not hide behind the first.
            while self.all.contains_key(&key) {
                key.id.push_str(" (again)");
            }
            self.all.insert(key, Entry { file: file.to_owned(), fields });
        }
        let name = if unique { kind.to_owned() } else { format!("{kind} of {owner}") };
        self.order.entry((file.to_owned(), name)).or_default().extend(order);
    }
}

/// What tells the tables of a list apart.
fn identity(table: &Table) -> Option<String> {
    ["id", "name", "class", "kind", "study", "en"].iter().find_map(|name| match table.get(*name) {
        Some(Value::String(id)) => Some(id.clone()),
        Some(Value::Integer(id)) => Some(id.to_string()),
        Some(_) | None => None,
    })
}

fn is_list_of_entries(list: &[Value]) -> bool {
    !list.is_empty()
        && list.iter().all(|value| match value {
            Value::Table(table) => identity(table).is_some(),
            _ => false,
        })
}

/// A field in one line; words stand as they are, so that figures must not look like words.
fn shown(value: &Value) -> String {
    match value {
        Value::String(text) if text.chars().all(|c| c.is_ascii_digit() || "-.[]{}".contains(c)) => {
            format!("“{text}”")
        }
        Value::String(text) => text.clone(),
        Value::Array(_)
        | Value::Table(_)
        | Value::Integer(_)
        | Value::Float(_)
        | Value::Boolean(_)
        | Value::Datetime(_) => text(value),
    }
}

/// A value inside of a list, with its words in quotes: two short entries are not one long one.
fn text(value: &Value) -> String {
    match value {
        Value::String(text) => format!("“{text}”"),
        Value::Array(list) => {
            let items: Vec<String> = list.iter().map(text).collect();
            format!("[{}]", items.join("; "))
        }
        Value::Table(table) => {
            let fields: Vec<String> =
                table.iter().map(|(name, value)| format!("{name} {}", text(value))).collect();
            format!("{{{}}}", fields.join("; "))
        }
        Value::Integer(number) => number.to_string(),
        Value::Float(number) => number.to_string(),
        Value::Boolean(yes) => yes.to_string(),
        Value::Datetime(date) => date.to_string(),
    }
}
