//! The clipboard: what another program copied is pasted here, and nothing that was copied here gets out.

use std::time::{Duration, Instant};

use countercheck::app::traces::HELD;
use x11rb::connection::Connection as _;
use x11rb::protocol::Event;
use x11rb::protocol::xproto::{
    Atom, AtomEnum, ConnectionExt as _, CreateWindowAux, EventMask, PropMode, SELECTION_NOTIFY_EVENT,
    SelectionNotifyEvent, SelectionRequestEvent, WindowClass,
};
use x11rb::rust_connection::RustConnection;
use x11rb::wrapper::ConnectionExt as _;

use super::{PATIENCE, Samples, is_there, samples, wait_for};

/// Another program, which has copied something.
struct Other {
    connection: RustConnection,
    window: u32,
    clipboard: Atom,
    text: Atom,
    targets: Atom,
}

impl Other {
    fn who_copied_something(display: &str) -> Self {
        let (connection, screen) = RustConnection::connect(Some(display)).unwrap();
        let root = connection.setup().roots.get(screen).unwrap().root;
        let window = connection.generate_id().unwrap();
        let about = CreateWindowAux::new();
        connection.create_window(0, window, root, 0, 0, 1, 1, 0, WindowClass::INPUT_ONLY, 0, &about).unwrap();
        let atom = |name: &str| connection.intern_atom(false, name.as_bytes()).unwrap().reply().unwrap().atom;
        let (clipboard, text, targets) = (atom("CLIPBOARD"), atom("UTF8_STRING"), atom("TARGETS"));
        connection.set_selection_owner(window, clipboard, x11rb::CURRENT_TIME).unwrap();
        connection.sync().unwrap();
        Self { connection, window, clipboard, text, targets }
    }

    /// Answers who asks; whether somebody has taken the text.
    fn gives(&self, text: &str, patience: Duration) -> bool {
        let begun = Instant::now();
        while begun.elapsed() < patience {
            match self.connection.poll_for_event().unwrap() {
                Some(Event::SelectionRequest(asked)) => {
                    if self.answer(&asked, text) {
                        return true;
                    }
                }
                Some(_) => {}
                None => std::thread::sleep(Duration::from_millis(20)),
            }
        }
        false
    }

    fn answer(&self, asked: &SelectionRequestEvent, text: &str) -> bool {
        let (to, place) = (asked.requestor, asked.property);
        let is_text = asked.target == self.text;
        if is_text {
            self.connection.change_property8(PropMode::REPLACE, to, place, self.text, text.as_bytes())
        } else {
            let offered = [self.targets, self.text];
            self.connection.change_property32(PropMode::REPLACE, to, place, AtomEnum::ATOM, &offered)
        }
        .unwrap();
        let notify = SelectionNotifyEvent {
            response_type: SELECTION_NOTIFY_EVENT,
            sequence: 0,
            time: asked.time,
            requestor: to,
            selection: asked.selection,
            target: asked.target,
            property: if is_text || asked.target == self.targets { place } else { x11rb::NONE },
        };
        self.connection.send_event(false, to, EventMask::NO_EVENT, notify).unwrap();
        self.connection.sync().unwrap();
        is_text
    }

    /// The text that is on the clipboard.
    fn reads(&self) -> Option<String> {
        let place: Atom = AtomEnum::CUT_BUFFE_R0.into();
        self.connection
            .convert_selection(self.window, self.clipboard, self.text, place, x11rb::CURRENT_TIME)
            .unwrap();
        self.connection.sync().unwrap();
        let begun = Instant::now();
        while begun.elapsed() < PATIENCE {
            match self.connection.poll_for_event().unwrap() {
                Some(Event::SelectionNotify(notify)) if notify.property == x11rb::NONE => return None,
                Some(Event::SelectionNotify(_)) => {
                    let read = self
                        .connection
                        .get_property(true, self.window, place, AtomEnum::ANY, 0, 1 << 16)
                        .unwrap();
                    return String::from_utf8(read.reply().unwrap().value).ok();
                }
                // It is still the owner itself.
                Some(Event::SelectionRequest(_)) => return None,
                Some(_) => {}
                None => std::thread::sleep(Duration::from_millis(20)),
            }
        }
        None
    }

    /// Whether somebody offers what is only marked.
    fn finds_something_marked(&self) -> bool {
        let owner = self.connection.get_selection_owner(AtomEnum::PRIMARY.into()).unwrap().reply().unwrap();
        owner.owner != x11rb::NONE
    }
}

#[test]
fn what_another_program_copied_is_pasted_and_what_is_copied_here_stays_here() {
    if !is_there("Xvfb") || !is_there("xdotool") {
        println!("skipped: Xvfb and xdotool are not both here");
        return;
    }
    let Samples { _server, home: _home, mut running, keyboard, window: _ } = samples();
    let other = Other::who_copied_something(&keyboard.display);
    // Where it comes too early, nobody asks for the text.
    let begun = Instant::now();
    loop {
        keyboard.presses("ctrl+f");
        keyboard.presses("ctrl+v");
        if other.gives("Elena", Duration::from_secs(3)) {
            break;
        }
        assert!(running.0.try_wait().unwrap().is_none());
        assert!(begun.elapsed() < PATIENCE, "nobody asked for what was copied elsewhere");
    }
    // All of it each time: on a busy machine a key may come before the field has the focus.
    wait_for("the copy", || {
        keyboard.presses("ctrl+f");
        keyboard.types("Elena Mar");
        keyboard.presses("ctrl+a");
        keyboard.presses("ctrl+c");
        (other.reads().as_deref() == Some(HELD)).then_some(())
    });
    assert!(!other.finds_something_marked());
}
