//! `countercheck content`: check what the app knows, and list it.

use std::io::IsTerminal;
use std::path::{Path, PathBuf};

use clap::Subcommand;
use serde_json::{Value, json};

use super::summary::PaperName;
use super::{Trouble, output, pretty};
use crate::content::condition::print::print;
use crate::content::load::ContentErrors;
use crate::content::overlay::{self, Overlay};
use crate::content::question::{Kind, Question};
use crate::content::rule::Unknown;
use crate::content::{Content, Files, compare, embedded_files, load};
use crate::store::folder;
use crate::summary::{Document, PageSetup, PdfMeta, PrintSize, book, lay_out, to_markdown, to_pdf};

/// The content jobs.
#[derive(Debug, Subcommand)]
pub enum Job {
    /// Checks the content and counts it
    Check {
        /// A content folder; the embedded content without it
        folder: Option<PathBuf>,
    },
    /// Writes all of it as a rule book to review: Markdown, or pages as PDF
    Book {
        /// A content folder; the embedded content without it
        folder: Option<PathBuf>,
        /// Only the sheet of this drug
        #[arg(long, value_name = "ID")]
        drug: Option<String>,
        /// The review sheet of this drug: its sources and each of its lines, with room to sign
        #[arg(long, value_name = "ID", conflicts_with = "drug")]
        review: Option<String>,
        /// Pages as PDF instead of Markdown
        #[arg(long)]
        pdf: bool,
        /// The file to write; standard output without it
        #[arg(short, long, value_name = "OUT")]
        output: Option<PathBuf>,
        /// The paper
        #[arg(long, value_enum, default_value_t = PaperName::Letter)]
        paper: PaperName,
        /// Replaces a file that exists
        #[arg(long)]
        force: bool,
    },
    /// Says in words what changed from one content folder to another
    Diff {
        /// The older content folder
        old: PathBuf,
        /// The newer content folder
        new: PathBuf,
    },
    /// Lists drugs, questions, rules, medicine classes, payers and sources
    List {
        /// A content folder; the embedded content without it
        folder: Option<PathBuf>,
    },
}

/// Runs a content job.
///
/// # Errors
/// [`Trouble::Input`] with every mistake of the content.
pub fn run(job: &Job) -> Result<Vec<u8>, Trouble> {
    match job {
        Job::Check { folder } => Ok(pretty(&check(folder.as_deref())?).into_bytes()),
        Job::Diff { old, new } => Ok(diff(old, new)?.into_bytes()),
        Job::List { folder } => Ok(pretty(&list(&loaded(folder.as_deref())?)).into_bytes()),
        Job::Book { folder, drug, review, pdf, output, paper, force } => {
            if let Some(path) = output {
                output::may_write(path, *force)?;
            } else if *pdf && std::io::stdout().is_terminal() {
                return Err(Trouble::Input("--pdf: expected -o OUT, a terminal can't show pages".into()));
            }
            let content = loaded(folder.as_deref())?;
            let document = document(&content, drug.as_deref(), review.as_deref())?;
            let made = made(&content, &document, *pdf, *paper)?;
            match output {
                Some(path) => output::write(path, &made, *force).map(|()| Vec::new()),
                None => Ok(made),
            }
        }
    }
}

/// Checks a content, or a folder that a pharmacy adds to it.
fn check(folder: Option<&Path>) -> Result<Value, Trouble> {
    let Some(folder) = folder else { return Ok(counts(&loaded(None)?)) };
    let files = read(folder)?;
    let is_overlay = !files.contains_key("content.toml")
        && files.keys().any(|file| overlay::load::NAMES.contains(&file.as_str()));
    if is_overlay {
        let content = super::content()?;
        let overlay = overlay::load::load(&files, &content).map_err(|errors| to_mend(&errors))?;
        return Ok(overlay_counts(&content, &overlay));
    }
    Ok(counts(&load::load(&files).map_err(|errors| to_mend(&errors))?))
}

