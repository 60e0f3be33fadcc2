//! From a noun phrase to the name and the office in it: "port spokesman Rami Aoun".

mod plain;

use std::ops::Range;

use crate::language::{Class, Gender, Language};
use crate::statement::Speaker;
use crate::tokens::Token;

pub use plain::{LONGEST_PLAIN, first_mention};

/// How far into a text the full name behind a surname is looked for, in bytes.
const HEAD: usize = 8192;

/// How many words stand before a surname at most.
const FORENAMES: usize = 3;

/// The speaker that a source names.
pub fn describe(body: &str, tokens: &[Token], language: &Language) -> Speaker {
    let written = tokens.first().map_or("", |t| &body[t.begin..t.end]);
    let Some((bare, classes)) = language.unaddressed(written) else {
        return described(body, tokens, language);
    };
    // "وفقا لوزير النقل": the letter goes with the cue.
    let mut tokens = tokens.to_vec();
    tokens[0].classes = classes;
    let speaker = described(body, &tokens, language);
    let bared = |text: String| match text.strip_prefix(written) {
        Some(rest) => format!("{bare}{rest}"),
        None => text,
    };
    Speaker {
        name: bared(speaker.name),
        role: speaker.role.map(bared),
    }
}

fn described(body: &str, tokens: &[Token], language: &Language) -> Speaker {
    let phrase = Phrase {
        body,
        tokens,
        language,
    };
    let text =
        |range: Range<usize>| body[tokens[range.start].begin..tokens[range.end - 1].end].to_owned();
    let parts = phrase.parts();
    let Some(head) = parts.first().cloned() else {
        return Speaker {
            name: text(0..tokens.len()),
            role: None,
        };
    };
    let beside = parts.get(1).cloned();
    let joins = |t: &Token| t.is(Class::Coordinator) && t.mark.is_none();
    if let Some(name) = phrase.plain_first(&head) {
        return Speaker {
            role: Some(text(phrase.bare(name.end..head.end))),
            name: text(name),
        };
    }
    let name = phrase
        .name(head.clone())
        .filter(|_| !tokens[head.clone()].iter().any(joins));
    let (name, role) = match (name, beside) {
        (Some(name), beside) => {
            let before = phrase.bare(head.start..name.start);
            let behind = beside
                .filter(|b| phrase.is_office(b))
                .map(|b| phrase.bare(b));
            (
                name,
                (!before.is_empty())
                    .then_some(before)
                    .filter(|b| phrase.says_more(b))
                    .or(behind),
            )
        }
        // "the mayor, Rima Nassar".
        (None, Some(beside)) if phrase.is_name(&beside) => (beside, Some(phrase.bare(head))),
        (None, Some(beside))
            if phrase.is_office(&head) && phrase.plain_beside(&beside).is_some() =>
        {
            let name = phrase.plain_beside(&beside).unwrap_or(beside);
            (name, Some(phrase.bare(head)))
        }
        (None, _) => (phrase.bare(head), None),
    };
    if name.is_empty() {
        return Speaker {
            name: text(0..tokens.len()),
            role: None,
        };
    }
    let role = role.filter(|r| !r.is_empty()).map(text);
    Speaker {
        name: Phrase::unowned(text(name)),
        role,
    }
}

/// What a title or an office says of the one who has it: "Mrs", "spokesman".
pub fn gender(tokens: &[Token]) -> Gender {
    for (at, token) in tokens.iter().enumerate() {
        let is_owned = tokens[at..].iter().take(3).any(|t| t.is_owner);
        match (token.is(Class::Man), token.is(Class::Woman)) {
            (true, false) if !is_owned => return Gender::Male,
            (false, true) if !is_owned => return Gender::Female,
            _ => {}
        }
    }
    Gender::Any
}

