//! Each key does what the list of keys (F1) says of it, and nothing else.

use countercheck::app::command::Command;
use countercheck::app::command::here::{Focus, Spot};
use countercheck::app::desk::visit::{Here, Said, Screen};
use countercheck::app::desk::{Action, Page};
use countercheck::app::theme::Type;
use countercheck::checklist::prescription::{Prescription, PrescriptionKind};
use countercheck::content::question::Kind;
use eframe::egui::{self, Event, Key, Modifiers};
use egui_kittest::kittest::NodeT as _;
use serde_json::{Value, json};

use crate::hand::{Glass, Hand, content, key_event, letter_events};

/// Gives the events of one slow frame to the app as the window does.
fn at_once(hand: &mut Hand, events: Vec<Event>) {
    let mut events = events;
    let ctx = hand.harness.ctx.clone();
    for _ in 0..100 {
        hand.harness.state_mut().counter.admit(&ctx, &mut events);
        if events.is_empty() {
            break;
        }
        hand.frame(std::mem::take(&mut events));
    }
    hand.settle();
}

fn keyed(keys: &str) -> Vec<Event> {
    keys.chars().flat_map(letter_events).collect()
}

#[test]
fn f1_lists_every_command_and_every_key_of_the_screens() {
    for screen in ["start", "visit"] {
        let mut hand = if screen == "start" { Hand::with_vault() } else { Hand::with_visit() };
        hand.key(Key::F1);
        assert!(hand.sees("All keys"));
        for command in Command::ALL {
            assert!(hand.sees(command.words()), "{command:?}");
            assert!(hand.words().iter().any(|words| words == command.keys()), "{command:?}");
        }
        for key in Spot::ALL.into_iter().flat_map(|spot| spot.area().keys) {
            assert!(hand.sees(key.words), "{}", key.words);
            assert!(hand.words().iter().any(|words| words == key.keys), "{}", key.keys);
        }
        hand.key(Key::Escape);
        assert!(!hand.sees("All keys"));
        hand.key(Key::F1);
        hand.key(Key::F1);
        assert!(!hand.sees("All keys"), "F1 hides it again");
    }
}

#[test]
fn the_function_keys_lead_to_the_four_places_from_each_of_them() {
    let mut hand = Hand::at_question("smoking");
    let places = [
        (Key::F2, Screen::Safety),
        (Key::F3, Screen::Safety),
        (Key::F4, Screen::Coverage),
        (Key::F5, Screen::Summary),
    ];
    for (first, _) in places {
        for (second, screen) in places {
            hand.key(first);
            hand.key(second);
            assert_eq!(hand.visit().screen, screen, "{first:?} {second:?}");
        }
    }
    hand.key(Key::F2);
    assert_eq!(hand.visit().here, Here::Prescription);
    hand.ctrl(Key::P);
    assert_eq!(hand.visit().screen, Screen::Summary);
}

#[test]
fn y_n_and_u_answer_a_yes_no_question_and_lead_on() {
    for (key, answer) in [("y", "yes"), ("n", "no"), ("u", "unsure"), ("N", "no")] {
        let mut hand = Hand::at_question("immune_system_weak");
        hand.types(key);
        assert_eq!(hand.answer_json("immune_system_weak"), json!(answer));
        assert_ne!(hand.here().as_deref(), Some("immune_system_weak"));
    }
}

#[test]
fn digits_choose_one_answer_and_letters_tick_several() {
    let mut hand = Hand::at_question("smoking");
    hand.types("2");
    assert_eq!(hand.answer_json("smoking"), json!("past"));
    hand.goes_to("smoking");
    hand.types("9");
    assert_eq!(hand.answer_json("smoking"), json!("past"), "there is no ninth answer");
    assert_eq!(hand.here().as_deref(), Some("smoking"));
    hand.goes_to("heart_risks");
    hand.types("acc");
    assert_eq!(hand.answer_json("heart_risks"), json!(["high-blood-pressure"]));
    assert_eq!(hand.here().as_deref(), Some("heart_risks"), "ticking stays");
    hand.key(Key::Enter);
    assert_ne!(hand.here().as_deref(), Some("heart_risks"));
    hand.goes_to("heart_risks");
    hand.types("u");
    assert_eq!(hand.answer_json("heart_risks"), json!("unsure"));
    hand.goes_to("heart_risks");
    hand.types("n");
    assert_eq!(hand.answer_json("heart_risks"), json!([]));
}

