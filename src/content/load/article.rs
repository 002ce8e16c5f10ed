//! Checks that every sentence of the article has its place, that each place exists, and the list of
//! known holes.

use std::collections::HashSet;

use super::super::article::{Article, Hole, Holes, Page, Place, Statement, Status};
use super::super::drug::{Drug, RuleClass};
use super::super::ids::DrugIx;
use super::super::payer::{Help, Payer};
use super::super::question::Question;
use super::super::raw;
use super::super::rule::Rule;
use super::Loader;

const ARTICLE: &str = "article.toml";
const HOLES: &str = "holes.toml";

/// What a statement may point to.
pub(super) struct Known<'a> {
    pub drugs: &'a [Drug],
    pub classes: &'a [RuleClass],
    pub rules: &'a [Rule],
    pub questions: &'a [Question],
    pub payers: &'a [Payer],
    pub helps: &'a [Help],
}

impl Loader<'_> {
    pub(super) fn article(&mut self, known: &Known<'_>) -> Option<Article> {
        let raw: raw::Article = self.read(ARTICLE)?;
        for (field, text) in [("title", &raw.title), ("author", &raw.author)] {
            self.words(ARTICLE, "", field, text);
        }
        let sources = self.source_list(ARTICLE, "", std::slice::from_ref(&raw.source));
        self.once(ARTICLE, "page", raw.page.iter().map(|page| page.id.as_str()));
        self.once(ARTICLE, "statement", raw.statement.iter().map(|statement| statement.id.as_str()));
        let mut pages: Vec<Page> = raw
            .page
            .into_iter()
            .map(|page| {
                self.words(ARTICLE, &page.id, "title", &page.title);
                Page { id: page.id, title: page.title, statements: Vec::new() }
            })
            .collect();
        let mut covered = HashSet::new();
        for statement in raw.statement {
            let page = statement.page.clone();
            let Some(statement) = self.statement(statement, &raw.sentences, known) else { continue };
            covered.extend(statement.of.iter().copied());
            match pages.iter_mut().find(|known| known.id == page) {
                Some(page) => page.statements.push(statement),
                None => {
                    self.error(ARTICLE, &statement.id, format!("there is no page `{page}`: add it"));
                }
            }
        }
        for page in &pages {
            if page.statements.is_empty() {
                self.error(ARTICLE, &page.id, "the page says nothing: give it a statement or take it out");
            }
        }
        for (paragraph, sentences) in (1..).zip(&raw.sentences) {
            for sentence in 1..=*sentences {
                if !covered.contains(&(paragraph, sentence)) {
                    let entry = format!("{paragraph}.{sentence}");
                    self.error(ARTICLE, &entry, "the sentence has no place: name it in `of` of a statement");
                }
            }
        }
        Some(Article {
            title: raw.title,
            author: raw.author,
            as_of: raw.as_of,
            sources,
            sentences: raw.sentences,
            pages,
        })
    }

    fn statement(&mut self, raw: raw::Statement, sentences: &[u16], known: &Known<'_>) -> Option<Statement> {
        self.words(ARTICLE, &raw.id, "text", &raw.text);
        self.words(ARTICLE, &raw.id, "patient.en", &raw.patient.en);
        if let Some(why) = &raw.why {
            self.words(ARTICLE, &raw.id, "why", why);
        }
        let mut of = Vec::new();
        for place in &raw.of {
            let numbers = place.split_once('.');
            let numbers = numbers
                .and_then(|(paragraph, sentence)| Some((paragraph.parse().ok()?, sentence.parse().ok()?)));
            let exists = |(paragraph, sentence): (u16, u16)| {
                let of_paragraph = usize::from(paragraph).checked_sub(1).and_then(|at| sentences.get(at));
                of_paragraph.is_some_and(|count| (1..=*count).contains(&sentence))
            };
            match numbers {
                Some(numbers) if exists(numbers) => of.push(numbers),
                Some(_) | None => {
                    let problem = format!("the article has no sentence `{place}`: write paragraph.sentence");
                    self.error(ARTICLE, &raw.id, problem);
                }
            }
        }
        if raw.of.is_empty() {
            self.error(ARTICLE, &raw.id, "`of` is empty: name the sentences that it stands for");
        }
        let status = match (raw.status.as_str(), raw.why) {
            ("said", None) => Status::Said,
            ("dated", Some(why)) => Status::Dated(why),
            ("replaced", Some(why)) => Status::Replaced(why),
            ("said" | "dated" | "replaced", _) => {
                self.error(ARTICLE, &raw.id, "`why` goes with dated and replaced, and only with them");
                return None;
            }
            (other, _) => {
                self.error(
                    ARTICLE,
                    &raw.id,
                    format!("`{other}` is no status: write said, dated or replaced"),
                );
                return None;
            }
        };
        let mut places = Vec::new();
        for path in raw.places {
            match place(&path, known) {
                Some((drug, says)) => places.push(Place { path, drug, says }),
                None => {
                    let problem = format!("`where` points to nothing: `{path}`; name a text that is there");
                    self.error(ARTICLE, &raw.id, problem);
                }
            }
        }
        let backing = self.backing(ARTICLE, &raw.id, &raw.confidence, &raw.sources);
        if let Some(why) = &raw.not_in_numbers {
            self.words(ARTICLE, &raw.id, "not_in_numbers", why);
        }
        if raw.numbers.is_some() && raw.not_in_numbers.is_some() {
            self.error(ARTICLE, &raw.id, "`numbers` and `not_in_numbers` exclude each other: keep one");
        }
        let named = raw.numbers.unwrap_or_default();
        let numbers = self.drugs_at(ARTICLE, &raw.id, "numbers", &named, known.drugs);
        let patient = self.phrase(ARTICLE, &raw.id, "patient.en", raw.patient.en);
        Some(Statement {
            id: raw.id,
            of,
            text: raw.text,
            status,
            places,
            backing,
            numbers,
            not_in_numbers: raw.not_in_numbers.unwrap_or_default(),
            patient,
        })
    }

    pub(super) fn holes(&mut self, drugs: &[Drug]) -> Option<Holes> {
        let raw: raw::Holes = self.read(HOLES)?;
        let as_of = self.date(HOLES, "as_of", &raw.as_of);
        self.once(HOLES, "hole", raw.hole.iter().map(|hole| hole.id.as_str()));
        let list = raw
            .hole
            .into_iter()
            .map(|hole| {
                self.words(HOLES, &hole.id, "title", &hole.title);
                self.words(HOLES, &hole.id, "about", &hole.about);
                let concerned = self.drugs_at(HOLES, &hole.id, "drugs", &hole.drugs, drugs);
                let sources = self.source_list(HOLES, &hole.id, &hole.sources);
                Hole { id: hole.id, drugs: concerned, title: hole.title, about: hole.about, sources }
            })
            .collect();
        Some(Holes { as_of: as_of?, list })
    }

    fn drugs_at(
        &mut self,
        file: &str,
        entry: &str,
        field: &str,
        ids: &[String],
        drugs: &[Drug],
    ) -> Vec<DrugIx> {
        let mut named = Vec::new();
        for id in ids {
            match drugs.iter().find(|drug| drug.id.as_str() == id) {
                Some(drug) => named.push(drug.ix),
                None => self.error(file, entry, format!("`{field}` names no drug: `{id}`")),
            }
        }
        named
    }
}

