//! The content that is shipped: it loads, it is the one that was agreed, and every mistake in it
//! would be reported with its file, its entry and its cure.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test stops at the first surprise"
)]

#[path = "content/commands.rs"]
mod commands;
#[path = "content/facts.rs"]
mod facts;
#[path = "content/mistakes.rs"]
mod mistakes;
#[path = "content/overlays.rs"]
mod overlays;
#[path = "content/spanish.rs"]
mod spanish;
#[path = "content/words.rs"]
mod words;

use std::collections::{BTreeSet, HashMap};
use std::sync::OnceLock;

use countercheck::content::condition::{Condition, parse, print, resolve};
use countercheck::content::ids::MedicineClassIx;
use countercheck::content::language::Phrase;
use countercheck::content::rule::{Level, Unknown};
use countercheck::content::{Content, embedded_files};

fn content() -> &'static Content {
    static CONTENT: OnceLock<Content> = OnceLock::new();
    CONTENT.get_or_init(|| Content::embedded().unwrap_or_else(|errors| panic!("\n{errors}")))
}

#[test]
fn the_program_holds_every_content_file_as_it_stands_in_the_folder() {
    let mut left =
        vec![(String::new(), std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/content"))];
    let mut files = countercheck::content::Files::new();
    while let Some((name, path)) = left.pop() {
        match std::fs::read_dir(&path) {
            Ok(inner) => left.extend(inner.map(|entry| {
                let entry = entry.unwrap();
                let below = if name.is_empty() { String::new() } else { format!("{name}/") };
                (format!("{below}{}", entry.file_name().to_str().unwrap()), entry.path())
            })),
            Err(_) => drop(files.insert(name, std::fs::read_to_string(&path).unwrap())),
        }
    }
    assert!(files.len() > 50, "{}", files.len());
    assert!(embedded_files() == files);
}

#[test]
fn drugs_and_questions_stand_in_the_agreed_order_and_nothing_is_missing() {
    let drugs: Vec<&str> = content().drugs().iter().map(|drug| drug.id.as_str()).collect();
    assert_eq!(drugs, AGREED_DRUGS.split_whitespace().collect::<Vec<_>>());
    let questions: Vec<String> = content()
        .topics
        .iter()
        .flat_map(|topic| {
            let questions = &content().questions()[topic.questions.clone()];
            questions.iter().map(move |question| format!("{}/{}", topic.id, question.id))
        })
        .collect();
    let agreed: Vec<String> = AGREED_QUESTIONS
        .lines()
        .filter_map(|line| line.trim().split_once(": "))
        .flat_map(|(topic, ids)| ids.split(' ').map(move |id| format!("{topic}/{id}")))
        .collect();
    assert_eq!(questions, agreed);
    assert_eq!((drugs.len(), questions.len(), content().rules().len()), (15, 43, 176));
}

const AGREED_DRUGS: &str =
    "upadacitinib abrocitinib ruxolitinib dupilumab tralokinumab lebrikizumab nemolizumab
    topical-corticosteroid tacrolimus pimecrolimus crisaborole roflumilast tapinarof phototherapy prednisone";

const AGREED_QUESTIONS: &str = "
    eczema: considering severity body_surface_percent skin_sites weight_kg immune_system_weak
    tried: tried_topical_steroid tried_calcineurin_inhibitor tried_light_therapy tried_systemic tried_biologic tried_jak_inhibitor
    pregnancy: pregnancy contraception pregnancy_test
    allergy: allergy
    infection: infection tuberculosis_test tuberculosis_treated hepatitis_tests
    heart: heart clots clot_risks heart_risks smoking
    cancer: cancer
    organs: liver kidney gut eyes conditions
    tests: blood_count hemoglobin_g_dl neutrophils_e9_l lymphocytes_e9_l platelets_e9_l liver_tests lipids
    vaccines: live_vaccine shingles_vaccine vaccines_up_to_date
    medicines: medicines cyp2c19_poor";

const LEVELS: [&str; 4] = ["contraindicated", "avoid", "needs-test", "caution"];

/// Ids, levels and "skip", in the order of the rows of the clinical description.
#[test]
fn every_rule_has_its_agreed_level_and_stands_in_the_agreed_order() {
    let agreed: Vec<&str> = include_str!("content/agreed-rules.txt").lines().collect();
    assert_eq!(agreed.len(), 176);
    let mut used = BTreeSet::new();
    // Findings are sorted by level; the order of the rows counts within a level.
    let level = |rule: &String| LEVELS.iter().position(|level| rule.split(' ').nth(1) == Some(level));
    for drug in content().drugs() {
        let mut own: Vec<String> = drug
            .rules
            .iter()
            .map(|ix| {
                let rule = content().rule(*ix);
                let skip = match rule.unknown {
                    Unknown::Ask => "",
                    Unknown::Skip => " skip",
                };
                format!("{} {}{skip}", rule.id, rule.level.id())
            })
            .collect();
        let mut expected: Vec<String> = agreed
            .iter()
            .filter(|rule| own.iter().any(|own| own == *rule))
            .map(ToString::to_string)
            .collect();
        own.sort_by_key(level);
        expected.sort_by_key(level);
        assert_eq!(own, expected, "{}", drug.id);
        used.extend(expected);
    }
    assert_eq!(used.len(), 176);
}

#[test]
fn every_missing_test_names_the_question_that_its_condition_reads() {
    let mut tests = BTreeSet::new();
    for rule in content().rules() {
        assert_eq!(rule.level == Level::NeedsTest, rule.test.is_some(), "{}", rule.id);
        if let Some(test) = rule.test {
            let id = content().question(test).id.as_str();
            let line = print::print(content(), &rule.when);
            assert!(line.contains(id), "{}: `{line}` does not read {id}", rule.id);
            tests.insert(id);
        }
    }
    let agreed = ["blood_count", "hepatitis_tests", "liver_tests", "pregnancy_test", "tuberculosis_test"];
    assert_eq!(tests, BTreeSet::from(agreed));
}

#[test]
fn every_condition_is_printed_as_a_line_that_reads_the_same() {
    let content = content();
    let by_id = content.question_indices().map(|ix| (content.question(ix).id.to_string(), ix)).collect();
    let mut classes = HashMap::new();
    content.rules().iter().for_each(|rule| classes_read(&rule.when, &mut classes));
    let conditions = content.conditions().iter().map(|named| (named.name.clone(), named.ix)).collect();
    let names = resolve::Names {
        questions: content.questions(),
        by_id: &by_id,
        medicine_classes: &classes,
        conditions: &conditions,
    };
    let rules = content.rules().iter().map(|rule| &rule.when);
    let named = content.conditions().iter().map(|named| &named.when);
    let asked = content.questions().iter().filter_map(|question| question.asked_when.as_ref());
    let mut count = 0;
    for condition in rules.chain(named).chain(asked) {
        let line = print::print(content, condition);
        let syntax = parse::parse(&line).unwrap_or_else(|error| panic!("{error}"));
        let again = resolve::resolve(&syntax, &names).unwrap_or_else(|errors| panic!("{line}: {errors:?}"));
        assert_eq!(&again, condition, "{line}");
        assert_eq!(print::print(content, &again), line);
        count += 1;
    }
    assert_eq!(count, 176 + 4 + asked_sometimes().len());
}

fn asked_sometimes() -> Vec<&'static str> {
    let questions = content().questions().iter();
    questions.filter(|question| question.asked_when.is_some()).map(|question| question.id.as_str()).collect()
}

#[test]
fn the_questions_that_are_asked_only_sometimes_are_the_agreed_ones() {
    assert_eq!(
        asked_sometimes(),
        [
            "weight_kg",
            "contraception",
            "pregnancy_test",
            "tuberculosis_treated",
            "hemoglobin_g_dl",
            "neutrophils_e9_l",
            "lymphocytes_e9_l",
            "platelets_e9_l",
        ]
    );
}

/// The classes that conditions ask for, by id.
fn classes_read(condition: &Condition, found: &mut HashMap<String, MedicineClassIx>) {
    match condition {
        Condition::Takes(ix, _) => {
            found.insert(content().medicine_class(*ix).id.to_string(), *ix);
        }
        Condition::All(parts) | Condition::Any(parts) => {
            parts.iter().for_each(|part| classes_read(part, found));
        }
        Condition::Not(inner) => classes_read(inner, found),
        Condition::Named(ix) => classes_read(&content().condition(*ix).when, found),
        Condition::Always
        | Condition::Has(..)
        | Condition::HasSelf(_)
        | Condition::Is(..)
        | Condition::Number(..)
        | Condition::Age(..)
        | Condition::OnTreatment(_) => {}
    }
}

#[test]
fn the_medicine_list_holds_as_many_entries_names_and_classes_as_agreed() {
    let list = content().medicines.list();
    let names: usize = list.iter().map(|medicine| medicine.names.len()).sum();
    let misspellings: usize = list.iter().map(|medicine| medicine.misspellings.len()).sum();
    let with_class = list
        .iter()
        .filter(|medicine| medicine.classes.iter().next().is_some() || medicine.by_dose.is_some())
        .count();
    let hinting = list.iter().filter(|medicine| !medicine.suggests.is_empty()).count();
    assert_eq!(
        (list.len(), names, misspellings, with_class, hinting, content().medicine_classes().len()),
        (1520, 5223, 650, 516, 577, 38)
    );
    let used: BTreeSet<usize> = list
        .iter()
        .flat_map(|medicine| {
            let by_dose = medicine.by_dose.iter().flat_map(|dose| dose.at_most.union(dose.above).iter());
            medicine.classes.iter().chain(by_dose).map(MedicineClassIx::position).collect::<Vec<_>>()
        })
        .collect();
    let without: Vec<&str> = content()
        .medicine_classes()
        .iter()
        .enumerate()
        .filter(|(at, _)| !used.contains(at))
        .map(|(_, class)| class.id.as_str())
        .collect();
    assert_eq!(
        without,
        ["cyp2c9-strong-inhibitor", "cyp2c9-strong-inducer"],
        "no US drug is known to be one"
    );
}

#[test]
fn every_drug_has_words_for_the_patient_and_says_when_to_call_whom() {
    for drug in content().drugs() {
        let words = &drug.patient;
        for text in [&words.what, &words.how_taken, &words.referred_to] {
            assert!(!text.english().trim().is_empty(), "{}", drug.id);
        }
        assert!(!words.call_today.is_empty(), "{}", drug.id);
        assert!(!words.emergency.is_empty(), "{}", drug.id);
        assert!(
            drug.boxed_warning.as_ref().is_none_or(|warning| !warning.patient.english().is_empty()),
            "{}",
            drug.id
        );
    }
    let boxed: Vec<&str> = content()
        .drugs()
        .iter()
        .filter(|drug| drug.boxed_warning.is_some())
        .map(|drug| drug.id.as_str())
        .collect();
    assert_eq!(boxed, ["upadacitinib", "abrocitinib", "ruxolitinib", "tacrolimus", "pimecrolimus"]);
}

/// Each text for the patient, by where it stands. Lists are one text, a sentence for each line.
/// Phrases below each other, each as a sentence.
fn joined(phrases: &[Phrase]) -> String {
    phrases.iter().map(Phrase::english).collect::<Vec<_>>().join(".\n")
}

fn patient_texts() -> Vec<(String, String)> {
    let content = content();
    let mut texts = Vec::new();
    for drug in content.drugs() {
        let mut add = |what: &str, text: String| texts.push((format!("{} {what}", drug.id), text));
        add("what", format!("It is {}. It is {}.", drug.patient.what, drug.patient.how_taken));
        add("emergency", joined(&drug.patient.emergency));
        add("call_today", joined(&drug.patient.call_today));
        add("next_visit", joined(&drug.patient.next_visit));
        drug.facts.iter().for_each(|fact| add(&fact.id, fact.patient.english().to_owned()));
        for study in &drug.studies {
            add(&study.id, format!("It was in {}.", study.patient_who));
            let arms: Vec<String> = study.patient_arms.iter().map(|arm| format!("They had {arm}")).collect();
            add(&study.id, arms.join(".\n"));
            add(&study.id, study.patient_limits.to_string());
        }
        for name in drug.side_effects.iter().filter_map(|effect| effect.patient.as_ref()) {
            add("side effect", format!("Of 100 people, 6 had {name}."));
        }
        for benefit in &drug.benefits {
            add(&benefit.id, format!("Of 100 people, 60 {}.", benefit.patient));
        }
        drug.dose.rows.iter().for_each(|row| add(&row.id, row.patient.english().to_owned()));
        let limits = drug.dose.limits.iter().map(|limit| (&limit.id, &limit.patient));
        let amounts = drug.dose.amounts.iter().map(|limit| (&limit.id, &limit.patient));
        for (id, words) in limits.chain(amounts) {
            add(id, words.says.english().to_owned());
            add(id, words.ask.english().to_owned());
        }
        if let Some(warning) = &drug.boxed_warning {
            add("boxed warning", warning.patient.english().to_owned());
        }
        for test in &drug.tests {
            add(&test.id, format!("You need {}.", test.patient));
        }
    }
    for rule in content.rules() {
        texts.push((format!("{} says", rule.id), rule.patient.says.english().to_owned()));
        texts.push((format!("{} ask", rule.id), rule.patient.ask.english().to_owned()));
    }
    for page in &content.article.pages {
        for statement in &page.statements {
            texts.push((format!("article {}", statement.id), statement.patient.english().to_owned()));
        }
    }
    for class in content.classes() {
        texts.push((class.id.to_string(), class.patient.english().to_owned()));
    }
    for class in content.medicine_classes() {
        texts.push((class.id.to_string(), format!("You take {}.", class.patient)));
    }
    for question in content.questions() {
        texts.push((format!("{} ask", question.id), question.ask.clone()));
        texts.push((format!("{} why", question.id), question.why.clone()));
        texts.push((
            format!("{} patient", question.id),
            format!("We still need to know {}.", question.patient),
        ));
    }
    for help in &content.helps {
        texts.push((help.kind.id().to_owned(), help.patient.english().to_owned()));
    }
    for reject in &content.claims.rejects {
        texts.push((format!("claim {}", reject.id), reject.patient.english().to_owned()));
    }
    for payer in &content.payers {
        for help in &payer.helps {
            texts.push((format!("{} {}", payer.id, help.kind.id()), help.patient.english().to_owned()));
        }
    }
    for program in &content.programs.list {
        texts.push((program.id.to_string(), program.patient.english().to_owned()));
    }
    for document in &content.programs.documents {
        texts.push((document.id.clone(), document.patient.english().to_owned()));
    }
    texts.push((
        "alternative funding".to_owned(),
        content.programs.alternative_funding.patient.english().to_owned(),
    ));
    texts
}

const HARDEST: f64 = 8.0;

#[test]
fn patients_of_the_eighth_grade_can_read_every_text_that_is_meant_for_them() {
    let names = masked_names();
    let mut graded: Vec<(f64, String)> = patient_texts()
        .into_iter()
        .map(|(place, text)| (words::grade(&words::masked(&text, &names)), format!("{place}: {text}")))
        .collect();
    graded.sort_by(|a, b| b.0.total_cmp(&a.0));
    assert!(graded.len() > 500);
    let hard: Vec<String> = graded
        .iter()
        .filter(|(grade, _)| *grade > HARDEST)
        .map(|(grade, text)| format!("{grade:.1} {text}"))
        .collect();
    println!("the hardest: {:.1} {}", graded[0].0, graded[0].1);
    assert!(hard.is_empty(), "{} texts are too hard:\n{}", hard.len(), hard.join("\n"));
}

/// Names that nobody can put in plainer words: those of drugs and of tests.
fn masked_names() -> Vec<String> {
    let mut names: Vec<String> = vec![
        "{medicines}".into(),
        "CYP2C19".into(),
        "hepatitis B and C".into(),
        "hepatitis B or C".into(),
        "hepatitis B".into(),
        "hepatitis C".into(),
        "hepatitis".into(),
        "eGFR".into(),
        "CBC with differential".into(),
        "CBC".into(),
        "cholesterol".into(),
        "hemoglobin".into(),
        "neutrophils".into(),
        "lymphocytes".into(),
        "platelets".into(),
        "JAK inhibitors".into(),
        "JAK inhibitor".into(),
        "biologic".into(),
        "grapefruit".into(),
        "Seville orange".into(),
    ];
    for drug in content().drugs() {
        names.push(drug.name.clone());
        names.push(drug.id.to_string());
        names.extend(drug.brands.iter().cloned());
    }
    names.extend(content().medicines.list().iter().map(|medicine| medicine.name().to_owned()));
    // The longest first, so that "hepatitis" does not break "hepatitis B" up.
    names.sort_by_key(|name| std::cmp::Reverse(name.len()));
    names
}

#[test]
fn no_text_reassures_shouts_or_is_spelled_the_british_way() {
    for (text, complaint) in
        [("It is safe.", "safe"), ("Tumours grow", "tumours"), ("Stop!", "!"), ("Everything is OK", "ok")]
    {
        assert_eq!(unwanted(text), [complaint]);
    }
    assert_eq!(unwanted("Long-term safety is not known. Use color."), [""; 0]);
    let mut wrong = Vec::new();
    for (file, text) in embedded_files() {
        let table: toml::Table = text.parse().unwrap();
        let mut texts = Vec::new();
        strings(&toml::Value::Table(table), &mut texts);
        for text in texts {
            wrong.extend(unwanted(&text).iter().map(|word| format!("{file}: `{word}` in: {text}")));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

fn strings(value: &toml::Value, found: &mut Vec<String>) {
    match value {
        toml::Value::String(text) => found.push(text.clone()),
        toml::Value::Array(list) => list.iter().for_each(|item| strings(item, found)),
        toml::Value::Table(table) => {
            let texts = table.iter().filter(|(key, _)| *key != "id");
            texts.for_each(|(_, item)| strings(item, found));
        }
        toml::Value::Integer(_)
        | toml::Value::Float(_)
        | toml::Value::Boolean(_)
        | toml::Value::Datetime(_) => {}
    }
}

/// Words that reassure, exclamation marks, British spelling.
fn unwanted(text: &str) -> Vec<String> {
    const REASSURING: [&str; 6] = ["safe", "safely", "safest", "harmless", "ok", "okay"];
    const BRITISH: [&str; 16] = [
        "tumour",
        "colour",
        "behaviour",
        "programme",
        "labelled",
        "labelling",
        "counselling",
        "oestrogen",
        "diarrhoea",
        "anaem",
        "haemo",
        "leukaem",
        "paediatr",
        "recognis",
        "organis",
        "immunis",
    ];
    let mut found: Vec<String> = words::words(text)
        .filter(|word| {
            let british = BRITISH.iter().any(|beginning| word.starts_with(beginning));
            REASSURING.contains(&word.as_str()) || british && !word.starts_with("programmed")
        })
        .collect();
    if text.contains('!') {
        found.push("!".into());
    }
    found
}