#[test]
fn arrows_and_space_tick_and_the_question_mark_says_not_sure_of_one() {
    let mut hand = Hand::at_question("gut");
    hand.key(Key::ArrowDown);
    hand.key(Key::ArrowDown);
    hand.key(Key::Space);
    assert_eq!(hand.answer_json("gut"), json!(["diverticulitis"]));
    hand.key(Key::ArrowDown);
    hand.types("?");
    assert_eq!(hand.answer_json("gut"), json!({"yes": ["diverticulitis"], "unsure": ["ulcer-or-bleeding"]}));
    hand.key(Key::ArrowUp);
    hand.key(Key::Space);
    assert_eq!(hand.answer_json("gut"), json!({"yes": [], "unsure": ["ulcer-or-bleeding"]}));
    hand.key(Key::ArrowDown);
    hand.types("?");
    assert_eq!(hand.answer_json("gut"), Value::Null, "nothing said of any is not none");

    let mut hand = Hand::at_question("smoking");
    hand.key(Key::ArrowDown);
    hand.key(Key::ArrowDown);
    hand.key(Key::Enter);
    assert_eq!(hand.answer_json("smoking"), json!("past"), "Enter takes the marked one");
}

#[test]
fn left_right_and_escape_go_back_and_forth_and_change_no_answer() {
    let mut hand = Hand::at_question("clots");
    hand.key(Key::ArrowRight);
    assert_eq!(hand.here().as_deref(), Some("clot_risks"));
    hand.key(Key::ArrowLeft);
    assert_eq!(hand.here().as_deref(), Some("clots"));
    hand.key(Key::Escape);
    assert_eq!(hand.here().as_deref(), Some("heart"));
    assert!(hand.visit().checklist.answers_json(&crate::hand::content()).is_empty());
    hand.does(Action::Go(Here::Prescription));
    hand.key(Key::Escape);
    assert!(matches!(hand.desk().page, Page::Start));
}

#[test]
fn backspace_takes_the_answer_back_on_every_kind_of_question() {
    for (id, keys) in [
        ("immune_system_weak", "y"),
        ("smoking", "1"),
        ("clots", "n"),
        ("clots", "ab"),
        ("clots", "u"),
        ("body_surface_percent", "u"),
        ("medicines", "takes nothing"),
        ("medicines", "not sure"),
    ] {
        let mut hand = Hand::at_question(id);
        match keys {
            "takes nothing" => hand.ctrl(Key::Num0),
            "not sure" => hand.ctrl(Key::Num9),
            keys => hand.types(keys),
        }
        hand.goes_to(id);
        assert!(hand.answer(id).is_some(), "{id} {keys}");
        hand.key(Key::Escape);
        hand.goes_to(id);
        hand.key(Key::Backspace);
        assert_eq!(hand.answer_json(id), Value::Null, "{id} {keys}");
    }
}

#[test]
fn a_number_is_read_with_its_unit_and_one_out_of_bounds_stays_to_be_corrected() {
    let mut hand = Hand::at_question("body_surface_percent");
    hand.types("250");
    hand.key(Key::Enter);
    assert_eq!(hand.answer_json("body_surface_percent"), Value::Null);
    assert!(hand.sees("Expected 0 to 100 (%)."), "{:?}", hand.words());
    hand.key(Key::Backspace);
    hand.key(Key::Enter);
    assert_eq!(hand.answer_json("body_surface_percent").to_string(), "25");
    hand.goes_to("neutrophils_e9_l");
    hand.types("1,500 per mm3");
    hand.key(Key::Enter);
    assert_eq!(hand.answer_json("neutrophils_e9_l").to_string(), "1.5");
}

