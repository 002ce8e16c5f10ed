//! Every screen: named for screen readers, drawn at every size, idle when nobody touches it.

use std::time::Duration;

use countercheck::app::desk::visit::{Here, Screen};
use countercheck::app::desk::{Action, Door, Page};
use countercheck::content::price::{Amount, PriceKind, PriceRecord};
use eframe::egui::accesskit::{self, Role};
use eframe::egui::{Key, Vec2, vec2};
use egui_kittest::kittest::NodeT as _;
use jiff::civil::date;

use crate::hand::{Hand, USUAL, question};

/// Everything that can be in front, with a name for the failure.
fn tour(size: Vec2, scale: f32, mut look: impl FnMut(&str, &mut Hand)) {
    let mut hand = Hand::of_size(size, scale);
    look("welcome", &mut hand);
    hand.does(Action::Show(Page::Door(Door::Create)));
    look("create", &mut hand);
    hand.does(Action::Show(Page::Door(Door::Unlock)));
    look("unlock", &mut hand);

    let mut hand = Hand::with_samples_of_size(size, scale);
    look("start", &mut hand);
    hand.does(Action::Show(Page::PatientForm(None)));
    look("form", &mut hand);
    hand.does(Action::Leave);
    let elena = hand.desk().patients.iter().find(|patient| patient.name.starts_with("Elena")).cloned();
    hand.does(Action::OpenPatient(elena.unwrap()));
    hand.does(Action::Go(Here::Prescription));
    look("prescription", &mut hand);
    for id in
        ["severity", "body_surface_percent", "infection", "immune_system_weak", "considering", "medicines"]
    {
        hand.does(Action::Go(Here::Question(question(id))));
        look(id, &mut hand);
    }
    hand.key(Key::F6);
    look("findings in full", &mut hand);
    hand.key(Key::F1);
    look("all keys", &mut hand);
    hand.key(Key::Escape);
    for (name, screen) in [("coverage", Screen::Coverage), ("summary", Screen::Summary)] {
        hand.does(Action::Open(screen));
        look(name, &mut hand);
    }
    hand.key(Key::F10);
    look("follow-ups to plan", &mut hand);
    hand.key(Key::Escape);
    hand.ctrl(Key::H);
    look("visits", &mut hand);
    hand.key(Key::F10);
    look("follow-ups", &mut hand);
    hand.key(Key::Escape);
    hand.does(Action::Leave);
    hand.ctrl(Key::D);
    look("due list", &mut hand);
    hand.types("m");
    look("due list with one to move", &mut hand);
    hand.key(Key::Escape);
    hand.key(Key::Escape);
    hand.key(Key::F9);
    look("no prices", &mut hand);
    hand.ctrl(Key::E);
    look("price form", &mut hand);
    hand.types("rinv");
    look("price form with a treatment", &mut hand);
    hand.key(Key::Escape);
    hand.ctrl(Key::O);
    look("price import", &mut hand);
    hand.key(Key::Escape);
    hand.does(Action::KeepPrices(many_prices(), "list.csv".into()));
    look("prices", &mut hand);
}

/// More prices than fit into any window.
fn many_prices() -> Vec<PriceRecord> {
    let price = |number: i64| PriceRecord {
        ndc: Some(format!("00074-{number:04}-30")),
        drug: Some("upadacitinib".into()),
        strength: Some("15-mg".into()),
        package: "bottle of 30 tablets, as the list of the wholesaler calls it, with a long name".into(),
        amount: Amount::Total { cents: number, quantity_thousandths: 30_000 },
        unit: "EA".into(),
        days_supply: Some(30),
        kind: PriceKind::Claim,
        as_of: date(2026, 3, 2),
        payer: "A plan with a long name".into(),
        source: "register".into(),
    };
    (0..300).map(price).collect()
}

/// Roles that a screen reader offers to work with.
const CONTROLS: [Role; 10] = [
    Role::Button,
    Role::CheckBox,
    Role::RadioButton,
    Role::Tab,
    Role::ListBoxOption,
    Role::Row,
    Role::TextInput,
    Role::PasswordInput,
    Role::Image,
    Role::Heading,
];

