//! Of 100 people, how many does a drug help, and how many have a side effect? The section in numbers of the
//! patient's page.
//!
//! Counts of 100 people and their difference, never a relative risk. A count that is no whole number is told
//! as the two that it lies between, so that nothing is rounded. What is not known says so: it is never an empty
//! row, and a drug without figures is never good news.

mod select;

use jiff::civil::Date;

use select::{Arm, Chosen, Measure, choose};

use super::choices::considered;
use super::phrase::fill;
use super::teller::Teller;
use super::words::NumberWords;
use super::{Visit, push_new};
use crate::checklist::evaluate::Look;
use crate::checklist::facts::View;
use crate::checklist::truth::Truth;
use crate::content::article::Statement;
use crate::content::condition::Condition;
use crate::content::drug::Drug;
use crate::content::language::Phrase;
use crate::content::phrase::capitalized;
use crate::content::source::{Confidence, Source};
use crate::safety::Verdict;
use crate::summary::{Block, Inline, Level, Share, Shares, Style, Text, text};

/// Of how many drugs figures are told where none is prescribed.
const DRUGS: usize = 2;

/// How a source names the authors behind the first.
const AND_OTHERS: &str = " and others";

/// The figures of the prescribed drug; without one, of those that are talked about. Of a drug that must not be used
/// there are none: how much it helps others is no reason for this patient.
pub(super) fn section(visit: &Visit<'_>, words: &Teller) -> Vec<Block> {
    let may_be_used = |drug: &&Drug| visit.verdict(drug) != Some(Verdict::Contraindicated);
    let drugs: Vec<&Drug> = match visit.prescribed() {
        Some(drug) => Some(drug).into_iter().filter(may_be_used).collect(),
        None => {
            let talked_about = visit.content.drugs().iter().filter(|drug| considered(visit, drug));
            talked_about.filter(may_be_used).take(DRUGS).collect()
        }
    };
    drugs.into_iter().flat_map(|drug| of_drug(visit, words, drug)).collect()
}

fn of_drug(visit: &Visit<'_>, words: &Teller, drug: &Drug) -> Vec<Block> {
    let said = &words.numbers;
    let facts = visit.facts();
    let look = Look { facts: &facts, drug: Some(drug), view: View::Taken };
    let holds = |when: &Condition| look.truth(when);
    let chosen = choose(drug, strength(visit, drug), &holds);
    let mut blocks = vec![Block::heading(fill(said.heading, &[("drug", &words.say(&drug.patient.name))]))];
    if chosen.benefits.is_empty() && chosen.side_effects.is_empty() {
        let none = if chosen.other_people { said.other_people } else { said.no_figures };
        blocks.push(Block::body(text(none)));
        return blocks;
    }
    if visit.verdict(drug) == Some(Verdict::Avoid) {
        blocks.push(Block::body(text(said.not_like_you)));
    }
    let mut told = None;
    who(words, chosen.benefits.first().or(chosen.side_effects.first()), &mut told, &mut blocks);
    if chosen.age_open {
        blocks.push(Block::body(text(said.age_open)));
    }
    if chosen.other_strength {
        blocks.push(Block::body(text(said.other_strength)));
    }
    measures(words, said.helps, said.no_help, &chosen.benefits, &mut told, &mut blocks);
    measures(words, said.harms, said.no_harms, &chosen.side_effects, &mut told, &mut blocks);
    let limits = fill(said.limits, &[("limits", &limits(words, &chosen))]);
    let others = match chosen.left_out {
        0 => said.others.to_owned(),
        n => fill(said.others_left_out, &[("n", &n.to_string())]),
    };
    blocks.push(Block::body(text(format!("{others} {limits}"))));
    let statements = statements(visit, drug, &holds);
    if !statements.is_empty() {
        let joined: Vec<_> = statements.iter().map(|statement| words.say(&statement.patient)).collect();
        blocks.push(Block::body(text(fill(said.article, &[("statements", &joined.join(" "))]))));
    }
    let sources = sources(visit, said, drug, &chosen, &statements);
    blocks.push(Block::Paragraph { text: text(sources), style: Style::Muted });
    blocks
}

/// The strength, where it is one of this drug.
fn strength<'a>(visit: &Visit<'a>, drug: &Drug) -> &'a str {
    if visit.prescription.drug == Some(drug.ix) { &visit.prescription.strength } else { "" }
}

/// Says who took part, where it was not just said.
fn who<'a>(
    words: &Teller,
    measure: Option<&Measure<'a>>,
    told: &mut Option<&'a Phrase>,
    blocks: &mut Vec<Block>,
) {
    let Some(measure) = measure else { return };
    let who = &measure.study.patient_who;
    if told.replace(who) != Some(who) {
        blocks.push(Block::body(text(fill(words.numbers.who, &[("who", &words.say(who))]))));
    }
}

fn measures<'a>(
    words: &Teller,
    heading: &str,
    none: &str,
    measures: &[Measure<'a>],
    told: &mut Option<&'a Phrase>,
    blocks: &mut Vec<Block>,
) {
    blocks.push(Block::Heading { level: Level::Three, text: text(heading) });
    if measures.is_empty() {
        blocks.push(Block::body(text(none)));
    }
    for measure in measures {
        who(words, Some(measure), told, blocks);
        blocks.push(Block::Shares(Shares {
            title: text(capitalized(&words.say(measure.words))),
            rows: measure.arms().iter().map(|arm| share(words, arm)).collect(),
        }));
    }
}

