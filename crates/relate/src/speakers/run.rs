//! Which words of those that may be a name are the speaker's.

use super::lexicon::LEXICON;
use super::parts::Part;
use super::said::Said;
use super::split::{Signs, Token};

/// Languages in which offices and titles stand behind the name.
const SUFFIXED: [&str; 5] = ["ja", "ko", "zh", "hu", "hi"];

impl Said<'_> {
    /// Whether it names a body, where no office stands with it.
    pub fn is_body(&self) -> bool {
        let kinds = self
            .tokens
            .iter()
            .zip(self.parts)
            .filter(|(_, part)| **part != Part::Plain);
        // "Ronny Tong von der Civic Party" is not the party.
        let is_of_person = self
            .tokens
            .iter()
            .zip(self.parts)
            .position(|(_, part)| *part != Part::Small)
            .is_some_and(|at| {
                let is_plain = |at: usize| self.parts.get(at) == Some(&Part::Plain);
                let end = (at..self.tokens.len())
                    .find(|&at| !is_plain(at))
                    .unwrap_or(self.tokens.len());
                end > at + 1
                    && LEXICON.given(&self.tokens[at].folded).is_some()
                    && self.tokens[at].is_upper
                    && self
                        .parts
                        .get(end)
                        .is_some_and(|part| matches!(part, Part::Small | Part::Particle))
                    && !self.tokens[end - 1].is_possessive
                    || end > at + 1
                        && self
                            .tokens
                            .get(end)
                            .is_some_and(|next| next.segment != self.tokens[at].segment)
                        && LEXICON.given(&self.tokens[at].folded).is_some()
            });
        if is_of_person {
            return false;
        }
        let is_quoted = self.name.starts_with(['«', '„']) && self.name.ends_with(['»', '“']);
        let mut is_any = is_quoted;
        for (token, part) in kinds {
            match part {
                Part::Known => is_any = true,
                Part::Concept => is_any |= token.mark.kind || token.mark.weak,
                Part::Generic => return false,
                _ => {}
            }
        }
        // "東京電力".
        let is_of_place = self.parts[0] == Part::Place
            && self.tokens.get(1).is_some_and(|next| {
                next.signs == Signs::Han
                    && next.begin == self.tokens[0].end
                    && self.parts[1] == Part::Plain
                    && !is_native_name(next, self.tag)
            });
        is_any
            || is_of_place
            || self.plain().next().is_none()
                && self
                    .parts
                    .iter()
                    .any(|part| matches!(part, Part::Place | Part::Concept))
            || self.is_acronym()
    }

    /// Whether it begins with a given name, and no word of bodies stands in it.
    pub fn is_person(&self) -> bool {
        let mut plain = self.plain();
        let first = plain
            .next()
            .is_some_and(|token| LEXICON.given(&token.folded).is_some());
        first
            && plain.next().is_some()
            && !self
                .parts
                .iter()
                .any(|part| matches!(part, Part::Concept | Part::Known))
    }

    fn plain(&self) -> impl Iterator<Item = &Token> {
        self.tokens
            .iter()
            .zip(self.parts)
            .filter(|(_, part)| **part == Part::Plain)
            .map(|(token, _)| token)
    }

    /// Whether all of it is capitals as of first letters.
    pub fn is_acronym(&self) -> bool {
        let mut plain = self.plain().peekable();
        plain.peek().is_some()
            && plain.all(|token| {
                let length = token.folded.chars().count();
                let has_capital_within = self.name[token.begin..token.end]
                    .chars()
                    .skip(1)
                    .any(char::is_uppercase);
                let is_short = (2..=6).contains(&length);
                let is_hebrew = self.name[token.begin..token.end].contains(['"', '״']);
                is_short
                    && LEXICON.given(&token.folded).is_none()
                    && (token.is_caps
                        || token.is_dotted && length > 2
                        || is_hebrew
                        || has_capital_within && length <= 4)
            })
    }

    /// The words of the person's name: the best stretch of words that may be of a name.
    pub fn run(&self) -> Option<std::ops::Range<usize>> {
        let mut best: Option<(i32, std::ops::Range<usize>)> = None;
        let mut at = 0;
        while at < self.tokens.len() {
            if !self.is_in_run(at, None) {
                at += 1;
                continue;
            }
            let begin = at;
            at += 1;
            while at < self.tokens.len()
                && self.tokens[at].segment == self.tokens[begin].segment
                && !(self.tokens[at].signs == Signs::Katakana
                    && is_native_name(&self.tokens[at - 1], self.tag))
                && self.is_in_run(at, Some(begin))
            {
                at += 1;
            }
            // A particle at the end belongs to nothing.
            let end = (begin..at)
                .rev()
                .find(|&at| matches!(self.parts[at], Part::Plain | Part::Generation))
                .map_or(begin, |at| at + 1);
            let run = self.behind_place(begin, end)..end;
            if !run.clone().any(|at| self.parts[at] == Part::Plain) {
                continue;
            }
            let score = self.score(&run);
            if score < -2 {
                continue;
            }
            if best.as_ref().is_none_or(|(other, _)| score > *other) {
                best = Some((score, run));
            }
        }
        best.map(|(_, run)| run)
    }

    /// Where the name begins in "mayor of Velmar Beppe Sala".
    fn behind_place(&self, begin: usize, end: usize) -> usize {
        let is_of_office = begin > 1
            && self.parts[begin - 2] == Part::Role
            && is_of(&self.tokens[begin - 1].folded);
        let has_given = |at: &usize| {
            self.tokens[*at].is_upper && LEXICON.given(&self.tokens[*at].folded).is_some()
        };
        (begin + 1..end.saturating_sub(1))
            .find(has_given)
            .filter(|_| is_of_office && !has_given(&begin))
            .unwrap_or(begin)
    }

    fn is_in_run(&self, at: usize, begin: Option<usize>) -> bool {
        match self.parts[at] {
            Part::Plain => true,
            Part::Particle => begin.is_some() || !self.tokens[at].mark.small,
            Part::Generation => begin.is_some(),
            // "عبد الإله", "John and Mary" not.
            Part::Small => begin.is_some() && self.tokens[at].mark.particle,
            _ => false,
        }
    }

    /// Whether the words say whose the speaker is: "Scott's family", "a spokeswoman of Velmari", "Country after country".
    fn is_of_another(&self, run: &std::ops::Range<usize>) -> bool {
        let segment = self.tokens[run.start].segment;
        let next = self
            .tokens
            .get(run.end)
            .filter(|next| next.segment == segment);
        let next_part = next.map(|_| self.parts[run.end]);
        if self.tokens[run.end - 1].is_possessive && next.is_some() {
            return true;
        }
        let has_given = run
            .clone()
            .any(|at| LEXICON.given(&self.tokens[at].folded).is_some());
        let words = run
            .clone()
            .filter(|&at| self.parts[at] == Part::Plain)
            .count();
        let is_sentence = run.start == 0
            && words == 1
            && self.tokens[0].is_upper
            && !has_given
            && next.is_some_and(|next| next.is_lower && !next.is_joined && !next.mark.and)
            && matches!(next_part, Some(Part::Small | Part::Generic));
        if is_sentence {
            return true;
        }
        // A preposition before it, and before that somebody who is not named.
        let begin = run.start + usize::from(self.parts[run.start] == Part::Particle);
        let Some(small) = begin
            .checked_sub(1)
            .filter(|&at| self.tokens[at].segment == segment)
        else {
            return false;
        };
        let is_preposition = matches!(self.parts[small], Part::Small | Part::Particle)
            && !self.tokens[small].is_upper
            && is_of(&self.tokens[small].folded);
        let first = (0..=small).rev().find(|&at| {
            !is_of(&self.tokens[at].folded)
                && !is_article(&self.tokens[at].folded)
                && self.parts[at] != Part::Title
        });
        let Some(first) = first.filter(|_| is_preposition) else {
            return false;
        };
        match self.parts[first] {
            Part::Generic => true,
            Part::Small => self.tokens[first].is_lower,
            Part::Role => {
                let office = self.tokens[first].mark.role;
                !office.is_some_and(|office| LEXICON.office(office).is_single)
            }
            _ => false,
        }
    }

    /// How likely a stretch of words is the person's name.
    fn score(&self, run: &std::ops::Range<usize>) -> i32 {
        let is_suffixed = SUFFIXED.contains(&self.tag);
        let near = |at: Option<usize>| {
            at.filter(|&at| {
                at < self.tokens.len() && self.tokens[at].segment == self.tokens[run.start].segment
            })
            .map(|at| self.parts[at])
        };
        let is_office = |part| matches!(part, Some(Part::Role | Part::Title));
        let mut before = run.start.checked_sub(1);
        let mut is_behind_body = false;
        while let Some(at) = before.filter(|&at| {
            matches!(
                self.parts[at],
                Part::Place | Part::Small | Part::Generic | Part::Concept | Part::Known
            ) && at > 0
        }) {
            is_behind_body |= matches!(self.parts[at], Part::Concept | Part::Known);
            before = at.checked_sub(1);
        }
        let mut behind = run.end;
        if is_suffixed {
            while behind + 1 < self.tokens.len()
                && matches!(
                    self.parts[behind],
                    Part::Place | Part::Small | Part::Generic | Part::Concept | Part::Known
                )
            {
                behind += 1;
            }
        }
        let mut score = 0;
        if is_office(near(before)) {
            score += if is_suffixed || is_behind_body { 2 } else { 4 };
        }
        if is_office(near(Some(behind))) {
            score += if is_suffixed { 4 } else { -2 };
        }
        if near(Some(run.end)) == Some(Part::Concept) {
            // "Clinton Foundation chief ..."
            score -= 5;
        }
        let segment = self.tokens[run.start].segment;
        let mut others = (0..self.tokens.len())
            .filter(|at| self.tokens[*at].segment == segment && !run.contains(at))
            .map(|at| self.parts[at]);
        let is_whole_segment = others.all(|part| part == Part::Title)
            && self.tokens.iter().any(|token| token.segment != segment)
            && !self.name[..self.tokens[run.start].begin]
                .trim_end()
                .ends_with(['(', '[']);
        if is_whole_segment {
            // "Patrick McGinley, a law professor at West Virginia University".
            score += 5;
        }
        if self.is_of_another(run) {
            score -= 8;
        }
        let words = run.clone().filter(|&at| self.parts[at] == Part::Plain);
        let given = words
            .clone()
            .any(|at| LEXICON.given(&self.tokens[at].folded).is_some());
        score += if given { 3 } else { 0 };
        score += i32::from(words.clone().count() > 1);
        let first = &self.tokens[run.start];
        if is_suffixed && run.len() == 1 && is_native_name(first, self.tag) {
            score += 4;
        }
        let is_caps = words
            .clone()
            .all(|at| self.tokens[at].is_caps && self.tokens[at].folded.len() < 6);
        score - if is_caps { 3 } else { 0 }
    }
}

