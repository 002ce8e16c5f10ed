//! Checks payers, kinds of help, and states.

use std::collections::HashSet;

use super::super::ids::PayerId;
use super::super::payer::{Door, Help, HelpKind, Payer, PayerHelp, PayerKind, PlanOfPayer, State};
use super::super::raw;
use super::Loader;

const PAYERS: &str = "payers.toml";
const STATES: &str = "states.toml";

impl Loader<'_> {
    pub fn payers(&mut self) -> (Vec<Payer>, Vec<Help>) {
        let Some(raw) = self.read::<raw::Payers>(PAYERS) else {
            return (Vec::new(), Vec::new());
        };
        let helps: Vec<Help> = raw
            .help
            .into_iter()
            .filter_map(|help| {
                for (field, text) in
                    [("name", &help.name), ("about", &help.about), ("patient.en", &help.patient.en)]
                {
                    self.words(PAYERS, &help.id, field, text);
                }
                let kind = self.help_kind(&help.id, &help.id)?;
                let patient = self.phrase(PAYERS, &help.id, "patient.en", help.patient.en);
                let patient_name = self.phrase(PAYERS, &help.id, "name", help.name.as_str());
                Some(Help { kind, name: help.name, about: help.about, patient_name, patient })
            })
            .collect();
        if helps.iter().map(|help| help.kind).ne(HelpKind::ALL) {
            self.error(
                PAYERS,
                "help",
                "the kinds of help must be copay-card, free-drug, charity-grant, bridge, in this order",
            );
        }
        let mut seen = HashSet::new();
        let payers = raw
            .payer
            .into_iter()
            .filter_map(|payer| {
                if !seen.insert(payer.id.clone()) {
                    self.error(PAYERS, &payer.id, "the payer is defined twice: take one out");
                }
                self.payer(payer)
            })
            .collect();
        (payers, helps)
    }

    fn payer(&mut self, raw: raw::Payer) -> Option<Payer> {
        let id = raw.id.clone();
        self.words(PAYERS, &id, "name", &raw.name);
        self.words(PAYERS, &id, "detail", &raw.detail);
        let kind = match raw.kind.as_str() {
            "commercial" => PayerKind::Commercial,
            "government" => PayerKind::Government,
            "none" => PayerKind::None,
            other => {
                self.error(
                    PAYERS,
                    &id,
                    format!("`{other}` is no kind: write commercial, government or none"),
                );
                return None;
            }
        };
        let plan = self.plan_of_payer(&id, raw.plan);
        let sources = self.source_list(PAYERS, &id, &raw.sources);
        let helps: Vec<PayerHelp> =
            raw.help.into_iter().filter_map(|help| self.payer_help(&id, help)).collect();
        if helps.iter().map(|help| help.kind).ne(HelpKind::ALL) {
            self.error(PAYERS, &id, "each payer says of copay-card, free-drug, charity-grant, bridge, in this order, whether it is open");
        }
        Some(Payer {
            id: PayerId::new(raw.id),
            name: raw.name,
            detail: raw.detail,
            kind,
            plan,
            ask: raw.ask,
            sources,
            helps,
        })
    }

    fn plan_of_payer(&mut self, payer: &str, raw: raw::PlanOfPayer) -> PlanOfPayer {
        const KINDS: [&str; 8] = ["commercial", "part_d", "medicaid", "tricare", "va", "chip", "ihs", "none"];
        const PARTS: [&str; 4] = ["deductible", "cost_share", "oop_max", "lis_copay_cents"];
        if !KINDS.contains(&raw.kind.as_str()) {
            let known = KINDS.join(", ");
            self.error(
                PAYERS,
                payer,
                format!("`plan.kind` is no kind of plan: `{}`; write {known}", raw.kind),
            );
        }
        if raw.year_begins.is_some_and(|month| !(1..=12).contains(&month)) {
            self.error(PAYERS, payer, "`plan.year_begins` is no month: write 1 to 12");
        }
        for part in raw.asks.iter().filter(|part| !PARTS.contains(&part.as_str())) {
            let known = PARTS.join(", ");
            self.error(
                PAYERS,
                payer,
                format!("`plan.asks` names no part of a plan: `{part}`; write {known}"),
            );
        }
        PlanOfPayer {
            kind: raw.kind,
            year_begins: raw.year_begins,
            each_alone: raw.each_alone,
            asks: raw.asks,
        }
    }

    fn payer_help(&mut self, payer: &str, raw: raw::PayerHelp) -> Option<PayerHelp> {
        let entry = format!("{payer}: {}", raw.kind);
        self.words(PAYERS, &entry, "why", &raw.why);
        self.words(PAYERS, &entry, "patient.en", &raw.patient.en);
        let kind = self.help_kind(&entry, &raw.kind)?;
        let door = match raw.door.as_str() {
            "open" => Door::Open,
            "closed" => Door::Closed,
            "depends" => Door::Depends,
            other => {
                self.error(PAYERS, &entry, format!("`{other}` is no door: write open, closed or depends"));
                return None;
            }
        };
        let sources = self.source_list(PAYERS, &entry, &raw.sources);
        let patient = self.phrase(PAYERS, &entry, "patient.en", raw.patient.en);
        Some(PayerHelp { kind, door, why: raw.why, sources, patient })
    }

    fn help_kind(&mut self, entry: &str, id: &str) -> Option<HelpKind> {
        let kind = HelpKind::ALL.into_iter().find(|kind| kind.id() == id);
        if kind.is_none() {
            self.error(PAYERS, entry, format!("`{id}` is no kind of help"));
        }
        kind
    }

    pub fn states(&mut self) -> (Vec<State>, String) {
        let Some(raw) = self.read::<raw::States>(STATES) else {
            return (Vec::new(), String::new());
        };
        let mut seen = HashSet::new();
        let mut states = Vec::new();
        for state in raw.state {
            if !seen.insert(state.id.clone()) || state.id.len() != 2 {
                self.error(STATES, &state.id, "a state has two letters and stands once");
            }
            self.words(STATES, &state.id, "name", &state.name);
            let sources = match (state.notes.is_empty(), state.sources.is_empty()) {
                (true, true) => Vec::new(),
                _ => self.source_list(STATES, &state.id, &state.sources),
            };
            states.push(State { id: state.id, name: state.name, notes: state.notes, sources });
        }
        (states, raw.as_of)
    }
}
