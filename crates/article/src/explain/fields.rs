//! Which places of a page state a field, and which of them was believed.

use crate::article::Article;
use crate::dump::DumpReading;
use crate::kind::PageKind;
use crate::metadata::clues::Clues;
use crate::metadata::web::Base;
use crate::metadata::{Origin, date, publisher, report, text::clip, title};
use crate::options::ReadOptions;
use crate::page_reading::PageReading;

/// At most this many other statements of a field are told.
const MOST_OTHERS: usize = 6;
/// Longer statements are cut, in bytes.
const LONGEST: usize = 300;

/// A field of the reading.
#[derive(Debug, Clone)]
pub struct Field {
    /// Its name in JSON.
    pub name: &'static str,
    /// What was read; nothing where no statement was believed.
    pub value: Option<Statement>,
    /// How sure it is, 0 to 1.
    pub confidence: Option<f32>,
    /// What else the page states, best first.
    pub others: Vec<Statement>,
}

/// What a page states of a field.
#[derive(Debug, Clone)]
pub struct Statement {
    /// The text, or the date in ISO 8601.
    pub text: String,
    /// Where it is stated, in plain words.
    pub places: Vec<&'static str>,
}

impl Statement {
    fn new(text: &str, places: Vec<&'static str>) -> Self {
        Self {
            text: clip(text, LONGEST).to_owned(),
            places,
        }
    }
}

/// The fields of a page.
pub(super) fn of_page(reading: &PageReading, options: &ReadOptions) -> Vec<Field> {
    let PageReading {
        article,
        tree,
        origin,
        ..
    } = reading;
    let clues = Clues::gather(tree);
    let report = report(tree, &clues, options.url);
    let base = Base::new(clues.address(options.url), clues.base);
    let sites = publisher::names(tree, &clues, report, &base);
    let mut candidates = title::candidates(tree, &clues, report, &sites, &base);
    candidates.sort_by(|a, b| b.score.total_cmp(&a.score));
    let headlines = candidates
        .iter()
        .map(|c| Statement::new(&c.text, c.said_by()));
    let mut out = Vec::new();
    out.extend(chosen(
        article,
        "headline",
        article.headline.clone(),
        headlines,
    ));

    let authors: Vec<&str> = article.authors.iter().map(|a| a.name.as_str()).collect();
    out.extend(plain(
        article,
        "author",
        &authors.join(", "),
        origin.get("author"),
    ));

    let stated = date::stated(
        tree,
        &clues,
        report,
        options.url,
        article.language.as_deref(),
    );
    for (name, moment, role) in [
        ("datePublished", article.published, date::Role::Published),
        ("dateModified", article.modified, date::Role::Modified),
    ] {
        // Dates of no known role stand with those of publication.
        let is_of = |r: date::Role| match r {
            date::Role::Modified => role == date::Role::Modified,
            _ => role == date::Role::Published,
        };
        let value = moment.map(|m| m.to_string());
        let mut statements: Vec<Statement> = Vec::new();
        for (moment, told, place) in &stated {
            let text = moment.to_string();
            // A date taken from a place of another role is told there all the same.
            if !is_of(*told) && Some(&text) != value.as_ref() {
                continue;
            }
            match statements.iter_mut().find(|s| s.text == text) {
                Some(known) if known.places.contains(place) => {}
                Some(known) => known.places.push(place),
                None => statements.push(Statement::new(&text, vec![place])),
            }
        }
        out.extend(chosen(article, name, value, statements.into_iter()));
    }
    for (name, value) in [
        ("description", article.description.as_deref()),
        ("articleSection", article.section.as_deref()),
        ("publisher", article.publisher.as_deref()),
        ("url", article.url.as_deref()),
    ] {
        out.extend(plain(
            article,
            name,
            value.unwrap_or_default(),
            origin.get(name),
        ));
    }
    let kind = article.page_kind.map_or("", PageKind::name);
    out.extend(plain(article, "pageKind", kind, None));
    out.extend(plain(
        article,
        "keywords",
        &article.keywords.join(", "),
        origin.get("keywords"),
    ));
    out
}

/// A field among whose statements one was chosen; none where the page states nothing.
fn chosen(
    article: &Article,
    name: &'static str,
    value: Option<String>,
    statements: impl Iterator<Item = Statement>,
) -> Option<Field> {
    let (mut won, others): (Vec<_>, Vec<_>) =
        statements.partition(|s| value.as_deref().is_some_and(|v| clip(v, LONGEST) == s.text));
    let value = value.map(|v| Statement::new(&v, won.pop().map(|s| s.places).unwrap_or_default()));
    let others: Vec<_> = others.into_iter().take(MOST_OTHERS).collect();
    (value.is_some() || !others.is_empty()).then(|| Field {
        name,
        value,
        confidence: article.confidence.get(name).copied(),
        others,
    })
}

/// A field of which only the place it was read from is known.
fn plain(
    article: &Article,
    name: &'static str,
    value: &str,
    origin: Option<&Origin>,
) -> Option<Field> {
    (!value.is_empty()).then(|| Field {
        name,
        value: Some(Statement::new(
            value,
            origin.map(|o| place(*o)).into_iter().collect(),
        )),
        confidence: article.confidence.get(name).copied(),
        others: Vec::new(),
    })
}

fn place(origin: Origin) -> &'static str {
    match origin {
        Origin::JsonLd => "JSON-LD",
        Origin::Markup => "<head>",
        Origin::Microdata => "microdata",
        Origin::Page => "the page itself",
    }
}

/// The fields of a dump.
pub(super) fn of_dump(reading: &DumpReading) -> Vec<Field> {
    let article = &reading.article;
    let joined = |names: Vec<&str>| names.join(", ");
    let headline = article.headline.as_ref().map(|headline| Field {
        name: "headline",
        value: Some(Statement::new(headline, vec!["a line of the dump"])),
        confidence: article.confidence.get("headline").copied(),
        others: Vec::new(),
    });
    let authors = joined(article.authors.iter().map(|a| a.name.as_str()).collect());
    let moment = |m: Option<crate::dates::Moment>| m.map(|m| m.to_string()).unwrap_or_default();
    headline
        .into_iter()
        .chain(
            [
                ("author", authors),
                ("datePublished", moment(article.published)),
                ("dateModified", moment(article.modified)),
                (
                    "articleSection",
                    article.section.clone().unwrap_or_default(),
                ),
            ]
            .into_iter()
            .filter_map(|(name, value)| plain(article, name, &value, None)),
        )
        .collect()
}
