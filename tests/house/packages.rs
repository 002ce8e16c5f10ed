//! Which crates the program is made of, under which licenses, and that each is pinned.

use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

use serde_json::Value;

use super::{check, root};

#[path = "spdx.rs"]
mod spdx;

fn cargo_metadata() -> Value {
    let rustc = Command::new("rustc").arg("-vV").current_dir(root()).output().unwrap();
    let about = String::from_utf8(rustc.stdout).unwrap();
    let host = about.lines().find_map(|line| line.strip_prefix("host: ")).unwrap();
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--locked", "--offline", "--filter-platform", host])
        .current_dir(root())
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

/// The packages that the program is made of: everything but what only tests use.
fn linked(metadata: &Value) -> BTreeSet<String> {
    let nodes: BTreeMap<&str, &Value> = metadata["resolve"]["nodes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|node| (node["id"].as_str().unwrap(), node))
        .collect();
    let mut linked = BTreeSet::new();
    let mut next = vec![metadata["resolve"]["root"].as_str().unwrap()];
    while let Some(id) = next.pop() {
        if !linked.insert(id.to_owned()) {
            continue;
        }
        for dependency in nodes[id]["deps"].as_array().unwrap() {
            let kinds = dependency["dep_kinds"].as_array().unwrap();
            if kinds.iter().any(|kind| kind["kind"] != "dev") {
                next.push(dependency["pkg"].as_str().unwrap());
            }
        }
    }
    linked
}

fn wrong_license(name: &str, license: Option<&str>, allowed: &BTreeSet<String>) -> Option<String> {
    let Some(license) = license else { return Some(format!("{name} names no license")) };
    match spdx::is_allowed(license, allowed) {
        Some(true) => None,
        Some(false) => Some(format!("{name} is under {license}, which deny.toml does not list")),
        None => Some(format!("{name}: the license `{license}` can't be read")),
    }
}

#[test]
fn every_linked_crate_has_a_license_of_the_list() {
    let toml: toml::Table = std::fs::read_to_string(root().join("deny.toml")).unwrap().parse().unwrap();
    let names = |list: &toml::Value| -> BTreeSet<String> {
        list.as_array().unwrap().iter().map(|name| name.as_str().unwrap().to_owned()).collect()
    };
    let allowed = names(&toml["licenses"]["allow"]);
    // Licenses that are allowed for one crate alone.
    let mut exceptions: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for exception in toml["licenses"].get("exceptions").and_then(toml::Value::as_array).into_iter().flatten()
    {
        let both = allowed.union(&names(&exception["allow"])).cloned().collect();
        exceptions.insert(exception["crate"].as_str().unwrap().to_owned(), both);
    }
    for good in [
        "MIT",
        "MIT/GPL-3.0",
        "GPL-3.0-only OR Apache-2.0",
        "(MIT OR Apache-2.0) AND Unicode-3.0",
        "Apache-2.0 WITH LLVM-exception",
    ] {
        assert_eq!(wrong_license("a", Some(good), &allowed), None, "{good}");
    }
    for bad in [
        "GPL-3.0-only",
        "MIT AND GPL-3.0-only",
        "MIT AND (LGPL-2.1 OR GPL-3.0)",
        "MIT WITH LLVM-exception",
        "MIT OR",
        "(MIT",
        "",
    ] {
        assert!(wrong_license("a", Some(bad), &allowed).is_some(), "{bad}");
    }
    assert!(wrong_license("a", None, &allowed).is_some());

    let metadata = cargo_metadata();
    let linked = linked(&metadata);
    assert!(linked.len() > 100, "only {} crates were found", linked.len());
    let packages = metadata["packages"].as_array().unwrap();
    let of_program = packages.iter().filter(|package| linked.contains(package["id"].as_str().unwrap()));
    check(of_program.filter_map(|package| {
        let name = package["name"].as_str().unwrap();
        wrong_license(name, package["license"].as_str(), exceptions.get(name).unwrap_or(&allowed))
    }));
}

/// Crates that fetch from a network, or are the base of those that do.
const FETCHING: [&str; 12] = [
    "curl",
    "h2",
    "hyper",
    "isahc",
    "native-tls",
    "quinn",
    "reqwest",
    "rustls",
    "socket2",
    "tungstenite",
    "ureq",
    "webbrowser",
];

#[test]
fn no_linked_crate_fetches_anything() {
    let metadata = cargo_metadata();
    let linked = linked(&metadata);
    let packages = metadata["packages"].as_array().unwrap();
    let of_program = packages.iter().filter(|package| linked.contains(package["id"].as_str().unwrap()));
    let names: BTreeSet<&str> = of_program.map(|package| package["name"].as_str().unwrap()).collect();
    assert!(names.len() > 100, "only {} crates were found", names.len());
    let fetching = FETCHING.into_iter().filter(|name| names.contains(name));
    check(fetching.map(|name| format!("{name} speaks to a network: nothing may leave this computer")));
}

/// The names of all dependencies in a manifest, whatever table they stand in.
fn dependencies(manifest: &toml::Table, found: &mut BTreeSet<String>) {
    for (key, value) in manifest {
        let Some(table) = value.as_table() else { continue };
        if matches!(key.as_str(), "dependencies" | "dev-dependencies" | "build-dependencies") {
            let package = |name: &String, about: &toml::Value| {
                about.get("package").and_then(toml::Value::as_str).unwrap_or(name).to_owned()
            };
            found.extend(table.iter().map(|(name, about)| package(name, about)));
        } else {
            dependencies(table, found);
        }
    }
}

fn not_pinned(manifest: &str, lock: &str) -> Vec<String> {
    let mut named = BTreeSet::new();
    dependencies(&manifest.parse().unwrap(), &mut named);
    let lock: toml::Table = lock.parse().unwrap();
    let pinned: BTreeSet<&str> = lock["package"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|package| package.get("checksum").is_some())
        .filter_map(|package| package.get("name")?.as_str())
        .collect();
    named
        .iter()
        .filter(|name| !pinned.contains(name.as_str()))
        .map(|name| format!("{name} is not pinned in Cargo.lock with a checksum"))
        .collect()
}

#[test]
fn every_dependency_is_pinned() {
    let manifest =
        "[dependencies]\na = \"1\"\n[target.'cfg(unix)'.dev-dependencies]\nb = { package = \"c\" }\n";
    let lock = "[[package]]\nname = \"a\"\nversion = \"1.0.0\"\nchecksum = \"00\"\n";
    assert_eq!(not_pinned(manifest, lock), ["c is not pinned in Cargo.lock with a checksum"]);
    let read = |name: &str| std::fs::read_to_string(root().join(name)).unwrap();
    check(not_pinned(&read("Cargo.toml"), &read("Cargo.lock")));
}