#[test]
fn a_cleared_number_is_no_answer_and_undo_clears_the_field() {
    let mut hand = Hand::at_question("body_surface_percent");
    hand.types("25");
    hand.key(Key::Enter);
    hand.goes_to("body_surface_percent");
    assert_eq!(hand.focused().unwrap().1, "25");
    hand.key(Key::F4);
    hand.ctrl(Key::Z);
    hand.key(Key::F3);
    assert_eq!(hand.here().as_deref(), Some("body_surface_percent"));
    assert_eq!(hand.focused().unwrap().1, "", "what is not held is not shown");
    hand.key(Key::Escape);
    hand.ctrl(Key::Y);
    assert_eq!(hand.answer_json("body_surface_percent").to_string(), "25");
    assert_eq!(hand.focused().unwrap().1, "25");
    hand.key(Key::Backspace);
    assert_eq!(hand.focused().unwrap().1, "", "all of it is selected");
    hand.key(Key::Enter);
    assert_eq!(hand.answer_json("body_surface_percent"), Value::Null);
    assert!(hand.sees("Not answered yet."));
}

#[test]
fn undo_in_the_field_of_a_number_never_brings_back_the_number_before_it() {
    let mut hand = Hand::at_question("blood_count");
    hand.types("1");
    assert_eq!(hand.here().as_deref(), Some("hemoglobin_g_dl"));
    hand.types("13.5");
    hand.key(Key::Enter);
    assert_eq!(hand.here().as_deref(), Some("neutrophils_e9_l"));
    hand.ctrl(Key::Z);
    hand.ctrl(Key::Z);
    assert_eq!(hand.focused().unwrap().1, "");
}

#[test]
fn a_letter_that_leads_to_a_field_is_not_typed_into_it() {
    // U says "not sure" of the severity, and the next question is a number.
    let mut hand = Hand::at_question("severity");
    hand.types("u");
    assert_eq!(hand.here().as_deref(), Some("body_surface_percent"));
    let focused = hand.focused().expect("the cursor is in the field");
    assert_eq!(focused.1, "");
    hand.types("7");
    assert_eq!(hand.focused().unwrap().1, "7");
}

/// While a slow frame was drawn, several keys were pressed; each must meet its own question.
#[test]
fn keys_that_come_in_one_frame_are_answers_to_one_question_after_the_other() {
    let mut hand = Hand::at_question("heart");
    at_once(&mut hand, keyed("nnn"));
    for id in ["heart", "clots", "clot_risks"] {
        assert_eq!(hand.answer_json(id), json!([]), "{id}");
    }
    assert_eq!(hand.here().as_deref(), Some("heart_risks"));

    let mut hand = Hand::at_question("vaccines_up_to_date");
    let first = hand.here().unwrap();
    at_once(&mut hand, keyed("yn"));
    assert_eq!(hand.answer_json(&first), json!("yes"), "N was meant for what came next");

    let mut hand = Hand::at_question("severity");
    let mut events = keyed("2");
    events.extend(keyed("18"));
    events.push(key_event(Key::Enter, Modifiers::NONE, true));
    events.extend(keyed("a"));
    at_once(&mut hand, events);
    assert_eq!(hand.answer_json("severity"), json!("moderate"));
    assert_eq!(hand.answer_json("body_surface_percent").to_string(), "18");
    assert_eq!(hand.answer_json("skin_sites"), json!(["face"]));
}

#[test]
fn nothing_behind_the_list_of_keys_or_a_message_hears_a_key() {
    let mut hand = Hand::at_question("immune_system_weak");
    hand.key(Key::F1);
    hand.types("yu?1");
    hand.key(Key::Backspace);
    assert_eq!(hand.answer_json("immune_system_weak"), Value::Null);
    assert_eq!(hand.here().as_deref(), Some("immune_system_weak"));
    hand.key(Key::Escape);
    hand.types("y");
    assert_eq!(hand.answer_json("immune_system_weak"), json!("yes"));

    let mut hand = Hand::at_question("medicines");
    hand.key(Key::F1);
    hand.types("abc");
    hand.key(Key::Escape);
    assert!(!hand.words().contains(&"abc".to_owned()));
    hand.types("ibu");
    assert_eq!(hand.focused().unwrap().1, "ibu", "the cursor is back in the field");
}

