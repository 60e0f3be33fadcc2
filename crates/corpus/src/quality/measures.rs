//! What is measured of a text.

use rustc_hash::FxHashSet;

use super::repetition::{Shares, Word};
use super::scripts::{count_sentences, ends_sentence, is_unspaced};
use super::words::{Words, hash};

/// A line shorter than this, in characters, is short (FineWeb).
const SHORT_LINE: usize = 30;
/// Words a line must have to count (C4).
const LINE_WORDS: usize = 5;

/// What lines have in them that say something of the site rather than of the report (C4), in lower case.
const UNWANTED: [&str; 7] = [
    "javascript",
    "terms of use",
    "privacy policy",
    "cookie policy",
    "uses cookies",
    "use of cookies",
    "use cookies",
];

/// What is measured of a text: numbers, and shares of 0 to 1.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Measures {
    /// Words; of a script without spaces, characters.
    pub words: f32,
    /// Mean letters of a word.
    pub mean_word_length: f32,
    /// Signs # or … for each word, whichever are more.
    pub symbols: f32,
    /// Share of lines that begin with a bullet.
    pub bullet_share: f32,
    /// Share of lines that end in an ellipsis.
    pub ellipsis_share: f32,
    /// Share of words that have a letter.
    pub letter_share: f32,
    /// Different function words of the text's language.
    pub stop_words: f32,
    /// Whether function words of the language are known.
    pub knows_stop_words: bool,
    /// Share of words that are characters of a script without spaces.
    pub unspaced_share: f32,
    /// Share of words in a script that does not mark the end of a sentence.
    pub unmarked_share: f32,
    /// Share of words in Korean script, whose characters are syllables.
    pub syllabic_share: f32,
    /// Share of lines that stand before in the text.
    pub repeated_line_share: f32,
    /// Share of paragraphs that stand before in the text.
    pub repeated_paragraph_share: f32,
    /// Share of characters in lines that stand before in the text.
    pub repeated_line_character_share: f32,
    /// Share of characters in paragraphs that stand before in the text.
    pub repeated_paragraph_character_share: f32,
    /// Share of characters in the most frequent run of 2, 3 and 4 words.
    pub top_gram_shares: [f32; 3],
    /// Share of characters in runs of 5 to 10 words that stand more than once in the text.
    pub repeated_gram_shares: [f32; 6],
    /// Sentences in the lines that C4 keeps.
    pub sentences: f32,
    /// Share of characters in those lines.
    pub kept_line_share: f32,
    /// Whether there is a curly bracket.
    pub has_curly_bracket: bool,
    /// Whether there is "lorem ipsum".
    pub has_lorem_ipsum: bool,
    /// Share of lines that end in punctuation.
    pub punctuated_line_share: f32,
    /// Share of lines shorter than 30 characters.
    pub short_line_share: f32,
}

impl Measures {
    /// Measures a text, in a language if that is known.
    pub fn of(text: &str, language: Option<&str>) -> Self {
        let mut out = Self::default();
        let words = Words::of(text, language);
        out.measure_words(text, &words);
        out.measure_lines(text);
        out.measure_repetition(text, &words.all);
        out.has_curly_bracket = memchr::memchr(b'{', text.as_bytes()).is_some();
        out
    }

