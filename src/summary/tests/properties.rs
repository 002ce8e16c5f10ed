//! Promises that hold for any document.

use proptest::prelude::*;

use super::*;

fn words() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => "[a-zA-Z]{1,9}( [a-z0-9,.]{1,9}){0,12}",
        1 => "[A-Za-z]{30,90}",
        1 => long_name(),
        1 => "[Ж-я]{1,9} [α-ω]{1,9}",
        1 => Just(String::new()),
        1 => "[\\x00-\\x7f\u{300}-\u{304} -/]{0,20}",
    ]
}

/// A name of 60 letters or more without a blank, in one of three scripts, some of them with accents that no
/// single character holds.
pub(super) fn long_name() -> impl Strategy<Value = String> {
    prop_oneof![
        "([A-Z][a-z]([a-zß-öø-ňŋ-ž][\u{300}\u{301}\u{303}\u{308}\u{323}]?){60,80})",
        "[Α-Ρ]([α-ω][\u{301}\u{308}]?){60,80}",
        "[А-Я]([а-яѣ][\u{301}\u{306}]?){60,80}",
    ]
}

fn inline() -> impl Strategy<Value = Inline> {
    let weight =
        prop_oneof![Just(Weight::Regular), Just(Weight::SemiBold), Just(Weight::Bold), Just(Weight::Italic)];
    prop_oneof![
        6 => (words(), weight).prop_map(|(words, weight)| Inline::weighted(words, weight)),
        1 => Just(Inline::CheckBox),
        1 => any::<u8>().prop_map(|width_em| Inline::Blank { width_em }),
        1 => proptest::sample::select(&VerdictSign::ALL[..]).prop_map(Inline::Sign),
    ]
}

pub(super) fn content() -> BoxedStrategy<Text> {
    prop::collection::vec(inline(), 0..4).boxed()
}

fn a_table() -> impl Strategy<Value = Block> {
    let cell = prop::collection::vec(content(), 0..3).prop_map(|texts| {
        texts.into_iter().fold(Cell::default(), |cell, text| cell.with(text, CellStyle::Strong))
    });
    let cell = cell.boxed();
    (1..6_usize, any::<u16>()).prop_flat_map(move |(columns, share)| {
        let heads = prop::collection::vec(content(), columns);
        let rows = prop::collection::vec(prop::collection::vec(cell.clone(), 0..=columns), 0..8);
        (heads, rows).prop_map(move |(heads, rows)| {
            let column = |(index, head)| Column {
                head,
                share: share.rotate_left(index as u32),
                kind: if index % 2 == 0 { ColumnKind::Words } else { ColumnKind::Figures },
            };
            Block::Table(Table {
                columns: heads.into_iter().enumerate().map(column).collect(),
                rows: rows.into_iter().map(|cells| Row { cells }).collect(),
            })
        })
    })
}

fn share() -> impl Strategy<Value = Share> {
    let of_hundred = proptest::option::of(0..=100_000_u32);
    (content(), of_hundred, content(), content()).prop_map(|(who, of_hundred, count, difference)| Share {
        who,
        of_hundred,
        count,
        difference,
    })
}

fn leaf() -> BoxedStrategy<Block> {
    let bar = (content(), any::<u64>(), any::<u64>(), content()).prop_map(|(label, low, high, amount)| Bar {
        label,
        low,
        high,
        amount,
    });
    prop_oneof![
        content().prop_map(|text| Block::Heading { level: Level::Two, text }),
        content().prop_map(|text| Block::Heading { level: Level::Three, text }),
        content().prop_map(Block::body),
        content().prop_map(|text| Block::Paragraph { text, style: Style::Muted }),
        prop::collection::vec(content(), 0..5).prop_map(Block::Bullets),
        prop::collection::vec(content(), 0..5).prop_map(Block::Checks),
        prop::collection::vec(bar, 0..3).prop_map(Block::Bars),
        (content(), prop::collection::vec(share(), 0..4))
            .prop_map(|(title, rows)| Block::Shares(Shares { title, rows })),
        a_table(),
        Just(Block::Space),
    ]
    .boxed()
}

fn block() -> impl Strategy<Value = Block> {
    let panel = (content(), prop::collection::vec(leaf(), 0..4))
        .prop_map(|(title, blocks)| Panel { title, blocks })
        .boxed();
    prop_oneof![
        6 => leaf(),
        1 => panel.clone().prop_map(Block::Panel),
        1 => prop::collection::vec(panel, 0..4).prop_map(Block::Panels),
    ]
}

