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
    /// Whether a pronoun that is its object is written together with it: Arabic "نصحها".
    pub has_object: bool,
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
            while let Some(&(next, c)) = chars.peek() {
                // An apostrophe or hyphen between letters belongs to the word.
                let is_inner = matches!(c, '\'' | '’' | '-' | '‑')
                    && text[next + c.len_utf8()..]
                        .chars()
                        .next()
                        .is_some_and(|n| is_letter(n) && !is_unspaced(n));
                if !(is_letter(c) && !is_unspaced(c)) && !is_inner {
                    break;
                }
                end = next + c.len_utf8();
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
            cut(&text[at..end], range.start + at, is_spaced, language, &mut out);
            is_spaced = false;
            continue;
        }
        let written = &text[at..end];
        let mut token = Token {
            begin: range.start + at,
            end: range.start + end,
            mark: (!is_word).then_some(first),
            word: None,
            classes: Classes::default(),
            is_capital: first.is_uppercase(),
            is_number: first.is_numeric(),
            is_spaced,
            is_joined: false,
            has_object: false,
        };
        if is_word {
            key.clear();
            fold(written, &mut key);
            let found = language.look_up(&key);
            token.word = found.word;
            token.classes = found.classes;
            token.is_joined = found.is_joined;
            token.has_object = found.has_object;
        }
        out.push(token);
        is_spaced = false;
    }
    out
}

/// What a letter costs that the catalogue has in no word, and what a word of it costs.
const UNKNOWN: u32 = 11;
const KNOWN: u32 = 10;

/// Cuts a text without spaces into as few words of the catalogue and single letters as cover it.
fn cut(text: &str, begin: usize, is_spaced: bool, language: &Language, out: &mut Vec<Token>) {
    let ends: Vec<usize> = text.char_indices().map(|(at, c)| at + c.len_utf8()).collect();
    let from = |letter: usize| if letter == 0 { 0 } else { ends[letter - 1] };
    // The cheapest way to each letter: what it costs, where its last word begins and what that is.
    let mut ways: Vec<(u32, usize, Found)> = vec![(0, 0, Found::default())];
    for end in 1..=ends.len() {
        let mut best = (ways[end - 1].0 + UNKNOWN, end - 1, Found::default());
        for start in end.saturating_sub(language.longest)..end {
            let cost = ways[start].0 + KNOWN;
            if cost < best.0 {
                let found = language.look_up(&text[from(start)..ends[end - 1]]);
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
