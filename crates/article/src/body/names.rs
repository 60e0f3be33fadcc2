//! How the elements around each block are called, and the words short blocks are made of, gathered for the judge.

use khabar_page::Tree;

use super::blocks::Blocks;
use super::tokens::Tokens;
use super::words::PageWords;

/// Lists of hashes, one a container or block.
#[derive(Debug, Clone, Default)]
pub struct Lists {
    starts: Vec<u32>,
    hashes: Vec<u32>,
}

impl Lists {
    /// The list at a place.
    pub fn get(&self, at: usize) -> &[u32] {
        &self.hashes[self.starts[at] as usize..self.starts[at + 1] as usize]
    }

    /// As many lists with nothing in them.
    fn emptied(&self) -> Self {
        Self {
            starts: vec![0; self.starts.len()],
            hashes: Vec::new(),
        }
    }

    fn begin() -> Self {
        Self {
            starts: vec![0],
            hashes: Vec::new(),
        }
    }

    fn close(&mut self) {
        self.starts.push(self.hashes.len() as u32);
    }
}

/// The names on a page.
#[derive(Debug)]
pub struct Names {
    /// Of each container.
    pub containers: Lists,
    /// Of the inline elements around the beginning of each block.
    pub inner: Lists,
    /// Of each block's words, as far as they tell.
    pub lexical: Lists,
    /// One number for all names of a container, to tell elements of one make.
    pub makes: Vec<u32>,
}

impl Names {
    /// The same page with nameless elements.
    pub(crate) fn without_names(&self) -> Self {
        Self {
            containers: self.containers.emptied(),
            inner: self.inner.emptied(),
            lexical: self.lexical.clone(),
            makes: self.makes.clone(),
        }
    }

    /// The same page with words that tell nothing.
    pub(crate) fn without_words(&self) -> Self {
        Self {
            containers: self.containers.clone(),
            inner: self.inner.clone(),
            lexical: self.lexical.emptied(),
            makes: self.makes.clone(),
        }
    }
}

/// Blocks up to this many words are looked at word by word; of longer ones only the ends.
const SHORT: usize = 25;
/// Blocks up to this many words are also looked at as a whole.
const PHRASE: usize = 8;

impl Names {
    /// Gathers the names on a page.
    pub fn of(tree: &Tree, page: &Blocks, words: &PageWords) -> Self {
        let mut names = Self {
            containers: Lists::begin(),
            inner: Lists::begin(),
            lexical: Lists::begin(),
            makes: Vec::with_capacity(page.containers.len()),
        };
        let mut tokens = Tokens::default();
        for container in &page.containers {
            let mut make = 1_u32;
            tokens.of_element(tree, container.node, |hash| {
                make = make.rotate_left(5).wrapping_mul(0x9e37_79b1) ^ hash;
                names.containers.hashes.push(hash);
            });
            names.containers.close();
            names.makes.push(make);
        }
        for (i, block) in page.blocks.iter().enumerate() {
            let outer = page.containers[block.container as usize].node;
            for node in tree
                .ancestors(block.nodes.0)
                .take_while(|&n| n != outer)
                .take(4)
            {
                tokens.of_element(tree, node, |hash| names.inner.hashes.push(hash));
            }
            names.inner.close();
            lexical(words.of_block(i), |hash| names.lexical.hashes.push(hash));
            names.lexical.close();
        }
        names
    }
}

/// Hands on the words of a block that may tell what it is: "Photo", "Read more", "Comments".
fn lexical(words: &[u32], mut give: impl FnMut(u32)) {
    const FIRST: u32 = 0x1111_1111;
    const SECOND: u32 = 0x2222_2222;
    const LAST: u32 = 0x3333_3333;
    const WHOLE: u32 = 0x4444_4444;
    if words.len() <= SHORT {
        for &word in words {
            give(word);
        }
    }
    for (word, place) in [
        (words.first(), FIRST),
        (words.get(1), SECOND),
        (words.last(), LAST),
    ] {
        if let Some(word) = word {
            give(word ^ place);
        }
    }
    if words.len() <= PHRASE {
        give(words.iter().fold(WHOLE, |hash, &w| {
            hash.rotate_left(7).wrapping_mul(0x9e37_79b1) ^ w
        }));
    }
}
