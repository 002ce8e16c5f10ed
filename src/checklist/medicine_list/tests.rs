//! Is a pasted list read as it is meant, and nothing taken for what it may not be? Lines as programs print them, and
//! lines made of anything.

use std::sync::OnceLock;

use proptest::prelude::*;
use serde_json::json;

use super::Understood::{DoseOpen, FormOpen, MoreThanAName, NotRecognized, Recognized, Several};
use super::*;
use crate::checklist::answer::Answer;
use crate::checklist::sample::visit;

fn content() -> &'static Content {
    static CONTENT: OnceLock<Content> = OnceLock::new();
    CONTENT.get_or_init(|| Content::embedded().unwrap_or_else(|errors| panic!("{errors}")))
}

fn only(line: &str) -> Line {
    let mut lines = read(content(), line);
    assert_eq!(lines.len(), 1, "{line}");
    lines.remove(0)
}

/// The id of the entry that the record reads; nothing where it reads none.
fn entry(line: &Line) -> Option<&'static str> {
    let found = found(content(), &line.intake)?;
    content().medicines.get(found.medicine).map(|medicine| medicine.id.as_str())
}

#[test]
fn a_line_is_taken_apart_into_name_strength_and_directions() {
    // Line, entry, what is listed, strength, directions.
    let rows: [(&str, &str, &str, &str, &str); 28] = [
        ("Lisinopril 10 mg", "lisinopril", "Lisinopril 10 mg", "10 mg", ""),
        (
            "1. Lisinopril 10 mg tablet - Take 1 tablet by mouth once daily",
            "lisinopril",
            "Lisinopril 10 mg tablet",
            "10 mg",
            "Take 1 tablet by mouth once daily",
        ),
        ("2)Eliquis 5mg tabs, #60", "apixaban", "Eliquis 5mg tabs", "5mg", "#60"),
        ("• Metformin HCl 500mg PO BID", "metformin", "Metformin HCl 500mg", "500mg", "PO BID"),
        ("- Atorvastatin calcium 20 mg qhs", "atorvastatin", "Atorvastatin calcium 20 mg", "20 mg", "qhs"),
        ("fluoxetine HCl 20 mg daily", "fluoxetine", "fluoxetine", "20 mg", "daily"),
        ("Terbinafine 1% cream bid", "terbinafine-topical", "Terbinafine 1% cream", "1%", "bid"),
        ("[x] warfarin 2.5 mg", "warfarin", "warfarin 2.5 mg", "2.5 mg", ""),
        ("o ibuprofen 200 mg as needed", "ibuprofen", "ibuprofen 200 mg", "200 mg", "as needed"),
        (
            "Rx: Prednisone 5 mg, 1 tab daily, qty 30, 2 refills",
            "prednisone",
            "Prednisone 5 mg",
            "5 mg",
            "1 tab daily, qty 30, 2 refills",
        ),
        ("Rx#7061234 Prednisone 5mg", "prednisone", "Prednisone 5mg", "5mg", ""),
        ("05/01/2026 7061234 PREDNISONE 5MG TABS 30", "prednisone", "PREDNISONE 5MG TABS", "5MG", "30"),
        ("2026-05-01\tprednisone\t5 mg\t30", "prednisone", "prednisone\u{20}5 mg", "5 mg", "30"),
        ("| Fluconazole | 150 mg | once |", "fluconazole", "Fluconazole   150 mg", "150 mg", "once"),
        ("Eliquis (apixaban) 5 mg twice a day", "apixaban", "Eliquis", "", "apixaban) 5 mg twice a day"),
        (
            "takes naproxen 220 mg prn for headaches (Dr. Weiß)",
            "naproxen",
            "naproxen 220 mg",
            "220 mg",
            "prn for headaches (Dr. Weiß",
        ),
        (
            "Dupixent 300 mg/2 mL pen inject every 2 weeks",
            "dupilumab",
            "Dupixent 300 mg/2 mL pen",
            "300 mg/2 mL",
            "inject every 2 weeks",
        ),
        (
            "Tacrolimus 0.1% ointment apply twice daily",
            "tacrolimus-topical",
            "Tacrolimus 0.1% ointment",
            "0.1%",
            "apply twice daily",
        ),
        ("tacrolimus 1 mg capsule bid", "tacrolimus-oral", "tacrolimus 1 mg capsule", "1 mg", "bid"),
        ("Ruxolitinib 15 mg tablets", "ruxolitinib-oral", "Ruxolitinib 15 mg tablets", "15 mg", ""),
        ("Ketoconazole 2 % shampoo", "ketoconazole-topical", "Ketoconazole 2 % shampoo", "2 %", ""),
        ("Ketoconazole 200 mg tab", "ketoconazole", "Ketoconazole 200 mg tab", "200 mg", ""),
        ("Tobramycin 0.3% eye drops", "tobramycin-ophthalmic", "Tobramycin 0.3% eye drops", "0.3%", ""),
        (
            "hydrocortisone 20 mg tablet(s) daily",
            "hydrocortisone-systemic",
            "hydrocortisone 20 mg tablet(s",
            "20 mg",
            "daily",
        ),
        (
            "amlodipine/benazepril 5/10 mg",
            "amlodipine-benazepril",
            "amlodipine/benazepril 5/10 mg",
            "5/10 mg",
            "",
        ),
        (
            "aspirin 81 mg take 1 tablet by mouth daily",
            "aspirin-81-mg",
            "aspirin 81 mg",
            "",
            "take 1 tablet by mouth daily",
        ),
        ("Vitamin E 400 units 8am", "vitamin-e", "Vitamin E 400 units", "400 units", "8am"),
        ("Cipro 500 mg q12h x10 days", "ciprofloxacin", "Cipro 500 mg", "500 mg", "q12h x10 days"),
    ];
    for (line, id, name, strength, directions) in rows {
        let read = only(line);
        assert_eq!(entry(&read), Some(id), "{line}: {:?}", read.understood);
        assert_eq!(read.intake.name, name, "{line}");
        assert_eq!(read.strength.as_deref().unwrap_or_default(), strength, "{line}");
        assert_eq!(read.directions.as_deref().unwrap_or_default(), directions, "{line}");
        assert_eq!(read.original, line);
    }
}

