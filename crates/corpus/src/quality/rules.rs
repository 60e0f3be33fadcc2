//! The rules, each with its number and where it comes from.

use super::Measures;

/// Whose rules they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Family {
    /// Gopher's rules of quality.
    Gopher,
    /// Gopher's rules of repetition.
    GopherRepetition,
    /// C4's.
    C4,
    /// FineWeb's own.
    FineWeb,
}

macro_rules! rules {
    ($($(#[doc = $doc:literal])+ $rule:ident $name:literal $family:ident |$m:ident| $fails:expr;)+) => {
        /// A rule that a text may fall under.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Rule {
            $($(#[doc = $doc])+ $rule,)+
        }

        impl Rule {
            /// Every rule.
            pub const ALL: [Self; [$($name),+].len()] = [$(Self::$rule),+];

            /// Its name, as rows have it: `gopher-word-count`.
            pub fn name(self) -> &'static str {
                match self {
                    $(Self::$rule => $name,)+
                }
            }

            /// What falls under it, with its number and source.
            pub fn about(self) -> &'static str {
                match self {
                    $(Self::$rule => concat!($($doc),+).trim_ascii_start(),)+
                }
            }

            /// Whose it is.
            pub fn family(self) -> Family {
                match self {
                    $(Self::$rule => Family::$family,)+
                }
            }

            /// Whether a text with these measures falls under it.
            pub fn fails(self, measures: &Measures) -> bool {
                match self {
                    $(Self::$rule => {
                        let $m = measures;
                        $fails
                    })+
                }
            }
        }
    };
}

impl Measures {
    /// Whether most of the text's words have letters that can be counted and set beside those of English: neither in a
    /// script without spaces nor in one of syllables.
    fn has_long_words(&self) -> bool {
        self.unspaced_share + self.syllabic_share <= 0.5
    }

    /// Whether most of the text is in scripts that mark the ends of sentences.
    fn marks_sentences(&self) -> bool {
        self.unmarked_share <= 0.5
    }
}

rules! {
    /// Fewer than 50 words or more than 100,000 (Gopher, section A.1.1).
    GopherWordCount "gopher-word-count" Gopher |m| !(50.0..=100_000.0).contains(&m.words);
    /// Words of fewer than 3 letters on average or more than 10 (Gopher, section A.1.1); not of scripts without spaces
    /// nor of Korean.
    GopherWordLength "gopher-word-length" Gopher |m| m.has_long_words() && !(3.0..=10.0).contains(&m.mean_word_length);
    /// More than one # for ten words, or more than one … (Gopher, section A.1.1).
    GopherSymbols "gopher-symbols" Gopher |m| m.symbols > 0.1;
    /// More than 90 % of the lines begin with a bullet (Gopher, section A.1.1).
    GopherBullets "gopher-bullets" Gopher |m| m.bullet_share > 0.9;
    /// More than 30 % of the lines end in an ellipsis (Gopher, section A.1.1).
    GopherEllipses "gopher-ellipses" Gopher |m| m.ellipsis_share > 0.3;
    /// Fewer than 80 % of the words have a letter (Gopher, section A.1.1).
    GopherLetters "gopher-letters" Gopher |m| m.letter_share < 0.8;
    /// Fewer than two function words of its language (Gopher, section A.1.1, for English); not of languages without a list.
    GopherStopWords "gopher-stop-words" Gopher |m| m.knows_stop_words && m.stop_words < 2.0;
    /// More than 30 % of the lines stand before in the text (Gopher, table A1).
    GopherRepeatedLines "gopher-repeated-lines" GopherRepetition |m| m.repeated_line_share > 0.3;
    /// More than 30 % of the paragraphs stand before in the text (Gopher, table A1).
    GopherRepeatedParagraphs "gopher-repeated-paragraphs" GopherRepetition |m| m.repeated_paragraph_share > 0.3;
    /// More than 20 % of the characters are in lines that stand before (Gopher, table A1).
    GopherRepeatedLineCharacters "gopher-repeated-line-characters" GopherRepetition
        |m| m.repeated_line_character_share > 0.2;
    /// More than 20 % of the characters are in paragraphs that stand before (Gopher, table A1).
    GopherRepeatedParagraphCharacters "gopher-repeated-paragraph-characters" GopherRepetition
        |m| m.repeated_paragraph_character_share > 0.2;
    /// More than 20 % of the characters are in the most frequent run of 2 words (Gopher, table A1).
    GopherTop2Gram "gopher-top-2-gram" GopherRepetition |m| m.top_gram_shares[0] > 0.2;
    /// More than 18 % of the characters are in the most frequent run of 3 words (Gopher, table A1).
    GopherTop3Gram "gopher-top-3-gram" GopherRepetition |m| m.top_gram_shares[1] > 0.18;
    /// More than 16 % of the characters are in the most frequent run of 4 words (Gopher, table A1).
    GopherTop4Gram "gopher-top-4-gram" GopherRepetition |m| m.top_gram_shares[2] > 0.16;
    /// More than 15 % of the characters are in runs of 5 words that stand twice (Gopher, table A1).
    GopherRepeated5Gram "gopher-repeated-5-gram" GopherRepetition |m| m.repeated_gram_shares[0] > 0.15;
    /// More than 14 % of the characters are in runs of 6 words that stand twice (Gopher, table A1).
    GopherRepeated6Gram "gopher-repeated-6-gram" GopherRepetition |m| m.repeated_gram_shares[1] > 0.14;
    /// More than 13 % of the characters are in runs of 7 words that stand twice (Gopher, table A1).
    GopherRepeated7Gram "gopher-repeated-7-gram" GopherRepetition |m| m.repeated_gram_shares[2] > 0.13;
    /// More than 12 % of the characters are in runs of 8 words that stand twice (Gopher, table A1).
    GopherRepeated8Gram "gopher-repeated-8-gram" GopherRepetition |m| m.repeated_gram_shares[3] > 0.12;
    /// More than 11 % of the characters are in runs of 9 words that stand twice (Gopher, table A1).
    GopherRepeated9Gram "gopher-repeated-9-gram" GopherRepetition |m| m.repeated_gram_shares[4] > 0.11;
    /// More than 10 % of the characters are in runs of 10 words that stand twice (Gopher, table A1).
    GopherRepeated10Gram "gopher-repeated-10-gram" GopherRepetition |m| m.repeated_gram_shares[5] > 0.1;
    /// Fewer than 3 sentences in the lines that C4 keeps: those that end as sentences do, have 5 words, and speak neither of
    /// JavaScript nor of policies (C4, section 2.2; the article in JMLR has 5 sentences and 3 words); not of Thai and Lao.
    C4Sentences "c4-sentences" C4 |m| m.marks_sentences() && m.sentences < 3.0;
    /// A curly bracket (C4, section 2.2).
    C4CurlyBracket "c4-curly-bracket" C4 |m| m.has_curly_bracket;
    /// "Lorem ipsum" (C4, section 2.2).
    C4LoremIpsum "c4-lorem-ipsum" C4 |m| m.has_lorem_ipsum;
    /// 12 % of the lines or fewer end in punctuation (FineWeb, section 3.6); not of Thai and Lao.
    FineWebPunctuation "fineweb-punctuation" FineWeb |m| m.marks_sentences() && m.punctuated_line_share <= 0.12;
    /// 10 % of the characters or more are in lines that stand before (FineWeb, section 3.6).
    FineWebRepeats "fineweb-repeats" FineWeb |m| m.repeated_line_character_share >= 0.1;
    /// 67 % of the lines or more are shorter than 30 characters (FineWeb, section 3.6).
    FineWebShortLines "fineweb-short-lines" FineWeb |m| m.short_line_share >= 0.67;
}
