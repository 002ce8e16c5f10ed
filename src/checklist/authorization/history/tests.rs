//! Whatever is pasted as a fill history, can the record hold it?

use jiff::civil::date;

use super::super::Authorization;
use super::*;
use crate::checklist::sample::content;

#[test]
fn whatever_is_pasted_the_record_takes_it_and_gives_it_back() {
    let today = date(2026, 11, 24);
    let more = "no fill\n".repeat(600);
    let fills = "clobetasol 0.05% 05/01/2026\n".repeat(600);
    let long = format!("clobetasol {} 05/01/2026", "x".repeat(2_000));
    let digits = format!("clobetasol 05/01/2026 qty {}", "1".repeat(2_000));
    let odd = ["\u{0}\u{0}", "\u{1} no fill \u{1}", "unknown", "unknown 05/01/2026"];
    for text in [more.as_str(), &fills, &long, &digits].into_iter().chain(odd) {
        let mut record = Authorization::default();
        add(&mut record.tried, read(content(), text, today));
        assert!(record.tried.iter().all(|tried| !tried.drug.text().trim().is_empty()), "{text:.40}");
        let written = record.to_json(content());
        match Authorization::from_json(content(), &written, today, "authorization") {
            Ok(again) => assert!(again == record, "{text:.40}: another record"),
            Err(error) => panic!("{text:.40}: {error}"),
        }
    }
}
