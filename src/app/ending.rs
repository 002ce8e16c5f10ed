//! Has the system asked the program to end? Logging off on Linux does so by a signal, and waits only a little.
//!
//! The program closes then as its window does: what is half-typed goes into the vault. Windows and macOS ask the
//! window itself.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Whether the system has asked the program to end. Copies ask about the same program.
#[derive(Clone, Default)]
pub struct Ending(Arc<AtomicBool>);

impl Ending {
    /// The system has asked.
    pub fn ask(&self) {
        self.0.store(true, Ordering::SeqCst);
    }

    /// Whether it has.
    pub fn is_asked(&self) -> bool {
        self.0.load(Ordering::SeqCst)
    }

    /// Hears the signals that ask the program to end, on a thread of its own, from now on: those of logging off
    /// (`SIGTERM`, `SIGHUP`), and Ctrl C in the terminal that it was started from (`SIGINT`). `wake` is called for each.
    ///
    /// # Errors
    /// When the system gives no handler or no thread: then a signal ends the program at once, as it would without.
    #[cfg(unix)]
    pub fn hear(&self, wake: impl Fn() + Send + 'static) -> std::io::Result<()> {
        use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};

        let mut signals = signal_hook::iterator::Signals::new([SIGTERM, SIGHUP, SIGINT])?;
        let ending = self.clone();
        let work = move || {
            for _ in signals.forever() {
                ending.ask();
                wake();
            }
        };
        std::thread::Builder::new().name("hear signals".into()).spawn(work).map(drop)
    }
    /// Signals are of Unix: elsewhere there is nothing to hear.
    ///
    /// # Errors
    /// None.
    #[cfg(not(unix))]
    pub fn hear(&self, _wake: impl Fn() + Send + 'static) -> std::io::Result<()> {
        Ok(())
    }
}

#[cfg(all(test, unix))]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn a_signal_that_asks_the_program_to_end_is_heard_and_does_not_end_it() {
        let ending = Ending::default();
        let (woken, wakes) = std::sync::mpsc::channel();
        ending.hear(move || woken.send(()).unwrap()).unwrap();
        assert!(!ending.is_asked());
        for signal in [signal_hook::consts::SIGTERM, signal_hook::consts::SIGHUP] {
            signal_hook::low_level::raise(signal).unwrap();
            wakes.recv_timeout(Duration::from_secs(60)).unwrap();
            assert!(ending.is_asked());
        }
    }
}
