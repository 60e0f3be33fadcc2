//! What reports have in common: `khabar stories`, `khabar speakers`, `khabar quotes`.

use clap::{Args, ValueEnum};

use super::DataArgs;
use crate::args::{LookArgs, language};

/// Examples and rules at the end of `khabar stories --help`, as [`READ_LONG_HELP`](crate::args::READ_LONG_HELP).
pub const STORIES_LONG_HELP: &str = "\
Examples:
  khabar stories                     those with the latest reports first
  khabar stories --subject ferry --language ar
  khabar stories 12                  one: its reports over time
  khabar stories 12 --full           and all that each adds, all that was said
  khabar stories 12 | jq -r '.members[].url'

What is shown:
  A story is what is told of one event, in any language. Of one, each report
  stands on its day: with its outlet, why it joined, and whether its text is an
  agency's (wire copy), another's in other words (rewrite) or the outlet's own
  brought up to date (update). Behind a + stand sentences that say what no
  report before had. Below stands who said what.

Forms:
  view   for people
  jsonl  an object a story; of one story, one object with all of it. Times are
         seconds since 1970.

Where it is wrong:
  khabar correct joins stories and moves reports, and undoes what was done.

Exit status:
  0  done, whether or not there are any
  1  there is no archive, or no such story, source or subject
  2  wrong usage";

/// `khabar stories`.
#[derive(Debug, Args)]
#[command(
    after_help = "More, with examples: khabar stories --help",
    after_long_help = STORIES_LONG_HELP
)]
pub struct StoriesArgs {
    /// One story: its number
    #[arg(value_name = "NUMBER", conflicts_with_all = ["subject", "language", "source", "before"])]
    pub story: Option<i64>,

    /// Of one story, all that each report adds and all that was said, not the first of it
    #[arg(long, requires = "story")]
    pub full: bool,

    /// How many: stories [default: 20], or reports of one story [default: 100]
    #[arg(short = 'n', long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    pub limit: Option<u32>,

    /// Of one story, only what comes behind this report
    #[arg(long, value_name = "REPORT", requires = "story")]
    pub after: Option<i64>,

    /// What to give out [default: view on a terminal, jsonl elsewhere]
    #[arg(short, long, value_enum, hide_default_value = true)]
    pub format: Option<RelatedFormat>,

    #[command(flatten)]
    pub data: DataArgs,

    #[command(flatten)]
    pub which: WhichArgs,

    /// Only what comes behind this story in the list
    #[arg(long, value_name = "STORY", help_heading = "Which of them")]
    pub before: Option<i64>,

    /// Columns of the view [default: the terminal's, at most 100]
    #[arg(long, value_name = "COLUMNS", help_heading = "Terminal",
          value_parser = clap::value_parser!(u16).range(10..))]
    pub width: Option<u16>,

    #[command(flatten)]
    pub look: LookArgs,
}

/// Examples and rules at the end of `khabar speakers --help`, as [`READ_LONG_HELP`](crate::args::READ_LONG_HELP).
pub const SPEAKERS_LONG_HELP: &str = "\
Examples:
  khabar speakers                    those with most statements first
  khabar speakers --name nassar      those one of whose names has these letters
  khabar speakers 3                  one: its names, offices and statements
  khabar speakers \"Rima Nassar\" --subject quay
  khabar speakers 3 | jq -r '.said[].words'

What is shown:
  A speaker is a person or a body, whatever it is called and in whatever
  script. Of one stand its names, each with what it was joined by; what it was
  called beside them, and when; who quotes it, to whom and of what it speaks;
  and its statements, the newest first.

Forms:
  view   for people
  jsonl  an object a speaker; of one speaker, one object with all of it. Times
         are seconds since 1970.

Where it is wrong:
  khabar correct joins speakers, keeps them apart and takes names out, and
  undoes what was done.

Exit status:
  0  done, whether or not there are any
  1  there is no archive, or no such speaker, source or subject; or several
     speakers could be meant, which are named
  2  wrong usage";

/// `khabar speakers`.
#[derive(Debug, Args)]
#[command(
    after_help = "More, with examples: khabar speakers --help",
    after_long_help = SPEAKERS_LONG_HELP
)]
pub struct SpeakersArgs {
    /// One speaker: its number, a name of it, or letters of one that no other has
    #[arg(value_name = "SPEAKER", conflicts_with = "name")]
    pub speaker: Option<String>,

