//! `countercheck summary`: one visit in, one printed summary out.
//!
//! Writes the one file that was asked for and nothing else; a file that exists stays as it is unless
//! it was said that it may be replaced. A name of a file never holds a patient's data.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use serde_json::{Map, Value};

use super::{Trouble, output};
use crate::checklist::Checklist;
use crate::checklist::answer::InputError;
use crate::checklist::authorization::Authorization;
use crate::checklist::coverage::Coverage;
use crate::checklist::prescription::Prescription;
use crate::content::Content;
use crate::cost::compare::compare;
use crate::cost::read::{self, Question};
use crate::exchange::json;
use crate::safety::assess_with;
use crate::summary::compose::{Costs, Form, Language, PartKind, Pharmacy, Visit, compose};
use crate::summary::{PageSetup, Paper, PdfMeta, PrintSize, SummaryError, lay_out, to_pdf, to_text};

/// What is typed after `countercheck summary`.
#[derive(Clone, Debug, Args)]
pub struct Options {
    /// A file, or - for standard input
    pub file: PathBuf,
    /// The file to write
    #[arg(short, long, value_name = "OUT")]
    pub output: PathBuf,
    /// The form of the file
    #[arg(long, value_enum, default_value_t = Format::Pdf)]
    pub format: Format,
    /// The paper
    #[arg(long, value_enum, default_value_t = PaperName::Letter)]
    pub paper: PaperName,
    /// The parts, in any order
    #[arg(long, value_enum, value_delimiter = ',', default_values_t = PartName::value_variants().to_vec())]
    pub parts: Vec<PartName>,
    /// The language of the patient's pages
    #[arg(long, value_enum, default_value_t = LanguageName::En)]
    pub language: LanguageName,
    /// The patient's pages on one sheet
    #[arg(long)]
    pub short: bool,
    /// Letters of 16 points on the patient's pages
    #[arg(long)]
    pub large_print: bool,
    /// Replaces a file that exists
    #[arg(long)]
    pub force: bool,
}

/// The form of the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// Pages to print.
    Pdf,
    /// Plain text, UTF-8.
    Txt,
}

/// A paper by its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum PaperName {
    /// 8.5 by 11 inches.
    Letter,
    /// 210 by 297 mm.
    A4,
}

/// A part by its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum PartName {
    /// The patient's pages.
    Patient,
    /// The cost of a year.
    Cost,
    /// The dermatologist's pages.
    Dermatologist,
    /// Support for a prior authorization.
    Authorization,
}

/// A language by its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum LanguageName {
    /// English.
    En,
    /// Spanish.
    Es,
}

impl From<PaperName> for Paper {
    fn from(name: PaperName) -> Self {
        match name {
            PaperName::Letter => Self::Letter,
            PaperName::A4 => Self::A4,
        }
    }
}

impl From<LanguageName> for Language {
    fn from(name: LanguageName) -> Self {
        match name {
            LanguageName::En => Self::English,
            LanguageName::Es => Self::Spanish,
        }
    }
}

impl From<PartName> for PartKind {
    fn from(name: PartName) -> Self {
        match name {
            PartName::Patient => Self::Patient,
            PartName::Cost => Self::Cost,
            PartName::Dermatologist => Self::Dermatologist,
            PartName::Authorization => Self::Authorization,
        }
    }
}

/// One visit as it was given.
struct Input {
    checklist: Checklist,
    prescription: Prescription,
    coverage: Coverage,
    /// What is to be compared, where there is something.
    question: Option<Question>,
    authorization: Authorization,
    pharmacy: Pharmacy,
}

/// Makes the summary of one visit and writes it.
///
/// # Errors
/// [`Trouble::Input`] with the field and what was expected, or with the letters that can't be
/// printed; [`Trouble::Refused`] if the file exists and may not be replaced. Then nothing is written.
pub fn run(content: &Content, text: &[u8], options: &Options) -> Result<(), Trouble> {
    // Said at once, before anything is worked out; the writer makes sure of it once more.
    output::may_write(&options.output, options.force)?;
    output::write(&options.output, &made(content, text, options)?, options.force)?;
    Ok(())
}

