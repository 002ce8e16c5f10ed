//! What the article that the app grew from says, and where the app says it today; and what is known
//! not to be known.

use jiff::civil::Date;

use super::ids::{DrugIx, SourceIx};
use super::language::Phrase;
use super::source::Backing;

/// The article, statement by statement.
#[derive(Clone, Debug)]
pub struct Article {
    /// Its title.
    pub title: String,
    /// Who is asked in it.
    pub author: String,
    /// Its date.
    pub as_of: String,
    /// The source that it is cited as.
    pub sources: Vec<SourceIx>,
    /// How many sentences each paragraph has.
    pub sentences: Vec<u16>,
    /// The pages made from it, in reading order.
    pub pages: Vec<Page>,
}

/// One of the pages "About these medicines".
#[derive(Clone, Debug)]
pub struct Page {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// What it says, in reading order.
    pub statements: Vec<Statement>,
}

/// What the app says in the place of one or more sentences of the article.
#[derive(Clone, Debug)]
pub struct Statement {
    /// Its id.
    pub id: String,
    /// The sentences that it stands for: paragraph and sentence, both from 1.
    pub of: Vec<(u16, u16)>,
    /// What the app says now.
    pub text: String,
    /// How that relates to what the article says.
    pub status: Status,
    /// Where else the app says it or acts on it.
    pub places: Vec<Place>,
    /// How sure, and on what.
    pub backing: Backing,
    /// The drugs whose figures it stands beside on the patient's page.
    pub numbers: Vec<DrugIx>,
    /// Why what it says of trials does not stand there; empty where it does, or says nothing of trials.
    pub not_in_numbers: String,
    /// In plain words.
    pub patient: Phrase,
}

/// How what the app says relates to what the article says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Status {
    /// The app says the same.
    Said,
    /// The app says it as of its date, for this reason.
    Dated(String),
    /// The app says something newer or more exact, for this reason.
    Replaced(String),
}

impl Status {
    /// The name in content files.
    pub fn id(&self) -> &'static str {
        match self {
            Self::Said => "said",
            Self::Dated(_) => "dated",
            Self::Replaced(_) => "replaced",
        }
    }
}

/// A text of the content.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// As written: `rule.jak.boxed-warning`.
    pub path: String,
    /// The drug that it belongs to.
    pub drug: Option<DrugIx>,
    /// What it says.
    pub says: String,
}

/// Something that the app is known not to know.
#[derive(Clone, Debug)]
pub struct Hole {
    /// Its id.
    pub id: String,
    /// The drugs that it concerns; empty for all.
    pub drugs: Vec<DrugIx>,
    /// What is missing.
    pub title: String,
    /// What that may change, what is relied on instead, what to do.
    pub about: String,
    /// What shows that it exists.
    pub sources: Vec<SourceIx>,
}

/// All known holes.
#[derive(Clone, Debug)]
pub struct Holes {
    /// The day of the list.
    pub as_of: Date,
    /// The holes, the most harmful first.
    pub list: Vec<Hole>,
}
