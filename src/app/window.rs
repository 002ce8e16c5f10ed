//! Opens the window: one renderer first, the other when the first fails.

use std::path::PathBuf;
use std::sync::Arc;

use eframe::egui;

use super::counter::Counter;
use super::desk::{Action, Clock, Desk};
use super::theme;
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
    /// What the vault is opened with at once; without it the door asks.
    pub credential: Option<Credential>,
}

/// Why there is no window.
#[derive(Debug, thiserror::Error)]
pub enum NoWindow {
    /// There is nothing to show a window on.
    #[error(
        "no window can be opened: Countercheck needs a display (X11 or Wayland on Linux). `countercheck help` lists what works without one"
    )]
    NoDisplay,
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
    // OpenGL is everywhere on Linux and macOS; on Windows remote desktops often lack it.
    let order = if cfg!(windows) {
        [eframe::Renderer::Wgpu, eframe::Renderer::Glow]
    } else {
        [eframe::Renderer::Glow, eframe::Renderer::Wgpu]
    };
    let [first, second] = order;
    let Err(first) = run(&mut start, first) else { return Ok(()) };
    // Without a display the other renderer has none either.
    if let eframe::Error::WinitEventLoop(_) = first {
        return Err(NoWindow::NoDisplay);
    }
    run(&mut start, second)
        .map_err(|second| NoWindow::NoRenderer { first: first.to_string(), second: second.to_string() })
}

fn run(start: &mut Start, renderer: eframe::Renderer) -> eframe::Result {
    let options = eframe::NativeOptions {
        viewport: egui::ViewportBuilder::default()
            .with_title("Countercheck")
            .with_app_id("countercheck")
            .with_inner_size([1280.0, 800.0])
            .with_min_inner_size([560.0, 420.0]),
        renderer,
        ..Default::default()
    };
    eframe::run_native(
        "countercheck",
        options,
        Box::new(move |creation| {
            theme::apply(&creation.egui_ctx, theme::Choice::System);
            let ctx = creation.egui_ctx.clone();
            let wake = move || ctx.request_repaint();
            let (content, vault) = (Arc::clone(&start.content), start.vault.clone());
            let mut desk = Desk::new(content, start.clock, vault, WorkFactor::STANDARD, wake)?;
            if start.samples {
                desk.apply(Action::OpenSamples);
            }
            // Taken and not copied: a passphrase stays in memory no longer than it is needed.
            if let Some(credential) = start.credential.take() {
                desk.apply(Action::Unlock(credential));
            }
            Ok(Box::new(Window(Counter::new(desk))))
        }),
    )
}

struct Window(Counter);

impl eframe::App for Window {
    fn logic(&mut self, ctx: &egui::Context, _: &mut eframe::Frame) {
        self.0.desk.receive();
        if ctx.input(|input| input.viewport().close_requested()) {
            if self.0.desk.may_close() {
                self.0.close();
            } else {
                ctx.send_viewport_cmd(egui::ViewportCommand::CancelClose);
            }
        }
    }

    fn raw_input_hook(&mut self, ctx: &egui::Context, input: &mut egui::RawInput) {
        self.0.admit(ctx, &mut input.events);
    }

    fn ui(&mut self, ui: &mut egui::Ui, _: &mut eframe::Frame) {
        self.0.show(ui);
    }
}
