//! A finding about a prescription in words: title, advice, and what the patient reads.

use super::{Prescribed, Reason};
use crate::content::Content;
use crate::content::drug::Drug;
use crate::content::ids::SourceIx;
use crate::content::language::Phrase;
use crate::content::phrase::capitalized;
use crate::safety::FindingWords;

/// "2 weeks".
pub(super) fn in_weeks(weeks: u16) -> String {
    if weeks == 1 { "week".to_owned() } else { format!("{weeks} weeks") }
}

impl Prescribed {
    /// The id of the finding.
    pub fn id(&self, content: &Content) -> String {
        format!("{}.{}", content.drug(self.drug).id, self.side.id())
    }

    /// What it rests on.
    pub fn sources(&self, content: &Content) -> Vec<SourceIx> {
        let drug = content.drug(self.drug);
        let table = &drug.dose;
        let mut sources: Vec<SourceIx> = Vec::new();
        for reason in &self.reasons {
            let of_reason: Vec<SourceIx> = match *reason {
                Reason::Limit(at) | Reason::LimitStartsLower(at) => {
                    table.limits.get(at).map(|limit| limit.backing.sources.clone()).unwrap_or_default()
                }
                Reason::Amount(at) | Reason::AmountWithoutTime(at) | Reason::TooLong(at) => {
                    table.amounts.get(at).map(|limit| limit.backing.sources.clone()).unwrap_or_default()
                }
                Reason::StartsLower(at)
                | Reason::TooOften(at)
                | Reason::OtherInterval(at)
                | Reason::StepDown(at)
                | Reason::OtherAmount(at) => {
                    table.rows.get(at).map(|row| row.backing.sources.clone()).unwrap_or_default()
                }
                Reason::NotForEczema(at) => table
                    .strengths
                    .get(at)
                    .and_then(|strength| strength.not_for_eczema.as_ref())
                    .map(|elsewhere| elsewhere.sources.clone())
                    .unwrap_or_default(),
                Reason::NoDose
                | Reason::NoSuchStrength
                | Reason::NotForThisPatient
                | Reason::NotRecognized => {
                    table.rows.iter().flat_map(|row| row.backing.sources.clone()).collect()
                }
            };
            for source in of_reason {
                if !sources.contains(&source) {
                    sources.push(source);
                }
            }
        }
        sources
    }

    /// The finding in words.
    pub fn words(&self, content: &Content, medicines: &str) -> FindingWords {
        let drug = content.drug(self.drug);
        let titles: Vec<String> = self.reasons.iter().map(|reason| self.title(drug, *reason)).collect();
        let mut advice: Vec<String> = Vec::new();
        for reason in &self.reasons {
            let line = self.advice(drug, *reason);
            if !advice.contains(&line) {
                advice.push(line);
            }
        }
        if !self.labeled.is_empty() {
            advice.push(format!("Labeled for this patient: {}.", self.labeled.trim_end_matches('.')));
        }
        let patient = self.reasons.first().and_then(|reason| self.patient_words(drug, *reason));
        let (patient, ask) = patient.unwrap_or_else(|| {
            let says = Phrase::not_reviewed(
                "The dose on your prescription is not one that the label has for you. Ask before you take it.",
                "La dosis de su receta no es una de las que la etiqueta tiene para usted. Pregunte antes de usarla.",
            );
            let ask = Phrase::not_reviewed(
                "Is the dose of {it} on my prescription right for me?",
                "¿Es correcta para mí la dosis que dice mi receta para {it}?",
            );
            (says, ask.filled("it", &drug.patient.referred_to))
        });
        let filled = |text: String| capitalized(&text.replace("{medicines}", medicines));
        FindingWords {
            title: filled(titles.first().cloned().unwrap_or_default()),
            advice: filled(advice.join(" ")),
            patient,
            ask,
        }
    }