/// The bytes of the summary.
///
/// # Errors
/// [`Trouble::Input`] as for [`run`].
pub fn made(content: &Content, text: &[u8], options: &Options) -> Result<Vec<u8>, Trouble> {
    let setup = PageSetup {
        paper: options.paper.into(),
        print_size: if options.large_print { PrintSize::Large } else { PrintSize::Normal },
    };
    let parts: Vec<PartKind> = options.parts.iter().copied().map(PartKind::from).collect();
    let input = input(content, &json::read(text)?)?;
    let question = input.question.as_ref().filter(|_| parts.contains(&PartKind::Cost));
    let compared = question.map(|question| (question, compare(question)));
    let document = compose(
        &Visit {
            content,
            checklist: &input.checklist,
            assessment: &assess_with(content, &input.checklist, &input.prescription),
            prescription: &input.prescription,
            coverage: &input.coverage,
            costs: compared.as_ref().map(|(question, comparison)| Costs { question, comparison }),
            authorization: &input.authorization,
            pharmacy: &input.pharmacy,
            language: options.language.into(),
            form: if options.short { Form::Short(setup) } else { Form::Full },
        },
        &parts,
    );
    match options.format {
        Format::Txt => Ok(to_text(&document).into_bytes()),
        Format::Pdf => {
            let meta = PdfMeta::of(&document, input.pharmacy.name.trim(), input.checklist.as_of);
            Ok(to_pdf(&lay_out(&document, setup)?, &meta)?)
        }
    }
}

impl From<SummaryError> for Trouble {
    fn from(error: SummaryError) -> Self {
        let message = format!("{error} {}", error.cure());
        match error {
            SummaryError::Uncovered { .. } | SummaryError::TooLong { .. } => Self::Input(message),
            SummaryError::Font { .. } | SummaryError::SurplusCells { .. } | SummaryError::Pdf { .. } => {
                Self::Other(message)
            }
        }
    }
}

// --- What was given

fn input(content: &Content, value: &Value) -> Result<Input, InputError> {
    let Value::Object(object) = value else {
        return Err(InputError::new("the input", "expected an object with as_of, patient and answers"));
    };
    let (checklist, rest) = Checklist::from_json(content, object)?;
    let mut input = Input {
        checklist,
        prescription: Prescription::default(),
        coverage: Coverage::default(),
        question: None,
        authorization: Authorization::default(),
        pharmacy: Pharmacy::default(),
    };
    for (field, value) in rest {
        match field.as_str() {
            "prescription" => input.prescription = Prescription::from_json(content, value, field)?,
            "coverage" => {
                input.coverage = Coverage::from_json(content, value, field)?;
                input.question = question(content, object, value)?;
            }
            "pharmacy" => input.pharmacy = pharmacy(value)?,
            "authorization" => {
                input.authorization = Authorization::from_json(content, value, input.checklist.as_of, field)?;
            }
            _ => {
                return Err(InputError::new(
                    field,
                    "there is no such field: expected as_of, patient, answers, prescription, authorization, coverage or pharmacy",
                ));
            }
        }
    }
    Ok(input)
}

fn object_of<'a>(value: &'a Value, field: &str) -> Result<&'a Map<String, Value>, InputError> {
    value.as_object().ok_or_else(|| InputError::new(field, "expected an object"))
}

/// What is to be compared; `None` where no option is named.
fn question(
    content: &Content,
    input: &Map<String, Value>,
    coverage: &Value,
) -> Result<Option<Question>, InputError> {
    let named = |options: &Value| options.as_array().is_none_or(|options| !options.is_empty());
    if !coverage.get("options").filter(|options| !options.is_null()).is_some_and(named) {
        return Ok(None);
    }
    let mut asked = Map::new();
    asked.extend(input.get("as_of").map(|day| ("as_of".to_owned(), day.clone())));
    asked.insert("coverage".to_owned(), coverage.clone());
    read::question(content, &Value::Object(asked)).map(Some)
}

fn pharmacy(value: &Value) -> Result<Pharmacy, InputError> {
    let mut pharmacy = Pharmacy::default();
    for (key, value) in object_of(value, "pharmacy")? {
        let field = format!("pharmacy.{key}");
        let place = match key.as_str() {
            "name" => &mut pharmacy.name,
            "phone" => &mut pharmacy.phone,
            "pharmacist" => &mut pharmacy.pharmacist,
            _ => {
                return Err(InputError::new(
                    field,
                    "there is no such field: expected name, phone or pharmacist",
                ));
            }
        };
        match value.as_str() {
            Some(text) => text.clone_into(place),
            None => return Err(InputError::new(field, "expected a text")),
        }
    }
    Ok(pharmacy)
}
