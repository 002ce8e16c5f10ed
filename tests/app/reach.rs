//! Every screen: named for screen readers, in their order, idle when nobody touches it.

use std::time::Duration;

use countercheck::app::desk::Action;
use countercheck::app::desk::visit::Here;
use countercheck::app::theme::size;
use eframe::egui::accesskit::{self, Role};
use eframe::egui::{Key, Rect, vec2};
use egui_kittest::kittest::{AccessKitNode, NodeT as _};

use crate::hand::{Glass, Hand};
use crate::tour::tour;

/// Roles that a screen reader offers to work with.
pub const CONTROLS: [Role; 10] = [
    Role::Button,
    Role::CheckBox,
    Role::RadioButton,
    Role::Tab,
    Role::ListBoxOption,
    Role::TextInput,
    Role::MultilineTextInput,
    Role::PasswordInput,
    Role::Image,
    Role::Heading,
];

/// What is read out, and what holds what can be chosen or read: nothing of it is without words.
const SAID: [Role; 5] = [Role::Label, Role::ListBox, Role::List, Role::TabList, Role::Table];

/// What is missing of what a screen reader needs; and how many controls there are.
fn missing(hand: &Hand) -> (Vec<String>, usize) {
    let mut missing = Vec::new();
    let mut controls = 0;
    for node in hand.harness.root().children_recursive() {
        let node = node.accesskit_node();
        let says = [node.label(), node.value()].into_iter().flatten().any(|words| !words.trim().is_empty());
        if SAID.contains(&node.role()) && !says {
            missing.push(format!("a {:?} without words", node.role()));
        }
        let (role, acts) = (node.role(), node.data().supports_action(accesskit::Action::Click));
        // The bars at the edge are egui's; the keyboard scrolls by moving on.
        if role == Role::ScrollBar || (!CONTROLS.contains(&role) && !acts) {
            continue;
        }
        controls += 1;
        let name = node.label().unwrap_or_default();
        if name.trim().is_empty() {
            missing.push(format!("a {role:?} without a name"));
        }
        if !CONTROLS.contains(&role) {
            missing.push(format!("“{name}” can be clicked, and is a {role:?}"));
        }
        let lacks = match role {
            Role::CheckBox | Role::RadioButton if node.toggled().is_none() => "a state",
            Role::Tab | Role::ListBoxOption if node.is_selected().is_none() => "a state",
            Role::TextInput | Role::MultilineTextInput | Role::PasswordInput if node.value().is_none() => {
                "a value"
            }
            Role::Tab if !is_inside(&node, Role::TabList) => "a list of tabs around it",
            _ => continue,
        };
        missing.push(format!("{role:?} “{name}” without {lacks}"));
    }
    (missing, controls)
}

fn is_inside(node: &AccessKitNode<'_>, role: Role) -> bool {
    let mut above = node.parent();
    while let Some(parent) = above {
        if parent.role() == role {
            return true;
        }
        above = parent.parent();
    }
    false
}

