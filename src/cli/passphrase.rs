//! Where the passphrase comes from: the first line of a file or of standard input, or a terminal.
//!
//! It is never an argument, which others on the computer could see. Whether it is right, or strong, is not
//! known here.

use std::fs::File;
use std::io::{self, IsTerminal, Read};
use std::path::Path;

use zeroize::Zeroizing;

use super::{Trouble, is_standard_input};
use crate::store::Passphrase;

/// The longest line that is read, in bytes.
const LONGEST: usize = 4096;

/// Who else reads standard input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StandardInput {
    /// Nobody.
    Free,
    /// The job reads its input there.
    Taken,
}

/// What a terminal is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ask {
    /// The passphrase of a vault that is there.
    Known,
    /// The passphrase of a vault that is made; typed twice.
    New,
}

/// Reads the passphrase from `file` (`-`: standard input), or asks a terminal without a file.
///
/// # Errors
/// [`Trouble::Input`] when standard input is to be read twice, when there is neither a file nor a
/// terminal, and when what is read is no line of text; [`Trouble::Store`] when it is empty.
pub fn read(file: Option<&Path>, standard_input: StandardInput, ask: Ask) -> Result<Passphrase, Trouble> {
    let line = match file {
        Some(file) if is_standard_input(file) => {
            if standard_input == StandardInput::Taken {
                return Err(Trouble::Input(
                    "--passphrase-file: standard input can't give both the passphrase and the input; \
                     put one of them in a file"
                        .into(),
                ));
            }
            first_line(io::stdin().lock())?
        }
        Some(file) => first_line(File::open(file).map_err(|error| unreadable(&error))?)?,
        None => asked(ask)?,
    };
    Ok(Passphrase::new(line)?)
}

fn unreadable(error: &io::Error) -> Trouble {
    Trouble::Input(format!("--passphrase-file: it can't be read: {error}"))
}

/// The first line, without its end and without the mark that some editors put before it.
fn first_line(mut from: impl Read) -> Result<String, Trouble> {
    let mut bytes = Zeroizing::new([0u8; LONGEST]);
    let mut filled = 0;
    let line = loop {
        let (read, room) = bytes.split_at_mut(filled);
        if let Some(end) = read.iter().position(|byte| *byte == b'\n') {
            break read.get(..end).unwrap_or_default();
        }
        if room.is_empty() {
            return Err(Trouble::Input(format!(
                "--passphrase-file: expected a first line of at most {LONGEST} bytes"
            )));
        }
        match from.read(room) {
            Ok(0) => break read,
            Ok(more) => filled += more,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(unreadable(&error)),
        }
    };
    let line = line.strip_suffix(b"\r").unwrap_or(line);
    let line = line.strip_prefix("\u{feff}".as_bytes()).unwrap_or(line);
    match std::str::from_utf8(line) {
        Ok(line) => Ok(line.to_owned()),
        Err(_) => Err(Trouble::Input("--passphrase-file: expected a first line of text in UTF-8".into())),
    }
}

fn asked(ask: Ask) -> Result<String, Trouble> {
    // With the input on standard input, the terminal is still there to be asked if messages go to it.
    if !io::stdin().is_terminal() && !io::stderr().is_terminal() {
        return Err(no_terminal());
    }
    let typed = Zeroizing::new(prompt("Passphrase: ")?);
    match ask {
        Ask::Known => {}
        Ask::New => {
            let again = Zeroizing::new(prompt("Passphrase again: ")?);
            if *typed != *again {
                return Err(Trouble::Input("the two passphrases differ: type the same one twice".into()));
            }
        }
    }
    Ok(typed.to_string())
}

fn prompt(words: &str) -> Result<String, Trouble> {
    rpassword::prompt_password(words).map_err(|_| no_terminal())
}

fn no_terminal() -> Trouble {
    Trouble::Input(
        "there is no terminal to ask for the passphrase: name a file whose first line it is with \
         --passphrase-file FILE (- is standard input)"
            .into(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Gives one byte at a time, as a slow pipe may.
    struct Slow<'a>(&'a [u8]);

    impl Read for Slow<'_> {
        fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
            match (self.0.split_first(), into.first_mut()) {
                (Some((byte, rest)), Some(place)) => {
                    *place = *byte;
                    self.0 = rest;
                    Ok(1)
                }
                (None, _) | (_, None) => Ok(0),
            }
        }
    }

    #[test]
    fn the_passphrase_is_the_first_line_and_nothing_but_its_end_is_taken_off() {
        for (file, passphrase) in [
            ("correct horse\n", "correct horse"),
            ("correct horse\r\nsecond line\n", "correct horse"),
            (" correct horse ", " correct horse "),
            ("\u{feff}café\n", "café"),
            ("", ""),
            ("\nsecond line\n", ""),
        ] {
            assert_eq!(first_line(file.as_bytes()).unwrap(), passphrase, "{file:?}");
            assert_eq!(first_line(Slow(file.as_bytes())).unwrap(), passphrase, "{file:?}, slowly");
        }
    }

    #[test]
    fn a_line_without_end_or_without_meaning_is_refused_and_not_repeated() {
        let endless = io::repeat(b'x');
        for refused in [first_line(endless), first_line(&b"secret\xff\n"[..])] {
            let error = refused.unwrap_err();
            assert_eq!(error.exit_code(), 2);
            assert!(!error.to_string().contains("secret"), "{error}");
        }
        assert_eq!(first_line(io::repeat(b'x').take(LONGEST as u64 - 1)).unwrap().len(), LONGEST - 1);
    }
}
