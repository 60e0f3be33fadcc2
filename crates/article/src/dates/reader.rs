//! A text cut into tokens, and questions about what a token means in it.

use std::cell::Cell;

use super::lex::{Kind, Token, tokens};
use super::vocabulary::{Calendar, Meaning, Sense, VOCABULARY};

/// Which of the first two numbers of "05/06/2024" is the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// The first: the custom nearly everywhere.
    DayFirst,
    /// The second: the custom of the United States and the Philippines.
    MonthFirst,
}

/// What the language a text is said to be in tells about its dates.
#[derive(Debug, Clone, Copy)]
pub struct Hint {
    /// Its number in the vocabulary.
    pub language: Option<u8>,
    /// Its order of day and month between slashes and hyphens. English that names no region is read as that of the
    /// United States, where most pages come from that say `en` alone; no language at all as anywhere else.
    pub order: Order,
    /// Two-digit years stand first: Chinese, Japanese, Korean, Hungarian.
    pub year_first: bool,
}

impl Hint {
    /// From a BCP 47 tag such as `en`, `en-US`, `pt_BR`.
    pub fn new(tag: Option<&str>) -> Self {
        let mut parts = tag.unwrap_or("").trim().split(['-', '_']);
        let primary = parts.next().unwrap_or("").to_ascii_lowercase();
        let region = parts
            .find(|part| part.len() == 2)
            .map(str::to_ascii_uppercase);
        let month_first = match region.as_deref() {
            Some(region) => matches!(region, "US" | "PH"),
            None => primary == "en",
        };
        Self {
            language: VOCABULARY.language(&primary),
            order: if month_first {
                Order::MonthFirst
            } else {
                Order::DayFirst
            },
            year_first: matches!(primary.as_str(), "zh" | "ja" | "ko" | "hu"),
        }
    }

    /// Whether the language is the one with this primary subtag.
    pub fn is(self, primary: &str) -> bool {
        self.language
            .is_some_and(|language| VOCABULARY.tag(language) == primary)
    }
}

/// A text ready to be read for dates.
pub struct Reader<'a> {
    /// The text.
    pub text: &'a str,
    /// Its tokens.
    pub tokens: Vec<Token>,
    /// Its language.
    pub hint: Hint,
    /// The text is one value of a markup field: forms count that would be too bold among other text.
    pub is_value: bool,
    buffer: Cell<String>,
    /// The expressions looked up last, a token in the slot of its number: the forms of dates ask for the same few words
    /// again and again.
    looked_up: [Cell<Option<LookedUp>>; SLOTS],
}

