//! From a page of a site to the links on it that lead to reports.
//!
//! `links` gathers what the page links to, with what shows of it in its place (`places`) and about it (`cards`), `linked_data`
//! what the page lists for programs, `weigh` says how much each sign counts. A link is judged by itself first and then together
//! with those whose addresses are built alike: where most of them are reports, a bare one is one too.

mod cards;
mod linked_data;
mod links;
mod places;
mod weigh;

use khabar_article::address::{self, canonical};
use khabar_article::{dates, language, metadata};
use khabar_page::{Limits, Oddity, PageError};
use rustc_hash::FxHashMap;
use url::Url;

use self::links::{Target, Targets, word_count};
use crate::channel::{Announced, Channel, ChannelKind, ReadOptions, Warning};
use crate::date;
use crate::discover::base;
use crate::lengths::{self, shortened};
use crate::read::{charset, language_tag};

/// Reads a page of a site as a channel: what it announces are the reports it links to, in the order of the page.
///
/// `content_type` is what the server said the page is, of which only the charset is used; `url` is where it came from. Links to
/// other sites, to lists, tags, authors and services are left out. A page without links to reports announces nothing.
///
/// # Errors
/// [`PageError::TooLarge`] where the page has more bytes than [`ReadOptions::bytes`].
pub fn section(
    bytes: &[u8],
    content_type: Option<&str>,
    url: &Url,
    options: &ReadOptions,
) -> Result<Channel, PageError> {
    let limits = Limits {
        bytes: options.bytes,
        ..Limits::default()
    };
    let page = khabar_page::read(bytes, content_type.and_then(charset), &limits)?;
    let tree = &page.tree;
    let base = base(tree, url);
    let metadata = metadata::read(tree, Some(url.as_str()));
    let mut channel = Channel::new(ChannelKind::Section);
    channel.title = metadata
        .headline
        .or(metadata.publisher)
        .map(|title| shortened(title, lengths::CHANNEL));
    channel.home = Some(canonical(url));
    channel.language = metadata.declared_language.as_deref().and_then(language_tag);
    for oddity in &page.oddities {
        channel.warn(match oddity {
            Oddity::EncodingMislabelled => Warning::EncodingMislabelled,
            Oddity::UndecodableBytes => Warning::UndecodableBytes,
            _ => Warning::PageCut,
        });
    }
    let declared = channel.language.clone();
    let titles = |targets: &[Target]| {
        let titles = targets.iter().filter_map(|target| target.title.as_deref());
        titles.collect::<Vec<_>>().join("\n")
    };
    let mut targets = links::targets(tree, url, &base, declared.as_deref());
    add_listed(
        &mut targets,
        linked_data::listed(tree, &base),
        url,
        declared.as_deref(),
    );
    let mut reports = judged(targets.all);
    for report in &mut reports {
        let day = || address::day(report.url.as_str());
        report.published = report.published.or_else(day);
    }
    channel.language = declared.or_else(|| language::detect(&titles(&reports), None));
    if reports.len() > options.announced {
        channel.warn(Warning::TooMany(reports.len() - options.announced));
        reports.truncate(options.announced);
    }
    if let Some(now) = options.now {
        let dates = reports.iter().filter_map(|report| report.published);
        let future = dates.filter(|&at| date::is_future(at, now)).count();
        if future > 0 {
            channel.warn(Warning::FutureDate(future));
        }
    }
    channel.announced = reports.into_iter().enumerate().map(announced).collect();
    Ok(channel)
}

/// Adds what linked data lists to what the page links to.
fn add_listed(
    targets: &mut Targets,
    listed: Vec<linked_data::Listed>,
    page: &Url,
    language: Option<&str>,
) {
    for entry in listed {
        let Some(number) = targets.number(&entry.url, page) else {
            continue;
        };
        let target = &mut targets.all[number];
        target.listed = Some(target.listed.unwrap_or_default() || entry.is_report);
        if let Some(title) = entry.title.filter(|_| !target.heading) {
            target.words = word_count(&title);
            target.title = Some(title);
        }
        let stated = entry.published.and_then(|at| dates::parse(&at, language));
        target.published = stated.or(target.published);
        target.summary = target.summary.take().or(entry.summary);
    }
}

/// The targets that are reports.
fn judged(targets: Vec<Target>) -> Vec<Target> {
    let points: Vec<i32> = targets.iter().map(weigh::alone).collect();
    let patterns: Vec<String> = targets
        .iter()
        .map(|target| target.shape.pattern())
        .collect();
    let mut alike: FxHashMap<&str, (i32, usize)> = FxHashMap::default();
    for (pattern, points) in patterns.iter().zip(&points) {
        let (sum, count) = alike.entry(pattern).or_default();
        *sum += points;
        *count += 1;
    }
    let is_report: Vec<bool> = patterns
        .iter()
        .zip(&points)
        .map(|(pattern, points)| {
            let (sum, count) = alike[pattern.as_str()];
            points + weigh::alike(sum, count) >= weigh::REPORT
        })
        .collect();
    targets
        .into_iter()
        .zip(is_report)
        .filter_map(|(target, is_report)| is_report.then_some(target))
        .collect()
}

fn announced((place, target): (usize, Target)) -> Announced {
    Announced {
        url: target.url,
        title: target.title.map(|title| shortened(title, lengths::TITLE)),
        published: target.published,
        updated: None,
        guid: None,
        summary: target
            .summary
            .map(|summary| shortened(summary, lengths::SUMMARY)),
        content_html: None,
        language: None,
        authors: Vec::new(),
        place,
    }
}