    /// How many: speakers, or statements of one
    #[arg(short = 'n', long, value_name = "N", default_value_t = 20,
          value_parser = clap::value_parser!(u32).range(1..))]
    pub limit: u32,

    /// What to give out [default: view on a terminal, jsonl elsewhere]
    #[arg(short, long, value_enum, hide_default_value = true)]
    pub format: Option<RelatedFormat>,

    #[command(flatten)]
    pub data: DataArgs,

    /// Only those with these letters in a name
    #[arg(long, value_name = "LETTERS", help_heading = "Which of them")]
    pub name: Option<String>,

    /// Of one speaker, only what was said to this addressee, in the words of the report
    #[arg(
        long,
        value_name = "WORDS",
        requires = "speaker",
        help_heading = "Which of them"
    )]
    pub addressee: Option<String>,

    #[command(flatten)]
    pub which: WhichArgs,

    /// Only what comes behind this speaker in the list; of one speaker, behind this statement
    #[arg(long, value_name = "NUMBER", help_heading = "Which of them")]
    pub before: Option<i64>,

    /// Columns of the view [default: the terminal's, at most 100]
    #[arg(long, value_name = "COLUMNS", help_heading = "Terminal",
          value_parser = clap::value_parser!(u16).range(10..))]
    pub width: Option<u16>,

    #[command(flatten)]
    pub look: LookArgs,
}

/// Examples and rules at the end of `khabar quotes --help`, as [`READ_LONG_HELP`](crate::args::READ_LONG_HELP).
pub const QUOTES_LONG_HELP: &str = "\
Examples:
  khabar quotes                      what several reports quote, the latest first
  khabar quotes --source post.example
  khabar quotes 5                    one: wherever the words stand, earliest first
  khabar quotes 5 | jq '.members[] | {at, by, words}'

What is shown:
  Of one stands each report that has the words, the earliest first, with how
  they differ from those it was found to be the same as: words that were taken
  out in [-brackets-], words that came in in {+braces+}. A ! marks a report
  that names another speaker than the earliest.

Forms:
  view   for people
  jsonl  an object for the same words; of one, one object with all of it. Times
         are seconds since 1970.

Where it is wrong:
  khabar correct takes statements out, and undoes what was done.

Exit status:
  0  done, whether or not there are any
  1  there is no archive, or no such quote, source or subject
  2  wrong usage";

/// `khabar quotes`.
#[derive(Debug, Args)]
#[command(
    after_help = "More, with examples: khabar quotes --help",
    after_long_help = QUOTES_LONG_HELP
)]
pub struct QuotesArgs {
    /// One of them: its number
    #[arg(value_name = "NUMBER", conflicts_with_all = ["subject", "language", "source", "before", "limit"])]
    pub quote: Option<i64>,

    /// How many
    #[arg(short = 'n', long, value_name = "N", default_value_t = 20,
          value_parser = clap::value_parser!(u32).range(1..))]
    pub limit: u32,

    /// What to give out [default: view on a terminal, jsonl elsewhere]
    #[arg(short, long, value_enum, hide_default_value = true)]
    pub format: Option<RelatedFormat>,

    #[command(flatten)]
    pub data: DataArgs,

    #[command(flatten)]
    pub which: WhichArgs,

    /// Only what comes behind this one in the list
    #[arg(long, value_name = "NUMBER", help_heading = "Which of them")]
    pub before: Option<i64>,

    /// Columns of the view [default: the terminal's, at most 100]
    #[arg(long, value_name = "COLUMNS", help_heading = "Terminal",
          value_parser = clap::value_parser!(u16).range(10..))]
    pub width: Option<u16>,

    #[command(flatten)]
    pub look: LookArgs,
}

// No doc comments on arguments that several commands share: they would take the place of the commands' own.
#[derive(Debug, Args)]
#[command(next_help_heading = "Which of them")]
#[allow(missing_docs, reason = "see above")]
pub struct WhichArgs {
    /// Only what is about this subject, as it is shown
    #[arg(long, value_name = "WORDS")]
    pub subject: Option<String>,

    /// Only what reports in this language have, as ar
    #[arg(long, value_name = "TAG", value_parser = language)]
    pub language: Option<String>,

    /// Only what this source has: its number, its title or its address
    #[arg(long, value_name = "SOURCE")]
    pub source: Option<String>,
}

/// The forms of what reports have in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum RelatedFormat {
    /// Laid out for a terminal
    View,
    /// One JSON object a line
    Jsonl,
}
