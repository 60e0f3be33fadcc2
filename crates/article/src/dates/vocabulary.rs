//! The words dates are written with, looked up by their folded form: `words.txt` and `zones.txt`, read once a process.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use super::fold::{fold, fold_into};
use super::lex::{Kind, Token};

/// The most tokens one expression of the catalogues has: "Montag" 1, "بتوقيت مكة المكرمة" 3, "segunda-feira" 3.
const LONGEST: usize = 5;

/// Texts longer than this are no expression of the catalogues.
const LONGEST_IN_BYTES: usize = 120;

/// A calendar whose dates are understood.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Calendar {
    /// The common one.
    Gregorian,
    /// Islamic, by the tables of Umm al-Qura.
    Hijri,
    /// Persian (solar Hijri).
    Jalali,
}

/// What a zone name stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Zone {
    /// Seconds east of UTC.
    Fixed(i32),
    /// A name of the IANA database.
    Named(&'static str),
}

/// A unit set behind a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    Year,
    Month,
    Day,
    Hour,
    Minute,
    Second,
}

/// What a word can mean in a date. The keys of `words.txt` say it at length.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Meaning {
    /// A month, 1 to 12.
    Month(Calendar, u8),
    /// A weekday, Monday 1 to Sunday 7, and whether it is one in running text too.
    Weekday(u8, bool),
    Unit(Unit),
    MonthBefore,
    Ordinal,
    Join,
    YearMark,
    At,
    Clock,
    Am,
    Pm,
    /// Years to add.
    Era(i16),
    Zone(Zone),
    /// Days from today: -1, 0, 1.
    Today(i8),
    Next,
    Last,
    NextWeek,
    LastWeek,
    NotBefore,
    NotAfter,
    NotAfterToday,
    Ahead,
}

/// What capitals tell in a language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Case {
    /// Nothing.
    Free,
    /// Weekdays and months have one.
    Upper,
    /// Inside a sentence they have none; a capitalised one is a name.
    Lower,
}

/// One meaning of a word in one language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sense {
    /// Which language, as numbered in [`Vocabulary`]; `None` for zones known everywhere.
    pub language: Option<u8>,
    pub meaning: Meaning,
}

#[derive(Debug, Default)]
struct Entry {
    senses: Vec<Sense>,
    /// Longer expressions open with this word.
    leads: bool,
}

/// The catalogues, indexed.
#[derive(Debug, Default)]
pub struct Vocabulary {
    entries: FxHashMap<Box<str>, Entry>,
    languages: Vec<Language>,
}

#[derive(Debug)]
struct Language {
    tag: &'static str,
    case: Case,
    prefixes: Vec<&'static str>,
}

/// The one vocabulary of the process.
pub static VOCABULARY: LazyLock<Vocabulary> =
    LazyLock::new(|| Vocabulary::read(include_str!("words.txt"), include_str!("zones.txt")));

impl Vocabulary {
    fn read(words: &'static str, zones: &'static str) -> Self {
        let mut vocabulary = Self::default();
        let mut language = None;
        for (line, is_zone) in lines(words)
            .map(|line| (line, false))
            .chain(std::iter::once(("[]", true)))
            .chain(lines(zones).map(|line| (line, true)))
        {
            if let Some(tag) = line.strip_prefix('[').and_then(|l| l.strip_suffix(']')) {
                language = (!tag.is_empty()).then(|| vocabulary.number_language(tag));
                continue;
            }
            let Some((key, value)) = line
                .split_once('=')
                .filter(|_| !is_zone)
                .or(line.rsplit_once('='))
            else {
                debug_assert!(false, "a line without a value: {line}");
                continue;
            };
            if is_zone {
                let zone = zone(value.trim());
                vocabulary.add_all(key, language, |_| Meaning::Zone(zone));
            } else {
                vocabulary.add_words(key.trim(), value, language);
            }
        }
        vocabulary
    }

    /// The number of a language by its primary subtag, case ignored.
    pub fn language(&self, primary: &str) -> Option<u8> {
        let primary = match primary {
            "no" => "nb",
            "iw" => "he",
            "in" => "id",
            "sh" | "bs" => "hr",
            "fil" => "tl",
            primary => primary,
        };
        let at = self
            .languages
            .iter()
            .position(|l| l.tag.eq_ignore_ascii_case(primary))?;
        u8::try_from(at).ok()
    }

