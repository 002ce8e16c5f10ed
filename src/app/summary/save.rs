//! Saves the pages as a file and opens it, on a thread of its own.
//!
//! The file's name holds the day and never the patient. Nothing is overwritten: a second file of
//! the day gets a number.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, TryRecvError, channel};

use eframe::egui::Context;
use jiff::civil::Date;

use crate::summary::{Handed, Page, PdfMeta, SummaryError, to_pdf};

/// What became of a file.
#[derive(Clone, Debug)]
pub enum Saved {
    /// It is there.
    Done {
        /// Where.
        path: PathBuf,
        /// Whether it was opened.
        viewer: Viewer,
    },
    /// It is not.
    Failed {
        /// What happened.
        why: String,
        /// What to do.
        cure: &'static str,
    },
}

impl Saved {
    /// The pages are not fit to be written.
    pub fn of_pages(error: &SummaryError) -> Self {
        Self::Failed { why: error.to_string(), cure: error.cure() }
    }

    /// The thread ended without a word.
    pub fn broken_off() -> Self {
        Self::Failed {
            why: "it broke off, and what became of it is not known".to_owned(),
            cure: "Look whether the pages are there, and try again.",
        }
    }

    /// There is no thread to write on.
    pub fn no_thread(error: &std::io::Error) -> Self {
        Self::Failed { why: error.to_string(), cure: "Close other programs and try again." }
    }
}

/// Whether the system's viewer shows the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Viewer {
    /// It was started.
    Started,
    /// There is none, or it did not start.
    Missing,
}

/// Saving and the choice of a folder, while they are under way.
#[derive(Default)]
pub struct Saver {
    saving: Option<(Receiver<Saved>, Handed)>,
    choosing: Option<Receiver<Option<PathBuf>>>,
    shown: Option<Saved>,
}

impl Saver {
    /// Starts saving.
    pub fn start(&mut self, ctx: &Context, handed: Handed, pages: &[Page], folder: String) {
        if self.saving.is_some() {
            return;
        }
        let (done, saving) = channel();
        let day = handed.day;
        let meta = PdfMeta::of(&handed.document, &handed.author, day);
        let pages = pages.to_vec();
        let ctx = ctx.clone();
        let work = move || {
            let saved = match to_pdf(&pages, &meta) {
                Ok(bytes) => saved(&bytes, Path::new(&folder), day),
                Err(error) => Saved::of_pages(&error),
            };
            // The screen may be gone by now; then nobody waits for the answer.
            done.send(saved).ok();
            ctx.request_repaint();
        };
        match std::thread::Builder::new().name("save pages".into()).spawn(work) {
            Ok(_) => self.saving = Some((saving, handed)),
            Err(error) => {
                self.shown = Some(Saved::no_thread(&error));
            }
        }
    }

    /// What is still being written when nobody will wait for it any more; nothing that failed by now.
    pub fn give_up(&mut self) -> Option<Handed> {
        let (saving, handed) = self.saving.take()?;
        match saving.try_recv() {
            Ok(saved) => matches!(saved, Saved::Done { .. }).then_some(handed),
            Err(TryRecvError::Empty) => Some(handed),
            Err(TryRecvError::Disconnected) => None,
        }
    }

    /// Whether a file is being written.
    pub fn is_waiting(&self) -> bool {
        self.saving.is_some()
    }

    /// Forgets what became of the file before.
    pub fn clear(&mut self) {
        self.shown = None;
    }

    /// What has just been finished: what became of it, and the summary as it was saved.
    pub fn finished(&mut self) -> Option<(Saved, Handed)> {
        let saved = match self.saving.as_ref()?.0.try_recv() {
            Ok(saved) => saved,
            Err(TryRecvError::Empty) => return None,
            Err(TryRecvError::Disconnected) => Saved::broken_off(),
        };
        self.saving.take().map(|(_, handed)| (saved, handed))
    }

