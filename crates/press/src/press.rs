//! The press: all outlets, and every report they ever publish.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use jiff::Timestamp;

use crate::kinds::{self, Kind};
use crate::language::Language;
use crate::names::Names;
use crate::outlets::{self, Outlet};
use crate::path;
use crate::random::Random;
use crate::report::{Change, Report, Version};
use crate::story::{Pace, Story};
use crate::tellers::{self, Draft, LONGEST, Telling};
use crate::writer::{self, Known, Task};

/// What a press is like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Options {
    /// What decides everything that is left to chance: the same seed gives the same press, to the byte.
    pub seed: u64,
    /// How many stories begin each day, 1 to 86,400. Each is told by several outlets.
    pub stories_a_day: u32,
    /// From when on the outlet that falls silent publishes nothing; `None` where it goes on.
    pub silent_from: Option<Timestamp>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            seed: 1,
            stories_a_day: 24,
            silent_from: None,
        }
    }
}

/// A made-up press. It holds no reports: each is written when it is asked for.
#[derive(Debug)]
pub struct Press {
    options: Options,
    pace: Pace,
    pub(crate) kinds: Vec<Kind>,
    pub(crate) names: Names,
    pub(crate) languages: Vec<Language>,
    outlets: Vec<Outlet>,
}

impl Press {
    /// The press of a seed, at the usual pace.
    pub fn new(seed: u64) -> Self {
        Self::with(Options {
            seed,
            ..Options::default()
        })
    }

    /// The press of the options.
    ///
    /// # Panics
    /// Never: what it reads is part of the crate, and a test reads all of it.
    pub fn with(options: Options) -> Self {
        let kinds = kinds::read();
        let languages = Language::read_all(&kinds).expect("the data of the crate is whole");
        let outlets = outlets::read().expect("the list of outlets of the crate is whole");
        Self {
            pace: Pace::new(options.seed, options.stories_a_day),
            options,
            kinds,
            names: Names::read(),
            languages,
            outlets,
        }
    }

    /// All outlets.
    pub fn outlets(&self) -> &[Outlet] {
        &self.outlets
    }

    /// The outlet of a key.
    pub fn outlet(&self, key: &str) -> Option<&Outlet> {
        self.outlets.iter().find(|outlet| outlet.key == key)
    }

