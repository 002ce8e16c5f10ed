//! Which fields support a prior authorization, as data, and what typing into them makes of the record.
//!
//! The record is JSON in its strict form; a field is a path in it. Every field may be left empty (not asked)
//! or `?` (asked, and not known).

use serde_json::{Value, json};

use crate::app::coverage::text::{self, Choice};
use crate::app::dates;
use crate::checklist::answer::decimal_json;
use crate::checklist::authorization::Outcome;
use crate::content::Content;
use crate::content::decimal::Decimal;
use crate::cost::entry::{UNKNOWN, get, set};

/// Fields that belong together.
pub struct Group {
    /// What stands above them.
    pub title: String,
    /// The treatment that was tried which they are about.
    pub tried: Option<usize>,
    /// The fields.
    pub rows: Vec<Row>,
}

/// One field.
pub struct Row {
    /// Its path in the record; for a score or a test, that of its list.
    pub path: String,
    /// What stands beside it.
    pub label: String,
    /// How it is typed.
    pub kind: Kind,
    /// What it means.
    pub help: String,
}

/// How a field is typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Words.
    Words,
    /// A number with decimals.
    Number,
    /// A whole number.
    Count,
    /// A day.
    Day,
    /// A year, a month or a day.
    Moment,
    /// Yes or no.
    YesNo,
    /// How a treatment went.
    Outcome,
    /// The points of a scale, by its id.
    Score(String),
    /// The day on which a scale was taken, by its id.
    ScoreDay(String),
    /// The day of a test, by the id of its question.
    TestDay(String),
    /// The result of a test, by the id of its question.
    TestResult(String),
}

fn row(path: &str, label: &str, kind: Kind, help: &str) -> Row {
    Row { path: path.into(), label: label.into(), kind, help: help.into() }
}

/// The groups of a record, in the order of asking.
pub fn groups(content: &Content, record: &Value) -> Vec<Group> {
    let group = |title: &str, rows: Vec<Row>| Group { title: title.into(), tried: None, rows };
    let mut severity = vec![
        row("icd10", "Diagnosis code", Kind::Words, "ICD-10, as L20.9, from the prescription or the claim."),
        row("onset", "Since", Kind::Moment, "When the eczema began: 2019, 2019-03 or a day."),
        row(
            "body_surface.percent",
            "Body surface %",
            Kind::Number,
            "Palm with fingers is about 1%. Empty: the safety answer counts, without a date.",
        ),
        row("body_surface.on", "Judged on", Kind::Day, "The day on which it was judged."),
    ];
    for measure in &content.authorization.measures {
        let help = format!("{}: 0 to {}.", measure.about, measure.max);
        severity.push(row("severity", &measure.name, Kind::Score(measure.id.clone()), &help));
        if entry(record, "severity", "measure", &measure.id).is_some() {
            let label = format!("{}: day", measure.name);
            let help = "The day on which it was taken. Plans ask for it.";
            severity.push(row("severity", &label, Kind::ScoreDay(measure.id.clone()), help));
        }
    }
    severity.push(row("impact", "Sleep, work", Kind::Words, "What it does to sleep, work or school."));
    let mut groups = vec![group("Severity", severity)];

    let tried = get(record, "tried").and_then(Value::as_array).map_or(0, Vec::len);
    for at in 0..tried {
        let path = |field: &str| format!("tried.{at}.{field}");
        let name = get(record, &path("drug")).and_then(Value::as_str).unwrap_or("a treatment");
        let rows = vec![
            row(&path("drug"), "Treatment", Kind::Words, "The drug as written on the label."),
            row(&path("strength"), "Strength", Kind::Words, "0.1 % ointment, 15 mg."),
            row(&path("site"), "Where used", Kind::Words, "For a cream: where on the body."),
            row(&path("start"), "Begun", Kind::Moment, "2025, 2025-03 or a day."),
            row(&path("stop"), "Stopped", Kind::Moment, "Empty if it goes on."),
            row(
                &path("days_used"),
                "Days used",
                Kind::Count,
                "Empty: from begin to stop, or what was dispensed.",
            ),
            row(&path("outcome"), "Outcome", Kind::Outcome, "How it went."),
            row(&path("why"), "What happened", Kind::Words, "The side effect, or why it can't be used."),
        ];
        groups.push(Group { title: format!("Tried: {name}"), tried: Some(at), rows });
    }

    groups.push(group(
        "Light treatment and steroids",
        vec![
            row("light.kind", "Light", Kind::Words, "Narrowband UVB, …"),
            row("light.sessions", "Sessions", Kind::Count, "How many so far."),
            row("light.outcome", "Outcome", Kind::Outcome, "How it went."),
            row(
                "light.barrier",
                "Barrier",
                Kind::Words,
                "What stands in its way: distance, work, light-sensitive skin.",
            ),
            row(
                "steroid_bursts_a_year",
                "Steroid bursts",
                Kind::Count,
                "Courses of steroid tablets or shots in a year.",
            ),
            row(
                "topicals_not_advisable",
                "No creams since",
                Kind::Words,
                "Why creams are not advisable, if they are not.",
            ),
            row("needle_phobia", "Needle phobia", Kind::YesNo, "Only if it is diagnosed."),
        ],
    ));
    let mut tests = Vec::new();
    for test in &content.authorization.tests {
        let id = content.question(test.question).id.as_str().to_owned();
        tests.push(row(
            "tests",
            &format!("{}: day", test.name),
            Kind::TestDay(id.clone()),
            "The day of the test. Its result stands in the safety answers.",
        ));
        tests.push(row(
            "tests",
            &format!("{}: result", test.name),
            Kind::TestResult(id),
            "Kind and result as written.",
        ));
    }
    groups.push(group("Tests", tests));
    groups.push(group(
        "Specialist and reasons",
        vec![
            row("specialist.name", "Specialist", Kind::Words, "Who prescribes or was asked."),
            row("specialist.npi", "NPI", Kind::Words, "Ten digits."),
            row("specialist.seen_on", "Seen on", Kind::Day, "The last visit."),
            row("why", "Why this drug", Kind::Words, "In one sentence."),
            row(
                "why_not_preferred",
                "Why not another",
                Kind::Words,
                "Why not the drug that the plan prefers.",
            ),
        ],
    ));
    groups.push(group(
        "Denial",
        vec![
            row("denials.0.code", "Code", Kind::Words, "The code of the claim or letter."),
            row("denials.0.why", "Reason", Kind::Words, "As the letter has it."),
            row("denials.0.on", "Notice of", Kind::Day, "The date of the notice: deadlines run from it."),
            row("denials.0.deadline", "Appeal until", Kind::Day, "The date that the notice names."),
            row(
                "denials.0.after_appeal",
                "After an appeal",
                Kind::YesNo,
                "Whether it is the answer to an appeal.",
            ),
        ],
    ));
    groups
}

