//! Does the window follow the colors of a Linux desktop? A settings portal of the test's own says what is wanted.

use std::sync::atomic::{AtomicU32, Ordering};

use futures_lite::future::block_on;
use zbus::object_server::SignalEmitter;
use zbus::zvariant::{OwnedValue, Value};
use zbus::{connection, fdo, interface};

use crate::desktop::{
    Keyboard, brightness, close, display, ends, is_there, program, running, session, wait_for,
};

const PATH: &str = "/org/freedesktop/portal/desktop";

/// The part of a desktop that says which colors are wanted: 1 dark, 2 light.
#[derive(Default)]
struct Settings {
    scheme: AtomicU32,
}

#[interface(name = "org.freedesktop.portal.Settings")]
impl Settings {
    fn read(&self, namespace: &str, key: &str) -> fdo::Result<OwnedValue> {
        match (namespace, key) {
            ("org.freedesktop.appearance", "color-scheme") => {
                let scheme = Value::from(self.scheme.load(Ordering::Relaxed));
                // In a value of a value, as portals do.
                Ok(OwnedValue::try_from(Value::Value(Box::new(scheme))).unwrap())
            }
            _ => Err(fdo::Error::Failed("not known".to_owned())),
        }
    }

    #[zbus(signal)]
    async fn setting_changed(
        emitter: &SignalEmitter<'_>,
        namespace: &str,
        key: &str,
        value: Value<'_>,
    ) -> zbus::Result<()>;
}

#[test]
fn the_window_is_dark_where_the_desktop_is_and_follows_when_that_changes() {
    if !["Xvfb", "xdotool", "dbus-daemon"].into_iter().all(is_there) {
        println!("skipped: Xvfb, xdotool and dbus-daemon are not all here");
        return;
    }
    let home = tempfile::tempdir().unwrap();
    let (_server, display) = display();
    let (_daemon, address) = session(home.path());
    let settings = Settings { scheme: AtomicU32::new(1) };
    let portal = block_on(async {
        let at = connection::Builder::address(address.as_str()).unwrap().serve_at(PATH, settings).unwrap();
        at.name("org.freedesktop.portal.Desktop").unwrap().build().await.unwrap()
    });
    let mut command = program(home.path());
    command.arg("--demo").env("DISPLAY", &display).env("DBUS_SESSION_BUS_ADDRESS", &address);
    let mut app = running(command);
    let keyboard = Keyboard::on(display.clone());
    let window = keyboard.window(&mut app);
    wait_for("a dark window", || (brightness(&display)? < 90).then_some(()));
    keyboard.settles();
    assert!(brightness(&display).unwrap() < 90, "it does not stay dark");

    block_on(async {
        let here = portal.object_server().interface::<_, Settings>(PATH).await.unwrap();
        let emitter = here.signal_emitter();
        Settings::setting_changed(emitter, "org.freedesktop.appearance", "color-scheme", Value::from(2_u32))
            .await
            .unwrap();
    });
    wait_for("a light window", || (brightness(&display)? > 180).then_some(()));
    close(&keyboard, &window);
    assert!(ends(&mut app).success());
}
