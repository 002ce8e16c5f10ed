//! Why a key can't be had now, in words that go behind its name; nothing where it can.

use crate::app::desk::{Desk, Page};
use crate::app::follow_ups::model::proposal;
use crate::app::safety::can_answer_all;
use crate::store::{FollowUp, FollowUpState, Role};

pub(super) fn administrator(desk: &Desk) -> Option<&'static str> {
    let staff = desk.session.as_ref().filter(|session| !session.temporary).map(|session| session.staff.role);
    (staff != Some(Role::Administrator)).then_some("for administrators")
}

pub(super) fn own_vault(desk: &Desk) -> Option<&'static str> {
    let temporary = desk.session.as_ref().is_none_or(|session| session.temporary);
    temporary.then_some("not with sample patients")
}

pub(super) fn no_visit_today(desk: &Desk) -> Option<&'static str> {
    let today = (desk.clock.today)();
    match &desk.page {
        Page::Patient(page) if page.visits.iter().any(|visit| visit.as_of == today) => {
            Some("today's visit is there already")
        }
        _ => None,
    }
}

pub(super) fn merged(desk: &Desk) -> Option<&'static str> {
    match &desk.page {
        Page::Patient(page) if page.record.as_ref().is_some_and(|record| !record.merged.is_empty()) => None,
        _ => Some("no record was made part of this one"),
    }
}

pub(super) fn nobody(desk: &Desk) -> Option<&'static str> {
    let is_empty = desk.patients.is_empty() && desk.looked_for.trim().is_empty();
    is_empty.then_some("there is no patient yet")
}

pub(super) fn nothing_at_once(desk: &Desk) -> Option<&'static str> {
    let can = desk.visit().is_some_and(|visit| can_answer_all(&desk.content, visit));
    (!can).then_some("nothing here is answered at once")
}

pub(super) fn no_pages(desk: &Desk) -> Option<&'static str> {
    let handed_out = desk.history.iter().flatten().any(|visit| !visit.printed.is_empty());
    (!handed_out).then_some("no pages were handed out")
}

pub(super) fn nothing_to_plan(desk: &Desk) -> Option<&'static str> {
    proposal(desk, false).is_none().then_some("nothing is to be planned")
}

pub(super) fn no_follow_up(desk: &Desk) -> Option<&'static str> {
    desk.follow_ups.list.is_empty().then_some("no follow-up is planned")
}

pub(super) fn no_open_follow_up(desk: &Desk) -> Option<&'static str> {
    let is_open = |one: &FollowUp| one.state == FollowUpState::Open;
    (!desk.follow_ups.list.iter().any(is_open)).then_some("no follow-up is open")
}

pub(super) fn nothing_due(desk: &Desk) -> Option<&'static str> {
    desk.follow_ups.due.is_empty().then_some("nothing is due")
}

pub(super) fn nothing_upcoming(desk: &Desk) -> Option<&'static str> {
    desk.follow_ups.upcoming.days.is_empty().then_some("none is known")
}

pub(super) fn no_price(desk: &Desk) -> Option<&'static str> {
    desk.prices.is_empty().then_some("there is no price yet")
}