    /// The primary subtag of a language numbered by [`Self::language`].
    pub fn tag(&self, language: u8) -> &'static str {
        self.languages[usize::from(language)].tag
    }

    /// What capitals tell in a language numbered by [`Self::language`].
    pub fn case(&self, language: u8) -> Case {
        self.languages[usize::from(language)].case
    }

    /// The letters a language writes together with the word behind them.
    pub fn prefixes(&self, language: u8) -> &[&'static str] {
        &self.languages[usize::from(language)].prefixes
    }

    /// The meanings of the longest expression that starts with token `at`, and the token behind it. Of the token
    /// `skip` bytes are left out at its start. `buffer` is scratch space.
    pub fn look_up(
        &self,
        text: &str,
        tokens: &[Token],
        at: usize,
        skip: usize,
        buffer: &mut String,
    ) -> Option<(&[Sense], usize)> {
        let first = tokens.get(at).filter(|t| t.kind == Kind::Word)?;
        let mut entry_to = |to: usize| {
            let last = tokens.get(to - 1)?;
            let raw = text.get(first.begin as usize + skip..last.end as usize)?;
            if raw.len() > LONGEST_IN_BYTES {
                return None;
            }
            buffer.clear();
            fold_into(raw, buffer);
            self.entries.get(buffer.as_str())
        };
        let entry = entry_to(at + 1)?;
        if entry.leads {
            let end = tokens.len().min(at + LONGEST);
            for to in (at + 2..=end).rev() {
                // A full stop folds to nothing; it is the sentence's.
                if tokens[to - 1].is_sign('.') {
                    continue;
                }
                if let Some(longer) = entry_to(to).filter(|e| !e.senses.is_empty()) {
                    return Some((&longer.senses, to));
                }
            }
        }
        (!entry.senses.is_empty()).then_some((&entry.senses, at + 1))
    }

    fn number_language(&mut self, tag: &'static str) -> u8 {
        let at = self
            .languages
            .iter()
            .position(|known| known.tag == tag)
            .unwrap_or_else(|| {
                self.languages.push(Language {
                    tag,
                    case: Case::Free,
                    prefixes: Vec::new(),
                });
                self.languages.len() - 1
            });
        u8::try_from(at).expect("the catalogue holds fewer than 256 languages")
    }

    fn add_words(&mut self, key: &str, value: &'static str, language: Option<u8>) {
        let same = |meaning: Meaning| move |_: u8| meaning;
        match key {
            "months" => {
                self.add_groups(value, language, |n| Meaning::Month(Calendar::Gregorian, n));
            }
            "hijri" => self.add_groups(value, language, |n| Meaning::Month(Calendar::Hijri, n)),
            "jalali" => self.add_groups(value, language, |n| Meaning::Month(Calendar::Jalali, n)),
            "weekdays" => self.add_groups(value, language, |n| Meaning::Weekday(n, true)),
            "weekdays-short" => self.add_groups(value, language, |n| Meaning::Weekday(n, false)),
            "year" => self.add_all(value, language, same(Meaning::Unit(Unit::Year))),
            "month" => self.add_all(value, language, same(Meaning::Unit(Unit::Month))),
            "day" => self.add_all(value, language, same(Meaning::Unit(Unit::Day))),
            "hour" => self.add_all(value, language, same(Meaning::Unit(Unit::Hour))),
            "minute" => self.add_all(value, language, same(Meaning::Unit(Unit::Minute))),
            "second" => self.add_all(value, language, same(Meaning::Unit(Unit::Second))),
            "month-before" => self.add_all(value, language, same(Meaning::MonthBefore)),
            "ordinal" => self.add_all(value, language, same(Meaning::Ordinal)),
            "join" => self.add_all(value, language, same(Meaning::Join)),
            "year-mark" => self.add_all(value, language, same(Meaning::YearMark)),
            "at" => self.add_all(value, language, same(Meaning::At)),
            "clock" => self.add_all(value, language, same(Meaning::Clock)),
            "am" => self.add_all(value, language, same(Meaning::Am)),
            "pm" => self.add_all(value, language, same(Meaning::Pm)),
            "today" => self.add_all(value, language, same(Meaning::Today(0))),
            "yesterday" => self.add_all(value, language, same(Meaning::Today(-1))),
            "tomorrow" => self.add_all(value, language, same(Meaning::Today(1))),
            "next" => self.add_all(value, language, same(Meaning::Next)),
            "last" => self.add_all(value, language, same(Meaning::Last)),
            "not-before" => self.add_all(value, language, same(Meaning::NotBefore)),
            "not-after-today" => {
                self.add_all(value, language, same(Meaning::NotAfterToday));
            }
            "ahead" => self.add_all(value, language, same(Meaning::Ahead)),
            "next-week" => self.add_all(value, language, same(Meaning::NextWeek)),
            "last-week" => self.add_all(value, language, same(Meaning::LastWeek)),
            "prefixes" => {
                if let Some(language) = language {
                    self.languages[usize::from(language)].prefixes =
                        value.split(',').map(str::trim).collect();
                }
            }
            "case" => {
                let case = if value.trim() == "upper" {
                    Case::Upper
                } else {
                    Case::Lower
                };
                if let Some(language) = language {
                    self.languages[usize::from(language)].case = case;
                }
            }
            "not-after" => self.add_all(value, language, same(Meaning::NotAfter)),
            "era" => {
                for (word, years) in value.split(',').filter_map(|era| era.split_once('=')) {
                    self.add(
                        word,
                        language,
                        Meaning::Era(years.trim().parse().unwrap_or(0)),
                    );
                }
            }
            _ => debug_assert!(false, "an unknown key in the catalogue: {key}"),
        }
    }

    fn add_groups(&mut self, value: &str, language: Option<u8>, meaning: impl Fn(u8) -> Meaning) {
        for (number, group) in (1..).zip(value.split('|')) {
            self.add_all(group, language, |_| meaning(number));
        }
    }

    fn add_all(&mut self, value: &str, language: Option<u8>, meaning: impl Fn(u8) -> Meaning) {
        // Some lists of words hold Arabic, whose writers part words by the comma of their own script.
        for word in value.split([',', '،']) {
            self.add(word, language, meaning(0));
        }
    }

    fn add(&mut self, word: &str, language: Option<u8>, meaning: Meaning) {
        let key = fold(word.trim());
        let key = key.trim();
        if key.is_empty() {
            return;
        }
        let sense = Sense { language, meaning };
        let senses = &mut self.entries.entry(key.into()).or_default().senses;
        if !senses.contains(&sense) {
            senses.push(sense);
        }
        let first = first_token(word.trim());
        if first != key {
            self.entries.entry(first.into()).or_default().leads = true;
        }
    }
}

