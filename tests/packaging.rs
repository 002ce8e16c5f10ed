//! Do the packages of all systems agree on name and version, and is each file there that they name?
//!
//! Needs neither network nor the tools that make packages; `packaging/check.sh` asks the validators
//! of each system. Each rule is shown to complain about made-up text first.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test stops at the first surprise"
)]

#[path = "packaging/icons.rs"]
mod icons;
#[path = "packaging/xml.rs"]
mod xml;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

const ID: &str = "org.countercheck.countercheck";

fn bytes(file: &str) -> Vec<u8> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(file);
    std::fs::read(path).unwrap_or_else(|error| panic!("{file}: {error}"))
}

fn text(file: &str) -> String {
    String::from_utf8(bytes(file)).unwrap().replace("\r\n", "\n")
}

fn document(file: &str) -> xml::Element {
    xml::read(&text(file)).unwrap_or_else(|error| panic!("{file}: {error}"))
}

fn check(complaints: impl IntoIterator<Item = String>) {
    let complaints: Vec<String> = complaints.into_iter().collect();
    assert!(complaints.is_empty(), "\n{}", complaints.join("\n"));
}

/// What stands between two words, once and only once.
fn between<'a>(text: &'a str, before: &str, after: &str) -> Option<&'a str> {
    let (_, rest) = text.split_once(before)?;
    let (found, rest) = rest.split_once(after)?;
    (!rest.contains(before)).then_some(found)
}

fn metainfo() -> xml::Element {
    document(&format!("packaging/linux/{ID}.metainfo.xml"))
}

/// The keys of a property list whose values are words or switches.
fn property_list(file: &str) -> BTreeMap<String, String> {
    let root = document(file);
    let dict = &root.children[0];
    assert_eq!((root.name.as_str(), dict.name.as_str()), ("plist", "dict"), "{file}");
    let mut found = BTreeMap::new();
    for pair in dict.children.chunks(2) {
        assert!(pair.len() == 2 && pair[0].name == "key", "{file}: keys and values take turns");
        let value = match pair[1].name.as_str() {
            "string" => pair[1].text.clone(),
            switch @ ("true" | "false") => switch.to_owned(),
            other => panic!("{file}: `{other}` is not expected"),
        };
        assert_eq!(found.insert(pair[0].text.clone(), value), None, "{file}: {} twice", pair[0].text);
    }
    found
}

/// The groups of a menu entry, each with its keys.
fn entry(text: &str) -> Result<BTreeMap<String, BTreeMap<String, String>>, String> {
    let mut groups: BTreeMap<String, BTreeMap<String, String>> = BTreeMap::new();
    let mut group = None;
    for line in text.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        if let Some(name) = line.strip_prefix('[').and_then(|line| line.strip_suffix(']')) {
            if groups.insert(name.to_owned(), BTreeMap::new()).is_some() {
                return Err(format!("the group {name} is there twice"));
            }
            group = Some(name.to_owned());
            continue;
        }
        let (key, value) = line.split_once('=').ok_or_else(|| format!("no key: {line}"))?;
        let group = group.as_ref().and_then(|name| groups.get_mut(name));
        let keys = group.ok_or_else(|| format!("before the first group: {line}"))?;
        if keys.insert(key.to_owned(), value.to_owned()).is_some() {
            return Err(format!("{key} is there twice"));
        }
    }
    let all = groups.values().flat_map(|keys| keys.keys().map(move |key| (keys, key)));
    for (keys, key) in all {
        // Words of a language stand beside words for all others.
        if key.split_once('[').is_some_and(|(plain, _)| !keys.contains_key(plain)) {
            return Err(format!("{key} has no words without a language"));
        }
    }
    Ok(groups)
}

/// Version and day of the newest release that a changelog tells.
fn newest(changelog: &str) -> Option<(String, String)> {
    let heading = changelog.lines().find_map(|line| line.strip_prefix("## "))?;
    let (version, day) = heading.strip_prefix('[')?.split_once("] - ")?;
    Some((version.to_owned(), day.to_owned()))
}

