//! Where do the lines break? Mixed inline content, left or right aligned, without hyphens.
//!
//! A text is shaped once (`Paragraph::new`) and can then be broken to any width. A word longer than
//! a line breaks between two characters rather than run over the edge. Pages are not known here.

use std::ops::Range;

use unicode_linebreak::linebreaks;

use super::document::{Inline, Shade, VerdictSign, Weight};
use super::error::SummaryError;
use super::fonts::{clean, face};
use super::page::{Glyph, GlyphRun, Item, Point, Tag, Tone};
use super::shape::{Figures, shape_words};
use super::signs::{check_box, sign, write_on};
use super::style::TextStyle;
use super::units::{Pt, pt};

/// How lines stand in their width.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Align {
    Left,
    Right,
}

/// A shaped text, not yet broken into lines.
pub(super) struct Paragraph {
    style: TextStyle,
    /// All words, with one letter in the place of each box, sign and blank.
    words: String,
    spans: Vec<Span>,
    glyphs: Vec<Glyph>,
    pieces: Vec<Piece>,
}

/// Words of one face and darkness.
struct Span {
    weight: Weight,
    tone: Tone,
}

/// What can't be parted: one character with its accents, or one drawn thing.
struct Piece {
    kind: PieceKind,
    text: Range<usize>,
    advance: Pt,
    /// Whether a line may end after it.
    may_break: Break,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Break {
    Never,
    /// Here, and the piece is a space that then isn't printed.
    AfterSpace,
    Here,
}

#[derive(Clone)]
enum PieceKind {
    Glyphs { span: usize, range: Range<usize> },
    Space { span: usize, range: Range<usize> },
    CheckBox,
    Blank,
    Sign(VerdictSign),
}

/// One line: pieces of its paragraph.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct LineBox {
    pieces: Range<usize>,
    /// How wide its words are.
    pub(super) width: Pt,
}

/// Stands for a box, sign or blank where breaks are looked for: a letter, so that it clings to words.
const STAND_IN: char = 'x';
const NO_BREAK_SPACE: &str = "\u{a0}";
/// Widths of drawn things with the space around them, as parts of the size.
const CHECK_BOX_WIDTH: f32 = 1.0;
const SIGN_WIDTH: f32 = 0.98;
/// A last line of one word that is not longer looks lost, as a part of the size.
const SHORT_LINE: f32 = 3.0;
/// The line before it keeps at least this part of the width.
const LEAST_LINE: f32 = 0.4;
/// Rounding must not push a word that just fits onto the next line.
const TOLERANCE: Pt = pt(0.01);

impl Paragraph {
    /// Shapes a text.
    pub(super) fn new(
        text: &[Inline],
        style: TextStyle,
        figures: Figures,
    ) -> Result<Paragraph, SummaryError> {
        let mut paragraph = Paragraph {
            style,
            words: String::new(),
            spans: Vec::new(),
            glyphs: Vec::new(),
            pieces: Vec::new(),
        };
        let mut after_mark = false;
        for inline in text {
            match inline {
                Inline::Words { text, weight, tone } => {
                    let mut words = clean(text);
                    if after_mark {
                        // A box and its words must not be parted by a line's end.
                        words = format!("{NO_BREAK_SPACE}{}", words.trim_start_matches([' ', '\u{a0}']));
                    }
                    after_mark = false;
                    paragraph.push_words(&words, *weight, *tone, figures)?;
                }
                Inline::CheckBox => {
                    paragraph.push_drawn(PieceKind::CheckBox, style.size * CHECK_BOX_WIDTH);
                    after_mark = true;
                }
                Inline::Sign(sign) => {
                    paragraph.push_drawn(PieceKind::Sign(*sign), style.size * SIGN_WIDTH);
                    after_mark = true;
                }
                Inline::Blank { width_em } => {
                    let width = style.size * (f32::from(*width_em).max(1.0) * 0.8);
                    paragraph.push_drawn(PieceKind::Blank, width);
                    after_mark = false;
                }
            }
        }
        paragraph.mark_breaks();
        Ok(paragraph)
    }

