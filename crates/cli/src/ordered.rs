//! Work done side by side whose results are wanted in order.

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError, mpsc};

/// How many results may wait, for each worker, until an earlier one is done.
const AHEAD: usize = 4;

/// Does `work` on each item with `workers` threads and gives every result to `sink`, on the calling thread, in the
/// order of the items. No worker runs further than a few items ahead of the last result given, so that one slow item
/// does not make the others pile up. When `sink` breaks, no further work is begun.
///
/// Threads rather than a work-stealing pool: a worker may wait for a site's answer for seconds, and what bounds
/// memory here is that wait, not the splitting of work.
pub fn for_each<'a, T: Sync, R: Send>(
    items: &'a [T],
    workers: usize,
    work: impl Fn(&'a T) -> R + Sync,
    mut sink: impl FnMut(R) -> ControlFlow<()>,
) {
    let workers = workers.clamp(1, items.len().max(1));
    let window = Window::new(workers * AHEAD);
    std::thread::scope(|scope| {
        let (sender, results) = mpsc::channel();
        for _ in 0..workers {
            let sender = sender.clone();
            let (window, work) = (&window, &work);
            scope.spawn(move || {
                let _closing = Closing(window);
                while let Some(index) = window.next(items.len()) {
                    // The receiver is gone only once nobody wants results any more.
                    if sender.send((index, work(&items[index]))).is_err() {
                        break;
                    }
                }
            });
        }
        drop(sender);
        let _closing = Closing(&window);
        let mut waiting = BTreeMap::new();
        let mut due = 0;
        for (index, result) in results {
            waiting.insert(index, result);
            while let Some(result) = waiting.remove(&due) {
                due += 1;
                if sink(result).is_break() {
                    return;
                }
                window.advance(due);
            }
        }
    });
}

/// Which items may be begun.
struct Window {
    state: Mutex<State>,
    moved: Condvar,
    size: usize,
}

struct State {
    next: usize,
    done: usize,
    closed: bool,
}

impl Window {
    fn new(size: usize) -> Self {
        Self {
            state: Mutex::new(State {
                next: 0,
                done: 0,
                closed: false,
            }),
            moved: Condvar::new(),
            size,
        }
    }

    /// The next item to begin, as soon as it may be; `None` if there is none left.
    fn next(&self, len: usize) -> Option<usize> {
        let mut state = self
            .moved
            .wait_while(self.lock(), |s| {
                !s.closed && s.next < len && s.next >= s.done + self.size
            })
            .unwrap_or_else(PoisonError::into_inner);
        if state.closed || state.next >= len {
            return None;
        }
        state.next += 1;
        Some(state.next - 1)
    }

    /// All items before `done` are done.
    fn advance(&self, done: usize) {
        self.lock().done = done;
        self.moved.notify_all();
    }

    /// The state. It holds numbers alone, each right by itself, so a panic elsewhere spoils nothing.
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Closes the window when a thread is through with it, be it by a panic: nobody then waits for what will not come.
struct Closing<'a>(&'a Window);

impl Drop for Closing<'_> {
    fn drop(&mut self) {
        self.0.lock().closed = true;
        self.0.moved.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicUsize, Ordering};

    #[test]
    fn results_come_in_order() {
        let items: Vec<usize> = (0..500).collect();
        let mut got = Vec::new();
        for_each(
            &items,
            8,
            |&i| {
                if i % 7 == 0 {
                    std::thread::yield_now();
                }
                i * 2
            },
            |r| {
                got.push(r);
                ControlFlow::Continue(())
            },
        );
        assert_eq!(got, (0..500).map(|i| i * 2).collect::<Vec<_>>());
    }

    #[test]
    fn nobody_runs_far_ahead_and_a_break_ends_it() {
        let items: Vec<usize> = (0..10_000).collect();
        let begun = AtomicUsize::new(0);
        let given = AtomicUsize::new(0);
        for_each(
            &items,
            3,
            |_| {
                let ahead = begun.fetch_add(1, Ordering::SeqCst) + 1;
                assert!(ahead <= given.load(Ordering::SeqCst) + 3 * AHEAD + 3);
            },
            |()| {
                if given.fetch_add(1, Ordering::SeqCst) == 99 {
                    ControlFlow::Break(())
                } else {
                    ControlFlow::Continue(())
                }
            },
        );
        assert_eq!(given.load(Ordering::SeqCst), 100);
        assert!(begun.load(Ordering::SeqCst) < 200);
    }

    #[test]
    fn nothing_to_do_is_done() {
        for_each(&[] as &[u8], 4, |_| (), |()| ControlFlow::Continue(()));
    }
}
