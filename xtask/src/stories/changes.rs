//! Whether stories were rightly taken for one, and rightly taken apart.

use std::collections::{BTreeMap, HashMap};

use khabar_press::Report as Told;
use khabar_relate::stories::{Grouper, Ledger, Merged, Placed};
use khabar_relate::{Features, Report};

use crate::bcubed::Bcubed;

/// Stories that are put together on purpose, and as many that are not, are made of so many reports at least and at most.
const REPORTS: (usize, usize) = (6, 40);

/// What has become of stories as they went on.
#[derive(Debug, Default)]
pub struct Changes {
    /// Which true story each report is of.
    gold: HashMap<u64, u64>,
    /// The reports of each story as it is known.
    stories: HashMap<u64, Vec<u64>>,
    merges: usize,
    right_merges: usize,
    splits: usize,
    right_splits: usize,
}

impl Changes {
    /// Notes what came of a report of a true story. A merge is right where most reports of both are of one story, a split where
    /// most of the part that goes are of another than most of what stays.
    pub fn note(&mut self, placed: &Placed, gold: u64) {
        self.gold.insert(placed.id, gold);
        let whole = placed
            .split
            .first()
            .map_or(placed.story, |split| split.from);
        // It had joined before anything merged.
        self.stories.entry(whole).or_default().push(placed.id);
        for Merged { story: taken, .. } in &placed.merged {
            let taken = self.stories.remove(taken).unwrap_or_default();
            // One that the report itself began is none to be judged.
            if !taken.is_empty() {
                self.merges += 1;
                self.right_merges +=
                    usize::from(self.most(&taken) == self.most(&self.stories[&whole]));
            }
            self.stories.entry(whole).or_default().extend(taken);
        }
        for split in &placed.split {
            let stay = self.stories.entry(split.from).or_default();
            stay.retain(|report| !split.reports.contains(report));
            self.splits += 1;
            self.right_splits +=
                usize::from(self.most(&split.reports) != self.most(&self.stories[&split.from]));
            self.stories.insert(split.into, split.reports.clone());
        }
    }

    /// The true story of most of these.
    fn most(&self, reports: &[u64]) -> Option<u64> {
        let mut counts: BTreeMap<u64, usize> = BTreeMap::new();
        for report in reports {
            *counts.entry(self.gold[report]).or_default() += 1;
        }
        let most = counts
            .into_iter()
            .max_by_key(|&(gold, count)| (count, gold));
        most.map(|(gold, _)| gold)
    }

    /// Shows how many were right.
    pub fn show(&self) {
        println!(
            "{} stories became part of another, {} rightly; {} became two, {} rightly",
            self.merges, self.right_merges, self.splits, self.right_splits
        );
    }
}

/// What became of stories that were put together, or given, on purpose.
#[derive(Debug, Clone, Copy, Default)]
struct Outcome {
    stories: usize,
    split: usize,
    before: f64,
    after: f64,
}

/// Puts each two stories of these reports into one for the first half of their time, as a restart could, lets the rest arrive,
/// and shows how many came apart, and how many of those that are one did; reports of one language first, then of all.
pub fn mixed(grouper: &mut Grouper, reports: &[Told<'_>]) {
    for within in [true, false] {
        let mut stories: BTreeMap<(u64, &str), Vec<&Told<'_>>> = BTreeMap::new();
        for report in reports {
            let language = if within { report.language } else { "" };
            stories
                .entry((report.story, language))
                .or_default()
                .push(report);
        }
        let mut kinds: BTreeMap<(&str, &str), Vec<Vec<&Told<'_>>>> = BTreeMap::new();
        for ((_, language), mut told) in stories {
            told.truncate(REPORTS.1);
            if told.len() >= REPORTS.0 {
                kinds
                    .entry((language, told[0].kind))
                    .or_default()
                    .push(told);
            }
        }
        let (mut like, mut unlike, mut one) = <(Outcome, Outcome, Outcome)>::default();
        // Two of one kind of event, which are hardest to tell apart; then the last of each kind with that of the next.
        let mut others: Vec<Vec<&Told<'_>>> = Vec::new();
        for mut told in kinds.into_values() {
            others.extend(told.pop());
            for pair in told.chunks(2) {
                match pair {
                    [first, second] => mix(grouper, &[first, second], &mut like),
                    alone => mix(grouper, &alone.iter().collect::<Vec<_>>(), &mut one),
                }
            }
        }
        for pair in others.chunks(3) {
            match pair {
                [first, second, third] => {
                    mix(grouper, &[first, second], &mut unlike);
                    mix(grouper, &[third], &mut one);
                }
                some => some
                    .iter()
                    .for_each(|alone| mix(grouper, &[alone], &mut one)),
            }
        }
        let languages = if within {
            "one language"
        } else {
            "all languages"
        };
        println!("stories of {languages}, half of their reports put where they are:");
        for (what, outcome) in [
            ("two of one kind in one", like),
            ("two of two kinds in one", unlike),
            ("one alone", one),
        ] {
            let all = outcome.stories.max(1) as f64;
            println!(
                "  {what:<24} {:>4}, of which {:.2} were split; B-cubed F1 {:.3} as put, {:.3} as it became",
                outcome.stories,
                outcome.split as f64 / all,
                outcome.before / all,
                outcome.after / all
            );
        }
    }
}

/// Restores the first half of some stories as one, has the rest arrive, and looks what became of all.
fn mix(grouper: &mut Grouper, stories: &[&Vec<&Told<'_>>], outcome: &mut Outcome) {
    let mut told: Vec<&Told<'_>> = stories.iter().copied().flatten().copied().collect();
    told.sort_by_key(|report| (report.published, report.id));
    let number = grouper.next_story();
    let mut ledger = Ledger::default();
    let mut is_split = false;
    for (at, report) in told.iter().enumerate() {
        let text = report.body();
        let given = Features::of(&Report {
            title: &report.headline,
            text: &text,
            published: Some(report.published),
            language: Some(report.language),
            ..Report::default()
        });
        if at < told.len() / 2 {
            grouper.restore(report.id, &given, number);
            ledger.moved(report.id, number);
        } else {
            let placed = grouper.add(report.id, &given);
            ledger.note(&placed);
            is_split |= !placed.split.is_empty();
        }
    }
    let put: Vec<_> = told.iter().map(|report| (number, report.story)).collect();
    let became: Vec<_> = told
        .iter()
        .map(|report| (ledger.story_of(report.id), report.story))
        .collect();
    outcome.stories += 1;
    outcome.split += usize::from(is_split);
    outcome.before += Bcubed::of(&put).f1();
    outcome.after += Bcubed::of(&became).f1();
    for report in told {
        grouper.remove(report.id);
    }
}
