//! Opens the window: one renderer first, the other when the first fails.

use std::any::Any;
use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::path::PathBuf;
use std::sync::Arc;

use eframe::egui;

use super::desk::{Action, Clock, Desk};
use super::ending::Ending;
use super::shell::Shell;
use super::theme::{self, system::Desktop};
use crate::content::Content;
use crate::store::{Credential, WorkFactor};

/// What the window begins with.
pub struct Start {
    /// What the app knows.
    pub content: Arc<Content>,
    /// The clock.
    pub clock: Clock,
    /// The vault that is opened.
    pub vault: PathBuf,
    /// Whether sample patients are opened instead.
    pub samples: bool,
    /// Where it is kept how the window looks; without it what is chosen holds until the window closes.
    pub look: Option<PathBuf>,
    /// The renderer that is tried first; the other follows.
    pub first: Renderer,
    /// Whether the renderer that runs is named on standard error.
    pub tells_renderer: bool,
    /// What the vault is opened with at once; without it the door asks.
    pub credential: Option<Credential>,
}

/// What can draw the window.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Renderer {
    /// OpenGL.
    OpenGl,
    /// Vulkan, DirectX, Metal, or OpenGL by another way.
    Wgpu,
}

impl Renderer {
    /// The one to try first: OpenGL is everywhere on Linux and macOS; on Windows remote desktops often lack it.
    pub const USUAL: Self = if cfg!(windows) { Self::Wgpu } else { Self::OpenGl };

    /// The one of that name: `opengl` or `wgpu`.
    pub fn by_name(name: &str) -> Option<Self> {
        [Self::OpenGl, Self::Wgpu].into_iter().find(|one| one.name() == name)
    }

    fn name(self) -> &'static str {
        match self {
            Self::OpenGl => "opengl",
            Self::Wgpu => "wgpu",
        }
    }

    fn other(self) -> Self {
        match self {
            Self::OpenGl => Self::Wgpu,
            Self::Wgpu => Self::OpenGl,
        }
    }

    fn of_eframe(self) -> eframe::Renderer {
        match self {
            Self::OpenGl => eframe::Renderer::Glow,
            Self::Wgpu => eframe::Renderer::Wgpu,
        }
    }
}

/// Why there is no window.
#[derive(Debug, thiserror::Error)]
pub enum NoWindow {
    /// There is nothing to show a window on.
    #[error(
        "no window can be opened: Countercheck needs a display (X11 or Wayland on Linux). `countercheck help` lists what works without one"
    )]
    NoDisplay,
    /// The toolkit stopped while it opened the window.
    #[error(
        "no window can be opened: {why}. Install what is missing (README.md names the packages), or try the other way to draw it with COUNTERCHECK_RENDERER={other}"
    )]
    Stopped {
        /// What it said.
        why: String,
        /// The renderer that was not tried.
        other: &'static str,
    },
    /// Neither renderer works.
    #[error(
        "no window can be opened: {first}; and then: {second}. Countercheck needs a display with OpenGL 2.1, Vulkan, DirectX 12 or Metal; README.md names the packages"
    )]
    NoRenderer {
        /// Why the first renderer does not work.
        first: String,
        /// Why the other does not.
        second: String,
    },
}

/// Opens the window and stays until it is closed.
///
/// # Errors
/// [`NoWindow`] when neither renderer works.
pub fn open(mut start: Start) -> Result<(), NoWindow> {
    let (one, other) = (start.first, start.first.other());
    let Err(first) = run(&mut start, one, None) else { return Ok(()) };
    let first = match first {
        // Without a display the other renderer has none either.
        NotDrawn::NoDisplay => return Err(NoWindow::NoDisplay),
        // Stopped in the middle, the toolkit's loop of events takes no second window.
        NotDrawn::Stopped(why) => return Err(NoWindow::Stopped { why, other: other.name() }),
        NotDrawn::Because(why) => why,
    };
    run(&mut start, other, Some(&first)).map_err(|second| match second {
        NotDrawn::NoDisplay => NoWindow::NoDisplay,
        NotDrawn::Stopped(second) | NotDrawn::Because(second) => {
            NoWindow::NoRenderer { first: first.clone(), second }
        }
    })
}

/// Why a renderer shows no window.
enum NotDrawn {
    NoDisplay,
    Because(String),
    /// The toolkit panicked where it should have given an error, as it does without a library that it opens late.
    Stopped(String),
}

impl NotDrawn {
    fn of(error: &eframe::Error) -> Self {
        match error {
            eframe::Error::WinitEventLoop(_) => Self::NoDisplay,
            other => Self::Because(other.to_string()),
        }
    }

    fn of_panic(what: &(dyn Any + Send)) -> Self {
        let words = what.downcast_ref::<String>().map(String::as_str);
        let words = words.or_else(|| what.downcast_ref::<&str>().copied());
        Self::Stopped(words.unwrap_or("the toolkit stopped").trim_end_matches('.').to_owned())
    }
}

/// The picture of the window in task bars and lists of windows.
fn icon() -> egui::IconData {
    if cfg!(target_os = "macos") {
        // The app brings its own in every size, and keeps it when the window has none.
        return egui::IconData::default();
    }
    let picture = include_bytes!("../../assets/icons/countercheck-128.png");
    // A test holds that it can be read; a window without a picture works as well.
    eframe::icon_data::from_png_bytes(picture).unwrap_or_default()
}

