//! Every made-up report is read and held against the statements it carries.

mod golden;

#[test]
fn every_case_reads_as_expected() {
    let cases = golden::all().unwrap_or_else(|problem| panic!("{problem}"));
    assert!(
        !cases.is_empty(),
        "no cases in {}",
        golden::folder().display()
    );
    let mut report = String::new();
    for case in &cases {
        let slug = &case.slug;
        let problem = match (case.known(), case.found()) {
            (Ok(known), Ok(found)) if known == found => continue,
            (Ok(known), Ok(found)) => {
                format!("\n{slug}\nknown to fall short:\n{known}now:\n{found}")
            }
            (Err(problem), _) | (_, Err(problem)) => format!("\n{slug}\n  {problem}\n"),
        };
        report += &problem;
    }
    assert!(
        report.is_empty(),
        "cases read otherwise than before (- expected, + read):\n{report}\n\
         Where that is better, run `cargo xtask update-cases SLUG` and look at what it changed.\n"
    );
}
