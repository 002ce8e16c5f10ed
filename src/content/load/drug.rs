//! Checks a drug's file: what it is, its boxed warning, and its tests. Doses are in `dose`, figures
//! and facts in `facts`.

use std::collections::HashMap;

use super::super::condition::Condition;
use super::super::drug::{After, BoxedWarning, Drug, DrugWords, Due, Test};
use super::super::ids::{ChoiceIx, DrugId, DrugIx, QuestionIx, RuleClassId, RuleIx};
use super::super::question::Kind;
use super::super::raw;
use super::super::rule::{NamedCondition, Rule};
use super::Loader;
use super::dose::RawDoses;
use super::rules::{ClassRule, Context};

/// Weeks; what is due less often than every ten years is not planned.
const LONGEST_WAIT: u16 = 520;

impl Loader<'_> {
    pub(super) fn drug(
        &mut self,
        file: &str,
        raw: raw::Drug,
        ix: DrugIx,
        context: &Context<'_>,
        class_rules: &HashMap<String, Vec<ClassRule>>,
        rules: &mut Vec<Rule>,
    ) -> Drug {
        let id = raw.id.clone();
        for (field, text) in [
            ("name", &raw.name),
            ("kind", &raw.kind),
            ("target", &raw.target),
            ("route", &raw.route),
            ("how_often", &raw.how_often),
            ("for_whom", &raw.for_whom),
            ("place", &raw.place),
            ("patient.en.what", &raw.patient.en.what),
            ("patient.en.how_taken", &raw.patient.en.how_taken),
            ("patient.en.referred_to", &raw.patient.en.referred_to),
        ] {
            self.words(file, &id, field, text);
        }
        let mut own = Vec::new();
        for class in &raw.classes {
            let Some(of_class) = class_rules.get(class) else {
                self.error(file, &id, format!("there is no class `{class}`: add classes/{class}.toml"));
                continue;
            };
            own.extend(
                of_class
                    .iter()
                    .filter(|rule| rule.only_for.as_ref().is_none_or(|drugs| drugs.contains(&id)))
                    .map(|rule| rule.rule),
            );
        }
        for rule in raw.rule {
            self.rule_prefix(file, &rule.id, &id);
            if rule.only_for.is_some() {
                self.error(file, &rule.id, "`for` belongs to class files: take it out");
            }
            if let Some(rule) = self.rule(file, rule, context) {
                own.push(RuleIx(u16::try_from(rules.len()).unwrap_or(u16::MAX)));
                rules.push(rule);
            }
        }
        let medicine = raw.medicine.as_ref().and_then(|medicine| {
            let found = context.medicines.by_id(medicine);
            if found.is_none() {
                self.error(file, &id, format!("`medicine` names no entry of medicines.toml: `{medicine}`"));
            }
            found
        });
        let sources = self.source_list(file, &id, &raw.sources);
        let boxed_warning = raw.boxed_warning.map(|warning| BoxedWarning {
            sources: self.source_list(file, "boxed_warning", &warning.sources),
            items: self.boxed_items(file, warning.item),
            text: warning.text,
            patient: self.phrase(file, "boxed_warning", "patient.en.says", warning.patient.en.says),
        });
        let doses = RawDoses {
            strengths: raw.strength,
            rows: raw.dose,
            limits: raw.limit,
            amounts: raw.amount,
            potencies: raw.potency,
        };
        let dose = self.doses(file, doses, context);
        let fills = self.fills(file, raw.fill, &dose);
        let words = DrugWords {
            name: self.phrase(file, &id, "name", raw.name.as_str()),
            what: self.phrase(file, &id, "patient.en.what", raw.patient.en.what),
            how_taken: self.phrase(file, &id, "patient.en.how_taken", raw.patient.en.how_taken),
            referred_to: self.phrase(file, &id, "patient.en.referred_to", raw.patient.en.referred_to),
            emergency: self.phrases(file, &id, "patient.en.emergency", raw.patient.en.emergency),
            call_today: self.phrases(file, &id, "patient.en.call_today", raw.patient.en.call_today),
            next_visit: self.phrases(file, &id, "patient.en.next_visit", raw.patient.en.next_visit),
        };
        let studies = self.studies(file, raw.study, context);
        let benefits = self.benefits(file, raw.benefit, &studies);
        let side_effects = self.side_effects(file, raw.side_effect, &studies, &words);
        let facts = self.facts(file, raw.fact);
        let tests = raw.test.into_iter().filter_map(|test| self.test(file, test, context)).collect();
        let as_choice = self.as_choice(file, &id, &own, rules, context);
        Drug {
            id: DrugId::new(raw.id),
            ix,
            name: raw.name,
            brands: raw.brands,
            classes: raw.classes.into_iter().map(RuleClassId::new).collect(),
            medicine,
            kind: raw.kind,
            target: raw.target,
            route: raw.route,
            how_often: raw.how_often,
            for_whom: raw.for_whom,
            place: raw.place,
            sources,
            patient: words,
            boxed_warning,
            dose,
            fills,
            studies,
            benefits,
            side_effects,
            facts,
            tests,
            rules: own,
            as_choice,
        }
    }

    /// Finds the drug among the choices of the questions that its rules read with `has self`.
    fn as_choice(
        &mut self,
        file: &str,
        id: &str,
        own: &[RuleIx],
        rules: &[Rule],
        context: &Context<'_>,
    ) -> Vec<(QuestionIx, ChoiceIx)> {
        let mut found = Vec::new();
        for (position, question) in context.questions.iter().enumerate() {
            let Ok(position) = u16::try_from(position) else {
                break;
            };
            if question.kind == Kind::Many
                && let Some(choice) = question.choice_named(id)
            {
                found.push((QuestionIx(position), choice));
            }
        }
        for rule in own.iter().filter_map(|ix| rules.get(ix.position())) {
            let mut asked = Vec::new();
            self_questions(&rule.when, context.named, &mut asked);
            for question in asked {
                if !found.iter().any(|(known, _)| *known == question) {
                    let name = context
                        .questions
                        .get(question.position())
                        .map_or("", |question| question.id.as_str());
                    self.error(
                        file,
                        rule.id.as_str(),
                        format!("`{name}` has no choice `{id}` for `has self`"),
                    );
                }
            }
        }
        found
    }

    fn test(&mut self, file: &str, raw: raw::Test, context: &Context<'_>) -> Option<Test> {
        for (field, text) in
            [("what", &raw.what), ("advice", &raw.advice), ("patient.en.says", &raw.patient.en.says)]
        {
            self.words(file, &raw.id, field, text);
        }
        let due = match (raw.when.as_str(), raw.weeks) {
            ("before", None) if raw.every_weeks.is_none() && !raw.window => Due::Before,
            ("after", Some(weeks)) => {
                let after = After { weeks, is_window: raw.window, every_weeks: raw.every_weeks };
                self.weeks_after(file, &raw.id, &after);
                Due::After(after)
            }
            ("before", Some(_)) => {
                self.error(file, &raw.id, "`weeks` belongs to tests after the start: take it out");
                return None;
            }
            ("before", None) => {
                let words = "`window` and `every_weeks` belong to tests after the start: take them out";
                self.error(file, &raw.id, words);
                return None;
            }
            ("after", None) => {
                self.error(file, &raw.id, "a test after the start needs `weeks`: [] when signs decide");
                return None;
            }
            (other, _) => {
                self.error(file, &raw.id, format!("`{other}` is no time: write before or after"));
                return None;
            }
        };
        let question =
            raw.question.and_then(|question| self.known_question(file, &raw.id, &question, context));
        let sources = self.source_list(file, &raw.id, &raw.sources);
        let patient = self.phrase(file, &raw.id, "patient.en.says", raw.patient.en.says);
        Some(Test { id: raw.id, due, question, what: raw.what, advice: raw.advice, sources, patient })
    }

    /// Whether days can be counted from it.
    fn weeks_after(&mut self, file: &str, id: &str, after: &After) {
        if !after.weeks.is_sorted_by(|one, next| one < next) || after.weeks.contains(&0) {
            self.error(file, id, "`weeks` is from 1 on and ascending, each week once");
        }
        if after.is_window && after.weeks.len() != 2 {
            self.error(file, id, "a `window` has two `weeks`: its first and its last");
        }
        if after.every_weeks.is_some_and(|every| !(1..=LONGEST_WAIT).contains(&every)) {
            self.error(file, id, format!("`every_weeks` is 1 to {LONGEST_WAIT}"));
        }
    }

    pub(super) fn known_question(
        &mut self,
        file: &str,
        entry: &str,
        id: &str,
        context: &Context<'_>,
    ) -> Option<QuestionIx> {
        let found = context.index.questions.get(id).copied();
        if found.is_none() {
            self.error(file, entry, format!("there is no question `{id}`: use an id of questions/"));
        }
        found
    }
}

fn self_questions(condition: &Condition, named: &[NamedCondition], asked: &mut Vec<QuestionIx>) {
    match condition {
        Condition::HasSelf(question) => asked.push(*question),
        Condition::All(parts) | Condition::Any(parts) => {
            parts.iter().for_each(|part| self_questions(part, named, asked));
        }
        Condition::Not(inner) => self_questions(inner, named, asked),
        Condition::Named(ix) => {
            if let Some(condition) = named.get(ix.position()) {
                self_questions(&condition.when, named, asked);
            }
        }
        Condition::Always
        | Condition::Has(..)
        | Condition::Is(..)
        | Condition::Number(..)
        | Condition::Age(..)
        | Condition::Takes(..)
        | Condition::OnTreatment(_) => {}
    }
}
