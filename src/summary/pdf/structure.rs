//! What is each item to somebody who listens? The structure tree, from the tags of the items.
//!
//! Document → Part (with its language) → heading, paragraph, list, table, figure, and Sect or Div for a
//! box. An element's place follows from the number in its tag: that is the reading order, also where
//! boxes stand side by side and where a row goes on over pages.

use std::collections::BTreeMap;

use pdf_writer::{Name, Null, Obj, Rect, Ref, TextStr};

use super::pack::{File, integer};
use crate::summary::document::Level;
use crate::summary::page::{Extent, ListMark, Page, Role, Tag};
use crate::summary::units::Pt;

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

/// Writes the tree of what each page's marked contents are. Returns its root, for the catalog.
pub(super) fn write(file: &mut File, pages: &[Page], marks: &[Vec<Tag>], sheets: &[Ref]) -> Ref {
    let mut tree = Tree::new(pages);
    for leaf in leaves(marks).values() {
        tree.place(leaf);
    }
    tree.fill_rows();

    let root = file.number();
    let places: Vec<Ref> = tree.elements.iter().map(|_| file.number()).collect();
    let mut owners: Vec<Vec<Option<Ref>>> = marks.iter().map(|marks| vec![None; marks.len()]).collect();
    for (element, place) in tree.elements.iter().zip(&places) {
        for content in element.kids.iter().filter_map(Kid::content) {
            if let Some(owner) = owners.get_mut(content.page).and_then(|page| page.get_mut(content.number)) {
                *owner = Some(*place);
            }
        }
        let above = element.above.and_then(|above| places.get(above)).copied().unwrap_or(root);
        element.write(file.object(*place).indirect(*place), above, &places, sheets);
    }
    let parents = file.number();
    let mut dictionary = file.object(parents).indirect(parents).dict();
    let mut numbers = dictionary.insert(Name(b"Nums")).array();
    for (page, owners) in owners.iter().enumerate() {
        numbers.item(integer(page));
        let mut list = numbers.push().array();
        for owner in owners {
            match owner {
                Some(owner) => list.item(*owner),
                None => list.item(Null),
            };
        }
    }
    drop(numbers);
    drop(dictionary);
    let mut dictionary = file.object(root).indirect(root).dict();
    dictionary.pair(Name(b"Type"), Name(b"StructTreeRoot"));
    dictionary.insert(Name(b"K")).array().items(places.first().copied());
    dictionary.pair(Name(b"ParentTree"), parents);
    dictionary.pair(Name(b"ParentTreeNextKey"), integer(sheets.len()));
    drop(dictionary);
    root
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
    /// The language of its words, as a BCP 47 tag.
    language: Option<String>,
    /// What is read aloud in its place.
    alternative: Option<String>,
    attribute: Option<Attribute>,
}

/// What else is said of an element.
#[derive(Clone, Copy)]
enum Attribute {
    /// How a list's entries are marked.
    Numbering(&'static str),
    /// What a table's head stands above or before.
    Scope(&'static str),
    /// Where a figure stands: left, bottom, right and top.
    Place([Pt; 4]),
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
        let document = Element::new("Document", None);
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
        self.elements.push(Element::new(kind, Some(above)));
        if let Some(above) = self.elements.get_mut(above) {
            above.kids.push(Kid::Element(new));
        }
        new
    }

    fn set(&mut self, element: usize, attribute: Attribute) {
        if let Some(element) = self.elements.get_mut(element) {
            element.attribute = Some(attribute);
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
        if let (Some(page), Some(element)) = (self.pages.get(page), self.elements.get_mut(element)) {
            element.language = Some(page.language.clone());
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
                self.set(element, Attribute::Numbering(numbering));
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
            self.set(cell, Attribute::Scope(scope));
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
        if let (Some(words), Some(figure)) =
            (page.alternatives.get(&leaf.tag.element), self.elements.get_mut(figure))
        {
            figure.alternative = Some(words.clone());
        }
        let items = page.items.iter().filter(|item| item.tag() == leaf.tag);
        if let Some(extent) = items.filter_map(|item| item.extent()).reduce(Extent::with) {
            let height = page.size.height;
            let corners = [extent.from.x, height - extent.to.y, extent.to.x, height - extent.from.y];
            self.set(figure, Attribute::Place(corners));
        }
    }
}

impl Element {
    fn new(kind: &'static str, above: Option<usize>) -> Element {
        Element { kind, above, kids: Vec::new(), language: None, alternative: None, attribute: None }
    }

    /// Writes the element. Contents of its first page are numbers, others name their page.
    fn write(&self, object: Obj<'_>, above: Ref, places: &[Ref], sheets: &[Ref]) {
        let mut dictionary = object.dict();
        dictionary.pair(Name(b"S"), Name(self.kind.as_bytes()));
        dictionary.pair(Name(b"P"), above);
        if let Some(language) = &self.language {
            dictionary.pair(Name(b"Lang"), TextStr(language));
        }
        if let Some(words) = &self.alternative {
            dictionary.pair(Name(b"Alt"), TextStr(words));
        }
        if let Some(attribute) = self.attribute {
            attribute.write(dictionary.insert(Name(b"A")));
        }
        let page = self.kids.iter().find_map(Kid::content).map(|content| content.page);
        if let Some(sheet) = page.and_then(|page| sheets.get(page)) {
            dictionary.pair(Name(b"Pg"), *sheet);
        }
        let write = |kid: &Kid, object: Obj<'_>| match kid {
            Kid::Element(element) => match places.get(*element) {
                Some(place) => object.primitive(*place),
                None => object.primitive(Null),
            },
            Kid::Content(content) if Some(content.page) == page => object.primitive(integer(content.number)),
            Kid::Content(content) => {
                let mut other = object.dict();
                other.pair(Name(b"Type"), Name(b"MCR"));
                if let Some(sheet) = sheets.get(content.page) {
                    other.pair(Name(b"Pg"), *sheet);
                }
                other.pair(Name(b"MCID"), integer(content.number));
            }
        };
        match self.kids.as_slice() {
            [] => {}
            [only] => write(only, dictionary.insert(Name(b"K"))),
            kids => {
                let mut list = dictionary.insert(Name(b"K")).array();
                for kid in kids {
                    write(kid, list.push());
                }
            }
        }
    }
}

impl Attribute {
    fn write(self, object: Obj<'_>) {
        let mut dictionary = object.dict();
        match self {
            Attribute::Numbering(numbering) => {
                dictionary.pair(Name(b"O"), Name(b"List"));
                dictionary.pair(Name(b"ListNumbering"), Name(numbering.as_bytes()));
            }
            Attribute::Scope(scope) => {
                dictionary.pair(Name(b"O"), Name(b"Table"));
                dictionary.pair(Name(b"Scope"), Name(scope.as_bytes()));
            }
            Attribute::Place(corners) => {
                let [left, bottom, right, top] = corners.map(|at| (at.0 * 100.0).round() / 100.0);
                dictionary.pair(Name(b"O"), Name(b"Layout"));
                dictionary.pair(Name(b"Placement"), Name(b"Block"));
                dictionary.pair(Name(b"BBox"), Rect::new(left, bottom, right, top));
            }
        }
    }
}
