//! MinHash (Broder 1997): signatures whose places agree as often as two texts share their words.
//!
//! What is compared are the distinct words of four letters or more, numbers, and, where a script sets no spaces, pairs of
//! characters. Shingles of several words, as others take them, notice little once words are changed here and there: with a
//! fifth of the words changed, 0.8⁵ of all runs of five words are left, and two texts share 0.2 of what they have. Of their
//! words they share 0.7; unrelated texts share 0.08, since the short words that every text of a language has are left out
//! (`cargo xtask near-duplicates`).

use khabar_article::words::is_unspaced;
use twox_hash::XxHash64;

/// Rows of a band: all must agree for two texts to be compared.
pub const ROWS: usize = 6;
/// Bands: one of them must agree. Texts that share 0.6 of their words are compared in 99 of 100 cases, unrelated ones in
/// one of 200,000.
pub const BANDS: usize = 96;
/// Hashes of a signature.
const HASHES: usize = ROWS * BANDS;
/// Places of the sketch by which texts are compared, a byte each: the share that agrees is right to within 0.04, two times in
/// three.
pub const SKETCH: usize = 128;
/// The shortest word that is compared, in letters.
const SHORTEST_WORD: usize = 4;
/// A text with fewer distinct words than this tells too little.
const FEWEST: usize = 16;
/// The most distinct words of a text that are looked at: more than any report has.
const MOST: usize = 20_000;
/// What all hashes of this version are made from.
const SEED: u64 = 0x6b68_6162_6172_0001;

/// What texts are compared by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signature {
    /// A hash of each band.
    pub bands: [u64; BANDS],
    /// The last byte of the first hashes.
    pub sketch: [u8; SKETCH],
}

impl Signature {
    /// How many bytes [`Signature::to_bytes`] makes.
    pub const BYTES: usize = BANDS * 8 + SKETCH;

    /// The signature as bytes: the hashes of the bands, little-endian, then the sketch.
    pub fn to_bytes(&self) -> Vec<u8> {
        let bands = self.bands.iter().flat_map(|band| band.to_le_bytes());
        bands.chain(self.sketch).collect()
    }

    /// The signature of such bytes; `None` of others.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (bands, sketch) = bytes.split_at_checked(BANDS * 8)?;
        let mut out = Self {
            bands: [0; BANDS],
            sketch: sketch.try_into().ok()?,
        };
        for (band, bytes) in out.bands.iter_mut().zip(bands.chunks_exact(8)) {
            *band = u64::from_le_bytes(bytes.try_into().ok()?);
        }
        Some(out)
    }
}

/// The signature of a text; `None` of one that is too short to be compared.
pub fn signature(text: &str) -> Option<Signature> {
    let features = features(text);
    if features.len() < FEWEST {
        return None;
    }
    let mins = mins(&features);
    let mut bands = [0; BANDS];
    for (at, (band, rows)) in bands.iter_mut().zip(mins.chunks_exact(ROWS)).enumerate() {
        let mut bytes = [0; ROWS * 4];
        for (bytes, row) in bytes.chunks_exact_mut(4).zip(rows) {
            bytes.copy_from_slice(&row.to_le_bytes());
        }
        *band = XxHash64::oneshot(SEED + at as u64, &bytes);
    }
    let mut sketch = [0; SKETCH];
    for (byte, min) in sketch.iter_mut().zip(mins) {
        // The middle bits: the last ones of a product depend on little.
        *byte = (min >> 8) as u8;
    }
    Some(Signature { bands, sketch })
}

/// How much of their words two texts share, by their sketches: an estimate of the Jaccard index, 0 to 1.
pub fn similarity(a: &[u8; SKETCH], b: &[u8; SKETCH]) -> f32 {
    let same = a.iter().zip(b).filter(|(a, b)| a == b).count();
    // Of places that differ, one in 256 has the same byte by chance.
    let chance = 1.0 / 256.0;
    ((same as f32 / SKETCH as f32) - chance).max(0.0) / (1.0 - chance)
}

/// The smallest value of every hash over all features.
#[multiversion::multiversion(targets("x86_64+avx2", "x86_64+sse4.1"))]
fn mins(features: &[u32]) -> [u32; HASHES] {
    let mut mins = [u32::MAX; HASHES];
    let mut state = SEED;
    for min in &mut mins {
        // Odd, so that it permutes the numbers of 32 bits. Features are hashes already: no more mixing is needed.
        let factor = splitmix(&mut state) as u32 | 1;
        let shift = splitmix(&mut state) as u32;
        let mut smallest = u32::MAX;
        for feature in features {
            smallest = smallest.min((feature ^ shift).wrapping_mul(factor));
        }
        *min = smallest;
    }
    mins
}

/// The next number of `SplitMix64` (Steele, Lea, Flood 2014).
pub fn splitmix(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mut mixed = *state;
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}