/// What draws, in words, and why not the renderer that was tried before.
fn words(creation: &eframe::CreationContext<'_>, after: Option<&str>) -> String {
    let name = match &creation.wgpu_render_state {
        Some(state) => {
            let adapter = state.adapter.get_info();
            format!("wgpu ({}, {})", adapter.backend, adapter.name)
        }
        None => "OpenGL".to_owned(),
    };
    match after {
        Some(why) => format!("{name}, because the first renderer did not start: {why}"),
        None => name,
    }
}

fn run(start: &mut Start, renderer: Renderer, after: Option<&str>) -> Result<(), NotDrawn> {
    let is_drawn = Cell::new(false);
    // Until our own part of the window begins, nothing was read that could name a patient.
    match catch_unwind(AssertUnwindSafe(|| show(start, renderer, after, &is_drawn))) {
        Ok(shown) => shown.map_err(|error| NotDrawn::of(&error)),
        Err(mistake) if is_drawn.get() => resume_unwind(mistake),
        Err(mistake) => Err(NotDrawn::of_panic(&*mistake)),
    }
}

/// Shows the window until it is closed; `is_drawn` becomes true when the renderer works.
fn show(start: &mut Start, renderer: Renderer, after: Option<&str>, is_drawn: &Cell<bool>) -> eframe::Result {
    let options = eframe::NativeOptions {
        viewport: egui::ViewportBuilder::default()
            .with_title("Countercheck")
            .with_app_id("countercheck")
            .with_icon(icon())
            .with_inner_size([1280.0, 800.0])
            .with_min_inner_size([560.0, 420.0]),
        renderer: renderer.of_eframe(),
        ..Default::default()
    };
    eframe::run_native(
        "countercheck",
        options,
        Box::new(move |creation| {
            is_drawn.set(true);
            let ctx = creation.egui_ctx.clone();
            let wake = move || ctx.request_repaint();
            let (content, vault) = (Arc::clone(&start.content), start.vault.clone());
            let mut desk = Desk::new(content, start.clock, vault, WorkFactor::STANDARD, wake)?;
            if let Some(path) = start.look.clone() {
                let ctx = creation.egui_ctx.clone();
                desk.keep_look_in(path, move || ctx.request_repaint());
            }
            desk.look.apply(&creation.egui_ctx);
            desk.renderer = words(creation, after);
            if start.tells_renderer {
                crate::cli::tell(&format!("drawn with {}", desk.renderer));
            }
            if start.samples {
                desk.apply(Action::OpenSamples);
            }
            // Taken and not copied: a passphrase stays in memory no longer than it is needed.
            if let Some(credential) = start.credential.take() {
                desk.apply(Action::Unlock(credential));
            }
            let desktop = Desktop::ask(&creation.egui_ctx);
            let shell = Shell::new(desk).until(ending(&creation.egui_ctx));
            Ok(Box::new(Window { shell, desktop }))
        }),
    )
}

/// Hears that the system asks the program to end; where that can't be heard, it ends as programs do.
fn ending(ctx: &egui::Context) -> Ending {
    let (ending, ctx) = (Ending::default(), ctx.clone());
    ending.hear(move || ctx.request_repaint()).ok();
    ending
}

struct Window {
    shell: Shell,
    desktop: Desktop,
}

impl eframe::App for Window {
    fn logic(&mut self, ctx: &egui::Context, _: &mut eframe::Frame) {
        self.shell.receive(ctx);
    }

    fn raw_input_hook(&mut self, ctx: &egui::Context, input: &mut egui::RawInput) {
        if let Some(wish) = self.desktop.change() {
            theme::wants_contrast(ctx, wish.contrast);
            self.shell.desk().look.apply(ctx);
        }
        // Told again with every frame: the toolkit would put its own answer in its place.
        input.system_theme = self.desktop.wish().theme.or(input.system_theme);
        self.shell.admit(ctx, &mut input.events);
    }

    fn ui(&mut self, ui: &mut egui::Ui, _: &mut eframe::Frame) {
        self.shell.show(ui);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[cfg(not(target_os = "macos"))]
    fn the_picture_of_the_window_is_square_and_shows_something() {
        let icon = icon();
        assert_eq!((icon.width, icon.height, icon.rgba.len()), (128, 128, 128 * 128 * 4));
        let opaque = icon.rgba.chunks(4).filter(|pixel| pixel.last() == Some(&255)).count();
        assert!(opaque > 128 * 128 / 4, "{opaque} pixels are there");
    }

    #[test]
    fn what_the_toolkit_says_when_it_stops_is_the_reason() {
        let words = |what: &(dyn Any + Send)| match NotDrawn::of_panic(what) {
            NotDrawn::Stopped(why) => why,
            NotDrawn::NoDisplay | NotDrawn::Because(_) => panic!("it is a panic"),
        };
        assert_eq!(words(&"a library is missing."), "a library is missing");
        assert_eq!(words(&"another one".to_owned()), "another one");
        assert_eq!(words(&1), "the toolkit stopped");
    }
}
