//! Following: `khabar follow`, `unfollow`, `pause`, `resume`, `sources`.

use clap::{Args, ValueEnum, ValueHint};

use super::{DataArgs, NetArgs};
use crate::args::LookArgs;

/// Examples and rules at the end of `khabar follow --help`, as [`READ_LONG_HELP`](crate::args::READ_LONG_HELP).
pub const FOLLOW_LONG_HELP: &str = "\
Examples:
  khabar follow https://news.example           a site: feeds, news sitemap and
                                               front page, whatever it has
  khabar follow https://news.example/sport/    a section
  khabar follow https://news.example/rss.xml   a feed or sitemap as it is
  khabar follow subscriptions.opml             what another reader follows
  khabar follow news.example --dry-run         only show what there is
  khabar follow one.example two.example --folder Coast

What is done:
  The address is fetched, what it announces is shown, and it is followed from
  now on. Reports come with khabar gather. Of a list of subscriptions (OPML),
  a file, an address or standard input, every feed is followed as it stands
  there; lines that name no feed are told.

What may be reached:
  The public web alone. A site of an intranet or of this machine has to be
  named with --allow, here and for khabar gather.

Exit status:
  0  everything named is followed, or was before
  1  something could not be followed; standard error names it, the cause and
     what to do, and the others are followed
  2  wrong usage";

/// `khabar follow`.
#[derive(Debug, Args)]
#[command(
    after_help = "More, with examples: khabar follow --help",
    after_long_help = FOLLOW_LONG_HELP
)]
pub struct FollowArgs {
    /// Addresses of sites, sections, feeds or sitemaps; OPML files; or - for OPML on standard input
    #[arg(value_name = "ADDRESS", value_hint = ValueHint::AnyPath, required = true)]
    pub targets: Vec<String>,

    /// Show what there is and follow nothing
    #[arg(long)]
    pub dry_run: bool,

    /// Put what is followed into this folder
    #[arg(long, value_name = "NAME")]
    pub folder: Option<String>,

    /// What to give out [default: table on a terminal, jsonl elsewhere]
    #[arg(short, long, value_enum, hide_default_value = true)]
    pub format: Option<SourcesFormat>,

    #[command(flatten)]
    pub data: DataArgs,

    #[command(flatten)]
    pub net: NetArgs,

    /// Columns of what is shown [default: the terminal's, at most 120]
    #[arg(long, value_name = "COLUMNS", help_heading = "Terminal",
          value_parser = clap::value_parser!(u16).range(10..))]
    pub width: Option<u16>,

    #[command(flatten)]
    pub look: LookArgs,
}

/// Examples and rules at the end of `khabar unfollow --help`, as [`READ_LONG_HELP`](crate::args::READ_LONG_HELP).
pub const UNFOLLOW_LONG_HELP: &str = "\
Examples:
  khabar unfollow 3                   by its number in khabar sources
  khabar unfollow \"The Post\"          by its title, or a part of it
  khabar unfollow post.example --yes  by its address, without being asked

What is done:
  The source is followed no longer and its reports are forgotten. To keep
  them, use khabar pause instead.

Exit status:
  0  it is followed no longer
  1  there is none, or several could be meant; or the answer was no
  2  wrong usage; without a terminal to ask on, --yes is needed";

/// `khabar unfollow`.
#[derive(Debug, Args)]
#[command(
    after_help = "More, with examples: khabar unfollow --help",
    after_long_help = UNFOLLOW_LONG_HELP
)]
pub struct UnfollowArgs {
    /// The source: its number, its title or its address, or a part of them that no other has
    #[arg(value_name = "SOURCE")]
    pub source: String,

    /// Do not ask
    #[arg(short, long)]
    pub yes: bool,

    #[command(flatten)]
    pub data: DataArgs,
}

/// `khabar pause` and `khabar resume`.
#[derive(Debug, Args)]
pub struct PauseArgs {
    /// Sources: their numbers, titles or addresses, or parts of them that no other has
    #[arg(value_name = "SOURCE", required = true)]
    pub sources: Vec<String>,

    #[command(flatten)]
    pub data: DataArgs,
}

/// Examples and rules at the end of `khabar sources --help`, as [`READ_LONG_HELP`](crate::args::READ_LONG_HELP).
pub const SOURCES_LONG_HELP: &str = "\
Examples:
  khabar sources                      how each source does, worst first
  khabar sources post.example         one of them, with what was missed and why
  khabar sources -f jsonl | jq -r 'select(.health == \"down\") | .source.home'
  khabar sources --opml > mine.opml   for other readers

How a source does:
  well      its channels answer and its reports come
  new       it has not been looked at yet
  paused    it is left alone
  imported  its reports were taken in; it has no channels to look at
  troubled  some channel does not answer, or many pages could not be had
  silent    it has published nothing for longer than its rhythm explains
  down      none of its channels answers

  What is counted is of the last 28 days. Where a source is announced by feed
  and by sitemap or front page, each tells what the other lacks.

Exit status:
  0  done, however the sources do
  1  there is no archive or no such source, or several could be meant
  2  wrong usage";

/// `khabar sources`.
#[derive(Debug, Args)]
#[command(
    after_help = "More, with examples: khabar sources --help",
    after_long_help = SOURCES_LONG_HELP
)]
pub struct SourcesArgs {
    /// One source in detail: its number, its title or its address, or a part of them that no other has
    #[arg(value_name = "SOURCE", conflicts_with = "opml")]
    pub source: Option<String>,

    /// What to give out [default: table on a terminal, jsonl elsewhere]
    #[arg(short, long, value_enum, hide_default_value = true)]
    pub format: Option<SourcesFormat>,

    /// Give out what is followed as a list of subscriptions
    #[arg(long, conflicts_with = "format")]
    pub opml: bool,

    #[command(flatten)]
    pub data: DataArgs,

    /// Columns of the table [default: the terminal's, at most 120]
    #[arg(long, value_name = "COLUMNS", help_heading = "Terminal",
          value_parser = clap::value_parser!(u16).range(10..))]
    pub width: Option<u16>,

    #[command(flatten)]
    pub look: LookArgs,
}

/// The forms of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum SourcesFormat {
    /// Laid out for a terminal
    Table,
    /// One JSON object a line
    Jsonl,
}
