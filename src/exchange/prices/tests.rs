//! What is read of price lists and NADAC files, and what is refused.

use std::fmt::Write as _;
use std::sync::OnceLock;

use jiff::civil::date;
use proptest::prelude::*;

use super::*;

fn content() -> &'static Content {
    static CONTENT: OnceLock<Content> = OnceLock::new();
    CONTENT.get_or_init(|| Content::embedded().unwrap_or_else(|errors| panic!("{errors}")))
}

fn read(text: impl AsRef<[u8]>) -> Result<Preview, PricesError> {
    preview(content(), text.as_ref(), &HashSet::new(), date(2026, 11, 25))
}

/// The product that a row is of, in words.
fn product(row: &PriceRow) -> String {
    let Some(product) = row.product else { return String::new() };
    let drug = content().drug(product.drug);
    format!("{} {}", drug.id, drug.dose.strengths[product.strength].id)
}

fn total(cents: i64, quantity: i64) -> Amount {
    Amount::Total { cents, quantity_thousandths: quantity * 1000 }
}

fn reasons(preview: &Preview) -> Vec<(u64, &str)> {
    preview.rejected.iter().map(|one| (one.line, one.reason.as_str())).collect()
}

const HEADER: &str = "ndc,drug,strength,package,price,price_kind,quantity,unit,days_supply,as_of,payer\n";

#[test]
fn a_price_list_is_read_with_columns_in_any_order_and_any_common_writing() {
    let text = "\u{feff}As Of;Price Kind;PRICE;Quantity;unit;Days_Supply;Drug;Strength;Package;note\r\n\
                2026-11-02;claim;\"$1,234.50\" ;30;EA;30;Rinvoq;15 mg;bottle of 30;\"a; b\"\r\n\
                \r\n\
                11/03/2026;Usual and customary;18.4;80;GM;;triamcinolone;0.1 % cream;tube 80 g;\r\n";
    let preview = read(text).unwrap();
    assert_eq!(preview.kind, FileKind::Prices);
    assert_eq!(reasons(&preview), []);
    let [claim, retail] = preview.new.as_slice() else { panic!("two rows") };
    assert_eq!(product(claim), "upadacitinib 15-mg");
    assert_eq!((claim.line, claim.amount), (2, total(123_450, 30)));
    assert_eq!((claim.kind, claim.days_supply, claim.as_of), (PriceKind::Claim, Some(30), date(2026, 11, 2)));
    assert_eq!(product(retail), "topical-corticosteroid triamcinolone-0.1-cream");
    assert_eq!((retail.line, retail.amount), (4, total(1840, 80)));
    assert_eq!(retail.kind, PriceKind::UsualAndCustomary);
    assert_eq!(retail.days_supply, None);
    let tabs = HEADER.replace(',', "\t") + "0074-2306-30\t\t\t\t6000\tlist\t30\tEA\t30\t2026-11-01\tPlan A\n";
    let preview = read(tabs).unwrap();
    assert_eq!(preview.new[0].ndc.as_ref().unwrap().to_string(), "00074-2306-30");
    assert_eq!((preview.new[0].product, preview.new[0].amount), (None, total(600_000, 30)));
}

#[test]
fn each_row_that_can_not_be_trusted_is_refused_with_its_line_and_what_was_expected() {
    for (row, expected) in [
        ("5088100705,,,,18,claim,1,EA,30,2026-11-01,", "10 digits without dashes are ambiguous"),
        ("123,,,,18,claim,1,EA,30,2026-11-01,", "expected 10 digits with dashes"),
        (",,,,18,claim,1,EA,30,2026-11-01,", "expected an ndc, or drug, strength and package"),
        (",Rinvoq,15 mg,,18,claim,1,EA,30,2026-11-01,", "expected an ndc, or drug, strength and package"),
        (",aspirin,81 mg,bottle,18,claim,1,EA,30,2026-11-01,", "not one of the treatments"),
        (",Rinvoq,20 mg,bottle,18,claim,1,EA,30,2026-11-01,", "15 mg extended-release tablet; 30 mg"),
        (",Rinvoq,45 mg,bottle,18,claim,1,EA,30,2026-11-01,", "is not for eczema"),
        (",tacrolimus,1 mg capsule,bottle,18,claim,1,EA,30,2026-11-01,", "is not for eczema"),
        ("50881-007-05,,,,\"1.234,50\",claim,1,EA,30,2026-11-01,", "price: expected dollars with at most 2"),
        ("50881-007-05,,,,-18,claim,1,EA,30,2026-11-01,", "price: expected dollars with at most 2"),
        ("50881-007-05,,,,18.005,claim,1,EA,30,2026-11-01,", "price: expected dollars with at most 2"),
        ("50881-007-05,,,,0.123456,nadac,60,GM,30,2026-11-01,", "at most 5 decimals"),
        ("50881-007-05,,,,18,guess,1,EA,30,2026-11-01,", "price_kind: expected one of claim"),
        ("50881-007-05,,,,18,claim,0,EA,30,2026-11-01,", "quantity: expected a number above zero"),
        ("50881-007-05,,,,18,claim,1,EA,0,2026-11-01,", "days_supply: expected 1 to 365"),
        ("50881-007-05,,,,18,claim,1,EA,30,2026-11-26,", "as_of: the day is in the future"),
        ("50881-007-05,,,,18,claim,1,EA,30,2026-02-30,", "as_of: expected a day"),
        ("50881-007-05,,,,18,claim,1,EA,30,1/2/26,", "as_of: expected a day"),
    ] {
        let preview = read(format!("{HEADER}{row}\n")).unwrap();
        assert_eq!(preview.new, [], "{row}");
        let [refused] = preview.rejected.as_slice() else { panic!("{row}: one reason") };
        assert_eq!(refused.line, 2, "{row}");
        assert!(refused.reason.contains(expected), "{row}: {}", refused.reason);
    }
}

