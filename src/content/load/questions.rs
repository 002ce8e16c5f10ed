//! Checks questions, topics and named conditions.

use std::collections::HashSet;

use super::super::condition::{Condition, parse, resolve};
use super::super::decimal::{Decimal, Factor};
use super::super::ids::{ChoiceId, ConditionIx, QuestionId, QuestionIx};
use super::super::question::{Choice, ChoiceGroup, Kind, NoneAnswer, Number, Question, Topic};
use super::super::rule::{NamedCondition, Rule};
use super::super::{raw, satisfy};
use super::{Index, Loader};

/// The written `asked_when` of a question: file, position, line.
pub struct AskedWhen {
    file: String,
    question: usize,
    line: String,
}

/// Reads what "none of these" answers: `[]`, or a choice that is not the one for a result that can't be found out.
fn none_answer(question: &Question, written: &str) -> Option<NoneAnswer> {
    match question.kind {
        Kind::Many => (written == "[]").then_some(NoneAnswer::Nothing),
        Kind::YesNo | Kind::Choice => question
            .choice_named(written)
            .filter(|choice| question.count_as_unknown != Some(*choice))
            .map(NoneAnswer::Choice),
        Kind::Number(_) | Kind::Medicines => None,
    }
}

impl Loader<'_> {
    pub fn questions(
        &mut self,
        topics: &[String],
        index: &mut Index,
    ) -> (Vec<Topic>, Vec<Question>, Vec<AskedWhen>) {
        let mut all_topics = Vec::new();
        let mut questions: Vec<Question> = Vec::new();
        let mut asked_when = Vec::new();
        for topic in topics {
            let file = format!("questions/{topic}.toml");
            let Some(raw) = self.read::<raw::Topic>(&file) else {
                continue;
            };
            if raw.id != *topic {
                self.error(&file, &raw.id, format!("the id must be `{topic}`, like the file"));
            }
            self.words(&file, &raw.id, "name", &raw.name);
            let first = questions.len();
            for question in raw.question {
                if let Some(line) = &question.asked_when {
                    asked_when.push(AskedWhen {
                        file: file.clone(),
                        question: questions.len(),
                        line: line.clone(),
                    });
                }
                let ix = QuestionIx(u16::try_from(questions.len()).unwrap_or(u16::MAX));
                if index.questions.insert(question.id.clone(), ix).is_some() {
                    self.error(&file, &question.id, "the question is defined twice: take one out");
                }
                if let Some(question) = self.question(&file, question) {
                    questions.push(question);
                }
            }
            all_topics.push(Topic { id: raw.id, name: raw.name, questions: first..questions.len() });
        }
        if questions.len() > 126 {
            self.error("questions/", "", "there are more than 126 questions: take some out");
        }
        (all_topics, questions, asked_when)
    }

    fn question(&mut self, file: &str, raw: raw::Question) -> Option<Question> {
        let id = raw.id.clone();
        for (field, text) in
            [("ask", &raw.ask), ("why", &raw.why), ("short", &raw.short), ("patient.en", &raw.patient.en)]
        {
            self.words(file, &id, field, text);
        }
        let kind = self.kind(file, &raw)?;
        let choices = self.choices(file, &id, &kind, raw.choice);
        let mut question = Question {
            id: QuestionId::new(raw.id),
            kind,
            ask: raw.ask,
            why: raw.why,
            short: raw.short,
            asked_when: None,
            orders_only: raw.orders_only,
            ages: raw.ages || raw.anew,
            anew: raw.anew,
            count_as_unknown: None,
            none: None,
            patient: self.phrase(file, &id, "patient.en", raw.patient.en),
            choices,
            groups: Vec::new(),
        };
        if let Some(choice) = raw.count_as_unknown {
            question.count_as_unknown = question.choice_named(&choice);
            if question.count_as_unknown.is_none() {
                self.error(file, &id, format!("`count_as_unknown` names no choice: `{choice}`"));
            }
        }
        if let Some(none) = raw.none {
            question.none = none_answer(&question, &none);
            if question.none.is_none() {
                self.error(
                    file,
                    &id,
                    format!(
                        "`none = \"{none}\"` is no answer to say \"none of these\" with: write \"[]\" for a many-choice \
                         question, the id of a choice for others; numbers and medicines have none"
                    ),
                );
            }
        }
        self.groups(file, &mut question, raw.groups);
        Some(question)
    }

    fn kind(&mut self, file: &str, raw: &raw::Question) -> Option<Kind> {
        let number = [&raw.unit, &raw.min, &raw.max];
        if raw.kind != "number" && (number.iter().any(|field| field.is_some()) || raw.also.is_some()) {
            self.error(file, &raw.id, "unit, min, max and also belong to number questions: take them out");
        }
        match raw.kind.as_str() {
            "yes-no" => Some(Kind::YesNo),
            "choice" => Some(Kind::Choice),
            "many" => Some(Kind::Many),
            "medicines" => Some(Kind::Medicines),
            "number" => {
                let bound =
                    |text: &Option<String>| text.as_deref().and_then(|text| Decimal::parse(text).ok());
                let (Some(unit), Some(min), Some(max)) = (&raw.unit, bound(&raw.min), bound(&raw.max)) else {
                    self.error(
                        file,
                        &raw.id,
                        "a number needs unit, min and max (numbers with at most 3 decimals)",
                    );
                    return None;
                };
                if min >= max {
                    self.error(file, &raw.id, "min must be less than max");
                }
                let also = match &raw.also {
                    Some(also) => match Factor::parse(&also.factor) {
                        Some(factor) => Some((also.unit.clone(), factor)),
                        None => {
                            self.error(
                                file,
                                &raw.id,
                                format!("`{}` is no factor: write it like 0.45359237", also.factor),
                            );
                            None
                        }
                    },
                    None => None,
                };
                Some(Kind::Number(Number { unit: unit.clone(), min, max, also }))
            }
            other => {
                self.error(
                    file,
                    &raw.id,
                    format!("`{other}` is no kind: write yes-no, choice, many, number or medicines"),
                );
                None
            }
        }
    }

    fn choices(&mut self, file: &str, id: &str, kind: &Kind, raw: Vec<raw::Choice>) -> Vec<Choice> {
        match kind {
            Kind::YesNo => {
                if !raw.is_empty() {
                    self.error(file, id, "a yes-no question has no choices of its own: take them out");
                }
                return ["yes", "no"]
                    .map(|answer| Choice {
                        id: ChoiceId::new(answer),
                        label: if answer == "yes" { "Yes".into() } else { "No".into() },
                        detail: String::new(),
                        said: answer.into(),
                    })
                    .into();
            }
            Kind::Number(_) | Kind::Medicines => {
                if !raw.is_empty() {
                    self.error(file, id, "this kind of question has no choices: take them out");
                }
                return Vec::new();
            }
            Kind::Choice | Kind::Many => {}
        }
        if raw.is_empty() || raw.len() > 64 {
            self.error(file, id, "a choice question has 1 to 64 choices");
        }
        let mut seen = HashSet::new();
        raw.into_iter()
            .map(|choice| {
                let entry = format!("{id}: {}", choice.id);
                if choice.id == "unsure" || choice.id == "any" || choice.id == "self" {
                    self.error(file, &entry, "this id has a meaning of its own: use another");
                }
                if !seen.insert(choice.id.clone()) {
                    self.error(file, &entry, "the choice stands twice: take one out");
                }
                self.words(file, &entry, "label", &choice.label);
                self.words(file, &entry, "said", &choice.said);
                Choice {
                    id: ChoiceId::new(choice.id),
                    label: choice.label,
                    detail: choice.detail,
                    said: choice.said,
                }
            })
            .collect()
    }

    fn groups(&mut self, file: &str, question: &mut Question, raw: Vec<raw::Group>) {
        if raw.is_empty() {
            return;
        }
        let id = question.id.to_string();
        let mut placed = HashSet::new();
        for group in raw {
            let mut choices = Vec::new();
            for choice in &group.choices {
                match question.choice_named(choice) {
                    Some(ix) if placed.insert(ix) => choices.push(ix),
                    Some(_) => {
                        self.error(file, &id, format!("`{choice}` stands in two groups: take one out"))
                    }
                    None => {
                        self.error(file, &id, format!("group `{}` names no choice: `{choice}`", group.name))
                    }
                }
            }
            question.groups.push(ChoiceGroup { name: group.name, choices });
        }
        if placed.len() != question.choices.len() {
            self.error(file, &id, "a choice stands in no group, so it would not be shown: add it to one");
        }
    }

    pub fn conditions(&mut self, questions: &[Question], index: &mut Index) -> Vec<NamedCondition> {
        const FILE: &str = "conditions.toml";
        let mut conditions: Vec<NamedCondition> = Vec::new();
        let Some(raw) = self.read::<raw::Conditions>(FILE) else {
            return conditions;
        };
        for condition in raw.condition {
            self.words(FILE, &condition.name, "says", &condition.says);
            let Some(when) = self.condition(FILE, &condition.name, &condition.when, questions, index) else {
                continue;
            };
            let ix = ConditionIx(u16::try_from(conditions.len()).unwrap_or(u16::MAX));
            if index.conditions.insert(condition.name.clone(), ix).is_some()
                || index.questions.contains_key(&condition.name)
            {
                self.error(FILE, &condition.name, "the name is taken: use another");
            }
            conditions.push(NamedCondition { name: condition.name, when, says: condition.says, ix });
        }
        conditions
    }

    /// Reads and resolves one condition.
    pub fn condition(
        &mut self,
        file: &str,
        entry: &str,
        line: &str,
        questions: &[Question],
        index: &Index,
    ) -> Option<Condition> {
        let syntax = match parse::parse(line) {
            Ok(syntax) => syntax,
            Err(error) => {
                self.error(file, entry, format!("the condition can't be read {error}"));
                return None;
            }
        };
        let names = resolve::Names {
            questions,
            by_id: &index.questions,
            medicine_classes: &index.medicine_classes,
            conditions: &index.conditions,
        };
        match resolve::resolve(&syntax, &names) {
            Ok(condition) => Some(condition),
            Err(problems) => {
                for problem in problems {
                    self.error(file, entry, problem);
                }
                None
            }
        }
    }

    pub fn resolve_asked_when(&mut self, questions: &mut [Question], lines: &[AskedWhen], index: &Index) {
        for asked in lines {
            let Some(id) = questions.get(asked.question).map(|question| question.id.to_string()) else {
                continue;
            };
            let condition = self.condition(&asked.file, &id, &asked.line, questions, index);
            if let Some(question) = questions.get_mut(asked.question) {
                question.asked_when = condition;
            }
        }
    }

    /// A question that no rule reads is asked for nothing, and one that can never be asked leaves
    /// its rules unknown for ever.
    pub fn unreachable_questions(
        &mut self,
        questions: &[Question],
        rules: &[Rule],
        named: &[NamedCondition],
    ) {
        let mut read = HashSet::new();
        for condition in rules
            .iter()
            .map(|rule| &rule.when)
            .chain(questions.iter().filter_map(|question| question.asked_when.as_ref()))
        {
            satisfy::questions_read(condition, named, &mut read);
        }
        let mut problems = Vec::new();
        for (position, question) in questions.iter().enumerate() {
            let is_read = read.iter().any(|ix: &QuestionIx| ix.position() == position);
            // `takes(…)` reads the medicines without naming the question.
            if !is_read && !question.orders_only && question.kind != Kind::Medicines {
                problems.push((
                    question.id.to_string(),
                    "no rule reads this question: take it out or add the rule",
                ));
            }
            if let Some(asked_when) = &question.asked_when
                && !satisfy::can_hold(asked_when, named)
            {
                problems.push((question.id.to_string(), "`asked_when` can never hold, so it is never asked"));
            }
        }
        for (id, problem) in problems {
            self.error("questions/", &id, problem);
        }
    }
}
