//! What the address of a page tells of its date and of how it writes dates.

use jiff::civil::Date;

use crate::dates::{self, Moment};
use crate::metadata::clues::Clues;

/// The language tag dates are read by: `known`, else the page's own mark; English without a region gets one from the
/// address, for the order of day and month differs.
pub fn dialect(clues: &Clues<'_>, url: Option<&str>, known: Option<&str>) -> Option<String> {
    let declared = clues
        .lang
        .or_else(|| clues.meta_of(&["og:locale", "content-language", "language"]))
        .map(str::trim)
        .filter(|tag| !tag.is_empty() && tag.len() < 12);
    let tag = match (known, declared) {
        // The same language with a region says more.
        (Some(known), Some(declared))
            if declared
                .get(..2)
                .is_some_and(|d| known.eq_ignore_ascii_case(d)) =>
        {
            declared
        }
        (Some(known), _) => known,
        (None, declared) => declared?,
    };
    if !tag.eq_ignore_ascii_case("en") {
        return Some(tag.to_owned());
    }
    let region = clues
        .meta_of(&["og:locale"])
        .and_then(|locale| locale.get(3..5))
        .or_else(|| country(url?))
        .unwrap_or("US");
    Some(format!("en-{region}"))
}

/// The country of an address that ends in one.
pub fn country(url: &str) -> Option<&str> {
    let host = url.split_once("://").map_or(url, |(_, rest)| rest);
    let host = host.split(['/', '?', '#', ':']).next()?;
    let last = host.rsplit('.').next()?;
    // Sold to whoever wants them, these tell no country.
    let is_country = last.len() == 2
        && !matches!(
            last,
            "co" | "io" | "tv" | "me" | "ai" | "ly" | "fm" | "to" | "cc" | "eu"
        );
    is_country.then_some(last)
}

/// The day in the path of an address: `/2024/05/06/`, `/2024/0506/`, `/20240506/`, `-2024-05-06`, `/2024/may/6/`.
pub fn day(url: &str) -> Option<Moment> {
    let path = url.split(['?', '#']).next()?;
    let path = path.split_once("://").map_or(path, |(_, rest)| rest);
    let path = &path[path.find('/')?..];
    let path = &path[..path.floor_char_boundary(300)];
    let numbers = numbers(path);
    let compact = numbers.iter().find_map(|n| {
        let day = n.digits.parse::<u32>().ok()?;
        (n.digits.len() == 8).then(|| date(day / 10_000, day / 100 % 100, day % 100))?
    });
    let split = || {
        numbers.windows(2).find_map(|pair| {
            let year: u32 = four_digits(pair[0].digits)?;
            let (a, b) = (pair[0], pair[1]);
            if b.begin != a.end + 1 || !is_separator(path, a.end) {
                return None;
            }
            if b.digits.len() == 4 {
                let day: u32 = b.digits.parse().ok()?;
                return date(year, day / 100, day % 100);
            }
            let c = numbers.iter().find(|c| c.begin == b.end + 1)?;
            let is_even = path.as_bytes().get(b.end) == path.as_bytes().get(a.end);
            if !is_even || b.digits.len() > 2 || c.digits.len() > 2 {
                return None;
            }
            date(year, b.digits.parse().ok()?, c.digits.parse().ok()?)
        })
    };
    let spelt = || {
        let (range, moment) = dates::find(path, None).into_iter().next()?;
        // Two digits are no year here, where any number may stand.
        let has_year = path[range].contains(&moment.day().year().to_string());
        has_year.then(|| moment.day())
    };
    split().or(compact).or_else(spelt).map(Moment::Day)
}

#[derive(Clone, Copy)]
struct Number<'a> {
    digits: &'a str,
    begin: usize,
    end: usize,
}

/// The runs of ASCII digits of a path.
fn numbers(path: &str) -> Vec<Number<'_>> {
    let bytes = path.as_bytes();
    let mut out = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        let begin = at;
        while at < bytes.len() && bytes[at].is_ascii_digit() {
            at += 1;
        }
        if at > begin {
            out.push(Number {
                digits: &path[begin..at],
                begin,
                end: at,
            });
        } else {
            at += 1;
        }
    }
    out
}

fn is_separator(path: &str, at: usize) -> bool {
    matches!(path.as_bytes().get(at), Some(b'/' | b'-' | b'_' | b'.'))
}

fn four_digits(digits: &str) -> Option<u32> {
    (digits.len() == 4).then(|| digits.parse().ok())?
}

fn date(year: u32, month: u32, day: u32) -> Option<Date> {
    if !(1990..=2100).contains(&year) {
        return None;
    }
    Date::new(
        i16::try_from(year).ok()?,
        i8::try_from(month).ok()?,
        i8::try_from(day).ok()?,
    )
    .ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_in_addresses() {
        for (url, expected) in [
            ("https://a.example/2024/05/06/title", "2024-05-06"),
            ("https://a.example/2024/5/6/title", "2024-05-06"),
            ("https://a.example/news/2024-05-06-title.html", "2024-05-06"),
            (
                "https://a.example/n1/2024/0506/c1001-4022.html",
                "2024-05-06",
            ),
            ("https://a.example/20240506/title", "2024-05-06"),
            ("https://a.example/blog/2023/october/03/title", "2023-10-03"),
            ("https://a.example/meldungen/29-10-2021", "2021-10-29"),
        ] {
            assert_eq!(
                day(url).map(|m| m.to_string()).as_deref(),
                Some(expected),
                "{url}"
            );
        }
        for url in [
            "https://a.example/",
            "https://2024-05-06.example",
            "https://a.example/2024/05/title",
            "https://a.example/article/12345678",
            "https://a.example/a?d=2024-05-06",
            "https://a.example/2024-13-45",
            "https://a.example/top-10-5-24",
        ] {
            assert_eq!(day(url), None, "{url}");
        }
    }

    #[test]
    fn english_gets_a_region() {
        let clues = Clues::default();
        let of = |url| dialect(&clues, Some(url), Some("en"));
        assert_eq!(of("https://a.example.uk/x").as_deref(), Some("en-uk"));
        assert_eq!(of("https://a.com/x").as_deref(), Some("en-US"));
        assert_eq!(dialect(&clues, None, Some("de")).as_deref(), Some("de"));
    }
}
