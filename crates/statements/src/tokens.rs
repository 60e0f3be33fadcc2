//! A paragraph cut into words and marks, each word looked up in the catalogue of its language.

use std::ops::Range;

use crate::language::{Class, Classes, Found, Language, Word};

/// A word or a mark.
#[derive(Debug, Clone, Copy)]
pub struct Token {
    /// First byte within the body.
    pub begin: usize,
    /// One past the last byte.
    pub end: usize,
    /// The mark, or `None` for a word.
    pub mark: Option<char>,
    /// The word in the catalogue, if it is there.
    pub word: Option<Word>,
    /// What it can be, by the catalogue.
    pub classes: Classes,
    /// Whether it starts with a capital letter.
    pub is_capital: bool,
    /// Whether it is a number.
    pub is_number: bool,
    /// Whether white space stands before it.
    pub is_spaced: bool,
    /// Whether a particle that joins clauses is written together with it: Arabic "و", "ف".
    pub is_joined: bool,
    /// Whether it ends in an English genitive.
    pub is_owner: bool,
    /// Whether a pronoun that is its object is written together with it: Arabic "نصحها".
    pub has_object: bool,
    /// Whether it is a pronoun joined to the verb before it by a hyphen: French "il" of "dit-il".
    pub is_enclitic: bool,
}

impl Token {
    /// Whether the catalogue lists it in this class.
    pub fn is(&self, class: Class) -> bool {
        self.classes.has(class)
    }

    /// Whether it is one of these marks.
    pub fn is_mark(&self, marks: &str) -> bool {
        self.mark.is_some_and(|m| marks.contains(m))
    }
}

/// Marks that combine with the letter before them, vowel signs above all.
fn is_combining(c: char) -> bool {
    matches!(c,
        '\u{300}'..='\u{36f}' | '\u{610}'..='\u{61a}' | '\u{64b}'..='\u{65f}' | '\u{670}' | '\u{6d6}'..='\u{6ed}'
        | '\u{900}'..='\u{903}' | '\u{93a}'..='\u{963}' | '\u{981}'..='\u{9cd}' | '\u{200c}' | '\u{200d}')
}

/// Whether the script of a letter is written without spaces, so that each letter is a word of its own.
pub fn is_unspaced(c: char) -> bool {
    matches!(c, '\u{e00}'..='\u{e7f}' | '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}')
}

fn is_letter(c: char) -> bool {
    c.is_alphanumeric() || is_combining(c) || c == '_' || c == '\u{640}'
}

/// Whether a mark between two letters belongs to the word: an apostrophe, a hyphen, the dot of "2.5".
fn is_inner(before: char, mark: char, behind: Option<char>) -> bool {
    let Some(behind) = behind.filter(|&c| is_letter(c) && !is_unspaced(c)) else {
        return false;
    };
    match mark {
        '\'' | '’' | '-' | '‑' => true,
        '.' | ',' => before.is_ascii_digit() && behind.is_ascii_digit(),
        _ => false,
    }
}

/// The tokens of `body[range]`.
pub fn tokens(body: &str, range: Range<usize>, language: &Language) -> Vec<Token> {
    let mut out = Vec::with_capacity(range.len() / 6);
    let text = &body[range.clone()];
    let mut chars = text.char_indices().peekable();
    let mut key = String::new();
    let mut is_spaced = true;
    while let Some((at, first)) = chars.next() {
        if first.is_whitespace() || matches!(first, '\u{200e}' | '\u{200f}' | '\u{feff}' | '\u{ad}')
        {
            is_spaced = true;
            continue;
        }
        let mut end = at + first.len_utf8();
        let is_word = is_letter(first);
        if is_word && !is_unspaced(first) {
            let mut last = first;
            while let Some(&(next, c)) = chars.peek() {
                let behind = text[next + c.len_utf8()..].chars().next();
                let goes_on = is_letter(c) && !is_unspaced(c);
                if !goes_on && !is_inner(last, c, behind) {
                    break;
                }
                end = next + c.len_utf8();
                last = c;
                chars.next();
            }
        }
        if is_word && is_unspaced(first) && language.longest > 1 {
            while let Some(&(next, c)) = chars.peek() {
                if !is_unspaced(c) {
                    break;
                }
                end = next + c.len_utf8();
                chars.next();
            }
            cut(
                &text[at..end],
                range.start + at,
                is_spaced,
                language,
                &mut out,
            );
            is_spaced = false;
            continue;
        }
        let mut mark = (!is_word).then_some(first);
        if matches!(first, '\'' | '`') && chars.peek().is_some_and(|&(_, c)| c == first) {
            // Two apostrophes are one quotation mark.
            end += 1;
            mark = Some('"');
            chars.next();
        }
        let written = &text[at..end];
        let parts = if is_word {
            apart(written, language)
        } else {
            [0..end - at, 0..0, 0..0]
        };
        for (number, part) in parts.into_iter().enumerate().filter(|(_, p)| !p.is_empty()) {
            let part = at + part.start..at + part.end;
            let written = &text[part.clone()];
            let first = written.chars().next().unwrap_or(first);
            let mut token = Token {
                begin: range.start + part.start,
                end: range.start + part.end,
                mark,
                word: None,
                classes: Classes::default(),
                is_capital: first.is_uppercase(),
                is_number: first.is_numeric(),
                is_spaced: is_spaced && part.start == at,
                is_joined: false,
                has_object: false,
                is_enclitic: is_word && number == 2,
                is_owner: written.ends_with("'s") || written.ends_with("’s"),
            };
            if is_word {
                key.clear();
                fold(written, &mut key);
                let found = language.look_up(&key);
                token.word = found.word;
                token.classes = found.classes;
                token.is_joined = found.is_joined;
                token.has_object = found.has_object;
                // The dot of an abbreviation or an initial belongs to it.
                let is_initial = first.is_uppercase() && written.len() == first.len_utf8();
                if part.end == end
                    && (found.classes.has(Class::Abbreviation) || is_initial)
                    && chars.peek().is_some_and(|&(_, c)| c == '.')
                {
                    token.end += 1;
                    chars.next();
                }
            }
            out.push(token);
        }
        is_spaced = false;
    }
    out
}

