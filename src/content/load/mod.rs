//! Reads the content files and checks them as a whole.
//!
//! Every mistake is collected, so that one run shows all that is to be mended; each names the file,
//! the entry and what to do. A content with a mistake is not used at all: half of what we know
//! could reassure wrongly.

mod article;
mod authorization;
mod claims;
mod coverage;
mod dose;
mod drug;
mod facts;
mod guide;
mod medicines;
mod programs;
mod questions;
mod rules;
mod screens;
mod spanish;
mod statutory;

use std::collections::{HashMap, HashSet};
use std::fmt;

use jiff::civil::Date;
use serde::de::DeserializeOwned;

use super::ids::{ConditionIx, MedicineClassIx, QuestionIx, SourceId, SourceIx};
use super::question::Kind;
use super::source::{Backing, Confidence, Source};
use super::{Content, Files, raw};

/// One mistake in the content.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContentError {
    /// The file, below the content folder.
    pub file: String,
    /// The entry in the file: an id, or empty for the file as a whole.
    pub entry: String,
    /// What is wrong and how to mend it.
    pub problem: String,
}

impl fmt::Display for ContentError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.entry.is_empty() {
            true => write!(f, "{}: {}", self.file, self.problem),
            false => write!(f, "{}: {}: {}", self.file, self.entry, self.problem),
        }
    }
}

/// All mistakes of a content.
#[derive(Clone, Debug, thiserror::Error)]
#[error("{}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))]
pub struct ContentErrors(pub Vec<ContentError>);

/// Loads a content from its files.
///
/// # Errors
/// Every mistake that was found.
pub fn load(files: &Files) -> Result<Content, ContentErrors> {
    let mut loader = Loader {
        files,
        errors: Vec::new(),
        unread: Vec::new(),
        sources: HashMap::new(),
        used: HashSet::new(),
        spanish: spanish::Spanish::default(),
    };
    let content = loader.content();
    match content {
        Some(content) if loader.errors.is_empty() => Ok(content),
        _ => Err(ContentErrors(loader.errors)),
    }
}

/// The files that were read so far and what was wrong with them.
struct Loader<'a> {
    files: &'a Files,
    errors: Vec<ContentError>,
    unread: Vec<String>,
    sources: HashMap<String, SourceIx>,
    used: HashSet<SourceIx>,
    spanish: spanish::Spanish,
}

/// Ids that conditions may use.
#[derive(Default)]
struct Index {
    questions: HashMap<String, QuestionIx>,
    medicine_classes: HashMap<String, MedicineClassIx>,
    conditions: HashMap<String, ConditionIx>,
}

