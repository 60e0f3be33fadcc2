//! What the parts of the program say of their work while a command runs, on standard error.

use std::io::{self, Write};

use indicatif::ProgressBar;
use tracing::Level;

use crate::sanitize;

/// Who is told, and how much.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Listener {
    /// Somebody who waits for the command to end: what goes wrong.
    Waiting,
    /// Somebody who reads later what went wrong, and when.
    Later,
    /// The same, who wants to know as well what a service begins and ends with.
    Service,
}

/// Has what is said from now on told, above a progress bar if there is one; with `quiet` errors alone.
pub fn begin(listener: Listener, quiet: bool, bar: Option<ProgressBar>) {
    let log = tracing_subscriber::fmt()
        .with_max_level(most(listener, quiet))
        .with_target(false)
        .with_ansi(false)
        .with_writer(move || Lines { bar: bar.clone() });
    let set = match listener {
        Listener::Waiting => log.without_time().try_init(),
        Listener::Later | Listener::Service => log.try_init(),
    };
    // Somebody else hears it already: nothing is lost.
    let _ = set;
}

/// The least grave that is told.
fn most(listener: Listener, quiet: bool) -> Level {
    match (quiet, listener) {
        (true, _) => Level::ERROR,
        (false, Listener::Service) => Level::INFO,
        (false, _) => Level::WARN,
    }
}

/// Writes whole lines, made safe to show.
struct Lines {
    bar: Option<ProgressBar>,
}

impl Write for Lines {
    fn write(&mut self, line: &[u8]) -> io::Result<usize> {
        let text = String::from_utf8_lossy(line);
        let text = sanitize::controls(&text);
        let say = || io::stderr().lock().write_all(text.as_bytes());
        match &self.bar {
            Some(bar) => bar.suspend(say)?,
            None => say()?,
        }
        Ok(line.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        io::stderr().lock().flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_reads_later_is_warned_and_quiet_is_errors_alone() {
        assert_eq!(most(Listener::Later, false), Level::WARN);
        assert_eq!(most(Listener::Waiting, false), Level::WARN);
        assert_eq!(most(Listener::Service, false), Level::INFO);
        assert_eq!(most(Listener::Service, true), Level::ERROR);
    }
}