#[test]
fn a_price_that_is_kept_already_is_told_from_a_new_one_and_a_double_is_refused() {
    let row = "50881-007-05,,,,18,claim,1,EA,30,2026-11-01,Plan A\n";
    let first = read(format!("{HEADER}{row}")).unwrap();
    let kept = first.new.iter().map(|row| row.key(content())).collect();
    let other_day = row.replace("11-01", "11-02");
    let text = format!("{HEADER}{row}{other_day}{other_day}");
    let preview = preview(content(), text.as_bytes(), &kept, date(2026, 11, 25)).unwrap();
    assert_eq!(preview.matched.iter().map(|row| row.line).collect::<Vec<_>>(), [2]);
    assert_eq!(preview.new.iter().map(|row| row.line).collect::<Vec<_>>(), [3]);
    assert_eq!(reasons(&preview), [(4, "the same price stands above already: take one out")]);
}

#[test]
fn a_price_for_one_unit_counts_for_the_whole_quantity() {
    let preview = read(format!("{HEADER}50881-007-05,,,,0.12345,nadac,60,GM,30,2026-11-01,\n")).unwrap();
    assert_eq!(preview.new[0].amount, total(741, 60));
}

#[test]
fn a_file_that_is_no_price_list_says_which_columns_are_missing() {
    let error = |text: &[u8]| read(text).unwrap_err().to_string();
    assert!(error(b"").contains("empty"));
    assert!(error(b"\n\n").contains("empty"));
    assert!(error(b"drug,price,price_kind,quantity,unit\n").contains("expected ndc, days_supply, as_of"));
    assert!(error(b"PK\x03\x04\0\0,,").contains("binary"));
    assert!(error(&[0xff; 100]).contains("binary"));
}

const NADAC: &str = "NDC Description,NDC,NADAC Per Unit,Effective Date,Pricing Unit,Pharmacy Type Indicator,OTC,\
                     Explanation Code,As of Date\n";