/// The full name behind a surname, from where the text has it first.
pub fn full(body: &str, name: &str, before: usize, language: &Language) -> Option<String> {
    if !language.has_capitals
        || language.has_capital_nouns
        || name.contains(' ')
        || !name.starts_with(char::is_uppercase)
    {
        return None;
    }
    let head = body.floor_char_boundary(before.min(HEAD));
    let first_line = body[..head].find('\n').unwrap_or(0);
    // Headlines have capitals everywhere.
    let behind = body[first_line..head]
        .match_indices(name)
        .map(|(at, _)| first_line + at);
    behind
        .chain(body[..first_line].match_indices(name).map(|(at, _)| at))
        .find_map(|at| forenames(body, at, at + name.len(), language))
}

/// The words before a surname that stands at `begin`, together with it.
fn forenames(body: &str, begin: usize, end: usize, language: &Language) -> Option<String> {
    if body[end..]
        .chars()
        .next()
        .is_some_and(char::is_alphanumeric)
    {
        return None;
    }
    let mut from = begin;
    for _ in 0..FORENAMES {
        let Some(rest) = body[..from].strip_suffix(' ') else {
            break;
        };
        let word = rest.rsplit(char::is_whitespace).next().unwrap_or_default();
        let is_initial = word.ends_with('.') && word.chars().count() <= 2;
        let is_word = word
            .chars()
            .all(|c| c.is_alphabetic() || matches!(c, '-' | '’' | '\''))
            && !word.ends_with("'s")
            && !word.ends_with("’s");
        if !word.starts_with(char::is_uppercase)
            || word.chars().count() < 2
            || !(is_word || is_initial)
        {
            break;
        }
        let mut key = String::new();
        crate::tokens::fold(word.trim_end_matches('.'), &mut key);
        if !is_initial && language.look_up(&key).word.is_some() {
            break;
        }
        from = rest.len() - word.len();
    }
    // "Fishermen Berg" in a heading is no name, nor is an initial alone.
    (from < begin && begin - from > 3).then(|| body[from..end].to_owned())
}

struct Phrase<'a> {
    body: &'a str,
    tokens: &'a [Token],
    language: &'a Language,
}