/// The folded first token of an expression.
fn first_token(word: &str) -> String {
    let tokens = super::lex::tokens(word);
    tokens
        .first()
        .map(|t| fold(&word[t.begin as usize..t.end as usize]))
        .unwrap_or_default()
}

fn lines(catalogue: &'static str) -> impl Iterator<Item = &'static str> {
    catalogue
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
}

fn zone(value: &'static str) -> Zone {
    let offset = value.split_once(':').and_then(|(hours, minutes)| {
        let sign = if hours.starts_with('-') { -1 } else { 1 };
        let hours: i32 = hours.trim_start_matches(['+', '-']).parse().ok()?;
        let minutes: i32 = minutes.parse().ok()?;
        Some(sign * (hours * 3600 + minutes * 60))
    });
    offset.map_or(Zone::Named(value), Zone::Fixed)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::tz::TimeZone;

    #[test]
    fn every_group_of_the_catalogue_is_whole() {
        let mut language = "";
        for line in lines(include_str!("words.txt")) {
            if line.starts_with('[') {
                language = line;
                continue;
            }
            let (key, value) = line.split_once('=').expect("key = value");
            let groups = value.split('|').count();
            match key.trim() {
                "months" | "hijri" | "jalali" => assert_eq!(groups, 12, "{language} {line}"),
                "weekdays" | "weekdays-short" => assert_eq!(groups, 7, "{language} {line}"),
                _ => assert_eq!(groups, 1, "{language} {line}"),
            }
        }
    }

    #[test]
    fn no_expression_is_longer_than_is_looked_for() {
        for word in VOCABULARY.entries.keys() {
            assert!(super::super::lex::tokens(word).len() <= LONGEST, "{word}");
        }
    }

    #[test]
    fn every_zone_exists() {
        for sense in VOCABULARY.entries.values().flat_map(|e| &e.senses) {
            if let Meaning::Zone(Zone::Named(name)) = sense.meaning {
                assert!(TimeZone::get(name).is_ok(), "{name}");
            }
        }
    }
}