#[test]
fn all_packages_tell_the_same_version() {
    assert_eq!(newest("# A\n\n## Unreleased\n"), None);
    assert_eq!(
        newest("## [0.2.0] - 2027-01-05\n## [0.1.0] - b"),
        Some(("0.2.0".into(), "2027-01-05".into()))
    );
    assert_eq!(between("a1b", "a", "b"), Some("1"));
    assert_eq!(between("a1ba2b", "a", "b"), None);
    let version = env!("CARGO_PKG_VERSION");
    let plist = property_list("packaging/macos/Info.plist");
    let manifest = document("packaging/windows/countercheck.manifest");
    let manual = text("packaging/linux/countercheck.1");
    let told = [
        ("AppStream", metainfo().find("release").unwrap().attribute("version").unwrap().to_owned()),
        ("Info.plist", plist["CFBundleShortVersionString"].clone()),
        ("Info.plist, build", plist["CFBundleVersion"].clone()),
        ("manual page", between(&manual, "\"Countercheck ", "\"\n").unwrap().to_owned()),
    ];
    check(
        told.iter()
            .filter(|(_, told)| told != version)
            .map(|(where_, told)| format!("{where_}: version {told}, but Cargo.toml says {version}")),
    );
    assert_eq!(
        manifest.find("assemblyIdentity").unwrap().attribute("version"),
        Some(format!("{version}.0").as_str())
    );
    let release = metainfo();
    let release = release.find("release").unwrap();
    let heading = newest(&text("CHANGELOG.md")).unwrap();
    assert_eq!(heading.0, version, "CHANGELOG.md");
    // Until it is released it has no day; then all tell the same one.
    assert!(
        heading.1 == "unreleased" || Some(heading.1.as_str()) == release.attribute("date"),
        "{heading:?}"
    );
    let readme = text("README.md");
    let named =
        readme.split(['`', ' ', '/']).filter(|word| word.starts_with("countercheck") && word.contains(".0"));
    let named: Vec<&str> = named.collect();
    assert!(named.len() >= 4 && named.iter().all(|file| file.contains(version)), "README.md: {named:?}");
    // The others take it from Cargo.toml when they are made.
    let installer = text("packaging/windows/countercheck.nsi");
    assert!(installer.contains("VIProductVersion \"${VERSION}.0\"") && !installer.contains(version));
    for script in ["packaging/linux/build.sh", "packaging/macos/dmg.sh", "packaging/windows/build.py"] {
        let script = text(script);
        assert!(script.contains("Cargo.toml") && !script.contains(version));
    }
}

#[test]
fn all_packages_name_the_same_program() {
    let metainfo = metainfo();
    let plist = property_list("packaging/macos/Info.plist");
    let manifest = document("packaging/windows/countercheck.manifest");
    assert_eq!(metainfo.find("id").unwrap().text, ID);
    assert_eq!(plist["CFBundleIdentifier"], ID);
    assert_eq!(manifest.find("assemblyIdentity").unwrap().attribute("name"), Some(ID));
    for name in [&metainfo.find("name").unwrap().text, &plist["CFBundleName"], &plist["CFBundleDisplayName"]]
    {
        assert_eq!(name, "Countercheck");
    }
    // A desktop finds the entry of a window by the name that the window gives itself.
    let window = text("src/app/window.rs");
    let window = between(&window, ".with_app_id(\"", "\")").unwrap();
    assert_eq!(metainfo.find("launchable").unwrap().text, format!("{window}.desktop"));
    let entry = entry(&text(&format!("packaging/linux/{window}.desktop"))).unwrap();
    let main = &entry["Desktop Entry"];
    assert_eq!(main["StartupWMClass"], window);
    let program = env!("CARGO_PKG_NAME");
    for named in [
        &main["Exec"],
        &main["Icon"],
        &metainfo.find("icon").unwrap().text,
        &metainfo.find("binary").unwrap().text,
        &plist["CFBundleExecutable"],
    ] {
        assert_eq!(named, program);
    }
}

#[test]
fn the_menu_entry_is_well_formed() {
    for bad in [
        "Type=Application",
        "[Desktop Entry]\nType",
        "[Desktop Entry]\nName=a\nName=b",
        "[Desktop Entry]\n[Desktop Entry]",
        "[Desktop Entry]\nName[es]=a",
    ] {
        assert!(entry(bad).is_err(), "{bad}");
    }
    let entry = entry(&text("packaging/linux/countercheck.desktop")).unwrap();
    let main = &entry["Desktop Entry"];
    assert_eq!((main["Type"].as_str(), main["Terminal"].as_str()), ("Application", "false"));
    for key in ["Categories", "Keywords", "Actions"] {
        assert!(main[key].ends_with(';'), "{key} is a list, each with a semicolon after it");
    }
    let actions = main["Actions"].trim_end_matches(';').split(';').map(|id| format!("Desktop Action {id}"));
    let groups: BTreeSet<String> = actions.chain(["Desktop Entry".to_owned()]).collect();
    assert_eq!(groups, entry.keys().cloned().collect());
    check(groups.into_iter().filter(|group| !entry[group]["Exec"].starts_with("countercheck")));
}

/// What is wrong with the list of what the Linux packages hold.
fn wrong_files(list: &str) -> Vec<String> {
    let mut complaints = Vec::new();
    let mut places = BTreeSet::new();
    for line in list.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        let parts: Vec<&str> = line.split_whitespace().collect();
        let [source, place, mode] = parts[..] else {
            complaints.push(format!("not file, place and mode: {line}"));
            continue;
        };
        if !Path::new(env!("CARGO_MANIFEST_DIR")).join(source).is_file() {
            complaints.push(format!("{source} is not there"));
        }
        if !place.starts_with("share/") || place.contains("..") || !places.insert(place.to_owned()) {
            complaints.push(format!("{place} is outside of share/, or there twice"));
        }
        if mode != "644" {
            complaints.push(format!("{source}: mode {mode}, but nothing here is run"));
        }
    }
    complaints
}

