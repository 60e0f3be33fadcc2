//! How much each place's word counts.
//!
//! The weights are judgements, ordered by how often each kind of place names the day of publication on pages of news,
//! blogs and forums: linked data of a report and `<meta>` nine times of ten and more, the day in an address nearly
//! always, a date below the headline four times of five, other visible dates half the time. What a page states in
//! several places adds up.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::candidates::{Candidate, Place, Role};

/// The kinds of evidence that add up; of one kind only the strongest counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Report,
    OtherData,
    Meta,
    Visible,
    Microdata,
    Element,
    Hinted,
    Text,
    Address,
    Image,
    Script,
    First,
    FirstBehindHeadline,
    Nearest,
    FirstAtAll,
}

const KINDS: usize = Kind::FirstAtAll as usize + 1;

/// How strong a lone `<time>` is at least: on pages without other markup it names the day nineteen times of twenty.
const LONE_TIME: f32 = 0.75;

type Evidence = BTreeMap<Date, [f32; KINDS]>;

fn put(evidence: &mut Evidence, day: Date, kind: Kind, weight: f32) {
    let slot = &mut evidence.entry(day).or_insert([0.0; KINDS])[kind as usize];
    *slot = slot.max(weight);
}

/// The day with the most weight behind it, and how sure that is.
pub fn best_day(found: &[Candidate]) -> Option<(Date, f32)> {
    let mut evidence = Evidence::new();
    for candidate in found {
        let day = candidate.moment.day();
        let (kind, weight) = weight(candidate);
        put(&mut evidence, day, kind, weight);
        let of_its_own = match candidate.place {
            Place::Microdata => Kind::Microdata,
            Place::Time => Kind::Element,
            Place::Hinted => Kind::Hinted,
            Place::Text => Kind::Text,
            _ => continue,
        };
        put(&mut evidence, day, of_its_own, 0.5);
    }
    positions(found, &mut evidence);
    let scores: Vec<(Date, f32)> = evidence
        .into_iter()
        .map(|(day, kinds)| (day, kinds.iter().sum()))
        .collect();
    let best = scores.iter().fold(
        None,
        |best: Option<(Date, f32)>, &(day, score)| match best {
            Some((_, top)) if top >= score => best,
            _ => Some((day, score)),
        },
    )?;
    let others: f32 = scores
        .iter()
        .filter(|s| s.0 != best.0)
        .map(|s| ((s.1 - best.1) * 0.6).exp())
        .sum();
    // A lone weak date is not sure for want of rivals.
    let mut strength = (best.1 / 10.0).clamp(0.3, 1.0);
    if is_lone_time(found, best.0) {
        strength = strength.max(LONE_TIME);
    }
    Some((best.0, 0.98 * strength.sqrt() / (1.0 + others)))
}

/// Whether the day stands in a `<time>` behind the headline and is the only one the page shows, be it in an aside.
fn is_lone_time(found: &[Candidate], day: Date) -> bool {
    let mut visible = found.iter().filter(|c| c.node.is_some());
    visible.clone().all(|c| c.moment.day() == day)
        && visible.any(|c| {
            c.place == Place::Time
                && !(c.traits.in_link || c.traits.in_list || c.traits.in_part)
                && c.traits.from_headline.is_some_and(|d| d > 0)
        })
}

/// What a candidate alone weighs.
fn weight(candidate: &Candidate) -> (Kind, f32) {
    let by_role = |published: f32, created: f32, modified: f32, unclear: f32| match candidate.role {
        Role::Published => published,
        Role::Created => created,
        Role::Modified => modified,
        Role::Unclear => unclear,
        Role::Other => 0.0,
    };
    match candidate.place {
        Place::Report => (Kind::Report, by_role(11.0, 6.0, 1.8, 0.0)),
        Place::OtherData => (Kind::OtherData, by_role(3.5, 1.5, 0.8, 0.0)),
        Place::Meta => (Kind::Meta, by_role(10.0, 6.5, 1.5, 4.0)),
        Place::Address => (Kind::Address, 8.0),
        Place::Image => (Kind::Image, 0.4),
        Place::Script => (Kind::Script, by_role(3.5, 2.5, 0.6, 0.3)),
        Place::Microdata => (Kind::Visible, visible(candidate, 5.0)),
        Place::Time => (Kind::Visible, visible(candidate, 4.5)),
        Place::Hinted => (Kind::Visible, visible(candidate, 3.5)),
        Place::Text => (Kind::Visible, visible(candidate, 1.8)),
    }
}

/// What a visible date weighs, from `base` up or down by its label and by where it stands.
fn visible(candidate: &Candidate, base: f32) -> f32 {
    let traits = &candidate.traits;
    let mut weight = base;
    weight += match candidate.role {
        // What is made or published then is the part.
        _ if traits.in_part => -2.0,
        Role::Published | Role::Created => 1.5,
        Role::Modified => -1.8,
        Role::Unclear => 0.0,
        Role::Other => -0.7,
    };
    if candidate.place == Place::Text {
        weight -= f32::from(traits.text_about.min(60)) / 60.0 * 1.8;
    }
    if traits.is_apart() {
        weight -= 2.3;
    }
    if traits.in_link {
        weight -= 0.7;
    }
    if traits.in_list {
        weight -= 0.5;
    }
    weight += match traits.from_headline {
        Some(0..80) => 1.6,
        Some(80..400) => 0.8,
        Some(-60..0) => 1.0,
        Some(..-60) => -0.3,
        Some(1501..) => -0.6,
        _ => 0.0,
    };
    if !matches!(candidate.moment, crate::dates::Moment::Day(_)) {
        weight += 0.4;
    }
    weight.max(0.1)
}

/// The first date of the page, the first behind the headline and the nearest to it weigh more.
fn positions(found: &[Candidate], evidence: &mut Evidence) {
    let visible = || found.iter().filter(|c| c.node.is_some());
    let own = || visible().filter(|c| !c.traits.is_apart());
    if let Some(first) = visible().min_by_key(|c| c.node) {
        put(evidence, first.moment.day(), Kind::FirstAtAll, 0.8);
    }
    if let Some(first) = own().min_by_key(|c| c.node) {
        put(evidence, first.moment.day(), Kind::First, 0.8);
    }
    let behind = own().filter(|c| c.traits.from_headline.is_none_or(|d| d >= 0));
    if let Some(first) = behind.min_by_key(|c| c.node) {
        put(evidence, first.moment.day(), Kind::FirstBehindHeadline, 1.6);
    }
    if let Some(nearest) = own().min_by_key(|c| c.traits.from_headline.unwrap_or(0).abs()) {
        put(evidence, nearest.moment.day(), Kind::Nearest, 0.6);
    }
}