/// The answers to choose from; empty where one types freely.
pub fn choices(kind: &Kind) -> Vec<Choice> {
    match kind {
        Kind::YesNo => vec![("yes".into(), "Yes".into()), ("no".into(), "No".into())],
        Kind::Outcome => {
            Outcome::ALL.iter().map(|one| (one.id().to_owned(), one.words().to_owned())).collect()
        }
        _ => Vec::new(),
    }
}

/// The position of the entry of a list whose field has this id: the one that counts, which is the latest.
fn entry(record: &Value, list: &str, field: &str, id: &str) -> Option<usize> {
    let entries = get(record, list).and_then(Value::as_array)?;
    let of_id =
        entries.iter().enumerate().filter(|(_, entry)| get(entry, field).is_some_and(|found| found == id));
    // Days are written so that they stand in order.
    let day = |entry: &Value| {
        get(entry, "on").and_then(Value::as_str).filter(|day| *day != UNKNOWN).map(ToOwned::to_owned)
    };
    of_id.max_by_key(|(at, entry)| (day(entry), *at)).map(|(at, _)| at)
}

/// The path of a field's value, and whether its entry of a list exists.
fn place(record: &Value, row: &Row) -> Option<String> {
    let in_list = |field: &str, id: &str, value: &str| {
        entry(record, &row.path, field, id).map(|at| format!("{}.{at}.{value}", row.path))
    };
    match &row.kind {
        Kind::Score(id) => in_list("measure", id, "value"),
        Kind::ScoreDay(id) => in_list("measure", id, "on"),
        Kind::TestDay(id) => in_list("test", id, "on"),
        Kind::TestResult(id) => in_list("test", id, "result"),
        _ => Some(row.path.clone()),
    }
}

