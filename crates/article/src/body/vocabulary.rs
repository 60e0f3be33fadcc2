//! Every word of a page once: how common it is there, and whether the page's titles have it.

use rustc_hash::FxHashMap;

use super::clues::Clues;
use super::words::PageWords;

/// The words of a page.
pub struct Vocabulary {
    words: Vec<Word>,
    /// Beside each of [`PageWords::words`], which of them it is.
    places: Vec<u32>,
}

/// What is known of a word.
#[derive(Clone, Copy)]
pub struct Word {
    /// How many blocks it stands in, as a logarithm: the words of running text are common ones in any language.
    pub common: f32,
    /// Whether it is in the page's titles.
    pub in_title: bool,
    /// Whether it is in the declared summary.
    pub in_description: bool,
    /// Where it is in the declared headline: a bit a place.
    pub in_headline: u64,
    blocks: u32,
    last_block: usize,
}

impl Vocabulary {
    /// Gathers the words of all blocks.
    pub fn of(page: &PageWords, clues: &Clues) -> Self {
        let mut words: Vec<Word> = Vec::new();
        let mut places = Vec::with_capacity(page.words.len());
        let mut known: FxHashMap<u32, u32> = FxHashMap::default();
        for block in 0..page.blocks.len() {
            for &hash in page.of_block(block) {
                let place = *known.entry(hash).or_insert_with(|| {
                    words.push(Word {
                        common: 0.0,
                        in_title: clues.title.contains(&hash),
                        in_description: clues.description.contains(&hash),
                        in_headline: places_in(&clues.headline, hash),
                        blocks: 0,
                        last_block: usize::MAX,
                    });
                    words.len() as u32 - 1
                });
                let word = &mut words[place as usize];
                word.blocks += u32::from(word.last_block != block);
                word.last_block = block;
                places.push(place);
            }
        }
        for word in &mut words {
            word.common = (word.blocks as f32).ln();
        }
        Self { words, places }
    }

    /// The words of a block, in order.
    pub fn of_block(&self, page: &PageWords, block: usize) -> impl ExactSizeIterator<Item = &Word> {
        let (from, to) = page.blocks[block].words;
        let places = &self.places[from as usize..to as usize];
        places.iter().map(|&place| &self.words[place as usize])
    }
}

/// The places of a word in a headline, which has no more words than there are bits.
fn places_in(headline: &[u32], word: u32) -> u64 {
    let places = headline.iter().zip(0..);
    places.fold(0, |bits, (&other, place)| {
        bits | (u64::from(other == word) << place)
    })
}

#[cfg(test)]
mod tests {
    use khabar_page::{Limits, parse};

    use super::super::blocks::Blocks;
    use super::*;

    #[test]
    fn words_are_known_by_their_blocks_and_titles() {
        let html = "<title>Gull takes hat</title><p>The gull, the gull!<p>The hat<p>A gull";
        let (tree, _) = parse(html, &Limits::default());
        let page = PageWords::of(&Blocks::cut(&tree));
        let vocabulary = Vocabulary::of(&page, &Clues::of(&tree));
        let of = |block| {
            vocabulary
                .of_block(&page, block)
                .copied()
                .collect::<Vec<_>>()
        };
        assert_eq!(of(0).len(), 4);
        let (the, gull) = (of(0)[0], of(0)[1]);
        assert!((the.common - 2_f32.ln()).abs() < 1e-6 && (gull.common - the.common).abs() < 1e-6);
        assert!(!the.in_title && gull.in_title && !gull.in_description);
        assert_eq!(
            (the.in_headline, gull.in_headline, of(1)[1].in_headline),
            (0, 1, 4)
        );
    }
}
