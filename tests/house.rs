//! The house rules as tests: who may use whom, what only the edges may touch, how files open and
//! how long they are, which words and which licenses there may be.
//!
//! Each rule is a function from text to complaints, and each is shown to complain about made-up
//! text before it is let loose on the real files.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test stops at the first surprise"
)]

#[path = "house/looks.rs"]
mod looks;
#[path = "house/packages.rs"]
mod packages;
#[path = "house/parts.rs"]
mod parts;
#[path = "house/scan.rs"]
mod scan;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use countercheck::content::Content;
use scan::{modules_named, names, paths, plain_words, without_comments, without_tests};

/// Which modules a module may use besides itself. `app` and `cli` know everything.
const MAY_USE: [(&str, &[&str]); 10] = [
    ("content", &[]),
    ("checklist", &["content"]),
    ("safety", &["checklist", "content"]),
    ("cost", &["checklist", "content"]),
    ("programs", &["checklist", "content"]),
    ("summary", &["checklist", "content", "cost", "programs", "safety"]),
    ("store", &["checklist", "content"]),
    ("exchange", &["checklist", "content"]),
    ("app", &["checklist", "cli", "content", "cost", "exchange", "programs", "safety", "store", "summary"]),
    ("cli", &["app", "checklist", "content", "cost", "exchange", "programs", "safety", "store", "summary"]),
];

/// Crates that only one module may use.
const ONLY_IN: [(&[&str], &[&str]); 3] = [
    (&["egui", "eframe", "egui_extras", "egui_kittest"], &["app", "main"]),
    (&["rusqlite"], &["store"]),
    (&["pdf_writer", "lopdf", "subsetter"], &["summary"]),
];

/// What touches the clock, randomness, files or the environment, and who may.
const OUTSIDE: [&str; 13] = [
    "std::fs",
    "std::env",
    "std::process",
    "std::net",
    "std::time::SystemTime",
    "std::time::Instant",
    "SystemTime::now",
    "Instant::now",
    "Timestamp::now",
    "Zoned::now",
    "Uuid::now_v7",
    "Uuid::new_v4",
    "File::open",
];
const EDGES: [&str; 4] = ["main", "app", "cli", "store"];

/// Modules that count exactly.
const WITHOUT_FLOATS: [&str; 5] = ["cost", "programs", "safety", "checklist", "content"];

const LONGEST: usize = 500;

/// Beginnings of words that are written otherwise in the US.
const BRITISH: [&str; 47] = [
    "colour",
    "favour",
    "behaviour",
    "flavour",
    "honour",
    "neighbour",
    "labour",
    "tumour",
    "odour",
    "vapour",
    "licence",
    "defence",
    "offence",
    "centre",
    "metre",
    "litre",
    "fibre",
    "grey",
    "catalogue",
    "analyse",
    "paralyse",
    "recognis",
    "organis",
    "summaris",
    "minimis",
    "maximis",
    "normalis",
    "initialis",
    "serialis",
    "prioritis",
    "apologis",
    "stabilis",
    "immunis",
    "hospitalis",
    "counselling",
    "labelled",
    "labelling",
    "travelled",
    "cancelled",
    "modelling",
    "judgement",
    "haem",
    "anaem",
    "oestrogen",
    "oedema",
    "leukaem",
    "paediatr",
];
/// Whole words of that kind.
const BRITISH_WORDS: [&str; 12] = [
    "programme",
    "programmes",
    "fulfil",
    "fulfils",
    "practise",
    "practised",
    "whilst",
    "learnt",
    "diarrhoea",
    "foetus",
    "ageing",
    "cheque",
];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The files below a folder with this ending, by their path from the root.
fn files(folder: &str, ending: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut folders = vec![root().join(folder)];
    while let Some(folder) = folders.pop() {
        let Ok(entries) = std::fs::read_dir(&folder) else { continue };
        for entry in entries {
            let path: PathBuf = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|found| found == ending) {
                let name = path.strip_prefix(root()).unwrap().to_str().unwrap().replace('\\', "/");
                found.push((name, std::fs::read_to_string(&path).unwrap()));
            }
        }
    }
    found.sort();
    found
}

fn source() -> Vec<(String, String)> {
    let found = files("src", "rs");
    assert!(found.len() > 30, "the source files were not found");
    found
}

