//! Expressions of time in the running text of a report, resolved against the day it was published.

use jiff::ToSpan;
use jiff::civil::Date;

use super::calendar::common_day;
use super::day::Written;
use super::lex::{Kind, Token};
use super::moment::{DateMention, Moment};
use super::reader::Reader;
use super::vocabulary::{Case, Meaning, Sense, Unit, VOCABULARY};

/// How many days ahead of publication a day without a year may lie: the days a report announces.
const DAYS_AHEAD: i32 = 31;

/// The expressions of time in `body`, in order and without overlap, each with the day it means.
///
/// A weekday is the last such day on or before publication, unless a word beside it marks it as coming; a day of a
/// month is the most recent one, unless one lies within the next month; "today" is the day of publication. Without a
/// publication date only dates that name their year are resolved. `language` is the body's, a BCP 47 tag. Offsets
/// count code points of `body`; particles written together with a word are left out.
pub fn mentions(body: &str, published: Option<Moment>, language: &str) -> Vec<DateMention> {
    let reader = Reader::new(body, Some(language));
    let day = published.map(|moment| moment.day());
    let mut out = Vec::new();
    let (mut bytes, mut points) = (0, 0);
    // The token behind the last mention.
    let mut from = 0;
    let mut at = 0;
    while at < reader.tokens.len() {
        let Some(mention) = reader.mention(at, from, day) else {
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
            date: mention.moment,
        });
        at = mention.next;
        from = at;
    }
    out
}

/// A mention by bytes.
struct Mention {
    begin: usize,
    end: usize,
    /// The token behind it.
    next: usize,
    moment: Moment,
}