#[test]
fn what_a_line_does_not_say_stays_open_and_no_dose_is_taken_from_it() {
    let known = |name: &str| name.to_owned();
    for (line, understood) in [
        ("lisinopril 10 mg", Recognized(known("lisinopril"))),
        ("tacrolimus", FormOpen(known("tacrolimus ointment"))),
        ("tacrolimus 0.1 % bid", FormOpen(known("tacrolimus ointment"))),
        ("ruxolitinib", FormOpen(known("ruxolitinib cream"))),
        ("aspirin daily", DoseOpen(known("aspirin"))),
        ("aspirin 325 mg 2 tablets tid", DoseOpen(known("aspirin"))),
    ] {
        let read = only(line);
        assert_eq!(read.understood, understood, "{line}");
        assert_eq!((read.intake.daily_mg, read.intake.since), (None, None), "{line}");
    }
}

/// The tablet counts as the small dose; four of them a day are none.
#[test]
fn a_small_tablet_with_directions_for_more_than_one_a_day_leaves_the_dose_open() {
    for directions in ["", " take 1 tablet by mouth every morning", " once daily"] {
        let read = only(&format!("aspirin 81 mg{directions}"));
        assert_eq!(read.understood, Recognized("aspirin 81 mg".into()), "{directions}");
    }
    for directions in
        [" take 4 tablets daily", " bid", " two tablets", " 1 tablet twice daily", "\nTake 2 daily"]
    {
        let read = only(&format!("aspirin 81 mg{directions}"));
        assert_eq!(read.understood, DoseOpen("aspirin".into()), "{directions}");
    }
}

#[test]
fn a_name_that_goes_on_is_never_taken_for_its_beginning() {
    for (line, understood) in [
        ("Zzqxol 5 mg daily", NotRecognized),
        ("losartan zzqxol 50 mg", MoreThanAName),
        ("Tylenol Zz", MoreThanAName),
        ("Lisinopril #3", MoreThanAName),
        ("Lisinopril with zzqxol", MoreThanAName),
        ("Lisinopril 10 mg and zzqxol 5 mg", MoreThanAName),
        ("Lisinopril + zzqxol", MoreThanAName),
        ("Lisinopril 10 mg (discontinued)", MoreThanAName),
        ("Lisinopril take with warfarin", Several),
        ("Lisinopril 10 mg fluconazole 150 mg", Several),
        ("no aspirin", NotRecognized),
        ("Allergies: penicillin", NotRecognized),
        ("Current medications:", NotRecognized),
        ("none", NotRecognized),
        ("—", NotRecognized),
    ] {
        let read = only(line);
        assert_eq!(entry(&read), None, "{line}");
        assert_eq!(read.understood, understood, "{line}");
        assert_eq!(read.intake.reading, Reading::ByName, "a person decides: {line}");
    }
}

#[test]
fn a_name_that_nobody_knows_stands_for_itself_beside_the_whole_line() {
    let read = only("3. Zzqxol XR 5 mg - take one daily #30");
    assert_eq!(read.intake.name, "Zzqxol XR 5 mg");
    assert_eq!(read.intake.written.as_deref(), Some("3. Zzqxol XR 5 mg - take one daily #30"));
    assert_eq!(read.strength.as_deref(), Some("5 mg"));
    let read = only("Lisinopril (discontinued) 10 mg");
    assert_eq!(read.intake.name, "Lisinopril (discontinued) 10 mg", "the line as it stands");
}

#[test]
fn directions_on_a_line_of_their_own_belong_to_the_medicine_above() {
    let lines = read(
        content(),
        "Lisinopril 10 mg tablet\n   Take 1 tablet by mouth daily with food for blood pressure\nSig: bid\n\nTake Zzqxol daily\nTake ibuprofen as needed",
    );
    let names: Vec<&str> = lines.iter().map(|line| line.intake.name.as_str()).collect();
    assert_eq!(names, ["Lisinopril 10 mg tablet", "Zzqxol", "ibuprofen"]);
    assert_eq!(
        lines[0].directions.as_deref(),
        Some("Take 1 tablet by mouth daily with food for blood pressure; Sig: bid")
    );
    assert!(lines[0].intake.written.as_deref().unwrap().contains("Sig: bid"));
}

