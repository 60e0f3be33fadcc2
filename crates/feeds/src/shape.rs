//! What an address alone says of where it leads: to a report, or to a list of them, a service, a file.

use std::sync::LazyLock;

use khabar_article::words;
use percent_encoding::percent_decode_str;
use rustc_hash::FxHashMap;
use url::Url;

/// Where an address seems to lead.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Likeness {
    /// To a report.
    Report,
    /// The address does not say.
    Unsure,
    /// To a list of reports, a service, a file, a front page.
    Other,
}

/// From how many points on an address is one of a report.
const REPORT: i32 = 4;
/// Up to how many it is none.
pub const OTHER: i32 = -3;

/// Whether an address is that of a report, as far as it tells.
///
/// ```
/// use khabar_feeds::{Likeness, looks_like_report};
/// let of = |url: &str| looks_like_report(&url.parse().unwrap());
/// assert_eq!(of("https://courier.example/2026/03/02/harbour-reopens-after-repairs"), Likeness::Report);
/// assert_eq!(of("https://courier.example/tag/harbour"), Likeness::Other);
/// assert_eq!(of("https://courier.example/harbour"), Likeness::Unsure);
/// ```
pub fn looks_like_report(url: &Url) -> Likeness {
    match Shape::of(url).points() {
        REPORT.. => Likeness::Report,
        ..=OTHER => Likeness::Other,
        _ => Likeness::Unsure,
    }
}

/// Lists of the file of words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sense {
    Elsewhere,
    Phrase,
    Report,
    Parameter,
    File,
}

/// Phrases that stand in parts of paths.
static PHRASES: LazyLock<Vec<&'static str>> = LazyLock::new(|| {
    let phrases = WORDS
        .iter()
        .filter(|(_, senses)| senses.contains(&Sense::Phrase));
    phrases.map(|(phrase, _)| *phrase).collect()
});

static WORDS: LazyLock<FxHashMap<&'static str, Vec<Sense>>> = LazyLock::new(|| {
    let mut out: FxHashMap<&str, Vec<Sense>> = FxHashMap::default();
    let mut sense = Sense::Elsewhere;
    for line in include_str!("shape.txt").lines() {
        match line.trim() {
            "" => {}
            "[elsewhere]" => sense = Sense::Elsewhere,
            "[phrase]" => sense = Sense::Phrase,
            "[report]" => sense = Sense::Report,
            "[parameter]" => sense = Sense::Parameter,
            "[file]" => sense = Sense::File,
            word if word.starts_with('#') => {}
            word => out.entry(word).or_default().push(sense),
        }
    }
    out
});

fn means(word: &str, sense: Sense) -> bool {
    WORDS
        .get(word)
        .is_some_and(|senses| senses.contains(&sense))
}

/// What a part of a path is.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Part {
    /// A year.
    Year,
    /// A number of one or two digits, or the name of a month.
    Short,
    /// A whole date.
    Date,
    /// A number.
    Number,
    /// Letters and digits that no one would read out.
    Id,
    /// Three words or more, with how many there are and whether a number that may be a name stands at an end of them.
    Slug { words: usize, numbered: bool },
    /// A word or two.
    Name(String),
}

/// An address as far as its shape goes.
#[derive(Debug, Clone)]
pub struct Shape {
    parts: Vec<Part>,
    /// The ending of the last part, in lower case.
    ending: Option<String>,
    /// Whether the query names a report.
    named_by_query: bool,
    /// Whether there is a query that does not.
    other_query: bool,
}

/// Parts of a path beyond this many are not looked at.
const MOST_PARTS: usize = 12;

impl Shape {
    /// Of an address.
    pub fn of(url: &Url) -> Self {
        let mut parts: Vec<String> = url
            .path_segments()
            .into_iter()
            .flatten()
            .filter(|part| !part.is_empty())
            .take(MOST_PARTS)
            .map(|part| percent_decode_str(part).decode_utf8_lossy().to_lowercase())
            .collect();
        let ending = parts.last_mut().and_then(|last| {
            let (name, ending) = last.rsplit_once('.')?;
            let fits = (2..=5).contains(&ending.len())
                && ending.bytes().all(|b| b.is_ascii_alphanumeric())
                && ending.bytes().any(|b| b.is_ascii_alphabetic());
            let ending = ending.to_owned();
            let name = name.to_owned();
            fits.then(|| {
                *last = name;
                ending
            })
        });
        let mut named_by_query = false;
        let mut other_query = false;
        for (name, value) in url.query_pairs() {
            let is_id =
                value.len() >= 2 && value.len() <= 40 && value.bytes().any(|b| b.is_ascii_digit());
            if is_id && means(&name.to_lowercase(), Sense::Parameter) {
                named_by_query = true;
            } else {
                other_query = true;
            }
        }
        Self {
            parts: parts.iter().map(|part| Part::of(part)).collect(),
            ending,
            named_by_query,
            other_query,
        }
    }

