//! Does the plan as written come to what a paid claim says, and if not, which of its figures would?
//!
//! The claim becomes a case of one fill, and the ledger itself counts it. One open field is solved for;
//! with several, each is solved for with the others at what the claim tells of them, or at both ends, so
//! that the readings that fit are listed and none is chosen. `solve` finds the values, `terms` says what is
//! known, `words` what is told. Amounts are cents, rates basis points; what the patient pays is meant before
//! a card and a grant.

mod solve;
mod terms;
mod words;

use serde_json::{Value, json};

use super::case::period;
use super::claim::Answered;
use super::money::{BasisPoints, Cents};
use super::plan::{Assistance, PlanKind};
use super::read::{WrittenCoverage, WrittenLine, WrittenOption};
use crate::checklist::claim::Claim;
use solve::{Interval, Part, Place, Targets};
use terms::{Terms, When};

/// A claim, and the plan that it is held against.
pub struct Asked<'a> {
    /// The plan as it was written.
    pub coverage: &'a WrittenCoverage,
    /// The line that bills the drug, if there is one: its cost share comes before the plan's.
    pub line: Option<LineOf<'a>>,
    /// The claim.
    pub claim: &'a Claim,
}

/// A line of an option.
#[derive(Clone, Copy)]
pub struct LineOf<'a> {
    /// The option.
    pub option: &'a WrittenOption,
    /// The position of the line in it.
    pub at: usize,
}

impl<'a> LineOf<'a> {
    /// The first line that bills a drug, by its id.
    pub fn find(coverage: &'a WrittenCoverage, drug: &str) -> Option<Self> {
        coverage.options.iter().find_map(|option| {
            let at = option.lines.iter().position(|line| line.drug == drug)?;
            Some(Self { option, at })
        })
    }

    fn line(&self) -> Option<&'a WrittenLine> {
        self.option.lines.get(self.at)
    }

    /// Its path below the coverage.
    fn path(&self) -> String {
        format!("{}.lines.{}", self.option.path, self.at)
    }

    /// What so many packages cost by the price of the line, or as many as its usual fill has.
    fn price(&self, packages: Option<u32>) -> Option<Cents> {
        let path = format!("{}.maintenance", self.path());
        let is_missing = self.option.gaps.missing.iter().any(|missing| missing.starts_with(&path));
        let supply = self.line().filter(|_| !is_missing)?.schedule.maintenance;
        Some(supply.price_per_package.times(packages.unwrap_or(supply.packages)))
    }
}

/// What a claim says of the plan.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Calibration {
    /// The plan's allowed amount for the fill.
    pub allowed: Option<Cents>,
    /// What the plan as written leaves to the patient, before a card; `None` where it is not known enough.
    pub model: Option<Cents>,
    /// What the claim leaves to the patient, before a card.
    pub claim: Option<Cents>,
    /// The readings that fit. Empty if the plan as written fits, or if none was found.
    pub answers: Vec<Answer>,
    /// What a reader has to know, the answer to the question first.
    pub words: Vec<String>,
}

impl Calibration {
    /// Whether the plan as written comes to the claim, to a cent: systems round in different ways.
    pub fn fits(&self) -> bool {
        self.model.zip(self.claim).is_some_and(|(model, claim)| apart(model, claim) <= 1)
    }
}

/// A reading of the plan that fits a claim.
#[derive(Clone, PartialEq, Eq)]
pub struct Answer {
    /// What it says.
    pub implied: Implied,
    /// How well it fits.
    pub fit: Fit,
    /// Whether another figure that is open was tried at one end: with another value of it another fits.
    pub is_assumed: bool,
    /// What to set in the coverage to use it; empty if it tells too little to be set.
    pub sets: Vec<Setting>,
    /// The same in a sentence.
    pub words: String,
}

/// What a claim implies of a field: the least and the most that fit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Implied {
    /// What was left of the deductible before the claim.
    DeductibleRemaining(Whose, Span),
    /// What was left of the yearly limit before the claim.
    OopRemaining(Whose, Span),
    /// The percentage past the deductible.
    Rate {
        /// The least.
        least: BasisPoints,
        /// The most.
        most: BasisPoints,
    },
    /// The fixed amount past the deductible.
    Copay(Span),
}

/// The least and the most, in cents. The most is the end of the range where nothing bounds it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// The least.
    pub least: Cents,
    /// The most.
    pub most: Cents,
}

