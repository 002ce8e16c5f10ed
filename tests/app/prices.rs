//! Prices at the counter: a file is looked at before it is kept, and what was kept can be taken back.

use std::time::{Duration, Instant};

use countercheck::app::desk::prices::Origin;
use countercheck::app::desk::{Action, Page};
use countercheck::content::price::{Amount, PriceKind, PriceRecord};
use countercheck::store::BatchKind;
use eframe::egui::Key;
use egui_kittest::kittest::Queryable as _;
use jiff::civil::{Date, date};

use crate::hand::{Hand, content, today};

const HEADER: &str = "ndc,drug,strength,package,price,price_kind,quantity,unit,days_supply,as_of,payer\n";
const TABLETS: &str = ",Rinvoq,15 mg,bottle of 30,\"6,100.00\",claim,30,EA,30,2026-11-02,Plan A\n";
const CREAM: &str = "50881-007-05,Opzelura,1.5 % cream,60 g tube,2050,list,60,GM,30,2026-06-01,\n";
const REFUSED: &str = ",Rinvoq,15 mg,bottle of 30,\"6.100,00\",claim,30,EA,30,2026-11-02,Plan A\n";

/// Puts a file beside the vault; answers with its path.
fn file(hand: &Hand, name: &str, rows: &[&str]) -> String {
    let path = hand.folder().join(name);
    std::fs::write(&path, format!("{HEADER}{}", rows.concat())).unwrap();
    path.to_str().unwrap().to_owned()
}

/// Draws until the thread that reads has said this.
#[track_caller]
fn until(hand: &mut Hand, words: &str) {
    let begun = Instant::now();
    while !hand.sees(words) {
        assert!(begun.elapsed() < Duration::from_secs(20), "never “{words}”: {:?}", hand.words());
        std::thread::sleep(Duration::from_millis(2));
        hand.harness.step();
    }
    hand.settle();
}

/// From the list of prices to the preview of a file.
#[track_caller]
fn looks_at(hand: &mut Hand, path: &str) {
    hand.ctrl(Key::O);
    hand.types(path);
    hand.key(Key::Enter);
    until(hand, "New: ");
}

fn amounts(hand: &Hand) -> Vec<Option<i64>> {
    hand.desk().prices.iter().map(|kept| kept.price.amount.cents()).collect()
}

#[test]
fn an_empty_page_says_which_columns_a_list_needs_and_escape_leads_back() {
    let mut hand = Hand::with_vault();
    hand.key(Key::F9);
    assert!(hand.sees("No prices yet"), "{:?}", hand.words());
    assert!(hand.sees("price_kind, quantity, unit, days_supply, as_of"));
    hand.key(Key::Escape);
    assert!(!hand.sees("No prices yet") && matches!(hand.desk().page, Page::Start));
    hand.harness.get_by_label("Prices").click();
    hand.settle();
    assert!(hand.sees("No prices yet"), "the start page has a button");
}

#[test]
fn an_import_is_shown_in_three_groups_and_nothing_is_kept_before_it_is_confirmed() {
    let mut hand = Hand::with_vault();
    let list = file(&hand, "list.csv", &[TABLETS, CREAM, REFUSED]);
    hand.key(Key::F9);
    looks_at(&mut hand, &list);
    for words in [
        "Import list.csv?",
        "2 new; 0 kept already; 1 refused.",
        "Refused: 1",
        "Line 4: price: expected dollars with at most 2 decimals, like 1,234.50",
        "Kept already: 0",
        "New: 2",
        "Upadacitinib (Rinvoq), 15 mg",
        "$6,100.00 for 30 EA",
        "as of 2026-11-02 · line 2",
    ] {
        assert!(hand.sees(words), "{words}: {:?}", hand.words());
    }
    assert_eq!(amounts(&hand), []);
    hand.key(Key::Escape);
    assert!(hand.sees("No prices yet") && hand.desk().price_batches.is_empty(), "Esc discards");

    looks_at(&mut hand, &list);
    hand.key(Key::Enter);
    assert!(hand.sees("Kept 2 prices (list.csv)."), "{:?}", hand.words());
    assert_eq!(amounts(&hand), [Some(610_000), Some(205_000)]);
    assert!(hand.sees("2 prices; 1 past 90 days, to check"), "{:?}", hand.words());
    assert!(hand.sees("check: as of 2026-06-01") && hand.sees("list.csv: 2 prices"));
    assert!(hand.sees("24 November 2026, A. Okafor, PharmD"), "{:?}", hand.words());
    // It is in the vault, by who did it.
    hand.ctrl(Key::L);
    assert!(hand.desk().prices.is_empty() && hand.desk().price_batches.is_empty());
    let vault = hand.vault();
    assert_eq!(vault.prices().unwrap().len(), 2);
    assert_eq!(vault.price_batches().unwrap()[0].source, "list.csv", "the folder is nobody's business");
    drop(vault);
    hand.unlocks();
    assert_eq!(amounts(&hand), [Some(610_000), Some(205_000)], "and it is there after unlocking");
}

