//! What can be done after a denial, and until when?
//!
//! Times run from the date of the notice. A month that lacks the day ends on its last day, so that a
//! date here is never later than that of the rules. The date that the notice itself names stands above all.

use jiff::ToSpan;
use jiff::civil::Date;

use super::{Denial, Fact};
use crate::content::Content;
use crate::content::authorization::{After, Span, Way, Within};
use crate::content::ids::PayerId;

/// One way for this patient.
#[derive(Clone, Copy, Debug)]
pub struct OpenWay<'a> {
    /// The way.
    pub way: &'a Way,
    /// Whether the payer is one that has it.
    pub payer: PayerFits,
    /// Until when it can be asked for.
    pub until: Until,
}

/// Whether a way belongs to the payer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PayerFits {
    /// It does.
    Yes,
    /// It would, for some payers; who pays is not known.
    PayerNotKnown,
}

/// Until when a way is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Until {
    /// No rule that was read names a time.
    NotStated,
    /// So long from the notice, whose date is not known.
    AfterNotice(Span),
    /// Until and with this day.
    Day(Date),
    /// So long from the notice that denies the first appeal.
    AfterAppeal(Span),
    /// Until and with this day, if the denial was the answer to an appeal.
    DayIfAppeal(Date),
    /// It was gone already: the denial is the answer to it.
    Used,
}

impl Until {
    /// The day, where there is one.
    pub fn day(self) -> Option<Date> {
        match self {
            Self::Day(day) | Self::DayIfAppeal(day) => Some(day),
            Self::NotStated | Self::AfterNotice(_) | Self::AfterAppeal(_) | Self::Used => None,
        }
    }
}

/// The ways after a denial, or those that a denial would leave, in the order shown. `covered_by` is the payer
/// of the coverage; that of the denial wins.
pub fn ways<'a>(
    content: &'a Content,
    covered_by: Option<&PayerId>,
    denial: Option<&Denial>,
) -> Vec<OpenWay<'a>> {
    let payer = denial.and_then(|denial| denial.payer.known()).or(covered_by);
    content
        .authorization
        .ways
        .iter()
        .filter_map(|way| {
            let fits = match payer {
                _ if way.payers.is_empty() => PayerFits::Yes,
                Some(payer) => way.payers.contains(payer).then_some(PayerFits::Yes)?,
                None => PayerFits::PayerNotKnown,
            };
            let until = way.within.map_or(Until::NotStated, |within| until(within, denial));
            Some(OpenWay { way, payer: fits, until })
        })
        .collect()
}

fn until(within: Within, denial: Option<&Denial>) -> Until {
    let appeal = denial.map_or(Fact::NotAsked, |denial| denial.after_appeal);
    let day = denial.and_then(|denial| denial.on.known()).and_then(|on| end(*on, within.span));
    match (within.after, appeal, day) {
        (After::Denial, Fact::Known(true), _) => Until::Used,
        (After::Denial, _, Some(day)) | (After::AppealDenied, Fact::Known(true), Some(day)) => {
            Until::Day(day)
        }
        (After::Denial, _, None) | (After::AppealDenied, Fact::Known(true), None) => {
            Until::AfterNotice(within.span)
        }
        (After::AppealDenied, Fact::Unknown, Some(day)) => Until::DayIfAppeal(day),
        (After::AppealDenied, Fact::Unknown, None)
        | (After::AppealDenied, Fact::Known(false) | Fact::NotAsked, _) => Until::AfterAppeal(within.span),
    }
}

/// The last day of a time that runs from a day.
pub fn end(from: Date, span: Span) -> Option<Date> {
    match span {
        Span::Days(days) => from.checked_add(i64::from(days).days()).ok(),
        Span::Months(months) => from.checked_add(i64::from(months).months()).ok(),
    }
}

/// Days from one day to another; negative when it has passed.
pub fn days_left(today: Date, day: Date) -> i64 {
    today.duration_until(day).as_hours() / 24
}
