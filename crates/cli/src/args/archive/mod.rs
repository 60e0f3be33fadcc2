//! The arguments of the commands that keep an archive, and the help that teaches them.

mod correct;
mod follow;
mod gather;
mod keep;
mod mcp;
mod related;
mod search;
mod serve;

use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::time::Duration;

use clap::{Args, Subcommand, ValueHint};
use khabar_fetch::AllowedNet;

pub use correct::{CORRECT_LONG_HELP, CorrectArgs, CorrectCommand, DecisionsArgs};
pub use follow::{
    FOLLOW_LONG_HELP, FollowArgs, PauseArgs, SOURCES_LONG_HELP, SourcesArgs, SourcesFormat,
    UNFOLLOW_LONG_HELP, UnfollowArgs,
};
pub use gather::{GATHER_LONG_HELP, GatherArgs};
pub use keep::{
    ARCHIVE_LONG_HELP, ArchiveArgs, ArchiveCommand, ExportArgs, ExportTable, MailArgs, Setting,
    TransferFormat,
};
pub use mcp::{MCP_LONG_HELP, McpArgs};
pub use related::{
    QUOTES_LONG_HELP, QuotesArgs, RelatedFormat, SPEAKERS_LONG_HELP, STORIES_LONG_HELP,
    SpeakersArgs, StoriesArgs, WhichArgs,
};
pub use search::{
    HitsFormat, SAVED_LONG_HELP, SEARCH_LONG_HELP, SHOW_LONG_HELP, SavedAddArgs, SavedArgs,
    SavedCommand, SearchArgs, SearchOrder, ShowArgs, ShowFormat, VersionRange, day,
};
pub use serve::{DEMO_LONG_HELP, DemoArgs, SERVE_LONG_HELP, ServeArgs};

use super::{agent_name, seconds};

/// What the program can do with an archive.
#[derive(Debug, Subcommand)]
pub enum KeptCommand {
    /// Follow the news: sites, sections, feeds or another reader's subscriptions
    Follow(FollowArgs),
    /// Follow a source no longer, and forget its reports
    Unfollow(UnfollowArgs),
    /// Leave sources alone for now; what they published is kept
    Pause(PauseArgs),
    /// Go on with sources that were paused
    Resume(PauseArgs),
    /// Say how each source does, and what of it was missed
    Sources(SourcesArgs),
    /// Fetch and keep what the sources published
    Gather(GatherArgs),
    /// Serve the archive as pages, and gather beside
    Serve(ServeArgs),
    /// Serve the archive and the reader to language models' tools (Model Context Protocol)
    Mcp(McpArgs),
    /// Show all of it with a made-up press, without any network
    Demo(DemoArgs),
    /// Find reports that are kept, in any language
    Search(SearchArgs),
    /// Show a report that is kept, as it is, as it was, or what changed
    Show(ShowArgs),
    /// Show what several reports tell of, and who tells it first, again, or more
    Stories(StoriesArgs),
    /// Show who speaks, under whatever names, and what they said
    Speakers(SpeakersArgs),
    /// Show the same words in several reports, and how they differ
    Quotes(QuotesArgs),
    /// Correct stories, speakers and the same words, or undo it
    Correct(CorrectArgs),
    /// Keep searches that tell what they find
    Saved(SavedArgs),
    /// Look after the archive itself: backups, checks, exports, settings
    Archive(ArchiveArgs),
}

/// The commands of an archive that have examples and rules in the manual page, with these.
pub const LONG_HELPS: [(&str, &str); 15] = [
    ("follow", FOLLOW_LONG_HELP),
    ("unfollow", UNFOLLOW_LONG_HELP),
    ("sources", SOURCES_LONG_HELP),
    ("gather", GATHER_LONG_HELP),
    ("serve", SERVE_LONG_HELP),
    ("mcp", MCP_LONG_HELP),
    ("demo", DEMO_LONG_HELP),
    ("search", SEARCH_LONG_HELP),
    ("show", SHOW_LONG_HELP),
    ("stories", STORIES_LONG_HELP),
    ("speakers", SPEAKERS_LONG_HELP),
    ("quotes", QUOTES_LONG_HELP),
    ("correct", CORRECT_LONG_HELP),
    ("saved", SAVED_LONG_HELP),
    ("archive", ARCHIVE_LONG_HELP),
];

