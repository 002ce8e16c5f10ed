//! What a test of the real window needs: a display of its own, the program away from everybody's home, and hands
//! and eyes outside of it.

#![allow(dead_code, reason = "each test uses what it needs")]

use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash as _, Hasher as _};
use std::io::{BufRead as _, BufReader, Read as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use x11rb::connection::Connection as _;
use x11rb::protocol::xproto::{ClientMessageEvent, ConnectionExt as _, EventMask, ImageFormat};
use x11rb::wrapper::ConnectionExt as _;

pub const PROGRAM: &str = env!("CARGO_BIN_EXE_countercheck");
pub const PATIENCE: Duration = Duration::from_secs(60);

/// A process that does not outlive the test.
pub struct Running(pub Child);

impl Drop for Running {
    fn drop(&mut self) {
        // It may have ended by itself; then there is nothing to end.
        self.0.kill().ok();
        self.0.wait().ok();
    }
}

pub fn is_there(tool: &str) -> bool {
    std::env::var_os("PATH")
        .is_some_and(|path| std::env::split_paths(&path).any(|folder| folder.join(tool).is_file()))
}

/// Asks again until there is an answer or patience ends.
pub fn wait_for<T>(what: &str, mut ask: impl FnMut() -> Option<T>) -> T {
    let begun = Instant::now();
    loop {
        if let Some(answer) = ask() {
            return answer;
        }
        assert!(begun.elapsed() < PATIENCE, "waited in vain for {what}");
        std::thread::sleep(Duration::from_millis(100));
    }
}

/// A display that nobody else uses: Xvfb finds the number itself.
pub fn display() -> (Running, String) {
    let mut server = Command::new("Xvfb")
        // Without a reset when the last window closes: the next one would find no display in that moment.
        .args(["-displayfd", "1", "-screen", "0", "1400x900x24", "-nolisten", "tcp", "-noreset"])
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut number = String::new();
    BufReader::new(server.stdout.take().unwrap()).read_line(&mut number).unwrap();
    assert!(!number.trim().is_empty(), "Xvfb did not start");
    (Running(server), format!(":{}", number.trim()))
}

/// Starts a session bus; the answer is also where programs find it.
pub fn session(home: &Path) -> (Running, String) {
    let run = home.join("run");
    std::fs::create_dir(&run).unwrap();
    let mut daemon = Command::new("dbus-daemon")
        .args(["--session", "--nofork", "--nopidfile", "--print-address=1"])
        .env("HOME", home)
        .env("XDG_RUNTIME_DIR", &run)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut address = String::new();
    BufReader::new(daemon.stdout.take().unwrap()).read_line(&mut address).unwrap();
    (Running(daemon), address.trim().to_owned())
}

/// The program that is tried: the one that was just built, or another one that is named.
pub fn path() -> PathBuf {
    std::env::var_os("COUNTERCHECK_PROGRAM").map_or_else(|| PathBuf::from(PROGRAM), PathBuf::from)
}

/// The program, away from the home, the desktop and the viewers of whoever runs the test.
pub fn program(home: &Path) -> Command {
    let mut command = Command::new(path());
    command.env_clear().env("HOME", home).env("PATH", "").env("TMPDIR", home).env("TZ", "UTC");
    for keep in ["LD_LIBRARY_PATH", "LIBGL_DRIVERS_PATH", "RUST_BACKTRACE"] {
        if let Some(value) = std::env::var_os(keep) {
            command.env(keep, value);
        }
    }
    command
}

pub struct Keyboard {
    pub display: String,
    /// The process of the program, once its window was found.
    process: std::cell::Cell<Option<u32>>,
}

impl Keyboard {
    pub fn xdotool(&self, arguments: &[&str]) -> Option<String> {
        let output = Command::new("xdotool").env("DISPLAY", &self.display).args(arguments).output().unwrap();
        output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
    }

    pub fn presses(&self, key: &str) {
        self.xdotool(&["key", "--clearmodifiers", key]);
    }

    pub fn types(&self, text: &str) {
        self.xdotool(&["type", "--delay", "20", text]);
    }
}

pub fn ends(program: &mut Running) -> ExitStatus {
    wait_for("the program to end", || program.0.try_wait().unwrap())
}

/// Asks the window to close, as its close button does; this needs no window manager.
pub fn close(keyboard: &Keyboard, window: &str) {
    let window: u32 = window.parse().unwrap();
    let (connection, _) = x11rb::rust_connection::RustConnection::connect(Some(&keyboard.display)).unwrap();
    let atom = |name: &str| connection.intern_atom(false, name.as_bytes()).unwrap().reply().unwrap().atom;
    let request = [atom("WM_DELETE_WINDOW"), x11rb::CURRENT_TIME, 0, 0, 0];
    let message = ClientMessageEvent::new(32, window, atom("WM_PROTOCOLS"), request);
    connection.send_event(false, window, EventMask::NO_EVENT, message).unwrap();
    connection.sync().unwrap();
}

/// Width and height of the picture that the window gives to task bars.
pub fn picture_of(keyboard: &Keyboard, window: &str) -> Option<(u32, u32)> {
    let window: u32 = window.parse().ok()?;
    let (connection, _) = x11rb::rust_connection::RustConnection::connect(Some(&keyboard.display)).ok()?;
    let icon = connection.intern_atom(false, b"_NET_WM_ICON").ok()?.reply().ok()?.atom;
    let kind = x11rb::protocol::xproto::AtomEnum::CARDINAL;
    let size = connection.get_property(false, window, icon, kind, 0, 2).ok()?.reply().ok()?;
    let mut numbers = size.value32()?;
    Some((numbers.next()?, numbers.next()?))
}

pub fn stderr(running: &mut Running) -> String {
    let mut text = String::new();
    if let Some(mut pipe) = running.0.stderr.take()
        && running.0.try_wait().ok().flatten().is_some()
    {
        pipe.read_to_string(&mut text).ok();
    }
    text
}

/// A sum over what is on the display.
fn picture(display: &str) -> Option<u64> {
    let (connection, screen) = x11rb::rust_connection::RustConnection::connect(Some(display)).ok()?;
    let root = connection.setup().roots.get(screen)?;
    let (width, height) = (root.width_in_pixels, root.height_in_pixels);
    let image = connection.get_image(ImageFormat::Z_PIXMAP, root.root, 0, 0, width, height, !0).ok()?;
    let mut sum = DefaultHasher::new();
    image.reply().ok()?.data.hash(&mut sum);
    Some(sum.finish())
}

/// How many different colors stand in a strip through the middle of the display.
pub fn colors(display: &str) -> Option<usize> {
    let colors: std::collections::HashSet<[u8; 4]> = strip(display)?.into_iter().collect();
    Some(colors.len())
}

/// How bright that strip is at its middle, black to white: 0 to 255.
pub fn brightness(display: &str) -> Option<u8> {
    let mut brightest: Vec<u8> =
        strip(display)?.iter().map(|[one, two, three, _]| *one.max(two).max(three)).collect();
    brightest.sort_unstable();
    brightest.get(brightest.len() / 2).copied()
}

/// The pixels of that strip, each with its three colors first.
fn strip(display: &str) -> Option<Vec<[u8; 4]>> {
    let (connection, screen) = x11rb::rust_connection::RustConnection::connect(Some(display)).ok()?;
    let root = connection.setup().roots.get(screen)?;
    let (width, height) = (root.width_in_pixels, 40);
    let top = i16::try_from(root.height_in_pixels / 3).ok()?;
    let image = connection.get_image(ImageFormat::Z_PIXMAP, root.root, 0, top, width, height, !0).ok()?;
    Some(image.reply().ok()?.data.chunks_exact(4).filter_map(|pixel| pixel.try_into().ok()).collect())
}

/// What a process has in memory, in kB.
pub fn resident(process: u32) -> Option<u64> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    line.split_whitespace().next()?.parse().ok()
}

