//! The list of what others have made, which the app shows: it is that of `Cargo.lock`, for all systems.

use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

use super::{check, root};

/// The list in the program.
const FILE: &str = "assets/parts.txt";
/// Writes it anew; needs the crates of all systems here.
const RENEW: &str = "COUNTERCHECK_RENEW_PARTS";
/// The systems that there are packages for.
const SYSTEMS: [&str; 4] =
    ["x86_64-unknown-linux-gnu", "x86_64-pc-windows-msvc", "aarch64-apple-darwin", "x86_64-apple-darwin"];

fn lock() -> toml::Table {
    std::fs::read_to_string(root().join("Cargo.lock")).unwrap().parse().unwrap()
}

/// The crates whose code is in the program on a system, with their licenses; `None` where they are not all here.
fn crates_of(system: &str) -> Option<BTreeSet<String>> {
    let output = Command::new(env!("CARGO"))
        .args(["tree", "--locked", "--offline", "--edges", "normal,no-proc-macro", "--target", system])
        .args(["--prefix", "none", "--format", "{p}|{l}"])
        .current_dir(root())
        .output()
        .unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    let lines = text.lines().filter(|line| !line.is_empty() && !line.starts_with("countercheck "));
    let part = |line: &str| {
        let (package, license) = line.split_once('|').unwrap();
        let mut words = package.split_whitespace();
        let (name, version) = (words.next().unwrap(), words.next().unwrap().trim_start_matches('v'));
        // The slash of old manifests means "or"; a star says that it stood there before.
        let license = license.trim_end_matches(" (*)").replace('/', " OR ");
        format!("{name} {version} | {license}")
    };
    output.status.success().then(|| lines.map(part).collect())
}

/// What is in the program and is no crate: C libraries, by the crates that bring them, Rust's own, the typeface.
fn others(lock: &toml::Table) -> BTreeSet<String> {
    let version = |name: &str| {
        let packages = lock["package"].as_array().unwrap();
        let found = packages.iter().find(|package| package["name"].as_str() == Some(name)).unwrap();
        found["version"].as_str().unwrap().split_once('+').unwrap().1.to_owned()
    };
    let inside = version("sqlcipher-src");
    let parts: Vec<&str> = inside.split('-').collect();
    let of = |name: &str| parts.iter().position(|part| *part == name).map(|at| parts[at + 1]).unwrap();
    BTreeSet::from([
        format!("OpenSSL {} | Apache-2.0", version("openssl-src")),
        format!("SQLCipher {} | BSD-3-Clause", of("sqlcipher")),
        format!("SQLite {} | blessing", of("sqlite")),
        "Rust's standard library | MIT OR Apache-2.0".to_owned(),
        "Inter, the typeface | OFL-1.1".to_owned(),
    ])
}

#[test]
fn the_list_of_parts_in_the_program_is_that_of_its_crates() {
    let lock = lock();
    let mut expected = others(&lock);
    let mut away = Vec::new();
    for system in SYSTEMS {
        match crates_of(system) {
            Some(crates) => expected.extend(crates),
            None => away.push(system),
        }
    }
    assert!(away.len() < SYSTEMS.len(), "cargo tree works for no system");
    if std::env::var_os(RENEW).is_some() {
        assert!(away.is_empty(), "the crates of {away:?} are not here: cargo fetch --locked");
        let lines: Vec<&str> = expected.iter().map(String::as_str).collect();
        let text = format!(
            "# What others have made, and its license: {RENEW}=1 cargo test --test house\n{}\n",
            lines.join("\n")
        );
        std::fs::write(root().join(FILE), text).unwrap();
    }
    let text = std::fs::read_to_string(root().join(FILE)).unwrap();
    let listed: BTreeSet<String> =
        text.lines().filter(|line| !line.starts_with('#')).map(str::to_owned).collect();
    let missing = expected.difference(&listed).map(|line| format!("{FILE} lacks {line}"));
    let pinned: BTreeMap<(&str, &str), ()> = lock["package"]
        .as_array()
        .unwrap()
        .iter()
        .map(|package| ((package["name"].as_str().unwrap(), package["version"].as_str().unwrap()), ()))
        .collect();
    let is_known = |line: &String| {
        let name = line.split_once(" | ").and_then(|(name, _)| name.split_once(' '));
        expected.contains(line) || !away.is_empty() && name.is_some_and(|name| pinned.contains_key(&name))
    };
    let gone = listed
        .iter()
        .filter(|line| !is_known(line))
        .map(|line| format!("{FILE} has {line}, which is in no program"));
    if !away.is_empty() {
        println!("skipped for {away:?}: their crates are not here");
    }
    check(missing.chain(gone));
}
