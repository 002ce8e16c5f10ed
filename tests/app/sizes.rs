//! From the smallest window to the largest screen, and from the usual text to twice its size: what is whole, in sight and
//! in its place.

use countercheck::app::desk::Action;
use countercheck::app::desk::visit::{Said, Screen};
use countercheck::app::theme::{Type, size};
use countercheck::app::widgets::Level;
use eframe::egui::accesskit::{Live, Role};
use eframe::egui::{self, Key, Rect, Shape, vec2};
use egui_kittest::kittest::{AccessKitNode, NodeT as _, Queryable as _};

use crate::hand::{Glass, Hand, USUAL, content, question};
use crate::reach::{CONTROLS, bottom_bar, placed};
use crate::tour::tour;

/// From the smallest window to the largest screen, and from the usual text to twice its size.
const GLASSES: [fn() -> Glass; 8] = [
    || Glass::USUAL,
    || Glass::of(1024.0, 640.0, 100),
    || Glass::of(560.0, 420.0, 100),
    || Glass::of(1280.0, 800.0, 150),
    || Glass::of(1280.0, 800.0, 200),
    || Glass::of(1024.0, 640.0, 200),
    || Glass::of(3840.0, 2160.0, 100),
    || Glass::of(3840.0, 2160.0, 200),
];

/// What is wider than the window can't be read: nothing that can be worked may end outside of it. Down one scrolls;
/// to the side one can't.
#[test]
fn nothing_that_can_be_worked_or_read_lies_beyond_the_edge_at_any_size() {
    let mut beyond = Vec::new();
    for glass in GLASSES.map(|glass| glass()) {
        let width = glass.points().x;
        tour(glass, |screen, hand| {
            let drawn = hand.harness.output().shapes.len();
            assert!(drawn > 5, "{screen} at {glass:?}: {drawn} shapes");
            for (node, name, rect) in placed(hand) {
                let role = node.role();
                let counts = CONTROLS.contains(&role) && role != Role::Image || role == Role::Label;
                if counts && (rect.right() > width + 0.5 || rect.left() < -0.5) {
                    let size = glass.points();
                    beyond.push(format!("{screen} at {size:?}: {role:?} “{name}” at {rect:?}"));
                }
            }
        });
    }
    assert!(beyond.is_empty(), "{}", beyond.join("\n"));
}

/// Who the patient is stands whole in the bar, in every window; and what is not scrolled stays above its lower end.
#[test]
fn name_and_birth_date_are_whole_and_the_verdict_is_large_on_every_screen_of_a_visit() {
    for glass in GLASSES.map(|glass| glass()) {
        let size = glass.points();
        let mut hand = Hand::with_samples_behind(glass);
        hand.opens("Elena");
        let (name, born) = (hand.visit().patient.name.clone(), "born 2 May 1984 · 42 years");
        for screen in [Screen::Safety, Screen::Coverage, Screen::Authorization, Screen::Summary] {
            hand.does(Action::Open(screen));
            let mut below = 0.0_f32;
            for (role, text) in [(Type::Name, name.as_str()), (Type::Body, born)] {
                let rect = hand.harness.get_by_label(text).rect();
                let whole = hand.harness.ctx.fonts_mut(|fonts| {
                    fonts.layout_no_wrap(text.to_owned(), role.font(), egui::Color32::PLACEHOLDER).size().x
                });
                assert!(
                    rect.width() >= whole - 1.0 && rect.right() <= size.x,
                    "“{text}” at {size:?}: {rect:?}"
                );
                below = below.max(rect.bottom());
            }
            let banner = banner(&hand).unwrap_or_else(|| panic!("no verdict on {screen:?} at {size:?}"));
            assert!(banner.top() > below && banner.bottom() < size.y, "{screen:?} at {size:?}: {banner:?}");
            // The capitals are 0.73 of the size of the letters: 35 pixels, 16 minutes of arc from two meters.
            let pixels = banner.height() * glass.text_size.factor();
            assert!(pixels >= 48.0, "{screen:?} at {size:?}: {banner:?}");
            let page = size.x.min(size::PAGE);
            assert!(banner.width() >= (page * 0.45).min(page - 420.0), "{screen:?} at {size:?}: {banner:?}");
        }
    }
}

