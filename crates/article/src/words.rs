//! The words of a text in any script: counted, and set apart by one space each.

use unicode_segmentation::UnicodeSegmentation;

/// How many words `text` has: words as UAX #29 cuts them, except that a script written without spaces (Thai, kana,
/// Han) counts one word a character, since nothing in the text says where its words end.
pub fn count(text: &str) -> usize {
    text.unicode_words().map(words_of).sum()
}

/// The text with every run of white space as one space, and none at its ends.
pub fn folded(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The words of one segment: its unspaced characters, and one more for whatever else it holds.
fn words_of(segment: &str) -> usize {
    if segment.is_ascii() {
        return 1;
    }
    let unspaced = segment.chars().filter(|&c| is_unspaced(c)).count();
    let spaced = segment
        .chars()
        .any(|c| c.is_alphanumeric() && !is_unspaced(c));
    unspaced + usize::from(spaced)
}

/// Whether a character belongs to a script that sets no spaces between words.
pub fn is_unspaced(c: char) -> bool {
    matches!(c, '\u{0e00}'..='\u{0e7f}' | '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}')
}

#[cfg(test)]
mod tests {
    use super::count;

    #[test]
    fn words_are_counted_in_every_script() {
        assert_eq!(count(""), 0);
        assert_eq!(count("  – … !  "), 0);
        assert_eq!(count("The talks, he said, didn't fail."), 6);
        assert_eq!(count("أعلن البيت الأبيض أنّ سوليفان"), 5);
        assert_eq!(count("日本の首相"), 5);
        assert_eq!(count("カタカナ"), 4);
        assert_eq!(count("iPhone发布"), 3);
        assert_eq!(count("한국의 대통령"), 2);
        assert_eq!(count("नई दिल्ली"), 2);
        assert_eq!(count("ข่าว"), 4);
    }
}
