//! Reporting words, found by the catalogue of the language.

use std::ops::Range;

use crate::language::{Class, Classes, Form, Frame, Language, Order, Role, Takes};
use crate::quotes::Quote;
use crate::sentence::PRONOUNS;
use crate::tokens::Token;

/// How far back in its clause a particle of a verb is looked for, in tokens.
const PARTICLE_REACH: usize = 30;

/// How far behind a preposition the word stands that the source is set before, in tokens.
const SOURCE_REACH: usize = 5;

/// How far back the parts of a verb are looked for, in tokens.
const GROUP_REACH: usize = 8;

/// A cue where it stands.
#[derive(Debug, Clone)]
pub struct Hit {
    /// Its tokens.
    pub at: Range<usize>,
    /// Where the auxiliaries and pronouns before it begin that belong to the verb.
    pub group: usize,
    /// Its particle further back.
    pub particle: Option<usize>,
    /// The form found.
    pub form: &'static Form,
    /// How it works.
    pub frame: &'static Frame,
    /// Whether what follows it may be its object, in one of its frames.
    pub may_take_object: bool,
    /// The letter that, in one of its frames, is written together with the first word of what was said: Arabic "ب".
    pub glued: Option<char>,
    /// Other ways in which the same words can work, in the catalogue's order.
    pub others: Vec<Hit>,
}

/// The cues of a sentence outside its quotations, in order and without overlap.
pub fn hits(
    tokens: &[Token],
    sentence: Range<usize>,
    quotes: &[Quote],
    language: &'static Language,
) -> Vec<Hit> {
    let mut out: Vec<Hit> = Vec::new();
    let mut at = sentence.start;
    let is_headline = is_headline(&tokens[sentence.clone()]);
    let first = quotes.partition_point(|q| q.open < sentence.start);
    let mut quotes = quotes[first..].iter().peekable();
    while at < sentence.end {
        if let Some(quote) = quotes.next_if(|q| q.open == at) {
            at = quote.close + 1;
            continue;
        }
        let forms = tokens[at].word.map_or(&[][..], |word| language.forms(word));
        let mut found: Option<Hit> = None;
        for form in forms {
            // Longest first: what is shorter than the first that fits is part of it.
            if found
                .as_ref()
                .is_some_and(|f| f.form.words.len() > form.words.len())
            {
                break;
            }
            // A preposition holds its source between its parts: "по его словам".
            let reach = if language.frame(form).role == Role::Before {
                SOURCE_REACH
            } else {
                PARTICLE_REACH
            };
            let Some((end, particle)) = matched(tokens, at, sentence.end.min(at + reach), form)
            else {
                continue;
            };
            let group = group(tokens, at, sentence.start);
            let is_helped = tokens[group..at].iter().any(|t| t.is(Class::Auxiliary));
            if form.needs_auxiliary && !is_helped && !language.is_verb_second {
                continue;
            }
            let hit = Hit {
                at: at..end,
                group,
                particle,
                form,
                frame: language.frame(form),
                may_take_object: false,
                glued: None,
                others: Vec::new(),
            };
            match &mut found {
                Some(first) => first.others.push(hit),
                None => found = Some(hit),
            }
        }
        let is_second = language.order == Order::After
            && out.last().is_some_and(|last| {
                last.at.end == at && last.frame.role == Role::Verb && !tokens[at].is_joined
            });
        let found = found.filter(|hit| !(is_second && hit.frame.role == Role::Verb));
        // "في مذكرة", "أمام رفض": behind a preposition a participle is a noun, and so is what looks like a verb.
        let before = &tokens[at.max(sentence.start + 1) - 1];
        let is_governed = language.order == Order::After
            && at > sentence.start
            && before.is(Class::Preposition)
            && before.mark.is_none();
        let is_noun_of = |hit: &Hit| match hit.frame.role {
            Role::Participle => is_governed,
            Role::Verb => {
                is_governed
                    && !tokens[at].is_joined
                    && !before.is(Class::Resumptive)
                    && !before.is(Class::Relative)
            }
            Role::Noun | Role::Before | Role::After => false,
        };
        let found = found.filter(|hit| !is_noun_of(hit));
        match found.filter(|hit| !is_noun(tokens, hit, sentence.start, is_headline, language)) {
            Some(hit) if hit.frame.is_idiom => at = hit.at.end,
            Some(mut hit) => {
                let takes = |h: &Hit| h.frame.takes(Takes::Object) || h.frame.addresses_object;
                let may_take_object = takes(&hit) || hit.others.iter().any(takes);
                hit.may_take_object = may_take_object;
                hit.glued = hit
                    .frame
                    .glued
                    .or_else(|| hit.others.iter().find_map(|h| h.frame.glued));
                for other in &mut hit.others {
                    other.may_take_object = may_take_object;
                    other.glued = hit.glued;
                }
                at = hit.at.end;
                out.push(hit);
            }
            None => at += 1,
        }
    }
    out
}

