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

#[path = "support/processor.rs"]
mod processor;
#[path = "support/window.rs"]
mod window;

use std::time::{Duration, Instant};

use eframe::egui::{Event, Key};
use window::{BUSIEST, Bench, key};

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
    let (clock, before) = (Instant::now(), processor::used());
    divan::black_box(work());
    let after = processor::used();
    before.zip(after).map_or_else(|| clock.elapsed(), |(before, after)| after.saturating_sub(before))
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
