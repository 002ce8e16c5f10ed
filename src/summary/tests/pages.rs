//! Promises of the pages: what stands where.

use super::*;

#[test]
fn a_small_document_stands_where_it_stood() {
    let pages = lay_out(
        &document(
            Density::Compact,
            vec![
                Block::heading("Findings"),
                Block::body(vec![
                    Inline::Sign(VerdictSign::Avoid),
                    Inline::bold("Avoid."),
                    Inline::words(" Takes carbamazepine."),
                ]),
                Block::Checks(vec![text("Order a test")]),
                table(2),
            ],
        ),
        LETTER,
    )
    .unwrap();
    assert_eq!(golden(&pages), GOLDEN.trim());
}

const GOLDEN: &str = "
1 45.0 48.6 Bold 10.0 Pharmacy
1 45.0 62.6 Regular 10.0 (555) 010-0142
1 523.7 48.6 Bold 10.0 Ana Díaz
1 475.7 62.6 Regular 10.0 25 November 2026
1 45.0 100.3 Bold 20.0 What we said
1 45.0 133.8 Bold 13.0 Findings
1 55.8 153.4 Bold 11.0 \u{a0}Avoid.
1 92.1 153.4 Regular 11.0  Takes carbamazepine.
1 63.0 174.8 Regular 11.0 Order a test
1 45.0 197.3 SemiBold 9.5 Medicine
1 543.5 197.3 SemiBold 9.5 Dose
1 45.0 217.4 SemiBold 9.5 Medicine 1
1 544.1 217.4 Regular 9.5 1 mg
1 45.0 238.7 SemiBold 9.5 Medicine 2
1 544.1 238.7 Regular 9.5 2 mg
1 45.0 765.6 Regular 8.5 Prepared for a talk.
1 523.5 765.6 Regular 8.5 Page 1 of 1
";

#[test]
fn sixty_rows_repeat_their_head_on_each_page() {
    let pages = lay_out(&document(Density::Comfortable, vec![table(60)]), LETTER).unwrap();
    assert!(pages.len() > 1);
    for (number, page) in pages.iter().enumerate() {
        let heads: Vec<&GlyphRun> = runs(page).filter(|run| run.text == "Medicine").collect();
        assert_eq!(heads.len(), 1, "page {number}");
        let repeated = heads[0].tag.role == Role::Artifact(Artifact::RepeatedHead);
        assert_eq!(repeated, number > 0);
    }
    let rows = pages.iter().flat_map(runs).filter(|run| run.text.ends_with(" mg")).count();
    assert_eq!(rows, 60);
}

#[test]
fn a_row_that_fits_on_a_page_is_never_torn() {
    let long = "word ".repeat(120);
    let row = |number: usize| Row {
        cells: vec![Cell::plain(text(format!("{number}"))), Cell::plain(text(long.clone()))],
    };
    let table = Block::Table(Table {
        columns: vec![Column::words("No.", 1), Column::words("Why", 3)],
        rows: (0..12).map(row).collect(),
    });
    let pages = lay_out(&document(Density::Compact, vec![table]), LETTER).unwrap();
    assert!(pages.len() > 1);
    let mut seen = Vec::new();
    for page in &pages {
        let mut here: Vec<u32> = runs(page)
            .filter_map(|run| match run.tag.role {
                Role::TableCell { row, .. } => Some(row),
                Role::Title
                | Role::Heading(_)
                | Role::Paragraph
                | Role::ListItem { .. }
                | Role::ListMark { .. }
                | Role::RowHead { .. }
                | Role::TableHead { .. }
                | Role::PanelTitle
                | Role::Figure
                | Role::Artifact(_) => None,
            })
            .collect();
        here.dedup();
        seen.extend(here);
    }
    assert_eq!(seen, (0..12).collect::<Vec<u32>>());
}

#[test]
fn a_row_higher_than_a_page_goes_on_inside_of_the_margins() {
    let table = Block::Table(Table {
        columns: vec![Column::words("Why", 1), Column::words("Source", 1)],
        rows: vec![Row {
            cells: vec![Cell::plain(text("reason ".repeat(2000))), Cell::plain(text("label"))],
        }],
    });
    let pages = lay_out(&document(Density::Comfortable, vec![table]), LETTER).unwrap();
    assert!(pages.len() > 2);
    let words: usize = pages.iter().flat_map(runs).map(|run| run.text.matches("reason").count()).sum();
    assert_eq!(words, 2000);
}

#[test]
fn a_heading_moves_on_rather_than_stand_alone() {
    for lines in 30..45 {
        let mut blocks = vec![Block::body(text("filler")); lines];
        blocks.push(Block::heading("Alone?"));
        blocks.push(table(3));
        let pages = lay_out(&document(Density::Comfortable, blocks), LETTER).unwrap();
        let with = |words: &str| pages.iter().position(|page| runs(page).any(|run| run.text == words));
        assert_eq!(with("Alone?"), with("Medicine 1"), "{lines} lines before");
    }
}

