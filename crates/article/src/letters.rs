//! Letters known by where they stand in Unicode.

/// Whether a character is a letter that is its own lower case, of the alphabets most text is written in. Asked first,
/// because the tables of Unicode take many times as long to answer.
pub fn is_small_letter(c: char) -> bool {
    match c {
        'a'..='z' => true,
        c if c.is_ascii() => false,
        // Latin, Greek, Cyrillic.
        'ß'..='ö' | 'ø'..='ÿ' | 'ά'..='ώ' | 'а'..='џ'
        // Hebrew, Arabic, Devanagari, Bengali, Thai.
        | 'א'..='ת' | 'ؠ'..='ي' | 'ٱ'..='ۓ' | 'ऄ'..='ह' | 'অ'..='ঌ' | 'ก'..='ะ'
        // Kana, Han, Hangul.
        | 'ぁ'..='ゖ' | 'ァ'..='ヺ' | '一'..='\u{9fff}' | '가'..='힣' => true,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_letters_are_what_unicode_says() {
        for c in ('\0'..=char::MAX).filter(|&c| is_small_letter(c)) {
            assert!(c.is_alphabetic() && !c.is_control(), "{c}");
            assert!(c.to_lowercase().eq([c]), "{c}");
        }
    }
}
