//! Until when a page is to be read.

use std::time::{Duration, Instant};

/// The moment by which a page is to be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Deadline(Option<Instant>);

impl Deadline {
    /// So long from now; never where there is no limit.
    pub fn after(limit: Option<Duration>) -> Self {
        // A limit beyond what the clock can tell is none.
        Self(limit.and_then(|limit| Instant::now().checked_add(limit)))
    }

    /// Whether the moment has come. Costs a look at the clock, some 25 ns.
    pub fn has_passed(self) -> bool {
        self.0.is_some_and(|end| Instant::now() >= end)
    }
}
