//! Names in languages that write them without capitals: what stands behind a title, or before or behind an office and
//! the words that belong to it.

use std::ops::Range;

use super::{HEAD, Phrase};
use crate::language::{Class, Classes, Language};
use crate::tokens::Token;

/// How many words a name without capitals has at most.
pub const LONGEST_PLAIN: usize = 4;

/// How many letters a name without capitals has at least to be looked for.
const SHORTEST_PLAIN: usize = 3;

/// How far beside a name its office is looked for, in bytes and in words.
const BESIDE: usize = 160;
const OFFICE: usize = 8;

/// What makes an office of the words before a name.
const NAMING: Classes = Classes::of(Class::Role)
    .and(Classes::of(Class::Title))
    .and(Classes::of(Class::Person));

impl Phrase<'_> {
    /// What stands behind an office and the words that belong to it, or behind a title.
    pub(super) fn plain_name(&self, part: Range<usize>) -> Option<Range<usize>> {
        let tokens = &self.tokens[part.clone()];
        let is_run = tokens.iter().skip(1).all(|t| t.is_spaced);
        if !is_run || tokens.iter().any(|t| t.mark.is_some()) || tokens.first()?.is(Class::Body) {
            return None;
        }
        let office = tokens
            .iter()
            .rposition(|t| is_office(t) || t.is(Class::Title))?;
        let begin = (office + 1..tokens.len()).find(|&at| !self.belongs(tokens, office, at))?;
        let name = &tokens[begin..];
        let is_name = name.len() <= LONGEST_PLAIN && name.iter().all(is_unknown);
        // One word behind an office may belong to it: "وزير دفاع".
        let is_told = name.len() > 1 || tokens[office].is(Class::Title);
        (is_name && is_told).then(|| part.start + begin..part.end)
    }

    /// Whether a word belongs to the office before it rather than to a name: it is definite, has an owner, or stands
    /// behind a preposition or the name of a body.
    fn belongs(&self, tokens: &[Token], office: usize, at: usize) -> bool {
        let token = &tokens[at];
        let written = &self.body[token.begin..token.end];
        token.is(Class::Preposition)
            || token.is(Class::Genitive)
            || token.is(Class::Determiner)
            || token.is(Class::Body)
            || self.language.is_definite(written)
            || self.language.unaddressed(written).is_some()
            || at == office + 1 && token.word.is_none() && self.language.is_owned(written)
            || at.checked_sub(1).is_some_and(|before| {
                let before = &tokens[before];
                before.is(Class::Preposition)
                    || before.is(Class::Genitive)
                    || before.is(Class::Body)
            })
    }

    /// The name before an office, behind titles or without: "سامي الحداد وزير النقل".
    pub(super) fn plain_first(&self, part: &Range<usize>) -> Option<Range<usize>> {
        if !self.language.has_plain_names() {
            return None;
        }
        let office = part.clone().find(|&at| is_office(&self.tokens[at]))?;
        self.untitled(part.start..office)
    }

    /// The name in what is set beside an office: a few words of which nothing is known, behind titles or without.
    pub(super) fn plain_beside(&self, part: &Range<usize>) -> Option<Range<usize>> {
        if self.language.has_capitals {
            return None;
        }
        self.untitled(part.clone())
    }

    /// A few words of which nothing is known, without the titles before them.
    fn untitled(&self, part: Range<usize>) -> Option<Range<usize>> {
        let titles = self.tokens[part.clone()]
            .iter()
            .take_while(|t| t.is(Class::Title))
            .count();
        let name = part.start + titles..part.end;
        let is_name = (2..=LONGEST_PLAIN).contains(&name.len())
            && self.tokens[name.clone()]
                .iter()
                .all(|t| is_unknown(t) && t.is_spaced);
        is_name.then_some(name)
    }
}

/// Whether a word names what a person is, rather than a body.
fn is_office(token: &Token) -> bool {
    token.is(Class::Role) && !token.is(Class::Body)
}

/// Whether a word can be part of a name: nothing is known of it.
fn is_unknown(token: &Token) -> bool {
    token.word.is_none() && token.mark.is_none() && !token.is_joined
}

/// The first mention of a name, with the office before or behind it, in a language that writes names without capitals:
/// "رئيس الحزب صلاح مزوار" of "صلاح مزوار".
pub fn first_mention(
    body: &str,
    name: &str,
    before: usize,
    language: &Language,
) -> Option<Range<usize>> {
    if !language.has_plain_names() || name.chars().count() < SHORTEST_PLAIN {
        return None;
    }
    let head = body.floor_char_boundary(before.min(HEAD));
    let is_letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let (begin, _) = body[..head].match_indices(name).find(|(at, _)| {
        !is_letter(body[..*at].chars().next_back())
            && !is_letter(body[at + name.len()..].chars().next())
    })?;
    let end = begin + name.len();
    let tokens = crate::tokens::tokens(body, beside(body, begin..end), language);
    let first = tokens.iter().position(|t| t.begin >= begin)?;
    let behind = tokens
        .iter()
        .position(|t| t.begin >= end)
        .unwrap_or(tokens.len());
    let begin = office_before(&tokens[..first]).map_or(begin, |t| t.begin);
    let end = office_behind(body, &tokens[behind..], language).map_or(end, |t| t.end);
    Some(begin..end)
}

/// The first word of the office nearest before a name: "نائب" of "نائب رئيس الحزب".
fn office_before(tokens: &[Token]) -> Option<&Token> {
    let words = tokens.iter().rev().take(OFFICE);
    words
        .take_while(|t| is_of_office(t))
        .skip_while(|t| !t.classes.meets(NAMING))
        .take_while(|t| t.classes.meets(NAMING))
        .last()
}

/// The last word of the office that stands right behind a name. The definite nouns that follow belong to it, and a bare
/// one before them: "مدير ميناء الرمال".
fn office_behind<'t>(body: &str, tokens: &'t [Token], language: &Language) -> Option<&'t Token> {
    let is_definite = |t: &Token| is_of_office(t) && language.is_definite(&body[t.begin..t.end]);
    let office = tokens.first().filter(|t| t.is(Class::Role))?;
    let bare = match tokens.get(1..3) {
        Some([noun, next]) => is_of_office(noun) && !is_definite(noun) && is_definite(next),
        _ => false,
    };
    let nouns = &tokens[1 + usize::from(bare)..];
    let last = nouns
        .iter()
        .take(OFFICE)
        .take_while(|t| is_definite(t))
        .last();
    last.or(Some(office))
}

/// Whether a word can be part of an office: one that names it, or one of which nothing is known.
fn is_of_office(token: &Token) -> bool {
    is_unknown(token) || token.mark.is_none() && !token.is_joined && token.classes.meets(NAMING)
}

/// The line around a name, no further than an office reaches.
fn beside(body: &str, name: Range<usize>) -> Range<usize> {
    let from = body.ceil_char_boundary(name.start.saturating_sub(BESIDE));
    let to = body.floor_char_boundary(name.end + BESIDE);
    let begin = body[from..name.start]
        .rfind('\n')
        .map_or(from, |at| from + at + 1);
    let end = body[name.end..to].find('\n').map_or(to, |at| name.end + at);
    begin..end
}
