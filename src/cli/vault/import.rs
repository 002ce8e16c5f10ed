//! Lines of JSON into an open vault: each is an input of `assess`, which may hold what supports a prior
//! authorization too, or a line of an export.
//!
//! A line is saved as a whole before the next is read, and said to be saved only when it is on the disk.
//! The first line that can't be taken ends it; what was saved before stays.

use std::io::{BufRead, Read, Write};

use jiff::Timestamp;
use serde_json::Value;

use super::record;
use crate::checklist::Checklist;
use crate::checklist::answer::InputError;
use crate::checklist::authorization::Authorization;
use crate::checklist::prescription::Prescription;
use crate::cli::Trouble;
use crate::content::Content;
use crate::exchange::json::{self, JsonError};
use crate::store::{Change, ChecklistId, Field, NewChecklist, NewPatient, StoreError, Vault};

/// The longest line that is taken, in bytes.
pub const LONGEST_LINE: u64 = 4 * 1024 * 1024;

/// Takes in line after line, and writes `saved <checklist id>` for each that is on the disk. Empty lines
/// are passed over, and count.
///
/// # Errors
/// [`Trouble::Input`] with the number of the first line that is none of the two and the field;
/// [`Trouble::Line`] when the vault refuses one; [`Trouble::Output`] when nobody reads what is saved.
pub fn run(
    content: &Content,
    vault: &mut Vault,
    input: &mut dyn BufRead,
    out: &mut dyn Write,
    now: fn() -> Timestamp,
) -> Result<(), Trouble> {
    let mut line = Vec::new();
    for number in 1u64.. {
        line.clear();
        // One more than the longest, so that a line of any length takes no more memory than that.
        let read = input.take(LONGEST_LINE + 1).read_until(b'\n', &mut line);
        match read {
            Ok(0) => break,
            Ok(_) => {}
            Err(error) => return Err(bad(number, &format!("it can't be read: {error}"))),
        }
        if line.last() != Some(&b'\n') && line.len() as u64 > LONGEST_LINE {
            let most = LONGEST_LINE / 1024 / 1024;
            return Err(bad(number, &format!("expected a line of at most {most} MiB")));
        }
        if line.trim_ascii().is_empty() {
            continue;
        }
        let checklist = take_in(content, vault, &line, now()).map_err(|refusal| refusal.at(number))?;
        writeln!(out, "saved {checklist}").and_then(|()| out.flush()).map_err(Trouble::Output)?;
    }
    Ok(())
}

/// What is said of the lines before one that ended the import.
pub fn before(line: u64) -> &'static str {
    if line > 1 { " The lines before it are saved." } else { "" }
}

fn bad(line: u64, why: &str) -> Trouble {
    Trouble::Input(format!("line {line}: {why}.{}", before(line)))
}

/// Why a line was not taken.
enum Refusal {
    Json(JsonError),
    Input(InputError),
    Store(StoreError),
}

impl Refusal {
    fn at(self, line: u64) -> Trouble {
        match self {
            // The line within the line is always the first.
            Self::Json(JsonError::NotJson { column, expected, .. }) => {
                bad(line, &format!("not JSON at column {column}: expected {expected}"))
            }
            Self::Json(error @ JsonError::TooLarge) => bad(line, &error.to_string()),
            Self::Input(error) => bad(line, &error.to_string()),
            Self::Store(error) => Trouble::Line { line, error },
        }
    }
}

impl From<JsonError> for Refusal {
    fn from(error: JsonError) -> Self {
        Self::Json(error)
    }
}

impl From<InputError> for Refusal {
    fn from(error: InputError) -> Self {
        Self::Input(error)
    }
}

