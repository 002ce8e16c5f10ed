//! What does a screen reader on Linux find and hear? The real program is asked over the AT-SPI bus.
//!
//! Runs under Xvfb, on a session bus of its own with accessibility switched on. Where Xvfb, xdotool, a D-Bus
//! daemon or AT-SPI is missing it says that it was skipped.

#![cfg(target_os = "linux")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test may stop at the first surprise"
)]

#[path = "window/bus.rs"]
mod bus;
#[path = "window/desktop.rs"]
mod desktop;

use bus::{Bus, Node};
use countercheck::content::Content;
use desktop::{Keyboard, close, display, ends, is_there, program, running, stderr, wait_for};

/// What has to have a name: it can be worked, or leads through the screen. A row is named by its cells.
const NAMED: [&str; 12] = [
    "button",
    "check box",
    "radio button",
    "entry",
    "password",
    "tab",
    "list item",
    "cell",
    "column header",
    "heading",
    "image",
    "status",
];

fn all_are_named(screen: &str, nodes: &[Node]) {
    let nameless: Vec<&Node> = nodes
        .iter()
        .filter(|node| NAMED.contains(&node.role.as_str()) && node.name.trim().is_empty())
        .collect();
    assert!(nameless.is_empty(), "{screen}: {nameless:?}");
}

fn has(nodes: &[Node], role: &str, name: &str) -> bool {
    nodes.iter().any(|node| node.role == role && node.name.contains(name))
}

/// The large verdict in words, and the drug that it is about: "Caution" of "Upadacitinib".
fn verdict(nodes: &[Node]) -> Option<(String, String)> {
    let banner = nodes.iter().find(|node| bus::is_verdict(&node.name))?;
    let (word, drug) = banner.name.split_once(": ")?;
    Some((word.to_owned(), drug.split_whitespace().next()?.to_owned()))
}

#[test]
fn a_screen_reader_finds_every_control_by_name_and_hears_what_an_answer_changes() {
    if !["Xvfb", "xdotool", "dbus-daemon"].into_iter().all(is_there) || !bus::is_installed() {
        println!("skipped: Xvfb, xdotool, dbus-daemon and AT-SPI (at-spi2-core) are not all here");
        return;
    }
    let home = tempfile::tempdir().unwrap();
    let (_server, display) = display();
    let bus = Bus::begin(home.path());
    let mut command = program(home.path());
    command.arg("--demo").env("DISPLAY", &display).env("DBUS_SESSION_BUS_ADDRESS", &bus.address);
    let mut app = running(command);
    let keyboard = Keyboard::on(display);
    let window = keyboard.window(&mut app);

    // The start page: a field that has the focus, and the patients as items of a list.
    let nodes = wait_for("the sample patients", || {
        let nodes = bus.tree()?;
        has(&nodes, "list item", "José").then_some(nodes)
    });
    all_are_named("start", &nodes);
    let focused: Vec<&Node> = nodes.iter().filter(|node| node.is_focused).collect();
    assert!(matches!(focused.as_slice(), [only] if only.role == "entry"), "{focused:?}");
    for node in nodes.iter().filter(|node| node.role == "list item") {
        assert!(node.parent == "list box", "{node:?}");
    }

    // A visit: the verdict on the prescribed drug in words, tabs and topics in their lists.
    keyboard.types("Jos");
    keyboard.settles();
    keyboard.presses("Return");
    keyboard.settles();
    keyboard.presses("F3");
    let nodes = wait_for("the verdict", || {
        let nodes = bus.tree()?;
        nodes.iter().any(|node| bus::is_verdict(&node.name)).then_some(nodes)
    });
    all_are_named("safety", &nodes);
    for (role, parent) in [("tab", "tab list"), ("list item", "list box")] {
        let of_role: Vec<&Node> = nodes.iter().filter(|node| node.role == role).collect();
        assert!(of_role.len() > 2 && of_role.iter().all(|node| node.parent == parent), "{of_role:?}");
    }

    // An answer: what becomes of the verdict is announced without being looked for.
    let content = Content::embedded().unwrap_or_else(|errors| panic!("{errors}"));
    let infections = &content.question(content.question_by_id("infection").unwrap()).ask;
    wait_for("the question for infections", || {
        keyboard.presses("bracketright");
        keyboard.settles();
        let nodes = bus.tree()?;
        nodes.iter().any(|node| node.is_focused && node.name == *infections).then_some(())
    });
    let before = verdict(&bus.tree().unwrap()).unwrap();
    bus.heard();
    // The first of them is a serious infection now.
    keyboard.types("a");
    let after = wait_for("another verdict", || verdict(&bus.tree()?).filter(|now| now.0 != before.0));
    let (word, drug) = &after;
    // The verdict itself, and the sentence that says what it was before and why it changed.
    let banner = format!("{word}: {drug}");
    let change = format!("{drug}: {} → {word}, because ", before.0);
    let mut heard = Vec::new();
    wait_for("the announcement of the new verdict", || {
        heard.extend(bus.heard());
        let said = |beginning: &str| heard.iter().any(|said: &String| said.starts_with(beginning));
        (said(&banner) && said(&change)).then_some(())
    });
    assert!(heard.iter().all(|said| !said.trim().is_empty()), "{heard:?}");

    // Each screen of the visit; on the one of costs a table with heads and cells.
    for (key, screen) in [("F4", "coverage"), ("F8", "authorization"), ("F5", "summary"), ("F1", "keys")] {
        keyboard.presses(key);
        keyboard.settles();
        let nodes = bus.tree().unwrap();
        assert!(nodes.len() > 10, "{screen}: {nodes:?}");
        all_are_named(screen, &nodes);
        if screen == "coverage" {
            for (role, parent) in [("column header", "row"), ("cell", "row"), ("row", "table")] {
                let of_role: Vec<&Node> = nodes.iter().filter(|node| node.role == role).collect();
                assert!(
                    !of_role.is_empty() && of_role.iter().all(|node| node.parent == parent),
                    "{of_role:?}"
                );
            }
        }
    }

    close(&keyboard, &window);
    let status = ends(&mut app);
    assert!(status.success(), "{status}: {}", stderr(&mut app));
}
