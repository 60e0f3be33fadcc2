//! A visit to a page: the report on it, or why there is none.

use std::time::Duration;

use khabar_article::{Article, InputKind, PageKind, ReadOptions, Warning, WarningCode, words};
use khabar_feeds::canonical;
use khabar_fetch::{Answer, Fetched, Fetcher, Request};
use khabar_page::Limits;
use khabar_statements::Reading;
use url::Url;

use super::Trouble;
use crate::keep::{self, Ready};
use crate::record::pages::{DuePage, Item};

/// The longest time that one page is read.
const PATIENCE: Duration = Duration::from_secs(10);
/// The fewest words that a feed must give of a report for it to stand for its page.
const LEAST_WORDS: usize = 60;
/// The fewest words of a page that was announced for it to be a report, and of its headline: what is shorter may be the name
/// of a section.
const LEAST_ANNOUNCED: usize = 25;
const LEAST_TITLE: usize = 3;
/// The fewest letters and digits of that headline: a script without blanks counts a word a character.
const LEAST_SIGNS: usize = 8;

/// What a visit to a page came to.
#[derive(Debug)]
pub enum Visited {
    /// There is a report.
    Report {
        /// It.
        ready: Box<Ready>,
        /// Where it was found, where that is not the address it gives itself.
        found_at: Option<String>,
        /// The answer as it came, head and body, where it is kept.
        raw: Option<Vec<u8>>,
        /// What tells the server next time which state is known.
        etag: Option<String>,
        /// The same, as a date.
        last_modified: Option<String>,
    },
    /// It is as it was.
    Same,
    /// There is a page but no report.
    NotAReport {
        /// Why, in a sentence.
        message: String,
    },
    /// The site asks not to be kept.
    OptedOut {
        /// How, in a sentence.
        message: String,
    },
    /// It could not be had.
    Failed {
        /// Why.
        trouble: Trouble,
        /// What its feed gives of it, for when it is given up.
        from_feed: Option<Box<Ready>>,
    },
}

/// What is done with pages besides reading them.
#[derive(Debug, Clone, Copy, Default)]
pub struct PageRules {
    /// Whether those are kept as they came.
    pub keep_raw: bool,
    /// Whether one that asks not to be used by AI is left alone.
    pub honour_ai_opt_outs: bool,
}

/// Visits a page.
pub fn visit(fetcher: &Fetcher, page: &DuePage, rules: PageRules) -> Visited {
    let Ok(address) = Url::parse(&page.address) else {
        return Visited::Failed {
            trouble: Trouble::lasting("no-address", format!("{} is no address", page.address)),
            from_feed: None,
        };
    };
    let mut request = Request::page(&address);
    if page.report.is_some() {
        request = request.unless(page.etag.as_deref(), page.last_modified.as_deref());
    }
    let fetched = match fetcher.get(&request).map_err(Trouble::from) {
        Ok(Answer::Fetched(fetched)) => fetched,
        Ok(Answer::NotModified(_)) => return Visited::Same,
        Err(trouble) if trouble.cause == "ai-opt-out" => {
            return Visited::OptedOut {
                message: trouble.message,
            };
        }
        Err(trouble) => {
            return Visited::Failed {
                trouble,
                from_feed: page.item.as_ref().and_then(|item| from_feed(item, page)),
            };
        }
    };
    if rules.honour_ai_opt_outs
        && let Some(message) = opted_out(&fetched)
    {
        return Visited::OptedOut { message };
    }
    read(&fetched, page, rules)
}