    /// The measures that are columns of the table, by their names there.
    pub fn columns(&self) -> [(&'static str, f32); 30] {
        let [top2, top3, top4] = self.top_gram_shares;
        let [g5, g6, g7, g8, g9, g10] = self.repeated_gram_shares;
        let mark = |is_so: bool| f32::from(u8::from(is_so));
        [
            ("words", self.words),
            ("meanWordLength", self.mean_word_length),
            ("symbols", self.symbols),
            ("bulletShare", self.bullet_share),
            ("ellipsisShare", self.ellipsis_share),
            ("letterShare", self.letter_share),
            ("stopWords", self.stop_words),
            ("knowsStopWords", mark(self.knows_stop_words)),
            ("unspacedShare", self.unspaced_share),
            ("unmarkedShare", self.unmarked_share),
            ("syllabicShare", self.syllabic_share),
            ("repeatedLineShare", self.repeated_line_share),
            ("repeatedParagraphShare", self.repeated_paragraph_share),
            (
                "repeatedLineCharacterShare",
                self.repeated_line_character_share,
            ),
            (
                "repeatedParagraphCharacterShare",
                self.repeated_paragraph_character_share,
            ),
            ("top2GramShare", top2),
            ("top3GramShare", top3),
            ("top4GramShare", top4),
            ("repeated5GramShare", g5),
            ("repeated6GramShare", g6),
            ("repeated7GramShare", g7),
            ("repeated8GramShare", g8),
            ("repeated9GramShare", g9),
            ("repeated10GramShare", g10),
            ("sentences", self.sentences),
            ("keptLineShare", self.kept_line_share),
            ("punctuatedLineShare", self.punctuated_line_share),
            ("shortLineShare", self.short_line_share),
            ("hasCurlyBracket", mark(self.has_curly_bracket)),
            ("hasLoremIpsum", mark(self.has_lorem_ipsum)),
        ]
    }

    fn measure_words(&mut self, text: &str, words: &Words) {
        let bytes = text.as_bytes();
        let hashes = memchr::memchr_iter(b'#', bytes).count();
        let ellipses = memchr::memmem::find_iter(bytes, "…").count()
            + memchr::memmem::find_iter(bytes, "...").count();
        let share = |count: usize| count as f32 / words.all.len().max(1) as f32;
        self.words = words.all.len() as f32;
        self.mean_word_length = share(words.letters);
        self.symbols = share(hashes.max(ellipses));
        self.letter_share = share(words.lettered);
        self.unspaced_share = share(words.unspaced);
        self.unmarked_share = share(words.unmarked);
        self.syllabic_share = share(words.syllabic);
        self.stop_words = words.met_stops.unwrap_or(0) as f32;
        self.knows_stop_words = words.met_stops.is_some();
    }

    fn measure_lines(&mut self, text: &str) {
        let lower = text.to_ascii_lowercase();
        let has =
            |sought: &str| memchr::memmem::find(lower.as_bytes(), sought.as_bytes()).is_some();
        self.has_lorem_ipsum = has("lorem ipsum");
        // Most texts have none of these, and no line of theirs is searched.
        let unwanted: Vec<&str> = UNWANTED.into_iter().filter(|sought| has(sought)).collect();
        let (mut lines, mut bullets, mut ellipses, mut punctuated, mut short) =
            (0usize, 0, 0, 0, 0);
        let (mut characters, mut kept, mut sentences) = (0, 0, 0);
        for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
            lines += 1;
            let len = line.chars().count();
            characters += len;
            let ends = ends_sentence(line);
            bullets +=
                usize::from(line.starts_with(['•', '‣', '▪', '●', '◦', '■', '-', '*', '–', '·']));
            ellipses += usize::from(line.ends_with('…') || line.ends_with("..."));
            punctuated += usize::from(ends);
            short += usize::from(len < SHORT_LINE);
            if ends && is_kept(line, &unwanted) {
                kept += len;
                sentences += count_sentences(line);
            }
        }
        let share = |count: usize| count as f32 / lines.max(1) as f32;
        self.bullet_share = share(bullets);
        self.ellipsis_share = share(ellipses);
        self.punctuated_line_share = share(punctuated);
        self.short_line_share = share(short);
        self.sentences = sentences as f32;
        self.kept_line_share = kept as f32 / characters.max(1) as f32;
    }

    fn measure_repetition(&mut self, text: &str, words: &[Word]) {
        (self.repeated_line_share, self.repeated_line_character_share) = repeated(text.split('\n'));
        (
            self.repeated_paragraph_share,
            self.repeated_paragraph_character_share,
        ) = repeated(text.split("\n\n"));
        let shares = Shares::of(words);
        self.top_gram_shares = shares.top;
        self.repeated_gram_shares = shares.repeated;
    }
}

/// Of pieces of a text, the share that stands before in it, and the share of characters in those.
fn repeated<'a>(pieces: impl Iterator<Item = &'a str>) -> (f32, f32) {
    let mut met: FxHashSet<u64> = FxHashSet::default();
    let (mut count, mut again, mut characters, mut again_characters) = (0u32, 0u32, 0usize, 0usize);
    for piece in pieces.map(str::trim).filter(|piece| !piece.is_empty()) {
        count += 1;
        characters += piece.len();
        if !met.insert(hash(piece)) {
            again += 1;
            again_characters += piece.len();
        }
    }
    (
        again as f32 / count.max(1) as f32,
        again_characters as f32 / characters.max(1) as f32,
    )
}

/// Whether C4 keeps a line that ends as a sentence does, in a text that has these unwanted words in it.
fn is_kept(line: &str, unwanted: &[&str]) -> bool {
    let is_long = line.split_whitespace().take(LINE_WORDS).count() == LINE_WORDS || {
        let unspaced = line.chars().filter(|c| is_unspaced(*c));
        unspaced.take(LINE_WORDS).count() == LINE_WORDS
    };
    if !is_long || unwanted.is_empty() {
        return is_long;
    }
    let lower = line.to_ascii_lowercase();
    !unwanted.iter().any(|sought| lower.contains(sought))
}