#[test]
fn every_topic_finding_and_alternative_is_reached_by_tab_and_opened_by_enter() {
    let mut hand = Hand::at_question("smoking");
    hand.tabs_to("Infections");
    hand.key(Key::Enter);
    assert_eq!(hand.here().as_deref(), Some("infection"));
    hand.tabs_to("Serious infection");
    hand.key(Key::Space);
    assert_eq!(hand.answer_json("infection"), json!(["serious-now"]));
    assert_eq!(hand.here().as_deref(), Some("infection"));
    hand.tabs_to("Take back");
    hand.key(Key::Enter);
    assert_eq!(hand.answer_json("infection"), Value::Null);
}

#[test]
fn f6_opens_the_findings_and_page_keys_show_another_treatment_large() {
    let mut hand = Hand::with_visit();
    hand.types("a");
    hand.goes_to("infection");
    hand.types("a");
    assert!(hand.sees("F6 opens"));
    hand.key(Key::F6);
    assert!(!hand.sees("F6 opens"));
    hand.key(Key::F6);
    assert!(hand.sees("F6 opens"));
    assert!(hand.sees("Avoid: Upadacitinib"), "{:?}", hand.words());
    hand.key(Key::PageDown);
    assert!(hand.sees("not the prescribed one"));
    hand.key(Key::PageUp);
    assert!(!hand.sees("not the prescribed one"));
}

#[test]
fn what_is_half_typed_on_the_prescription_is_kept_when_a_key_leads_away() {
    for away in [Key::F4, Key::F5, Key::F3] {
        let mut hand = Hand::with_visit();
        hand.types("a");
        hand.tabs_to("Prescriber (optional)");
        hand.types("Dr. Osei");
        hand.key(away);
        assert_eq!(hand.visit().prescription.prescriber, "Dr. Osei", "{away:?}");
        hand.key(Key::F2);
        hand.tabs_to("Prescriber (optional)");
        assert_eq!(hand.focused().unwrap().1, "Dr. Osei", "{away:?}");
    }
    let mut hand = Hand::with_visit();
    hand.types("a");
    hand.tabs_to("Another strength");
    hand.types("45 mg");
    let record = hand.kept();
    let prescription = &record.current[&countercheck::store::Field::Prescription];
    assert_eq!(prescription["strength"], "45 mg", "also when the key locks");
}

/// The line at the bottom.
fn line(hand: &Hand) -> String {
    hand.harness.state().counter.keys_here(Focus::of(&hand.harness.ctx)).join(" · ")
}

#[test]
fn the_line_at_the_bottom_says_the_keys_that_matter_most() {
    let mut hand = Hand::with_samples();
    let start = "↑ ↓ choose · Enter open · Ctrl+N new · Ctrl+D due · Ctrl+K find anything · F1 all keys";
    assert_eq!(line(&hand), start);
    assert!(hand.draws(start));
    hand.opens("Elena");
    hand.key(Key::F5);
    assert_eq!(line(&hand), "↑ ↓ scroll · Esc back · Ctrl+P save · Ctrl+Shift+P print · F1 all keys");
    let patient = hand.visit().patient.clone();
    hand.does(Action::LookForDouble(Box::new(patient)));
    hand.opens("Dana");
    assert_eq!(line(&hand), "Enter make them one · S swap · Esc back · F1 all keys");
    assert_eq!(line(&Hand::with_vault()), "Ctrl+N new · Ctrl+D due · Ctrl+K find anything · F1 all keys");
}

#[test]
fn the_key_that_says_none_of_all_is_named_only_where_it_says_something() {
    let mut named = 0;
    for ix in content().question_indices() {
        let mut hand = Hand::with_visit();
        hand.does(Action::Go(Here::Question(ix)));
        let before = hand.visit().checklist.clone();
        let says = line(&hand).contains("none of all");
        named += usize::from(says);
        // Once it may first show what of the page was not in sight.
        (0..3).for_each(|_| hand.ctrl(Key::Num0));
        let content = content();
        let asked = content.question(ix);
        let is_medicines = asked.kind == Kind::Medicines;
        assert_eq!(hand.visit().checklist != before, says || is_medicines, "{}", asked.id);
    }
    assert!(named > 5 && named < content().questions().len(), "{named}");
}

/// What says that a key can be pressed, and where nothing is left for some of them to do.
/// A state of the app, the keys that its line names, and those that it does not.
type State<'a> = (&'a dyn Fn() -> Hand, &'a [&'a str], &'a [&'a str]);

