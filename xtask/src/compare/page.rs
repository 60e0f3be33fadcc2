//! `docs/benchmarks.md`, from the runs of a comparison.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;
use std::process::Command;

use super::reader::LIMIT;
use super::{Run, speed};

/// The figures of the first table: set, figure, heading.
const SUMMARY: [(&str, &str, &str); 13] = [
    ("news-dev", "word_f1", "news F1"),
    ("news-dev", "exact", "news exact"),
    ("news-dev", "title", "news title"),
    ("news-dev", "author", "news author"),
    ("news-dev", "date", "news day"),
    ("news-dev", "time", "news time"),
    ("arabic-dev", "word_f1", "arabic F1"),
    ("arabic-dev", "exact", "arabic exact"),
    ("wcxb-dev", "word_f1", "wcxb F1"),
    ("segments-dev", "segment_f1", "segments F1"),
    ("dates-dev", "date", "dates day"),
    ("dumps-dev-full", "word_f1", "full dumps F1"),
    ("dumps-dev-leftover", "word_f1", "leftover dumps F1"),
];

/// The heading of the section on statements.
pub const STATEMENTS: &str = "Who said what";

/// The heading of the section on what the benches say.
pub const BENCHES: &str = "What the benches say";

/// The heading of the section on whole archives.
pub const CORPORA: &str = "Whole archives";
/// The heading of the section on following the news.
pub const FOLLOWING: &str = "Following the news";

/// The heading of the section on the Python package.
pub const PYTHON: &str = "From Python";

/// What stands in the section of that heading.
pub fn section_of<'a>(page: &'a str, heading: &str) -> Option<&'a str> {
    below(page, "##", heading)
}

/// What stands in the part of a section of that heading.
pub fn part_of<'a>(section: &'a str, heading: &str) -> Option<&'a str> {
    below(section, "###", heading)
}

/// What stands between a heading and the next one of the same depth.
fn below<'a>(text: &'a str, depth: &str, heading: &str) -> Option<&'a str> {
    let (_, rest) = text.split_once(&format!("\n{depth} {heading}\n"))?;
    Some(
        rest.find(&format!("\n{depth} "))
            .map_or(rest, |at| &rest[..at]),
    )
}

/// The page with something else in the section of that heading; `None` where it has none.
pub fn with_section(page: &str, heading: &str, section: &str) -> Option<String> {
    let (before, rest) = page.split_once(&format!("\n## {heading}\n"))?;
    let behind = rest.find("\n## ").map_or("", |at| &rest[at..]);
    Some(format!("{before}\n## {heading}\n{section}{behind}"))
}

/// One run as a line on the terminal.
pub fn line(run: &Run) -> String {
    let mut line = format!("{:<26}{:<14}{:>7.1} MB/s", run.reader, run.set, run.speed);
    for (name, figure) in run
        .figures
        .iter()
        .flat_map(crate::score::figures::Figures::named)
    {
        let _ = write!(line, "  {name} {figure:.4}");
    }
    if run.too_long + run.crashed > 0 {
        let _ = write!(
            line,
            "  over {} s {}, crashed {}",
            LIMIT.as_secs(),
            run.too_long,
            run.crashed
        );
    }
    line
}

/// What stands in the sections that are not made of the runs.
pub struct Sections {
    pub statements: String,
    pub benches: String,
    pub corpora: String,
    pub following: String,
    pub python: String,
}

