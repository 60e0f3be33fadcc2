//! What is known of a language: its words for days, offices and things of a page, and its sentences.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::frame::Frame;
use crate::kinds::Kind;
use crate::sections::{Section, cells, sections};

/// Languages with their files: words, and what is told of each kind of event.
macro_rules! files {
    ($($tag:literal)*) => {
        &[$((
            $tag,
            include_str!(concat!("../data/", $tag, "/words.txt")),
            include_str!(concat!("../data/", $tag, "/events.txt")),
        )),*]
    };
}

const FILES: &[(&str, &str, &str)] =
    files!("ar" "en" "fr" "de" "es" "pt" "ru" "tr" "fa" "zh" "ja" "hi");

/// A language.
#[derive(Debug)]
pub(crate) struct Language {
    /// Its BCP 47 tag.
    pub(crate) tag: &'static str,
    /// Whether it is written from right to left.
    pub(crate) rtl: bool,
    /// Between sentences and between an office and a name.
    pub(crate) join: &'static str,
    /// What joins a sentence to the one before it and goes where there is none; empty in most languages.
    pub(crate) conjunction: &'static str,
    /// Between thousands.
    group: &'static str,
    /// Its ten digits, where they are not those of Latin.
    digits: Option<Vec<char>>,
    months: Vec<&'static str>,
    weekdays: Vec<&'static str>,
    /// How a day is named: alone, and in the morning, the afternoon, the evening.
    day: [&'static str; 4],
    date: &'static str,
    offices: BTreeMap<&'static str, [&'static str; 2]>,
    /// Names of sections.
    sections: BTreeMap<&'static str, &'static str>,
    /// What the pages of a site say beside its reports.
    labels: BTreeMap<&'static str, &'static str>,
    /// Comments of readers.
    pub(crate) comments: Vec<&'static str>,
    pub(crate) say: Say,
    /// How a report credits another outlet that had it first.
    pub(crate) credit: Frame,
    /// How a correction is told.
    pub(crate) correction: Frame,
    /// What stands below a picture.
    pub(crate) caption: Frame,
    /// What is told of each kind, in the order of the kinds.
    pub(crate) kinds: Vec<Sentences>,
}

/// How it is told that somebody said something.
#[derive(Debug, Default)]
pub(crate) struct Say {
    /// Word for word, by office and name.
    pub(crate) direct: Vec<Frame>,
    /// Word for word, by a speaker who was named before.
    pub(crate) again: Vec<Frame>,
    /// Word for word, by somebody who was there.
    pub(crate) witness: Vec<Frame>,
    /// In the reporter's words.
    pub(crate) that: Vec<Frame>,
    /// In the reporter's words, by a speaker who was named before.
    pub(crate) that_again: Vec<Frame>,
}

/// The sentences for a kind of event.
#[derive(Debug, Default)]
pub(crate) struct Sentences {
    pub(crate) head: Vec<Frame>,
    pub(crate) stand: Vec<Frame>,
    pub(crate) lead: Vec<Frame>,
    pub(crate) fact: Vec<Frame>,
    /// What the first says, word for word.
    pub(crate) q1: Vec<Frame>,
    /// What the first says, in the reporter's words.
    pub(crate) i1: Vec<Frame>,
    pub(crate) q2: Vec<Frame>,
    pub(crate) i2: Vec<Frame>,
    pub(crate) q3: Vec<Frame>,
    /// What comes next.
    pub(crate) next: Vec<Frame>,
    /// The next day: headline, opening, what the first and the second say.
    pub(crate) next_head: Vec<Frame>,
    pub(crate) next_lead: Vec<Frame>,
    pub(crate) next_q1: Vec<Frame>,
    pub(crate) next_i2: Vec<Frame>,
    pub(crate) tags: Vec<&'static str>,
}

/// Part of a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum PartOfDay {
    Whole,
    Morning,
    Afternoon,
    Evening,
}

