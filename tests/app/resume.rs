//! An interrupted visit goes on where it stopped, in one key; and what the start page says of each patient.

use countercheck::app::counter::Counter;
use countercheck::app::desk::visit::Screen;
use countercheck::app::desk::{Action, Page};
use countercheck::app::start::model::{Opens, computer, list};
use countercheck::content::price::{Amount, PriceKind, PriceRecord};
use countercheck::store::Credential;
use eframe::egui::Key;
use jiff::civil::date;

use crate::hand::{Hand, PASSPHRASE, later, passphrase};

/// Ends the app as `kill -9` does, as far as it is seen from the vault: nothing is locked, no draft is written. Then
/// it is started again.
fn killed_and_started_again(hand: &mut Hand) {
    let path = hand.vault_path();
    let desk = Hand::another_desk(path);
    // The old desk is dropped, which closes its file and keeps nothing that was half-typed.
    hand.harness.state_mut().counter = Counter::new(desk);
    hand.settle();
    let credential = Credential::Passphrase { staff: None, passphrase: passphrase(PASSPHRASE) };
    hand.does(Action::Unlock(credential));
}

#[test]
fn after_the_program_was_killed_enter_goes_on_where_the_visit_stopped() {
    let mut hand = Hand::at_question("smoking");
    hand.types("1");
    let here = hand.here();
    let visit = hand.visit().id;
    killed_and_started_again(&mut hand);
    assert!(matches!(hand.desk().page, Page::Start));
    assert!(hand.sees("Continue with Elena Marković"), "{:?}", hand.words());
    hand.key(Key::Enter);
    assert_eq!(hand.visit().id, visit);
    assert_eq!(hand.here(), here);
    assert!(hand.answer("smoking").is_some());
}

#[test]
fn a_draft_of_before_never_comes_back_over_what_was_said_since() {
    let mut hand = Hand::at_question("smoking");
    hand.ctrl(Key::L);
    hand.unlocks();
    let first = hand.visit().id;
    later(1);
    hand.ctrl(Key::F);
    let other = countercheck::store::NewPatient { name: "Ben Ito".to_owned(), birth_date: None, phone: None };
    hand.does(Action::AddNamesake(other));
    hand.goes_to("severity");
    hand.types("1");
    assert_ne!(hand.visit().id, first);
    killed_and_started_again(&mut hand);
    assert!(matches!(hand.desk().page, Page::Start), "the older draft leads nowhere");
    assert!(hand.sees("Continue with Ben Ito"), "{:?}", hand.words());
}

#[test]
fn no_visit_is_interrupted_whose_pages_were_handed_out() {
    let mut hand = Hand::with_visit();
    hand.ctrl(Key::F);
    let names = |hand: &Hand| {
        let list = list(hand.desk(), "");
        list.rows.iter().map(|row| row.title.clone()).collect::<Vec<String>>()
    };
    assert_eq!(names(&hand), ["Continue with Elena Marković", "Elena Marković"]);
    assert_eq!(list(hand.desk(), "").first_marked(), Some(0));
    hand.types("el");
    assert_eq!(list(hand.desk(), "el").rows[0].title, "Elena Marković", "whoever types means somebody");
    for _ in 0..2 {
        hand.key(Key::Backspace);
    }
    hand.key(Key::Enter);
    let visit = hand.visit().id;
    hand.does(Action::KeepPrinted(visit, serde_json::json!({})));
    hand.ctrl(Key::F);
    assert_eq!(names(&hand), ["Elena Marković"]);
    let row = &list(hand.desk(), "").rows[0];
    assert_eq!(
        (row.right.as_str(), row.right_below.as_str()),
        ("last visit today 12:34", "pages saved or printed")
    );
}

