//! `khabar gather`: what the sources published is fetched and kept.

use std::fmt::Write as _;
use std::io::{self, IsTerminal};
use std::process::ExitCode;
use std::sync::atomic::Ordering;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};
use khabar_archive::gather::{Gathered, Gatherer};

use super::log::{self, Listener};
use super::{gather_options, give, open, pick, stop, told};
use crate::args::archive::GatherArgs;
use crate::view::archive::plural;

/// Between two steps of the sign that something goes on.
const TICK: Duration = Duration::from_millis(120);

/// Gathers once, or until stopped.
pub fn run(args: &GatherArgs) -> anyhow::Result<ExitCode> {
    let archive = open(&args.data)?;
    let held = archive
        .hold(if args.service {
            "khabar gather --service"
        } else {
            "khabar gather"
        })
        .map_err(told)?;
    if let Some(name) = &args.source {
        let source = pick::source(&archive, name)?;
        archive.hurry(Some(source.id)).map_err(told)?;
    }
    if args.now {
        archive.hurry(None).map_err(told)?;
    }
    let stop = stop::asked()?;
    let bar = bar(args);
    let listener = if args.service {
        Listener::Service
    } else {
        Listener::Waiting
    };
    log::begin(listener, args.quiet, bar.clone());
    let mut gatherer =
        Gatherer::new(&archive, &held, gather_options(&args.work, &args.net)).map_err(told)?;
    let heard = |gathered: &Gathered| {
        if let Some(bar) = &bar {
            bar.set_message(progress(gathered));
        }
    };
    let gathered = if args.service {
        tracing::info!(folder = %archive.folder().root().display(), "gathering until stopped");
        gatherer.serve(&stop, &heard)
    } else {
        gatherer.once(&stop, &heard)
    };
    if let Some(bar) = &bar {
        bar.finish_and_clear();
    }
    let gathered = gathered.map_err(told)?;
    if !args.quiet {
        let follows_any = !archive.sources().map_err(told)?.is_empty();
        give(&summary(
            &gathered,
            stop.load(Ordering::Relaxed),
            follows_any,
        ))?;
    }
    Ok(ExitCode::SUCCESS)
}

/// Where standard error is a terminal, what is going on is shown on its last line.
fn bar(args: &GatherArgs) -> Option<ProgressBar> {
    let shown = !args.quiet && io::stderr().is_terminal();
    shown.then(|| {
        let bar = ProgressBar::new_spinner();
        let style = ProgressStyle::with_template("{spinner} {wide_msg}");
        if let Ok(style) = style {
            bar.set_style(style);
        }
        bar.set_message("bringing the index up to date");
        bar.enable_steady_tick(TICK);
        bar
    })
}

/// How far it is, on one line.
fn progress(gathered: &Gathered) -> String {
    let mut said = format!(
        "{}, {} new, {} changed",
        plural(gathered.looks, "look", "looks"),
        gathered.new,
        gathered.changed
    );
    let failed = gathered.failed + gathered.failed_looks;
    // Writing to a string cannot fail.
    if failed > 0 {
        let _ = write!(said, ", {failed} failed");
    }
    if gathered.waiting > 0 {
        let _ = write!(said, " · {} to go", gathered.waiting);
    }
    said
}

/// What it came to, in words.
fn summary(gathered: &Gathered, stopped: bool, follows_any: bool) -> String {
    if !follows_any {
        return "Nothing is followed yet; begin with khabar follow ADDRESS.\n".to_owned();
    }
    let mut out = String::new();
    if stopped {
        out += "Stopped; what was not done is due when it runs again.\n";
    }
    if gathered.looks == 0 && gathered.new + gathered.same + gathered.failed == 0 {
        out += if stopped {
            "Nothing was looked at.\n"
        } else {
            "Nothing was due; khabar gather --now looks at all channels.\n"
        };
        return out;
    }
    out += &plural(gathered.looks, "channel was", "channels were");
    out += " looked at";
    // Writing to a string cannot fail.
    if gathered.failed_looks > 0 {
        let _ = write!(out, ", {} of them in vain", gathered.failed_looks);
    }
    let _ = write!(
        out,
        ".\n{} new, {} changed, {} as before.\n",
        plural(gathered.new, "report is", "reports are"),
        gathered.changed,
        plural(gathered.same, "is", "are"),
    );
    if gathered.not_kept > 0 {
        let _ = writeln!(
            out,
            "{} no report to keep.",
            plural(gathered.not_kept, "page holds", "pages hold")
        );
    }
    if gathered.failed > 0 {
        let _ = writeln!(
            out,
            "{} could not be had.",
            plural(gathered.failed, "page", "pages")
        );
    }
    if gathered.failed + gathered.failed_looks > 0 {
        out += "khabar sources tells what failed, and why.\n";
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_it_came_to_is_said_in_words() {
        let gathered = Gathered {
            looks: 3,
            failed_looks: 1,
            new: 1,
            changed: 2,
            same: 4,
            failed: 1,
            ..Gathered::default()
        };
        assert_eq!(
            summary(&gathered, true, true),
            "Stopped; what was not done is due when it runs again.\n\
             3 channels were looked at, 1 of them in vain.\n\
             1 report is new, 2 changed, 4 are as before.\n\
             1 page could not be had.\n\
             khabar sources tells what failed, and why.\n"
        );
        assert!(summary(&Gathered::default(), false, true).starts_with("Nothing was due"));
        assert!(summary(&Gathered::default(), false, false).starts_with("Nothing is followed"));
        assert_eq!(progress(&gathered), "3 looks, 1 new, 2 changed, 2 failed");
    }
}
