//! Turns of a transcript, and headlines of the same form.

use crate::draft::{Draft, trimmed};
use crate::language::{Class, Language};
use crate::statement::Kind;
use crate::tokens::Token;

/// How far around a turn its speaker's name is looked for, in bytes.
const AROUND: usize = 4096;

/// A paragraph that somebody named before a colon speaks, as in transcripts and headlines: "QUILL: But is it?",
/// "Quill: the bridge has to wait".
pub fn turn(body: &str, language: &Language, tokens: &[Token]) -> Option<Draft> {
    if !language.has_capitals || language.has_capital_nouns {
        return None;
    }
    let colon = tokens.iter().take(9).position(|t| t.is_mark(":"))?;
    // Each turn may open with a mark that is never closed.
    let start = usize::from(tokens[0].is_mark("\"“"));
    let name = tokens.get(start..colon).filter(|n| !n.is_empty())?;
    let next = tokens.get(colon + 1)?;
    let is_name = |t: &Token| {
        t.is_capital || t.is(Class::Role) || t.is(Class::Genitive) || t.is_mark(".()-'’")
    };
    let is_somebody = name
        .first()
        .is_some_and(|t| t.is_capital && !t.is(Class::Question))
        && !name.iter().any(|t| t.is(Class::Nobody))
        && name.iter().all(is_name)
        && next.is_spaced
        && tokens.len() > colon + 3;
    if !is_somebody {
        return None;
    }
    let text = &body[name[0].begin..name[name.len() - 1].end];
    let is_shouted = text.chars().filter(|c| c.is_alphabetic()).count() > 2
        && !text.chars().any(char::is_lowercase);
    let last = &body[name.iter().rfind(|t| t.mark.is_none())?.begin..name[name.len() - 1].end];
    let last = last.trim_end_matches(')');
    let is_known = || {
        let first = last.chars().next().map_or(0, char::len_utf8);
        let written = [&last[..first], &last[first..].to_lowercase()].concat();
        is_named_around(body, last, tokens[0].begin, 2)
            || is_shouted && is_named_around(body, &written, tokens[0].begin, 1)
    };
    let is_first = name[0].begin == 0;
    let is_quoted = next.is_mark("\"“'‘«");
    // Where verbs stand last the verb may follow: 'Polis: "..." dedi'.
    if is_quoted && language.is_verb_final {
        return None;
    }
    let has_role = name.iter().any(|t| t.is(Class::Role));
    if !((is_shouted || is_first || is_quoted) && is_known()
        || (is_first || is_shouted) && has_role)
    {
        return None;
    }
    let mut content = trimmed(tokens, colon + 1..tokens.len());
    while content.len() > 1 && tokens[content.end - 1].is_mark(".!?…") {
        content.end -= 1;
    }
    if is_quoted && content.len() > 2 && tokens[content.end - 1].is_mark("\"”'’»") {
        content = content.start + 1..content.end - 1;
    }
    Some(Draft {
        source: Some(start..colon),
        carries_on: true,
        ..Draft::of(
            if is_quoted || is_shouted {
                Kind::Direct
            } else {
                Kind::Indirect
            },
            vec![content],
        )
    })
}

/// Whether a name stands in the text around a place so many times.
fn is_named_around(body: &str, name: &str, at: usize, times: usize) -> bool {
    let begin = body.ceil_char_boundary(at.saturating_sub(AROUND));
    let end = body.floor_char_boundary(at + AROUND);
    let text = &body[begin..end];
    text.match_indices(name).nth(times - 1).is_some()
}
