//! Prices: what was kept stays, what was replaced leaves a trace, and a batch is taken back as a whole.

use countercheck::content::price::{Amount, PriceKind, PriceRecord};

use crate::*;

fn price(ndc: &str, cents: i64) -> PriceRecord {
    PriceRecord {
        ndc: Some(ndc.to_owned()),
        drug: Some("upadacitinib".to_owned()),
        strength: Some("15-mg".to_owned()),
        package: "Bottle of 30".to_owned(),
        amount: Amount::Total { cents, quantity_thousandths: 30_000 },
        unit: "EA".to_owned(),
        days_supply: Some(30),
        kind: PriceKind::Claim,
        as_of: date(2026, 11, 2),
        payer: "Plan A".to_owned(),
        source: "register".to_owned(),
    }
}

fn cents(vault: &Vault) -> Vec<Option<i64>> {
    vault.prices().unwrap().iter().map(|entry| entry.price.amount.cents()).collect()
}

const RINVOQ: &str = "00074-2306-30";

#[test]
fn every_form_of_a_price_survives_closing_and_opening() {
    let folder = Folder::new();
    let (mut vault, _) = create(&folder.vault());
    let by = vault.staff().id;
    let kept = [
        price(RINVOQ, 600_000),
        PriceRecord {
            ndc: None,
            amount: Amount::PerUnit(12_345),
            kind: PriceKind::Nadac,
            days_supply: None,
            ..price("", 0)
        },
        PriceRecord { ndc: None, amount: Amount::Package(0), strength: None, ..price("", 0) },
        PriceRecord { drug: None, strength: None, payer: String::new(), ..price("00074-2310-30", 1) },
    ];
    let batch = vault.keep_prices(&kept, "list.csv", by, now()).unwrap();
    drop(vault);
    let vault = open(&folder.vault()).unwrap();
    let prices = vault.prices().unwrap();
    assert_eq!(prices.iter().map(|entry| entry.price.clone()).collect::<Vec<_>>(), kept);
    assert!(prices.iter().all(|entry| entry.batch == batch));
    assert_eq!(prices.iter().map(|entry| entry.number).collect::<Vec<_>>(), [1, 2, 3, 4]);
    let kind = BatchKind::Import { taken_back: false };
    let source = "list.csv".to_owned();
    assert_eq!(
        vault.price_batches().unwrap(),
        [PriceBatch { id: batch, kind, source, prices: 4, at: now(), by }]
    );
    let report = vault.verify().unwrap();
    let checked = report.checks.iter().find(|check| check.what.starts_with("Prices")).unwrap();
    assert!(report.is_whole() && checked.what.ends_with("(4)"), "{report:#?}");
    // They are the pharmacy's: no record of a patient holds them.
    assert_eq!(vault.export(ExportFilter::All).unwrap().count(), 0);
}

#[test]
fn the_same_price_kept_again_replaces_with_a_trace_and_taken_back_the_old_one_holds_again() {
    let mut vault = Vault::temporary(now()).unwrap();
    let by = vault.staff().id;
    let first =
        vault.keep_prices(&[price(RINVOQ, 100), price("00074-2310-30", 5)], "a.csv", by, now()).unwrap();
    let second = vault.keep_prices(&[price(RINVOQ, 200)], "b.csv", by, now()).unwrap();
    let other_day = PriceRecord { as_of: date(2026, 11, 3), ..price(RINVOQ, 300) };
    let third = vault.keep_prices(&[other_day, price(RINVOQ, 250)], "c.csv", by, now()).unwrap();
    assert_eq!(cents(&vault), [Some(5), Some(300), Some(250)]);
    assert_eq!(vault.price_trace().unwrap().len(), 5, "nothing is gone");

    let undo = vault.undo_prices(third, by, now()).unwrap();
    assert_eq!(cents(&vault), [Some(5), Some(200)]);
    vault.undo_prices(first, by, now()).unwrap();
    assert_eq!(cents(&vault), [Some(200)], "an earlier one can be taken back too");
    let batches = vault.price_batches().unwrap();
    assert_eq!(batches[1].kind, BatchKind::Undo(third));
    assert_eq!((batches[1].id, batches[1].source.as_str(), batches[1].prices), (undo, "c.csv", 0));
    let taken = |at: usize| batches[at].kind == BatchKind::Import { taken_back: true };
    assert_eq!([2, 3, 4].map(taken), [true, false, true]);
    for again in [third, undo, "019abcde-0000-7000-8000-000000000001".parse().unwrap()] {
        let error = vault.undo_prices(again, by, now()).unwrap_err();
        assert!(matches!(error, StoreError::UnknownPriceBatch), "{error:?}");
        assert_eq!(error.kind(), ErrorKind::BadInput);
    }
    vault.undo_prices(second, by, now()).unwrap();
    assert_eq!(cents(&vault), []);
    assert_eq!((vault.price_trace().unwrap().len(), vault.price_batches().unwrap().len()), (5, 6));
    assert!(vault.verify().unwrap().is_whole());
}

#[test]
fn a_batch_with_one_impossible_price_is_not_kept_at_all() {
    let mut vault = Vault::temporary(now()).unwrap();
    let by = vault.staff().id;
    let impossible = PriceRecord { days_supply: Some(0), ..price("00074-2310-30", 5) };
    assert!(vault.keep_prices(&[price(RINVOQ, 100), impossible], "a.csv", by, now()).is_err());
    assert!(vault.keep_prices(&[price(RINVOQ, -1)], "a.csv", by, now()).is_err());
    assert!(matches!(vault.keep_prices(&[], "a.csv", by, now()), Err(StoreError::Empty { .. })));
    assert_eq!((cents(&vault).len(), vault.price_batches().unwrap().len()), (0, 0));
    vault.keep_prices(&[price(RINVOQ, 100)], "a.csv", by, now()).unwrap();
    assert_eq!(cents(&vault), [Some(100)], "and the vault goes on");
}

const CHILD: &str = "COUNTERCHECK_TEST_CHILD_PRICES";
const A_BATCH: u32 = 200;

/// Not a test of its own: keeps batches in the vault of the test below until it is killed.
#[test]
#[ignore = "the child process of the test below"]
fn child_that_keeps_prices_until_it_is_killed() {
    let Some(path) = std::env::var_os(CHILD) else {
        return;
    };
    let mut vault = open(Path::new(&path)).unwrap();
    let by = vault.staff().id;
    for cents in 0.. {
        let rows: Vec<PriceRecord> =
            (0..A_BATCH).map(|row| price(&format!("00074-2306-{row:02}"), cents)).collect();
        vault.keep_prices(&rows, "a.csv", by, now()).unwrap();
        println!("saved");
    }
}

#[test]
fn a_kill_in_the_middle_of_an_import_leaves_whole_batches_only() {
    let folder = Folder::new();
    drop(create(&folder.vault()));
    for round in 0..5u64 {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "prices::child_that_keeps_prices_until_it_is_killed"])
            .args(["--ignored", "--nocapture", "--test-threads=1"])
            .env(CHILD, folder.vault())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        while !lines.next().expect("the child ended by itself").unwrap().contains("saved") {}
        std::thread::sleep(Duration::from_millis(1 + 3 * round));
        child.kill().unwrap();
        child.wait().unwrap();
        let vault = open(&folder.vault()).unwrap();
        assert_eq!(vault.prices().unwrap().len(), usize::try_from(A_BATCH).unwrap());
        assert!(vault.price_batches().unwrap().iter().all(|batch| batch.prices == A_BATCH));
        assert!(vault.verify().unwrap().is_whole());
    }
}
