//! Counts costs off the window's thread: the newest coverage is counted, older ones are passed over.
//!
//! What was counted last stays until there is something newer. A coverage that can't be counted leaves
//! the last one standing, which is then called old.

use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, TryRecvError, channel};

use eframe::egui::Context;
use serde_json::Value;

use crate::checklist::answer::InputError;
use crate::checklist::claim::Claim;
use crate::checklist::coverage::Coverage;
use crate::content::Content;
use crate::cost::calibrate::{Asked, Calibration, LineOf, calibrate};
use crate::cost::claim::card_money;
use crate::cost::compare::{Comparison, compare};
use crate::cost::read::{self, Question};

/// A comparison, and of what it is one.
pub struct Counted {
    /// What was asked, as JSON.
    pub asked: Value,
    /// What was asked, as it was read.
    pub question: Question,
    /// The answer.
    pub comparison: Comparison,
    /// By the id of a drug: what its latest paid claim says of the plan.
    pub calibrations: Vec<(String, Calibration)>,
    /// Whether the plan seems to count card money, in words: signs of two claims.
    pub card_money: Vec<String>,
}

impl Counted {
    fn of(content: &Content, asked: Value) -> Result<Self, InputError> {
        let question = read::question(content, &asked)?;
        let comparison = compare(&question);
        let said = asked.get("coverage").map(|said| Coverage::from_json(content, said, "coverage"));
        let claims = said.transpose()?.unwrap_or_default().claims;
        let mut latest: Vec<&Claim> = Vec::new();
        for claim in claims.iter().filter(|claim| claim.paid().is_some()) {
            match latest.iter_mut().find(|other| other.drug == claim.drug) {
                Some(other) if other.date <= claim.date => *other = claim,
                Some(_) => {}
                None => latest.push(claim),
            }
        }
        let calibrations = latest
            .into_iter()
            .map(|claim| {
                let drug = content.drug(claim.drug).id.as_str();
                let line = LineOf::find(&question.coverage, drug);
                (drug.to_owned(), calibrate(&Asked { coverage: &question.coverage, line, claim }))
            })
            .collect();
        let signs = card_money(&claims, &question.coverage.plan.plan);
        let card_money = signs.into_iter().map(|sign| sign.words).collect();
        Ok(Self { asked, question, comparison, calibrations, card_money })
    }
}

struct Job {
    content: Arc<Content>,
    asked: Value,
}

struct Done {
    asked: Value,
    result: Result<Arc<Counted>, InputError>,
}

/// The thread that counts, and what it has counted.
#[derive(Default)]
pub struct Live {
    thread: Option<(Sender<Job>, Receiver<Done>)>,
    wanted: Option<Value>,
    is_counting: bool,
    last: Option<Arc<Counted>>,
    error: Option<InputError>,
}

impl Live {
    /// Asks for a comparison, unless it is the one that is there or under way, and takes what was counted.
    pub fn update(&mut self, ctx: &Context, content: &Arc<Content>, asked: Value) {
        self.take();
        if self.wanted.as_ref() != Some(&asked) {
            self.wanted = Some(asked);
            self.error = None;
        }
        let wanted = self.wanted.as_ref();
        let is_there =
            self.error.is_some() || wanted.is_none() || self.last.as_ref().map(|last| &last.asked) == wanted;
        if !is_there && !self.is_counting {
            self.send(ctx, content);
        }
    }

    fn send(&mut self, ctx: &Context, content: &Arc<Content>) {
        let Some(asked) = self.wanted.clone() else { return };
        let (jobs, _) = self.thread.get_or_insert_with(|| start(ctx.clone()));
        let job = Job { content: Arc::clone(content), asked };
        // A thread that is gone takes no job; a new one is started with the next frame.
        match jobs.send(job) {
            Ok(()) => self.is_counting = true,
            Err(_) => self.thread = None,
        }
    }

    fn take(&mut self) {
        let Some((_, done)) = &self.thread else { return };
        loop {
            let Done { asked, result } = match done.try_recv() {
                Ok(done) => done,
                Err(TryRecvError::Empty) => return,
                // Nothing comes back any more: the next frame begins anew.
                Err(TryRecvError::Disconnected) => break,
            };
            self.is_counting = false;
            match result {
                Ok(counted) => self.last = Some(counted),
                Err(error) if self.wanted.as_ref() == Some(&asked) => self.error = Some(error),
                // Of an older coverage: the newer one is asked for next.
                Err(_) => {}
            }
        }
        self.thread = None;
        self.is_counting = false;
    }

    /// What was counted last.
    pub fn last(&self) -> Option<&Arc<Counted>> {
        self.last.as_ref()
    }

    /// Why what is asked can't be counted.
    pub fn error(&self) -> Option<&InputError> {
        self.error.as_ref()
    }

    /// Whether what was counted last is not what is asked.
    pub fn is_old(&self) -> bool {
        self.last.as_ref().map(|last| &last.asked) != self.wanted.as_ref()
    }

    /// Whether something is being counted.
    pub fn is_counting(&self) -> bool {
        self.is_counting
    }
}

fn start(ctx: Context) -> (Sender<Job>, Receiver<Done>) {
    let (jobs, wanted) = channel::<Job>();
    let (done, results) = channel();
    // Without a thread the sender is dropped with its receiver, and `send` says so.
    drop(std::thread::Builder::new().name("costs".into()).spawn(move || {
        while let Ok(mut job) = wanted.recv() {
            while let Ok(newer) = wanted.try_recv() {
                job = newer;
            }
            let Job { content, asked } = job;
            let result = Counted::of(&content, asked.clone()).map(Arc::new);
            if done.send(Done { asked, result }).is_err() {
                return;
            }
            ctx.request_repaint();
        }
    }));
    (jobs, results)
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, Instant};

    use super::*;
    use serde_json::json;

    fn asked(price: Value) -> Value {
        json!({"as_of": "2026-11-25", "coverage": {
            "payer": "cash", "first_fill": "2026-12-01", "months": 12,
            "options": [{"id": "a", "lines": [{"drug": "a", "maintenance": [1, 30, price]}]}],
        }})
    }

    fn settle(live: &mut Live, content: &Arc<Content>, asked: Value) {
        let begun = Instant::now();
        loop {
            live.update(&Context::default(), content, asked.clone());
            if !live.is_counting() {
                return;
            }
            assert!(begun.elapsed() < Duration::from_secs(20), "nothing comes back");
            std::thread::sleep(Duration::from_millis(1));
        }
    }

    #[test]
    fn the_newest_coverage_is_counted_and_one_that_cant_be_leaves_the_last_that_could() {
        let content = Arc::new(Content::embedded().unwrap());
        let mut live = Live::default();
        for cents in [1, 2, 3] {
            live.update(&Context::default(), &content, asked(json!(cents)));
        }
        settle(&mut live, &content, asked(json!(10_000)));
        let total = |live: &Live| live.last().unwrap().comparison.options[0].total.unwrap().low.get();
        assert_eq!(total(&live), 130_000);
        assert!(!live.is_old() && live.error().is_none());

        settle(&mut live, &content, asked(json!(-1)));
        assert_eq!(total(&live), 130_000);
        assert!(live.is_old());
        assert!(live.error().unwrap().to_string().contains("maintenance"), "{}", live.error().unwrap());

        settle(&mut live, &content, asked(json!(20_000)));
        assert_eq!(total(&live), 260_000);
        assert!(live.error().is_none());
    }
}
