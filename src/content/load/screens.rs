//! Checks which questions are asked together.

use std::collections::HashSet;

use super::super::ids::QuestionIx;
use super::super::question::{Kind, Question, QuestionScreen};
use super::super::raw;
use super::{Index, Loader};

/// The file.
pub const FILE: &str = "questions/screens.toml";

impl Loader<'_> {
    /// The screens in the order of asking; a question that stands on none follows on one of its own.
    pub fn screens(&mut self, questions: &[Question], index: &Index) -> Vec<QuestionScreen> {
        let Some(raw) = self.read::<raw::Screens>(FILE) else { return Vec::new() };
        self.once(FILE, "screen", raw.screen.iter().map(|screen| screen.id.as_str()));
        let mut placed: HashSet<QuestionIx> = HashSet::new();
        let mut screens = Vec::new();
        for screen in raw.screen {
            self.words(FILE, &screen.id, "name", &screen.name);
            self.words(FILE, &screen.id, "title", &screen.title);
            if screen.questions.is_empty() {
                self.error(FILE, &screen.id, "the screen asks nothing: name a question or take it out");
            }
            let mut asked = Vec::new();
            for id in &screen.questions {
                match index.questions.get(id) {
                    Some(ix) if placed.insert(*ix) => asked.push(*ix),
                    Some(_) => {
                        let problem =
                            format!("`{id}` is asked on two screens, or twice on one: take one out");
                        self.error(FILE, &screen.id, problem);
                    }
                    None => {
                        let problem = format!("there is no question `{id}`: mend the id or take it out");
                        self.error(FILE, &screen.id, problem);
                    }
                }
            }
            let lists = |ix: &QuestionIx| {
                questions.get(ix.position()).is_some_and(|question| question.kind == Kind::Medicines)
            };
            if screen.questions.len() > 1 && asked.iter().any(lists) {
                self.error(FILE, &screen.id, "the list of medicines needs a screen for itself: part them");
            }
            screens.push(QuestionScreen {
                id: screen.id,
                name: screen.name,
                title: screen.title,
                questions: asked,
            });
        }
        screens
    }
}