fn overlay_counts(content: &Content, overlay: &Overlay) -> Value {
    json!({
        "content_version": content.version,
        "pharmacy": overlay.pharmacy.as_ref().map(|contact| contact.name.as_str()),
        "notes": overlay.notes.len(),
        "prices": overlay.prices.len(),
        "programs": overlay.programs.len(),
    })
}

/// The rule book, or the sheet of one drug.
fn document(content: &Content, drug: Option<&str>, review: Option<&str>) -> Result<Document, Trouble> {
    let found = |option: &str, id: &str| {
        let drug = content.drug_by_id(id).map(|drug| drug.ix);
        drug.ok_or_else(|| Trouble::Input(format!("{option}: expected the id of a drug")))
    };
    Ok(match (review, drug) {
        (Some(id), _) => book::review(content, found("--review", id)?),
        (None, Some(id)) => book::book(content, Some(found("--drug", id)?)),
        (None, None) => book::book(content, None),
    })
}

/// Its bytes.
fn made(content: &Content, document: &Document, pdf: bool, paper: PaperName) -> Result<Vec<u8>, Trouble> {
    if !pdf {
        return Ok(to_markdown(document).into_bytes());
    }
    let setup = PageSetup { paper: paper.into(), print_size: PrintSize::Normal };
    let meta = PdfMeta::of(document, "Countercheck", content.as_of);
    Ok(to_pdf(&lay_out(document, setup)?, &meta)?)
}

/// Both folders have to load: half of a content could hide a change.
fn diff(old: &Path, new: &Path) -> Result<String, Trouble> {
    let checked = |folder: &Path, which: &str| -> Result<Files, Trouble> {
        let named = |trouble: Trouble| Trouble::Input(format!("the {which} content folder: {trouble}"));
        let files = read(folder).map_err(named)?;
        load::load(&files).map_err(|errors| named(to_mend(&errors)))?;
        Ok(files)
    };
    let changes = compare::compare(&checked(old, "older")?, &checked(new, "newer")?);
    Ok(compare::to_text(&changes.map_err(Trouble::Input)?))
}

fn loaded(folder: Option<&Path>) -> Result<Content, Trouble> {
    let files = match folder {
        Some(folder) => read(folder)?,
        None => embedded_files(),
    };
    load::load(&files).map_err(|errors| to_mend(&errors))
}

/// Reads every file, and names each that can't be read: the rest is judged once they can.
fn read(folder: &Path) -> Result<Files, Trouble> {
    match folder::read(folder, folder::LARGEST) {
        Ok(Some(files)) => Ok(files),
        Ok(None) => Err(Trouble::Input("the content folder can't be read: there is none".into())),
        Err(unreadable) => Err(to_mend(&ContentErrors(unreadable))),
    }
}

fn to_mend(errors: &ContentErrors) -> Trouble {
    let count = match errors.0.len() {
        1 => "1 mistake".to_owned(),
        count => format!("{count} mistakes"),
    };
    Trouble::Input(format!("{errors}\n{count} to mend"))
}

fn counts(content: &Content) -> Value {
    json!({
        "content_version": content.version,
        "as_of": content.as_of.to_string(),
        "drugs": content.drugs().len(),
        "questions": content.questions().len(),
        "rules": content.rules().len(),
        "conditions": content.conditions().len(),
        "medicine_classes": content.medicine_classes().len(),
        "medicines": content.medicines.list().len(),
        "payers": content.payers.len(),
        "states": content.states.len(),
        "sources": content.sources().len(),
        "spanish": { "texts": content.spanish.texts, "reviewed": content.spanish.reviewed },
    })
}

