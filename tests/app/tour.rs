//! Everything that can be in front of a pharmacist, one after the other, for tests that look at all of it.
//!
//! Each page, each screen and each thing that lies above one is named below by a `match` without a wildcard: a new one
//! does not compile until it has a name here, and the tour fails until it goes there.

use std::collections::BTreeSet;

use countercheck::app::counter::Over;
use countercheck::app::desk::visit::{Here, Screen};
use countercheck::app::desk::{Action, Door, Message, Page};
use countercheck::content::price::{Amount, PriceKind, PriceRecord};
use countercheck::store::NewStaff;
use eframe::egui::Key;
use jiff::civil::date;

use crate::hand::{Glass, Hand, PASSPHRASE, passphrase, question};

/// The names that [`place`] gives.
const PLACES: [&str; 20] = [
    "door: welcome",
    "door: create",
    "door: code",
    "door: unlock",
    "start",
    "form",
    "patient",
    "merge",
    "safety",
    "coverage",
    "authorization",
    "summary",
    "about",
    "prices",
    "erase",
    "vault",
    "settings",
    "notes",
    "history",
    "follow-ups",
];

fn place(hand: &Hand) -> &'static str {
    let counter = &hand.harness.state().counter;
    match counter.over() {
        Some(Over::About(_)) => "about",
        Some(Over::Prices) => "prices",
        Some(Over::Erase(_)) => "erase",
        Some(Over::Vault(_)) => "vault",
        Some(Over::Settings(_)) => "settings",
        Some(Over::Notes(_)) => "notes",
        Some(Over::History(_)) => "history",
        Some(Over::FollowUps(_)) => "follow-ups",
        None => match &counter.desk.page {
            Page::Door(Door::Welcome) => "door: welcome",
            Page::Door(Door::Create) => "door: create",
            Page::Door(Door::ShowCode(_)) => "door: code",
            Page::Door(Door::Unlock) => "door: unlock",
            Page::Start => "start",
            Page::PatientForm(_) => "form",
            Page::Patient(_) => "patient",
            Page::Merge(_) => "merge",
            Page::Visit(visit) => match visit.screen {
                Screen::Safety => "safety",
                Screen::Coverage => "coverage",
                Screen::Authorization => "authorization",
                Screen::Summary => "summary",
            },
        },
    }
}

/// One who walks, and what was seen.
struct Tour<Look> {
    look: Look,
    seen: BTreeSet<&'static str>,
    stops: usize,
}

impl<Look: FnMut(&str, &mut Hand)> Tour<Look> {
    /// Stops at a place, which must be the one that was meant.
    fn at(&mut self, meant: &str, name: &str, hand: &mut Hand) {
        let here = place(hand);
        assert_eq!(here, meant, "{name}");
        self.seen.insert(here);
        self.stops += 1;
        (self.look)(name, hand);
    }
}

/// Walks through everything that can be in front; answers with the number of stops.
pub fn tour(glass: Glass, look: impl FnMut(&str, &mut Hand)) -> usize {
    let mut tour = Tour { look, seen: BTreeSet::new(), stops: 0 };
    doors(&mut tour, glass);
    let mut hand = Hand::with_samples_behind(glass);
    start(&mut tour, &mut hand);
    visit(&mut tour, &mut hand);
    patient(&mut tour, &mut hand);
    lists(&mut tour, &mut hand);
    prices(&mut tour, &mut hand);
    empty(&mut tour, glass);
    assert_eq!(tour.seen, BTreeSet::from(PLACES));
    tour.stops
}

fn doors(tour: &mut Tour<impl FnMut(&str, &mut Hand)>, glass: Glass) {
    let mut hand = Hand::behind(glass);
    tour.at("door: welcome", "welcome", &mut hand);
    hand.does(Action::Show(Page::Door(Door::Create)));
    tour.at("door: create", "create", &mut hand);
    hand.does(Action::Show(Page::Door(Door::Unlock)));
    tour.at("door: unlock", "unlock", &mut hand);
    let first = NewStaff { name: "A. Okafor, PharmD".to_owned(), passphrase: passphrase(PASSPHRASE) };
    let path = hand.vault_path();
    hand.does(Action::CreateVault(path, first));
    tour.at("door: code", "recovery code", &mut hand);
}

fn start(tour: &mut Tour<impl FnMut(&str, &mut Hand)>, hand: &mut Hand) {
    tour.at("start", "start", hand);
    let message = Message { what: "Something was not done".into(), cure: "Try it again.".into() };
    hand.harness.state_mut().counter.desk.message = Some(message);
    hand.settle();
    tour.at("start", "message", hand);
    hand.key(Key::Escape);
    hand.ctrl(Key::K);
    hand.types("mar");
    tour.at("start", "palette", hand);
    hand.key(Key::Escape);
    hand.types("zzzz");
    tour.at("start", "nobody found", hand);
    hand.does(Action::Show(Page::PatientForm(None)));
    tour.at("form", "form", hand);
    hand.does(Action::Leave);
    hand.does(Action::Search(String::new()));
}