#[test]
fn every_control_of_every_screen_has_a_name_a_role_and_its_state_or_value() {
    let glasses = [
        Glass::USUAL,
        Glass::of(900.0, 700.0, 100),
        Glass::of(1280.0, 800.0, 150),
        Glass::of(1024.0, 640.0, 200),
    ];
    let mut wrong = Vec::new();
    for glass in glasses {
        let stops = tour(glass, |screen, hand| {
            let (missing, controls) = missing(hand);
            assert!(controls >= 1, "{screen} offers nothing");
            wrong.extend(missing.into_iter().map(|what| format!("{screen} at {glass:?}: {what}")));
        });
        assert_eq!(stops, 45);
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Everything on the screen that has a place: role, name, place.
pub fn placed(hand: &Hand) -> Vec<(AccessKitNode<'_>, String, Rect)> {
    let nodes = hand.harness.root().children_recursive().filter_map(|node| {
        let found = node.accesskit_node();
        found.bounding_box()?;
        let name = found.label().unwrap_or_default();
        Some((found, name, node.rect()))
    });
    nodes.collect()
}

/// What the Tab key comes to, in its order, as far as it is in sight: name and place. A dialog is read by itself.
fn stops_of_tab(hand: &Hand) -> Vec<(String, Rect)> {
    let placed = placed(hand);
    let screen = hand.harness.ctx.content_rect();
    let has_dialog = placed.iter().any(|(node, ..)| is_inside(node, Role::Dialog));
    // The answers of a page are scrolled between the banner and the buttons: what lies beyond is out of sight.
    let of_button = |wanted: fn(&str) -> bool| {
        let found = placed.iter().find(|(node, name, _)| node.role() == Role::Button && wanted(name));
        found.map(|(.., rect)| *rect)
    };
    let highest = of_button(|name| name.contains(": Upadacitinib")).map_or(0.0, |rect| rect.bottom() - 1.0);
    // In a low window the buttons are scrolled too, and so are the panes' names: down to the bar at the bottom.
    let is_low = screen.height() < size::LOW;
    let scrolled =
        ["Topics", "Question", "Verdicts · F6", "Next", "Not sure", "None of all these", "None on file"];
    let lowest = match is_low {
        true => bottom_bar(hand).top() + 1.0,
        false => of_button(|name| name == "Next").map_or(f32::MAX, |rect| rect.top() + 1.0),
    };
    let is_answer = |node: &AccessKitNode<'_>| match node.role() {
        Role::CheckBox | Role::RadioButton | Role::RadioGroup | Role::Group => true,
        // Those of the prescription are scrolled with its choices.
        Role::TextInput => lowest < f32::MAX,
        _ => false,
    };
    let is_in_sight = |node: &AccessKitNode<'_>, name: &str, rect: &Rect| {
        let is_scrolled = is_answer(node) || is_low && highest > 0.0 && scrolled.contains(&name);
        !is_scrolled || (rect.top() >= highest && rect.bottom() <= lowest)
    };
    let stops =
        placed.iter().filter(|(node, name, rect)| is_in_sight(node, name, rect)).filter(|(node, _, rect)| {
            node.data().supports_action(accesskit::Action::Focus)
                && node.role() != Role::ScrollBar
                && screen.contains_rect(*rect)
                && (!has_dialog || is_inside(node, Role::Dialog))
        });
    stops.map(|(_, name, rect)| (name.clone(), *rect)).collect()
}

/// What stands in the bar at the bottom: whether all is saved.
pub fn bottom_bar(hand: &Hand) -> Rect {
    let placed = placed(hand);
    let said = |name: &str| name.starts_with("Saved") || name.starts_with("Nothing leaves");
    let found = placed.iter().find(|(node, name, _)| node.role() == Role::Status && said(name));
    found.map(|(.., rect)| *rect).unwrap_or_else(|| panic!("no bar at the bottom: {:?}", hand.words()))
}

/// Whether one who reads comes from the first to the second: to the right on the same line, further down, or up
/// into a column that begins further right.
fn reads_on(first: Rect, second: Rect) -> bool {
    let same_line = first.top() < second.center().y && second.center().y < first.bottom();
    match same_line {
        true => second.left() >= first.left() - 1.0,
        false => second.top() >= first.top() - 1.0 || second.left() >= first.right() - 1.0,
    }
}