/// Whose amounts count toward a limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whose {
    /// This person's.
    Person,
    /// The family's together.
    Family,
}

/// How well a reading fits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fit {
    /// To the cent.
    Exact,
    /// To a cent: systems round in different ways.
    ToACent,
    /// No rate in whole basis points fits; it lies between two.
    About,
}

/// A value to set in a coverage.
#[derive(Clone, PartialEq, Eq)]
pub struct Setting {
    /// The field below the coverage, `plan.deductible.met_individual_cents`.
    pub path: String,
    /// Its value as JSON.
    pub value: Value,
}

/// A field that is held at a value while another is solved for.
#[derive(Clone, Copy)]
struct Held {
    place: Place,
    value: i64,
    because: Because,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Because {
    /// The claim says so.
    Told,
    /// It is one end of what is possible.
    Tried,
    /// It stands aside: no claim shows that it binds.
    Aside,
}

fn apart(one: Cents, other: Cents) -> i64 {
    (one.get() - other.get()).abs()
}

/// Holds a paid claim against the plan. A rejected one says nothing of it.
pub fn calibrate(asked: &Asked<'_>) -> Calibration {
    let mut result = Calibration::default();
    let Some(paid) = asked.claim.paid() else { return result };
    let claim = Answered::of(paid);
    result.claim = claim.patient;
    let mut notes = paid.doubts();
    notes.extend(claim.ask.clone());
    let plan = &asked.coverage.plan.plan;
    let missing = &asked.coverage.plan_gaps.missing;
    if plan.kind == PlanKind::None {
        result.words.push("Without a plan there is nothing that a claim could be held against.".to_owned());
        return result;
    }
    if matches!(plan.assistance, Assistance::Maximizer { .. })
        && missing.iter().any(|path| path == "plan.maximizer_cost_share_cents")
    {
        result.words.push(
            "What the maximizer sets for a fill is not known: the claim can't be held against it.".to_owned(),
        );
        return result;
    }
    let year = period(asked.claim.date, plan.reset_month);
    if let Some(of_figures) = asked.coverage.plan.year.filter(|of_figures| *of_figures != year) {
        result.words.push(format!(
            "The claim is of the plan year {year}, the plan's figures are of {of_figures}: it can't be held against them."
        ));
        return result;
    }
    let Some(patient) = claim.patient else {
        result.words.push("The patient pay amount is needed to hold the claim against the plan.".to_owned());
        return result;
    };
    result.allowed = claim.allowed;
    if result.allowed.is_none() {
        result.allowed = asked.line.and_then(|line| line.price(asked.claim.packages));
        notes.push("what the plan paid is not known: the price of the line is taken".to_owned());
    }
    let Some(price) = result.allowed else {
        result
            .words
            .push("What the plan paid, or a price, is needed to hold the claim against the plan.".to_owned());
        return result;
    };
    let terms = Terms::of(asked, price, &claim, &mut notes);
    if terms.any_fits {
        result.words.push(words::ANY_FITS.to_owned());
        return result;
    }
    let targets = solve::targets(&terms.case, &claim);
    let counted = solve::count(&terms.case);
    if terms.open.is_empty() {
        result.model = Some(counted.patient);
        result.words.push(words::check(&counted, patient, &targets));
    }
    if !result.fits() {
        result.answers = terms.answers(&terms.open, &claim, &targets, &mut notes);
        if result.answers.is_empty() {
            result.answers = terms.answers(&terms.all(), &claim, &targets, &mut notes);
            result.words.extend(words::of_known(&terms, &result.answers));
        }
        result.words.extend(words::several(&result.answers));
    }
    result.words.append(&mut notes);
    result
}

impl Terms {
    /// The readings that fit best: to the cent before to a cent, and by all figures of the claim before by
    /// the patient pay amount alone.
    fn answers(
        &self,
        places: &[Place],
        claim: &Answered,
        targets: &Targets,
        notes: &mut Vec<String>,
    ) -> Vec<Answer> {
        let pay: Targets = targets.iter().copied().filter(|(part, _)| *part == Part::Patient).collect();
        let mut tried = vec![(targets, Fit::Exact), (targets, Fit::ToACent)];
        if pay.len() < targets.len() {
            tried.extend([(&pay, Fit::Exact), (&pay, Fit::ToACent)]);
        }
        tried.push((targets, Fit::About));
        for (targets, fit) in tried {
            let mut found = Vec::new();
            for place in places.iter().filter(|place| self.may_be(**place, claim)) {
                for held in self.holdings(*place, targets) {
                    found.extend(self.answer(*place, &held, targets, fit));
                }
            }
            self.drop_what_says_nothing(&mut found);
            if !found.is_empty() {
                if targets.len() == pay.len() && pay.len() < solve::targets(&self.case, claim).len() {
                    notes.push(words::PARTS_DO_NOT_FIT.to_owned());
                }
                return found;
            }
        }
        Vec::new()
    }

