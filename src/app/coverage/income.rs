//! What was said of the income of a household: at or below an amount, or above it?
//!
//! A record keeps one amount that the income does not exceed and one that it exceeds, the closest that were
//! said; what follows from them is not said. Amounts are whole cents a year.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use crate::cost::entry::{get, set};

const AT_MOST: &str = "household.income_at_most_cents";
const ABOVE: &str = "household.income_above_cents";
const EXACT: &str = "household.income_cents";

fn cents(coverage: &Value, path: &str) -> Option<i64> {
    get(coverage, path).and_then(Value::as_i64)
}

/// Whether the income is at or below an amount, by what was said; `None` where nothing tells.
pub fn is_within(coverage: &Value, limit: i64) -> Option<bool> {
    let exact = cents(coverage, EXACT);
    let within = cents(coverage, AT_MOST).or(exact).is_some_and(|most| most <= limit);
    let above = cents(coverage, ABOVE).is_some_and(|least| least >= limit)
        || exact.is_some_and(|exact| exact > limit);
    match (within, above) {
        (true, _) => Some(true),
        (false, true) => Some(false),
        (false, false) => None,
    }
}

/// Says that the income is at or below an amount, or above it. What contradicts goes; of two that hold the
/// closer one stays. An exact figure that was said before goes: somebody spoke against it or made it vague.
pub fn say(coverage: &mut Value, limit: i64, within: bool) {
    let (most, least) = (cents(coverage, AT_MOST), cents(coverage, ABOVE));
    let (most, least) = match within {
        true => (Some(most.map_or(limit, |most| most.min(limit))), least.filter(|least| *least < limit)),
        false => (most.filter(|most| *most > limit), Some(least.map_or(limit, |least| least.max(limit)))),
    };
    set(coverage, AT_MOST, most.map(|most| json!(most)));
    set(coverage, ABOVE, least.map(|least| json!(least)));
    set(coverage, EXACT, None);
}

/// Takes the answer about one amount back, and no other. What follows from a closer one goes on following.
pub fn take_back(coverage: &mut Value, limit: i64) {
    for path in [AT_MOST, ABOVE] {
        if cents(coverage, path) == Some(limit) {
            set(coverage, path, None);
        }
    }
}

/// The answers that were typed on this screen, by amount: a record keeps only the closest, and once that is
/// taken back the others are to stand again.
#[derive(Default)]
pub struct Answers(BTreeMap<i64, bool>);

impl Answers {
    /// The amounts to ask about: those that decide about programs, and those that were answered, so that an
    /// answer can be seen and taken back.
    pub fn amounts(&self, coverage: &Value, open: &[i64]) -> Vec<i64> {
        let bounds = [AT_MOST, ABOVE].into_iter().filter_map(|path| cents(coverage, path));
        let said = self.0.iter().filter(|(amount, within)| is_within(coverage, **amount) == Some(**within));
        let all = open.iter().copied().chain(bounds).chain(said.map(|(amount, _)| *amount));
        all.collect::<BTreeSet<i64>>().into_iter().collect()
    }

    /// Notes what became of the answer about an amount, and says those that still hold again. `before` is
    /// the coverage before it was typed, `after` the one with it.
    pub fn settle(&mut self, limit: i64, typed: &str, before: &Value, after: &mut Value) {
        // What was undone or spoken against elsewhere is no answer any more.
        self.0.retain(|amount, within| is_within(before, *amount) == Some(*within));
        self.0.remove(&limit);
        let is_taken_back = ["", "?"].contains(&typed.trim());
        let said = is_within(after, limit).filter(|_| !is_taken_back);
        self.0.retain(|amount, within| match said {
            Some(true) => *within || *amount < limit,
            Some(false) => !*within || *amount > limit,
            None => true,
        });
        self.0.extend(said.map(|within| (limit, within)));
        if cents(after, EXACT).is_none() {
            self.0.iter().for_each(|(amount, within)| say(after, *amount, *within));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn type_(answers: &mut Answers, coverage: &mut Value, limit: i64, typed: &str) {
        let before = coverage.clone();
        match typed {
            "" => take_back(coverage, limit),
            _ => say(coverage, limit, typed == "y"),
        }
        answers.settle(limit, typed, &before, coverage);
    }

    #[track_caller]
    fn check(typed: &[(i64, &str)], expected: [Option<bool>; 3]) {
        let mut answers = Answers::default();
        let mut coverage = json!({"household": {"people": 3}});
        for (limit, typed) in typed {
            type_(&mut answers, &mut coverage, *limit, typed);
        }
        assert_eq!([10, 20, 30].map(|limit| is_within(&coverage, limit)), expected, "{typed:?}: {coverage}");
    }

    #[test]
    fn only_the_answer_that_is_cleared_goes() {
        const YES: Option<bool> = Some(true);
        const NO: Option<bool> = Some(false);
        for (typed, expected) in [
            // Above 10, at or below 30: clearing one leaves the other.
            ([(10, "n"), (30, "y"), (30, "")], [NO, None, None]),
            ([(10, "n"), (30, "y"), (10, "")], [None, None, YES]),
            // The looser of two answers stands again when the closer one is taken back.
            ([(30, "y"), (20, "y"), (20, "")], [None, None, YES]),
            ([(10, "n"), (20, "n"), (20, "")], [NO, None, None]),
            // What follows from a closer answer goes on following.
            ([(20, "y"), (30, "y"), (30, "")], [None, YES, YES]),
            // What was never said does not stay behind.
            ([(20, "y"), (20, ""), (20, "")], [None, None, None]),
            // A second answer never loosens the first.
            ([(20, "y"), (30, "y"), (10, "n")], [NO, YES, YES]),
            // What contradicts goes, and does not come back.
            ([(10, "y"), (30, "n"), (30, "")], [None, None, None]),
        ] {
            check(&typed, expected);
        }
    }

    #[test]
    fn an_amount_that_was_answered_is_still_asked_about() {
        let mut answers = Answers::default();
        let mut coverage = json!({});
        type_(&mut answers, &mut coverage, 30, "y");
        type_(&mut answers, &mut coverage, 20, "y");
        assert_eq!(answers.amounts(&coverage, &[10]), [10, 20, 30]);
        type_(&mut answers, &mut coverage, 20, "");
        assert_eq!(answers.amounts(&coverage, &[10, 20]), [10, 20, 30]);
        let kept = json!({"household": {"income_at_most_cents": 30, "income_above_cents": 5}});
        assert_eq!(Answers::default().amounts(&kept, &[10]), [5, 10, 30], "after it was read again");
    }

    #[test]
    fn what_was_undone_does_not_come_back() {
        let mut answers = Answers::default();
        let mut coverage = json!({});
        type_(&mut answers, &mut coverage, 30, "y");
        let mut undone = json!({});
        type_(&mut answers, &mut undone, 10, "n");
        type_(&mut answers, &mut undone, 10, "");
        assert_eq!(is_within(&undone, 30), None, "{undone}");
    }
}
