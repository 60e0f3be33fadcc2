//! The words of a name with what the lists say of them, also where writing does not part them.

use super::lexicon::LEXICON;
use super::lookup;
use super::split::{Signs, Token, split};

/// Words of a name that are looked at.
const MOST_TOKENS: usize = 28;

/// The words of a name with what the lists say of them.
pub fn read(name: &str, language: &str) -> Vec<Token> {
    let mut tokens: Vec<Token> = Vec::new();
    for token in split(name, language) {
        match token.signs {
            Signs::Han => han(name, token, language, &mut tokens),
            Signs::Hangul => hangul(name, token, language, &mut tokens),
            _ => tokens.push(token),
        }
    }
    tokens.truncate(MOST_TOKENS);
    lookup::mark(&mut tokens, language);
    tokens
}

/// A part of a word as a word of its own.
fn part(token: &Token, begin: usize, end: usize, from: usize, to: usize) -> Token {
    Token {
        begin,
        end,
        lower: token.folded[from..to].to_owned(),
        folded: token.folded[from..to].to_owned(),
        is_joined: false,
        ..token.clone()
    }
}

/// Where each letter begins in the name and in the folded word; `None` where folding did not keep each as long as it was.
fn letters(name: &str, token: &Token) -> Option<Vec<(usize, usize)>> {
    let written = &name[token.begin..token.end];
    let lengths = |text: &str| text.chars().map(char::len_utf8).collect::<Vec<_>>();
    // It keeps Han signs and Hangul, mark and all, unless they were written in parts.
    (lengths(written) == lengths(&token.folded)).then(|| {
        let begins = written.char_indices().map(|(from, _)| from);
        begins
            .chain([written.len()])
            .map(|from| (token.begin + from, from))
            .collect()
    })
}

/// Longest stretch of Han signs that is looked up.
const LONGEST_HAN: usize = 12;

/// Cuts offices and bodies off names in Han signs, which stand without blanks.
fn han(name: &str, token: Token, language: &str, tokens: &mut Vec<Token>) {
    let Some(places) = letters(name, &token).filter(|places| places.len() <= 40) else {
        return tokens.push(token);
    };
    let last = places.len() - 1;
    let slice = |from: usize, to: usize| &token.folded[places[from].1..places[to].1];
    if LEXICON.mark(&token.folded, language).is_known() {
        return tokens.push(token);
    }
    let mut cut = |from: usize, to: usize| {
        if from < to {
            tokens.push(part(
                &token,
                places[from].0,
                places[to].0,
                places[from].1,
                places[to].1,
            ));
        }
    };
    let (mut at, mut open) = (0, 0);
    while at < last {
        let found = (at + 1..=last.min(at + LONGEST_HAN)).rev().find(|&to| {
            let mark = LEXICON.mark(slice(at, to), language);
            if to > at + 1 {
                return mark.is_known();
            }
            // One sign says something only at the end, or where a longer entry follows it.
            let closes = to == last && at > 0;
            let opens = at == open
                && (to + 2..=last.min(to + LONGEST_HAN))
                    .any(|end| LEXICON.mark(slice(to, end), language).is_known());
            closes && (mark.title || mark.kind || mark.weak || mark.role.is_some())
                || opens && (mark.place > 0 || mark.generic)
        });
        match found {
            Some(to) => {
                cut(open, at);
                cut(at, to);
                (at, open) = (to, to);
            }
            None => at += 1,
        }
    }
    cut(open, last);
}

/// Cuts an office off a name in Hangul that is written together with it, and a body from its kind.
fn hangul(name: &str, token: Token, language: &str, tokens: &mut Vec<Token>) {
    if LEXICON.mark(&token.folded, language).is_known() {
        return tokens.push(token);
    }
    let Some(places) = letters(name, &token).filter(|places| (3..=24).contains(&places.len()))
    else {
        return tokens.push(token);
    };
    let last = places.len() - 1;
    let found = (1..last).find(|&at| {
        let mark = LEXICON.mark(&token.folded[places[at].1..], language);
        let before = LEXICON.mark(&token.folded[..places[at].1], language);
        let is_long = last - at >= 2;
        mark.title
            || is_long && mark.role.is_some()
            || (mark.kind || mark.weak) && at >= 2 && last >= 3
            || is_long && mark.is_known() && before.is_known()
    });
    match found {
        Some(at) => {
            tokens.push(part(&token, token.begin, places[at].0, 0, places[at].1));
            let whole = token.folded.len();
            tokens.push(part(&token, places[at].0, token.end, places[at].1, whole));
        }
        None => tokens.push(token),
    }
}
