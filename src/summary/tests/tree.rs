//! Reads back from a written PDF what somebody who listens to it hears: its structure tree and the words
//! of each marked content. Nothing here is taken from the program's own structures.

use std::collections::BTreeMap;

use lopdf::content::Content;
use lopdf::{Dictionary, Document, Encoding, Object, ObjectId};

/// An element of the structure tree.
pub struct Element {
    pub kind: String,
    pub above: Option<ObjectId>,
    /// Its dictionary's other entries that say something: Lang, Alt, Scope and the like, in order.
    pub says: Vec<String>,
    pub kids: Vec<Kid>,
}

/// What an element holds.
pub enum Kid {
    Element(ObjectId),
    /// A marked content: its page, from 0, and its number there.
    Content(usize, i64),
}

/// What stands on a page, by its marked contents.
#[derive(Default)]
pub struct Sheet {
    /// The words of each marked content.
    pub words: BTreeMap<i64, String>,
    /// The tag of each marked content.
    pub tags: BTreeMap<i64, String>,
    /// Words that are not to be read aloud, by what they are.
    pub artifacts: Vec<(String, String)>,
    /// Operators that paint outside of all marked content.
    pub stray: Vec<String>,
}

/// A file, read back.
pub struct Tree {
    pub file: Document,
    pub sheets: Vec<Sheet>,
    pub elements: BTreeMap<ObjectId, Element>,
    /// The whole document's element.
    pub first: ObjectId,
}

pub fn read(bytes: &[u8]) -> Tree {
    let file = Document::load_mem(bytes).unwrap();
    let pages: Vec<ObjectId> = file.page_iter().collect();
    let sheets = pages.iter().map(|page| sheet(&file, *page)).collect();
    let root = file.get_dict_in_dict(file.catalog().unwrap(), b"StructTreeRoot").unwrap();
    let first = match root.get(b"K").unwrap() {
        Object::Array(kids) => kids[0].as_reference().unwrap(),
        other => other.as_reference().unwrap(),
    };
    let mut elements = BTreeMap::new();
    let mut open = vec![first];
    while let Some(id) = open.pop() {
        let element = element(&file, &pages, id);
        open.extend(element.kids.iter().filter_map(|kid| match kid {
            Kid::Element(id) => Some(*id),
            Kid::Content(..) => None,
        }));
        assert!(elements.insert(id, element).is_none(), "an element stands in two places");
    }
    Tree { file, sheets, elements, first }
}

fn element(file: &Document, pages: &[ObjectId], id: ObjectId) -> Element {
    let dictionary = file.get_dictionary(id).expect("every element's kids exist");
    let page = |dictionary: &Dictionary| {
        let page = dictionary.get(b"Pg").and_then(Object::as_reference).expect("contents name their page");
        pages.iter().position(|known| *known == page).expect("the page is in the file")
    };
    let kid = |kid: &Object| match kid {
        Object::Integer(number) => Kid::Content(page(dictionary), *number),
        Object::Dictionary(other) => {
            assert_eq!(other.get(b"Type").unwrap().as_name().unwrap(), b"MCR");
            Kid::Content(page(other), other.get(b"MCID").unwrap().as_i64().unwrap())
        }
        other => Kid::Element(other.as_reference().unwrap()),
    };
    let kids = match dictionary.get(b"K") {
        Ok(Object::Array(kids)) => kids.iter().map(kid).collect(),
        Ok(only) => vec![kid(only)],
        Err(_) => Vec::new(),
    };
    let mut says = Vec::new();
    for key in ["Lang", "Alt"] {
        if let Ok(value) = dictionary.get(key.as_bytes()) {
            says.push(format!("{key}={}", string(value.as_str().unwrap())));
        }
    }
    if let Ok(attributes) = dictionary.get(b"A").and_then(Object::as_dict) {
        for key in ["Scope", "ListNumbering", "Placement"] {
            if let Ok(value) = attributes.get(key.as_bytes()) {
                says.push(format!("{key}={}", String::from_utf8_lossy(value.as_name().unwrap())));
            }
        }
        if let Ok(corners) = attributes.get(b"BBox").and_then(Object::as_array) {
            let corners: Vec<String> =
                corners.iter().map(|at| format!("{:.0}", at.as_float().unwrap())).collect();
            says.push(format!("BBox={}", corners.join(",")));
        }
    }
    Element {
        kind: String::from_utf8_lossy(dictionary.get(b"S").unwrap().as_name().unwrap()).into_owned(),
        above: dictionary.get(b"P").and_then(Object::as_reference).ok(),
        says,
        kids,
    }
}

/// A text string, in one byte a letter or in UTF-16.
pub fn string(bytes: &[u8]) -> String {
    match bytes.strip_prefix(&[0xfe, 0xff]) {
        Some(units) => {
            let units: Vec<u16> =
                units.chunks(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]])).collect();
            String::from_utf16(&units).unwrap()
        }
        None => String::from_utf8(bytes.to_vec()).unwrap(),
    }
}

