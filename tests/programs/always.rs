//! What must hold for every program and everything that can be known of a patient.

use countercheck::checklist::household::Income;
use countercheck::content::payer::PayerKind;
use countercheck::content::program::{IncomeTest, ProgramKind, Step};
use countercheck::programs::{ProgramMatchKind, ProgramQuestion, matches};
use proptest::prelude::*;
use serde_json::json;

use super::random_cases::cases;
use super::{asked, content};

/// Everything known: what a question is drawn from.
#[derive(Clone, Debug)]
struct Whole {
    payer: usize,
    state: usize,
    people: u32,
    income: i64,
    born: i16,
    steps: [bool; 5],
    on_label: [bool; 2],
    drug: usize,
}

fn whole() -> impl Strategy<Value = Whole> {
    let payers = content().payers.len();
    let states = content().states.len();
    let drugs = content().drugs().len();
    (
        0..payers,
        prop_oneof![0..states, Just(state("NY")), Just(state("MA")), Just(state("PR"))],
        1..6_u32,
        prop_oneof![0..9_000_000_i64, Just(6_260_000), Just(4_695_000), Just(4_695_001)],
        1940..2020_i16,
        any::<[bool; 5]>(),
        any::<[bool; 2]>(),
        0..drugs,
    )
        .prop_map(|(payer, state, people, income, born, steps, on_label, drug)| Whole {
            payer,
            state,
            people,
            income,
            born,
            steps,
            on_label,
            drug,
        })
}

fn state(id: &str) -> usize {
    content().states.iter().position(|state| state.id == id).unwrap()
}

/// How many things can be known or not.
const THINGS: u32 = 12;

/// The question in which of a whole only some is known, by the bits of `known`.
fn question(whole: &Whole, known: u32) -> ProgramQuestion<'static> {
    let is_known = |thing: u32| known & (1 << thing) != 0;
    let drug = content().drugs()[whole.drug].id.as_str();
    let mut question = asked(
        drug,
        json!({"options": [
            {"id": "a", "lines": [{"drug": drug}]},
            {"id": "b", "lines": [{"drug": drug}]},
        ]}),
    );
    question.payer = content().payers.get(whole.payer).filter(|_| is_known(0));
    question.state = content().states.get(whole.state).filter(|_| is_known(1));
    question.household.people = Some(whole.people).filter(|_| is_known(2));
    question.household.income = Income {
        exact: Some(whole.income).filter(|_| is_known(3)),
        at_most: Some(whole.income + whole.income % 7 * 300_000).filter(|_| is_known(4)),
        above: Some(whole.income - 1 - whole.income % 5 * 300_000).filter(|_| is_known(5)),
    };
    question.birth_date = format!("{}-03-01", whole.born).parse().ok().filter(|_| is_known(6));
    for (at, (step, taken)) in Step::ALL.into_iter().zip(whole.steps).enumerate() {
        // The five steps share three bits.
        let thing = 7 + u32::try_from(at).unwrap() % 3;
        question.steps.set(step, Some(taken).filter(|_| is_known(thing)));
    }
    for (at, asked) in question.drugs.iter_mut().enumerate() {
        let thing = 10 + u32::try_from(at).unwrap();
        asked.on_label = Some(whole.on_label[at]).filter(|_| is_known(thing));
    }
    question
}

proptest! {
    #![proptest_config(cases(2000))]

    /// What is settled stays settled; only what has to be asked may become one or the other.
    #[test]
    fn knowing_more_never_takes_back_an_answer(
        whole in whole(), known in 0..(1_u32 << THINGS), more in 0..(1_u32 << THINGS),
    ) {
        let before = matches(content(), &question(&whole, known));
        let after = matches(content(), &question(&whole, known | more));
        prop_assert_eq!(before.len(), after.len());
        for (before, after) in before.iter().zip(&after) {
            prop_assert_eq!(&before.program.id, &after.program.id);
            if before.match_ != ProgramMatchKind::Ask {
                prop_assert_eq!(before.match_, after.match_, "{}", before.program.id);
            }
        }
    }

    /// No program is likely while something that its terms name is not known.
    #[test]
    fn nothing_is_likely_on_what_is_not_known(whole in whole(), known in 0..(1_u32 << THINGS)) {
        let question = question(&whole, known);
        for found in matches(content(), &question) {
            let program = found.program;
            prop_assert!(!found.because.is_empty());
            prop_assert!(found.ask.is_empty() || found.match_ == ProgramMatchKind::Ask);
            if found.match_ != ProgramMatchKind::Likely {
                continue;
            }
            prop_assert!(program.open.iter().all(|open| !open.payers.is_empty()), "{}", program.id);
            prop_assert!(program.income != IncomeTest::LimitNotSeen, "{}", program.id);
            if !program.payers_allowed.is_empty() {
                let payer = question.payer.map(|payer| &payer.id);
                prop_assert!(payer.is_some_and(|payer| program.payers_allowed.contains(payer)));
            }
            if !program.states_only.is_empty() || !program.states_excluded.is_empty() {
                prop_assert!(question.state.is_some());
            }
            if program.age_min.is_some() {
                prop_assert!(question.birth_date.is_some());
            }
            if program.on_label_only {
                prop_assert!(question.drugs.iter().all(|asked| asked.on_label == Some(true)));
            }
            if let IncomeTest::UpTo { .. } = program.income {
                prop_assert!(question.state.is_some() && question.household.people.is_some());
                prop_assert!(question.household.income != Income::default());
            }
        }
    }

    /// The law: no maker's card where a federal or state program pays.
    #[test]
    fn no_card_is_likely_with_a_government_payer(whole in whole(), known in 0..(1_u32 << THINGS)) {
        let question = question(&whole, known | 1);
        let government = question.payer.is_some_and(|payer| payer.kind == PayerKind::Government);
        for found in matches(content(), &question) {
            if government && found.program.kind == ProgramKind::CopayCard {
                prop_assert_eq!(found.match_, ProgramMatchKind::Not);
            }
        }
    }

    /// What is asked for is what would help: once all of it is known, nothing more of it is asked.
    #[test]
    fn once_everything_is_known_nothing_is_asked(whole in whole()) {
        for found in matches(content(), &question(&whole, u32::MAX)) {
            prop_assert!(found.ask.is_empty(), "{}: {:?}", found.program.id, found.ask);
        }
    }
}