/// The whole page.
pub fn write(
    runs: &[Run],
    sections: &Sections,
    circumstances: &str,
    versions: &[(String, String)],
) -> String {
    let readers: Vec<_> = versions
        .iter()
        .map(|(name, version)| format!("{name} {version}"))
        .collect();
    let mut page = format!(
        "# Benchmarks\n\nWritten by `cargo xtask compare`, quality and speed from one run; what the benches print has a \
        section of its own.\n\n{circumstances}\
        - Readers: {}\n",
        readers.join(", ")
    );
    let mut readers: Vec<&str> = Vec::new();
    for run in runs {
        if !readers.contains(&run.reader.as_str()) {
            readers.push(&run.reader);
        }
    }
    page += "\n## Quality\n\n\
        F1 is that of the bag of words, mean over pages (on `segments-dev` of must-have and must-not-have segments); \
        `exact` the share of bodies right word for word; the others the share read right of the pages that carry the \
        gold. A page without an answer counts as read empty; a \
        reader that does not give a field at all has 0.000 there. Khabar reads every page with weights trained without \
        the page's site.\n\n";
    quality(&mut page, runs, &readers);
    let languages = "\n## Every language alike\n\n\
        Word F1 on news-dev by language, of those with two pages or more, and how far the worst lies below the best.\n\n";
    parts(&mut page, languages, runs, "news-dev", |run| {
        &run.by_language
    });
    let kinds = "\n## Every kind of page\n\nWord F1 on wcxb-dev by kind of page, and the same.\n\n";
    parts(&mut page, kinds, runs, "wcxb-dev", |run| &run.by_kind);
    page += "\n## How sure\n\n\
        Every field of a reading says how likely it is right. Among the pages a field is surest of, fewer are wrong: the \
        curves show how many, out of fold. [calibration.md](calibration.md) says how well what is said is kept.\n\n\
        ![Share wrong among the surest pages, field by field](risk-coverage.svg)\n";
    let _ = write!(page, "\n## {STATEMENTS}\n{}", sections.statements);
    let speed = speed::section(runs, &readers);
    let _ = write!(page, "\n## Speed\n{speed}");
    let _ = write!(page, "\n## {BENCHES}\n{}", sections.benches);
    let _ = write!(page, "\n## {CORPORA}\n{}", sections.corpora);
    let _ = write!(page, "\n## {FOLLOWING}\n{}", sections.following);
    let _ = write!(page, "\n## {PYTHON}\n{}", sections.python);
    page += "\n## Every figure\n";
    every_figure(&mut page, runs);
    page
}

/// When, on what and from which state of the project something is measured, and how to do it again.
pub fn circumstances(again: &str) -> String {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    format!(
        "- Run on {} at commit {}, with {}\n- Machine: {}, {cores} cores, {}\n\
         - To run it again: {again}\n",
        jiff::Timestamp::now().strftime("%-d %B %Y, %H:%M UTC"),
        output("git", &["describe", "--always", "--dirty"]),
        output("rustc", &["--version"]),
        cpu(),
        std::env::consts::OS,
    )
}

fn output(program: &str, args: &[&str]) -> String {
    let run = Command::new(program)
        .args(args)
        .current_dir(crate::root())
        .output();
    run.map_or_else(
        |_| "unknown".to_owned(),
        |o| String::from_utf8_lossy(&o.stdout).trim().to_owned(),
    )
}

fn cpu() -> String {
    let info = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = info
        .lines()
        .find_map(|l| l.strip_prefix("model name")?.split_once(": "));
    model.map_or_else(
        || std::env::consts::ARCH.to_owned(),
        |(_, name)| name.to_owned(),
    )
}

/// A heading and a table of word F1 on parts of a set, a reader a line, if any reader read it.
fn parts(
    page: &mut String,
    heading: &str,
    runs: &[Run],
    set: &str,
    of: impl Fn(&Run) -> &BTreeMap<String, f64>,
) {
    let runs = || runs.iter().filter(|r| r.set == set && !of(r).is_empty());
    let Some(columns) = runs().next().map(|r| of(r).keys().collect::<Vec<_>>()) else {
        return;
    };
    page.push_str(heading);
    let names = columns.iter().map(|c| c.as_str());
    head(page, "reader", names.chain(["gap"]));
    for run in runs() {
        let figures = || columns.iter().filter_map(|c| of(run).get(*c)).copied();
        let (worst, best) =
            figures().fold((1.0, 0.0), |(a, b), f| (f64::min(a, f), f64::max(b, f)));
        let cells = figures().chain([best - worst]).map(Some);
        row(page, &run.reader, &cells.map(cell).collect::<Vec<_>>());
    }
}