/// The hashes of what is compared of a text, each once, in order.
fn features(text: &str) -> Vec<u32> {
    let mut finder = Finder::default();
    for c in text.chars() {
        // Most characters of most texts, which need not be looked up.
        let is_ascii = c.is_ascii();
        if !is_ascii && is_mark(c) {
            continue;
        }
        if !is_ascii && is_unspaced(c) {
            finder.end_word();
            finder.unspaced(c);
        } else if c.is_alphanumeric() {
            finder.before = None;
            finder.letter(c);
        } else {
            finder.before = None;
            finder.end_word();
        }
    }
    finder.end_word();
    let mut features = finder.features;
    features.sort_unstable();
    features.dedup();
    features.truncate(MOST);
    features
}

#[derive(Default)]
struct Finder {
    features: Vec<u32>,
    word: String,
    letters: usize,
    has_digit: bool,
    /// The character of an unspaced script before this one.
    before: Option<char>,
}

impl Finder {
    fn letter(&mut self, c: char) {
        self.letters += 1;
        self.has_digit |= c.is_numeric();
        if c.is_ascii() {
            self.word.push(c.to_ascii_lowercase());
        } else {
            // A letter may become one with a mark, as a capital I with a dot does.
            let lower = c.to_lowercase();
            self.word.extend(lower.filter(|c| !is_mark(*c)));
        }
    }

    fn end_word(&mut self) {
        if self.letters >= SHORTEST_WORD || self.has_digit {
            let hash = XxHash64::oneshot(SEED, self.word.as_bytes());
            self.features.push((hash >> 32) as u32);
        }
        self.word.clear();
        self.letters = 0;
        self.has_digit = false;
    }

    fn unspaced(&mut self, c: char) {
        if let Some(before) = self.before {
            let mut bytes = [0; 8];
            bytes[..4].copy_from_slice(&u32::from(before).to_le_bytes());
            bytes[4..].copy_from_slice(&u32::from(c).to_le_bytes());
            self.features
                .push((XxHash64::oneshot(SEED, &bytes) >> 32) as u32);
        }
        self.before = Some(c);
    }
}

/// Whether a character is a mark that the same word is written with or without: combining accents, the vowel signs of
/// Arabic and Hebrew, and the stroke that stretches an Arabic word.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{591}'..='\u{5c7}' | '\u{610}'..='\u{61a}' | '\u{640}' | '\u{64b}'..='\u{65f}'
        | '\u{670}' | '\u{200b}'..='\u{200f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(from: usize, words: usize) -> String {
        let words: Vec<String> = (from..from + words)
            .map(|i| format!("word{i} of"))
            .collect();
        words.join(" ")
    }

    #[test]
    fn similarity_is_the_share_of_words() {
        for (shared, all) in [(200, 200), (160, 240), (100, 300), (20, 380)] {
            let a = signature(&text(0, 200)).unwrap();
            let b = signature(&text(200 - shared, 200)).unwrap();
            let truth = shared as f32 / all as f32;
            let found = similarity(&a.sketch, &b.sketch);
            assert!((found - truth).abs() < 0.13, "{found} {truth}");
        }
    }

    #[test]
    fn what_is_written_otherwise_is_the_same() {
        let plain = "افتتح رئيس الوزراء الميناء الجديد بعد سنوات من الانتظار وقال إن السفن ستعود إلى المدينة قبل نهاية \
                     العام الحالي وإن الصيادين سيحصلون على أرصفتهم التي وعدتهم بها الحكومة السابقة";
        let marked = plain
            .replace("رئيس", "رَئِيـــس")
            .replace("الميناء", "المينــاء");
        assert_eq!(signature(plain), signature(&marked));
        let english = text(0, 40);
        assert_eq!(signature(&english), signature(&english.to_uppercase()));
    }

    #[test]
    fn a_short_text_has_none() {
        assert_eq!(signature("Only a few short words stand here."), None);
        assert_eq!(signature(""), None);
    }

    #[test]
    fn scripts_without_spaces_are_compared_by_pairs() {
        let a = signature(
            "港口在经过一年的维修之后于星期一重新开放，渔民们表示他们仍在等待政府承诺的码头",
        )
        .unwrap();
        let b = signature(
            "港口在经过一年的维修之后于星期二重新开放，渔民们表示他们仍在等待政府承诺的码头",
        )
        .unwrap();
        assert!(similarity(&a.sketch, &b.sketch) > 0.7);
    }

    #[test]
    fn signatures_stay_the_same_for_ever() {
        // Signatures are compared across runs, machines and programs: this must not change without a new SEED.
        let found = signature(&text(0, 40)).unwrap();
        assert_eq!(found.bands[0], 15_426_181_186_455_393_479);
        assert_eq!(found.sketch[..4], [250, 160, 208, 47]);
        assert_eq!(Signature::from_bytes(&found.to_bytes()), Some(found));
    }

    #[test]
    fn marks_that_small_letters_have_do_not_count() {
        let words: Vec<String> = (0..40).map(|i| format!("İstanbul{i}")).collect();
        let text = words.join(" ");
        assert_eq!(signature(&text), signature(&text.replace('İ', "I\u{307}")));
        assert_eq!(signature(&text), signature(&text.replace('İ', "i\u{307}")));
    }
}
