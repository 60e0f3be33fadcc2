//! How many of a quotation's words are in another, in whatever form.

use rustc_hash::FxHashMap;

use super::print::{Print, Token};

/// Of a longer quotation a stretch is looked at that has so many times the words of the shorter, and some more.
const STRETCH: usize = 2;
const STRETCH_MORE: usize = 3;

/// What a form of a word with another stem counts.
const LIKE_FORM: f32 = 0.75;

/// The stretch of a quotation that has most words of a shorter one.
pub(super) fn stretch<'l>(short: &Print, long: &'l [Token]) -> &'l [Token] {
    let most = short.telling * STRETCH + STRETCH_MORE;
    let places: Vec<usize> = (0..long.len())
        .filter(|&at| long[at].is_telling())
        .collect();
    if places.len() <= most {
        return long;
    }
    let mut wanted = counts(&short.tokens);
    let (mut found, mut best, mut first) = (0_usize, (0_usize, 0_usize), 0);
    for (next, &place) in places.iter().enumerate() {
        if next >= most {
            if let Some(left) = wanted.get_mut(&long[places[first]].stem) {
                *left += 1;
                found -= usize::from(*left > 0);
            }
            first += 1;
        }
        if let Some(left) = wanted.get_mut(&long[place].stem) {
            found += usize::from(*left > 0);
            *left -= 1;
        }
        if found > best.0 {
            best = (found, first);
        }
    }
    let end = places.get(best.1 + most).copied().unwrap_or(long.len());
    &long[places[best.1]..end]
}

/// How often each stem is there.
fn counts(tokens: &[Token]) -> FxHashMap<u64, i32> {
    let mut counts = FxHashMap::default();
    for token in tokens.iter().filter(|token| token.is_telling()) {
        *counts.entry(token.stem).or_insert(0) += 1;
    }
    counts
}

/// The share of a quotation's words that are in a stretch of another, each as much as its letters.
pub(super) fn share(short: &Print, stretch: &[Token]) -> f32 {
    let weight = |token: &Token| f32::from(token.letters.min(8) + 2);
    let mut stems = counts(stretch);
    let mut take = |stem: u64| match stems.get_mut(&stem) {
        Some(left) if *left > 0 => {
            *left -= 1;
            true
        }
        _ => false,
    };
    let (mut all, mut both) = (0.0, 0.0);
    let mut missing: Vec<&Token> = Vec::new();
    for token in short.tokens.iter().filter(|token| token.is_telling()) {
        all += weight(token);
        if take(token.stem) {
            both += weight(token);
        } else {
            missing.push(token);
        }
    }
    let mut roots: FxHashMap<u64, i32> = FxHashMap::default();
    for token in stretch {
        if let Some(root) = token.root
            && take(token.stem)
        {
            *roots.entry(root).or_insert(0) += 1;
        }
    }
    for token in missing {
        if let Some(left) = token.root.and_then(|root| roots.get_mut(&root))
            && *left > 0
        {
            *left -= 1;
            both += weight(token) * LIKE_FORM;
        }
    }
    let missing = 1.0 - both / all;
    // A word that is changed changes three pairs of signs, and is two.
    1.0 - if short.pairs {
        missing * 2.0 / 3.0
    } else {
        missing
    }
}
