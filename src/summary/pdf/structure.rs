//! What is each item to somebody who listens? The structure tree, from the tags of the items.
//!
//! Document → Part (with its language) → heading, paragraph, list, table, figure, and Sect or Div for a
//! box. An element's place follows from the number in its tag: that is the reading order, also where
//! boxes stand side by side and where a row goes on over pages.

use std::collections::BTreeMap;

use lopdf::{Dictionary, Object, ObjectId, dictionary};

use super::{failed, text_string};
use crate::summary::document::Level;
use crate::summary::error::SummaryError;
use crate::summary::page::{Extent, ListMark, Page, Role, Tag};

/// A role's name in PDF.
pub(super) fn kind(role: Role) -> &'static str {
    match role {
        Role::Title => "H1",
        Role::Heading(Level::Two) => "H2",
        Role::Heading(Level::Three) => "H3",
        Role::Paragraph | Role::PanelTitle => "P",
        Role::ListItem { .. } => "LBody",
        Role::ListMark { .. } => "Lbl",
        Role::TableHead { .. } | Role::RowHead { .. } => "TH",
        Role::TableCell { .. } => "TD",
        Role::Figure => "Figure",
        Role::Artifact(_) => "Artifact",
    }
}

/// Writes the tree of what each page's marked contents are, and says in the catalog that there is one.
pub(super) fn write(
    file: &mut lopdf::Document,
    pages: &[Page],
    marks: &[Vec<Tag>],
    sheets: &[ObjectId],
) -> Result<(), SummaryError> {
    let mut tree = Tree::new(pages);
    for leaf in leaves(marks).values() {
        tree.place(leaf);
    }
    tree.fill_rows();

    let root = file.new_object_id();
    let places: Vec<ObjectId> = tree.elements.iter().map(|_| file.new_object_id()).collect();
    let mut numbers: Vec<Object> = Vec::with_capacity(pages.len() * 2);
    let mut owners: Vec<Vec<Object>> = marks.iter().map(|marks| vec![Object::Null; marks.len()]).collect();
    for (element, place) in tree.elements.into_iter().zip(&places) {
        for content in element.kids.iter().filter_map(Kid::content) {
            if let Some(owner) = owners.get_mut(content.page).and_then(|page| page.get_mut(content.number)) {
                *owner = Object::from(*place);
            }
        }
        let above = element.above.and_then(|above| places.get(above)).copied().unwrap_or(root);
        file.set_object(*place, element.dictionary(above, &places, sheets));
    }
    for (number, (sheet, owners)) in (0_i64..).zip(sheets.iter().zip(owners)) {
        numbers.extend([number.into(), owners.into()]);
        let page = file.get_dictionary_mut(*sheet).map_err(failed)?;
        page.set("StructParents", number);
        page.set("Tabs", "S");
    }
    let next = i64::try_from(sheets.len()).unwrap_or(i64::MAX);
    let parents = file.add_object(dictionary! { "Nums" => numbers });
    let first: Vec<Object> = places.first().map(|place| Object::from(*place)).into_iter().collect();
    file.set_object(
        root,
        dictionary! {
            "Type" => "StructTreeRoot",
            "K" => first,
            "ParentTree" => parents,
            "ParentTreeNextKey" => next,
        },
    );
    let catalog = file.catalog_mut().map_err(failed)?;
    catalog.set("StructTreeRoot", root);
    catalog.set("MarkInfo", dictionary! { "Marked" => true });
    Ok(())
}

/// A marked content: on which page, and under which number there.
#[derive(Clone, Copy)]
struct Content {
    page: usize,
    number: usize,
}

/// All marked contents of one tag.
struct Leaf {
    tag: Tag,
    contents: Vec<Content>,
}