/// A word cut into the short one elided before it, itself, and the pronoun joined to it: "l'a-t-il".
fn apart(written: &str, language: &Language) -> [Range<usize>; 3] {
    let mut begin = 0;
    if let Some((at, mark)) = written.char_indices().find(|&(_, c)| c == '\'' || c == '’') {
        let end = at + mark.len_utf8();
        if end < written.len() && language.is_elided(&written[..end]) {
            begin = end;
        }
    }
    let hyphen = written[begin..].rfind('-').map(|at| begin + at);
    let Some(hyphen) = hyphen.filter(|&at| at > begin && language.is_enclitic(&written[at + 1..]))
    else {
        let end = written.len();
        return [0..begin, begin..end, end..end];
    };
    let verb = &written[begin..hyphen];
    let verb = verb
        .strip_suffix("-t")
        .filter(|v| !v.is_empty())
        .unwrap_or(verb);
    [
        0..begin,
        begin..begin + verb.len(),
        hyphen + 1..written.len(),
    ]
}

/// What a letter costs that the catalogue has in no word, and what a word of it costs.
const UNKNOWN: u32 = 11;
const KNOWN: u32 = 10;

/// Cuts a text without spaces into as few words of the catalogue and single letters as cover it.
fn cut(text: &str, begin: usize, is_spaced: bool, language: &Language, out: &mut Vec<Token>) {
    let ends: Vec<usize> = text
        .char_indices()
        .map(|(at, c)| at + c.len_utf8())
        .collect();
    let from = |letter: usize| if letter == 0 { 0 } else { ends[letter - 1] };
    // The cheapest way to each letter: what it costs, where its last word begins and what that is.
    let mut ways: Vec<(u32, usize, Found)> = vec![(0, 0, Found::default())];
    for end in 1..=ends.len() {
        let mut best = (ways[end - 1].0 + UNKNOWN, end - 1, Found::default());
        for start in end.saturating_sub(language.longest)..end {
            let cost = ways[start].0 + KNOWN;
            if cost < best.0 {
                let found = language.bare(&text[from(start)..ends[end - 1]]);
                if found.word.is_some() {
                    best = (cost, start, found);
                }
            }
        }
        ways.push(best);
    }
    let first = out.len();
    let mut end = ends.len();
    while end > 0 {
        let (_, start, found) = ways[end];
        out.push(Token {
            begin: begin + from(start),
            end: begin + ends[end - 1],
            mark: None,
            word: found.word,
            classes: found.classes,
            is_capital: false,
            is_number: false,
            is_spaced: is_spaced && start == 0,
            is_joined: false,
            has_object: false,
            is_enclitic: false,
            is_owner: false,
        });
        end = start;
    }
    out[first..].reverse();
}

/// The form under which words are compared: lower case, without vowel signs and stretching, one shape of each Arabic
/// and Persian letter that is written in several, straight apostrophes.
pub fn fold(word: &str, key: &mut String) {
    for c in word.chars() {
        match c {
            // Most letters are of ASCII, and need no table of Unicode.
            c if c.is_ascii() => key.push(c.to_ascii_lowercase()),
            '\u{610}'..='\u{61a}'
            | '\u{64b}'..='\u{65f}'
            | '\u{670}'
            | '\u{640}'
            | '\u{200c}'
            | '\u{200d}' => {}
            'أ' | 'إ' | 'آ' | 'ٱ' => key.push('ا'),
            'ى' | 'ی' => key.push('ي'),
            'ک' => key.push('ك'),
            '’' => key.push('\''),
            '‑' => key.push('-'),
            'İ' => key.push('i'),
            c => key.extend(c.to_lowercase()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language;

    fn cut(text: &str, tag: &str) -> Vec<String> {
        tokens(text, 0..text.len(), language::of(Some(tag)))
            .iter()
            .map(|t| text[t.begin..t.end].to_owned())
            .collect()
    }

    #[test]
    fn short_words_and_joined_pronouns_are_words() {
        let french = ["Qu’", "a", "il", "dit", "aujourd'hui", "?"];
        assert_eq!(cut("Qu’a-t-il dit aujourd'hui ?", "fr"), french);
        assert_eq!(cut("dell'arco", "it"), ["dell'", "arco"]);
        assert_eq!(cut("disse-lhe", "pt"), ["disse", "lhe"]);
        assert_eq!(cut("guarda-chuva", "pt"), ["guarda-chuva"]);
    }
}
