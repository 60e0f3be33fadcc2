//! Gathering: `khabar gather`.

use clap::Args;

use super::{DataArgs, NetArgs, WorkArgs};

/// Examples and rules at the end of `khabar gather --help`, as [`READ_LONG_HELP`](crate::args::READ_LONG_HELP).
pub const GATHER_LONG_HELP: &str = "\
Examples:
  khabar gather                     what is due now, then the end: for cron
  khabar gather --service           until it is stopped: for systemd
  khabar gather --now               all channels now, due or not
  khabar gather --source post.example
  khabar gather --service --keep-raw --least-interval 15m

What is done:
  Channels that are due are looked at: feeds, sitemaps, section pages. What
  they announce is fetched and read, and kept if it is new or has changed. A
  channel is looked at the more often the more it brings. Saved searches tell
  what they found. One process gathers at a time; any number may read the
  archive meanwhile.

How sites are treated:
  One request at a time and a pause after it (--delay), or what robots.txt
  asks for; nothing that robots.txt or a page asks programs to leave alone.

Stopping:
  Ctrl-C or SIGTERM end it after what it is at, Ctrl-C twice at once. Nothing
  is lost: what was not done is due when it runs again.

Exit status:
  0  done, or stopped; sources that failed stand in khabar sources
  1  the archive could not be used; standard error says why and what to do
  2  wrong usage";

/// `khabar gather`.
#[derive(Debug, Args)]
#[command(
    after_help = "More, with examples: khabar gather --help",
    after_long_help = GATHER_LONG_HELP
)]
pub struct GatherArgs {
    /// Go on until stopped
    #[arg(long)]
    pub service: bool,

    /// Look at the channels of this source first, due or not: its number, title or address
    #[arg(long, value_name = "SOURCE")]
    pub source: Option<String>,

    /// Look at all channels, due or not
    #[arg(long, conflicts_with = "source")]
    pub now: bool,

    /// Say nothing but errors: no progress, no summary
    #[arg(short, long)]
    pub quiet: bool,

    #[command(flatten)]
    pub data: DataArgs,

    #[command(flatten)]
    pub work: WorkArgs,

    #[command(flatten)]
    pub net: NetArgs,
}