/// What is to be read, in reading order. An entry's mark comes before its words.
fn leaves(marks: &[Vec<Tag>]) -> BTreeMap<(u32, u8), Leaf> {
    let mut leaves: BTreeMap<(u32, u8), Leaf> = BTreeMap::new();
    for (page, marks) in marks.iter().enumerate() {
        for (number, tag) in marks.iter().enumerate() {
            let after_mark = u8::from(!matches!(tag.role, Role::ListMark { .. }));
            let leaf = leaves
                .entry((tag.element, after_mark))
                .or_insert_with(|| Leaf { tag: *tag, contents: Vec::new() });
            leaf.contents.push(Content { page, number });
        }
    }
    leaves
}

/// The elements, each after the one that it stands in.
struct Tree<'a> {
    pages: &'a [Page],
    /// The part of each page.
    parts: Vec<usize>,
    elements: Vec<Element>,
    part: Option<Open<usize>>,
    panel: Option<Open<u32>>,
    list: Option<Open<u32>>,
    entry: Option<Open<u32>>,
    table: Option<Open<u32>>,
    row: Option<Open<Option<u32>>>,
    cell: Option<Open<(u32, Option<u32>, u16)>>,
    /// All tables.
    tables: Vec<usize>,
    /// The rank of the part's last heading.
    rank: u8,
}

/// An element that goes on while the same key comes.
struct Open<K> {
    key: K,
    element: usize,
}

struct Element {
    kind: &'static str,
    /// The element that it stands in; `None` for the whole document.
    above: Option<usize>,
    kids: Vec<Kid>,
    entries: Dictionary,
}

enum Kid {
    Element(usize),
    Content(Content),
}

impl Kid {
    fn content(&self) -> Option<Content> {
        match self {
            Kid::Element(_) => None,
            Kid::Content(content) => Some(*content),
        }
    }
}

