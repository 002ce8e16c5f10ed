//! Promises of counts "of 100 people": drawn, written and read aloud.

use proptest::prelude::*;

use super::*;

const SETUPS: [PageSetup; 4] = [
    LETTER,
    PageSetup { paper: Paper::A4, print_size: PrintSize::Normal },
    PageSetup { paper: Paper::Letter, print_size: PrintSize::Large },
    PageSetup { paper: Paper::A4, print_size: PrintSize::Large },
];

fn share(who: &str, of_hundred: Option<u32>, count: &str, difference: &str) -> Share {
    Share { who: text(who), of_hundred, count: text(count), difference: text(difference) }
}

fn acne() -> Block {
    Block::Shares(Shares {
        title: text("Acne"),
        rows: vec![
            share("The 15 mg tablet", Some(10_000), "10 of 100", "8 more of 100"),
            share("A tablet without medicine", Some(2_000), "2 of 100", ""),
            share("Without it", None, "not known", ""),
        ],
    })
}

/// How many marks of each kind stand on the pages.
fn marks(pages: &[Page]) -> [usize; 3] {
    let of = |wanted: Mark| {
        let items = pages.iter().flat_map(|page| &page.items);
        items
            .filter(|item| matches!(item, Item::Shape(shape) if shape.figure == Figure::Mark(wanted)))
            .count()
    };
    [Mark::Filled, Mark::Part, Mark::Empty].map(of)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(60) })]

    #[test]
    fn prop_as_many_marks_are_filled_as_the_figure_says_and_the_filled_ones_come_first(
        of_hundred in proptest::option::of(0..=100_000_u32),
        setup in proptest::sample::select(&SETUPS[..]),
    ) {
        let rows = vec![share("The cream", of_hundred, "so many", "more")];
        let block = Block::Shares(Shares { title: text("Itch"), rows });
        let pages = lay_out(&document(Density::Comfortable, vec![block]), setup).unwrap();
        let expected = match of_hundred {
            None => [0, 0, 0],
            Some(of) => {
                let (filled, part) = (of as usize / 1000, usize::from(of % 1000 > 0));
                [filled, part, 100 - filled - part]
            }
        };
        prop_assert_eq!(marks(&pages), expected);
        let kinds: Vec<usize> = pages.iter().flat_map(|page| &page.items).filter_map(|item| match item {
            Item::Shape(Shape { figure: Figure::Mark(mark), .. }) => Some(*mark as usize),
            _ => None,
        }).collect();
        prop_assert!(kinds.is_sorted(), "filled, then a part, then empty");
    }
}

#[test]
fn marks_stay_between_the_margins_beside_the_words_in_every_size() {
    for setup in SETUPS {
        let pages = lay_out(&document(Density::Comfortable, vec![acne()]), setup).unwrap();
        assert_eq!(marks(&pages), [12, 0, 188]);
        let page = &pages[0];
        let mut corners = page.items.iter().filter_map(|item| match item {
            Item::Shape(Shape { figure: Figure::Mark(_), path, .. }) => Some(path),
            _ => None,
        });
        let words = runs(page).find(|run| run.text.starts_with("The 15")).unwrap();
        assert!(corners.all(|path| path.iter().all(|segment| match segment {
            Segment::Move(at) | Segment::Line(at) => at.x >= pt(44.9) && at.x < words.x,
            Segment::Curve(..) => false,
            Segment::Close => true,
        })));
    }
}

#[test]
fn a_narrow_box_keeps_the_words_alone() {
    let panel = |title: &str| Panel { title: text(title), blocks: vec![acne()] };
    let boxes = Block::Panels(vec![panel("One"), panel("Two"), panel("Three")]);
    let document = document(Density::Comfortable, vec![boxes]);
    let pages = lay_out(&document, LETTER).unwrap();
    assert_eq!(marks(&pages), [0, 0, 0]);
    let printed: String = runs(&pages[0]).flat_map(|run| run.text.split_whitespace()).collect();
    assert_eq!(printed.matches("tablet:10of100,8moreof100").count(), 3);
}

