//! A test in a process of its own, with a home folder and programs of its own: no viewer and no printer of whoever
//! runs it.

use std::path::{Path, PathBuf};
use std::process::Command;

/// Runs the test of this name with nothing in `PATH` but the given shell scripts (name, body).
pub fn alone(test: &str, programs: &[(&str, &str)], run: impl FnOnce(&Path)) {
    const HOME: &str = "COUNTERCHECK_TEST_HOME";
    if let Some(home) = std::env::var_os(HOME) {
        return run(Path::new(&home));
    }
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("programs");
    std::fs::create_dir(&folder).unwrap();
    std::fs::create_dir(home.path().join("tmp")).unwrap();
    for (name, body) in programs {
        write_program(&folder.join(name), body);
    }
    let output = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", test, "--nocapture"])
        .env(HOME, home.path())
        .env("HOME", home.path())
        .env("TMPDIR", home.path().join("tmp"))
        .env("PATH", folder)
        .env_remove("XDG_CONFIG_HOME")
        .output()
        .unwrap();
    let said =
        String::from_utf8_lossy(&output.stderr).into_owned() + &String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success() && said.contains("1 passed"), "{said}");
}

fn write_program(path: &Path, body: &str) {
    std::fs::write(path, format!("#!/bin/sh\nPATH=/usr/bin:/bin\n{body}\n")).unwrap();
    #[cfg(unix)]
    std::fs::set_permissions(path, std::os::unix::fs::PermissionsExt::from_mode(0o755)).unwrap();
}

/// All files below a folder.
pub fn files_below(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                found.push(path);
            }
        }
    }
    found
}
