//! Reads schedules, payment plans and income tests.
//!
//! The agreed cases carry what is expected beside the input; those fields may stand there and say nothing.

use jiff::ToSpan;
use jiff::civil::Date;
use serde_json::Value;

use super::fields::{Count, Days, Field, Month, Object};
use super::gaps::Gaps;
use crate::checklist::answer::InputError;
use crate::cost::money::Cents;
use crate::cost::payment_plan::{Election, Year};
use crate::cost::schedule::{Schedule, Supply};

/// A schedule from a day to a day before which it ends.
pub struct WrittenSchedule {
    /// What is filled.
    pub schedule: Schedule,
    /// The first day.
    pub start: Date,
    /// The day before which it ends.
    pub end: Date,
    /// The price of a package without a plan, where it was written.
    pub cash_per_package: Option<Cents>,
    /// The price of a package with a discount card, where it was written.
    pub discount_per_package: Option<Cents>,
}

/// Reads a schedule.
///
/// # Errors
/// [`InputError`] for the first field that is missing or not possible.
pub fn schedule(value: &Value) -> Result<WrittenSchedule, InputError> {
    const YEARS: i64 = 10;
    let gaps = &mut Gaps::Refused;
    let object = Object::new(
        value,
        "",
        &[
            "id",
            "start",
            "horizon_end_exclusive",
            "first",
            "maintenance",
            "cash_price_cents",
            "discount_price_cents",
            "fields",
            "expected_dates",
            "expected_price_cents",
        ],
    )?;
    let start: Date = object.required(gaps, "start")?;
    let end: Date = object.required(gaps, "horizon_end_exclusive")?;
    if start.checked_add(YEARS.years()).is_ok_and(|most| end > most) {
        return Err(
            object.error("horizon_end_exclusive", format!("expected at most {YEARS} years after start"))
        );
    }
    let first = first(&object, gaps)?;
    let maintenance = supply(object.get("maintenance"), &object.at("maintenance"), gaps)?;
    let cash_per_package = object.optional(gaps, "cash_price_cents")?;
    let discount_per_package = object.optional(gaps, "discount_price_cents")?;
    for (field, price) in
        [("cash_price_cents", cash_per_package), ("discount_price_cents", discount_per_package)]
    {
        check_price(price, first.iter().chain([&maintenance]), &object.at(field))?;
    }
    let schedule = Schedule { first, maintenance };
    Ok(WrittenSchedule { schedule, start, end, cash_per_package, discount_per_package })
}

/// Reads the first fills of a schedule.
///
/// # Errors
/// [`InputError`] for the first item that is not possible, or incomplete where gaps are refused.
pub fn first(object: &Object<'_>, gaps: &mut Gaps) -> Result<Vec<Supply>, InputError> {
    const MOST: usize = 100;
    if object.get("first").is_some_and(|value| gaps.allow(value)) {
        gaps.miss(&object.at("first"));
        return Ok(Vec::new());
    }
    let list = object.list("first")?;
    if list.len() > MOST {
        return Err(object.error("first", format!("expected at most {MOST} fills")));
    }
    list.into_iter().map(|(path, item)| supply(Some(item), &path, gaps)).collect()
}

/// Reads packages, days and the price of a package.
///
/// # Errors
/// [`InputError`] for the first of the three that is not possible, or missing where gaps are refused.
pub fn supply(value: Option<&Value>, path: &str, gaps: &mut Gaps) -> Result<Supply, InputError> {
    const EXPECTED: &str = "expected a list of packages, days_supply and price_per_package_cents";
    let nothing = || Supply { packages: 1, days: Days::STAND_IN.0, price_per_package: Cents::ZERO };
    let list = match value {
        Some(Value::Array(list)) => list,
        Some(value) if !value.is_null() && !gaps.allow(value) => return Err(InputError::new(path, EXPECTED)),
        Some(_) | None => {
            gaps.need(path, || EXPECTED.to_owned())?;
            return Ok(nothing());
        }
    };
    let [packages, days, price] = list.as_slice() else { return Err(InputError::new(path, EXPECTED)) };
    let Count(count) = item(packages, &format!("{path}[0]"), gaps)?;
    if count == 0 && !gaps.allow(packages) && !packages.is_null() {
        return Err(InputError::new(format!("{path}[0]"), "expected at least one package"));
    }
    let Days(days) = item(days, &format!("{path}[1]"), gaps)?;
    let price_per_package = item(price, &format!("{path}[2]"), gaps)?;
    let supply = Supply { packages: count.max(1), days, price_per_package };
    check_price(Some(price_per_package), [&supply], &format!("{path}[2]"))?;
    Ok(supply)
}

