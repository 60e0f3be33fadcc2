//! A body's name: what its words say in any language, and what is left of them.

use super::Kind;
use super::lexicon::{LEXICON, PART_OF};
use super::likeness::Word;
use super::name::{Name, push};
use super::parts::Part;
use super::said::Said;
use super::split::Token;

impl Said<'_> {
    /// The name as a body's; `None` where no body is named: "the ministry".
    pub fn body(&self, is_body_by_role: bool) -> Option<Name> {
        let is_small = |at: usize| {
            let mark = self.tokens[at].mark;
            self.parts[at] == Part::Particle
                || self.parts[at] == Part::Small
                    && (mark.small || mark.and || mark.more && !self.tokens[at].is_upper)
        };
        let begin = (0..self.tokens.len()).find(|&at| !is_small(at))?;
        let end = (0..self.tokens.len()).rev().find(|&at| !is_small(at))?;
        let mut new = Name {
            shown: self.name[self.tokens[begin].begin..self.tokens[end].end]
                .trim()
                .to_owned(),
            is_kind_sure: true,
            ..Name::empty(Kind::Body)
        };
        // What stands in brackets or behind a comma is said of it.
        let first = self.tokens[begin].segment;
        let is_cased = self
            .tokens
            .iter()
            .any(|token| token.is_upper || token.is_lower);
        let is_capital = self
            .tokens
            .iter()
            .any(|token| token.is_upper && !token.mark.weak);
        let mut others = 0;
        let mut has_kind = false;
        let mut is_topic = false;
        for (at, (token, part)) in self.tokens.iter().zip(self.parts).enumerate() {
            if token.segment != first
                && self.tokens[begin..]
                    .iter()
                    .any(|token| token.segment == first && !token.mark.weak)
            {
                continue;
            }
            if new.known > 0 && is_small(at) && is_in(&token.folded) {
                // "Bundesverfassungsgericht in Karlsruhe".
                break;
            }
            if is_small(at) {
                if let Some(first) = token.folded.chars().next() {
                    new.initials[1].push(first);
                }
                continue;
            }
            new.joined.push_str(&token.folded);
            if let Some(first) = token.folded.chars().next() {
                new.initials[0].push(first);
                new.initials[1].push(first);
            }
            if token.goes_on {
                continue;
            }
            match part {
                Part::Known if new.known == 0 => new.known = token.mark.known,
                Part::Concept if token.mark.weak => {}
                Part::Concept => {
                    let numbers = token.mark.concepts;
                    has_kind |= token.mark.kind && !LEXICON.goes_with_known(numbers[0]);
                    is_topic |= !token.mark.kind;
                    self.say(&mut new, token);
                }
                Part::Place => push(&mut new.places, token.mark.place),
                Part::Plain | Part::Known | Part::Role | Part::Title | Part::Small => {
                    others += 1;
                    if new.words.len() < 8 {
                        let mut word = Word::new(&token.lower, &token.folded, token.signs, true);
                        word.is_place = token.mark.place > 0;
                        new.words.push(word);
                    }
                }
                Part::Particle | Part::Generation | Part::Generic => {}
            }
        }
        // "the ministry", "the company".
        let is_bare = new.known == 0
            && new.words.is_empty()
            && new.places.is_empty()
            && new.concepts.len() < 2
            && !(is_topic && is_body_by_role);
        // "americano", "the country's law".
        let is_phrase = is_cased && !is_capital && new.known == 0 && new.concepts.len() < 2;
        if is_bare || is_phrase {
            return None;
        }
        for (open, close) in [('(', ')'), ('«', '»'), ('„', '“')] {
            if new.shown.contains(open) && !new.shown.contains(close) {
                new.shown.push(close);
            }
        }
        new.concepts.sort_unstable();
        new.places.sort_unstable();
        // "BBC Persian" is not all of the BBC.
        if new.known > 0 && (others > 0 || has_kind) {
            new.concepts.push(PART_OF + new.known);
            new.known = 0;
        }
        new.is_acronym = self.is_acronym();
        Some(new)
    }

    /// Adds what a word of bodies says.
    fn say(&self, new: &mut Name, token: &Token) {
        let numbers = token.mark.concepts;
        if token.mark.place > 0 {
            push(&mut new.places, token.mark.place);
        }
        new.is_of_country |= LEXICON.is_of_country(numbers[0]);
        let by_end = LEXICON.by_end(&token.folded, self.tag);
        let is_federal =
            LEXICON.is_of_country(numbers[0]) && by_end.is_some_and(|(front, _)| front == "bundes");
        if numbers[1] == 0 && !is_federal && is_compound(token, self.tag) {
            // "Bundesbank" is more than a bank.
            new.words
                .push(Word::new(&token.lower, &token.folded, token.signs, true));
        }
        for concept in numbers.into_iter().filter(|&number| number > 0) {
            push(&mut new.concepts, concept);
        }
    }
}

/// Whether the lists know a word only by its end.
fn is_compound(token: &Token, tag: &str) -> bool {
    !LEXICON.mark(&token.folded, tag).is_known()
        && !LEXICON.by_beginning(&token.folded, tag).is_known()
        && LEXICON.by_end(&token.folded, tag).is_some()
}

/// "In".
fn is_in(word: &str) -> bool {
    matches!(word, "in" | "en" | "a" | "em" | "в" | "у" | "في" | "در")
}
