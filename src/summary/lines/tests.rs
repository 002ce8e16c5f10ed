//! Promises of line breaking.

use super::*;
use crate::summary::document::{Density, text};
use crate::summary::page::{Paper, PrintSize};
use crate::summary::style::Scale;

fn paragraph(text: &[Inline]) -> Paragraph {
    let scale = Scale::new(Paper::Letter, PrintSize::Normal, Density::Comfortable);
    Paragraph::new(text, scale.body, Figures::Proportional).unwrap()
}

/// The words of each line, with marks for drawn things.
fn broken(text: &[Inline], width: f32) -> Vec<String> {
    let paragraph = paragraph(text);
    paragraph
        .lines(pt(width))
        .iter()
        .map(|line| {
            assert!(line.width <= pt(width) + TOLERANCE);
            let mut words = String::new();
            for piece in &paragraph.pieces[line.pieces.clone()] {
                words.push_str(match piece.kind {
                    PieceKind::CheckBox => "[ ]",
                    PieceKind::Blank => "___",
                    PieceKind::Sign(_) => "(!)",
                    PieceKind::Glyphs { .. } | PieceKind::Space { .. } => {
                        &paragraph.words[piece.text.clone()]
                    }
                });
            }
            words
        })
        .collect()
}

#[test]
fn lines_break_at_spaces_which_are_not_printed_there() {
    assert_eq!(broken(&text("Do not stop it on your own."), 80.0), ["Do not stop it", "on your own."]);
}

#[test]
fn the_space_at_a_lines_end_is_kept_without_its_width() {
    let paragraph =
        paragraph(&[Inline::words("Do not stop "), Inline::bold("it"), Inline::words(" on your own.")]);
    let mut read = String::new();
    for line in paragraph.lines(pt(80.0)) {
        let place = Place {
            left: pt(7.0),
            top: Pt::ZERO,
            width: pt(80.0),
            align: Align::Right,
            tag: Tag::DECORATION,
        };
        let mut items = Vec::new();
        paragraph.draw(&line, place, &mut items).unwrap();
        for item in items {
            let Item::Glyphs(run) = item else { panic!("there are only words") };
            assert!(run.x + run.width() <= pt(87.0) + TOLERANCE);
            read.push_str(&run.text);
        }
    }
    assert_eq!(read, "Do not stop it on your own.");
}

#[test]
fn a_word_longer_than_the_line_breaks_rather_than_overflow() {
    let lines = broken(&text("x Llanfairpwllgwyngyllgogerychwyrndrobwll"), 70.0);
    assert!(lines.len() > 3);
    assert_eq!(lines[0], "x");
    assert_eq!(lines[1..].concat(), "Llanfairpwllgwyngyllgogerychwyrndrobwll");
}

#[test]
fn a_last_line_of_one_short_word_takes_one_from_the_line_before() {
    assert_eq!(broken(&text("Potency class one of seven"), 130.0), ["Potency class one", "of seven"]);
    assert_eq!(
        broken(&text("Ask whether the fund is open to"), 155.0),
        ["Ask whether the fund is", "open to"]
    );
    // Where little would be left, it stays.
    assert_eq!(broken(&text("tacrolimus no to"), 70.0), ["tacrolimus", "no to"]);
}

#[test]
fn an_accent_is_never_parted_from_its_letter() {
    let lines = broken(&text("m\u{303}".repeat(30)), 40.0);
    assert!(lines.len() > 1);
    assert!(lines.iter().all(|line| line.starts_with('m')));
}

#[test]
fn a_box_stays_on_the_line_of_its_words() {
    let content = [
        Inline::words("Asked: "),
        Inline::CheckBox,
        Inline::words(" proceed "),
        Inline::CheckBox,
        Inline::words("change to "),
        Inline::Blank { width_em: 6 },
    ];
    assert_eq!(broken(&content, 105.0), ["Asked: [ ]\u{a0}proceed", "[ ]\u{a0}change", "to ___"]);
}

#[test]
fn a_blank_gives_way_in_a_narrow_column() {
    assert_eq!(broken(&[Inline::Blank { width_em: 200 }], 50.0), ["___"]);
}

#[test]
fn an_empty_text_has_no_lines() {
    assert!(broken(&[], 100.0).is_empty());
    assert!(broken(&text("  "), 100.0).is_empty());
}

#[test]
fn two_weights_on_a_line_meet_without_gap() {
    let content = [Inline::bold("Not finished."), Inline::words(" We still need")];
    let paragraph = paragraph(&content);
    let mut items = Vec::new();
    for line in paragraph.lines(pt(300.0)) {
        let place = Place {
            left: pt(10.0),
            top: pt(0.0),
            width: pt(300.0),
            align: Align::Left,
            tag: Tag::DECORATION,
        };
        paragraph.draw(&line, place, &mut items).unwrap();
    }
    let [Item::Glyphs(bold), Item::Glyphs(regular)] = items.as_slice() else {
        panic!("two runs");
    };
    assert_eq!((bold.face, regular.face), (Weight::Bold, Weight::Regular));
    assert!((bold.x + bold.width() - regular.x).0.abs() < 0.01);
    assert_eq!(regular.text, " We still need");
    assert_eq!(regular.glyphs[1].start, 1);
}
