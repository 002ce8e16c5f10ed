//! Promises of where things stand, for any document.

use proptest::prelude::*;

use super::golden::corners;
use super::properties::any_document;
use super::*;

/// Rounding of binary fractions.
const NEARLY: Pt = pt(0.1);

/// The rectangle that something takes.
#[derive(Clone, Copy, Debug)]
struct Extent {
    from: Point,
    to: Point,
}

impl Extent {
    /// Letters from the top of a capital to what hangs below the line; an accent may reach higher.
    fn of(item: &Item) -> Extent {
        let (from, to) = match item {
            Item::Glyphs(run) => (
                Point::new(run.x, run.baseline - run.size * 0.74),
                Point::new(run.x + run.width(), run.baseline + run.size * 0.2),
            ),
            Item::Line(line) => (line.from, line.to),
            Item::Shape(shape) => corners(&shape.path),
        };
        Extent { from, to }
    }

    fn is_within(self, outer: Extent) -> bool {
        self.from.x >= outer.from.x - NEARLY
            && self.from.y >= outer.from.y - NEARLY
            && self.to.x <= outer.to.x + NEARLY
            && self.to.y <= outer.to.y + NEARLY
    }

    fn touches(self, other: Extent) -> bool {
        self.from.x < other.to.x - NEARLY
            && other.from.x < self.to.x - NEARLY
            && self.from.y < other.to.y - NEARLY
            && other.from.y < self.to.y - NEARLY
    }
}

fn is_marginal(item: &Item) -> bool {
    matches!(item.tag().role, Role::Artifact(Artifact::Header | Artifact::Footer))
}

/// What stands between header and footer.
fn body(page: &Page) -> impl Iterator<Item = &Item> {
    page.items.iter().filter(|item| !is_marginal(item))
}

/// The room between the lines of header and footer, as wide as the margins leave.
fn room(page: &Page) -> Extent {
    let line = |artifact| {
        let mut lines = page.items.iter().filter_map(move |item| match item {
            Item::Line(line) if line.tag.role == Role::Artifact(artifact) => Some(line.from.y),
            Item::Line(_) | Item::Glyphs(_) | Item::Shape(_) => None,
        });
        lines.next().unwrap()
    };
    let (top, bottom) = (line(Artifact::Header), line(Artifact::Footer));
    Extent { from: Point::new(pt(45.0), top), to: Point::new(page.size.width - pt(45.0), bottom) }
}

/// How high a page's body may be.
fn height(page: &Page) -> Pt {
    let room = room(page);
    room.to.y - room.from.y - pt(18.0)
}

fn is_frame(item: &Item) -> bool {
    matches!(item, Item::Shape(shape) if shape.figure == Figure::Frame)
}

/// Signs, boxes to tick, lines to write on and bars.
fn is_drawn(item: &Item) -> bool {
    matches!(item, Item::Shape(shape) if shape.figure != Figure::Frame)
}

/// Headings and heads of tables, of which none may end a page.
fn leads(item: &Item) -> bool {
    match item.tag().role {
        Role::Title | Role::Heading(_) | Role::TableHead { .. } => true,
        // The line below a table's head.
        Role::Artifact(Artifact::Decoration) => {
            matches!(item, Item::Line(line) if line.thickness > pt(0.8))
        }
        _ => false,
    }
}

/// The table and row that a run stands in.
fn row_of(run: &GlyphRun) -> Option<(u32, u32)> {
    match run.tag.role {
        Role::TableCell { table, row, .. } => Some((table, row)),
        _ => None,
    }
}

/// The numbers of the pages on which something stands, with how many lines it has there.
fn lines_by_page(pages: &[Page], wanted: impl Fn(&GlyphRun) -> bool) -> Vec<usize> {
    let lines = pages.iter().map(|page| {
        let mut lines: Vec<i64> =
            runs(page).filter(|run| wanted(run)).map(|run| (run.baseline.0 * 10.0) as i64).collect();
        lines.sort_unstable();
        lines.dedup();
        lines.len()
    });
    lines.filter(|lines| *lines > 0).collect()
}

/// Paragraphs of up to so many words.
fn paragraph(most: usize) -> impl Strategy<Value = String> {
    prop::collection::vec("[a-z]{2,9}", 1..most).prop_map(|words| words.join(" "))
}