/// What a field shows, and whether it is said to be not known.
pub fn shown(record: &Value, row: &Row) -> (String, bool) {
    let Some(value) = place(record, row).and_then(|path| get(record, &path)) else {
        return (String::new(), false);
    };
    if value == UNKNOWN {
        return (String::new(), true);
    }
    let of_choice =
        |id: &str| choices(&row.kind).into_iter().find(|(known, _)| known == id).map(|(_, words)| words);
    let text = match &row.kind {
        Kind::YesNo => value.as_bool().and_then(|yes| of_choice(if yes { "yes" } else { "no" })),
        Kind::Outcome => value.as_str().and_then(of_choice),
        Kind::Day | Kind::TestDay(_) | Kind::ScoreDay(_) => text::day_words(value),
        Kind::Number | Kind::Count | Kind::Score(_) => Some(value.to_string()),
        Kind::Words | Kind::Moment | Kind::TestResult(_) => value.as_str().map(ToOwned::to_owned),
    };
    (text.unwrap_or_default(), false)
}

/// Puts what was typed into the record. Empty text takes it back, `?` says that it is not known.
///
/// # Errors
/// What was expected, in words; the record stays as it was.
pub fn take(record: &mut Value, row: &Row, typed: &str) -> Result<(), String> {
    let typed = typed.trim();
    let value = match typed {
        "" => None,
        "?" => Some(json!(UNKNOWN)),
        _ => Some(value(&row.kind, typed)?),
    };
    if !record.is_object() {
        *record = json!({});
    }
    match &row.kind {
        Kind::Score(id) => match (entry(record, &row.path, "measure", id), value) {
            (Some(at), Some(value)) => set(record, &format!("{}.{at}.value", row.path), Some(value)),
            (Some(at), None) => set(record, &format!("{}.{at}", row.path), None),
            (None, Some(value)) => push(record, &row.path, json!({"measure": id, "value": value})),
            (None, None) => {}
        },
        Kind::ScoreDay(id) => {
            if let Some(at) = entry(record, &row.path, "measure", id) {
                set(record, &format!("{}.{at}.on", row.path), value);
            }
        }
        Kind::TestDay(id) => test(record, row, id, "on", value),
        Kind::TestResult(id) => test(record, row, id, "result", value),
        _ => {
            if let Some(list) = row.path.strip_suffix(&format!(".0.{}", last(&row.path)))
                && get(record, list).is_none()
                && value.is_some()
            {
                set(record, list, Some(json!([{}])));
            }
            set(record, &row.path, value);
        }
    }
    tidy(record);
    Ok(())
}

fn last(path: &str) -> &str {
    path.rsplit('.').next().unwrap_or(path)
}

fn test(record: &mut Value, row: &Row, id: &str, field: &str, value: Option<Value>) {
    match (entry(record, &row.path, "test", id), value) {
        (Some(at), value) => set(record, &format!("{}.{at}.{field}", row.path), value),
        (None, Some(value)) => push(record, &row.path, json!({"test": id, field: value})),
        (None, None) => {}
    }
}

/// Adds an entry to a list.
pub fn push(record: &mut Value, list: &str, entry: Value) {
    let mut entries = get(record, list).and_then(Value::as_array).cloned().unwrap_or_default();
    entries.push(entry);
    set(record, list, Some(Value::Array(entries)));
}

/// What holds nothing any more is taken out: an empty object or list says nothing.
fn tidy(record: &mut Value) {
    let Value::Object(fields) = record else { return };
    for (list, only) in [("tests", "test"), ("denials", "")] {
        if let Some(Value::Array(entries)) = fields.get_mut(list) {
            entries.retain(|entry| {
                entry.as_object().is_some_and(|entry| entry.keys().any(|field| field != only))
            });
        }
    }
    fields.retain(|_, value| match value {
        Value::Object(inner) => !inner.is_empty(),
        Value::Array(entries) => !entries.is_empty(),
        _ => true,
    });
}

fn value(kind: &Kind, typed: &str) -> Result<Value, String> {
    match kind {
        Kind::Words | Kind::TestResult(_) => Ok(json!(typed)),
        Kind::Moment => dates::moment(typed)
            .map(|moment| json!(moment))
            .ok_or_else(|| "Type a year, a month like 3/2025, or a date.".to_owned()),
        Kind::Number | Kind::Score(_) => {
            Decimal::parse(typed).map(decimal_json).map_err(|_| "Type a number, like 18 or 7.5.".to_owned())
        }
        Kind::Count => text::count(typed, 0, 100_000).map(|count| json!(count)),
        Kind::Day | Kind::TestDay(_) | Kind::ScoreDay(_) => text::day(typed),
        Kind::YesNo => text::choose(typed, &choices(kind)).map(|(id, _)| json!(id == "yes")),
        Kind::Outcome => text::choose(typed, &choices(kind)).map(|(id, _)| json!(id)),
    }
}