    /// How much it looks like the address of a report. Points are given by hand.
    pub fn points(&self) -> i32 {
        let Some(last) = self.parts.last() else {
            return if self.named_by_query { 3 } else { -10 };
        };
        let ending = self.ending.as_deref().unwrap_or_default();
        if self.is_file() {
            return -10;
        }
        let mut points = match last {
            Part::Slug { words, numbered } => match words {
                0..=3 => 2 + 2 * i32::from(*numbered),
                4 => 3 + i32::from(*numbered),
                _ => 4 + i32::from(*numbered),
            },
            Part::Id => 3,
            Part::Number => 2,
            // An archive of a year, a month, a day.
            Part::Date | Part::Year | Part::Short => -4,
            Part::Name(_) => -i32::from(!self.named_by_query),
        };
        let above = &self.parts[..self.parts.len() - 1];
        let is_leaf = !matches!(last, Part::Date | Part::Year | Part::Short);
        let dated = above
            .iter()
            .any(|part| matches!(part, Part::Year | Part::Date));
        if dated && is_leaf {
            points += 5;
        }
        if above
            .iter()
            .any(|part| matches!(part, Part::Number | Part::Id))
        {
            points += 2;
        }
        let has = |sense| {
            let named = |part: &Part| {
                matches!(part, Part::Name(name) if means(name, sense)
                    || (sense == Sense::Elsewhere && means(name, Sense::Phrase)))
            };
            self.parts.iter().any(named)
        };
        if has(Sense::Elsewhere) {
            points -= 5;
        }
        if has(Sense::Report) && self.parts.len() > 1 {
            points += 2;
        }
        if self.named_by_query {
            points += 4;
        }
        if self.other_query && !self.named_by_query {
            points -= 1;
        }
        if ["html", "htm", "shtm", "ece", "amp"]
            .iter()
            .any(|page| ending.ends_with(page))
        {
            points += 1;
        }
        points
    }

    /// Whether it is a file rather than a page.
    pub fn is_file(&self) -> bool {
        self.ending
            .as_deref()
            .is_some_and(|ending| means(ending, Sense::File))
    }

    /// What it has in common with the other addresses of its kind on a site: words stay, what differs from report to report is
    /// named by what it is.
    pub fn pattern(&self) -> String {
        let mut out = String::new();
        for (at, part) in self.parts.iter().enumerate() {
            out.push('/');
            match part {
                Part::Year => out.push_str("{year}"),
                Part::Short => out.push_str("{n}"),
                Part::Date => out.push_str("{date}"),
                Part::Number => out.push_str("{number}"),
                Part::Id => out.push_str("{id}"),
                Part::Slug { .. } => out.push_str("{slug}"),
                // The last differs where it stands for one page among many.
                Part::Name(_) if at + 1 == self.parts.len() => out.push_str("{name}"),
                Part::Name(name) => out.push_str(name),
            }
        }
        if let Some(ending) = &self.ending {
            out.push('.');
            out.push_str(ending);
        }
        if self.named_by_query {
            out.push_str("?{id}");
        }
        out
    }
}

/// Months as addresses name them.
const MONTHS: [&str; 12] = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
];

impl Part {
    fn of(part: &str) -> Self {
        let digits = part.bytes().filter(u8::is_ascii_digit).count();
        if digits == part.len() {
            return match part.len() {
                1 | 2 => Self::Short,
                4 if is_year(part) => Self::Year,
                8 if is_year(&part[..4]) => Self::Date,
                3 => Self::Name(part.to_owned()),
                _ => Self::Number,
            };
        }
        if is_date(part) {
            return Self::Date;
        }
        if MONTHS.contains(&part) {
            return Self::Short;
        }
        if let Some(phrase) = PHRASES.iter().find(|phrase| part.contains(**phrase)) {
            return Self::Name((*phrase).to_owned());
        }
        let pieces: Vec<&str> = part
            .split(|c: char| "-_+., :;~!".contains(c) || c.is_whitespace())
            .filter(|piece| !piece.is_empty())
            .collect();
        let is_number =
            |piece: &&str| piece.len() >= 4 && piece.bytes().all(|b| b.is_ascii_digit());
        let ends = [pieces.first(), pieces.last()];
        let numbered = ends.into_iter().flatten().any(|piece| {
            (is_number(piece) && !is_year(piece)) || is_id(piece) || is_lettered_number(piece)
        });
        let count: usize = pieces
            .iter()
            .filter(|piece| !piece.bytes().all(|b| b.is_ascii_digit()) && !is_id(piece))
            .map(|piece| in_words(piece))
            .sum();
        match count {
            0 | 1 if numbered => Self::Id,
            2 if numbered => Self::Slug { words: 2, numbered },
            0..=2 => Self::Name(part.to_owned()),
            words => Self::Slug { words, numbered },
        }
    }
}

/// The words of a piece between hyphens: one, or where words are not parted what its characters amount to.
fn in_words(piece: &str) -> usize {
    let words = words::count(piece);
    // Two characters of Han or kana make about one word.
    if words > 1 { words.div_ceil(2) } else { words }
}

