//! Random checklists over the embedded content, as the JSON that the command line reads.
//!
//! Half of them are calm (most answers raise nothing), so that the mild verdicts are reached too:
//! among purely random answers nothing is ever "no concern".

use std::collections::BTreeMap;
use std::sync::OnceLock;

use countercheck::checklist::Checklist;
use countercheck::content::Content;
use countercheck::content::condition::{AgeUnit, Condition};
use countercheck::content::decimal::Decimal;
use countercheck::content::ids::QuestionIx;
use countercheck::content::question::{Kind, Question};
use countercheck::safety::{Assessment, assess, report};
use jiff::ToSpan;
use jiff::civil::{Date, date};
use proptest::prelude::*;
use proptest::sample::{Index, select};
use serde_json::{Map, Value, json};

/// The embedded content, loaded once.
pub fn content() -> &'static Content {
    static CONTENT: OnceLock<Content> = OnceLock::new();
    CONTENT.get_or_init(|| Content::embedded().unwrap_or_else(|errors| panic!("{errors}")))
}

/// One checklist before it is read.
#[derive(Clone, Debug)]
pub struct Draft {
    pub as_of: Date,
    pub birth_date: Option<Date>,
    pub answers: BTreeMap<String, Value>,
}

impl Draft {
    pub fn json(&self) -> Value {
        let mut patient = Map::new();
        if let Some(birth_date) = self.birth_date {
            patient.insert("birth_date".into(), birth_date.to_string().into());
        }
        let answers: Map<String, Value> = self.answers.clone().into_iter().collect();
        json!({"as_of": self.as_of.to_string(), "patient": patient, "answers": answers})
    }

    pub fn checklist(&self) -> Checklist {
        let input = self.json();
        let (checklist, rest) = Checklist::from_json(content(), input.as_object().unwrap())
            .unwrap_or_else(|error| panic!("{error} in {self:?}"));
        assert!(rest.is_empty());
        checklist
    }

    pub fn assessment(&self) -> Assessment {
        assess(content(), &self.checklist())
    }

    /// The answer as `countercheck assess` gives it.
    pub fn report(&self) -> Value {
        let checklist = self.checklist();
        report::to_json(content(), &checklist, &assess(content(), &checklist))
    }

    pub fn medicines(&self) -> &[Value] {
        self.answers.get("medicines").and_then(Value::as_array).map_or(&[], Vec::as_slice)
    }
}

/// What a walk over all rules finds: the bounds that numbers and ages are compared with.
pub struct Bounds {
    pub numbers: BTreeMap<QuestionIx, Vec<Decimal>>,
    pub months: Vec<u32>,
}

pub fn bounds() -> &'static Bounds {
    static BOUNDS: OnceLock<Bounds> = OnceLock::new();
    BOUNDS.get_or_init(|| {
        let mut bounds = Bounds { numbers: BTreeMap::new(), months: Vec::new() };
        let content = content();
        let rules = content.rules().iter().map(|rule| &rule.when);
        let asked = content.questions().iter().filter_map(|question| question.asked_when.as_ref());
        for condition in rules.chain(asked) {
            collect(condition, &mut bounds);
        }
        bounds.months.sort_unstable();
        bounds.months.dedup();
        bounds
    })
}

fn collect(condition: &Condition, bounds: &mut Bounds) {
    match condition {
        Condition::All(parts) | Condition::Any(parts) => {
            parts.iter().for_each(|part| collect(part, bounds));
        }
        Condition::Not(inner) => collect(inner, bounds),
        Condition::Named(ix) => collect(&content().condition(*ix).when, bounds),
        Condition::Number(question, _, bound) => bounds.numbers.entry(*question).or_default().push(*bound),
        Condition::Age(AgeUnit::Years, _, years) => bounds.months.push(years * 12),
        Condition::Age(AgeUnit::Months, _, months) => bounds.months.push(*months),
        Condition::Always
        | Condition::Has(..)
        | Condition::HasSelf(_)
        | Condition::Is(..)
        | Condition::Takes(..)
        | Condition::OnTreatment(_) => {}
    }
}

