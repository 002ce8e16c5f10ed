//! Makes the sheets from the content: the article's pages, each drug, the holes, the sources.

use jiff::civil::Date;

use super::model::{Item, Row, Section, Sheet, Text};
use crate::checklist::Checklist;
use crate::content::Content;
use crate::content::article::{Statement, Status};
use crate::content::decimal::Decimal;
use crate::content::drug::{Drug, Due};
use crate::content::fact::{Act, FactKind, Study};
use crate::content::ids::SourceIx;
use crate::content::overlay::{Overlay, age_words};
use crate::content::phrase::capitalized;
use crate::content::source::Backing;
use crate::safety::{Verdict, dose};

/// What the sheets are made from.
#[derive(Clone, Copy)]
pub struct Basis<'a> {
    /// What the app knows.
    pub content: &'a Content,
    /// The day by which its age is told.
    pub today: Date,
    /// The answers of the open visit, if one is open.
    pub checklist: Option<&'a Checklist>,
    /// What draws the window, in words; nothing where there is none.
    pub renderer: &'a str,
    /// What the pharmacy adds, if that is in use.
    pub overlay: Option<&'a Overlay>,
}

impl Basis<'_> {
    fn sources(&self, sources: &[SourceIx]) -> String {
        let lines: Vec<String> = sources.iter().map(|ix| self.content.source(*ix).line(self.today)).collect();
        lines.join("; ")
    }

    fn backing(&self, backing: &Backing) -> String {
        let sources = self.sources(&backing.sources);
        match backing.caveat() {
            Some(caveat) => format!("{}. {sources}", capitalized(caveat)),
            None => sources,
        }
    }
}

fn item(head: &str, text: &str, plain: &str, basis: String) -> Item {
    Item::Text(Text {
        mark: None,
        head: head.to_owned(),
        text: text.to_owned(),
        plain: plain.to_owned(),
        basis,
    })
}

/// A page made from the article.
pub fn page(basis: &Basis<'_>, at: usize) -> Sheet {
    let article = &basis.content.article;
    let Some(page) = article.pages.get(at) else { return Sheet::default() };
    Sheet {
        title: page.title.clone(),
        lead: format!(
            "From “{}” ({}, {}), brought up to date. Where the app says something else today, it says why.",
            article.title, article.author, article.as_of
        ),
        sections: vec![Section {
            heading: "What is known".to_owned(),
            items: page.statements.iter().map(|statement| said(basis, statement)).collect(),
        }],
    }
}

fn said(basis: &Basis<'_>, statement: &Statement) -> Item {
    let (mark, why) = match &statement.status {
        Status::Said => (None, String::new()),
        Status::Dated(why) => (Some("As of the article's date".to_owned()), why.clone()),
        Status::Replaced(why) => (Some("Different from the article".to_owned()), why.clone()),
    };
    let text = match why.as_str() {
        "" => statement.text.clone(),
        why => format!("{} ({why})", statement.text),
    };
    let mut rests_on = basis.backing(&statement.backing);
    let acts: Vec<&str> = statement
        .places
        .iter()
        .filter(|place| place.path.starts_with("rule."))
        .map(|place| place.says.as_str())
        .filter(|title| !title.contains('{'))
        .collect();
    if !acts.is_empty() {
        rests_on = format!("Asked and checked in a visit: {}. {rests_on}", acts.join("; "));
    }
    Item::Text(Text {
        mark,
        head: String::new(),
        text,
        plain: statement.patient.english().to_owned(),
        basis: rests_on,
    })
}

