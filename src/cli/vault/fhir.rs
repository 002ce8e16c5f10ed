//! Which records of the vault go into a FHIR bundle, and what was found in each?
//!
//! A record is read against the content and assessed as the window does it; how it is written is the exchange's
//! part. One whose answers this content does not know is left out and counted: half of a checklist could be a
//! wrong reassurance.

use std::io::Write;

use jiff::Timestamp;
use uuid::Uuid;

use super::all_is_there;
use crate::checklist::answer::{Answer, InputError};
use crate::checklist::coverage::Coverage;
use crate::checklist::prescription::Prescription;
use crate::checklist::{Checklist, Patient};
use crate::cli::Trouble;
use crate::content::Content;
use crate::exchange::fhir::{Bundle, Issue, Open, Person, Staff, Visit};
use crate::safety::assess_with;
use crate::store::{ErrorKind, ExportRecord, Field, StoreError};

/// Writes one bundle of what can be read; what can't is counted.
///
/// # Errors
/// [`Trouble::Damaged`] when checklists are missing from a bundle that is whole otherwise; any other trouble
/// cuts it off.
pub(super) fn write(
    content: &Content,
    records: impl Iterator<Item = Result<ExportRecord, StoreError>>,
    out: &mut dyn Write,
) -> Result<(), Trouble> {
    let (mut of, mut lost, mut unknown) = (0u64, 0u64, 0u64);
    let mut bundle = Bundle::begin(content, out).map_err(Trouble::Output)?;
    for record in records {
        of += 1;
        let record = match record {
            Ok(record) => record,
            Err(error) if error.kind() == ErrorKind::Damaged => {
                lost += 1;
                continue;
            }
            Err(error) => return Err(error.into()),
        };
        match Given::read(content, &record) {
            Ok(given) => {
                let visit = visit(content, &record, &given)?;
                bundle.add_visit(&visit).map_err(Trouble::Output)?;
            }
            Err(_) => unknown += 1,
        }
    }
    bundle.end().map_err(Trouble::Output)?;
    let damaged = all_is_there(lost, of);
    if unknown == 0 {
        return damaged;
    }
    let words = format!(
        "{unknown} of {of} checklists hold answers that this version does not know, and were left out. They are \
         whole in the vault, and in an export as json."
    );
    Err(Trouble::Damaged(match damaged {
        Ok(()) => words,
        Err(damaged) => format!("{damaged} {words}"),
    }))
}

/// What was said at a visit.
struct Given {
    checklist: Checklist,
    prescription: Prescription,
    coverage: Option<Coverage>,
}

impl Given {
    fn read(content: &Content, record: &ExportRecord) -> Result<Self, InputError> {
        let birth_date = record.patient.birth_date.filter(|birth| *birth <= record.as_of);
        let patient = Patient { name: Some(record.patient.name.clone()), birth_date };
        let mut checklist = Checklist::new(content, record.as_of, patient);
        for (id, value) in &record.answers {
            let path = format!("answers.{id}");
            let ix = content
                .question_by_id(id)
                .ok_or_else(|| InputError::new(&path, "this version of the content has no such question"))?;
            let answer = Answer::from_json(content, content.question(ix), value, record.as_of, &path)?;
            checklist.set(ix, Some(answer));
        }
        let field = |field: Field| record.fields.get(&field.to_string());
        let prescription = match field(Field::Prescription) {
            Some(value) => Prescription::from_json(content, value, "prescription")?,
            None => Prescription::default(),
        };
        let coverage = match field(Field::Coverage) {
            Some(value) => Some(Coverage::from_json(content, value, "coverage")?),
            None => None,
        };
        Ok(Self { checklist, prescription, coverage })
    }
}

fn visit<'a>(content: &Content, record: &'a ExportRecord, given: &'a Given) -> Result<Visit<'a>, StoreError> {
    let assessment = assess_with(content, &given.checklist, &given.prescription);
    let mut issues = Vec::new();
    let mut open = Vec::new();
    for assessed in &assessment.drugs {
        issues.extend(assessed.findings.iter().map(|finding| Issue {
            drug: assessed.drug,
            rule: finding.id(content),
            level: finding.level,
            title: finding.words(content, &given.checklist).title,
            because: finding.because,
            medicines: finding.medicines.clone(),
            sources: finding.sources(content),
        }));
        if !assessed.ask.is_empty() {
            open.push(Open { drug: assessed.drug, ask: assessed.ask });
        }
    }
    let mut by = vec![record.by];
    for entry in &record.history {
        if !by.contains(&entry.by) {
            by.push(entry.by);
        }
    }
    let staff = |id| Ok(Staff { id: uuid(id)?, name: record.staff.get(id).map(String::as_str) });
    let last = |of: fn(&Field) -> bool| {
        let times = record.history.iter().filter(|entry| of(&entry.field)).map(|entry| entry.at);
        times.max().unwrap_or(record.created_at).max(record.created_at)
    };
    let answered_at: Timestamp = last(|field| matches!(field, Field::Answer(_)));
    Ok(Visit {
        id: uuid(record.checklist_id)?,
        patient: Person {
            id: uuid(record.patient_id)?,
            name: &record.patient.name,
            birth_date: record.patient.birth_date,
            phone: record.patient.phone.as_deref(),
        },
        checklist: &given.checklist,
        prescription: &given.prescription,
        coverage: given.coverage.as_ref(),
        content_version: &record.content_version,
        answered_at,
        recorded_at: last(|_| true),
        by: uuid(record.by)?,
        authors: by.iter().map(staff).collect::<Result<_, StoreError>>()?,
        issues,
        open,
    })
}

