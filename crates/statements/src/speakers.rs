//! Speakers followed through the text: who is behind "she", "the minister" and a verb without a subject.

use std::ops::Range;

use crate::language::{Class, Classes, Gender, Language};
use crate::names;
use crate::sentence;
use crate::statement::Speaker;
use crate::tokens::{Token, fold};

/// How far back an earlier mention is looked for, in bytes.
const NEAR: usize = 4096;

/// How many speakers back one is looked for.
const MEMORY: usize = 60;

/// What a statement says of its speaker.
pub struct Said<'a> {
    pub tokens: &'a [Token],
    pub source: Option<Range<usize>>,
    /// The noun that a relative pronoun as the source stands for.
    pub stands_for: Option<Range<usize>>,
    /// Whether it was said to the subject of its sentence, by nobody who is named.
    pub is_passive: bool,
    pub gender: Gender,
    /// Whether it is part of what another one says: its speaker does not become the one who goes on.
    pub is_nested: bool,
    /// Bytes of what was said.
    pub content: Range<usize>,
    /// Whether it goes on with the statement before.
    pub goes_on: bool,
}

/// Who it is.
#[derive(Debug, Default)]
pub struct Found {
    /// Bytes of the fullest mention before, where the source does not name the speaker.
    pub antecedent: Option<Range<usize>>,
    /// Bytes of the fullest mention so far, this one among them.
    pub mention: Option<Range<usize>>,
    pub speaker: Option<Speaker>,
}

/// Somebody who has spoken.
#[derive(Debug)]
struct Known {
    /// Bytes of the fullest mention.
    mention: Range<usize>,
    /// Bytes of the last one that is no pronoun.
    latest: Range<usize>,
    /// Folded words of all mentions that can tell people apart.
    words: Vec<String>,
    /// How many of them are names; they come first.
    names: usize,
    gender: Gender,
    /// Whether it is a ministry, a party, a newspaper.
    is_body: bool,
    speaker: Speaker,
}

/// The speakers of a text so far.
pub struct Speakers<'a> {
    body: &'a str,
    language: &'static Language,
    /// The one who spoke last stands last.
    known: Vec<Known>,
}

/// How many words of its mentions are kept with a speaker.
const MOST_WORDS: usize = 64;

/// How many words of an office are kept with a name, in languages that write names without capitals.
const MOST_ROLES: usize = 8;

/// Pronouns that stand for a speaker, a thing among them.
const PRONOUNS: Classes = sentence::PRONOUNS.and(Classes::of(Class::It));

/// What tells nobody apart.
const EMPTY: Classes = Classes::of(Class::Determiner)
    .and(Classes::of(Class::Preposition))
    .and(Classes::of(Class::Genitive))
    .and(Classes::of(Class::Coordinator))
    .and(Classes::of(Class::Adverb))
    .and(Classes::of(Class::Title))
    .and(Classes::of(Class::Relative))
    .and(Classes::of(Class::Auxiliary));

impl<'a> Speakers<'a> {
    /// Nobody yet.
    pub fn new(body: &'a str, language: &'static Language) -> Self {
        Self {
            body,
            language,
            known: Vec::new(),
        }
    }

    /// Finds out who speaks, and remembers.
    pub fn follow(&mut self, said: &Said) -> Found {
        let Some(source) = said.source.clone().filter(|s| !s.is_empty()) else {
            if said.is_passive {
                return Found::default();
            }
            let found = self.implied(said, said.gender, false);
            return match self
                .known
                .last()
                .filter(|_| said.goes_on && found.antecedent.is_some())
            {
                Some(known) => Found {
                    antecedent: Some(known.latest.clone()),
                    ..found
                },
                None => found,
            };
        };
        if let Some(noun) = said.stands_for.clone() {
            let tokens = &said.tokens[noun];
            let found = self.named(tokens, said.gender, said.is_nested);
            return Found {
                antecedent: Some(tokens[0].begin..tokens[tokens.len() - 1].end),
                ..found
            };
        }
        let tokens = &said.tokens[source];
        if tokens.iter().all(|t| t.classes.meets(PRONOUNS)) {
            let gender = pronoun(tokens[0].classes).unwrap_or(said.gender);
            return self.implied(said, gender, false);
        }
        if Self::is_same(tokens) && !self.known.is_empty() {
            // "المتحدث" is no body, but somebody who may not have spoken yet.
            let is_person = is_person_alone(tokens);
            let found = self.implied(said, said.gender, is_person);
            if found.antecedent.is_some() {
                return found;
            }
        }
        if tokens.iter().all(|t| t.is(Class::Party)) {
            return Found::default();
        }
        let is_document = tokens
            .iter()
            .any(|t| self.bare_classes(t).has(Class::Document));
        self.named(tokens, said.gender, said.is_nested || is_document)
    }

