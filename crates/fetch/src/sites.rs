//! What is remembered of each site: what its robots.txt says, and when it was last asked.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use url::Url;

use crate::reach::without_dot;
use crate::robots::Robots;

/// A site that has not been asked for so long is forgotten.
const FORGOTTEN: Duration = Duration::from_hours(24);
/// How often sites to forget are looked for.
const SWEEP: Duration = Duration::from_hours(1);
/// The most sites that are remembered.
const MOST: usize = 4096;

/// Sites by their names.
#[derive(Debug)]
pub(crate) struct Sites {
    known: Mutex<Known>,
}

#[derive(Debug)]
struct Known {
    sites: HashMap<String, Arc<Site>>,
    swept: Instant,
}

impl Default for Sites {
    fn default() -> Self {
        Self {
            known: Mutex::new(Known {
                sites: HashMap::new(),
                swept: Instant::now(),
            }),
        }
    }
}

impl Sites {
    /// The site of an address, known from now on.
    pub fn of(&self, address: &Url) -> Arc<Site> {
        let now = Instant::now();
        let mut known = open(&self.known);
        let name = site_name(address);
        if !known.sites.contains_key(&name) {
            known.sweep(now);
        }
        let site = known
            .sites
            .entry(name)
            .or_insert_with(|| Arc::new(Site::new(now)));
        site.state().last_used = now;
        Arc::clone(site)
    }

    /// The site of an address if it is known.
    pub fn known(&self, address: &Url) -> Option<Arc<Site>> {
        open(&self.known).sites.get(&site_name(address)).cloned()
    }
}

impl Known {
    /// Forgets sites that were not asked for long, and of too many those that were not asked for longest. One that is
    /// being asked stays.
    fn sweep(&mut self, now: Instant) {
        if now.saturating_duration_since(self.swept) < SWEEP && self.sites.len() < MOST {
            return;
        }
        self.swept = now;
        let idle = |site: &Arc<Site>| now.saturating_duration_since(site.state().last_used);
        let is_asked = |site: &Arc<Site>| Arc::strong_count(site) > 1;
        self.sites
            .retain(|_, site| is_asked(site) || idle(site) < FORGOTTEN);
        if self.sites.len() >= MOST {
            let mut times: Vec<Duration> = self.sites.values().map(idle).collect();
            // A quarter goes, so that this is not done for every site that comes.
            let middle = times.len() * 3 / 4;
            let (_, &mut longest, _) = times.select_nth_unstable(middle);
            self.sites
                .retain(|_, site| is_asked(site) || idle(site) < longest);
        }
    }
}

/// What is asked one thing at a time: the host of an address, with its port where that is not the usual one. A host is one
/// site by `http` as by `https`.
pub fn site_name(address: &Url) -> String {
    let host = without_dot(address.host_str().unwrap_or_default());
    match address.port() {
        Some(port) => format!("{host}:{port}"),
        None => host.to_owned(),
    }
}

/// What is known of one site.
#[derive(Debug)]
pub(crate) struct Site {
    /// Held by the one request that is being made there.
    turn: Mutex<()>,
    /// Held for moments only, so that anybody can look when the site is ready.
    state: Mutex<State>,
}

#[derive(Debug)]
struct State {
    /// By scheme: each has a robots.txt of its own.
    robots: Vec<(String, Kept)>,
    /// When the last request ended.
    last_asked: Option<Instant>,
    /// The site asked for no requests before.
    barred: Option<Instant>,
    last_used: Instant,
}

/// A robots.txt, and until when it holds.
#[derive(Debug, Clone)]
struct Kept {
    robots: Arc<Robots>,
    /// The time between two requests that it asks for, which is kept by whatever scheme they are made.
    delay: Duration,
    until: Instant,
}

impl Site {
    fn new(now: Instant) -> Self {
        Self {
            turn: Mutex::new(()),
            state: Mutex::new(State {
                robots: Vec::new(),
                last_asked: None,
                barred: None,
                last_used: now,
            }),
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        open(&self.state)
    }

    /// Waits until no other request is being made there. It is this one's turn as long as what comes back is held.
    pub fn turn(&self) -> MutexGuard<'_, ()> {
        open(&self.turn)
    }

    /// What its robots.txt for addresses of a scheme says and for how long yet, where that is known at a time.
    pub fn robots(&self, scheme: &str, now: Instant) -> Option<(Arc<Robots>, Duration)> {
        let state = self.state();
        let kept = state.robots.iter().find(|(of, _)| of == scheme);
        let kept = kept.map(|(_, kept)| kept.clone())?;
        let left = kept.until.saturating_duration_since(now);
        (!left.is_zero()).then_some((kept.robots, left))
    }

    /// Remembers what its robots.txt for addresses of a scheme says.
    pub fn keep_robots(&self, scheme: &str, robots: &Arc<Robots>, delay: Duration, now: Instant) {
        let kept = Kept {
            robots: Arc::clone(robots),
            delay,
            until: now + robots.holds(),
        };
        let mut state = self.state();
        state.robots.retain(|(of, _)| of != scheme);
        state.robots.push((scheme.to_owned(), kept));
    }

    /// Notes that a request ended.
    pub fn was_asked(&self, now: Instant) {
        self.state().last_asked = Some(now);
    }

    /// Notes that the site wants no requests for some time.
    pub fn bar(&self, until: Instant) {
        self.state().barred = Some(until);
    }

    /// How long the site still wants no requests.
    pub fn barred(&self, now: Instant) -> Option<Duration> {
        let left = self.state().barred?.saturating_duration_since(now);
        (!left.is_zero()).then_some(left)
    }