/// Also where everything is drawn larger in a small window: what is asked, more than one of its answers, and all of the
/// button that leads on, once one comes to it.
#[test]
fn in_a_low_window_one_sees_what_is_asked_some_of_its_answers_and_the_way_on() {
    for (percent, least) in [(125, 5), (150, 3), (200, 1)] {
        let glass = Glass::of(1024.0, 640.0, percent);
        let mut hand = Hand::with_vault_behind(glass);
        hand.begin_visit();
        hand.types("as1");
        let height = banner(&hand).unwrap().height();
        let two_lines = Type::Banner.line_height() + Type::Small.line_height();
        assert!(height < two_lines, "{percent} %: the verdict takes one line: {height}");
        for id in ["clots", "cancer", "heart_risks"] {
            hand.goes_to(id);
            let ask = content().question(question(id)).ask.clone();
            let all = placed(&hand);
            let (top, bottom) = (banner(&hand).unwrap().bottom(), bottom_bar(&hand).top());
            let is_ask = |text: Option<String>| text.as_ref() == Some(&ask);
            let asked = all.iter().find(|(node, ..)| {
                node.role() == Role::Label && (is_ask(node.value()) || is_ask(node.label()))
            });
            let asked = asked.unwrap_or_else(|| panic!("{id} is not asked: {:?}", hand.words())).2;
            assert!(asked.top() >= top && asked.bottom() < bottom, "{percent} %, {id}: {asked:?}");
            let is_answer =
                |node: &AccessKitNode<'_>| matches!(node.role(), Role::CheckBox | Role::RadioButton);
            let in_sight = |rect: &Rect| rect.top() >= asked.bottom() && rect.bottom() <= bottom;
            let seen = all.iter().filter(|(node, _, rect)| is_answer(node) && in_sight(rect)).count();
            assert!(seen >= least, "{percent} %, {id}: {seen} answers between {asked:?} and {bottom}");
            // Each answer that an arrow leads to is whole in sight.
            hand.key(Key::ArrowDown);
            let root = hand.harness.root();
            let answer = root.children_recursive().find(|node| node.accesskit_node().is_focused()).unwrap();
            assert!(is_answer(&answer.accesskit_node()), "{percent} %, {id}: {:?}", hand.focused());
            assert!(in_sight(&answer.rect()), "{percent} %, {id}: {:?} of {bottom}", answer.rect());
            hand.tabs_to("Next");
            let all = placed(&hand);
            let next = all.iter().find(|(node, name, _)| node.role() == Role::Button && name == "Next");
            let next = next.unwrap().2;
            assert!(next.top() >= top && next.bottom() <= bottom, "{percent} %, {id}: {next:?}");
        }
    }
}

/// All words that are painted, with where.
fn painted(hand: &Hand) -> Vec<(String, Rect)> {
    let shapes = hand.harness.output().shapes.iter();
    let texts = shapes.filter_map(|clipped| match &clipped.shape {
        Shape::Text(text) => Some((text.galley.text().to_owned(), text.visual_bounding_rect())),
        _ => None,
    });
    texts.collect()
}

#[test]
fn how_many_questions_are_open_stands_on_the_verdict_in_every_window() {
    for glass in GLASSES.map(|glass| glass()) {
        let mut hand = Hand::with_vault_behind(glass);
        hand.begin_visit();
        hand.types("as1");
        let verdict = banner(&hand).unwrap();
        let open = painted(&hand)
            .into_iter()
            .find(|(words, rect)| words.contains("still open") && verdict.contains_rect(*rect));
        assert!(open.is_some_and(|(words, _)| !words.ends_with('…')), "{:?}", glass.points());
    }
}

