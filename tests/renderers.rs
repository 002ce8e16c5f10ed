//! Each renderer works when the other does not: one is hidden, and the window says by which it is drawn.
//!
//! Runs under Xvfb and weston with a display and a home of its own; where one is missing it says that it was skipped.

#![cfg(target_os = "linux")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test may stop at the first surprise"
)]

#[path = "window/desktop.rs"]
mod desktop;

use std::io::{BufRead as _, BufReader};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use desktop::{PATIENCE, PROGRAM, Running, display, is_there, program, wait_for};

/// What the program says of its renderer when that one is tried first, with these variables; or that there is none.
fn drawn_with(display: &str, first: &str, hiding: &[(&str, &str)]) -> String {
    drawn_on(&[("DISPLAY", display)], first, hiding)
}

/// The same on a display of whatever kind.
fn drawn_on(display: &[(&str, &str)], first: &str, hiding: &[(&str, &str)]) -> String {
    let home = tempfile::tempdir().unwrap();
    let mut command = program(home.path());
    if let Some(drivers) = std::env::var_os("VK_DRIVER_FILES") {
        command.env("VK_DRIVER_FILES", drivers);
    }
    let child = command
        .arg("--demo")
        .envs(display.iter().copied())
        .env("COUNTERCHECK_RENDERER", first)
        .envs(hiding.iter().copied())
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut running = Running(child);
    let errors = BufReader::new(running.0.stderr.take().unwrap());
    let (sender, lines) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        for line in errors.lines().map_while(Result::ok) {
            sender.send(line).ok();
        }
    });
    let begun = Instant::now();
    let mut said = String::new();
    while begun.elapsed() < PATIENCE {
        match lines.recv_timeout(Duration::from_millis(200)) {
            Ok(line) => {
                if let Some(renderer) = line.strip_prefix("countercheck: drawn with ") {
                    return renderer.to_owned();
                }
                said.push_str(&line);
                said.push('\n');
            }
            Err(std::sync::mpsc::RecvTimeoutError::Timeout) => {}
            Err(std::sync::mpsc::RecvTimeoutError::Disconnected) => break,
        }
    }
    format!("nothing: {said}")
}

/// So old an OpenGL can't draw the window, be it that of desktops or that of telephones.
const NO_OPENGL: [(&str, &str); 2] =
    [("MESA_GL_VERSION_OVERRIDE", "1.1"), ("MESA_GLES_VERSION_OVERRIDE", "1.0")];
/// wgpu draws by OpenGL too, which is not what is asked for here.
const VULKAN_ONLY: (&str, &str) = ("WGPU_BACKEND", "vulkan");
/// No driver of Vulkan is found.
const NO_VULKAN: [(&str, &str); 2] = [("VK_DRIVER_FILES", "/nonexistent"), VULKAN_ONLY];

#[test]
fn each_renderer_draws_the_window_when_the_other_is_hidden() {
    if !is_there("Xvfb") {
        println!("skipped: Xvfb is not here");
        return;
    }
    let (_server, display) = display();
    let opengl = drawn_with(&display, "opengl", &[]);
    if !opengl.starts_with("OpenGL") || opengl.contains("because") {
        println!("skipped: this computer has no OpenGL to hide: {opengl}");
        return;
    }
    let without_vulkan = drawn_with(&display, "wgpu", &NO_VULKAN);
    assert!(without_vulkan.starts_with("OpenGL, because"), "{without_vulkan}");
    let vulkan = drawn_with(&display, "wgpu", &[VULKAN_ONLY]);
    if !vulkan.starts_with("wgpu (vulkan") {
        println!("skipped: without a driver of Vulkan nothing is left when OpenGL is hidden: {vulkan}");
        return;
    }
    let without_opengl = drawn_with(&display, "opengl", &NO_OPENGL);
    assert!(
        without_opengl.starts_with("wgpu (vulkan") && without_opengl.contains("because"),
        "{without_opengl}"
    );
}

/// A display of the other kind, which shows its windows to nobody, in a folder of its own.
fn wayland() -> (Running, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let server = Command::new("weston")
        .args(["--backend=headless-backend.so", "--socket=countercheck", "--idle-time=0"])
        .env("XDG_RUNTIME_DIR", folder.path())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    wait_for("weston", || folder.path().join("countercheck").exists().then_some(()));
    (Running(server), folder)
}

#[test]
fn without_the_library_that_joins_opengl_to_wayland_it_is_named_with_another_way_that_works() {
    if !is_there("weston") {
        println!("skipped: weston is not here");
        return;
    }
    let (_server, folder) = wayland();
    let folder = folder.path().to_str().unwrap();
    let display = [("XDG_RUNTIME_DIR", folder), ("WAYLAND_DISPLAY", "countercheck")];
    let opengl = drawn_on(&display, "opengl", &[]);
    if !opengl.starts_with("OpenGL") || opengl.contains("because") {
        println!("skipped: this computer has no OpenGL on Wayland: {opengl}");
        return;
    }
    // What is found first under the library's name is none.
    let hidden = tempfile::tempdir().unwrap();
    for name in ["libwayland-egl.so.1", "libwayland-egl.so"] {
        std::fs::write(hidden.path().join(name), "").unwrap();
    }
    let no_library = ("LD_LIBRARY_PATH", hidden.path().to_str().unwrap());
    let nothing = drawn_on(&display, "opengl", &[no_library]);
    let told =
        "no window can be opened: Library libwayland-egl.so could not be loaded. Install what is missing";
    assert!(nothing.contains(told) && nothing.contains("COUNTERCHECK_RENDERER=wgpu"), "{nothing}");
    let vulkan = drawn_on(&display, "wgpu", &[VULKAN_ONLY]);
    if !vulkan.starts_with("wgpu (vulkan") {
        println!("skipped: without a driver of Vulkan there is no other way: {vulkan}");
        return;
    }
    let other = drawn_on(&display, "wgpu", &[VULKAN_ONLY, no_library]);
    assert!(other.starts_with("wgpu (vulkan") && !other.contains("because"), "{other}");
}

#[test]
fn a_renderer_that_there_is_not_is_refused() {
    let output = Command::new(PROGRAM)
        .arg("--demo")
        .env("COUNTERCHECK_RENDERER", "crayons")
        .stdin(Stdio::null())
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("COUNTERCHECK_RENDERER is opengl or wgpu"));
}
