//! Which bookmarks does the file have? The parts, and below each the headings of its sections.

use pdf_writer::{Dict, Name, Null, Ref, TextStr};

use super::pack::{File, integer};
use crate::summary::document::Level;
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

/// Writes the bookmarks. Returns their root, for the catalog, where there are any.
pub(super) fn write(file: &mut File, pages: &[Page], sheets: &[Ref]) -> Option<Ref> {
    let entries = entries(pages);
    if entries.is_empty() {
        return None;
    }
    let root = file.number();
    let below = level(file, &entries, root, sheets);
    let mut dictionary = file.object(root).indirect(root).dict();
    dictionary.pair(Name(b"Type"), Name(b"Outlines"));
    below.write(&mut dictionary);
    drop(dictionary);
    Some(root)
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

/// What a bookmark says about those below it.
struct Below {
    first: Ref,
    last: Ref,
    /// How many are shown where all are open.
    shown: usize,
}

impl Below {
    fn write(&self, dictionary: &mut Dict<'_>) {
        dictionary.pair(Name(b"First"), self.first);
        dictionary.pair(Name(b"Last"), self.last);
        dictionary.pair(Name(b"Count"), integer(self.shown));
    }
}

/// Writes bookmarks below another and returns what that one says about them. There is at least one.
fn level(file: &mut File, entries: &[Entry], above: Ref, sheets: &[Ref]) -> Below {
    let places: Vec<Ref> = entries.iter().map(|_| file.number()).collect();
    let mut shown = entries.len();
    for (index, (entry, place)) in entries.iter().zip(&places).enumerate() {
        let below = (!entry.below.is_empty()).then(|| level(file, &entry.below, *place, sheets));
        shown += entry.below.len();
        let mut bookmark = file.object(*place).indirect(*place).dict();
        bookmark.pair(Name(b"Title"), TextStr(entry.title.replace('\u{a0}', " ").trim()));
        bookmark.pair(Name(b"Parent"), above);
        if let Some(below) = below {
            below.write(&mut bookmark);
        }
        if let Some(sheet) = sheets.get(entry.page) {
            let height = (entry.height.0 * 100.0).round() / 100.0;
            let mut there = bookmark.insert(Name(b"Dest")).array();
            there.item(*sheet).item(Name(b"XYZ")).item(Null).item(height).item(Null);
        }
        if let Some(before) = index.checked_sub(1).and_then(|before| places.get(before)) {
            bookmark.pair(Name(b"Prev"), *before);
        }
        if let Some(after) = places.get(index + 1) {
            bookmark.pair(Name(b"Next"), *after);
        }
    }
    let ends = places.first().copied().zip(places.last().copied());
    let (first, last) = ends.unwrap_or((above, above));
    Below { first, last, shown }
}
