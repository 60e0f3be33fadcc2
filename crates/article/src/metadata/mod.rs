//! What a page says about its report besides the body: headline, authors, section, publisher, images and the like.
//!
//! One pass over the tree gathers [`clues::Clues`]; every field is then decided from them alone.

use std::collections::BTreeMap;

use khabar_page::Tree;

use crate::article::{Author, Image};
use clues::Clues;

mod access;
mod author;
mod byline;
pub mod caption;
pub mod clues;
pub mod date;
pub mod dateline;
mod description;
mod image;
pub mod json_ld;
pub mod names;
pub(crate) mod organisation;
pub mod publisher;
mod section;
pub mod sites;
mod state;
pub mod text;
pub mod title;
pub mod web;
pub(crate) mod words;

/// What a page says about its report besides the body and the dates.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Metadata {
    /// The headline, without the site's name.
    pub headline: Option<String>,
    /// Another text that is nearly as much the headline.
    pub alternative_headline: Option<String>,
    /// The standfirst.
    pub description: Option<String>,
    /// Who wrote it.
    pub authors: Vec<Author>,
    /// The section it stands in.
    pub section: Option<String>,
    /// Tags, each once.
    pub keywords: Vec<String>,
    /// The outlet.
    pub publisher: Option<String>,
    /// Canonical address, or the one given.
    pub url: Option<String>,
    /// Images markup names, lead image first.
    pub images: Vec<Image>,
    /// Whether it may be read without paying, where the page says so.
    pub accessible_for_free: Option<bool>,
    /// The language markup declares, as written.
    pub declared_language: Option<String>,
    /// The direction markup declares: `ltr` or `rtl`.
    pub declared_direction: Option<String>,
    /// How sure a field is, 0 to 1, by its JSON name. Fields that were not found are not in it.
    pub confidence: BTreeMap<&'static str, f32>,
    /// Where a field was found, by its JSON name.
    pub origin: BTreeMap<&'static str, Origin>,
}

/// Where on the page a field was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// Linked data.
    JsonLd,
    /// `<meta>`, `<link>` or `<title>`.
    Markup,
    /// Microdata.
    Microdata,
    /// What the page prints, known by its class or place.
    Page,
}

impl Origin {
    /// How far a field from there is to be trusted, all else unknown.
    fn trust(self) -> f32 {
        match self {
            Self::JsonLd => 0.95,
            Self::Markup | Self::Microdata => 0.85,
            Self::Page => 0.7,
        }
    }
}

/// Reads all of it. `url` is the address the page came from, if it is known.
pub fn read(tree: &Tree, url: Option<&str>) -> Metadata {
    let clues = Clues::gather(tree);
    read_clues(tree, &clues, report(tree, &clues, url), url)
}