    /// Where nothing is known of the patient's part, the claim says whether it is a percentage.
    fn may_be(&self, place: Place, claim: &Answered) -> bool {
        let only = |this: Option<Cents>, other: Option<Cents>| {
            other.is_none_or(|other| other == Cents::ZERO) || this.is_some_and(|this| this > Cents::ZERO)
        };
        match place {
            Place::Rate if self.is_share_open => only(claim.coinsurance, claim.copay),
            Place::Copay if self.is_share_open => only(claim.copay, claim.coinsurance),
            Place::Rate
            | Place::Copay
            | Place::DeductibleIndividual
            | Place::DeductibleFamily
            | Place::OopIndividual
            | Place::OopFamily => true,
        }
    }

    /// The values at which the other open fields are held while one is solved for.
    fn holdings(&self, place: Place, targets: &Targets) -> Vec<Vec<Held>> {
        let others = self.open.iter().copied().filter(|other| *other != place && !other.is_share());
        let tried = self.open_deductible().filter(|_| !place.is_deductible());
        let mut aside = Vec::new();
        for other in others.filter(|other| Some(*other) != tried) {
            aside.push(Held { place: other, value: other.largest(&self.case), because: Because::Aside });
        }
        let Some(deductible) = tried else { return vec![aside] };
        let with = |value, because| {
            let mut held = aside.clone();
            held.push(Held { place: deductible, value, because });
            held
        };
        let mut case = self.case.clone();
        case.plan.oop_max = None;
        let told: Targets = targets
            .iter()
            .copied()
            .filter(|(part, _)| matches!(part, Part::Deductible | Part::Left))
            .collect();
        let known = (!told.is_empty())
            .then(|| [0, 1].into_iter().find_map(|off| solve::interval(&case, deductible, &told, off)))
            .flatten();
        match known {
            Some(Interval { least, most }) if most - least <= words::NARROW => {
                vec![with(most, Because::Told)]
            }
            Some(Interval { least, most }) => vec![with(most, Because::Tried), with(least, Because::Tried)],
            None => vec![with(0, Because::Tried), with(deductible.largest(&self.case), Because::Tried)],
        }
    }

    fn answer(&self, place: Place, held: &[Held], targets: &Targets, fit: Fit) -> Option<Answer> {
        let mut case = self.case.clone();
        for held in held {
            held.place.put(&mut case, held.value);
        }
        let solved = |case: &_| match fit {
            Fit::Exact => solve::interval(case, place, targets, 0),
            Fit::ToACent => solve::interval(case, place, targets, 1),
            Fit::About if place == Place::Rate => solve::between(case, targets),
            Fit::About => None,
        };
        let open_share = self.open.iter().copied().find(|open| open.is_share()).filter(|_| !place.is_share());
        let found = match open_share {
            None => solved(&case)?,
            Some(share) => {
                // Whatever the share is: only what holds at both of its ends is said.
                share.put(&mut case, share.largest(&self.case));
                let highest = solved(&case)?;
                if place.is_oop() {
                    highest
                } else {
                    share.put(&mut case, 0);
                    let lowest = solved(&case)?;
                    let both = Interval {
                        least: lowest.least.max(highest.least),
                        most: lowest.most.min(highest.most),
                    };
                    (both.least <= both.most).then_some(both)?
                }
            }
        };
        let implied = implied(place, found);
        let value = words::value(place, found, fit, |value| {
            place.put(&mut case, value);
            let patient = targets.iter().find(|(part, _)| *part == Part::Patient);
            patient.map_or(0, |(_, patient)| apart(solve::count(&case).patient, *patient))
        });
        let sets = value.map(|value| self.sets(place, value, held)).unwrap_or_default();
        let words = words::answer(&self.case, place, found, value, fit, held);
        let is_assumed = held.iter().any(|held| held.because == Because::Tried);
        Some(Answer { implied, fit, is_assumed, sets, words })
    }