/// The top-level module of a file of src/, and how deep its own module stands.
fn module_of(file: &str) -> (String, usize) {
    let path = file.trim_start_matches("src/").trim_end_matches(".rs").trim_end_matches("/mod");
    let parts: Vec<&str> = path.split('/').collect();
    let depth = if matches!(parts[0], "lib" | "main") { 0 } else { parts.len() };
    (parts[0].to_owned(), depth)
}

/// What is built into the program: no comments, no unit tests, nothing of a `tests.rs` or `tests/`.
fn product_code(file: &str, source: &str) -> String {
    match file.ends_with("/tests.rs") || file.contains("/tests/") {
        true => String::new(),
        false => without_tests(&without_comments(source)).to_owned(),
    }
}

fn wrong_uses(file: &str, source: &str) -> Vec<String> {
    let (module, depth) = module_of(file);
    if matches!(module.as_str(), "lib" | "main") {
        return Vec::new();
    }
    let Some((_, may_use)) = MAY_USE.iter().find(|(known, _)| *known == module) else {
        return vec![format!("{file}: `{module}` is a new module: say in tests/house.rs whom it may use")];
    };
    modules_named(&product_code(file, source), depth)
        .into_iter()
        .filter(|used| *used != module && !may_use.contains(&used.as_str()))
        .map(|used| format!("{file}: `{module}` may not use `{used}`: move it, or pass a value"))
        .collect()
}

fn stray_crates(file: &str, source: &str) -> Vec<String> {
    let (module, _) = module_of(file);
    let used: BTreeSet<String> =
        paths(&product_code(file, source)).into_iter().map(|path| path[0].clone()).collect();
    let mut complaints = Vec::new();
    for (crates, homes) in ONLY_IN {
        for stray in crates.iter().filter(|stray| used.contains(**stray)) {
            if !homes.contains(&module.as_str()) {
                complaints.push(format!("{file}: `{stray}` may only be used in {}", homes.join(", ")));
            }
        }
    }
    complaints
}

fn reaches_outside(file: &str, source: &str) -> Vec<String> {
    let (module, _) = module_of(file);
    if EDGES.contains(&module.as_str()) {
        return Vec::new();
    }
    let mut complaints = Vec::new();
    for path in paths(&product_code(file, source)) {
        for outside in OUTSIDE {
            let wanted: Vec<&str> = outside.split("::").collect();
            if path.windows(wanted.len()).any(|part| part == wanted) {
                complaints
                    .push(format!("{file}: `{outside}` belongs to {}: pass the value in", EDGES.join(", ")));
            }
        }
    }
    complaints
}

/// Nothing leaves this computer: not even the edges may open a connection.
fn opens_a_connection(file: &str, source: &str) -> Vec<String> {
    let net = |path: &Vec<String>| path.windows(2).any(|part| part == ["std", "net"]);
    match paths(&product_code(file, source)).iter().any(net) {
        true => vec![format!("{file}: `std::net`: nothing may leave this computer")],
        false => Vec::new(),
    }
}

fn floats(file: &str, source: &str) -> Vec<String> {
    let (module, _) = module_of(file);
    let floats = |path: &Vec<String>| path.iter().any(|name| name == "f32" || name == "f64");
    match WITHOUT_FLOATS.contains(&module.as_str()) && paths(&product_code(file, source)).iter().any(floats) {
        true => vec![format!("{file}: no binary fractions in `{module}`: use Decimal or cents")],
        false => Vec::new(),
    }
}

fn opening(file: &str, source: &str) -> Vec<String> {
    let first = source.lines().next().unwrap_or("");
    match first.strip_prefix("//!").is_some_and(|words| !words.trim().is_empty()) {
        true => Vec::new(),
        false => vec![format!("{file}: open with `//!` and the question that the file answers")],
    }
}

fn length(file: &str, source: &str) -> Vec<String> {
    let lines = source.lines().count();
    match lines > LONGEST {
        true => vec![format!("{file}: {lines} lines, more than {LONGEST}: split it")],
        false => Vec::new(),
    }
}

fn british(file: &str, text: &str) -> Vec<String> {
    let is_british = |word: &String| {
        BRITISH.iter().any(|beginning| word.starts_with(beginning)) || BRITISH_WORDS.contains(&word.as_str())
    };
    // What a program calls its things must be spelled so, too: `normalise_name` is two words.
    plain_words(text).filter(is_british).map(|word| format!("{file}: `{word}` is not US spelling")).collect()
}