    /// Every report from an instant on, as first published, in the order of time and without end.
    pub fn reports(&self, from: Timestamp) -> impl Iterator<Item = Report<'_>> {
        self.drafts(from)
            .map(|draft| self.written(&draft, draft.at))
    }

    /// The reports first published from one instant on and before another, in the order of time.
    pub fn between(&self, from: Timestamp, to: Timestamp) -> impl Iterator<Item = Report<'_>> {
        self.reports(from)
            .take_while(move |report| report.published < to)
    }

    /// A report as it stood at an instant; `None` where there was no such report by then.
    pub fn report(&self, id: u64, at: Timestamp) -> Option<Report<'_>> {
        let draft = self.draft(id).filter(|draft| draft.at <= at)?;
        Some(self.written(&draft, at))
    }

    /// The newest reports of an outlet at an instant, the newest first, as they stood then.
    ///
    /// It looks back no further than `days`.
    pub fn newest(&self, outlet: &str, at: Timestamp, days: u32, most: usize) -> Vec<Report<'_>> {
        self.newest_drafts(outlet, at, days, |_| true, most)
            .iter()
            .map(|draft| self.written(draft, at))
            .collect()
    }

    /// The drafts behind [`Self::newest`] that are `wanted`; judging one does not write it.
    pub(crate) fn newest_drafts(
        &self,
        outlet: &str,
        at: Timestamp,
        days: u32,
        wanted: impl Fn(&Draft) -> bool,
        most: usize,
    ) -> Vec<Draft> {
        let from = Timestamp::from_second(at.as_second() - i64::from(days) * 86_400)
            .unwrap_or(Timestamp::MIN);
        let mut out: Vec<Draft> = Vec::new();
        let mut number = self.pace.first_from(at);
        loop {
            // Nothing that is still to come in can be newer than what is there.
            let story_at = self.pace.at(number);
            let enough = out.len() >= most
                && out
                    .iter()
                    .filter(|draft| draft.at.as_second() > story_at.as_second() + LONGEST)
                    .count()
                    >= most;
            if enough || story_at.as_second() < from.as_second() - LONGEST {
                break;
            }
            if story_at <= at {
                out.extend(
                    self.of_story(number)
                        .into_iter()
                        .filter(|draft| {
                            self.outlets[draft.outlet].key == outlet
                                && draft.at <= at
                                && draft.at >= from
                        })
                        .filter(|draft| wanted(draft)),
                );
            }
            let Some(before) = number.checked_sub(1) else {
                break;
            };
            number = before;
        }
        out.sort_unstable_by_key(|draft| Reverse(*draft));
        out.truncate(most);
        out
    }

    /// The keys of all sections, in the order in which kinds of events name them.
    pub(crate) fn sections(&self) -> Vec<&'static str> {
        let mut out: Vec<&str> = Vec::new();
        for kind in &self.kinds {
            if !out.contains(&kind.section) {
                out.push(kind.section);
            }
        }
        out
    }

    /// The section of what a draft tells, without writing it.
    pub(crate) fn section(&self, draft: &Draft) -> &'static str {
        self.kinds[draft.kind].section
    }

    /// The language that an outlet writes.
    pub(crate) fn language_of(&self, outlet: &Outlet) -> &Language {
        self.languages
            .iter()
            .find(|language| language.tag == outlet.language)
            .expect("each outlet writes a language of the crate, which a test holds")
    }

    /// What a report is about.
    pub(crate) fn kind(&self, key: &str) -> Option<&Kind> {
        self.kinds.iter().find(|kind| kind.key == key)
    }

    fn story(&self, number: u64) -> Story {
        self.pace.story(number, &self.kinds, &self.names)
    }

    /// All reports of a story.
    fn of_story(&self, number: u64) -> Vec<Draft> {
        let story = self.story(number);
        let mut out = Vec::new();
        for moment in story.moments() {
            out.extend(tellers::drafts(
                self.options.seed,
                &story,
                moment,
                &self.outlets,
                &self.names.lands,
            ));
        }
        out.retain(|draft| !self.is_silenced(draft));
        out
    }

    fn is_silenced(&self, draft: &Draft) -> bool {
        self.outlets[draft.outlet].traits.silent
            && self
                .options
                .silent_from
                .is_some_and(|from| draft.at >= from)
    }

    fn draft(&self, id: u64) -> Option<Draft> {
        let (story, _) = tellers::parts(id);
        // Beyond this no calendar goes.
        (story < 1 << 40)
            .then(|| {
                self.of_story(story)
                    .into_iter()
                    .find(|draft| draft.id == id)
            })
            .flatten()
    }

    fn drafts(&self, from: Timestamp) -> Drafts<'_> {
        let earliest = Timestamp::from_second(from.as_second() - LONGEST).unwrap_or(Timestamp::MIN);
        Drafts {
            press: self,
            from,
            story: self.pace.first_from(earliest),
            waiting: BinaryHeap::new(),
        }
    }

    /// Writes a draft as it stands at an instant.
    pub(crate) fn written(&self, draft: &Draft, at: Timestamp) -> Report<'_> {
        let (number, sequel) = tellers::parts(draft.id);
        let story = self.story(number);
        let moment = story
            .moments()
            .find(|moment| moment.sequel == sequel)
            .unwrap_or(crate::story::Moment {
                sequel,
                at: story.at,
            });
        let outlet = &self.outlets[draft.outlet];
        let language = self.language_of(outlet);
        let kind = &self.kinds[story.kind];
        let updated = draft.updated.filter(|when| *when <= at);
        let corrected = draft.corrected.filter(|when| *when <= at);
        let from = draft.from.map(|from| self.outlets[from].name);
        let text = writer::write(&Task {
            names: &self.names,
            language,
            offices: &kind.offices,
            story: &story,
            moment,
            telling: if draft.telling == Telling::Wire {
                Telling::Own
            } else {
                draft.telling
            },
            wording: draft.wording,
            credit: from,
            arabic_digits: outlet.traits.arabic_digits,
            known: match (updated, corrected, draft.corrected) {
                (Some(_), ..) => Known::More,
                (_, Some(_), _) => Known::Corrected,
                (_, None, Some(_)) => Known::Wrong,
                _ if draft.error_kept => Known::Wrong,
                _ => Known::First,
            },
        });
        let first = Version {
            at: draft.at,
            change: Change::First,
        };
        let update = updated.map(|at| (at, Change::Update));
        let correction = corrected.map(|at| (at, Change::Correction));
        let changes = update.into_iter().chain(correction);
        let versions: Vec<Version> = std::iter::once(first)
            .chain(changes.map(|(at, change)| Version { at, change }))
            .collect();
        let mut tags: Vec<String> = language.kinds[story.kind]
            .tags
            .iter()
            .map(|tag| (*tag).to_owned())
            .collect();
        tags.push(
            self.names.cities[story.city]
                .name
                .within(language.tag, 0)
                .to_owned(),
        );
        Report {
            id: draft.id,
            event: draft.id / tellers::MOST_OUTLETS,
            story: number,
            kind: kind.key,
            outlet: outlet.key,
            language: language.tag,
            published: draft.at,
            modified: updated.or(corrected),
            path: path::of(
                outlet,
                draft,
                kind,
                &text.headline,
                self.names.cities[story.city].name.latin,
            ),
            authors: self.authors(draft, outlet, from),
            section: kind.section,
            section_name: language.section(kind.section),
            tags,
            headline: text.headline,
            standfirst: text.standfirst,
            paragraphs: text.paragraphs,
            statements: text.statements,
            telling: draft.telling,
            from,
            correction: text.correction,
            caption: text.caption,
            versions,
        }
    }

    /// Who signs: an agency for its own text, else one or two of the outlet's few people.
    fn authors(&self, draft: &Draft, outlet: &Outlet, from: Option<&str>) -> Vec<String> {
        match (draft.telling, from) {
            (Telling::Wire, Some(agency)) => return vec![agency.to_owned()],
            _ if outlet.traits.agency => return vec![outlet.name.to_owned()],
            _ => {}
        }
        let mut random = Random::of(&[draft.wording, 7]);
        let mut person = || {
            let of_staff = random.below(6) as u64;
            let mut staff = Random::of(&[self.options.seed, draft.outlet as u64, of_staff, 8]);
            self.names
                .full(self.names.anybody(&mut staff), outlet.language)
        };
        let first = person();
        let second = person();
        if first != second && draft.wording.is_multiple_of(5) {
            vec![first, second]
        } else {
            vec![first]
        }
    }
}

