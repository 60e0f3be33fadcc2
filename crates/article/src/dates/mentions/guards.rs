//! What shows that a word of time is none: capitals, quotation marks, the words beside it.

use super::Finder;
use crate::dates::lex::{Kind, Token};
use crate::dates::vocabulary::{Case, Meaning, Side, phrases};

impl Finder<'_> {
    /// Whether no word beside the expression takes its meaning away. Words for the coming and the past one may stand
    /// beside a weekday.
    pub fn stands_free(&self, at: usize, next: usize, is_weekday: bool) -> bool {
        let means = |wanted| self.words.means(next, wanted).is_some();
        let may_stand = [Meaning::Next, Meaning::Last]
            .into_iter()
            .any(|wanted| is_weekday && means(wanted));
        let spoilt_behind = means(Meaning::NotBefore) && !may_stand;
        let spoils = |wanted| self.words.ending(at, 0, wanted).is_some();
        let spoilt_before =
            spoils(Meaning::NotAfter) || !is_weekday && spoils(Meaning::NotAfterToday);
        !(spoilt_behind || spoilt_before || self.is_hyphened(at, next) || self.is_quoted(at, next))
    }

    /// "Sunday-school": part of a name.
    pub fn is_hyphened(&self, at: usize, next: usize) -> bool {
        let hyphened = |t: usize| {
            self.reader.is_sign(t, '-') && self.reader.is_glued(t) && self.reader.is_glued(t + 1)
        };
        hyphened(next) || at > 0 && hyphened(at - 1)
    }

    /// Whether the expression stands alone between quotation marks, as the name of a paper does: «اليوم».
    pub fn is_quoted(&self, at: usize, next: usize) -> bool {
        at > 0
            && self.reader.is_sign_of(at - 1, "«\"“„‘《「『")
            && self.reader.is_sign_of(next, "»\"”“’》」』")
    }

    /// Whether a word beside an amount, or beside a day of the report's own order, ties it to an event.
    pub fn is_tied(&self, at: usize, next: usize, is_ago: bool) -> bool {
        let tied = |behind, before| {
            self.words.means(next, behind).is_some() || self.words.ending(at, 0, before).is_some()
        };
        tied(Meaning::Tied(Side::Behind), Meaning::Tied(Side::Before))
            || !is_ago
                && tied(
                    Meaning::TiedLater(Side::Behind),
                    Meaning::TiedLater(Side::Before),
                )
            || at > 0 && self.has_tied_ending(at - 1)
    }

    /// Whether a week, month or year is part of a name, or a word beside it takes its meaning away.
    pub fn is_spoilt_period(&self, at: usize, next: usize) -> bool {
        self.is_hyphened(at, next)
            || self.is_quoted(at, next)
            || self.words.means(next, Meaning::NotBeforePeriod).is_some()
            || self.words.ending(at, 0, Meaning::NotAfterPeriod).is_some()
    }

    fn has_tied_ending(&self, at: usize) -> bool {
        let Some(language) = self.reader.hint.language else {
            return false;
        };
        let endings = &phrases(language).language.tied_endings;
        let Some(token) = self.reader.tokens.get(at).filter(|t| t.kind == Kind::Word) else {
            return false;
        };
        let word = &self.reader.text[token.begin as usize..token.end as usize];
        endings.iter().any(|ending| word.ends_with(ending.as_str()))
    }

    /// Whether the word at `at` has the capital, or has none, that its language asks for.
    pub fn has_right_case(&self, at: usize) -> bool {
        let case = self
            .reader
            .hint
            .language
            .map_or(Case::Free, |language| phrases(language).language.case);
        match case {
            Case::Free => true,
            Case::Upper => self.is_capitalised(at, 0),
            Case::Lower => self.is_uncapitalised(at, 0),
        }
    }

    /// Whether the word at `at`, less its first `skip` bytes, has no capital but one that opens a sentence.
    pub fn is_uncapitalised(&self, at: usize, skip: usize) -> bool {
        let opens =
            at == 0 || self.reader.is_sign_of(at - 1, ".!?:\n\"“«„(-") || self.opens_line(at);
        opens || !self.is_capitalised(at, skip)
    }

    fn is_capitalised(&self, at: usize, skip: usize) -> bool {
        self.reader
            .token(at)
            .and_then(|t| self.reader.text.get(t.begin as usize + skip..))
            .and_then(|word| word.chars().next())
            .is_some_and(char::is_uppercase)
    }

    fn opens_line(&self, at: usize) -> bool {
        let before = |t: &Token| {
            self.reader.text[..t.begin as usize]
                .trim_end_matches([' ', '\u{a0}'])
                .ends_with('\n')
        };
        self.reader.token(at).is_some_and(before)
    }
}
