//! What stays in its place when the pages are shown larger or smaller, and where the keys lead.

use super::*;

const LETTER: Vec2 = vec2(612.0, 792.0);
const ROOM: Vec2 = vec2(800.0, 600.0);

fn view(pages: usize) -> (View, Vec<Vec2>) {
    let sizes = vec![LETTER; pages];
    let mut view = View::default();
    view.arrange(&sizes, ROOM, 1.0, None);
    view.take_moved();
    (view, sizes)
}

/// The spot that lies at a point of the room.
fn seen_at(view: &View, point: Vec2) -> Spot {
    view.sheets.spot((view.offset + point).to_pos2()).unwrap()
}

fn same(one: Spot, other: Spot) -> bool {
    one.page == other.page && (one.part - other.part).length() < 0.002
}

#[test]
fn the_screen_opens_over_the_width_at_hand_and_never_larger_than_on_paper() {
    let (narrow, _) = view(1);
    assert!((narrow.scale() * LETTER.x - (ROOM.x - 2.0 * MARGIN.x)).abs() < 0.01);
    let mut wide = View::default();
    wide.arrange(&[LETTER], vec2(3000.0, 1000.0), 1.0, None);
    assert!((wide.percent() - 100.0).abs() < 0.01);
    wide.fit_width();
    wide.arrange(&[LETTER], vec2(1500.0, 1000.0), 1.0, None);
    assert!((wide.sheets.pages[0].width() - (1500.0 - 2.0 * MARGIN.x)).abs() < 0.01);
}

#[test]
fn a_zoom_by_key_keeps_the_middle_of_what_was_looked_at_in_its_place() {
    let (mut view, sizes) = view(5);
    view.scrolled(vec2(0.0, 2000.0));
    for larger in [Larger::Yes, Larger::Yes, Larger::Yes, Larger::Yes, Larger::No, Larger::No] {
        let before = seen_at(&view, ROOM / 2.0);
        view.zoom_step(larger);
        view.arrange(&sizes, ROOM, 1.0, None);
        assert!(same(before, seen_at(&view, ROOM / 2.0)), "{}", view.percent());
    }
}

#[test]
fn a_zoom_by_the_wheel_keeps_what_lies_under_the_pointer_in_its_place() {
    let (mut view, sizes) = view(5);
    view.scrolled(vec2(0.0, 2000.0));
    let pointer = vec2(300.0, 450.0);
    let before = seen_at(&view, pointer);
    for _ in 0..4 {
        view.arrange(&sizes, ROOM, 1.2, Some(pointer));
    }
    assert!(view.percent() > 150.0);
    assert!(same(before, seen_at(&view, pointer)));
}

#[test]
fn another_width_of_the_window_begins_with_the_same_line() {
    let (mut view, sizes) = view(5);
    view.arrange(&sizes, vec2(700.0, 600.0), 1.0, None);
    assert_eq!(view.offset, Vec2::ZERO, "the top stays the top");
    view.scrolled(vec2(0.0, 1500.0));
    let before = seen_at(&view, vec2(350.0, 0.0));
    view.arrange(&sizes, vec2(600.0, 500.0), 1.0, None);
    assert!(same(before, seen_at(&view, vec2(300.0, 0.0))));
}

#[test]
fn the_zoom_goes_from_40_to_300_percent_and_no_further() {
    let (mut view, sizes) = view(2);
    for _ in 0..20 {
        view.zoom_step(Larger::Yes);
        view.arrange(&sizes, ROOM, 1.0, None);
    }
    assert!((view.percent() - MOST).abs() < 0.01);
    view.arrange(&sizes, ROOM, 4.0, None);
    assert!((view.percent() - MOST).abs() < 0.01);
    for _ in 0..20 {
        view.zoom_step(Larger::No);
        view.arrange(&sizes, ROOM, 1.0, None);
    }
    assert!((view.percent() - LEAST).abs() < 0.01);
}

#[test]
fn each_step_goes_to_the_next_page_also_where_all_are_in_sight() {
    let (mut view, sizes) = view(4);
    view.arrange(&sizes, ROOM, 0.01, None);
    let tall = vec2(800.0, 3000.0);
    view.arrange(&sizes, tall, 1.0, None);
    for page in 1..4 {
        view.step(1);
        view.arrange(&sizes, tall, 1.0, None);
        view.scrolled(view.offset);
        assert_eq!(view.current(), page);
    }
    view.step(1);
    view.arrange(&sizes, tall, 1.0, None);
    assert_eq!(view.current(), 3, "there is none after the last");
    view.step(-9);
    view.arrange(&sizes, tall, 1.0, None);
    assert_eq!(view.current(), 0);
}

#[test]
fn the_page_of_which_most_is_in_sight_is_the_one_that_is_looked_at() {
    let (mut view, _) = view(4);
    let second = view.sheets.pages[1];
    view.scrolled(vec2(0.0, second.top() - 400.0));
    assert_eq!(view.current(), 0);
    view.scrolled(vec2(0.0, second.top() - 200.0));
    assert_eq!(view.current(), 1);
}

#[test]
fn a_page_that_is_no_longer_there_is_not_looked_at() {
    let (mut view, sizes) = view(4);
    view.step(3);
    view.arrange(&sizes, ROOM, 1.0, None);
    assert_eq!(view.current(), 3);
    view.arrange(&sizes[..2], ROOM, 1.0, None);
    assert_eq!(view.current(), 1);
    view.arrange(&[], ROOM, 1.0, None);
    assert_eq!(view.current(), 0);
}