/// What a process has taken of the processor, in its ticks.
pub fn time_taken(process: u32) -> Option<u64> {
    let line = std::fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    // Behind the name, which may hold blanks.
    let fields: Vec<&str> = line.rsplit(')').next()?.split_whitespace().collect();
    Some(fields.get(11)?.parse::<u64>().ok()? + fields.get(12)?.parse::<u64>().ok()?)
}

impl Keyboard {
    /// A keyboard on a display.
    pub fn on(display: String) -> Self {
        Self { display, process: std::cell::Cell::new(None) }
    }

    /// Waits until the program is at rest: nothing moves on the display, and it takes no time of the processor.
    pub fn settles(&self) {
        let mut before = None;
        let mut still = 0;
        wait_for("a program at rest", || {
            let now = (picture(&self.display), self.process.get().and_then(time_taken));
            still = if now == before.unwrap_or_default() { still + 1 } else { 0 };
            before = Some(now);
            (still >= 6).then_some(())
        });
    }

    /// Does something, waits until it is seen, and then until nothing moves any more.
    pub fn sees(&self, what: &str, act: impl FnOnce(&Self)) {
        let before = picture(&self.display);
        act(self);
        wait_for(what, || (picture(&self.display) != before).then_some(()));
        self.settles();
    }

    /// The window of the program, with the focus in it.
    pub fn window(&self, running: &mut Running) -> String {
        self.process.set(Some(running.0.id()));
        let window = wait_for("the window", || {
            assert!(running.0.try_wait().unwrap().is_none(), "{}", stderr(running));
            let found = self.xdotool(&["search", "--onlyvisible", "--name", "^Countercheck$"])?;
            found.lines().next().map(str::to_owned)
        });
        wait_for("the focus", || {
            self.xdotool(&["windowfocus", &window]);
            (self.xdotool(&["getwindowfocus"])? == window).then_some(())
        });
        window
    }
}

/// Starts the program on a display.
pub fn started(home: &Path, display: &str, arguments: &[&str]) -> Running {
    let mut command = program(home);
    command.args(arguments).env("DISPLAY", display);
    running(command)
}

/// Starts a command; what it says of errors is kept.
pub fn running(mut command: Command) -> Running {
    Running(command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap())
}