fn list(content: &Content) -> Value {
    let drugs: Vec<Value> = content
        .drugs()
        .iter()
        .map(|drug| {
            let rules: Vec<&str> = drug.rules.iter().map(|ix| content.rule(*ix).id.as_str()).collect();
            json!({
                "id": drug.id.as_str(),
                "name": drug.name,
                "brands": drug.brands,
                "classes": drug.classes,
                "route": drug.route,
                "how_often": drug.how_often,
                "rules": rules,
            })
        })
        .collect();
    let questions: Vec<Value> =
        content.questions().iter().map(|question| question_json(content, question)).collect();
    let rules: Vec<Value> = content
        .rules()
        .iter()
        .map(|rule| {
            let sources: Vec<&str> = rule.sources.iter().map(|ix| content.source(*ix).id.as_str()).collect();
            json!({
                "id": rule.id.as_str(),
                "level": rule.level.id(),
                "when": print(content, &rule.when),
                "unknown": match rule.unknown { Unknown::Ask => "ask", Unknown::Skip => "skip" },
                "title": rule.title,
                "sources": sources,
            })
        })
        .collect();
    let conditions: Vec<Value> = content
        .conditions()
        .iter()
        .map(|condition| json!({"name": condition.name, "when": print(content, &condition.when)}))
        .collect();
    let sources: Vec<Value> = content
        .sources()
        .iter()
        .map(|source| {
            json!({
                "id": source.id.as_str(),
                "title": source.title,
                "section": source.section,
                "as_of": source.as_of,
                "check_by": source.check_by.to_string(),
            })
        })
        .collect();
    json!({
        "content_version": content.version,
        "as_of": content.as_of.to_string(),
        "drugs": drugs,
        "questions": questions,
        "conditions": conditions,
        "rules": rules,
        "medicine_classes": content.medicine_classes().iter().map(|class| class.id.as_str()).collect::<Vec<_>>(),
        "payers": content.payers.iter().map(|payer| payer.id.as_str()).collect::<Vec<_>>(),
        "sources": sources,
    })
}

fn question_json(content: &Content, question: &Question) -> Value {
    let mut value = json!({
        "id": question.id.as_str(),
        "kind": match question.kind {
            Kind::YesNo => "yes-no",
            Kind::Choice => "choice",
            Kind::Many => "many",
            Kind::Number(_) => "number",
            Kind::Medicines => "medicines",
        },
        "ask": question.ask,
    });
    let Some(object) = value.as_object_mut() else { return value };
    if let Some(condition) = &question.asked_when {
        object.insert("asked_when".into(), print(content, condition).into());
    }
    match &question.kind {
        Kind::Choice | Kind::Many => {
            let choices: Vec<&str> = question.choices.iter().map(|choice| choice.id.as_str()).collect();
            object.insert("choices".into(), choices.into());
        }
        Kind::Number(number) => {
            object.insert("unit".into(), number.unit.as_str().into());
            object.insert("min".into(), number.min.to_string().into());
            object.insert("max".into(), number.max.to_string().into());
        }
        Kind::YesNo | Kind::Medicines => {}
    }
    value
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_that_is_no_text_is_named_with_a_cure() {
        let folder = tempfile::tempdir().unwrap();
        for (path, text) in embedded_files() {
            let path = folder.path().join(path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        }
        let check = || run(&Job::Check { folder: Some(folder.path().to_owned()) });
        assert!(check().is_ok());
        for file in ["conditions.toml", "questions/heart.toml"] {
            std::fs::write(folder.path().join(file), b"id = \"\xff\"").unwrap();
        }
        let trouble = check().unwrap_err();
        assert_eq!(trouble.exit_code(), 2);
        let message = trouble.to_string();
        let lines: Vec<&str> = message.lines().collect();
        assert_eq!(lines.len(), 3, "{message}");
        assert!(lines[0].starts_with("conditions.toml: it can't be read"), "{message}");
        assert!(lines[1].starts_with("questions/heart.toml: it can't be read"), "{message}");
        assert_eq!(lines[2], "2 mistakes to mend");
    }
}
