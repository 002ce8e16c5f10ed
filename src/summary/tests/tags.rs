//! Promises to somebody who listens to the PDF: everything is heard, once, in order, by its kind.

use std::collections::BTreeMap;
use std::path::Path;

use proptest::prelude::*;

use super::files::{pdf, said_by};
use super::properties::{any_document, collect, collect_block, letters};
use super::tree::{Kid, Tree, read, string};
use super::*;

/// The sample, its second part said to be in Spanish.
fn in_two_languages() -> Document {
    let mut document = sample::document();
    let header = document.header.clone();
    document.parts[1].frame =
        Some(Frame { language: "es".to_owned(), page_label: "Página {page} de {pages}".to_owned(), header });
    document
}

fn tree(document: &Document) -> Tree {
    read(&pdf(document))
}

/// Words without the difference between one blank and several.
fn even(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// All that is read aloud.
fn heard(tree: &Tree) -> String {
    tree.in_order().iter().map(|(_, element)| tree.words(element)).collect()
}

/// All words that were typed into the parts.
fn typed(document: &Document) -> String {
    let mut typed = String::new();
    for part in &document.parts {
        typed.push_str(&clean(&part.title));
        collect(&part.lead, &mut typed);
        part.blocks.iter().for_each(|block| collect_block(block, &mut typed));
    }
    typed
}

/// Every letter but accents and signs, in no order.
fn plain_letters(words: &str) -> Vec<char> {
    letters(words).into_iter().filter(char::is_ascii_alphanumeric).collect()
}

#[test]
fn the_tag_tree_of_the_sample_is_the_agreed_one() {
    const RENEW: &str = "COUNTERCHECK_RENEW_GOLDENS";
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/summary/tests/goldens/tags.txt");
    let printed = tree(&in_two_languages()).print();
    if std::env::var_os(RENEW).is_some() {
        std::fs::write(&path, &printed).unwrap();
    }
    let agreed = std::fs::read_to_string(&path).unwrap_or_default();
    let differs = agreed.lines().zip(printed.lines()).find(|(agreed, printed)| agreed != printed);
    assert!(
        agreed.lines().eq(printed.lines()),
        "the tree is another (first: {differs:?}); if it should be, run this test with {RENEW}=1 and \
         read what changed in goldens/tags.txt"
    );
}

/// What has to hold for any file.
fn sound(tree: &Tree) {
    let mut owners: BTreeMap<(usize, i64), usize> = BTreeMap::new();
    let parents = {
        let root = tree.file.get_dict_in_dict(tree.file.catalog().unwrap(), b"StructTreeRoot").unwrap();
        let numbers = tree.file.get_dict_in_dict(root, b"ParentTree").unwrap();
        numbers.get(b"Nums").unwrap().as_array().unwrap().clone()
    };
    for (id, element) in &tree.elements {
        for kid in &element.kids {
            match kid {
                Kid::Element(below) => assert_eq!(tree.elements[below].above, Some(*id)),
                Kid::Content(page, number) => {
                    *owners.entry((*page, *number)).or_default() += 1;
                    let owner = &parents[page * 2 + 1].as_array().unwrap()[usize::try_from(*number).unwrap()];
                    assert_eq!(owner.as_reference().unwrap(), *id, "the way back leads elsewhere");
                }
            }
        }
        let kinds = |wanted: &[&str]| {
            element.kids.iter().all(|kid| match kid {
                Kid::Element(below) => wanted.contains(&tree.elements[below].kind.as_str()),
                Kid::Content(..) => false,
            })
        };
        match element.kind.as_str() {
            "L" => assert!(kinds(&["LI"])),
            "LI" => assert!(kinds(&["Lbl", "LBody"])),
            "Table" => {
                assert!(kinds(&["TR"]));
                let widths = element.kids.iter().map(|kid| match kid {
                    Kid::Element(row) => tree.elements[row].kids.len(),
                    Kid::Content(..) => 0,
                });
                let widths: Vec<usize> = widths.collect();
                assert!(widths.iter().all(|width| *width == widths[0]), "{widths:?}");
            }
            "TR" => assert!(kinds(&["TH", "TD"])),
            "Figure" => {
                assert!(element.says.iter().any(|said| said.starts_with("Alt=") && said.len() > 4));
                assert!(element.says.iter().any(|said| said.starts_with("BBox=")));
            }
            "Document" => assert!(kinds(&["Part"])),
            _ => {}
        }
    }
    for (page, sheet) in tree.sheets.iter().enumerate() {
        assert!(sheet.stray.is_empty(), "outside of marked content: {:?}", sheet.stray);
        for number in sheet.words.keys() {
            assert_eq!(owners.get(&(page, *number)), Some(&1), "page {page}, content {number}");
        }
    }
    let known = tree.sheets.iter().map(|sheet| sheet.words.len()).sum::<usize>();
    assert_eq!(owners.len(), known, "an element names a content that is not there");
}

#[test]
fn every_marked_content_belongs_to_one_element_and_nothing_stands_outside() {
    sound(&tree(&in_two_languages()));
}

#[test]
fn headers_footers_and_repeated_heads_are_not_read_aloud() {
    let tree = tree(&document(Density::Compact, vec![table(60)]));
    let heard = heard(&tree);
    for (words, times) in [("Medicine 1", 1), ("Pharmacy", 0), ("Page 1", 0), ("Prepared for a talk", 0)] {
        assert_eq!(heard.matches(words).count().min(1), times, "{words}");
    }
    assert_eq!(heard.matches("Dose").count(), 1);
    let kinds: Vec<&str> = tree.sheets[1].artifacts.iter().map(|(kind, _)| kind.as_str()).collect();
    for kind in ["Pagination Header", "Pagination Footer", "Pagination"] {
        assert!(kinds.contains(&kind), "{kinds:?}");
    }
}

#[test]
fn the_order_of_listening_is_the_order_of_the_plain_text() {
    let document = in_two_languages();
    let plain = even(&to_text(&document));
    let tree = tree(&document);
    let mut from = plain.find("====").unwrap();
    for (_, element) in tree.in_order() {
        // A table's head comes before each cell in the plain text, and once where it is listened to.
        if element.kind == "TH" && element.says.contains(&"Scope=Column".to_owned()) {
            continue;
        }
        for words in tree.words(element).split(['□', '_', '•']) {
            let words = even(&words.replace('\u{a0}', " "));
            let words = match element.says.iter().find_map(|said| said.strip_prefix("Alt=")) {
                Some(alternative) => even(alternative),
                None => words,
            };
            let at = plain[from..].find(&words);
            from += at.unwrap_or_else(|| panic!("{} is out of order: {words}", element.kind));
            from += words.len();
        }
    }
    assert_eq!(plain_letters(&heard(&tree)), plain_letters(&typed(&document)));
}

#[test]
fn a_part_in_spanish_is_read_aloud_in_spanish() {
    let tree = tree(&in_two_languages());
    let parts: Vec<&str> = tree
        .in_order()
        .iter()
        .filter(|(_, element)| element.kind == "Part")
        .map(|(_, element)| element.says[0].as_str())
        .collect();
    assert_eq!(parts, ["Lang=en", "Lang=es", "Lang=en"]);
    assert_eq!(tree.file.catalog().unwrap().get(b"Lang").unwrap().as_str().unwrap(), b"en");
}

#[test]
fn a_table_over_pages_is_one_table_and_a_torn_row_one_row() {
    let many = tree(&document(Density::Comfortable, vec![table(60)]));
    let count =
        |tree: &Tree, kind: &str| tree.elements.values().filter(|element| element.kind == kind).count();
    assert!(many.sheets.len() > 1);
    assert_eq!((count(&many, "Table"), count(&many, "TR"), count(&many, "TH")), (1, 61, 62));

    let columns = vec![Column::words("Why", 1), Column::words("Source", 1)];
    let rows =
        vec![Row { cells: vec![Cell::plain(text("reason ".repeat(2000))), Cell::plain(text("label"))] }];
    let torn = tree(&document(Density::Comfortable, vec![Block::Table(Table { columns, rows })]));
    assert!(torn.sheets.len() > 2);
    assert_eq!((count(&torn, "Table"), count(&torn, "TR"), count(&torn, "TD")), (1, 2, 2));
    sound(&torn);
    let cell = torn.elements.values().find(|element| torn.words(element).starts_with("reason")).unwrap();
    assert_eq!(torn.words(cell).split_whitespace().filter(|word| *word == "reason").count(), 2000);
}

#[test]
fn a_row_with_fewer_cells_is_filled_and_headings_never_skip_a_rank() {
    let columns = vec![Column::words("A", 1), Column::words("", 1), Column::words("C", 1)];
    let rows = vec![
        Row { cells: vec![Cell::plain(text("only"))] },
        Row { cells: vec![Cell::default(), Cell::plain(text("second"))] },
    ];
    let third = |words: &str| Block::Heading { level: Level::Three, text: text(words) };
    let blocks =
        vec![third("Too deep"), Block::heading("Two"), third("Three"), Block::Table(Table { columns, rows })];
    let tree = tree(&document(Density::Compact, blocks));
    sound(&tree);
    let printed = tree.print();
    let expected = "\
    H1 “What we said”
    H2 “Too deep”
    H2 “Two”
    H3 “Three”
    Table
      TR
        TH Scope=Column “A”
        TD
        TH Scope=Column “C”
      TR
        TD “only”
        TD
        TD
      TR
        TD
        TD “second”
        TD
";
    assert!(printed.ends_with(expected), "{printed}");
}

#[test]
fn boxes_side_by_side_that_go_on_over_pages_are_read_one_after_the_other() {
    let long = |title: &str, word: &str| Panel {
        title: text(title),
        blocks: vec![Block::Bullets(vec![text(format!("{word} ").repeat(30)); 40])],
    };
    let document =
        document(Density::Compact, vec![Block::Panels(vec![long("One", "left"), long("Two", "right")])]);
    let tree = tree(&document);
    assert!(tree.sheets.len() > 1);
    sound(&tree);
    let heard = heard(&tree);
    let (first, second) = heard.split_once("Two").unwrap();
    assert_eq!((first.matches("left").count(), first.matches("right").count()), (1200, 0));
    assert_eq!((second.matches("left").count(), second.matches("right").count()), (0, 1200));
}

#[test]
fn a_box_with_a_title_is_a_section_and_one_in_it_is_a_part_of_it() {
    let panel = |title: &str, blocks: Vec<Block>| Panel { title: text(title), blocks };
    let inner = Block::Panel(panel("Inner", vec![Block::body(text("two"))]));
    let outer = panel("Outer", vec![Block::body(text("one")), inner, Block::body(text("three"))]);
    let without = Panel { title: Text::new(), blocks: vec![Block::body(text("alone"))] };
    let tree = tree(&document(Density::Compact, vec![Block::Panel(outer), Block::Panel(without)]));
    sound(&tree);
    let expected = "\
    Sect
      P “Outer”
      P “one”
      P “Inner”
      P “two”
      P “three”
    Div
      P “alone”
";
    assert!(tree.print().ends_with(expected), "{}", tree.print());
}

#[test]
fn paragraphs_of_one_cell_do_not_run_together() {
    let cell = Cell::strong(text("Name")).with(text("how"), CellStyle::Muted);
    let rows = vec![Row { cells: vec![cell, Cell::plain(text("why"))] }];
    let columns = vec![Column::words("A", 1), Column::words("B", 1)];
    let tree = tree(&document(Density::Compact, vec![Block::Table(Table { columns, rows })]));
    assert!(
        tree.print()
            .ends_with("        TH Scope=Row\n          P “Name”\n          P “how”\n        TD “why”\n")
    );
}

#[test]
fn bookmarks_are_the_parts_with_their_headings_at_their_places() {
    let tree = tree(&sample::document());
    let marks = bookmarks(&tree.file);
    let titles: Vec<(usize, &str)> = marks.iter().map(|(depth, title, _)| (*depth, title.as_str())).collect();
    assert_eq!(
        titles,
        [
            (0, "What we talked about"),
            (1, "Your choices, at a glance"),
            (1, "Ask your skin doctor"),
            (1, "Ask about help with the cost"),
            (0, "What you may pay"),
            (1, "In a year"),
            (1, "Month by month"),
            (0, "For the dermatologist"),
            (1, "Findings"),
            (1, "Missing before a first dose"),
            (1, "Tried before"),
            (1, "Answers given"),
        ]
    );
    assert!(marks.iter().all(|(_, _, height)| (36.0..=792.0).contains(height)));
    assert!(marks[1].2 > marks[2].2 && marks[2].2 > marks[3].2, "down the page");
}

/// Depth, title and height of each bookmark.
fn bookmarks(file: &lopdf::Document) -> Vec<(usize, String, f32)> {
    fn walk(
        file: &lopdf::Document,
        above: &lopdf::Dictionary,
        depth: usize,
        into: &mut Vec<(usize, String, f32)>,
    ) {
        let mut next = above.get(b"First").and_then(lopdf::Object::as_reference).ok();
        while let Some(id) = next {
            let mark = file.get_dictionary(id).unwrap();
            let there = mark.get(b"Dest").unwrap().as_array().unwrap();
            assert!(file.page_iter().any(|page| page == there[0].as_reference().unwrap()));
            let title = string(mark.get(b"Title").unwrap().as_str().unwrap());
            into.push((depth, title, there[3].as_float().unwrap()));
            walk(file, mark, depth + 1, into);
            next = mark.get(b"Next").and_then(lopdf::Object::as_reference).ok();
        }
    }
    let mut found = Vec::new();
    walk(file, file.get_dict_in_dict(file.catalog().unwrap(), b"Outlines").unwrap(), 0, &mut found);
    found
}

#[test]
fn the_metadata_says_what_is_true_and_escapes_what_xml_would_read() {
    let mut document = in_two_languages();
    document.title = "Risks & <costs>".to_owned();
    let tree = tree(&document);
    let catalog = tree.file.catalog().unwrap();
    let place = catalog.get(b"Metadata").unwrap().as_reference().unwrap();
    let stream = tree.file.get_object(place).unwrap().as_stream().unwrap();
    let xmp = String::from_utf8(stream.content.clone()).unwrap();
    for words in [
        "<rdf:li xml:lang=\"x-default\">Risks &amp; &lt;costs&gt;</rdf:li>",
        "<rdf:li>Linden Street Pharmacy</rdf:li>",
        "<rdf:Bag><rdf:li>en</rdf:li><rdf:li>es</rdf:li></rdf:Bag>",
        "<xmp:CreateDate>2026-11-25T00:00:00Z</xmp:CreateDate>",
        "<pdf:Producer>Countercheck</pdf:Producer>",
    ] {
        assert!(xmp.contains(words), "{words}: {xmp}");
    }
    assert!(!xmp.contains("pdfuaid"), "a claim that nothing here bears out");
    let marked = catalog.get(b"MarkInfo").unwrap().as_dict().unwrap().get(b"Marked").unwrap();
    assert!(marked.as_bool().unwrap());
    for (number, page) in (0..).zip(tree.file.page_iter()) {
        let page = tree.file.get_dictionary(page).unwrap();
        assert_eq!(page.get(b"StructParents").unwrap().as_i64().unwrap(), number);
        assert_eq!(page.get(b"Tabs").unwrap().as_name().unwrap(), b"S");
    }
}

#[test]
fn another_tool_hears_the_same_headings() {
    let Some(heard) = said_by("pdfinfo", &["-struct-text"], &pdf(&sample::document())) else { return };
    let heard: Vec<&str> = heard.lines().map(str::trim).collect();
    let after = |kind: &str| -> Vec<String> {
        let follow = heard.windows(2).filter(|pair| pair[0].split(' ').next() == Some(kind));
        follow.map(|pair| pair[1].trim_matches('"').trim().to_owned()).collect()
    };
    assert_eq!(after("H1"), ["What we talked about", "What you may pay", "For the dermatologist"]);
    assert!(after("H2").contains(&"Ask your skin doctor".to_owned()), "{heard:?}");
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(24) })]

    #[test]
    fn prop_everything_is_heard_once((document, setup) in any_document()) {
        let pages = lay_out(&document, setup).unwrap();
        let meta = PdfMeta::of(&document, "Pharmacy", jiff::civil::date(2026, 11, 25));
        let tree = read(&to_pdf(&pages, &meta).unwrap());
        sound(&tree);
        prop_assert!(plain_letters(&heard(&tree)) == plain_letters(&typed(&document)));
    }
}