/// Tables with rows of any height between headings and paragraphs.
fn tables() -> impl Strategy<Value = (Document, PageSetup)> {
    let row = prop_oneof![4 => paragraph(30), 1 => paragraph(900)];
    let rows = prop::collection::vec((row, paragraph(20)), 1..14).prop_map(|rows| {
        let cells = |(long, short): (String, String)| Row {
            cells: vec![Cell::strong(text(short)), Cell::plain(text(long))],
        };
        Block::Table(Table {
            columns: vec![Column::words("Medicine", 1), Column::words("Why", 2)],
            rows: rows.into_iter().map(cells).collect(),
        })
    });
    let block = prop_oneof![
        2 => rows,
        1 => paragraph(12).prop_map(Block::heading),
        2 => paragraph(150).prop_map(|words| Block::body(text(words))),
        1 => prop::collection::vec(paragraph(60).prop_map(text), 1..6).prop_map(Block::Bullets),
    ];
    let density = prop_oneof![Just(Density::Comfortable), Just(Density::Compact)];
    let paper = prop_oneof![Just(Paper::Letter), Just(Paper::A4)];
    let print_size = prop_oneof![Just(PrintSize::Normal), Just(PrintSize::Large)];
    (density, prop::collection::vec(block, 1..9), paper, print_size).prop_map(
        |(density, blocks, paper, print_size)| (document(density, blocks), PageSetup { paper, print_size }),
    )
}

/// Boxes with little and with much in them, below a heading.
fn boxes() -> impl Strategy<Value = (Document, PageSetup)> {
    let panel =
        (paragraph(12), prop::collection::vec(paragraph(400), 1..3)).prop_map(|(title, texts)| Panel {
            title: text(title),
            blocks: texts.into_iter().map(|words| Block::body(text(words))).collect(),
        });
    let panel = panel.boxed();
    let block = prop_oneof![
        2 => prop::collection::vec(panel.clone(), 1..4).prop_map(Block::Panels),
        1 => panel.prop_map(Block::Panel),
        1 => paragraph(12).prop_map(Block::heading),
    ];
    let print_size = prop_oneof![Just(PrintSize::Normal), Just(PrintSize::Large)];
    (prop::collection::vec(block, 1..6), print_size).prop_map(|(blocks, print_size)| {
        (document(Density::Compact, blocks), PageSetup { paper: Paper::Letter, print_size })
    })
}

