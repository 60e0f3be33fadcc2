//! Which blocks of a page its gold text holds: what the judge learns from.

use std::collections::HashMap;

/// A block's label.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Label {
    /// Whether the block belongs to the body.
    pub body: bool,
    /// How much of the block that is true of, 0 where the gold does not say.
    pub sure: f32,
}

/// At most this many places of a block in the gold are weighed.
const PLACES: usize = 24;

/// A place in the gold where a block may stand.
struct Place {
    block: usize,
    from: usize,
    to: usize,
    weight: f32,
    /// The place before it on the best way here.
    before: Option<usize>,
}

/// Labels the blocks of a page by its gold text, both as words.
///
/// Text that stands twice on a page (headline, teaser) is in the gold once, so the blocks are laid along the gold in
/// order: of all ways to do that the one that covers most words. Long blocks left over are taken too where their words
/// stand in a part of the gold nothing else covers.
pub fn from_text(blocks: &[Vec<u32>], gold: &[u32]) -> Vec<Label> {
    let mut grams: HashMap<&[u32], Vec<usize>> = HashMap::new();
    let mut singles: HashMap<u32, Vec<usize>> = HashMap::new();
    for (at, gram) in gold.windows(4).enumerate() {
        grams.entry(gram).or_default().push(at);
    }
    for (at, &word) in gold.iter().enumerate() {
        singles.entry(word).or_default().push(at);
    }
    let mut places: Vec<Place> = Vec::new();
    // Best way that ends at or before each place of the gold: a prefix maximum that grows with the blocks.
    let mut best = PrefixMax::new(gold.len() + 1);
    for (block, words) in blocks.iter().enumerate() {
        let mut found: Vec<Place> = candidates(words, gold, &grams, &singles)
            .into_iter()
            .map(|(from, to, weight)| {
                let (before_weight, before) = best.up_to(from);
                Place {
                    block,
                    from,
                    to,
                    weight: weight + before_weight,
                    before,
                }
            })
            .collect();
        found.truncate(PLACES);
        for place in found {
            best.raise(place.to, place.weight, places.len());
            places.push(place);
        }
    }
    let mut labels = vec![
        Label {
            body: false,
            sure: 1.0
        };
        blocks.len()
    ];
    let mut covered = vec![false; gold.len()];
    let mut at = best.up_to(gold.len()).1;
    while let Some(place) = at {
        let place = &places[place];
        covered[place.from..place.to].fill(true);
        labels[place.block] = share(&blocks[place.block], place.to - place.from, &grams);
        at = place.before;
    }
    for (words, label) in blocks
        .iter()
        .zip(&mut labels)
        .filter(|(w, l)| !l.body && w.len() >= 6)
    {
        let free = words
            .windows(4)
            .filter(|&g| {
                grams
                    .get(g)
                    .is_some_and(|at| at.iter().any(|&at| !covered[at] && !covered[at + 3]))
            })
            .count();
        let share = free as f32 / (words.len() - 3) as f32;
        if share > 0.5 {
            *label = Label {
                body: true,
                sure: share,
            };
        } else if share > 0.2 {
            label.sure = 1.0 - share;
        }
    }
    labels
}

/// Ranges of the gold where the block may stand, with the number of words that agree.
fn candidates(
    words: &[u32],
    gold: &[u32],
    grams: &HashMap<&[u32], Vec<usize>>,
    singles: &HashMap<u32, Vec<usize>>,
) -> Vec<(usize, usize, f32)> {
    let Some(first) = words.first() else {
        return Vec::new();
    };
    let exact: Vec<_> = singles
        .get(first)
        .into_iter()
        .flatten()
        .filter(|&&at| gold[at..].starts_with(words))
        .map(|&at| (at, at + words.len(), words.len() as f32 - 0.5))
        .take(PLACES)
        .collect();
    if !exact.is_empty() || words.len() < 6 {
        return exact;
    }
    // Nearly the same: the shift between block and gold that most groups of four words agree on.
    let mut shifts: HashMap<isize, (usize, usize, usize)> = HashMap::new();
    for (at, gram) in words.windows(4).enumerate() {
        for &place in grams.get(gram).into_iter().flatten().take(8) {
            let shift = shifts
                .entry((place as isize - at as isize) / 4)
                .or_insert((0, place, place));
            shift.0 += 1;
            shift.1 = shift.1.min(place);
            shift.2 = shift.2.max(place + 4);
        }
    }
    let mut found: Vec<_> = shifts
        .into_values()
        .filter(|(votes, ..)| votes * 5 >= words.len() - 3)
        .map(|(votes, from, to)| (from, to, votes as f32))
        .collect();
    found.sort_by(|a, b| b.2.total_cmp(&a.2).then(a.0.cmp(&b.0)));
    found
}