fn share(words: &Teller, arm: &Arm<'_>) -> Share {
    let said = &words.numbers;
    let who = |phrase| capitalized(&words.say(phrase));
    Share {
        who: text(arm.words.map_or_else(|| said.without.to_owned(), who)),
        of_hundred: arm.of.and_then(|of| u32::try_from(of).ok()),
        count: vec![Inline::bold(count(said, arm.of))],
        difference: arm.difference.map_or_else(Text::new, |difference| text(differs(said, difference))),
    }
}

/// A count of 100 people in thousandths, in words.
fn count(said: &NumberWords, of: Option<i64>) -> String {
    match of {
        None => said.not_known.to_owned(),
        Some(1..1000) => said.fewer_than_one.to_owned(),
        Some(of) => fill(said.count, &[("n", &whole(said, of))]),
    }
}

/// A difference of two counts in thousandths, in words.
fn differs(said: &NumberWords, difference: i64) -> String {
    let amount = match difference.abs() {
        0 => return said.same.to_owned(),
        1..1000 => said.less_than_one.to_owned(),
        amount => whole(said, amount),
    };
    fill(if difference > 0 { said.more } else { said.fewer }, &[("n", &amount)])
}

/// Thousandths as a whole number, or as the two that they lie between.
fn whole(said: &NumberWords, thousandths: i64) -> String {
    let low = thousandths / 1000;
    match thousandths % 1000 {
        0 => low.to_string(),
        _ => fill(said.between, &[("low", &low.to_string()), ("high", &(low + 1).to_string())]),
    }
}

/// What the studies that are shown can't tell, each sentence once.
fn limits(words: &Teller, chosen: &Chosen<'_>) -> String {
    let mut sentences: Vec<String> = Vec::new();
    for measure in chosen.benefits.iter().chain(&chosen.side_effects) {
        let limits = words.say(&measure.study.patient_limits);
        limits.split_inclusive(". ").for_each(|one| push_new(&mut sentences, one.trim().to_owned()));
    }
    sentences.join(" ")
}

/// What the article says of trials of this drug. What it says of figures is told to those whom they are
/// about.
fn statements<'a>(visit: &Visit<'a>, drug: &Drug, holds: &dyn Fn(&Condition) -> Truth) -> Vec<&'a Statement> {
    let of_others = |statement: &Statement| {
        let figures = |path: &str| {
            let id = path.strip_prefix("drug.")?.strip_prefix(drug.id.as_str())?.strip_prefix(".benefit.")?;
            let benefit = drug.benefits.iter().find(|benefit| benefit.id == id)?;
            drug.studies.get(benefit.study)
        };
        let mut studies = statement.places.iter().filter_map(|place| figures(&place.path)).peekable();
        studies.peek().is_some() && studies.all(|study| holds(&study.when) == Truth::False)
    };
    let pages = &visit.content.article.pages;
    let statements = pages.iter().flat_map(|page| &page.statements);
    statements.filter(|one| one.numbers.contains(&drug.ix) && !of_others(one)).collect()
}

/// What the figures rest on, as of when, and how sure it is.
fn sources(
    visit: &Visit<'_>,
    said: &NumberWords,
    drug: &Drug,
    chosen: &Chosen<'_>,
    statements: &[&Statement],
) -> String {
    let measures = || chosen.benefits.iter().chain(&chosen.side_effects);
    let of_figures = || measures().flat_map(|measure| &measure.study.backing.sources);
    let article = visit.content.article.sources.iter().filter(|_| !statements.is_empty());
    let mut named: Vec<String> = Vec::new();
    for ix in of_figures().chain(article) {
        push_new(&mut named, named_source(said, visit.content.source(*ix), drug, visit.as_of()));
    }
    // How sure the article is, is not how sure the figures are.
    let sure = of_figures().map(|ix| visit.content.source(*ix).confidence);
    let weakest = sure.chain(measures().map(|measure| measure.confidence)).max();
    let doubt = match weakest {
        Some(Confidence::High) | None => "",
        Some(Confidence::Medium) => said.secondary,
        Some(Confidence::Low) => said.weak,
    };
    format!("{}{doubt}", fill(said.from, &[("list", &named.join("; "))]))
}

/// A source with its date, and whether it is past it.
fn named_source(said: &NumberWords, source: &Source, drug: &Drug, today: Date) -> String {
    let is_label = source.is_label_of(&drug.brands);
    let title = if is_label { said.label } else { source.title.as_str() };
    let title = title.replacen(AND_OTHERS, said.and_others, 1);
    let dated = match (today > source.check_by, is_label) {
        (true, true) => said.check,
        (true, false) => said.check_english,
        // The title of a paper ends with its year.
        (false, _) if title.ends_with(source.as_of.as_str()) => return title,
        (false, true) => said.dated,
        (false, false) => said.dated_english,
    };
    fill(dated, &[("title", &title), ("date", &source.as_of)])
}

#[cfg(test)]
mod tests;