    /// How long to wait for the next request, where there is to be `delay` between two.
    pub fn wait(&self, delay: Duration, now: Instant) -> Duration {
        let delay = self.longest(delay);
        match self.state().last_asked {
            Some(last) => (last + delay).saturating_duration_since(now),
            None => Duration::ZERO,
        }
    }

    /// A delay, or the longest that one of its robots.txt asks for.
    fn longest(&self, delay: Duration) -> Duration {
        let state = self.state();
        let delays = state.robots.iter().map(|(_, kept)| kept.delay);
        delays.fold(delay, Duration::max)
    }

    /// When it may be asked next by a scheme, where there is to be `delay` between two requests.
    pub fn ready_at(&self, scheme: &str, delay: Duration, now: Instant) -> Instant {
        // A request that is being made there may end now at the earliest.
        let in_use = self.turn.try_lock().is_err();
        let wait = if in_use {
            self.longest(delay)
        } else {
            self.wait(delay, now)
        };
        let barred = self.barred(now).unwrap_or_default();
        let unknown = match self.robots(scheme, now) {
            Some((robots, left)) if matches!(*robots, Robots::Unknown { .. }) => left,
            _ => Duration::ZERO,
        };
        now + wait.max(barred).max(unknown)
    }
}

/// What a lock holds. A request that panicked left nothing half done.
fn open<T>(lock: &Mutex<T>) -> MutexGuard<'_, T> {
    lock.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    fn url(text: &str) -> Url {
        Url::parse(text).unwrap()
    }

    #[test]
    fn a_site_is_a_host_whatever_the_scheme() {
        let sites = Sites::default();
        let one = sites.of(&url("http://news.example/a?b"));
        assert!(Arc::ptr_eq(
            &one,
            &sites.of(&url("http://NEWS.example.:80/c"))
        ));
        assert!(Arc::ptr_eq(&one, &sites.of(&url("https://news.example/a"))));
        assert!(!Arc::ptr_eq(
            &one,
            &sites.of(&url("http://news.example:81/a"))
        ));
        assert!(sites.known(&url("http://other.example/")).is_none());
    }

    #[test]
    fn a_robots_txt_holds_for_a_day_and_a_missing_one_for_minutes() {
        let begun = Instant::now();
        let site = Site::new(begun);
        let day = 24 * 60 * 60 * SECOND;
        assert!(site.robots("http", begun).is_none());
        site.keep_robots("http", &Arc::new(Robots::Open), SECOND, begun);
        assert!(site.robots("https", begun).is_none());
        assert!(
            site.robots("http", (begun + day).checked_sub(SECOND).unwrap())
                .is_some()
        );
        assert!(site.robots("http", begun + day).is_none());
        let unknown = Robots::Unknown {
            status: 500,
            ask_again: 600 * SECOND,
        };
        site.keep_robots("http", &Arc::new(unknown), SECOND, begun);
        assert_eq!(site.robots("http", begun + 599 * SECOND).unwrap().1, SECOND);
        assert_eq!(site.ready_at("http", SECOND, begun), begun + 600 * SECOND);
        assert!(site.robots("http", begun + 600 * SECOND).is_none());
    }

    #[test]
    fn a_site_is_ready_when_all_that_it_asks_for_is_over() {
        let begun = Instant::now();
        let site = Site::new(begun);
        assert_eq!(site.ready_at("http", 5 * SECOND, begun), begun);
        site.was_asked(begun);
        assert_eq!(site.ready_at("http", 5 * SECOND, begun), begun + 5 * SECOND);
        assert_eq!(
            site.ready_at("http", 5 * SECOND, begun + 9 * SECOND),
            begun + 9 * SECOND
        );
        site.bar(begun + 60 * SECOND);
        assert_eq!(
            site.ready_at("http", 5 * SECOND, begun),
            begun + 60 * SECOND
        );
        assert_eq!(site.barred(begun + 60 * SECOND), None);
        let later = begun + 90 * SECOND;
        let turn = site.turn();
        assert_eq!(site.ready_at("http", 5 * SECOND, later), later + 5 * SECOND);
        drop(turn);
        assert_eq!(site.ready_at("http", 5 * SECOND, later), later);
    }

    #[test]
    fn the_pause_that_one_robots_txt_asks_for_is_kept_by_every_scheme() {
        let begun = Instant::now();
        let site = Site::new(begun);
        site.keep_robots("https", &Arc::new(Robots::Open), 20 * SECOND, begun);
        site.was_asked(begun);
        assert_eq!(site.wait(SECOND, begun), 20 * SECOND);
        assert_eq!(site.ready_at("http", SECOND, begun), begun + 20 * SECOND);
        let later = begun + 60 * SECOND;
        let _turn = site.turn();
        assert_eq!(site.ready_at("http", SECOND, later), later + 20 * SECOND);
    }

    #[test]
    fn sites_are_forgotten_after_a_day_unless_they_are_being_asked() {
        let sites = Sites::default();
        let held = sites.of(&url("http://held.example/"));
        sites.of(&url("http://idle.example/"));
        let mut known = open(&sites.known);
        let day = Instant::now() + FORGOTTEN;
        known.sweep(day.checked_sub(SECOND).unwrap());
        assert_eq!(known.sites.len(), 2);
        known.sweep(day + SWEEP);
        assert_eq!(known.sites.len(), 1);
        drop(held);
        known.sweep(day + 2 * SWEEP);
        assert!(known.sites.is_empty());
    }

    #[test]
    fn no_more_than_so_many_sites_are_remembered() {
        let sites = Sites::default();
        for number in 0..2 * MOST {
            sites.of(&url(&format!("http://{number}.example/")));
        }
        let known = open(&sites.known);
        assert!(known.sites.len() <= MOST, "{}", known.sites.len());
        // Those that were asked last.
        let last = format!("{}.example", 2 * MOST - 1);
        assert!(known.sites.contains_key(&last));
    }
}
