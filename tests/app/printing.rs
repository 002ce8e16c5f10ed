//! Printing through the system, with programs that stand in for CUPS: what they are given, and what is said.

use std::path::Path;
use std::time::{Duration, Instant};

use countercheck::app::desk::Action;
use countercheck::app::desk::visit::Screen;
use countercheck::store::Record;
use countercheck::summary::{Handed, PdfMeta, lay_out, to_pdf};
use eframe::egui::{Key, Modifiers};
use serde_json::json;

use crate::alone::{alone, files_below};
use crate::hand::{Hand, ctrl, key_event, today};

/// Records its arguments and what it is given, and answers as `lp` does.
const LP: &str = "printf '%s\\n' \"$@\" > \"$HOME/lp.arguments\"
cat > \"$HOME/lp.pages\"
echo 'request id is Front-17 (1 file(s))'";
const REFUSES: &str = "echo 'lp: Error - The printer or class does not exist.' >&2
exit 1";
const SLOW: &str = "cat > \"$HOME/lp.pages\"
sleep 1
echo 'request id is Front-17 (1 file(s))'";
const TWO_PRINTERS: &str = "case \"$1\" in
-e) printf 'Front\\nBack_office\\n' ;;
-d) echo 'system default destination: Front' ;;
esac";
const VIEWER: &str = "printf '%s\\n' \"$@\" > \"$HOME/viewed\"";

/// A visit with its pages in front, which are saved in a folder of the home where they can't be printed.
fn with_pages(home: &Path) -> Hand {
    let mut hand = Hand::with_visit();
    hand.does(Action::Set("summary.folder", json!(home.join("saved").display().to_string())));
    hand.types("a");
    hand.key(Key::F5);
    hand
}

/// Ctrl, Shift and P, without waiting for the printer.
fn presses_print(hand: &mut Hand) {
    let both = Modifiers { shift: true, ..ctrl() };
    hand.frame(vec![key_event(Key::P, both, true)]);
    hand.frame(vec![key_event(Key::P, both, false)]);
}

fn prints(hand: &mut Hand) {
    presses_print(hand);
    hand.settle();
}

fn arguments(home: &Path) -> Vec<String> {
    let text = std::fs::read_to_string(home.join("lp.arguments")).unwrap();
    text.lines().map(str::to_owned).collect()
}

/// What the vault holds as handed out with the only visit.
fn kept(hand: &mut Hand) -> Vec<Handed> {
    let record: Record = hand.kept();
    let printed = hand.vault().printed(record.checklist.id).unwrap();
    printed.iter().map(|printed| Handed::from_json(&printed.document, today()).unwrap()).collect()
}

fn bytes(handed: &Handed) -> Vec<u8> {
    let pages = lay_out(&handed.document, handed.setup).unwrap();
    to_pdf(&pages, &PdfMeta::of(&handed.document, &handed.author, handed.day)).unwrap()
}

fn pdfs_below(folder: &Path) -> Vec<String> {
    let is_pdf = |path: &std::path::PathBuf| {
        std::fs::read(path).is_ok_and(|bytes| bytes.windows(4).any(|part| part == b"%PDF"))
    };
    let files = files_below(folder).into_iter().filter(is_pdf);
    files.map(|path| path.file_name().unwrap().to_string_lossy().into_owned()).collect()
}

#[test]
fn the_previewed_pages_go_to_lp_on_its_standard_input_and_no_file_stays_behind() {
    alone(
        "printing::the_previewed_pages_go_to_lp_on_its_standard_input_and_no_file_stays_behind",
        &[("lp", LP)],
        |home| {
            let mut hand = with_pages(home);
            presses_print(&mut hand);
            assert!(hand.sees("Sending to the printer …") || hand.sees("Sent to the printer"));
            hand.settle();
            assert!(hand.sees("Sent to the printer: job Front-17."), "{:?}", hand.words());
            assert_eq!(arguments(home), ["-t", "Countercheck summary", "-o", "media=Letter", "-"]);
            assert_eq!(pdfs_below(home), ["lp.pages"], "only what the stand-in itself wrote");
            let kept = kept(&mut hand);
            assert_eq!(kept.len(), 1, "what was printed is kept like what was saved");
            assert!(std::fs::read(home.join("lp.pages")).unwrap() == bytes(&kept[0]));
        },
    );
}

