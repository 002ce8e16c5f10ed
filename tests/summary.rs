//! `countercheck summary` writes one file that says what it should, and refuses what can't be.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test may stop at the first surprise")]

#[path = "summary/golden.rs"]
mod golden;
#[path = "support/kept.rs"]
mod kept;
#[path = "summary/made.rs"]
mod made;
#[path = "summary/visits.rs"]
mod visits;
#[path = "content/words.rs"]
#[allow(dead_code, reason = "the content asks more of it")]
mod words;

use std::path::Path;
use std::process::Command;

use clap::Parser;
use countercheck::cli::summary::{Options, run};
use countercheck::cli::{self, Arguments, Trouble};
use countercheck::content::Content;
use countercheck::summary::{Figure, Item, Page, Paint, Point, Pt, Segment, Tag};

fn content() -> &'static Content {
    static CONTENT: std::sync::OnceLock<Content> = std::sync::OnceLock::new();
    CONTENT.get_or_init(|| Content::embedded().unwrap_or_else(|errors| panic!("{errors}")))
}

const VISIT: &str = r#"{"as_of":"2026-11-25","patient":{"name":"Elena Marković","birth_date":"1984-05-02"},
"answers":{"considering":["dupilumab"],"severity":"moderate","hepatitis_tests":"not-done","medicines":["Tegretol 200 mg tablets","Zelfanol"]},
"prescription":{"drug":"upadacitinib","strength":"15 mg","prescriber":"Dr. Łucja Ωmega","kind":"new"},
"authorization":{"severity":[]},"coverage":{"payer":"employer"},
"pharmacy":{"name":"Linden Street Pharmacy","phone":"(555) 010-0142","pharmacist":"A. Okafor, PharmD"}}"#;

fn options(out: &Path, more: &[&str]) -> Options {
    let typed = ["countercheck", "summary", "-", "-o", out.to_str().unwrap()];
    let arguments = Arguments::try_parse_from(typed.into_iter().chain(more.iter().copied()));
    match arguments.unwrap().command {
        Some(cli::Command::Summary(options)) => options,
        other => panic!("{other:?}"),
    }
}

fn written(input: &str, more: &[&str]) -> Vec<u8> {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    run(content(), input.as_bytes(), &options(&out, more)).unwrap();
    assert_eq!(std::fs::read_dir(&folder).unwrap().count(), 1, "one file and nothing else");
    std::fs::read(out).unwrap()
}

/// The trouble with an input; nothing is left in the folder.
fn refused(input: &str, more: &[&str]) -> Trouble {
    let folder = tempfile::tempdir().unwrap();
    let trouble = run(content(), input.as_bytes(), &options(&folder.path().join("out"), more)).unwrap_err();
    assert_eq!(std::fs::read_dir(&folder).unwrap().count(), 0, "nothing was written");
    trouble
}

/// What a tool says of a PDF; `None`, in words, where it is not installed.
fn tool(program: &str, before: &[&str], pdf: &[u8], after: &[&str]) -> Option<String> {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("summary.pdf");
    std::fs::write(&file, pdf).unwrap();
    match Command::new(program).args(before).arg(&file).args(after).output() {
        Ok(output) => {
            assert!(output.status.success(), "{program}: {}", String::from_utf8_lossy(&output.stderr));
            Some(String::from_utf8_lossy(&output.stdout).into_owned())
        }
        Err(_) => {
            println!("skipped: {program} is not installed");
            None
        }
    }
}

/// Each of these words stands in the text, behind those before it.
fn stand_in_order(text: &str, expected: &[&str]) {
    let mut from = 0;
    for words in expected {
        let at = text.get(from..).and_then(|rest| rest.find(words));
        from += at.unwrap_or_else(|| panic!("“{words}” is missing or out of order: {text}"));
    }
}

