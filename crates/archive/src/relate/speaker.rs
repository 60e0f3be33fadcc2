//! The speaker that a name in a report stands for.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use khabar_relate::speakers::{self as judge, Judgement, Mention, Name, Verdict};
use rusqlite::Connection;
use serde_json::json;

use crate::record::{decisions, speakers};
use crate::time::Seconds;

/// How many names are looked up by each key of a name, of the first and of the last that have it: speakers who are quoted most
/// have mostly been known for long.
const FOUND: usize = 32;

/// How many speakers a name is held against, those who speak in its story and share most of its keys first, and how many of them
/// with all that is known of them.
const HELD_AGAINST: usize = 10;
const WEIGHED: usize = 8;

/// Of how many reports of a story it is known who speaks in them.
const IN_STORY: usize = 50;

/// How many speakers are remembered between reports.
const REMEMBERED: usize = 20_000;

/// How many names of a speaker, each with each of its commonest roles, a name is held against, and how many roles of each.
const NAMES: (usize, usize) = (32, 4);

/// Of how many of a speaker's statements the stories and the company are known.
const COMPANY: usize = 32;

/// How many speakers are proposed to be the same as a new one.
const PROPOSED: usize = 5;

/// A speaker as names are held against it.
struct Speaker {
    names: Vec<Name>,
    /// What these are found by.
    keys: BTreeSet<i64>,
}

/// Speakers that are remembered between reports: to take names apart takes long, and most are quoted again.
#[derive(Default)]
pub(super) struct Speakers(BTreeMap<i64, Arc<Speaker>>);

impl Speakers {
    fn get(&mut self, of: &Connection, id: i64) -> rusqlite::Result<Arc<Speaker>> {
        if let Some(known) = self.0.get(&id) {
            return Ok(Arc::clone(known));
        }
        let names: Vec<Name> = speakers::titled(of, id, NAMES)?
            .iter()
            .filter_map(|(name, role, language)| {
                Name::of(name, role.as_deref(), language.as_deref())
            })
            .collect();
        let keys = names.iter().flat_map(Name::keys).collect();
        let speaker = Arc::new(Speaker { names, keys });
        if self.0.len() >= REMEMBERED {
            self.0.clear();
        }
        self.0.insert(id, Arc::clone(&speaker));
        Ok(speaker)
    }

    /// Notes that a speaker was called by a name: where that is news, it is read again when it is asked for next.
    fn called(&mut self, id: i64, name: &Name) {
        let Some(known) = self.0.get(&id) else { return };
        let same = known
            .names
            .iter()
            .filter(|own| own.shown() == name.shown() && own.language() == name.language());
        let (most, most_roles) = NAMES;
        // More than so many are not held against anyway.
        let is_full = known.names.len() >= most || same.clone().count() >= most_roles;
        let is_known = same.clone().any(|own| own.role() == name.role());
        if !is_full && !is_known {
            self.0.remove(&id);
        }
    }

    /// Forgets all of them: somebody has changed what they are called.
    pub fn forget(&mut self) {
        self.0.clear();
    }
}

/// Who is known to speak in a report.
pub(super) struct Known {
    /// Speakers and the numbers of their names, by the name and, of names of one word, the role: within a report one name is
    /// one person's, whatever else is said of them.
    names: BTreeMap<(String, Option<String>), (i64, i64)>,
    /// All of them.
    pub beside: BTreeSet<i64>,
    /// The story of the report, and who has spoken in it.
    story: i64,
    in_story: Vec<i64>,
}

impl Known {
    /// Of a report of a story.
    pub fn of(of: &Connection, story: i64) -> rusqlite::Result<Self> {
        Ok(Self {
            names: BTreeMap::new(),
            beside: BTreeSet::new(),
            story,
            in_story: speakers::in_story(of, story, IN_STORY)?,
        })
    }
}

/// The speaker a name stands for, and the number of the name.
pub(super) fn find(
    to: &Connection,
    name: &Name,
    known: &mut Known,
    remembered: &mut Speakers,
    now: Seconds,
) -> rusqlite::Result<(i64, i64)> {
    let role = name.role().filter(|_| !name.shown().contains(' '));
    let key = (name.shown().to_owned(), role.map(str::to_owned));
    if let Some(&found) = known.names.get(&key) {
        return Ok(found);
    }
    let beside: Vec<i64> = known.beside.iter().copied().collect();
    let mention = Mention {
        name,
        story: Some(known.story),
        companions: &beside,
    };
    let (mut same, mut possible) = (Vec::new(), Vec::new());
    for candidate in candidates(to, &mention, known, remembered)? {
        let stories = speakers::stories(to, candidate.id, COMPANY)?;
        let companions = speakers::companions(to, candidate.id, COMPANY)?;
        let judgement = judge::judge(
            &mention,
            &judge::Known {
                names: &candidate.speaker.names,
                stories: &stories,
                companions: &companions,
            },
        );
        match judgement.verdict {
            Verdict::Same => same.push((candidate, judgement)),
            Verdict::Possible => possible.push((candidate, judgement)),
            Verdict::Apart => {}
        }
    }
    let best = chosen(to, name, &same)?.map(|place| same.remove(place));
    let is_new = best.is_none();
    let (why, speaker) = match best {
        Some((speaker, judgement)) => (Some(json!(judgement.why).to_string()), speaker.id),
        None => (None, speakers::begin(to, name.kind().name())?),
    };
    let (number, added) =
        speakers::name(to, speaker, name.shown(), name.language(), why.as_deref())?;
    if added {
        speakers::add_keys(to, number, &name.keys())?;
    }
    // Two that a mention is the same as may be one; so may a new one and those it could be.
    let doubtful = same
        .into_iter()
        .chain(possible.into_iter().filter(|_| is_new));
    for (other, judgement) in doubtful.take(PROPOSED) {
        if !decisions::are_speakers_apart(to, speaker, other.id)? {
            let why = json!(judgement.why).to_string();
            speakers::propose(to, speaker, other.id, &why, now)?;
        }
    }
    remembered.called(speaker, name);
    known.names.insert(key, (speaker, number));
    known.beside.insert(speaker);
    Ok((speaker, number))
}