#[test]
fn a_price_that_is_kept_already_shows_what_it_was_and_what_it_would_be() {
    let mut hand = Hand::with_vault();
    let list = file(&hand, "list.csv", &[TABLETS, CREAM]);
    hand.key(Key::F9);
    looks_at(&mut hand, &list);
    hand.key(Key::Enter);
    let next = file(&hand, "next.csv", &[&TABLETS.replace("6,100", "6,200"), CREAM]);
    looks_at(&mut hand, &next);
    for words in [
        "0 new; 2 kept already, 1 of them with something else; 0 refused.",
        "$6,100.00 for 30 EA → $6,200.00 for 30 EA",
        "another amount",
        "the same · check: as of 2026-06-01",
        "Keep 1 price",
    ] {
        assert!(hand.sees(words), "{words}: {:?}", hand.words());
    }
    hand.key(Key::Enter);
    assert_eq!(amounts(&hand), [Some(205_000), Some(620_000)], "the cream was not kept again");
    assert_eq!(hand.desk().price_batches[0].prices, 1);
    // The same once more: there is nothing to keep.
    looks_at(&mut hand, &next);
    assert!(hand.sees("2 kept already, all the same") && hand.sees("There is nothing to keep."));
    hand.key(Key::Enter);
    assert_eq!(hand.desk().price_batches.len(), 2);
    hand.key(Key::Escape);

    hand.ctrl(Key::Z);
    assert!(hand.sees("Taken back (next.csv). What was kept before holds again."), "{:?}", hand.words());
    assert_eq!(amounts(&hand), [Some(610_000), Some(205_000)]);
    hand.ctrl(Key::Z);
    assert_eq!(hand.desk().price_batches.len(), 3, "taken back once");
    assert!(hand.sees("Taken back.") && hand.sees("Took back next.csv"));
}

#[test]
fn an_earlier_import_is_taken_back_by_its_button() {
    let mut hand = Hand::with_vault();
    hand.key(Key::F9);
    for (name, row) in [("a.csv", TABLETS), ("b.csv", CREAM)] {
        let path = file(&hand, name, &[row]);
        looks_at(&mut hand, &path);
        hand.key(Key::Enter);
    }
    hand.tabs_to("Take back a.csv");
    hand.key(Key::Enter);
    assert_eq!(amounts(&hand), [Some(205_000)]);
    let kinds: Vec<bool> = hand
        .desk()
        .price_batches
        .iter()
        .map(|batch| batch.kind == BatchKind::Import { taken_back: true })
        .collect();
    assert_eq!(kinds, [false, false, true]);
}

#[test]
fn undo_of_prices_changes_no_answer_of_the_visit_beneath() {
    let mut hand = Hand::with_visit();
    hand.types("a");
    let prescribed = hand.visit().prescription.clone();
    hand.key(Key::F9);
    hand.ctrl(Key::Z);
    assert!(hand.visit().prescription == prescribed, "nothing was imported here: nothing is undone");
    let list = file(&hand, "list.csv", &[TABLETS]);
    looks_at(&mut hand, &list);
    hand.key(Key::Enter);
    hand.ctrl(Key::Z);
    assert_eq!(amounts(&hand), []);
    assert!(hand.visit().prescription == prescribed);
    hand.key(Key::F9);
    hand.ctrl(Key::Z);
    assert!(hand.visit().prescription != prescribed, "back in the visit it is the visit's");
}

#[test]
fn a_file_that_can_not_be_read_is_said_with_why_and_the_path_can_be_mended() {
    let mut hand = Hand::with_vault();
    hand.key(Key::F9);
    hand.ctrl(Key::O);
    hand.key(Key::Enter);
    assert!(hand.sees("Type where the file is, or choose it."));
    let path = hand.folder().join("nothing.csv");
    hand.types(path.to_str().unwrap());
    hand.key(Key::Enter);
    until(&mut hand, "nothing.csv can't be opened");
    let focused = hand.focused().unwrap();
    assert_eq!(focused, ("File".to_owned(), path.to_str().unwrap().to_owned()));
    std::fs::write(&path, "drug,price\n").unwrap();
    hand.key(Key::Enter);
    until(&mut hand, "the first line does not name the columns: expected ndc, price_kind");
    std::fs::write(&path, format!("{HEADER}{TABLETS}")).unwrap();
    hand.key(Key::Enter);
    until(&mut hand, "New: 1");
    // Leaving and coming back does not lose what was read; locking does.
    hand.key(Key::F9);
    assert!(!hand.sees("New: 1"));
    hand.key(Key::F9);
    assert!(hand.sees("New: 1"));
    hand.ctrl(Key::L);
    hand.unlocks();
    hand.key(Key::F9);
    assert!(hand.sees("No prices yet"));
}

