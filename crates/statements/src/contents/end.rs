//! Where what was said ends: before the next statement, a turn of the reporter's, what only closes the sentence.

use std::ops::Range;

use crate::cues::Hit;
use crate::language::{Class, Order, Role, Takes};
use crate::quotes::Quote;
use crate::sentence::{PRONOUNS, Sentence};
use crate::tokens::Token;

impl Sentence<'_> {
    /// A content that is one quotation, without its marks.
    pub(crate) fn whole_quote(&self, content: Range<usize>) -> Range<usize> {
        match self.quote_opening(content.start) {
            Some(quote) if quote.close + 1 >= content.end => {
                quote.open + 1..quote.close.min(content.end)
            }
            _ => content,
        }
    }

    /// Where a noun phrase ends that was announced or called for. In a language that joins clauses by a letter written
    /// together with the verb, a clause of the reporter's own begins behind a comma with a joined word that is no noun.
    pub(crate) fn phrase_end(&self, from: usize, hit: &Hit) -> usize {
        let end = self.content_end(from, hit);
        if self.language.order != Order::After {
            return end;
        }
        (from + 2..end)
            .find(|&at| {
                let token = &self.tokens[at];
                let follows = self.tokens[at - 1].is_mark(",،") && token.mark.is_none();
                let opens_clause =
                    token.is(Class::Turn) || token.is(Class::Complementizer) && !token.is_joined;
                let is_clause = self.opens_joined_clause(at) || follows && opens_clause;
                is_clause && !self.is_quoted(at)
            })
            .unwrap_or(end)
    }

    /// Whether a clause opens behind a comma with a letter that joins clauses, written together with its verb or
    /// pronoun: "، ويعكس", "، وهي".
    pub(crate) fn opens_joined_clause(&self, at: usize) -> bool {
        let token = &self.tokens[at];
        let is_joined = token.word.is_none() && self.starts_joined(at)
            || token.is_joined && token.classes.meets(PRONOUNS);
        self.language.order == Order::After
            && self.tokens[at - 1].is_mark(",،")
            && token.mark.is_none()
            && is_joined
            && !self.is_definite(at)
    }

    /// Where what was said ends that begins at `from`.
    pub(crate) fn content_end(&self, from: usize, hit: &Hit) -> usize {
        let mut at = from;
        while at < self.range.end {
            if let Some(quote) = self.quote_opening(at) {
                if at > from + 2 && self.is_of_next(quote) {
                    return at;
                }
                at = quote.close + 1;
                continue;
            }
            let token = &self.tokens[at];
            if token.is_mark(",،") && self.is_adverbial(hit) && self.opens_main_clause(at + 1) {
                return at;
            }
            if self.language.has_articles && at > from + 1 && self.turns(at, from, hit) {
                return at;
            }
            if at > from + 1
                && token.mark.is_none()
                && let Some(next) = self.hit_at(at)
                && next.at.start != hit.at.start
            {
                let before = &self.tokens[at - 1];
                let is_set_off = before.is_mark(",،，;؛")
                    || before.is(Class::Coordinator)
                    || token.is_joined
                    || (self.quote_closing(at - 1).is_some()
                        && at > 1
                        && self.tokens[at - 2].is_mark(",،"));
                // "..., but he added": the clause is the reporter's again.
                let is_turn = before.is(Class::Turn)
                    || before.is(Class::Conjunction)
                        && at > from + 2
                        && self.tokens[at - 2].is_mark(",،，");
                let goes_on = is_turn
                    || match next.frame.role {
                        Role::Participle => is_set_off || self.language.order == Order::After,
                        Role::Before => before.is_mark(",،，") && self.is_last_clause(at),
                        Role::Verb if self.is_set_in(hit, before, next) => true,
                        Role::Verb => {
                            before.is(Class::Coordinator)
                                && !self.language.is_verb_final
                                && (self.opens_content(next.at.end)
                                    || self.tokens[from].is(Class::InfinitiveForm)
                                        && !token.is(Class::InfinitiveForm)
                                    || self.language.order == Order::Either
                                        && self.tokens[at - 2].is_mark(",")
                                    || self.language.order == Order::Before
                                        && !self.language.drops_subjects
                                        && at > from + 3
                                        && self.tokens[at - 2].is_mark(",\"”’"))
                                || token.is_joined
                                || (before.is_mark(",،")
                                    && self.language.drops_subjects
                                    && self.language.order == Order::After
                                    && !self.is_behind_aside(from, at))
                        }
                        Role::Noun | Role::After => false,
                    };
                if goes_on {
                    return at;
                }
            }
            // "..., in an apparent reference to": the reporter comments.
            if token.is(Class::Comment)
                && at > from + 3
                && self.tokens[at - 1].is(Class::Preposition)
                && self.tokens[at - 2].is_mark(",،")
            {
                return at - 2;
            }
            let closes = token.is_mark(")") || (self.is_dash(at) && at > from + 2);
            if closes && self.has_no_opening(from, at) {
                return at;
            }
            at += 1;
        }
        self.range.end
    }

    /// Whether a quotation behind a comma is what the verb right behind it reports: "..., "...", says the writer".
    fn is_of_next(&self, quote: Quote) -> bool {
        let next = quote.close + 1;
        let next = next + usize::from(self.tokens.get(next).is_some_and(|t| t.is_mark(",،")));
        self.tokens[quote.open - 1].is_mark(",،")
            && next < self.range.end
            && self.hit_at(next).is_some_and(|hit| {
                hit.frame.role == Role::Verb
                    && hit.frame.takes(Takes::Quote)
                    && !self.opens_content(hit.at.end)
            })
    }

    /// Whether the comma before `at` closes a clause set into the one that began at `from`: "the network, which ..., says".
    fn is_behind_aside(&self, from: usize, at: usize) -> bool {
        (from + 1..at)
            .any(|i| self.tokens[i].is(Class::Relative) && self.tokens[i - 1].is_mark(",،"))
    }

    /// Whether what stands behind a verb opens something said.
    pub(crate) fn opens_content(&self, at: usize) -> bool {
        self.tokens
            .get(at)
            .is_some_and(|t| t.is(Class::Complementizer) || t.is_mark(":"))
            || self.opens_clause_at(at)
            || self.quote_opening(at).is_some()
    }

    /// Whether a comma stands at a token and a complementizer or a question behind it: ", что".
    pub(crate) fn opens_clause_at(&self, at: usize) -> bool {
        at + 1 < self.range.end && self.tokens[at].is_mark(",") && {
            let next = &self.tokens[at + 1];
            next.is(Class::Complementizer) || next.is(Class::Question)
        }
    }

    /// Whether a cue opens the sentence without a subject: "Warning that ..., he said".
    fn is_adverbial(&self, hit: &Hit) -> bool {
        hit.at.start == self.range.start && self.language.order == Order::Before
    }

    /// Whether a pronoun stands at a token with the cue it is the subject of.
    fn opens_main_clause(&self, at: usize) -> bool {
        if at + 1 >= self.range.end {
            return false;
        }
        if self.tokens[at].classes.meets(PRONOUNS) {
            return (at + 1..self.range.end.min(at + 4)).any(|next| self.hit_at(next).is_some());
        }
        // "Noting that it was late, Mr. Berg added".
        (at + 1..self.range.end.min(at + 10))
            .find(|&next| self.hit_at(next).is_some())
            .is_some_and(|next| {
                self.tokens[at..next]
                    .iter()
                    .all(|t| t.is_capital || t.is(Class::Determiner) || t.is(Class::Adverb))
            })
    }

    /// Whether nothing but one phrase follows up to the end of the sentence.
    fn is_last_clause(&self, at: usize) -> bool {
        let rest = &self.tokens[at..self.range.end];
        rest.len() <= 25 && !rest.iter().any(|t| t.is_mark(",،，"))
    }

    pub(crate) fn has_no_opening(&self, from: usize, at: usize) -> bool {
        if self.tokens[at].is_mark(")") {
            return !self.tokens[from..at].iter().any(|t| t.is_mark("("));
        }
        !(from..at).any(|at| self.is_dash(at))
            && !(at + 1..self.range.end).any(|at| self.is_dash(at))
    }

    /// Whether a comma closes the relative clause that a cue belongs to: "Berg, who said he was broke, told the paper".
    fn is_set_in(&self, hit: &Hit, before: &Token, next: &Hit) -> bool {
        self.language.order == Order::Before
            && !self.language.drops_subjects
            && before.is_mark(",")
            && next.group == next.at.start
            && hit.group > self.range.start + 1
            && self.tokens[hit.group - 1].is(Class::Relative)
            && self.tokens[hit.group - 2].is_mark(",")
    }

    /// Whether a dash between clauses stands at a token, a hyphen between blanks or a double one among them.
    fn is_dash(&self, at: usize) -> bool {
        let token = &self.tokens[at];
        token.is_mark("–—") && token.is_spaced
            || token.is_mark("-")
                && token.is_spaced
                && self
                    .tokens
                    .get(at + 1)
                    .is_some_and(|next| next.is_spaced || next.is_mark("-"))
    }

    /// A content without the marks at its ends.
    pub(crate) fn bared(&self, content: Range<usize>) -> Range<usize> {
        let content = self.whole_quote(content);
        let (mut begin, mut end) = (content.start, content.end.min(self.tokens.len()));
        while begin < end && self.tokens[begin].is_mark(",،，.:-–—;؛：；") {
            begin += 1;
        }
        while end > begin {
            let token = &self.tokens[end - 1];
            // "..., but" of "..., but he added".
            let is_set_off = end >= begin + 2 && self.tokens[end - 2].is_mark(",،，");
            let is_turn = token.is(Class::Turn) || token.is(Class::Conjunction) && is_set_off;
            let is_loose = token.is_mark(",،，.。।:;؛-–—…!?؟！？；：")
                || (token.is(Class::Coordinator) && token.mark.is_none())
                || is_turn;
            if !is_loose {
                break;
            }
            end -= 1;
        }
        self.whole_quote(begin..end)
    }

    /// Where an object ends for good: at an expression of time, at what a comma sets off, at the next verb.
    pub(crate) fn object_end(&self, content: Range<usize>) -> usize {
        let mut at = content.start + 1;
        while at + 1 < content.end {
            if let Some(quote) = self.quote_opening(at) {
                at = quote.close + 1;
                continue;
            }
            let (token, next) = (&self.tokens[at], &self.tokens[at + 1]);
            let opens_clause = token.is(Class::Conjunction)
                && !token.is(Class::Complementizer)
                && !token.is(Class::Relative)
                && (!token.is(Class::Preposition) || next.classes.meets(PRONOUNS));
            let is_set_off = token.is_mark(",")
                && (next.is(Class::Relative)
                    || next.is(Class::Conjunction)
                    || next.is(Class::Determiner)
                    || next.is(Class::Adverb)
                    || next.is(Class::Preposition)
                    || next.classes.meets(PRONOUNS)
                    || self.hit_at(at + 1).is_some());
            let opens_verb = token.is(Class::Coordinator)
                && (self
                    .hit_at(at + 1)
                    .is_some_and(|hit| hit.frame.role == Role::Verb)
                    || next.is(Class::Auxiliary));
            let dates = token.is(Class::Preposition) && self.date_at(at + 1).is_some();
            if opens_clause || is_set_off || opens_verb || dates || self.date_at(at).is_some() {
                return at;
            }
            at += 1;
        }
        content.end
    }

    /// The end of an object without the expression of time that dates the saying: "announced a halt in October".
    pub(crate) fn undated(&self, content: Range<usize>) -> usize {
        let mut end = content.end;
        while end > content.start && self.tokens[end - 1].mark.is_some() {
            end -= 1;
        }
        let last = end;
        while end > content.start && self.date_at(end - 1).is_some() {
            end -= 1;
        }
        let is_part = |at: &usize| {
            let token = &self.tokens[*at];
            token.is(Class::Preposition)
                || token.is(Class::Genitive)
                || token.is(Class::Determiner)
                || token.is(Class::Period)
        };
        let reach = if self.language.has_articles { 6 } else { 3 };
        let opens = (content.start + 2..end)
            .rev()
            .take(reach)
            .take_while(|at| !self.language.has_articles || is_part(at))
            .find(|&at| self.tokens[at].is(Class::Preposition));
        match opens.filter(|_| end < last) {
            Some(at) => at,
            None => content.end,
        }
    }
}
