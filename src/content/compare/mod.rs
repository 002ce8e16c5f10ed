//! What changed from one content to another, in words that a pharmacist can review.
//!
//! Works on the parsed files, not on the loaded content: every field that a file has today or may
//! get tomorrow is compared, and nothing changes unseen. `entries` takes the files apart into
//! entries (a rule, a fact, a source) with their fields; this holds them against each other.

mod entries;
mod words;

use std::collections::{BTreeMap, BTreeSet};

use entries::{Entries, Entry, Key};

use super::Files;

/// What became of one entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The entry in words: "Rule upadacitinib.age (drugs/upadacitinib.toml)".
    pub entry: String,
    /// What happened to it.
    pub what: What,
    /// How soon it is told: what can change a verdict comes first.
    rank: usize,
}

/// What happened to an entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// It is new; with its title or text.
    New(String),
    /// It is gone; with its title or text.
    Gone(String),
    /// Fields of it changed; a line each.
    Changed(Vec<String>),
    /// The entries of a list stand in another order.
    Reordered,
}

/// Everything that changed, what matters most first. Empty when the files say the same.
///
/// # Errors
/// The file that is no TOML, and where.
pub fn compare(old: &Files, new: &Files) -> Result<Vec<Change>, String> {
    let (old, new) = (entries::entries(old)?, entries::entries(new)?);
    let keys: BTreeSet<&Key> = old.all.keys().chain(new.all.keys()).collect();
    let mut changes: Vec<Change> = keys
        .into_iter()
        .filter_map(|key| {
            let rank = 100 + words::rank(&key.kind);
            match (old.all.get(key), new.all.get(key)) {
                (None, Some(entry)) => {
                    Some(Change { entry: named(key, entry), what: What::New(entry.gist()), rank })
                }
                (Some(entry), None) => {
                    Some(Change { entry: named(key, entry), what: What::Gone(entry.gist()), rank })
                }
                (Some(before), Some(after)) => {
                    let lines = lines(before, after);
                    // What decides comes before what is said, whatever it is about.
                    let decides = changed(before, after).any(words::decides);
                    let rank = if decides { rank - 100 } else { rank };
                    let change =
                        Change { entry: named(key, after), what: What::Changed(lines.clone()), rank };
                    (!lines.is_empty()).then_some(change)
                }
                (None, None) => None,
            }
        })
        .collect();
    changes.extend(reordered(&old, &new));
    changes.sort_by(|one, other| (one.rank, &one.entry).cmp(&(other.rank, &other.entry)));
    Ok(changes)
}

fn named(key: &Key, entry: &Entry) -> String {
    let kind = words::kind(&key.kind);
    match (key.owner.is_empty(), key.id.is_empty()) {
        (_, true) => format!("{kind} {}", entry.file),
        (true, false) => format!("{kind} {} ({})", key.id, entry.file),
        (false, false) => format!("{kind} {} of {} ({})", key.id, key.owner.replace('_', " "), entry.file),
    }
}

/// The fields that differ.
fn changed<'a>(before: &'a Entry, after: &'a Entry) -> impl Iterator<Item = &'a str> {
    let fields: BTreeSet<&String> = before.fields.keys().chain(after.fields.keys()).collect();
    fields
        .into_iter()
        .filter(|field| before.fields.get(*field) != after.fields.get(*field))
        .map(String::as_str)
}

fn lines(before: &Entry, after: &Entry) -> Vec<String> {
    let mut lines = Vec::new();
    if before.file != after.file {
        lines.push(format!("moved from {} to {}", before.file, after.file));
    }
    let fields: BTreeSet<&String> = before.fields.keys().chain(after.fields.keys()).collect();
    let mut fields: Vec<&String> = fields.into_iter().collect();
    fields.sort_by_key(|field| (words::field_rank(field), *field));
    for field in fields {
        let name = words::field(field);
        match (before.fields.get(field), after.fields.get(field)) {
            (Some(was), Some(is)) if was != is => {
                lines.push(format!("{name}: was {}, is {}", quoted(was), quoted(is)));
            }
            (Some(was), None) => lines.push(format!("{name}: was {}, is gone", quoted(was))),
            (None, Some(is)) => lines.push(format!("{name}: is new, {}", quoted(is))),
            (Some(_), Some(_)) | (None, None) => {}
        }
    }
    lines
}

/// Words stand in quotes, figures and lists as they are.
fn quoted(value: &str) -> String {
    let is_words = value.contains(' ') && !value.starts_with(['[', '{', '“']);
    if is_words { format!("“{value}”") } else { value.to_owned() }
}

/// Lists whose common entries stand in another order.
fn reordered(old: &Entries, new: &Entries) -> Vec<Change> {
    let mut changes = Vec::new();
    for (list, before) in &old.order {
        let Some(after) = new.order.get(list) else { continue };
        let common = |ids: &[String], other: &[String]| -> Vec<String> {
            ids.iter().filter(|id| other.contains(id)).cloned().collect()
        };
        if common(before, after) != common(after, before) {
            changes.push(Change {
                entry: format!("The list of “{}” in {}", words::kind(&list.1).to_lowercase(), list.0),
                what: What::Reordered,
                rank: 100 + words::rank(&list.1),
            });
        }
    }
    changes
}

