//! `cargo bench`: Khabar beside html5ever's bare parse and two other readers, on the pages of the measuring sets.
//!
//! Every reader reads a page before the next page comes, so all see the machine in the same state; the least time of
//! a page over the rounds counts, in processor time of one thread. Khabar is given bytes and decodes them; the others
//! are given text.

use std::hint::black_box;
use std::time::Duration;

use anyhow::Result;
use khabar_article::{InputKind, ReadOptions};
use xtask::clock::timed;
use xtask::parts::{self, PARTS};
use xtask::sets::{self, Set};
use xtask::times::{LIMIT, Times};

const ROUNDS: usize = 3;

/// The set, and every which page of it is read: all of the news, a tenth of the 430 MB of mixed pages.
const SETS: [(&str, usize); 2] = [("news-dev", 1), ("wcxb-dev", 10)];

/// Khabar first, the bare parse second; then the readers Khabar is held to.
const READERS: [&str; 4] = ["khabar", "html5ever", "trafilatura", "rs-trafilatura"];

struct Page {
    bytes: Vec<u8>,
    text: String,
    url: Option<String>,
    id: String,
}

fn main() -> Result<()> {
    let names: Vec<_> = SETS.iter().map(|(name, _)| (*name).to_owned()).collect();
    if !sets::archives().is_dir() {
        println!(
            "bench: skipped, no measuring sets in {}",
            sets::archives().display()
        );
        return Ok(());
    }
    let sets = sets::find(None, &names)?;
    for (name, every) in SETS {
        if let Some(set) = sets.iter().find(|s| s.name == name) {
            measure(set, every)?;
        }
    }
    Ok(())
}

fn measure(set: &Set, every: usize) -> Result<()> {
    let mut pages = Vec::new();
    for page in set.pages.iter().step_by(every) {
        let bytes = page.bytes()?;
        let text = khabar_page::decode(&bytes, None).text.into_owned();
        pages.push(Page {
            bytes,
            text,
            url: page.url.clone(),
            id: page.id.clone(),
        });
    }
    let mut times = Times::new(READERS.len(), pages.iter().map(|p| p.bytes.len()).collect());
    for round in 0..ROUNDS {
        for (at, page) in pages.iter().enumerate() {
            for turn in 0..READERS.len() {
                let reader = (turn + at + round) % READERS.len();
                if times.is_on(reader, at) {
                    let ((), took) = timed(|| read(READERS[reader], page));
                    times.record(reader, at, took);
                }
            }
        }
    }
    report(&set.name, &pages, &times);
    parts_of(&pages);
    Ok(())
}

/// Prints where Khabar's time goes.
fn parts_of(pages: &[Page]) {
    let parts = parts::sum(
        pages.iter().map(|p| (&p.bytes[..], p.url.as_deref())),
        ROUNDS,
    );
    print!("  its time, with statements:");
    for (part, share) in PARTS.iter().zip(parts::shares(&parts)) {
        print!(" {part} {:.0} %,", 100.0 * share);
    }
    let bytes: usize = pages.iter().map(|p| p.bytes.len()).sum();
    let whole: Duration = parts.iter().sum();
    println!(
        " together {:.1} ns a byte\n",
        whole.as_secs_f64() * 1e9 / bytes as f64
    );
}

fn read(reader: &str, page: &Page) {
    if reader == "khabar" {
        let options = ReadOptions {
            url: page.url.as_deref(),
            input: InputKind::Html,
            ..ReadOptions::default()
        };
        let _ = black_box(khabar_article::read(&page.bytes, &options));
    } else if let Some(peer) = peers::peer(reader) {
        let _ = black_box((peer.read)(&page.text, page.url.as_deref()));
    }
}

fn report(set: &str, pages: &[Page], times: &Times) {
    let megabytes = pages.iter().map(|p| p.bytes.len()).sum::<usize>() as f64 / 1e6;
    println!(
        "{set}: {} pages, {megabytes:.1} MB, best of {ROUNDS} rounds",
        pages.len()
    );
    for (reader, name) in READERS.iter().enumerate() {
        let speed = times.speed(reader);
        print!("  {name:<16}{speed:>8.1} MB/s");
        if reader > 0 {
            print!("   khabar is {:>5.2} times as fast", times.speed(0) / speed);
        }
        if let Some((page, took)) = times.slowest(reader) {
            print!(
                "   slowest {:.1} ms ({})",
                took.as_secs_f64() * 1000.0,
                pages[page].id
            );
        }
        let left_out = times.left_out(reader);
        if left_out > 0 {
            print!("   {left_out} over {} s left out", LIMIT.as_secs());
        }
        println!();
    }
    let faster = times.speed(2).max(times.speed(3));
    println!(
        "  beside the faster of the two readers: {:.2} times as fast",
        times.speed(0) / faster
    );
}
