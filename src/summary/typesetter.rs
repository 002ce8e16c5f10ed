//! Which texts are shaped already? Laying out a document again, after a word was typed, need not begin anew.
//!
//! What a text looks like follows from its words and its style alone, so a paragraph that was shaped for one
//! layout serves the next one, and the second setting of a part that is set tighter. What the last layout
//! didn't use is forgotten.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

use super::document::{Document, Inline};
use super::error::SummaryError;
use super::lines::Paragraph;
use super::page::{Page, PageSetup};
use super::shape::Figures;
use super::style::TextStyle;
use super::{cover, layout};

/// Lays documents out, each like [`lay_out`](super::lay_out), and quicker where it has much in common with
/// the one before.
#[derive(Default)]
pub struct Typesetter {
    /// By the hash of what they were made from, in order of their first use.
    paragraphs: HashMap<u64, Vec<Kept>>,
    layouts: u64,
}

/// A shaped text and what it was made from.
struct Kept {
    text: Vec<Inline>,
    style: TextStyle,
    figures: Figures,
    paragraph: Arc<Paragraph>,
    /// The layout that used it last.
    used: u64,
}

impl Typesetter {
    /// Lays a document out on paper.
    ///
    /// # Errors
    ///
    /// Those of [`lay_out`](super::lay_out).
    pub fn lay_out(&mut self, document: &Document, setup: PageSetup) -> Result<Vec<Page>, SummaryError> {
        cover::check(document)?;
        self.layouts += 1;
        let pages = layout::pages(document, setup, self);
        let now = self.layouts;
        self.paragraphs.retain(|_, kept| {
            kept.retain(|kept| kept.used == now);
            !kept.is_empty()
        });
        pages
    }

    /// A text, shaped.
    pub(super) fn paragraph(
        &mut self,
        text: &[Inline],
        style: TextStyle,
        figures: Figures,
    ) -> Result<Arc<Paragraph>, SummaryError> {
        let alike = self.paragraphs.entry(hash(text, style, figures)).or_default();
        let is_it = |kept: &&mut Kept| kept.text == text && kept.style == style && kept.figures == figures;
        if let Some(kept) = alike.iter_mut().find(is_it) {
            kept.used = self.layouts;
            return Ok(Arc::clone(&kept.paragraph));
        }
        let paragraph = Arc::new(Paragraph::new(text, style, figures)?);
        alike.push(Kept {
            text: text.to_vec(),
            style,
            figures,
            paragraph: Arc::clone(&paragraph),
            used: self.layouts,
        });
        Ok(paragraph)
    }
}

fn hash(text: &[Inline], style: TextStyle, figures: Figures) -> u64 {
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    style.size.0.to_bits().hash(&mut hasher);
    (style.weight as u8, style.tone as u8, figures as u8).hash(&mut hasher);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::super::tests::sample;
    use super::super::{Block, Paper, PrintSize, lay_out, text};
    use super::*;

    const LETTER: PageSetup = PageSetup { paper: Paper::Letter, print_size: PrintSize::Normal };

    fn kept(typesetter: &Typesetter) -> usize {
        typesetter.paragraphs.values().map(Vec::len).sum()
    }

    #[test]
    fn a_changed_document_is_laid_out_as_if_it_were_the_first() {
        let mut typesetter = Typesetter::default();
        let mut document = sample::document();
        for round in 0..4 {
            let typed = Block::body(text("call back ".repeat(round)));
            document.parts[0].blocks.push(typed);
            let setups = [Paper::Letter, Paper::A4].map(|paper| PageSetup { paper, ..LETTER });
            for setup in [setups[0], setups[1], PageSetup { print_size: PrintSize::Large, ..LETTER }] {
                let again = typesetter.lay_out(&document, setup).unwrap();
                assert!(again == lay_out(&document, setup).unwrap());
            }
        }
    }

    #[test]
    fn what_the_last_layout_did_not_use_is_forgotten() {
        let mut typesetter = Typesetter::default();
        let mut document = sample::document();
        typesetter.lay_out(&document, LETTER).unwrap();
        let first = kept(&typesetter);
        typesetter.lay_out(&document, LETTER).unwrap();
        assert_eq!(kept(&typesetter), first);
        for part in &mut document.parts {
            part.blocks.clear();
        }
        typesetter.lay_out(&document, LETTER).unwrap();
        assert!(kept(&typesetter) < first / 2);
    }
}
