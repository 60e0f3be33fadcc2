//! The made-up press, followed and gathered from: what it published is kept whole, in every language and by every way in
//! which sites announce it.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use khabar_archive::gather::{GatherOptions, Gathered, Gatherer};
use khabar_archive::record::reports::Which;
use khabar_archive::time::Clock;
use khabar_archive::{Archive, follow};
use khabar_fetch::{FetchOptions, Fetcher, Reach};
use khabar_press::{Clock as PressClock, Press, Server};

/// A world in which it is always the same day.
struct World {
    press: Arc<Press>,
    clock: PressClock,
    sites: Server,
    _folder: tempfile::TempDir,
    archive: Archive,
    options: GatherOptions,
}

impl World {
    fn new() -> Self {
        let clock = PressClock::at("2026-03-02T06:00:00Z".parse().unwrap());
        let press = Arc::new(Press::new(3));
        let sites = Server::start(&press, &clock, 0).unwrap();
        let folder = tempfile::tempdir().unwrap();
        let shown = clock.clone();
        let archive = Archive::open_or_begin(folder.path().join("archive"))
            .unwrap()
            .by(Clock::by(move || shown.now().as_second()));
        let options = GatherOptions {
            fetch: FetchOptions {
                delay: Duration::ZERO,
                reach: Reach::Public {
                    allow: vec!["127.0.0.0/8".parse().unwrap()],
                },
                ..FetchOptions::default()
            },
            ..GatherOptions::default()
        };
        Self {
            press,
            clock,
            sites,
            _folder: folder,
            archive,
            options,
        }
    }

    /// Follows the site of an outlet: its number as a source.
    fn follow(&self, outlet: &str) -> i64 {
        let fetcher = Fetcher::new(self.options.fetch.clone());
        let address = self.sites.address(outlet).unwrap();
        let found =
            follow::find(&fetcher, address).unwrap_or_else(|error| panic!("{outlet}: {error}"));
        self.archive.follow(&found, None).unwrap().source
    }

    fn gather(&self) -> Gathered {
        self.archive.hurry(None).unwrap();
        let held = self.archive.hold("a test").unwrap();
        let mut gatherer = Gatherer::new(&self.archive, &held, self.options.clone()).unwrap();
        gatherer.once(&AtomicBool::new(false), &|_| {}).unwrap()
    }

    /// Headlines of what is kept of a source.
    fn headlines(&self, source: i64) -> Vec<String> {
        let which = Which {
            source: Some(source),
            ..Which::default()
        };
        let entries = self.archive.latest(which, 1_000).unwrap();
        entries
            .into_iter()
            .filter_map(|entry| entry.headline)
            .map(|headline| one_line(&headline))
            .collect()
    }

    fn now(&self) -> Timestamp {
        self.clock.now()
    }
}

#[test]
fn what_every_outlet_published_last_is_kept() {
    let world = World::new();
    let mut sources = Vec::new();
    for outlet in world.press.outlets() {
        if !outlet.traits.crawl_delay && !outlet.traits.busy {
            sources.push((outlet, world.follow(outlet.key)));
        }
    }
    let gathered = world.gather();
    // What robots.txt asks programs to leave alone is all that could not be had.
    assert_eq!(gathered.failed_looks, 0);
    for (outlet, source) in &sources {
        let kept = world.headlines(*source);
        let disallowed = outlet.traits.disallow;
        let lacking: Vec<String> = world
            .press
            .newest(outlet.key, world.now(), 1, 5)
            .into_iter()
            .map(|report| one_line(&report.headline))
            .filter(|headline| !kept.contains(headline))
            .collect();
        assert!(
            lacking.is_empty() || disallowed,
            "{}: {lacking:?}",
            outlet.key
        );
        assert!(kept.len() >= 20, "{}: {}", outlet.key, kept.len());
        let state = world.archive.source_state(*source).unwrap();
        let only_robots = state
            .failures
            .iter()
            .all(|failure| failure.cause == "robots");
        assert!(only_robots, "{}: {:?}", outlet.key, state.failures);
    }
    let languages = world.archive.totals().unwrap().languages;
    assert_eq!(languages.len(), 12, "{languages:?}");

    // Some hours later there are new reports, and of those known some have changed.
    world.clock.set(world.now() + SignedDuration::from_hours(8));
    let again = world.gather();
    assert!(again.new > 20 && again.changed > 0, "{again:?}");
    let which = Which::default();
    let changed = world.archive.latest(which, 1_000).unwrap();
    let changed = changed.iter().find(|entry| entry.versions > 1).unwrap();
    assert!(!world.archive.compare(changed.id, 1, 2).unwrap().is_same());
}

/// A text with its white space made plain, as readings have it.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