#[test]
fn each_key_of_the_line_at_the_bottom_does_something_now() {
    let to_plan = || {
        let mut hand = Hand::with_visit();
        let drug = hand.desk().content.drug_by_id("upadacitinib").map(|drug| drug.ix);
        let prescription =
            Prescription { drug, kind: Some(PrescriptionKind::New), ..Prescription::default() };
        hand.does(Action::Say(Said::Prescription(prescription)));
        hand.key(Key::F10);
        hand
    };
    let planned = || {
        let mut hand = to_plan();
        hand.key(Key::Enter);
        assert!(!hand.desk().follow_ups.list.is_empty(), "{:?}", hand.words());
        hand
    };
    let today_s_visit = || {
        let mut hand = Hand::with_visit();
        hand.ctrl(Key::H);
        hand
    };
    let demo_vault = || {
        let mut hand = Hand::with_samples();
        hand.ctrl(Key::B);
        hand
    };
    let nothing_due = || {
        let mut hand = Hand::with_vault();
        hand.ctrl(Key::D);
        hand
    };
    let states: [State<'_>; 5] = [
        (&to_plan, &["Enter plan"], &["Space done", "M move", "Del drop", "X calendar", "Ctrl+Z undo"]),
        (&planned, &["Space done", "M move", "Del drop", "X calendar"], &["Enter plan"]),
        (&today_s_visit, &["Enter open", "E correct"], &["V new visit", "Ctrl+Z undo"]),
        (&demo_vault, &["V check"], &["A add", "P own passphrase", "B back up now"]),
        (&nothing_due, &["Esc back"], &["Enter patient", "Space done", "M move", "Del drop", "X calendar"]),
    ];
    for (state, there, absent) in states {
        let hand = state();
        let line = line(&hand);
        let parts: Vec<&str> = line.split(" · ").collect();
        assert!(there.iter().all(|key| parts.contains(key)), "{line}");
        assert!(absent.iter().all(|key| !parts.contains(key)), "{line}");
        let spot = hand.harness.state().counter.spot();
        for key in spot.area().keys {
            let Some(stroke) = key.stroke.filter(|_| !key.short.is_empty()) else { continue };
            let mut hand = state();
            if key.why_not(hand.desk()).is_some() {
                continue;
            }
            // The calendar is saved here, and not where the pages of this computer are.
            let folder = hand.folder().display().to_string();
            hand.does(Action::Set("summary.folder", folder.into()));
            let before = (hand.words(), hand.harness.output().shapes.clone());
            hand.frame(stroke.events());
            hand.settle();
            std::thread::sleep(std::time::Duration::from_millis(100));
            hand.settle();
            let after = (hand.words(), hand.harness.output().shapes.clone());
            assert!(after != before, "{spot:?}: {} does nothing ({})", key.keys, key.words);
        }
    }
}

#[test]
fn the_way_to_all_keys_stands_whole_in_the_line_of_a_narrow_window_and_of_large_text() {
    for glass in [Glass::of(700.0, 800.0, 100), Glass::of(1280.0, 800.0, 200), Glass::of(560.0, 420.0, 100)] {
        let mut hand = Hand::with_samples_behind(glass);
        let mut places = vec![];
        for place in 0..4 {
            match place {
                0 => {}
                1 => hand.opens("Elena"),
                2 => hand.goes_to("smoking"),
                _ => hand.key(Key::F5),
            }
            let nodes = hand.harness.root().children_recursive();
            let found: Vec<_> = nodes
                .filter_map(|node| {
                    let found = node.accesskit_node();
                    let label = found.label().or_else(|| found.value())?;
                    label.ends_with("F1 all keys").then(|| (label, node.rect()))
                })
                .collect();
            let [(line, rect)] = found.as_slice() else { panic!("{place}: {found:?}") };
            let whole = hand.harness.ctx.fonts_mut(|fonts| {
                let color = egui::Color32::PLACEHOLDER;
                fonts.layout_no_wrap(line.clone(), Type::Small.font(), color).size().x
            });
            assert!(rect.width() >= whole - 1.0 && rect.right() <= glass.points().x, "“{line}”: {rect:?}");
            places.push(line.clone());
        }
        assert!(places.iter().any(|line| line.contains(" · ")), "{glass:?}: {places:?}");
    }
}