/// The text at a path, and the drug that it belongs to.
fn place(path: &str, known: &Known<'_>) -> Option<(Option<DrugIx>, String)> {
    let (kind, id) = path.split_once('.')?;
    let text = match kind {
        "drug" => {
            let (drug, field) = id.split_once('.')?;
            let drug = known.drugs.iter().find(|known| known.id.as_str() == drug)?;
            return Some((Some(drug.ix), text_of(drug, field)?));
        }
        "class" => &known.classes.iter().find(|class| class.id.as_str() == id)?.about,
        "rule" => &known.rules.iter().find(|rule| rule.id.as_str() == id)?.title,
        "question" => &known.questions.iter().find(|question| question.id.as_str() == id)?.ask,
        "payer" => &known.payers.iter().find(|payer| payer.id.as_str() == id)?.detail,
        "help" => &known.helps.iter().find(|help| help.kind.id() == id)?.about,
        _ => return None,
    };
    Some((None, text.clone()))
}

fn text_of(drug: &Drug, field: &str) -> Option<String> {
    let text = match field.split_once('.') {
        None => match field {
            "kind" => &drug.kind,
            "target" => &drug.target,
            "route" => &drug.route,
            "how_often" => &drug.how_often,
            "for_whom" => &drug.for_whom,
            "place" => &drug.place,
            "boxed_warning" => &drug.boxed_warning.as_ref()?.text,
            _ => return None,
        },
        Some(("test", id)) => &drug.tests.iter().find(|test| test.id == id)?.what,
        Some(("fact", id)) => &drug.facts.iter().find(|fact| fact.id == id)?.text,
        Some(("side_effect", id)) => &drug.side_effects.iter().find(|effect| effect.id == id)?.name,
        Some(("benefit", id)) => &drug.benefits.iter().find(|benefit| benefit.id == id)?.measure,
        Some(("dose", id)) => &drug.dose.rows.iter().find(|row| row.id == id)?.start,
        Some(_) => return None,
    };
    Some(text.clone())
}
