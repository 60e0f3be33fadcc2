//! `khabar follow`: what was named is looked at, shown and followed.

use std::collections::HashSet;
use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context, anyhow, bail};
use khabar_archive::Archive;
use khabar_archive::follow::{self, FollowError, Followed, Found};
use khabar_corpus::unpack::bounded;
use khabar_feeds::opml::{self, Subscription};
use khabar_fetch::{FetchError, FetchOptions, Fetcher};
use serde_json::json;
use url::Url;

use super::{
    MOST_COLUMNS, fault, fetch_options, first_of, give, give_data, line, open_or_begin, told,
};
use crate::args::archive::{FollowArgs, SourcesFormat};
use crate::output;
use crate::problem::option_that_helps;
use crate::sanitize;
use crate::view::Look;
use crate::view::archive;

/// The most bytes of a list of subscriptions.
const MOST_BYTES: usize = 16 << 20;
/// Lines without a feed that are named.
const MOST_NAMED: usize = 10;

/// Follows what was named. The status says whether all of it could be.
pub fn run(args: &FollowArgs) -> anyhow::Result<ExitCode> {
    let desk = Desk::new(args)?;
    let mut failed = false;
    let mut seen = HashSet::new();
    let targets = args.targets.iter().filter(|name| seen.insert(*name));
    for name in targets {
        match desk.one(name) {
            Ok(shown) if desk.is_table => give(&shown)?,
            Ok(shown) => give_data(&shown)?,
            Err(error) if output::is_broken_pipe(&error) => return Err(error),
            Err(error) => {
                failed = true;
                fault(name, &format!("{error:#}"));
            }
        }
    }
    Ok(ExitCode::from(u8::from(failed)))
}

/// What follows, and how it is shown.
struct Desk<'a> {
    args: &'a FollowArgs,
    /// Missing where things are only looked at.
    archive: Option<Archive>,
    fetcher: Fetcher,
    look: Look,
    is_table: bool,
}

impl<'a> Desk<'a> {
    fn new(args: &'a FollowArgs) -> anyhow::Result<Self> {
        let to_terminal = output::stdout_is_terminal();
        let format = args.format.unwrap_or(if to_terminal {
            SourcesFormat::Table
        } else {
            SourcesFormat::Jsonl
        });
        Ok(Self {
            archive: (!args.dry_run)
                .then(|| open_or_begin(&args.data))
                .transpose()?,
            fetcher: Fetcher::new(FetchOptions {
                // Some addresses of one site, somebody waiting for them: there is no need to wait long between.
                delay: std::time::Duration::from_millis(200),
                ..fetch_options(&args.net)
            }),
            look: Look::new(args.width, MOST_COLUMNS, &args.look, to_terminal),
            is_table: format == SourcesFormat::Table,
            args,
        })
    }

    /// Follows one thing: what is to be shown of it.
    fn one(&self, name: &str) -> anyhow::Result<String> {
        if name == "-" {
            let bytes = bounded(std::io::stdin().lock(), 0, MOST_BYTES)
                .context("standard input could not be read")?;
            return self.list(subscriptions(bytes)?);
        }
        let path = Path::new(name);
        if path.is_file() {
            let bytes = std::fs::File::open(path)
                .and_then(|file| bounded(file, 0, MOST_BYTES))
                .context("the file could not be read")?;
            return self.list(subscriptions(bytes)?);
        }
        let is_list = path
            .extension()
            .is_some_and(|end| end.eq_ignore_ascii_case("opml"));
        if is_list && !name.contains("://") {
            bail!(
                "there is no such file; check the path, or write https:// before it if it is an address"
            );
        }
        match follow::find(&self.fetcher, name) {
            Ok(found) => self.found(&found),
            Err(FollowError::Subscriptions { subscriptions, .. }) => self.list(subscriptions),
            Err(error) => Err(anyhow!("{}", advised(&error))),
        }
    }

    fn found(&self, found: &Found) -> anyhow::Result<String> {
        let followed = match &self.archive {
            Some(archive) => Some(
                archive
                    .follow(found, self.args.folder.as_deref())
                    .map_err(told)?,
            ),
            None => None,
        };
        if !self.is_table {
            return Ok(line(&json!({"found": found, "followed": followed})));
        }
        let mut shown = archive::found(found, followed.as_ref(), &self.look);
        shown.push('\n');
        Ok(shown)
    }

    /// Follows what a list of subscriptions has.
    fn list(&self, mut listed: Vec<Subscription>) -> anyhow::Result<String> {
        if let Some(folder) = &self.args.folder {
            for subscription in &mut listed {
                subscription.folder.insert(0, folder.clone());
            }
        }
        let followed = match &self.archive {
            Some(archive) => archive.import(&listed).map_err(told)?,
            None => vec![None; listed.len()],
        };
        Ok(if self.is_table {
            archive::sentences(&counted(&listed, &followed, self.args.dry_run), &self.look)
        } else {
            listed
                .iter()
                .zip(&followed)
                .map(|(subscription, followed)| {
                    line(&json!({
                        "subscription": {
                            "title": subscription.title,
                            "feed": subscription.feed.as_ref().map(Url::as_str),
                            "home": subscription.home.as_ref().map(Url::as_str),
                            "folder": subscription.folder,
                        },
                        "followed": followed,
                    }))
                })
                .collect()
        })
    }
}

/// What a list of subscriptions has in it.
fn subscriptions(bytes: Option<Vec<u8>>) -> anyhow::Result<Vec<Subscription>> {
    let Some(bytes) = bytes else {
        bail!("a list of subscriptions is not that long; split it");
    };
    Ok(opml::read(&bytes)?)
}

/// What came of a list of subscriptions, in words.
fn counted(
    listed: &[Subscription],
    followed: &[Option<Followed>],
    is_dry_run: bool,
) -> Vec<String> {
    let with_feed = listed.iter().filter(|one| one.feed.is_some()).count();
    let mut out = Vec::new();
    if is_dry_run {
        let feeds = archive::plural(with_feed as u64, "feed", "feeds");
        out.push(format!("The list has {feeds} that could be followed."));
    } else {
        let mut new = HashSet::new();
        let mut known = HashSet::new();
        for one in followed.iter().flatten() {
            if one.is_new {
                new.insert(one.source);
            } else if !new.contains(&one.source) {
                known.insert(one.source);
            }
        }
        let channels: usize = followed.iter().flatten().map(|one| one.channels).sum();
        out.push(format!(
            "{} followed from now on, with {}; {} before.",
            archive::plural(new.len() as u64, "source is", "sources are"),
            archive::plural(channels as u64, "new feed", "new feeds"),
            archive::plural(known.len() as u64, "was", "were"),
        ));
    }
    let without: Vec<&Subscription> = listed.iter().filter(|one| one.feed.is_none()).collect();
    if !without.is_empty() {
        let titles = without.iter().map(|one| sanitize::line(&one.title));
        out.push(format!(
            "{} no feed: {}. Follow the site itself: khabar follow ADDRESS.",
            archive::plural(without.len() as u64, "line names", "lines name"),
            first_of(titles, MOST_NAMED)
        ));
    }
    out
}

/// Why there is nothing to follow, with the option that helps, if there is one.
fn advised(error: &FollowError) -> String {
    let option = match error {
        FollowError::Fetch { cause, .. } => match &**cause {
            FetchError::PrivateAddress { .. } => " with --allow",
            // There is no option for more.
            FetchError::TooLarge { .. } => "",
            cause => option_that_helps(cause),
        },
        _ => "",
    };
    format!("{error}{option}")
}