#[test]
fn a_large_file_is_read_beside_the_window_and_can_be_stopped() {
    let mut hand = Hand::with_vault();
    let path = hand.folder().join("nadac.csv");
    let row = "METFORMIN HCL 500 MG TABLET,00000000001,0.01234,01/21/2026,EA\n";
    let wanted = "PREDNISONE 10 MG TABLET,54001725,0.05125,11/18/2026,EA\n";
    let header = "NDC Description,NDC,NADAC Per Unit,Effective Date,Pricing Unit\n";
    std::fs::write(&path, format!("{header}{}{wanted}", row.repeat(250_000))).unwrap();
    hand.key(Key::F9);
    hand.ctrl(Key::O);
    hand.types(path.to_str().unwrap());
    hand.key(Key::Enter);
    assert!(hand.sees("Reading nadac.csv"), "{:?}", hand.words());
    hand.key(Key::Escape);
    assert_eq!(hand.focused().unwrap().0, "File", "{:?}", hand.words());
    hand.key(Key::Enter);
    until(&mut hand, "1 new; 0 kept already; 0 refused; 250000 of other products passed over.");
    assert!(hand.sees("$0.05125 for 1 EA") && hand.sees("line 250002"), "{:?}", hand.words());
    hand.key(Key::Enter);
    let kept = &hand.desk().prices[0];
    assert_eq!((kept.price.kind, kept.price.amount), (PriceKind::Nadac, Amount::PerUnit(5125)));
}

#[test]
fn a_typed_price_follows_the_same_rules_and_is_kept_as_a_batch() {
    let mut hand = Hand::with_vault();
    hand.key(Key::F9);
    hand.ctrl(Key::E);
    hand.types("rinv");
    assert!(hand.sees("= Upadacitinib (Rinvoq)"), "{:?}", hand.words());
    hand.tabs_to("Strength");
    hand.key(Key::Enter);
    assert!(hand.sees("Choose one."), "{:?}", hand.words());
    hand.types("15");
    hand.tabs_to("Package");
    hand.types("bottle of 30");
    hand.tabs_to("Dollars for all of it");
    hand.types("6.100,50");
    hand.tabs_to("Quantity");
    hand.types("30");
    hand.key(Key::Enter);
    assert!(hand.sees("expected dollars with at most 2 decimals"), "{:?}", hand.words());
    assert_eq!(hand.desk().price_batches.len(), 0);
    hand.tabs_to("Dollars for all of it");
    hand.ctrl(Key::A);
    hand.types("6,100.50");
    hand.tabs_to("Where the amount comes from");
    hand.types("usual");
    hand.key(Key::Enter);
    assert!(hand.sees("Kept 1 price (typed)."), "{:?}", hand.words());
    let [kept] = hand.desk().prices.as_slice() else { panic!("one price") };
    assert_eq!(kept.price.amount, Amount::Total { cents: 610_050, quantity_thousandths: 30_000 });
    assert_eq!((kept.price.kind, kept.price.as_of), (PriceKind::UsualAndCustomary, today()));
    assert_eq!(kept.product.map(|(drug, _)| content().drug(drug).id.to_string()).unwrap(), "upadacitinib");

    // Enter on a kept price: a newer one of the same product, with only the amount to type.
    hand.key(Key::F9);
    hand.key(Key::F9);
    hand.types("rinvoq");
    hand.key(Key::Enter);
    hand.tabs_to("Dollars for all of it");
    hand.types("5900");
    hand.key(Key::Enter);
    assert_eq!(amounts(&hand), [Some(590_000)], "{:?}", hand.words());
    assert_eq!(hand.desk().price_batches.len(), 2);
}

#[test]
fn the_list_is_searched_as_one_types() {
    let mut hand = Hand::with_vault();
    let list = file(&hand, "list.csv", &[TABLETS, CREAM]);
    hand.key(Key::F9);
    looks_at(&mut hand, &list);
    hand.key(Key::Enter);
    hand.key(Key::F9);
    hand.key(Key::F9);
    hand.types("tube list");
    assert!(hand.sees("1 of 2 prices") && hand.sees("60 g tube · NDC 50881-0007-05 · list price"));
    assert!(!hand.sees("bottle of 30"));
    hand.types("x");
    assert!(hand.sees("Nothing has “tube listx”. Esc clears the search."));
    hand.key(Key::Escape);
    assert!(hand.sees("bottle of 30 · from a claim · Plan A · 30 days"), "{:?}", hand.words());
}