/// All that is known of a drug.
pub fn drug(basis: &Basis<'_>, drug: &Drug) -> Sheet {
    let mut sections = vec![head(basis, drug)];
    sections.extend(of_pharmacy(basis, drug));
    if let Some(warning) = &drug.boxed_warning {
        let mut items: Vec<Item> = warning
            .items
            .iter()
            .map(|one| {
                let text = format!(
                    "{} Seen in: {}. What to do: {}",
                    one.says,
                    one.from.trim_end_matches('.'),
                    one.advice
                );
                item(&one.title, &text, "", basis.backing(&one.backing))
            })
            .collect();
        items.push(item("In all", "", warning.patient.english(), basis.sources(&warning.sources)));
        sections.push(Section { heading: "Boxed warning".to_owned(), items });
    }
    sections.extend(doses(basis, drug));
    sections.push(rules(basis, drug));
    sections.extend(benefits(basis, drug));
    sections.extend(side_effects(basis, drug));
    for kind in FactKind::ALL {
        let items: Vec<Item> = drug
            .facts_of(kind)
            .map(|fact| {
                let text = match &fact.phone {
                    Some(phone) => format!("{} Phone: {phone}.", fact.text),
                    None => fact.text.clone(),
                };
                item("", &text, fact.patient.english(), basis.backing(&fact.backing))
            })
            .collect();
        sections.push(Section { heading: kind.heading().to_owned(), items });
    }
    sections.push(tests(basis, drug));
    let holes = basis.content.holes_of(drug.ix);
    sections.push(Section {
        heading: "Known holes".to_owned(),
        items: holes.map(|hole| item(&hole.title, &hole.about, "", basis.sources(&hole.sources))).collect(),
    });
    sections.retain(|section| !section.items.is_empty());
    Sheet {
        title: drug.name_with_brand(),
        lead: format!("{}, {}. {}", capitalized(&drug.kind), drug.route, drug.for_whom),
        sections,
    }
}

fn head(basis: &Basis<'_>, drug: &Drug) -> Section {
    let rows = [
        ("What it acts on", &drug.target),
        ("How often", &drug.how_often),
        ("Place among the treatments", &drug.place),
    ];
    let mut items: Vec<Item> =
        rows.into_iter().map(|(head, text)| item(head, text, "", String::new())).collect();
    items.push(item(
        "",
        "",
        &format!("{}; {}.", drug.patient.what, drug.patient.how_taken),
        basis.sources(&drug.sources),
    ));
    Section { heading: "In short".to_owned(), items }
}

/// What the pharmacy itself adds on a drug.
fn of_pharmacy(basis: &Basis<'_>, drug: &Drug) -> Option<Section> {
    let overlay = basis.overlay?;
    let today = basis.today;
    let notes = overlay.notes_of(drug.ix).map(|note| {
        let by = if note.by.is_empty() { String::new() } else { format!("{}, ", note.by) };
        item("Note", &note.text, "", format!("{by}{}", age_words(note.as_of, note.is_old(today))))
    });
    let prices = overlay.prices_of(drug.ix).map(|price| {
        let strength = price.strength.and_then(|at| drug.dose.strengths.get(at));
        let name = strength.map_or(price.package.clone(), |one| format!("{}, {}", one.name, price.package));
        let amount = format!("${}.{:02}, {}", price.cents / 100, price.cents % 100, price.kind.words());
        let basis = format!("{}, {}", price.source, age_words(price.as_of, price.is_old(today)));
        item(&name, &amount, "", basis)
    });
    let programs = overlay.programs_of(drug.ix).map(|program| {
        let reach: Vec<&str> = [program.phone.as_str(), program.website.as_str()]
            .into_iter()
            .filter(|one| !one.is_empty())
            .collect();
        let text = match reach.is_empty() {
            true => program.about.clone(),
            false => format!("{} {}", program.about, reach.join(", ")),
        };
        item(&program.name, &text, program.patient.english(), age_words(program.as_of, program.is_old(today)))
    });
    let items: Vec<Item> = notes.chain(prices).chain(programs).collect();
    (!items.is_empty()).then(|| Section { heading: "Added by this pharmacy".to_owned(), items })
}

/// Everything that can stand in the way, for any patient.
fn rules(basis: &Basis<'_>, drug: &Drug) -> Section {
    let items = drug.rules.iter().map(|ix| {
        let rule = basis.content.rule(*ix);
        let plain = |text: &str| capitalized(&text.replace("{medicines}", "the other medicine"));
        let level = Verdict::from(rule.level).words();
        item(
            &format!("{level}: {}", plain(&rule.title)),
            &plain(&rule.advice),
            &plain(rule.patient.says.english()),
            basis.sources(&rule.sources),
        )
    });
    Section { heading: "What can stand in the way".to_owned(), items: items.collect() }
}

