//! How long a search takes.

use std::time::Instant;

use anyhow::Result;
use khabar_archive::Archive;
use khabar_archive::search::{Order, SearchRequest};

use super::{Table, made};
use crate::near_duplicates::quantile;

/// Searches that are timed, and those before them that are not: a service has been running for a while.
const COUNT: usize = 2_000;
const WARM: usize = 200;

/// Times searches of all kinds: by relevance and by time, with and without facets, each with twenty hits and what they were
/// found by.
pub fn measure(archive: &Archive, reports: u64, table: &mut Table) -> Result<()> {
    let mut times = Vec::with_capacity(COUNT);
    let mut slowest = (0.0, String::new());
    let mut empty = 0;
    for (number, (query, _)) in made::queries(reports, COUNT + WARM).into_iter().enumerate() {
        let request = SearchRequest {
            order: if number % 4 == 3 {
                Order::Newest
            } else {
                Order::Relevance
            },
            facets: number % 3 == 0,
            query,
            ..SearchRequest::default()
        };
        let begun = Instant::now();
        let answer = archive.search(&request)?;
        let time = begun.elapsed().as_secs_f64() * 1e3;
        if number < WARM {
            continue;
        }
        empty += usize::from(answer.total == 0);
        if time > slowest.0 {
            slowest = (time, request.query);
        }
        times.push(time);
    }
    table.row(
        &format!("search over {reports} reports, p50 / p99, ms"),
        "15 / 80",
        &format!(
            "{:.1} / {:.1}",
            quantile(&mut times, 0.5),
            quantile(&mut times, 0.99)
        ),
    );
    eprintln!(
        "{} searches, {empty} without a hit, the slowest {:.0} ms: {}",
        times.len(),
        slowest.0,
        slowest.1
    );
    Ok(())
}