/// An answer to each question that raises as little as possible, found by trying them out.
pub fn calm() -> &'static Draft {
    static CALM: OnceLock<Draft> = OnceLock::new();
    CALM.get_or_init(|| {
        let mut calm = Draft {
            as_of: date(2026, 11, 24),
            birth_date: Some(date(1984, 5, 2)),
            answers: content()
                .questions()
                .iter()
                .map(|question| (question.id.to_string(), json!("unsure")))
                .collect(),
        };
        // Twice, since the best answer to one question may hang on a later one.
        for question in content().questions().iter().chain(content().questions()) {
            let id = question.id.to_string();
            let best = first_answers(question).into_iter().min_by_key(|answer| {
                let mut tried = calm.clone();
                tried.answers.insert(id.clone(), answer.clone());
                let drugs = tried.assessment().drugs;
                drugs.iter().map(|drug| drug.findings.len() * 10 + drug.ask.len()).sum::<usize>()
            });
            calm.answers.insert(id, best.unwrap());
        }
        calm
    })
}

fn first_answers(question: &Question) -> Vec<Value> {
    match &question.kind {
        Kind::YesNo | Kind::Choice => question.choices.iter().map(|c| json!(c.id.as_str())).collect(),
        Kind::Many | Kind::Medicines => vec![json!([])],
        Kind::Number(number) => {
            let (min, max) = (number.min.thousandths(), number.max.thousandths());
            // From the middle outwards: extremes are not calm.
            let steps = [10, 9, 11, 8, 12, 7, 6, 5, 4, 3, 2, 1, 0];
            steps.map(|step| decimal(min + (max - min) / 20 * step)).into()
        }
    }
}

/// A number of thousandths as JSON.
pub fn decimal(thousandths: i64) -> Value {
    serde_json::from_str(&Decimal::from_thousandths(thousandths).to_string()).unwrap()
}

/// Any answer that is possible, "unsure" too.
fn any_answer(ix: QuestionIx, as_of: Date) -> BoxedStrategy<Value> {
    let question = content().question(ix);
    let known = match &question.kind {
        Kind::YesNo | Kind::Choice => known_choice(question),
        Kind::Many => prop_oneof![
            2 => known_many(question),
            1 => many_with_unsure(question),
        ]
        .boxed(),
        Kind::Number(_) => known_number(ix),
        Kind::Medicines => medicines(as_of),
    };
    prop_oneof![1 => Just(json!("unsure")), 7 => known].boxed()
}

/// Any answer that leaves nothing open, but for medicines that are not recognized.
pub fn known_answer(ix: QuestionIx, as_of: Date) -> BoxedStrategy<Value> {
    let question = content().question(ix);
    match &question.kind {
        Kind::YesNo | Kind::Choice => known_choice(question),
        Kind::Many => known_many(question),
        Kind::Number(_) => known_number(ix),
        Kind::Medicines => medicines(as_of),
    }
}

fn known_choice(question: &Question) -> BoxedStrategy<Value> {
    let ids: Vec<Value> = question.choices.iter().map(|choice| json!(choice.id.as_str())).collect();
    select(ids).boxed()
}

fn choice_ids(question: &Question) -> Vec<String> {
    question.choices.iter().map(|choice| choice.id.to_string()).collect()
}

fn known_many(question: &Question) -> BoxedStrategy<Value> {
    let ids = choice_ids(question);
    let most = ids.len().min(4);
    proptest::sample::subsequence(ids, 0..=most).prop_shuffle().prop_map(|yes| json!(yes)).boxed()
}

fn many_with_unsure(question: &Question) -> BoxedStrategy<Value> {
    let ids = choice_ids(question);
    let marks = prop::collection::vec(0..6u8, ids.len());
    marks
        .prop_map(move |marks| {
            let marked = |mark: u8| -> Vec<&String> {
                ids.iter().zip(&marks).filter(|(_, m)| **m == mark).map(|(id, _)| id).collect()
            };
            match marked(0).len() % 3 {
                0 => json!({"yes": marked(1), "unsure": marked(2)}),
                1 => json!({"unsure": marked(2), "yes": marked(1)}),
                _ => json!({"unsure": marked(2)}),
            }
        })
        .boxed()
}

