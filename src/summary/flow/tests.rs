//! Promises of where pages begin.

use proptest::prelude::*;

use super::*;

fn slab(height: f32, glue: Glue) -> Slab {
    Slab { glue, ..Slab::new(pt(2.0), pt(height), Vec::new()) }
}

fn heights(slabs: Vec<Slab>, height: f32) -> Vec<f32> {
    fill(slabs, Room::alike(pt(height))).stacks.iter().map(|stack| stack.height.0).collect()
}

#[test]
fn the_space_above_is_dropped_at_the_top_of_a_page() {
    assert_eq!(heights(vec![slab(10.0, Glue::Free), slab(10.0, Glue::Free)], 30.0), [22.0]);
    assert_eq!(heights(vec![slab(10.0, Glue::Free), slab(10.0, Glue::Free)], 20.0), [10.0, 10.0]);
}

#[test]
fn a_heading_moves_to_the_next_page_with_what_it_stands_above() {
    let slabs = vec![slab(10.0, Glue::Free), slab(5.0, Glue::WithNext), slab(10.0, Glue::Free)];
    assert_eq!(heights(slabs, 25.0), [10.0, 17.0]);
}

#[test]
fn what_is_glued_but_higher_than_a_page_is_parted_below_a_heading_rather_than_in_a_paragraph() {
    let slabs = |first, second| vec![slab(10.0, first), slab(10.0, second), slab(10.0, Glue::Free)];
    assert_eq!(heights(slabs(Glue::WithNext, Glue::WithNext), 25.0), [22.0, 10.0]);
    assert_eq!(heights(slabs(Glue::WithNext, Glue::Lines), 25.0), [10.0, 22.0]);
    assert_eq!(heights(slabs(Glue::Lines, Glue::Lines), 25.0), [22.0, 10.0]);
}

#[test]
fn what_is_higher_than_a_page_stands_alone_and_no_page_is_empty() {
    let slabs = vec![slab(5.0, Glue::WithNext), slab(40.0, Glue::Free), slab(5.0, Glue::Free)];
    assert_eq!(heights(slabs, 25.0), [5.0, 40.0, 5.0]);
}

#[test]
fn a_table_that_goes_on_repeats_its_head() {
    let head = Rc::new(Head { height: pt(4.0), items: Vec::new() });
    let row = |height| Slab { head: Some(head.clone()), ..Slab::new(pt(0.0), pt(height), Vec::new()) };
    let slabs = vec![slab(4.0, Glue::WithNext), row(10.0), row(10.0), row(10.0)];
    assert_eq!(heights(slabs, 24.5), [24.0, 14.0]);
}

#[test]
fn the_first_stack_may_be_lower_than_the_others() {
    let room = Room { first: pt(11.0), others: pt(30.0) };
    let slabs = (0..3).map(|_| slab(10.0, Glue::Free)).collect();
    let filled: Vec<f32> = fill(slabs, room).stacks.iter().map(|stack| stack.height.0).collect();
    assert_eq!(filled, [10.0, 22.0]);
}

#[test]
fn a_last_page_of_one_line_takes_some_from_the_page_before() {
    let slabs = (0..10).map(|_| slab(10.0, Glue::Free)).collect();
    assert_eq!(heights(slabs, 106.0), [94.0, 22.0]);
}

#[test]
fn a_last_page_of_one_line_takes_its_whole_section() {
    let heading = || {
        let path = Vec::new();
        let (paint, tone, figure) =
            (super::super::page::Paint::Fill, super::super::page::Tone::Ink, super::super::page::Figure::Bar);
        let tag = Tag { element: 1, role: Role::Heading(super::super::document::Level::Two), panel: 0 };
        let item = Item::Shape(super::super::page::Shape { path, paint, tone, tag, figure });
        Slab { items: vec![item], ..slab(10.0, Glue::WithNext) }
    };
    let mut slabs: Vec<Slab> = (0..6).map(|_| slab(10.0, Glue::Free)).collect();
    slabs.push(heading());
    slabs.extend((0..3).map(|_| slab(10.0, Glue::Free)));
    assert_eq!(heights(slabs, 106.0), [70.0, 46.0]);
    // A page that would be left half empty keeps it.
    let mut slabs: Vec<Slab> = (0..4).map(|_| slab(10.0, Glue::Free)).collect();
    slabs.push(heading());
    slabs.extend((0..5).map(|_| slab(10.0, Glue::Free)));
    assert_eq!(heights(slabs, 106.0), [94.0, 22.0]);
}

fn any_slab() -> impl Strategy<Value = (u8, u8)> {
    (1..60_u8, 0..6_u8)
}

fn made(plan: &[(u8, u8)]) -> Vec<Slab> {
    let glue = |kind| match kind {
        0 => Glue::WithNext,
        1 => Glue::Lines,
        _ => Glue::Free,
    };
    plan.iter().map(|(height, kind)| slab(f32::from(*height), glue(*kind))).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(400) })]

    /// A page ends early only where the next thing doesn't fit, or where the last page needed some.
    #[test]
    fn prop_no_page_is_left_half_empty_unless_the_next_thing_does_not_fit(
        plan in prop::collection::vec(any_slab(), 0..60),
    ) {
        let slabs = made(&plan);
        let room = Room::alike(pt(100.0));
        let (starts, _) = starts(&slabs, room);
        let measure = Plan { slabs: &slabs, room, starts: Vec::new() };
        let chains = chains(&slabs, 0..slabs.len(), |glue| glue != Glue::Free);
        for pair in starts.windows(2) {
            let next = chains.iter().find(|chain| chain.contains(&pair[1])).unwrap();
            let full = measure.height(pair[0]..pair[1]);
            prop_assert!(full >= pt(50.0) || measure.height(pair[0]..next.end) > pt(100.0));
        }
    }

    #[test]
    fn prop_no_page_is_empty_or_too_full_and_what_is_glued_stays_together(
        plan in prop::collection::vec(any_slab(), 1..60),
    ) {
        let slabs = made(&plan);
        let room = Room::alike(pt(100.0));
        let (starts, _) = starts(&slabs, room);
        prop_assert_eq!(starts[0], 0);
        prop_assert!(starts.windows(2).all(|pair| pair[0] < pair[1]));
        let measure = Plan { slabs: &slabs, room, starts: Vec::new() };
        for chain in chains(&slabs, 0..slabs.len(), |glue| glue != Glue::Free) {
            let parted = starts.iter().any(|start| chain.start < *start && *start < chain.end);
            prop_assert!(!parted || measure.height(chain) > pt(100.0));
        }
        for (index, start) in starts.iter().enumerate() {
            let end = starts.get(index + 1).copied().unwrap_or(slabs.len());
            prop_assert!(measure.height(*start..end) <= pt(100.05));
        }
    }
}
