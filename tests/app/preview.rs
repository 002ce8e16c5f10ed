//! The pages on screen: the list of them, zooming and going, how seldom they are made, and what stands in their place.

use std::path::PathBuf;

use countercheck::app::desk::Action;
use countercheck::store::{NewPatient, PatientField};
use eframe::egui::accesskit::Role;
use eframe::egui::{
    Event, Key, MissingGlyphPolicy, Modifiers, MouseWheelUnit, Pos2, Rect, TouchPhase, Vec2, pos2, vec2,
};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use serde_json::json;

use crate::hand::{Hand, ctrl, letter_events};

fn with_pages(size: Vec2) -> Hand {
    let mut hand = Hand::with_visit_of_size(size);
    hand.types("a");
    hand.key(Key::F5);
    hand
}

fn usual() -> Hand {
    with_pages(crate::hand::USUAL)
}

/// The pages: their rectangles on the screen, in order.
fn pages(hand: &Hand) -> Vec<Rect> {
    let nodes = hand.harness.root().children_recursive();
    nodes
        .filter(|node| {
            let node = node.accesskit_node();
            node.role() == Role::Image && node.label().is_some_and(|label| label.starts_with("Page "))
        })
        .map(|node| node.rect())
        .collect()
}

/// The list: the numbers of all pages, and of those that are marked.
fn listed(hand: &Hand) -> (usize, Vec<usize>) {
    let mut all = 0;
    let mut marked = Vec::new();
    for node in hand.harness.root().children_recursive() {
        let node = node.accesskit_node();
        let number = node.label().and_then(|label| label.strip_prefix("Go to page ")?.parse::<usize>().ok());
        if let (Role::ListBoxOption, Some(number)) = (node.role(), number) {
            all += 1;
            if node.is_selected() == Some(true) {
                marked.push(number);
            }
        }
    }
    (all, marked)
}

fn zoom(hand: &Hand) -> u32 {
    let words = hand.words();
    let zoom = words.iter().find_map(|words| words.strip_prefix("Zoom ")?.strip_suffix(" %"));
    zoom.unwrap().parse().unwrap()
}

fn made(hand: &Hand) -> (usize, usize) {
    hand.harness.state().counter.pages().shown().1.pictures_made()
}

fn times(hand: &Hand) -> usize {
    hand.harness.state().counter.pages().shown().0.times()
}

#[test]
fn every_page_is_in_the_list_with_the_title_of_the_part_that_begins_there_and_the_one_in_view_is_marked() {
    let hand = usual();
    let count = pages(&hand).len();
    assert!(count >= 2);
    assert_eq!(listed(&hand), (count, vec![1]));
    let shown = hand.harness.state().counter.pages().shown().1;
    let titles: Vec<&String> = shown.pages().iter().filter_map(|page| page.opens.as_ref()).collect();
    assert_eq!(titles.len(), 2);
    for title in titles {
        assert!(hand.sees(title), "{title}: {:?}", hand.words());
    }
}

#[test]
fn keys_and_clicks_lead_to_a_page_and_mark_it() {
    let mut hand = usual();
    let count = pages(&hand).len();
    let top = pages(&hand)[0].top();
    hand.key(Key::PageDown);
    assert_eq!(listed(&hand).1, [2]);
    assert!((pages(&hand)[1].top() - top).abs() < 1.0, "the second page stands where the first did");
    hand.key(Key::PageUp);
    assert_eq!(listed(&hand).1, [1]);
    hand.key(Key::End);
    assert_eq!(listed(&hand).1, [count]);
    hand.key(Key::PageDown);
    assert_eq!(listed(&hand).1, [count]);
    hand.key(Key::Home);
    assert_eq!(listed(&hand).1, [1]);
    hand.harness.get_by_label("Go to page 2").click();
    hand.settle();
    assert_eq!(listed(&hand).1, [2]);
    assert!((pages(&hand)[1].top() - top).abs() < 1.0);
}

#[test]
fn scrolling_marks_the_page_that_comes_into_view() {
    let mut hand = usual();
    let presses = (0..40).take_while(|_| {
        hand.key(Key::ArrowDown);
        listed(&hand).1 == [1]
    });
    let presses = presses.count();
    assert!((1..20).contains(&presses), "{presses}");
    assert_eq!(listed(&hand).1, [2]);
}