    fn push_drawn(&mut self, kind: PieceKind, advance: Pt) {
        let start = self.words.len();
        self.words.push(STAND_IN);
        self.pieces.push(Piece { kind, text: start..self.words.len(), advance, may_break: Break::Never });
    }

    fn push_words(
        &mut self,
        words: &str,
        weight: Weight,
        tone: Shade,
        figures: Figures,
    ) -> Result<(), SummaryError> {
        let weight = match weight {
            Weight::Regular => self.style.weight,
            Weight::SemiBold | Weight::Bold | Weight::Italic => weight,
        };
        let tone = match tone {
            Shade::Ink => self.style.tone,
            Shade::Muted => self.style.gray,
        };
        let span = self.spans.len();
        self.spans.push(Span { weight, tone });
        let start = self.words.len();
        self.words.push_str(words);
        let shaped = shape_words(words, weight, figures)?;
        let scale = self.style.size / face(weight)?.units_per_em;
        let mut rest = shaped.as_slice();
        while let Some(first) = rest.first() {
            let count = rest.iter().take_while(|glyph| glyph.cluster == first.cluster).count();
            let (cluster, after) = rest.split_at(count);
            rest = after;
            let end = after.first().map_or(words.len(), |next| next.cluster);
            let text = words.get(first.cluster..end).unwrap_or_default();
            let from = self.glyphs.len();
            let mut advance = Pt::ZERO;
            let characters = text.chars().count();
            let mut at = start + first.cluster;
            let mut letters = text.chars();
            for (position, glyph) in cluster.iter().enumerate() {
                // One glyph a character: each shows its own. Else the first shows them all.
                let length = if characters == count {
                    letters.next().map_or(0, char::len_utf8)
                } else if position == 0 {
                    text.len()
                } else {
                    0
                };
                advance += scale * glyph.advance as f32;
                self.glyphs.push(Glyph {
                    id: glyph.id,
                    advance: scale * glyph.advance as f32,
                    dx: scale * glyph.dx as f32,
                    rise: scale * glyph.rise as f32,
                    start: offset(at),
                    end: offset(at + length),
                });
                at += length;
            }
            let range = from..self.glyphs.len();
            let kind = if text == " " {
                PieceKind::Space { span, range }
            } else {
                PieceKind::Glyphs { span, range }
            };
            self.pieces.push(Piece {
                kind,
                text: start + first.cluster..start + end,
                advance,
                may_break: Break::Never,
            });
        }
        Ok(())
    }

    /// Notes after which pieces a line may end.
    fn mark_breaks(&mut self) {
        let mut breaks = linebreaks(&self.words).map(|(at, _)| at).peekable();
        for piece in &mut self.pieces {
            while breaks.next_if(|at| *at < piece.text.end).is_some() {}
            if breaks.peek() == Some(&piece.text.end) {
                piece.may_break = match piece.kind {
                    PieceKind::Space { .. } => Break::AfterSpace,
                    PieceKind::Glyphs { .. }
                    | PieceKind::CheckBox
                    | PieceKind::Blank
                    | PieceKind::Sign(_) => Break::Here,
                };
            }
        }
        // A line to write on stays with the word that says what for.
        for at in 1..self.pieces.len() {
            let is_blank = self.pieces.get(at).is_some_and(|piece| matches!(piece.kind, PieceKind::Blank));
            if let Some(space) = self.pieces.get_mut(at - 1).filter(|piece| is_blank && piece.is_space()) {
                space.may_break = Break::Never;
            }
        }
    }

    /// The height of each of its lines.
    pub(super) fn line_height(&self) -> Pt {
        self.style.line_height
    }

