//! Who tells of an event, when and how.

use jiff::Timestamp;

use crate::names::Land;
use crate::outlets::Outlet;
use crate::random::Random;
use crate::story::{Moment, Story, later};

/// How an outlet came to its report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Telling {
    /// Written by its own people.
    Own,
    /// Written after another outlet's report.
    Rewrite,
    /// An agency's text, word for word.
    Wire,
    /// A short item.
    Short,
}

/// A report before it is written. The first two fields put drafts in their order: by time, then by number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Draft {
    pub(crate) at: Timestamp,
    pub(crate) id: u64,
    /// By its number, here and below.
    pub(crate) outlet: usize,
    pub(crate) kind: usize,
    pub(crate) telling: Telling,
    /// What decides between wordings: the same for an agency's text wherever it stands.
    pub(crate) wording: u64,
    /// The outlet it is taken from.
    pub(crate) from: Option<usize>,
    /// When more is known.
    pub(crate) updated: Option<Timestamp>,
    /// When an error is put right.
    pub(crate) corrected: Option<Timestamp>,
    /// Whether it has an error of the agency's in it that nobody puts right here.
    pub(crate) error_kept: bool,
}

/// No more outlets than this: what is left of a report's number by it tells its outlet.
pub(crate) const MOST_OUTLETS: u64 = 64;

/// The number of a report.
pub(crate) fn id(story: u64, sequel: bool, outlet: usize) -> u64 {
    (story * 2 + u64::from(sequel)) * MOST_OUTLETS + outlet as u64
}

/// The story of a report, and whether it tells of its sequel.
pub(crate) fn parts(id: u64) -> (u64, bool) {
    let event = id / MOST_OUTLETS;
    (event / 2, event % 2 == 1)
}

/// How long after the beginning of its story a report may appear, in seconds.
pub(crate) const LONGEST: i64 = 2 * 86_400;

/// Who tells of an event, in the order of the outlets.
pub(crate) fn drafts(
    seed: u64,
    story: &Story,
    moment: Moment,
    outlets: &[Outlet],
    lands: &[Land],
) -> Vec<Draft> {
    let spoken = &lands[story.land].languages;
    let mut random = Random::of(&[seed, story.number, 2 + u64::from(moment.sequel)]);
    let mut out: Vec<Draft> = Vec::with_capacity(10);
    for (number, outlet) in outlets.iter().enumerate() {
        // Drawn in any case, so that what one outlet does leaves the others as they are.
        let mut own = Random::of(&[random.next()]);
        let near = spoken.contains(&outlet.language);
        if !own.chance(if near { 60 } else { 14 }) {
            continue;
        }
        let at = later(
            moment.at,
            if outlet.traits.agency {
                own.between(5, 40)
            } else {
                own.between(15, 420)
            },
        );
        let mut draft = Draft {
            at,
            id: id(story.number, moment.sequel, number),
            outlet: number,
            kind: story.kind,
            telling: if own.chance(18) {
                Telling::Short
            } else {
                Telling::Own
            },
            wording: own.next(),
            from: None,
            updated: None,
            corrected: None,
            error_kept: false,
        };
        if draft.telling == Telling::Own && !moment.sequel {
            match own.below(100) {
                0..20 => draft.updated = Some(later(at, own.between(50, 300))),
                20..27 => draft.corrected = Some(later(at, own.between(60, 480))),
                _ => {}
            }
        }
        out.push(draft);
    }
    take_over(&mut out, outlets, &mut random);
    out
}

/// Lets some print what an agency of their language has, and others write after who was first.
fn take_over(drafts: &mut [Draft], outlets: &[Outlet], random: &mut Random) {
    for at in 0..drafts.len() {
        let chance = random.below(100);
        let draft = drafts[at];
        if outlets[draft.outlet].traits.agency
            || draft.updated.is_some()
            || draft.corrected.is_some()
        {
            continue;
        }
        let earlier = drafts
            .iter()
            .filter(|other| {
                other.at < draft.at
                    && other.telling == Telling::Own
                    && outlets[other.outlet].language == outlets[draft.outlet].language
            })
            .min_by_key(|other| (!outlets[other.outlet].traits.agency, other.at))
            .copied();
        let Some(source) = earlier else { continue };
        if outlets[source.outlet].traits.agency && chance < 45 {
            drafts[at].telling = Telling::Wire;
            drafts[at].wording = source.wording;
            drafts[at].from = Some(source.outlet);
            // An agency's text is printed as it was first sent.
            drafts[at].error_kept = source.corrected.is_some();
        } else if draft.telling == Telling::Own && chance < 70 {
            drafts[at].telling = Telling::Rewrite;
            drafts[at].from = Some(source.outlet);
        }
    }
}