/// A speaker that a name may stand for.
struct Candidate {
    id: i64,
    speaker: Arc<Speaker>,
}

impl Candidate {
    /// Whether it is called so, to the letter.
    fn is_called(&self, name: &Name) -> bool {
        self.speaker
            .names
            .iter()
            .any(|own| own.shown() == name.shown() && own.language() == name.language())
    }

    /// Whether nothing that it is called says that it is the other.
    fn is_namesake(&self, other: &Self) -> bool {
        let known = judge::Known {
            names: &other.speaker.names,
            stories: &[],
            companions: &[],
        };
        self.speaker.names.iter().all(|name| {
            let mention = Mention {
                name,
                story: None,
                companions: &[],
            };
            judge::judge(&mention, &known).verdict != Verdict::Same
        })
    }
}

/// Which of the speakers that a name is judged to be of has it: the one that more speaks for beside the name, then the one that
/// is called just so, then the one that is found first. None where namesakes are equal in all that: a name that says no more
/// may be of each of them.
fn chosen(
    of: &Connection,
    name: &Name,
    same: &[(Candidate, Judgement)],
) -> rusqlite::Result<Option<usize>> {
    let rank = |(candidate, judgement): &(Candidate, Judgement)| {
        (judgement.backing(), candidate.is_called(name))
    };
    let Some(highest) = same.iter().map(rank).max() else {
        return Ok(None);
    };
    let mut equals = (0..same.len()).filter(|&place| rank(&same[place]) == highest);
    let first = equals.next();
    let Some((best, _)) = first.map(|place| &same[place]) else {
        return Ok(None);
    };
    let are_apart = |other: &Candidate| decisions::are_speakers_apart(of, best.id, other.id);
    // A name that was taken out of a speaker by hand does not go back to it.
    if !best.is_called(name) {
        for (place, (other, _)) in same.iter().enumerate() {
            if other.is_called(name) && are_apart(other)? {
                return Ok(Some(place));
            }
        }
    }
    if highest.0 > 0 {
        return Ok(first);
    }
    for place in equals {
        let other = &same[place].0;
        if best.is_namesake(other) || are_apart(other)? {
            // Of namesakes one of whom nothing is told either.
            let untold = same.iter().position(|(known, _)| {
                let names = &known.speaker.names;
                known.is_called(name) && names.iter().all(|name| name.role().is_none())
            });
            return Ok(untold);
        }
    }
    Ok(first)
}

/// The speakers that a name may stand for, those that it does stand for by itself first, at most so many.
fn candidates(
    of: &Connection,
    mention: &Mention<'_>,
    known: &Known,
    remembered: &mut Speakers,
) -> rusqlite::Result<Vec<Candidate>> {
    let keys = mention.name.keys();
    // Speakers with how many of the keys they have, the first known first.
    let mut ranked = speakers::by_keys(of, &keys, FOUND)?;
    for &id in &known.in_story {
        let speaker = remembered.get(of, id)?;
        let shared = keys.iter().filter(|key| speaker.keys.contains(key)).count();
        if shared > 0 {
            ranked.insert(id, shared);
        }
    }
    let mut ranked: Vec<(i64, usize)> = ranked.into_iter().collect();
    ranked.sort_by_key(|(id, shared)| Reverse((known.in_story.contains(id), *shared)));
    let (mut found, mut possible) = (Vec::new(), Vec::new());
    for (id, _) in ranked.into_iter().take(HELD_AGAINST) {
        let speaker = remembered.get(of, id)?;
        let by_name = judge::judge(
            mention,
            &judge::Known {
                names: &speaker.names,
                stories: &[],
                companions: &[],
            },
        );
        match by_name.verdict {
            Verdict::Same => found.push(Candidate { id, speaker }),
            Verdict::Possible => possible.push(Candidate { id, speaker }),
            Verdict::Apart => {}
        }
    }
    found.append(&mut possible);
    found.truncate(WEIGHED);
    Ok(found)
}