#[test]
fn a_narrow_window_has_the_pages_without_the_list() {
    let hand = with_pages(vec2(1000.0, 640.0));
    assert!(pages(&hand).len() >= 2);
    assert_eq!(listed(&hand).0, 0);
}

#[test]
fn a_window_without_room_for_two_panes_shows_one_and_tabs() {
    let mut hand = with_pages(vec2(700.0, 800.0));
    assert!(hand.sees("Short form") && pages(&hand).is_empty(), "{:?}", hand.words());
    hand.tabs_to("Pages");
    hand.key(Key::Enter);
    assert!(!hand.sees("Short form"), "{:?}", hand.words());
    assert!(zoom(&hand) >= 70, "{}", zoom(&hand));
    hand.types("s");
    assert!(hand.sees("Short form"), "a switch shows what it changed: {:?}", hand.words());
    hand.key(Key::PageDown);
    assert!(!pages(&hand).is_empty());
}

#[test]
fn the_pages_are_made_larger_and_smaller_within_bounds_and_the_zoom_is_shown() {
    let mut hand = usual();
    let (before, width) = (zoom(&hand), pages(&hand)[0].width());
    hand.types("+");
    assert!(zoom(&hand) > before && pages(&hand)[0].width() > width);
    hand.types("++++++++++++++");
    assert_eq!(zoom(&hand), 300);
    hand.types("--------------");
    assert_eq!(zoom(&hand), 40);
    hand.types("0");
    let room = pages(&hand)[0];
    assert!(zoom(&hand) > 40 && room.right() < 1280.0 && room.right() > 1280.0 - 60.0, "{room:?}");
    hand.harness.get_by_label("Smaller").click();
    hand.settle();
    assert!(pages(&hand)[0].width() < room.width());
    hand.harness.get_by_label("Fit width").click();
    hand.settle();
    assert!((pages(&hand)[0].width() - room.width()).abs() < 0.5);
}

/// Where on the page a point of the screen lies.
fn on_page(page: Rect, point: Pos2) -> Vec2 {
    (point - page.min) / page.size()
}

#[test]
fn ctrl_and_the_wheel_zoom_around_the_pointer() {
    let mut hand = usual();
    hand.key(Key::PageDown);
    let at = pos2(900.0, 300.0);
    hand.frame(vec![Event::PointerMoved(at)]);
    let (before, percent) = (on_page(pages(&hand)[1], at), zoom(&hand));
    let wheel = |y: f32, modifiers: Modifiers| Event::MouseWheel {
        unit: MouseWheelUnit::Point,
        delta: vec2(0.0, y),
        phase: TouchPhase::Move,
        source: eframe::egui::MouseWheelSource::Unknown,
        modifiers,
    };
    for _ in 0..6 {
        hand.frame(vec![wheel(30.0, ctrl())]);
    }
    hand.settle();
    assert!(zoom(&hand) > percent + 10, "{}", zoom(&hand));
    let after = on_page(pages(&hand)[1], at);
    // A page that is narrower than the room stays in its middle.
    assert!((before.y - after.y).abs() < 0.005, "{before:.4?} {after:.4?}");
}

#[test]
fn a_zoom_by_key_keeps_the_middle_of_what_was_looked_at() {
    let mut hand = usual();
    hand.types("0");
    hand.key(Key::PageDown);
    hand.key(Key::ArrowDown);
    let page = pages(&hand)[1];
    let middle = pos2(page.center().x, looked_at(&hand));
    let before = on_page(page, middle);
    for _ in 0..3 {
        hand.types("+");
        let after = on_page(pages(&hand)[1], middle);
        assert!((before - after).length() < 0.01, "{} %: {before:.4?} {after:.4?}", zoom(&hand));
    }
}

/// The middle of the room of the pages, from top to bottom.
fn looked_at(hand: &Hand) -> f32 {
    let bar = hand.harness.get_by_label("Fit width").rect();
    let banner =
        hand.harness.root().children_recursive().find(|node| {
            node.accesskit_node().label().is_some_and(|label| label.starts_with("Incomplete: "))
        });
    let top = banner.unwrap().rect().bottom() + 8.0;
    (top + bar.top() - 4.0) / 2.0
}