impl Phrase<'_> {
    /// The noun and what is set beside it, without clauses, ages and brackets.
    fn parts(&self) -> Vec<Range<usize>> {
        let mut parts = Vec::new();
        let mut begin = 0;
        for at in 0..=self.tokens.len() {
            let is_end = self.tokens.get(at).is_none_or(|t| t.is_mark(",،、(（"));
            if !is_end {
                continue;
            }
            let part = begin..at;
            begin = at + 1;
            let Some(first) = self.tokens[part.clone()].first() else {
                continue;
            };
            if first.is(Class::Relative) && !first.is(Class::Determiner) {
                break;
            }
            if self.tokens.get(at).is_some_and(|t| t.is_mark("(（"))
                || self.tokens[part.clone()].iter().any(|t| t.is_mark(")）"))
            {
                if parts.is_empty() {
                    parts.push(part);
                }
                continue;
            }
            if !self.tokens[part.clone()]
                .iter()
                .all(|t| t.is_number || t.mark.is_some())
            {
                parts.push(part);
            }
        }
        parts
    }

    /// Where a name ends the phrase: behind an office, or behind words without capitals.
    fn name(&self, part: Range<usize>) -> Option<Range<usize>> {
        if !self.language.has_capitals {
            return self.plain_name(part);
        }
        let tokens = &self.tokens[part.clone()];
        let office = tokens
            .iter()
            .rposition(|t| t.is(Class::Role) || t.is(Class::Title));
        let mut begin = match office {
            Some(at) => Self::behind_office(&tokens[at + 1..])? + at + 1,
            None => 0,
        };
        let is_part =
            |t: &Token| t.is_capital || t.is(Class::Genitive) || t.mark.is_some() || t.is_number;
        if !self.language.has_capital_nouns {
            // Words without capitals before a name say what somebody is.
            let lower = tokens
                .iter()
                .rposition(|t| !is_part(t))
                .map_or(0, |at| at + 1);
            begin = begin.max(lower);
            let before = begin.checked_sub(1).map(|at| &tokens[at]);
            if before
                .is_some_and(|t| t.is(Class::Preposition) || (t.is(Class::Determiner) && begin > 1))
            {
                return None;
            }
        }
        let first = tokens.get(begin)?;
        let names = tokens[begin..].iter().filter(|t| t.is_capital).count();
        // Behind an article stands the name of a body, unless an office is between.
        let is_whole = begin > 0 || !first.is(Class::Determiner);
        let is_short = office.is_some() || !self.language.has_capital_nouns || names > 1;
        let is_name =
            first.is_capital && is_whole && is_short && tokens[begin..].iter().all(is_part);
        let opens = tokens[begin..]
            .iter()
            .take(2)
            .any(|t| t.is(Class::Genitive) && t.is(Class::Preposition));
        let is_article_only = begin > 0
            && office.is_none()
            && tokens[..begin].iter().all(|t| t.is(Class::Determiner));
        (is_name && !opens && !is_article_only).then(|| part.start + begin..part.end)
    }

    /// Where a name begins behind an office: "of State Ada Quill".
    fn behind_office(rest: &[Token]) -> Option<usize> {
        let first = rest.first()?;
        if !first.is(Class::Genitive) {
            return Some(0);
        }
        let noun = rest
            .iter()
            .position(|t| !t.is(Class::Genitive) && !t.is(Class::Determiner))?;
        let names = rest[noun + 1..]
            .iter()
            .take_while(|t| t.is_capital || t.mark.is_some())
            .count();
        (names == rest.len() - noun - 1 && names >= 2).then_some(noun + 1)
    }

    /// Whether a part is a name and nothing else.
    fn is_name(&self, part: &Range<usize>) -> bool {
        let tokens = &self.tokens[part.clone()];
        self.language.has_capitals
            && tokens.len() > 1
            && tokens.iter().all(|t| {
                t.is_capital
                    || t.mark.is_some()
                    || (t.is(Class::Genitive) && !t.is(Class::Preposition))
            })
            && !tokens
                .iter()
                .any(|t| t.is(Class::Role) || t.is(Class::Determiner))
    }

    /// Whether what is set beside a name says what somebody is.
    fn is_office(&self, part: &Range<usize>) -> bool {
        let tokens = &self.tokens[part.clone()];
        tokens.iter().any(|t| t.is(Class::Role))
            || tokens.first().is_some_and(|t| t.is(Class::Determiner))
    }

    /// Whether the words before a name are more than "Mr".
    fn says_more(&self, part: &Range<usize>) -> bool {
        let tokens = &self.tokens[part.clone()];
        let has_office = tokens.iter().any(|t| t.is(Class::Role));
        // Where a name of several words stands in it and no office, it is a clause: "Ada Quill endorses".
        let is_name = |pair: &[Token]| pair.iter().all(|t| t.is_capital && t.mark.is_none());
        let is_clause = !has_office
            && (tokens.windows(2).any(is_name)
                || tokens.last().is_some_and(|t| t.is(Class::Title)));
        let is_more = |t: &Token| t.mark.is_none() && (!t.is(Class::Title) || t.is(Class::Role));
        !(is_clause && self.language.has_capitals && !self.language.has_capital_nouns)
            && tokens.iter().any(is_more)
    }

    /// A part without its article and the marks at its ends.
    fn bare(&self, part: Range<usize>) -> Range<usize> {
        let (mut begin, mut end) = (part.start, part.end);
        let is_loose =
            |t: &Token| t.mark.is_some() || (t.is(Class::Determiner) && !t.is(Class::Role));
        while begin < end && is_loose(&self.tokens[begin]) {
            begin += 1;
        }
        while end > begin
            && (self.tokens[end - 1].mark.is_some() || self.tokens[end - 1].is(Class::Relative))
        {
            end -= 1;
        }
        begin..end
    }

    /// A name without the mark of the genitive.
    fn unowned(name: String) -> String {
        match name.strip_suffix("'s").or_else(|| name.strip_suffix("’s")) {
            Some(bare) => bare.to_owned(),
            None => name,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language;
    use crate::tokens::tokens;

    fn described(text: &str, tag: &str) -> (String, Option<String>) {
        let language = language::of(Some(tag));
        let tokens = tokens(text, 0..text.len(), language);
        let speaker = describe(text, &tokens, language);
        (speaker.name, speaker.role)
    }

    #[track_caller]
    fn check(text: &str, tag: &str, name: &str, role: Option<&str>) {
        assert_eq!(
            described(text, tag),
            (name.to_owned(), role.map(str::to_owned)),
            "{text}"
        );
    }

    #[test]
    fn offices_before_and_behind_names() {
        check(
            "port spokesman Rami Aoun",
            "en",
            "Rami Aoun",
            Some("port spokesman"),
        );
        check(
            "Rami Aoun, the port spokesman,",
            "en",
            "Rami Aoun",
            Some("port spokesman"),
        );
        check("The mayor, Rima Nassar", "en", "Rima Nassar", Some("mayor"));
        check(
            "Secretary of State Ada Quill",
            "en",
            "Ada Quill",
            Some("Secretary of State"),
        );
        check("Rep. Ada Quill (D-Ore.)", "en", "Ada Quill", Some("Rep."));
        check("Mr. Quill", "en", "Quill", None);
        check(
            "conservative radio host Ada Quill",
            "en",
            "Ada Quill",
            Some("conservative radio host"),
        );
        check(
            "Ada Quill, 63, a teacher from Ohio,",
            "en",
            "Ada Quill",
            Some("teacher from Ohio"),
        );
        check(
            "el presidente Juan Quiroga",
            "es",
            "Juan Quiroga",
            Some("presidente"),
        );
    }

    #[test]
    fn bodies_and_bare_offices_lose_their_article() {
        check("the Quill campaign", "en", "Quill campaign", None);
        check("the minister", "en", "minister", None);
        check("the State Department", "en", "State Department", None);
        check(
            "The House Committee on Fisheries",
            "en",
            "House Committee on Fisheries",
            None,
        );
        check("police", "en", "police", None);
        check("voters in Ohio", "en", "voters in Ohio", None);
    }

    #[test]
    fn names_without_capitals_stand_before_or_behind_offices() {
        check(
            "سامي الحداد وزير النقل",
            "ar",
            "سامي الحداد",
            Some("وزير النقل"),
        );
        check(
            "وزير النقل المحلي سامي الحداد",
            "ar",
            "سامي الحداد",
            Some("وزير النقل المحلي"),
        );
        check("الرئيس الأمريكي", "ar", "الرئيس الأمريكي", None);
        check(
            "لوزير النقل سامي الحداد",
            "ar",
            "سامي الحداد",
            Some("وزير النقل"),
        );
        check("للمتحدث", "ar", "المتحدث", None);
        check("لصحيفة الغد", "ar", "صحيفة الغد", None);
    }

    #[test]
    fn a_name_without_capitals_finds_its_first_mention() {
        let body = "افتتح\nزار وزير النقل سامي الحداد الميناء.\n\nوقال الحداد إن العمل جار.";
        let arabic = language::of(Some("ar"));
        let at = body.rfind("الحداد").unwrap();
        let found = first_mention(body, "الحداد", at, arabic).unwrap();
        assert_eq!(&body[found], "وزير النقل سامي الحداد");
        assert_eq!(first_mention(body, "العمل", at, arabic), None);
    }

    #[test]
    fn a_surname_finds_its_full_name() {
        let body = "Quill wins\nOn Monday the mayor, Ada J. Quill, spoke. Later Quill left.";
        let english = language::of(Some("en"));
        assert_eq!(
            full(body, "Quill", body.len(), english).as_deref(),
            Some("Ada J. Quill")
        );
        assert_eq!(full(body, "Monday", body.len(), english), None);
    }
}
