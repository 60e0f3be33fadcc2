//! A reading made ready to be kept.

use jiff::civil::time;
use jiff::tz::Offset;
use khabar_article::Article;
use khabar_article::dates::{self, Moment};
use khabar_article::language::Direction;
use khabar_article::words;
use khabar_feeds::{canonical, is_same_site};
use khabar_statements::Reading;
use twox_hash::XxHash3_128;
use url::Url;

use crate::error::ArchiveError;
use crate::reading;
use crate::record::pages::Item;
use crate::record::reports::NewVersion;
use crate::time::Seconds;

/// Characters of how a report begins that lists show where it has no standfirst.
const OPENING: usize = 280;

/// A reading, ready to be kept.
#[derive(Debug, Clone, PartialEq)]
pub struct Ready {
    /// Where the report was published.
    pub url: String,
    published: Option<String>,
    published_at: Option<Seconds>,
    language: Option<String>,
    direction: &'static str,
    headline: Option<String>,
    standfirst: Option<String>,
    words: usize,
    statements: usize,
    fingerprint: [u8; 16],
    packed: Vec<u8>,
}

impl Ready {
    /// Makes a reading ready whose report was published at `url`.
    ///
    /// # Errors
    /// Where it cannot be packed.
    pub fn of(reading: &Reading, url: String) -> Result<Self, ArchiveError> {
        Self::written(reading, &reading.json().to_line(), url)
    }

    /// The same of a reading that is there as its JSON already, too.
    ///
    /// # Errors
    /// Where it cannot be packed.
    pub fn written(reading: &Reading, json: &str, url: String) -> Result<Self, ArchiveError> {
        let article = &reading.article;
        let body = article.body_text();
        let headline = article.headline.clone();
        Ok(Self {
            url,
            published: article.published.map(|at| at.to_string()),
            published_at: article.published.and_then(instant),
            language: article.language.clone(),
            direction: match article.direction {
                Direction::Ltr => "ltr",
                Direction::Rtl => "rtl",
            },
            standfirst: article.description.clone().or_else(|| opening(&body)),
            words: words::count(&body),
            statements: reading.statements.len(),
            fingerprint: fingerprint(headline.as_deref(), &body),
            headline,
            packed: reading::packed(json)?,
        })
    }

    /// How many bytes of it wait to be written.
    pub fn bytes(&self) -> usize {
        self.packed.len()
    }

    /// Its headline.
    pub fn headline(&self) -> Option<&str> {
        self.headline.as_deref()
    }

    /// As it is written down for a source.
    pub fn version<'a>(
        &'a self,
        source: i64,
        at: Seconds,
        raw: Option<(&'a str, u64)>,
    ) -> NewVersion<'a> {
        NewVersion {
            source,
            url: &self.url,
            at,
            // A report that says it is of tomorrow does not stand above all others until then.
            ordered_at: self.published_at.map_or(at, |published| published.min(at)),
            published: self.published.as_deref(),
            language: self.language.as_deref(),
            direction: self.direction,
            headline: self.headline.as_deref(),
            standfirst: self.standfirst.as_deref(),
            words: self.words,
            statements: self.statements,
            fingerprint: self.fingerprint,
            reading: &self.packed,
            raw,
        }
    }
}

/// Gives an article what its feed says and its page does not.
pub fn complete(article: &mut Article, item: &Item) {
    let language = article.language.clone();
    let parsed = |text: &Option<String>| dates::parse(text.as_deref()?, language.as_deref());
    if article.headline.is_none() {
        article.headline.clone_from(&item.title);
    }
    if article.published.is_none() {
        article.published = parsed(&item.published);
    }
    if article.modified.is_none() {
        article.modified = parsed(&item.updated).filter(|at| Some(*at) != article.published);
    }
    if article.description.is_none() {
        article.description.clone_from(&item.summary);
    }
    if article.authors.is_empty() {
        article.authors = item
            .authors
            .iter()
            .map(|name| khabar_article::Author {
                name: name.clone(),
                ..khabar_article::Author::default()
            })
            .collect();
    }
}

/// By what address a report is told from others: the one it gives itself where that is on its own site and no front
/// page, for templates say all sorts of things; else the one it was found at. Behind it that one, where it is another.
pub fn own_address(own: Option<&str>, found_at: &str) -> (String, Option<String>) {
    let Ok(found) = Url::parse(found_at) else {
        return (found_at.to_owned(), None);
    };
    let own = own
        .and_then(|url| Url::parse(url).ok())
        .filter(|own| {
            is_same_site(own, &found)
                && own.port_or_known_default() == found.port_or_known_default()
                && (own.path().len() > 1 || own.query().is_some())
        })
        .map(|own| canonical(&own));
    let found = canonical(&found);
    match own {
        Some(own) if own != found => (own.into(), Some(found.into())),
        _ => (found.into(), None),
    }
}

/// A moment as a point of time. A clock time without a zone is taken to be in UTC, and a day as its noon, so that it
/// stands among the reports of that day.
pub fn instant(moment: Moment) -> Option<Seconds> {
    let (at, offset) = match moment {
        Moment::Day(day) => (day.to_datetime(time(12, 0, 0, 0)), Offset::UTC),
        Moment::Local(at) => (at, Offset::UTC),
        Moment::Zoned(at, offset) => (at, offset),
    };
    Some(offset.to_timestamp(at).ok()?.as_second())
}

/// How a text begins: its first sentences, cut between words.
fn opening(body: &str) -> Option<String> {
    let first = body.split("\n\n").next()?.trim();
    if first.is_empty() {
        return None;
    }
    let Some((end, _)) = first.char_indices().nth(OPENING) else {
        return Some(first.to_owned());
    };
    let cut = first[..end].rfind(char::is_whitespace).unwrap_or(end);
    Some(format!("{}…", first[..cut].trim_end()))
}

/// Tells two states of a report apart: by headline and body, whatever white space they have.
fn fingerprint(headline: Option<&str>, body: &str) -> [u8; 16] {
    let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let text = format!("{}\n{}", words(headline.unwrap_or_default()), words(body));
    XxHash3_128::oneshot(text.as_bytes()).to_be_bytes()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn a_day_is_its_noon() {
        let noon = instant(Moment::Day(date(1970, 1, 2)));
        assert_eq!(noon, Some(36 * 3600));
        let offset = Offset::from_hours(2).unwrap();
        let at = date(1970, 1, 1).at(5, 0, 0, 0);
        assert_eq!(instant(Moment::Zoned(at, offset)), Some(3 * 3600));
    }

    #[test]
    fn a_long_opening_is_cut_between_words() {
        let body = "كلمة ".repeat(200);
        let opening = opening(&body).unwrap();
        assert!(opening.ends_with("كلمة…"), "{opening}");
        assert!(opening.chars().count() <= OPENING + 1);
        assert_eq!(super::opening("Short.\n\nMore."), Some("Short.".into()));
        assert_eq!(super::opening(""), None);
    }

    #[test]
    fn white_space_makes_no_version() {
        let of = |body| fingerprint(Some("Headline"), body);
        assert_eq!(of("a  b\n\nc"), of("a b c"));
        assert_ne!(of("a b c"), of("a b d"));
    }
}