/// The changes as text, with a count at the end.
pub fn to_text(changes: &[Change]) -> String {
    if changes.is_empty() {
        return "Nothing changed.\n".to_owned();
    }
    let mut text = String::new();
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for change in changes {
        let (line, count) = match &change.what {
            What::New(gist) => (format!("New: {}{}", change.entry, told(gist)), "new"),
            What::Gone(gist) => (format!("Gone: {}{}", change.entry, told(gist)), "gone"),
            What::Changed(lines) => (format!("{}\n  {}", change.entry, lines.join("\n  ")), "changed"),
            What::Reordered => (format!("{}: the order changed", change.entry), "reordered"),
        };
        *counts.entry(count).or_default() += 1;
        text.push_str(&line);
        text.push('\n');
    }
    let counted: Vec<String> = ["changed", "new", "gone", "reordered"]
        .into_iter()
        .filter_map(|name| counts.get(name).map(|count| format!("{count} {name}")))
        .collect();
    text.push_str(&counted.join(", "));
    text.push('\n');
    text
}

fn told(gist: &str) -> String {
    if gist.is_empty() { String::new() } else { format!(": {gist}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(rules: &str) -> Files {
        Files::from([("drugs/a.toml".to_owned(), rules.to_owned())])
    }

    fn diff(old: &str, new: &str) -> String {
        to_text(&compare(&files(old), &files(new)).unwrap())
    }

    const RULE: &str = "id = \"a\"\n[[rule]]\nid = \"a.age\"\nlevel = \"caution\"\ntitle = \"Too young\"\n";

    #[test]
    fn equal_files_have_nothing_to_say() {
        assert_eq!(diff(RULE, RULE), "Nothing changed.\n");
        let other_layout = RULE.replace("level = ", "# a comment\nlevel   =   ");
        assert_eq!(diff(RULE, &other_layout), "Nothing changed.\n");
    }

    #[test]
    fn each_kind_of_change_is_told_in_words() {
        let worse = RULE.replace("caution", "avoid");
        assert_eq!(
            diff(RULE, &worse),
            "Rule a.age (drugs/a.toml)\n  level: was caution, is avoid\n1 changed\n"
        );
        let two = format!("{RULE}[[rule]]\nid = \"a.liver\"\ntitle = \"Weak liver\"\n");
        assert_eq!(diff(RULE, &two), "New: Rule a.liver (drugs/a.toml): Weak liver\n1 new\n");
        assert_eq!(diff(&two, RULE), "Gone: Rule a.liver (drugs/a.toml): Weak liver\n1 gone\n");
        let turned = "id = \"a\"\n[[rule]]\nid = \"a.liver\"\ntitle = \"Weak liver\"\n[[rule]]\nid = \"a.age\"\nlevel = \"caution\"\ntitle = \"Too young\"\n";
        assert_eq!(
            diff(&two, turned),
            "The list of “rule” in drugs/a.toml: the order changed\n1 reordered\n"
        );
        let words = RULE.replace("Too young", "Far too young");
        assert_eq!(
            diff(RULE, &words),
            "Rule a.age (drugs/a.toml)\n  title: was “Too young”, is “Far too young”\n1 changed\n"
        );
    }

    #[test]
    fn a_rule_that_moves_to_another_file_is_moved_and_not_lost() {
        let old = Files::from([("drugs/a.toml".to_owned(), RULE.to_owned())]);
        let rule = RULE.replace("id = \"a\"\n", "id = \"c\"\n");
        let new = Files::from([
            ("drugs/a.toml".to_owned(), "id = \"a\"\n".to_owned()),
            ("classes/c.toml".to_owned(), rule),
        ]);
        let text = to_text(&compare(&old, &new).unwrap());
        assert!(
            text.contains("Rule a.age (classes/c.toml)\n  moved from drugs/a.toml to classes/c.toml"),
            "{text}"
        );
    }

    #[test]
    fn what_a_claim_comes_back_with_is_compared_like_the_rest() {
        let old = crate::content::embedded_files();
        let mut new = old.clone();
        let claims = new.get_mut("claims.toml").unwrap();
        *claims = claims.replace("leads_to = [\"wait\", \"exception\"]", "leads_to = [\"wait\"]");
        assert_eq!(
            to_text(&compare(&old, &new).unwrap()),
            "Rejected claim 79 (claims.toml)\n  where it leads: was [“wait”; “exception”], is [“wait”]\n1 changed\n"
        );
    }

    #[test]
    fn what_changes_a_verdict_comes_before_words_and_sources() {
        let old = "[[source]]\nid = \"s\"\nas_of = \"2025\"\n[[rule]]\nid = \"z.a\"\ntitle = \"T\"\nlevel = \"caution\"\n";
        let new = old.replace("2025", "2026").replace("caution", "avoid").replace("\"T\"", "\"U\"");
        let text = diff(old, &new);
        let place = |what: &str| text.find(what).unwrap();
        assert!(place("level:") < place("title:"));
        assert!(place("Rule z.a") < place("Source s"));
        assert!(text.contains("date of the text: was “2025”, is “2026”"), "{text}");
    }
}