fn doses(basis: &Basis<'_>, drug: &Drug) -> Vec<Section> {
    let read = basis.checklist.map(|checklist| dose::dose(basis.content, checklist, drug));
    let mark = |holds: bool| holds.then(|| "Holds for this patient".to_owned());
    let table = &drug.dose;
    let rows = table.rows.iter().map(|row| {
        let holds = read.as_ref().is_some_and(|read| read.rows.iter().any(|one| one.id == row.id));
        let text = match row.then.as_str() {
            "" => format!("{}.", row.start.trim_end_matches('.')),
            then => format!("{}. Then: {then}", row.start.trim_end_matches('.')),
        };
        Item::Text(Text {
            mark: mark(holds),
            head: row.who.clone(),
            text,
            plain: row.patient.english().to_owned(),
            basis: basis.backing(&row.backing),
        })
    });
    let limits = table.limits.iter().map(|limit| {
        let holds = read.as_ref().is_some_and(|read| read.limits.iter().any(|one| one.id == limit.id));
        Item::Text(Text {
            mark: mark(holds),
            head: format!("{}: {}", limit.who, limit.says),
            text: limit.advice.clone(),
            plain: limit.patient.says.english().to_owned(),
            basis: basis.backing(&limit.backing),
        })
    });
    let amounts = table.amounts.iter().map(|limit| {
        let holds = read.as_ref().is_some_and(|read| read.amounts.iter().any(|one| one.id == limit.id));
        Item::Text(Text {
            mark: mark(holds),
            head: limit.says.clone(),
            text: limit.advice.clone(),
            plain: limit.patient.says.english().to_owned(),
            basis: basis.backing(&limit.backing),
        })
    });
    let strengths = table.strengths.iter().map(|strength| {
        let (text, rests_on) = match (&strength.not_for_eczema, table.potency_of(strength)) {
            (Some(elsewhere), _) => {
                (format!("Not for eczema: {}", elsewhere.why), basis.sources(&elsewhere.sources))
            }
            (None, Some(potency)) => {
                (format!("Potency class {}, {}", potency.class, potency.name), String::new())
            }
            (None, None) => (String::new(), String::new()),
        };
        item(&strength.name, &text, "", rests_on)
    });
    let potencies = table.potencies.iter().map(|potency| {
        item(
            &format!("Class {}, {}", potency.class, potency.name),
            &format!("{}. Where: {}. How long: {}.", potency.examples, potency.sites, potency.weeks),
            "",
            basis.backing(&potency.backing),
        )
    });
    vec![
        Section { heading: "Dose table".to_owned(), items: rows.collect() },
        Section { heading: "What limits the dose".to_owned(), items: limits.collect() },
        Section { heading: "How much of it".to_owned(), items: amounts.collect() },
        Section { heading: "Potency classes".to_owned(), items: potencies.collect() },
        Section { heading: "Strengths".to_owned(), items: strengths.collect() },
    ]
}

fn percent(figure: Option<Decimal>) -> String {
    figure.map_or_else(String::new, |figure| format!("{figure} %"))
}

fn row(name: &str, study: &Study, of: &[Option<Decimal>]) -> Item {
    let spoken: Vec<String> = study
        .arms
        .iter()
        .zip(of)
        .filter_map(|(arm, figure)| figure.map(|figure| format!("{arm} {figure} %")))
        .collect();
    Item::Row(Row {
        head: name.to_owned(),
        figures: of.iter().map(|figure| percent(*figure)).collect(),
        spoken: format!("{name}: {}", spoken.join(", ")),
    })
}

fn study_note(basis: &Basis<'_>, study: &Study) -> Item {
    item(
        &study.name,
        &format!("{}. What the figures can't tell: {}", study.who.trim_end_matches('.'), study.limits),
        "",
        basis.backing(&study.backing),
    )
}

