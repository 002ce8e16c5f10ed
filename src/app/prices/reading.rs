//! Reads a file of prices on a thread of its own: the window goes on, says how far it is, and can stop it.

use std::collections::HashMap;
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, channel};

use eframe::egui::Context;
use jiff::civil::Date;

use crate::content::Content;
use crate::content::price::{PriceKey, PriceRecord};
use crate::exchange::prices::{self, FileKind, Preview, Rejected};

/// What an import would do.
pub struct Found {
    /// The file's name without its folder.
    pub source: String,
    /// Which kind of file it is.
    pub kind: FileKind,
    /// Rows that would be new, with their lines.
    pub new: Vec<(u64, PriceRecord)>,
    /// Rows that are kept already: line, as in the file, as it is kept.
    pub matched: Vec<(u64, PriceRecord, PriceRecord)>,
    /// Rows that are refused, as many as are listed.
    pub rejected: Vec<Rejected>,
    /// Rows that are refused in all.
    pub rejected_count: u64,
    /// Rows of other products: passed over.
    pub passed_over: u64,
}

impl Found {
    fn new(
        content: &Content,
        source: String,
        preview: Preview,
        kept: &HashMap<PriceKey, PriceRecord>,
    ) -> Self {
        let matched = preview.matched.iter().filter_map(|row| {
            let record = row.record(content);
            let old = kept.get(&record.key())?.clone();
            Some((row.line, record, old))
        });
        Self {
            source,
            kind: preview.kind,
            matched: matched.collect(),
            new: preview.new.iter().map(|row| (row.line, row.record(content))).collect(),
            rejected: preview.rejected,
            rejected_count: preview.rejected_count,
            passed_over: preview.passed_over,
        }
    }

    /// Rows that are kept already and would become something else.
    pub fn changed(&self) -> usize {
        self.matched.iter().filter(|(_, row, old)| row != old).count()
    }

    /// What is worth keeping: what is new, and what differs from what is kept.
    pub fn to_keep(&self) -> Vec<PriceRecord> {
        let new = self.new.iter().map(|(_, row)| row);
        let changed = self.matched.iter().filter(|(_, row, old)| row != old).map(|(_, row, _)| row);
        new.chain(changed).cloned().collect()
    }
}

/// A file that is being read. Dropping it stops the thread at its next look at the file.
pub struct Reading {
    source: String,
    far: Arc<Far>,
    done: Receiver<Result<Found, String>>,
}

/// How far reading is, and whether it is still wanted.
#[derive(Default)]
struct Far {
    read: AtomicU64,
    whole: AtomicU64,
    stopped: AtomicBool,
}

/// After so many bytes the window is told.
const STEP: u64 = 4_000_000;

impl Reading {
    /// Starts reading.
    ///
    /// # Errors
    /// The system has no thread to give, in words.
    pub fn start(
        ctx: &Context,
        content: Arc<Content>,
        path: PathBuf,
        kept: HashMap<PriceKey, PriceRecord>,
        today: Date,
    ) -> Result<Self, String> {
        let source = file_name(&path);
        let (send, done) = channel();
        let far = Arc::new(Far::default());
        let reader = (Arc::clone(&far), ctx.clone(), source.clone());
        let work = move || {
            let (far, ctx, source) = reader;
            let found = read(&content, &path, source, &kept, today, (&far, &ctx));
            // The screen may be gone by now; then nobody waits for the answer.
            send.send(found).ok();
            ctx.request_repaint();
        };
        std::thread::Builder::new()
            .name("read prices".into())
            .spawn(work)
            .map_err(|error| format!("{error}. Close other programs and try again."))?;
        Ok(Self { source, far, done })
    }

    /// What was found, once it is there; in words why not.
    pub fn finished(&self) -> Option<Result<Found, String>> {
        use std::sync::mpsc::TryRecvError;
        match self.done.try_recv() {
            Ok(found) => Some(found),
            Err(TryRecvError::Empty) => None,
            Err(TryRecvError::Disconnected) => {
                Some(Err("Countercheck made a mistake while reading the file.".into()))
            }
        }
    }

    /// How far it is, in words.
    pub fn words(&self) -> String {
        let (read, whole) = (self.far.read.load(Ordering::Relaxed), self.far.whole.load(Ordering::Relaxed));
        if whole < STEP {
            return format!("Reading {}…", self.source);
        }
        format!("Reading {}: {} of {} MB", self.source, read / 1_000_000, whole.div_ceil(1_000_000))
    }
}

impl Drop for Reading {
    fn drop(&mut self) {
        self.far.stopped.store(true, Ordering::Relaxed);
    }
}

fn read(
    content: &Content,
    path: &Path,
    source: String,
    kept: &HashMap<PriceKey, PriceRecord>,
    today: Date,
    told: (&Far, &Context),
) -> Result<Found, String> {
    let file = File::open(path).map_err(|error| format!("{source} can't be opened: {error}."))?;
    let whole = file.metadata().map(|metadata| metadata.len()).unwrap_or_default();
    told.0.whole.store(whole, Ordering::Relaxed);
    let counted = Counted { file, told, told_at: 0 };
    let keys = kept.keys().cloned().collect();
    let preview =
        prices::preview(content, counted, &keys, today).map_err(|error| format!("{source}: {error}."))?;
    Ok(Found::new(content, source, preview, kept))
}

/// A file that says how far it was read.
struct Counted<'a> {
    file: File,
    told: (&'a Far, &'a Context),
    told_at: u64,
}

impl Read for Counted<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let (far, ctx) = self.told;
        if far.stopped.load(Ordering::Relaxed) {
            return Err(io::Error::other("reading was stopped"));
        }
        let read = self.file.read(into)?;
        let more = u64::try_from(read).unwrap_or(u64::MAX);
        let now = far.read.fetch_add(more, Ordering::Relaxed).saturating_add(more);
        if now - self.told_at >= STEP {
            self.told_at = now;
            ctx.request_repaint();
        }
        Ok(read)
    }
}

/// The name without the folder, which may tell more of a computer than belongs into a record.
fn file_name(path: &Path) -> String {
    path.file_name().map_or_else(|| "the file".to_owned(), |name| name.to_string_lossy().into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn how_far_a_large_file_is_is_said_in_megabytes_and_dropping_stops_it() {
        let (_send, done) = channel();
        let reading = Reading { source: "nadac.csv".to_owned(), far: Arc::default(), done };
        assert_eq!(reading.words(), "Reading nadac.csv…");
        reading.far.whole.store(117_200_000, Ordering::Relaxed);
        reading.far.read.store(42_900_000, Ordering::Relaxed);
        assert_eq!(reading.words(), "Reading nadac.csv: 42 of 118 MB");
        assert!(reading.finished().is_none());
        let far = Arc::clone(&reading.far);
        drop(reading);
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.csv");
        std::fs::write(&path, "x").unwrap();
        let ctx = Context::default();
        let file = File::open(path).unwrap();
        let error = Counted { file, told: (&far, &ctx), told_at: 0 }.read(&mut [0]).unwrap_err();
        assert_eq!(error.to_string(), "reading was stopped");
    }
}