fn drug_names() -> BTreeSet<String> {
    let content = Content::embedded().unwrap();
    content
        .drugs()
        .iter()
        .flat_map(|drug| [drug.id.to_string(), drug.name.clone()].into_iter().chain(drug.brands.clone()))
        .collect()
}

fn drugs_named(file: &str, source: &str, drugs: &BTreeSet<String>) -> Vec<String> {
    let code = product_code(file, source);
    let named = drugs.iter().filter(|drug| names(&code, drug));
    named
        .map(|drug| format!("{file}: `{drug}` is a drug: what is known about it belongs to assets/content"))
        .collect()
}

fn check(complaints: impl IntoIterator<Item = String>) {
    let complaints: Vec<String> = complaints.into_iter().collect();
    assert!(complaints.is_empty(), "\n{}", complaints.join("\n"));
}

fn check_source(rule: impl Fn(&str, &str) -> Vec<String>) {
    check(source().iter().flat_map(|(file, text)| rule(file, text)));
}

/// Files of unit tests are left alone by the other rules, so they must not be built into the program.
fn built_in(file: &str, parent: &str) -> Vec<String> {
    match parent.contains("#[cfg(test)]\nmod tests;") {
        true => Vec::new(),
        false => {
            vec![format!("{file}: its parent must declare it with #[cfg(test)] right above `mod tests;`")]
        }
    }
}

#[test]
fn files_of_unit_tests_are_not_built_into_the_program() {
    assert_eq!(built_in("src/a/tests.rs", "mod tests;").len(), 1);
    assert_eq!(built_in("src/a/tests.rs", "#[cfg(test)]\nmod tests;\n"), [""; 0]);
    let files = source();
    let of_tests =
        files.iter().filter(|(file, _)| file.ends_with("/tests.rs") || file.ends_with("/tests/mod.rs"));
    check(of_tests.flat_map(|(file, _)| {
        let module = file.trim_end_matches("/mod.rs").trim_end_matches(".rs").trim_end_matches("/tests");
        let parent = files
            .iter()
            .find(|(name, _)| *name == format!("{module}.rs") || *name == format!("{module}/mod.rs"));
        built_in(file, parent.map_or("", |(_, text)| text))
    }));
}

#[test]
fn every_module_uses_only_modules_below_it() {
    for (text, complaint) in [
        ("use crate::safety::assess;", "may not use `safety`"),
        ("fn f() { crate::cli::run() }", "may not use `cli`"),
        ("use crate::{content::Content, summary};", "may not use `summary`"),
        ("use super::super::store::Vault;", "may not use `store`"),
        ("use super::super::super::store::Vault;", "may not use `store`"),
    ] {
        let found = wrong_uses("src/checklist/deep.rs", text);
        assert!(found.len() == 1 && found[0].contains(complaint), "{text}: {found:?}");
    }
    for text in [
        "use crate::content::Content;",
        "use crate::{checklist::Answer, content::{ids::DrugIx, Content}};",
        "// crate::safety is above us\nuse super::truth::Truth;",
        "const WORDS: &str = \"crate::safety::assess\";",
        "#[cfg(test)]\nmod tests { use crate::safety::assess; }",
    ] {
        assert_eq!(wrong_uses("src/checklist/deep.rs", text), [""; 0], "{text}");
    }
    assert_eq!(wrong_uses("src/novelty/mod.rs", "").len(), 1);
    check_source(wrong_uses);
}

#[test]
fn only_one_module_knows_each_of_the_large_libraries() {
    assert_eq!(stray_crates("src/summary/page.rs", "use egui::Color32; use pdf_writer::Content;").len(), 1);
    assert_eq!(stray_crates("src/cli/mod.rs", "fn f() { rusqlite::Connection::open_in_memory(); }").len(), 1);
    assert_eq!(stray_crates("src/app/ui.rs", "use eframe::egui; use lopdf::Document;").len(), 1);
    check_source(stray_crates);
}