/// Reports before they are written, in the order of time.
struct Drafts<'p> {
    press: &'p Press,
    from: Timestamp,
    /// The next story to look into.
    story: u64,
    /// Reports of stories that were looked into, the earliest first.
    waiting: BinaryHeap<Reverse<Draft>>,
}

impl Iterator for Drafts<'_> {
    type Item = Draft;

    fn next(&mut self) -> Option<Draft> {
        loop {
            // A report comes out once no story that is still to be looked into can have an earlier one.
            let next = self.press.pace.at(self.story);
            if let Some(Reverse(first)) = self.waiting.peek()
                && first.at < next
            {
                return self.waiting.pop().map(|Reverse(draft)| draft);
            }
            if next == Timestamp::MAX {
                return self.waiting.pop().map(|Reverse(draft)| draft);
            }
            let drafts = self.press.of_story(self.story);
            self.waiting.extend(
                drafts
                    .into_iter()
                    .filter(|draft| draft.at >= self.from)
                    .map(Reverse),
            );
            self.story += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_outlet_writes_a_language_that_knows_every_section() {
        let press = Press::new(1);
        for outlet in press.outlets() {
            let language = press.language_of(outlet);
            assert_eq!(language.tag, outlet.language);
            let missing: Vec<_> = press
                .sections()
                .into_iter()
                .filter(|key| !language.has_section(key))
                .collect();
            assert!(missing.is_empty(), "{}: {missing:?}", language.tag);
        }
    }
}
