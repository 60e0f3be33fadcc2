//! `cargo xtask speakers`: how well speakers are told from one another, on pairs of mentions judged by hand, or in an archive of the
//! made-up press.

mod press;

use std::collections::BTreeMap;

use anyhow::{Result, anyhow};

use pairs::{Called, Pair, Tally, joined, pairs};

#[path = "../../../crates/relate/tests/speakers/mod.rs"]
mod pairs;

/// What to measure on.
#[derive(Debug, clap::Args)]
pub struct Options {
    /// Only this half of the pairs: 1 is for developing, 2 kept for measuring
    #[arg(long, value_name = "HALF", value_parser = clap::value_parser!(u8).range(1..=2))]
    half: Option<u8>,
    /// Show so many pairs joined wrongly, and as many missed, with the reasons; of an archive, so many speakers who are several
    #[arg(long, value_name = "N", default_value_t = 0)]
    wrong: usize,
    /// Measure them in an archive of so many reports of the made-up press instead
    #[arg(long, value_name = "REPORTS", conflicts_with = "half")]
    press: Option<u64>,
}

/// Runs the command.
///
/// # Errors
/// When a line of the file of pairs is none, or the archive cannot be made.
pub fn run(options: &Options) -> Result<()> {
    if let Some(reports) = options.press {
        return press::run(reports, options.wrong);
    }
    let pairs: Vec<Pair> = pairs()
        .map_err(|error| anyhow!(error))?
        .into_iter()
        .filter(|pair| options.half.is_none_or(|half| pair.half == half))
        .collect();
    let joined: Vec<(&Pair, bool)> = pairs
        .iter()
        .map(|pair| (pair, joined(pair.judged().as_ref())))
        .collect();
    show(&joined);
    for (title, same) in [("joined wrongly", false), ("missed", true)] {
        joined
            .iter()
            .filter(|(pair, joined)| pair.same == same && *joined != same)
            .take(options.wrong)
            .for_each(|(pair, _)| wrong(title, pair));
    }
    Ok(())
}

fn show(judged: &[(&Pair, bool)]) {
    println!(
        "{:<28}{:>6}{:>6}{:>8}{:>11}{:>8}",
        "", "pairs", "same", "joined", "precision", "recall"
    );
    for (title, across, precision, recall) in [
        ("within a script", false, 0.98, 0.90),
        ("across scripts", true, 0.95, 0.70),
    ] {
        let mut whole = Tally::default();
        let mut parts: BTreeMap<String, Tally> = BTreeMap::new();
        for &(pair, joined) in judged.iter().filter(|(pair, _)| pair.across() == across) {
            whole.add(pair, joined);
            let mut languages = vec![&pair.a.language, &pair.b.language];
            languages.dedup();
            for part in [format!("half {}", pair.half)].iter().chain(languages) {
                parts.entry(part.clone()).or_default().add(pair, joined);
            }
        }
        line(
            title,
            &whole,
            &format!("  (wanted: {precision:.2}, {recall:.2})"),
        );
        let (halves, languages): (Vec<_>, Vec<_>) =
            parts.iter().partition(|(part, _)| part.starts_with("half"));
        for (part, tally) in halves.into_iter().chain(languages) {
            line(&format!("  {part}"), tally, "");
        }
    }
    let one_way = judged
        .iter()
        .filter(|&&(pair, there)| joined(pair.judged_back().as_ref()) != there)
        .count();
    println!("joined only one way round: {one_way}");
}

fn line(title: &str, tally: &Tally, wanted: &str) {
    println!(
        "{title:<28}{:>6}{:>6}{:>8}{:>11.3}{:>8.3}{wanted}",
        tally.pairs,
        tally.same,
        tally.joined,
        tally.precision(),
        tally.recall()
    );
}

/// Shows a pair that was judged wrongly, and why.
fn wrong(title: &str, pair: &Pair) {
    let shown = |called: &Called| match &called.role {
        Some(role) => format!("{} ({role})", called.name),
        None => called.name.clone(),
    };
    println!(
        "\n{title}: {} half {}{}  {}",
        pair.id,
        pair.half,
        if pair.together { ", in one story" } else { "" },
        pair.note
    );
    println!("  {} | {}", shown(&pair.a), shown(&pair.b));
    match pair.judged() {
        Some(judgement) => println!("  {:?} {:?}", judgement.verdict, judgement.why),
        None => println!("  one of the two names nobody"),
    }
}
