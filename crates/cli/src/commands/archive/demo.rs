//! `khabar demo`: a made-up press, followed and served, all on this machine.

use std::collections::HashSet;
use std::error::Error;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use anyhow::Context;
use jiff::{SignedDuration, Timestamp};
use khabar_archive::gather::{GatherOptions, Gathered, Gatherer};
use khabar_archive::record::reports::Which;
use khabar_archive::time::Clock;
use khabar_archive::{Archive, ArchiveError, follow};
use khabar_fetch::{FetchOptions, Fetcher, Reach};
use khabar_press::{
    Clock as PressClock, Options as PressOptions, Press, ServeError, Server as PressServer,
};
use khabar_web::Options;

use super::log::{self, Listener};
use super::{press_port, serve, stop, told};
use crate::args::archive::DemoArgs;
use crate::reporter;

/// Stories that begin each day: enough that something new comes while somebody looks.
const STORIES_A_DAY: u32 = 96;
/// How often the archive looked at its sources in the days before.
const STEPS_A_DAY: u32 = 2;
/// The longest that each such look takes here; what is not gathered by then is gathered while pages are open.
const STEP: Duration = Duration::from_secs(8);
/// Between two looks at whether a step has taken long enough.
const TICK: Duration = Duration::from_millis(50);

/// Serves the demo until it is stopped.
pub fn run(args: &DemoArgs) -> anyhow::Result<ExitCode> {
    let stop = stop::asked()?;
    log::begin(Listener::Later, args.quiet, None);
    // Found out before the work, not after it.
    drop(TcpListener::bind(args.listen).with_context(|| {
        format!(
            "{} cannot be listened at; name another with --listen",
            args.listen
        )
    })?);
    // Before the archive, so that it goes after it.
    let mut gone_at_the_end = None;
    let folder: PathBuf = match &args.data {
        Some(folder) => folder.clone(),
        None => gone_at_the_end
            .insert(tempfile::tempdir().context("there is no room for an archive")?)
            .path()
            .join("archive"),
    };
    let archive = Archive::open_or_begin(&folder).map_err(told)?;
    let now = Timestamp::now();
    // An archive that is gone on with has what came before its end: no clock goes back for it.
    let begin = (now - SignedDuration::from_hours(24 * i64::from(args.days)))
        .max(last_gathered(&archive).map_err(told)?)
        .min(now);
    let clock = PressClock::at(khabar_press::answers_from(begin));
    let press = Arc::new(Press::with(PressOptions {
        stories_a_day: STORIES_A_DAY,
        silent_from: Some(now - SignedDuration::from_hours(30)),
        ..PressOptions::default()
    }));
    let sites = serve_press(&press, &clock, args.data.as_deref())?;
    let shown = clock.clone();
    let archive = archive.by(Clock::by(move || shown.now().as_second()));
    let fetch = reaching(&sites);
    let options = GatherOptions {
        fetch: fetch.clone(),
        least_interval: 20,
        ..GatherOptions::default()
    };
    let say = |line: &str| {
        if !args.quiet {
            reporter::say(line);
        }
    };
    let languages: HashSet<_> = press
        .outlets()
        .iter()
        .map(|outlet| outlet.language)
        .collect();
    say(&format!(
        "A made-up press of {} sites in {} languages is at {}",
        sites.sites.len(),
        languages.len(),
        sites.directory
    ));
    let fetcher = Fetcher::new(fetch.clone());
    for site in &sites.sites {
        if stop.load(Ordering::Relaxed) {
            return Ok(ExitCode::SUCCESS);
        }
        let found = follow::find(&fetcher, &site.address)
            .with_context(|| format!("the site {} of the press cannot be followed", site.outlet))?;
        archive.follow(&found, None).map_err(told)?;
    }
    let past = Past {
        begin,
        now,
        steps: args.days * STEPS_A_DAY,
    };
    gather_the_past(&archive, &past, &clock, &options, &stop, &say)?;
    if stop.load(Ordering::Relaxed) {
        return Ok(ExitCode::SUCCESS);
    }
    let (token, token_in) = serve::token(None, &folder)?;
    let web = Options {
        address: args.listen,
        fetch,
        ..Options::new(token)
    };
    let greeted = (!args.quiet).then_some(token_in.as_str());
    let archive = Arc::new(archive);
    // From here on the press lives by the time it is.
    clock.release();
    serve::serve(&archive, Some(&options), web, &stop, greeted)?;
    Ok(ExitCode::SUCCESS)
}