fn visit(tour: &mut Tour<impl FnMut(&str, &mut Hand)>, hand: &mut Hand) {
    hand.opens("Elena");
    hand.does(Action::Go(Here::Prescription));
    tour.at("safety", "prescription", hand);
    for id in
        ["severity", "body_surface_percent", "infection", "immune_system_weak", "considering", "medicines"]
    {
        hand.does(Action::Go(Here::Question(question(id))));
        tour.at("safety", id, hand);
    }
    hand.key(Key::F6);
    tour.at("safety", "findings in full", hand);
    hand.key(Key::F1);
    tour.at("safety", "all keys", hand);
    hand.key(Key::Escape);
    hand.ctrl(Key::K);
    tour.at("safety", "everything that can be done", hand);
    hand.key(Key::Escape);
    for (name, screen) in [
        ("coverage", Screen::Coverage),
        ("authorization", Screen::Authorization),
        ("summary", Screen::Summary),
    ] {
        hand.does(Action::Open(screen));
        tour.at(name, name, hand);
    }
    hand.key(Key::F7);
    tour.at("about", "about the medicines", hand);
    hand.key(Key::Escape);
    hand.ctrl(Key::M);
    tour.at("notes", "notes", hand);
    hand.key(Key::Escape);
    hand.ctrl(Key::R);
    tour.at("history", "history", hand);
    hand.key(Key::Escape);
    hand.key(Key::F10);
    tour.at("follow-ups", "follow-ups to plan", hand);
    hand.key(Key::Escape);
}

fn patient(tour: &mut Tour<impl FnMut(&str, &mut Hand)>, hand: &mut Hand) {
    hand.ctrl(Key::H);
    tour.at("patient", "visits", hand);
    hand.key(Key::F10);
    tour.at("follow-ups", "follow-ups", hand);
    hand.key(Key::Escape);
    let Page::Patient(page) = &hand.desk().page else { panic!("the page of a patient") };
    let patient = page.patient.clone();
    hand.tabs_to("Erase…");
    hand.key(Key::Space);
    tour.at("erase", "erase", hand);
    hand.key(Key::Escape);
    hand.does(Action::LookForDouble(Box::new(patient)));
    tour.at("start", "the other record", hand);
    hand.opens("Dana");
    tour.at("merge", "two records of one patient", hand);
    hand.does(Action::Leave);
}

fn lists(tour: &mut Tour<impl FnMut(&str, &mut Hand)>, hand: &mut Hand) {
    hand.does(Action::Leave);
    hand.ctrl(Key::D);
    tour.at("follow-ups", "due list", hand);
    hand.types("m");
    tour.at("follow-ups", "due list with one to move", hand);
    hand.key(Key::Escape);
    hand.key(Key::Escape);
    hand.ctrl(Key::B);
    tour.at("vault", "vault", hand);
    hand.key(Key::Escape);
    hand.ctrl(Key::Comma);
    tour.at("settings", "settings", hand);
    hand.key(Key::Escape);
}

fn prices(tour: &mut Tour<impl FnMut(&str, &mut Hand)>, hand: &mut Hand) {
    hand.key(Key::F9);
    tour.at("prices", "no prices", hand);
    hand.ctrl(Key::E);
    tour.at("prices", "price form", hand);
    hand.types("rinv");
    tour.at("prices", "price form with a treatment", hand);
    hand.key(Key::Escape);
    hand.ctrl(Key::O);
    tour.at("prices", "price import", hand);
    hand.key(Key::Escape);
    hand.does(Action::KeepPrices(many_prices(), "list.csv".into()));
    tour.at("prices", "prices", hand);
}

/// What nothing was said of yet.
fn empty(tour: &mut Tour<impl FnMut(&str, &mut Hand)>, glass: Glass) {
    let mut hand = Hand::with_vault_behind(glass);
    tour.at("start", "start without a patient", &mut hand);
    hand.begin_visit();
    tour.at("safety", "new visit", &mut hand);
    for (name, screen) in [
        ("coverage", Screen::Coverage),
        ("authorization", Screen::Authorization),
        ("summary", Screen::Summary),
    ] {
        hand.does(Action::Open(screen));
        tour.at(name, &format!("{name} of a new visit"), &mut hand);
    }
}

/// More prices than fit into any window.
fn many_prices() -> Vec<PriceRecord> {
    let price = |number: i64| PriceRecord {
        ndc: Some(format!("00074-{number:04}-30")),
        drug: Some("upadacitinib".into()),
        strength: Some("15-mg".into()),
        package: "bottle of 30 tablets, as the list of the wholesaler calls it, with a long name".into(),
        amount: Amount::Total { cents: number, quantity_thousandths: 30_000 },
        unit: "EA".into(),
        days_supply: Some(30),
        kind: PriceKind::Claim,
        as_of: date(2026, 3, 2),
        payer: "A plan with a long name".into(),
        source: "register".into(),
    };
    (0..300).map(price).collect()
}