    /// What to set so that the reading holds. Empty if it can't be set.
    fn sets(&self, place: Place, value: i64, held: &[Held]) -> Vec<Setting> {
        let mut case = self.case.clone();
        place.put(&mut case, value);
        held.iter().for_each(|held| held.place.put(&mut case, held.value));
        let Some(setting) = self.set(&case, place, value) else { return Vec::new() };
        // What was left before a claim that is long past does not follow; what it was a part of does.
        let held = held.iter().filter(|held| held.because != Because::Aside);
        let held = held.filter_map(|held| self.set(&case, held.place, held.value));
        std::iter::once(setting).chain(held).collect()
    }

    fn set(&self, case: &super::case::Case, place: Place, value: i64) -> Option<Setting> {
        let whole = |path: &str, value: Value| Some(Setting { path: path.to_owned(), value });
        let path = &self.share_path;
        match place {
            Place::Rate if self.is_share_open => {
                whole(path, json!({"type": "coinsurance", "rate_bp": value}))
            }
            Place::Copay if self.is_share_open => {
                whole(path, json!({"type": "copay", "amount_cents": value}))
            }
            Place::Rate => whole(&format!("{path}.rate_bp"), value.into()),
            Place::Copay => whole(&format!("{path}.amount_cents"), value.into()),
            Place::DeductibleIndividual => self.met(case, place, value, "deductible.met_individual_cents"),
            Place::DeductibleFamily => self.met(case, place, value, "deductible.met_family_cents"),
            Place::OopIndividual => self.met(case, place, value, "oop_max.met_individual_cents"),
            Place::OopFamily => self.met(case, place, value, "oop_max.met_family_cents"),
        }
    }

    /// What is met where the counting starts, if so much remained before the claim.
    fn met(&self, case: &super::case::Case, place: Place, remaining: i64, path: &str) -> Option<Setting> {
        let before = place.largest(case) - remaining;
        let met = match self.when {
            When::First => before,
            When::Before => {
                let counted = solve::count(case);
                let toward_all = counted.obligation.less(self.not_counted?);
                let toward =
                    if place.is_deductible() { counted.deductible.min(toward_all) } else { toward_all };
                before + toward.get()
            }
            When::Elsewhere => return None,
        };
        Some(Setting { path: format!("{}.{path}", self.plan_path), value: met.into() })
    }

    /// One reading is told once, and one that any value fits is told only if there is no other.
    fn drop_what_says_nothing(&self, answers: &mut Vec<Answer>) {
        let mut seen: Vec<Implied> = Vec::new();
        answers.retain(|answer| {
            let is_new = !seen.contains(&answer.implied);
            seen.push(answer.implied);
            is_new
        });
        let says_little = |answer: &Answer| match answer.implied {
            Implied::Rate { least, most } => {
                least.get() == 10_000 || least.get() == 0 && most.get() == 10_000
            }
            Implied::Copay(span) => span.least == Cents::ZERO && span.most == Cents::LARGEST,
            Implied::DeductibleRemaining(whose, span) => {
                let place = match whose {
                    Whose::Person => Place::DeductibleIndividual,
                    Whose::Family => Place::DeductibleFamily,
                };
                span.least == Cents::ZERO
                    && span.most.get() == place.largest(&self.case)
                    && span.most > span.least
            }
            // A limit that was not reached explains nothing.
            Implied::OopRemaining(whose, span) => {
                let place = match whose {
                    Whose::Person => Place::OopIndividual,
                    Whose::Family => Place::OopFamily,
                };
                span.most.get() == place.largest(&self.case) && span.most > span.least
            }
        };
        if answers.iter().any(|answer| !says_little(answer)) {
            answers.retain(|answer| !says_little(answer));
        }
    }
}

fn implied(place: Place, found: Interval) -> Implied {
    let cents = |value: i64| Cents::new(value).unwrap_or_default();
    let span = Span { least: cents(found.least), most: cents(found.most) };
    let rate = |value: i64| u16::try_from(value).ok().and_then(BasisPoints::new).unwrap_or(BasisPoints::ZERO);
    match place {
        Place::DeductibleIndividual => Implied::DeductibleRemaining(Whose::Person, span),
        Place::DeductibleFamily => Implied::DeductibleRemaining(Whose::Family, span),
        Place::OopIndividual => Implied::OopRemaining(Whose::Person, span),
        Place::OopFamily => Implied::OopRemaining(Whose::Family, span),
        Place::Rate => Implied::Rate { least: rate(found.least), most: rate(found.most) },
        Place::Copay => Implied::Copay(span),
    }
}
