//! How does a record become a FHIR R4 Bundle?
//!
//! A collection is written entry by entry, so that its size does not matter: what all visits share first, then
//! visit by visit, each person once. Every reference is to an entry of the same bundle. Nothing of this comes
//! from the clock or chance: equal visits give equal bytes. Opens no file, assesses nothing.

mod coverage;
mod issues;
mod medicines;
mod people;
mod questions;
mod terms;

use std::collections::HashSet;
use std::io::{self, Write};

use jiff::Timestamp;
use jiff::civil::Date;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::checklist::Checklist;
use crate::checklist::coverage::Coverage;
use crate::checklist::prescription::Prescription;
use crate::content::Content;
use crate::content::ids::{DrugIx, QuestionSet, SourceIx};
use crate::content::rule::Level;
use terms::{INCOMPLETE, NONE, System, UNSURE, entry, text, urn};

/// One visit of one patient, as it is exported.
pub struct Visit<'a> {
    /// The id of the checklist.
    pub id: Uuid,
    /// Whose it is.
    pub patient: Person<'a>,
    /// What was answered, and on which day.
    pub checklist: &'a Checklist,
    /// What was prescribed.
    pub prescription: &'a Prescription,
    /// Who pays, where something was said of it.
    pub coverage: Option<&'a Coverage>,
    /// The version of the content that the visit began with.
    pub content_version: &'a str,
    /// When an answer was last given, changed or taken back.
    pub answered_at: Timestamp,
    /// When anything was last said.
    pub recorded_at: Timestamp,
    /// Who began it; one of the authors.
    pub by: Uuid,
    /// Everybody who said something in it, each once; at least who began it.
    pub authors: Vec<Staff<'a>>,
    /// What was found.
    pub issues: Vec<Issue>,
    /// For which treatments something is still to be asked.
    pub open: Vec<Open>,
}

/// A patient.
pub struct Person<'a> {
    /// The id.
    pub id: Uuid,
    /// The name.
    pub name: &'a str,
    /// The birth date, when it is known.
    pub birth_date: Option<Date>,
    /// The phone number, when there is one.
    pub phone: Option<&'a str>,
}

/// A staff member.
pub struct Staff<'a> {
    /// The id.
    pub id: Uuid,
    /// The name, when it is known.
    pub name: Option<&'a str>,
}

/// A finding.
pub struct Issue {
    /// The treatment in whose way it stands.
    pub drug: DrugIx,
    /// The id of the rule.
    pub rule: String,
    /// How much it stands in the way.
    pub level: Level,
    /// What it is, in one line.
    pub title: String,
    /// The questions whose answers made it so.
    pub because: QuestionSet,
    /// The listed medicines that made it so: positions in the order typed.
    pub medicines: Vec<usize>,
    /// What it rests on.
    pub sources: Vec<SourceIx>,
}

/// A treatment that can't be judged yet.
pub struct Open {
    /// The treatment.
    pub drug: DrugIx,
    /// The questions whose open answers matter.
    pub ask: QuestionSet,
}

/// Writes a bundle.
pub struct Bundle<'a> {
    content: &'a Content,
    out: &'a mut dyn Write,
    /// The people who are in it already.
    people: HashSet<Uuid>,
    line: Vec<u8>,
}

impl<'a> Bundle<'a> {
    /// Begins a bundle with what all visits share: the codes, the questions, the treatments.
    ///
    /// # Errors
    /// When nothing can be written.
    pub fn begin(content: &'a Content, out: &'a mut dyn Write) -> io::Result<Self> {
        let mut bundle = Self { content, out, people: HashSet::new(), line: Vec::new() };
        bundle.out.write_all(b"{\"resourceType\":\"Bundle\",\"type\":\"collection\",\"entry\":[\n")?;
        bundle.write(b"", &questions::questionnaire(content))?;
        for system in System::ALL {
            bundle.add(&codes(content, system))?;
        }
        for drug in content.drugs() {
            bundle.add(&medicines::treatment(drug))?;
        }
        Ok(bundle)
    }

    /// Adds a visit.
    ///
    /// # Errors
    /// When nothing can be written; the bundle is cut off then.
    pub fn add_visit(&mut self, visit: &Visit<'_>) -> io::Result<()> {
        for staff in &visit.authors {
            if self.people.insert(staff.id) {
                self.add(&people::practitioner(staff))?;
            }
        }
        if self.people.insert(visit.patient.id) {
            self.add(&people::patient(&visit.patient))?;
        }
        let content = self.content;
        self.add(&questions::response(content, visit))?;
        // What people said; findings follow from it.
        let mut said = vec![visit.id];
        for (at, intake) in medicines::listed(content, visit).iter().enumerate() {
            said.push(medicines::listed_id(visit, at));
            self.add(&medicines::taken(content, visit, at, intake))?;
        }
        if let Some(prescribed) = medicines::prescribed(content, visit) {
            said.extend(medicines::prescription_id(visit));
            self.add(&prescribed)?;
        }
        if let Some(coverage) = coverage::of(content, visit) {
            said.extend(coverage::id(visit));
            self.add(&coverage)?;
        }
        for (at, issue) in visit.issues.iter().enumerate() {
            self.add(&issues::found(content, visit, at, issue))?;
        }
        for open in &visit.open {
            self.add(&issues::open(content, visit, open))?;
        }
        self.add(&people::provenance(visit, said.into_iter()))
    }

    /// Ends the bundle.
    ///
    /// # Errors
    /// When nothing can be written.
    pub fn end(self) -> io::Result<()> {
        self.out.write_all(b"\n]}\n")
    }

    fn add(&mut self, entry: &Value) -> io::Result<()> {
        self.write(b",\n", entry)
    }

    /// One entry on one line, written at once.
    fn write(&mut self, before: &[u8], entry: &Value) -> io::Result<()> {
        self.line.clear();
        self.line.extend_from_slice(before);
        serde_json::to_writer(&mut self.line, entry)?;
        self.out.write_all(&self.line)
    }
}

/// What a list of our codes is, with its codes where entries of the bundle point to them by nothing else.
fn codes(content: &Content, system: System) -> Value {
    let (name, title) = system.names();
    let concept = |(code, words): (&str, &str)| json!({"code": code, "display": words});
    let concepts: Vec<Value> = match system {
        System::Said => [UNSURE, NONE, ("yes", "Yes"), ("no", "No")].map(concept).into(),
        System::Level => {
            let levels = Level::ALL.into_iter().map(|level| json!({"code": level.id()}));
            levels.chain([concept(INCOMPLETE)]).collect()
        }
        System::Question => {
            content.questions().iter().map(|asked| concept((asked.id.as_str(), &asked.short))).collect()
        }
        System::Source => content.sources().iter().map(issues::source).collect(),
        System::Choice | System::Medicine | System::Drug | System::Rule | System::Payer => Vec::new(),
    };
    let held = if concepts.is_empty() { "not-present" } else { "complete" };
    let fields = [
        ("url", urn(system.id()).into()),
        ("version", text(&content.version)),
        ("name", name.into()),
        ("title", title.into()),
        ("status", "active".into()),
        ("content", held.into()),
        ("concept", concepts.into()),
    ];
    entry(system.id(), "CodeSystem", fields)
}