fn known_number(ix: QuestionIx) -> BoxedStrategy<Value> {
    let Kind::Number(number) = &content().question(ix).kind else { panic!("no number question") };
    let (min, max) = (number.min.thousandths(), number.max.thousandths());
    let around: Vec<i64> = bounds()
        .numbers
        .get(&ix)
        .into_iter()
        .flatten()
        .flat_map(|bound| (-1..=1).map(move |step| bound.thousandths() + step))
        .chain([min, max])
        .filter(|at| (min..=max).contains(at))
        .collect();
    prop_oneof![2 => select(around), 1 => min..=max].prop_map(decimal).boxed()
}

/// Names that no list knows.
pub const STRANGERS: [&str; 3] = ["Zzyzx tea", "grandmother's drops", "Пустырник 5"];

/// Names that matter most: the drugs themselves, and those whose classes hang on dose or form.
const TELLING: [&str; 22] = [
    "aspirin",
    "aspirin 81 mg",
    "asprin",
    "tacrolimus",
    "Prograf",
    "Protopic",
    "rinvoq",
    "Cibinqo",
    "abrocitinib",
    "opzelura",
    "Jakafi",
    "Dupixent",
    "adbry",
    "ebglyss",
    "nemluvio",
    "prednisone",
    "Xeljanz",
    "warfarin",
    "clopidogrel",
    "fluconazole",
    "rifampin",
    "ketoconazole",
];

/// All names of the list, and the shown names of the entries that have a class.
fn listed_names() -> &'static (Vec<&'static str>, Vec<&'static str>, Vec<&'static str>) {
    static NAMES: OnceLock<(Vec<&str>, Vec<&str>, Vec<&str>)> = OnceLock::new();
    NAMES.get_or_init(|| {
        let list = content().medicines.list();
        let ids: Vec<&str> = list.iter().map(|medicine| medicine.id.as_str()).collect();
        let names = list.iter().flat_map(|m| m.names.iter().chain(&m.misspellings));
        let all = ids.iter().copied().chain(names.map(String::as_str)).collect();
        let with_class = list
            .iter()
            .filter(|medicine| medicine.by_dose.is_some() || medicine.classes != Default::default())
            .map(|medicine| medicine.name())
            .collect();
        (ids, all, with_class)
    })
}

fn medicine_name() -> BoxedStrategy<String> {
    let (_, all, with_class) = listed_names();
    let name = prop_oneof![
        4 => select(TELLING.as_slice()),
        3 => select(with_class.as_slice()),
        3 => select(all.as_slice()),
        1 => select(STRANGERS.as_slice()),
    ];
    (name, 0..8u8)
        .prop_map(|(name, spelling)| match spelling {
            0 => name.to_uppercase(),
            1 => format!("  {} ", name.to_lowercase()),
            2 => format!("{name} 15 mg tablets"),
            3 => format!("{name} 40 mg/0.8 mL"),
            4 => name.replace([' ', '-'], ""),
            _ => name.to_owned(),
        })
        .boxed()
}

/// One listed medicine: a name, or an object with some of its fields.
fn medicine(as_of: Date) -> BoxedStrategy<Value> {
    let days = select(vec![0i64, 1, 89, 90, 91, 400]);
    let dose = select(vec![0i64, 80_000, 81_000, 81_001, 162_500, 325_000]);
    let fields = (
        prop::option::weighted(0.4, days),
        prop::option::weighted(0.4, dose),
        prop::option::weighted(0.4, prop::bool::ANY),
        prop::option::weighted(0.2, Just(())),
        prop::option::weighted(0.2, select(listed_names().0.as_slice())),
    );
    (medicine_name(), prop::option::weighted(0.5, fields))
        .prop_map(move |(name, fields)| {
            let Some((days, dose, stopping, reviewed, alias)) = fields else { return json!(name) };
            let mut object = Map::from_iter([("name".to_owned(), json!(name))]);
            if let Some(days) = days {
                object.insert("since".into(), (as_of - days.days()).to_string().into());
            }
            if let Some(dose) = dose {
                object.insert("daily_mg".into(), decimal(dose));
            }
            if let Some(stopping) = stopping {
                object.insert("stopping".into(), stopping.into());
            }
            if reviewed.is_some() {
                object.insert("reviewed".into(), "none".into());
            }
            if let Some(alias) = alias {
                object.insert("as".into(), alias.into());
            }
            Value::Object(object)
        })
        .boxed()
}

