//! Checks drugs, classes of drugs, and their rules.

use std::collections::{HashMap, HashSet};

use super::super::condition::Condition;
use super::super::drug::{BoxedWarning, Drug, DrugWords, Due, RuleClass, Test};
use super::super::ids::{DrugId, DrugIx, QuestionIx, RuleClassId, RuleId, RuleIx};
use super::super::medicine::Medicines;
use super::super::question::{Kind, Question};
use super::super::rule::{Level, NamedCondition, Rule, RuleWords, Stopping, Unknown};
use super::super::{raw, satisfy};
use super::{Index, Loader};

/// What the rules of a file may refer to.
struct Context<'a> {
    questions: &'a [Question],
    named: &'a [NamedCondition],
    medicines: &'a Medicines,
    index: &'a Index,
}

/// A rule of a class and the drugs that it is meant for, if not all.
struct ClassRule {
    rule: RuleIx,
    only_for: Option<Vec<String>>,
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
            classes.push(RuleClass {
                id: RuleClassId::new(raw.id),
                name: raw.name,
                about: raw.about,
                sources,
                patient: raw.patient.en.about,
            });
        }
        (classes, class_rules)
    }

    fn drug(
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
            text: warning.text,
            patient: warning.patient.en.says,
        });
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
            strengths: raw.strengths,
            for_whom: raw.for_whom,
            place: raw.place,
            sources,
            patient: DrugWords {
                what: raw.patient.en.what,
                how_taken: raw.patient.en.how_taken,
                referred_to: raw.patient.en.referred_to,
                emergency: raw.patient.en.emergency,
                call_today: raw.patient.en.call_today,
            },
            boxed_warning,
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
    ) -> Vec<(QuestionIx, super::super::ids::ChoiceIx)> {
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
            ("before", None) => Due::Before,
            ("after", Some(weeks)) => Due::After(weeks),
            ("before", Some(_)) => {
                self.error(file, &raw.id, "`weeks` belongs to tests after the start: take it out");
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
        Some(Test {
            id: raw.id,
            due,
            question,
            what: raw.what,
            advice: raw.advice,
            sources,
            patient: raw.patient.en.says,
        })
    }

    fn known_question(
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

    fn rule_prefix(&mut self, file: &str, rule: &str, owner: &str) {
        if rule.strip_prefix(owner).and_then(|rest| rest.strip_prefix('.')).is_none_or(str::is_empty) {
            self.error(file, rule, format!("the id must begin with `{owner}.`"));
        }
    }

    fn rule(&mut self, file: &str, raw: raw::Rule, context: &Context<'_>) -> Option<Rule> {
        let id = raw.id.clone();
        for (field, text) in [
            ("title", &raw.title),
            ("advice", &raw.advice),
            ("patient.en.says", &raw.patient.en.says),
            ("patient.en.ask", &raw.patient.en.ask),
        ] {
            self.words(file, &id, field, text);
        }
        let level = match raw.level.as_str() {
            "contraindicated" => Some(Level::Contraindicated),
            "avoid" => Some(Level::Avoid),
            "needs-test" => Some(Level::NeedsTest),
            "caution" => Some(Level::Caution),
            other => {
                self.error(
                    file,
                    &id,
                    format!("`{other}` is no level: write contraindicated, avoid, needs-test or caution"),
                );
                None
            }
        };
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
            patient: RuleWords { says: raw.patient.en.says, ask: raw.patient.en.ask },
        })
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
