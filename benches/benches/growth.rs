//! `cargo bench --bench growth`: whether time and memory grow with the page and no faster.
//!
//! One made-up page is read at 1, 10, 100 and 1,000 times its size, time a byte is set beside that of the page at 10 times,
//! and the most memory in use at a time beside the bytes of the page. Where the measuring sets are, the same memory is
//! told of their pages.

use std::time::Duration;

use anyhow::Result;
use khabar_article::{InputKind, ReadOptions};
use khabar_page::Limits;
use khabar_statements::Reading;
use peak_alloc::PeakAlloc;
use xtask::clock::timed;
use xtask::sets;

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

const ROUNDS: usize = 5;

/// How many times over the page is read.
const TIMES: [usize; 4] = [1, 10, 100, 1_000];

/// What stands around the report, as on any page.
const HEAD: &str = "<!doctype html><html lang=en><head><title>Harbour crane arrives</title>\
    <meta property=og:type content=article><meta property=article:published_time content=2026-03-12T10:00:00+01:00>\
    </head><body><nav><a href=/>Home</a> <a href=/news>News</a></nav><article><h1>Harbour crane arrives</h1>";

/// What is repeated, some 700 bytes; for each `#` stands another word every time, since what a page says over and over
/// is no report.
const SECTION: &str = "<h2 class=\"story__heading\">At the # quay</h2>\
    <p class=\"story__text\">The crane that the port of Marlow ordered # years ago arrived on the # day, the harbour \
    master said, and will be put up within the # month.</p>\
    <p class=\"story__text\">“We have waited for the # and the # for long,” <a href=\"/people/vera-lind\">Vera \
    Lind</a> told reporters on the quay. “Now the work can begin, and nobody has to unload # by hand.”</p>\
    <figure class=\"story__image\"><img src=\"/images/crane.jpg\" alt=\"A crane\"><figcaption>The # crane on its way \
    into the harbour.</figcaption></figure>\
    <p class=\"story__text\">According to the port authority it lifts # tonnes, twice as much as the # one did when the \
    # was new.</p>";

/// The page with its report so many times over.
fn page(times: usize) -> String {
    const SYLLABLES: [&str; 16] = [
        "ba", "ce", "di", "fo", "gu", "ha", "je", "ki", "lo", "mu", "na", "pe", "ri", "so", "tu",
        "va",
    ];
    let mut out = HEAD.to_owned();
    let mut number = 0_usize;
    for _ in 0..times {
        let mut parts = SECTION.split('#');
        out.extend(parts.next());
        for part in parts {
            // A word for each number: its hexadecimal digits, a syllable each, the last first.
            number += 1;
            let digits = std::iter::successors(Some(number), |n| Some(n / 16).filter(|n| *n > 0));
            out.extend(digits.map(|n| SYLLABLES[n % SYLLABLES.len()]));
            out += part;
        }
    }
    out + "</article></body></html>"
}

/// Sets whose pages' memory is measured, and how many pages of each.
const SETS: [(&str, usize); 2] = [("news-dev", 125), ("wcxb-dev", 300)];

fn main() -> Result<()> {
    grown();
    real()
}

/// Prints the memory that reading pages of the measuring sets takes.
fn real() -> Result<()> {
    let options = ReadOptions {
        input: InputKind::Html,
        ..ReadOptions::default()
    };
    let sets = sets::first_pages(&SETS)?;
    if sets.is_empty() {
        println!(
            "no measuring sets in {}: memory of their pages not measured",
            sets::archives().display()
        );
    }
    for set in sets {
        let mut times = Vec::new();
        for page in &set.pages {
            let bytes = page.bytes()?;
            // Once before, for whatever is made once a process.
            if khabar_article::read(&bytes, &options).is_err() {
                continue;
            }
            let (_, peak) = peak_of(|| khabar_article::read(&bytes, &options));
            times.push(peak as f64 / bytes.len() as f64);
        }
        times.sort_by(f64::total_cmp);
        let at = |share: f64| {
            let last = times.len().saturating_sub(1) as f64;
            times
                .get((last * share) as usize)
                .copied()
                .unwrap_or(f64::NAN)
        };
        println!(
            "{}, {} pages: half take up to {:.1} times the page in memory, nine in ten {:.1}, all {:.1}",
            set.name,
            times.len(),
            at(0.5),
            at(0.9),
            at(1.0)
        );
    }
    Ok(())
}

/// What `work` gives, and the most bytes that were in use while it ran beyond those before.
fn peak_of<T>(work: impl FnOnce() -> T) -> (T, usize) {
    let before = MEMORY.current_usage();
    MEMORY.reset_peak_usage();
    let out = work();
    (out, MEMORY.peak_usage().saturating_sub(before))
}

/// Prints the time and memory that one page takes, grown.
fn grown() {
    let limits = Limits {
        nodes: usize::MAX,
        text: usize::MAX,
        time: None,
        ..Limits::default()
    };
    let options = ReadOptions {
        input: InputKind::Html,
        limits,
        ..ReadOptions::default()
    };
    let pages = TIMES.map(page);
    let mut least = [(Duration::MAX, Duration::MAX); TIMES.len()];
    let mut peaks = [0; TIMES.len()];
    for _ in 0..ROUNDS {
        for (at, page) in pages.iter().enumerate() {
            let ((article, read), peak) =
                peak_of(|| timed(|| khabar_article::read(page.as_bytes(), &options)));
            peaks[at] = peak;
            let Ok(article) = article else {
                continue;
            };
            let (_, statements) = timed(|| Reading::of(article));
            least[at] = (least[at].0.min(read), least[at].1.min(statements));
        }
    }
    let a_byte = |took: Duration, page: &str| took.as_secs_f64() * 1e9 / page.len() as f64;
    let (reading, statements) = (a_byte(least[1].0, &pages[1]), a_byte(least[1].1, &pages[1]));
    for (at, times) in TIMES.iter().enumerate() {
        let page = &pages[at];
        println!(
            "{times:>5} times, {:>9} bytes: {:>6.1} ns a byte ({:.2} of that at 10 times), statements {:>6.1} ({:.2}); \
             {:.1} times the page in memory",
            page.len(),
            a_byte(least[at].0, page),
            a_byte(least[at].0, page) / reading,
            a_byte(least[at].1, page),
            a_byte(least[at].1, page) / statements,
            peaks[at] as f64 / page.len() as f64,
        );
    }
}