pub(super) fn any_document() -> impl Strategy<Value = (Document, PageSetup)> {
    let density = prop_oneof![Just(Density::Comfortable), Just(Density::Compact)];
    let paper = prop_oneof![Just(Paper::Letter), Just(Paper::A4)];
    let print_size = prop_oneof![Just(PrintSize::Normal), Just(PrintSize::Large)];
    let names = prop::collection::vec(prop_oneof![3 => "[A-Z][a-z]{2,12}", 1 => long_name()], 3);
    (density, prop::collection::vec(block(), 0..12), (paper, print_size), content(), names).prop_map(
        |(density, blocks, (paper, print_size), lead, names)| {
            let mut document = document(density, blocks);
            let [patient, pharmacy, title] = names.as_slice() else { unreachable!() };
            document.header.right[0].insert(0, Inline::bold(patient.as_str()));
            document.header.left[1] = text(format!("(555) 010-0142 · {pharmacy}"));
            document.parts[0].title.push_str(&format!(" {title}"));
            document.parts[0].lead = lead;
            (document, PageSetup { paper, print_size })
        },
    )
}

/// Every letter that is to be printed, in no order.
pub(super) fn letters(text: &str) -> Vec<char> {
    let mut letters: Vec<char> = text.chars().filter(|c| !c.is_whitespace()).collect();
    letters.sort_unstable();
    letters
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(60) })]

    #[test]
    fn prop_words_stay_inside_of_the_margins_and_never_overlap((document, setup) in any_document()) {
        let pages = lay_out(&document, setup).unwrap();
        for page in &pages {
            let runs: Vec<&GlyphRun> = runs(page).collect();
            for (index, run) in runs.iter().enumerate() {
                prop_assert!(run.x >= pt(44.9));
                prop_assert!(run.x + run.width() <= page.size.width - pt(44.9));
                prop_assert!(run.baseline >= pt(38.0) && run.baseline <= page.size.height - pt(24.0));
                for other in &runs[index + 1..] {
                    let near = (run.baseline - other.baseline).0.abs() < run.size.min(other.size).0 * 0.7;
                    let beside = run.x + run.width() <= other.x + pt(0.1)
                        || other.x + other.width() <= run.x + pt(0.1);
                    prop_assert!(!near || beside);
                }
            }
        }
    }

    #[test]
    fn prop_no_letter_is_lost((document, setup) in any_document()) {
        let pages = lay_out(&document, setup).unwrap();
        let printed: String = pages
            .iter()
            .flat_map(runs)
            .filter(|run| !matches!(run.tag.role, Role::Artifact(_)) && run.text != "•")
            .map(|run| run.text.as_str())
            .collect();
        let mut typed = String::new();
        collect(&document.parts[0].lead, &mut typed);
        typed.push_str(&clean(&document.parts[0].title));
        document.parts[0].blocks.iter().for_each(|block| collect_block(block, &mut typed));
        prop_assert_eq!(letters(&printed).len(), letters(&typed).len());
        prop_assert!(letters(&printed) == letters(&typed));
    }

    #[test]
    fn prop_every_glyph_knows_its_letters((document, setup) in any_document()) {
        for run in lay_out(&document, setup).unwrap().iter().flat_map(runs) {
            let shown: String = run
                .glyphs
                .iter()
                .filter_map(|glyph| run.text.get(glyph.start as usize..glyph.end as usize))
                .collect();
            prop_assert!(shown == run.text);
        }
    }

    #[test]
    fn prop_plain_text_keeps_to_its_columns((document, _) in any_document()) {
        prop_assert!(to_text(&document).lines().all(|line| line.chars().count() <= 78));
    }
}

pub(super) fn collect(text: &[Inline], into: &mut String) {
    for inline in text {
        match inline {
            Inline::Words { text, .. } => into.push_str(&clean(text)),
            Inline::CheckBox | Inline::Blank { .. } | Inline::Sign(_) => {}
        }
    }
}

pub(super) fn collect_block(block: &Block, into: &mut String) {
    let panel = |panel: &Panel, into: &mut String| {
        collect(&panel.title, into);
        panel.blocks.iter().for_each(|block| collect_block(block, into));
    };
    match block {
        Block::Heading { text, .. } | Block::Paragraph { text, .. } => collect(text, into),
        Block::Bullets(texts) | Block::Checks(texts) => {
            texts.iter().for_each(|text| collect(text, into));
        }
        Block::Table(table) => {
            table.columns.iter().for_each(|column| collect(&column.head, into));
            let cells = table.rows.iter().flat_map(|row| &row.cells);
            cells.flat_map(|cell| &cell.paragraphs).for_each(|paragraph| collect(&paragraph.text, into));
        }
        Block::Panel(one) => panel(one, into),
        Block::Panels(panels) => panels.iter().for_each(|one| panel(one, into)),
        Block::Bars(bars) => bars.iter().for_each(|bar| {
            collect(&bar.label, into);
            collect(&bar.amount, into);
        }),
        Block::Shares(shares) => {
            collect(&shares.title, into);
            for row in &shares.rows {
                collect(&row.text(), into);
            }
        }
        Block::Space => {}
    }
}