fn benefits(basis: &Basis<'_>, drug: &Drug) -> Option<Section> {
    let mut items = Vec::new();
    for (at, study) in drug.studies.iter().enumerate() {
        let of_study: Vec<_> = drug.benefits.iter().filter(|benefit| benefit.study == at).collect();
        if of_study.is_empty() {
            continue;
        }
        items.push(study_note(basis, study));
        items.push(Item::Head(study.arms.clone()));
        items.extend(of_study.into_iter().map(|benefit| row(&benefit.measure, study, &benefit.of)));
    }
    (!items.is_empty()).then(|| Section { heading: "How much it helps, in figures".to_owned(), items })
}

fn side_effects(basis: &Basis<'_>, drug: &Drug) -> Vec<Section> {
    let mut sections: Vec<Section> = Act::ALL
        .into_iter()
        .map(|act| Section {
            heading: format!("Side effects: {}", act.words().to_lowercase()),
            items: drug
                .side_effects
                .iter()
                .filter(|effect| effect.act == act)
                .map(|effect| {
                    let head = match effect.serious {
                        true => format!("{} (serious)", effect.name),
                        false => effect.name.clone(),
                    };
                    let signs = effect.signs.join("; ");
                    item(&head, &effect.note, &signs, basis.backing(&effect.backing))
                })
                .collect(),
        })
        .collect();
    let mut items = Vec::new();
    for (at, study) in drug.studies.iter().enumerate() {
        let rows: Vec<Item> = drug
            .side_effects
            .iter()
            .flat_map(|effect| effect.figures.iter().map(move |figures| (effect, figures)))
            .filter(|(_, (of_study, _))| *of_study == at)
            .map(|(effect, (_, of))| row(&effect.name, study, of))
            .collect();
        if !rows.is_empty() {
            items.push(study_note(basis, study));
            items.push(Item::Head(study.arms.clone()));
            items.extend(rows);
        }
    }
    sections.push(Section { heading: "Side effects in figures".to_owned(), items });
    sections
}

fn tests(basis: &Basis<'_>, drug: &Drug) -> Section {
    let items = drug.tests.iter().map(|test| {
        let when = match &test.due {
            Due::Before => "before the first dose".to_owned(),
            Due::After(after) => after.words(),
        };
        item(
            &format!("{}, {when}", test.what),
            &test.advice,
            test.patient.english(),
            basis.sources(&test.sources),
        )
    });
    Section { heading: "Tests and follow-up".to_owned(), items: items.collect() }
}

/// What is known not to be known.
pub fn holes(basis: &Basis<'_>) -> Sheet {
    let items = basis
        .content
        .holes
        .list
        .iter()
        .map(|hole| {
            let drugs: Vec<String> =
                hole.drugs.iter().map(|drug| basis.content.drug(*drug).name_with_brand()).collect();
            let head = match drugs.is_empty() {
                true => hole.title.clone(),
                false => format!("{} ({})", hole.title, drugs.join(", ")),
            };
            item(&head, &hole.about, "", basis.sources(&hole.sources))
        })
        .collect();
    Sheet {
        title: "What the app does not know".to_owned(),
        lead: "Labels and figures that could not be read or confirmed, the most harmful first. Check them before \
               you rely on the app there."
            .to_owned(),
        sections: vec![Section { heading: format!("As of {}", basis.content.holes.as_of), items }],
    }
}

/// All sources: those past their date first.
pub fn sources(basis: &Basis<'_>) -> Sheet {
    let all = basis.content.sources();
    let (old, current): (Vec<_>, Vec<_>) = all.iter().partition(|source| basis.today > source.check_by);
    let section = |heading: &str, sources: Vec<&crate::content::source::Source>| Section {
        heading: format!("{heading}: {}", sources.len()),
        items: sources
            .into_iter()
            .map(|source| item("", &source.line(basis.today), "", format!("Check by {}", source.check_by)))
            .collect(),
    };
    let mut sections = vec![section("Past their date: check", old), section("Current", current)];
    sections.retain(|section| !section.items.is_empty());
    Sheet {
        title: "Sources and their age".to_owned(),
        lead: format!(
            "Content {}. A source that is past its date says so wherever it is used.",
            basis.content.version
        ),
        sections,
    }
}
