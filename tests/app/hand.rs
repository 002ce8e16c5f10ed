//! A pharmacist's hand on the keyboard of the app: presses keys, waits for the vault, reads the screen.

use std::cell::Cell;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};

use crate::support::Raster;
use countercheck::app::counter::Counter;
use countercheck::app::desk::visit::{Here, Visit};
use countercheck::app::desk::{Action, Clock, Desk};
use countercheck::app::theme::{self, Choice, TextSize};
use countercheck::app::traces::Traces;
use countercheck::checklist::answer::Answer;
use countercheck::content::Content;
use countercheck::content::ids::QuestionIx;
use countercheck::store::{Credential, NewPatient, NewStaff, Passphrase, Patient, Record, Vault, WorkFactor};
use eframe::egui::accesskit::Role;
use eframe::egui::{self, Event, Key, Modifiers, Vec2, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::NodeT as _;
use jiff::civil::{Date, Time, date, time};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

/// What opens the vaults of these tests.
pub const PASSPHRASE: &str = "correct horse battery";
/// The size of the window as it opens.
pub const USUAL: Vec2 = vec2(1280.0, 800.0);

/// The app as it stands in its window, and whether it listens to the vault's thread.
pub struct Seat {
    pub counter: Counter,
    traces: Traces,
    pub listening: bool,
}

/// One window with a hand on its keyboard.
pub struct Hand {
    /// Draws what is in the window, when a picture of it is wanted.
    pub raster: Raster,
    pub harness: Harness<'static, Seat>,
    /// How many keys were pressed; a key with Ctrl counts once.
    pub keys: usize,
    folder: tempfile::TempDir,
}

/// What the app is looked at through.
#[derive(Clone, Copy, Debug)]
pub struct Glass {
    /// The size of the window, in pixels where a pixel is a point at the usual text size.
    pub pixels: Vec2,
    /// How many pixels of the screen there are to each of them.
    pub scale: f32,
    pub text_size: TextSize,
    pub theme: Choice,
}

impl Glass {
    /// The window as it opens.
    pub const USUAL: Self =
        Self { pixels: USUAL, scale: 1.0, text_size: TextSize::USUAL, theme: Choice::Light };

    /// A window of so many pixels with everything drawn larger.
    pub fn of(width: f32, height: f32, percent: u16) -> Self {
        Self { pixels: vec2(width, height), text_size: TextSize::of_percent(percent), ..Self::USUAL }
    }

    /// The size of the window in points.
    pub fn points(&self) -> Vec2 {
        self.pixels / self.text_size.factor()
    }
}

/// The content, loaded once for all tests.
pub fn content() -> Arc<Content> {
    static CONTENT: OnceLock<Arc<Content>> = OnceLock::new();
    let load = || Arc::new(Content::embedded().unwrap_or_else(|errors| panic!("{errors}")));
    Arc::clone(CONTENT.get_or_init(load))
}

/// The question with this id.
pub fn question(id: &str) -> QuestionIx {
    content().question_by_id(id).unwrap_or_else(|| panic!("no question {id}"))
}

thread_local! {
    /// Minutes by which the clock of this test was put on.
    static LATER: Cell<i64> = const { Cell::new(0) };
    /// How often the clock was looked at.
    static LOOKS: Cell<i64> = const { Cell::new(0) };
}

/// Never twice the same, as with a real clock: each look is a microsecond after the one before.
fn now() -> Timestamp {
    let begun: Timestamp = "2026-11-24T15:00:00Z".parse().unwrap();
    LOOKS.set(LOOKS.get() + 1);
    begun + SignedDuration::from_mins(LATER.get()) + SignedDuration::from_micros(LOOKS.get())
}

/// The day on which all tests begin.
pub fn today() -> Date {
    day_of(now())
}

fn day_of(at: Timestamp) -> Date {
    at.to_zoned_datetime(TimeZone::UTC).date()
}

/// Puts the clock of this test on.
pub fn later(minutes: i64) {
    LATER.set(LATER.get() + minutes);
}

fn noon() -> Time {
    time(12, 34, 56, 0)
}

fn clock() -> Clock {
    Clock { now, today, time: noon, day_of, time_of: |_| noon() }
}

/// Ctrl, as egui hears it on Linux and Windows.
pub fn ctrl() -> Modifiers {
    Modifiers { ctrl: true, command: true, ..Modifiers::NONE }
}

impl Hand {
    /// A window on a folder without a vault.
    pub fn new() -> Self {
        Self::of_size(USUAL, 1.0)
    }

    /// The same in a window of another size (points) and scale (pixels a point).
    pub fn of_size(size: Vec2, scale: f32) -> Self {
        Self::behind(Glass { pixels: size, scale, ..Glass::USUAL })
    }

    /// The same, looked at in another way.
    pub fn behind(glass: Glass) -> Self {
        let raster = Raster::default();
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("pharmacy.vault");
        let desk = Desk::new(content(), clock(), path, WorkFactor::FOR_TESTS, || {}).unwrap();
        let seat = Seat { counter: Counter::new(desk), traces: Traces::default(), listening: true };
        let harness = Harness::builder()
            .with_size(glass.points())
            .with_pixels_per_point(glass.scale)
            .renderer(raster.clone())
            .with_theme(egui::Theme::Light)
            // The summary makes one picture a frame, of each page in sight and of each in the list.
            .with_max_steps(40)
            .with_context_setup(move |ctx| {
                theme::apply(ctx, glass.theme);
                theme::apply_text_size(ctx, glass.text_size);
            })
            .build_ui_state(
                |ui, seat: &mut Seat| {
                    if seat.listening {
                        seat.counter.desk.receive();
                    }
                    seat.traces.forget(ui.ctx(), &seat.counter.desk);
                    seat.counter.show(ui);
                    seat.traces.hold(ui.ctx());
                },
                seat,
            );
        // The harness chooses a theme of its own when it is built.
        theme::apply(&harness.ctx, glass.theme);
        Self { raster, harness, keys: 0, folder }
    }

    /// Another state of the app on a vault, as when the program is started again.
    pub fn another_desk(path: PathBuf) -> Desk {
        Desk::new(content(), clock(), path, WorkFactor::FOR_TESTS, || {}).unwrap()
    }

    /// A window with the sample patients open.
    pub fn with_samples() -> Self {
        Self::with_samples_of_size(USUAL, 1.0)
    }

    /// The same in a window of another size and scale.
    pub fn with_samples_of_size(size: Vec2, scale: f32) -> Self {
        Self::with_samples_behind(Glass { pixels: size, scale, ..Glass::USUAL })
    }

    /// The same, looked at in another way.
    pub fn with_samples_behind(glass: Glass) -> Self {
        let mut hand = Self::behind(glass);
        hand.does(Action::OpenSamples);
        hand
    }

    /// A visit of the sample patient whose name begins so.
    #[track_caller]
    pub fn opens(&mut self, name: &str) {
        let patient = self.desk().patients.iter().find(|patient| patient.name.starts_with(name)).cloned();
        self.does(Action::OpenPatient(patient.unwrap()));
    }

    /// A window with a new and empty vault open.
    pub fn with_vault() -> Self {
        Self::with_vault_of_size(USUAL, 1.0)
    }

    /// The same in a window of another size and scale.
    pub fn with_vault_of_size(size: Vec2, scale: f32) -> Self {
        Self::with_vault_behind(Glass { pixels: size, scale, ..Glass::USUAL })
    }

    /// The same, looked at in another way.
    pub fn with_vault_behind(glass: Glass) -> Self {
        let mut hand = Self::behind(glass);
        let first = NewStaff { name: "A. Okafor, PharmD".to_owned(), passphrase: passphrase(PASSPHRASE) };
        let path = hand.vault_path();
        hand.does(Action::CreateVault(path, first));
        hand.does(Action::CodeWritten);
        hand
    }

    /// A window with a new vault and the visit of a new patient, born 2 May 1984.
    pub fn with_visit() -> Self {
        let mut hand = Self::with_vault();
        hand.begin_visit();
        hand
    }

    /// The same in a window of another size.
    pub fn with_visit_of_size(size: Vec2) -> Self {
        let mut hand = Self::with_vault_of_size(size, 1.0);
        hand.begin_visit();
        hand
    }

    /// Adds a patient, born 2 May 1984, and begins a visit.
    pub fn begin_visit(&mut self) {
        self.begin_visit_of(Some(date(1984, 5, 2)));
    }

    /// Adds a patient who was born on that day, and begins a visit.
    pub fn begin_visit_of(&mut self, birth_date: Option<Date>) {
        let patient = NewPatient { name: "Elena Marković".to_owned(), birth_date, phone: None };
        self.does(Action::AddNamesake(patient));
        self.visit();
    }

    /// A visit at which one question is in front.
    pub fn at_question(id: &str) -> Self {
        let mut hand = Self::with_visit();
        hand.goes_to(id);
        hand
    }

    /// Puts a question in front.
    pub fn goes_to(&mut self, id: &str) {
        self.does(Action::Go(Here::Question(question(id))));
    }

    /// Where the vault is.
    pub fn vault_path(&self) -> PathBuf {
        self.folder.path().join("pharmacy.vault")
    }

    /// The temporary folder.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// The state.
    pub fn desk(&self) -> &Desk {
        &self.harness.state().counter.desk
    }

    /// The open visit.
    #[track_caller]
    pub fn visit(&self) -> &Visit {
        self.desk().visit().expect("a visit is open")
    }

    /// The answer to a question in the open visit.
    pub fn answer(&self, id: &str) -> Option<&Answer> {
        self.visit().checklist.answer(question(id))
    }

    /// The answer as JSON; `null` when there is none.
    pub fn answer_json(&self, id: &str) -> serde_json::Value {
        let content = content();
        let asked = content.question(question(id));
        self.answer(id).map_or(serde_json::Value::Null, |answer| answer.to_json(&content, asked))
    }

    /// The id of the question in front; `None` where none is, as at the prescription.
    pub fn here(&self) -> Option<String> {
        match self.visit().here {
            Here::Prescription | Here::Since | Here::Boundary => None,
            Here::Question(ix) => Some(content().question(ix).id.to_string()),
        }
    }

    /// Does something without the keyboard, to get to where a test begins.
    pub fn does(&mut self, action: Action) {
        self.harness.state_mut().counter.desk.apply(action);
        self.settle();
    }

    /// Draws until nothing moves and the vault has answered everything.
    #[track_caller]
    pub fn settle(&mut self) {
        let begun = Instant::now();
        // Each frame is a quarter of a second for the app: a machine that is slow to answer must not let so many of them
        // pass that the vault is locked for nobody's touching it.
        for frame in 0.. {
            self.harness.run();
            let counting = self.harness.state().counter.is_counting();
            if !self.harness.state().listening || !self.desk().is_waiting() && !counting {
                break;
            }
            assert!(begun.elapsed() < Duration::from_secs(60), "the vault does not answer");
            std::thread::sleep(Duration::from_millis(if frame < 100 { 1 } else { 100 }));
        }
        self.harness.run();
    }

    /// Presses a key and waits.
    #[track_caller]
    pub fn key(&mut self, key: Key) {
        self.key_with(Modifiers::NONE, key);
    }

    /// Presses a key with Ctrl and waits.
    #[track_caller]
    pub fn ctrl(&mut self, key: Key) {
        self.key_with(ctrl(), key);
    }

    /// Presses a letter or digit with Alt, as Linux gives it: key and letter in one frame. Waits.
    #[track_caller]
    pub fn alt(&mut self, letter: char) {
        self.keys += 1;
        let mut events = letter_events(letter);
        for event in &mut events {
            if let Event::Key { modifiers, .. } = event {
                *modifiers = Modifiers::ALT;
            }
        }
        self.frame(events);
        self.settle();
    }

    #[track_caller]
    fn key_with(&mut self, modifiers: Modifiers, key: Key) {
        self.keys += 1;
        self.frame(vec![key_event(key, modifiers, true)]);
        self.frame(vec![key_event(key, modifiers, false)]);
        self.settle();
    }

    /// Types a text as a keyboard gives it: key and letter in one frame. Waits after each.
    #[track_caller]
    pub fn types(&mut self, text: &str) {
        for letter in text.chars() {
            self.keys += 1;
            self.frame(letter_events(letter));
            self.settle();
        }
    }

    /// Points at the words, presses the button and lets it go, each in a frame of its own. Waits.
    #[track_caller]
    pub fn clicks(&mut self, words: &str) {
        let found = self.harness.root().children_recursive().find(|node| {
            let node = node.accesskit_node();
            [node.label(), node.value()].iter().flatten().any(|said| said == words)
        });
        let pos = found.unwrap_or_else(|| panic!("no “{words}”: {:?}", self.words())).rect().center();
        let (button, modifiers) = (egui::PointerButton::Primary, Modifiers::NONE);
        let button = |pressed| Event::PointerButton { pos, button, pressed, modifiers };
        for event in [Event::PointerMoved(pos), button(true), button(false)] {
            self.frame(vec![event]);
        }
        self.settle();
    }

    /// Draws one frame with these events, and waits for nothing.
    pub fn frame(&mut self, mut events: Vec<Event>) {
        self.harness.state().traces.admit(&mut events);
        self.harness.input_mut().events.extend(events);
        self.harness.step();
    }

    /// Everything that is drawn or said to a screen reader, in order.
    pub fn words(&self) -> Vec<String> {
        self.harness
            .root()
            .children_recursive()
            .flat_map(|node| {
                let node = node.accesskit_node();
                [node.label(), node.value(), node.description(), node.placeholder().map(str::to_owned)]
            })
            .flatten()
            .collect()
    }

    /// Whether some text on the screen holds this.
    pub fn sees(&self, part: &str) -> bool {
        self.words().iter().any(|words| words.contains(part))
    }

    /// Whether some words that are drawn hold this, and not only what is said to a screen reader.
    pub fn draws(&self, part: &str) -> bool {
        self.harness.root().children_recursive().any(|node| {
            let node = node.accesskit_node();
            node.role() == Role::Label
                && [node.label(), node.value()].iter().flatten().any(|words| words.contains(part))
        })
    }

    /// The name and text of what has the focus.
    pub fn focused(&self) -> Option<(String, String)> {
        self.harness.root().children_recursive().find(|node| node.accesskit_node().is_focused()).map(|node| {
            let node = node.accesskit_node();
            (node.label().unwrap_or_default(), node.value().unwrap_or_default())
        })
    }

    /// Presses Tab until something of this name has the focus; the number of presses.
    #[track_caller]
    pub fn tabs_to(&mut self, name: &str) -> usize {
        for presses in 1..200 {
            self.key(Key::Tab);
            if self.focused().is_some_and(|(label, _)| label == name) {
                return presses;
            }
        }
        panic!("Tab never leads to {name}");
    }

    /// Types into the field of this name, and goes on to the next one.
    #[track_caller]
    pub fn enters(&mut self, field: &str, typed: &str) {
        if self.focused().is_none_or(|(label, _)| label != field) {
            self.tabs_to(field);
        }
        self.types(typed);
        self.key(Key::Enter);
    }

    /// Opens the vault from outside, after the app has closed it.
    pub fn vault(&self) -> Vault {
        let credential = Credential::Passphrase { staff: None, passphrase: passphrase(PASSPHRASE) };
        Vault::open(&self.vault_path(), &credential, now()).unwrap()
    }

    /// Locks the app and reads the only visit of the only patient from the vault.
    pub fn kept(&mut self) -> Record {
        self.ctrl(Key::L);
        assert!(self.desk().session.is_none());
        let vault = self.vault();
        let patients: Vec<Patient> = vault.recent_patients(2).unwrap();
        assert_eq!(patients.len(), 1);
        let visits = vault.checklists_of(patients[0].id).unwrap();
        assert_eq!(visits.len(), 1);
        vault.checklist(visits[0].id).unwrap()
    }

    /// Unlocks the locked app by keyboard.
    pub fn unlocks(&mut self) {
        self.types(PASSPHRASE);
        self.key(Key::Enter);
        assert!(self.desk().session.is_some(), "not unlocked: {:?} {:?}", self.focused(), self.words());
    }
}

/// A passphrase.
pub fn passphrase(text: &str) -> Passphrase {
    Passphrase::new(text.to_owned()).unwrap()
}

/// A key going down or up.
pub fn key_event(key: Key, modifiers: Modifiers, pressed: bool) -> Event {
    Event::Key { key, physical_key: None, pressed, repeat: false, modifiers }
}

/// What a keyboard sends for one letter: the key, and the letter.
pub fn letter_events(letter: char) -> Vec<Event> {
    let key = match letter {
        ' ' => Some(Key::Space),
        '?' => Some(Key::Questionmark),
        _ => Key::from_name(&letter.to_uppercase().to_string()),
    };
    let shift = letter.is_uppercase() || letter == '?';
    let modifiers = Modifiers { shift, ..Modifiers::NONE };
    let pressed = key.map(|key| key_event(key, modifiers, true));
    let released = key.map(|key| key_event(key, modifiers, false));
    pressed.into_iter().chain([Event::Text(letter.to_string())]).chain(released).collect()
}