#[test]
fn of_a_nadac_file_the_newest_price_of_each_product_for_eczema_is_taken() {
    let text = format!(
        "{NADAC}\
         TRIAMCINOLONE 0.1% CREAM,45802006405,0.07315,10/21/2026,GM,C/I,N,1,11/18/2026\n\
         TRIAMCINOLONE 0.1% CREAM,45802006405,0.06999,11/18/2026,GM,C/I,N,1,11/25/2026\n\
         TRIAMCINOLONE 0.1% CREAM,45802006405,0.08000,09/16/2026,GM,C/I,N,1,11/25/2026\n\
         TACROLIMUS 0.1% OINTMENT,168041630,1.23456,2026-11-18,GM,C/I,N,1,11/18/2026\n\
         TACROLIMUS 1 MG CAPSULE,16729004201,0.17000,11/18/2026,EA,C/I,N,1,11/18/2026\n\
         HYDROCORTISONE-ACETIC ACID 1%,00000000001,1.17000,11/18/2026,ML,C/I,N,1,11/18/2026\n\
         HYDROCORTISONE BUTYRATE 0.1% CRM,00000000002,1.17000,11/18/2026,GM,C/I,N,1,11/18/2026\n\
         TRIAMCINOLONE 40 MG/ML VIAL,00000000003,9.17000,11/18/2026,ML,C/I,N,1,11/18/2026\n\
         PREDNISOLONE 5 MG TABLET,00000000004,0.17000,11/18/2026,EA,C/I,N,1,11/18/2026\n\
         ASPIRIN 81 MG TABLET,00000000005,0.01,11/18/2026,EA,C/I,Y,1,11/18/2026\n\
         RINVOQ ER 15 MG TABLET,00074230630,215.1,11/18/2026,EA,C/I,N,1,11/18/2026\n\
         RINVOQ ER 45 MG TABLET,00074104328,215.1,11/18/2026,EA,C/I,N,1,11/18/2026\n\
         PREDNISONE 10 MG TABLET,00054001725,0.123456,11/18/2026,EA,C/I,N,1,11/18/2026\n\
         PREDNISONE 10 MG TABLET,00054001729,0.1,11/26/2026,EA,C/I,N,1,11/18/2026\n"
    );
    let preview = read(&text).unwrap();
    assert_eq!(preview.kind, FileKind::Nadac);
    let rows: Vec<_> = preview
        .new
        .iter()
        .map(|row| (product(row), row.ndc.as_ref().unwrap().to_string(), row.amount, row.as_of))
        .collect();
    let expected = [
        ("topical-corticosteroid triamcinolone-0.1-cream", "45802-0064-05", 6999),
        ("tacrolimus 0.1-percent", "00168-0416-30", 123_456),
        ("upadacitinib 15-mg", "00074-2306-30", 21_510_000),
    ];
    assert_eq!(
        rows,
        expected.map(|(product, ndc, price)| {
            (product.to_owned(), ndc.to_owned(), Amount::PerUnit(price), date(2026, 11, 18))
        })
    );
    assert_eq!(
        reasons(&preview),
        [
            (14, "NADAC Per Unit: expected dollars with at most 5 decimals"),
            (15, "Effective Date: the day is in the future"),
        ]
    );
    assert_eq!(preview.passed_over, 7);
}

#[test]
fn a_hostile_file_costs_its_broken_rows_and_no_more() {
    let row = "50881-007-05,,,,18,claim,1,EA,30,2026-11-01,\n";
    let mut text = format!("{HEADER}{}\n{row}", "x".repeat(10_000_000)).into_bytes();
    text.extend_from_slice(b"50881-007-05,\xff,,,18,claim,1,EA,30,2026-11-01,\n");
    text.extend_from_slice(b"50881-007-05,\"never closed,,,18,claim,1,EA,30,2026-11-01,\n");
    text.extend_from_slice(&b",".repeat(500));
    text.extend_from_slice(b"\n50881-007-05,,,,18,cla");
    let preview = read(&text).unwrap();
    assert_eq!(preview.new.iter().map(|row| row.line).collect::<Vec<_>>(), [3]);
    let lines: Vec<u64> = preview.rejected.iter().map(|one| one.line).collect();
    assert_eq!(lines, [2, 4, 5, 6, 7]);
}

#[test]
fn more_refused_rows_than_can_be_read_are_counted() {
    let mut text = HEADER.to_owned();
    for _ in 0..MOST_REJECTED + 5 {
        text.write_str("x,,,,18,claim,1,EA,30,2026-11-01,\n").unwrap();
    }
    let preview = read(&text).unwrap();
    assert_eq!(preview.rejected.len(), MOST_REJECTED);
    assert_eq!(preview.rejected_count, 1005);
}

#[test]
fn nothing_behind_a_carriage_return_alone_is_lost_without_a_word() {
    let row = "0074-2306-30,,,,6000,list,30,EA,30,2026-11-01,";
    let old = format!("{HEADER}{row}\n{row}").replace('\n', "\r");
    assert!(matches!(read(old), Err(PricesError::LineEnds)));
    let text = format!("{HEADER}{row}\r{row}\r\n");
    let preview = read(text).unwrap();
    assert_eq!((preview.new.len(), preview.rejected.len()), (0, 1));
    assert!(preview.rejected[0].reason.contains("carriage return"));
}

proptest! {
    #[test]
    fn no_file_makes_the_reader_panic_and_each_row_is_taken_or_refused(
        rows in prop::collection::vec("[ -~]{0,60}|\\PC{0,20}", 0..20),
        junk in prop::collection::vec(any::<u8>(), 0..200),
        nadac: bool,
    ) {
        let header = if nadac { NADAC } else { HEADER };
        let mut text = format!("{header}{}\n", rows.join("\n")).into_bytes();
        let full = rows.iter().filter(|row| !row.trim().is_empty()).count();
        let preview = read(&text).unwrap();
        let told = preview.new.len() + preview.rejected.len() + usize::try_from(preview.passed_over).unwrap();
        prop_assert!(told <= rows.len());
        prop_assert!(nadac || told >= full.min(1));
        text.extend_from_slice(&junk);
        prop_assert!(read(&text).is_ok());
        // Of any other text nothing is known but that it is taken or refused.
        drop(read(&junk));
    }
}