#[test]
fn the_pdf_says_what_it_should_in_reading_order() {
    let pdf = written(VISIT, &[]);
    let Some(text) = tool("pdftotext", &[], &pdf, &["-"]) else { return };
    let text: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
    stand_in_order(
        &text,
        &[
            "Linden Street Pharmacy",
            "Elena Marković, born 2 May 1984",
            "25 November 2026",
            "What we talked about",
            "Do not stop a medicine on your own.",
            "Upadacitinib (Rinvoq)",
            "Talk before starting. With carbamazepine",
            "Ask your skin doctor",
            "Boxed warning: Upadacitinib (Rinvoq)",
            "Call 911 for",
            "Page 1 of",
            "In numbers: Upadacitinib",
            "Had clear or almost clear skin after 16 weeks The 15 mg tablet: 48 of 100, 40 more than without it",
            "For the dermatologist",
            "Upadacitinib 15 mg (Rinvoq), new start",
            "Dr. Łucja Ωmega",
            "not recognized: the app could not check it",
            "For professional review. Not a diagnosis or an order.",
        ],
    );
}

#[test]
fn the_page_on_a_prior_authorization_says_what_it_should_in_reading_order() {
    let record = r#"{"icd10":"L20.9","severity":[{"measure":"easi","value":21.4,"on":"2026-11-02"}],
        "tried":[{"drug":"clobetasol","strength":"0.05 %","days_used":30,"outcome":"failed"}],
        "denials":[{"code":"75","on":"2026-11-10"}]}"#;
    let visit = VISIT.replace(r#"{"severity":[]}"#, record);
    let pdf = written(&visit, &["--parts", "authorization"]);
    let Some(text) = tool("pdftotext", &[], &pdf, &["-"]) else { return };
    let text: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
    stand_in_order(
        &text,
        &[
            "Information to support a prior authorization",
            "not a plan’s form",
            "Upadacitinib 15 mg (Rinvoq), new start",
            "ICD-10 L20.9",
            "EASI 21.4 of 72 2 Nov 2026",
            "Therapies tried",
            "clobetasol 0.05 %",
            "Safety screening",
            "To attach",
            "What plans usually want, and what is missing",
            "Denials, ways and deadlines",
            "9 May 2027 (165 days left)",
            "Reviewed by the prescriber",
            "Sources",
        ],
    );
}

#[test]
fn the_fonts_are_embedded_as_subsets_and_the_file_is_sound() {
    let pdf = written(VISIT, &[]);
    if let Some(fonts) = tool("pdffonts", &[], &pdf, &[]) {
        let rows: Vec<&str> = fonts.lines().skip(2).collect();
        assert!(!rows.is_empty());
        for row in rows {
            assert!(row.split_whitespace().collect::<Vec<_>>().join(" ").contains("yes yes yes"), "{row}");
        }
    }
    tool("qpdf", &["--check"], &pdf, &[]);
}

#[test]
fn the_whole_summary_can_be_listened_to_and_is_small() {
    let pdf = written(&with_costs(), &[]);
    assert!(pdf.len() < 200_000, "{}", pdf.len());
    let Some(info) = tool("pdfinfo", &[], &pdf, &[]) else { return };
    let tagged = info.lines().find_map(|line| line.strip_prefix("Tagged:"));
    assert_eq!(tagged.map(str::trim), Some("yes"));
    let Some(heard) = tool("pdfinfo", &["-struct-text"], &pdf, &[]) else { return };
    stand_in_order(
        &heard,
        &[
            "H1 (block)\n      \"What we talked about\"",
            "H1 (block)\n      \"What a year may cost you\"",
            "Figure:\n       /Placement /Block",
            "H1 (block)\n      \"For the dermatologist\"",
        ],
    );
}

#[test]
fn equal_input_gives_equal_bytes_and_another_day_does_not() {
    let pdf = written(VISIT, &[]);
    assert_eq!(pdf, written(VISIT, &[]));
    assert_ne!(pdf, written(&VISIT.replace("2026-11-25", "2026-11-26"), &[]));
}

#[test]
fn the_paper_is_letter_or_a4() {
    for (paper, size) in [("letter", "612 x 792 pts (letter)"), ("a4", "595.276 x 841.89 pts (A4)")] {
        let pdf = written(VISIT, &["--paper", paper]);
        let Some(info) = tool("pdfinfo", &[], &pdf, &[]) else { return };
        let line = info.lines().find(|line| line.starts_with("Page size:")).unwrap();
        assert_eq!(line.split_whitespace().skip(2).collect::<Vec<_>>().join(" "), size);
    }
}

