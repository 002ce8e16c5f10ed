//! License expressions: `MIT OR (Apache-2.0 AND Unicode-3.0)`.

use std::collections::BTreeSet;

/// Whether the expression can be met with these licenses alone. `None` when it can't be read.
pub fn is_allowed(expression: &str, allowed: &BTreeSet<String>) -> Option<bool> {
    // Old manifests write `MIT/Apache-2.0`.
    let spaced = expression.replace('/', " OR ").replace('(', " ( ").replace(')', " ) ");
    let words: Vec<&str> = spaced.split_whitespace().collect();
    let mut at = 0;
    let truth = any(&words, &mut at, allowed)?;
    (at == words.len()).then_some(truth)
}

fn any(words: &[&str], at: &mut usize, allowed: &BTreeSet<String>) -> Option<bool> {
    let mut truth = all(words, at, allowed)?;
    while words.get(*at) == Some(&"OR") {
        *at += 1;
        truth |= all(words, at, allowed)?;
    }
    Some(truth)
}

fn all(words: &[&str], at: &mut usize, allowed: &BTreeSet<String>) -> Option<bool> {
    let mut truth = one(words, at, allowed)?;
    while words.get(*at) == Some(&"AND") {
        *at += 1;
        truth &= one(words, at, allowed)?;
    }
    Some(truth)
}

fn one(words: &[&str], at: &mut usize, allowed: &BTreeSet<String>) -> Option<bool> {
    let word = *words.get(*at)?;
    *at += 1;
    match word {
        "(" => {
            let truth = any(words, at, allowed)?;
            let closed = words.get(*at) == Some(&")");
            *at += 1;
            closed.then_some(truth)
        }
        ")" | "OR" | "AND" | "WITH" => None,
        license if words.get(*at) == Some(&"WITH") => {
            let exception = *words.get(*at + 1)?;
            *at += 2;
            Some(allowed.contains(&format!("{license} WITH {exception}")))
        }
        license => Some(allowed.contains(license)),
    }
}