    /// What a word is, without a preposition that is written together with it: "لتقرير".
    fn bare_classes(&self, token: &Token) -> Classes {
        self.language
            .unaddressed(&self.body[token.begin..token.end])
            .map_or(token.classes, |(_, classes)| classes)
    }

    /// Whether a speaker looks like one person rather than a body or several.
    fn is_person(&self, known: &Known) -> bool {
        let name = &known.speaker.name;
        let has_article = known.mention.start < known.mention.end
            && !self.body[known.mention.clone()].starts_with(name.as_str());
        let is_name = name.split_whitespace().count() <= 4
            && name
                .split_whitespace()
                .all(|w| w.starts_with(char::is_uppercase));
        known.gender != Gender::Any || known.speaker.role.is_some() || is_name && !has_article
    }

    /// Whether a source says no more than that it is the one who spoke before.
    fn is_same(tokens: &[Token]) -> bool {
        let is_role = |t: &Token| t.is(Class::Role) || t.classes.meets(EMPTY) || t.is(Class::Same);
        is_person_alone(tokens)
            || tokens.iter().any(|t| t.is(Class::Same)) && tokens.iter().all(is_role)
    }

    /// The last speaker of that gender who is not one of those that are spoken of.
    fn implied(&mut self, said: &Said, gender: Gender, is_person: bool) -> Found {
        let is_open = |k: &&Known| {
            k.gender.agrees(gender)
                && !said.content.contains(&k.mention.start)
                && !(is_person && k.is_body)
        };
        let is_one = matches!(gender, Gender::Male | Gender::Female) && self.language.has_capitals;
        let at = self
            .known
            .iter()
            .rposition(|k| is_open(&k) && (!is_one || self.is_person(k)))
            .or_else(|| self.known.iter().rposition(|k| is_open(&k)));
        let Some(at) = at else {
            return Found::default();
        };
        if self.known[at].gender == Gender::Any {
            self.known[at].gender = gender;
        }
        let known = self.known.remove(at);
        let found = Found {
            antecedent: Some(known.mention.clone()),
            mention: Some(known.mention.clone()),
            speaker: Some(known.speaker.clone()),
        };
        let back = if said.is_nested { at } else { self.known.len() };
        self.known.insert(back, known);
        found
    }

    fn named(&mut self, tokens: &[Token], gender: Gender, is_nested: bool) -> Found {
        let gender = if gender == Gender::Any {
            names::gender(tokens)
        } else {
            gender
        };
        let own = tokens[0].begin..tokens[tokens.len() - 1].end;
        let (words, names) = self.telling(tokens);
        let mention = if names == 0 {
            self.before(own.clone())
        } else {
            own.clone()
        };
        let speaker = self.describe(tokens);
        let new = Known {
            latest: mention.clone(),
            mention,
            words,
            names,
            gender,
            is_body: self.bare_classes(&tokens[0]).has(Class::Body),
            speaker: self.disagreed(speaker, tokens, gender),
        };
        let at = self
            .known
            .iter()
            .rposition(|k| k.gender.agrees(gender) && self.are_one(k, &new));
        match at {
            Some(at) => {
                let known = self.known.remove(at);
                self.meet_again(known, new, own.start, is_nested)
            }
            None => self.introduce(new, &own, is_nested),
        }
    }

