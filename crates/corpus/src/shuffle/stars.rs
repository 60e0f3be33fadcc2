//! Connected components in few rounds of exchange: large-star and small-star, in turn until nothing changes (Kiveris et al.
//! 2014, "Connected Components in `MapReduce` and Beyond"). What is left is a star a component: every node with its smallest.

use arrow_array::{ArrayRef, RecordBatch};
use arrow_schema::{ArrowError, DataType, Schema};

use super::{Step, Work, column, columns, numbers};

fn edge() -> Schema {
    columns([("node", DataType::Int64), ("neighbour", DataType::Int64)])
}

/// An edge, and whether it leads elsewhere than before (1) or not (0): where none does, the stars are found.
fn led() -> Schema {
    columns([
        ("node", DataType::Int64),
        ("neighbour", DataType::Int64),
        ("changed", DataType::Int64),
    ])
}

/// Every edge from both its ends.
pub fn both_ways() -> Step {
    Step::new(edge(), edge(), BothWays)
}

struct BothWays;

impl Work for BothWays {
    fn take(&mut self, batch: &RecordBatch) -> Result<Vec<ArrayRef>, ArrowError> {
        let [nodes, neighbours] = ["node", "neighbour"].map(|name| numbers(batch, name));
        Ok(vec![
            column([nodes, neighbours].concat()),
            column([neighbours, nodes].concat()),
        ])
    }
}

/// From edges from both ends, in the order of node and neighbour: leads every larger neighbour to the smallest.
pub fn large_star() -> Step {
    Step::new(edge(), led(), Star::new(false))
}

/// From edges that lead to the smaller end, in the order of node and neighbour: leads the node and its neighbours to the
/// smallest of them.
pub fn small_star() -> Step {
    Step::new(edge(), led(), Star::new(true))
}

struct Star {
    is_small: bool,
    node: Option<i64>,
    smallest: i64,
    last: i64,
}

impl Star {
    fn new(is_small: bool) -> Self {
        Self {
            is_small,
            node: None,
            smallest: 0,
            last: 0,
        }
    }
}

impl Work for Star {
    fn take(&mut self, batch: &RecordBatch) -> Result<Vec<ArrayRef>, ArrowError> {
        let (mut nodes, mut neighbours, mut changed) = (Vec::new(), Vec::new(), Vec::new());
        let edges = numbers(batch, "node").iter();
        for (&node, &neighbour) in edges.zip(numbers(batch, "neighbour")) {
            let is_new = self.node.replace(node) != Some(node);
            if is_new {
                self.smallest = node.min(neighbour);
            }
            let is_again = !is_new && self.last == neighbour;
            self.last = neighbour;
            let mut lead = |node: i64, is_changed: bool| {
                if node != self.smallest {
                    nodes.push(node);
                    neighbours.push(self.smallest);
                    changed.push(i64::from(is_changed));
                }
            };
            if self.is_small && is_new {
                lead(node, false);
            }
            if !is_again && (self.is_small || neighbour > node) {
                lead(neighbour, self.is_small || self.smallest != node);
            }
        }
        Ok(vec![column(nodes), column(neighbours), column(changed)])
    }
}
