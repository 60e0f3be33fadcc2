//! What kind of page a page is, and whether it carries a report at all.
//!
//! What stands in the place of a page (error, consent notice, front, paywall) is told by phrases and by the body read;
//! between the other kinds the trained classifier of [`crate::kind`] decides. A page it takes for something else than
//! an article is no report, if it is sure of it; the body is read all the same.
//!
//! Phrases are data, in `verdict/phrases.txt`. A phrase alone never decides: a report may be about cookies or about a
//! page that was not found, so the page must also hold little else.

use std::sync::LazyLock;

use khabar_page::{Tag, Tree};

use crate::article::{Article, BlockKind};
use crate::kind::{PageKind, Shares};
use crate::metadata::text::key;
use crate::metadata::words::Finder;
use crate::warning::{Warning, WarningCode};
use crate::words;

/// Phrases of the data file by their heading.
struct Phrases {
    not_found: Finder,
    consent: Finder,
    paywall: Finder,
}

const LIST: &str = include_str!("verdict/phrases.txt");

static PHRASES: LazyLock<Phrases> = LazyLock::new(|| Phrases {
    not_found: Finder::of(LIST, "not found"),
    consent: Finder::of(LIST, "consent"),
    paywall: Finder::of(LIST, "paywall"),
});

/// A body with more words than this is no error page; with twice as many it is a consent notice only where nearly all
/// of it speaks of consent.
const AMPLE: usize = 180;
/// A paragraph of running text has at least this many words.
const RUNNING: usize = 20;
/// A date with less confidence than this is not one that markup gives for the page.
const MARKUP_SAYS_SO: f32 = 0.8;
/// Fewer words than this are no report.
const FEWEST: usize = 12;

/// How surely a page that the rules take for something is that; no set of pages measures it.
const RULES_SAY_SO: f32 = 0.95;
/// A page is taken for something else than a report where the classifier is surer than this.
const SURELY_ELSE: f32 = 0.8;
/// No page is taken for a front where the classifier is surer than this that it is an article: a brief among many links.
const SURELY_ARTICLE: f32 = 0.7;

/// Whether a text, as [`key`] writes it, says that the rest is for members.
pub(crate) fn is_for_members(text: &str) -> bool {
    PHRASES.paywall.holds(text)
}

/// Decides what kind of page it is and whether the article is a report, and says in its warnings why not. `page_words`
/// is the number of words the whole page shows, `shares` what the classifier makes of it, `live` whether markup calls
/// it a live blog.
pub fn decide(article: &mut Article, tree: &Tree, page_words: usize, shares: &Shares, live: bool) {
    let paragraphs: Vec<(usize, String)> = article
        .body
        .iter()
        .filter(|b| !matches!(b.kind, BlockKind::Image(_)))
        .map(super::article::Block::text)
        .map(|text| (words::count(&text), text))
        .collect();
    let body_words: usize = paragraphs.iter().map(|(words, _)| words).sum();
    let running = paragraphs
        .iter()
        .filter(|(words, _)| *words >= RUNNING)
        .count();
    let title = key(&title_of(tree));
    let headline = key(article.headline.as_deref().unwrap_or_default());
    let no_report = |code, message: &str| Some(Warning::new(code, message));
    let phrases = &*PHRASES;
    let says_not_found = phrases.not_found.holds(&title)
        || phrases.not_found.holds(&headline)
        || (body_words < 60
            && paragraphs
                .iter()
                .any(|(_, text)| phrases.not_found.holds(&key(text))));
    let verdict = if says_not_found && body_words < AMPLE {
        no_report(
            WarningCode::ErrorPage,
            "the page says that what was asked for is not there; check its address",
        )
    } else if is_consent(&paragraphs, body_words)
        || (body_words < AMPLE && phrases.consent.holds(&headline))
    {
        no_report(
            WarningCode::CookieWall,
            "the page is a consent notice in the place of a report; fetch it with consent given, or from an archive",
        )
    } else if shares.of(PageKind::Article) < SURELY_ARTICLE
        && is_front(article, body_words, running, page_words)
    {
        no_report(
            WarningCode::SectionFront,
            "the page lists other reports; read those instead",
        )
    } else if body_words == 0 {
        no_report(
            WarningCode::EmptyBody,
            "the page shows no text; it may be drawn by scripts or be an image",
        )
    } else if body_words < FEWEST {
        no_report(
            WarningCode::NoReport,
            "the page holds too little running text to be a report",
        )
    } else {
        None
    };
    article.is_report = verdict.is_none();
    let code = verdict.as_ref().map(|v| v.code);
    article.warnings.extend(verdict);
    let front = article
        .warnings
        .iter()
        .any(|w| w.code == WarningCode::SectionFront);
    let sure = article
        .confidence
        .get("datePublished")
        .copied()
        .unwrap_or_default();
    if front && sure < MARKUP_SAYS_SO {
        // A date that only stands on the page is one of the entries'.
        (article.published, article.modified) = (None, None);
        article.confidence.remove("datePublished");
        article.confidence.remove("dateModified");
    }
    let stub = || body_words < 2 * AMPLE && tree_holds(tree, &phrases.paywall);
    let locked = || article.accessible_for_free == Some(false) && body_words < 3 * AMPLE;
    if article.is_report && (locked() || stub()) {
        article.accessible_for_free = Some(false);
        article.warnings.push(Warning::new(
            WarningCode::Paywall,
            "the report is for subscribers; the body may hold only its opening",
        ));
    }
    let (kind, sure) = kind_of(article, code, shares, live);
    article.page_kind = Some(kind);
    article.confidence.insert("pageKind", sure);
    if article.is_report && !kind.may_be_report() && sure > SURELY_ELSE {
        article.is_report = false;
        article.warnings.push(Warning::new(
            WarningCode::NoReport,
            format!("the page is no report but of the kind {}", kind.name()),
        ));
    }
}