    /// Whether two mentions can be of one speaker.
    fn are_one(&self, known: &Known, new: &Known) -> bool {
        // Two who are both named are told apart by their names alone.
        let both_named = new.names > 0 && known.names > 0;
        if both_named && self.language.has_capitals && !self.language.has_capital_nouns {
            return is_one(&known.speaker.name, &new.speaker.name);
        }
        if self.language.has_plain_names() {
            let (new, old) = if both_named {
                (&new.words[..new.names], &known.words[..known.names])
            } else {
                (&new.words[..], &known.words[..])
            };
            return is_part(new, old) || is_part(old, new);
        }
        new.words.iter().any(|w| known.words.contains(w))
    }

    /// Somebody who has not spoken before.
    fn introduce(&mut self, mut new: Known, own: &Range<usize>, is_nested: bool) -> Found {
        let is_bare = new.names == 0;
        let first = (!is_bare).then(|| self.first_mention(&new.speaker.name, own));
        if let Some(first) = first.flatten() {
            let tokens = crate::tokens::tokens(self.body, first.clone(), self.language);
            let fuller = names::describe(self.body, &tokens, self.language);
            new.speaker = merged(&new, fuller, true);
            (new.words, new.names) = self.telling(&tokens);
            new.mention = first;
        }
        let is_earlier = is_bare && new.mention.start != own.start;
        let found = Found {
            antecedent: is_earlier.then(|| new.mention.clone()),
            mention: Some(new.mention.clone()),
            speaker: Some(new.speaker.clone()),
        };
        self.remember(new, is_nested);
        found
    }

    /// Somebody known, in a mention that begins at `begin`, which may tell more.
    fn meet_again(&mut self, mut known: Known, new: Known, begin: usize, is_nested: bool) -> Found {
        let is_bare = new.names == 0;
        let is_fuller = new.mention.len() >= known.mention.len() && !is_bare;
        let is_earlier = is_bare && known.mention.start != begin;
        let antecedent = is_earlier.then(|| known.mention.clone());
        if !is_bare {
            known.speaker = merged(&known, new.speaker, is_fuller);
        }
        known.latest = new.mention.clone();
        if is_fuller {
            known.mention = new.mention;
        }
        for (number, word) in new.words.into_iter().enumerate() {
            if known.words.len() < MOST_WORDS && !known.words.contains(&word) {
                if number < new.names {
                    known.words.insert(known.names, word);
                    known.names += 1;
                } else {
                    known.words.push(word);
                }
            }
        }
        if known.gender == Gender::Any {
            known.gender = new.gender;
        }
        let found = Found {
            antecedent,
            mention: Some(known.mention.clone()),
            speaker: Some(known.speaker.clone()),
        };
        self.remember(known, is_nested);
        found
    }

    /// A fuller mention of a name than its own, where the text has it first.
    fn first_mention(&self, name: &str, own: &Range<usize>) -> Option<Range<usize>> {
        names::first_mention(self.body, name, own.start, self.language)
            .filter(|first| first.len() > own.len())
    }

    /// The last mention before in the same words, if there is one near, else the mention itself.
    fn before(&self, mention: Range<usize>) -> Range<usize> {
        let near = mention.start.saturating_sub(NEAR);
        let from = self.body.ceil_char_boundary(near);
        let text = &self.body[mention.clone()];
        match self.body[from..mention.start].rfind(text) {
            Some(at) => from + at..from + at + text.len(),
            None => mention,
        }
    }

    fn remember(&mut self, known: Known, is_nested: bool) {
        if self.known.len() >= MEMORY {
            self.known.remove(0);
        }
        let at = self.known.len() - usize::from(is_nested && !self.known.is_empty());
        self.known.insert(at, known);
    }

