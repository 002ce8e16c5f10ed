//! Is everything that the book says of a drug on its review sheet, each line with room to sign?

use super::super::{book, mark, named, said, section};
use super::*;
use crate::summary::{Header, PageSetup, Paper, PdfMeta, PrintSize, lay_out, to_markdown, to_pdf};

fn content() -> Content {
    Content::embedded().unwrap()
}

/// A document of nothing but these blocks.
fn of_blocks(blocks: Vec<Block>) -> Document {
    let part = Part {
        id: "made".to_owned(),
        title: "Made".to_owned(),
        lead: Vec::new(),
        footer: String::new(),
        density: Density::Compact,
        frame: None,
        blocks,
    };
    Document {
        title: "Made".to_owned(),
        language: "en".to_owned(),
        page_label: "{page} {pages}".to_owned(),
        header: Header { left: Default::default(), right: Default::default() },
        parts: vec![part],
    }
}

/// What a made-up drug would get: a paragraph, a section of the book, a table of figures, a heading.
#[test]
fn every_line_gets_a_number_and_room_to_sign_it() {
    let rule = [
        named("made.rule", "avoid").with(text("when always"), CellStyle::Plain),
        said("Ask the prescriber.", "Ask your doctor."),
        Cell::plain(text("made-label-5 (seen, as of 2026)")),
    ];
    let figures = Table {
        columns: vec![Column::words("Of 100 people", 7), Column::figures("it (50)", 3), mark_column()],
        rows: vec![Row { cells: vec![Cell::default(), Cell::plain(text("4 %")), mark()] }],
    };
    let mut blocks = vec![small(text("For adults."))];
    blocks.extend(section("Rules", "Rule", "What it says", vec![rule]));
    blocks.push(Block::Table(figures));
    let mut lines = Lines::default();
    let signed: Vec<Block> = blocks.into_iter().map(|block| lines.signed(block)).collect();
    assert_eq!(lines.count, 3);

    let sign = "[ ] right [ ] mend<br>text of ________<br>on ________ by ________";
    let expected = [
        "# Made".to_owned(),
        "## Made".to_owned(),
        "| | Checked against the source |".to_owned(),
        "| --- | --- |".to_owned(),
        format!("| **1.** For adults. | {sign} |"),
        "### Rules".to_owned(),
        "| Rule | What it says | Basis | Checked against the source |".to_owned(),
        "| --- | --- | --- | --- |".to_owned(),
        format!(
            "| **2.** made.rule<br>avoid<br>when always | Ask the prescriber.<br>*Patient: Ask your doctor.* | \
             made-label-5 (seen, as of 2026) | {sign} |"
        ),
        "| Of 100 people | it (50) | Checked against the source |".to_owned(),
        "| --- | --- | --- |".to_owned(),
        format!("| **3.** | 4 % | {sign} |"),
    ];
    let markdown = to_markdown(&of_blocks(signed)).replace('\\', "");
    let one_space = |line: &str| line.split_whitespace().collect::<Vec<_>>().join(" ");
    let lines: Vec<String> = markdown.lines().map(one_space).filter(|line| !line.is_empty()).collect();
    assert_eq!(lines, expected);
}

#[test]
fn what_the_book_says_of_a_drug_stands_on_its_sheet_with_as_many_signatures_as_lines() {
    let content = content();
    for drug in content.drugs() {
        let of_book = to_markdown(&book(&content, Some(drug.ix)));
        let sheet = to_markdown(&review(&content, drug.ix));
        let rows = of_book.lines().filter(|line| line.ends_with("| [ ] |"));
        let mut missing = Vec::new();
        let mut count = 0;
        for row in rows {
            count += 1;
            // Its words, after the number that is put before them.
            let said = row.trim_start_matches("| ").trim_end_matches(" | [ ] |");
            if !sheet.contains(said) {
                missing.push(said);
            }
        }
        assert!(missing.is_empty(), "{}: {missing:#?}", drug.id);
        let signed = sheet.matches("[ ] right").count();
        // More than the rows with a box in the book: its paragraphs are lines here.
        assert!(count > 20 && signed > count, "{}: {signed} of {count}", drug.id);
        assert!(sheet.replace('\\', "").contains(&drug.for_whom), "{}", drug.id);
        let sources = sheet.matches("still the newest").count();
        assert!(sheet.contains(&format!("Reviewer of {signed} lines and {sources} sources")), "{}", drug.id);
    }
}

#[test]
fn every_source_of_the_drug_is_told_once_with_its_section_and_date() {
    let content = content();
    for drug in content.drugs() {
        let sheet = to_markdown(&review(&content, drug.ix)).replace('\\', "");
        let table = sheet.split("### ").find(|part| part.starts_with("Sources\n")).unwrap();
        let mut told = 0;
        for source in content.sources() {
            let row = format!("<br>{} | {}, {}", source.id, source.as_of, sure(source.confidence));
            let stands = table.matches(&row).count();
            let used = sheet.contains(&format!("{} (", source.id));
            assert_eq!(stands, usize::from(used), "{}: {}", drug.id, source.id);
            if used {
                told += 1;
                assert!(table.contains(&source.title) && table.contains(&source.section), "{}", source.id);
                assert!(table.contains(&source.check_by.to_string()), "{}", source.id);
            }
        }
        assert!(told > 3, "{}", drug.id);
    }
}

#[test]
fn every_sheet_is_printed_on_both_papers_and_twice_the_same() {
    let content = content();
    for drug in content.drugs() {
        let sheet = review(&content, drug.ix);
        for paper in [Paper::Letter, Paper::A4] {
            let pages = lay_out(&sheet, PageSetup { paper, print_size: PrintSize::Normal }).unwrap();
            let meta = PdfMeta::of(&sheet, "", content.as_of);
            assert!(to_pdf(&pages, &meta).unwrap() == to_pdf(&pages, &meta).unwrap(), "{}", drug.id);
        }
    }
}
