//! `countercheck prices check`: a file of prices goes in, and what an import would do comes out.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test stops at the first surprise")]

use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Output};

use countercheck::content::price::{Amount, PriceKind, PriceRecord};
use countercheck::store::{Credential, NewStaff, Passphrase, PriceBatch, PriceEntry, Vault, WorkFactor};
use serde_json::Value;

fn check(file: &Path) -> Output {
    Command::new(env!("CARGO_BIN_EXE_countercheck")).args(["prices", "check"]).arg(file).output().unwrap()
}

fn answer(file: &Path) -> Value {
    let output = check(file);
    let message = String::from_utf8(output.stderr).unwrap();
    assert_eq!((output.status.code(), message.as_str()), (Some(0), ""));
    serde_json::from_slice(&output.stdout).unwrap()
}

#[test]
fn a_price_list_is_answered_with_new_and_refused_rows_by_line() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("list.csv");
    std::fs::write(
        &file,
        "Drug;Strength;Package;NDC;Price;Price kind;Quantity;Unit;Days supply;As of\n\
         Cibinqo;100 mg;bottle of 30;;5,410.25;claim;30;EA;30;2026-03-02\n\
         Cibinqo;100 mg;bottle of 30;;5.410,25;claim;30;EA;30;2026-03-03\n",
    )
    .unwrap();
    let answer = answer(&file);
    assert_eq!((&answer["kind"], &answer["matched"]), (&"prices".into(), &Value::Array(vec![])));
    let [row] = answer["new"].as_array().unwrap().as_slice() else { panic!("one row: {answer}") };
    assert_eq!((&row["drug"], &row["strength"]), (&"abrocitinib".into(), &"100-mg".into()));
    assert_eq!((&row["price_cents"], &row["quantity"]), (&541_025.into(), &"30".into()));
    assert_eq!((&row["price_kind"], &row["as_of"]), (&"claim".into(), &"2026-03-02".into()));
    let [refused] = answer["rejected"].as_array().unwrap().as_slice() else { panic!("one: {answer}") };
    assert_eq!(refused["line"], 3);
    assert!(refused["reason"].as_str().unwrap().contains("like 1,234.50"));
    assert_eq!(answer["rejected_count"], 1);
}

#[test]
fn a_large_nadac_file_is_passed_through_to_the_few_rows_that_matter() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("nadac.csv");
    let mut out = std::io::BufWriter::new(std::fs::File::create(&file).unwrap());
    writeln!(
        out,
        "NDC Description,NDC,NADAC_Per_Unit,Effective_Date,Pricing_Unit,Pharmacy_Type_Indicator,As of Date"
    )
    .unwrap();
    // 30 MB: more than any other input may have.
    for number in 0..450_000_u64 {
        writeln!(out, "METFORMIN HCL {number} MG TABLET,{number:011},0.01234,01/21/2026,EA,C/I,01/28/2026")
            .unwrap();
    }
    writeln!(out, "PREDNISONE 10 MG TABLET,54001725,0.05125,01/21/2026,EA,C/I,01/28/2026").unwrap();
    out.flush().unwrap();
    drop(out);
    let answer = answer(&file);
    assert_eq!((&answer["kind"], &answer["passed_over"]), (&"nadac".into(), &450_000.into()));
    let [row] = answer["new"].as_array().unwrap().as_slice() else { panic!("one row") };
    assert_eq!((&row["ndc"], &row["drug"]), (&"00054-0017-25".into(), &"prednisone".into()));
    assert_eq!((&row["dollars_per_unit"], &row["price_cents"]), (&"0.05125".into(), &Value::Null));
    assert_eq!((&row["line"], &row["unit"]), (&450_002.into(), &"EA".into()));
}

#[test]
fn a_file_that_is_no_price_list_is_bad_input_that_names_what_was_expected() {
    let folder = tempfile::tempdir().unwrap();
    for (name, text, expected) in [
        ("empty.csv", &b""[..], "the file is empty"),
        ("columns.csv", b"drug,price\n", "expected ndc, price_kind"),
        ("book.xlsx", b"PK\x03\x04\0\0", "no table of text"),
    ] {
        let file = folder.path().join(name);
        std::fs::write(&file, text).unwrap();
        let output = check(&file);
        assert_eq!((output.status.code(), output.stdout.as_slice()), (Some(2), &b""[..]), "{name}");
        let message = String::from_utf8(output.stderr).unwrap();
        assert!(message.contains(expected), "{name}: {message}");
    }
    let missing = check(&folder.path().join("missing.csv"));
    assert_eq!(missing.status.code(), Some(2));
    let folder = check(folder.path());
    assert_eq!(folder.status.code(), Some(2));
}

