//! Where sentences end.

use std::ops::Range;

use crate::language::{Class, Language};
use crate::quotes::Quote;
use crate::tokens::Token;

/// What has more tokens is no sentence: a table, a list, a text without marks. It is cut, so that no search in it is long.
const LONGEST: usize = 400;

/// The sentences among `tokens[range]`. A quotation is never cut.
pub fn sentences(
    tokens: &[Token],
    range: Range<usize>,
    quotes: &[Quote],
    language: &Language,
) -> Vec<Range<usize>> {
    let mut out = Vec::new();
    let mut begin = range.start;
    let mut at = range.start;
    let mut quotes = quotes.iter().peekable();
    while at < range.end {
        let mut next = at + 1;
        let is_end = if let Some(quote) = quotes.next_if(|q| q.open == at) {
            next = (quote.close + 1).min(range.end);
            ends_behind_quote(tokens, quote, &range, language)
        } else {
            ends(tokens, at, &range, language)
        };
        // Behind an attribution between dashes what was said goes on.
        let goes_on = quotes
            .peek()
            .is_some_and(|q| q.open == next && tokens[next].is_mark("–—-"));
        if is_end && !goes_on {
            // A mark that closes something belongs to what it closes.
            while next < range.end && tokens[next].is_mark(")]’”»") {
                next += 1;
            }
            out.push(begin..next);
            begin = next;
        }
        at = next;
        if at > begin + LONGEST {
            out.push(begin..at);
            begin = at;
        }
    }
    if begin < range.end {
        out.push(begin..range.end);
    }
    out
}

const FINAL: &str = ".!?…。！？؟۔।";

fn ends(tokens: &[Token], at: usize, range: &Range<usize>, language: &Language) -> bool {
    let token = &tokens[at];
    if !token.is_mark(FINAL) {
        return false;
    }
    let Some(next) = tokens.get(at + 1).filter(|_| at + 1 < range.end) else {
        return true;
    };
    if token.is_mark("。！？۔।") {
        return true;
    }
    if !next.is_spaced && !next.is_mark(")]") {
        return false;
    }
    if next.mark.is_none() && !next.is_capital && !next.is_number && language.has_capitals {
        return false;
    }
    // "Rep. Blumenauer (D-Ore.) said".
    let behind = next.is_mark(")]").then(|| tokens.get(at + 2)).flatten();
    if behind.is_some_and(|t| {
        t.is_mark(",;")
            || (t.mark.is_none() && language.has_capitals && !t.is_capital && !t.is_number)
    }) {
        return false;
    }
    if token.is_mark(".") && at > range.start {
        let before = &tokens[at - 1];
        let is_initial = before.end - before.begin <= 2 && before.is_capital;
        let is_ordinal = before.is_number && language.has_capital_nouns;
        if before.is(Class::Abbreviation) || is_initial || is_ordinal {
            return false;
        }
    }
    true
}

/// A quotation that holds a whole sentence ends one, unless what follows says whose it is.
fn ends_behind_quote(
    tokens: &[Token],
    quote: &Quote,
    range: &Range<usize>,
    language: &Language,
) -> bool {
    let Some(next) = tokens
        .get(quote.close + 1)
        .filter(|_| quote.close + 1 < range.end)
    else {
        return true;
    };
    let Some(last) = quote.inside().last().map(|at| &tokens[at]) else {
        return false;
    };
    if !language.has_spaces() {
        let before = quote.open.checked_sub(1).filter(|&at| at >= range.start);
        return last.is_mark(FINAL)
            && (before.is_some_and(|at| tokens[at].is_mark(":：，,")) && next.mark.is_none()
                || !says_more(tokens, quote.close + 1..range.end, language));
    }
    if !last.is_mark(FINAL) || !next.is_spaced {
        return false;
    }
    if next.mark.is_some() || (language.has_capitals && !next.is_capital && !next.is_number) {
        return false;
    }
    // "ने कहा, "..."": nothing that follows can say whose it is once more.
    let opens = quote.open.checked_sub(1).filter(|&at| at > range.start);
    if !language.has_capitals && opens.is_some_and(|at| tokens[at].is_mark(":,")) {
        return true;
    }
    // "sagte er" has no capital where what is quoted is the first thing in its clause.
    if language.is_verb_second {
        return true;
    }
    let follows = quote.close + 1..range.end.min(quote.close + 8);
    let has_cue = tokens[follows]
        .iter()
        .take_while(|t| t.mark.is_none())
        .any(|t| t.word.is_some_and(|w| !language.forms(w).is_empty()));
    !has_cue || (last.is_mark(".。۔।") && language.has_capitals)
}

/// Whether the first clause of a text without spaces has a cue, or nothing but marks.
fn says_more(tokens: &[Token], range: Range<usize>, language: &Language) -> bool {
    if tokens[range.start].mark.is_some() {
        return true;
    }
    tokens[range]
        .iter()
        .take(40)
        .take_while(|t| t.mark.is_none() || t.is_mark("·・（）()"))
        .any(|t| t.word.is_some_and(|w| !language.forms(w).is_empty()))
}
