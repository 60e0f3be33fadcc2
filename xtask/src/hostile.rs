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

/// What came of a page.
struct Outcome {
    /// What was left out and why, or why it was not read.
    said: String,
    took: Duration,
    before_statements: Duration,
}

fn read(bytes: &[u8]) -> Outcome {
    let (article, before_statements) =
        timed(|| khabar_article::read(bytes, &ReadOptions::default()));
    let article = match article {
        Ok(article) => article,
        Err(error) => {
            return Outcome {
                said: error.to_string(),
                took: before_statements,
                before_statements,
            };
        }
    };
    let (reading, more) = timed(|| {
        let reading = Reading::of(article);
        std::hint::black_box(reading.json().to_line());
        reading
    });
    let warnings = reading.article.warnings.iter();
    let limits: Vec<&str> = warnings
        .filter(|warning| warning.code == WarningCode::LimitReached)
        .map(|warning| warning.message.as_str())
        .collect();
    Outcome {
        said: limits.join("; "),
        took: before_statements + more,
        before_statements,
    }
}

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
        let Outcome {
            said,
            took,
            before_statements,
        } = read(&bytes);
        let is_stuck = took > MOST && said.is_empty();
        stuck += usize::from(is_stuck);
        println!(
            "{:<32}{:>6.1} MB{:>9.1} ms, {:>8.1} before statements {} {said}",
            page.name,
            bytes.len() as f64 / 1e6,
            took.as_secs_f64() * 1e3,
            before_statements.as_secs_f64() * 1e3,
            if is_stuck { "STUCK" } else { "" },
        );
    }
    if stuck > 0 {
        bail!("{stuck} pages take over {MOST:?} without having reached a limit");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hostile_pages_are_read_to_their_end() {
        for page in PAGES {
            let _ = read(&page.bytes(0.000_2));
        }
        let named = |name: &str| PAGES.iter().find(|page| page.name == name).unwrap();
        let said = |name, share| read(&named(name).bytes(share)).said;
        assert!(said("divisions within divisions", 0.01).contains("nest deeper"));
        assert!(said("white space", 0.05).contains("more text"));
        assert_eq!(said("short paragraphs", 0.000_1), "");
    }
}