impl Language {
    /// All languages. An error names the file and what is wrong in it.
    pub(crate) fn read_all(kinds: &[Kind]) -> Result<Vec<Self>, String> {
        FILES
            .iter()
            .map(|(tag, words, events)| {
                Self::read(tag, words, events, kinds)
                    .map_err(|error| format!("data/{tag}: {error}"))
            })
            .collect()
    }

    fn read(
        tag: &'static str,
        words: &'static str,
        events: &'static str,
        kinds: &[Kind],
    ) -> Result<Self, String> {
        let words = sections(words);
        let section = |name: &str| {
            words
                .iter()
                .find(|section| section.name == name)
                .ok_or_else(|| format!("words.txt has no [{name}]"))
        };
        let grammar = section("language")?;
        let of = |section: &Section<'static>, key: &str| {
            section
                .one(key)
                .ok_or_else(|| format!("[{}] has no {key}", section.name))
        };
        let list = |key: &str, length: usize| {
            let list: Vec<&str> = cells(of(grammar, key)?).collect();
            if list.len() == length {
                Ok(list)
            } else {
                Err(format!("{key} has {} and not {length}", list.len()))
            }
        };
        let forms: Vec<&str> = grammar
            .one("forms")
            .unwrap_or_default()
            .split_whitespace()
            .collect();
        let frames = |section: &Section<'static>, key: &str| {
            let frames = section
                .all(key)
                .map(|text| {
                    Frame::read(text, &forms)
                        .map_err(|error| format!("[{}] {key}: {error}", section.name))
                })
                .collect::<Result<Vec<_>, _>>()?;
            if frames.is_empty() {
                Err(format!("[{}] has no {key}", section.name))
            } else {
                Ok(frames)
            }
        };
        let say = section("say")?;
        let one = |key: &str| frames(say, key).map(|mut frames| frames.swap_remove(0));
        let pairs =
            |name: &str| section(name).map(|section| section.lines.iter().copied().collect());
        let events = sections(events);
        Ok(Self {
            tag,
            rtl: grammar.one("direction") == Some("rtl"),
            join: if grammar.one("spaces") == Some("no") {
                ""
            } else {
                " "
            },
            conjunction: grammar.one("conjunction").unwrap_or_default(),
            group: match of(grammar, "thousands")? {
                "none" => "",
                "space" => "\u{a0}",
                other => other,
            },
            digits: grammar.one("digits").map(|digits| digits.chars().collect()),
            months: list("months", 12)?,
            weekdays: list("weekdays", 7)?,
            day: [
                of(grammar, "day")?,
                of(grammar, "morning")?,
                of(grammar, "afternoon")?,
                of(grammar, "evening")?,
            ],
            date: of(grammar, "date")?,
            offices: section("offices")?
                .lines
                .iter()
                .map(|(key, value)| {
                    let mut both = cells(value);
                    let man = both.next().unwrap_or_default();
                    (*key, [man, both.next().unwrap_or(man)])
                })
                .collect(),
            sections: pairs("sections")?,
            labels: pairs("labels")?,
            comments: section("labels")?.all("comment").collect(),
            credit: one("credit")?,
            correction: one("correction")?,
            caption: one("caption")?,
            say: Say {
                direct: frames(say, "direct")?,
                again: frames(say, "again")?,
                witness: frames(say, "witness")?,
                that: frames(say, "that")?,
                that_again: frames(say, "that-again")?,
            },
            kinds: kinds
                .iter()
                .map(|kind| sentences(&events, kind, frames))
                .collect::<Result<_, _>>()?,
        })
    }

    /// What a page says beside its reports; the key itself where the file has no such label, which a test excludes.
    pub(crate) fn label(&self, key: &'static str) -> &'static str {
        self.labels.get(key).copied().unwrap_or(key)
    }

    #[cfg(test)]
    pub(crate) fn has_label(&self, key: &str) -> bool {
        self.labels.contains_key(key)
    }

    /// The name of a section; the key itself where the file has no such section, which a test excludes.
    pub(crate) fn section<'a>(&self, key: &'a str) -> &'a str {
        self.sections.get(key).copied().unwrap_or(key)
    }

    #[cfg(test)]
    pub(crate) fn has_section(&self, key: &str) -> bool {
        self.sections.contains_key(key)
    }

    /// The name of an office.
    pub(crate) fn office(&self, key: &str, woman: bool) -> &'static str {
        self.offices
            .get(key)
            .map_or("", |both| both[usize::from(woman)])
    }

    /// Writes a number; `arabic` asks for Arabic-Indic digits.
    pub(crate) fn number(&self, number: u32, arabic: bool, out: &mut String) {
        let plain = if number < 1000 {
            number.to_string()
        } else {
            format!("{}{}{:03}", number / 1000, self.group, number % 1000)
        };
        self.digits(&plain, arabic, out);
    }

    /// Writes a text with the digits of the language.
    pub(crate) fn digits(&self, text: &str, arabic: bool, out: &mut String) {
        out.extend(
            text.chars()
                .map(|letter| match (&self.digits, letter.to_digit(10)) {
                    (Some(own), Some(digit)) => own.get(digit as usize).copied().unwrap_or(letter),
                    (None, Some(digit)) if arabic => {
                        char::from_u32(0x660 + digit).unwrap_or(letter)
                    }
                    _ => letter,
                }),
        );
    }

    /// Writes a day as running text names it.
    pub(crate) fn day(&self, date: Date, part: PartOfDay, arabic: bool, out: &mut String) {
        self.pattern(self.day[part as usize], date, arabic, out);
    }

    /// Writes a date.
    pub(crate) fn date(&self, date: Date, arabic: bool, out: &mut String) {
        self.pattern(self.date, date, arabic, out);
    }

    fn pattern(&self, pattern: &str, date: Date, arabic: bool, out: &mut String) {
        let mut rest = pattern;
        while let Some((before, (name, after))) = rest
            .split_once('{')
            .and_then(|(before, after)| Some((before, after.split_once('}')?)))
        {
            out.push_str(before);
            match name {
                "wd" => {
                    out.push_str(self.weekdays[date.weekday().to_monday_zero_offset() as usize]);
                }
                "mon" => out.push_str(self.months[date.month() as usize - 1]),
                "m" => self.digits(&date.month().to_string(), arabic, out),
                "d" => self.digits(&date.day().to_string(), arabic, out),
                _ => self.digits(&date.year().to_string(), arabic, out),
            }
            rest = after;
        }
        out.push_str(rest);
    }

    /// Sets the first letter of a text in its capital form.
    pub(crate) fn capital(&self, out: &mut String) {
        let Some((at, first)) = out
            .char_indices()
            .find(|(_, letter)| letter.is_alphanumeric())
        else {
            return;
        };
        // Behind the quotation mark or two that may open it.
        if at > 6 || !first.is_lowercase() {
            return;
        }
        let capital = match (self.tag, first) {
            ("tr", 'i') => "İ".to_owned(),
            _ => first.to_uppercase().collect(),
        };
        out.replace_range(at..at + first.len_utf8(), &capital);
    }
}

/// The sentences for a kind of event, out of the file of a language.
fn sentences(
    events: &[Section<'static>],
    kind: &Kind,
    frames: impl Fn(&Section<'static>, &str) -> Result<Vec<Frame>, String>,
) -> Result<Sentences, String> {
    let section = events
        .iter()
        .find(|section| section.name == kind.key)
        .ok_or_else(|| format!("events.txt has no [{}]", kind.key))?;
    let all = |key: &str| frames(section, key);
    Ok(Sentences {
        head: all("head")?,
        stand: all("stand")?,
        lead: all("lead")?,
        fact: all("fact")?,
        q1: all("q1")?,
        i1: all("i1")?,
        q2: all("q2")?,
        i2: all("i2")?,
        q3: all("q3")?,
        next: all("next")?,
        next_head: all("next-head")?,
        next_lead: all("next-lead")?,
        next_q1: all("next-q1")?,
        next_i2: all("next-i2")?,
        tags: section
            .one("tags")
            .unwrap_or_default()
            .split(", ")
            .collect(),
    })
}
