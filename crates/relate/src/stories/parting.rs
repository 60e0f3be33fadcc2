//! Stories that are two: because they held two events from the beginning, or because they have become another matter.
//!
//! A story is looked at when it has grown by half. Its reports that are held are put together, the two most alike groups first,
//! as long as the reports of two groups are somewhat alike on average. Groups are then set beside each other as stories are, and
//! only those stay apart that are clearly unlike: far below the bar at which stories become one.

use super::likeness::Likeness;
use super::story::{Held, Story, lengths};
use super::terms::{Part, Place, Terms};
use super::{Grouper, Split, SplitKind};
use crate::features::Class;

/// A story is looked at when it has so many reports, and when it has grown by half again.
const FIRST: u32 = 6;

/// So many reports are a story of their own at least.
const LEAST: usize = 3;

/// So many are one that another has grown into.
const LEAST_GROWN: usize = 5;

/// How far below the bar of joining the reports of two groups may be on average for them to be put together.
const LOOSE: f32 = -0.12;

/// How far below the bar of merging two groups have to be to be two stories.
const UNLIKE: f32 = -0.2;

/// The same where all reports of the one came after those of the other.
const GROWN: f32 = -0.16;

/// So many of the pairs of an earlier and a later report have to be in that order for a story to have grown.
const IN_ORDER: f32 = 0.95;

impl Grouper {
    /// Looks whether a story that has grown is several, and parts it where it is.
    pub(super) fn part(&mut self, place: Place) -> Vec<Split> {
        let story = self.story(place);
        if story.reports < story.look.max(FIRST) {
            return Vec::new();
        }
        self.looked_at(place);
        let story = self.story(place);
        if story.is_whole {
            return Vec::new();
        }
        let held: Vec<&Held> = story.held.iter().collect();
        let parts: Vec<(SplitKind, Vec<u64>)> = parts(&held, &self.terms)
            .into_iter()
            .map(|(kind, reports)| (kind, reports.iter().map(|&at| held[at].id).collect()))
            .collect();
        let from = story.number;
        parts
            .into_iter()
            .map(|(kind, reports)| {
                let new = self.begin();
                for &id in &reports {
                    self.shift(id, new, false);
                }
                self.looked_at(new);
                let into = self.story(new).number;
                self.apart.keep(from, into);
                Split {
                    from,
                    into,
                    reports,
                    kind,
                }
            })
            .collect()
    }

    /// Notes that a story need not be looked at before it has grown by half.
    pub(super) fn looked_at(&mut self, place: Place) {
        let story = self.story_mut(place);
        story.look = story.reports + story.reports.div_ceil(2);
    }
}

/// Which of these reports are stories of their own, without the part that goes on as it was.
fn parts(held: &[&Held], terms: &Terms) -> Vec<(SplitKind, Vec<usize>)> {
    // What is in none of them is too little to tell, and goes on with the story.
    let mut large = groups(held, terms);
    large.retain(|group| group.len() >= LEAST);
    if large.len() < 2 {
        return Vec::new();
    }
    // Groups that are not clearly unlike are one.
    let mut whole: Vec<(Vec<usize>, Story)> = Vec::new();
    for group in large {
        let mut story = story(&group, held, terms);
        let mut group = group;
        while let Some(at) = whole.iter().position(|(other, known)| {
            kind(held, terms, (other, known), (&group, &story)).is_none()
        }) {
            let (other, _) = whole.remove(at);
            group.extend(other);
            group.sort_unstable();
            story = self::story(&group, held, terms);
        }
        whole.push((group, story));
    }
    let first = whole
        .iter()
        .enumerate()
        .min_by_key(|(_, (group, _))| group[0])
        .map_or(0, |(at, _)| at);
    let main = whole.swap_remove(first);
    whole.sort_by_key(|(group, _)| group[0]);
    whole
        .into_iter()
        .filter(|(group, _)| group.iter().all(|&at| !held[at].by_hand))
        .filter_map(|(group, story)| {
            let kind = kind(held, terms, (&main.0, &main.1), (&group, &story))?;
            Some((kind, group))
        })
        .collect()
}

/// What two groups of reports are where they are two stories.
fn kind(
    held: &[&Held],
    terms: &Terms,
    (one, story): (&[usize], &Story),
    (other, other_story): (&[usize], &Story),
) -> Option<SplitKind> {
    let likeness = Likeness::of_stories((story, &story.lengths(terms)), other_story, terms);
    // What has no language in common may only look unlike.
    let words = likeness.words?;
    if words.reports < 2.0 || likeness.links.is_some_and(|links| links > 0.0) {
        return None;
    }
    let above = likeness.merges();
    let in_order = in_order(held, one, other);
    let has_grown = in_order.max(1.0 - in_order) >= IN_ORDER;
    let later = if in_order > 0.5 { other } else { one };
    if has_grown && above < GROWN && later.len() >= LEAST_GROWN {
        Some(SplitKind::Grown)
    } else if above < UNLIKE {
        Some(SplitKind::Apart)
    } else {
        None
    }
}