impl Reader<'_> {
    /// The mention that starts with token `at`, or with a word before it from token `from` on.
    fn mention(&self, at: usize, from: usize, published: Option<Date>) -> Option<Mention> {
        match self.tokens[at].kind {
            Kind::Number { .. } => self.dated(at, at, published),
            Kind::Word => self.worded(at, from, published),
            Kind::Sign(_) => None,
        }
    }

    /// A date whose first number is token `number` and which starts at token `from` or behind it.
    fn dated(&self, number: usize, from: usize, published: Option<Date>) -> Option<Mention> {
        if let Some(day) = self.day_at(number, from) {
            let found = self.complete(day, from);
            return Some(self.mention_of(found.first, found.next, found.moment));
        }
        let written = self.yearless(number, from)?;
        let moment = Moment::Day(near(written, published?)?);
        let first = self
            .weekday_before(written.first, from)
            .map_or(written.first, |(_, first)| first);
        Some(self.mention_of(first, written.next, moment))
    }

    /// A day of a month without a year, in the words of the text's own language.
    fn yearless(&self, number: usize, from: usize) -> Option<Written> {
        if self.is_glued(number) && number > 1 && self.is_sign_of(number - 1, ".:-/,+$€£") {
            let is_part =
                !self.is_sign_of(number - 1, ".:-/,") || self.number(number - 2).is_some();
            if is_part {
                return None;
            }
        }
        if let Some(written) = self.unit_day(number, from) {
            return Some(written);
        }
        let written = match self.day_month(number).filter(|w| w.year.is_none()) {
            Some(written) => written,
            None => self.month_day(number, from).filter(|w| w.year.is_none())?,
        };
        let month = (written.first..written.next).find(|&t| self.month(t).is_some())?;
        let is_own = self.own(month, 0, |m| {
            matches!(m, Meaning::Month(..) | Meaning::MonthBefore).then_some(())
        });
        // A number of four digits behind it is a year too far off to be one.
        let far_year = self
            .number(written.next)
            .is_some_and(|(_, digits)| digits == 4);
        let is_time = self.is_sign(number + 1, ':') || self.is_sign(number + 1, '%');
        (is_own.is_some() && self.has_right_case(month) && !far_year && !is_time).then_some(written)
    }

    /// "12月17日".
    fn unit_day(&self, number: usize, from: usize) -> Option<Written> {
        let (month, _) = self.number(number)?;
        let day_at = self.means(number + 1, Meaning::Unit(Unit::Month))?;
        let (day, _) = self.number(day_at)?;
        let next = self.means(day_at + 1, Meaning::Unit(Unit::Day))?;
        let follows_year =
            number > from && self.means(number - 1, Meaning::Unit(Unit::Year)).is_some();
        (!follows_year).then_some(Written {
            first: number,
            next,
            calendar: super::vocabulary::Calendar::Gregorian,
            month: u8::try_from(month).ok()?,
            day: u8::try_from(day).ok()?,
            year: None,
            inner: None,
        })
    }

    /// A date that starts with a word, a weekday, or "today" and its like.
    fn worded(&self, at: usize, from: usize, published: Option<Date>) -> Option<Mention> {
        let (skip, meaning, next) = self.time_word(at)?;
        if let Meaning::Month(..) | Meaning::Weekday(..) | Meaning::MonthBefore = meaning {
            let number = (next..next + 4).find(|&t| self.number(t).is_some());
            let reaches = |number: usize| (next..number).all(|t| self.is_between(t));
            if let Some(mention) = number
                .filter(|&n| reaches(n))
                .and_then(|n| self.dated(n, at, published))
            {
                let begin = self.tokens[at].begin as usize;
                if mention.begin == begin {
                    return Some(Mention {
                        begin: begin + skip,
                        ..mention
                    });
                }
            }
        }
        let published = published?;
        match meaning {
            Meaning::Weekday(day, true)
                if self.stands_free(at, next, true) && self.has_right_case(at) =>
            {
                let (day, first, next) = self.weekday_near(day, (at, next), from, published)?;
                let whole = self.mention_of(first, next, Moment::Day(day));
                let begin = whole.begin + if first == at { skip } else { 0 };
                Some(Mention { begin, ..whole })
            }
            Meaning::Today(days)
                if self.stands_free(at, next, false) && self.is_uncapitalised(at) =>
            {
                let day = published.checked_add(i32::from(days).days()).ok()?;
                let next = self.same_weekday(next, day).unwrap_or(next);
                Some(Mention {
                    begin: self.tokens[at].begin as usize + skip,
                    ..self.mention_of(at, next, Moment::Day(day))
                })
            }
            _ => None,
        }
    }

    /// The weekday behind "today" or "yesterday", where it is the very day: "أمس الأحد".
    fn same_weekday(&self, at: usize, day: Date) -> Option<usize> {
        let at = at + usize::from(self.is_sign(at, ','));
        let (weekday, next) = self.own(at, 0, |m| match m {
            Meaning::Weekday(weekday, _) => Some(weekday),
            _ => None,
        })?;
        (day.weekday().to_monday_one_offset() == weekday.cast_signed()).then_some(next)
    }

    /// What the word at `at` means in the text's own language, once without what is written together with it: the
    /// bytes to leave out, the meaning, the token behind the expression.
    fn time_word(&self, at: usize) -> Option<(usize, Meaning, usize)> {
        let of_time = |m| {
            matches!(
                m,
                Meaning::Month(..)
                    | Meaning::MonthBefore
                    | Meaning::Weekday(..)
                    | Meaning::Today(_)
            )
            .then_some(m)
        };
        if let Some((meaning, next)) = self.own(at, 0, of_time) {
            return Some((0, meaning, next));
        }
        let language = self.hint.language?;
        let token = self.tokens[at];
        let word = self.text.get(token.begin as usize..token.end as usize)?;
        VOCABULARY.prefixes(language).iter().find_map(|prefix| {
            let rest = word.strip_prefix(prefix)?;
            if rest.is_empty() {
                return None;
            }
            let (meaning, next) = self.own(at, prefix.len(), of_time)?;
            let is_day = matches!(meaning, Meaning::Weekday(_, true) | Meaning::Today(_));
            is_day.then_some((prefix.len(), meaning, next))
        })
    }

    /// What the expression at `at` means in the text's own language.
    fn own<T>(
        &self,
        at: usize,
        skip: usize,
        pick: impl Fn(Meaning) -> Option<T>,
    ) -> Option<(T, usize)> {
        let language = self.hint.language?;
        let (senses, next) = self.senses_behind(at, skip)?;
        let of_language = |s: &&Sense| s.language == Some(language);
        let value = senses
            .iter()
            .filter(of_language)
            .find_map(|s| pick(s.meaning))?;
        Some((value, next))
    }

    /// Whether token `at` can stand between a weekday or month and the number of the day.
    fn is_between(&self, at: usize) -> bool {
        self.is_sign_of(at, ".,")
            || self.month(at).is_some()
            || self
                .means(at, Meaning::Join)
                .is_some_and(|next| next == at + 1)
    }

    /// Whether no word beside the expression takes its meaning away. Words for the coming and the past one may stand
    /// beside a weekday.
    fn stands_free(&self, at: usize, next: usize, is_weekday: bool) -> bool {
        let means = |at: usize, wanted: Meaning| self.own(at, 0, |m| (m == wanted).then_some(()));
        let spoilt_behind = means(next, Meaning::NotBefore).is_some()
            && !(is_weekday
                && (means(next, Meaning::Next).is_some() || means(next, Meaning::Last).is_some()));
        let spoils = |wanted| at > 0 && means(at - 1, wanted).is_some_and(|((), next)| next == at);
        let spoilt_before =
            spoils(Meaning::NotAfter) || !is_weekday && spoils(Meaning::NotAfterToday);
        // "Sunday-school": part of a name.
        let hyphened = |t: usize| self.is_sign(t, '-') && self.is_glued(t) && self.is_glued(t + 1);
        !(spoilt_behind
            || spoilt_before
            || hyphened(next)
            || at > 0 && hyphened(at - 1)
            || self.is_quoted(at, next))
    }

    /// Whether the expression stands alone between quotation marks, as the name of a paper does: «اليوم».
    fn is_quoted(&self, at: usize, next: usize) -> bool {
        at > 0 && self.is_sign_of(at - 1, "«\"“„‘") && self.is_sign_of(next, "»\"”“’")
    }

    /// Whether the word at `at` has the capital, or has none, that its language asks for.
    fn has_right_case(&self, at: usize) -> bool {
        let case = self
            .hint
            .language
            .map_or(Case::Free, |language| VOCABULARY.case(language));
        match case {
            Case::Free => true,
            Case::Upper => self.is_capitalised(at),
            Case::Lower => self.is_uncapitalised(at),
        }
    }

    /// Whether the word at `at` has no capital but one that opens a sentence.
    fn is_uncapitalised(&self, at: usize) -> bool {
        let opens = at == 0 || self.is_sign_of(at - 1, ".!?:\n\"“«„(-") || self.opens_line(at);
        opens || !self.is_capitalised(at)
    }

    fn is_capitalised(&self, at: usize) -> bool {
        self.token(at)
            .and_then(|t| self.text[t.begin as usize..].chars().next())
            .is_some_and(char::is_uppercase)
    }

    fn opens_line(&self, at: usize) -> bool {
        let before = |t: &Token| {
            self.text[..t.begin as usize]
                .trim_end_matches([' ', '\u{a0}'])
                .ends_with('\n')
        };
        self.token(at).is_some_and(before)
    }

    /// The day a weekday means to a reader of the day `published`, and the tokens of the whole expression: a word that
    /// makes it the coming or the past one belongs to it.
    fn weekday_near(
        &self,
        weekday: u8,
        (at, next): (usize, usize),
        from: usize,
        published: Date,
    ) -> Option<(Date, usize, usize)> {
        let before = |wanted: Meaning| {
            (from.max(at.saturating_sub(3))..at).find(|&t| {
                self.own(t, 0, |m| (m == wanted).then_some(()))
                    .is_some_and(|((), end)| end == at)
            })
        };
        let beside = |wanted: Meaning| {
            let behind = self.own(next, 0, |m| (m == wanted).then_some(()));
            match (before(wanted), behind) {
                (Some(first), _) => Some((first, next)),
                (None, Some(((), end))) => Some((at, end)),
                (None, None) => None,
            }
        };
        let today = published.weekday().to_monday_one_offset();
        let ahead = (weekday.cast_signed() - today).rem_euclid(7);
        let back = (today - weekday.cast_signed()).rem_euclid(7);
        let whole_week = if ahead == 0 { 7 } else { 0 };
        let (days, (first, next)): (i8, _) = if let Some(span) = beside(Meaning::NextWeek) {
            (7 - (today - weekday.cast_signed()), span)
        } else if let Some(span) = beside(Meaning::LastWeek) {
            (-7 - (today - weekday.cast_signed()), span)
        } else if let Some(span) = beside(Meaning::Next) {
            (ahead + whole_week, span)
        } else if let Some(span) = beside(Meaning::Last) {
            (-back - whole_week, span)
        } else if before(Meaning::Ahead).is_some() {
            (ahead, (at, next))
        } else {
            (-back, (at, next))
        };
        let day = published.checked_add(i32::from(days).days()).ok()?;
        Some((day, first, next))
    }

    fn mention_of(&self, first: usize, next: usize, moment: Moment) -> Mention {
        let range = self.range(first, next);
        Mention {
            begin: range.start,
            end: range.end,
            next: next.max(first + 1),
            moment,
        }
    }
}

/// The year-less day nearest to publication by the rule of [`mentions`].
fn near(written: Written, published: Date) -> Option<Date> {
    let latest = published.checked_add(DAYS_AHEAD.days()).ok()?;
    // A calendar of shorter years may bring the same day twice in one common year.
    let years = match written.calendar {
        super::vocabulary::Calendar::Gregorian => i32::from(published.year()),
        super::vocabulary::Calendar::Hijri => (i32::from(published.year()) - 622) * 33 / 32,
        super::vocabulary::Calendar::Jalali => i32::from(published.year()) - 621,
    };
    // Nine years back there is a 29 February in any case.
    (-9..=2)
        .rev()
        .filter_map(|shift| common_day(written.calendar, years + shift, written.month, written.day))
        .find(|day| *day <= latest)
}
