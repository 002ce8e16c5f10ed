//! What the pages say: entries to choose from, and one sheet as data.
//!
//! A search keeps what has every typed word; letters with accents are found without them.

use unicode_normalization::UnicodeNormalization;

pub use super::sheet::Basis;
use super::{program, sheet};
use crate::content::Content;
use crate::content::ids::DrugIx;

/// What a sheet is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Topic {
    /// A page made from the article: its position.
    Page(usize),
    /// A drug.
    Drug(DrugIx),
    /// What is known not to be known.
    Holes,
    /// All sources.
    Sources,
    /// The program itself, and what it does not check.
    Program,
    /// Whose work is in the program.
    Parts,
}

/// An entry of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Where it leads.
    pub topic: Topic,
    /// The group that it stands in.
    pub group: &'static str,
    /// Its title.
    pub title: String,
    /// Its brand, or how many places a search found.
    pub detail: String,
    /// Whether the typed words name it, rather than stand somewhere in it.
    pub named: bool,
}

/// One sheet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sheet {
    /// Its title.
    pub title: String,
    /// The line below.
    pub lead: String,
    /// Its sections.
    pub sections: Vec<Section>,
}

/// A section of a sheet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Section {
    /// Its heading.
    pub heading: String,
    /// What it says.
    pub items: Vec<Item>,
}

/// One thing that a section says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Item {
    /// Words.
    Text(Text),
    /// The heads of a table of figures.
    Head(Vec<String>),
    /// A row of it.
    Row(Row),
    /// The way to another sheet.
    Go(String, Topic),
}

impl Item {
    /// Whether it is a line of a table of figures.
    pub fn is_figures(&self) -> bool {
        matches!(self, Self::Head(_) | Self::Row(_))
    }
}

/// Words with what they rest on.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Text {
    /// What stands above: "Holds for this patient".
    pub mark: Option<String>,
    /// What it is about; may be empty.
    pub head: String,
    /// Professional words; may be empty.
    pub text: String,
    /// Plain words; may be empty.
    pub plain: String,
    /// How sure and on what; may be empty.
    pub basis: String,
}

/// A row of figures.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Row {
    /// What is measured.
    pub head: String,
    /// A figure for each column; empty where there is none.
    pub figures: Vec<String>,
    /// The row as a sentence.
    pub spoken: String,
}

impl Item {
    fn has(&self, word: &str) -> bool {
        let within = |text: &String| folded(text).contains(word);
        match self {
            Self::Text(text) => [&text.head, &text.text, &text.plain, &text.basis].into_iter().any(within),
            Self::Head(_) | Self::Go(..) => false,
            Self::Row(row) => within(&row.head),
        }
    }
}

/// The entries whose sheet has every typed word, with the number of places.
pub fn entries(basis: &Basis<'_>, typed: &str) -> Vec<Entry> {
    let wanted = wanted(typed);
    all(basis.content)
        .into_iter()
        .filter_map(|mut entry| {
            if wanted.is_empty() {
                return Some(entry);
            }
            let sheet = whole(basis, entry.topic);
            let places: usize = sheet.sections.iter().map(|section| kept(section, &wanted).count()).sum();
            entry.named = wanted.iter().all(|word| folded(&sheet.title).contains(word.as_str()));
            if places == 0 && !entry.named {
                return None;
            }
            entry.detail = match places {
                0 => String::new(),
                1 => "1 place".to_owned(),
                places => format!("{places} places"),
            };
            Some(entry)
        })
        .collect()
}

fn all(content: &Content) -> Vec<Entry> {
    let pages = content.article.pages.iter().enumerate().map(|(at, page)| Entry {
        topic: Topic::Page(at),
        group: "About these medicines",
        title: page.title.clone(),
        detail: String::new(),
        named: false,
    });
    let drugs = content.drugs().iter().map(|drug| Entry {
        topic: Topic::Drug(drug.ix),
        group: "Each treatment",
        title: drug.name.clone(),
        detail: drug.brands.first().cloned().unwrap_or_default(),
        named: false,
    });
    let rest = [
        (Topic::Holes, "What the app does not know", content.holes.list.len().to_string()),
        (Topic::Sources, "Sources and their age", content.sources().len().to_string()),
        (Topic::Program, "About this program", env!("CARGO_PKG_VERSION").to_owned()),
        (Topic::Parts, "Parts and their licenses", program::parts().count().to_string()),
    ];
    let rest = rest.into_iter().map(|(topic, title, detail)| Entry {
        topic,
        group: "What it rests on",
        title: title.to_owned(),
        detail,
        named: false,
    });
    pages.chain(drugs).chain(rest).collect()
}

/// A sheet; with words typed, only what has all of them.
pub fn sheet(basis: &Basis<'_>, topic: Topic, typed: &str) -> Sheet {
    let mut sheet = whole(basis, topic);
    let wanted = wanted(typed);
    if wanted.is_empty() {
        return sheet;
    }
    let found: Vec<Section> = sheet
        .sections
        .iter()
        .map(|section| Section { heading: section.heading.clone(), items: with_heads(section, &wanted) })
        .filter(|section| !section.items.is_empty())
        .collect();
    if !found.is_empty() {
        sheet.lead = format!("Only what has “{}”. Esc shows everything.", typed.trim());
        sheet.sections = found;
    }
    sheet
}

fn kept<'a>(section: &'a Section, wanted: &'a [String]) -> impl Iterator<Item = &'a Item> {
    section.items.iter().filter(move |item| {
        let in_heading = |word: &str| folded(&section.heading).contains(word);
        wanted.iter().all(|word| item.has(word) || in_heading(word))
            && wanted.iter().any(|word| item.has(word))
    })
}

/// What is kept of a section. A table that is kept in part keeps its heads.
fn with_heads(section: &Section, wanted: &[String]) -> Vec<Item> {
    let kept: Vec<&Item> = kept(section, wanted).collect();
    let mut items: Vec<Item> = Vec::new();
    let mut head = None;
    for item in &section.items {
        if matches!(item, Item::Head(_)) {
            head = Some(item);
        } else if kept.contains(&item) {
            if matches!(item, Item::Row(_)) {
                items.extend(head.take().cloned());
            }
            items.push(item.clone());
        }
    }
    items
}

fn whole(basis: &Basis<'_>, topic: Topic) -> Sheet {
    match topic {
        Topic::Page(at) => sheet::page(basis, at),
        Topic::Drug(drug) => sheet::drug(basis, basis.content.drug(drug)),
        Topic::Holes => sheet::holes(basis),
        Topic::Sources => sheet::sources(basis),
        Topic::Program => program::program(basis),
        Topic::Parts => program::licenses(),
    }
}

fn wanted(typed: &str) -> Vec<String> {
    typed.split_whitespace().map(folded).collect()
}

/// Lower case, without accents.
fn folded(text: &str) -> String {
    text.nfd()
        .filter(|c| !unicode_normalization::char::is_combining_mark(*c))
        .flat_map(char::to_lowercase)
        .collect()
}
