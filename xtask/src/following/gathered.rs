//! How fast is gathered, and whether anything is lost or doubled when the program is killed.

use std::path::Path;
use std::process::Command;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Result, ensure};
use khabar_archive::Archive;
use khabar_archive::record::pages::PageState;
use khabar_article::ReadOptions;
use khabar_feeds::opml::Subscription;
use url::{Position, Url};

use super::Table;
use super::client::Client;
use super::sites::{REPORTS, SITES, Sites};
use crate::archives::Random;

/// How often the program is killed.
const KILLS: usize = 30;
/// The usual time between two requests to one site, which sites here are asked by like any others.
const DELAY: Duration = Duration::from_secs(1);

/// Gathers from all sites, politely.
pub fn rate(khabar: &Path, data: &Path, table: &mut Table) -> Result<()> {
    let sites = Sites::start()?;
    follow(data, &sites)?;
    let begun = Instant::now();
    let status = gather(khabar, data, DELAY).status()?;
    ensure!(status.success(), "khabar gather failed");
    let seconds = begun.elapsed().as_secs_f64();
    let archive = Archive::open(data)?;
    let kept = archive.totals()?.reports;
    let seen = sites.seen();
    table.row(
        &format!(
            "reports gathered a second from {SITES} sites, {kept} of {} kept, {} taken for no report",
            SITES * REPORTS,
            taken_for_none(&archive)?
        ),
        "150",
        &format!("{:.0}", kept as f64 / seconds),
    );
    table.row(
        "requests to one site at the same time; the least time between two, ms",
        "0; 1,000",
        &format!("{}; {}", seen.overlaps, seen.least.as_millis()),
    );
    ensure!(
        seen.overlaps == 0,
        "a site was asked for two things at once"
    );
    Ok(())
}

/// Gathers from all sites without a pause and is killed again and again.
pub fn kills(khabar: &Path, data: &Path, table: &mut Table) -> Result<()> {
    let sites = Sites::start()?;
    follow(data, &sites)?;
    let mut random = Random::new(3);
    for _ in 0..KILLS {
        let mut child = gather(khabar, data, Duration::ZERO).spawn()?;
        thread::sleep(Duration::from_millis(100 + random.below(3_000) as u64));
        child.kill()?;
        child.wait()?;
    }
    ensure!(
        gather(khabar, data, Duration::ZERO).status()?.success(),
        "khabar gather failed after the kills"
    );
    let check = Command::new(khabar)
        .args(["archive", "check", "--data"])
        .arg(data)
        .status()?;
    let archive = Archive::open(data)?;
    let totals = archive.totals()?;
    let none = taken_for_none(&archive)?;
    ensure_there_is_none(&archive, none)?;
    let expected = (SITES * REPORTS) as u64 - none;
    let lost = expected.saturating_sub(totals.reports);
    let doubled = totals.versions - totals.reports;
    let agree = if check.success() {
        "agree"
    } else {
        "DO NOT AGREE"
    };
    table.row(
        &format!(
            "after {KILLS} kills, {} kept, {none} taken for no report: reports lost, kept twice; index and record",
            totals.reports
        ),
        "0, 0; agree",
        &format!("{lost}, {doubled}; {agree}"),
    );
    ensure!(
        lost == 0 && doubled == 0 && check.success(),
        "something was lost, kept twice, or does not agree"
    );
    Ok(())
}

/// How many pages were read and taken to carry no report.
fn taken_for_none(archive: &Archive) -> Result<u64> {
    let states = archive.ledger()?;
    let pages = states.iter().flat_map(|state| &state.pages);
    Ok(pages
        .filter(|(state, _)| *state == PageState::NotAReport)
        .map(|(_, count)| count)
        .sum())
}

/// Makes sure that the pages which were taken to carry no report are read so by themselves, too.
fn ensure_there_is_none(archive: &Archive, count: u64) -> Result<()> {
    let pages = archive.missed(None)?;
    let pages = pages
        .iter()
        .filter(|page| page.state == PageState::NotAReport);
    let mut read = 0;
    for page in pages {
        let address = Url::parse(&page.address)?;
        let host = &address[Position::BeforeHost..Position::AfterPort];
        let answered = Client::connect(host)?.get(address.path())?;
        let options = ReadOptions {
            url: Some(&page.address),
            ..ReadOptions::default()
        };
        let article = khabar_article::read(&answered.body, &options)?;
        ensure!(
            !article.is_report,
            "{address} carries a report that was lost"
        );
        read += 1;
    }
    ensure!(
        read == count,
        "{count} pages carry no report, and {read} are named"
    );
    Ok(())
}

/// An empty archive that follows all sites.
fn follow(data: &Path, sites: &Sites) -> Result<()> {
    if data.exists() {
        std::fs::remove_dir_all(data)?;
    }
    let archive = Archive::open_or_begin(data)?;
    let subscriptions: Vec<Subscription> = sites
        .bases
        .iter()
        .map(|base| {
            Ok(Subscription {
                title: base.clone(),
                feed: Some(Url::parse(&format!("{base}/feed"))?),
                home: Some(Url::parse(base)?),
                folder: Vec::new(),
            })
        })
        .collect::<Result<_>>()?;
    archive.import(&subscriptions)?;
    Ok(())
}

fn gather(khabar: &Path, data: &Path, delay: Duration) -> Command {
    let mut command = Command::new(khabar);
    command
        .args([
            "gather",
            "--quiet",
            "--workers",
            "64",
            "--allow",
            "127.0.0.0/8",
            "--delay",
        ])
        .arg(delay.as_secs_f64().to_string())
        .arg("--data")
        .arg(data);
    command
}