#[test]
fn at_most_one_picture_is_made_a_frame_those_of_the_pages_in_sight_first_and_each_only_once() {
    let mut hand = Hand::with_visit();
    hand.types("a");
    hand.frame(vec![crate::hand::key_event(Key::F5, Modifiers::NONE, true)]);
    let mut before = made(&hand);
    let mut first = None;
    for _ in 0..30 {
        hand.frame(vec![]);
        let now = made(&hand);
        assert!(now.0 + now.1 <= before.0 + before.1 + 1, "{before:?} {now:?}");
        if now.1 > 0 && first.is_none() {
            first = Some(now.0);
        }
        before = now;
    }
    let in_sight = pages(&hand).iter().filter(|page| page.top() < 720.0).count();
    assert_eq!(first, Some(in_sight), "the list waits for the pages in sight");
    hand.settle();
    let settled = made(&hand);
    (0..5).for_each(|_| hand.frame(vec![]));
    assert_eq!(made(&hand), settled);
    hand.types("+");
    let zoomed = made(&hand);
    assert!(
        zoomed.0 > settled.0 && zoomed.1 == settled.1,
        "the list is not made again: {settled:?} {zoomed:?}"
    );
    (0..5).for_each(|_| hand.frame(vec![]));
    assert_eq!(made(&hand), zoomed);
}

#[test]
fn the_pages_are_laid_out_again_only_when_what_they_are_made_from_changed() {
    let mut hand = usual();
    let once = times(&hand);
    (0..10).for_each(|_| hand.frame(vec![]));
    hand.types("+");
    hand.key(Key::PageDown);
    assert_eq!(times(&hand), once, "nothing was said");
    hand.types("l");
    assert_eq!(times(&hand), once + 1);
    hand.tabs_to("Pharmacy");
    hand.types("M");
    assert_eq!(times(&hand), once + 2, "one letter of the pharmacy stands on every page");
    hand.goes_to("smoking");
    hand.types("2");
    hand.key(Key::F5);
    assert_eq!(times(&hand), once + 3, "an answer");
    hand.ctrl(Key::M);
    hand.types("a note that is on no page");
    hand.key(Key::Escape);
    assert_eq!(times(&hand), once + 3, "a note is on no page");
}

#[test]
fn a_letter_that_cannot_be_printed_is_told_where_the_pages_would_be_and_nothing_is_handed_out() {
    let mut hand = Hand::with_vault();
    // What can't be drawn is a box here as in the app; these tests stop at it otherwise.
    hand.harness.ctx.set_missing_glyph_policy(MissingGlyphPolicy::Tofu);
    let patient = NewPatient { name: "王 Elena".to_owned(), birth_date: None, phone: None };
    hand.does(Action::AddNamesake(patient));
    let folder: PathBuf = hand.folder().join("handed out");
    hand.does(Action::Set("summary.folder", json!(folder.display().to_string())));
    hand.types("a");
    hand.key(Key::F5);
    assert!(hand.sees("These pages can't be printed yet"), "{:?}", hand.words());
    assert!(hand.sees("U+738B in the patient's lines at the top of the page"), "{:?}", hand.words());
    assert!(hand.sees("The patient's name is corrected on the patient's page"));
    assert!(hand.sees("Write these words in Latin, Greek or Cyrillic letters"));
    assert!(pages(&hand).is_empty());
    let told = hand.harness.get_by_label("These pages can't be printed yet").rect();
    assert!(told.left() > 330.0, "where the pages would be: {told:?}");
    hand.key(Key::Enter);
    assert!(hand.sees("Not saved: Some letters can't be printed"), "{:?}", hand.words());
    assert!(!folder.exists());
    let record = hand.kept();
    assert!(hand.vault().printed(record.checklist.id).unwrap().is_empty());
}

#[test]
fn each_switch_says_what_it_does_and_a_part_without_content_says_why() {
    let hand = usual();
    for (label, hint) in [
        ("Patient's page", "in plain words"),
        ("Cost page", "what a year may cost"),
        ("Dermatologist's page", "every verdict with its sources"),
        ("Prior authorization", "what was tried"),
        ("Short form", "on one page"),
        ("Patient's pages in Spanish", "stay in English"),
        ("A4 instead of Letter", "210 by 297"),
        ("Large print", "16 points"),
    ] {
        let node = hand.harness.get_by_label(label);
        let said = node.accesskit_node().description().unwrap_or_default();
        assert!(said.contains(hint), "{label}: {said}");
    }
    let said =
        |label: &str| hand.harness.get_by_label(label).accesskit_node().description().unwrap_or_default();
    assert!(said("Prior authorization").contains("nothing entered for a prior authorization"));
    assert!(said("Cost page").contains("too little entered"));
}