impl From<StoreError> for Refusal {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

fn take_in(
    content: &Content,
    vault: &mut Vault,
    line: &[u8],
    now: Timestamp,
) -> Result<ChecklistId, Refusal> {
    let value = json::read(line)?;
    match &value {
        Value::Object(object) if record::is_record(object) => {
            let record = record::read(content, object)?;
            Ok(vault.import_export_record(&record).map_err(named)?.checklist)
        }
        Value::Object(_)
        | Value::Null
        | Value::Bool(_)
        | Value::Number(_)
        | Value::String(_)
        | Value::Array(_) => file_visit(content, vault, &value, now),
    }
}

/// The database's word for an id that is taken says nothing to a pharmacist.
fn named(error: StoreError) -> StoreError {
    match error {
        StoreError::Database { ref reason } if reason == "ConstraintViolation" => {
            StoreError::BadRecord { why: "an id in it belongs to something else in this vault".to_owned() }
        }
        other => other,
    }
}

/// One visit as it was given.
struct Given {
    checklist: Checklist,
    prescription: Prescription,
    authorization: Authorization,
}

fn given(content: &Content, value: &Value) -> Result<Given, InputError> {
    let Value::Object(object) = value else {
        return Err(InputError::new("the input", "expected an object with as_of, patient and answers"));
    };
    let (checklist, rest) = Checklist::from_json(content, object)?;
    let mut prescription = Prescription::default();
    let mut authorization = Authorization::default();
    for (field, value) in rest {
        match field.as_str() {
            "prescription" => prescription = Prescription::from_json(content, value, field)?,
            "authorization" => {
                authorization = Authorization::from_json(content, value, checklist.as_of, field)?;
            }
            _ => {
                return Err(InputError::new(
                    field,
                    "there is no such field: expected as_of, patient, answers, prescription or authorization",
                ));
            }
        }
    }
    Ok(Given { checklist, prescription, authorization })
}

/// Files an input of `assess` as a new checklist of its patient.
fn file_visit(
    content: &Content,
    vault: &mut Vault,
    value: &Value,
    now: Timestamp,
) -> Result<ChecklistId, Refusal> {
    let Given { checklist, prescription, authorization } = given(content, value)?;
    let name = checklist.patient.name.as_deref().map(str::trim).filter(|name| !name.is_empty());
    let name = name.ok_or_else(|| InputError::new("patient.name", "expected the patient's name"))?;
    let birth_date = checklist
        .patient
        .birth_date
        .ok_or_else(|| InputError::new("patient.birth_date", "expected the birth date, as YYYY-MM-DD"))?;
    let patient = match vault.patient_by_name_and_birth_date(name, birth_date)? {
        Some(known) => known.id,
        None => {
            let new = NewPatient { name: name.to_owned(), birth_date: Some(birth_date), phone: None };
            vault.add_patient(&new, now)?
        }
    };
    let mut start: Vec<Change> = checklist
        .answers_json(content)
        .into_iter()
        .map(|(question, value)| Change::said(Field::answer(question), value))
        .collect();
    if prescription != Prescription::default() {
        start.push(Change::said(Field::Prescription, prescription.to_json(content)));
    }
    if !authorization.is_empty() {
        start.push(Change::said(Field::Authorization, authorization.to_json(content)));
    }
    let content_version = content.version.clone();
    let new = NewChecklist { patient, as_of: checklist.as_of, content_version, started_from: None };
    let by = vault.staff().id;
    Ok(vault.new_checklist(&new, &start, by, now)?)
}

#[cfg(test)]
mod tests {
    use std::io::{self, BufReader};

    use super::*;
    use crate::store::{ExportFilter, ExportRecord};

    fn content() -> &'static Content {
        static CONTENT: std::sync::OnceLock<Content> = std::sync::OnceLock::new();
        CONTENT.get_or_init(|| Content::embedded().unwrap())
    }

    fn now() -> Timestamp {
        "2026-11-25T15:00:00.25Z".parse().unwrap()
    }

    /// Takes `text` in and answers with what was written and how it ended.
    fn imported(vault: &mut Vault, text: &str) -> (String, Result<(), Trouble>) {
        let mut out = Vec::new();
        let ended = run(content(), vault, &mut text.as_bytes(), &mut out, now);
        (String::from_utf8(out).unwrap(), ended)
    }

    fn lines(vault: &Vault) -> Vec<String> {
        let records = vault.export(ExportFilter::All).unwrap();
        records.map(|record| serde_json::to_string(&record.unwrap()).unwrap()).collect()
    }

    const ELENA: &str = r#"{"as_of":"2026-11-24","patient":{"name":"Elena Marković","birth_date":"1984-05-02"},"answers":{"severity":"moderate","medicines":["aspirin"],"weight_kg":63.50}}"#;

    #[test]
    fn the_same_name_and_birth_date_are_the_same_patient() {
        let mut vault = Vault::temporary(now()).unwrap();
        let other_day =
            ELENA.replace("2026-11-24", "2026-11-25").replace("Elena Marković", " elena MARKOVIC ");
        let namesake = ELENA.replace("1984-05-02", "1984-05-03");
        let (said, ended) = imported(&mut vault, &format!("{ELENA}\n\n{other_day}\r\n{namesake}"));
        ended.unwrap();
        assert_eq!(said.lines().filter(|line| line.starts_with("saved ")).count(), 3);
        let patients = vault.recent_patients(9).unwrap();
        assert_eq!(patients.len(), 2);
        let visits: Vec<usize> =
            patients.iter().map(|patient| vault.checklists_of(patient.id).unwrap().len()).collect();
        assert_eq!(visits.iter().sum::<usize>(), 3);
        assert!(visits.contains(&2));
        let first: ExportRecord = serde_json::from_str(&lines(&vault)[0]).unwrap();
        assert_eq!(first.content_version, content().version);
        assert_eq!(first.answers.len(), 3);
    }

