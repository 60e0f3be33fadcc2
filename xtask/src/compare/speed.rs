//! The section on speed: every reader's beside Khabar's, and where Khabar's time goes.

use std::collections::BTreeMap;
use std::time::Duration;

use anyhow::Result;

use super::Run;
use super::page::{head, row, sets_of};
use super::reader::LIMIT;
use crate::parts::{self, PARTS};
use crate::sets::Set;

/// The sets on whose pages the parts of Khabar's time are measured, and every which page of them: all of the news, a
/// tenth of the 430 MB of mixed pages.
const MEASURED: [(&str, usize); 2] = [("news-dev", 1), ("wcxb-dev", 10)];

/// Each page's parts are measured so often; the least time counts.
const ROUNDS: usize = 3;

/// Where Khabar's time goes on the pages of some sets, a row a set, by its name; empty without such sets.
///
/// # Errors
/// When a page is not there.
pub fn time_spent(sets: &[Set]) -> Result<BTreeMap<String, Vec<String>>> {
    let mut rows = BTreeMap::new();
    for (name, every) in MEASURED {
        let Some(set) = sets.iter().find(|set| set.name == name) else {
            continue;
        };
        let mut all = parts::Parts::default();
        let mut bytes = 0;
        for page in set.pages.iter().step_by(every) {
            let content = page.bytes()?;
            bytes += content.len();
            let parts = parts::sum([(&content[..], page.url.as_deref())], ROUNDS);
            for (sum, took) in all.iter_mut().zip(parts) {
                *sum += took;
            }
        }
        let whole: Duration = all.iter().sum();
        let shares = parts::shares(&all).map(|share| format!("{:.0} %", 100.0 * share));
        let a_byte = whole.as_secs_f64() * 1e9 / bytes.max(1) as f64;
        let cells = shares.into_iter().chain([format!("{a_byte:.1}")]).collect();
        rows.insert(name.to_owned(), cells);
    }
    Ok(rows)
}

/// What stands in the section, given what [`time_spent`] measured.
pub fn section(
    runs: &[Run],
    readers: &[&str],
    time_spent: &BTreeMap<String, Vec<String>>,
) -> String {
    let mut out = format!(
        "\nMB/s of HTML on one thread, by processor time: parsing and extraction, not start-up and not reading files. In \
         brackets the slowest page in milliseconds. \"over\" counts the pages a reader was stopped on after {} s on the \
         clock, \"crashed\" those that ended its process; they are not in the MB/s.\n\n",
        LIMIT.as_secs()
    );
    speed(&mut out, runs, readers);
    out += "\nHow many times as fast as each reader Khabar is.\n\n";
    ratios(&mut out, runs, readers);
    if !time_spent.is_empty() {
        out += "\nWhere Khabar's time goes, statements and output included, each part measured by itself; *the rest* is \
                what a whole reading takes beyond the parts before it: putting the body together, language, times \
                mentioned, the kind of page.\n\n";
        head(&mut out, "set", PARTS.iter().copied().chain(["ns a byte"]));
        for (set, cells) in time_spent {
            row(&mut out, set, cells);
        }
    }
    out
}

/// The run of a reader on a set, if it read it.
fn run_of<'r>(runs: &'r [Run], reader: &str, set: &str) -> Option<&'r Run> {
    runs.iter()
        .find(|r| r.reader == reader && r.set == set && r.speed.is_finite())
}

fn speed(out: &mut String, runs: &[Run], readers: &[&str]) {
    let sets = sets_of(runs);
    head(
        out,
        "reader",
        sets.iter().copied().chain(["over", "crashed"]),
    );
    for reader in readers {
        let cells = sets.iter().map(|set| {
            run_of(runs, reader, set).map(|r| format!("{:.1} ({:.0})", r.speed, r.slowest * 1000.0))
        });
        let mut cells: Vec<Option<String>> = cells.collect();
        if cells.iter().all(Option::is_none) {
            continue;
        }
        let all = || runs.iter().filter(|r| r.reader == *reader);
        cells.push(Some(all().map(|r| r.too_long).sum::<usize>().to_string()));
        cells.push(Some(all().map(|r| r.crashed).sum::<usize>().to_string()));
        row(
            out,
            reader,
            &cells.into_iter().map(or_dash).collect::<Vec<_>>(),
        );
    }
}

fn ratios(out: &mut String, runs: &[Run], readers: &[&str]) {
    let sets = sets_of(runs);
    head(out, "reader", sets.iter().copied());
    for reader in readers.iter().filter(|reader| **reader != "khabar") {
        let cells = sets.iter().map(|set| {
            let (own, other) = (run_of(runs, "khabar", set)?, run_of(runs, reader, set)?);
            Some(format!("{:.2}", own.speed / other.speed))
        });
        let cells: Vec<Option<String>> = cells.collect();
        if cells.iter().any(Option::is_some) {
            row(
                out,
                reader,
                &cells.into_iter().map(or_dash).collect::<Vec<_>>(),
            );
        }
    }
}

fn or_dash(cell: Option<String>) -> String {
    cell.unwrap_or_else(|| "-".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ratios_are_of_readers_that_read_the_same_set() {
        let run = |reader: &str, set: &str, speed| Run {
            reader: reader.to_owned(),
            set: set.to_owned(),
            speed,
            ..Run::default()
        };
        let runs = [
            run("khabar", "a", 6.0),
            run("khabar", "b", 8.0),
            run("other", "a", 4.0),
            run("as it is", "a", f64::INFINITY),
        ];
        let written = section(&runs, &["khabar", "other", "as it is"], &BTreeMap::new());
        let rows: Vec<&str> = written
            .lines()
            .filter(|l| l.starts_with("| other"))
            .collect();
        assert_eq!(
            rows,
            ["| other | 4.0 (0) | - | 0 | 0 |", "| other | 1.50 | - |"]
        );
        assert!(!written.contains("as it is"));
    }
}
