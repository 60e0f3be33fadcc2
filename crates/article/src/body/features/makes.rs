//! Blocks of one make: what a page says of those set as a block is.

use rustc_hash::FxHashMap;

use crate::body::blocks::{Blocks, TextBlock};
use crate::body::words::PageWords;

/// Blocks of one make: same tag and names of the nearest elements.
#[derive(Default)]
pub struct Make {
    pub blocks: u32,
    pub words: u32,
    pub chars: u32,
    pub link_chars: u32,
    pub long: u32,
}

/// A number for the make of a block: the names of the three containers around it.
pub fn make_of(page: &Blocks, block: &TextBlock, names: &[u32]) -> u32 {
    page.around(block).take(3).fold(1, |hash: u32, (c, _)| {
        hash.rotate_left(9).wrapping_mul(0x85eb_ca6b) ^ names[c as usize]
    })
}

/// Counts over the blocks of each make. `long` marks those of running text.
pub fn gather(
    page: &Blocks,
    words: &PageWords,
    long: &[bool],
    names: &[u32],
) -> FxHashMap<u32, Make> {
    let mut makes: FxHashMap<u32, Make> = FxHashMap::default();
    for (i, block) in page.blocks.iter().enumerate() {
        let make = makes.entry(make_of(page, block, names)).or_default();
        make.blocks += 1;
        make.words += words.of_block(i).len() as u32;
        make.chars += block.chars;
        make.link_chars += block.link_chars;
        make.long += u32::from(long[i]);
    }
    makes
}
