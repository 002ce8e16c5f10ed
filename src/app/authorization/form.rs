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
    /// Places on the body.
    Sites,
    /// Who pays.
    Payer,
    /// The points of a scale, by its id.
    Score(String),
    /// The day on which a scale was taken, by its id.
    ScoreDay(String),
    /// Who took it, by its id.
    ScoreBy(String),
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
        row("body_surface.by", "Judged by", Kind::Words, "The dermatologist, the prescriber, the patient."),
        row(
            "sites",
            "Where it is",
            Kind::Sites,
            "Numbers or names with commas: 1, 4. “None” if it is at none of these. Empty: the safety answers \
             count. Face, hands, feet and folds often stand in for a large body surface.",
        ),
    ];
    for measure in &content.authorization.measures {
        let help = format!("{}: 0 to {}.", measure.about, measure.max);
        severity.push(row("severity", &measure.name, Kind::Score(measure.id.clone()), &help));
        if entry(record, "severity", "measure", &measure.id).is_some() {
            let label = format!("{}: day", measure.name);
            let help = "The day on which it was taken. Plans ask for it.";
            severity.push(row("severity", &label, Kind::ScoreDay(measure.id.clone()), help));
            let label = format!("{}: by", measure.name);
            let help = "Who took it: plans ask for a clinician's.";
            severity.push(row("severity", &label, Kind::ScoreBy(measure.id.clone()), help));
        }
    }
    severity.push(row("impact", "Sleep, work", Kind::Words, "What it does to sleep, work or school."));
    let mut groups = vec![group("Severity", severity)];

    let tried = list_of(record, "tried");
    groups.extend((0..tried).map(|at| self::tried(record, at)));

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
    for at in 0..list_of(record, APPROVALS).max(1) {
        let path = |field: &str| format!("{APPROVALS}.{at}.{field}");
        let rows = vec![
            row(&path("drug"), "Approved drug", Kind::Words, "For which drug the plan gave it."),
            row(&path("on"), "Approved on", Kind::Day, "The date of the letter."),
            row(&path("until"), "Approved until", Kind::Day, "Its last day: a renewal is asked for before."),
        ];
        groups.push(group(if at == 0 { "Approvals so far" } else { "Another approval" }, rows));
    }
    for at in 0..list_of(record, DENIALS).max(1) {
        groups.push(group(if at == 0 { "Denial" } else { "Another denial" }, denial(at)));
    }
    groups
}

/// The list of approvals in the record.
pub const APPROVALS: &str = "approvals";
/// The list of denials in the record.
pub const DENIALS: &str = "denials";

/// How many entries a list of the record has.
pub fn list_of(record: &Value, list: &str) -> usize {
    get(record, list).and_then(Value::as_array).map_or(0, Vec::len)
}

