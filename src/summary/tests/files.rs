//! Promises of the PDF file and of the plain text.

use std::process::Command;

use super::*;

pub(super) fn pdf(document: &Document) -> Vec<u8> {
    let pages = lay_out(document, LETTER).unwrap();
    let meta = PdfMeta::of(document, "Linden Street Pharmacy", jiff::civil::date(2026, 11, 25));
    to_pdf(&pages, &meta).unwrap()
}

/// What a tool of poppler-utils says about a file.
fn poppler(tool: &str, options: &[&str], bytes: &[u8]) -> String {
    said_by(tool, options, bytes).expect("poppler-utils is installed")
}

/// What a tool says about a file; `None`, in words, where it is not installed.
pub(super) fn said_by(tool: &str, options: &[&str], bytes: &[u8]) -> Option<String> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("summary.pdf");
    std::fs::write(&path, bytes).unwrap();
    let mut command = Command::new(tool);
    command.args(options).arg(&path);
    if tool == "pdftotext" {
        command.arg("-");
    }
    let Ok(output) = command.output() else {
        println!("skipped: {tool} is not installed");
        return None;
    };
    assert!(output.status.success(), "{tool}: {}", String::from_utf8_lossy(&output.stderr));
    Some(String::from_utf8(output.stdout).unwrap())
}

#[test]
fn equal_documents_give_equal_bytes() {
    let first = pdf(&sample::document());
    let second = pdf(&sample::document());
    let third = std::thread::spawn(|| pdf(&sample::document())).join().unwrap();
    assert!(first == second && second == third);
    let mut other = sample::document();
    other.title.push('!');
    assert!(pdf(&other) != first);
    let mut other = sample::document();
    other.language = "en-US".to_owned();
    assert!(pdf(&other) != first);
}

#[test]
fn the_whole_summary_is_small() {
    assert!(pdf(&sample::document()).len() < 60_000);
}

#[test]
fn fonts_are_embedded_as_subsets_with_their_characters() {
    let list = poppler("pdffonts", &[], &pdf(&sample::document()));
    let fonts: Vec<&str> = list.lines().skip(2).collect();
    assert_eq!(fonts.len(), 3);
    assert!(fonts.iter().all(|font| font.contains("yes yes yes")), "{list}");
}

#[test]
fn readers_are_told_title_author_date_and_nothing_false() {
    let bytes = pdf(&sample::document());
    let info = poppler("pdfinfo", &["-rawdates"], &bytes);
    for line in [
        "Title:           What we talked about",
        "Author:          Linden Street Pharmacy",
        "CreationDate:    D:20261125000000Z",
        "PDF version:     1.7",
        "Page size:       612 x 792 pts (letter)",
    ] {
        assert!(info.contains(line), "{info}");
    }
    assert!(!info.contains("PDF subtype"), "{info}");
    let file = lopdf::Document::load_mem(&bytes).unwrap();
    let catalog = file.catalog().unwrap();
    assert_eq!(catalog.get(b"PageMode").unwrap().as_name().unwrap(), b"UseOutlines");
    assert_eq!(catalog.get(b"Lang").unwrap().as_str().unwrap(), b"en");
    assert!(catalog.has(b"Outlines") && catalog.has(b"ViewerPreferences"));
}

#[test]
fn text_comes_out_in_reading_order_with_its_spaces() {
    let bytes = pdf(&sample::document());
    let words = |text: String| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let plain = words(poppler("pdftotext", &[], &bytes));
    for sentence in [
        "Talk before starting. Your seizure medicine (carbamazepine) makes it weaker. Do not stop it on your own.",
        "Call 911 for chest pain or trouble breathing · face drooping, weak arm, trouble speaking · swelling of the throat or tongue",
        "Asked of you: □ proceed as written □ change to",
        "□ order TB, hepatitis, CBC, liver tests, pregnancy test Reply by fax",
        "Ask your plan: “Does money from a drug maker’s card count toward my deductible?”",
    ] {
        assert!(plain.contains(sentence), "{plain}");
    }
    let laid_out = poppler("pdftotext", &["-layout"], &bytes);
    assert!(laid_out.contains("Elena Marković, born 2 May 1984"));
    let row = laid_out.lines().find(|line| line.contains("Jan 2027")).unwrap();
    assert_eq!(row.split_whitespace().collect::<Vec<_>>(), ["Jan", "2027", "$77", "$5"]);
}

#[test]
fn names_in_three_scripts_are_copied_as_they_were_typed() {
    let names = "Anna Анна Άννα AHOPCTX АНОРСТХ ΑΗΟΡΤΧ Łukasz Ñandú µg 5 ≥ 3 Zoe\u{308} m\u{303}a";
    let copied =
        poppler("pdftotext", &["-raw"], &pdf(&document(Density::Compact, vec![Block::body(text(names))])));
    assert!(copied.contains("Anna Анна Άννα AHOPCTX АНОРСТХ ΑΗΟΡΤΧ Łukasz Ñandú"), "{copied}");
    assert!(copied.contains("µg 5 ≥ 3 Zoë"), "{copied}");
}

#[test]
fn plain_text_keeps_to_its_columns_and_has_every_row() {
    let mut document = sample::document();
    document.parts[0].blocks.push(Block::body(text("x".repeat(200))));
    let plain = to_text(&document);
    assert!(plain.lines().all(|line| line.chars().count() <= 78));
    assert!(!plain.contains("\n\n\n"));
    assert!(plain.contains(
        "Medicine: Upadacitinib (Rinvoq)\n  a tablet, once a day\n  Talk about this first: (!!) Talk before starting. Your seizure medicine\n    (carbamazepine) makes it weaker. Do not stop it on your own.\n"
    ));
    assert!(plain.contains("Asked of you: [ ] proceed as written [ ] change to _________ [ ] order TB"));
    assert_eq!(plain.matches("[ ] ").count(), 9);
}