/// The kind of the page and how likely it is that. `code` is what the rules found against a report.
fn kind_of(
    article: &Article,
    code: Option<WarningCode>,
    shares: &Shares,
    live: bool,
) -> (PageKind, f32) {
    let (learnt, share) = shares.best();
    let article_share = shares.of(PageKind::Article);
    let is_stub = || {
        article
            .warnings
            .iter()
            .any(|w| w.code == WarningCode::Paywall)
    };
    match code {
        Some(WarningCode::ErrorPage) => (PageKind::Error, RULES_SAY_SO),
        Some(WarningCode::CookieWall) => (PageKind::CookieWall, RULES_SAY_SO),
        // Goods are listed on fronts too; what lists them is their collection.
        Some(WarningCode::SectionFront)
            if matches!(learnt, PageKind::Article | PageKind::Listing) =>
        {
            // Where the body lists and the page as a whole looks like an article, it is the one or the other.
            (PageKind::SectionFront, RULES_SAY_SO - article_share / 2.0)
        }
        _ if live => (PageKind::LiveBlog, RULES_SAY_SO),
        _ if learnt == PageKind::Article && is_stub() => (PageKind::PaywallStub, share),
        _ => (learnt, share),
    }
}

/// Whether most of the body's words stand in paragraphs that ask for consent; of an ample body, four of five.
fn is_consent(paragraphs: &[(usize, String)], body_words: usize) -> bool {
    let most_else = if body_words < 2 * AMPLE {
        body_words.div_ceil(2)
    } else {
        body_words.div_ceil(5)
    };
    let mut other = 0;
    // Nearly every page is decided by its first paragraphs.
    let asks = |(words, text): &(usize, String)| {
        if !PHRASES.consent.holds(&key(text)) {
            other += words;
        }
        other < most_else
    };
    body_words > 0 && paragraphs.iter().all(asks)
}

/// A front lists more headlines than it has paragraphs, and its paragraphs are teasers.
fn is_front(article: &Article, body_words: usize, running: usize, page_words: usize) -> bool {
    let listed = article.other_headlines.len();
    let dated = article.published.is_some() && !article.authors.is_empty();
    let text_blocks: Vec<_> = article
        .body
        .iter()
        .filter(|b| !b.spans.is_empty())
        .collect();
    // A link with a fragment is a heading's permanent link or an entry of a table of contents.
    let leads = |link: &Option<String>| link.as_ref().is_some_and(|l| !l.contains('#'));
    let linked: Vec<_> = text_blocks
        .iter()
        .filter(|b| b.spans.iter().all(|s| leads(&s.link)))
        .collect();
    let headings = linked
        .iter()
        .filter(|b| matches!(b.kind, BlockKind::Heading(_)))
        .count();
    let teasers = linked.len() >= 4
        && (linked.len() * 3 >= text_blocks.len() || headings * 4 >= text_blocks.len());
    let bare = listed >= 8 && running <= 2 && body_words < AMPLE && body_words * 4 < page_words;
    !dated && (teasers || bare)
}

fn title_of(tree: &Tree) -> String {
    tree.descendants(tree.root())
        .find(|&n| tree.tag(n) == Tag::TITLE)
        .map(|n| tree.text_content(n))
        .unwrap_or_default()
}

/// Whether a short text of the page holds one of the phrases.
fn tree_holds(tree: &Tree, phrases: &Finder) -> bool {
    tree.descendants(tree.root())
        .filter(|&n| {
            tree.parent(n)
                .is_some_and(|p| !matches!(tree.tag(p), Tag::SCRIPT | Tag::STYLE | Tag::TITLE))
        })
        .map(|n| tree.text(n))
        .filter(|text| (8..400).contains(&text.len()))
        .any(|text| phrases.holds(&key(text)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phrases_are_whole_words() {
        let finder = |phrase: &str| Finder::new([phrase.to_owned()]);
        assert!(finder("not found").holds("page not found"));
        assert!(!finder("not found").holds("knot found"));
        assert!(finder("not found").holds("knot found not found"));
        assert!(finder("页面不存在").holds("您访问的页面不存在"));
    }

    #[test]
    fn who_agrees_to_something_does_not_consent_to_cookies() {
        assert!(!PHRASES.consent.holds("两国同意开放港口"));
        assert!(!PHRASES.consent.holds("微信更新隐私政策"));
        assert!(PHRASES.consent.holds("点击继续即表示您同意我们的条款"));
    }

    #[test]
    fn the_data_file_has_all_its_headings() {
        let counts = [&PHRASES.not_found, &PHRASES.consent, &PHRASES.paywall].map(Finder::len);
        assert!(counts[0] > 20 && counts[1] > 20 && counts[2] > 10);
    }
}