/// A vault with prices, made without the command: it derives its key at a factor for tests.
fn vault_with(folder: &Path, prices: &[PriceRecord]) {
    std::fs::write(folder.join("passphrase"), "correct horse battery\n").unwrap();
    let passphrase = Passphrase::new("correct horse battery".to_owned()).unwrap();
    let first = NewStaff { name: "Ann".to_owned(), passphrase };
    let now = jiff::Timestamp::UNIX_EPOCH;
    let (mut vault, _) = Vault::create(&folder.join("v"), &first, WorkFactor::FOR_TESTS, now).unwrap();
    let by = vault.staff().id;
    vault.keep_prices(prices, "list.csv", by, now).unwrap();
}

/// The prices that the vault keeps, and how they came in.
fn kept_in(folder: &Path) -> (Vec<PriceEntry>, Vec<PriceBatch>) {
    let passphrase = Passphrase::new("correct horse battery".to_owned()).unwrap();
    let credential = Credential::Passphrase { staff: None, passphrase };
    let vault = Vault::open(&folder.join("v"), &credential, jiff::Timestamp::UNIX_EPOCH).unwrap();
    (vault.prices().unwrap(), vault.price_batches().unwrap())
}

#[test]
fn with_a_vault_the_rows_that_it_keeps_are_matched_and_no_price_is_changed() {
    let folder = tempfile::tempdir().unwrap();
    let kept = PriceRecord {
        ndc: None,
        drug: Some("abrocitinib".to_owned()),
        strength: Some("100-mg".to_owned()),
        package: "Bottle of 30".to_owned(),
        amount: Amount::Total { cents: 500_000, quantity_thousandths: 30_000 },
        unit: "EA".to_owned(),
        days_supply: Some(30),
        kind: PriceKind::Claim,
        as_of: jiff::civil::date(2026, 3, 2),
        payer: String::new(),
        source: String::new(),
    };
    vault_with(folder.path(), &[kept]);
    let file = folder.path().join("list.csv");
    std::fs::write(
        &file,
        "drug,strength,package,price,price_kind,quantity,unit,days_supply,as_of\n\
         Cibinqo,100 mg,bottle of 30,5100,claim,30,EA,30,2026-03-02\n\
         Cibinqo,100 mg,bottle of 30,5100,claim,30,EA,30,2026-03-03\n",
    )
    .unwrap();
    let run = |options: &[(&str, &str)]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_countercheck"));
        command.args(["prices", "check"]).arg(&file);
        for (option, name) in options {
            command.arg(option).arg(folder.path().join(name));
        }
        command.output().unwrap()
    };
    let before = kept_in(folder.path());
    let output = run(&[("--vault", "v"), ("--passphrase-file", "passphrase")]);
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    let answer: Value = serde_json::from_slice(&output.stdout).unwrap();
    let [matched] = answer["matched"].as_array().unwrap().as_slice() else { panic!("one: {answer}") };
    assert_eq!((&matched["line"], &matched["price_cents"]), (&2.into(), &510_000.into()));
    assert_eq!(
        (&matched["kept"]["price_cents"], &matched["kept"]["quantity"]),
        (&500_000.into(), &"30".into())
    );
    assert_eq!(answer["new"][0]["line"], 3);
    // That the vault was opened is noted in it; no price is.
    assert_eq!(kept_in(folder.path()), before);

    let alone = run(&[("--passphrase-file", "passphrase")]);
    let message = String::from_utf8(alone.stderr).unwrap();
    assert_eq!(alone.status.code(), Some(2));
    assert!(message.contains("--passphrase-file: expected together with --vault"), "{message}");
    std::fs::write(folder.path().join("other"), "wrong\n").unwrap();
    let wrong = run(&[("--vault", "v"), ("--passphrase-file", "other")]);
    assert_eq!((wrong.status.code(), wrong.stdout.as_slice()), (Some(3), &b""[..]));
}
