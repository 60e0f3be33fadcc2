//! Every golden case is read and held against what it expects.

mod golden;

use std::fmt::Write;

use golden::Case;
use golden::compare::differences;

#[test]
fn every_case_reads_as_expected() {
    let cases = golden::all().unwrap_or_else(|problem| panic!("{problem}"));
    assert!(
        !cases.is_empty(),
        "no cases in {}",
        golden::folder().display()
    );
    let mut report = String::new();
    let mut failed = 0;
    for case in &cases {
        let problems = problems(case);
        if !problems.is_empty() {
            failed += 1;
            let _ = write!(report, "\n{} ({})\n{problems}", case.slug, case.about.about);
        }
    }
    assert!(
        failed == 0,
        "{failed} of {} cases read otherwise than expected (- expected, + read):\n{report}\n\
         Where a page is read wrong, mend the reader. Where the expectation was wrong, run\n\
         `cargo xtask update-cases SLUG`, look at what it changed, and say why in the commit.\n",
        cases.len()
    );
}

/// What is wrong with the reading of a case, a field a paragraph; empty where nothing is.
fn problems(case: &Case) -> String {
    let (expected, found) = match (case.expected(), case.read()) {
        (Ok(expected), Ok(found)) => (expected, found),
        (Err(problem), _) | (_, Err(problem)) => return format!("  {problem}\n"),
    };
    let mut problems = String::new();
    let differences = differences(&expected, &found);
    for field in case.about.falls_short.keys() {
        if !differences.iter().any(|d| d.field == *field) {
            let _ = writeln!(
                problems,
                "  {field} is read right now: take it out of `falls_short` in case.toml"
            );
        }
    }
    for difference in differences {
        if !case.about.falls_short.contains_key(&difference.field) {
            let _ = writeln!(problems, "{difference}");
        }
    }
    problems
}