// No doc comments on arguments that several commands share: they would take the place of the commands' own.
#[derive(Debug, Args)]
#[allow(missing_docs, reason = "see above")]
pub struct DataArgs {
    /// The folder of the archive [default: khabar in the folder that the system has for data, as ~/.local/share/khabar]
    #[arg(long, value_name = "FOLDER", env = "KHABAR_DATA", hide_env_values = true,
          value_hint = ValueHint::DirPath)]
    pub data: Option<PathBuf>,
}

#[derive(Debug, Args)]
#[command(next_help_heading = "Addresses")]
#[allow(missing_docs, reason = "see above")]
pub struct NetArgs {
    /// Networks or hosts that may be reached although they are not public, as 10.0.0.0/8,intranet.example
    #[arg(
        long,
        value_name = "NETS",
        value_delimiter = ',',
        env = "KHABAR_ALLOW",
        hide_env_values = true
    )]
    pub allow: Vec<AllowedNet>,

    /// Seconds until an address that does not answer is given up
    #[arg(long, value_name = "SECONDS", default_value = "30", value_parser = seconds)]
    pub timeout: Duration,

    /// How khabar names itself to sites
    #[arg(long, value_name = "NAME", default_value = khabar_fetch::USER_AGENT, value_parser = agent_name)]
    pub user_agent: String,

    /// Fetch what a site's robots.txt asks programs to leave alone
    #[arg(long)]
    pub ignore_robots: bool,
}

#[derive(Debug, Args)]
#[command(next_help_heading = "The work")]
#[allow(missing_docs, reason = "see above")]
pub struct WorkArgs {
    /// Keep pages as they came, too, as WARC
    #[arg(long)]
    pub keep_raw: bool,

    /// How many things to fetch at once, of different sites
    #[arg(long, value_name = "N", default_value = "32")]
    pub workers: NonZeroUsize,

    /// The pause between two requests to one site, as 1s
    #[arg(long, value_name = "SPAN", default_value = "1s", value_parser = span)]
    pub delay: Duration,

    /// The least time between two looks at a channel, as 5m or 1h
    #[arg(long, value_name = "SPAN", default_value = "5m", value_parser = span)]
    pub least_interval: Duration,

    /// Leave out pages whose sites ask not to be used by AI
    #[arg(long)]
    pub honour_ai_opt_outs: bool,
}

/// A span of time: `90`, `30s`, `5m`, `2h`, `1d`.
fn span(text: &str) -> Result<Duration, String> {
    let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let unit = match &text[digits..] {
        "" | "s" => 1,
        "m" => 60,
        "h" => 60 * 60,
        "d" => 24 * 60 * 60,
        _ => 0,
    };
    // A year is longer than anybody waits, and far from where numbers end.
    text[..digits]
        .parse::<u64>()
        .ok()
        .and_then(|number| number.checked_mul(unit))
        .filter(|&seconds| unit > 0 && seconds <= 366 * 24 * 60 * 60)
        .map(Duration::from_secs)
        .ok_or_else(|| "write a number with s, m, h or d behind it, as in 5m".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_have_units() {
        let seconds = |text| span(text).map(|span| span.as_secs());
        assert_eq!(seconds("0"), Ok(0));
        assert_eq!(seconds("90"), Ok(90));
        assert_eq!(seconds("5m"), Ok(300));
        assert_eq!(seconds("2h"), Ok(7200));
        for wrong in [
            "",
            "m",
            "-1m",
            "1w",
            "1.5h",
            "99999999999999999999d",
            "500d",
            "٣m",
        ] {
            assert!(span(wrong).is_err(), "{wrong}");
        }
    }
}
