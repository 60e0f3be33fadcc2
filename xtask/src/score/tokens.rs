//! Cutting text into words, the same way for every score.
//!
//! The rule is that of the measuring sets' own `tokens.py`, whose character classes are Python's: a word is a run of
//! letters, digits and the marks that belong to them; scripts written without spaces count one character a word.

use unicode_properties::{GeneralCategoryGroup, UnicodeGeneralCategory};

/// The words of a text as written, in order.
pub fn words(text: &str) -> Vec<&str> {
    let mut words = Vec::new();
    let mut begin = None;
    for (at, c) in text.char_indices() {
        if is_unspaced(c) {
            words.extend(begin.take().map(|b| &text[b..at]));
            words.push(&text[at..at + c.len_utf8()]);
        } else if is_word_character(c) || is_mark_of_a_word(c) {
            begin.get_or_insert(at);
        } else {
            words.extend(begin.take().map(|b| &text[b..at]));
        }
    }
    words.extend(begin.map(|b| &text[b..]));
    words
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
    fn unspaced_scripts_count_a_character_a_word() {
        assert_eq!(words("東京2020年"), ["東", "京", "2020", "年"]);
        assert_eq!(words("ไทย ok"), ["ไ", "ท", "ย", "ok"]);
        assert!(words(" … ").is_empty());
    }
}
