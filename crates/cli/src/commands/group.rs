//! `khabar group`: which reports of a list tell of the same.

use std::collections::{HashMap, HashSet};
use std::ffi::OsStr;
use std::io::{self, BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::bail;
use khabar_relate::Finder;
use khabar_relate::arrival::Arrivals;
use khabar_relate::stories::{Grouper, Ledger};
use serde_json::{Value, json};

use crate::args::GroupArgs;
use crate::input::{is_stdin, open};
use crate::output::{Output, overwrites, stdout_is_terminal};
use crate::problem::Problem;
use crate::reporter;
use crate::sanitize;

/// The longest line, in bytes: a report is far shorter.
const MAX_LINE: u64 = 32 << 20;

/// How much is written at once, in bytes.
const PIECE: usize = 1 << 16;

/// Lines that could not be read and are named; the others are counted.
const NAMED: usize = 20;

/// A report that has its place.
struct Report {
    id: Value,
    why: Option<Value>,
}

/// What has been grouped so far.
#[derive(Default)]
struct Grouped {
    arrivals: Arrivals,
    finder: Finder,
    grouper: Grouper,
    ledger: Ledger,
    reports: Vec<Report>,
    /// Whether it is said why.
    explains: bool,
    bad: usize,
    ids: HashSet<String>,
    repeated: usize,
}

/// Groups all reports. The status says whether each line could be read.
pub fn run(args: GroupArgs) -> anyhow::Result<ExitCode> {
    if let Some(path) = &args.output
        && let Some(input) = args.files.iter().find(|input| overwrites(path, input))
    {
        bail!(
            "{}: this would be overwritten; name another file with -o",
            input.display()
        );
    }
    let mut grouped = Grouped {
        explains: args.why,
        ..Grouped::default()
    };
    let mut unread = 0;
    for name in &args.files {
        if let Err(problem) = file(name, &mut grouped) {
            reporter::say(&format!("khabar: {}: {problem}", name.display()));
            unread += 1;
        }
    }
    if grouped.bad > NAMED {
        reporter::say(&format!(
            "khabar: {} more lines could not be read",
            grouped.bad - NAMED
        ));
    }
    if grouped.repeated > 0 {
        reporter::say(&format!(
            "khabar: {} reports have an id that another has; stories are called by ids, so give each its own",
            grouped.repeated
        ));
    }
    let status = if unread + grouped.bad == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    };
    write(&grouped, args.output)?;
    Ok(status)
}

/// Groups the reports of a file.
fn file(name: &OsStr, grouped: &mut Grouped) -> Result<(), Problem> {
    let shown = name.to_string_lossy();
    if is_stdin(name) {
        return lines(&mut io::stdin().lock(), &shown, grouped).map_err(Problem::Unreadable);
    }
    let (file, _) = open(Path::new(name), &shown)?;
    lines(&mut BufReader::new(file), &shown, grouped).map_err(Problem::Unreadable)
}

fn lines(from: &mut impl BufRead, shown: &str, grouped: &mut Grouped) -> io::Result<()> {
    let mut line = Vec::new();
    for number in 1_usize.. {
        line.clear();
        if from.by_ref().take(MAX_LINE).read_until(b'\n', &mut line)? == 0 {
            break;
        }
        let report = match std::str::from_utf8(&line) {
            _ if line.len() as u64 == MAX_LINE && !line.ends_with(b"\n") => {
                from.skip_until(b'\n')?;
                Err("it is longer than 32 MiB".to_owned())
            }
            Ok(text) if text.trim().is_empty() => continue,
            Ok(text) => grouped
                .arrivals
                .read(text)
                .map_err(|error| error.to_string()),
            Err(_) => Err("it is not UTF-8; unpack it first, or give it as UTF-8".to_owned()),
        };
        match report {
            Ok(arrival) => {
                let number = grouped.reports.len() as u64;
                let features = grouped.finder.find(&arrival.report());
                let placed = grouped.grouper.add(number, &features);
                grouped.ledger.note(&placed);
                grouped.repeated += usize::from(!grouped.ids.insert(arrival.id.to_string()));
                grouped.reports.push(Report {
                    id: arrival.id,
                    why: placed
                        .why
                        .filter(|_| grouped.explains)
                        .map(|why| json!(why)),
                });
            }
            Err(why) => {
                grouped.bad += 1;
                if grouped.bad <= NAMED {
                    reporter::say(&format!("khabar: {shown}: line {number}: {why}"));
                }
            }
        }
    }
    Ok(())
}

/// Writes each report with the first one of its story.
fn write(grouped: &Grouped, path: Option<PathBuf>) -> anyhow::Result<()> {
    // What a file held stays where there is nothing to write.
    if grouped.reports.is_empty() {
        return Ok(());
    }
    let stories: Vec<Option<u64>> = (0..grouped.reports.len() as u64)
        .map(|number| grouped.ledger.story_of(number))
        .collect();
    let mut first: HashMap<Option<u64>, &Value> = HashMap::new();
    for (report, &story) in grouped.reports.iter().zip(&stories) {
        first.entry(story).or_insert(&report.id);
    }
    let to_terminal = path.is_none() && stdout_is_terminal();
    let mut output = Output::new(path, "");
    let mut text = String::new();
    for (report, story) in grouped.reports.iter().zip(&stories) {
        let mut line = json!({"id": report.id, "story": first[story]});
        if grouped.explains {
            line["why"] = report.why.clone().into();
        }
        let line = line.to_string();
        if to_terminal {
            text.push_str(&sanitize::controls(&line));
        } else {
            text.push_str(&line);
        }
        text.push('\n');
        if text.len() > PIECE {
            output.write(&text)?;
            text.clear();
        }
    }
    output.write(&text)
}
