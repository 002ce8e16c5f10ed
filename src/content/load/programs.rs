//! Checks the assistance programs against drugs, payers, states and the years' poverty levels.

use std::collections::HashSet;

use jiff::ToSpan;
use jiff::civil::Date;

use super::super::drug::Drug;
use super::super::ids::{PayerId, ProgramId};
use super::super::payer::{Door, Payer, State};
use super::super::program::{
    AlternativeFunding, Amounts, Document, IncomeTest, OpenTerm, Program, ProgramKind, Programs, Requirement,
    Step,
};
use super::super::raw;
use super::super::statutory::Statutory;
use super::{Loader, is_day_month_or_year};

const FILE: &str = "programs.toml";

/// What programs may name.
pub(super) struct Named<'a> {
    pub drugs: &'a [Drug],
    /// The drugs of content.toml, be their files readable or not.
    pub listed: &'a [String],
    pub payers: &'a [Payer],
    pub states: &'a [State],
    pub statutory: &'a Statutory,
}

impl Loader<'_> {
    pub(super) fn programs(&mut self, named: &Named<'_>) -> Option<Programs> {
        let raw: raw::Programs = self.read(FILE)?;
        let mut documents: Vec<Document> = Vec::new();
        for document in raw.document {
            self.words(FILE, &document.id, "says", &document.says);
            self.words(FILE, &document.id, "patient.en", &document.patient.en);
            if documents.iter().any(|other| other.id == document.id) {
                self.error(FILE, &document.id, "the document is defined twice: take one out");
            }
            let patient = self.phrase(FILE, &document.id, "patient.en", document.patient.en);
            documents.push(Document {
                payers: self.payer_list(&document.id, "payers", &document.payers, named),
                id: document.id,
                says: document.says,
                patient,
            });
        }
        let mut seen = HashSet::new();
        let mut asked_for = HashSet::new();
        let mut list = Vec::new();
        for program in raw.program {
            if !seen.insert(program.id.clone()) {
                self.error(FILE, &program.id, "the program is defined twice: take one out");
            }
            asked_for.extend(program.documents.iter().cloned());
            list.extend(self.program(program, &documents, named));
        }
        for document in documents.iter().filter(|document| !asked_for.contains(&document.id)) {
            self.error(FILE, &document.id, "no program asks for this document: name it or take it out");
        }
        Some(Programs { list, documents, alternative_funding: self.funding(raw.alternative_funding) })
    }

    fn funding(&mut self, raw: raw::AlternativeFunding) -> AlternativeFunding {
        const ENTRY: &str = "alternative_funding";
        self.words(FILE, ENTRY, "about", &raw.about);
        self.words(FILE, ENTRY, "patient.en", &raw.patient.en);
        for (field, list) in [("signs", &raw.signs), ("act", &raw.act)] {
            if list.is_empty() {
                self.error(FILE, ENTRY, format!("`{field}` is empty: write it"));
            }
            list.iter().for_each(|text| self.words(FILE, ENTRY, field, text));
        }
        AlternativeFunding {
            about: raw.about,
            signs: raw.signs,
            act: raw.act,
            patient: self.phrase(FILE, ENTRY, "patient.en", raw.patient.en),
            backing: Some(self.backing(FILE, ENTRY, &raw.confidence, &raw.sources)),
        }
    }

    fn program(&mut self, raw: raw::Program, documents: &[Document], named: &Named<'_>) -> Option<Program> {
        let id = raw.id.clone();
        let optional = |text: Option<String>| text.unwrap_or_default();
        for (field, text) in [
            ("name", Some(&raw.name)),
            ("sponsor", Some(&raw.sponsor)),
            ("amounts", Some(&raw.amounts)),
            ("about", Some(&raw.about)),
            ("patient.en", Some(&raw.patient.en)),
            ("states_note", raw.states_note.as_ref()),
            ("phone", raw.phone.as_ref()),
            ("website", raw.website.as_ref()),
            ("hours", raw.hours.as_ref()),
        ] {
            if let Some(text) = text {
                self.words(FILE, &id, field, text);
            }
        }
        let kind = ProgramKind::ALL.into_iter().find(|kind| kind.id() == raw.kind);
        if kind.is_none() {
            let known = ProgramKind::ALL.map(ProgramKind::id).join(", ");
            self.error(FILE, &id, format!("`{}` is no kind of program: write one of {known}", raw.kind));
        }
        let mut drugs = Vec::new();
        for drug in &raw.drugs {
            match named.drugs.iter().find(|known| known.id.as_str() == drug) {
                Some(known) => drugs.push(known.ix),
                // What is wrong with its file is told there.
                None if named.listed.contains(drug) => {}
                None => self.error(FILE, &id, format!("there is no drug `{drug}`: write its id")),
            }
        }
        if raw.on_label_only && raw.drugs.is_empty() {
            self.error(FILE, &id, "`on_label_only` is of a drug: name the drugs, or take it out");
        }
        let payers_allowed = self.payer_list(&id, "payers_allowed", &raw.payers_allowed, named);
        let payers_excluded = self.payer_list(&id, "payers_excluded", &raw.payers_excluded, named);
        for payer in payers_allowed.iter().filter(|payer| payers_excluded.contains(payer)) {
            self.error(FILE, &id, format!("`{payer}` is allowed and excluded: take one out"));
        }
        if let Some(kind) = kind {
            self.doors(&id, kind, &payers_excluded, named);
        }
        self.state_list(&id, "states_only", &raw.states_only, named);
        self.state_list(&id, "states_excluded", &raw.states_excluded, named);
        if raw.age_min.is_some_and(|years| !(1..=120).contains(&years)) {
            self.error(FILE, &id, "`age_min` is no age from 1 to 120 years");
        }
        let income = self.income(&raw, named);
        let requires = raw.requires.iter().filter_map(|raw| self.requirement(&id, raw, named)).collect();
        let open = raw.open.iter().map(|raw| self.open_term(&id, raw, named)).collect();
        let asks_for = self.document_list(&id, &raw.documents, documents);
        let check_by = self.shelf_life(&raw);
        let backing = self.backing(FILE, &id, &raw.confidence, &raw.sources);
        let patient = self.phrase(FILE, &id, "patient.en", raw.patient.en.as_str());
        let patient_name = self.phrase(FILE, &id, "name", raw.name.as_str());
        Some(Program {
            amounts: self.amounts(&raw),
            id: ProgramId::new(raw.id),
            name: raw.name,
            patient_name,
            kind: kind?,
            sponsor: raw.sponsor,
            drugs,
            payers_allowed,
            payers_excluded,
            states_only: raw.states_only,
            states_excluded: raw.states_excluded,
            states_note: optional(raw.states_note),
            age_min: raw.age_min,
            on_label_only: raw.on_label_only,
            income,
            requires,
            open,
            phone: optional(raw.phone),
            website: optional(raw.website),
            hours: optional(raw.hours),
            documents: asks_for,
            about: raw.about,
            patient,
            as_of: raw.as_of,
            check_by: check_by?,
            backing,
        })
    }

    /// What the law, or every program of a kind, keeps closed, no program of that kind may leave open:
    /// the doors of payers.toml and the programs must say the same.
    fn doors(&mut self, id: &str, kind: ProgramKind, excluded: &[PayerId], named: &Named<'_>) {
        let Some(help) = kind.help() else { return };
        let closed = named.payers.iter().filter(|payer| {
            payer.helps.iter().any(|of_payer| of_payer.kind == help && of_payer.door == Door::Closed)
        });
        for payer in closed.filter(|payer| !excluded.contains(&payer.id)) {
            self.error(
                FILE,
                id,
                format!("payers.toml closes {} to `{}`: put it into `payers_excluded`", help.id(), payer.id),
            );
        }
    }

    fn payer_list(&mut self, id: &str, field: &str, ids: &[String], named: &Named<'_>) -> Vec<PayerId> {
        let mut list = Vec::new();
        for payer in ids {
            // Without the list of payers nothing can be said of one.
            if !named.payers.is_empty() && !named.payers.iter().any(|known| known.id.as_str() == payer) {
                self.error(FILE, id, format!("`{field}` names `{payer}`, which is not in payers.toml"));
            }
            list.push(PayerId::new(payer));
        }
        list
    }

    fn state_list(&mut self, id: &str, field: &str, states: &[String], named: &Named<'_>) {
        for state in states {
            if !named.states.is_empty() && !named.states.iter().any(|known| known.id == *state) {
                self.error(FILE, id, format!("`{field}` names `{state}`, which is not in states.toml"));
            }
        }
    }

    fn document_list(&mut self, id: &str, ids: &[String], documents: &[Document]) -> Vec<usize> {
        let mut list = Vec::new();
        for document in ids {
            match documents.iter().position(|known| known.id == *document) {
                Some(at) => list.push(at),
                None => self.error(FILE, id, format!("there is no document `{document}`: define it")),
            }
        }
        list
    }

    fn income(&mut self, raw: &raw::Program, named: &Named<'_>) -> IncomeTest {
        let tested = raw.income_tested;
        let Some(percent) = raw.income_percent else {
            if raw.income_table_year.is_some() {
                self.error(FILE, &raw.id, "`income_table_year` without `income_percent`: write both");
            }
            return if tested { IncomeTest::LimitNotSeen } else { IncomeTest::None };
        };
        if !tested {
            self.error(FILE, &raw.id, "`income_percent` of a program that tests no income: mend one");
        }
        if !(50..=1000).contains(&percent) {
            self.error(FILE, &raw.id, "`income_percent` is no percentage from 50 to 1000");
        }
        if let Some(year) = raw.income_table_year
            && let Err(known) = named.statutory.poverty(year)
        {
            self.error(FILE, &raw.id, format!("`income_table_year`: {known}"));
        }
        IncomeTest::UpTo { percent, table_year: raw.income_table_year }
    }

    fn requirement(&mut self, id: &str, raw: &raw::Requirement, named: &Named<'_>) -> Option<Requirement> {
        let payers = self.payer_list(id, "requires.payers", &raw.payers, named);
        let step = self.step(id, &raw.step);
        let after = match &raw.after {
            Some(after) => Some(self.step(id, after)?),
            None => None,
        };
        Some(Requirement { step: step?, payers, after, above_percent: raw.above_percent })
    }

    fn step(&mut self, id: &str, name: &str) -> Option<Step> {
        let step = Step::ALL.into_iter().find(|step| step.id() == name);
        if step.is_none() {
            let known = Step::ALL.map(Step::id).join(", ");
            self.error(FILE, id, format!("`{name}` is no step: write one of {known}"));
        }
        step
    }

    fn open_term(&mut self, id: &str, raw: &raw::OpenTerm, named: &Named<'_>) -> OpenTerm {
        self.words(FILE, id, "open.says", &raw.says);
        OpenTerm { says: raw.says.clone(), payers: self.payer_list(id, "open.payers", &raw.payers, named) }
    }

    fn amounts(&mut self, raw: &raw::Program) -> Amounts {
        for (field, cents) in [
            ("min_pay_cents", raw.min_pay_cents),
            ("per_fill_max_cents", raw.per_fill_max_cents),
            ("annual_max_cents", raw.annual_max_cents),
        ] {
            // Help for one patient stays far below a million dollars; more is a slip of the point.
            if cents.is_some_and(|cents| !(0..100_000_000).contains(&cents)) {
                self.error(FILE, &raw.id, format!("`{field}` is no amount: write whole cents"));
            }
        }
        if raw.reset_month.is_some_and(|month| !(1..=12).contains(&month)) {
            self.error(FILE, &raw.id, "`reset_month` is no month from 1 to 12");
        }
        Amounts {
            says: raw.amounts.clone(),
            min_pay_cents: raw.min_pay_cents,
            per_fill_max_cents: raw.per_fill_max_cents,
            annual_max_cents: raw.annual_max_cents,
            reset_month: raw.reset_month,
            covers_noncovered: raw.covers_noncovered,
        }
    }

    /// Terms change without notice, and mostly on 1 January: nobody may believe them for longer.
    fn shelf_life(&mut self, raw: &raw::Program) -> Option<Date> {
        let check_by = self.date(FILE, &raw.id, &raw.check_by);
        if !is_day_month_or_year(&raw.as_of) {
            self.error(FILE, &raw.id, "`as_of` is no date: write YYYY, YYYY-MM or YYYY-MM-DD");
            return None;
        }
        let year: Option<i16> = raw.as_of.get(..4).and_then(|year| year.parse().ok());
        let new_year = year.and_then(|year| Date::new(year, 1, 1).ok()?.checked_add(1.year()).ok());
        if let (Some(check_by), Some(new_year)) = (check_by, new_year)
            && check_by > new_year
        {
            self.error(
                FILE,
                &raw.id,
                format!("`check_by` is too late: terms of {} hold to {new_year} at most", raw.as_of),
            );
        }
        check_by
    }
}
