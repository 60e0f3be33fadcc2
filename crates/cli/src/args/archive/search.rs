//! Finding and reading: `khabar search`, `show`, `saved`.

use std::str::FromStr;

use clap::{Args, Subcommand, ValueEnum};
use jiff::Timestamp;
use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;
use khabar_archive::notify::is_mailbox;

use super::DataArgs;
use crate::args::{LookArgs, address, language};

/// Examples and rules at the end of `khabar search --help`, as [`READ_LONG_HELP`](crate::args::READ_LONG_HELP).
pub const SEARCH_LONG_HELP: &str = "\
Examples:
  khabar search bridge opening               both words, in any of their forms
  khabar search '\"waited a year\" OR ferry'   a phrase, or another word
  khabar search 'speaker:Nassar said:quay'   what somebody said
  khabar search 'title:port -strike after:2026-03'
  khabar search ميناء --language ar --order newest
  khabar search --source post.example        the latest of one source
  khabar search bridge | jq -r .url          in a pipe, one object a line

What can be asked:
  word word     both                     \"a phrase\"   as it stands
  a OR b        one of them              -word        without it
  beg*          words that begin so      ( )          groups
  title: by: section: tag:               in the headline, by an author, ...
  speaker: said:                         by whom, and what, it reports said
  source: lang:                          of a source, in a language
  on: before: after:                     with 2026, 2026-03 or 2026-03-02

  Words are found in all their forms, in the languages of the archive. Put the
  question into single quotes where the shell would take signs for itself.
  Days are those of UTC.

Forms:
  view   for people: number, headline, source, date, and the words around what
         was found
  jsonl  an object a report; with --facets a last one that holds the counts
  csv    a row a report

Exit status:
  0  done, whether or not anything was found; what was not done as asked is
     told on standard error
  1  there is no archive, or it could not be searched
  2  wrong usage";

/// `khabar search`.
#[derive(Debug, Args)]
#[command(
    after_help = "More, with examples: khabar search --help",
    after_long_help = SEARCH_LONG_HELP
)]
pub struct SearchArgs {
    /// What to search for; nothing gives the latest reports
    #[arg(value_name = "WORDS")]
    pub words: Vec<String>,

    /// Which come first
    #[arg(long, value_enum, default_value_t = SearchOrder::Relevance)]
    pub order: SearchOrder,

    /// How many
    #[arg(short = 'n', long, value_name = "N", default_value_t = 20)]
    pub limit: usize,

    /// How many to leave out before
    #[arg(long, value_name = "N", default_value_t = 0, hide_default_value = true)]
    pub offset: usize,

    /// Count all that is found by source, language and day
    #[arg(long)]
    pub facets: bool,

    /// What to give out [default: view on a terminal, jsonl elsewhere]
    #[arg(short, long, value_enum, hide_default_value = true)]
    pub format: Option<HitsFormat>,

    /// Only of these sources: their numbers, titles or addresses
    #[arg(long = "source", value_name = "SOURCE", help_heading = "Which reports")]
    pub sources: Vec<String>,

    /// Only in these languages, as en,ar
    #[arg(long = "language", value_name = "TAGS", value_delimiter = ',', value_parser = language,
          help_heading = "Which reports")]
    pub languages: Vec<String>,

    /// Only published on this day or later, as 2026-03-02, 2026-03 or 2026
    #[arg(long, value_name = "DATE", value_parser = day, help_heading = "Which reports")]
    pub from: Option<i64>,

    /// Only published before this day
    #[arg(long, value_name = "DATE", value_parser = day, help_heading = "Which reports")]
    pub before: Option<i64>,

    #[command(flatten)]
    pub data: DataArgs,

    /// Columns of the view [default: the terminal's, at most 100]
    #[arg(long, value_name = "COLUMNS", help_heading = "Terminal",
          value_parser = clap::value_parser!(u16).range(10..))]
    pub width: Option<u16>,

    #[command(flatten)]
    pub look: LookArgs,
}

/// In which order reports come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum SearchOrder {
    /// The most relevant; without words, the newest
    Relevance,
    /// The last published
    Newest,
    /// The first published
    Oldest,
}

/// The forms of what was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum HitsFormat {
    /// Laid out for a terminal
    View,
    /// One JSON object a line
    Jsonl,
    /// One row a report, under the names of the columns
    Csv,
}

/// Examples and rules at the end of `khabar show --help`, as [`READ_LONG_HELP`](crate::args::READ_LONG_HELP).
pub const SHOW_LONG_HELP: &str = "\
Examples:
  khabar show 12                     the report, laid out for reading
  khabar show 12 -f json | jq .blocks
  khabar show 12 --version 1         as it was first
  khabar show 12 --diff 1..3         what changed; 1.. for up to the last
  khabar show 12 -f view | less -R   in a pager

What changed:
  Words that were taken out stand in [-brackets-], words that came in in
  {+braces+}, in colour where there is colour.

Exit status:
  0  done
  1  there is no such report or version
  2  wrong usage";

/// `khabar show`.
#[derive(Debug, Args)]
#[command(
    after_help = "More, with examples: khabar show --help",
    after_long_help = SHOW_LONG_HELP
)]
pub struct ShowArgs {
    /// The number of the report, as khabar search shows it
    #[arg(value_name = "NUMBER")]
    pub report: i64,

    /// The version to show [default: the last]
    #[arg(long, value_name = "N", conflicts_with = "diff")]
    pub version: Option<u32>,

    /// Show what changed from one version to another, as 1..3 or 1..
    #[arg(long, value_name = "A..B")]
    pub diff: Option<VersionRange>,

