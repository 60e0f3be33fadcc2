//! The section on speed: every reader's, and Khabar's beside it.

use super::Run;
use super::page::{head, row, sets_of};
use super::reader::LIMIT;

/// What stands in the section.
pub fn section(runs: &[Run], readers: &[&str]) -> String {
    let mut out = format!(
        "\nMB/s of HTML on one thread, by processor time: parsing and extraction, not start-up and not reading files. In \
         brackets the slowest page in milliseconds. \"over\" counts the pages a reader was stopped on after {} s on the \
         clock, \"crashed\" those that ended its process; they are not in the MB/s.\n\n",
        LIMIT.as_secs()
    );
    speed(&mut out, runs, readers);
    if readers.contains(&OWN) && readers.len() > 1 {
        out += "\nHow many times as fast as each reader Khabar is, each over the pages that it answered.\n\n";
        ratios(&mut out, runs, readers);
    }
    out
}

/// The reader that the others are set beside.
const OWN: &str = "khabar";

/// The run of a reader on a set, if it read it and was timed: what is no reader has endless speed.
fn run_of<'r>(runs: &'r [Run], reader: &str, set: &str) -> Option<&'r Run> {
    runs.iter()
        .find(|r| r.reader == reader && r.set == set && !r.speed.is_infinite())
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
    for reader in readers.iter().filter(|reader| **reader != OWN) {
        let cells = sets.iter().map(|set| {
            let (own, other) = (run_of(runs, OWN, set)?, run_of(runs, reader, set)?);
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
        let written = section(&runs, &["khabar", "other", "as it is"]);
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
