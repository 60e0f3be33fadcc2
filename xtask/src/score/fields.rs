//! When a title, an author or a date counts as read right. The rules are those of the measuring sets' `score.py`.

use std::collections::BTreeSet;

use jiff::civil::{Date, DateTime};
use unicode_normalization::UnicodeNormalization;

use super::tokens::{is_space, is_word_character};

/// Composed (NFC), white space folded to single spaces, none at the ends.
pub fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.nfc() {
        if !is_space(c) {
            out.push(c);
        } else if !out.is_empty() && !out.ends_with(' ') {
            out.push(' ');
        }
    }
    if out.ends_with(' ') {
        out.pop();
    }
    out
}

fn fold_title(text: &str) -> String {
    let text = fold(text).to_lowercase();
    let words = text.split(|c| !is_word_character(c));
    words
        .filter(|w| !w.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

/// Titles agree but for case, punctuation and a short tail (a site's name) on either side.
pub fn same_title(read: &str, gold: &str) -> bool {
    let (read, gold) = (fold_title(read), fold_title(gold));
    !read.is_empty() && (read == gold || has_tail(&read, &gold) || has_tail(&gold, &read))
}

/// Whether `long` is `short` (over 15 characters) with less than 30 behind it.
fn has_tail(long: &str, short: &str) -> bool {
    short.chars().count() > 15
        && long
            .strip_prefix(short)
            .is_some_and(|tail| tail.starts_with(' ') && tail.chars().count() < 30)
}

/// The names in a byline, in lower case, without "by" and punctuation.
pub fn names(text: &str) -> BTreeSet<String> {
    let text: Vec<char> = fold(text).to_lowercase().chars().collect();
    let mut names = BTreeSet::new();
    let (mut begin, mut at) = (0, 0);
    while at <= text.len() {
        match separator(&text, at) {
            _ if at == text.len() => {
                names.insert(name(&text[begin..]));
                at += 1;
            }
            Some(end) => {
                names.insert(name(&text[begin..at]));
                (begin, at) = (end, end);
            }
            None => at += 1,
        }
    }
    names.remove("");
    names
}

/// Where a separator of names that begins at `at` ends, white space on both sides counted in.
fn separator(text: &[char], at: usize) -> Option<usize> {
    let spaces = |from: usize| text[from..].iter().take_while(|c| is_space(**c)).count();
    let mark = at + spaces(at);
    let end = match text.get(mark)? {
        ';' | ',' | '|' | '/' | '&' => mark + 1,
        _ => ["and", "und", "et"].iter().find_map(|word| {
            let end = mark + word.len();
            let stands = text.get(mark..end)?.iter().copied().eq(word.chars());
            (stands && !in_word(text, mark.wrapping_sub(1)) && !in_word(text, end)).then_some(end)
        })?,
    };
    Some(end + spaces(end))
}

fn in_word(text: &[char], at: usize) -> bool {
    text.get(at).is_some_and(|c| is_word_character(*c))
}

/// One name: letters, digits, spaces, hyphens and apostrophes of it, without "by".
fn name(part: &[char]) -> String {
    let kept: String = part
        .iter()
        .filter(|c| is_word_character(**c) || is_space(**c) || matches!(c, '\'' | '-'))
        .collect();
    let bare = ["by", "von", "par", "por"]
        .iter()
        .find_map(|by| kept.strip_prefix(by)?.strip_prefix(is_space));
    bare.unwrap_or(&kept).trim_matches(is_space).to_owned()
}

/// Whether two dates, each led by `YYYY-MM-DD`, name one day.
pub fn same_day(read: &str, gold: &str) -> bool {
    day(read).is_some_and(|d| day(gold) == Some(d))
}

fn day(text: &str) -> Option<&str> {
    let day = text.get(..10)?;
    day.bytes()
        .enumerate()
        .all(|(i, b)| {
            if matches!(i, 4 | 7) {
                b == b'-'
            } else {
                b.is_ascii_digit()
            }
        })
        .then_some(day)
}

/// Whether a gold date goes beyond the day: midnight without an offset is a day.
pub fn states_time(gold: &str) -> bool {
    gold.chars().count() > 10
        && At::parse(gold)
            .is_some_and(|at| at.offset.is_some() || (at.clock.hour(), at.clock.minute()) != (0, 0))
}

/// Whether two times are less than a minute apart: as instants where the gold has an offset, as clock times where it
/// has none.
pub fn same_time(read: &str, gold: &str) -> bool {
    let (Some(mut a), Some(b)) = (At::parse(read), At::parse(gold)) else {
        return false;
    };
    if read.trim_matches(is_space).chars().count() <= 10 {
        return false;
    }
    match (a.offset, b.offset) {
        (_, None) => a.offset = None,
        (None, Some(_)) => return false,
        _ => {}
    }
    (a.seconds() - b.seconds()).abs() < 60.0
}

/// A point of time as Python's `datetime.fromisoformat` (3.11) reads it, week dates apart.
struct At {
    clock: DateTime,
    /// Seconds east of UTC.
    offset: Option<i32>,
}

impl At {
    fn parse(text: &str) -> Option<Self> {
        let text = text
            .trim_matches(is_space)
            .replacen(' ', "T", 1)
            .replace('Z', "+00:00");
        let digits = |range: std::ops::Range<usize>| number(text.get(range)?);
        let (day, rest) = if text.get(4..5)? == "-" {
            if text.get(7..8)? != "-" {
                return None;
            }
            (
                Date::new(digits(0..4)?, digits(5..7)? as i8, digits(8..10)? as i8),
                text.get(10..)?,
            )
        } else {
            (
                Date::new(digits(0..4)?, digits(4..6)? as i8, digits(6..8)? as i8),
                text.get(8..)?,
            )
        };
        let day = day.ok().filter(|d| d.year() > 0)?;
        let mut rest = rest.chars();
        rest.next(); // any one character parts day and time
        let time = rest.as_str();
        if time.is_empty() {
            return Some(Self {
                clock: day.at(0, 0, 0, 0),
                offset: None,
            });
        }
        let sign = time.find(['+', '-']);
        let [hour, minute, second, nano] = clock(&time[..sign.unwrap_or(time.len())])?;
        if hour > 23 || minute > 59 || second > 59 {
            return None;
        }
        let offset = match sign {
            None => None,
            Some(at) => {
                let [h, m, s, _] = clock(&time[at + 1..])?;
                let seconds = h * 3600 + m * 60 + s;
                if seconds >= 86_400 {
                    return None;
                }
                Some(if time[at..].starts_with('-') {
                    -seconds
                } else {
                    seconds
                })
            }
        };
        let clock = day.at(hour as i8, minute as i8, second as i8, nano);
        Some(Self { clock, offset })
    }

    /// Seconds since year 1, in UTC where the offset is known.
    fn seconds(&self) -> f64 {
        let start = jiff::civil::date(1, 1, 1).at(0, 0, 0, 0);
        let since = self.clock.duration_since(start);
        since.as_secs_f64() - f64::from(self.offset.unwrap_or(0))
    }
}

/// Hour, minute, second, nanosecond of `HH[:MM[:SS]][.fff]`, the colons all there or all missing.
fn clock(text: &str) -> Option<[i32; 4]> {
    let (whole, fraction) = match text.split_once(['.', ',']) {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (text, None),
    };
    let step = if whole.as_bytes().get(2) == Some(&b':') {
        3
    } else {
        2
    };
    let mut fields = [0; 4];
    let mut at = 0;
    for (i, field) in fields.iter_mut().take(3).enumerate() {
        if i > 0 && at == whole.len() {
            break;
        }
        if i > 0 && step == 3 {
            if whole.as_bytes()[at] != b':' {
                return None;
            }
            at += 1;
        }
        *field = i32::from(number(whole.get(at..at + 2)?)?);
        at += 2;
    }
    if at != whole.len() {
        return None;
    }
    if let Some(fraction) = fraction {
        if fraction.is_empty() || !fraction.bytes().all(|b| b.is_ascii_digit()) {
            return None;
        }
        let micros = format!("{fraction:0<6.6}");
        fields[3] = micros.parse::<i32>().ok()? * 1000;
    }
    Some(fields)
}

/// Decimal digits and nothing else.
fn number(digits: &str) -> Option<i16> {
    digits
        .bytes()
        .all(|b| b.is_ascii_digit())
        .then(|| digits.parse().ok())?
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(names: &[&str]) -> BTreeSet<String> {
        names.iter().map(|n| (*n).to_owned()).collect()
    }

    #[test]
    fn titles_agree_but_for_case_punctuation_and_a_sites_name() {
        assert!(same_title("A  Day: out!", "a day out"));
        assert!(same_title(
            "Minister resigns after vote | The Paper",
            "Minister resigns after vote"
        ));
        assert!(same_title(
            "Minister resigns after vote",
            "Minister resigns after vote - The Paper"
        ));
        assert!(!same_title("Short title | The Paper", "Short title"));
        assert!(!same_title(
            "Minister resigns after voters",
            "Minister resigns after vote"
        ));
        assert!(!same_title("", ""));
    }

    #[test]
    fn bylines_are_sets_of_names() {
        assert_eq!(
            names("By Ann Lee and Bo-Ra Kim, Reuters"),
            set(&["ann lee", "bo-ra kim", "reuters"])
        );
        assert_eq!(
            names("Von Jörg Ohm & A. Anders"),
            set(&["jörg ohm", "a anders"])
        );
        assert_eq!(names("Roland Undset"), set(&["roland undset"]));
        assert_eq!(names("and"), set(&[]));
        assert_eq!(names(" ; by"), set(&["by"]));
        assert_eq!(names("(by X"), set(&["x"]));
        assert_eq!(names("a;, by b"), set(&["a", "b"]));
    }

    #[test]
    fn days_are_read_from_the_front() {
        assert!(same_day("2021-12-20T10:15:00Z", "2021-12-20"));
        assert!(!same_day("2021-12-20", "2021-12-21"));
        assert!(!same_day("", ""));
        assert!(!same_day("20 December", "20 December"));
    }

    #[test]
    fn times_are_instants_where_the_gold_has_an_offset() {
        assert!(same_time(
            "2021-12-20T10:15:00Z",
            "2021-12-20 13:15:30+03:00"
        ));
        assert!(!same_time(
            "2021-12-20T10:15:00",
            "2021-12-20 13:15:00+03:00"
        ));
        assert!(same_time("2021-12-20T10:15:00+05:00", "2021-12-20 10:15"));
        assert!(!same_time("2021-12-20", "2021-12-20 00:00:00+00:00"));
        assert!(same_time(
            "20211220T101500,5-0100",
            "2021-12-20T11:15:00.123456789Z"
        ));
        assert!(!same_time("2021-12-20T10:16:00Z", "2021-12-20T10:15:00Z"));
    }

    #[test]
    fn a_time_is_stated_beyond_bare_midnight() {
        assert!(states_time("2021-12-20 00:00:00+00:00"));
        assert!(states_time("2021-12-20 00:01:00"));
        assert!(!states_time("2021-12-20 00:00:00"));
        assert!(!states_time("2021-12-20"));
        for wrong in [
            "2021-12-20 24:00",
            "2021-02-30 10:00",
            "2021-12-20 10:61",
            "2021-12-20 10:15:",
            "at ten past",
        ] {
            assert!(!states_time(wrong), "{wrong}");
        }
    }
}