/// "Of", in the languages that say so before the name.
fn is_of(word: &str) -> bool {
    matches!(
        word,
        "of" | "to"
            | "for"
            | "by"
            | "from"
            | "de"
            | "del"
            | "du"
            | "des"
            | "d"
            | "di"
            | "della"
            | "do"
            | "da"
            | "por"
            | "von"
            | "vom"
    )
}

fn is_article(word: &str) -> bool {
    matches!(
        word,
        "the" | "la" | "le" | "el" | "der" | "die" | "das" | "a" | "o"
    )
}

/// Whether a word in signs is a family name with a given name.
fn is_native_name(token: &Token, tag: &str) -> bool {
    matches!(token.signs, Signs::Han | Signs::Hangul)
        && family_length(&token.folded, tag).is_some_and(|(_, is_whole)| !is_whole)
}

/// How long the family name is that a name in signs begins with, in bytes, and whether it is all.
pub fn family_length(signs: &str, tag: &str) -> Option<(usize, bool)> {
    let count = signs.chars().count();
    if count > 6 {
        return None;
    }
    let ends: Vec<_> = signs
        .char_indices()
        .map(|(at, c)| at + c.len_utf8())
        .collect();
    let fits = |end: usize| {
        LEXICON.family_first(&signs[..end]).is_some_and(|families| {
            families.iter().any(|family| {
                let left = count - signs[..end].chars().count();
                match family.language {
                    "ja" => left <= 3 && (tag.is_empty() || tag == "ja" || left > 0),
                    _ => left <= 2,
                }
            })
        })
    };
    let found = ends.iter().rev().take(6).copied().find(|&end| fits(end))?;
    Some((found, found == signs.len()))
}
