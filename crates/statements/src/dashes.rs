//! Attributions set between dashes within what they attribute: «A, — сказал X, — B», and dialogue that a dash opens
//! at the head of a paragraph: — A, — сказал X. — B.

use crate::language::{Language, Role};
use crate::quotes::Quote;
use crate::tokens::Token;

/// How long an attribution may be, in tokens.
const LONGEST: usize = 30;

/// The quotations, those with an attribution in them parted by it, and dialogue in front.
///
/// A paragraph that a dash opens is dialogue where an attribution parts it, or where the one before announced it.
pub fn parted(
    tokens: &[Token],
    quotes: Vec<Quote>,
    language: &Language,
    is_announced: bool,
) -> Vec<Quote> {
    let mut out = Vec::with_capacity(quotes.len());
    let opens_dialogue = tokens.len() > 3 && tokens[0].is_mark("–—-") && tokens[1].is_spaced;
    if opens_dialogue && quotes.first().is_none_or(|q| q.open > 1) {
        let whole = Quote {
            open: 0,
            close: tokens.len(),
        };
        if part(tokens, whole, language, &mut out) {
            return out;
        }
        out.clear();
        if is_announced {
            out.push(whole);
            return out;
        }
    }
    for quote in quotes {
        if !part(tokens, quote, language, &mut out) {
            out.push(quote);
        }
    }
    out
}

/// Adds the parts of a quotation, if an attribution parts it.
fn part(tokens: &[Token], whole: Quote, language: &Language, out: &mut Vec<Quote>) -> bool {
    let mut open = whole.open;
    let mut is_parted = false;
    let mut at = open + 1;
    while at < whole.close.min(tokens.len()) {
        if !(is_dash(tokens, at, ",.!?…") && opens_attribution(tokens, at + 1, language)) {
            at += 1;
            continue;
        }
        is_parted = true;
        if at > open + 1 {
            out.push(Quote { open, close: at });
        }
        let end = whole.close.min(at + LONGEST);
        let Some(next) = (at + 2..end).find(|&next| is_dash(tokens, next, ",.!?…:")) else {
            return true;
        };
        open = next;
        at = next + 1;
    }
    if is_parted && whole.close > open + 1 {
        out.push(Quote {
            open,
            close: whole.close,
        });
    }
    is_parted
}

/// Whether a dash behind one of these marks stands at a token.
fn is_dash(tokens: &[Token], at: usize, behind: &str) -> bool {
    let token = &tokens[at];
    (token.is_mark("–—") || token.is_mark("-") && token.is_spaced)
        && tokens.get(at + 1).is_some_and(|next| next.is_spaced)
        && tokens[at - 1].is_mark(behind)
}

/// Whether a verb that reports stands at a token, in small letters.
fn opens_attribution(tokens: &[Token], at: usize, language: &Language) -> bool {
    let behind = tokens
        .iter()
        .skip(at)
        .take(3)
        .take_while(|t| t.mark.is_none() && !t.is_capital);
    behind.filter_map(|t| t.word).any(|word| {
        let forms = language.forms(word);
        forms
            .iter()
            .any(|form| language.frame(form).role == Role::Verb)
    })
}
