//! A forest of decision trees, laid flat.

use super::weights::{Malformed, Reader};

/// Gradient-boosted trees whose leaves add up to a logit.
#[derive(Debug)]
pub struct Forest {
    nodes: Vec<Node>,
    /// First node of each tree.
    roots: Vec<u32>,
}

/// An inner node sends rows with `row[column] <= value` to the node after it, others to `right`. A leaf has
/// [`LEAF`] for a column and its value is its yield.
#[derive(Debug, Clone, Copy)]
struct Node {
    value: f32,
    column: u16,
    /// Distance to the right child.
    right: u16,
}

const LEAF: u16 = u16::MAX;

/// How many rows go down the trees together.
const AT_A_TIME: usize = 32;

impl Forest {
    /// Reads a forest: the number of trees, then of each the number of nodes and the nodes in preorder, each as column
    /// (`u16`), distance to the right child (`u16`) and value (`f32`).
    ///
    /// # Errors
    /// [`Malformed`] where the bytes end early, or a node points outside its tree or past `columns`.
    pub fn read(from: &mut Reader<'_>, columns: usize) -> Result<Self, Malformed> {
        let trees = from.u32()?;
        let mut forest = Self {
            nodes: Vec::new(),
            roots: Vec::new(),
        };
        for _ in 0..trees {
            let count = from.u32()? as usize;
            forest.roots.push(forest.nodes.len() as u32);
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
                forest.nodes.push(Node {
                    value,
                    column,
                    right,
                });
            }
            if count == 0 {
                return Err(Malformed);
            }
        }
        Ok(forest)
    }

    /// Adds up the trees for each row of `width` numbers: a logit each.
    pub fn logits(&self, rows: &[f32], width: usize) -> Vec<f32> {
        let mut sums = vec![0.0_f32; rows.len() / width.max(1)];
        // Some rows at a time and those tree by tree, so that both the rows and the tree stay in the nearest cache.
        let rows = rows.chunks(width.max(1) * AT_A_TIME);
        for (sums, rows) in sums.chunks_mut(AT_A_TIME).zip(rows) {
            for &root in &self.roots {
                for (sum, row) in sums.iter_mut().zip(rows.chunks_exact(width)) {
                    let mut at = root as usize;
                    let mut node = self.nodes[at];
                    while node.column != LEAF {
                        at += if row[usize::from(node.column)] <= node.value {
                            1
                        } else {
                            usize::from(node.right)
                        };
                        node = self.nodes[at];
                    }
                    *sum += node.value;
                }
            }
        }
        sums
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