    /// The width of its longest word: no narrower width avoids breaking a word.
    pub(super) fn longest_word(&self) -> Pt {
        let mut longest = Pt::ZERO;
        let mut word = Pt::ZERO;
        for piece in &self.pieces {
            if !piece.is_space() {
                word += piece.advance;
                longest = longest.max(word);
            }
            if piece.may_break != Break::Never {
                word = Pt::ZERO;
            } else if piece.is_space() {
                word += piece.advance;
            }
        }
        longest
    }

    /// Breaks it to a width. An empty text has no lines.
    pub(super) fn lines(&self, width: Pt) -> Vec<LineBox> {
        let mut lines = Vec::new();
        let mut start = 0;
        let mut best_break = None;
        let mut used = Pt::ZERO;
        let mut at = 0;
        while let Some(piece) = self.pieces.get(at) {
            let fits = used + piece.width_in(width) <= width + TOLERANCE;
            // A space at the end of a line hangs over the edge, unseen.
            if fits || piece.is_space() || at == start {
                used += piece.width_in(width);
                at += 1;
                if piece.may_break != Break::Never {
                    best_break = Some(at);
                }
                continue;
            }
            let end = best_break.unwrap_or(at);
            lines.push(self.line(start..end, width));
            start = end;
            while self.pieces.get(start).is_some_and(Piece::is_space) {
                start += 1;
            }
            at = start;
            best_break = None;
            used = Pt::ZERO;
        }
        let last = self.line(start..self.pieces.len(), width);
        if !last.pieces.is_empty() {
            lines.push(last);
        }
        self.lengthen_last(&mut lines, width);
        lines
    }

    /// A last line of one short word takes one more from the line before it.
    fn lengthen_last(&self, lines: &mut [LineBox], width: Pt) {
        let [.., before, last] = lines else { return };
        let starts_at = last.pieces.start;
        let inside = self.pieces.get(starts_at..last.pieces.end.saturating_sub(1)).unwrap_or_default();
        if last.width > self.style.size * SHORT_LINE || inside.iter().any(|p| p.may_break != Break::Never) {
            return;
        }
        let breaks = |at: &usize| self.pieces.get(at - 1).is_some_and(|p| p.may_break != Break::Never);
        let Some(start) = (before.pieces.start + 1..before.pieces.end).rev().find(breaks) else { return };
        let (shorter, longer) =
            (self.line(before.pieces.start..start, width), self.line(start..last.pieces.end, width));
        if longer.width <= width && shorter.width >= width * LEAST_LINE {
            *before = shorter;
            *last = longer;
        }
    }

    /// A line of these pieces without the spaces at its end.
    fn line(&self, pieces: Range<usize>, width: Pt) -> LineBox {
        let Range { start, mut end } = pieces;
        while end > start && self.pieces.get(end - 1).is_some_and(Piece::is_space) {
            end -= 1;
        }
        let used =
            self.pieces.get(start..end).unwrap_or_default().iter().map(|piece| piece.width_in(width)).sum();
        LineBox { pieces: start..end, width: used }
    }

