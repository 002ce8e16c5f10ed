//! Which bookmarks does the file have? The parts, and below each the headings of its sections.

use lopdf::{Dictionary, Object, ObjectId, dictionary};

use super::{failed, text_string};
use crate::summary::document::Level;
use crate::summary::error::SummaryError;
use crate::summary::page::{Item, Page, Role};
use crate::summary::units::Pt;

/// A bookmark.
struct Entry {
    title: String,
    /// The page, from 0.
    page: usize,
    /// How far above the foot of the page its words begin.
    height: Pt,
    below: Vec<Entry>,
}

/// Writes the bookmarks and has the reader's window show them.
pub(super) fn write(
    file: &mut lopdf::Document,
    pages: &[Page],
    sheets: &[ObjectId],
) -> Result<(), SummaryError> {
    let entries = entries(pages);
    let mode = if entries.is_empty() { "UseNone" } else { "UseOutlines" };
    if !entries.is_empty() {
        let root = file.new_object_id();
        let mut head = level(file, &entries, root, sheets);
        head.set("Type", "Outlines");
        file.set_object(root, head);
        file.catalog_mut().map_err(failed)?.set("Outlines", root);
    }
    file.catalog_mut().map_err(failed)?.set("PageMode", mode);
    Ok(())
}

fn entries(pages: &[Page]) -> Vec<Entry> {
    let mut parts: Vec<Entry> = Vec::new();
    // The heading that was met last, which may go on over several runs and lines.
    let mut last = None;
    for (number, page) in pages.iter().enumerate() {
        if let Some(title) = &page.opens {
            let height = page.size.height;
            parts.push(Entry { title: title.clone(), page: number, height, below: Vec::new() });
        }
        for item in &page.items {
            let Item::Glyphs(run) = item else { continue };
            if run.tag.role != Role::Heading(Level::Two) {
                continue;
            }
            let siblings = match parts.last_mut() {
                Some(part) => &mut part.below,
                None => &mut parts,
            };
            match siblings.last_mut() {
                Some(open) if last == Some(run.tag.element) => open.title.push_str(&run.text),
                Some(_) | None => siblings.push(Entry {
                    title: run.text.clone(),
                    page: number,
                    height: page.size.height - run.baseline + run.size,
                    below: Vec::new(),
                }),
            }
            last = Some(run.tag.element);
        }
    }
    parts
}

/// Writes bookmarks below another and returns what that one says about them.
fn level(file: &mut lopdf::Document, entries: &[Entry], above: ObjectId, sheets: &[ObjectId]) -> Dictionary {
    let places: Vec<ObjectId> = entries.iter().map(|_| file.new_object_id()).collect();
    let mut shown = entries.len();
    for (index, (entry, place)) in entries.iter().zip(&places).enumerate() {
        let mut bookmark = level(file, &entry.below, *place, sheets);
        shown += entry.below.len();
        bookmark.set("Title", text_string(entry.title.replace('\u{a0}', " ").trim()));
        bookmark.set("Parent", above);
        if let Some(sheet) = sheets.get(entry.page) {
            let height = Object::Real((entry.height.0 * 100.0).round() / 100.0);
            let there = vec![Object::from(*sheet), "XYZ".into(), Object::Null, height, Object::Null];
            bookmark.set("Dest", there);
        }
        if let Some(before) = index.checked_sub(1).and_then(|before| places.get(before)) {
            bookmark.set("Prev", *before);
        }
        if let Some(after) = places.get(index + 1) {
            bookmark.set("Next", *after);
        }
        file.set_object(*place, bookmark);
    }
    match (places.first(), places.last()) {
        (Some(first), Some(last)) => dictionary! {
            "First" => *first,
            "Last" => *last,
            "Count" => i64::try_from(shown).unwrap_or(i64::MAX),
        },
        _ => Dictionary::new(),
    }
}
