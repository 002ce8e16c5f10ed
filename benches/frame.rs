//! How long one frame takes while one types, laid out and tessellated as the window does it.
//!
//! The bar is 4 ms of the processor for a frame of each of the busiest screens: when the benches are done, each is held
//! to it, and the run fails where one misses it. Nothing is drawn on a screen: what a graphics card would do is not in
//! it. Run with `cargo bench --bench frame`.

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
use countercheck::app::desk::visit::{Here, Said, Screen};
use countercheck::app::desk::{Action, Clock, Desk};
use countercheck::app::theme::{self, Choice};
use countercheck::checklist::answer::{Answer, Intake};
use countercheck::content::Content;
use countercheck::store::WorkFactor;
use eframe::egui::{Context, Event, Key, Modifiers, Pos2, RawInput, Rect, vec2};

fn main() {
    divan::main();
    // Listed or run as a test, nothing was to be measured; and what is not optimized is held to nothing.
    let only_named = std::env::args().any(|argument| matches!(argument.as_str(), "--test" | "--list"));
    if !only_named && !cfg!(debug_assertions) {
        hold_to_the_bar();
    }
}

/// The most of the processor that a frame may take.
const BAR: Duration = Duration::from_millis(4);

/// A screen that is held to the bar: its name, and how one gets there.
type Busy = (&'static str, fn() -> Bench);

/// What is held to the bar: each screen as busy as it gets, with nothing changing.
const BUSIEST: [Busy; 5] = [
    ("safety", Bench::at_safety),
    ("medicine search", Bench::at_search),
    ("pasted list", Bench::at_pasted_list),
    ("coverage and cost", Bench::at_cost),
    ("summary", Bench::at_summary),
];

fn hold_to_the_bar() {
    let mut missed = Vec::new();
    for (name, arrive) in BUSIEST {
        let mut bench = arrive();
        bench.rest(30);
        let mut taken: Vec<Duration> = (0..201).map(|_| on_processor(|| bench.frame(Vec::new()))).collect();
        taken.sort_unstable();
        let median = taken[taken.len() / 2];
        println!("{name}: {median:.2?} a frame, of {BAR:?}");
        if median > BAR {
            missed.push(name);
        }
    }
    assert!(missed.is_empty(), "over {BAR:?} a frame: {missed:?}");
}

/// What something takes of the processor; by the clock where the system does not tell.
fn on_processor<T>(work: impl FnOnce() -> T) -> Duration {
    let taken = || {
        let line = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
        Some(Duration::from_nanos(line.split(' ').next()?.parse().ok()?))
    };
    let (clock, before) = (Instant::now(), taken());
    divan::black_box(work());
    match (before, taken()) {
        (Some(before), Some(after)) if after > before => after - before,
        _ => clock.elapsed(),
    }
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
        while self.counter.desk.is_waiting() || self.counter.is_counting() {
            self.frame(Vec::new());
            assert!(begun.elapsed() < Duration::from_secs(60));
        }
        self.frame(Vec::new());
        self.frame(Vec::new());
    }

    /// The question with most answers, ten medicines listed, all findings open.
    fn at_safety() -> Self {
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

    fn at_search() -> Self {
        let mut bench = Self::new();
        bench.goes_to("medicines");
        bench.types("nap");
        bench
    }

    fn at_pasted_list() -> Self {
        let mut bench = Self::new();
        bench.goes_to("medicines");
        let line =
            |at: usize| format!("{at}. Lisinopril {at} mg tablet - take 1 tablet by mouth daily #30\n");
        let text: String = (1..=40).map(line).collect();
        bench.frame(vec![Event::Paste(text)]);
        bench.frame(Vec::new());
        bench
    }

    fn at_cost() -> Self {
        let mut bench = Self::new();
        bench.does(Action::Open(Screen::Coverage));
        bench
    }

    fn at_summary() -> Self {
        let mut bench = Self::new();
        bench.does(Action::Open(Screen::Summary));
        // At most one picture of a page is made a frame.
        bench.rest(60);
        bench
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

    /// So many frames in which nothing happens.
    fn rest(&mut self, frames: usize) {
        for _ in 0..frames {
            self.frame(Vec::new());
        }
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
    let mut bench = Bench::at_search();
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
    let mut bench = Bench::at_safety();
    bencher.bench_local(|| bench.frame(Vec::new()));
}

/// A pasted list of medicines that waits to be looked at.
#[divan::bench]
fn a_pasted_list_of_forty_lines(bencher: divan::Bencher<'_, '_>) {
    let mut bench = Bench::at_pasted_list();
    bencher.bench_local(|| bench.frame(Vec::new()));
}

/// What a year costs: fields, table, chart and programs.
#[divan::bench]
fn the_cost_screen(bencher: divan::Bencher<'_, '_>) {
    let mut bench = Bench::at_cost();
    bencher.bench_local(|| bench.frame(Vec::new()));
}

/// The pages, drawn already, beside their list.
#[divan::bench]
fn the_summary(bencher: divan::Bencher<'_, '_>) {
    let mut bench = Bench::at_summary();
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