    fn title(&self, drug: &Drug, reason: Reason) -> String {
        let what = &self.what;
        let table = &drug.dose;
        match reason {
            Reason::NoDose => "No labeled dose for this patient".to_owned(),
            Reason::NotForEczema(_) => format!("{what}: not labeled for eczema"),
            Reason::NoSuchStrength => format!("{what}: no labeled dose"),
            Reason::NotForThisPatient => format!("{what}: no labeled dose for this patient"),
            Reason::Limit(at) | Reason::LimitStartsLower(at) => {
                let limit = table.limits.get(at).map_or("", |limit| limit.says.as_str());
                format!("{what} prescribed: {}", lower(limit))
            }
            Reason::StartsLower(at) => {
                let start = table.rows.get(at).map_or("", |row| row.start.as_str());
                format!("{what} prescribed: a new start begins with {start}")
            }
            Reason::NotRecognized => format!("Prescribed strength not recognized: {what}"),
            Reason::Amount(at) | Reason::AmountWithoutTime(at) | Reason::TooLong(at) => {
                let limit = table.amounts.get(at).map_or("", |limit| limit.says.as_str());
                format!("{what} prescribed: {}", lower(limit))
            }
            Reason::OtherAmount(at) => {
                let row = table.rows.get(at);
                let each = row.and_then(|row| row.each).map(|each| each.to_string());
                format!("{what} at a time prescribed: labeled is {}", each.unwrap_or_default())
            }
            Reason::StepDown(at) => {
                let start: Vec<String> = table
                    .rows
                    .get(at)
                    .map(|row| row.start_every_weeks.iter().map(|weeks| in_weeks(*weeks)).collect())
                    .unwrap_or_default();
                format!("{} prescribed: a start has every {}", capitalized(what), start.join(" or "))
            }
            Reason::TooOften(at) | Reason::OtherInterval(at) => {
                let every: Vec<String> = table
                    .rows
                    .get(at)
                    .map(|row| row.every_weeks.iter().map(|weeks| in_weeks(*weeks)).collect())
                    .unwrap_or_default();
                format!("{} prescribed: labeled every {}", capitalized(what), every.join(" or "))
            }
        }
    }

    fn advice(&self, drug: &Drug, reason: Reason) -> String {
        let table = &drug.dose;
        let call = "Call the prescriber before dispensing.";
        match reason {
            Reason::NoDose => {
                format!("{call} The dose table of the label has none for this age, weight or condition.")
            }
            Reason::NotForEczema(at) => {
                let why = table
                    .strengths
                    .get(at)
                    .and_then(|strength| strength.not_for_eczema.as_ref())
                    .map_or("", |elsewhere| elsewhere.why.as_str());
                format!("{call} {why}")
            }
            Reason::NoSuchStrength => {
                let strengths: Vec<&str> = table.for_eczema().map(|one| one.name.as_str()).collect();
                format!("{call} What exists for eczema: {}.", strengths.join("; "))
            }
            Reason::NotForThisPatient => call.to_owned(),
            Reason::Limit(at) | Reason::LimitStartsLower(at) => {
                table.limits.get(at).map(|limit| limit.advice.clone()).unwrap_or_default()
            }
            Reason::StartsLower(_) => {
                "Ask the prescriber whether the higher strength is meant for the start.".to_owned()
            }
            Reason::NotRecognized => {
                "Check the strength by hand against the dose table: it could not be read, or could be one of several."
                    .to_owned()
            }
            Reason::Amount(at) | Reason::TooLong(at) => {
                table.amounts.get(at).map(|limit| limit.advice.clone()).unwrap_or_default()
            }
            Reason::AmountWithoutTime(at) => {
                let advice = table.amounts.get(at).map_or("", |limit| limit.advice.as_str());
                format!("Ask how long this amount is meant to last. {advice}")
            }
            Reason::TooOften(_) | Reason::OtherInterval(_) | Reason::OtherAmount(_) => call.to_owned(),
            Reason::StepDown(_) => {
                "Ask whether the time and the response for the longer interval have been reached.".to_owned()
            }
        }
    }

    fn patient_words(&self, drug: &Drug, reason: Reason) -> Option<(Phrase, Phrase)> {
        let table = &drug.dose;
        let words = match reason {
            Reason::Limit(at) | Reason::LimitStartsLower(at) => &table.limits.get(at)?.patient,
            Reason::Amount(at) | Reason::AmountWithoutTime(at) | Reason::TooLong(at) => {
                &table.amounts.get(at)?.patient
            }
            Reason::NoDose
            | Reason::NotForEczema(_)
            | Reason::NoSuchStrength
            | Reason::NotForThisPatient
            | Reason::StartsLower(_)
            | Reason::NotRecognized
            | Reason::TooOften(_)
            | Reason::OtherInterval(_)
            | Reason::StepDown(_)
            | Reason::OtherAmount(_) => return None,
        };
        Some((words.says.clone(), words.ask.clone()))
    }
}

/// A limit's words inside a line.
fn lower(text: &str) -> String {
    let mut chars = text.chars();
    match (chars.next(), chars.clone().next()) {
        (Some(first), Some(second)) if second.is_lowercase() => first.to_lowercase().chain(chars).collect(),
        _ => text.to_owned(),
    }
}