    /// What to give out [default: view on a terminal, json elsewhere]
    #[arg(short, long, value_enum, hide_default_value = true)]
    pub format: Option<ShowFormat>,

    #[command(flatten)]
    pub data: DataArgs,

    /// Columns of the view [default: the terminal's, at most 80]
    #[arg(long, value_name = "COLUMNS", help_heading = "Terminal",
          value_parser = clap::value_parser!(u16).range(10..))]
    pub width: Option<u16>,

    #[command(flatten)]
    pub look: LookArgs,
}

/// The forms of a kept report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ShowFormat {
    /// The report laid out for reading on a terminal
    View,
    /// One JSON object with everything read
    Json,
    /// The report as plain text
    Text,
    /// The report as Markdown
    Markdown,
    /// The report as a clean HTML document
    Html,
}

/// Two versions of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct VersionRange {
    /// The one compared with.
    pub from: u32,
    /// The one compared; the last where none is named.
    pub to: Option<u32>,
}

impl FromStr for VersionRange {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let wrong = || "write two versions, as in 1..3, or 1.. for up to the last".to_owned();
        let (from, to) = text.split_once("..").ok_or_else(wrong)?;
        let number = |text: &str| text.parse().map_err(|_| wrong());
        Ok(Self {
            from: number(from)?,
            to: (!to.is_empty()).then(|| number(to)).transpose()?,
        })
    }
}

/// Examples and rules at the end of `khabar saved --help`, as [`READ_LONG_HELP`](crate::args::READ_LONG_HELP).
pub const SAVED_LONG_HELP: &str = "\
Examples:
  khabar saved add Ferries 'ferry OR \"water taxi\"'
  khabar saved add Quay 'title:quay' --webhook https://hooks.example/quay
  khabar saved add Quay 'title:quay' --email desk@news.example
  khabar saved list
  khabar saved remove Ferries

What is done:
  A saved search is asked anew of everything that is gathered from now on, and
  what it finds is told: posted as JSON to its webhook, or sent as a letter.
  Letters need a mail server: khabar archive settings mail --help. Whoever
  cannot be told is tried again for some days.

Exit status:
  0  done
  1  there is no archive or no such search, or one of that name is there
  2  wrong usage";

/// `khabar saved`.
#[derive(Debug, Args)]
#[command(
    after_help = "More, with examples: khabar saved --help",
    after_long_help = SAVED_LONG_HELP
)]
pub struct SavedArgs {
    /// What to do.
    #[command(subcommand)]
    pub command: SavedCommand,
}

/// What can be done with saved searches.
#[derive(Debug, Subcommand)]
pub enum SavedCommand {
    /// Keep a search
    Add(SavedAddArgs),
    /// List the searches that are kept: a table on a terminal, JSON Lines elsewhere
    List {
        #[command(flatten)]
        data: DataArgs,

        #[command(flatten)]
        look: LookArgs,
    },
    /// Keep a search no longer
    Remove {
        /// Its name or its number
        #[arg(value_name = "NAME")]
        name: String,

        #[command(flatten)]
        data: DataArgs,
    },
}

/// `khabar saved add`.
#[derive(Debug, Args)]
pub struct SavedAddArgs {
    /// What to call it
    #[arg(value_name = "NAME")]
    pub name: String,

    /// What to search for, as for khabar search
    #[arg(value_name = "QUERY")]
    pub query: String,

    /// Post what it finds to this address
    #[arg(long, value_name = "ADDRESS", value_parser = address)]
    pub webhook: Option<String>,

    /// Send what it finds to this mailbox
    #[arg(long, value_name = "MAILBOX", value_parser = mailbox)]
    pub email: Option<String>,

    #[command(flatten)]
    pub data: DataArgs,
}

/// A mailbox; whether it is there the server tells.
fn mailbox(text: &str) -> Result<String, String> {
    let text = text.trim();
    if is_mailbox(text) {
        Ok(text.to_owned())
    } else {
        Err("write a mailbox without a name, as in desk@news.example".to_owned())
    }
}

/// The beginning of a day, month or year in UTC, in seconds since 1970.
pub fn day(text: &str) -> Result<i64, String> {
    let whole = match text.len() {
        4 => format!("{text}-01-01"),
        7 => format!("{text}-01"),
        _ => text.to_owned(),
    };
    let day: Result<Date, _> = whole.parse();
    day.and_then(|day| TimeZone::UTC.to_timestamp(day.to_datetime(Time::midnight())))
        .map(Timestamp::as_second)
        .map_err(|_| "write a date, as in 2026-03-02, 2026-03 or 2026".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_is_the_beginning_of_its_span() {
        assert_eq!(day("1970-01-02"), Ok(86_400));
        assert_eq!(day("1970-02"), Ok(31 * 86_400));
        assert_eq!(day("1971"), Ok(365 * 86_400));
        for wrong in ["", "71", "1970-13", "1970-02-30", "soon", "٢٠٢٦"] {
            assert!(day(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn versions_are_a_range() {
        let range = |from, to| Ok(VersionRange { from, to });
        assert_eq!("1..3".parse(), range(1, Some(3)));
        assert_eq!("2..".parse(), range(2, None));
        for wrong in ["", "1", "1-3", "..3", "a..b", "1..2..3"] {
            assert!(wrong.parse::<VersionRange>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_mailbox_is_written_plainly() {
        assert_eq!(
            mailbox(" desk@news.example "),
            Ok("desk@news.example".to_owned())
        );
        assert!(mailbox("News desk <desk@news.example>").is_err());
    }
}
