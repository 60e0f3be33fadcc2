//! `cargo xtask hostile`: pages written to get a reader stuck, and how long each takes.

pub mod pages;

use std::time::Duration;

use anyhow::{Result, bail};
use khabar_article::ReadOptions;
use khabar_article::warning::WarningCode;
use khabar_statements::Reading;

use crate::clock::timed;
use crate::compare::FIRST_PAGE;
use pages::PAGES;

/// What to read.
#[derive(Debug, clap::Args)]
pub struct Options {
    /// Read only pages whose name holds this
    #[arg(value_name = "WORDS")]
    named: Option<String>,
    /// At which share of its full size each page is read
    #[arg(long, value_name = "SHARE", default_value_t = 1.0)]
    size: f64,
}

/// A page takes no longer than this, or says which limit it reached.
const MOST: Duration = Duration::from_millis(300);

/// Runs the command.
///
/// # Errors
/// When a page takes longer than it may without having reached a limit.
pub fn run(options: &Options) -> Result<()> {
    let _ = khabar_article::read(FIRST_PAGE.as_bytes(), &ReadOptions::default());
    let mut stuck = 0;
    let wanted = |name: &str| {
        options
            .named
            .as_ref()
            .is_none_or(|words| name.contains(words))
    };
    for page in PAGES.iter().filter(|page| wanted(page.name)) {
        let bytes = page.bytes(options.size);
        let (read, parsed) = timed(|| khabar_article::read(&bytes, &ReadOptions::default()));
        let (outcome, took) = match read {
            Ok(article) => {
                let (reading, more) = timed(|| {
                    let reading = Reading::of(article);
                    std::hint::black_box(reading.json().to_line());
                    reading
                });
                let limit = reading.article.warnings.iter();
                let limit = limit.filter(|w| w.code == WarningCode::LimitReached);
                let limits: Vec<String> = limit.map(|w| w.message.clone()).collect();
                (limits.join("; "), parsed + more)
            }
            Err(error) => (error.to_string(), parsed),
        };
        let is_stuck = took > MOST && outcome.is_empty();
        stuck += usize::from(is_stuck);
        println!(
            "{:<32}{:>6.1} MB{:>9.1} ms, {:>8.1} before statements {} {outcome}",
            page.name,
            bytes.len() as f64 / 1e6,
            took.as_secs_f64() * 1e3,
            parsed.as_secs_f64() * 1e3,
            if is_stuck { "STUCK" } else { "" },
        );
    }
    if stuck > 0 {
        bail!("{stuck} pages take over {MOST:?} without having reached a limit");
    }
    Ok(())
}
