//! Gathering: looking at what is due, reading what is new, and writing it down.
//!
//! One thread plans and writes, a number of others fetch and read. What is due stands in the record, so that a process
//! that is killed loses nothing but what it was at: that is still due when the next one looks.

pub(crate) mod channel;
mod pace;
mod page;
mod plan;
mod write;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use khabar_fetch::{FetchOptions, Fetcher};
use serde::Serialize;

use crate::archive::Archive;
use crate::derived::Derived;
use crate::error::ArchiveError;
use crate::folder::Held;
use crate::notify;
use crate::raw::RawPages;
use crate::record::channels::Channel;
use crate::record::pages::DuePage;
use crate::time::{MINUTE, Seconds};
use page::{PageRules, Visited};
use plan::Plan;

/// How often the planner looks whether the site of something due may be asked.
const TICK: Duration = Duration::from_millis(20);
/// How long a service sleeps at most where nothing is due: sources may be added meanwhile.
const NAP: Duration = Duration::from_secs(2);
/// What came in is written down at least so often, and once it is so much.
const WRITE_EVERY: Duration = Duration::from_millis(250);
const WRITE_AFTER: usize = 64;
/// What is written is put into the index of words at least so often.
const INDEX_EVERY: Duration = Duration::from_secs(3);
/// Whoever could not be told is tried again at least so often, once it is time.
const TELL_EVERY: Duration = Duration::from_secs(30);

/// How to gather.
#[derive(Debug, Clone)]
pub struct GatherOptions {
    /// How things are fetched.
    pub fetch: FetchOptions,
    /// How many things are fetched at once.
    pub workers: usize,
    /// Whether pages are kept as they came.
    pub keep_raw: bool,
    /// The least time between two looks at a channel.
    pub least_interval: Seconds,
}

impl Default for GatherOptions {
    /// 32 fetches at once, no channel more often than every five minutes, no raw pages.
    fn default() -> Self {
        Self {
            fetch: FetchOptions::default(),
            workers: 32,
            keep_raw: false,
            least_interval: 5 * MINUTE,
        }
    }
}

/// What gathering came to so far.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Gathered {
    /// Looks at channels, those that failed among them.
    pub looks: u64,
    /// Channels that failed.
    pub failed_looks: u64,
    /// Pages announced that were not known.
    pub announced: u64,
    /// Reports kept for the first time.
    pub new: u64,
    /// Versions added to reports.
    pub changed: u64,
    /// Reports found as they were.
    pub same: u64,
    /// Pages that hold no report, or ask not to be kept.
    pub not_kept: u64,
    /// Pages that could not be had this time.
    pub failed: u64,
    /// What is left that is due.
    pub waiting: u64,
}

/// Why something could not be had.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Trouble {
    /// A short name of the cause, to count by.
    pub cause: &'static str,
    /// The cause and what to do, in a sentence.
    pub message: String,
    /// How long the site asks to wait.
    pub retry_after: Option<Seconds>,
    /// Whether it may well go better later.
    pub is_passing: bool,
}

impl Trouble {
    /// Trouble that stays as long as nobody does anything about it.
    fn lasting(cause: &'static str, message: String) -> Self {
        Self {
            cause,
            message,
            retry_after: None,
            is_passing: false,
        }
    }

    /// Trouble that may well be over some time later.
    fn passing(cause: &'static str, message: String) -> Self {
        Self {
            is_passing: true,
            ..Self::lasting(cause, message)
        }
    }
}

/// Something to be fetched.
#[derive(Debug)]
enum Task {
    Look(Channel),
    Visit(DuePage),
}

/// What it came to.
#[derive(Debug)]
enum Done {
    Looked(Channel, Result<channel::Seen, Trouble>),
    Visited(DuePage, Visited),
}

/// Gathers for an archive.
pub struct Gatherer<'a> {
    archive: &'a Archive,
    options: GatherOptions,
    fetcher: Arc<Fetcher>,
    derived: Derived<'a>,
    raw: RawPages,
    gathered: Gathered,
}

impl<'a> Gatherer<'a> {
    /// Gathers for an archive that this process holds. What is made of the record is brought up to date first.
    ///
    /// # Errors
    /// What the record or the index says.
    pub fn new(
        archive: &'a Archive,
        held: &'a Held,
        options: GatherOptions,
    ) -> Result<Self, ArchiveError> {
        let mut fetch = options.fetch.clone();
        fetch.keep_wire |= options.keep_raw;
        let mut derived = Derived::new(archive, held)?;
        derived.follow()?;
        Ok(Self {
            archive,
            fetcher: Arc::new(Fetcher::new(fetch)),
            derived,
            raw: RawPages::new(archive.folder()),
            gathered: Gathered::default(),
            options,
        })
    }

    /// Does all that is due now, and what comes of it; or stops early, once `stop` is set, with what was begun.
    /// `heard` is told now and then how far it is.
    ///
    /// # Errors
    /// What the record, the index or the disk says. What was written before is kept.
    pub fn once(
        &mut self,
        stop: &AtomicBool,
        heard: &dyn Fn(&Gathered),
    ) -> Result<Gathered, ArchiveError> {
        self.run(stop, heard, true)
    }

    /// Goes on until `stop` is set.
    ///
    /// # Errors
    /// As [`Gatherer::once`].
    pub fn serve(
        &mut self,
        stop: &AtomicBool,
        heard: &dyn Fn(&Gathered),
    ) -> Result<Gathered, ArchiveError> {
        self.run(stop, heard, false)
    }

