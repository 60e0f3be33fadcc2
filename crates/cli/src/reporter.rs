//! What is said on standard error while pages are read: errors, warnings, the progress bar.

use std::io::{IsTerminal, Write};

use indicatif::{ProgressBar, ProgressStyle};

use crate::sanitize;

/// Says one line on standard error. A closed standard error is no reason to stop.
pub fn say(line: &str) {
    let _ = writeln!(std::io::stderr(), "{}", sanitize::line(line));
}

/// Says what is wrong or odd about inputs, around a progress bar if there is one.
pub struct Reporter {
    bar: Option<ProgressBar>,
    quiet: bool,
}

impl Reporter {
    /// A reporter for `inputs` inputs; it has a bar where standard error is a terminal and `bar` asks for one.
    pub fn new(inputs: usize, quiet: bool, bar: bool) -> Self {
        let shown = bar && !quiet && inputs > 1 && std::io::stderr().is_terminal();
        let bar = shown.then(|| {
            let bar = ProgressBar::new(inputs as u64);
            let style = ProgressStyle::with_template("{bar:24} {pos} of {len}, {eta} left");
            if let Ok(style) = style {
                bar.set_style(style);
            }
            bar
        });
        Self { bar, quiet }
    }

    /// An input could not be read.
    pub fn error(&self, input: &str, problem: &dyn std::fmt::Display) {
        self.above_bar(&format!("khabar: {input}: {problem}"));
    }

    /// An input was read, but something is odd.
    pub fn warning(&self, input: &str, warning: &dyn std::fmt::Display) {
        if !self.quiet {
            self.above_bar(&format!("khabar: {input}: warning: {warning}"));
        }
    }

    /// One more input is done.
    pub fn step(&self) {
        if let Some(bar) = &self.bar {
            bar.inc(1);
        }
    }

    /// All inputs are done.
    pub fn finish(&self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }

    fn above_bar(&self, line: &str) {
        match &self.bar {
            Some(bar) => bar.suspend(|| say(line)),
            None => say(line),
        }
    }
}
