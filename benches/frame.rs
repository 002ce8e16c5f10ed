//! How long one frame takes while one types, laid out and tessellated as the window does it.
//!
//! The bar is 16 ms a frame. Nothing is drawn on a screen: what a graphics card would do is not in it.
//! Run with `cargo bench --bench frame`.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    missing_docs,
    reason = "a bench may stop at the first surprise, and is no library"
)]

use std::sync::Arc;
use std::time::{Duration, Instant};

use countercheck::app::counter::Counter;
use countercheck::app::desk::visit::{Here, Said};
use countercheck::app::desk::{Action, Clock, Desk};
use countercheck::app::theme::{self, Choice};
use countercheck::checklist::answer::{Answer, Intake};
use countercheck::content::Content;
use countercheck::store::WorkFactor;
use eframe::egui::{Context, Event, Key, Modifiers, Pos2, RawInput, Rect, vec2};

fn main() {
    divan::main();
}

/// The window's content without a window.
struct Bench {
    ctx: Context,
    counter: Counter,
    content: Arc<Content>,
    _folder: tempfile::TempDir,
}

impl Bench {
    /// The visit of a sample patient whose list of findings is long.
    fn new() -> Self {
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
        while self.counter.desk.is_waiting() {
            self.counter.desk.receive();
            assert!(begun.elapsed() < Duration::from_secs(60));
        }
        self.frame(Vec::new());
        self.frame(Vec::new());
    }

    fn goes_to(&mut self, id: &str) {
        let question = self.content.question_by_id(id).unwrap();
        self.does(Action::Go(Here::Question(question)));
    }

    /// One frame; the number of triangles, so that nothing is optimized away.
    fn frame(&mut self, events: Vec<Event>) -> usize {
        let screen = Rect::from_min_size(Pos2::ZERO, vec2(1280.0, 800.0));
        let input = RawInput { screen_rect: Some(screen), events, ..RawInput::default() };
        self.counter.desk.receive();
        let mut output = self.ctx.run_ui(input, |ui| self.counter.show(ui));
        let shapes = std::mem::take(&mut output.shapes);
        let scale = output.pixels_per_point;
        output.drop_without_applying_deltas();
        self.ctx.tessellate(shapes, scale).len()
    }

    fn types(&mut self, text: &str) {
        for letter in text.chars() {
            self.frame(vec![Event::Text(letter.to_string())]);
        }
    }
}

fn key(key: Key) -> Event {
    Event::Key { key, physical_key: None, pressed: true, repeat: false, modifiers: Modifiers::NONE }
}

/// The medicine search is open with "nap" typed, and nothing changes.
#[divan::bench]
fn medicine_search_with_three_letters(bencher: divan::Bencher<'_, '_>) {
    let mut bench = Bench::new();
    bench.goes_to("medicines");
    bench.types("nap");
    bencher.bench_local(|| bench.frame(Vec::new()));
}

/// The frame in which a fourth letter comes, and the frame in which it is taken back: two frames.
#[divan::bench]
fn a_letter_typed_into_the_medicine_search_and_taken_back(bencher: divan::Bencher<'_, '_>) {
    let mut bench = Bench::new();
    bench.goes_to("medicines");
    bench.types("nap");
    bencher.bench_local(|| {
        bench.frame(vec![Event::Text("r".to_owned())]) + bench.frame(vec![key(Key::Backspace)])
    });
}

/// The question with most answers, ten medicines listed, all findings open with advice and sources.
#[divan::bench]
fn the_busiest_safety_screen(bencher: divan::Bencher<'_, '_>) {
    let mut bench = Bench::new();
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
    bencher.bench_local(|| bench.frame(Vec::new()));
}

/// An answer: the assessment of all drugs anew, and the frame that shows it, twice.
#[divan::bench]
fn a_choice_ticked_and_unticked(bencher: divan::Bencher<'_, '_>) {
    let mut bench = Bench::new();
    bench.goes_to("infection");
    bencher.bench_local(|| {
        bench.frame(vec![Event::Text("a".to_owned())]) + bench.frame(vec![Event::Text("a".to_owned())])
    });
}