    /// Shows what became of the file.
    pub fn show(&mut self, saved: Saved) {
        self.shown = Some(saved);
    }

    /// What is shown.
    pub fn shown(&self) -> Option<&Saved> {
        self.shown.as_ref()
    }

    /// Lets the pharmacist choose a folder in the system's dialog.
    pub fn choose_folder(&mut self, ctx: &Context) {
        if self.choosing.is_some() {
            return;
        }
        let (done, choosing) = channel();
        let ctx = ctx.clone();
        let work = move || {
            let chosen = rfd::FileDialog::new().set_title("Save the pages in").pick_folder();
            done.send(chosen).ok();
            ctx.request_repaint();
        };
        if std::thread::Builder::new().name("choose folder".into()).spawn(work).is_ok() {
            self.choosing = Some(choosing);
        }
    }

    /// The folder that was chosen.
    pub fn chosen_folder(&mut self) -> Option<String> {
        let chosen = self.choosing.as_ref()?.try_recv().ok()?;
        self.choosing = None;
        chosen.map(|path| path.display().to_string())
    }
}

/// The folder for downloads, or else the home folder. Everybody finds it, and OneDrive and iCloud, which carry
/// documents and desktop away where they are set up so, leave it alone.
pub fn usual_folder() -> String {
    let folders = directories::UserDirs::new();
    folders
        .as_ref()
        .map(|folders| folders.download_dir().filter(|folder| folder.is_dir()).unwrap_or(folders.home_dir()))
        .map_or_else(|| ".".to_owned(), |folder| folder.display().to_string())
}

/// Writes the pages of a day into a folder, and opens them.
pub fn saved(bytes: &[u8], folder: &Path, day: Date) -> Saved {
    match write_new(bytes, folder, &format!("eczema-summary-{day}"), "pdf") {
        Ok(path) => {
            let viewer = match open::that_detached(&path) {
                Ok(()) => Viewer::Started,
                Err(_) => Viewer::Missing,
            };
            Saved::Done { path, viewer }
        }
        Err((why, cure)) => Saved::Failed { why, cure },
    }
}

/// Writes a new file `stem.ending` into a folder; a second one of that name gets a number.
///
/// # Errors
/// What happened, and what to do.
pub fn write_new(
    bytes: &[u8],
    folder: &Path,
    stem: &str,
    ending: &str,
) -> Result<PathBuf, (String, &'static str)> {
    const FOLDER: &str = "Choose a folder that exists and can be written, and save again.";
    crate::store::make_folder(folder)
        .map_err(|error| (format!("the folder can't be made: {error}"), FOLDER))?;
    for number in 1..1000 {
        let name = match number {
            1 => format!("{stem}.{ending}"),
            _ => format!("{stem}-{number}.{ending}"),
        };
        let path = folder.join(name);
        match private().open(&path) {
            Ok(mut file) => {
                let written = file.write_all(bytes).and_then(|()| file.sync_all());
                if let Err(error) = written {
                    drop(file);
                    // Half a file must not be handed out.
                    std::fs::remove_file(&path).ok();
                    return Err((error.to_string(), "Make room on the disk, and save again."));
                }
                return Ok(path);
            }
            Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err((error.to_string(), FOLDER)),
        }
    }
    Err(("there are a thousand files of this day in the folder".into(), FOLDER))
}

/// A new file that only its owner reads: it is about a patient.
fn private() -> std::fs::OpenOptions {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_is_there_is_never_overwritten() {
        let folder = tempfile::tempdir().unwrap();
        let day = Date::new(2026, 11, 25).unwrap();
        let taken = folder.path().join("eczema-summary-2026-11-25.pdf");
        std::fs::write(&taken, b"other").unwrap();
        let Saved::Done { path, .. } = saved(b"%PDF", folder.path(), day) else { panic!("not saved") };
        assert_eq!(path, folder.path().join("eczema-summary-2026-11-25-2.pdf"));
        assert_eq!(std::fs::read(&taken).unwrap(), b"other");
    }
}