#[test]
fn every_file_that_the_linux_packages_name_is_there() {
    for bad in [
        "LICENSE share/a",
        "LICENSE share/a 755",
        "LICENSE etc/a 644",
        "LICENSE share/../a 644",
        "NOTHING share/a 644",
        "LICENSE share/a 644\nLICENSE share/a 644",
    ] {
        assert_eq!(wrong_files(bad).len(), 1, "{bad}");
    }
    let list = text("packaging/linux/files");
    check(wrong_files(&list));
    for size in [16, 24, 32, 48, 64, 128, 256, 512] {
        let line = format!("share/icons/hicolor/{size}x{size}/apps/countercheck.png");
        let sources = list.lines().filter(|known| known.contains(&line));
        let sources: Vec<&str> = sources.filter_map(|line| line.split_whitespace().next()).collect();
        assert_eq!(sources, [format!("assets/icons/countercheck-{size}.png")]);
    }
    for name in
        [format!("share/metainfo/{ID}.metainfo.xml"), "share/applications/countercheck.desktop".into()]
    {
        assert!(list.contains(&name), "{name}");
    }
    // Named by the scripts themselves.
    let build = text("packaging/linux/build.sh");
    for file in ["packaging/linux/copyright", "packaging/linux/install.sh", "LICENSE-APACHE", "CHANGELOG.md"]
    {
        assert!(build.contains(file) && !bytes(file).is_empty(), "{file}");
    }
}

#[test]
fn what_the_window_opens_at_run_time_is_told_to_apt_and_in_the_readme() {
    let build = text("packaging/linux/build.sh");
    let opened: String = build
        .lines()
        .filter(|line| line.starts_with("opened"))
        .filter_map(|line| line.split('"').nth(1))
        .collect();
    let packages: Vec<&str> = opened.split(',').map(str::trim).collect();
    assert!(packages.len() > 8, "{packages:?}");
    let readme = text("README.md");
    let debian = readme.lines().find(|line| line.starts_with("| Debian, Ubuntu")).unwrap();
    let named: BTreeSet<&str> = debian.split(|letter: char| " `;|".contains(letter)).collect();
    check(
        packages.iter().filter(|name| !named.contains(*name)).map(|name| format!("README.md misses {name}")),
    );
}

#[test]
fn windows_is_told_of_long_paths_densities_and_letters() {
    let manifest = document("packaging/windows/countercheck.manifest");
    let setting = |name: &str| manifest.find(name).unwrap().text.clone();
    assert_eq!(setting("longPathAware"), "true");
    assert_eq!(setting("dpiAwareness"), "PerMonitorV2, PerMonitor");
    assert_eq!(setting("activeCodePage"), "UTF-8");
    let level = manifest.find("requestedExecutionLevel").unwrap();
    assert_eq!((level.attribute("level"), level.attribute("uiAccess")), (Some("asInvoker"), Some("false")));
    // Windows 10 and 11.
    let system = manifest.find("supportedOS").unwrap().attribute("Id");
    assert_eq!(system, Some("{8e0f7a12-bfb3-4fe8-b9a5-48fd50a15a9a}"));
    let resources = text("packaging/windows/resources.rs");
    for file in ["packaging/windows/countercheck.manifest", "assets/icons/countercheck.ico"] {
        assert!(resources.contains(&format!("\"{file}\"")), "{file} is not embedded");
    }
}

/// What an installer does that it must not: ask for rights, touch vaults, leave files behind.
fn wrong_installer(script: &str) -> Vec<String> {
    let code: Vec<&str> =
        script.lines().map(str::trim).filter(|line| !line.starts_with(';') && !line.is_empty()).collect();
    let mut complaints = Vec::new();
    if !code.contains(&"RequestExecutionLevel user") {
        complaints.push("it asks for an administrator".to_owned());
    }
    for line in &code {
        let removes = ["Delete ", "RMDir ", "Rename "].iter().any(|word| line.starts_with(word));
        let vaults = ["$APPDATA", "$LOCALAPPDATA\\Countercheck", "$LOCALAPPDATA\\${ID}"];
        let of_vaults = vaults.iter().any(|folder| line.contains(folder));
        if line.contains("HKLM") || line.contains("RMDir /r") || (removes && of_vaults) {
            complaints.push(format!("it must not: {line}"));
        }
    }
    let after = |word: &str| -> BTreeSet<String> {
        let lines = code.iter().filter_map(|line| line.strip_prefix(word));
        lines.map(|line| line.trim_matches('"').rsplit(['/', '\\']).next().unwrap().to_owned()).collect()
    };
    let (installed, removed) = (after("File "), after("Delete \"$INSTDIR"));
    complaints.extend(installed.difference(&removed).map(|file| format!("{file} is not removed again")));
    complaints
}