/// Whether every word that is longer than an article has a capital: "Minister Says Harbour Is Too Small".
fn is_headline(tokens: &[Token]) -> bool {
    let mut words = tokens
        .iter()
        .filter(|t| t.mark.is_none() && t.end - t.begin > 3)
        .peekable();
    words.peek().is_some() && words.all(|t| t.is_capital || t.is_number)
}

/// Where the auxiliaries and pronouns begin that belong to the verb at `verb`: "a-t-il ensuite" of "a-t-il ensuite dit".
fn group(tokens: &[Token], verb: usize, left: usize) -> usize {
    let mut begin = verb;
    for at in (left.max(verb.saturating_sub(GROUP_REACH))..verb).rev() {
        let token = &tokens[at];
        if token.mark.is_some() {
            break;
        }
        if token.is(Class::Auxiliary) || (token.is(Class::Clitic) && begin == at + 1) {
            begin = at;
        } else if !token.is(Class::Adverb) && !token.is(Class::Negation) && !token.is_enclitic {
            break;
        }
    }
    // "comme l'a dit": the saying is an aside.
    while begin > left && tokens[begin - 1].is(Class::As) {
        begin -= 1;
    }
    begin
}

/// Whether the word is a noun or part of a name here: "the state", "the United States", "Nassar's plan".
fn is_noun(
    tokens: &[Token],
    hit: &Hit,
    first: usize,
    is_headline: bool,
    language: &Language,
) -> bool {
    if hit.frame.role != Role::Verb || hit.at.start == first {
        return false;
    }
    if language.has_articles {
        return is_behind_article(tokens, hit.at.start, first);
    }
    if language.order != Order::Before || language.is_verb_final {
        return false;
    }
    let (token, before) = (&tokens[hit.at.start], &tokens[hit.at.start - 1]);
    let is_name =
        token.is_capital && !is_headline && language.has_capitals && before.mark.is_none();
    let is_owned =
        before.is(Class::Determiner) && !before.is(Class::They) && !before.is(Class::Nobody);
    is_name || is_owned || before.is_owner
}

/// Whether an article or a preposition makes a noun of a word. Where the article is an object pronoun as well
/// ("l'annonce"), the subject or "ne" before it says that it is one.
fn is_behind_article(tokens: &[Token], at: usize, first: usize) -> bool {
    let before = &tokens[at - 1];
    let pronouns = PRONOUNS.and(Classes::of(Class::Party));
    if before.classes.meets(pronouns) {
        return false;
    }
    if !before.is(Class::Determiner) {
        return (before.is(Class::Preposition) || before.is(Class::Genitive))
            && !before.is(Class::Conjunction)
            && !before.is(Class::As)
            && !before.is(Class::Adverb)
            && !before.is(Class::Clitic);
    }
    if !before.is(Class::Clitic) || before.is_capital || at < first + 2 {
        return true;
    }
    let subject = &tokens[at - 2];
    let is_verb = subject.mark.is_none()
        && (subject.classes.meets(pronouns)
            || subject.is(Class::Negation)
            || subject.is(Class::Relative)
            || subject.is(Class::Role)
            || subject.is(Class::Nobody)
            || subject.is(Class::Clitic)
            || subject.is_capital && at > first + 2);
    !is_verb
}

fn matched(tokens: &[Token], at: usize, end: usize, form: &Form) -> Option<(usize, Option<usize>)> {
    let next = at + form.words.len();
    let is_here = next <= end
        && form
            .words
            .iter()
            .zip(&tokens[at..next])
            .skip(1)
            .all(|(w, t)| t.word == Some(*w) && !t.is_joined);
    if !is_here {
        return None;
    }
    let Some(particle) = form.particle else {
        return Some((next, None));
    };
    let behind =
        (next..end.min(next + PARTICLE_REACH)).find(|&i| tokens[i].word == Some(particle))?;
    Some((next, Some(behind)))
}