#[test]
fn nothing_on_a_patients_page_is_smaller_than_its_body() {
    for (print_size, least) in [(PrintSize::Normal, 11.0), (PrintSize::Large, 16.0)] {
        let setup = PageSetup { paper: Paper::A4, print_size };
        let mut document = sample::document();
        document.parts.retain(|part| part.density == Density::Comfortable);
        let pages = lay_out(&document, setup).unwrap();
        assert!(pages.iter().flat_map(runs).all(|run| run.size >= pt(least - 0.01)));
    }
}

#[test]
fn each_part_begins_a_page_and_pages_are_counted_over_all_parts() {
    let pages = lay_out(&sample::document(), LETTER).unwrap();
    let opens: Vec<&str> = pages.iter().filter_map(|page| page.opens.as_deref()).collect();
    assert_eq!(opens, ["What we talked about", "What you may pay", "For the dermatologist"]);
    for (number, page) in (1..).zip(&pages) {
        let label = format!("Page {number} of {}", pages.len());
        assert!(runs(page).any(|run| run.text == label));
        assert!(runs(page).any(|run| run.text == "Elena Marković"));
    }
}

#[test]
fn each_bar_is_a_figure_that_is_read_as_its_label_and_amount() {
    let pages = lay_out(&sample::document(), LETTER).unwrap();
    let page = pages.iter().find(|page| page.opens.as_deref() == Some("What you may pay")).unwrap();
    let read: Vec<&str> = page.alternatives.values().map(String::as_str).collect();
    assert_eq!(
        read,
        ["Ointments: about $425 to $502", "Upadacitinib: up to $6,250", "Dupilumab: about $3,000"]
    );
    for run in runs(page).filter(|run| run.tag.role == Role::Figure) {
        assert!(page.alternatives[&run.tag.element].contains(&run.text), "{}", run.text);
    }
    let bars =
        page.items.iter().filter(|item| matches!(item, Item::Shape(shape) if shape.figure == Figure::Bar));
    assert!(
        bars.clone().count() >= 3
            && bars.into_iter().all(|bar| page.alternatives.contains_key(&bar.tag().element))
    );
    assert!(pages[0].alternatives.is_empty());
}

#[test]
fn boxes_side_by_side_are_equally_high() {
    let pages = lay_out(&sample::document(), LETTER).unwrap();
    let heights: Vec<(Pt, Pt)> = pages[0]
        .items
        .iter()
        .filter_map(|item| match item {
            Item::Shape(shape) if shape.figure == Figure::Frame => {
                let ys = shape.path.iter().filter_map(|segment| match segment {
                    Segment::Move(point) | Segment::Line(point) => Some(point.y),
                    Segment::Curve(..) | Segment::Close => None,
                });
                let ys: Vec<Pt> = ys.collect();
                Some((
                    ys.iter().copied().fold(pt(9999.0), Pt::min),
                    ys.iter().copied().fold(Pt::ZERO, Pt::max),
                ))
            }
            Item::Shape(_) | Item::Glyphs(_) | Item::Line(_) => None,
        })
        .collect();
    assert_eq!(heights.len(), 2);
    assert_eq!(heights[0], heights[1]);
}

#[test]
fn a_character_without_a_glyph_is_reported_with_its_place_and_without_words() {
    let mut document = document(Density::Compact, vec![table(1)]);
    document.header.right[0] = vec![Inline::bold("王 Wang 王")];
    if let Block::Table(table) = &mut document.parts[0].blocks[0] {
        table.rows[0].cells[0] = Cell::plain(text("ok ✈"));
    }
    let error = lay_out(&document, LETTER).unwrap_err();
    assert_eq!(
        error.to_string(),
        "Some letters can't be printed: U+738B in the patient's lines at the top of the page; \
         U+2708 in a table of part “patient”."
    );
    assert!(error.cure().contains("Latin"));
}

#[test]
fn too_many_cells_and_a_header_that_fills_the_page_are_errors() {
    let mut surplus = document(Density::Compact, vec![table(1)]);
    if let Block::Table(table) = &mut surplus.parts[0].blocks[0] {
        table.columns.pop();
    }
    assert!(matches!(
        lay_out(&surplus, LETTER),
        Err(SummaryError::SurplusCells { row: 1, cells: 2, columns: 1, .. })
    ));
    let mut long = document(Density::Compact, Vec::new());
    long.header.right[0] = text("Name ".repeat(500));
    assert_eq!(lay_out(&long, LETTER), Err(SummaryError::TooLong { place: Place::HeaderRight }));
}

#[test]
fn a_printed_document_is_read_back_as_it_was() {
    let document = sample::document();
    let json = serde_json::to_string(&document).unwrap();
    let back: Document = serde_json::from_str(&json).unwrap();
    assert!(back == document);
    assert!(json.contains(r#"{"sign":"avoid"}"#));
}

#[test]
fn debug_output_holds_no_words() {
    let document = sample::document();
    let pages = lay_out(&document, LETTER).unwrap();
    let shown = format!("{document:?}{pages:?}");
    for word in ["Marković", "carbamazepine", "Upadacitinib"] {
        assert!(!shown.contains(word));
    }
}
