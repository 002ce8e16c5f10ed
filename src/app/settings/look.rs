//! How does the window look before a vault is open? Colors and size of text, in a small file outside of the vault.
//!
//! There is nothing in it of patients or of the pharmacy. It is written anew and then put in the place of the old
//! one, on a thread of its own; a damaged file means the usual look, and is said.

use std::fs;
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, Sender, channel};

use eframe::egui;
use serde::{Deserialize, Serialize};

use crate::app::theme::{self, Choice, TextSize};

/// How the window looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Look {
    /// Its colors.
    #[serde(default)]
    pub theme: Choice,
    /// How large everything is, in percent.
    #[serde(default = "usual", rename = "text_percent")]
    pub text_size: TextSize,
}

fn usual() -> TextSize {
    TextSize::USUAL
}

impl Default for Look {
    fn default() -> Self {
        Self { theme: Choice::System, text_size: TextSize::USUAL }
    }
}

impl Look {
    /// Makes the window look so from the next frame on.
    pub fn apply(self, ctx: &egui::Context) {
        theme::apply(ctx, self.theme);
        theme::apply_text_size(ctx, self.text_size);
    }

    /// What a file says; the usual look where there is none.
    ///
    /// # Errors
    /// What is wrong with the file.
    pub fn read(path: &Path) -> Result<Self, String> {
        let file = match fs::File::open(path) {
            Ok(file) => file,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Self::default()),
            Err(error) => return Err(error.to_string()),
        };
        let mut text = String::new();
        file.take(LARGEST).read_to_string(&mut text).map_err(|error| error.to_string())?;
        serde_json::from_str(&text).map_err(|_| "it does not say how a window looks".to_owned())
    }

    fn write(self, path: &Path) -> io::Result<()> {
        let folder = path.parent().unwrap_or(Path::new("."));
        crate::store::make_folder(folder)?;
        let unfinished = path.with_extension("unfinished");
        let mut text = serde_json::to_string_pretty(&self)?;
        text.push('\n');
        let mut file = fs::File::create(&unfinished)?;
        file.write_all(text.as_bytes())?;
        file.sync_all()?;
        fs::rename(&unfinished, path)
    }
}

/// More bytes than that no such file has.
const LARGEST: u64 = 4096;

/// The file in which the look is kept, and the thread that writes it.
pub struct LookFile {
    looks: Sender<Look>,
    outcomes: Receiver<Result<(), String>>,
}

impl LookFile {
    /// A file at a path; `wake` is called when something became of it.
    ///
    /// # Errors
    /// The system has no thread to give.
    pub fn at(path: PathBuf, wake: impl Fn() + Send + 'static) -> io::Result<Self> {
        let (looks, inbox) = channel::<Look>();
        let (outbox, outcomes) = channel();
        std::thread::Builder::new().name("settings".to_owned()).spawn(move || {
            for look in inbox {
                let outcome = look.write(&path).map_err(|error| format!("{error} ({})", path.display()));
                // While the window closes nobody listens, and the file is written all the same.
                outbox.send(outcome).ok();
                wake();
            }
        })?;
        Ok(Self { looks, outcomes })
    }

    /// Keeps a look; [`LookFile::heard`] tells what became of it.
    pub fn keep(&mut self, look: Look) {
        // The thread ends only when this end is dropped.
        self.looks.send(look).ok();
    }

    /// What became of a look that was kept.
    pub fn heard(&mut self) -> Option<Result<(), String>> {
        self.outcomes.try_recv().ok()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use proptest::sample::Index;

    use super::*;

    #[test]
    fn what_was_chosen_is_read_again_and_a_damaged_file_says_so_and_stays() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("deep").join("window.json");
        assert_eq!(Look::read(&path), Ok(Look::default()), "there is none yet");
        let look = Look { theme: Choice::HighContrast, text_size: TextSize::of_percent(150) };
        look.write(&path).unwrap();
        assert_eq!(Look::read(&path), Ok(look));
        assert_eq!(fs::read_dir(path.parent().unwrap()).unwrap().count(), 1, "nothing unfinished is left");
        assert_eq!(
            fs::read_to_string(&path).unwrap(),
            "{\n  \"theme\": \"high-contrast\",\n  \"text_percent\": 150\n}\n"
        );
        for (text, expected) in [
            ("{}", Some(Look::default())),
            (
                r#"{"theme": "dark", "of a later version": 1}"#,
                Some(Look { theme: Choice::Dark, ..Look::default() }),
            ),
            (
                r#"{"text_percent": 900}"#,
                Some(Look { text_size: TextSize::of_percent(200), ..Look::default() }),
            ),
            ("", None),
            (r#"{"theme": "sepia"}"#, None),
            (r#"{"text_percent": "large"}"#, None),
            ("\u{0}\u{0}\u{0}", None),
        ] {
            fs::write(&path, text).unwrap();
            assert_eq!(Look::read(&path).ok(), expected, "{text:?}");
            assert_eq!(fs::read_to_string(&path).unwrap(), text, "reading changes nothing");
        }
        fs::write(&path, [0xff, 0xfe]).unwrap();
        assert!(Look::read(&path).is_err());
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn any_file_at_all_is_a_look_that_can_be_kept_or_none(
            theme in prop::sample::select(vec!["\"system\"", "\"dark\"", "\"high-contrast\"", "7", "[[]]"]),
            percent in any::<i64>(),
            flips in prop::collection::vec((any::<Index>(), 0..8u8), 0..3),
            junk in prop::option::of(prop::collection::vec(any::<u8>(), 0..60)),
        ) {
            let text = format!(r#"{{"theme": {theme}, "text_percent": {percent}}}"#);
            let mut bytes = junk.unwrap_or(text.into_bytes());
            for (at, bit) in flips {
                let length = bytes.len().max(1);
                bytes.get_mut(at.index(length)).into_iter().for_each(|byte| *byte ^= 1 << bit);
            }
            let folder = tempfile::tempdir().unwrap();
            let path = folder.path().join("window.json");
            fs::write(&path, &bytes).unwrap();
            match Look::read(&path) {
                Ok(look) => {
                    prop_assert!((100..=200).contains(&look.text_size.percent()));
                    look.write(&path).unwrap();
                    prop_assert_eq!(Look::read(&path), Ok(look));
                }
                Err(why) => prop_assert!(!why.is_empty() && !why.chars().any(char::is_control)),
            }
        }
    }

    #[test]
    fn where_the_file_cant_be_written_that_is_said() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("file"), "").unwrap();
        let (woken, wakes) = channel();
        let path = folder.path().join("file").join("window.json");
        let mut file = LookFile::at(path, move || woken.send(()).unwrap()).unwrap();
        file.keep(Look::default());
        wakes.recv().unwrap();
        assert!(matches!(file.heard(), Some(Err(_))));
    }
}
