//! Which colors does the desktop want? On Linux nobody tells the toolkit, so the desktop is asked here.
//!
//! The settings portal answers over the session bus and says when it was set otherwise. Where there is no bus or no
//! portal nothing is told, and the toolkit's own answer stays.

use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};

use eframe::egui::{Context, Theme};

/// What the desktop wants, as it stands now.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Wish {
    /// Light or dark; `None` where the desktop has no wish or could not be asked.
    pub theme: Option<Theme>,
    /// Whether more contrast is wanted.
    pub contrast: bool,
}

/// What is known of the desktop's wish, kept up to date from elsewhere.
#[derive(Debug, Default)]
pub struct Desktop {
    told: Arc<Told>,
    shown: Wish,
}

/// A wish in two numbers, of the portal's own: 0 for none.
#[derive(Debug, Default)]
struct Told {
    scheme: AtomicU8,
    contrast: AtomicU8,
}

impl Desktop {
    /// Asks on a thread of its own, which ends with the bus. Each answer that changes something wakes the window.
    pub fn ask(ctx: &Context) -> Self {
        let desktop = Self::default();
        #[cfg(target_os = "linux")]
        {
            let (ctx, told) = (ctx.clone(), Arc::clone(&desktop.told));
            let listen = move || portal::listen(&told, &|| ctx.request_repaint());
            // Without the thread the toolkit's own answer stays.
            drop(std::thread::Builder::new().name("desktop colors".to_owned()).spawn(listen));
        }
        #[cfg(not(target_os = "linux"))]
        let _ = ctx;
        desktop
    }

    /// What is wanted now.
    #[must_use]
    pub fn wish(&self) -> Wish {
        Wish {
            theme: match self.told.scheme.load(Ordering::Relaxed) {
                1 => Some(Theme::Dark),
                2 => Some(Theme::Light),
                _ => None,
            },
            contrast: self.told.contrast.load(Ordering::Relaxed) == 1,
        }
    }

    /// What is wanted now, where that is another wish than the last time.
    pub fn change(&mut self) -> Option<Wish> {
        let wish = self.wish();
        (wish != self.shown).then(|| {
            self.shown = wish;
            wish
        })
    }
}

#[cfg(target_os = "linux")]
mod portal {
    use std::sync::atomic::{AtomicU8, Ordering};

    use futures_lite::StreamExt as _;
    use zbus::zvariant::{OwnedValue, Value};
    use zbus::{Connection, Proxy};

    use super::Told;

    const APPEARANCE: &str = "org.freedesktop.appearance";

    /// Takes what the portal says until the bus ends. A desktop without one has nothing to say.
    pub(super) fn listen(told: &Told, wake: &dyn Fn()) {
        drop(futures_lite::future::block_on(hear(told, wake)));
    }

    async fn hear(told: &Told, wake: &dyn Fn()) -> zbus::Result<()> {
        let bus = Connection::session().await?;
        let (service, path) = ("org.freedesktop.portal.Desktop", "/org/freedesktop/portal/desktop");
        let settings = Proxy::new(&bus, service, path, "org.freedesktop.portal.Settings").await?;
        // Listening first: what is set otherwise between the two is not missed.
        let mut changes = settings.receive_signal("SettingChanged").await?;
        for (key, place) in [("color-scheme", &told.scheme), ("contrast", &told.contrast)] {
            // A portal may know one and not the other.
            if let Ok(value) = settings.call::<_, _, OwnedValue>("Read", &(APPEARANCE, key)).await {
                take(place, &value, wake);
            }
        }
        while let Some(change) = changes.next().await {
            let body = change.body();
            let Ok((APPEARANCE, key, value)) = body.deserialize::<(&str, &str, Value<'_>)>() else {
                continue;
            };
            match key {
                "color-scheme" => take(&told.scheme, &value, wake),
                "contrast" => take(&told.contrast, &value, wake),
                _ => {}
            }
        }
        Ok(())
    }

    fn take(place: &AtomicU8, value: &Value<'_>, wake: &dyn Fn()) {
        let number = number(value);
        if place.swap(number, Ordering::Relaxed) != number {
            wake();
        }
    }

    /// The number in a value; `Read` wraps it twice. What is no number is no wish.
    fn number(value: &Value<'_>) -> u8 {
        match value {
            Value::U32(number) => u8::try_from(*number).unwrap_or(0),
            Value::Value(inner) => number(inner),
            _ => 0,
        }
    }

    #[cfg(test)]
    mod tests {
        use super::*;

        #[test]
        fn a_number_is_found_in_its_wrappings_and_anything_else_is_no_wish() {
            let once = Value::U32(1);
            assert_eq!(number(&once), 1);
            assert_eq!(number(&Value::Value(Box::new(Value::Value(Box::new(once))))), 1);
            assert_eq!(number(&Value::from("dark")), 0);
            assert_eq!(number(&Value::U32(257)), 0);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wish_is_told_once_and_only_numbers_that_mean_one_are_one() {
        let mut desktop = Desktop::default();
        assert_eq!(desktop.change(), None);
        desktop.told.scheme.store(1, Ordering::Relaxed);
        desktop.told.contrast.store(1, Ordering::Relaxed);
        assert_eq!(desktop.change(), Some(Wish { theme: Some(Theme::Dark), contrast: true }));
        assert_eq!(desktop.change(), None);
        desktop.told.scheme.store(2, Ordering::Relaxed);
        desktop.told.contrast.store(2, Ordering::Relaxed);
        assert_eq!(desktop.change(), Some(Wish { theme: Some(Theme::Light), contrast: false }));
        desktop.told.scheme.store(9, Ordering::Relaxed);
        assert_eq!(desktop.change(), Some(Wish::default()));
    }
}