/// A marked content that is open while a page is read.
struct Mark {
    tag: String,
    properties: Dictionary,
}

fn sheet(file: &Document, page: ObjectId) -> Sheet {
    let fonts = file.get_page_fonts(page).unwrap();
    let encodings: BTreeMap<&[u8], Encoding> =
        fonts.iter().map(|(name, font)| (name.as_slice(), font.get_font_encoding(file).unwrap())).collect();
    let mut sheet = Sheet::default();
    let mut open: Vec<Mark> = Vec::new();
    let mut font: &[u8] = b"";
    let content = Content::decode(&file.get_page_content(page)).unwrap();
    for operation in &content.operations {
        match operation.operator.as_str() {
            "BMC" | "BDC" => {
                let mark = Mark {
                    tag: String::from_utf8_lossy(operation.operands[0].as_name().unwrap()).into_owned(),
                    properties: operation
                        .operands
                        .get(1)
                        .map_or_else(Dictionary::new, |properties| properties.as_dict().unwrap().clone()),
                };
                if let Ok(number) = mark.properties.get(b"MCID") {
                    let number = number.as_i64().unwrap();
                    assert!(sheet.words.insert(number, String::new()).is_none(), "a number comes twice");
                    sheet.tags.insert(number, mark.tag.clone());
                }
                if let Ok(words) = mark.properties.get(b"ActualText") {
                    let words = string(words.as_str().unwrap());
                    sheet.say(&open, &words);
                }
                open.push(mark);
            }
            "EMC" => {
                open.pop().expect("no marked content ends that was not begun");
            }
            "Tf" => {
                let name = operation.operands[0].as_name().unwrap();
                font = encodings.keys().find(|known| **known == name).unwrap();
            }
            "Tj" | "TJ" => {
                let words: String = match &operation.operands[0] {
                    Object::Array(pieces) => {
                        pieces.iter().map(|piece| glyphs(&encodings[font], piece)).collect()
                    }
                    one => glyphs(&encodings[font], one),
                };
                if open.iter().all(|mark| !mark.properties.has(b"ActualText")) {
                    sheet.say(&open, &words);
                }
            }
            "f" | "F" | "f*" | "S" | "s" | "B" | "b" | "B*" | "b*" | "Do" | "sh" if open.is_empty() => {
                sheet.stray.push(operation.operator.clone());
            }
            _ => {}
        }
    }
    assert!(open.is_empty(), "every marked content ends on its page");
    sheet
}

fn glyphs(encoding: &Encoding, piece: &Object) -> String {
    match piece {
        Object::String(codes, _) => Document::decode_text(encoding, codes).unwrap(),
        _ => String::new(),
    }
}

impl Sheet {
    fn say(&mut self, open: &[Mark], words: &str) {
        let number = open.iter().find_map(|mark| mark.properties.get(b"MCID").and_then(Object::as_i64).ok());
        let artifact = open.iter().find(|mark| mark.tag == "Artifact");
        match (number, artifact) {
            (Some(number), None) => self.words.get_mut(&number).unwrap().push_str(words),
            (None, Some(mark)) => {
                let name = |key: &[u8]| {
                    let name = mark.properties.get(key).and_then(Object::as_name).unwrap_or(b"");
                    String::from_utf8_lossy(name).into_owned()
                };
                let kind = format!("{} {}", name(b"Type"), name(b"Subtype"));
                self.artifacts.push((kind.trim().to_owned(), words.to_owned()));
            }
            _ => self.stray.push(words.to_owned()),
        }
    }
}

impl Tree {
    /// The words that stand in an element itself.
    pub fn words(&self, element: &Element) -> String {
        let words = element.kids.iter().filter_map(|kid| match kid {
            Kid::Element(_) => None,
            Kid::Content(page, number) => Some(self.sheets[*page].words[number].as_str()),
        });
        words.collect()
    }

    /// Every element in reading order, with how deep it lies.
    pub fn in_order(&self) -> Vec<(usize, &Element)> {
        let mut found = Vec::new();
        let mut open = vec![(0, self.first)];
        while let Some((depth, id)) = open.pop() {
            let element = &self.elements[&id];
            found.push((depth, element));
            open.extend(element.kids.iter().rev().filter_map(|kid| match kid {
                Kid::Element(id) => Some((depth + 1, *id)),
                Kid::Content(..) => None,
            }));
        }
        found
    }

    /// One line an element: what it is, what it says of itself, its words.
    pub fn print(&self) -> String {
        let mut out = String::new();
        for (depth, element) in self.in_order() {
            let mut line = format!("{}{}", "  ".repeat(depth), element.kind);
            for said in &element.says {
                line.push(' ');
                line.push_str(said);
            }
            let words = self.words(element);
            if !words.is_empty() {
                line.push_str(&format!(" “{}”", words.trim_end()));
            }
            out.push_str(&line);
            out.push('\n');
        }
        out
    }
}