/// An id of the vault, which keeps what is in it to itself.
fn uuid(id: impl std::fmt::Display) -> Result<Uuid, StoreError> {
    Uuid::try_parse(&id.to_string()).map_err(|_| StoreError::Internal { doing: "reading an id" })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::vault::import;
    use crate::store::{ExportFilter, Vault};
    use serde_json::Value;

    const ELENA: &str = r#"{"as_of":"2026-11-24","patient":{"name":"Elena Marković","birth_date":"1984-05-02"},"answers":{"severity":"moderate"}}"#;

    fn content() -> Content {
        Content::embedded().unwrap()
    }

    fn now() -> Timestamp {
        "2026-11-25T15:00:00.25Z".parse().unwrap()
    }

    /// The record of one visit of a vault.
    fn record() -> ExportRecord {
        let mut vault = Vault::temporary(now()).unwrap();
        import::run(&content(), &mut vault, &mut ELENA.as_bytes(), &mut Vec::new(), now).unwrap();
        vault.export(ExportFilter::All).unwrap().next().unwrap().unwrap()
    }

    fn written(records: Vec<Result<ExportRecord, StoreError>>) -> (String, Result<(), Trouble>) {
        let mut out = Vec::new();
        let ended = write(&content(), records.into_iter(), &mut out);
        (String::from_utf8(out).unwrap(), ended)
    }

    fn visits(bundle: &str) -> usize {
        let bundle: Value = serde_json::from_str(bundle).unwrap();
        let entries = bundle["entry"].as_array().unwrap();
        entries.iter().filter(|entry| entry["resource"]["resourceType"] == "QuestionnaireResponse").count()
    }

    #[test]
    fn what_cannot_be_read_is_left_out_and_counted_and_the_bundle_is_whole() {
        let damaged = || Err(StoreError::Damaged { what: "a page".to_owned() });
        let foreign = |field: &str| {
            let mut record = record();
            match field {
                "answer" => record.answers.insert("mood".to_owned(), "Elena".into()),
                other => record.fields.insert(other.to_owned(), "Elena".into()),
            };
            Ok(record)
        };
        for (records, expected) in [
            (vec![damaged(), Ok(record())], vec!["1 of 2 checklists can't be read"]),
            (vec![Ok(record()), foreign("answer")], vec!["1 of 2 checklists hold answers"]),
            (
                vec![foreign("coverage"), Ok(record()), damaged(), foreign("prescription")],
                vec!["1 of 4 checklists can't be read", "2 of 4 checklists hold answers"],
            ),
        ] {
            let (bundle, ended) = written(records);
            assert_eq!(visits(&bundle), 1);
            let trouble = ended.unwrap_err();
            assert_eq!(trouble.exit_code(), 4);
            let message = trouble.to_string();
            assert!(expected.iter().all(|words| message.contains(words)), "{message}");
            assert!(!message.contains("Elena"), "{message}");
        }
        let (bundle, ended) = written(Vec::new());
        ended.unwrap();
        assert_eq!(visits(&bundle), 0);
    }

    #[test]
    fn a_bundle_that_is_cut_off_cannot_be_mistaken_for_a_whole_one() {
        let (bundle, ended) = written(vec![Ok(record()), Err(StoreError::DiskFull), Ok(record())]);
        assert!(matches!(ended.unwrap_err(), Trouble::Store { .. }));
        assert!(serde_json::from_str::<Value>(&bundle).is_err());
    }

    #[test]
    fn whoever_said_something_is_an_author_and_the_last_word_is_dated() {
        let content = content();
        let mut record = record();
        let mut later = record.history[0].clone();
        later.by = "019abcde-0000-7000-8000-000000000000".parse().unwrap();
        later.at = "2026-11-25T16:00:00Z".parse().unwrap();
        later.field = Field::Note;
        record.history.push(later.clone());
        record.staff.insert(later.by, "Ben".to_owned());
        let given = Given::read(&content, &record).unwrap();
        let visit = visit(&content, &record, &given).unwrap();
        let names: Vec<&str> = visit.authors.iter().filter_map(|staff| staff.name).collect();
        assert_eq!((names.len(), names.last()), (2, Some(&"Ben")));
        assert_eq!((visit.answered_at, visit.recorded_at), (now(), later.at));
    }
}
