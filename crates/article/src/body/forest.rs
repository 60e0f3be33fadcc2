//! A forest of decision trees, laid flat.
//!
//! Many rows go down a tree together, as a set of bits: how they part at a question is looked up, not asked row by row.
//! All questions of one column are answered at once, by the place of each row's number among their limits.

use super::weights::{Malformed, Reader};

/// Gradient-boosted trees whose leaves add up to a logit.
#[derive(Debug)]
pub struct Forest {
    nodes: Vec<Node>,
    /// First node of each tree.
    roots: Vec<u32>,
    /// What the trees ask of each column.
    columns: Vec<Column>,
}

/// An inner node sends rows that answer its question with yes to the node after it, others to `right`.
#[derive(Debug, Clone, Copy)]
enum Node {
    Inner {
        /// Place of its question among those of all columns.
        question: u16,
        /// Distance to the right child.
        right: u16,
    },
    /// What it yields.
    Leaf(f32),
}

/// A question is whether a column's number is at most a limit.
#[derive(Debug, Default)]
struct Column {
    /// The limits, ascending.
    limits: Vec<f32>,
    /// Place of its first question among those of all columns.
    first: usize,
}

impl Column {
    /// How many of the limits a number is above: the place of the first question that it answers with yes.
    fn place(&self, number: f32) -> usize {
        let yes = self.limits.iter().map(|&limit| u32::from(number <= limit));
        self.limits.len() - yes.sum::<u32>() as usize
    }
}

/// Stands for a column in the weights of a leaf.
const LEAF: u16 = u16::MAX;

/// Some rows, a bit each.
type Rows = u64;

/// How many rows go down the trees together.
const AT_A_TIME: usize = Rows::BITS as usize;

impl Forest {
    /// Reads a forest: the number of trees, then of each the number of nodes and the nodes in preorder, each as column
    /// (`u16`), distance to the right child (`u16`) and value (`f32`), which is an inner node's limit and a leaf's yield.
    /// Rows with `row[column] <= limit` go to the node after it, others to the right child; a leaf has [`LEAF`] for a
    /// column.
    ///
    /// # Errors
    /// [`Malformed`] where the bytes end early, a node points outside its tree or past `columns`, or there are too many.
    pub fn read(from: &mut Reader<'_>, columns: usize) -> Result<Self, Malformed> {
        let trees = from.u32()?;
        let mut stated = Vec::new();
        let mut roots = Vec::new();
        for _ in 0..trees {
            let count = from.u32()? as usize;
            roots.push(stated.len() as u32);
            for at in 0..count {
                let (column, right, value) = (from.u16()?, from.u16()?, from.f32()?);
                // A node's children come after it, so walking a tree always ends.
                let inside = column != LEAF
                    && usize::from(column) < columns
                    && right > 1
                    && at + usize::from(right) < count;
                if !inside && column != LEAF {
                    return Err(Malformed);
                }
                stated.push((column, right, value));
            }
            if count == 0 {
                return Err(Malformed);
            }
        }
        let columns = questions(&stated, columns);
        let node = |(column, right, value): (u16, u16, f32)| {
            if column == LEAF {
                return Ok(Node::Leaf(value));
            }
            let column = &columns[usize::from(column)];
            let place = column.first + column.place(value);
            let question = u16::try_from(place).map_err(|_| Malformed)?;
            Ok(Node::Inner { question, right })
        };
        Ok(Self {
            nodes: stated.into_iter().map(node).collect::<Result<_, _>>()?,
            roots,
            columns,
        })
    }

    /// Adds up the trees for each row of `width` numbers: a logit each.
    pub fn logits(&self, rows: &[f32], width: usize) -> Vec<f32> {
        let mut logits = Vec::with_capacity(rows.len() / width.max(1));
        let mut answers = Vec::new();
        let mut waiting = Vec::new();
        for rows in rows.chunks(width.max(1) * AT_A_TIME) {
            let count = rows.len() / width;
            let all = Rows::MAX >> (AT_A_TIME - count);
            let mut sums = [0.0; AT_A_TIME];
            self.answer(rows, width, &mut answers);
            for &root in &self.roots {
                self.descend(root as usize, all, &answers, &mut waiting, &mut sums);
            }
            logits.extend_from_slice(&sums[..count]);
        }
        logits
    }

    /// For each question the rows that answer it with yes.
    fn answer(&self, rows: &[f32], width: usize, answers: &mut Vec<Rows>) {
        answers.clear();
        for (at, column) in self.columns.iter().enumerate() {
            let first = answers.len();
            // One more than there are limits, for rows above all of them.
            answers.resize(first + column.limits.len() + 1, 0);
            let own = &mut answers[first..];
            // Most columns have long runs of one number.
            let (mut number, mut run, mut bit) = (rows[at], 0, 1);
            for &next in rows[at..].iter().step_by(width) {
                if next.to_bits() != number.to_bits() {
                    own[column.place(number)] |= run;
                    (number, run) = (next, 0);
                }
                run |= bit;
                bit <<= 1;
            }
            own[column.place(number)] |= run;
            // What is at most one limit is at most the next.
            let mut below = 0;
            for rows in own {
                below |= *rows;
                *rows = below;
            }
            answers.pop();
        }
    }

