//! Two whole visits on paper: the pages are as they were looked at, and tools made by others can read the
//! file.

use std::collections::BTreeSet;

use countercheck::summary::compose::PartKind;
use countercheck::summary::{PageSetup, Paper, PrintSize, Tone, lay_out, to_pdf};

use super::made::{HEAVY, Made, VISIT};
use super::{Figure, Item, Page, Pt, content, golden, tool, written};

const LETTER: PageSetup = PageSetup { paper: Paper::Letter, print_size: PrintSize::Normal };

/// Every paper with every size of letters, and how the command is told so.
const SETUPS: [(PageSetup, &[&str]); 4] = [
    (LETTER, &[]),
    (PageSetup { paper: Paper::A4, print_size: PrintSize::Normal }, &["--paper", "a4"]),
    (PageSetup { paper: Paper::Letter, print_size: PrintSize::Large }, &["--large-print"]),
    (PageSetup { paper: Paper::A4, print_size: PrintSize::Large }, &["--paper", "a4", "--large-print"]),
];

fn pages(visit: &str, parts: &[PartKind], setup: PageSetup) -> Vec<Page> {
    lay_out(&Made::from(content(), visit).document(content(), parts), setup).unwrap()
}

#[test]
fn the_pages_of_an_ordinary_visit_stand_where_they_stood() {
    for part in PartKind::ALL {
        golden::compare(&format!("visit-{}.txt", part.id()), &pages(VISIT, &[part], LETTER));
    }
}

#[test]
fn the_command_writes_the_pages_that_are_compared() {
    for (setup, options) in SETUPS {
        let made = Made::from(content(), VISIT);
        let document = made.document(content(), &PartKind::ALL);
        let pdf = to_pdf(&lay_out(&document, setup).unwrap(), &made.meta(&document)).unwrap();
        assert!(pdf == written(VISIT, options), "{options:?}");
    }
}

#[test]
fn tools_made_by_others_find_the_whole_summary_sound_on_both_papers_and_in_large_print() {
    for visit in [VISIT, HEAVY] {
        for (setup, options) in SETUPS {
            let pdf = written(visit, options);
            let pages = pages(visit, &PartKind::ALL, setup);
            tool("qpdf", &["--check"], &pdf, &[]);
            if let Some(info) = tool("pdfinfo", &["-rawdates"], &pdf, &[]) {
                let size = match setup.paper {
                    Paper::Letter => "612 x 792 pts (letter)",
                    Paper::A4 => "595.276 x 841.89 pts (A4)",
                };
                let field = |name: &str| {
                    let line = info.lines().find_map(|line| line.strip_prefix(name));
                    line.unwrap_or_else(|| panic!("{name} {info}")).trim().to_owned()
                };
                assert_eq!(field("Page size:"), size);
                assert_eq!(field("Pages:"), pages.len().to_string());
                assert_eq!(field("CreationDate:"), "D:20261125000000Z");
                assert!(field("Author:").contains("Linden Street Pharmacy"));
                assert!(!field("Title:").is_empty() && !info.contains("Παπακωνσταντινοπούλου"));
            }
            if let Some(fonts) = tool("pdffonts", &[], &pdf, &[]) {
                for row in fonts.lines().skip(2) {
                    // Embedded, a subset, with the characters that its glyphs show.
                    let row: Vec<&str> = row.split_whitespace().collect();
                    assert!(row.join(" ").contains("yes yes yes"), "{row:?}");
                }
            }
            if let Some(text) = tool("pdftotext", &["-raw"], &pdf, &["-"]) {
                assert_eq!(text.matches('\u{c}').count(), pages.len());
                let text: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
                let mut from = 0;
                for title in [
                    "What we talked about",
                    "What a year may cost you",
                    "For the dermatologist",
                    "Information to support a prior authorization",
                ] {
                    let at = text.get(from..).and_then(|rest| rest.find(title));
                    from += at.unwrap_or_else(|| panic!("“{title}” is missing or out of order"));
                }
            }
        }
    }
}

#[test]
fn every_word_of_a_heavy_visit_is_copied_as_it_was_typed() {
    let Some(text) = tool("pdftotext", &["-raw"], &written(HEAVY, &[]), &["-"]) else { return };
    let letters = |text: &str| text.split_whitespace().collect::<String>();
    let copied = letters(&text);
    for words in [
        "Αικατερίνη-Αλεξάνδρα Παπακωνσταντινοπούλου",
        "Nguyễn Thị Phương-Thảo",
        "Wawrzyńczakowska-Brzęczyszczykiewicz",
        "Святополк-Мирский Константин Ѳеодоровичъ",
        "Κλινική Δερματολογικών Νοσημάτων",
        "Apteka pod Złotym Lwem Święty Krzyż",
        "Ксанторин форте",
        "elvitegravir/cobicistat/emtricitabine/tenofovir alafenamide",
        "methenamine/sodium phosphate/methylene blue/hyoscyamine",
    ] {
        assert!(copied.contains(&letters(words)), "{words}");
    }
}