#[test]
fn the_windows_installer_needs_no_administrator_and_leaves_vaults_alone() {
    let good = "RequestExecutionLevel user\nFile \"${SOURCE}/a.exe\"\nDelete \"$INSTDIR\\a.exe\"";
    assert_eq!(wrong_installer(good), [""; 0]);
    assert_eq!(wrong_installer(&good.replace("user", "admin")).len(), 1);
    for bad in [
        "WriteRegStr HKLM \"a\" \"b\" \"c\"",
        "RMDir /r \"$INSTDIR\"",
        "Delete \"$APPDATA\\Countercheck\\data\\*.*\"",
        "Delete \"$LOCALAPPDATA\\Countercheck\\data\\*.*\"",
        "RMDir \"$LOCALAPPDATA\\${ID}\"",
        "File \"${SOURCE}/b.exe\"",
    ] {
        assert_eq!(wrong_installer(&format!("{good}\n{bad}")).len(), 1, "{bad}");
    }
    let script = text("packaging/windows/countercheck.nsi");
    check(wrong_installer(&script));
    assert!(script.contains("InstallDir \"$LOCALAPPDATA\\Programs\\"));
    // What the script packs, build.py lays ready.
    let build = text("packaging/windows/build.py");
    for line in script.lines().filter_map(|line| line.trim().strip_prefix("File \"${SOURCE}/")) {
        let name = line.trim_end_matches('"').trim_end_matches(".txt");
        assert!(build.contains(&format!("\"{name}")), "{name}: build.py does not lay it ready");
    }
}

#[test]
fn macs_are_told_what_they_need_and_asked_for_nothing() {
    let plist = property_list("packaging/macos/Info.plist");
    assert_eq!(
        (plist["CFBundlePackageType"].as_str(), plist["NSHighResolutionCapable"].as_str()),
        ("APPL", "true")
    );
    let bundle = text("packaging/macos/bundle.sh");
    for file in [&plist["CFBundleIconFile"], &plist["CFBundleExecutable"]] {
        assert!(bundle.contains(file.as_str()), "bundle.sh does not put {file} into the app");
    }
    let release = text("packaging/release.sh");
    assert_eq!(
        between(&release, "\nMACOSX_DEPLOYMENT_TARGET=", "\n"),
        Some(plist["LSMinimumSystemVersion"].as_str())
    );
    // The hardened runtime without an exception, and no network.
    assert!(bundle.contains("--options runtime"));
    assert_eq!(property_list("packaging/macos/entitlements.plist"), BTreeMap::new());
}

/// Actions that are not pinned to a commit, with the version in a comment.
fn not_pinned(workflow: &str) -> Vec<String> {
    let used =
        workflow.lines().filter_map(|line| line.trim().trim_start_matches("- ").strip_prefix("uses: "));
    let is_pinned = |action: &&str| {
        let (_, rest) = action.split_once('@').unwrap_or_default();
        let (commit, version) = rest.split_once(" # v").unwrap_or_default();
        commit.len() == 40
            && commit.chars().all(|letter| letter.is_ascii_hexdigit())
            && version.starts_with(|letter: char| letter.is_ascii_digit())
    };
    used.filter(|action| !is_pinned(action)).map(|action| format!("{action} is not pinned")).collect()
}

#[test]
fn the_workflow_pins_its_actions_and_the_toolchain() {
    let commit = "0123456789abcdef0123456789abcdef01234567";
    assert_eq!(not_pinned(&format!("- uses: a/b@{commit} # v1.2.3")), [""; 0]);
    for bad in ["a/b@v1", "a/b@main # v1", "a/b", &format!("a/b@{commit}"), "a/b@0123456 # v1"] {
        assert_eq!(not_pinned(&format!("      - uses: {bad}")).len(), 1, "{bad}");
    }
    let workflow = text(".github/workflows/ci.yml");
    assert!(workflow.matches("uses: ").count() > 6);
    check(not_pinned(&workflow));
    let toolchain = between(&workflow, "RUST: \"", "\"").unwrap();
    assert_eq!(toolchain, format!("{}.0", env!("CARGO_PKG_RUST_VERSION")));
    let scripts =
        workflow.split_whitespace().filter(|word| word.starts_with("packaging/") && word.contains('.'));
    check(
        scripts
            .filter(|script| !Path::new(env!("CARGO_MANIFEST_DIR")).join(script).is_file())
            .map(|script| format!("{script} is not there")),
    );
}
