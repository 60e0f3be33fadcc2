//! The trained part: how likely a page is of each of seven kinds.
//!
//! Weights are trained by `cargo xtask train --kinds`. They come in two parts: what each name speaks for, kind by
//! kind, and one forest a kind that weighs the sums of those with the numbers known of the page.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use super::PageKind;
use super::features::{self, Features};
use crate::body::Malformed;
use crate::body::judge::{Forest, Reader};

/// First bytes of a file of weights; the digit goes up with the form.
const MAGIC: &[u8] = b"khabar-kind-1\n";
/// Weights of names are stored as whole numbers of this fraction.
const UNIT: f32 = 1.0 / 64.0;

/// The kinds that are learnt, in the order of the weights.
pub const KINDS: [PageKind; 7] = [
    PageKind::Article,
    PageKind::Collection,
    PageKind::Documentation,
    PageKind::Forum,
    PageKind::Listing,
    PageKind::Product,
    PageKind::Service,
];

/// The weights that ship.
static SHIPPED: LazyLock<KindJudge> = LazyLock::new(|| {
    KindJudge::from_bytes(include_bytes!("../../weights/kind.bin"))
        .expect("the shipped weights are read in a test")
});

/// A trained classifier of pages.
#[derive(Debug)]
pub struct KindJudge {
    names: FxHashMap<u32, [i8; KINDS.len()]>,
    forests: Vec<Forest>,
}

/// How likely a page is of each of [`KINDS`]; they add up to 1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Shares(pub [f32; KINDS.len()]);

impl Shares {
    /// The likeliest kind with its probability.
    pub fn best(&self) -> (PageKind, f32) {
        let pairs = KINDS.into_iter().zip(self.0);
        pairs
            .max_by(|a, b| a.1.total_cmp(&b.1))
            .unwrap_or((PageKind::Article, 0.0))
    }

    /// The probability of one kind; 0 of those that are not learnt.
    pub fn of(&self, kind: PageKind) -> f32 {
        let mut pairs = KINDS.into_iter().zip(self.0);
        pairs.find(|(k, _)| *k == kind).map_or(0.0, |(_, p)| p)
    }
}

impl KindJudge {
    /// The classifier that ships with this version.
    pub fn shipped() -> &'static Self {
        &SHIPPED
    }

    /// Reads weights as `cargo xtask train --kinds` writes them: the numbers of features and of kinds, the names with
    /// a signed byte a kind, and a forest a kind.
    ///
    /// # Errors
    /// [`Malformed`] where the bytes are not weights for this version's features and kinds.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, Malformed> {
        let mut from = Reader::new(bytes);
        let is_ours = from.take(MAGIC.len())? == MAGIC
            && from.u32()? as usize == features::NAMES.len()
            && from.u32()? as usize == KINDS.len();
        if !is_ours {
            return Err(Malformed);
        }
        let mut names = FxHashMap::default();
        for _ in 0..from.u32()? {
            let hash = from.u32()?;
            let mut weights = [0; KINDS.len()];
            for (weight, byte) in weights.iter_mut().zip(from.take(KINDS.len())?) {
                *weight = i8::from_le_bytes([*byte]);
            }
            names.insert(hash, weights);
        }
        let columns = features::NAMES.len() + KINDS.len();
        let forests = KINDS
            .iter()
            .map(|_| Forest::read(&mut from, columns))
            .collect::<Result<_, _>>()?;
        Ok(Self { names, forests })
    }

    /// How likely the page is of each kind.
    pub fn judge(&self, page: &Features) -> Shares {
        let mut sums = [0_i32; KINDS.len()];
        for weights in page.names.iter().filter_map(|hash| self.names.get(hash)) {
            for (sum, weight) in sums.iter_mut().zip(weights) {
                *sum += i32::from(*weight);
            }
        }
        let mut row = page.numbers.clone();
        row.extend(sums.iter().map(|&sum| sum as f32 * UNIT));
        let mut shares = [0.0; KINDS.len()];
        for (share, forest) in shares.iter_mut().zip(&self.forests) {
            *share = forest.probabilities(&row, row.len())[0];
        }
        // Each forest knows its own kind alone. All may find a page odd, none can find it impossible.
        let sum: f32 = shares.iter().sum::<f32>().max(f32::MIN_POSITIVE);
        Shares(shares.map(|share| share / sum))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LEAF: u16 = u16::MAX;

    /// Weights of one name and of forests that yield what the name speaks for.
    fn weights() -> Vec<u8> {
        let mut out = MAGIC.to_vec();
        for count in [features::NAMES.len(), KINDS.len(), 1] {
            out.extend((count as u32).to_le_bytes());
        }
        out.extend(7_u32.to_le_bytes());
        out.extend([0, 0, 0, 64, 0, 0, 0]);
        for kind in 0..KINDS.len() {
            let nodes = [
                ((features::NAMES.len() + kind) as u16, 2, 0.5_f32),
                (LEAF, 0, -3.0),
                (LEAF, 0, 3.0),
            ];
            out.extend(1_u32.to_le_bytes());
            out.extend((nodes.len() as u32).to_le_bytes());
            for (column, right, value) in nodes {
                out.extend(column.to_le_bytes());
                out.extend(u16::to_le_bytes(right));
                out.extend(value.to_le_bytes());
            }
        }
        out
    }

    #[test]
    fn names_speak_for_kinds() {
        let judge = KindJudge::from_bytes(&weights()).unwrap();
        let mut page = Features {
            numbers: vec![0.0; features::NAMES.len()],
            names: vec![3, 7],
        };
        let shares = judge.judge(&page);
        assert_eq!(shares.best().0, PageKind::Forum);
        assert!((shares.0.iter().sum::<f32>() - 1.0).abs() < 1e-5);
        assert!(shares.of(PageKind::Forum) > 0.7 && shares.of(PageKind::Error) == 0.0);
        page.names.clear();
        assert!(judge.judge(&page).best().1 < 0.2);
    }

    #[test]
    fn bad_weights_are_refused() {
        let whole = weights();
        assert!(KindJudge::from_bytes(&whole).is_ok());
        for end in [0, 5, 20, 40, whole.len() - 1] {
            assert!(KindJudge::from_bytes(&whole[..end]).is_err(), "{end}");
        }
        let mut others = whole.clone();
        others[MAGIC.len()] += 1;
        assert!(KindJudge::from_bytes(&others).is_err());
        others = whole;
        others[0] = b'K';
        assert!(KindJudge::from_bytes(&others).is_err());
    }

    #[test]
    fn the_shipped_weights_are_whole() {
        let bytes = include_bytes!("../../weights/kind.bin");
        assert!(KindJudge::from_bytes(bytes).is_ok());
        assert!(KindJudge::from_bytes(&bytes[..bytes.len() - 1]).is_err());
    }
}
