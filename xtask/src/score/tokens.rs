//! Cutting text into words, the same way for every score.
//!
//! The rule is that of the measuring sets' own `tokens.py`, whose character classes are Python's: a word is a run of
//! letters, digits and the marks that belong to them; scripts written without spaces count one character a word.

use unicode_properties::{GeneralCategoryGroup, UnicodeGeneralCategory};

/// A word and where it stands, in code points.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Word<'a> {
    /// The word as written.
    pub text: &'a str,
    /// Its first code point.
    pub begin: usize,
    /// One past its last.
    pub end: usize,
}

/// The words of a text as written, in order.
pub fn words(text: &str) -> Vec<&str> {
    spans(text).into_iter().map(|word| word.text).collect()
}

/// The words of a text and where they stand, in order.
pub fn spans(text: &str) -> Vec<Word<'_>> {
    let mut words = Vec::new();
    // First byte and code point of the word under way.
    let mut begun: Option<(usize, usize)> = None;
    let mut end = (text.len(), 0);
    for (point, (at, c)) in text.char_indices().enumerate() {
        end.1 = point + 1;
        let unspaced = is_unspaced(c);
        if !unspaced && (is_word_character(c) || is_mark_of_a_word(c)) {
            begun.get_or_insert((at, point));
            continue;
        }
        if let Some(begin) = begun.take() {
            words.push(word(text, begin, (at, point)));
        }
        if unspaced {
            words.push(word(text, (at, point), (at + c.len_utf8(), point + 1)));
        }
    }
    if let Some(begin) = begun {
        words.push(word(text, begin, end));
    }
    words
}

/// The word between two places, each a byte and a code point.
fn word(text: &str, begin: (usize, usize), end: (usize, usize)) -> Word<'_> {
    Word {
        text: &text[begin.0..end.0],
        begin: begin.1,
        end: end.1,
    }
}

/// Thai, kana and Han: a character is a word.
fn is_unspaced(c: char) -> bool {
    matches!(c, '\u{0e00}'..='\u{0e7f}' | '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}')
}

/// Arabic vowel signs, Indic vowel signs and combining accents: they continue a word.
fn is_mark_of_a_word(c: char) -> bool {
    matches!(c,
        '\u{0300}'..='\u{036f}' | '\u{0610}'..='\u{061a}' | '\u{064b}'..='\u{065f}' | '\u{0670}'
        | '\u{06d6}'..='\u{06ed}' | '\u{0900}'..='\u{0963}' | '\u{0966}'..='\u{0dff}')
}

/// Python's `\w`: letters, numbers and the underscore, no marks.
pub(super) fn is_word_character(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_alphanumeric() || c == '_';
    }
    matches!(
        c.general_category_group(),
        GeneralCategoryGroup::Letter | GeneralCategoryGroup::Number
    )
}

/// Python's `\s`: Unicode white space and the four ASCII separators.
pub(super) fn is_space(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{1c}'..='\u{1f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_runs_of_letters_digits_and_their_marks() {
        assert_eq!(
            words("It's 3.5 km_h — naïve"),
            ["It", "s", "3", "5", "km_h", "naïve"]
        );
        assert_eq!(words("مُحَمَّد، قال"), ["مُحَمَّد", "قال"]);
        assert_eq!(words("हिन्दी।"), ["हिन्दी"]);
    }

    #[test]
    fn a_word_stands_at_its_code_points() {
        let text = "«Ünï», 東京 ok";
        let points: Vec<char> = text.chars().collect();
        let words = spans(text);
        assert_eq!(words.len(), 4);
        for word in words {
            let written: String = points[word.begin..word.end].iter().collect();
            assert_eq!(written, word.text);
        }
    }

    #[test]
    fn unspaced_scripts_count_a_character_a_word() {
        assert_eq!(words("東京2020年"), ["東", "京", "2020", "年"]);
        assert_eq!(words("ไทย ok"), ["ไ", "ท", "ย", "ok"]);
        assert!(words(" … ").is_empty());
    }
}