fn is_year(part: &str) -> bool {
    part.len() == 4
        && part
            .parse()
            .is_ok_and(|year: u16| (1990..2100).contains(&year))
}

/// `2026-03-02`, `2026-03`, `02-03-2026`.
fn is_date(part: &str) -> bool {
    let numbers: Vec<&str> = part.split(['-', '_', '.']).collect();
    let short =
        |part: &&str| matches!(part.len(), 1 | 2) && part.bytes().all(|b| b.is_ascii_digit());
    match numbers.as_slice() {
        [year, rest @ ..] if is_year(year) => {
            (1..=2).contains(&rest.len()) && rest.iter().all(short)
        }
        [rest @ .., year] if is_year(year) => rest.len() == 2 && rest.iter().all(short),
        _ => false,
    }
}

/// Letters and digits mixed as in `c5y8z3kx1no`, or many digits of base 16.
fn is_id(piece: &str) -> bool {
    let digits = piece.bytes().filter(u8::is_ascii_digit).count();
    let letters = piece.bytes().filter(u8::is_ascii_alphabetic).count();
    if digits + letters != piece.len() || digits == 0 || letters == 0 {
        return false;
    }
    // From letters to digits and back more than once: words with a number at their end do not.
    let changes = piece
        .as_bytes()
        .windows(2)
        .filter(|pair| pair[0].is_ascii_digit() != pair[1].is_ascii_digit())
        .count();
    piece.len() >= 7 && digits >= 2 && changes >= 2
}

/// `a12345678`, `12345678a`, `art12345`.
fn is_lettered_number(piece: &str) -> bool {
    let bare = piece.trim_matches(|c: char| c.is_ascii_alphabetic());
    piece.is_ascii()
        && bare.len() >= 4
        && piece.len() - bare.len() <= 4
        && bare.bytes().all(|b| b.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_tell_where_they_lead() {
        let of = |path: &str| {
            let url = Url::parse("https://news.example")
                .unwrap()
                .join(path)
                .unwrap();
            (looks_like_report(&url), Shape::of(&url).points())
        };
        for report in [
            "/2026/03/02/harbour-reopens",
            "/2026/mar/02/harbour-reopens-after-a-year",
            "/world/harbour-reopens-after-a-year-of-repairs",
            "/article/harbour-reopens-c5y8z3kx1no71",
            "/news/articles/c5y8z3kx1no",
            "/news/world-europe-68412345",
            "/politik/hafen-wieder-offen-a-1234567.html",
            "/index.php?id=48213",
            "/news/2026-03-02/48213",
            "/20260302/k10014312345.html",
            "/%D8%A7%D9%82%D8%AA%D8%B5%D8%A7%D8%AF/%D8%A5%D8%B9%D8%A7%D8%AF%D8%A9-%D9%81%D8%AA%D8%AD-%D9%85%D9%8A%D9%86%D8%A7%D8%A1-%D8%A7%D9%84%D8%A3%D9%85%D9%84-%D8%A8%D8%B9%D8%AF-%D8%B9%D8%A7%D9%85",
            "/tag/2026/03/02/harbour-reopens-after-a-year-of-repairs",
        ] {
            let (likeness, points) = of(report);
            assert_eq!(likeness, Likeness::Report, "{report} has {points}");
        }
        for other in [
            "/",
            "/?page=2",
            "/tag/harbour",
            "/author/lina-haddad",
            "/2026/03/",
            "/2026-03-02",
            "/files/report-of-the-harbour-board-2026.pdf",
            "/search?q=harbour",
            "/category/world/europe",
            "/page/2/",
        ] {
            let (likeness, points) = of(other);
            assert_eq!(likeness, Likeness::Other, "{other} has {points}");
        }
        for unsure in [
            "/news",
            "/world/europe",
            "/harbour-reopens",
            "/world?sort=new",
        ] {
            let (likeness, points) = of(unsure);
            assert_eq!(likeness, Likeness::Unsure, "{unsure} has {points}");
        }
    }

    #[test]
    fn every_word_stands_where_it_does_something() {
        for (word, senses) in WORDS.iter() {
            let twice = senses
                .iter()
                .enumerate()
                .any(|(at, sense)| senses[..at].contains(sense));
            assert!(!twice, "{word} stands twice in a list");
            let is_phrase = PHRASES.iter().any(|phrase| word.contains(phrase));
            assert!(
                !(is_phrase && senses.contains(&Sense::Elsewhere)),
                "{word} has a phrase in it"
            );
        }
    }

    #[test]
    fn patterns_are_what_addresses_share() {
        for (url, pattern) in [
            (
                "https://a.example/news/2026/3/2/harbour-reopens-at-last",
                "/news/{year}/{n}/{n}/{slug}",
            ),
            ("https://a.example/world/europe", "/world/{name}"),
            ("https://a.example/a/48213.html", "/a/{number}.html"),
            ("https://a.example/view?id=48213", "/{name}?{id}"),
        ] {
            assert_eq!(Shape::of(&Url::parse(url).unwrap()).pattern(), pattern);
        }
    }
}