    /// Sends some rows down one tree and adds what its leaves yield to their sums.
    fn descend(
        &self,
        root: usize,
        all: Rows,
        answers: &[Rows],
        waiting: &mut Vec<(usize, Rows)>,
        sums: &mut [f32; AT_A_TIME],
    ) {
        let (mut at, mut rows) = (root, all);
        loop {
            match self.nodes[at] {
                Node::Inner { question, right } => {
                    let yes = rows & answers[usize::from(question)];
                    let no = rows & !yes;
                    let right = at + usize::from(right);
                    if yes == 0 {
                        at = right;
                        continue;
                    }
                    if no != 0 {
                        waiting.push((right, no));
                    }
                    (at, rows) = (at + 1, yes);
                }
                Node::Leaf(value) => {
                    while rows != 0 {
                        sums[rows.trailing_zeros() as usize % AT_A_TIME] += value;
                        rows &= rows - 1;
                    }
                    match waiting.pop() {
                        Some(next) => (at, rows) = next,
                        None => return,
                    }
                }
            }
        }
    }

    /// The same as probabilities.
    pub fn probabilities(&self, rows: &[f32], width: usize) -> Vec<f32> {
        let mut sums = self.logits(rows, width);
        for sum in &mut sums {
            *sum = probability(*sum);
        }
        sums
    }
}

/// What the nodes of a forest ask of each column.
fn questions(nodes: &[(u16, u16, f32)], columns: usize) -> Vec<Column> {
    let mut asked: Vec<Column> = Vec::new();
    asked.resize_with(columns, Column::default);
    for &(column, _, limit) in nodes {
        if let Some(column) = asked.get_mut(usize::from(column)) {
            column.limits.push(limit);
        }
    }
    let mut first = 0;
    for column in &mut asked {
        column.limits.sort_unstable_by(f32::total_cmp);
        column.limits.dedup();
        column.first = first;
        first += column.limits.len();
    }
    asked
}

/// The probability that a logit stands for.
pub fn probability(logit: f32) -> f32 {
    1.0 / (1.0 + (-logit).exp())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bytes(nodes: &[(u16, u16, f32)]) -> Vec<u8> {
        let mut out = 1_u32.to_le_bytes().to_vec();
        out.extend((nodes.len() as u32).to_le_bytes());
        for (column, right, value) in nodes {
            out.extend(column.to_le_bytes());
            out.extend(right.to_le_bytes());
            out.extend(value.to_le_bytes());
        }
        out
    }

    #[test]
    fn rows_fall_to_their_leaves() {
        let bytes = bytes(&[(1, 2, 0.5), (LEAF, 0, -2.0), (LEAF, 0, 2.0)]);
        let forest = Forest::read(&mut Reader::new(&bytes), 2).unwrap();
        let read = forest.probabilities(&[9.0, 0.5, 9.0, 0.6], 2);
        assert!((read[0] - 0.119_202_9).abs() < 1e-6 && (read[1] - 0.880_797_1).abs() < 1e-6);
    }

    #[test]
    fn rows_fall_together_as_they_fall_alone() {
        let nodes = [
            (0, 4, 40.0),
            (1, 2, 1.5),
            (LEAF, 0, 1.0),
            (LEAF, 0, 2.0),
            (0, 2, 70.0),
            (LEAF, 0, 3.0),
            (LEAF, 0, 4.0),
        ];
        let bytes = bytes(&nodes);
        let forest = Forest::read(&mut Reader::new(&bytes), 2).unwrap();
        let rows: Vec<f32> = (0..100_u8)
            .flat_map(|i| [f32::from(i), f32::from(i % 4)])
            .collect();
        let alone: Vec<f32> = rows.chunks(2).flat_map(|r| forest.logits(r, 2)).collect();
        assert_eq!(forest.logits(&rows, 2), alone);
        let some: Vec<f32> = [1, 2, 40, 41, 71].into_iter().map(|i| alone[i]).collect();
        assert_eq!(some, [1.0, 2.0, 1.0, 3.0, 4.0]);
        assert_eq!(forest.logits(&[f32::NAN, 0.0], 2), [4.0]);
        assert!(forest.logits(&[], 2).is_empty());
    }

    #[test]
    fn trees_that_lead_astray_are_refused() {
        for nodes in [
            &[(2, 2, 0.5), (LEAF, 0, 0.0), (LEAF, 0, 0.0)][..],
            &[(0, 9, 0.5), (LEAF, 0, 0.0), (LEAF, 0, 0.0)],
            &[(0, 0, 0.5), (LEAF, 0, 0.0), (LEAF, 0, 0.0)],
            &[],
        ] {
            assert!(Forest::read(&mut Reader::new(&bytes(nodes)), 2).is_err());
        }
        assert!(Forest::read(&mut Reader::new(&[1, 0, 0]), 2).is_err());
    }
}
