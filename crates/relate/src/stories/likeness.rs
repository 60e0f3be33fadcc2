//! How like a report is to a story, or two stories are to each other, and whether that is enough.
//!
//! Each class of evidence is a cosine of its own, held against a bar of its own. A class that one of the two hardly has says
//! little; one that both have and that does not agree speaks against. Two reports of like events in two towns share most of
//! their words and neither names nor numbers. A link or a picture in common lowers the bars; by itself it joins nothing, since
//! pictures are used again and whatever a page links to may be old.

use serde::{Serialize, Serializer};

use super::story::{ByPart, Story, lengths};
use super::terms::{Id, Part, Terms};
use crate::features::Class;

/// What is asked of a class of evidence.
#[derive(Debug, Clone, Copy)]
struct Bar {
    /// How much the class counts.
    weight: f32,
    /// How many terms of it a report needs to have for it to count in full.
    full: f32,
    /// So many terms need a cosine of so much.
    few: (f32, f32),
    /// The same where there are many; between them it goes by the logarithm, since the more a report has, the less of it is by
    /// chance what another has.
    many: (f32, f32),
}

impl Bar {
    const fn new(weight: f32, full: f32, few: (f32, f32), many: (f32, f32)) -> Self {
        Self {
            weight,
            full,
            few,
            many,
        }
    }

    fn at(&self, terms: f32) -> f32 {
        let (few, low) = self.few;
        let (many, high) = self.many;
        let share = (terms.max(few).ln() - few.ln()) / (many.ln() - few.ln());
        low + (high - low) * share.clamp(0.0, 1.0)
    }
}

/// What is asked of two things that are to belong together.
struct Asked {
    /// Of words, names and numbers.
    bars: [Bar; 3],
    /// How much more is asked where a story has one report, and the less the more it has: what several reports have in common
    /// is what it is about, what one has may be anything.
    young: f32,
}

/// What is asked of a report that joins a story.
const JOIN: Asked = Asked {
    bars: [
        Bar::new(1.0, 3.0, (12.0, 0.2), (120.0, 0.5)),
        Bar::new(2.0, 5.0, (1.0, 0.08), (12.0, 0.5)),
        Bar::new(1.0, 3.0, (1.0, 0.1), (6.0, 0.4)),
    ],
    young: 0.1,
};

/// What is asked of two stories that become one: more of words, since it takes all their reports with it.
const MERGE: Asked = Asked {
    bars: [
        Bar::new(1.0, 3.0, (12.0, 0.22), (120.0, 0.6)),
        Bar::new(2.0, 5.0, (1.0, 0.15), (12.0, 0.6)),
        Bar::new(1.0, 3.0, (1.0, 0.15), (6.0, 0.5)),
    ],
    young: 0.0,
};

/// The least evidence there must be, as the sum of the weights of the classes that can be compared.
const LEAST: f32 = 1.0;

/// So many names of which next to none is in the other are of another matter, however like the words: forecasts and results are
/// written by one pattern for every place.
const STRANGE: (f32, f32) = (3.0, 0.04);

/// Words of one language that are below this share of their bar tell of another matter, whoever is named in both: a minister
/// speaks of several on one day.
const OTHER_MATTER: f32 = 0.35;

/// How much lower the bars are where a link or a picture is in common that no other story has.
const EASE: f32 = 0.35;

/// How like two things are, class by class; `None` where one of them has nothing of the class.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize)]
pub struct Likeness {
    /// Words of one language.
    pub words: Option<Compared>,
    /// Names, in any script.
    pub names: Option<Compared>,
    /// Numbers.
    pub numbers: Option<Compared>,
    /// Links and pictures, from 0 to 1: of what both have that which is rarest, as one over the number of stories that have
    /// it.
    #[serde(serialize_with = "hundredths")]
    pub links: Option<f32>,
}

/// A class of evidence compared. In JSON it is its cosine alone, in hundredths.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Compared {
    /// From 0 to 1; of names and numbers, the mean over the reports of a story.
    pub cosine: f32,
    /// Terms of the class in the report; where stories are compared, in one of their reports.
    pub terms: f32,
    /// How many reports of the story have something of the class; of two stories, of the smaller one.
    pub reports: f32,
}

impl Serialize for Compared {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        rounded(self.cosine).serialize(serializer)
    }
}

#[expect(
    clippy::ref_option,
    clippy::trivially_copy_pass_by_ref,
    reason = "serde gives it so"
)]
fn hundredths<S: Serializer>(number: &Option<f32>, serializer: S) -> Result<S::Ok, S::Error> {
    number.map(rounded).serialize(serializer)
}

fn rounded(number: f32) -> f64 {
    (f64::from(number) * 100.0).round() / 100.0
}

impl Likeness {
    /// How like a report is to a story.
    pub(super) fn to_story(report: &Measured<'_>, story: &Story, terms: &Terms) -> Self {
        let theirs = story.lengths(terms);
        let dots = dots(report.terms.iter().copied(), story, terms);
        let mut likeness = Self {
            links: links(report.terms.iter().map(|&(id, _)| id), story, terms),
            ..Self::default()
        };
        for (part, mine) in report.lengths.iter() {
            let Some(length) = theirs.get(part).filter(|_| part != Part::Links) else {
                continue;
            };
            let theirs = match part {
                Part::Words(_) => length,
                _ => story.count(part).max(1.0),
            };
            likeness.note(
                part,
                dots.get(part).unwrap_or(0.0) / (mine * theirs),
                report.counts[part.class() as usize],
                story.count(part),
            );
        }
        likeness
    }