#[test]
fn resting_the_pointer_on_a_switch_shows_what_it_does() {
    let mut hand = usual();
    let at = hand.harness.get_by_label("Large print").rect().center();
    hand.frame(vec![Event::PointerMoved(at)]);
    hand.harness.run_steps(90);
    let shown = hand.words().iter().filter(|words| words.starts_with("Words of 16 points")).count();
    assert!(shown >= 1, "{:?}", hand.words());
}

#[test]
fn one_types_into_a_field_without_moving_among_the_pages() {
    let mut hand = usual();
    hand.tabs_to("Pharmacy");
    hand.frame(letter_events('0'));
    hand.types("+p");
    assert_eq!(listed(&hand).1, [1]);
    assert!(hand.sees("0+p"), "{:?}", hand.words());
}

/// The titles of the parts that are shown.
fn titles(hand: &Hand) -> Vec<String> {
    let shown = hand.harness.state().counter.pages().shown().1;
    shown.pages().iter().filter_map(|page| page.opens.clone()).collect()
}

/// How far one has read in the pages of one patient says nothing of those of another.
#[test]
fn the_pages_of_another_patient_begin_at_their_top() {
    let mut hand = Hand::with_samples();
    hand.opens("Elena");
    hand.key(Key::F5);
    let top = pages(&hand)[0].top();
    hand.key(Key::End);
    assert!(pages(&hand)[0].top() < top - 100.0);
    hand.opens("Harold");
    hand.key(Key::F5);
    assert_eq!(hand.visit().patient.name, "Harold Whitfield");
    assert!((pages(&hand)[0].top() - top).abs() < 1.0, "{:?}", pages(&hand)[0]);
    assert_eq!(listed(&hand).1, [1]);
}

#[test]
fn the_short_form_has_the_patient_s_part_on_one_page() {
    let mut hand = usual();
    hand.types("d");
    assert!(pages(&hand).len() > 1);
    hand.types("s");
    assert_eq!(pages(&hand).len(), 1);
    hand.types("s");
    assert!(pages(&hand).len() > 1);
}

#[test]
fn the_patient_s_pages_start_in_spanish_where_the_patient_reads_it_and_a_key_changes_that() {
    let languages = |hand: &Hand| -> Vec<String> {
        let shown = hand.harness.state().counter.pages().shown().1;
        shown.pages().iter().filter(|page| page.opens.is_some()).map(|page| page.language.clone()).collect()
    };
    for (tag, expected) in [("es", "es"), ("es-MX", "es"), ("vi", "en"), ("en", "en")] {
        let mut hand = Hand::with_visit();
        let (patient, visit) = (hand.visit().patient.id, hand.visit().id);
        hand.does(Action::SayOfPatient(patient, PatientField::Language, json!(tag)));
        hand.does(Action::OpenVisit(visit));
        hand.types("a");
        hand.key(Key::F5);
        assert_eq!(languages(&hand), [expected, "en"], "{tag}");
        assert_eq!(hand.sees("the patient reads Spanish"), expected == "es");
        let before = titles(&hand);
        hand.types("e");
        let other = if expected == "es" { "en" } else { "es" };
        assert_eq!(languages(&hand), [other, "en"], "{tag}");
        let after = titles(&hand);
        assert!(before[0] != after[0] && before[1] == after[1], "the prescriber's page stays: {after:?}");
    }
}

#[test]
fn what_a_switch_and_a_way_to_zoom_do_is_read_where_the_keyboard_is() {
    let mut hand = usual();
    for (control, does) in [
        ("Short form", "The patient's part on one page, which counts what it has no room for"),
        ("Fit width", "Show the pages as wide as there is room: 0"),
    ] {
        assert_eq!((hand.draws(does), hand.sees(does)), (false, true), "{control}");
        hand.tabs_to(control);
        assert!(hand.draws(does), "{control}: {:?}", hand.words());
    }
}
