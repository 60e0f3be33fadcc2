//! How much each thing known of a block weighed in its judgement, whatever the judge is made of: the judge is asked
//! again as if that thing were otherwise, and the change in the log-odds is its weight.

/// What a group of columns is set to when the judge is asked again without it.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Neutral {
    /// The values of the most typical kept block, then of the most typical dropped one: halfway between them.
    Typical,
    /// These values, in the order of the columns.
    Usual(&'static [f32]),
    /// Nothing: the judge fills these columns in, and does so from nothing.
    Emptied,
}

/// Columns that tell of one thing.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Group {
    /// What they tell of, in plain words.
    pub name: &'static str,
    /// Their names, parted by blanks.
    pub columns: &'static str,
    /// What they are set to when the judge is asked without them.
    pub neutral: Neutral,
}

impl Group {
    pub const fn typical(name: &'static str, columns: &'static str) -> Self {
        let neutral = Neutral::Typical;
        Self {
            name,
            columns,
            neutral,
        }
    }

    pub const fn usual(name: &'static str, columns: &'static str, values: &'static [f32]) -> Self {
        let neutral = Neutral::Usual(values);
        Self {
            name,
            columns,
            neutral,
        }
    }

    pub const fn emptied(name: &'static str, columns: &'static str) -> Self {
        let neutral = Neutral::Emptied;
        Self {
            name,
            columns,
            neutral,
        }
    }

    /// Places of the columns in a row.
    fn places(&self, names: &[&str]) -> Vec<usize> {
        self.columns
            .split_ascii_whitespace()
            .filter_map(|column| names.iter().position(|name| *name == column))
            .collect()
    }
}

/// What one thing known of a block weighed.
#[derive(Debug, Clone, PartialEq)]
pub struct Weight {
    /// What it is, in plain words: "links", "neighbours".
    pub group: &'static str,
    /// The log-odds it adds, in natural logarithms: above 0 it speaks for the block, below against it.
    pub weight: f32,
    /// The columns in which the block differs most from its opposite.
    pub values: Vec<Value>,
}

impl Weight {
    /// The log-odds for people, with their sign.
    pub fn signed(&self) -> String {
        let sign = if self.weight < 0.0 { '−' } else { '+' };
        format!("{sign}{:.1}", self.weight.abs())
    }
}

/// A column of a block.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Value {
    /// The column.
    pub column: &'static str,
    /// What it is for the block.
    pub value: f32,
    /// What it is for the most typical block of the other decision on this page, or on a usual page.
    pub other: f32,
}

/// A weight lower than this says nothing.
const LEAST: f32 = 0.05;
/// Columns told of one group.
const MOST_VALUES: usize = 3;
/// Probabilities nearer to 0 or 1 than this count as this near.
const NEAREST: f32 = 1e-4;

/// The rows of an input.
pub(super) struct Table<'a> {
    pub rows: &'a [f32],
    pub names: &'static [&'static str],
    pub groups: &'static [Group],
    pub kept: Vec<bool>,
}

