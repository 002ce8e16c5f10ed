//! Which pages does a document fill? Parts, each with its header and footer, become pages.
//!
//! Words are laid out once; both the PDF and the preview draw the result. Page numbers run over all
//! parts, so footers are drawn when every page is known.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::blocks::{Area, Counters, Setter};
use super::document::{Document, Header, Part, Text, text};
use super::error::{Element, Place as Where, SummaryError};
use super::flow::{Filled, Room, Stack, fill, glued, lead};
use super::lines::{Align, Paragraph, Place};
use super::page::{Artifact, Item, Line, Page, PageSetup, Point, Role, Tag, Tone};
use super::shape::Figures;
use super::style::{Scale, TextStyle};
use super::typesetter::Typesetter;
use super::units::{Pt, pt};

/// From the header's words to its line, and from there to the first words below.
const HEADER_GAP: Pt = pt(6.0);
const BODY_GAP: Pt = pt(9.0);
/// Between words at the left and at the right of one line.
const APART: Pt = pt(20.0);
/// Header and footer may each take so much of the page.
const LARGEST_MARGINAL: f32 = 0.3;
/// A last page that holds less than this part of a page is saved where less air is enough.
const LITTLE: f32 = 0.3;

/// The top or foot of a page, drawn from its top.
struct Marginal {
    height: Pt,
    items: Vec<Item>,
}

/// Lays a document out.
pub(super) fn pages(
    document: &Document,
    setup: PageSetup,
    texts: &mut Typesetter,
) -> Result<Vec<Page>, SummaryError> {
    let mut counters = Counters::default();
    let mut parts = Vec::with_capacity(document.parts.len());
    for part in &document.parts {
        parts.push(lay_out_part(document, part, setup, &mut counters, texts)?);
    }
    let total = parts.iter().map(|part| part.pages.len()).sum();
    let mut number = 0;
    let mut pages = Vec::with_capacity(total);
    for (part, laid_out) in document.parts.iter().zip(parts) {
        for mut page in laid_out.pages {
            number += 1;
            let label = page_label(part.page_label(document), number, total);
            let foot = footer(part, &label, &laid_out.scale, texts)?;
            let top = laid_out.scale.paper.height - laid_out.scale.margin_bottom - foot.height;
            add(&mut page.items, foot.items, top);
            pages.push(page);
        }
    }
    Ok(pages)
}

/// A part's pages, still without footers.
struct LaidOut {
    scale: Scale,
    pages: Vec<Page>,
}

fn lay_out_part(
    document: &Document,
    part: &Part,
    setup: PageSetup,
    counters: &mut Counters,
    texts: &mut Typesetter,
) -> Result<LaidOut, SummaryError> {
    let scale = Scale::new(setup.paper, setup.print_size, part.density);
    let header = header(part.header(document), &scale, texts)?;
    // No page number is wider than this one; its height decides alike for all pages.
    let foot = footer(part, &page_label(part.page_label(document), 999, 999), &scale, texts)?;
    let limit = scale.paper.height * LARGEST_MARGINAL;
    if foot.height > limit {
        return Err(SummaryError::TooLong {
            place: Where::Part { id: part.id.clone(), element: Element::Footer },
        });
    }
    let body_top = scale.margin_top + header.height + BODY_GAP;
    let body_bottom = scale.paper.height - scale.margin_bottom - foot.height - BODY_GAP;
    let area = Area {
        left: scale.margin_side,
        width: scale.width(),
        height: body_bottom - body_top,
        above: Pt::ZERO,
    };
    let stacks = stacks(part, area, &scale, counters, texts)?;
    let mut pages = Vec::with_capacity(stacks.len());
    for stack in stacks {
        let mut page = Page {
            size: scale.paper,
            language: part.language(document).to_owned(),
            opens: pages.is_empty().then(|| part.title.clone()),
            items: Vec::new(),
            alternatives: alternatives(&stack.items, counters),
        };
        add(&mut page.items, header.items.clone(), scale.margin_top);
        add(&mut page.items, stack.items, body_top);
        pages.push(page);
    }
    Ok(LaidOut { scale, pages })
}

/// What is read aloud for the figures among these items.
fn alternatives(items: &[Item], counters: &Counters) -> BTreeMap<u32, String> {
    let mut alternatives = BTreeMap::new();
    for tag in items.iter().map(Item::tag).filter(|tag| tag.role == Role::Figure) {
        if let Some(words) = counters.alternative(tag.element) {
            alternatives.entry(tag.element).or_insert_with(|| words.to_owned());
        }
    }
    alternatives
}

/// What stands on each page of a part. Set with less air where that saves a page that would hold little.
fn stacks(
    part: &Part,
    area: Area,
    scale: &Scale,
    counters: &mut Counters,
    texts: &mut Typesetter,
) -> Result<Vec<Stack>, SummaryError> {
    let mut tight_counters = counters.clone();
    let filled = body(part, area, scale, counters, texts)?;
    if filled.stacks.len() < 2 || filled.rest > area.height * LITTLE {
        return Ok(filled.stacks);
    }
    let tight = body(part, area, &scale.tight(), &mut tight_counters, texts)?;
    if tight.stacks.len() < filled.stacks.len() {
        *counters = tight_counters;
        return Ok(tight.stacks);
    }
    Ok(filled.stacks)
}

