//! The plan: what is due, source by source, and whose site may be asked now.
//!
//! A source with many pages due does not hold up the others: of each only some are in the plan, and each turn takes one
//! of every site that may be asked.

use std::collections::{HashMap, HashSet, VecDeque};
use std::time::{Duration, Instant};

use khabar_fetch::{Fetcher, site_name};
use url::Url;

use super::{Done, Task};
use crate::archive::Archive;
use crate::error::ArchiveError;
use crate::record::{channels, pages, sources};
use crate::time::Seconds;

/// What is in the plan of one source at most.
const MOST_OF_SOURCE: usize = 16;
/// How often the record is asked for what is due.
const FILL_EVERY: Duration = Duration::from_millis(500);

/// The longest that is waited for a turn at a site; more than any delay between two requests.
const LONGEST_TURN: Duration = Duration::from_mins(1);

/// What is due and not yet handed out, and what is being done.
pub struct Plan {
    /// By source: what is due, and how much is under way.
    sources: HashMap<i64, Queue>,
    channels: HashSet<i64>,
    pages: HashSet<i64>,
    /// Sites that are being asked.
    busy: HashSet<String>,
    in_flight: usize,
    workers: usize,
    filled: Option<Instant>,
    /// The source that had a turn last.
    turn: i64,
}

#[derive(Default)]
struct Queue {
    tasks: VecDeque<Task>,
    in_flight: usize,
}

impl Plan {
    /// An empty plan for so many workers.
    pub fn new(workers: usize) -> Self {
        Self {
            sources: HashMap::new(),
            channels: HashSet::new(),
            pages: HashSet::new(),
            busy: HashSet::new(),
            in_flight: 0,
            workers,
            filled: None,
            turn: i64::MAX,
        }
    }

    /// How much is being done.
    pub fn in_flight(&self) -> usize {
        self.in_flight
    }

    /// How much is due and not handed out.
    pub fn len(&self) -> usize {
        self.sources.values().map(|queue| queue.tasks.len()).sum()
    }

    /// Whether nothing is.
    pub fn is_empty(&self) -> bool {
        self.sources.values().all(|queue| queue.tasks.is_empty())
    }

    /// Takes in what has become due.
    pub fn fill(&mut self, archive: &Archive, now: Seconds) -> Result<(), ArchiveError> {
        let is_time = self
            .filled
            .is_none_or(|filled| filled.elapsed() >= FILL_EVERY);
        // Where nothing is under way either, whoever gathers once wants to know at once whether it is done.
        let is_idle = self.is_empty() && self.in_flight == 0;
        if !is_time && !is_idle {
            return Ok(());
        }
        self.filled = Some(Instant::now());
        let (channels, pages) = archive.record().read(|of| {
            // Those that are under way are due as well, until they are written down.
            let most = self.workers + self.channels.len();
            let channels = channels::due(of, now, most)?;
            let mut pages = Vec::new();
            for source in sources::all(of)?.iter().filter(|source| !source.paused) {
                let queue = self.sources.get(&source.id);
                let known = queue.map_or(0, |queue| queue.tasks.len() + queue.in_flight);
                if known <= MOST_OF_SOURCE / 2 {
                    pages.extend(pages::due(of, source.id, now, MOST_OF_SOURCE)?);
                }
            }
            Ok((channels, pages))
        })?;
        for channel in channels {
            if self.channels.insert(channel.id) {
                // What is announced goes before what is known: it may be about to go.
                self.queue(channel.source).push_front(Task::Look(channel));
            }
        }
        for page in pages {
            if self.pages.insert(page.id) {
                self.queue(page.source).push_back(Task::Visit(page));
            }
        }
        Ok(())
    }

    fn queue(&mut self, source: i64) -> &mut VecDeque<Task> {
        &mut self.sources.entry(source).or_default().tasks
    }

    /// What can be handed out now: one task of each source whose site may be asked, as long as there are workers.
    pub fn ready(&mut self, fetcher: &Fetcher) -> Vec<Task> {
        let mut out = Vec::new();
        // Whoever had a turn last comes last the next time.
        let turns = self.turn;
        let mut ids: Vec<i64> = self.sources.keys().copied().collect();
        ids.sort_unstable_by_key(|&id| (id <= turns, id));
        for id in ids {
            let Some(queue) = self.sources.get_mut(&id) else {
                continue;
            };
            if self.in_flight >= self.workers {
                break;
            }
            let Some(task) = queue.tasks.front() else {
                continue;
            };
            let site = match Url::parse(task.address()) {
                Ok(url) => {
                    let site = site_name(&url);
                    let ready_at = fetcher.ready_at(&url);
                    let wait = ready_at.saturating_duration_since(Instant::now());
                    // A site that asked to be left alone for long is not waited for: the fetcher says so without asking
                    // it, and what was due is put off.
                    let is_soon = !wait.is_zero() && wait <= LONGEST_TURN;
                    if self.busy.contains(&site) || is_soon {
                        // What else the source has due may lie at another site.
                        queue.tasks.rotate_left(1);
                        continue;
                    }
                    site
                }
                // Whoever gets it finds out.
                Err(_) => String::new(),
            };
            self.busy.insert(site);
            self.in_flight += 1;
            queue.in_flight += 1;
            self.turn = id;
            out.extend(queue.tasks.pop_front());
        }
        out
    }

    /// Takes off what was done and written down.
    pub fn done(&mut self, done: &Done) {
        let (source, address) = match done {
            Done::Looked(channel, _) => {
                self.channels.remove(&channel.id);
                (channel.source, &channel.url)
            }
            Done::Visited(page, _) => {
                self.pages.remove(&page.id);
                (page.source, &page.address)
            }
        };
        self.busy
            .remove(&Url::parse(address).map_or_else(|_| String::new(), |url| site_name(&url)));
        self.in_flight -= 1;
        if let Some(queue) = self.sources.get_mut(&source) {
            queue.in_flight -= 1;
            if queue.in_flight == 0 && queue.tasks.is_empty() {
                self.sources.remove(&source);
            }
        }
    }
}

impl Task {
    fn address(&self) -> &str {
        match self {
            Self::Look(channel) => &channel.url,
            Self::Visit(page) => &page.address,
        }
    }
}