    /// Draws a line whose top is at `top`, between `left` and `left + width`.
    pub(super) fn draw(
        &self,
        line: &LineBox,
        place: Place,
        items: &mut Vec<Item>,
    ) -> Result<(), SummaryError> {
        let mut x = match place.align {
            Align::Left => place.left,
            Align::Right => place.left + (place.width - line.width).max(Pt::ZERO),
        };
        let baseline = place.top + self.baseline()?;
        let mut run: Option<(usize, GlyphRun)> = None;
        for piece in self.pieces.get(line.pieces.clone()).unwrap_or_default() {
            let advance = piece.width_in(place.width);
            match &piece.kind {
                PieceKind::Glyphs { span, range } | PieceKind::Space { span, range } => {
                    let open = match run.take() {
                        Some((known, open)) if known == *span => open,
                        other => {
                            items.extend(other.map(|(_, done)| Item::Glyphs(done)));
                            self.begin_run(*span, x, baseline, place.tag)
                        }
                    };
                    run = Some((*span, self.extend_run(open, range.clone(), piece.text.clone())));
                }
                PieceKind::CheckBox => {
                    items.extend(run.take().map(|(_, done)| Item::Glyphs(done)));
                    items.push(check_box(Point::new(x, baseline), self.style.size, place.tag));
                }
                PieceKind::Sign(verdict) => {
                    items.extend(run.take().map(|(_, done)| Item::Glyphs(done)));
                    items.extend(sign(*verdict, Point::new(x, baseline), self.style.size, place.tag));
                }
                PieceKind::Blank => {
                    items.extend(run.take().map(|(_, done)| Item::Glyphs(done)));
                    let y = baseline + self.style.size * 0.12;
                    let from = Point::new(x, y);
                    items.push(write_on(from, advance, place.tag));
                }
            }
            x += advance;
        }
        // A space that hangs over the edge is kept without its width: whoever reads the words one after
        // the other must not run two lines' words together.
        if let Some(Piece { kind: PieceKind::Space { span, range }, text, .. }) =
            self.pieces.get(line.pieces.end)
            && let Some((known, open)) = run.take()
        {
            let mut open = if known == *span {
                open
            } else {
                items.push(Item::Glyphs(open));
                self.begin_run(*span, x, baseline, place.tag)
            };
            open = self.extend_run(open, range.clone(), text.clone());
            if let Some(space) = open.glyphs.last_mut() {
                space.advance = Pt::ZERO;
            }
            run = Some((*span, open));
        }
        items.extend(run.map(|(_, done)| Item::Glyphs(done)));
        Ok(())
    }

    fn begin_run(&self, span: usize, x: Pt, baseline: Pt, tag: Tag) -> GlyphRun {
        let (face, tone) =
            self.spans.get(span).map_or((Weight::Regular, Tone::Ink), |span| (span.weight, span.tone));
        GlyphRun {
            x,
            baseline,
            size: self.style.size,
            face,
            tone,
            glyphs: Vec::new(),
            text: String::new(),
            tag,
        }
    }

    /// Adds a piece to a run; the glyphs' places in the text become the run's own.
    fn extend_run(&self, mut run: GlyphRun, glyphs: Range<usize>, text: Range<usize>) -> GlyphRun {
        let begin = offset(text.start);
        let shift = offset(run.text.len());
        run.text.push_str(self.words.get(text).unwrap_or_default());
        let glyphs = self.glyphs.get(glyphs).unwrap_or_default();
        run.glyphs.extend(glyphs.iter().map(|glyph| Glyph {
            start: glyph.start - begin + shift,
            end: glyph.end - begin + shift,
            ..*glyph
        }));
        run
    }

    /// From a line's top to where its letters stand.
    fn baseline(&self) -> Result<Pt, SummaryError> {
        let face = face(self.style.weight)?;
        let letters = self.style.size * (face.ascent + face.descent);
        Ok((self.style.line_height - letters) / 2.0 + self.style.size * face.ascent)
    }
}

impl Piece {
    fn is_space(&self) -> bool {
        matches!(self.kind, PieceKind::Space { .. })
    }

    /// A blank gives way in a narrow column; everything else is as wide as it is.
    fn width_in(&self, width: Pt) -> Pt {
        match self.kind {
            PieceKind::Blank => self.advance.min(width),
            PieceKind::Glyphs { .. } | PieceKind::Space { .. } | PieceKind::CheckBox | PieceKind::Sign(_) => {
                self.advance
            }
        }
    }
}

/// Where a line is drawn.
#[derive(Clone, Copy)]
pub(super) struct Place {
    pub(super) left: Pt,
    pub(super) top: Pt,
    pub(super) width: Pt,
    pub(super) align: Align,
    pub(super) tag: Tag,
}

/// Texts are far below 4 GB; a longer one would lose its copied text, not its print.
fn offset(bytes: usize) -> u32 {
    u32::try_from(bytes).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests;