#[test]
fn an_ordinary_visit_takes_three_pages_for_the_patient_and_three_for_the_dermatologist() {
    for (part, most) in [("patient", 3), ("dermatologist", 3)] {
        let pdf = written(VISIT, &["--parts", part]);
        let Some(info) = tool("pdfinfo", &[], &pdf, &[]) else { return };
        let pages = info.lines().find_map(|line| line.strip_prefix("Pages:")).unwrap();
        assert!(pages.trim().parse::<u32>().unwrap() <= most, "{part}: {pages}");
    }
    assert!(written(VISIT, &["--large-print"]).len() > 1000);
}

#[test]
fn the_text_file_says_the_same() {
    let text = String::from_utf8(written(VISIT, &["--format", "txt", "--parts", "dermatologist"])).unwrap();
    assert!(text.contains("For the dermatologist") && text.contains("Zelfanol"));
    assert!(!text.contains("What we talked about"));
    assert!(text.lines().all(|line| line.chars().count() <= 78));
}

#[test]
fn a_file_that_exists_stays_unless_it_may_be_replaced() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out.pdf");
    std::fs::write(&out, "mine").unwrap();
    let trouble = run(content(), VISIT.as_bytes(), &options(&out, &[])).unwrap_err();
    assert_eq!(trouble.exit_code(), 5);
    assert_eq!(std::fs::read(&out).unwrap(), b"mine");
    run(content(), VISIT.as_bytes(), &options(&out, &["--force"])).unwrap();
    assert!(std::fs::read(&out).unwrap().starts_with(b"%PDF-1.7"));
    assert_eq!(std::fs::read_dir(&folder).unwrap().count(), 1);
}

