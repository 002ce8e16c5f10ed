//! What stands on a screen while a frame is timed? The window's content without a window, at its busiest screens.

#![allow(dead_code, reason = "each bench takes what it needs")]

use std::sync::Arc;
use std::time::{Duration, Instant};

use countercheck::app::counter::Counter;
use countercheck::app::desk::visit::{Here, Said, Screen};
use countercheck::app::desk::{Action, Clock, Desk};
use countercheck::app::theme::{self, Choice};
use countercheck::checklist::answer::{Answer, Intake};
use countercheck::content::Content;
use countercheck::store::WorkFactor;
use eframe::egui::{Context, Event, Key, Modifiers, Pos2, RawInput, Rect, vec2};

/// A screen that is held to the bar: its name, and how one gets there.
pub type Busy = (&'static str, fn() -> Bench);

/// What is held to the bar: each screen as busy as it gets, with nothing changing.
pub const BUSIEST: [Busy; 5] = [
    ("safety", Bench::at_safety),
    ("medicine search", Bench::at_search),
    ("pasted list", Bench::at_pasted_list),
    ("coverage and cost", Bench::at_cost),
    ("summary", Bench::at_summary),
];

/// The window's content without a window.
pub struct Bench {
    ctx: Context,
    counter: Counter,
    content: Arc<Content>,
    _folder: tempfile::TempDir,
}

impl Bench {
    /// The visit of a sample patient whose list of findings is long.
    pub fn new() -> Self {
        let content = Arc::new(Content::embedded().unwrap_or_else(|errors| panic!("{errors}")));
        let folder = tempfile::tempdir().unwrap();
        let clock = Clock {
            now: || jiff::Timestamp::UNIX_EPOCH,
            today: || jiff::civil::date(2026, 11, 24),
            time: || jiff::civil::time(12, 0, 0, 0),
            time_of: |_| jiff::civil::time(12, 0, 0, 0),
            day_of: |_| jiff::civil::date(2026, 11, 24),
        };
        let path = folder.path().join("vault");
        let desk = Desk::new(Arc::clone(&content), clock, path, WorkFactor::FOR_TESTS, || {}).unwrap();
        let ctx = Context::default();
        theme::apply(&ctx, Choice::Light);
        // A screen reader may be on: its tree is part of the frame.
        ctx.enable_accesskit();
        let mut bench = Self { ctx, counter: Counter::new(desk), content, _folder: folder };
        bench.does(Action::OpenSamples);
        let patients = &bench.counter.desk.patients;
        let elena = patients.iter().find(|patient| patient.name.starts_with("Elena")).cloned().unwrap();
        bench.does(Action::OpenPatient(elena));
        bench
    }

    fn does(&mut self, action: Action) {
        self.counter.desk.apply(action);
        let begun = Instant::now();
        while self.counter.desk.is_waiting() || self.counter.is_counting() {
            self.frame(Vec::new());
            // Whoever counts instructions must not count how many frames the threads took to answer.
            std::thread::sleep(Duration::from_millis(20));
            assert!(begun.elapsed() < Duration::from_secs(60));
        }
        self.frame(Vec::new());
        self.frame(Vec::new());
    }

    /// The question with most answers, ten medicines listed, all findings open.
    pub fn at_safety() -> Self {
        let mut bench = Self::new();
        let names = [
            "lisinopril",
            "ibuprofen",
            "aspirin",
            "apixaban",
            "fluconazole",
            "rifampin",
            "tacrolimus",
            "methotrexate",
            "warfarin",
            "Zzqxol",
        ];
        let list = names.iter().map(|name| Intake::named(*name)).collect();
        let medicines = bench.content.medicines_question().unwrap();
        bench.does(Action::Say(Said::Answer(medicines, Some(Answer::Medicines(list)), None)));
        bench.goes_to("infection");
        bench.frame(vec![key(Key::F6)]);
        bench.frame(Vec::new());
        bench
    }

    pub fn at_search() -> Self {
        let mut bench = Self::new();
        bench.goes_to("medicines");
        bench.types("nap");
        bench
    }

    pub fn at_pasted_list() -> Self {
        let mut bench = Self::new();
        bench.goes_to("medicines");
        let line =
            |at: usize| format!("{at}. Lisinopril {at} mg tablet - take 1 tablet by mouth daily #30\n");
        let text: String = (1..=40).map(line).collect();
        bench.frame(vec![Event::Paste(text)]);
        bench.frame(Vec::new());
        bench
    }

    pub fn at_cost() -> Self {
        let mut bench = Self::new();
        bench.does(Action::Open(Screen::Coverage));
        bench
    }

    pub fn at_summary() -> Self {
        let mut bench = Self::new();
        bench.does(Action::Open(Screen::Summary));
        // At most one picture of a page is made a frame.
        bench.rest(60);
        bench
    }

    pub fn goes_to(&mut self, id: &str) {
        let question = self.content.question_by_id(id).unwrap();
        self.does(Action::Go(Here::Question(question)));
    }

    /// One frame; the number of triangles, so that nothing is optimized away.
    pub fn frame(&mut self, events: Vec<Event>) -> usize {
        let screen = Rect::from_min_size(Pos2::ZERO, vec2(1280.0, 800.0));
        let input = RawInput { screen_rect: Some(screen), events, ..RawInput::default() };
        self.counter.desk.receive();
        let mut output = self.ctx.run_ui(input, |ui| self.counter.show(ui));
        let shapes = std::mem::take(&mut output.shapes);
        let scale = output.pixels_per_point;
        output.drop_without_applying_deltas();
        self.ctx.tessellate(shapes, scale).len()
    }

    /// So many frames in which nothing happens.
    pub fn rest(&mut self, frames: usize) {
        for _ in 0..frames {
            self.frame(Vec::new());
        }
    }

    pub fn types(&mut self, text: &str) {
        for letter in text.chars() {
            self.frame(vec![Event::Text(letter.to_string())]);
        }
    }
}

/// That key, pressed.
pub fn key(key: Key) -> Event {
    Event::Key { key, physical_key: None, pressed: true, repeat: false, modifiers: Modifiers::NONE }
}
