//! Times of several readers on the same pages, and what they come to.

use std::time::Duration;

/// A reader that takes longer than this on a page is left out on that page, and said to be.
pub const LIMIT: Duration = Duration::from_secs(5);

/// The least time each reader took on each page over some rounds.
#[derive(Debug)]
pub struct Times {
    /// Bytes of each page.
    sizes: Vec<usize>,
    /// By reader, then by page.
    best: Vec<Vec<Option<Duration>>>,
}

impl Times {
    /// No times yet of so many readers on pages of these sizes in bytes.
    pub fn new(readers: usize, sizes: Vec<usize>) -> Self {
        let best = vec![vec![None; sizes.len()]; readers];
        Self { sizes, best }
    }

    /// Whether a reader is to read a page (again): not where it went over the limit before.
    pub fn is_on(&self, reader: usize, page: usize) -> bool {
        self.best[reader][page].is_none_or(|took| took <= LIMIT)
    }

    /// Keeps a time if it is the least so far.
    pub fn record(&mut self, reader: usize, page: usize, took: Duration) {
        let best = &mut self.best[reader][page];
        *best = Some(best.map_or(took, |b| b.min(took)));
    }

    /// Megabytes (10^6) a second over the pages read within the limit.
    pub fn speed(&self, reader: usize) -> f64 {
        let read = self.best[reader].iter().zip(&self.sizes);
        let (mut bytes, mut time) = (0, Duration::ZERO);
        for (took, size) in read
            .filter_map(|(t, s)| Some(((*t)?, s)))
            .filter(|(t, _)| *t <= LIMIT)
        {
            bytes += size;
            time += took;
        }
        bytes as f64 / 1e6 / time.as_secs_f64()
    }

    /// The longest a reader took on one page, and which that was.
    pub fn slowest(&self, reader: usize) -> Option<(usize, Duration)> {
        let times = self.best[reader].iter().enumerate();
        times
            .filter_map(|(page, took)| Some((page, (*took)?)))
            .max_by_key(|(_, took)| *took)
    }

    /// On how many pages a reader went over the limit.
    pub fn left_out(&self, reader: usize) -> usize {
        self.best[reader]
            .iter()
            .flatten()
            .filter(|took| **took > LIMIT)
            .count()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_least_time_counts_and_pages_over_the_limit_do_not() {
        let mut times = Times::new(1, vec![1_000_000, 3_000_000, 9_000_000]);
        times.record(0, 0, Duration::from_millis(900));
        times.record(0, 0, Duration::from_millis(500));
        times.record(0, 0, Duration::from_millis(700));
        times.record(0, 1, Duration::from_millis(1500));
        times.record(0, 2, LIMIT + Duration::from_millis(1));
        assert!((times.speed(0) - 2.0).abs() < 1e-9);
        assert_eq!(times.left_out(0), 1);
        assert!(times.is_on(0, 1) && !times.is_on(0, 2));
        assert_eq!(times.slowest(0).map(|(page, _)| page), Some(2));
    }
}
