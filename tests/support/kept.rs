//! Is a text still what it was when somebody last read it? Kept files, compared line by line.

use std::path::Path;

/// Set to anything, it makes the tests write the files anew instead of comparing them.
pub const RENEW: &str = "COUNTERCHECK_RENEW_GOLDENS";

/// Compares a text with a file, or writes that; the answer is in which line they differ first.
pub fn differs(file: &Path, now: &str) -> Option<String> {
    if std::env::var_os(RENEW).is_some() {
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        std::fs::write(file, now).unwrap();
        return None;
    }
    // Windows may have given it other ends of lines, which `lines` does not tell apart.
    difference(&std::fs::read_to_string(file).unwrap_or_default(), now)
}

/// The first line that differs, in both versions.
pub fn difference(kept: &str, now: &str) -> Option<String> {
    let (mut kept, mut now) = (kept.lines(), now.lines());
    for number in 1.. {
        match (kept.next(), now.next()) {
            (None, None) => return None,
            (kept, now) if kept == now => {}
            (kept, now) => {
                let shown = |line: Option<&str>| line.unwrap_or("(nothing)").to_owned();
                return Some(format!("line {number}:\n  was {}\n  is  {}", shown(kept), shown(now)));
            }
        }
    }
    None
}