fn quality(page: &mut String, runs: &[Run], readers: &[&str]) {
    let columns: Vec<_> = SUMMARY
        .iter()
        .filter(|(set, ..)| runs.iter().any(|r| r.set == *set))
        .collect();
    head(
        page,
        "reader",
        columns.iter().map(|(_, _, heading)| *heading),
    );
    for reader in readers {
        let cells = columns.iter().map(|(set, name, _)| {
            let run = runs.iter().find(|r| r.reader == *reader && r.set == *set);
            let figures = run.and_then(|r| r.figures.as_ref());
            cell(
                figures
                    .and_then(|f| f.named().find(|(n, _)| n == name))
                    .map(|(_, f)| f),
            )
        });
        let cells: Vec<_> = cells.collect();
        if cells.iter().any(|c| c != "-") {
            row(page, reader, &cells);
        }
    }
}

fn every_figure(page: &mut String, runs: &[Run]) {
    for set in sets_of(runs) {
        let of_set: Vec<_> = runs
            .iter()
            .filter(|r| r.set == set)
            .filter_map(|r| Some((r.reader.as_str(), r.figures.as_ref()?)))
            .collect();
        let Some((_, first)) = of_set.iter().max_by_key(|(_, f)| f.named().count()) else {
            continue;
        };
        let _ = write!(page, "\n### {set}, {} pages\n\n", first.pages);
        let names: Vec<_> = first.named().map(|(name, _)| name).collect();
        head(page, "reader", names.iter().copied());
        for (reader, figures) in of_set {
            // Not every reader says what kind of page it read.
            let of = |name: &&str| figures.named().find(|(n, _)| n == name).map(|(_, f)| f);
            let cells: Vec<_> = names.iter().map(|name| cell(of(name))).collect();
            row(page, reader, &cells);
        }
    }
}

/// The sets of the runs, in their order.
pub(super) fn sets_of(runs: &[Run]) -> Vec<&str> {
    let mut sets: Vec<&str> = runs.iter().map(|r| r.set.as_str()).collect();
    sets.sort_unstable();
    sets.dedup();
    sets
}

pub(super) fn head<'a>(page: &mut String, first: &str, columns: impl Iterator<Item = &'a str>) {
    let columns: Vec<_> = columns.map(str::to_owned).collect();
    row(page, first, &columns);
    row(page, "---", &vec!["---:".to_owned(); columns.len()]);
}

pub(super) fn row(page: &mut String, first: &str, cells: &[String]) {
    let _ = writeln!(page, "| {first} | {} |", cells.join(" | "));
}

pub(super) fn cell(figure: Option<f64>) -> String {
    figure.map_or_else(|| "-".to_owned(), |f| format!("{f:.3}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_section_is_written_anew_and_the_others_stay() {
        let page = "# Page\n\n## A\n\na\n\n## Who said what\n\nold\n\n### Part\n\n## B\n\nb\n";
        let expected = "# Page\n\n## A\n\na\n\n## Who said what\n\nnew\n\n## B\n\nb\n";
        assert_eq!(
            with_section(page, STATEMENTS, "\nnew\n").as_deref(),
            Some(expected)
        );
        let last = page.find("\n## B").unwrap();
        let expected = "# Page\n\n## A\n\na\n\n## Who said what\n\nnew\n";
        assert_eq!(
            with_section(&page[..last], STATEMENTS, "\nnew\n").as_deref(),
            Some(expected)
        );
        assert_eq!(with_section("# Page\n", STATEMENTS, "new"), None);
        assert_eq!(section_of(page, "A"), Some("\na\n"));
        assert_eq!(section_of(page, "B"), Some("\nb\n"));
        assert_eq!(section_of(page, "C"), None);
        let parted = section_of(page, STATEMENTS).unwrap();
        assert_eq!(part_of(parted, "Part"), Some(""));
        assert_eq!(part_of(parted, "A"), None);
    }
}
