//! Checks drugs, classes of drugs, and their rules.

use std::collections::{HashMap, HashSet};

use super::super::condition::Condition;
use super::super::drug::{Drug, RuleClass};
use super::super::ids::{DrugIx, RuleClassId, RuleId, RuleIx};
use super::super::medicine::Medicines;
use super::super::question::Question;
use super::super::rule::{Level, NamedCondition, Rule, RuleWords, Stopping, Unknown};
use super::super::{raw, satisfy};
use super::{Index, Loader};

/// What the rules of a file may refer to.
pub(super) struct Context<'a> {
    pub questions: &'a [Question],
    pub named: &'a [NamedCondition],
    pub medicines: &'a Medicines,
    pub index: &'a Index,
}

/// A rule of a class and the drugs that it is meant for, if not all.
pub(super) struct ClassRule {
    pub rule: RuleIx,
    pub only_for: Option<Vec<String>>,
}

impl Loader<'_> {
    pub fn drugs_and_rules(
        &mut self,
        order: &[String],
        questions: &[Question],
        named: &[NamedCondition],
        medicines: &Medicines,
        index: &Index,
    ) -> (Vec<RuleClass>, Vec<Drug>, Vec<Rule>) {
        let context = Context { questions, named, medicines, index };
        let mut rules = Vec::new();
        let (classes, class_rules) = self.classes(&context, order, &mut rules);
        let mut drugs = Vec::new();
        let mut used_classes = HashSet::new();
        for id in order {
            let file = format!("drugs/{id}.toml");
            let Some(raw) = self.read::<raw::Drug>(&file) else {
                continue;
            };
            if raw.id != *id {
                self.error(&file, &raw.id, format!("the id must be `{id}`, like the file"));
            }
            used_classes.extend(raw.classes.iter().cloned());
            let ix = DrugIx(u16::try_from(drugs.len()).unwrap_or(u16::MAX));
            drugs.push(self.drug(&file, raw, ix, &context, &class_rules, &mut rules));
        }
        for class in &classes {
            if !used_classes.contains(class.id.as_str()) {
                self.error(&format!("classes/{}.toml", class.id), "", "no drug belongs to this class");
            }
        }
        self.duplicate_rules(&rules);
        (classes, drugs, rules)
    }

    fn classes(
        &mut self,
        context: &Context<'_>,
        drugs: &[String],
        rules: &mut Vec<Rule>,
    ) -> (Vec<RuleClass>, HashMap<String, Vec<ClassRule>>) {
        let files: Vec<String> =
            self.files.keys().filter(|file| file.starts_with("classes/")).cloned().collect();
        let mut classes = Vec::new();
        let mut class_rules: HashMap<String, Vec<ClassRule>> = HashMap::new();
        for file in files {
            let Some(raw) = self.read::<raw::RuleClass>(&file) else {
                continue;
            };
            if file != format!("classes/{}.toml", raw.id) {
                self.error(&file, &raw.id, "the id must be like the file's name");
            }
            for (field, text) in
                [("name", &raw.name), ("about", &raw.about), ("patient.en.about", &raw.patient.en.about)]
            {
                self.words(&file, &raw.id, field, text);
            }
            let sources = self.source_list(&file, &raw.id, &raw.sources);
            let mut own = Vec::new();
            for rule in raw.rule {
                let only_for = rule.only_for.clone();
                for drug in only_for.iter().flatten() {
                    if !drugs.contains(drug) {
                        self.error(&file, &rule.id, format!("`for` names no drug: `{drug}`"));
                    }
                }
                self.rule_prefix(&file, &rule.id, &raw.id);
                if let Some(rule) = self.rule(&file, rule, context) {
                    own.push(ClassRule {
                        rule: RuleIx(u16::try_from(rules.len()).unwrap_or(u16::MAX)),
                        only_for,
                    });
                    rules.push(rule);
                }
            }
            class_rules.insert(raw.id.clone(), own);
            let patient = self.phrase(&file, &raw.id, "patient.en.about", raw.patient.en.about);
            classes.push(RuleClass {
                id: RuleClassId::new(raw.id),
                name: raw.name,
                about: raw.about,
                sources,
                patient,
            });
        }
        (classes, class_rules)
    }

    pub(super) fn rule_prefix(&mut self, file: &str, rule: &str, owner: &str) {
        if rule.strip_prefix(owner).and_then(|rest| rest.strip_prefix('.')).is_none_or(str::is_empty) {
            self.error(file, rule, format!("the id must begin with `{owner}.`"));
        }
    }

    pub(super) fn rule(&mut self, file: &str, raw: raw::Rule, context: &Context<'_>) -> Option<Rule> {
        let id = raw.id.clone();
        for (field, text) in [
            ("title", &raw.title),
            ("advice", &raw.advice),
            ("patient.en.says", &raw.patient.en.says),
            ("patient.en.ask", &raw.patient.en.ask),
        ] {
            self.words(file, &id, field, text);
        }
        let level = self.level(file, &id, &raw.level);
        let unknown = match raw.unknown.as_deref() {
            None | Some("ask") => Unknown::Ask,
            Some("skip") => Unknown::Skip,
            Some(other) => {
                self.error(file, &id, format!("`unknown` is ask or skip, not `{other}`"));
                Unknown::Ask
            }
        };
        let sources = self.source_list(file, &id, &raw.sources);
        let test = raw.test.as_ref().and_then(|test| self.known_question(file, &id, test, context));
        let when = self.condition(file, &id, &raw.when, context.questions, context.index)?;
        let level = level?;
        if (level == Level::NeedsTest) != raw.test.is_some() {
            self.error(
                file,
                &id,
                "`test` names the question of a missing test: needed for needs-test, and only there",
            );
        }
        if !satisfy::can_hold(&when, context.named) {
            self.error(file, &id, "no answers fulfill the condition, so the rule can never fire: mend it");
        }
        if when != Condition::Always && !satisfy::can_fail(&when, context.named) {
            self.error(file, &id, "every answer fulfills the condition: write `always` if that is meant");
        }
        let words = [&raw.title, &raw.advice, &raw.patient.en.says, &raw.patient.en.ask];
        if words.iter().any(|text| text.contains("{medicines}"))
            && !always_names_medicines(&when, context.named)
        {
            self.error(
                file,
                &id,
                "`{medicines}` is used, but the condition can hold without a medicine: reword it",
            );
        }
        if words.iter().any(|text| text.replace("{medicines}", "").contains(['{', '}'])) {
            self.error(file, &id, "only `{medicines}` can be filled in: take other braces out");
        }
        let patient = self.rule_words(file, &id, raw.patient.en);
        Some(Rule {
            id: RuleId::new(raw.id),
            level,
            when,
            unknown,
            stopping: if raw.counts_stopping { Stopping::Counts } else { Stopping::DoesNotCount },
            test,
            title: raw.title,
            advice: raw.advice,
            sources,
            patient,
        })
    }

    /// What a patient should know and ask.
    pub(super) fn rule_words(&mut self, file: &str, entry: &str, english: raw::RuleWords) -> RuleWords {
        RuleWords {
            says: self.phrase(file, entry, "patient.en.says", english.says),
            ask: self.phrase(file, entry, "patient.en.ask", english.ask),
        }
    }

    fn level(&mut self, file: &str, entry: &str, text: &str) -> Option<Level> {
        let level = Level::ALL.into_iter().find(|level| level.id() == text);
        if level.is_none() {
            let problem =
                format!("`{text}` is no level: write contraindicated, avoid, needs-test or caution");
            self.error(file, entry, problem);
        }
        level
    }

    fn duplicate_rules(&mut self, rules: &[Rule]) {
        let mut seen = HashSet::new();
        let twice: Vec<String> = rules
            .iter()
            .filter(|rule| !seen.insert(rule.id.as_str()))
            .map(|rule| rule.id.to_string())
            .collect();
        for id in twice {
            self.error("classes/ and drugs/", &id, "the rule is defined twice: take one out");
        }
    }
}

/// Whether the condition can only hold through a medicine, so that there is one to name.
fn always_names_medicines(condition: &Condition, named: &[NamedCondition]) -> bool {
    match condition {
        Condition::Takes(..) => true,
        Condition::All(parts) => parts.iter().any(|part| always_names_medicines(part, named)),
        Condition::Any(parts) => parts.iter().all(|part| always_names_medicines(part, named)),
        Condition::Named(ix) => {
            named.get(ix.position()).is_some_and(|condition| always_names_medicines(&condition.when, named))
        }
        Condition::Always
        | Condition::Not(_)
        | Condition::Has(..)
        | Condition::HasSelf(_)
        | Condition::Is(..)
        | Condition::Number(..)
        | Condition::Age(..)
        | Condition::OnTreatment(_) => false,
    }
}
