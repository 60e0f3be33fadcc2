//! Which channels a page of a site names, and where else they may be.

use khabar_article::language;
use khabar_article::metadata;
use khabar_page::{Limits, NodeId, PageError, Tag, Tree};
use rustc_hash::FxHashSet;
use url::Url;

use crate::read::{charset, language_tag, web_address};

/// What a page says of its site's channels.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Discovered {
    /// What the site is called.
    pub name: Option<String>,
    /// The language of the page, a BCP 47 tag.
    pub language: Option<String>,
    /// The front page of the site.
    pub home: Url,
    /// Feeds the page names: those it announces, then those it links to; feeds of comments last.
    pub feeds: Vec<Feed>,
}

/// A feed that a page names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Feed {
    /// Where it stands.
    pub url: Url,
    /// How the page names it.
    pub source: FeedSource,
    /// Whether it seems to have comments rather than reports.
    pub comments: bool,
}

/// How a page names a feed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FeedSource {
    /// In its head, for programs.
    Announced,
    /// By a link that people see.
    Linked,
}

/// Feeds of one page that are kept.
const MOST_FEEDS: usize = 200;
/// Sitemaps of one robots.txt that are kept.
const MOST_SITEMAPS: usize = 1_000;

/// Reads what a page of a site says of its channels. `content_type` is what the server said the page is, of which only the
/// charset is used; `url` is where it came from.
///
/// # Errors
/// [`PageError::TooLarge`] where the page has more bytes than pages have.
pub fn discover(
    bytes: &[u8],
    content_type: Option<&str>,
    url: &Url,
) -> Result<Discovered, PageError> {
    let page = khabar_page::read(bytes, content_type.and_then(charset), &Limits::default())?;
    let tree = &page.tree;
    let metadata = metadata::read(tree, Some(url.as_str()));
    let base = base(tree, url);
    let own = metadata.url.as_deref();
    let page = own
        .and_then(|own| web_address(own, Some(&base)))
        .filter(|own| is_same_site(own, url))
        .unwrap_or_else(|| url.clone());
    let declared = metadata.declared_language.as_deref();
    Ok(Discovered {
        name: metadata
            .publisher
            .or(metadata.headline.filter(|_| url.path() == "/")),
        language: language::detect(&sample(tree), declared).map(|found| {
            // The tag as declared says more, where it says the same.
            let tag = declared.and_then(language_tag);
            tag.filter(|tag| language::primary(tag).as_ref() == Some(&found))
                .unwrap_or(found)
        }),
        home: page.join("/").unwrap_or_else(|_| page.clone()),
        feeds: feeds(tree, &base),
    })
}

/// What relative addresses of a page start from.
pub fn base(tree: &Tree, url: &Url) -> Url {
    tree.descendants(tree.root())
        .find(|&node| tree.tag(node) == Tag::BASE && tree.attr(node, "href").is_some())
        .and_then(|node| web_address(tree.attr(node, "href")?, Some(url)))
        .unwrap_or_else(|| url.clone())
}

/// Whether two addresses are of one site: of hosts in one registered domain.
pub fn is_same_site(a: &Url, b: &Url) -> bool {
    let (Some(a), Some(b)) = (a.host_str(), b.host_str()) else {
        return false;
    };
    a == b
        || psl::domain_str(a)
            .zip(psl::domain_str(b))
            .is_some_and(|(a, b)| a == b)
}

/// Some of the text of a page, by which its language can be told.
fn sample(tree: &Tree) -> String {
    const ENOUGH: usize = 4_000;
    let mut out = String::new();
    let skipped = [
        Tag::SCRIPT,
        Tag::STYLE,
        Tag::NOSCRIPT,
        Tag::TEMPLATE,
        Tag::TITLE,
    ];
    for node in tree.descendants(tree.root()) {
        let is_seen = tree.tag(node) == Tag::TEXT
            && tree
                .parent(node)
                .is_some_and(|parent| !skipped.contains(&tree.tag(parent)));
        if is_seen {
            out.push_str(tree.text(node).trim());
            out.push(' ');
            if out.len() > ENOUGH {
                break;
            }
        }
    }
    out
}