/// The days before the demo.
struct Past {
    begin: Timestamp,
    now: Timestamp,
    /// How often the archive looks at its sources in them.
    steps: u32,
}

/// Gathers what the press published in the days before, look by look, until it is now or the program is to stop.
fn gather_the_past(
    archive: &Archive,
    past: &Past,
    clock: &PressClock,
    options: &GatherOptions,
    stop: &AtomicBool,
    say: &dyn Fn(&str),
) -> anyhow::Result<()> {
    let held = archive.hold("khabar demo").map_err(told)?;
    for step in 1..=past.steps {
        let left = f64::from(past.steps - step) / f64::from(STEPS_A_DAY);
        let at = past.now - SignedDuration::from_secs((left * 86_400.0) as i64);
        if at < past.begin {
            continue;
        }
        clock.set(at);
        archive.hurry(None).map_err(told)?;
        let gathered = gather_for_a_while(archive, &held, options, stop).map_err(told)?;
        let when = if step == past.steps {
            "Today".to_owned()
        } else {
            format!("{left} days ago")
        };
        say(&format!(
            "{when}: {} new reports, {} changed",
            gathered.new, gathered.changed
        ));
        if stop.load(Ordering::Relaxed) {
            break;
        }
    }
    Ok(())
}

/// Serves the press: at the ports of the folder that is kept, or at any that are free.
fn serve_press(
    press: &Arc<Press>,
    clock: &PressClock,
    kept_in: Option<&Path>,
) -> anyhow::Result<PressServer> {
    let Some(folder) = kept_in else {
        return PressServer::start(press, clock, 0).context("the press could not be served");
    };
    press_port::serve(folder, |first| {
        PressServer::start(press, clock, first).map_err(|error| cause_of(&error))
    })
}

/// The sites are fetched from without a pause, though they are on this machine.
fn reaching(sites: &PressServer) -> FetchOptions {
    FetchOptions {
        delay: Duration::ZERO,
        reach: Reach::Public {
            allow: sites
                .sites
                .iter()
                .filter_map(|site| site.address.trim_start_matches("http://").parse().ok())
                .collect(),
        },
        ..FetchOptions::default()
    }
}

/// When the archive got its last report; 1970 where it has none.
fn last_gathered(archive: &Archive) -> Result<Timestamp, ArchiveError> {
    let last = archive.latest(Which::default(), 1)?;
    let at = last.first().map(|entry| entry.gathered_at);
    Ok(at
        .and_then(|seconds| Timestamp::from_second(seconds).ok())
        .unwrap_or_default())
}

/// Why a press is not served. The error's own advice is for whoever chooses its port.
fn cause_of(error: &ServeError) -> String {
    error
        .source()
        .map_or_else(|| error.to_string(), ToString::to_string)
}

/// Gathers until nothing is due, it has taken long enough, or the program is to stop.
fn gather_for_a_while(
    archive: &Archive,
    held: &khabar_archive::folder::Held,
    options: &GatherOptions,
    stop: &AtomicBool,
) -> Result<Gathered, ArchiveError> {
    let is_enough = AtomicBool::new(false);
    let is_done = AtomicBool::new(false);
    thread::scope(|scope| {
        scope.spawn(|| {
            let mut left = STEP;
            while !left.is_zero()
                && !stop.load(Ordering::Relaxed)
                && !is_done.load(Ordering::Relaxed)
            {
                thread::sleep(TICK);
                left = left.saturating_sub(TICK);
            }
            is_enough.store(true, Ordering::Relaxed);
        });
        let gathered = Gatherer::new(archive, held, options.clone())
            .and_then(|mut gatherer| gatherer.once(&is_enough, &|_| {}));
        is_done.store(true, Ordering::Relaxed);
        gathered
    })
}