/// As [`read`], from clues that were gathered already and the object that [describes the report](report).
pub fn read_clues(
    tree: &Tree,
    clues: &Clues<'_>,
    report: Option<&json_ld::Node>,
    url: Option<&str>,
) -> Metadata {
    let canonical = clues.link_of("canonical");
    let og_url = clues.meta_of(&["og:url"]);
    let base = web::Base::new(clues.address(url), clues.base);
    let sites = publisher::names(tree, clues, report, &base);

    let mut out = Metadata::default();
    let headline = title::choose(&title::candidates(tree, clues, report, &sites, &base));
    if headline.text.is_some() {
        out.confidence.insert("headline", headline.confidence);
    }
    out.headline = headline.text;
    out.alternative_headline = headline.alternative;

    let (authors, origin) = author::authors(tree, clues, report, &sites, &base);
    out.note("author", origin);
    out.authors = authors;
    let mut section = section::section(tree, clues, report, out.headline.as_deref(), &base);
    let printed = clues.h1.iter().any(|&n| !text::visible(tree, n).is_empty());
    if let (false, Some(headline)) = (printed, &out.headline)
        && (out.authors.is_empty() || section.as_ref().is_none_or(|s| s.1 == Origin::Page))
    {
        let state = state::read(tree, clues, headline);
        if out.authors.is_empty() && !state.authors.is_empty() {
            out.note("author", Some(Origin::Markup));
            out.authors = state.authors;
        }
        section = state.section.map(|s| (s, Origin::Markup)).or(section);
    }
    let sites: &[sites::Site] = if publisher::is_person(clues, report) {
        &[]
    } else {
        &sites
    };
    let journal = report.is_some() && !title::is_news(report);
    organisation::tell_apart(&mut out.authors, sites, journal);
    let description = description::description(tree, clues, report).filter(|(d, _)| {
        out.headline
            .as_deref()
            .is_none_or(|h| text::key(h) != text::key(d))
    });
    out.note("description", description.as_ref().map(|d| d.1));
    out.description = description.map(|d| d.0);
    out.note("articleSection", section.as_ref().map(|s| s.1));
    out.section = section.map(|s| s.0);
    let (keywords, origin) = section::keywords(tree, clues, report);
    out.note("keywords", origin);
    out.keywords = keywords;
    out.publisher = publisher::name(clues, report);
    out.note(
        "publisher",
        out.publisher.is_some().then_some(Origin::Markup),
    );
    out.images = image::images(clues, report, &base);
    out.note("image", (!out.images.is_empty()).then_some(Origin::Markup));
    let free = access::free(tree, clues, report);
    out.note("isAccessibleForFree", free.map(|f| f.1));
    out.accessible_for_free = free.map(|f| f.0);
    out.url = [canonical, og_url]
        .into_iter()
        .flatten()
        .find_map(|u| base.absolute(u))
        // A canonical address that is the front page's is a mistake of many sites' templates.
        .filter(|found| url.is_none() || !is_front(found) || url.is_some_and(is_front))
        .or_else(|| url.map(str::to_owned));
    out.note("url", out.url.is_some().then_some(Origin::Markup));
    out.declared_language = clues
        .lang
        .or_else(|| clues.meta_of(&["og:locale", "content-language", "language", "dc.language"]))
        .map(str::to_owned)
        .or_else(|| report.and_then(|r| json_ld::string(r, "inLanguage")))
        .filter(|l| !l.trim().is_empty());
    out.declared_direction = clues
        .dir
        .map(str::to_ascii_lowercase)
        .filter(|d| d == "ltr" || d == "rtl");
    out
}

/// The texts of a page that may be its headline, and whether the page calls itself news; `url` as for [`read`]. What
/// the weights of the title rule are learnt from.
pub fn title_candidates(tree: &Tree, url: Option<&str>) -> (Vec<title::Candidate>, bool) {
    let clues = Clues::gather(tree);
    let base = web::Base::new(clues.address(url), clues.base);
    let report = self::report(tree, &clues, url);
    let sites = publisher::names(tree, &clues, report, &base);
    let list = title::candidates(tree, &clues, report, &sites, &base);
    (list, title::is_news(report))
}

/// The object of linked data that describes the report; `url` as for [`read`].
pub fn report<'a>(
    tree: &Tree,
    clues: &'a Clues<'_>,
    url: Option<&str>,
) -> Option<&'a json_ld::Node> {
    let urls: Vec<&str> = [url, clues.link_of("canonical"), clues.meta_of(&["og:url"])]
        .into_iter()
        .flatten()
        .collect();
    let mut titles: Vec<String> = clues
        .h1
        .iter()
        .take(3)
        .map(|&n| text::visible(tree, n))
        .collect();
    titles.extend(clues.meta_of(&["og:title"]).map(text::plain));
    titles.extend(clues.title.map(|n| text::plain(&tree.text_content(n))));
    let titles: Vec<&str> = titles.iter().map(String::as_str).collect();
    clues.json_ld.report(&urls, &titles)
}

fn is_front(url: &str) -> bool {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    rest.split_once('/').is_none_or(|(_, path)| path.is_empty())
}

impl Metadata {
    fn note(&mut self, field: &'static str, origin: Option<Origin>) {
        if let Some(origin) = origin {
            self.origin.insert(field, origin);
            self.confidence.insert(field, origin.trust());
        }
    }
}

#[cfg(test)]
mod tests {
    use khabar_page::{Limits, parse};

    use super::*;

