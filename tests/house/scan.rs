//! Reads Rust source just far enough for the house rules: comments away, tests away, paths in full.

/// Source without comments. Line breaks stay, so that lines can be counted.
pub fn without_comments(source: &str) -> String {
    let mut code = String::new();
    let mut rest = source;
    while let Some(first) = rest.chars().next() {
        let taken = if rest.starts_with("//") {
            code.push(' ');
            rest.find('\n').unwrap_or(rest.len())
        } else if rest.starts_with("/*") {
            let length = block_comment(rest);
            code.extend(rest[..length].chars().filter(|c| *c == '\n'));
            code.push(' ');
            length
        } else {
            let length = literal(rest).unwrap_or(first.len_utf8());
            code.push_str(&rest[..length]);
            length
        };
        rest = &rest[taken..];
    }
    code
}

/// Block comments nest in Rust.
fn block_comment(text: &str) -> usize {
    let mut depth = 0usize;
    let mut at = 0;
    while at < text.len() {
        if text[at..].starts_with("/*") {
            depth += 1;
            at += 2;
        } else if text[at..].starts_with("*/") {
            depth -= 1;
            at += 2;
            if depth == 0 {
                return at;
            }
        } else {
            at += text[at..].chars().next().map_or(1, char::len_utf8);
        }
    }
    text.len()
}

/// The length of the text or character literal that stands here.
fn literal(text: &str) -> Option<usize> {
    let raw = text.strip_prefix('b').unwrap_or(text);
    if let Some(after) = raw.strip_prefix('r') {
        let hashes = after.len() - after.trim_start_matches('#').len();
        if after[hashes..].starts_with('"') {
            let end = format!("\"{}", "#".repeat(hashes));
            let start = text.len() - after.len() + hashes + 1;
            return Some(text[start..].find(&end).map_or(text.len(), |at| start + at + end.len()));
        }
        return None;
    }
    let quote = text.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    if quote == '\'' && !is_character(text) {
        return None;
    }
    let mut escaped = false;
    for (at, c) in text.char_indices().skip(1) {
        if !escaped && c == quote {
            return Some(at + 1);
        }
        escaped = !escaped && c == '\\';
    }
    Some(text.len())
}

/// `'a'` and not the lifetime `'a`.
fn is_character(text: &str) -> bool {
    let mut inside = text.chars().skip(1);
    inside.next() == Some('\\') || inside.next() == Some('\'')
}

/// Code without its unit tests, which stand at the end of a file.
pub fn without_tests(code: &str) -> &str {
    code.find("#[cfg(test)]\nmod ").map_or(code, |at| &code[..at])
}

/// Code without what stands in quotes.
fn without_literals(code: &str) -> String {
    let mut bare = String::new();
    let mut rest = code;
    while let Some(first) = rest.chars().next() {
        let begins_word = !bare.ends_with(|c: char| c.is_alphanumeric() || c == '_');
        let length = match literal(rest) {
            Some(length) if begins_word || !first.is_alphanumeric() => {
                bare.push_str(" \"\" ");
                length
            }
            _ => {
                bare.push(first);
                first.len_utf8()
            }
        };
        rest = &rest[length..];
    }
    bare
}

/// Every path of the code, in full: `use a::{b, c::d}` is `a::b` and `a::c::d`.
pub fn paths(code: &str) -> Vec<Vec<String>> {
    let words = words(&without_literals(code));
    let mut found = Vec::new();
    let mut at = 0;
    while at < words.len() {
        match is_name(&words[at]) {
            true => path(&words, &mut at, &[], &mut found),
            false => at += 1,
        }
    }
    found
}

fn is_name(word: &str) -> bool {
    word.starts_with(|c: char| c.is_alphabetic() || c == '_')
}

fn words(code: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut rest = code;
    while let Some(first) = rest.chars().next() {
        let length = if is_name(rest) {
            rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len())
        } else if rest.starts_with("::") {
            2
        } else {
            first.len_utf8()
        };
        if !first.is_whitespace() {
            words.push(rest[..length].to_owned());
        }
        rest = &rest[length..];
    }
    words
}

fn path(words: &[String], at: &mut usize, before: &[String], found: &mut Vec<Vec<String>>) {
    let mut names = before.to_vec();
    loop {
        names.push(words[*at].clone());
        *at += 1;
        let next = |offset: usize| words.get(*at + offset).map_or("", String::as_str);
        if next(0) != "::" {
            break;
        }
        if is_name(next(1)) {
            *at += 1;
        } else if next(1) == "{" {
            *at += 2;
            group(words, at, &names, found);
            return;
        } else {
            break;
        }
    }
    found.push(names);
}

fn group(words: &[String], at: &mut usize, before: &[String], found: &mut Vec<Vec<String>>) {
    while let Some(word) = words.get(*at) {
        if word == "}" {
            *at += 1;
            return;
        }
        match is_name(word) {
            true => path(words, at, before, found),
            false => *at += 1,
        }
    }
}

/// The top-level modules that a file names: through `crate`, and through `super` where it climbs
/// all the way up. `depth` is how deep the file's own module stands (`content::load` is 2).
pub fn modules_named(code: &str, depth: usize) -> Vec<String> {
    paths(code)
        .into_iter()
        .filter_map(|path| {
            let climbs = path.iter().take_while(|name| *name == "super").count();
            match path.first()?.as_str() {
                "crate" => path.get(1).cloned(),
                "super" if climbs >= depth => path.get(climbs).cloned(),
                _ => None,
            }
        })
        .collect()
}

/// The words of a text, in lower case.
pub fn plain_words(text: &str) -> impl Iterator<Item = String> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_lowercase)
}

/// Whether a name of one or more words stands in the text, as whole words.
pub fn names(text: &str, name: &str) -> bool {
    let text: Vec<String> = plain_words(text).collect();
    let name: Vec<String> = plain_words(name).collect();
    !name.is_empty() && text.windows(name.len()).any(|words| words == name)
}