/// On a large screen the page stands in the middle, and no line is longer than can be read across.
#[test]
fn on_a_large_screen_the_page_stands_in_the_middle_and_lines_stay_short() {
    let glass = Glass::of(3840.0, 2160.0, 100);
    // No wider than a usual screen, whatever the theme says; a line of words and what stands beside them.
    let (page, line) = (1_920.0, 1_060.0);
    let middle = (glass.points().x - page) / 2.0;
    let mut wrong = Vec::new();
    tour(glass, |screen, hand| {
        let bottom = bottom_bar(hand).top();
        for (words, rect) in painted(hand) {
            let is_in_page = rect.top() > 60.0 && rect.bottom() < bottom;
            if !is_in_page {
                continue;
            }
            if rect.left() < middle || rect.right() > glass.points().x - middle {
                wrong.push(format!("{screen}: “{words}” lies outside, at {rect:?}"));
            }
            if rect.width() > line {
                wrong.push(format!("{screen}: “{words}” is {} wide", rect.width()));
            }
        }
        if hand.desk().visit().is_some_and(|visit| visit.screen == Screen::Safety)
            && let Some(next) = placed(hand).into_iter().find(|(_, name, _)| name == "Next")
        {
            let way = (next.2.left() - glass.points().x / 2.0).abs();
            assert!(way < size::READ, "{screen}: “Next” is {way} from the middle");
        }
    });
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn banner(hand: &Hand) -> Option<Rect> {
    let is_banner =
        |label: String| Level::ALL.iter().any(|level| label.starts_with(&format!("{}: ", level.words())));
    let mut nodes = hand.harness.root().children_recursive();
    let found = nodes.find(|node| {
        let node = node.accesskit_node();
        node.live() == Live::Polite && node.role() == Role::Button && node.label().is_some_and(is_banner)
    });
    found.map(|node| node.rect())
}

#[test]
fn the_bar_is_as_high_as_it_needs_right_after_the_window_grows() {
    let mut hand = Hand::with_samples();
    hand.opens("Elena");
    let before = hand.harness.get_by_label("1 Safety").rect();
    hand.harness.set_size(vec2(560.0, 420.0));
    hand.settle();
    assert!(hand.harness.get_by_label("Safety").rect().top() > before.top());
    hand.harness.set_size(USUAL);
    hand.settle();
    assert_eq!(hand.harness.get_by_label("1 Safety").rect(), before);
}

/// The words in the upper part of the window that are drawn only in part.
fn cut_above(hand: &Hand, bottom: f32) -> Vec<String> {
    let texts = hand.harness.output().shapes.iter().filter_map(|clipped| match &clipped.shape {
        Shape::Text(text) => {
            Some((text.galley.text().to_owned(), text.visual_bounding_rect(), clipped.clip_rect))
        }
        _ => None,
    });
    let cut = texts.filter(|(_, rect, clip)| rect.top() < bottom && !clip.expand(2.0).contains_rect(*rect));
    cut.map(|(text, ..)| text).collect()
}

/// A window that stands still is drawn once: what it shows then must be whole.
#[test]
fn the_first_frame_after_the_window_has_another_size_shows_bars_and_verdict_whole() {
    for screen in [Screen::Safety, Screen::Coverage, Screen::Authorization, Screen::Summary] {
        for (before, after) in [(USUAL, vec2(700.0, 800.0)), (vec2(560.0, 420.0), USUAL)] {
            let mut hand = Hand::with_samples_of_size(before, 1.0);
            hand.opens("Elena");
            hand.does(Action::Open(screen));
            hand.harness.set_size(after);
            hand.harness.step();
            let at_once = (banner(&hand), hand.harness.get_by_label("Elena Marković").rect());
            let cut = cut_above(&hand, 180.0);
            assert!(cut.is_empty(), "{screen:?} from {before:?} to {after:?}: {cut:?}");
            hand.settle();
            let later = (banner(&hand), hand.harness.get_by_label("Elena Marković").rect());
            assert_eq!(at_once, later, "{screen:?} from {before:?} to {after:?}");
        }
    }
}

/// Nothing below the banner moves when an answer changes what it says.
#[test]
fn the_banner_is_as_high_whatever_it_says() {
    for glass in [Glass::USUAL, Glass::of(1024.0, 640.0, 200)] {
        let mut hand = Hand::with_vault_behind(glass);
        hand.begin_visit();
        let empty = hand.harness.get_by_label("No drug chosen").rect();
        let mut prescription = hand.visit().prescription.clone();
        prescription.drug = content().drug_by_id("upadacitinib").map(|drug| drug.ix);
        hand.does(Action::Say(Said::Prescription(prescription)));
        assert_eq!(banner(&hand), Some(empty));
        hand.does(Action::Open(Screen::Safety));
        for (id, answer) in [("allergy", "a"), ("infection", "a"), ("infection", "n")] {
            hand.goes_to(id);
            hand.types(answer);
            assert_eq!(banner(&hand), Some(empty), "{id}, {answer}");
        }
    }
}