impl Table<'_> {
    /// What weighed for each row. `judge` gives the probabilities for other rows; where it is given the name of a
    /// group, as if nothing were known of that.
    pub fn weigh(&self, judge: impl Fn(Vec<f32>, Option<&str>) -> Vec<f32>) -> Vec<Vec<Weight>> {
        let count = self.kept.len();
        let mut out = vec![Vec::new(); count];
        if count == 0 {
            return out;
        }
        let base = log_odds(judge(self.rows.to_vec(), None));
        let spread = self.spread();
        let typical = [true, false].map(|kept| self.typical(kept, &spread));
        let references: Vec<usize> = typical.iter().copied().flatten().collect();
        for group in self.groups {
            let places = group.places(self.names);
            let with = |values: &dyn Fn(usize) -> f32| {
                let mut rows = self.rows.to_vec();
                for row in rows.chunks_exact_mut(self.names.len()) {
                    for (at, &place) in places.iter().enumerate() {
                        row[place] = values(at);
                    }
                }
                log_odds(judge(rows, None))
            };
            let without = match group.neutral {
                Neutral::Typical => {
                    let mut sum = vec![0.0; count];
                    for &reference in &references {
                        let row = self.row(reference);
                        let judged = with(&|at| row[places[at]]);
                        sum.iter_mut().zip(judged).for_each(|(s, j)| *s += j);
                    }
                    sum.iter()
                        .map(|s| s / references.len().max(1) as f32)
                        .collect()
                }
                Neutral::Usual(values) => with(&|at| values[at]),
                Neutral::Emptied => log_odds(judge(self.rows.to_vec(), Some(group.name))),
            };
            for (i, weights) in out.iter_mut().enumerate() {
                let weight = base[i] - without[i];
                if weight.abs() < LEAST {
                    continue;
                }
                let other =
                    typical[usize::from(self.kept[i])].or(typical[1 - usize::from(self.kept[i])]);
                let other = other.map_or(self.row(i), |o| self.row(o));
                let value = |(at, &place): (usize, &usize)| Value {
                    column: self.names[place],
                    value: self.row(i)[place],
                    other: match group.neutral {
                        Neutral::Usual(values) => values[at],
                        Neutral::Typical | Neutral::Emptied => other[place],
                    },
                };
                let mut values: Vec<(f32, Value)> = places
                    .iter()
                    .enumerate()
                    .map(|at| (spread[*at.1], value(at)))
                    .map(|(spread, v)| ((v.value - v.other).abs() / spread.max(1e-3), v))
                    .filter(|(off, _)| *off > 1e-3)
                    .collect();
                values.sort_by(|a, b| b.0.total_cmp(&a.0));
                weights.push(Weight {
                    group: group.name,
                    weight,
                    values: values
                        .into_iter()
                        .take(MOST_VALUES)
                        .map(|(_, v)| v)
                        .collect(),
                });
            }
        }
        for weights in &mut out {
            weights.sort_by(|a, b| b.weight.abs().total_cmp(&a.weight.abs()));
        }
        out
    }

    fn row(&self, at: usize) -> &[f32] {
        let width = self.names.len();
        &self.rows[at * width..(at + 1) * width]
    }

    /// How far apart the values of each column lie on this page: the mean distance from their mean.
    fn spread(&self) -> Vec<f32> {
        let all: Vec<usize> = (0..self.kept.len()).collect();
        let means = self.means(&all);
        let mut sums = vec![0.0; self.names.len()];
        for i in all {
            for ((sum, mean), value) in sums.iter_mut().zip(&means).zip(self.row(i)) {
                *sum += (value - mean).abs();
            }
        }
        sums.iter().map(|s| s / self.kept.len() as f32).collect()
    }

    fn means(&self, rows: &[usize]) -> Vec<f32> {
        let mut sums = vec![0.0; self.names.len()];
        for &i in rows {
            sums.iter_mut()
                .zip(self.row(i))
                .for_each(|(sum, value)| *sum += value);
        }
        sums.iter().map(|s| s / rows.len().max(1) as f32).collect()
    }

    /// The kept, or dropped, row that is nearest to the mean of them.
    fn typical(&self, kept: bool, spread: &[f32]) -> Option<usize> {
        let rows: Vec<usize> = (0..self.kept.len())
            .filter(|&i| self.kept[i] == kept)
            .collect();
        let means = self.means(&rows);
        let distance = |i: &usize| -> f32 {
            self.row(*i)
                .iter()
                .zip(&means)
                .zip(spread)
                .map(|((value, mean), spread)| (value - mean).abs() / spread.max(1e-3))
                .sum()
        };
        rows.into_iter()
            .min_by(|a, b| distance(a).total_cmp(&distance(b)))
    }
}

fn log_odds(probabilities: Vec<f32>) -> Vec<f32> {
    probabilities
        .into_iter()
        .map(|p| p.clamp(NEAREST, 1.0 - NEAREST))
        .map(|p| (p / (1.0 - p)).ln())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{body, dump};

    #[test]
    fn every_column_is_in_one_group() {
        for (names, groups) in [
            (body::features::NAMES, body::features::GROUPS),
            (dump::features::NAMES, dump::features::GROUPS),
        ] {
            let mut grouped: Vec<&str> = groups
                .iter()
                .flat_map(|g| g.columns.split_ascii_whitespace())
                .collect();
            let mut all = names.to_vec();
            grouped.sort_unstable();
            all.sort_unstable();
            let lacking: Vec<_> = all.iter().filter(|n| !grouped.contains(n)).collect();
            assert!(lacking.is_empty(), "columns without a group: {lacking:?}");
            assert_eq!(grouped, all, "columns in two groups, or no columns at all");
            for group in groups {
                if let Neutral::Usual(values) = group.neutral {
                    assert_eq!(
                        values.len(),
                        group.columns.split_ascii_whitespace().count(),
                        "{}",
                        group.name
                    );
                }
            }
        }
    }

    #[test]
    fn weights_point_the_way_a_judge_goes() {
        const GROUPS: &[Group] = &[
            Group::typical("first", "a"),
            Group::usual("second", "b", &[0.0]),
            Group::emptied("third", "c"),
        ];
        let table = Table {
            rows: &[1.0, 0.0, 5.0, 1.0, 2.0, 5.0, -1.0, 0.0, 5.0],
            names: &["a", "b", "c"],
            groups: GROUPS,
            kept: vec![true, true, false],
        };
        let weights = table.weigh(|rows, without| {
            rows.chunks(3)
                .map(|r| r[0] - r[1] + if without == Some("third") { -1.0 } else { 0.0 })
                .map(|z: f32| 1.0 / (1.0 + (-z).exp()))
                .collect()
        });
        let told: Vec<Vec<(&str, i32)>> = weights
            .iter()
            .map(|w| {
                w.iter()
                    .map(|w| (w.group, w.weight.round() as i32))
                    .collect()
            })
            .collect();
        assert_eq!(told[0], [("first", 1), ("third", 1)]);
        assert_eq!(told[1], [("second", -2), ("first", 1), ("third", 1)]);
        assert_eq!(told[2], [("first", -1), ("third", 1)]);
        let first = &weights[2]
            .iter()
            .find(|w| w.group == "first")
            .unwrap()
            .values[0];
        assert_eq!((first.value, first.other), (-1.0, 1.0));
    }
}