#[test]
fn each_row_says_how_far_the_last_visit_is() {
    let mut hand = Hand::at_question("smoking");
    let of = |hand: &Hand| {
        let list = list(hand.desk(), "elena");
        let row = list.rows.iter().find(|row| matches!(row.opens, Opens::Patient(_))).unwrap();
        (row.right.clone(), row.right_below.clone(), row.below.clone())
    };
    hand.types("1");
    hand.goes_to("severity");
    hand.types("u");
    hand.ctrl(Key::F);
    let (right, below, who) = of(&hand);
    assert_eq!((right.as_str(), who.as_str()), ("last visit today 12:34", "born 2 May 1984"));
    assert!(below.starts_with("2 of ") && below.ends_with(" answered"), "{below}");
    later(24 * 60);
    hand.settle();
    hand.unlocks();
    assert_eq!(of(&hand).0, "last visit 24 November 2026");
}

#[test]
fn the_place_is_said_in_words() {
    let mut hand = Hand::with_visit();
    for (screen, words) in [
        (Screen::Coverage, "stopped at coverage and cost"),
        (Screen::Authorization, "stopped at prior authorization"),
        (Screen::Summary, "stopped at the pages"),
    ] {
        hand.does(Action::Open(screen));
        hand.ctrl(Key::F);
        assert_eq!(list(hand.desk(), "").rows[0].right, words);
        hand.key(Key::Enter);
        assert_eq!(hand.visit().screen, screen);
    }
    hand.goes_to("infection");
    hand.ctrl(Key::F);
    assert_eq!(list(hand.desk(), "").rows[0].right, "stopped at “Infections”");
    hand.key(Key::Enter);
    hand.goes_to("tried_topical_steroid");
    assert!(hand.sees("Eczema and tried"), "{:?}", hand.words());
    hand.ctrl(Key::F);
    let said = "stopped at “Eczema and tried”";
    assert_eq!(list(hand.desk(), "").rows[0].right, said, "as the list of pages has it");
}

#[test]
fn what_the_program_does_not_know_has_one_name_on_the_start_page_and_on_the_page_about_it() {
    let mut hand = Hand::with_vault();
    assert!(hand.sees("What the app does not know: "), "{:?}", hand.words());
    hand.key(Key::F7);
    assert!(hand.words().iter().any(|words| words == "What the app does not know"), "{:?}", hand.words());
}

#[test]
fn this_computer_says_what_asks_for_something() {
    let mut hand = Hand::with_vault();
    let asks = |hand: &Hand| -> Vec<String> {
        computer(hand.desk()).into_iter().filter(|(_, asks)| *asks).map(|(line, _)| line).collect()
    };
    assert!(asks(&hand).is_empty(), "{:?}", asks(&hand));
    let price = |day| PriceRecord {
        ndc: None,
        drug: Some("upadacitinib".into()),
        strength: Some("15-mg".into()),
        package: "bottle".into(),
        amount: Amount::Package(100),
        unit: String::new(),
        days_supply: None,
        kind: PriceKind::UsualAndCustomary,
        as_of: day,
        payer: String::new(),
        source: "list".into(),
    };
    hand.does(Action::KeepPrices(vec![price(date(2026, 11, 1))], "new.csv".into()));
    assert!(asks(&hand).is_empty());
    hand.does(Action::KeepPrices(vec![price(date(2026, 3, 1))], "old.csv".into()));
    assert_eq!(asks(&hand), ["1 price is older than 90 days: F9 shows it."]);
    let other = PriceRecord { package: "other".into(), ..price(date(2026, 3, 1)) };
    hand.does(Action::KeepPrices(vec![other], "older.csv".into()));
    assert_eq!(asks(&hand), ["2 price lists are older than 90 days, with 2 prices: F9 shows them."]);
    assert!(hand.sees("2 price lists are older than 90 days"), "{:?}", hand.words());
}

#[test]
fn where_nothing_is_due_the_page_says_so_and_what_to_do() {
    let hand = Hand::with_vault();
    assert!(hand.sees("Nothing is due in the next 14 days. F10 in a visit plans what follows from a start"));
    assert!(hand.sees("No patients yet"));
}
