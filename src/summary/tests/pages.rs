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
    golden::compare("small.txt", &pages);
}

#[test]
fn the_sample_stands_where_it_stood() {
    golden::compare("sample.txt", &lay_out(&sample::document(), LETTER).unwrap());
}

#[test]
fn a_page_that_changed_is_told_by_its_first_line_that_differs() {
    let kept = golden::described(&lay_out(&document(Density::Compact, vec![table(2)]), LETTER).unwrap());
    assert_eq!(kept::difference(&kept, &kept), None);
    let now = golden::described(&lay_out(&document(Density::Compact, vec![table(1)]), LETTER).unwrap());
    let told = kept::difference(&kept, &now).unwrap();
    assert!(told.starts_with("line ") && told.contains("Medicine 2") && told.contains("Footer"), "{told}");
}

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
fn a_row_that_goes_on_says_again_what_it_is_about() {
    let long = Row { cells: vec![Cell::strong(text("Ointment")), Cell::plain(text("reason ".repeat(900)))] };
    let columns = vec![Column::words("Medicine", 1), Column::words("Why", 2)];
    let table = Block::Table(Table { columns, rows: vec![long] });
    let pages = lay_out(&document(Density::Compact, vec![table]), LETTER).unwrap();
    assert!(pages.len() > 1);
    for (number, page) in pages.iter().enumerate() {
        let named: Vec<&GlyphRun> = runs(page).filter(|run| run.text == "Ointment").collect();
        assert_eq!(named.len(), 1);
        // It is read aloud once.
        assert_eq!(named[0].tag.role == Role::Artifact(Artifact::RepeatedHead), number > 0);
    }
}

#[test]
fn a_table_leaves_no_low_row_alone_on_a_page() {
    for rows in 2..5 {
        for lines in 25..45 {
            let mut blocks = vec![Block::body(text("filler")); lines];
            blocks.push(table(rows));
            let pages = lay_out(&document(Density::Comfortable, blocks), LETTER).unwrap();
            for page in &pages {
                let here = runs(page).filter(|run| run.text.ends_with(" mg")).count();
                assert_ne!(here, 1, "{rows} rows after {lines} lines");
            }
        }
    }
}

#[test]
fn a_first_row_nearly_as_high_as_a_page_begins_below_its_heading() {
    let row = |words: usize| Row { cells: vec![Cell::plain(text("reason ".repeat(words)))] };
    for words in (600..900).step_by(50) {
        let columns = vec![Column::words("Why", 1)];
        let table = Block::Table(Table { columns, rows: vec![row(words), row(3)] });
        let pages = lay_out(
            &document(Density::Compact, vec![Block::body(text("filler")), Block::heading("Plans"), table]),
            LETTER,
        )
        .unwrap();
        let with =
            |wanted: &str| pages.iter().position(|page| runs(page).any(|run| run.text.starts_with(wanted)));
        assert_eq!(with("Plans"), with("reason"), "{words} words");
    }
}

#[test]
fn a_bar_whose_words_are_higher_than_a_page_stands_between_them() {
    let bar = Bar { label: text("label ".repeat(700)), low: 1, high: 2, amount: text("amount ".repeat(5)) };
    let setup = PageSetup { paper: Paper::Letter, print_size: PrintSize::Large };
    let pages = lay_out(&document(Density::Comfortable, vec![Block::Bars(vec![bar])]), setup).unwrap();
    assert!(pages.len() > 1);
    let lowest = |page: &Page| {
        runs(page)
            .filter(|run| !matches!(run.tag.role, Role::Artifact(_)))
            .map(|run| run.baseline)
            .fold(Pt::ZERO, Pt::max)
    };
    assert!(pages.iter().all(|page| lowest(page) < pt(740.0)));
}

#[test]
fn a_short_introduction_stays_with_its_heading_and_its_table() {
    for lines in 25..45 {
        let mut blocks = vec![Block::body(text("filler")); lines];
        blocks.extend([Block::heading("Plans"), Block::body(text("Each plan differs.")), table(4)]);
        let pages = lay_out(&document(Density::Comfortable, blocks), LETTER).unwrap();
        let with = |words: &str| pages.iter().position(|page| runs(page).any(|run| run.text == words));
        assert_eq!(with("Plans"), with("Each plan differs."));
        assert_eq!(with("Plans"), with("Medicine 1"), "{lines} lines before");
    }
}

#[test]
fn what_is_faxed_is_black() {
    let mut document = sample::document();
    document.parts.retain(|part| part.density == Density::Compact);
    document.parts[0].blocks.push(Block::body(vec![Inline::muted("a note")]));
    for item in lay_out(&document, LETTER).unwrap().iter().flat_map(|page| &page.items) {
        let tone = match item {
            Item::Glyphs(run) => run.tone,
            Item::Line(line) => line.tone,
            Item::Shape(shape) => shape.tone,
        };
        assert!(matches!(tone, Tone::Ink | Tone::Paper), "{item:?}");
    }
    assert_eq!(Tone::Ink.rgb(), [0, 0, 0]);
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
