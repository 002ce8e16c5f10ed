//! Every mistake in the content, or in an overlay, is reported: each file of tests/content/invalid and
//! tests/content/invalid-overlay makes one.

use std::path::Path;

use countercheck::content::load::{ContentError, load};
use countercheck::content::{Files, embedded_files, overlay};
use countercheck::store::folder;

use super::content;

/// One file of tests/content/invalid: what it does to the content, and the errors that must follow.
struct Mistake {
    name: String,
    change: Change,
    errors: Vec<Expected>,
}

enum Change {
    /// `adds FILE` or `replaces FILE`: the text is the whole file.
    Whole(String, String),
    /// `appends to FILE`.
    Append(String, String),
    /// `edits FILE`: a text of the file, and what stands there instead.
    Edit { file: String, from: String, to: String },
    /// `removes FILE`.
    Remove(String),
}

/// `error: FILE | ENTRY | WORDS`.
struct Expected {
    file: String,
    entry: String,
    words: String,
}

impl Mistake {
    fn read(path: &Path) -> Self {
        let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
        let text = std::fs::read_to_string(path).unwrap();
        let comments: Vec<&str> = text.lines().map_while(|line| line.strip_prefix("# ")).collect();
        let (first, errors) = comments.split_first().unwrap_or_else(|| panic!("{name}: no first comment"));
        let errors = errors
            .iter()
            .map(|line| {
                let parts: Vec<&str> = line.strip_prefix("error: ").unwrap().splitn(3, '|').collect();
                let part = |at: usize| parts[at].trim().to_owned();
                Expected { file: part(0), entry: part(1), words: part(2) }
            })
            .collect();
        let (verb, file) = first.rsplit_once(' ').unwrap();
        let file = file.to_owned();
        let change = match verb {
            "adds" | "replaces" => Change::Whole(file, text.clone()),
            "appends to" => Change::Append(file, text.clone()),
            "removes" => Change::Remove(file),
            "edits" => {
                let edit: toml::Table = text.parse().unwrap_or_else(|error| panic!("{name}: {error}"));
                let part = |key: &str| edit[key].as_str().unwrap().to_owned();
                Change::Edit { file, from: part("from"), to: part("to") }
            }
            other => panic!("{name}: `{other}` is no change"),
        };
        Self { name, change, errors }
    }

    fn apply(&self, files: &mut Files) {
        match &self.change {
            Change::Whole(file, text) => {
                files.insert(file.clone(), text.clone());
            }
            Change::Append(file, text) => {
                let whole = files.get_mut(file).unwrap_or_else(|| panic!("{}: no file {file}", self.name));
                whole.push('\n');
                whole.push_str(text);
            }
            Change::Edit { file, from, to } => {
                let whole = files.get_mut(file).unwrap_or_else(|| panic!("{}: no file {file}", self.name));
                assert_eq!(whole.matches(from).count(), 1, "{}: `from` must stand once in {file}", self.name);
                *whole = whole.replace(from, to);
            }
            Change::Remove(file) => assert!(files.remove(file).is_some(), "{}", self.name),
        }
    }
}

impl Expected {
    fn fits(&self, error: &ContentError) -> bool {
        // The number of a line is part of the entry; "line" alone stands for any.
        let entry = error.entry == self.entry || self.entry == "line" && error.entry.starts_with("line ");
        error.file == self.file && entry && error.problem.contains(&self.words)
    }
}

fn mistakes(folder: &str) -> Vec<Mistake> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/content").join(folder);
    let mut paths: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths.iter().map(|path| Mistake::read(path)).collect()
}

/// What is wrong but for the Spanish: words that a mistake changes have none, which `spanish.rs` looks at.
fn errors_of(files: &Files) -> Vec<ContentError> {
    let mut errors = load(files).err().map(|errors| errors.0).unwrap_or_default();
    errors.retain(|error| {
        let problem = error.problem.as_str();
        !problem.contains("has no Spanish") && !problem.starts_with("no text for patients says this")
    });
    errors
}

/// The mistakes of a folder whose errors are not those that must follow.
fn wrongly_reported(
    mistakes: &[Mistake],
    base: &Files,
    errors_of: impl Fn(&Files) -> Vec<ContentError>,
) -> Vec<String> {
    let mut wrong = Vec::new();
    for mistake in mistakes {
        let mut files = base.clone();
        mistake.apply(&mut files);
        let errors = errors_of(&files);
        let all_fit = mistake.errors.iter().all(|expected| errors.iter().any(|error| expected.fits(error)));
        if errors.len() != mistake.errors.len() || errors.is_empty() || !all_fit {
            let reported: Vec<String> = errors.iter().take(5).map(ToString::to_string).collect();
            wrong.push(format!(
                "{}: {} reported\n    {}",
                mistake.name,
                errors.len(),
                reported.join("\n    ")
            ));
        }
    }
    wrong
}

#[test]
fn each_mistake_is_reported_alone_with_its_file_its_entry_and_its_cure() {
    let mistakes = mistakes("invalid");
    assert_eq!(mistakes.len(), 275, "a mistake was added or went missing");
    let wrong = wrongly_reported(&mistakes, &embedded_files(), errors_of);
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

/// An overlay as a pharmacy could have it.
pub fn sample_overlay() -> Files {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/content/overlay");
    folder::read(&folder, folder::LARGEST_OVERLAY).unwrap().unwrap()
}

#[test]
fn each_mistake_of_an_overlay_is_reported_like_one_of_the_content() {
    let errors_of = |files: &Files| {
        overlay::load::load(files, content()).err().map(|errors| errors.0).unwrap_or_default()
    };
    assert!(errors_of(&sample_overlay()).is_empty(), "the sample is right");
    let mistakes = mistakes("invalid-overlay");
    assert_eq!(mistakes.len(), 29, "a mistake was added or went missing");
    let wrong = wrongly_reported(&mistakes, &sample_overlay(), errors_of);
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn several_mistakes_at_once_are_all_reported() {
    let together = [
        "content-date",
        "source-unused",
        "rule-without-title",
        "question-nobody-reads",
        "medicine-confidence",
        "payer-without-bridge",
        "state-with-three-letters",
        "class-without-drug",
        "condition-of-itself",
    ];
    let mut files = embedded_files();
    let mut expected = Vec::new();
    for mistake in mistakes("invalid").into_iter().filter(|mistake| together.contains(&mistake.name.as_str()))
    {
        mistake.apply(&mut files);
        expected.extend(mistake.errors);
    }
    assert_eq!(expected.len(), together.len());
    let errors = errors_of(&files);
    for expected in &expected {
        assert!(errors.iter().any(|error| expected.fits(error)), "{}", expected.words);
    }
    assert_eq!(errors.len(), together.len());
}
