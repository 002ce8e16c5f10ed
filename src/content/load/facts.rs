//! Checks figures, side effects and facts of a drug.

use std::collections::HashSet;

use super::super::condition::Condition;
use super::super::decimal::Decimal;
use super::super::drug::DrugWords;
use super::super::fact::{Act, Benefit, BoxedItem, Fact, FactKind, Percents, SideEffect, Study};
use super::super::raw;
use super::Loader;
use super::rules::Context;

const HUNDRED: Decimal = Decimal::from_thousandths(100_000);

impl Loader<'_> {
    pub(super) fn boxed_items(&mut self, file: &str, raw: Vec<raw::BoxedItem>) -> Vec<BoxedItem> {
        self.once(file, "item", raw.iter().map(|item| item.id.as_str()));
        if raw.is_empty() {
            self.error(file, "boxed_warning", "a boxed warning has items: add them");
        }
        raw.into_iter()
            .map(|item| {
                for (field, text) in [
                    ("title", &item.title),
                    ("from", &item.from),
                    ("says", &item.says),
                    ("advice", &item.advice),
                ] {
                    self.words(file, &item.id, field, text);
                }
                let backing = self.backing(file, &item.id, &item.confidence, &item.sources);
                BoxedItem {
                    id: item.id,
                    title: item.title,
                    from: item.from,
                    says: item.says,
                    advice: item.advice,
                    backing,
                }
            })
            .collect()
    }

    pub(super) fn studies(&mut self, file: &str, raw: Vec<raw::Study>, context: &Context<'_>) -> Vec<Study> {
        self.once(file, "study", raw.iter().map(|study| study.id.as_str()));
        raw.into_iter()
            .map(|study| {
                let words = study.patient.en;
                for (field, text) in [
                    ("name", &study.name),
                    ("who", &study.who),
                    ("limits", &study.limits),
                    ("patient.en.who", &words.who),
                    ("patient.en.limits", &words.limits),
                ] {
                    self.words(file, &study.id, field, text);
                }
                for (field, list) in [("arms", &study.arms), ("patient.en.arms", &words.arms)] {
                    if list.is_empty() || list.len() != study.arms.len() {
                        self.error(
                            file,
                            &study.id,
                            format!("`{field}` must name each arm once: mend the list"),
                        );
                    }
                    list.iter().for_each(|arm| self.words(file, &study.id, field, arm));
                }
                if !study.people.is_empty() && study.people.len() != study.arms.len() {
                    self.error(file, &study.id, "`people` has one number for each arm, or is left out");
                }
                let backing = self.backing(file, &study.id, &study.confidence, &study.sources);
                let patient_who = self.phrase(file, &study.id, "patient.en.who", words.who);
                let patient_arms = self.phrases(file, &study.id, "patient.en.arms", words.arms);
                let patient_limits = self.phrase(file, &study.id, "patient.en.limits", words.limits);
                // A mistake in it was noted; what names the study is checked all the same.
                let when =
                    self.holds_when(file, &study.id, &study.when, context).unwrap_or(Condition::Always);
                Study {
                    id: study.id,
                    name: study.name,
                    when,
                    who: study.who,
                    arms: study.arms,
                    people: study.people,
                    limits: study.limits,
                    backing,
                    patient_who,
                    patient_arms,
                    patient_limits,
                }
            })
            .collect()
    }

    /// The study, and its percentages.
    fn figures(
        &mut self,
        file: &str,
        entry: &str,
        study: &str,
        of: &[String],
        studies: &[Study],
    ) -> Option<(usize, Percents)> {
        let Some(at) = studies.iter().position(|known| known.id == study) else {
            self.error(file, entry, format!("there is no study `{study}`: define it"));
            return None;
        };
        if studies.get(at).is_some_and(|study| study.arms.len() != of.len()) {
            self.error(file, entry, format!("`of` needs one figure for each arm of `{study}`, or \"\""));
        }
        let mut percents = Percents::new();
        for text in of {
            let number = match text.as_str() {
                "" => None,
                text => match Decimal::parse(text) {
                    Ok(number) if number >= Decimal::from_thousandths(0) && number <= HUNDRED => Some(number),
                    Ok(_) | Err(_) => {
                        self.error(file, entry, format!("`{text}` is no percentage: write 0 to 100"));
                        None
                    }
                },
            };
            percents.push(number);
        }
        Some((at, percents))
    }

    pub(super) fn benefits(&mut self, file: &str, raw: Vec<raw::Benefit>, studies: &[Study]) -> Vec<Benefit> {
        self.once(file, "benefit", raw.iter().map(|benefit| benefit.id.as_str()));
        raw.into_iter()
            .filter_map(|benefit| {
                self.words(file, &benefit.id, "measure", &benefit.measure);
                self.words(file, &benefit.id, "patient.en.measure", &benefit.patient.en.measure);
                let patient =
                    self.phrase(file, &benefit.id, "patient.en.measure", benefit.patient.en.measure);
                let (study, of) = self.figures(file, &benefit.id, &benefit.study, &benefit.of, studies)?;
                Some(Benefit { id: benefit.id, study, measure: benefit.measure, of, patient })
            })
            .collect()
    }

    pub(super) fn side_effects(
        &mut self,
        file: &str,
        raw: Vec<raw::SideEffect>,
        studies: &[Study],
        words: &DrugWords,
    ) -> Vec<SideEffect> {
        self.once(file, "side effect", raw.iter().map(|effect| effect.id.as_str()));
        let effects: Vec<SideEffect> =
            raw.into_iter().filter_map(|effect| self.side_effect(file, effect, studies, words)).collect();
        let told: HashSet<&str> =
            effects.iter().flat_map(|effect| &effect.signs).map(String::as_str).collect();
        for sign in &words.next_visit {
            if !told.contains(sign.english()) {
                let problem = "no side effect has this sign: add it to one, or take it out of next_visit";
                self.error(file, sign.english(), problem);
            }
        }
        effects
    }

    fn side_effect(
        &mut self,
        file: &str,
        raw: raw::SideEffect,
        studies: &[Study],
        words: &DrugWords,
    ) -> Option<SideEffect> {
        self.words(file, &raw.id, "name", &raw.name);
        if let Some(note) = &raw.note {
            self.words(file, &raw.id, "note", note);
        }
        let Some(act) = Act::ALL.into_iter().find(|act| act.id() == raw.act) else {
            let problem = format!("`{}` is no act: write emergency, today or next-visit", raw.act);
            self.error(file, &raw.id, problem);
            return None;
        };
        let (list, name) = match act {
            Act::Emergency => (&words.emergency, "emergency"),
            Act::Today => (&words.call_today, "call_today"),
            Act::NextVisit => (&words.next_visit, "next_visit"),
        };
        if raw.signs.is_empty() {
            self.error(file, &raw.id, format!("`signs` is empty: name a phrase of patient.en.{name}"));
        }
        for sign in &raw.signs {
            if !list.iter().any(|phrase| phrase.english() == sign) {
                self.error(file, &raw.id, format!("patient.en.{name} does not have `{sign}`: add it there"));
            }
        }
        match (&raw.patient, raw.figures.is_empty()) {
            (Some(words), false) => self.words(file, &raw.id, "patient.en.name", &words.en.name),
            (None, true) => {}
            (None, false) => {
                let problem = "it has figures: say in `patient.en.name` what was counted, in plain words";
                self.error(file, &raw.id, problem);
            }
            (Some(_), true) => {
                self.error(file, &raw.id, "`patient.en.name` belongs to figures: add them, or take it out");
            }
        }
        let figures = raw
            .figures
            .iter()
            .filter_map(|figures| self.figures(file, &raw.id, &figures.study, &figures.of, studies))
            .collect();
        let backing = self.backing(file, &raw.id, &raw.confidence, &raw.sources);
        let patient = raw.patient.map(|words| self.phrase(file, &raw.id, "patient.en.name", words.en.name));
        Some(SideEffect {
            id: raw.id,
            name: raw.name,
            serious: raw.serious,
            act,
            signs: raw.signs,
            figures,
            note: raw.note.unwrap_or_default(),
            backing,
            patient,
        })
    }

    pub(super) fn facts(&mut self, file: &str, raw: Vec<raw::Fact>) -> Vec<Fact> {
        self.once(file, "fact", raw.iter().map(|fact| fact.id.as_str()));
        raw.into_iter()
            .filter_map(|fact| {
                self.words(file, &fact.id, "text", &fact.text);
                self.words(file, &fact.id, "patient.en", &fact.patient.en);
                if let Some(phone) = &fact.phone {
                    self.words(file, &fact.id, "phone", phone);
                }
                let kind = FactKind::ALL.into_iter().find(|kind| kind.id() == fact.kind);
                if kind.is_none() {
                    let kinds: Vec<&str> = FactKind::ALL.into_iter().map(FactKind::id).collect();
                    let problem = format!("`{}` is no kind: write one of {}", fact.kind, kinds.join(", "));
                    self.error(file, &fact.id, problem);
                }
                let backing = self.backing(file, &fact.id, &fact.confidence, &fact.sources);
                let patient = self.phrase(file, &fact.id, "patient.en", fact.patient.en);
                Some(Fact { kind: kind?, id: fact.id, text: fact.text, phone: fact.phone, backing, patient })
            })
            .collect()
    }
}