    #[test]
    fn a_page_is_read_whole() {
        let (tree, _) = parse(
            r#"<html lang=ar dir=rtl><head><title>مطر على الساحل - المثال</title>
            <link rel=canonical href="/akhbar/1"><meta property="og:site_name" content="المثال">
            <script type="application/ld+json">{"@type":"NewsArticle","headline":"مطر على الساحل","articleSection":"الطقس",
            "author":{"@type":"Person","name":"سعاد حداد"},"publisher":{"name":"المثال"},"keywords":"مطر, ساحل"}</script>
            <body><h1>مطر على الساحل</h1><p>نص"#,
            &Limits::default(),
        );
        let read = read(&tree, Some("https://mithal.example/akhbar/1?x=1"));
        assert_eq!(read.headline.as_deref(), Some("مطر على الساحل"));
        assert_eq!(read.authors[0].name, "سعاد حداد");
        assert_eq!(read.section.as_deref(), Some("الطقس"));
        assert_eq!(read.keywords, ["مطر", "ساحل"]);
        assert_eq!(read.publisher.as_deref(), Some("المثال"));
        assert_eq!(read.url.as_deref(), Some("https://mithal.example/akhbar/1"));
        assert_eq!(read.declared_language.as_deref(), Some("ar"));
        assert_eq!(read.declared_direction.as_deref(), Some("rtl"));
        assert!(read.confidence["author"] > 0.9);
    }

    #[test]
    fn an_author_is_a_person_or_not() {
        use crate::article::AuthorKind::{Organization, Person};
        for (author, publisher, expected) in [
            (r#"{"@type":"Person","name":"Ann Lee"}"#, "{}", Person),
            (r#"{"@type":"Person","name":"dpa"}"#, "{}", Organization),
            (
                r#"{"@type":"Organization","name":"Ann Lee & Co"}"#,
                "{}",
                Organization,
            ),
            (
                r#"{"@type":"Person","name":"Ann Lee"}"#,
                r#"{"@type":["Person","Organization"],"name":"Ann Lee"}"#,
                Person,
            ),
            (
                r#""Harbour Post""#,
                r#"{"@type":"Organization","name":"Harbour Post"}"#,
                Organization,
            ),
        ] {
            let page = format!(
                r#"<script type="application/ld+json">{{"@type":"NewsArticle","headline":"Rain falls",
                "author":{author},"publisher":{publisher}}}</script><h1>Rain falls</h1>"#
            );
            let (tree, _) = parse(&page, &Limits::default());
            let read = read(&tree, Some("https://paper.example/1"));
            assert_eq!(read.authors[0].kind, expected, "{author} {publisher}");
        }
    }

    #[test]
    fn an_empty_page_says_nothing() {
        let (tree, _) = parse("", &Limits::default());
        assert_eq!(read(&tree, None), Metadata::default());
    }

    proptest::proptest! {
        /// Whatever a page is made of, reading it ends and does not panic.
        #[test]
        fn any_page_is_read(pieces in proptest::collection::vec(proptest::sample::select(PIECES), 0..40), cut in 0usize..400) {
            let page = pieces.concat();
            let cut = text::floor(&page, page.len().saturating_sub(cut % 40));
            let (tree, _) = parse(&page[..cut], &Limits::default());
            let read = read(&tree, Some("https://e.example/a/b"));
            proptest::prop_assert!(read.confidence.values().all(|c| (0.0..=1.0).contains(c)));
        }
    }

    const PIECES: &[&str] = &[
        "<h1>",
        "</h1>",
        "Rain falls",
        " again – ",
        "<div class=byline>",
        "By ",
        "Ann Lee",
        " & ",
        "أمطار",
        "、",
        "İ",
        "ß",
        "<span itemprop=author itemscope>",
        "</div>",
        "<title>",
        "</title>",
        " | ",
        "<meta property=og:title content='",
        "'>",
        "<meta name=author content=\"",
        "\">",
        "<script type=application/ld+json>{\"@type\":\"NewsArticle\",",
        "\"author\":[",
        "{\"name\":\"",
        "\"}",
        "]",
        "}",
        "</script>",
        "<a rel=author href=//>",
        "<a href=/author/x/>",
        "</a>",
        "(",
        ")",
        "©",
        "Foto: ",
        "<p class=standfirst>",
        "<nav class=breadcrumb>",
        "&amp;quot;",
        "\u{200f}",
        "1. März",
        "<time>",
        "\u{1f600}",
        "von",
        "@x",
        "://",
        "<link rel=canonical href='",
        "<base href='http://[bad'>",
        "<html lang=",
        ">",
    ];
}