    /// How like two stories are, of the first of which the lengths are known. Of words, those of the language in which they are
    /// most alike.
    pub(super) fn of_stories((one, mine): (&Story, &ByPart), other: &Story, terms: &Terms) -> Self {
        let theirs = other.lengths(terms);
        let (few, many) = if one.weights.len() < other.weights.len() {
            (one, other)
        } else {
            (other, one)
        };
        let dots = dots(
            few.weights.iter().map(|(&id, &weight)| (id, weight)),
            many,
            terms,
        );
        let mut likeness = Self {
            links: links(few.weights.keys().copied(), many, terms),
            ..Self::default()
        };
        for (part, length) in mine.iter() {
            let Some(other_length) = theirs.get(part).filter(|_| part != Part::Links) else {
                continue;
            };
            let lengths = match part {
                Part::Words(_) => length * other_length,
                _ => one.count(part).max(1.0) * other.count(part).max(1.0),
            };
            let class = part.class();
            likeness.note(
                part,
                dots.get(part).unwrap_or(0.0) / lengths,
                one.terms_a_report(class).min(other.terms_a_report(class)),
                one.count(part).min(other.count(part)),
            );
        }
        likeness
    }

    /// Notes how like a part is, unless another of its class is more so.
    fn note(&mut self, part: Part, cosine: f32, terms: f32, reports: f32) {
        // What reports weighed when they were taken in is not what they weigh now, so that a mean may be a little over 1.
        let cosine = cosine.min(1.0);
        let Some(known) = self.class(part.class()) else {
            return;
        };
        if known.is_none_or(|known| known.cosine < cosine) {
            *known = Some(Compared {
                cosine,
                terms,
                reports,
            });
        }
    }

    /// Notes how alike two reports are by a class.
    pub(super) fn know(&mut self, class: Class, cosine: f32, terms: f32) {
        if let Some(known) = self.class(class) {
            *known = Some(Compared {
                cosine,
                terms,
                reports: 1.0,
            });
        }
    }

    /// A class that is compared by a cosine.
    fn class(&mut self, class: Class) -> Option<&mut Option<Compared>> {
        match class {
            Class::Word => Some(&mut self.words),
            Class::Name => Some(&mut self.names),
            Class::Number => Some(&mut self.numbers),
            Class::Link => None,
        }
    }

    /// By how much two reports are more alike than one has to be to join a story; `None` where too little is known.
    pub(super) fn pairs(&self) -> Option<f32> {
        Some(self.above(&JOIN)).filter(|&above| above > f32::MIN)
    }

    /// By how much a report is more like a story than it has to be to join it; less than 0 where it is not like enough.
    pub(super) fn joins(&self) -> f32 {
        self.above(&JOIN)
    }

    /// By how much two stories are more alike than they have to be to become one.
    pub(super) fn merges(&self) -> f32 {
        self.above(&MERGE)
    }

    /// Whether the words of one language are too unlike for names and numbers to make up for it.
    fn is_other_matter(&self, asked: &Asked, eased: f32) -> bool {
        let [bar, ..] = &asked.bars;
        let is_below = |words: Compared| words.cosine < OTHER_MATTER * eased * bar.at(words.terms);
        self.words.is_some_and(is_below)
    }

    /// Whether words are compared, and names speak against all that they say.
    fn is_strange(&self) -> bool {
        let (terms, cosine) = STRANGE;
        let are_strange = |names: Compared| names.terms >= terms && names.cosine < cosine;
        self.words.is_some() && self.names.is_some_and(are_strange)
    }

    fn above(&self, asked: &Asked) -> f32 {
        let eased = 1.0 - EASE * self.links.unwrap_or(0.0);
        let (mut sum, mut weights) = (0.0, 0.0);
        let classes = [self.words, self.names, self.numbers];
        for (compared, bar) in classes.iter().zip(&asked.bars) {
            let Some(compared) = compared else { continue };
            let weight = bar.weight * (compared.terms / bar.full).min(1.0);
            let young = asked.young / compared.reports.max(1.0).sqrt();
            sum += weight * (compared.cosine - eased * (bar.at(compared.terms) + young));
            weights += weight;
        }
        if weights < eased * LEAST || self.is_strange() || self.is_other_matter(asked, eased) {
            f32::MIN
        } else {
            sum / weights
        }
    }
}

/// A report made ready to be compared with many stories.
pub(super) struct Measured<'v> {
    terms: &'v [(Id, f32)],
    lengths: ByPart,
    /// How many terms of each class it has.
    counts: [f32; 4],
}

impl<'v> Measured<'v> {
    pub(super) fn new(report: &'v [(Id, f32)], terms: &Terms) -> Self {
        let mut counts = [0.0; 4];
        for &(id, _) in report {
            counts[terms.part(id).class() as usize] += 1.0;
        }
        Self {
            terms: report,
            lengths: lengths(report.iter().copied(), terms),
            counts,
        }
    }
}

/// The rarest link that something has in common with a story.
fn links(ids: impl Iterator<Item = Id>, story: &Story, terms: &Terms) -> Option<f32> {
    if story.count(Part::Links) == 0.0 {
        return None;
    }
    ids.filter(|&id| terms.part(id) == Part::Links)
        .map(|id| {
            let is_shared = story.weights.contains_key(&id);
            f32::from(is_shared) / terms.stories_with(id).max(1.0)
        })
        .max_by(f32::total_cmp)
}

/// What something has in common with a story, part by part, by what terms say today.
fn dots(weights: impl Iterator<Item = (Id, f32)>, story: &Story, terms: &Terms) -> ByPart {
    let mut dots = ByPart::default();
    for (id, weight) in weights {
        if let Some(theirs) = story.weights.get(&id) {
            let (part, rarity) = terms.weigh(id);
            dots.add(part, weight * theirs * rarity);
        }
    }
    dots
}
