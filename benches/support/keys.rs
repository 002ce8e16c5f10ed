//! What is typed to find a patient? Names, names with a slip, birth dates and phones, key by key.

#![allow(dead_code, reason = "each bench takes what it needs")]

use std::time::{Duration, Instant};

use countercheck::store::NewPatient;

use super::people::People;

/// What stands in the field after each key, by what is typed.
pub fn keystrokes(people: &[NewPatient]) -> Vec<(&'static str, Vec<String>)> {
    let mut chance = People::new(2);
    let mut looked_for = Vec::new();
    while looked_for.len() < 20 {
        let at = usize::try_from(chance.below(people.len() as u64)).unwrap();
        looked_for.extend(people.get(at).filter(|one| one.birth_date.is_some() && one.phone.is_some()));
    }
    let names = looked_for.iter().map(|one| one.name.clone()).collect::<Vec<_>>();
    let last_first = names.iter().filter_map(|name| name.split_once(' ')).map(|(a, b)| format!("{b} {a}"));
    let last_first: Vec<String> = last_first.collect();
    let slips: Vec<String> = names
        .iter()
        .map(|name| {
            let words: Vec<&str> = name.split(' ').collect();
            let wrong = usize::try_from(chance.below(words.len() as u64)).unwrap();
            let each = words.iter().enumerate();
            let each =
                each.map(|(at, word)| if at == wrong { chance.slip(word) } else { (*word).to_owned() });
            each.collect::<Vec<_>>().join(" ")
        })
        .collect();
    let mut dates = Vec::new();
    for (at, one) in looked_for.iter().enumerate() {
        let Some(born) = one.birth_date else { continue };
        dates.push(match at % 5 {
            0 => born.strftime("%-m/%-d/%Y").to_string(),
            1 => born.strftime("%Y-%m-%d").to_string(),
            2 => born.strftime("%B %-d, %Y").to_string(),
            3 => born.strftime("%d.%m.%Y").to_string(),
            _ => born.strftime("%-d %b %Y").to_string(),
        });
    }
    let phones = looked_for.iter().filter_map(|one| one.phone.as_deref()).enumerate();
    let phones = phones.map(|(at, phone)| match at % 3 {
        0 => phone.to_owned(),
        1 => phone[phone.len() - 8..].to_owned(),
        _ => phone[phone.len() - 4..].to_owned(),
    });
    vec![
        ("names, key by key", typed(names.iter())),
        ("last name first, key by key", typed(last_first.iter())),
        ("names with a slip, key by key", typed(slips.iter())),
        ("birth dates, key by key", typed(dates.iter())),
        ("phones, key by key", typed(phones.collect::<Vec<_>>().iter())),
    ]
}

/// All beginnings.
fn typed<'a>(texts: impl Iterator<Item = &'a String>) -> Vec<String> {
    let beginnings =
        |text: &'a String| text.char_indices().map(|(at, c)| text[..at + c.len_utf8()].to_owned());
    texts.flat_map(beginnings).collect()
}

/// How long it takes.
pub fn timed(work: impl FnOnce()) -> Duration {
    let begun = Instant::now();
    work();
    begun.elapsed()
}

/// Median, 95 of 100 and longest.
pub fn print(what: &str, mut times: Vec<Duration>) {
    times.sort_unstable();
    let at = |hundredth: usize| times.get((times.len() * hundredth / 100).min(times.len() - 1)).unwrap();
    println!("{what}: median {:.2?}, 95 of 100 {:.2?}, longest {:.2?}", at(50), at(95), at(100));
}