#[test]
fn only_the_edges_touch_the_clock_chance_files_and_the_environment() {
    for text in [
        "use std::fs;",
        "use std::{env, fmt};",
        "let at = std::time::Instant::now();",
        "use std::time::{Duration, SystemTime};",
        "let today = jiff::Zoned::now();",
        "use jiff::Timestamp; fn f() { Timestamp::now(); }",
    ] {
        assert!(!reaches_outside("src/safety/mod.rs", text).is_empty(), "{text}");
        assert_eq!(reaches_outside("src/store/mod.rs", text), [""; 0], "{text}");
    }
    let harmless = "use std::time::Duration; const HOME: &str = env!(\"CARGO_MANIFEST_DIR\");";
    assert_eq!(reaches_outside("src/safety/mod.rs", harmless), [""; 0]);
    check_source(reaches_outside);
}

#[test]
fn nothing_opens_a_connection_to_a_network() {
    for text in ["use std::net::TcpStream;", "use std::{fs, net::UdpSocket};"] {
        assert_eq!(opens_a_connection("src/store/mod.rs", text).len(), 1, "{text}");
    }
    assert_eq!(opens_a_connection("src/cost/mod.rs", "let net = gross - tax;"), [""; 0]);
    check_source(opens_a_connection);
}

#[test]
fn nothing_that_is_counted_is_a_binary_fraction() {
    assert_eq!(floats("src/cost/money.rs", "fn half(cents: i64) -> f64 { cents as f64 / 2.0 }").len(), 1);
    assert_eq!(
        floats("src/cost/money.rs", "// not an f64\nfn half(cents: i64) -> i64 { cents / 2 }"),
        [""; 0]
    );
    check_source(floats);
}

#[test]
fn every_file_says_what_it_is_for_and_stays_short() {
    assert_eq!(opening("a.rs", "use std::fmt;\n//! late\n").len(), 1);
    assert_eq!(opening("a.rs", "//!\n").len(), 1);
    assert_eq!(opening("a.rs", "//! What is a?\n"), [""; 0]);
    assert_eq!(length("a.rs", &"\n".repeat(LONGEST + 1)).len(), 1);
    assert_eq!(length("a.rs", &"\n".repeat(LONGEST)), [""; 0]);
    let build = std::fs::read_to_string(root().join("build.rs")).unwrap();
    let rust: Vec<(String, String)> = ["src", "tests", "benches", "fuzz/fuzz_targets"]
        .iter()
        .flat_map(|folder| files(folder, "rs"))
        .chain([("build.rs".to_owned(), build)])
        .collect();
    check(rust.iter().flat_map(|(file, text)| [opening(file, text), length(file, text)].concat()));
}

#[test]
fn the_code_names_no_drug() {
    let drugs = drug_names();
    assert!(drugs.len() > 25);
    for text in [
        "if drug.id == \"tacrolimus\" { }",
        "fn rinvoq() {}",
        "const OINTMENT: &str = \"Protopic 0.1%\";",
        "let text = r#\"a \"quoted\" Dupixent\"#; // plain",
    ] {
        assert_eq!(drugs_named("a.rs", text, &drugs).len(), 1, "{text}");
    }
    for text in [
        "/// Reads \"Rinvoq 15 mg\".\nfn read() {}",
        "/* tacrolimus /* nested */ Rinvoq */ fn read() {}",
        "fn read() {}\n#[cfg(test)]\nmod tests { const NAME: &str = \"Rinvoq\"; }",
        "const LINK: &str = \"http://example.org\"; // Rinvoq",
    ] {
        assert_eq!(drugs_named("a.rs", text, &drugs), [""; 0], "{text}");
    }
    check_source(|file, text| drugs_named(file, text, &drugs));
}

#[test]
fn the_spelling_is_that_of_the_us() {
    for text in ["the programme's end", "fn normalise_name() {}", "Labelled for adults", "COLOUR", "Grey"] {
        assert_eq!(british("a", text).len(), 1, "{text}");
    }
    assert_eq!(
        british("a", "a program, programmed; a labeled color; hematology; fulfill; practice"),
        [""; 0]
    );
    let mut texts = source();
    texts.extend(files("assets", "toml"));
    texts.extend(files("assets", "md"));
    texts.extend(files("db", "md"));
    for entry in std::fs::read_dir(root()).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|ending| ending == "md") {
            let name = path.file_name().unwrap().to_str().unwrap().to_owned();
            texts.push((name, std::fs::read_to_string(&path).unwrap()));
        }
    }
    check(texts.iter().flat_map(|(file, text)| british(file, text)));
}
