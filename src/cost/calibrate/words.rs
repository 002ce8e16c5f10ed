//! How is what a claim implies told, and which value of an interval is offered?

use super::solve::{Counted, Interval, Part, Place, Targets};
use super::terms::Terms;
use super::{Answer, Because, Fit, Held, apart};
use crate::cost::case::Case;
use crate::cost::money::Cents;

/// An interval of cents or basis points that is no wider is one value, but for rounding.
pub const NARROW: i64 = 100;

/// What is told where a claim would fit any plan.
pub const ANY_FITS: &str = "The deductible and what is paid after it are both not known: any amount would fit, so the claim \
                            says nothing of them yet. Enter one of them, or what of the claim counted toward the \
                            deductible.";

pub const PARTS_DO_NOT_FIT: &str =
    "the claim's parts do not fit the plan as written: only the patient pay amount was compared";

/// How the plan as written stands to the claim.
pub fn check(counted: &Counted, patient: Cents, targets: &Targets) -> String {
    let model = counted.patient;
    match apart(model, patient) {
        0 => return format!("The plan as written comes to the {patient} of the claim."),
        1 => {
            return format!(
                "The plan as written comes to the {patient} of the claim, but for a cent of rounding."
            );
        }
        _ => {}
    }
    let (difference, more) =
        if patient > model { (patient.less(model), "more") } else { (model.less(patient), "less") };
    let mut words = format!(
        "The plan as written leaves {model} to the patient; the claim leaves {patient}, {difference} {more}."
    );
    for (part, target) in targets {
        let (name, counted) = match part {
            Part::Deductible => ("Under the deductible", counted.deductible),
            Part::Share => ("Past the deductible", counted.share),
            Part::Left => ("Of the deductible left after it", counted.left),
            Part::Patient => continue,
        };
        if apart(counted, *target) > 1 {
            words.push_str(&format!(" {name}: {counted} by the plan, {target} by the claim."));
        }
    }
    words
}

/// What is said where what is open does not explain the claim.
pub fn of_known(terms: &Terms, answers: &[Answer]) -> Option<String> {
    let is_explained = !answers.is_empty();
    match (terms.open.is_empty(), is_explained) {
        (true, true) => None,
        (false, true) => Some(
            "What is not known of the plan can't explain the claim; another value of a known figure would.".to_owned(),
        ),
        (_, false) => Some(
            "No single figure of the plan explains the claim: check the price, the days' supply, the tier, and what the figures are of.".to_owned(),
        ),
    }
}

/// What is said where more than one reading fits, or may.
pub fn several(answers: &[Answer]) -> Option<String> {
    const ASK: &str = "ask what of the claim went to the deductible.";
    match answers {
        [] => None,
        [only] => only.is_assumed.then(|| format!("Other values of both may fit: {ASK}")),
        _ => Some(format!("More than one reading fits, and so may a mix of them: {ASK}")),
    }
}

/// The value that is offered for use; `None` if the interval is too wide to choose from. `off` says by how
/// many cents a value misses the claim.
pub fn value(place: Place, found: Interval, fit: Fit, mut off: impl FnMut(i64) -> i64) -> Option<i64> {
    if found.most - found.least > NARROW {
        return None;
    }
    if fit == Fit::About {
        return Some(if off(found.most) < off(found.least) { found.most } else { found.least });
    }
    Some(match place {
        // What plans have is round.
        Place::Rate | Place::Copay => roundest(found),
        // All fit to the cent; the most leaves the patient no better off than it may be.
        Place::DeductibleIndividual | Place::DeductibleFamily | Place::OopIndividual | Place::OopFamily => {
            found.most
        }
    })
}

fn roundest(found: Interval) -> i64 {
    let multiple = |step: i64| {
        let least = found.least.div_euclid(step) * step;
        let least = if least < found.least { least + step } else { least };
        (least <= found.most).then_some(least)
    };
    [500, 100, 50, 25, 10, 5].into_iter().find_map(multiple).unwrap_or(found.least)
}

/// A reading in a sentence.
pub fn answer(
    case: &Case,
    place: Place,
    found: Interval,
    value: Option<i64>,
    fit: Fit,
    held: &[Held],
) -> String {
    let is_one = found.least == found.most;
    let shown = |value: i64| match place {
        Place::Rate => percent(value),
        Place::DeductibleIndividual
        | Place::DeductibleFamily
        | Place::OopIndividual
        | Place::OopFamily
        | Place::Copay => Cents::new(value).unwrap_or_default().to_string(),
    };
    let (least, most) = (shown(found.least), shown(found.most));
    let largest = place.largest(case);
    let amount = match value {
        Some(value) if fit == Fit::About => {
            format!("about {} (between {least} and {most}: no rate gives it to the cent)", shown(value))
        }
        Some(value) if is_one => shown(value),
        Some(value) => format!("about {} ({least} to {most} fit)", shown(value)),
        None if found.most >= largest => format!("at least {least}"),
        None if found.least == 0 => format!("at most {most}"),
        None => format!("{least} to {most}"),
    };
    let says_nothing = found.least == 0 && found.most >= largest && largest > 0;
    let mut words = match place {
        Place::Rate if says_nothing => "Says nothing of the rate: any fits".to_owned(),
        Place::Copay if says_nothing => "Says nothing of the copay: any fits".to_owned(),
        Place::Rate => format!("Fits a coinsurance of {amount}"),
        Place::Copay => format!("Fits a copay of {amount}"),
        Place::DeductibleIndividual | Place::DeductibleFamily | Place::OopIndividual | Place::OopFamily => {
            let name = match place {
                Place::DeductibleFamily => "family deductible",
                Place::OopIndividual => "yearly limit",
                Place::OopFamily => "yearly limit of the family",
                Place::DeductibleIndividual | Place::Rate | Place::Copay => "deductible",
            };
            match is_one && found.least == 0 {
                true => format!("Fits a {name} that is met"),
                false if says_nothing => format!("Says nothing of the {name}: any amount left fits"),
                false => format!("Fits a {name} with {amount} left"),
            }
        }
    };
    for held in held.iter().filter(|held| held.because != Because::Aside) {
        let left = Cents::new(held.value).unwrap_or_default();
        words.push_str(&match (held.because, held.value) {
            (Because::Told, 0) => ", with a deductible that is met".to_owned(),
            (Because::Told | Because::Aside, _) => format!(", with {left} of the deductible left"),
            (Because::Tried, 0) => ", if the deductible is met".to_owned(),
            (Because::Tried, all) if all == held.place.largest(case) => {
                ", if nothing of the deductible is met".to_owned()
            }
            (Because::Tried, _) => format!(", if {left} of the deductible was left"),
        });
    }
    if fit == Fit::ToACent {
        words.push_str(", but for a cent of rounding");
    }
    words.push('.');
    words
}

/// Basis points as a percentage, `12.5 %`.
fn percent(rate: i64) -> String {
    let digits = format!("{}.{:02}", rate / 100, rate % 100);
    format!("{} %", digits.trim_end_matches('0').trim_end_matches('.'))
}