fn feeds(tree: &Tree, base: &Url) -> Vec<Feed> {
    let mut seen: FxHashSet<Url> = FxHashSet::default();
    let mut out: Vec<Feed> = tree
        .descendants(tree.root())
        .filter_map(|node| feed(tree, node, base))
        .filter(|feed| seen.insert(feed.url.clone()))
        .take(MOST_FEEDS)
        .collect();
    out.sort_by_key(|feed| (feed.comments, feed.source != FeedSource::Announced));
    out
}

fn feed(tree: &Tree, node: NodeId, base: &Url) -> Option<Feed> {
    let href = tree.attr(node, "href")?;
    let url = web_address(href, Some(base))?;
    let source = match tree.tag(node) {
        Tag::LINK if is_announcement(tree, node) => FeedSource::Announced,
        Tag::A => {
            let kind = tree.attr(node, "type").unwrap_or_default();
            (is_feed_type(kind) || has_feed_path(&url)).then_some(FeedSource::Linked)?
        }
        _ => return None,
    };
    let comments = url.path().to_ascii_lowercase().contains("comment") || is_below_report(&url);
    Some(Feed {
        url,
        source,
        comments,
    })
}

/// Whether it is the feed of a report, which has the comments on it.
fn is_below_report(url: &Url) -> bool {
    let path = url.path().trim_end_matches('/');
    path.strip_suffix("/feed").is_some_and(|report| {
        let mut url = url.clone();
        url.set_path(report);
        crate::looks_like_report(&url) == crate::Likeness::Report
    })
}

/// Whether a `<link>` announces a feed.
fn is_announcement(tree: &Tree, node: NodeId) -> bool {
    let rel = tree
        .attr(node, "rel")
        .unwrap_or_default()
        .to_ascii_lowercase();
    let kind = tree.attr(node, "type").unwrap_or_default();
    let mut rels = rel.split_ascii_whitespace();
    let is_alternate = rels.clone().any(|rel| rel == "alternate" || rel == "feed");
    (is_alternate && is_feed_type(kind)) || rels.any(|rel| rel == "feed")
}

fn is_feed_type(kind: &str) -> bool {
    let kind = kind
        .split(';')
        .next()
        .unwrap_or_default()
        .trim()
        .to_ascii_lowercase();
    matches!(
        kind.as_str(),
        "application/rss+xml"
            | "application/atom+xml"
            | "application/feed+json"
            | "application/rdf+xml"
            | "text/rss+xml"
            | "application/x.atom+xml"
            | "application/x-atom+xml"
            | "text/xml"
            | "application/xml"
            | "text/rss"
    )
}

/// Whether the path of a link is one that feeds have.
fn has_feed_path(url: &Url) -> bool {
    let path = url.path().to_ascii_lowercase();
    let path = path.trim_end_matches('/');
    let last = path.rsplit('/').next().unwrap_or_default();
    let named = |name: &str| {
        matches!(name, "rss" | "feed" | "atom" | "rdf" | "feeds")
            || ["rss", "feed", "atom"].iter().any(|word| {
                name.split(['-', '_', '.'])
                    .any(|part| part == *word || (part.len() <= 5 && part.starts_with(word)))
            })
    };
    match last.rsplit_once('.') {
        Some((_, "rss" | "atom" | "rdf")) => true,
        Some((name, ending @ ("xml" | "json" | "php" | "aspx"))) => {
            named(name)
                || (ending == "xml"
                    && path
                        .split('/')
                        .any(|part| matches!(part, "rss" | "feed" | "feeds" | "atom")))
        }
        // The page that lists all feeds is called as they are; the caller reads it and sees.
        _ => {
            matches!(last, "rss" | "feed" | "atom" | "rss2" | "rdf")
                || url.query().is_some_and(|query| query.starts_with("feed="))
        }
    }
}

/// Where feeds and sitemaps of a site may be, though it names none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Guesses {
    /// Addresses of feeds to try, the likeliest first.
    pub feeds: Vec<Url>,
    /// Addresses of sitemaps to try, the likeliest first.
    pub sitemaps: Vec<Url>,
}

/// The addresses to try on the site of `home`, of which none may lead anywhere.
pub fn guesses(home: &Url) -> Guesses {
    let of = |group: &str| {
        include_str!("guesses.txt")
            .lines()
            .map(str::trim)
            .skip_while(|line| *line != group)
            .skip(1)
            .take_while(|line| !line.starts_with('['))
            .filter(|line| !line.is_empty() && !line.starts_with('#'))
            .filter_map(|path| home.join(path).ok())
            .collect()
    };
    Guesses {
        feeds: of("[feeds]"),
        sitemaps: of("[sitemaps]"),
    }
}

