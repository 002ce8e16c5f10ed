//! What do the readers of files promise: price lists, NADAC, a pharmacy's own folder?

use std::collections::HashSet;
use std::io::{self, Read};

use countercheck::content::Files;
use countercheck::content::overlay::load::{NAMES, load};
use countercheck::exchange::prices::{FileKind, MOST_REJECTED, Preview, preview};

use super::{TODAY, content};

/// A price list is read alike however it comes in; every row is taken, refused or passed over, and what was kept is
/// known again.
pub fn prices(input: &[u8]) {
    let nothing = HashSet::new();
    let read = |kept| preview(content(), input, kept, TODAY);
    let first = match read(&nothing) {
        Ok(first) => first,
        Err(error) => {
            assert!(!error.to_string().is_empty());
            return;
        }
    };
    let drop_by_drop = preview(content(), Drops(input), &nothing, TODAY);
    assert!(drop_by_drop.is_ok_and(|again| told(&again) == told(&first)), "read otherwise in small pieces");
    let rows = input.split(|byte| *byte == b'\n').skip(1);
    let full = rows.filter(|row| !row.iter().all(u8::is_ascii_whitespace)).count();
    let listed =
        first.new.len() + usize::try_from(first.rejected_count + first.passed_over).unwrap_or(usize::MAX);
    match first.kind {
        FileKind::Prices => assert_eq!(listed, full, "a row is gone or stands twice"),
        // Of each code the newest: the file of a year has every week's.
        FileKind::Nadac => assert!(listed <= full && (listed > 0 || full == 0), "a row stands twice"),
    }
    assert!(first.matched.is_empty() && first.rejected.len() <= MOST_REJECTED);
    assert!(first.rejected.iter().all(|row| row.line > 1 && !row.reason.is_empty()));
    for row in &first.new {
        assert!(row.line > 1 && row.as_of <= TODAY && row.amount.cents().is_none_or(|cents| cents >= 0));
        assert!(row.ndc.is_some() || row.product.is_some(), "a price of nothing");
    }
    let kept: HashSet<_> = first.new.iter().map(|row| row.key(content())).collect();
    let Ok(second) = read(&kept) else { panic!("refused the second time") };
    assert!(second.new.is_empty() && second.matched == first.new, "what was kept is not known again");
}

/// All that a preview says.
fn told(preview: &Preview) -> String {
    format!("{preview:?}")
}

/// Gives a byte at a time.
struct Drops<'a>(&'a [u8]);

impl Read for Drops<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let one = buffer.len().min(1);
        self.0.read(&mut buffer[..one])
    }
}

/// The files of a pharmacy's folder, each behind a line `=== NAME`, are refused with words, or read alike each time.
pub fn overlay(input: &[u8]) {
    let text = String::from_utf8_lossy(input);
    let mut files = Files::new();
    let mut name = NAMES[1].to_owned();
    for line in text.split_inclusive('\n') {
        match line.strip_prefix("=== ") {
            Some(next) => name = next.trim_end().to_owned(),
            None => files.entry(name.clone()).or_default().push_str(line),
        }
    }
    match load(&files, content()) {
        Ok(overlay) => {
            assert!(overlay.prices.iter().all(|price| price.cents >= 0));
            assert!(
                overlay.aging(TODAY) <= overlay.notes.len() + overlay.prices.len() + overlay.programs.len()
            );
            assert!(load(&files, content()).is_ok_and(|again| again == overlay));
        }
        Err(errors) => {
            assert!(!errors.0.is_empty());
            assert!(
                errors.0.iter().all(|error| !error.problem.is_empty() && files.contains_key(&error.file))
            );
        }
    }
}
