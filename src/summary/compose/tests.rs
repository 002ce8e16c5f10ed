//! What the pages promise, checked on the document as data: nothing is laid out but where a test
//! says so.

mod authorization;
mod cost;
mod dermatologist;
mod numbers;
mod patient;
mod screening;
mod short;
mod spanish;

use std::sync::OnceLock;

use serde_json::{Value, json};

use super::*;
use crate::checklist::hints::hints;
use crate::content::rule::Level;
use crate::cost::compare::compare;
use crate::cost::read::question;
use crate::safety::{Finding, assess};
use crate::summary::{Block, Cell, Paper, PrintSize, Row, Table, lay_out};

const BOTH: [PartKind; 2] = [PartKind::Patient, PartKind::Dermatologist];

fn content() -> &'static Content {
    static CONTENT: OnceLock<Content> = OnceLock::new();
    CONTENT.get_or_init(|| Content::embedded().unwrap_or_else(|errors| panic!("{errors}")))
}

/// A visit that owns what it is made from.
struct Made {
    checklist: Checklist,
    assessment: Assessment,
    prescription: Prescription,
    coverage: Coverage,
    costs: Option<(Question, Comparison)>,
    authorization: Authorization,
    pharmacy: Pharmacy,
}

impl Made {
    fn from(input: &Value) -> Self {
        let (checklist, rest) = Checklist::from_json(content(), input.as_object().unwrap()).unwrap();
        let field = |name: &str| rest.iter().find(|(key, _)| *key == name).map(|(_, value)| *value);
        Self {
            assessment: assess(content(), &checklist),
            checklist,
            prescription: field("prescription").map_or_else(Prescription::default, |value| {
                Prescription::from_json(content(), value, "prescription").unwrap()
            }),
            coverage: field("coverage").map_or_else(Coverage::default, |value| {
                Coverage::from_json(content(), value, "coverage").unwrap()
            }),
            costs: field("coverage").filter(|coverage| coverage["options"].is_array()).map(|coverage| {
                let question =
                    question(content(), &json!({"as_of": input["as_of"], "coverage": coverage})).unwrap();
                let comparison = compare(&question);
                (question, comparison)
            }),
            authorization: field("authorization").map_or_else(Authorization::default, |value| {
                let as_of = input["as_of"].as_str().unwrap().parse().unwrap();
                Authorization::from_json(content(), value, as_of, "authorization").unwrap()
            }),
            pharmacy: Pharmacy {
                name: "Linden Street Pharmacy".into(),
                phone: "(555) 010-0142".into(),
                pharmacist: "A. Okafor, PharmD".into(),
            },
        }
    }

    fn visit(&self) -> Visit<'_> {
        Visit {
            content: content(),
            checklist: &self.checklist,
            assessment: &self.assessment,
            prescription: &self.prescription,
            coverage: &self.coverage,
            costs: self.costs.as_ref().map(|(question, comparison)| Costs { question, comparison }),
            authorization: &self.authorization,
            pharmacy: &self.pharmacy,
            language: Language::English,
            form: Form::Full,
        }
    }

    fn part(&self, kind: PartKind, with: &[PartKind]) -> Part {
        let document = compose(&self.visit(), with);
        document.parts.into_iter().find(|part| part.id == kind.id()).unwrap()
    }
}

/// The agreed cases, every one with another drug prescribed.
fn cases(count: usize) -> Vec<(Made, &'static Drug)> {
    let text = include_str!("../../../tests/cases/assess.json");
    let cases: Value = serde_json::from_str(text).unwrap();
    let cases: Vec<Value> = cases["cases"].as_array().unwrap().iter().take(count).cloned().collect();
    assert_eq!(cases.len(), count);
    let drugs = content().drugs().iter().cycle();
    cases
        .into_iter()
        .zip(drugs)
        .map(|(mut case, drug)| {
            case["input"]["prescription"] = json!({"drug": drug.id.as_str()});
            (Made::from(&case["input"]), drug)
        })
        .collect()
}

fn of_text(text: &Text) -> String {
    let words = |inline: &Inline| match inline {
        Inline::Words { text, .. } => text.clone(),
        Inline::CheckBox | Inline::Blank { .. } | Inline::Sign(_) => String::new(),
    };
    text.iter().map(words).collect()
}

fn of_cell(cell: &Cell) -> String {
    cell.paragraphs.iter().map(|paragraph| of_text(&paragraph.text)).collect::<Vec<_>>().join("\n")
}

fn of_blocks(blocks: &[Block]) -> String {
    let lines = blocks.iter().map(|block| match block {
        Block::Heading { text, .. } | Block::Paragraph { text, .. } => of_text(text),
        Block::Bullets(entries) | Block::Checks(entries) => {
            entries.iter().map(of_text).collect::<Vec<_>>().join("\n")
        }
        Block::Table(table) => table
            .rows
            .iter()
            .map(|row| row.cells.iter().map(of_cell).collect::<Vec<_>>().join(" | "))
            .collect::<Vec<_>>()
            .join("\n"),
        Block::Panel(panel) => format!("{}\n{}", of_text(&panel.title), of_blocks(&panel.blocks)),
        Block::Panels(panels) => panels
            .iter()
            .map(|panel| format!("{}\n{}", of_text(&panel.title), of_blocks(&panel.blocks)))
            .collect::<Vec<_>>()
            .join("\n"),
        Block::Shares(shares) => {
            let rows = shares.rows.iter().map(|share| of_text(&share.text()));
            std::iter::once(of_text(&shares.title)).chain(rows).collect::<Vec<_>>().join("\n")
        }
        Block::Bars(_) | Block::Space => String::new(),
    });
    lines.collect::<Vec<_>>().join("\n")
}

fn words_of(part: &Part) -> String {
    format!("{}\n{}\n{}\n{}", part.title, of_text(&part.lead), of_blocks(&part.blocks), part.footer)
}

/// The first table: the choices, or the findings.
fn rows(part: &Part) -> &[Row] {
    let table = part.blocks.iter().find_map(|block| match block {
        Block::Table(Table { rows, .. }) => Some(rows),
        _ => None,
    });
    table.unwrap()
}

fn checks(part: &Part) -> Vec<String> {
    part.blocks
        .iter()
        .flat_map(|block| match block {
            Block::Checks(entries) => entries.iter().map(of_text).collect(),
            _ => Vec::new(),
        })
        .collect()
}

const ELENA: &str = r#"{"as_of":"2026-11-25","patient":{"name":"Elena Marković","birth_date":"1984-05-02"},
"answers":{"considering":["dupilumab"],"severity":"moderate","infection":{"yes":["shingles-before"],"unsure":["worms"]},
"tuberculosis_test":"unsure","hepatitis_tests":"not-done","blood_count":"not-done","heart_risks":[],
"medicines":[{"name":"Tegretol 200 mg tablets","since":"2019-03-01","daily_mg":400},"atorvastatin","Zelfanol drops",
"tacrolimus ointment",{"name":"Oldmedin","reviewed":"none"}]},
"prescription":{"drug":"upadacitinib","strength":"15 mg","prescriber":"Dr. Ines Duarte","fax":"(555) 010-0177","kind":"new"},
"coverage":{"payer":"part_d","plan":{"deductible_cents":61700},"household":{"state":"OH","income_cents":7100000}}}"#;

fn elena() -> Made {
    Made::from(&serde_json::from_str(ELENA).unwrap())
}