fn tried(record: &Value, at: usize) -> Group {
    let path = |field: &str| format!("tried.{at}.{field}");
    let name = get(record, &path("drug")).and_then(Value::as_str).unwrap_or("a treatment");
    let mut rows = vec![
        row(&path("drug"), "Treatment", Kind::Words, "The drug as written on the label."),
        row(&path("strength"), "Strength", Kind::Words, "0.1 % ointment, 15 mg."),
        row(&path("vehicle"), "Form", Kind::Words, "Cream, ointment, tablets: as on the label."),
        row(
            &path("potency"),
            "Potency class",
            Kind::Count,
            "Of a steroid cream, 1 strongest to 7 weakest, if a letter says it. Empty: by drug, strength and form.",
        ),
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
    for fill in 0..list_of(record, &path("dispensed")) {
        let path = |field: &str| path(&format!("dispensed.{fill}.{field}"));
        let label = |of: &str| format!("Fill {}: {of}", fill + 1);
        let help = "The day on which this pharmacy dispensed it.";
        rows.push(row(&path("on"), &label("day"), Kind::Day, help));
        rows.push(row(
            &path("quantity"),
            &label("quantity"),
            Kind::Words,
            "With its unit: 60 g, 30 tablets.",
        ));
        rows.push(row(&path("days_supply"), &label("days' supply"), Kind::Count, "As billed."));
    }
    Group { title: format!("Tried: {name}"), tried: Some(at), rows }
}

fn denial(at: usize) -> Vec<Row> {
    let path = |field: &str| format!("{DENIALS}.{at}.{field}");
    vec![
        row(&path("code"), "Code", Kind::Words, "The code of the claim or letter."),
        row(&path("why"), "Reason", Kind::Words, "As the letter has it."),
        row(&path("on"), "Notice of", Kind::Day, "The date of the notice: deadlines run from it."),
        row(&path("deadline"), "Appeal until", Kind::Day, "The date that the notice names."),
        row(&path("payer"), "Denied by", Kind::Payer, "Whose notice it is: number or first letters."),
        row(&path("after_appeal"), "After an appeal", Kind::YesNo, "Whether it is the answer to an appeal."),
    ]
}

/// The answers to choose from; empty where one types freely.
pub fn choices(content: &Content, kind: &Kind) -> Vec<Choice> {
    match kind {
        Kind::Sites => {
            let sites = content.authorization.sites.iter();
            sites.map(|site| (site.id.clone(), site.name.clone())).collect()
        }
        Kind::Payer => {
            let payers = content.payers.iter();
            payers.map(|payer| (payer.id.as_str().to_owned(), payer.name.clone())).collect()
        }
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
        Kind::ScoreBy(id) => in_list("measure", id, "by"),
        Kind::TestDay(id) => in_list("test", id, "on"),
        Kind::TestResult(id) => in_list("test", id, "result"),
        _ => Some(row.path.clone()),
    }
}

/// What a field shows, and whether it is said to be not known.
pub fn shown(content: &Content, record: &Value, row: &Row) -> (String, bool) {
    let Some(value) = place(record, row).and_then(|path| get(record, &path)) else {
        return (String::new(), false);
    };
    if value == UNKNOWN {
        return (String::new(), true);
    }
    let of_choice = |id: &str| {
        choices(content, &row.kind).into_iter().find(|(known, _)| known == id).map(|(_, words)| words)
    };
    let text = match &row.kind {
        Kind::YesNo => value.as_bool().and_then(|yes| of_choice(if yes { "yes" } else { "no" })),
        Kind::Outcome | Kind::Payer => value.as_str().and_then(of_choice),
        Kind::Sites => value.as_array().map(|sites| {
            let names: Vec<String> = sites.iter().filter_map(Value::as_str).filter_map(of_choice).collect();
            if names.is_empty() { NONE.to_owned() } else { names.join(", ") }
        }),
        Kind::Day | Kind::TestDay(_) | Kind::ScoreDay(_) => text::day_words(value),
        Kind::Number | Kind::Count | Kind::Score(_) => Some(value.to_string()),
        Kind::Words | Kind::Moment | Kind::TestResult(_) | Kind::ScoreBy(_) => {
            value.as_str().map(ToOwned::to_owned)
        }
    };
    (text.unwrap_or_default(), false)
}

/// What a field takes when an answer is chosen by its name. Places are added to those that stand there.
pub fn with_choice(content: &Content, record: &Value, row: &Row, name: &str) -> String {
    let (before, _) = shown(content, record, row);
    match row.kind {
        Kind::Sites if !before.is_empty() && before != NONE => format!("{before}, {name}"),
        _ => name.to_owned(),
    }
}

/// Puts what was typed into the record. Empty text takes it back, `?` says that it is not known.
///
/// # Errors
/// What was expected, in words; the record stays as it was.
pub fn take(content: &Content, record: &mut Value, row: &Row, typed: &str) -> Result<(), String> {
    let typed = typed.trim();
    let value = match typed {
        "" => None,
        "?" => Some(json!(UNKNOWN)),
        _ => Some(value(content, &row.kind, typed)?),
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
        Kind::ScoreDay(id) | Kind::ScoreBy(id) => {
            let field = if matches!(row.kind, Kind::ScoreBy(_)) { "by" } else { "on" };
            if let Some(at) = entry(record, &row.path, "measure", id) {
                set(record, &format!("{}.{at}.{field}", row.path), value);
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
    for tried in fields.get_mut("tried").and_then(Value::as_array_mut).into_iter().flatten() {
        if let Some(Value::Array(fills)) = tried.get_mut("dispensed") {
            fills.retain(|fill| fill.as_object().is_none_or(|fill| !fill.is_empty()));
        }
    }
    for (list, only) in [("tests", "test"), (APPROVALS, ""), (DENIALS, "")] {
        if let Some(Value::Array(entries)) = fields.get_mut(list) {
            entries.retain(|entry| {
                entry.as_object().is_some_and(|entry| entry.keys().any(|field| field != only))
            });
        }
    }
    // That it is at none of the places is said with an empty list.
    fields.retain(|name, value| match value {
        Value::Array(_) if name == "sites" => true,
        Value::Object(inner) => !inner.is_empty(),
        Value::Array(entries) => !entries.is_empty(),
        _ => true,
    });
}

const NONE: &str = "none";

fn value(content: &Content, kind: &Kind, typed: &str) -> Result<Value, String> {
    match kind {
        Kind::Words | Kind::TestResult(_) | Kind::ScoreBy(_) => Ok(json!(typed)),
        Kind::Sites => sites(typed, &choices(content, kind)),
        Kind::Moment => dates::moment(typed)
            .map(|moment| json!(moment))
            .ok_or_else(|| "Type a year, a month like 3/2025, or a date.".to_owned()),
        Kind::Number | Kind::Score(_) => {
            Decimal::parse(typed).map(decimal_json).map_err(|_| "Type a number, like 18 or 7.5.".to_owned())
        }
        Kind::Count => text::count(typed, 0, 100_000).map(|count| json!(count)),
        Kind::Day | Kind::TestDay(_) | Kind::ScoreDay(_) => text::day(typed),
        Kind::YesNo => text::choose(typed, &choices(content, kind)).map(|(id, _)| json!(id == "yes")),
        Kind::Outcome | Kind::Payer => text::choose(typed, &choices(content, kind)).map(|(id, _)| json!(id)),
    }
}

/// Places by their numbers, names or how these begin, each once, or "none".
fn sites(typed: &str, choices: &[Choice]) -> Result<Value, String> {
    if typed.eq_ignore_ascii_case(NONE) {
        return Ok(json!([]));
    }
    let mut ids: Vec<&str> = Vec::new();
    for part in typed.split(',').map(str::trim).filter(|part| !part.is_empty()) {
        let (id, _) = text::choose(part, choices)?;
        if !ids.contains(&id.as_str()) {
            ids.push(id);
        }
    }
    match ids.is_empty() {
        true => Err("Type numbers or names of these, with commas.".to_owned()),
        false => Ok(json!(ids)),
    }
}
