//! Expressions of time in the running text of a report, resolved against the day it was published.
//!
//! What crates there are do not do this: `interim` and `chrono-english` read an English expression given to them,
//! `rosetta-date` one of twelve languages, rather than find it among other words; the port of Duckling finds times in
//! text but has no rules of time for Persian, Hindi or Indonesian. None of them counts from the day a report last spoke
//! of.

mod amounts;
mod days;
mod guards;
mod months;
mod periods;
#[cfg(test)]
mod tests;
mod weekdays;
mod words;
mod years;

use jiff::civil::Date;

use super::lex::Kind;
use super::moment::{DateMention, Moment};
use super::reader::Reader;
use super::vocabulary::{Meaning, Side};
use super::when::When;
use words::Words;

/// The expressions of time in `body`, in order and without overlap, each with what it means.
///
/// A weekday is the last such day on or before publication, unless a word beside it marks it as coming; a day of a
/// month is the most recent one, unless one lies within the next month, and so is a month; "today" is the day of
/// publication. What is counted from a day of the report itself ("two days later") is counted from the day last
/// mentioned, and left out where there is none or a month or year was mentioned since. Without a publication date only
/// what names its year is resolved. `language` is the body's, a BCP 47 tag. Offsets count code points of `body`;
/// particles written together with a word are left out.
pub fn mentions(body: &str, published: Option<Moment>, language: &str) -> Vec<DateMention> {
    let mut finder = Finder::new(body, published.map(|moment| moment.day()), language);
    let mut out = Vec::new();
    let (mut bytes, mut points) = (0, 0);
    let mut at = 0;
    while at < finder.reader.tokens.len() {
        let Some(mention) = finder.mention(at) else {
            at += 1;
            continue;
        };
        let begin = points + body[bytes..mention.begin].chars().count();
        let text = &body[mention.begin..mention.end];
        let end = begin + text.chars().count();
        (bytes, points) = (mention.end, end);
        out.push(DateMention {
            text: text.to_owned(),
            begin,
            end,
            date: mention.when,
        });
        at = mention.next;
        finder.from = at;
        finder.follows_year = matches!(mention.when, When::Year(_));
        finder.last_day = match mention.when {
            When::Day(moment) => Some(moment.day()),
            When::Week { .. } => finder.last_day,
            // From here on the report speaks of a time whose days are not known.
            When::Month { .. } | When::Year(_) => None,
        };
    }
    out
}

/// The bytes of the longest abbreviation of a year that keeps its full stop: "год.".
const LONGEST_ABBREVIATED: usize = 6;

/// A mention by bytes.
#[derive(Debug, Clone, Copy)]
struct Mention {
    begin: usize,
    end: usize,
    /// The token behind it.
    next: usize,
    when: When,
}

/// A text, its words, and what was found in it so far.
struct Finder<'a> {
    reader: Reader<'a>,
    words: Words,
    published: Option<Date>,
    /// The token behind the last mention.
    from: usize,
    /// The day last mentioned.
    last_day: Option<Date>,
    /// Whether the last mention is a year.
    follows_year: bool,
}

impl<'a> Finder<'a> {
    fn new(body: &'a str, published: Option<Date>, language: &str) -> Self {
        let mut reader = Reader::new(body, Some(language));
        words::part_endings(&mut reader);
        Self {
            words: Words::new(&reader),
            reader,
            published,
            from: 0,
            last_day: None,
            follows_year: false,
        }
    }

    /// The mention that starts with token `at`, or with a word before it that no other mention has.
    fn mention(&self, at: usize) -> Option<Mention> {
        // Most words of a text are no words of time.
        let opens = match self.reader.token(at)?.kind {
            Kind::Number { .. } => true,
            Kind::Word => self.words.are_at(at),
            Kind::Sign(_) => false,
        };
        if !opens {
            return None;
        }
        let of_day = |m| matches!(m, Meaning::DayPart(Side::Before)).then_some(());
        if let Some(((), next, skip)) = self.words.pick_joined(at, of_day)
            && let Some(day) = self.bare_mention(next)
            && day.when.day().is_some()
            && day.begin == self.reader.tokens[next].begin as usize
        {
            let begin = self.reader.tokens[at].begin as usize + skip;
            return Some(Mention { begin, ..day });
        }
        let found = self.bare_mention(at)?;
        match self
            .words
            .means(found.next, Meaning::DayPart(Side::Behind))
            .filter(|_| found.when.day().is_some())
        {
            Some(next) => Some(Mention {
                end: self.reader.range(next - 1, next).end,
                next,
                ..found
            }),
            None => Some(found),
        }
    }

    /// A mention without the part of the day beside it.
    fn bare_mention(&self, at: usize) -> Option<Mention> {
        match self.reader.token(at)?.kind {
            Kind::Number { .. } => self
                .dated(at, at)
                .or_else(|| self.first_of_range(at))
                .or_else(|| self.day_of_this_month(at))
                .or_else(|| self.amount_mention(at))
                .or_else(|| self.numbered_month(at))
                .or_else(|| self.year(at)),
            Kind::Word => self
                .named_date(at)
                .or_else(|| self.weekday(at))
                .or_else(|| self.today(at))
                .or_else(|| self.text_day(at))
                .or_else(|| self.amount_mention(at))
                .or_else(|| self.day_in_words(at))
                .or_else(|| self.period(at))
                .or_else(|| self.lone_month(at))
                .or_else(|| self.named_year(at)),
            Kind::Sign(_) => None,
        }
    }

    /// The mention made of the tokens from `first` up to `next`, without the first `skip` bytes.
    fn mention_of(&self, first: usize, next: usize, skip: usize, when: impl Into<When>) -> Mention {
        let mut next = next.max(first + 1);
        // The full stop of "2014 г." is the word's, that of "2014 года." the sentence's.
        let is_sentence_end = next > first + 2
            && self.reader.is_sign(next - 1, '.')
            && self.reader.range(next - 2, next - 1).len() > LONGEST_ABBREVIATED;
        next -= usize::from(is_sentence_end);
        let range = self.reader.range(first, next);
        let begin = range.start + skip;
        Mention {
            begin,
            end: range.end.max(begin),
            next,
            when: when.into(),
        }
    }
}