/// A token, and the meanings of the expression there with the token behind it.
type LookedUp = (usize, Option<(&'static [Sense], usize)>);

const SLOTS: usize = 8;

impl<'a> Reader<'a> {
    /// Cuts `text`.
    pub fn new(text: &'a str, language: Option<&str>) -> Self {
        Self {
            text,
            tokens: tokens(text),
            hint: Hint::new(language),
            is_value: false,
            buffer: Cell::default(),
            looked_up: Default::default(),
        }
    }

    /// The token at `at`.
    pub fn token(&self, at: usize) -> Option<&Token> {
        self.tokens.get(at)
    }

    /// The number at `at` and how many digits it has.
    pub fn number(&self, at: usize) -> Option<(u64, u8)> {
        self.token(at)?.number()
    }

    /// Whether token `at` is the sign `sign`.
    pub fn is_sign(&self, at: usize, sign: char) -> bool {
        self.token(at).is_some_and(|t| t.is_sign(sign))
    }

    /// Whether token `at` is one of `signs`.
    pub fn is_sign_of(&self, at: usize, signs: &str) -> bool {
        matches!(self.token(at), Some(Token { kind: Kind::Sign(sign), .. }) if signs.contains(*sign))
    }

    /// Whether token `at` follows its predecessor without white space.
    pub fn is_glued(&self, at: usize) -> bool {
        self.token(at).is_some_and(|t| !t.spaced)
    }

    /// Whether token `at` is a word in ASCII letters.
    pub fn is_ascii_word(&self, at: usize) -> bool {
        self.token(at).is_some_and(|t| {
            t.kind == Kind::Word && self.text.as_bytes()[t.begin as usize].is_ascii_alphabetic()
        })
    }

    /// The meanings of the longest known expression at `at`, and the token behind it.
    pub fn senses(&self, at: usize) -> Option<(&'static [Sense], usize)> {
        if self.token(at)?.kind != Kind::Word {
            return None;
        }
        let slot = &self.looked_up[at % SLOTS];
        if let Some((_, found)) = slot.get().filter(|(of, _)| *of == at) {
            return found;
        }
        let mut buffer = self.buffer.take();
        let found = VOCABULARY.look_up(self.text, &self.tokens, at, &mut buffer);
        self.buffer.set(buffer);
        slot.set(Some((at, found)));
        found
    }

    /// The value `pick` takes from a meaning of the expression at `at`, meanings in the text's own language first.
    pub fn sense<T>(&self, at: usize, pick: impl Fn(Meaning) -> Option<T>) -> Option<(T, usize)> {
        let (senses, next) = self.senses(at)?;
        let own = |sense: &&Sense| sense.language.is_some() && sense.language == self.hint.language;
        let value = senses
            .iter()
            .filter(own)
            .find_map(|s| pick(s.meaning))
            .or_else(|| senses.iter().find_map(|s| pick(s.meaning)))?;
        Some((value, next))
    }

    /// The token behind the expression at `at`, if it can mean `wanted`.
    pub fn means(&self, at: usize, wanted: Meaning) -> Option<usize> {
        self.sense(at, |m| (m == wanted).then_some(()))
            .map(|((), next)| next)
    }

    /// The month named at `at`, with a second name of the same month behind it ("كانون الأول/ديسمبر"), or numbered
    /// behind a word for month ("tháng 5").
    pub fn month(&self, at: usize) -> Option<(Calendar, u8, usize)> {
        let month_of = |m| match m {
            Meaning::Month(calendar, month) => Some((calendar, month)),
            _ => None,
        };
        if let Some(((calendar, month), next)) = self.sense(at, month_of) {
            let dotted = next + usize::from(self.is_sign(next, '.'));
            if self.is_sign_of(dotted, "/(-,")
                && let Some((twin, end)) = self.sense(dotted + 1, month_of)
                && twin == (calendar, month)
            {
                let end = end + usize::from(self.is_sign(dotted, '(') && self.is_sign(end, ')'));
                return Some((calendar, month, end));
            }
            return Some((calendar, month, next));
        }
        let next = self.means(at, Meaning::MonthBefore)?;
        let (month, digits) = self.number(next)?;
        (digits <= 2 && (1..=12).contains(&month)).then_some((
            Calendar::Gregorian,
            month as u8,
            next + 1,
        ))
    }

    /// The weekday named at `at`, Monday 1. Abbreviations of two letters count in their own language only.
    pub fn weekday(&self, at: usize) -> Option<(u8, usize)> {
        let (senses, next) = self.senses(at)?;
        let is_short = self.is_short_word(at);
        let day_of = |sense: &Sense| match sense.meaning {
            Meaning::Weekday(day, is_full)
                if is_full || !is_short || sense.language == self.hint.language =>
            {
                Some(day)
            }
            _ => None,
        };
        let own = senses
            .iter()
            .filter(|s| s.language == self.hint.language)
            .find_map(day_of);
        Some((own.or_else(|| senses.iter().find_map(day_of))?, next))
    }

    /// Whether the word at `at` has no more than two letters.
    pub fn is_short_word(&self, at: usize) -> bool {
        self.token(at)
            .and_then(|t| self.text.get(t.begin as usize..t.end as usize))
            .is_some_and(|word| word.chars().count() <= 2)
    }

    /// Byte range of the tokens from `first` up to `next`.
    pub fn range(&self, first: usize, next: usize) -> std::ops::Range<usize> {
        let begin = self.token(first).map_or(0, |t| t.begin as usize);
        let end = self
            .token(next.saturating_sub(1))
            .map_or(begin, |t| t.end as usize);
        begin..end.max(begin)
    }
}