/// The label of a block that has its place in the gold.
fn share(words: &[u32], matched: usize, grams: &HashMap<&[u32], Vec<usize>>) -> Label {
    if matched == words.len() || words.len() < 4 {
        return Label {
            body: true,
            sure: 1.0,
        };
    }
    let known = words.windows(4).filter(|&g| grams.contains_key(g)).count();
    let share = known as f32 / (words.len() - 3) as f32;
    Label {
        body: share >= 0.5,
        sure: if share >= 0.5 { share } else { 1.0 - share },
    }
}

/// Labels by snippets that must and must not be in the body; blocks with neither say nothing.
pub fn from_snippets(texts: &[&str], with: &[String], without: &[String]) -> Vec<Label> {
    texts
        .iter()
        .map(|text| {
            let held = |snippets: &[String]| {
                snippets
                    .iter()
                    .any(|s| text.contains(s.trim()) && !s.trim().is_empty())
            };
            match (held(with), held(without)) {
                (true, false) => Label {
                    body: true,
                    sure: 1.0,
                },
                (false, true) => Label {
                    body: false,
                    sure: 1.0,
                },
                _ => Label {
                    body: false,
                    sure: 0.0,
                },
            }
        })
        .collect()
}

/// Maximum over a growing set of (place, weight), asked for all places up to one: a Fenwick tree.
struct PrefixMax {
    tree: Vec<(f32, Option<usize>)>,
}

impl PrefixMax {
    fn new(places: usize) -> Self {
        Self {
            tree: vec![(0.0, None); places + 1],
        }
    }

    fn raise(&mut self, place: usize, weight: f32, holder: usize) {
        let mut at = place + 1;
        while at < self.tree.len() {
            if self.tree[at].0 < weight {
                self.tree[at] = (weight, Some(holder));
            }
            at += at & at.wrapping_neg();
        }
    }

    fn up_to(&self, place: usize) -> (f32, Option<usize>) {
        let mut best = (0.0, None);
        let mut at = place + 1;
        while at > 0 {
            if self.tree[at].0 > best.0 {
                best = self.tree[at];
            }
            at -= at & at.wrapping_neg();
        }
        best
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<u32> {
        text.split_whitespace()
            .map(|w| {
                w.bytes()
                    .fold(7, |h: u32, b| h.wrapping_mul(31) + u32::from(b))
            })
            .collect()
    }

    fn bodies(blocks: &[&str], gold: &str) -> Vec<bool> {
        let blocks: Vec<_> = blocks.iter().map(|b| words(b)).collect();
        from_text(&blocks, &words(gold))
            .iter()
            .map(|l| l.body)
            .collect()
    }

    #[test]
    fn text_that_stands_twice_is_taken_once_and_in_order() {
        let page = [
            "Home",
            "The town builds",
            "The town builds",
            "a bridge over the river said the mayor",
            "Home",
            "End",
        ];
        assert_eq!(
            bodies(
                &page,
                "The town builds a bridge over the river said the mayor End"
            ),
            [false, true, false, true, false, true]
        );
    }

    #[test]
    fn words_inside_a_sentence_do_not_make_a_menu_entry_body() {
        let page = ["Sport", "News of sport and of the town hall today", "Sport"];
        assert_eq!(
            bodies(&page, "News of sport and of the town hall today"),
            [false, true, false]
        );
    }

    #[test]
    fn nearly_the_same_and_moved_blocks_count() {
        let page = [
            "one two three four five six seven eight nine ten eleven twelve",
            "alpha beta gamma delta epsilon zeta eta",
        ];
        let gold = "alpha beta gamma delta epsilon zeta eta one two three four five SIX seven eight nine ten eleven twelve";
        assert_eq!(bodies(&page, gold), [true, true]);
    }

    #[test]
    fn snippets_label_only_what_holds_them() {
        let labels = from_snippets(
            &["a good word", "menu", "x"],
            &["good word".into()],
            &["menu".into()],
        );
        assert_eq!(
            labels.iter().map(|l| (l.body, l.sure)).collect::<Vec<_>>(),
            [(true, 1.0), (false, 1.0), (false, 0.0)]
        );
    }
}