#[test]
fn several_known_medicines_on_a_line_become_several_and_else_none() {
    let names = |line: &str| -> Vec<String> {
        read(content(), line).into_iter().map(|line| line.intake.name).collect()
    };
    assert_eq!(
        names("Lisinopril 10 mg, warfarin 5 mg daily; ibuprofen prn"),
        ["Lisinopril 10 mg", "warfarin 5 mg", "ibuprofen"]
    );
    let line = "Lisinopril 10 mg, warfarin 5 mg, zzqxol";
    assert_eq!(names(line), [line]);
}

#[test]
fn the_whole_line_is_kept_beside_the_name_and_survives_the_record() {
    let line = "1. Lisinopril 10 mg - take 1 daily";
    let read = only(line);
    assert_eq!(read.intake.written.as_deref(), Some(line));
    assert_eq!(only("lisinopril").intake.written, None, "nothing but the name");
    let content = content();
    let ix = content.medicines_question().unwrap();
    let asked = content.question(ix);
    let answer = crate::checklist::answer::Answer::Medicines(vec![read.intake]);
    let json = answer.to_json(content, asked);
    let day = jiff::civil::date(2026, 11, 24);
    let back = crate::checklist::answer::Answer::from_json(content, asked, &json, day, "medicines");
    assert!(back.is_ok_and(|back| back == answer));
}

#[test]
fn lines_past_the_most_are_named_and_not_dropped() {
    let text = "lisinopril\n".repeat(MOST_LINES + 7);
    let lines = read(content(), &text);
    assert_eq!(lines.len(), MOST_LINES + 1);
    let last = lines.last().unwrap();
    assert_eq!(last.understood, Understood::NotRead(7));
    assert_eq!(entry(last), None, "it keeps the rules open");
}

fn pasted() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        3 => prop::sample::select(vec![
            "lisinopril", "Tacrolimus", "aspirin", "Eliquis", "warfarin", "zzqxol", "10 mg", "81 mg", "0.1%", "tablet",
            "capsules", "cream", "take", "daily", "bid", "#30", "1.", "-", "•", "Rx", "5/1/2026", "2 refills", ",",
            ";", "+", "with", "\t", "|", "(", ")", "sodium", "eye drops", "mg/2", "(s)", "no",
        ]).prop_map(str::to_owned),
        1 => "\\PC{0,8}",
        1 => "[a-zA-Z0-9%/.#-]{1,9}",
    ];
    let line = prop::collection::vec(piece, 0..9).prop_map(|pieces| pieces.join(" "));
    prop::collection::vec(line, 0..6).prop_map(|lines| lines.join("\n"))
}

#[test]
fn a_line_without_an_end_is_kept_and_read_in_a_moment() {
    let begun = std::time::Instant::now();
    for many in ["cream ", "5 mg ", "aspirin ", "daily "] {
        let fits = format!("prednisone {}", many.repeat(1_900 / many.len()));
        let too_long = format!("prednisone {}", many.repeat(50_000));
        assert_eq!(only(&fits).original, fits.trim());
        let read = only(&too_long);
        assert_eq!((read.original.as_str(), &read.understood), (too_long.trim(), &NotRecognized));
    }
    assert!(begun.elapsed() < std::time::Duration::from_secs(20), "{:?}", begun.elapsed());
}

#[test]
fn a_line_of_signs_alone_stays_and_the_record_can_be_opened_again() {
    for line in ["|", "\"\"", "| | |", "\u{0}", "\u{7f}|"] {
        let read = only(line);
        assert_eq!((read.intake.name.as_str(), read.original.as_str()), ("a line without words", line));
        let mut checklist = visit(None, json!({}));
        let question = content().medicines_question().unwrap();
        checklist.set(question, Some(Answer::Medicines(vec![read.intake])));
        let written = checklist.answers_json(content());
        assert!(visit(None, written.into()) == checklist, "{line:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn prop_every_line_stands_in_what_is_shown_and_what_is_shown_is_what_the_record_reads(text in pasted()) {
        let lines = read(content(), &text);
        for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
            let shown = lines.iter().any(|read| read.original.lines().any(|own| own == line));
            prop_assert!(shown, "{line:?}");
        }
        for read in &lines {
            prop_assert!(!read.intake.name.trim().is_empty());
            prop_assert_eq!(read.intake.daily_mg, None);
            let known = matches!(read.understood, Recognized(_) | FormOpen(_) | DoseOpen(_));
            prop_assert_eq!(known, entry(read).is_some(), "{:?}", read.original);
        }
    }

    #[test]
    fn prop_any_text_at_all_is_read(text in any::<String>()) {
        read(content(), &text);
    }
}