/// The sitemaps a robots.txt names, in its order, each once. `url` is where it came from.
pub fn sitemaps_of_robots(robots: &str, url: &Url) -> Vec<Url> {
    let mut seen: FxHashSet<Url> = FxHashSet::default();
    robots
        .split(['\n', '\r'])
        .filter_map(|line| {
            let (key, value) = line.split_once(':')?;
            let key = key.trim_start_matches('\u{feff}').trim();
            key.eq_ignore_ascii_case("sitemap").then_some(())?;
            let value = value.split(" #").next().unwrap_or_default();
            web_address(value, Some(url))
        })
        .filter(|sitemap| seen.insert(sitemap.clone()))
        .take(MOST_SITEMAPS)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn url(text: &str) -> Url {
        text.parse().unwrap()
    }

    #[test]
    fn a_page_names_its_feeds() {
        let page = r#"<html lang="de-AT"><head><title>Küstenbote – Nachrichten</title>
            <meta property="og:site_name" content="Küstenbote"><link rel=canonical href="https://www.kuestenbote.example/nachrichten/">
            <link rel="alternate" type="application/rss+xml" title="Küstenbote &raquo; Kommentar-Feed" href="/comments/feed/">
            <link rel="Alternate" type="application/rss+xml; charset=utf-8" title="K&uuml;stenbote" href="/feed/">
            <link rel="alternate" hreflang="en" href="/en/"><link rel="alternate" type="application/json" href="/wp-json/posts/1">
            <link rel="stylesheet" type="text/xml" href="/x.xml"></head>
            <body><p>Die ersten Frachter haben den Hafen seit dem Sturm angelaufen, und die Fischer warten noch auf ihre Kais.
            <a href="/feed/">RSS</a> <a href="/rss/wirtschaft.xml">Wirtschaft</a> <a href="/feedback">Rückmeldung</a>
            <a href="/atomkraft">Atomkraft</a></body>"#;
        let found = discover(
            page.as_bytes(),
            None,
            &url("https://www.kuestenbote.example/nachrichten/?ref=1"),
        )
        .unwrap();
        assert_eq!(found.name.as_deref(), Some("Küstenbote"));
        assert_eq!(found.language.as_deref(), Some("de-AT"));
        assert_eq!(found.home.as_str(), "https://www.kuestenbote.example/");
        let feeds: Vec<_> = found
            .feeds
            .iter()
            .map(|feed| (feed.url.path(), feed.source, feed.comments))
            .collect();
        assert_eq!(
            feeds,
            [
                ("/feed/", FeedSource::Announced, false),
                ("/rss/wirtschaft.xml", FeedSource::Linked, false),
                ("/comments/feed/", FeedSource::Announced, true),
            ]
        );
    }

    #[test]
    fn robots_name_sitemaps() {
        let robots = "\u{feff}Sitemap: https://a.example/s.xml\r\nUser-agent: *\nsitemap:/news.xml # news\nSitemap: https://a.example/s.xml\nSitemap: x:\n";
        let found = sitemaps_of_robots(robots, &url("https://a.example/robots.txt"));
        let found: Vec<_> = found.iter().map(Url::as_str).collect();
        assert_eq!(
            found,
            ["https://a.example/s.xml", "https://a.example/news.xml"]
        );
    }

    #[test]
    fn guesses_are_addresses_of_the_site() {
        let guesses = guesses(&url("https://a.example/de/"));
        assert!(
            guesses
                .feeds
                .iter()
                .any(|url| url.as_str() == "https://a.example/feed/")
        );
        assert_eq!(
            guesses.sitemaps[0].as_str(),
            "https://a.example/sitemap_news.xml"
        );
        assert!(
            guesses
                .feeds
                .iter()
                .chain(&guesses.sitemaps)
                .all(|url| url.host_str() == Some("a.example"))
        );
    }

    #[test]
    fn sites_have_several_hosts() {
        let same = |a, b| is_same_site(&url(a), &url(b));
        assert!(same("https://news.a.co.uk/", "https://www.a.co.uk/"));
        assert!(!same("https://a.co.uk/", "https://b.co.uk/"));
        assert!(same("http://127.0.0.1:1/", "http://127.0.0.1:2/"));
    }
}