#[test]
fn from_another_screen_the_first_press_shows_the_pages_and_the_second_prints_them() {
    alone(
        "printing::from_another_screen_the_first_press_shows_the_pages_and_the_second_prints_them",
        &[("lp", LP)],
        |home| {
            let mut hand = Hand::with_visit();
            hand.types("a");
            prints(&mut hand);
            assert_eq!(hand.visit().screen, Screen::Summary);
            assert!(!home.join("lp.pages").exists() && !hand.sees("Sent to the printer"));
            prints(&mut hand);
            assert!(hand.sees("Sent to the printer"), "{:?}", hand.words());
        },
    );
}

/// The system has no usual printer: its only one is named, also where nobody looked at the pages before.
#[test]
fn ctrl_enter_prints_what_there_is_from_anywhere_in_a_visit_on_the_only_printer() {
    const ONE_PRINTER: &str = "case \"$1\" in
-e) sleep 1; echo Front ;;
-d) echo 'no system default destination' ;;
esac";
    alone(
        "printing::ctrl_enter_prints_what_there_is_from_anywhere_in_a_visit_on_the_only_printer",
        &[("lp", LP), ("lpstat", ONE_PRINTER)],
        |home| {
            let mut hand = Hand::with_visit();
            hand.types("a");
            hand.goes_to("smoking");
            hand.ctrl(Key::Enter);
            assert_eq!(hand.visit().screen, Screen::Summary);
            assert!(hand.sees("Sent to the printer: job Front-17."), "{:?}", hand.words());
            assert_eq!(arguments(home)[..2], ["-d", "Front"]);
            assert_eq!(pdfs_below(home), ["lp.pages"], "nothing is saved besides");
            assert_eq!(kept(&mut hand).len(), 1);
        },
    );
}

#[test]
fn where_nothing_prints_ctrl_enter_saves_what_there_is_and_says_so() {
    alone("printing::where_nothing_prints_ctrl_enter_saves_what_there_is_and_says_so", &[], |home| {
        let mut hand = Hand::with_visit();
        hand.does(Action::Set("summary.folder", json!(home.join("saved").display().to_string())));
        hand.types("a");
        hand.ctrl(Key::Enter);
        assert!(hand.sees("Not printed: this computer has no program that prints"), "{:?}", hand.words());
        assert!(hand.sees("Saved: "), "{:?}", hand.words());
        assert_eq!(pdfs_below(&home.join("saved")).len(), 1);
    });
}

#[test]
fn the_paper_of_the_pages_is_the_paper_that_is_asked_for() {
    alone("printing::the_paper_of_the_pages_is_the_paper_that_is_asked_for", &[("lp", LP)], |home| {
        let mut hand = with_pages(home);
        hand.types("a");
        prints(&mut hand);
        assert!(arguments(home).contains(&"media=A4".to_owned()), "{:?}", arguments(home));
    });
}

#[test]
fn among_several_printers_one_is_chosen_and_remembered() {
    alone(
        "printing::among_several_printers_one_is_chosen_and_remembered",
        &[("lp", LP), ("lpstat", TWO_PRINTERS)],
        |home| {
            let mut hand = with_pages(home);
            assert!(hand.sees("Front") && !hand.sees("Back_office"), "the usual one: {:?}", hand.words());
            prints(&mut hand);
            assert!(!arguments(home).contains(&"-d".to_owned()), "the system knows its usual printer");
            hand.tabs_to("Choose another printer");
            hand.key(Key::Enter);
            hand.tabs_to("Back_office");
            hand.key(Key::Enter);
            assert!(!hand.words().contains(&"Front".to_owned()), "{:?}", hand.words());
            prints(&mut hand);
            assert_eq!(arguments(home)[..2], ["-d", "Back_office"]);
            hand.ctrl(Key::L);
            hand.unlocks();
            assert!(hand.sees("Back_office"), "{:?}", hand.words());
        },
    );
}

