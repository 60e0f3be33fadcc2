//! Judges each block of a page: how likely is it part of the body?
//!
//! Weights are trained by `cargo xtask train`. They come in three parts: a table of what the names of elements and the
//! words of short blocks speak for, and two that weigh those sums with everything else known of a block, each in its own
//! way: a forest, block by block, and a net that sees the blocks before and after. The two err differently, so that the
//! mean of their logits is better than either.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use super::blocks::Blocks;
use super::features::{COLUMNS, Features, NAME_COLUMNS};
use super::names::{Lists, Names};
use super::net::Net;
use super::weights::Malformed;

// The judge of the lines of a dump is made of the same.
pub(crate) use super::forest::Forest;
use super::forest::probability;
pub(crate) use super::weights::Reader;

/// First bytes of a file of weights; the digit goes up with the form.
const MAGIC: &[u8] = b"khabar-judge-2\n";
/// Weights of names are stored as whole numbers of this fraction.
const UNIT: f32 = 1.0 / 2048.0;
/// Room is made for so many names at most before any is read: a malformed file may claim to hold billions.
const MOST_ROOM: usize = 1 << 16;
/// How many of the nearest containers count as near; see [`FAR`].
const NEAR: usize = 3;
/// How many containers are looked at in all.
const FAR: usize = 11;

/// The weights that ship.
static SHIPPED: LazyLock<Judge> = LazyLock::new(|| {
    Judge::from_bytes(include_bytes!("../../weights/judge.bin"))
        .expect("the shipped weights are read in a test")
});

/// A trained judge.
#[derive(Debug)]
pub struct Judge {
    /// Weights of a container's names, near and far.
    containers: FxHashMap<u32, (f32, f32)>,
    inner: FxHashMap<u32, f32>,
    lexical: FxHashMap<u32, f32>,
    forest: Forest,
    net: Net,
}

impl Judge {
    /// The judge that ships with this version.
    pub fn shipped() -> &'static Self {
        &SHIPPED
    }

    /// Reads weights as `cargo xtask train` writes them.
    ///
    /// # Errors
    /// [`Malformed`] where the bytes are not weights for this version's features.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, Malformed> {
        let mut from = Reader::new(bytes);
        if from.take(MAGIC.len())? != MAGIC || from.u32()? as usize != COLUMNS {
            return Err(Malformed);
        }
        let containers = table(&mut from, |from| Ok((weight(from)?, weight(from)?)))?;
        let (inner, lexical) = (table(&mut from, weight)?, table(&mut from, weight)?);
        Ok(Self {
            containers,
            inner,
            lexical,
            forest: Forest::read(&mut from, COLUMNS)?,
            net: Net::read(&mut from, COLUMNS)?,
        })
    }

    /// How likely each block belongs to the body, 0 to 1. Fills in the columns of `features` that speak of names.
    pub fn judge(&self, page: &Blocks, names: &Names, features: &mut Features) -> Vec<f32> {
        self.weigh_names(page, names, features);
        let forest = self.forest.logits(&features.rows, COLUMNS);
        let net = self.net.logits(&features.rows, COLUMNS);
        let both = forest.iter().zip(net);
        both.map(|(forest, net)| probability(f32::midpoint(*forest, net)))
            .collect()
    }

    /// Sums up what the names around each block speak for. Of each container's names every one counts once a group.
    fn weigh_names(&self, page: &Blocks, names: &Names, features: &mut Features) {
        let own: Vec<(f32, f32)> = (0..page.containers.len())
            .map(|at| {
                names
                    .containers
                    .get(at)
                    .iter()
                    .filter_map(|hash| self.containers.get(hash))
                    .fold((0.0, 0.0), |sum, w| (sum.0 + w.0, sum.1 + w.1))
            })
            .collect();
        let sum = |lists: &Lists, at: usize, weights: &FxHashMap<u32, f32>| -> f32 {
            lists
                .get(at)
                .iter()
                .filter_map(|hash| weights.get(hash))
                .sum()
        };
        for (i, block) in page.blocks.iter().enumerate() {
            let mut near = Spread::default();
            let mut far = Spread::default();
            for (level, (container, _)) in page.around(block).take(FAR).enumerate() {
                let (near_weight, far_weight) = own[container as usize];
                if level < NEAR {
                    near.add(near_weight);
                } else {
                    far.add(far_weight);
                }
            }
            let inner = sum(&names.inner, i, &self.inner);
            let lexical = sum(&names.lexical, i, &self.lexical);
            let columns = [
                near.sum, near.low, near.high, far.sum, far.low, far.high, inner, lexical,
            ];
            let first = i * COLUMNS + NAME_COLUMNS;
            features.rows[first..first + columns.len()].copy_from_slice(&columns);
        }
    }
}

