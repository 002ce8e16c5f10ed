//! What the list at the left shows: the pages in their order, how far each is, and the strip of what is known.

use crate::app::desk::visit::{Here, Visit};
use crate::app::widgets::Cell;
use crate::checklist::answer::Answer;
use crate::checklist::facts::Facts;
use crate::checklist::order::{Page, Part, Progress, in_order, is_put};
use crate::checklist::progress::{Standing, standing};
use crate::content::Content;
use crate::content::ids::QuestionIx;
use crate::content::phrase::capitalized;

/// One entry of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StepRow {
    /// Its name.
    pub label: String,
    /// How far it is: "done", "2 of 4".
    pub right: String,
    /// Where it leads.
    pub here: Here,
    /// Whether one is in it.
    pub selected: bool,
}

/// Entries below one heading; it is empty for those that need none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StepGroup {
    /// The heading.
    pub name: String,
    /// The entries from top to bottom.
    pub rows: Vec<StepRow>,
}

/// What is known, in one strip.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Strip {
    /// One cell a question, in the order of asking.
    pub cells: Vec<Cell>,
    /// The same in words: "16 known · 2 not sure · 17 not asked · 8 only after other answers".
    pub words: String,
}

/// The head of the list: "Questions · 16 of 35", of those that can be asked now, as the pages below hold them.
pub fn progress_words(visit: &Visit, pages: &[Page]) -> String {
    let progress = Progress::of_pages(&visit.checklist, pages);
    format!("Questions · {} of {}", progress.answered, progress.of)
}

/// The strip of all questions.
pub fn strip(content: &Content, visit: &Visit) -> Strip {
    let facts = Facts::new(content, &visit.checklist);
    let cells: Vec<Cell> = in_order(content)
        .into_iter()
        .map(|ix| match standing(&facts, ix) {
            Standing::Known => Cell::Known,
            Standing::Unsure => Cell::Unsure,
            Standing::Open => Cell::Open,
            Standing::NotAsked => Cell::Needless,
        })
        .collect();
    let count = |wanted: Cell| cells.iter().filter(|cell| **cell == wanted).count();
    let is_open = |ix: &QuestionIx| standing(&facts, *ix) == Standing::Open;
    let now = content.question_indices().filter(|ix| is_open(ix) && is_put(&facts, *ix)).count();
    let mut words =
        format!("{} known · {} not sure · {now} not asked", count(Cell::Known), count(Cell::Unsure));
    if count(Cell::Open) > now {
        words.push_str(&format!(" · {} only after other answers", count(Cell::Open) - now));
    }
    if count(Cell::Needless) > 0 {
        words.push_str(&format!(" · {} not needed", count(Cell::Needless)));
    }
    Strip { cells, words }
}

/// The list: the prescription, what the drug at hand needs, the rest.
pub fn step_groups(content: &Content, visit: &Visit, pages: &[Page]) -> Vec<StepGroup> {
    let mut begin = vec![StepRow {
        label: "Prescription".into(),
        right: prescription_words(visit).into(),
        here: Here::Prescription,
        selected: visit.here == Here::Prescription,
    }];
    if visit.is_short_way() {
        let left = visit.still_so(content).len();
        begin.push(StepRow {
            label: "Since the last visit".into(),
            right: if left == 0 { "done".into() } else { format!("{left} to look at") },
            here: Here::Since,
            selected: visit.here == Here::Since,
        });
    }
    let rows = |part: Part| -> Vec<StepRow> {
        pages.iter().filter(|page| page.part == part).map(|page| row(content, visit, page)).collect()
    };
    let (first, rest) = (rows(Part::First), rows(Part::Rest));
    let drug = visit.prescription.drug.map(|drug| capitalized(&content.drug(drug).name));
    let name = drug.filter(|_| !rest.is_empty()).map(|name| format!("For {name}")).unwrap_or_default();
    let groups = [
        StepGroup { name: String::new(), rows: begin },
        StepGroup { name, rows: first },
        StepGroup { name: "More, for the alternatives".into(), rows: rest },
    ];
    groups.into_iter().filter(|group| !group.rows.is_empty()).collect()
}

/// How far the prescription is: new, refill or switch decides which way the visit takes.
fn prescription_words(visit: &Visit) -> &'static str {
    match (visit.prescription.drug, visit.prescription.kind) {
        (None, _) => "",
        (Some(_), None) => "in part",
        (Some(_), Some(_)) => "done",
    }
}

fn row(content: &Content, visit: &Visit, page: &Page) -> StepRow {
    let facts = Facts::new(content, &visit.checklist);
    let is_open = |ix: &&QuestionIx| standing(&facts, **ix) == Standing::Open;
    let first = page.questions.iter().find(is_open).or(page.questions.first());
    let selected = matches!(visit.here, Here::Question(ix) if page.questions.contains(&ix));
    StepRow {
        label: capitalized(page.name(content)),
        right: page_words(visit, &facts, page),
        here: first.map_or(Here::Prescription, |ix| Here::Question(*ix)),
        selected,
    }
}

/// The name of the page on which a question stands, as the list has it.
pub fn page_name(content: &Content, question: QuestionIx) -> String {
    let screen = content.screens.iter().position(|screen| screen.questions.contains(&question));
    capitalized(Page { screen, part: Part::First, questions: vec![question] }.name(content))
}

fn page_words(visit: &Visit, facts: &Facts<'_>, page: &Page) -> String {
    if let [only] = page.questions.as_slice()
        && let Some(Answer::Medicines(list)) = visit.checklist.answer(*only)
        && !list.is_empty()
    {
        return format!("{} listed", list.len());
    }
    let count = |wanted: Standing| page.questions.iter().filter(|ix| standing(facts, **ix) == wanted).count();
    let (open, unsure) = (count(Standing::Open), count(Standing::Unsure));
    match (open, unsure) {
        (0, 0) => "done".into(),
        (0, unsure) => format!("{unsure} not sure"),
        (open, _) => format!("{} of {}", page.questions.len() - open, page.questions.len()),
    }
}

/// Where one is: "Heart, clots and smoking · 2 of 5".
pub fn where_words(content: &Content, page: &Page, question: QuestionIx) -> String {
    let screen = page.screen.and_then(|at| content.screens.get(at));
    let title = screen.map_or_else(|| capitalized(page.name(content)), |screen| screen.title.clone());
    match page.questions.iter().position(|ix| *ix == question) {
        Some(at) if page.questions.len() > 1 => format!("{title} · {} of {}", at + 1, page.questions.len()),
        Some(_) | None => title,
    }
}
