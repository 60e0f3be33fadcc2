//! How a run over archives goes on, on standard error.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::io::IsTerminal;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressStyle};
use khabar_corpus::run::{Plan, Progress};
use khabar_corpus::stage::Watcher;

/// Between two looks at how far the run is.
const TICK: Duration = Duration::from_millis(200);

/// A progress bar, where standard error is a terminal; nothing elsewhere, since it would only fill logs.
pub struct CorpusProgress {
    bar: Option<ProgressBar>,
    counts: Arc<Counts>,
    clock: Mutex<Option<JoinHandle<()>>>,
}

/// What has become of the pages so far.
#[derive(Default)]
struct Counts {
    kept: AtomicU64,
    left_out: Mutex<BTreeMap<String, u64>>,
    is_over: AtomicBool,
}

impl CorpusProgress {
    /// A bar, unless nothing but errors is to be said.
    pub fn new(quiet: bool) -> Self {
        let shown = !quiet && std::io::stderr().is_terminal();
        Self {
            bar: shown.then(ProgressBar::no_length),
            counts: Arc::default(),
            clock: Mutex::default(),
        }
    }

    /// Takes the bar away.
    pub fn end(&self) {
        self.stop_clock();
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }

    fn stop_clock(&self) {
        self.counts.is_over.store(true, Ordering::Relaxed);
        let clock = self
            .clock
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take();
        if let Some(clock) = clock {
            // It only draws; that it failed is no loss.
            let _ = clock.join();
        }
    }
}

impl Counts {
    /// How many pages there were, and what became of them: `1,204 pages, 98/s: 1,100 kept, 104 language`.
    fn message(&self, since: Instant) -> String {
        let kept = self.kept.load(Ordering::Relaxed);
        let left_out = self.left_out.lock().unwrap_or_else(PoisonError::into_inner);
        let pages = kept + left_out.values().sum::<u64>();
        let rate = pages as f64 / since.elapsed().as_secs_f64().max(0.1);
        let mut most: Vec<(&String, &u64)> = left_out.iter().collect();
        most.sort_by(|a, b| b.1.cmp(a.1));
        let mut message = format!("{pages} pages, {rate:.0}/s: {kept} kept");
        for (reason, count) in most {
            // Writing to a string cannot fail.
            let _ = write!(message, ", {count} {reason}");
        }
        message
    }
}

impl Watcher for CorpusProgress {
    fn page(&self, left_out: Option<&str>) {
        let Some(reason) = left_out else {
            self.counts.kept.fetch_add(1, Ordering::Relaxed);
            return;
        };
        let mut counts = self
            .counts
            .left_out
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = counts.get_mut(reason) {
            *count += 1;
        } else {
            counts.insert(reason.to_owned(), 1);
        }
    }
}

impl Progress for CorpusProgress {
    fn begin(&self, plan: Plan, bytes: Arc<AtomicU64>) {
        let Some(bar) = self.bar.clone() else {
            return;
        };
        let style = ProgressStyle::with_template("{bar:16} {percent}% {eta} left · {wide_msg}");
        if let Ok(style) = style {
            bar.set_style(style);
        }
        bar.set_length(plan.bytes.max(1));
        let counts = Arc::clone(&self.counts);
        let clock = std::thread::spawn(move || {
            let since = Instant::now();
            while !counts.is_over.load(Ordering::Relaxed) {
                bar.set_position(bytes.load(Ordering::Relaxed));
                bar.set_message(counts.message(since));
                std::thread::sleep(TICK);
            }
        });
        *self.clock.lock().unwrap_or_else(PoisonError::into_inner) = Some(clock);
    }

    fn finishing(&self, parts: usize) {
        self.stop_clock();
        if let Some(bar) = &self.bar {
            let style = ProgressStyle::with_template("{bar:16} {pos} of {len} parts · {wide_msg}");
            if let Ok(style) = style {
                bar.set_style(style);
            }
            bar.set_length(parts as u64);
            bar.set_position(0);
            bar.set_message("setting rows beside each other");
        }
    }

    fn finished(&self) {
        if let Some(bar) = &self.bar {
            bar.set_message("putting parts in their places");
            bar.inc(1);
        }
    }
}
