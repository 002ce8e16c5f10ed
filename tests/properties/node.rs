//! A condition after it was looked at: its parts, and the truth of each comparison.

use std::collections::BTreeSet;

type Set = BTreeSet<String>;

/// A condition with what became of it.
pub enum Node {
    Leaf { truth: Option<bool>, question: String, items: Vec<usize> },
    All(Vec<Node>),
    Any(Vec<Node>),
    Not(Box<Node>),
    Always,
}

impl Node {
    pub fn truth(&self) -> Option<bool> {
        match self {
            Self::Always => Some(true),
            Self::Leaf { truth, .. } => *truth,
            Self::Not(inner) => inner.truth().map(|truth| !truth),
            Self::All(parts) => {
                let truths: Vec<_> = parts.iter().map(Self::truth).collect();
                if truths.contains(&Some(false)) {
                    Some(false)
                } else if truths.contains(&None) {
                    None
                } else {
                    Some(true)
                }
            }
            Self::Any(parts) => {
                let truths: Vec<_> = parts.iter().map(Self::truth).collect();
                if truths.contains(&Some(true)) {
                    Some(true)
                } else if truths.contains(&None) {
                    None
                } else {
                    Some(false)
                }
            }
        }
    }

    /// Questions below the parts that have the truth that this node has.
    pub fn questions(&self, found: &mut Set) {
        let truth = self.truth();
        match self {
            Self::Always => {}
            Self::Leaf { question, .. } => {
                found.insert(question.clone());
            }
            Self::Not(inner) => inner.questions(found),
            Self::All(parts) | Self::Any(parts) => {
                parts.iter().filter(|part| part.truth() == truth).for_each(|part| part.questions(found));
            }
        }
    }

    pub fn reasons(&self, found: &mut BTreeSet<usize>) {
        match self {
            Self::Always | Self::Not(_) => {}
            Self::Leaf { items, .. } => found.extend(items),
            Self::All(parts) => parts.iter().for_each(|part| part.reasons(found)),
            Self::Any(parts) => {
                parts.iter().filter(|part| part.truth() == Some(true)).for_each(|part| part.reasons(found));
            }
        }
    }
}