/// The same, where each heading stands above a line and each head of a table above a row.
fn with_something_below((mut document, setup): (Document, PageSetup)) -> (Document, PageSetup) {
    fn filled(blocks: &mut Vec<Block>) {
        for mut block in std::mem::take(blocks) {
            let is_heading = matches!(block, Block::Heading { .. });
            match &mut block {
                Block::Table(table) => {
                    table.rows.insert(0, Row { cells: vec![Cell::plain(text("row"))] });
                }
                Block::Panel(panel) => filled(&mut panel.blocks),
                Block::Panels(panels) => panels.iter_mut().for_each(|panel| filled(&mut panel.blocks)),
                _ => {}
            }
            blocks.push(block);
            if is_heading {
                blocks.push(Block::body(text("line")));
            }
        }
    }
    document.parts.iter_mut().for_each(|part| filled(&mut part.blocks));
    (document, setup)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(60) })]

    #[test]
    fn prop_everything_stays_between_the_margins_and_between_header_and_footer(
        (document, setup) in any_document(),
    ) {
        for page in lay_out(&document, setup).unwrap() {
            let paper = Extent {
                from: Point::new(pt(45.0), pt(38.0)),
                to: Point::new(page.size.width - pt(45.0), page.size.height - pt(24.0)),
            };
            let room = room(&page);
            for item in &page.items {
                let outer = if is_marginal(item) { paper } else { room };
                prop_assert!(Extent::of(item).is_within(outer), "{:?}", item);
            }
        }
    }

    #[test]
    fn prop_no_letter_is_drawn_over_a_sign_a_box_a_bar_or_a_line((document, setup) in any_document()) {
        for page in lay_out(&document, setup).unwrap() {
            let drawn: Vec<Extent> = page.items.iter().filter(|item| is_drawn(item)).map(Extent::of).collect();
            for run in page.items.iter().filter(|item| matches!(item, Item::Glyphs(_))) {
                let run = Extent::of(run);
                prop_assert!(drawn.iter().all(|shape| !run.touches(*shape)));
            }
            for line in page.items.iter().filter(|item| matches!(item, Item::Line(_))) {
                let line = Extent::of(line);
                let crossed = |item: &&Item| {
                    let other = Extent::of(item);
                    other.from.y < line.from.y - NEARLY
                        && line.from.y < other.to.y - NEARLY
                        && other.from.x < line.to.x
                        && line.from.x < other.to.x
                };
                let clear = page.items.iter().filter(|item| !is_frame(item)).find(crossed);
                prop_assert!(clear.is_none(), "{:?}", clear);
            }
        }
    }

    #[test]
    fn prop_nothing_crosses_the_edge_of_a_frame((document, setup) in prop_oneof![any_document(), boxes()]) {
        for page in lay_out(&document, setup).unwrap() {
            let frames: Vec<Extent> = body(&page).filter(|item| is_frame(item)).map(Extent::of).collect();
            for (index, frame) in frames.iter().enumerate() {
                prop_assert!(frames[index + 1..].iter().all(|other| !frame.touches(*other)));
                for item in body(&page).filter(|item| !is_frame(item)) {
                    let extent = Extent::of(item);
                    prop_assert!(extent.is_within(*frame) || !extent.touches(*frame), "{:?}", item);
                }
            }
        }
    }

    #[test]
    fn prop_no_heading_and_no_head_of_a_table_ends_a_page(
        (document, setup) in prop_oneof![any_document().prop_map(with_something_below), tables(), boxes()],
    ) {
        let pages = lay_out(&document, setup).unwrap();
        for page in pages.iter().take(pages.len() - 1) {
            let mut end: Vec<Extent> = Vec::new();
            for item in body(page).collect::<Vec<_>>().into_iter().rev().take_while(|item| leads(item)) {
                end.push(Extent::of(item));
            }
            // Headings that take half of a page stand alone if they must.
            let reach = |end: &[Extent]| end[0].to.y - end[end.len() - 1].from.y;
            prop_assert!(end.is_empty() || reach(&end) > height(page) * 0.4);
        }
    }

    #[test]
    fn prop_the_title_of_a_box_never_stands_alone_in_its_frame((document, setup) in boxes()) {
        for page in lay_out(&document, setup).unwrap() {
            for frame in body(&page).filter(|item| is_frame(item)).map(Extent::of) {
                let has = |role: Role| {
                    body(&page).any(|item| item.tag().role == role && Extent::of(item).is_within(frame))
                };
                prop_assert!(has(Role::Paragraph));
            }
        }
    }

    #[test]
    fn prop_no_row_is_torn_that_fits_on_a_page((document, setup) in tables()) {
        let pages = lay_out(&document, setup).unwrap();
        let mut rows: Vec<(u32, u32)> = pages.iter().flat_map(runs).filter_map(row_of).collect();
        rows.sort_unstable();
        rows.dedup();
        for row in rows {
            let of_long_cell = |run: &GlyphRun| {
                row_of(run) == Some(row) && matches!(run.tag.role, Role::TableCell { column: 1, .. })
            };
            let lines = lines_by_page(&pages, of_long_cell);
            if lines.len() > 1 {
                let size = pages.iter().flat_map(runs).find(|run| of_long_cell(run)).unwrap().size;
                let needed = size * 1.4 * lines.iter().sum::<usize>() as f32;
                // A first row must leave room for the heading above it.
                let spared = if row.1 == 0 { height(&pages[0]) * 0.5 } else { pt(60.0) };
                prop_assert!(needed + spared > height(&pages[0]));
            }
        }
    }

    #[test]
    fn prop_a_page_that_goes_on_with_a_table_begins_with_its_head((document, setup) in tables()) {
        let pages = lay_out(&document, setup).unwrap();
        for pair in pages.windows(2) {
            let begins = |page: &Page| body(page).find_map(|item| match item {
                Item::Glyphs(run) => Some(run.tag.role),
                Item::Line(_) | Item::Shape(_) => None,
            });
            let before = runs(&pair[0]).filter_map(row_of).last();
            let next = runs(&pair[1]).find_map(row_of);
            if let (Some((table, _)), Some((other, _))) = (before, next)
                && table == other
            {
                prop_assert_eq!(begins(&pair[1]), Some(Role::Artifact(Artifact::RepeatedHead)));
            }
            let headless = matches!(begins(&pair[1]), Some(Role::TableCell { .. }));
            prop_assert!(!headless);
        }
    }

    #[test]
    fn prop_a_paragraph_leaves_two_lines_or_more_on_each_page(
        (document, setup) in prop_oneof![any_document(), tables(), boxes()],
    ) {
        let pages = lay_out(&document, setup).unwrap();
        let is_paragraph = |run: &&GlyphRun| {
            let role = run.tag.role;
            matches!(role, Role::Paragraph | Role::ListItem { .. } | Role::TableCell { .. } | Role::RowHead { .. })
        };
        let mut elements: Vec<u32> =
            pages.iter().flat_map(runs).filter(is_paragraph).map(|run| run.tag.element).collect();
        elements.sort_unstable();
        elements.dedup();
        for element in elements {
            let lines = lines_by_page(&pages, |run| run.tag.element == element);
            prop_assert!(lines.len() < 2 || lines.iter().all(|lines| *lines >= 2), "{:?}", lines);
        }
    }
}