/// Asserts that all that can be worked has a name and a role; answers with how many there are.
fn all_are_named(screen: &str, hand: &Hand) -> usize {
    let mut controls = 0;
    for node in hand.harness.root().children_recursive() {
        let node = node.accesskit_node();
        let acts = node.data().supports_action(accesskit::Action::Click);
        // The bars at the edge are egui's; the keyboard scrolls by moving on.
        if node.role() == Role::ScrollBar || (!CONTROLS.contains(&node.role()) && !acts) {
            continue;
        }
        controls += 1;
        let name = node.label().unwrap_or_default();
        assert!(!name.trim().is_empty(), "{screen}: a {:?} without a name", node.role());
        assert!(
            CONTROLS.contains(&node.role()),
            "{screen}: “{name}” can be clicked, and is a {:?}",
            node.role()
        );
    }
    controls
}

#[test]
fn every_control_of_every_screen_has_a_name_and_a_role() {
    let mut screens = 0;
    tour(USUAL, 1.0, |screen, hand| {
        assert!(all_are_named(screen, hand) >= 2, "{screen} offers nothing");
        screens += 1;
    });
    assert_eq!(screens, 26);
}

#[test]
fn the_names_are_there_in_a_narrow_window_and_at_one_and_a_half_times_the_size_too() {
    for (size, scale) in [(vec2(900.0, 700.0), 1.0), (USUAL, 1.5)] {
        tour(size, scale, |screen, hand| {
            assert!(all_are_named(screen, hand) >= 2, "{screen} at {size:?}");
        });
    }
}

#[test]
fn every_screen_is_drawn_at_every_size_down_to_the_smallest_window() {
    for size in [vec2(1280.0, 800.0), vec2(1024.0, 640.0), vec2(560.0, 420.0)] {
        tour(size, 1.0, |screen, hand| {
            let drawn = hand.harness.output().shapes.len();
            assert!(drawn > 5, "{screen} at {size:?}: {drawn} shapes");
        });
    }
}

/// What is wider than the window can't be read: nothing that can be worked may end outside of it.
#[test]
fn nothing_that_can_be_worked_lies_beyond_the_right_edge() {
    let mut beyond = Vec::new();
    for size in [vec2(1280.0, 800.0), vec2(1024.0, 640.0), vec2(560.0, 420.0)] {
        tour(size, 1.0, |screen, hand| {
            for node in hand.harness.root().children_recursive() {
                let role = node.accesskit_node().role();
                if CONTROLS.contains(&role) && !matches!(role, Role::Heading | Role::Image) {
                    let rect = node.rect();
                    if rect.right() > size.x + 0.5 || rect.left() < -0.5 {
                        let name = node.accesskit_node().label().unwrap_or_default();
                        beyond.push(format!("{screen} at {size:?}: {role:?} “{name}” at {rect:?}"));
                    }
                }
            }
        });
    }
    assert!(beyond.is_empty(), "{}", beyond.join("\n"));
}

#[test]
fn an_idle_window_asks_for_no_frame_on_any_screen() {
    tour(USUAL, 1.0, |screen, hand| {
        // A list that does not fit shows its bar in a few frames of its own.
        (0..8).for_each(|_| hand.harness.step());
        for viewport in hand.harness.output().viewport_output.values() {
            // But the one that locks the vault, after minutes.
            assert!(
                viewport.repaint_delay > Duration::from_secs(240),
                "{screen}: {:?}",
                viewport.repaint_delay
            );
        }
        assert!(!hand.harness.ctx.has_requested_repaint(), "{screen}");
    });
}

/// Options stand in a list of options, tabs in a list of tabs, cells in a row of a table: a screen reader tells
/// "2 of 7" and the head of a column by it.
#[test]
fn what_belongs_together_is_told_together() {
    let mut tables = 0;
    tour(USUAL, 1.0, |screen, hand| {
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

#[test]
fn what_gets_the_focus_is_scrolled_into_view() {
    let size = vec2(1024.0, 640.0);
    let mut hand = Hand::with_visit_of_size(size);
    hand.types("a");
    hand.goes_to("allergy");
    let mut seen = std::collections::BTreeSet::new();
    for _ in 0..90 {
        hand.key(Key::Tab);
        let Some(node) =
            hand.harness.root().children_recursive().find(|node| node.accesskit_node().is_focused())
        else {
            continue;
        };
        let (name, rect) = (node.accesskit_node().label().unwrap_or_default(), node.rect());
        let in_the_bar = rect.bottom() < 60.0;
        let inside = in_the_bar || (rect.top() >= 50.0 && rect.bottom() <= size.y - 20.0);
        assert!(inside, "“{name}” has the focus at {rect:?}");
        seen.insert(name);
    }
    assert!(seen.len() > 45, "{}: {seen:?}", seen.len());
}
