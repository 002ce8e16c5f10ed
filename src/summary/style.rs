//! How large and how far apart? The typographic scale, in one place.
//!
//! Everything follows from the print size and the part's density. Nothing here knows the words.

use super::document::{Density, Level, Weight};
use super::page::{Paper, PrintSize, Size, Tone};
use super::units::{Pt, pt};

/// How words are set: face, size, darkness, and the height of one line.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct TextStyle {
    pub(super) size: Pt,
    pub(super) line_height: Pt,
    /// What regular words become; bold and italic ones stay.
    pub(super) weight: Weight,
    /// What black words become.
    pub(super) tone: Tone,
    /// What gray words become.
    pub(super) gray: Tone,
}

/// The measures of one part.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Scale {
    pub(super) paper: Size,
    pub(super) margin_side: Pt,
    pub(super) margin_top: Pt,
    pub(super) margin_bottom: Pt,
    pub(super) header: TextStyle,
    pub(super) footer: TextStyle,
    pub(super) title: TextStyle,
    pub(super) lead: TextStyle,
    pub(super) body: TextStyle,
    pub(super) small: TextStyle,
    pub(super) note: TextStyle,
    pub(super) cell: TextStyle,
    pub(super) cell_note: TextStyle,
    pub(super) cell_strong: TextStyle,
    pub(super) table_head: TextStyle,
    pub(super) panel_title: TextStyle,
    heading_two: TextStyle,
    heading_three: TextStyle,
    /// Between paragraphs, list entries and the like.
    pub(super) gap: Pt,
    /// Above and below the words of a table row.
    pub(super) row_padding: Pt,
    /// Between a table's columns, where they are wide enough.
    pub(super) column_gap: Pt,
    /// From a frame to what it holds.
    pub(super) panel_padding: Pt,
    /// From a list's mark to its words.
    pub(super) indent: Pt,
    /// The thin line between rows and above the footer.
    pub(super) thin: Thin,
}

/// A thin line.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Thin {
    pub(super) thickness: Pt,
    pub(super) tone: Tone,
}

impl Scale {
    /// The measures for a part.
    pub(super) fn new(paper: Paper, print_size: PrintSize, density: Density) -> Scale {
        // Headings need not grow as much as the words that they stand above. What professionals read stays
        // as it is: three times as many pages would be no help to anybody.
        let (grow, grow_headings) = match (print_size, density) {
            (PrintSize::Large, Density::Comfortable) => (16.0 / 11.0, 1.35),
            (PrintSize::Large, Density::Compact) | (PrintSize::Normal, _) => (1.0, 1.0),
        };
        // What professionals get is faxed: gray would come out as dots or not at all.
        let (gray, thin) = match density {
            Density::Comfortable => (Tone::Muted, Thin { thickness: pt(0.6), tone: Tone::Hairline }),
            Density::Compact => (Tone::Ink, Thin { thickness: pt(0.4), tone: Tone::Ink }),
        };
        let style = |size: f32, leading: f32, weight, tone| TextStyle {
            size: pt(size),
            line_height: pt(size * leading),
            weight,
            tone,
            gray,
        };
        // A patient's page has nothing smaller than its body text.
        let [small, note, running, foot] = match density {
            Density::Comfortable => [11.0, 11.0, 11.0, 11.0],
            Density::Compact => [9.5, 9.0, 10.0, 8.5],
        }
        .map(|size| size * grow);
        let body = 11.0 * grow;
        // The title of a patient's box is as large as its words: readers that copy text then keep
        // boxes side by side apart.
        let panel_title = match density {
            Density::Comfortable => 11.0,
            Density::Compact => 11.5,
        };
        let row_padding = match density {
            Density::Comfortable => 5.0,
            Density::Compact => 4.0,
        } * grow;
        Scale {
            paper: paper.size(),
            margin_side: pt(45.0),
            margin_top: pt(38.0),
            margin_bottom: pt(24.0),
            header: style(running, 1.4, Weight::Regular, Tone::Ink),
            footer: style(foot, 1.3, Weight::Regular, gray),
            title: style(20.0 * grow_headings, 1.2, Weight::Bold, Tone::Ink),
            lead: style(11.25 * grow, 1.42, Weight::Regular, gray),
            body: style(body, 1.4, Weight::Regular, Tone::Ink),
            small: style(small, 1.42, Weight::Regular, Tone::Ink),
            note: style(note, 1.4, Weight::Regular, gray),
            cell: style(small, 1.4, Weight::Regular, Tone::Ink),
            cell_note: style(note, 1.4, Weight::Regular, gray),
            cell_strong: style(small, 1.4, Weight::SemiBold, Tone::Ink),
            table_head: style(small, 1.3, Weight::SemiBold, Tone::Ink),
            panel_title: style(panel_title * grow, 1.4, Weight::Bold, Tone::Ink),
            heading_two: style(13.0 * grow_headings, 1.3, Weight::Bold, Tone::Ink),
            heading_three: style(11.5 * grow_headings.max(grow), 1.3, Weight::SemiBold, Tone::Ink),
            gap: pt(6.0 * grow),
            row_padding: pt(row_padding),
            column_gap: pt(12.0),
            panel_padding: pt(12.0),
            indent: pt(18.0 * grow),
            thin,
        }
    }

    /// The same with less air, for a part that would otherwise end with a few lines on a page of their own.
    pub(super) fn tight(self) -> Scale {
        Scale {
            gap: self.gap * 0.75,
            row_padding: self.row_padding * 0.7,
            panel_padding: self.panel_padding * 0.8,
            ..self
        }
    }

    /// The measures of a heading.
    pub(super) fn heading(&self, level: Level) -> TextStyle {
        match level {
            Level::Two => self.heading_two,
            Level::Three => self.heading_three,
        }
    }

    /// The width between the margins.
    pub(super) fn width(&self) -> Pt {
        self.paper.width - self.margin_side * 2.0
    }
}