/// Reads a page that was fetched.
fn read(fetched: &Fetched, page: &DuePage, rules: PageRules) -> Visited {
    let options = ReadOptions {
        url: Some(&fetched.url),
        declared_encoding: fetched.charset.as_deref(),
        limits: limits(),
        ..ReadOptions::default()
    };
    let failed = |cause, message| Visited::Failed {
        trouble: Trouble::lasting(cause, message),
        from_feed: page.item.as_ref().and_then(|item| from_feed(item, page)),
    };
    let mut reading = match Reading::read(&fetched.bytes, &options, true) {
        Ok(reading) => reading,
        Err(error) => return failed("unreadable", error.to_string()),
    };
    if !reading.article.is_report
        && let Some(item) = &page.item
        && is_announced(&reading.article, item)
    {
        let article = &mut reading.article;
        article.is_report = true;
        article.page_kind = Some(PageKind::Article);
        article.confidence.remove("pageKind");
        article.warnings.retain(|warning| {
            !matches!(
                warning.code,
                WarningCode::SectionFront | WarningCode::NoReport
            )
        });
    }
    if !reading.article.is_report {
        // Behind a wall for cookies or subscribers, the feed may say more than the page.
        if let Some(ready) = page.item.as_ref().and_then(|item| from_feed(item, page)) {
            return Visited::Report {
                ready,
                found_at: None,
                raw: None,
                etag: None,
                last_modified: None,
            };
        }
        return Visited::NotAReport {
            message: no_report(&reading.article),
        };
    }
    if let Some(item) = &page.item {
        keep::complete(&mut reading.article, item);
    }
    let (url, found_at) = keep::own_address(reading.article.url.as_deref(), &fetched.url);
    match Ready::of(&reading, url) {
        Ok(ready) => Visited::Report {
            ready: Box::new(ready),
            found_at,
            raw: rules.keep_raw.then(|| fetched.message()).flatten(),
            etag: fetched.etag.clone(),
            last_modified: fetched.last_modified.clone(),
        },
        Err(error) => failed("unreadable", error.to_string()),
    }
}

/// Whether a page that does not look like a report by itself is the one that was announced: a short one among many links looks
/// like a front. It bears the headline that was announced with a date, as no front does, and has a text.
fn is_announced(article: &Article, item: &Item) -> bool {
    let is_wall = matches!(
        article.page_kind,
        Some(PageKind::CookieWall | PageKind::Error)
    );
    let signs = |text: &str| -> String {
        let signs = text.chars().filter(|c| c.is_alphanumeric());
        signs.flat_map(char::to_lowercase).collect()
    };
    let bears = |announced: &str| {
        let is_long = words::count(announced) >= LEAST_TITLE;
        let announced = signs(announced);
        is_long
            && announced.chars().count() >= LEAST_SIGNS
            && article.headline.as_deref().map(signs) == Some(announced)
    };
    !is_wall
        && item.published.is_some()
        && item.title.as_deref().is_some_and(bears)
        && words::count(&article.body_text()) >= LEAST_ANNOUNCED
}

fn limits() -> Limits {
    Limits {
        time: Some(PATIENCE),
        ..Limits::default()
    }
}

/// Why a page has no report, in a sentence.
fn no_report(article: &Article) -> String {
    article.warnings.first().map_or_else(
        || "the page carries no report".to_owned(),
        |warning| warning.message.clone(),
    )
}

/// The report as a feed gives it, where that is more than an opening.
fn from_feed(item: &Item, page: &DuePage) -> Option<Box<Ready>> {
    // A report that was read before is not replaced by less.
    if page.report.is_some() {
        return None;
    }
    let content = item.content.as_deref()?;
    let options = ReadOptions {
        url: Some(&page.address),
        input: InputKind::Html,
        limits: limits(),
        ..ReadOptions::default()
    };
    let mut reading = Reading::read(content.as_bytes(), &options, true).ok()?;
    let body = reading.article.body_text();
    if words::count(&body) < LEAST_WORDS {
        return None;
    }
    let article = &mut reading.article;
    article.is_report = true;
    // Whatever it took for these stands inside the report.
    article.headline = None;
    keep::complete(article, item);
    article.warnings.push(Warning::new(
        WarningCode::Paywall,
        "the page itself could not be had; this is what its feed gives of the report",
    ));
    let address = Url::parse(&page.address).ok()?;
    Ready::of(&reading, canonical(&address).into())
        .ok()
        .map(Box::new)
}

/// Whether a page itself asks not to be used by AI, and how.
fn opted_out(fetched: &Fetched) -> Option<String> {
    let page = khabar_page::read(&fetched.bytes, fetched.charset.as_deref(), &limits()).ok()?;
    let tree = &page.tree;
    let metas: Vec<(&str, &str)> = tree
        .descendants(tree.root())
        .filter(|&node| tree.tag(node) == khabar_page::Tag::META)
        .filter_map(|node| tree.attr(node, "name").zip(tree.attr(node, "content")))
        .collect();
    let signal = khabar_fetch::ai_opt_out_of_page(metas)?;
    Some(format!("the page asks not to be used by AI ({signal})"))
}