#[test]
fn the_focus_goes_from_left_to_right_and_from_top_to_bottom() {
    let mut wrong = Vec::new();
    for glass in [Glass::USUAL, Glass::of(1024.0, 640.0, 200)] {
        tour(glass, |screen, hand| {
            for pair in stops_of_tab(hand).windows(2) {
                let [(from, first), (to, second)] = pair else { continue };
                // The list below that field is scrolled to what is chosen in it: its first rows lie higher, out of sight.
                let is_scrolled = from == "search" && second.right() <= first.right() + 80.0;
                if !is_scrolled && !reads_on(*first, *second) {
                    wrong.push(format!("{screen}: from “{from}” {first:?} to “{to}” {second:?}"));
                }
            }
        });
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn an_idle_window_asks_for_no_frame_on_any_screen() {
    tour(Glass::USUAL, |screen, hand| {
        // A list that does not fit shows its bar in a few frames of its own.
        (0..8).for_each(|_| hand.harness.step());
        for viewport in hand.harness.output().viewport_output.values() {
            // But the one that locks the vault, after minutes.
            assert!(
                viewport.repaint_delay > Duration::from_secs(120),
                "{screen}: {:?}",
                viewport.repaint_delay
            );
        }
        let locks = hand.desk().session.as_ref().is_some_and(|session| !session.temporary);
        assert!(locks || !hand.harness.ctx.has_requested_repaint(), "{screen}");
    });
}

/// Options stand in a list of options, tabs in a list of tabs, cells in a row of a table: a screen reader tells
/// "2 of 7" and the head of a column by it.
#[test]
fn what_belongs_together_is_told_together() {
    let mut tables = 0;
    tour(Glass::USUAL, |screen, hand| {
        for node in hand.harness.root().children_recursive() {
            let node = node.accesskit_node();
            let around = std::iter::successors(node.parent(), |above| above.parent())
                .map(|above| above.role())
                .find(|role| *role != Role::GenericContainer);
            let wanted = match node.role() {
                Role::ListBoxOption => Role::ListBox,
                Role::ListItem => Role::List,
                Role::Tab => Role::TabList,
                Role::Row => Role::Table,
                Role::Cell | Role::ColumnHeader | Role::RowHeader => Role::Row,
                _ => continue,
            };
            tables += usize::from(node.role() == Role::ColumnHeader);
            let name = node.label().unwrap_or_default();
            assert_eq!(around, Some(wanted), "{screen}: the {:?} “{name}”", node.role());
        }
    });
    assert!(tables > 0, "no table was seen");
}

#[test]
fn every_pane_of_a_narrow_window_is_reached_by_keyboard() {
    let mut hand = Hand::with_visit_of_size(vec2(800.0, 640.0));
    hand.types("a");
    assert!(!hand.sees("What to ask"));
    hand.tabs_to("Verdicts · F6");
    hand.key(Key::Enter);
    assert!(hand.sees("What to ask"), "{:?}", hand.words());
    hand.tabs_to("Topics");
    hand.key(Key::Enter);
    assert!(hand.sees("Questions · 0 of"), "{:?}", hand.words());
}

/// Where the question is laid out in another way, it is still the one that the keys go to, and shows it.
#[test]
fn at_every_question_each_answer_names_its_key() {
    let mut hand = Hand::with_visit();
    for ix in hand.desk().content.question_indices() {
        hand.does(Action::Go(Here::Question(ix)));
        // The keys go to the question in front: its answers name theirs, and those of no other question name any.
        let content = hand.desk().content.clone();
        let asked = content.question(ix);
        let mut keys = std::collections::BTreeSet::new();
        for group in hand.harness.root().children_recursive() {
            let found = group.accesskit_node();
            if !matches!(found.role(), Role::Group | Role::RadioGroup) {
                continue;
            }
            let in_front = found.label().as_deref() == Some(asked.ask.as_str());
            for node in group.children_recursive() {
                let node = node.accesskit_node();
                if matches!(node.role(), Role::CheckBox | Role::RadioButton) {
                    let key = node.data().keyboard_shortcut().unwrap_or_default().to_owned();
                    assert_eq!(!key.is_empty(), in_front, "{:?}: {key:?}", node.label());
                    assert!(!in_front || keys.insert(key.clone()), "{:?}: {key:?} twice", node.label());
                }
            }
        }
        assert_eq!(keys.len(), asked.choices.len(), "{}", asked.id);
    }
}