    #[test]
    fn a_line_that_is_no_checklist_is_named_with_its_field_and_without_its_values() {
        let record = {
            let mut vault = Vault::temporary(now()).unwrap();
            imported(&mut vault, ELENA).1.unwrap();
            lines(&vault).remove(0)
        };
        let cases = [
            (ELENA.replace("moderate", "Elena"), "line 2: answers.severity: expected mild"),
            (ELENA.replace(r#""name":"Elena Marković","#, ""), "line 2: patient.name: expected"),
            (ELENA.replace("Elena Marković", "  "), "line 2: patient.name: expected"),
            (ELENA.replace(r#","birth_date":"1984-05-02""#, ""), "line 2: patient.birth_date: expected"),
            (
                ELENA.replace(r#"{"as_of""#, r#"{"coverage":{},"as_of""#),
                "line 2: coverage: there is no such field",
            ),
            (ELENA.replace(r#""severity""#, r#""weight_kg""#), "line 2: not JSON at column"),
            (ELENA[..40].to_owned(), "line 2: not JSON at column"),
            (
                ELENA.replace(r#"{"as_of""#, r#"{"authorization":{"tried":[{"outcome":"Elena"}]},"as_of""#),
                "line 2: authorization.tried[0].outcome: expected failed",
            ),
            ("[]".to_owned(), "line 2: the input: expected an object"),
            (record.replace(r#""moderate""#, r#""Elena""#), "line 2: answers.severity: expected mild"),
            (
                record.replacen(r#""severity""#, r#""Elena""#, 1),
                "line 2: answers.Elena: there is no such question",
            ),
            (
                record.replacen(r#""as_of":"2026-11-24""#, r#""as_of":"20261124""#, 1),
                "line 2: as_of: expected a date",
            ),
            (
                record.replacen(r#""1984-05-02""#, r#""1984-05-02T00:00""#, 1),
                "line 2: patient.birth_date: expected",
            ),
            (
                record.replacen(r#""1984-05-02""#, r#""2026-11-25""#, 1),
                "line 2: patient.birth_date: expected a day on or before as_of",
            ),
            (
                record.replacen(r#""checklist_id":"0"#, r#""checklist_id":"x"#, 1),
                "line 2: checklist_id: expected",
            ),
            (
                record.replacen(r#""fields":{}"#, r#""fields":{"mood":1}"#, 1),
                "line 2: fields.mood: there is no such field",
            ),
            (
                record.replacen(r#""printed":[]"#, r#""printed":[1]"#, 1),
                "line 2: printed[0]: expected an object",
            ),
            (record.replacen(r#""printed":[],"#, "", 1), "line 2: printed: it is missing"),
            (record.replacen(r#""at":"2"#, r#""at":"Elena"#, 1), "line 2: history[0].at: expected"),
            (record.replacen(r#""staff":{"#, r#""staff":{"Elena":"x","#, 1), "line 2: staff: expected"),
            (
                record.replacen(r#""answers":{"#, r#""answers":{"pregnancy":["pregnant"],"#, 1),
                "line 2: This is not a record",
            ),
        ];
        for (bad, expected) in &cases {
            assert!(*bad != ELENA && *bad != record, "{expected}: nothing was changed");
            let mut vault = Vault::temporary(now()).unwrap();
            let (said, ended) = imported(&mut vault, &format!("{ELENA}\n{bad}\n{ELENA}\n"));
            let trouble = ended.unwrap_err();
            let message = trouble.to_string();
            assert!(message.starts_with(expected), "{expected} <> {message}");
            assert!(message.ends_with("The lines before it are saved."), "{message}");
            assert_eq!(trouble.exit_code(), 2, "{message}");
            assert!(!message.replace("answers.Elena", "").contains("Elena"), "{message}");
            assert_eq!(said.lines().count(), 1, "{message}");
            assert_eq!(lines(&vault).len(), 1, "{message}");
        }
    }

    #[test]
    fn what_supports_a_prior_authorization_is_kept_and_comes_back() {
        let mut vault = Vault::temporary(now()).unwrap();
        let record =
            r#"{"icd10":"L20.9","tried":[{"drug":"clobetasol","outcome":"failed","stop":"unknown"}]}"#;
        let line = ELENA.replace(r#"{"as_of""#, &format!(r#"{{"authorization":{record},"as_of""#));
        imported(&mut vault, &line).1.unwrap();
        let exported = lines(&vault);
        let kept: ExportRecord = serde_json::from_str(&exported[0]).unwrap();
        assert_eq!(kept.fields["authorization"], serde_json::from_str::<Value>(record).unwrap());
        let mut other = Vault::temporary(now()).unwrap();
        imported(&mut other, &exported[0]).1.unwrap();
        assert_eq!(lines(&other), exported);
    }

    #[test]
    fn what_was_said_and_taken_back_is_checked_too() {
        let mut vault = Vault::temporary(now()).unwrap();
        imported(&mut vault, ELENA).1.unwrap();
        let mut record: Value = serde_json::from_str(&lines(&vault)[0]).unwrap();
        let entry = record["history"][0].clone();
        for (field, value, expected) in [
            ("answer:severity", Value::from("dreadful"), "line 1: history[0].value: expected mild"),
            ("answer:mood", Value::from("good"), "line 1: history[0].field: there is no such question"),
            ("typed:weight_kg", Value::from(140), "line 1: history[0].value: expected a text"),
            ("coverage", serde_json::json!({"payer": "Elena"}), "line 1: history[0].value.payer: expected"),
            ("prescription", serde_json::json!({"drug": "Elena"}), "line 1: history[0].value.drug: expected"),
            (
                "authorization",
                serde_json::json!({"onset": "Elena"}),
                "line 1: history[0].value.onset: expected",
            ),
            ("mood", Value::from("good"), "line 1: history[0].field: expected"),
        ] {
            record["history"][0] = entry.clone();
            record["history"][0]["field"] = field.into();
            record["history"][0]["value"] = value;
            let mut other = Vault::temporary(now()).unwrap();
            let message = imported(&mut other, &record.to_string()).1.unwrap_err().to_string();
            assert!(message.starts_with(expected), "{expected} <> {message}");
            assert!(!message.contains("Elena"), "{message}");
            assert!(other.recent_patients(1).unwrap().is_empty());
        }
    }

    #[test]
    fn a_printed_page_that_belongs_to_another_checklist_is_a_bad_line() {
        let mut vault = Vault::temporary(now()).unwrap();
        imported(&mut vault, &format!("{ELENA}\n{ELENA}")).1.unwrap();
        let records = lines(&vault);
        let with_page = |at: usize| {
            let mut record: Value = serde_json::from_str(&records[at]).unwrap();
            record["printed"] = serde_json::json!([{
                "id": "019abcde-0000-7000-8000-000000000000", "at": record["created_at"], "by": record["by"], "document": {},
            }]);
            record.to_string()
        };
        let (said, ended) = imported(&mut vault, &format!("{}\n{}", with_page(0), with_page(1)));
        let trouble = ended.unwrap_err();
        assert_eq!((trouble.exit_code(), said.lines().count()), (2, 1), "{trouble}");
        assert!(trouble.to_string().starts_with("line 2: This is not a record"), "{trouble}");
    }

    #[test]
    fn a_line_without_end_is_refused_after_four_mebibytes() {
        let mut vault = Vault::temporary(now()).unwrap();
        let mut endless = BufReader::new(io::repeat(b' '));
        let error = run(content(), &mut vault, &mut endless, &mut Vec::new(), now).unwrap_err();
        assert_eq!(error.to_string(), "line 1: expected a line of at most 4 MiB.");
        // Just as long as may be, with its end.
        let most = usize::try_from(LONGEST_LINE).unwrap();
        let long = format!("{ELENA}{}\n{ELENA}", " ".repeat(most - ELENA.len()));
        let (said, ended) = imported(&mut vault, &long);
        ended.unwrap();
        assert_eq!(said.lines().count(), 2);
    }

    #[test]
    fn nothing_more_is_taken_in_when_nobody_hears_what_is_saved() {
        struct Gone;
        impl Write for Gone {
            fn write(&mut self, _: &[u8]) -> io::Result<usize> {
                Err(io::ErrorKind::BrokenPipe.into())
            }
            fn flush(&mut self) -> io::Result<()> {
                Err(io::ErrorKind::BrokenPipe.into())
            }
        }
        let mut vault = Vault::temporary(now()).unwrap();
        let two = format!("{ELENA}\n{ELENA}\n");
        let trouble = run(content(), &mut vault, &mut two.as_bytes(), &mut Gone, now).unwrap_err();
        assert!(trouble.is_quiet());
        assert_eq!(lines(&vault).len(), 1);
    }
}