    /// The words of a mention that tell people apart, names first, and how many are names.
    fn telling(&self, tokens: &[Token]) -> (Vec<String>, usize) {
        let mut words = Vec::new();
        let mut roles = Vec::new();
        let is_plain = self.language.has_plain_names();
        let described = is_plain
            .then(|| names::describe(self.body, tokens, self.language))
            .filter(|speaker| speaker.role.is_some());
        // An office has words of its own, which are no part of the name that goes with it.
        let is_office = is_plain && tokens[0].is(Class::Role) && !tokens[0].is(Class::Body);
        let is_of_office = |written: &str| match &described {
            Some(speaker) => !speaker.name.split_whitespace().any(|word| word == written),
            None => is_office,
        };
        for token in tokens.iter().filter(|t| t.mark.is_none()) {
            let written = &self.body[token.begin..token.end];
            // "للشيخ": a preposition written together with its noun is no part of it.
            let (bare, classes) = self
                .language
                .unaddressed(written)
                .unwrap_or_else(|| (written.to_owned(), token.classes));
            if classes.meets(EMPTY) {
                continue;
            }
            let mut key = String::new();
            fold(&bare, &mut key);
            // An article written together with its noun is no part of what is told apart.
            let key = self
                .language
                .without_article(&key)
                .filter(|k| k.len() > 4)
                .map_or(key.clone(), str::to_owned);
            if classes.has(Class::Role)
                || (self.language.has_capitals && !token.is_capital)
                || is_of_office(written)
            {
                roles.push(key);
            } else {
                words.push(key);
            }
        }
        let names = words.len();
        // Names come first; an office tells people apart only where no name does.
        if names == 0 {
            words = roles;
        } else {
            let most = if is_plain { MOST_ROLES } else { 2 };
            words.extend(roles.into_iter().take(most));
        }
        (words, names)
    }

    /// A speaker whose full name is that of somebody of the other gender keeps the name as written: "Mr. Nassar".
    fn disagreed(&self, new: Speaker, tokens: &[Token], gender: Gender) -> Speaker {
        let is_other = self
            .known
            .iter()
            .any(|k| !k.gender.agrees(gender) && k.speaker.name == new.name);
        if is_other {
            names::describe(self.body, tokens, self.language)
        } else {
            new
        }
    }

    /// Name and office of a source, the name in full where the text before has it so.
    fn describe(&self, tokens: &[Token]) -> Speaker {
        let mut speaker = names::describe(self.body, tokens, self.language);
        if let Some(full) = names::full(self.body, &speaker.name, tokens[0].begin, self.language) {
            speaker.name = full;
        }
        speaker
    }
}

/// Whether two names can be one speaker's: the last word is the same, and so is what stands before it where both have
/// more than that.
fn is_one(a: &str, b: &str) -> bool {
    let words = |name: &str| {
        let mut key = String::new();
        fold(name, &mut key);
        key.split_whitespace()
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    let (a, b) = (words(a), words(b));
    let (Some(first), Some(second)) = (a.last(), b.last()) else {
        return false;
    };
    first == second
        && (a.len() == 1
            || b.len() == 1
            || a[0] == b[0]
            || a[..a.len() - 1].contains(&b[0])
            || b[..b.len() - 1].contains(&a[0]))
}

/// Whether a source is an office alone that stands for somebody: "الوزير".
fn is_person_alone(tokens: &[Token]) -> bool {
    tokens.len() == 1 && tokens[0].is(Class::Person)
}

/// Whether there are words and all of them are among the others.
fn is_part(words: &[String], others: &[String]) -> bool {
    !words.is_empty() && words.iter().all(|w| others.contains(w))
}

/// What two mentions of one speaker tell together.
fn merged(known: &Known, new: Speaker, is_fuller: bool) -> Speaker {
    let old = &known.speaker;
    let words = |name: &str| name.split_whitespace().count();
    let is_longer = words(&new.name) >= words(&old.name) || known.names == 0;
    let name = if is_fuller && is_longer || old.name.len() < 2 {
        new.name
    } else {
        old.name.clone()
    };
    Speaker {
        name,
        role: old.role.clone().or(new.role),
    }
}

fn pronoun(classes: Classes) -> Option<Gender> {
    let he = classes.has(Class::He);
    let she = classes.has(Class::She);
    match (he, she, classes.has(Class::They)) {
        (true, false, _) => Some(Gender::Male),
        (false, true, false) => Some(Gender::Female),
        (false, false, true) => Some(Gender::Many),
        _ => None,
    }
}