/// The share of pairs of a report of one group and one of another in which that of the first group is earlier; of two of one
/// time, or of which one says none, neither is.
fn in_order(held: &[&Held], one: &[usize], other: &[usize]) -> f32 {
    let times = |group: &[usize]| -> Vec<i64> {
        let times = group.iter().filter_map(|&report| held[report].published);
        times.collect()
    };
    let mut later = times(other);
    later.sort_unstable();
    // Twice as many, so that a tie counts half.
    let pairs: usize = times(one)
        .iter()
        .map(|at| {
            let after = later.len() - later.partition_point(|other| other <= at);
            let not_before = later.len() - later.partition_point(|other| other < at);
            after + not_before
        })
        .sum();
    let untold = one.len() * other.len() - times(one).len() * later.len();
    (pairs + untold) as f32 / (2 * one.len() * other.len()).max(1) as f32
}

/// A story of these reports alone.
fn story(group: &[usize], held: &[&Held], terms: &Terms) -> Story {
    let mut story = Story::default();
    for &report in group {
        story.add(held[report].clone(), terms);
    }
    story
}

/// Reports put together as far as they are somewhat alike, each group in the order of arrival.
fn groups(held: &[&Held], terms: &Terms) -> Vec<Vec<usize>> {
    let mut groups: Vec<Vec<usize>> = (0..held.len()).map(|at| vec![at]).collect();
    // The sum of likenesses of two groups, and of how many pairs anything is known.
    let mut alike = pairs(held, terms);
    let mut open: Vec<usize> = (0..held.len()).collect();
    loop {
        let best = open
            .iter()
            .enumerate()
            .flat_map(|(at, &one)| open[..at].iter().map(move |&other| (other, one)))
            .filter_map(|(one, other)| {
                let (sum, known) = alike[one][other];
                (known > 0.0).then(|| (sum / known, one, other))
            })
            .filter(|&(mean, ..)| mean > LOOSE)
            .max_by(|a, b| a.0.total_cmp(&b.0).then((b.1, b.2).cmp(&(a.1, a.2))));
        let Some((_, one, other)) = best else { break };
        open.retain(|&at| at != other);
        for &third in &open {
            let (sum, known) = alike[other][third];
            for (a, b) in [(one, third), (third, one)] {
                alike[a][b].0 += sum;
                alike[a][b].1 += known;
            }
        }
        let taken = std::mem::take(&mut groups[other]);
        groups[one].extend(taken);
    }
    let mut groups: Vec<Vec<usize>> = open
        .into_iter()
        .map(|at| std::mem::take(&mut groups[at]))
        .collect();
    for group in &mut groups {
        group.sort_unstable();
    }
    groups
}

/// How alike each two reports are: by how much more than it takes to join, and whether there is anything to tell it by.
fn pairs(held: &[&Held], terms: &Terms) -> Vec<Vec<(f32, f32)>> {
    let reports: Vec<Ready> = held.iter().map(|held| Ready::new(held, terms)).collect();
    let mut pairs = vec![vec![(0.0, 0.0); held.len()]; held.len()];
    for (at, one) in reports.iter().enumerate() {
        for (before, other) in reports[..at].iter().enumerate() {
            if let Some(alike) = one.alike(other) {
                pairs[at][before] = (alike, 1.0);
                pairs[before][at] = (alike, 1.0);
            }
        }
    }
    pairs
}

/// A report made ready to be compared with others.
struct Ready {
    /// Its terms with their weights, each part of length 1, in the order of their numbers.
    terms: Vec<(u32, f32, Class)>,
    /// How many terms of words, names and numbers it has.
    counts: [f32; 3],
    language: Option<u16>,
}

impl Ready {
    fn new(held: &Held, terms: &Terms) -> Self {
        let lengths = lengths(held.weights.iter().copied(), terms);
        let mut counts = [0.0; 3];
        let mut language = None;
        let weights = held
            .weights
            .iter()
            .filter_map(|&(id, weight)| {
                let (part, rarity) = terms.weigh(id);
                if let Part::Words(of) = part {
                    language = Some(of);
                }
                let class = part.class();
                *counts.get_mut(class as usize)? += 1.0;
                let length = lengths.get(part)?.max(f32::MIN_POSITIVE);
                Some((id, weight * rarity.sqrt() / length, class))
            })
            .collect();
        Self {
            terms: weights,
            counts,
            language,
        }
    }

    /// How much more alike two reports are than they have to be to be together.
    fn alike(&self, other: &Self) -> Option<f32> {
        let mut cosines = [0.0; 3];
        let mut theirs = other.terms.iter().peekable();
        for &(id, weight, class) in &self.terms {
            while theirs.next_if(|term| term.0 < id).is_some() {}
            if let Some(&(_, their, _)) = theirs.next_if(|term| term.0 == id) {
                cosines[class as usize] += weight * their;
            }
        }
        let mut likeness = Likeness::default();
        for (class, cosine) in [Class::Word, Class::Name, Class::Number]
            .into_iter()
            .zip(cosines)
        {
            let terms = self.counts[class as usize].min(other.counts[class as usize]);
            if terms > 0.0 && (class != Class::Word || self.language == other.language) {
                likeness.know(class, cosine, terms);
            }
        }
        likeness.pairs()
    }
}