#[test]
fn bad_input_is_refused_with_its_field_and_without_a_word_about_the_patient() {
    let with = |field: &str| VISIT.replacen('{', &format!("{{{field},"), 1);
    for (input, field) in [
        (with(r#""colour":"red""#), "colour: "),
        (VISIT.replace(r#""authorization":{"severity":[]}"#, r#""authorization":[]"#), "authorization: "),
        (
            VISIT.replace(r#""severity":[]"#, r#""severity":[{"measure":"easi","value":73}]"#),
            "authorization.severity[0].value: expected 0 to 72",
        ),
        (VISIT.replace(r#""phone""#, r#""fone""#), "pharmacy.fone: "),
        (VISIT.replace(r#""(555) 010-0142""#, "5550100142"), "pharmacy.phone: "),
        (VISIT.replace(r#""employer""#, r#""boss""#), "coverage.payer: "),
        (VISIT.replace(r#""kind":"new""#, r#""kind":"old""#), "prescription.kind: "),
        (VISIT.replace("1984-05-02", "2984-05-02"), "patient.birth_date: "),
        ("[]".into(), "the input: "),
        ("{".into(), "not JSON"),
    ] {
        let trouble = refused(&input, &[]);
        assert_eq!(trouble.exit_code(), 2, "{field}");
        let said = trouble.to_string();
        assert!(said.starts_with(field), "{said}");
        assert!(!said.contains("Elena"), "{said}");
    }
}

#[test]
fn a_letter_that_no_font_has_is_named_with_its_place_and_nothing_is_written() {
    let trouble = refused(&VISIT.replace("Elena Marković", "李 Marković"), &[]);
    assert_eq!(trouble.exit_code(), 2);
    let said = trouble.to_string();
    assert!(said.contains("U+674E in the patient’s lines") || said.contains("U+674E in the patient's lines"));
    assert!(!said.contains("Marković"));
}

#[test]
fn without_a_choice_of_parts_all_are_printed() {
    let all = written(VISIT, &["--parts", "patient,cost,dermatologist,authorization"]);
    assert_eq!(written(VISIT, &[]), all);
}

#[test]
fn the_patients_pages_in_spanish_say_so_and_the_dermatologists_stay_english() {
    let pdf = written(VISIT, &["--language", "es"]);
    let Some(text) = tool("pdftotext", &[], &pdf, &["-"]) else { return };
    let text: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
    stand_in_order(
        &text,
        &[
            "Elena Marković, fecha de nacimiento: 2 de mayo de 1984",
            "25 de noviembre de 2026",
            "Lo que hablamos",
            "No deje de tomar ningún medicamento por su cuenta.",
            "Upadacitinib (Rinvoq)",
            "Pregunte a su dermatólogo",
            "Advertencia en recuadro: Upadacitinib (Rinvoq)",
            "Llame al 911",
            "Traducción sin revisar. Página 2 de",
            "For the dermatologist",
            "For professional review. Not a diagnosis or an order.",
        ],
    );
}

#[test]
fn whoever_reads_spanish_at_grade_seven_can_read_the_pages() {
    let mut names: Vec<String> = content().drugs().iter().map(|drug| drug.name.clone()).collect();
    names.extend(["Medicare Prescription Payment Plan".into(), "carbamazepine".into(), "medicamento".into()]);
    for visit in [
        VISIT.to_owned(),
        with_costs(),
        with_costs().replace("employer", "part_d").replace("commercial", "part_d"),
    ] {
        let more = ["--format", "txt", "--parts", "patient,cost", "--language", "es"];
        let text = String::from_utf8(written(&visit, &more)).unwrap();
        let (_, body) = text.split_once("====").unwrap();
        for paragraph in body.split("\n\n").filter(|paragraph| !paragraph.contains('$')) {
            let paragraph: Vec<&str> = paragraph.split_whitespace().collect();
            let paragraph = words::masked(&paragraph.join(" "), &names);
            // Of a few words, one long one makes a hard text; lists of signs are no sentences.
            if paragraph.split(' ').count() > 12 && !paragraph.contains('·') {
                let grade = words::spanish_grade(&paragraph);
                assert!(grade <= 7.0, "{grade}: {paragraph}");
            }
        }
    }
}

#[test]
fn the_short_form_is_one_page_on_either_paper() {
    for more in [&[][..], &["--paper", "a4"], &["--language", "es"]] {
        let pdf = written(VISIT, &[&["--short", "--parts", "patient"], more].concat());
        let Some(info) = tool("pdfinfo", &[], &pdf, &[]) else { return };
        let pages = info.lines().find_map(|line| line.strip_prefix("Pages:")).unwrap();
        assert_eq!(pages.trim(), "1", "{more:?}");
    }
}

/// The visit with a plan and options; the first can't be told.
fn with_costs() -> String {
    let option = |drug: &str, price: u32, card: &str| {
        format!(
            r#"{{"id":"{drug}","lines":[{{"drug":"{drug}","first":[],"maintenance":[1,30,{price}],
            "price":{{"kind":"claim","as_of":"2026-11-20"}}{card}}}]}}"#
        )
    };
    let card = r#","card":{"annual_max_cents":1400000,"min_patient_pay_cents":500,"enrolled":"unknown"}"#;
    let coverage = format!(
        r#""coverage":{{"payer":"employer","plan":{{"kind":"commercial","plan_year_reset_month":1,
        "deductible":{{"structure":"individual","individual_cents":150000,"met_individual_cents":120000}},
        "cost_share":{{"type":"coinsurance","rate_bp":2000,"max_cents":25000}},
        "oop_max":{{"structure":"embedded","individual_cents":400000,"family_cents":800000,
        "met_individual_cents":330000,"met_family_cents":330000}}}},
        "first_fill":"2026-12-01","months":12,"options":[{},{},{}]}}"#,
        option("upadacitinib", 675_013, card),
        option("tacrolimus", 12_044, ""),
        option("ruxolitinib", 208_711, r#","cost_share":"unknown""#),
    );
    VISIT.replace(r#""coverage":{"payer":"employer"}"#, &coverage)
}

#[test]
fn a_coverage_with_options_gives_a_cost_page_and_a_bad_one_is_refused_with_its_field() {
    let text = String::from_utf8(written(&with_costs(), &["--format", "txt", "--parts", "cost"])).unwrap();
    for words in ["What a year may cost you", "Tacrolimus ointment", "Month by month", "new plan year"] {
        assert!(text.contains(words), "{words}: {text}");
    }
    assert!(!text.contains("What we talked about"));
    let trouble = refused(&with_costs().replace("[1,30,12044]", "[0,30,12044]"), &["--parts", "patient"]);
    assert!(trouble.to_string().starts_with("coverage.options[1].lines[0].maintenance"), "{trouble}");
}

#[test]
fn an_eighth_grader_can_read_the_cost_page() {
    let mut names: Vec<String> = content().drugs().iter().map(|drug| drug.name.clone()).collect();
    names.push("Medicare Prescription Payment Plan".into());
    let part_d = with_costs().replace("employer", "part_d").replace("commercial", "part_d");
    for visit in [VISIT.to_owned(), with_costs(), part_d] {
        let text = String::from_utf8(written(&visit, &["--format", "txt", "--parts", "cost"])).unwrap();
        // Below the header, without figures: they are read as figures.
        let (_, body) = text.split_once("====").unwrap();
        for paragraph in body.split("\n\n").filter(|paragraph| !paragraph.contains('$')) {
            let paragraph: Vec<&str> = paragraph.split_whitespace().collect();
            let paragraph = words::masked(&paragraph.join(" "), &names);
            // Of a few words, one long one makes a hard text.
            if paragraph.split(' ').count() > 12 {
                assert!(words::grade(&paragraph) <= 8.0, "{}: {paragraph}", words::grade(&paragraph));
            }
        }
        assert!(words::grade(&words::masked(body, &names)) <= 8.0);
    }
}

#[test]
fn an_eighth_grader_can_read_the_figures_of_every_drug() {
    let mut names: Vec<String> = content().drugs().iter().map(|drug| drug.name.clone()).collect();
    names.push("JAK inhibitors".into());
    names.extend(content().sources().iter().map(|source| source.title.clone()));
    names.sort_by_key(|name| std::cmp::Reverse(name.len()));
    for drug in content().drugs() {
        let visit = VISIT.replace("\"upadacitinib\"", &format!("{:?}", drug.id.as_str()));
        let text = String::from_utf8(written(&visit, &["--format", "txt", "--parts", "patient"])).unwrap();
        let (_, section) = text.split_once("In numbers: ").unwrap();
        let (section, _) = section.split_once("Ask about help with the cost").unwrap();
        // The headings and rows are lines of their own.
        for paragraph in section.split("\n\n").filter(|paragraph| !paragraph.contains("\n- ")) {
            let paragraph: Vec<&str> = paragraph.split_whitespace().collect();
            let paragraph = words::masked(&paragraph.join(" "), &names);
            if paragraph.split(' ').count() > 12 {
                assert!(words::grade(&paragraph) <= 8.0, "{}: {paragraph}", words::grade(&paragraph));
            }
        }
        assert!(words::grade(&words::masked(section, &names)) <= 8.0, "{}", drug.id);
    }
}

#[cfg(unix)]
#[test]
fn nothing_but_a_plain_file_is_ever_replaced() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    std::fs::write(path("other"), "other").unwrap();
    std::os::unix::fs::symlink(path("other"), path("link")).unwrap();
    std::os::unix::fs::symlink(path("nothing"), path("loose")).unwrap();
    std::fs::create_dir(path("folder")).unwrap();
    let socket = std::os::unix::net::UnixListener::bind(path("socket")).unwrap();
    for name in ["link", "loose", "folder", "socket"] {
        let there = path(name).symlink_metadata().unwrap().file_type();
        let trouble = run(content(), VISIT.as_bytes(), &options(&path(name), &["--force"])).unwrap_err();
        assert_eq!(trouble.exit_code(), 5, "{name}: {trouble}");
        assert_eq!(path(name).symlink_metadata().unwrap().file_type(), there, "{name}");
    }
    drop(socket);
    assert_eq!(std::fs::read(path("other")).unwrap(), b"other");
    assert_eq!(std::fs::read_dir(&folder).unwrap().count(), 5, "nothing was written");
}
