//! Work done side by side.

use std::ops::ControlFlow;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

/// Does `work` on each item with so many threads and gives what it came to, in the order of the items. Once it breaks on one,
/// nobody begins another.
pub fn each<T: Copy + Sync + Send + Ord, R: Send>(
    items: &[T],
    threads: usize,
    work: impl Fn(T) -> ControlFlow<R, R> + Sync,
) -> Vec<(T, R)> {
    let next = AtomicUsize::new(0);
    let results = Mutex::new(Vec::with_capacity(items.len()));
    std::thread::scope(|scope| {
        for _ in 0..threads.clamp(1, items.len().max(1)) {
            scope.spawn(|| {
                while let Some(&item) = items.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let result = match work(item) {
                        ControlFlow::Continue(result) => result,
                        ControlFlow::Break(result) => {
                            next.store(items.len(), Ordering::Relaxed);
                            result
                        }
                    };
                    let mut results = results.lock().unwrap_or_else(PoisonError::into_inner);
                    results.push((item, result));
                }
            });
        }
    });
    let mut results = results.into_inner().unwrap_or_else(PoisonError::into_inner);
    results.sort_by_key(|(item, _)| *item);
    results
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_item_is_worked_on_until_one_breaks() {
        let items: Vec<usize> = (0..100).collect();
        for threads in [0, 1, 7] {
            let all = each(&items, threads, |item| ControlFlow::Continue(item * 2));
            assert_eq!(all, (0..100).map(|i| (i, i * 2)).collect::<Vec<_>>());
        }
        let until = each(&items, 1, |item| match item {
            3 => ControlFlow::Break(item),
            _ => ControlFlow::Continue(item),
        });
        assert_eq!(until.len(), 4);
    }
}