    fn run(
        &mut self,
        stop: &AtomicBool,
        heard: &dyn Fn(&Gathered),
        is_once: bool,
    ) -> Result<Gathered, ArchiveError> {
        let (task_out, tasks) = mpsc::channel::<Task>();
        let (done_out, done) = mpsc::channel::<Done>();
        let tasks = Mutex::new(tasks);
        let rules = PageRules {
            keep_raw: self.options.keep_raw,
            honour_ai_opt_outs: self.options.fetch.honour_ai_opt_outs,
        };
        let fetcher = Arc::clone(&self.fetcher);
        thread::scope(|scope| {
            for _ in 0..self.options.workers.max(1) {
                let done_out = done_out.clone();
                let (fetcher, tasks) = (&*fetcher, &tasks);
                let archive = self.archive;
                scope.spawn(move || work(archive, fetcher, tasks, &done_out, rules));
            }
            drop(done_out);
            let (news_out, news) = mpsc::channel();
            let archive = self.archive;
            let teller = Arc::clone(&fetcher);
            scope.spawn(move || tell(archive, &teller, &news, stop));
            let result = self.plan_and_write(&task_out, &done, &news_out, stop, heard, is_once);
            // Without tasks to come, the workers end after what they are at, and so does whoever tells.
            drop((task_out, news_out));
            result
        })?;
        Ok(self.gathered)
    }

    /// Hands out what is due and writes down what comes back.
    fn plan_and_write(
        &mut self,
        tasks: &Sender<Task>,
        done: &Receiver<Done>,
        news: &Sender<()>,
        stop: &AtomicBool,
        heard: &dyn Fn(&Gathered),
        is_once: bool,
    ) -> Result<(), ArchiveError> {
        let mut plan = Plan::new(self.options.workers.max(1));
        let mut finished: Vec<Done> = Vec::new();
        let mut written = Instant::now();
        let mut indexed = Instant::now();
        loop {
            let now = self.archive.now();
            let stopping = stop.load(Ordering::Relaxed);
            if !stopping {
                plan.fill(self.archive, now)?;
                for task in plan.ready(&self.fetcher) {
                    // The workers are there as long as this function.
                    let _ = tasks.send(task);
                }
            }
            let is_idle = plan.in_flight() == 0 && (stopping || plan.is_empty());
            let wait = if is_idle && !is_once { NAP } else { TICK };
            if !is_idle || !is_once {
                match done.recv_timeout(if stopping && is_idle {
                    Duration::ZERO
                } else {
                    wait
                }) {
                    Ok(first) => finished.extend(std::iter::once(first).chain(done.try_iter())),
                    Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => {}
                }
            }
            let is_idle = is_idle && finished.is_empty();
            let is_time = written.elapsed() >= WRITE_EVERY || finished.len() >= WRITE_AFTER;
            if !finished.is_empty() && (is_time || plan.in_flight() == finished.len()) {
                write::write(
                    self.archive,
                    &mut self.raw,
                    self.options.least_interval,
                    &finished,
                    &mut self.gathered,
                )?;
                for done in finished.drain(..) {
                    plan.done(&done);
                }
                written = Instant::now();
                self.gathered.waiting = plan.len() as u64;
                heard(&self.gathered);
            }
            if is_idle || indexed.elapsed() >= INDEX_EVERY {
                if self.derived.follow()? > 0 {
                    // Whoever tells has ended only where it cannot go on, and has said so.
                    let _ = news.send(());
                }
                indexed = Instant::now();
            }
            if is_idle && (stopping || is_once) {
                self.gathered.waiting = 0;
                return Ok(());
            }
        }
    }
}

/// Fetches and reads until no more tasks come.
fn work(
    archive: &Archive,
    fetcher: &Fetcher,
    tasks: &Mutex<Receiver<Task>>,
    done: &Sender<Done>,
    rules: PageRules,
) {
    loop {
        let task = tasks.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok(task) = task else {
            return;
        };
        let result = match task {
            Task::Look(channel) => {
                let seen = guarded(|| channel::look(fetcher, &channel, archive.now()));
                Done::Looked(channel, seen.unwrap_or_else(Err))
            }
            Task::Visit(page) => {
                let visited = guarded(|| page::visit(fetcher, &page, rules));
                let visited = visited.unwrap_or_else(|trouble| Visited::Failed {
                    trouble,
                    from_feed: None,
                });
                Done::Visited(page, visited)
            }
        };
        if done.send(result).is_err() {
            return;
        }
    }
}

/// Tells what saved searches find, whenever there is news and now and then besides, until there will be no more.
fn tell(archive: &Archive, fetcher: &Fetcher, news: &Receiver<()>, stop: &AtomicBool) {
    loop {
        let last = match news.recv_timeout(TELL_EVERY) {
            Ok(()) | Err(RecvTimeoutError::Timeout) => false,
            Err(RecvTimeoutError::Disconnected) => true,
        };
        let told = notify::ask(archive, archive.now())
            .and_then(|_| notify::tell(archive, fetcher, archive.now(), stop));
        if let Err(error) = told {
            tracing::error!(%error, "what saved searches found could not be told");
        }
        if last {
            return;
        }
    }
}

/// What `work` gives, or trouble where it panics: a page that nobody thought of costs itself and no other.
fn guarded<T>(work: impl FnOnce() -> T) -> Result<T, Trouble> {
    catch_unwind(AssertUnwindSafe(work)).map_err(|panic| {
        let said = panic
            .downcast_ref::<String>()
            .map(String::as_str)
            .or_else(|| panic.downcast_ref::<&str>().copied())
            .unwrap_or("no reason given");
        Trouble::lasting(
            "fault",
            format!("reading it failed inside khabar ({said}); please report the address"),
        )
    })
}