/// A table of weights by the hash of a name.
fn table<W>(
    from: &mut Reader<'_>,
    read: impl Fn(&mut Reader<'_>) -> Result<W, Malformed>,
) -> Result<FxHashMap<u32, W>, Malformed> {
    let count = from.u32()? as usize;
    let mut table = FxHashMap::default();
    table.reserve(count.min(MOST_ROOM));
    for _ in 0..count {
        table.insert(from.u32()?, read(from)?);
    }
    Ok(table)
}

fn weight(from: &mut Reader<'_>) -> Result<f32, Malformed> {
    Ok(f32::from(from.i16()?) * UNIT)
}

/// Sum, lowest and highest of some weights.
#[derive(Default)]
struct Spread {
    sum: f32,
    low: f32,
    high: f32,
}

impl Spread {
    fn add(&mut self, weight: f32) {
        self.sum += weight;
        self.low = self.low.min(weight);
        self.high = self.high.max(weight);
    }
}

/// How likely a block of a page must be to be kept. `words` are those of each block.
pub fn bar(probabilities: &[f32], words: &[u32]) -> f32 {
    let best = expected_f1(probabilities, words);
    best / 2.0 * firmness(best)
}

/// The highest F1 over words that can be expected of a choice of blocks or lines, by the probability and the words of
/// each.
///
/// The best set of independent ones is that of all above half of it (Lipton, Elkan and Naryanaswamy 2014, "Optimal
/// thresholding of classifiers to maximize F1 measure"), so a page of which little is certain is kept more freely than one
/// where the report stands out.
pub fn expected_f1(probabilities: &[f32], words: &[u32]) -> f32 {
    let mut order: Vec<usize> = (0..probabilities.len()).collect();
    order.sort_by(|&a, &b| {
        probabilities[b]
            .total_cmp(&probabilities[a])
            .then(a.cmp(&b))
    });
    let expected: f32 = probabilities
        .iter()
        .zip(words)
        .map(|(p, &w)| p * w as f32)
        .sum();
    let (mut hit, mut taken, mut best) = (0.0, 0.0, 0.0_f32);
    for i in order {
        hit += probabilities[i] * words[i] as f32;
        taken += words[i] as f32;
        best = best.max(2.0 * hit / (taken + expected).max(1.0));
    }
    best
}

/// How much more, or less, than that rule a page asks of a block, by the F1 expected of it.
///
/// The rule takes blocks to be independent, which they are not: where a report stands out, what is doubtful is mostly one
/// box of furniture, and where little is certain the doubtful blocks are mostly of one kind and in or out together.
/// Chosen on judgements out of fold: between these it rises evenly.
fn firmness(expected_f1: f32) -> f32 {
    const DOUBTFUL: (f32, f32) = (0.6, 0.7);
    const PLAIN: (f32, f32) = (0.9, 1.4);
    let way = ((expected_f1 - DOUBTFUL.0) / (PLAIN.0 - DOUBTFUL.0)).clamp(0.0, 1.0);
    DOUBTFUL.1 + way * (PLAIN.1 - DOUBTFUL.1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_weights_are_whole() {
        let bytes = include_bytes!("../../weights/judge.bin");
        assert!(Judge::from_bytes(bytes).is_ok());
        assert!(Judge::from_bytes(&bytes[..bytes.len() - 1]).is_err());
        assert!(Judge::from_bytes(b"khabar-judge-0\n").is_err());
    }

    #[test]
    fn what_is_kept_follows_what_is_certain() {
        let kept = |probabilities: &[f32], words: &[u32]| -> Vec<bool> {
            let bar = bar(probabilities, words);
            probabilities.iter().map(|&p| p > bar).collect()
        };
        assert_eq!(
            kept(&[0.95, 0.4, 0.05], &[100, 50, 200]),
            [true, false, false]
        );
        assert_eq!(
            kept(&[0.5, 0.4, 0.05], &[100, 100, 200]),
            [true, true, false]
        );
        assert!(kept(&[], &[]).is_empty());
    }
}
