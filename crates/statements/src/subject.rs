//! Who speaks: the subject of a verb, before it, behind it, or where its clause has put it.

use std::ops::Range;

use crate::cues::Hit;
use crate::language::{Class, Order, Role, Takes};
use crate::sentence::{PRONOUNS, Sentence};

/// How far behind a subject the word that opens what was said is looked for, in tokens.
const NEAR: usize = 12;

impl Sentence<'_> {
    /// The subject of a verb, and the first token behind verb and subject.
    #[expect(
        clippy::too_many_lines,
        reason = "one decision after the other, each a few lines"
    )]
    pub(crate) fn subject(&self, hit: &Hit, left: usize) -> (Range<usize>, usize) {
        let (begin, end) = (hit.group, hit.at.end);
        // "a-t-il dit", "dit-elle".
        let is_inverted = |at: &usize| {
            let token = &self.tokens[*at];
            token.is_enclitic
                && (token.classes.meets(PRONOUNS)
                    || token.is(Class::Party)
                    || token.is(Class::Nobody))
        };
        if let Some(at) = (begin..self.range.end.min(end + 1)).find(is_inverted) {
            return (at..at + 1, end.max(at + 1));
        }
        if self.language.has_articles {
            return self.free_subject(hit, left);
        }
        let before = || {
            if let Some(phrase) = self.main_subject(begin) {
                return phrase;
            }
            let mut phrase = self.phrase_before(begin, left);
            if phrase.clone().all(|at| self.tokens[at].is(Class::Relative)) {
                phrase = self.related(begin, left);
            }
            phrase
        };
        let stands_in = self.is_resumptive(end);
        let after = || self.subject_after(end + usize::from(stands_in));
        match hit.frame.subject.unwrap_or(self.language.order) {
            Order::Before => {
                // What follows "told" is whom it was said to, but not behind a question: "Why?" asked the captain.
                let is_asked = self
                    .quote_behind(begin)
                    .is_some_and(|q| self.tokens[q.close - 1].is_mark("?"));
                let inverts =
                    hit.frame.subject.is_none() && (!hit.frame.addresses_object || is_asked);
                if inverts && begin == self.range.start && hit.frame.role == Role::Verb {
                    // "Said Ada Quill, who ...".
                    let phrase = after();
                    let next = phrase.end;
                    let is_name = self.tokens.get(phrase.start).is_some_and(|t| t.is_capital);
                    return if is_name && self.is_closed(next) {
                        (phrase, next)
                    } else {
                        (Self::empty(begin), end)
                    };
                }
                if inverts && self.is_behind_quote(begin)
                    || inverts && begin > self.range.start && self.tokens[begin - 1].is_mark(",")
                {
                    let phrase = after();
                    let is_whole = self.is_closed(phrase.end);
                    let opens_clause = self
                        .tokens
                        .get(phrase.start)
                        .is_some_and(|t| t.is(Class::Complementizer));
                    if !phrase.is_empty() && is_whole && !opens_clause {
                        // "Ada, the chairwoman, said the plan": what is set beside a noun ends at the comma as well.
                        let apposed = if self.is_behind_quote(begin) || self.ends_clause(phrase.end)
                        {
                            Self::empty(begin)
                        } else {
                            before()
                        };
                        if !apposed.is_empty() {
                            return (apposed, end);
                        }
                        let next = phrase.end;
                        return (phrase, next);
                    }
                }
                (before(), end)
            }
            Order::After => {
                let is_first = self.is_clause_start(begin);
                let is_aside = begin > self.range.start && self.tokens[begin - 1].is_mark(",،");
                let phrase = if is_aside && !self.tokens[begin].is_joined {
                    // "سامي الحداد، مثل كثيرين، قال": the head of the sentence, if nothing but an aside stands between.
                    let head = before();
                    let is_opened = |at: usize| self.tokens[at].is(Class::Complementizer);
                    if head.start == self.range.start
                        || !head.is_empty() && is_opened(head.start - 1)
                    {
                        head
                    } else {
                        Self::empty(begin)
                    }
                } else if is_first {
                    Self::empty(begin)
                } else {
                    before()
                };
                if let Some(head) = self.head_of_relative(begin) {
                    return (head, end);
                }
                if !phrase.is_empty() && self.is_noun_first(phrase.start, begin) {
                    return (phrase, end);
                }
                let behind = after();
                let next = behind.end.max(end);
                if behind.is_empty()
                    && !stands_in
                    && is_first
                    && begin > self.range.start
                    && self.tokens[begin - 1].is(Class::Relative)
                {
                    return (self.related(begin, left), end);
                }
                (behind, next)
            }
            Order::Either => {
                // "Y, the director, told X that": what was said stands behind, so the subject does not.
                let is_told = !self.is_behind_quote(begin)
                    && begin > self.range.start
                    && self.tokens[begin - 1].is_mark(",")
                    && (end..self.range.end.min(end + 5)).any(|at| self.opens_clause_at(at));
                if is_told {
                    let phrase = before();
                    if !phrase.is_empty() && !self.opens_aside(phrase.start) {
                        return (phrase, end);
                    }
                }
                // "..., and asked her": the subject is that of the verb before.
                if begin > self.range.start
                    && self.tokens[begin - 1].is(Class::Coordinator)
                    && hit.frame.addresses_object
                {
                    return (Self::empty(begin), end);
                }
                if self.is_behind_quote(begin)
                    || self.is_clause_start(begin)
                        && begin > self.range.start
                        && self.tokens[begin - 1].mark.is_some()
                {
                    let phrase = after();
                    if !phrase.is_empty() {
                        let next = phrase.end;
                        return (phrase, next);
                    }
                }
                let phrase = before();
                if phrase.is_empty() || self.opens_aside(phrase.start) {
                    let behind = after();
                    if !behind.is_empty() {
                        let next = behind.end;
                        return (behind, next);
                    }
                }
                (phrase, end)
            }
        }
    }

    /// Who acts in a passive clause, behind its verb, and the first token behind both.
    pub(crate) fn agent(&self, hit: &Hit) -> (Range<usize>, usize) {
        let end = hit.at.end;
        if end + 1 < self.range.end && self.tokens[end].is(Class::Agent) {
            let phrase = self.phrase_after(end + 1, 16);
            if !phrase.is_empty() {
                let next = phrase.end;
                return (phrase, next);
            }
        }
        (Self::empty(hit.at.start), end)
    }

    /// Whether what follows a verb that goes on with a speaker is whom it was said to: "ودعا المواطنين إلى".
    pub(crate) fn addresses_first(&self, hit: &Hit, source: &Range<usize>) -> bool {
        let goes_on = hit.frame.addresses_object && self.goes_on(hit);
        // At the head of a sentence a new subject is likelier than the last one.
        let is_told = |at: usize| self.tokens[at].is(Class::Listener);
        goes_on
            && source.start >= hit.at.end
            && !self.is_speaker(source)
            && (hit.at.start > self.range.start || source.clone().next().is_some_and(is_told))
    }

    /// Whether a cue goes on with a speaker: "ودعا", "داعيا".
    fn goes_on(&self, hit: &Hit) -> bool {
        self.tokens[hit.at.start].is_joined || hit.frame.role == Role::Participle
    }

    /// Where the object begins in what follows a verb that stands first: at a noun that is the subject's own, at a
    /// word that opens a noun phrase, at a preposition of the verb that is written together with its noun.
    pub(crate) fn object_within(&self, hit: &Hit, phrase: &Range<usize>) -> Option<usize> {
        let has_object = self.tokens[hit.at.start].has_object;
        let is_told = |at: usize| {
            hit.frame.addresses_object && self.tokens.get(at).is_some_and(|t| t.is(Class::Listener))
        };
        let is_first = has_object
            || is_told(phrase.start) && (self.goes_on(hit) || hit.at.start > self.range.start)
            || hit
                .frame
                .glued
                .is_some_and(|letter| self.is_glued_noun(phrase.start, letter))
            || self
                .tokens
                .get(phrase.start)
                .is_some_and(|t| t.is(Class::Event))
            || (hit.frame.takes(Takes::Object)
                && !phrase.is_empty()
                && self.is_owned(phrase.start));
        let from = phrase.start + usize::from(!is_first);
        (from..phrase.end).find(|&at| {
            let token = &self.tokens[at];
            let is_glued = token.word.is_none() && token.end - token.begin > 6;
            token.is(Class::Determiner)
                || token.is(Class::Event)
                || (hit.frame.takes(Takes::Object) && self.is_owned(at))
                || is_told(at)
                || (is_glued
                    && hit.frame.glued.is_some()
                    && self.first_letter(at) == hit.frame.glued
                    && !self.is_introduced(hit, at + 1))
        })
    }

    /// Whether a word that opens what was said follows in the clause, so that a letter that does so elsewhere does not
    /// here: "دعا الأمين العام للأمم المتحدة إلى".
    fn is_introduced(&self, hit: &Hit, from: usize) -> bool {
        self.tokens[from.min(self.range.end)..self.range.end]
            .iter()
            .take(NEAR)
            .take_while(|t| t.mark.is_none())
            .any(|t| t.word.is_some_and(|w| hit.frame.introducers.contains(&w)))
    }

    /// Whether a letter that opens what was said is written together with a noun at a token, rather than being the
    /// first one of a name: "بتنفيذ", "بالصمت", not "بوش".
    pub(crate) fn is_glued_noun(&self, at: usize, letter: char) -> bool {
        let Some(token) = self.tokens.get(at).filter(|_| at < self.range.end) else {
            return false;
        };
        let written = &self.body[token.begin..token.end];
        token.mark.is_none()
            && written
                .strip_prefix(letter)
                .is_some_and(|noun| self.language.is_noun(noun))
    }

    /// Whether a noun has a pronoun of the third person written together with it.
    pub(crate) fn is_owned(&self, at: usize) -> bool {
        let Some(token) = self.tokens.get(at) else {
            return false;
        };
        token.word.is_none() && self.language.is_owned(&self.body[token.begin..token.end])
    }

    /// Whether what stands before a verb, in a language whose verbs come first, is its subject all the same: behind a
    /// word that wants a noun first, or where it looks like a noun.
    fn is_noun_first(&self, at: usize, verb: usize) -> bool {
        let token = &self.tokens[at];
        let is_wanted = at > self.range.start && {
            let before = &self.tokens[at - 1];
            before.is(Class::Complementizer) || before.is(Class::Auxiliary)
        };
        // "سامي الحداد قال": a name at the head of a sentence.
        let has_aside = (at..verb)
            .take_while(|&i| !self.tokens[i].is_mark(",،"))
            .any(|i| self.tokens[i].is(Class::Preposition));
        let is_head = at == self.range.start
            && !has_aside
            && verb <= at + 14
            && !token.is_joined
            && !self.opens_aside(at);
        let is_definite = self.is_definite(at);
        is_wanted
            || is_head
            || is_definite
            || token.is(Class::Role)
            || token.is(Class::Title)
            || token.classes.meets(PRONOUNS)
    }

    /// The noun that a relative pronoun before `verb` stands for: "Aoun, who said".
    pub(crate) fn related(&self, verb: usize, left: usize) -> Range<usize> {
        let mut at = verb;
        while at > left && at + 4 > verb {
            at -= 1;
            let token = &self.tokens[at];
            if token.is(Class::Relative) {
                let comma = at > left && self.tokens[at - 1].is_mark(",،");
                return self.phrase_before(at - usize::from(comma), 0);
            }
            if !(token.is(Class::Auxiliary)
                || token.is(Class::Adverb)
                || self.date_at(at).is_some())
            {
                break;
            }
        }
        Self::empty(verb)
    }

    pub(crate) fn is_closed(&self, at: usize) -> bool {
        at >= self.range.end || {
            let token = &self.tokens[at];
            token.mark.is_some()
                || token.is(Class::Preposition)
                || token.is(Class::Conjunction)
                || token.is(Class::To)
                || self.date_at(at).is_some()
                || token.is(Class::Adverb)
                || token.is(Class::Relative) && self.language.has_plain_order()
        }
    }

    /// Whether a clause is over at a token.
    fn ends_clause(&self, at: usize) -> bool {
        at >= self.range.end || self.tokens[at].is_mark(".!?;,،")
    }

    /// Whether a phrase names a kind of speaker, or somebody.
    pub(crate) fn is_speaker(&self, phrase: &Range<usize>) -> bool {
        let names = self.language.has_capitals && !self.language.has_capital_nouns;
        self.tokens[phrase.clone()]
            .iter()
            .any(|t| t.is(Class::Role) || t.is(Class::Title) || (names && t.is_capital))
    }
}
