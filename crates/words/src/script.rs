//! Which script a letter is of, as far as words are cut and stemmed by it.

/// Scripts that languages with stems are written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Script {
    /// With its extensions.
    Latin,
    /// Modern and ancient.
    Greek,
    /// Of all languages.
    Cyrillic,
    /// Armenian.
    Armenian,
    /// Hebrew and Yiddish.
    Hebrew,
    /// Arabic, Persian, Urdu and others.
    Arabic,
    /// Hindi, Nepali, Marathi.
    Devanagari,
    /// Tamil.
    Tamil,
    /// All others, and words without a letter.
    Other,
}

impl Script {
    /// The script of a word: that of its first letter that has one.
    pub fn of(word: &str) -> Self {
        word.chars()
            .map(Self::of_char)
            .find(|&script| script != Self::Other)
            .unwrap_or(Self::Other)
    }

    fn of_char(c: char) -> Self {
        match c {
            'a'..='z' | 'A'..='Z' | 'ª' | 'º' | 'À'..='ʸ' | '\u{1e00}'..='\u{1eff}' => {
                Self::Latin
            }
            '\u{370}'..='\u{3ff}' | '\u{1f00}'..='\u{1fff}' => Self::Greek,
            '\u{400}'..='\u{52f}' => Self::Cyrillic,
            '\u{531}'..='\u{587}' => Self::Armenian,
            '\u{5d0}'..='\u{5f2}' | '\u{fb1d}'..='\u{fb4f}' => Self::Hebrew,
            '\u{620}'..='\u{64a}'
            | '\u{66e}'..='\u{6d3}'
            | '\u{6ee}'..='\u{6ef}'
            | '\u{6fa}'..='\u{6ff}'
            | '\u{750}'..='\u{77f}'
            | '\u{8a0}'..='\u{8c9}'
            | '\u{fb50}'..='\u{fdff}'
            | '\u{fe70}'..='\u{fefc}' => Self::Arabic,
            '\u{900}'..='\u{965}' | '\u{970}'..='\u{97f}' => Self::Devanagari,
            '\u{b80}'..='\u{be5}' => Self::Tamil,
            _ => Self::Other,
        }
    }

    /// The script that a name in `languages.txt` stands for.
    pub fn by_name(name: &str) -> Option<Self> {
        Some(match name {
            "latin" => Self::Latin,
            "greek" => Self::Greek,
            "cyrillic" => Self::Cyrillic,
            "armenian" => Self::Armenian,
            "hebrew" => Self::Hebrew,
            "arabic" => Self::Arabic,
            "devanagari" => Self::Devanagari,
            "tamil" => Self::Tamil,
            _ => return None,
        })
    }
}

/// How words stand in a stretch of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Writing {
    /// With blanks between words, or nothing that is a word.
    Spaced,
    /// Han, kana and bopomofo: without, and short words.
    Ideographs,
    /// Hangul: with blanks, and particles grown onto the words.
    Hangul,
    /// Thai, Lao, Khmer, Burmese: without.
    Unspaced,
}

impl Writing {
    /// How words stand in text with this character; `None` where that is told by what stands before it.
    pub fn of(c: char) -> Option<Self> {
        Some(match c {
            '\u{e01}'..='\u{e4f}'
            | '\u{e5a}'..='\u{e5b}'
            | '\u{e81}'..='\u{ecf}'
            | '\u{edc}'..='\u{edf}'
            | '\u{1000}'..='\u{103f}'
            | '\u{104a}'..='\u{109f}'
            | '\u{1780}'..='\u{17d3}'
            | '\u{17d7}'..='\u{17dd}'
            | '\u{a9e0}'..='\u{a9ef}'
            | '\u{a9fa}'..='\u{a9fe}'
            | '\u{aa60}'..='\u{aa7f}' => Self::Unspaced,
            '々'
            | '〆'
            | '〇'
            | 'ぁ'..='ゖ'
            | 'ゝ'..='ゟ'
            | 'ァ'..='ヺ'
            | 'ー'..='ヿ'
            | '\u{3105}'..='\u{312f}'
            | '\u{31a0}'..='\u{31bf}'
            | '\u{31f0}'..='\u{31ff}'
            | '\u{3400}'..='\u{4dbf}'
            | '\u{4e00}'..='\u{9fff}'
            | '\u{f900}'..='\u{faff}'
            | 'ｦ'..='ﾝ'
            | '\u{20000}'..='\u{3ffff}' => Self::Ideographs,
            '\u{1100}'..='\u{11ff}'
            | '\u{3131}'..='\u{318e}'
            | '\u{a960}'..='\u{a97f}'
            | '가'..='힣'
            | '\u{d7b0}'..='\u{d7ff}'
            | '\u{ffa1}'..='\u{ffdc}' => Self::Hangul,
            // Joiners and marks belong to what they stand on: voicing signs, selectors, combining accents.
            '\u{200b}'..='\u{200d}'
            | '\u{2060}'
            | '\u{3099}'
            | '\u{309a}'
            | 'ﾞ'
            | 'ﾟ'
            | '\u{fe00}'..='\u{fe0f}'
            | '\u{e0100}'..='\u{e01ef}' => return None,
            _ => Self::Spaced,
        })
    }
}