/// All packages of a fill together must not cost more than an amount can be.
///
/// # Errors
/// [`InputError`] at `path`.
pub fn check_price<'s>(
    per_package: Option<Cents>,
    supplies: impl IntoIterator<Item = &'s Supply>,
    path: &str,
) -> Result<(), InputError> {
    let packages = supplies.into_iter().map(|supply| supply.packages).max().unwrap_or(0);
    match per_package {
        Some(price) if price.times(packages) > Cents::LARGEST => Err(InputError::new(
            path,
            format!("expected at most {} cents for all packages of a fill", Cents::LARGEST.get()),
        )),
        Some(_) | None => Ok(()),
    }
}

fn item<T: Field>(value: &Value, path: &str, gaps: &mut Gaps) -> Result<T, InputError> {
    if value.is_null() || gaps.allow(value) {
        gaps.need(path, T::expected)?;
        return Ok(T::STAND_IN);
    }
    T::read(value).ok_or_else(|| InputError::new(path, T::expected()))
}

/// Reads a year of a payment plan. Where what was paid before the election is not written, it is what
/// the months before it cost.
///
/// # Errors
/// [`InputError`] for the first field that is missing or not possible.
pub fn payment_plan(value: &Value) -> Result<(Year, Election), InputError> {
    const MONTHS: &str = "expected a list of 12 amounts, from January";
    let gaps = &mut Gaps::Refused;
    let object = Object::new(
        value,
        "",
        &[
            "id",
            "oop_by_month",
            "threshold_cents",
            "election_month",
            "incurred_before_cents",
            "expected_bills",
        ],
    )?;
    let months = object.list("oop_by_month")?;
    if months.len() != 12 {
        return Err(object.error("oop_by_month", MONTHS));
    }
    let mut oop = Year::default();
    for ((path, value), amount) in months.into_iter().zip(&mut oop) {
        *amount = item(value, &path, gaps)?;
    }
    let threshold = object.required(gaps, "threshold_cents")?;
    let month = object.optional(gaps, "election_month")?.unwrap_or(Month::STAND_IN).0.unsigned_abs();
    let before = || oop.iter().take(usize::from(month).saturating_sub(1)).copied().sum();
    let incurred_before = object.optional(gaps, "incurred_before_cents")?.unwrap_or_else(before);
    Ok((oop, Election { month, incurred_before, threshold }))
}

/// A question about an income.
pub struct IncomeTest {
    /// The income of the household in a year.
    pub income: Cents,
    /// Percent of the poverty level that it may reach.
    pub percent: u32,
    /// Of which year the level is.
    pub year: i16,
    /// The state, two letters.
    pub state: String,
    /// How many people the household has.
    pub people: u32,
}

/// Reads an income test.
///
/// # Errors
/// [`InputError`] for the first field that is missing or not possible.
pub fn income(value: &Value) -> Result<IncomeTest, InputError> {
    let gaps = &mut Gaps::Refused;
    let object = Object::new(
        value,
        "",
        &["id", "income_cents", "percent", "year", "state", "household", "expected_within", "fpl_cents"],
    )?;
    let Count(people) = object.required(gaps, "household")?;
    if people == 0 {
        return Err(object.error("household", "expected at least one person"));
    }
    let Count(percent) = object.required(gaps, "percent")?;
    let year = object.get("year").and_then(Value::as_i64).and_then(|year| i16::try_from(year).ok());
    let state = object.get("state").and_then(Value::as_str);
    Ok(IncomeTest {
        income: object.required(gaps, "income_cents")?,
        percent,
        year: year.ok_or_else(|| object.error("year", "expected a year"))?,
        state: state.ok_or_else(|| object.error("state", "expected the two letters of a state"))?.to_owned(),
        people,
    })
}