fn body(
    part: &Part,
    area: Area,
    scale: &Scale,
    counters: &mut Counters,
    texts: &mut Typesetter,
) -> Result<Filled, SummaryError> {
    let mut setter = Setter { scale, part: &part.id, counters, texts };
    let tag = setter.counters.tag(Role::Title);
    let mut slabs = setter.lines(&text(&part.title), scale.title, area, Pt::ZERO, tag)?;
    lead(&mut slabs);
    let tag = setter.counters.tag(Role::Paragraph);
    slabs.append(&mut setter.lines(&part.lead, scale.lead, area, scale.gap * 0.4, tag)?);
    let mut blocks = setter.blocks(&part.blocks, area.below(glued(&slabs)))?;
    if let Some(first) = blocks.first_mut() {
        first.before = first.before.max(scale.gap * 1.5);
    }
    slabs.append(&mut blocks);
    let mut filled = fill(slabs, Room::alike(area.height));
    if filled.stacks.is_empty() {
        // A part without a word still is a page: it was asked for.
        filled.stacks.push(Stack { height: Pt::ZERO, items: Vec::new() });
    }
    Ok(filled)
}

fn header(header: &Header, scale: &Scale, texts: &mut Typesetter) -> Result<Marginal, SummaryError> {
    let left = set(&header.left, scale.header, texts)?;
    let right = set(&header.right, scale.header, texts)?;
    let room = scale.width() - APART;
    let (left_wish, right_wish) = (natural_width(&left), natural_width(&right));
    // Whoever needs less than half leaves the rest to the other.
    let right_width = right_wish.min((room - left_wish).max(room / 2.0));
    let left_width = room - right_width;
    let tag = Tag::artifact(Artifact::Header);
    let mut items = Vec::new();
    let limit = scale.paper.height * LARGEST_MARGINAL;
    let mut height = Pt::ZERO;
    let edge = scale.margin_side;
    let sides = [
        (&left, edge, left_width, Align::Left, Where::HeaderLeft),
        (&right, edge + scale.width() - right_width, right_width, Align::Right, Where::HeaderRight),
    ];
    for (paragraphs, left, width, align, place) in sides {
        let side = Place { left, top: Pt::ZERO, width, align, tag };
        let reach = draw_all(paragraphs, side, &mut items)?;
        if reach > limit {
            return Err(SummaryError::TooLong { place });
        }
        height = height.max(reach);
    }
    let rule = height + HEADER_GAP;
    items.push(rule_at(rule, pt(1.5), Tone::Ink, tag, scale));
    Ok(Marginal { height: rule, items })
}

fn footer(part: &Part, label: &str, scale: &Scale, texts: &mut Typesetter) -> Result<Marginal, SummaryError> {
    let tag = Tag::artifact(Artifact::Footer);
    let note = set(&[text(&part.footer)], scale.footer, texts)?;
    let number = set(&[text(label)], scale.footer, texts)?;
    let number_width = natural_width(&number).min(scale.width() / 2.0);
    let top = pt(6.0);
    let mut items = vec![rule_at(Pt::ZERO, scale.thin.thickness, scale.thin.tone, tag, scale)];
    let mut place = Place {
        left: scale.margin_side,
        top,
        width: scale.width() - number_width - APART,
        align: Align::Left,
        tag,
    };
    let mut bottom = draw_all(&note, place, &mut items)?;
    place.left = scale.margin_side + scale.width() - number_width;
    place.width = number_width;
    place.align = Align::Right;
    bottom = bottom.max(draw_all(&number, place, &mut items)?);
    Ok(Marginal { height: bottom, items })
}

fn page_label(template: &str, page: usize, pages: usize) -> String {
    template.replace("{page}", &page.to_string()).replace("{pages}", &pages.to_string())
}

fn set(
    lines: &[Text],
    style: TextStyle,
    texts: &mut Typesetter,
) -> Result<Vec<Arc<Paragraph>>, SummaryError> {
    lines.iter().map(|line| texts.paragraph(line, style, Figures::Proportional)).collect()
}

/// How wide texts are if no line is broken.
fn natural_width(paragraphs: &[Arc<Paragraph>]) -> Pt {
    paragraphs
        .iter()
        .flat_map(|paragraph| paragraph.lines(pt(f32::MAX)))
        .map(|line| line.width + pt(0.1))
        .fold(Pt::ZERO, Pt::max)
}

/// Draws texts below each other and returns where they end.
fn draw_all(
    paragraphs: &[Arc<Paragraph>],
    mut place: Place,
    items: &mut Vec<Item>,
) -> Result<Pt, SummaryError> {
    for paragraph in paragraphs {
        for line in paragraph.lines(place.width) {
            paragraph.draw(&line, place, items)?;
            place.top += paragraph.line_height();
        }
    }
    Ok(place.top)
}

fn rule_at(y: Pt, thickness: Pt, tone: Tone, tag: Tag, scale: &Scale) -> Item {
    Item::Line(Line {
        from: Point::new(scale.margin_side, y),
        to: Point::new(scale.margin_side + scale.width(), y),
        thickness,
        tone,
        tag,
    })
}

fn add(page: &mut Vec<Item>, items: Vec<Item>, top: Pt) {
    page.extend(items.into_iter().map(|mut item| {
        item.lower(top);
        item
    }));
}