impl<'a> Tree<'a> {
    fn new(pages: &'a [Page]) -> Tree<'a> {
        let mut part = 0;
        let parts = pages.iter().map(|page| {
            part += usize::from(page.opens.is_some());
            part
        });
        let document =
            Element { kind: "Document", above: None, kids: Vec::new(), entries: Dictionary::new() };
        Tree {
            parts: parts.collect(),
            pages,
            elements: vec![document],
            part: None,
            panel: None,
            list: None,
            entry: None,
            table: None,
            row: None,
            cell: None,
            tables: Vec::new(),
            rank: 0,
        }
    }

    /// A new element below another.
    fn add(&mut self, above: usize, kind: &'static str) -> usize {
        let new = self.elements.len();
        let element = Element { kind, above: Some(above), kids: Vec::new(), entries: Dictionary::new() };
        self.elements.push(element);
        if let Some(above) = self.elements.get_mut(above) {
            above.kids.push(Kid::Element(new));
        }
        new
    }

    fn set(&mut self, element: usize, key: &str, value: impl Into<Object>) {
        if let Some(element) = self.elements.get_mut(element) {
            element.entries.set(key, value);
        }
    }

    fn fill(&mut self, element: usize, leaf: &Leaf) {
        if let Some(element) = self.elements.get_mut(element) {
            element.kids.extend(leaf.contents.iter().copied().map(Kid::Content));
        }
    }

    fn kids(&self, element: usize) -> &[Kid] {
        self.elements.get(element).map_or(&[], |element| &element.kids)
    }

    /// Gives what is read next its place.
    fn place(&mut self, leaf: &Leaf) {
        let Some(page) = leaf.contents.first().map(|content| content.page) else {
            return;
        };
        let part = self.part(page);
        let above = self.panel(part, leaf.tag);
        match leaf.tag.role {
            Role::Title => self.heading(above, 1, leaf),
            Role::Heading(Level::Two) => self.heading(above, 2, leaf),
            Role::Heading(Level::Three) => self.heading(above, 3, leaf),
            Role::Paragraph | Role::PanelTitle => {
                let paragraph = self.add(above, "P");
                self.fill(paragraph, leaf);
            }
            Role::ListMark { list, mark } => self.entry(above, list, Some(mark), leaf),
            Role::ListItem { list } => self.entry(above, list, None, leaf),
            Role::TableHead { table, column } => {
                self.cell(above, (table, None, column), Some("Column"), leaf)
            }
            Role::RowHead { table, row } => self.cell(above, (table, Some(row), 0), Some("Row"), leaf),
            Role::TableCell { table, row, column } => {
                self.cell(above, (table, Some(row), column), None, leaf);
            }
            Role::Figure => self.figure(above, page, leaf),
            // Has no number, so it is no leaf.
            Role::Artifact(_) => {}
        }
    }

    /// The part of a page.
    fn part(&mut self, page: usize) -> usize {
        let key = self.parts.get(page).copied().unwrap_or_default();
        if let Some(open) = self.part.as_ref().filter(|open| open.key == key) {
            return open.element;
        }
        let element = self.add(0, "Part");
        if let Some(page) = self.pages.get(page) {
            self.set(element, "Lang", text_string(&page.language));
        }
        self.part = Some(Open { key, element });
        self.rank = 0;
        element
    }

    /// The box that a tag stands in, or the part.
    fn panel(&mut self, part: usize, tag: Tag) -> usize {
        if tag.panel == 0 {
            return part;
        }
        if let Some(open) = self.panel.as_ref().filter(|open| open.key == tag.panel) {
            return open.element;
        }
        // Without a title of its own a box is no section, it only holds together.
        let element = self.add(part, if tag.role == Role::PanelTitle { "Sect" } else { "Div" });
        self.panel = Some(Open { key: tag.panel, element });
        element
    }

    /// A heading, at most one rank below the last: a listener who goes from rank to rank must not think
    /// that one was missed.
    fn heading(&mut self, above: usize, rank: u8, leaf: &Leaf) {
        self.rank = rank.min(self.rank + 1);
        let heading = self.add(
            above,
            match self.rank {
                1 => "H1",
                2 => "H2",
                _ => "H3",
            },
        );
        self.fill(heading, leaf);
    }

    /// The mark or the words of a list's entry. The mark comes first.
    fn entry(&mut self, above: usize, list: u32, mark: Option<ListMark>, leaf: &Leaf) {
        let list = match self.list.as_ref().filter(|open| open.key == list) {
            Some(open) => open.element,
            None => {
                let element = self.add(above, "L");
                let numbering = match mark {
                    Some(ListMark::Dot) => "Disc",
                    Some(ListMark::CheckBox) => "Square",
                    None => "None",
                };
                self.set(element, "A", dictionary! { "O" => "List", "ListNumbering" => numbering });
                self.list = Some(Open { key: list, element });
                element
            }
        };
        let entry = match self.entry.as_ref().filter(|open| open.key == leaf.tag.element) {
            Some(open) => open.element,
            None => {
                let element = self.add(list, "LI");
                self.entry = Some(Open { key: leaf.tag.element, element });
                element
            }
        };
        let body = self.add(entry, kind(leaf.tag.role));
        self.fill(body, leaf);
    }

    /// A paragraph of a cell. `scope` is what a head stands above or before.
    fn cell(&mut self, above: usize, key: (u32, Option<u32>, u16), scope: Option<&'static str>, leaf: &Leaf) {
        if let Some(open) = self.cell.as_ref().filter(|open| open.key == key) {
            let cell = open.element;
            self.paragraph(cell, leaf);
            return;
        }
        let (table, row, column) = key;
        let table = match self.table.as_ref().filter(|open| open.key == table) {
            Some(open) => open.element,
            None => {
                let element = self.add(above, "Table");
                self.tables.push(element);
                self.table = Some(Open { key: table, element });
                self.row = None;
                element
            }
        };
        let row = match self.row.as_ref().filter(|open| open.key == row) {
            Some(open) => open.element,
            None => {
                let element = self.add(table, "TR");
                self.row = Some(Open { key: row, element });
                element
            }
        };
        // An empty cell has nothing on the page, but it has a place in its row.
        self.pad(row, usize::from(column));
        let cell = self.add(row, kind(leaf.tag.role));
        if let Some(scope) = scope {
            self.set(cell, "A", dictionary! { "O" => "Table", "Scope" => scope });
        }
        self.cell = Some(Open { key, element: cell });
        self.fill(cell, leaf);
    }

    /// One more paragraph of a cell: from now on each of them is an element of its own.
    fn paragraph(&mut self, cell: usize, leaf: &Leaf) {
        if self.kids(cell).iter().any(|kid| kid.content().is_some()) {
            let contents = match self.elements.get_mut(cell) {
                Some(cell) => std::mem::take(&mut cell.kids),
                None => Vec::new(),
            };
            let first = self.add(cell, "P");
            if let Some(first) = self.elements.get_mut(first) {
                first.kids = contents;
            }
        }
        let next = self.add(cell, "P");
        self.fill(next, leaf);
    }

    /// Ends each row with empty cells, so that all rows of a table have as many.
    fn fill_rows(&mut self) {
        for table in std::mem::take(&mut self.tables) {
            let rows: Vec<usize> = self
                .kids(table)
                .iter()
                .filter_map(|kid| match kid {
                    Kid::Element(row) => Some(*row),
                    Kid::Content(_) => None,
                })
                .collect();
            let most = rows.iter().map(|row| self.kids(*row).len()).max().unwrap_or(0);
            for row in rows {
                self.pad(row, most);
            }
        }
    }

    fn pad(&mut self, row: usize, cells: usize) {
        while self.kids(row).len() < cells {
            self.add(row, "TD");
        }
    }

    fn figure(&mut self, above: usize, page: usize, leaf: &Leaf) {
        let figure = self.add(above, "Figure");
        self.fill(figure, leaf);
        let Some(page) = self.pages.get(page) else { return };
        if let Some(words) = page.alternatives.get(&leaf.tag.element) {
            self.set(figure, "Alt", text_string(words));
        }
        let items = page.items.iter().filter(|item| item.tag() == leaf.tag);
        if let Some(extent) = items.filter_map(|item| item.extent()).reduce(Extent::with) {
            let height = page.size.height;
            let corners = [extent.from.x, height - extent.to.y, extent.to.x, height - extent.from.y];
            let corners = corners.map(|at| Object::Real((at.0 * 100.0).round() / 100.0));
            let layout = dictionary! { "O" => "Layout", "Placement" => "Block", "BBox" => corners.to_vec() };
            self.set(figure, "A", layout);
        }
    }
}

impl Element {
    /// The element as PDF has it. Contents of its first page are numbers, others name their page.
    fn dictionary(self, above: ObjectId, places: &[ObjectId], sheets: &[ObjectId]) -> Dictionary {
        let mut dictionary = self.entries;
        dictionary.set("S", self.kind);
        dictionary.set("P", above);
        let page = self.kids.iter().find_map(Kid::content).map(|content| content.page);
        let sheet = |page: usize| sheets.get(page).copied().map_or(Object::Null, Object::from);
        if let Some(page) = page {
            dictionary.set("Pg", sheet(page));
        }
        let mut kids: Vec<Object> = Vec::with_capacity(self.kids.len());
        for kid in &self.kids {
            kids.push(match kid {
                Kid::Element(element) => places.get(*element).copied().map_or(Object::Null, Object::from),
                Kid::Content(content) => {
                    let number = i64::try_from(content.number).unwrap_or(i64::MAX);
                    if Some(content.page) == page {
                        number.into()
                    } else {
                        let other = dictionary! {
                            "Type" => "MCR", "Pg" => sheet(content.page), "MCID" => number,
                        };
                        other.into()
                    }
                }
            });
        }
        match kids.len() {
            0 => {}
            1 => dictionary.set("K", kids.remove(0)),
            _ => dictionary.set("K", kids),
        }
        dictionary
    }
}