#[test]
fn a_row_is_one_figure_read_with_its_title_and_a_block_is_not_torn() {
    let blocks: Vec<Block> = (0..40).map(|_| acne()).collect();
    let pages = lay_out(&document(Density::Comfortable, blocks), LETTER).unwrap();
    assert!(pages.len() > 2);
    for page in &pages {
        let read: Vec<&str> = page.alternatives.values().map(String::as_str).collect();
        let one = [
            "Acne: The 15 mg tablet: 10 of 100, 8 more of 100",
            "Acne: A tablet without medicine: 2 of 100",
            "Acne: Without it: not known",
        ];
        assert_eq!(read.len() % 3, 0);
        assert!(read.chunks(3).all(|rows| rows == one), "{read:?}");
        assert_eq!(runs(page).filter(|run| run.text == "Acne").count() * 3, read.len());
    }
}

#[test]
fn text_and_markdown_say_the_same_in_words() {
    let document = document(Density::Comfortable, vec![acne()]);
    let rows = [
        "- The 15 mg tablet: 10 of 100, 8 more of 100",
        "- A tablet without medicine: 2 of 100",
        "- Without it: not known",
    ];
    let block = format!("Acne\n{}\n", rows.join("\n"));
    assert!(to_text(&document).contains(&block), "{}", to_text(&document));
    let block = format!("Acne\n\n{}\n", rows.join("\n"));
    assert!(to_markdown(&document).contains(&block), "{}", to_markdown(&document));
}

#[test]
fn a_letter_without_a_glyph_is_named_and_a_kept_document_reads_the_same() {
    let mut block = acne();
    let kept = serde_json::to_string(&block).unwrap();
    assert_eq!(serde_json::from_str::<Block>(&kept).unwrap(), block);
    if let Block::Shares(shares) = &mut block {
        shares.rows[1].difference = text("\u{674e}");
    }
    let refused = lay_out(&document(Density::Comfortable, vec![block]), LETTER).unwrap_err();
    assert!(refused.to_string().contains("the counts of 100 people"), "{refused}");
}

#[test]
fn a_title_of_several_lines_leaves_two_on_each_side_where_all_is_higher_than_a_page() {
    let title = "How many of 100 people still had no itch after sixteen weeks ".repeat(7);
    let rows: Vec<Share> =
        (0..60).map(|row| share(&format!("Group {row}"), Some(1_000), "1 of 100", "")).collect();
    let shares = Block::Shares(Shares { title: text(title), rows });
    let mut parted = 0;
    for above in 0..160 {
        // A heading that fills most of a page and must stand with what comes below it.
        let heading = Block::Heading { level: Level::Two, text: text("heading ".repeat(100 + above * 2)) };
        let blocks = vec![heading, shares.clone()];
        let pages = lay_out(&document(Density::Comfortable, blocks), LETTER).unwrap();
        let in_title = |run: &&GlyphRun| run.text.contains("people") || run.text.contains("itch");
        let lines: Vec<usize> = pages
            .iter()
            .map(|page| {
                let mut lines: Vec<i64> =
                    runs(page).filter(in_title).map(|run| run.baseline.0 as i64).collect();
                lines.dedup();
                lines.len()
            })
            .filter(|lines| *lines > 0)
            .collect();
        parted += usize::from(lines.len() > 1);
        assert!(lines.len() < 2 || lines.iter().all(|lines| *lines >= 2), "{above}: {lines:?}");
    }
    assert!(parted > 0, "no title was parted");
}

#[test]
fn between_the_marks_of_two_groups_a_line_stays_free_in_every_size() {
    for setup in SETUPS {
        let rows =
            ["The tablet", "A tablet without medicine"].map(|who| share(who, Some(48_000), "48 of 100", ""));
        let block = Block::Shares(Shares { title: text("Acne"), rows: rows.into() });
        let pages = lay_out(&document(Density::Comfortable, vec![block]), setup).unwrap();
        let mut lines: Vec<f32> = Vec::new();
        for item in pages.iter().flat_map(|page| &page.items) {
            let Item::Shape(Shape { figure: Figure::Mark(Mark::Filled), path, .. }) = item else { continue };
            let Some(Segment::Move(corner)) = path.first() else { continue };
            if lines.last() != Some(&corner.y.0) {
                lines.push(corner.y.0);
            }
        }
        // The filled marks of each group take half of its lines.
        let (first, second) = lines.split_at(lines.len() / 2);
        let step = match first {
            [one, two, ..] => two - one,
            // One line of 50 is followed by one of empty marks, as far below as those of the title's size.
            _ => 0.0,
        };
        let lines_of_a_group = if first.len() > 1 { 4.0 } else { 2.0 };
        let apart = second[0] - first[0];
        assert!(apart > step * (lines_of_a_group + 0.9), "{setup:?}: {apart} {step}");
    }
}