fn medicines(as_of: Date) -> BoxedStrategy<Value> {
    prop::collection::vec(medicine(as_of), 0..5).prop_map(Value::from).boxed()
}

/// A day of a visit: often one around 29 February, where ages are delicate.
fn visit() -> BoxedStrategy<Date> {
    prop_oneof![
        select(vec![
            date(2026, 11, 24),
            date(2026, 2, 28),
            date(2026, 3, 1),
            date(2028, 2, 29),
            date(2028, 3, 1),
            date(2027, 12, 31),
        ]),
        (0..2000i64).prop_map(|days| date(2025, 1, 1) + days.days()),
    ]
    .boxed()
}

/// A birth date: around the ages that rules ask for, around 29 February, or any.
pub fn birth_date(as_of: Date) -> BoxedStrategy<Date> {
    let around = (select(bounds().months.clone()), -2..=2i64)
        .prop_map(move |(months, days)| as_of - i64::from(months).months() + days.days());
    let leap = (select(vec![1936i16, 1960, 1984, 2008, 2012, 2020, 2024]), -1..=1i64)
        .prop_map(|(year, days)| date(year, 2, 29) + days.days());
    let any = (0..40_000i64).prop_map(move |days| as_of - days.days());
    prop_oneof![2 => around, 1 => leap, 1 => any].prop_map(move |birth| birth.min(as_of)).boxed()
}

/// How many of eight answers are missing, and how many of the given ones are calm.
#[derive(Clone, Copy, Debug)]
struct Mood {
    missing: u32,
    calm: u32,
}

fn draft_in(mood: Mood, as_of: Date) -> BoxedStrategy<Draft> {
    let answers: Vec<BoxedStrategy<Option<Value>>> = content()
        .question_indices()
        .map(|ix| {
            let quiet = calm().answers.get(content().question(ix).id.as_str()).cloned().unwrap();
            let given = prop_oneof![
                mood.calm => Just(quiet),
                40 - mood.calm => any_answer(ix, as_of),
            ];
            prop_oneof![
                mood.missing => Just(None),
                40 - mood.missing => given.prop_map(Some),
            ]
            .boxed()
        })
        .collect();
    let birth_date = prop_oneof![
        1 => Just(None),
        3 => Just(Some(date(1984, 5, 2))),
        6 => birth_date(as_of).prop_map(Some),
    ];
    (birth_date, answers)
        .prop_map(move |(birth_date, answers)| Draft {
            as_of,
            birth_date,
            answers: content()
                .questions()
                .iter()
                .zip(answers)
                .filter_map(|(question, answer)| Some((question.id.to_string(), answer?)))
                .collect(),
        })
        .boxed()
}

/// Any checklist, from nothing answered to all, from all calm to all random.
pub fn draft() -> BoxedStrategy<Draft> {
    const MOODS: [Mood; 6] = [
        Mood { missing: 1, calm: 1 },
        Mood { missing: 1, calm: 20 },
        Mood { missing: 1, calm: 38 },
        Mood { missing: 12, calm: 1 },
        Mood { missing: 12, calm: 38 },
        Mood { missing: 36, calm: 1 },
    ];
    (visit(), select(MOODS.to_vec())).prop_flat_map(|(as_of, mood)| draft_in(mood, as_of)).boxed()
}

/// A checklist, and what would close some of its open answers.
pub fn draft_and_answers() -> BoxedStrategy<(Draft, Draft, Vec<Index>)> {
    draft()
        .prop_flat_map(|draft| {
            let as_of = draft.as_of;
            let answers: Vec<BoxedStrategy<Value>> =
                content().question_indices().map(|ix| known_answer(ix, as_of)).collect();
            let full = (birth_date(as_of), answers).prop_map(move |(birth_date, answers)| Draft {
                as_of,
                birth_date: Some(birth_date),
                answers: content().questions().iter().map(|q| q.id.to_string()).zip(answers).collect(),
            });
            (Just(draft), full, prop::collection::vec(any::<Index>(), 64))
        })
        .boxed()
}