impl Loader<'_> {
    fn content(&mut self) -> Option<Content> {
        let overview: raw::Overview = self.read("content.toml")?;
        let as_of = self.date("content.toml", "as_of", &overview.as_of);
        let sources = self.read_sources();
        self.spanish = self.spanish_texts();
        let mut index = Index::default();
        let medicine_classes = self.medicine_classes(&mut index);
        let (topics, mut questions, asked_when) = self.questions(&overview.topics, &mut index);
        let screens = self.screens(&questions, &index);
        let conditions = self.conditions(&questions, &mut index);
        self.resolve_asked_when(&mut questions, &asked_when, &index);
        let medicines = self.medicines(&questions, &index);
        let (classes, drugs, rules) =
            self.drugs_and_rules(&overview.drugs, &questions, &conditions, &medicines, &index);
        let (payers, helps) = self.payers();
        let (states, states_as_of) = self.states();
        let statutory = self.statutory(&states, &sources);
        let guide = self.guide(&drugs, &payers);
        let programs = self.programs(&programs::Named {
            drugs: &drugs,
            listed: &overview.drugs,
            payers: &payers,
            states: &states,
            statutory: &statutory,
        });
        let claims = self.claims();
        let known = authorization::Known {
            drugs: &drugs,
            questions: &questions,
            named: &conditions,
            payers: &payers,
            index: &index,
        };
        let authorization = self.authorization(&known);
        let known = article::Known {
            drugs: &drugs,
            classes: &classes,
            rules: &rules,
            questions: &questions,
            payers: &payers,
            helps: &helps,
        };
        let article = self.article(&known);
        let holes = self.holes(&drugs);
        self.unused_files(&overview);
        // What only an unread file uses is not useless.
        if self.unread.is_empty() {
            self.unused_sources(&sources);
            self.unused_spanish();
            self.unreachable_questions(&questions, &rules, &conditions);
        }
        let medicines_question = questions
            .iter()
            .position(|question| question.kind == Kind::Medicines)
            .and_then(|at| u16::try_from(at).ok())
            .map(QuestionIx);
        if medicines_question.is_none() {
            self.error("questions/", "", "no question lists the medicines: add one of kind `medicines`");
        }
        Some(Content {
            medicines_question,
            version: overview.version,
            as_of: as_of?,
            topics,
            screens,
            questions,
            drugs,
            classes,
            rules,
            conditions,
            medicine_classes,
            medicines,
            sources,
            article: article?,
            holes: holes?,
            payers,
            helps,
            states,
            states_as_of,
            authorization: authorization?,
            statutory,
            guide,
            programs: programs?,
            claims,
            spanish: self.spanish.count(),
        })
    }

    fn error(&mut self, file: &str, entry: &str, problem: impl Into<String>) {
        self.errors.push(ContentError { file: file.into(), entry: entry.into(), problem: problem.into() });
    }

    fn read<T: DeserializeOwned>(&mut self, file: &str) -> Option<T> {
        let Some(text) = self.files.get(file) else {
            self.error(file, "", "the file is missing: add it to the content folder");
            self.unread.push(file.to_owned());
            return None;
        };
        match read_toml(text) {
            Ok(value) => Some(value),
            Err((line, message)) => {
                self.error(
                    file,
                    &format!("line {line}"),
                    format!("{message}: mend the line or take the field out"),
                );
                self.unread.push(file.to_owned());
                None
            }
        }
    }

    fn date(&mut self, file: &str, entry: &str, text: &str) -> Option<Date> {
        let date = text.parse::<Date>().ok();
        if date.is_none() {
            self.error(file, entry, format!("`{text}` is no date: write YYYY-MM-DD"));
        }
        date
    }

    /// An empty text where words belong would show as a hole on screen and paper.
    fn words(&mut self, file: &str, entry: &str, field: &str, text: &str) {
        if text.trim().is_empty() {
            self.error(file, entry, format!("`{field}` is empty: write it"));
        } else if text != text.trim() || text.contains('\n') {
            self.error(file, entry, format!("`{field}` has blanks at an end or a line break: take them out"));
        }
    }

    fn read_sources(&mut self) -> Vec<Source> {
        let files: Vec<String> =
            self.files.keys().filter(|file| file.starts_with("sources/")).cloned().collect();
        let mut sources = Vec::new();
        for file in files {
            let Some(raw) = self.read::<raw::Sources>(&file) else {
                continue;
            };
            for source in raw.source {
                self.words(&file, &source.id, "title", &source.title);
                let confidence = self.confidence(&file, &source.id, &source.confidence);
                let check_by = self.date(&file, &source.id, &source.check_by);
                if !is_day_month_or_year(&source.as_of) {
                    self.error(&file, &source.id, "`as_of` is no date: write YYYY, YYYY-MM or YYYY-MM-DD");
                }
                let (Some(confidence), Some(check_by)) = (confidence, check_by) else {
                    continue;
                };
                let ix = SourceIx(u16::try_from(sources.len()).unwrap_or(u16::MAX));
                if self.sources.insert(source.id.clone(), ix).is_some() {
                    self.error(&file, &source.id, "the source is defined twice: take one out");
                }
                sources.push(Source {
                    id: SourceId::new(source.id),
                    title: source.title,
                    section: source.section,
                    as_of: source.as_of,
                    confidence,
                    check_by,
                });
            }
        }
        sources
    }

    fn confidence(&mut self, file: &str, entry: &str, letter: &str) -> Option<Confidence> {
        let all = [Confidence::High, Confidence::Medium, Confidence::Low];
        let confidence = all.into_iter().find(|confidence| confidence.letter() == letter);
        if confidence.is_none() {
            self.error(file, entry, format!("`{letter}` is no confidence: write H, M or L"));
        }
        confidence
    }

    fn backing(&mut self, file: &str, entry: &str, confidence: &str, sources: &[String]) -> Backing {
        Backing {
            // A letter that can't be read is an error already.
            confidence: self.confidence(file, entry, confidence).unwrap_or(Confidence::Low),
            sources: self.source_list(file, entry, sources),
        }
    }

    /// Every id of a list stands once.
    fn once<'i>(&mut self, file: &str, what: &str, ids: impl Iterator<Item = &'i str>) {
        let mut seen = HashSet::new();
        for id in ids {
            if !seen.insert(id) {
                self.error(file, id, format!("the {what} is defined twice: take one out"));
            }
        }
    }

    fn source_list(&mut self, file: &str, entry: &str, ids: &[String]) -> Vec<SourceIx> {
        if ids.is_empty() {
            self.error(file, entry, "no source: name at least one id of sources/");
        }
        let mut found = Vec::new();
        for id in ids {
            match self.sources.get(id).copied() {
                Some(ix) if found.contains(&ix) => {
                    self.error(file, entry, format!("the source `{id}` stands twice"))
                }
                Some(ix) => {
                    self.used.insert(ix);
                    found.push(ix);
                }
                None => self.error(file, entry, format!("there is no source `{id}`: define it in sources/")),
            }
        }
        found
    }

    fn unused_sources(&mut self, sources: &[Source]) {
        let unused: Vec<String> = sources
            .iter()
            .enumerate()
            .filter(|(at, _)| !self.used.iter().any(|used| used.position() == *at))
            .map(|(_, source)| source.id.to_string())
            .collect();
        for id in unused {
            self.error("sources/", &id, "nothing rests on this source: use it or take it out");
        }
    }

    /// A file that nothing reads would be knowledge that never reaches anybody.
    fn unused_files(&mut self, overview: &raw::Overview) {
        let known = |file: &str| {
            matches!(
                file,
                "article.toml"
                    | "claims.toml"
                    | "authorization.toml"
                    | "content.toml"
                    | "conditions.toml"
                    | "coverage.toml"
                    | "holes.toml"
                    | "medicine-classes.toml"
                    | "medicines.toml"
                    | "payers.toml"
                    | "programs.toml"
                    | "states.toml"
            ) || file == screens::FILE
                || file.starts_with("sources/")
                || file.starts_with("classes/")
                || file.starts_with(spanish::FOLDER)
                || file.starts_with("statutory/")
                || overview.topics.iter().any(|id| file == format!("questions/{id}.toml"))
                || overview.drugs.iter().any(|id| file == format!("drugs/{id}.toml"))
        };
        let strangers: Vec<String> = self.files.keys().filter(|file| !known(file)).cloned().collect();
        for file in strangers {
            self.error(&file, "", "nothing reads this file: list it in content.toml or take it out");
        }
    }
}

/// Reads one file; what is wrong comes with its line, from 1.
pub(super) fn read_toml<T: DeserializeOwned>(text: &str) -> Result<T, (usize, String)> {
    toml::from_str(text).map_err(|error| {
        let line =
            error.span().map_or(0, |span| 1 + text.get(..span.start).unwrap_or(text).matches('\n').count());
        (line, error.message().lines().next().unwrap_or("not TOML").to_owned())
    })
}

fn is_day_month_or_year(text: &str) -> bool {
    let full = match text.len() {
        4 => format!("{text}-01-01"),
        7 => format!("{text}-01"),
        _ => text.to_owned(),
    };
    full.parse::<Date>().is_ok()
}
