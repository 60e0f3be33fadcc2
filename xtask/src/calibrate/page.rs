//! `docs/calibration.md` and the picture in it.

use std::collections::BTreeMap;
use std::fmt::Write;

use super::fit::{Sample, error, reliability, risks};

type Fields<'a> = BTreeMap<&'a str, Vec<Sample>>;

/// The coverages of the table.
const COVERAGES: [f64; 7] = [0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 1.0];
/// Colours that stand out on light and on dark paper, one a field.
const COLOURS: [&str; 6] = [
    "#0072b2", "#d55e00", "#009e73", "#cc79a7", "#b8860b", "#7a7a7a",
];
/// Left, top, width and height of the field the curves are drawn in.
const PLOT: [f64; 4] = [60.0, 20.0, 440.0, 280.0];

/// The errors before and after, a field a row.
pub fn summary(fields: &Fields) -> String {
    let mut out =
        "| field | pages | right | error before | error after |\n|---|---:|---:|---:|---:|\n"
            .to_owned();
    for (field, samples) in fields {
        let right = mean(samples.iter().map(|s| s.right));
        let before = error(&reliability(samples, |s| f64::from(s.score)));
        let after = error(&reliability(samples, |s| s.said));
        let pages = samples.len();
        let _ = writeln!(
            out,
            "| {field} | {pages} | {right:.3} | {before:.3} | {after:.3} |"
        );
    }
    out
}

/// The whole page.
pub fn write(fields: &Fields) -> String {
    let mut out = format!(
        "# What a confidence means\n\n\
        Written by `cargo xtask calibrate`. Among fields that are said to be right with 0.9, nine in ten are: a map a \
        field, from the score its evidence earns to the share that was right, is measured on the pages of the measuring \
        sets. Every page is read with weights that never saw its site, and what is said of it here comes from maps \
        fitted without its fold. The confidence of `articleBody` is the word F1 to expect. Fields that no set has gold \
        for (description, section, keywords, publisher, image, url, dateModified) keep the score of where they were \
        found, and of kinds of page the sets have none of (error pages, consent notices, fronts) the same is true: their \
        scores go through the map of the others.\n\n\
        ## Error\n\nThe mean distance between what was said and what was, over ten bins (expected calibration error).\n\n\
        {}\n## Risk and coverage\n\n\
        ![Share wrong among the surest pages](risk-coverage.svg)\n\n\
        The share wrong (of bodies: 1 - F1) among the surest part of the pages.\n\n",
        summary(fields)
    );
    let heads: Vec<_> = COVERAGES
        .iter()
        .map(|c| format!(" {:.0} % ", c * 100.0))
        .collect();
    let _ = writeln!(
        out,
        "| field |{}|\n|---|{}",
        heads.join("|"),
        "---:|".repeat(heads.len())
    );
    for (field, samples) in fields {
        let cells: Vec<_> = risks(samples, &COVERAGES)
            .iter()
            .map(|r| format!(" {r:.3} "))
            .collect();
        let _ = writeln!(out, "| {field} |{}|", cells.join("|"));
    }
    out += "\n## By set\n\nOne map serves all pages; on a set of plain news more is right than is said.\n\n\
        | field | set | pages | said | was |\n|---|---|---:|---:|---:|\n";
    for (field, samples) in fields {
        let mut sets: BTreeMap<&str, Vec<&Sample>> = BTreeMap::new();
        for sample in samples {
            sets.entry(&sample.set).or_default().push(sample);
        }
        for (set, samples) in sets {
            let said = mean(samples.iter().map(|s| s.said));
            let was = mean(samples.iter().map(|s| s.right));
            let pages = samples.len();
            let _ = writeln!(out, "| {field} | {set} | {pages} | {said:.3} | {was:.3} |");
        }
    }
    out += "\n## Reliability\n\nOut of fold: what was said on average in each bin of a tenth, and what was.\n";
    for (field, samples) in fields {
        let _ = write!(
            out,
            "\n### {field}\n\n| said | was | pages |\n|---:|---:|---:|\n"
        );
        for (said, was, pages) in reliability(samples, |s| s.said) {
            let _ = writeln!(out, "| {said:.3} | {was:.3} | {pages} |");
        }
    }
    out
}

/// The curves of risk over coverage, as a picture of its own.
pub fn curve(fields: &Fields) -> String {
    let [left, top, width, height] = PLOT;
    let coverages: Vec<f64> = (1..=50).map(|n| f64::from(n) / 50.0).collect();
    let curves: Vec<_> = fields
        .iter()
        .map(|(field, samples)| (*field, risks(samples, &coverages)))
        .collect();
    let highest = curves
        .iter()
        .flat_map(|c| &c.1)
        .fold(0.05, |a: f64, &b| a.max(b));
    let highest = (highest * 20.0).ceil() / 20.0;
    let x = |coverage: f64| left + coverage * width;
    let y = |risk: f64| top + height - risk / highest * height;
    let mut out = String::from(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 660 350\" role=\"img\" font-family=\"sans-serif\" \
        font-size=\"12\" fill=\"#7a7a7a\"><title>Share wrong among the surest pages, field by field</title>\n",
    );
    for step in 0..=5 {
        let part = f64::from(step) / 5.0;
        let (risk, across, down) = (part * highest, x(part), y(part * highest));
        let _ = writeln!(
            out,
            "<path d=\"M{left} {down:.1}H{:.1}\" stroke=\"#7a7a7a\" stroke-opacity=\".3\"/>\
            <text x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"end\">{risk:.2}</text>\
            <text x=\"{across:.1}\" y=\"{:.1}\" text-anchor=\"middle\">{:.0} %</text>",
            left + width,
            left - 8.0,
            down + 4.0,
            top + height + 18.0,
            part * 100.0
        );
    }
    let _ = writeln!(
        out,
        "<text x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"middle\">coverage: the surest part of the pages</text>\
        <text x=\"14\" y=\"{:.1}\" text-anchor=\"middle\" transform=\"rotate(-90 14 {:.1})\">risk: share wrong</text>",
        left + width / 2.0,
        top + height + 38.0,
        top + height / 2.0,
        top + height / 2.0
    );
    for (n, ((field, risks), colour)) in curves.iter().zip(COLOURS).enumerate() {
        let points: Vec<_> = coverages
            .iter()
            .zip(risks)
            .map(|(&c, &r)| format!("{:.1},{:.1}", x(c), y(r)))
            .collect();
        let _ = writeln!(
            out,
            "<polyline points=\"{}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"2\"/>\
            <text x=\"{:.1}\" y=\"{:.1}\" fill=\"{colour}\">{field}</text>",
            points.join(" "),
            left + width + 16.0,
            top + 20.0 + 20.0 * n as f64
        );
    }
    out + "</svg>\n"
}

fn mean(values: impl Iterator<Item = f64>) -> f64 {
    let (sum, count) = values.fold((0.0, 0_usize), |(sum, n), v| (sum + v, n + 1));
    sum / count.max(1) as f64
}