fn record(
    drug: Option<&str>,
    strength: Option<&str>,
    kind: PriceKind,
    as_of: Date,
    cents: i64,
) -> PriceRecord {
    PriceRecord {
        ndc: None,
        drug: drug.map(str::to_owned),
        strength: strength.map(str::to_owned),
        package: "bottle".to_owned(),
        amount: Amount::Total { cents, quantity_thousandths: 30_000 },
        unit: "EA".to_owned(),
        days_supply: Some(30),
        kind,
        as_of,
        payer: String::new(),
        source: String::new(),
    }
}

#[test]
fn the_price_to_believe_is_fresh_of_the_best_kind_and_the_newest_and_of_that_very_strength() {
    let mut hand = Hand::with_vault();
    let folder = hand.folder().join("overlay");
    std::fs::create_dir_all(&folder).unwrap();
    let own = "[[price]]\nid = \"own\"\ndrug = \"upadacitinib\"\npackage = \"any bottle\"\n\
               dollars = \"77.00\"\nkind = \"claim\"\nas_of = \"2026-11-20\"\nsource = \"ours\"\n";
    std::fs::write(folder.join("prices.toml"), own).unwrap();
    hand.ctrl(Key::L);
    hand.unlocks();
    let content = content();
    let drug = content.drug_by_id("upadacitinib").unwrap();
    let at = |id: &str| drug.dose.strengths.iter().position(|strength| strength.id == id);
    let best = |hand: &Hand, strength: &str| {
        hand.desk().price_for(drug.ix, at(strength)).and_then(|kept| kept.price.amount.cents())
    };
    assert_eq!(best(&hand, "15-mg"), Some(7700), "of the drug as such, from the overlay");
    assert_eq!(hand.desk().prices[0].origin, Origin::Overlay);

    let of = |kind, as_of, cents| record(Some("upadacitinib"), Some("15-mg"), kind, as_of, cents);
    let steps = [
        (of(PriceKind::Entered, date(2026, 11, 24), 1), 1),
        (of(PriceKind::Claim, date(2026, 7, 1), 2), 1),
        (of(PriceKind::List, date(2026, 11, 1), 3), 3),
        (of(PriceKind::UsualAndCustomary, date(2026, 10, 1), 4), 4),
        (of(PriceKind::UsualAndCustomary, date(2026, 11, 1), 5), 5),
        (of(PriceKind::UsualAndCustomary, date(2026, 9, 1), 6), 5),
        (of(PriceKind::Claim, date(2027, 1, 1), 7), 5),
    ];
    for (price, expected) in steps {
        hand.does(Action::KeepPrices(vec![price], "typed".to_owned()));
        assert_eq!(best(&hand, "15-mg"), Some(expected));
    }
    assert_eq!(best(&hand, "30-mg"), Some(7700), "another strength's price is none");
    let unknown = hand.desk().price_for(drug.ix, None).and_then(|kept| kept.price.amount.cents());
    assert_eq!(unknown, Some(7700), "of a strength that is not known only the drug's own");
}

#[test]
fn a_price_with_a_code_alone_is_of_the_product_that_another_package_names() {
    let mut hand = Hand::with_vault();
    let named = PriceRecord {
        ndc: Some("00074-2306-70".to_owned()),
        ..record(Some("upadacitinib"), Some("15-mg"), PriceKind::Nadac, date(2026, 11, 18), 9)
    };
    let code = PriceRecord {
        ndc: Some("00074-2306-30".to_owned()),
        ..record(None, None, PriceKind::Claim, date(2026, 11, 18), 10)
    };
    let other = PriceRecord { ndc: Some("00074-9999-30".to_owned()), ..code.clone() };
    hand.does(Action::KeepPrices(vec![code, other], "typed".to_owned()));
    assert!(hand.desk().prices.iter().all(|kept| kept.product.is_none()));
    hand.does(Action::KeepPrices(vec![named], "typed".to_owned()));
    let content = content();
    let drug = content.drug_by_id("upadacitinib").unwrap();
    let at = drug.dose.strengths.iter().position(|strength| strength.id == "15-mg");
    let best = hand.desk().price_for(drug.ix, at).unwrap();
    assert_eq!(best.price.amount.cents(), Some(10), "the claim comes before NADAC");
    hand.key(Key::F9);
    assert!(hand.sees("NDC 00074-9999-30, treatment not known"), "{:?}", hand.words());
}