/// Letters that few fonts have and these do, as typed on a keyboard and as some systems store them.
#[test]
fn rare_letters_are_printed_whether_they_are_stored_as_one_character_or_two() {
    for (composed, parted) in [
        ("Łukasz Gőző", "Łukasz Go\u{30b}zo\u{30b}"),
        ("Şule Țepeș", "S\u{327}ule T\u{326}epes\u{326}"),
        ("Ñandú Groß", "N\u{303}andu\u{301} Groß"),
        ("Ωρίων Жанѣ", "Ωρι\u{301}ων Жанѣ"),
        ("Việt Nguyễn", "Vie\u{323}\u{302}t Nguye\u{302}\u{303}n"),
        ("Йосиф Ёлкин", "И\u{306}осиф Е\u{308}лкин"),
        ("Šarūnė Ķirsis", "S\u{30c}aru\u{304}ne\u{307} K\u{327}irsis"),
        ("Çağlar Ăsa", "C\u{327}ag\u{306}lar A\u{306}sa"),
    ] {
        for name in [composed, parted] {
            let visit = VISIT.replace("Elena Marković", name);
            let pdf = written(&visit, &["--parts", "dermatologist"]);
            let Some(text) = tool("pdftotext", &[], &pdf, &["-"]) else { return };
            assert!(text.contains(composed), "{composed}");
        }
    }
}

#[test]
fn a_heavy_visit_has_what_it_is_heavy_by() {
    let made = Made::from(content(), HEAVY);
    let findings: usize = made.assessment.drugs.iter().map(|drug| drug.findings.len()).sum();
    assert!(findings >= 60, "{findings}");
    let list: serde_json::Value = serde_json::from_str(HEAVY).unwrap();
    assert_eq!(list["answers"]["medicines"].as_array().unwrap().len(), 40);
    assert_eq!(list["coverage"]["options"].as_array().unwrap().len(), 12);
}

/// What a fax keeps: black on white, 204 by 98 dots an inch.
#[test]
fn the_dermatologists_pages_survive_a_fax() {
    for visit in [VISIT, HEAVY] {
        let pages = pages(visit, &[PartKind::Dermatologist], LETTER);
        for item in pages.iter().flat_map(|page| &page.items) {
            match item {
                Item::Glyphs(run) => assert!(run.size >= Pt(8.49) && run.tone == Tone::Ink),
                Item::Line(line) => assert!(line.tone == Tone::Ink),
                Item::Shape(shape) => assert!(matches!(shape.tone, Tone::Ink | Tone::Paper)),
            }
        }
        // Boxes to tick and lines to write on stand on the first page, which is faxed back.
        let figures: BTreeSet<&str> = pages[0]
            .items
            .iter()
            .filter_map(|item| match item {
                Item::Shape(shape) if shape.figure == Figure::CheckBox => Some("box"),
                Item::Shape(shape) if shape.figure == Figure::Blank => Some("line"),
                Item::Shape(shape) if shape.figure == Figure::Frame => Some("frame"),
                Item::Shape(_) | Item::Glyphs(_) | Item::Line(_) => None,
            })
            .collect();
        assert_eq!(figures.len(), 3);
    }
}

/// No page is nearly empty, but where all of a part fits on it.
#[test]
fn no_part_ends_with_a_page_of_a_few_lines() {
    for visit in [VISIT, HEAVY] {
        for (setup, _) in SETUPS {
            for part in PartKind::ALL {
                let pages = pages(visit, &[part], setup);
                let words = |page: &Page| -> BTreeSet<i64> {
                    page.items
                        .iter()
                        .filter_map(|item| match item {
                            Item::Glyphs(run) => Some((run.baseline.0 * 10.0) as i64),
                            Item::Line(_) | Item::Shape(_) => None,
                        })
                        .collect()
                };
                let last = words(pages.last().unwrap()).len();
                // Two lines of header and one of footer.
                assert!(pages.len() == 1 || last >= 3 + 5, "{}: {last} lines {setup:?}", part.id());
            }
        }
    }
}
