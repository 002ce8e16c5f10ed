//! Checks what can be prescribed of a drug, and the table of who may have how much of it.

use std::collections::HashSet;

use super::super::condition::Condition;
use super::super::dose::{
    AmountLimit, DoseRow, DoseTable, GramsOver, Limit, NotForEczema, Potency, Quantity, Strength, StrengthAt,
};
use super::super::rule::Level;
use super::super::{raw, satisfy};
use super::Loader;
use super::rules::Context;

/// The parts of a drug's file that are about doses.
pub(super) struct RawDoses {
    pub strengths: Vec<raw::Strength>,
    pub rows: Vec<raw::Dose>,
    pub limits: Vec<raw::Limit>,
    pub amounts: Vec<raw::Amount>,
    pub potencies: Vec<raw::Potency>,
}

impl Loader<'_> {
    pub(super) fn doses(&mut self, file: &str, raw: RawDoses, context: &Context<'_>) -> DoseTable {
        self.once(file, "strength", raw.strengths.iter().map(|strength| strength.id.as_str()));
        let limits = raw.limits.iter().map(|limit| limit.id.as_str());
        let amounts = raw.amounts.iter().map(|amount| amount.id.as_str());
        let rows = raw.rows.iter().map(|row| row.id.as_str());
        self.once(file, "row of the dose table", rows.chain(limits));
        self.once(file, "amount", amounts);
        let strengths: Vec<Strength> =
            raw.strengths.into_iter().map(|strength| self.strength(file, strength)).collect();
        let rows: Vec<DoseRow> =
            raw.rows.into_iter().filter_map(|row| self.dose_row(file, row, &strengths, context)).collect();
        for (at, strength) in strengths.iter().enumerate() {
            let checked = rows.iter().any(|row| !row.fits.is_empty());
            let listed = rows.iter().any(|row| row.fits.contains(&at));
            if checked && listed == strength.not_for_eczema.is_some() {
                let problem = match listed {
                    true => "a row of the dose table allows what is not for eczema: take it out there",
                    false => {
                        "no row of the dose table allows it: add it to one, or say `not_for_eczema` and why"
                    }
                };
                self.error(file, &strength.id, problem);
            }
        }
        DoseTable {
            limits: raw
                .limits
                .into_iter()
                .filter_map(|limit| self.limit(file, limit, &strengths, context))
                .collect(),
            amounts: raw
                .amounts
                .into_iter()
                .filter_map(|amount| self.amount(file, amount, &strengths, context))
                .collect(),
            potencies: self.potencies(file, raw.potencies, &strengths),
            strengths,
            rows,
        }
    }

    fn strength(&mut self, file: &str, raw: raw::Strength) -> Strength {
        self.words(file, &raw.id, "name", &raw.name);
        let amount = raw.amount.as_deref().and_then(|text| self.quantity(file, &raw.id, "amount", text));
        if raw.amount.is_none() && raw.words.is_empty() && raw.form.is_empty() {
            self.error(file, &raw.id, "nothing tells it apart: give `amount`, `words` or `form`");
        }
        for word in raw.words.iter().chain(&raw.form).chain(&raw.except) {
            if word.is_empty()
                || !word.chars().all(|c| c.is_lowercase() || c.is_ascii_digit() || " -.".contains(c))
            {
                self.error(file, &raw.id, format!("`{word}` is no lower-case word: mend it"));
            }
        }
        let not_for_eczema = raw.not_for_eczema.map(|why| {
            self.words(file, &raw.id, "not_for_eczema", &why);
            NotForEczema { why, sources: self.source_list(file, &raw.id, &raw.sources) }
        });
        if not_for_eczema.is_none() && !raw.sources.is_empty() {
            self.error(file, &raw.id, "`sources` belongs to `not_for_eczema`: take it out");
        }
        Strength {
            id: raw.id,
            name: raw.name,
            amount,
            words: raw.words,
            form: raw.form,
            except: raw.except,
            potency: raw.potency,
            not_for_eczema,
        }
    }

    fn quantity(&mut self, file: &str, entry: &str, field: &str, text: &str) -> Option<Quantity> {
        let quantity = Quantity::parse(text);
        if quantity.is_none() {
            self.error(file, entry, format!("`{field}` is no amount: `{text}`; write `15 mg` or `0.03 %`"));
        }
        quantity
    }

    /// A condition on a patient, of the dose table or of a study, proven to be possible.
    pub(super) fn holds_when(
        &mut self,
        file: &str,
        entry: &str,
        line: &str,
        context: &Context<'_>,
    ) -> Option<Condition> {
        let when = self.condition(file, entry, line, context.questions, context.index)?;
        if !satisfy::can_hold(&when, context.named) {
            self.error(file, entry, "no answers fulfill the condition, so it never holds: mend it");
        }
        Some(when)
    }

    fn strengths_named(
        &mut self,
        file: &str,
        entry: &str,
        ids: &[String],
        strengths: &[Strength],
    ) -> Vec<StrengthAt> {
        let mut found = Vec::new();
        for id in ids {
            match strengths.iter().position(|strength| strength.id == *id) {
                Some(at) if found.contains(&at) => {
                    self.error(file, entry, format!("the strength `{id}` stands twice"));
                }
                Some(at) => found.push(at),
                None => self.error(file, entry, format!("there is no strength `{id}`: define it")),
            }
        }
        found
    }

    /// The strengths of a new start: those of the row, when it names no others.
    fn starts_with(
        &mut self,
        file: &str,
        entry: &str,
        ids: Option<&Vec<String>>,
        fits: &[StrengthAt],
        strengths: &[Strength],
    ) -> Vec<StrengthAt> {
        let Some(ids) = ids else { return fits.to_vec() };
        let starts = self.strengths_named(file, entry, ids, strengths);
        if starts.iter().any(|at| !fits.contains(at)) {
            self.error(file, entry, "`starts_with` names a strength that `fits` does not allow: mend one");
        }
        starts
    }

    fn dose_row(
        &mut self,
        file: &str,
        raw: raw::Dose,
        strengths: &[Strength],
        context: &Context<'_>,
    ) -> Option<DoseRow> {
        for (field, text) in
            [("who", &raw.who), ("start", &raw.start), ("patient.en.says", &raw.patient.en.says)]
        {
            self.words(file, &raw.id, field, text);
        }
        let when = self.holds_when(file, &raw.id, &raw.when, context)?;
        let fits = self.strengths_named(file, &raw.id, &raw.fits, strengths);
        let starts_with = self.starts_with(file, &raw.id, raw.starts_with.as_ref(), &fits, strengths);
        let loading = raw.loading.as_deref().and_then(|text| self.quantity(file, &raw.id, "loading", text));
        let each = raw.each.as_deref().and_then(|text| self.quantity(file, &raw.id, "each", text));
        if raw.every_weeks.is_empty() != raw.each.is_none() {
            self.error(file, &raw.id, "`each` goes with `every_weeks`: the amount of each shot day");
        }
        let start_every_weeks = raw.start_every_weeks.unwrap_or_else(|| raw.every_weeks.clone());
        if start_every_weeks.iter().any(|weeks| !raw.every_weeks.contains(weeks)) {
            self.error(file, &raw.id, "`start_every_weeks` names an interval that `every_weeks` lacks");
        }
        let backing = self.backing(file, &raw.id, &raw.confidence, &raw.sources);
        let patient = self.phrase(file, &raw.id, "patient.en.says", raw.patient.en.says);
        Some(DoseRow {
            id: raw.id,
            when,
            who: raw.who,
            start: raw.start,
            then: raw.then,
            fits,
            starts_with,
            every_weeks: raw.every_weeks,
            start_every_weeks,
            each,
            loading,
            backing,
            patient,
        })
    }

    /// A limit that was passed is a caution or worse, and never more than the label's "avoid".
    fn limit_level(&mut self, file: &str, entry: &str, text: &str) -> Option<Level> {
        let level = [Level::Avoid, Level::Caution].into_iter().find(|level| level.id() == text);
        if level.is_none() {
            self.error(file, entry, format!("`{text}` is no level of a dose limit: write avoid or caution"));
        }
        level
    }

    fn limit(
        &mut self,
        file: &str,
        raw: raw::Limit,
        strengths: &[Strength],
        context: &Context<'_>,
    ) -> Option<Limit> {
        for (field, text) in [
            ("who", &raw.who),
            ("says", &raw.says),
            ("advice", &raw.advice),
            ("patient.en.says", &raw.patient.en.says),
            ("patient.en.ask", &raw.patient.en.ask),
        ] {
            self.words(file, &raw.id, field, text);
        }
        let when = self.holds_when(file, &raw.id, &raw.when, context)?;
        let level = self.limit_level(file, &raw.id, &raw.level)?;
        let fits = self.strengths_named(file, &raw.id, &raw.fits, strengths);
        let starts_with = self.starts_with(file, &raw.id, raw.starts_with.as_ref(), &fits, strengths);
        let backing = self.backing(file, &raw.id, &raw.confidence, &raw.sources);
        let patient = self.rule_words(file, &raw.id, raw.patient.en);
        Some(Limit {
            id: raw.id,
            when,
            who: raw.who,
            says: raw.says,
            fits,
            starts_with,
            level,
            advice: raw.advice,
            backing,
            patient,
        })
    }

    fn amount(
        &mut self,
        file: &str,
        raw: raw::Amount,
        strengths: &[Strength],
        context: &Context<'_>,
    ) -> Option<AmountLimit> {
        for (field, text) in [
            ("says", &raw.says),
            ("advice", &raw.advice),
            ("patient.en.says", &raw.patient.en.says),
            ("patient.en.ask", &raw.patient.en.ask),
        ] {
            self.words(file, &raw.id, field, text);
        }
        if raw.at_most.is_empty() || raw.at_most.iter().any(|(grams, days)| *grams == 0 || *days == 0) {
            self.error(file, &raw.id, "`at_most` needs grams and days over zero: [[60, 7]]");
        }
        let when = self.holds_when(file, &raw.id, &raw.when, context)?;
        let level = self.limit_level(file, &raw.id, &raw.level)?;
        let concerned = self.strengths_named(file, &raw.id, &raw.strengths, strengths);
        let backing = self.backing(file, &raw.id, &raw.confidence, &raw.sources);
        let patient = self.rule_words(file, &raw.id, raw.patient.en);
        Some(AmountLimit {
            id: raw.id,
            when,
            strengths: concerned,
            longest_days: raw.longest_days,
            at_most: raw.at_most.into_iter().map(|(grams, days)| GramsOver { grams, days }).collect(),
            level,
            says: raw.says,
            advice: raw.advice,
            backing,
            patient,
        })
    }

    fn potencies(&mut self, file: &str, raw: Vec<raw::Potency>, strengths: &[Strength]) -> Vec<Potency> {
        let classes: Vec<u8> = raw.iter().map(|potency| potency.class).collect();
        if !classes.is_sorted_by(|one, next| one < next) {
            self.error(file, "potency", "the classes must stand once each, the strongest first");
        }
        let known: HashSet<u8> = classes.into_iter().collect();
        for strength in strengths {
            if strength.potency.is_some_and(|class| !known.contains(&class)) {
                self.error(file, &strength.id, "`potency` names no class: add the class or mend it");
            }
        }
        raw.into_iter()
            .map(|potency| {
                let entry = format!("potency {}", potency.class);
                for (field, text) in [
                    ("name", &potency.name),
                    ("examples", &potency.examples),
                    ("sites", &potency.sites),
                    ("weeks", &potency.weeks),
                ] {
                    self.words(file, &entry, field, text);
                }
                let backing = self.backing(file, &entry, &potency.confidence, &potency.sources);
                Potency {
                    class: potency.class,
                    name: potency.name,
                    examples: potency.examples,
                    sites: potency.sites,
                    weeks: potency.weeks,
                    backing,
                }
            })
            .collect()
    }
}