#[test]
fn a_printer_that_is_gone_is_said_to_be_and_never_replaced_by_another() {
    alone(
        "printing::a_printer_that_is_gone_is_said_to_be_and_never_replaced_by_another",
        &[("lp", LP), ("lpstat", TWO_PRINTERS)],
        |home| {
            let mut hand = with_pages(home);
            hand.does(Action::Set("summary.printer", json!("Attic")));
            assert!(hand.sees("Attic is not among the printers"), "{:?}", hand.words());
            prints(&mut hand);
            assert_eq!(arguments(home)[..2], ["-d", "Attic"]);
        },
    );
}

#[test]
fn what_the_printing_system_refuses_is_said_with_its_words_and_opened_in_the_viewer() {
    alone(
        "printing::what_the_printing_system_refuses_is_said_with_its_words_and_opened_in_the_viewer",
        &[("lp", REFUSES), ("xdg-open", VIEWER)],
        |home| {
            let mut hand = with_pages(home);
            prints(&mut hand);
            let why = "Not printed: the printing system says “The printer or class does not exist” (code 1).";
            assert!(hand.sees(why), "{:?}", hand.words());
            assert!(hand.sees("Print it from the viewer") && hand.sees("Saved: "), "{:?}", hand.words());
            let begun = Instant::now();
            while !std::fs::read_to_string(home.join("viewed"))
                .is_ok_and(|said| said.contains("eczema-summary"))
            {
                assert!(begun.elapsed() < Duration::from_secs(30), "no viewer");
                std::thread::sleep(Duration::from_millis(10));
            }
            let saved = pdfs_below(home);
            assert_eq!(saved.len(), 1, "{saved:?}");
            let kept = kept(&mut hand);
            assert_eq!(kept.len(), 1, "the file was handed out");
        },
    );
}

#[test]
fn without_a_program_that_prints_it_is_said_and_the_file_is_saved_instead() {
    alone("printing::without_a_program_that_prints_it_is_said_and_the_file_is_saved_instead", &[], |home| {
        let mut hand = with_pages(home);
        prints(&mut hand);
        assert!(hand.sees("Not printed: this computer has no program that prints"), "{:?}", hand.words());
        assert!(hand.sees("Saved: "), "{:?}", hand.words());
        assert_eq!(pdfs_below(&home.join("saved")).len(), 1);
    });
}

#[test]
fn pages_that_are_neither_printed_nor_saved_are_not_kept_as_handed_out() {
    alone(
        "printing::pages_that_are_neither_printed_nor_saved_are_not_kept_as_handed_out",
        &[("lp", REFUSES)],
        |home| {
            let mut hand = with_pages(home);
            std::fs::write(home.join("saved"), "in the way").unwrap();
            prints(&mut hand);
            assert!(hand.sees("Not printed: ") && hand.sees("Not saved: "), "{:?}", hand.words());
            assert!(kept(&mut hand).is_empty());
        },
    );
}

#[test]
fn what_is_printed_while_one_has_gone_to_another_screen_is_kept_all_the_same() {
    alone(
        "printing::what_is_printed_while_one_has_gone_to_another_screen_is_kept_all_the_same",
        &[("lp", SLOW)],
        |home| {
            let mut hand = with_pages(home);
            presses_print(&mut hand);
            assert!(hand.sees("Sending to the printer …"), "{:?}", hand.words());
            hand.frame(vec![key_event(Key::F3, Modifiers::NONE, true)]);
            hand.settle();
            assert_eq!(hand.visit().screen, Screen::Safety);
            assert_eq!(kept(&mut hand).len(), 1);
        },
    );
}

#[test]
fn what_is_on_its_way_to_the_printer_when_the_vault_locks_is_kept_before_it_does() {
    alone(
        "printing::what_is_on_its_way_to_the_printer_when_the_vault_locks_is_kept_before_it_does",
        &[("lp", SLOW)],
        |home| {
            let mut hand = with_pages(home);
            presses_print(&mut hand);
            assert!(hand.sees("Sending to the printer …"), "{:?}", hand.words());
            assert_eq!(kept(&mut hand).len(), 1);
        },
    );
}
