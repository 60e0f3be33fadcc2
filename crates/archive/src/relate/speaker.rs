//! The speaker that a name in a report stands for.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use khabar_relate::speakers::{self as judge, Judgement, Likened, Mention, Name, Verdict};
use rusqlite::Connection;
use serde_json::json;

use super::known_speakers::{Speaker, Speakers};
use crate::record::{decisions, speakers};
use crate::time::Seconds;

/// How many speakers a name is held against, those who speak in its story and share most of its keys first.
const HELD_AGAINST: usize = 10;

/// How much beside the name says that it is a speaker's who is called just so, for no other to be looked at: two of story, company
/// and office.
const CERTAIN: usize = 2;

/// Of how many of a speaker's statements, the latest, the company is known, and the stories.
const COMPANY: usize = 32;

/// How many speakers are proposed to be the same as a new one.
const PROPOSED: usize = 5;

/// Who is known to speak in a report.
pub(super) struct Known {
    /// Speakers and the numbers of their names, by the name and, of names of one word, the role: within a report one name is
    /// one person's, whatever else is said of them.
    names: BTreeMap<(String, Option<String>), (i64, i64)>,
    /// All of them.
    beside: BTreeSet<i64>,
    /// The story of the report, and who has spoken in it, the report with it.
    story: i64,
    in_story: BTreeSet<i64>,
    /// Whether the story has reports beside those.
    is_long: bool,
}

impl Known {
    /// Of a report of a story in which these speak, in this report or in others; `is_long` where in yet others anybody may.
    pub(super) fn of(story: i64, speakers: impl IntoIterator<Item = i64>, is_long: bool) -> Self {
        Self {
            names: BTreeMap::new(),
            beside: BTreeSet::new(),
            story,
            in_story: speakers.into_iter().collect(),
            is_long,
        }
    }

    /// A speaker speaks in the report.
    pub(super) fn speaks(&mut self, speaker: i64) {
        self.beside.insert(speaker);
        self.in_story.insert(speaker);
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
    let mut certain = None;
    for (id, rank) in candidates(to, name, known, remembered)? {
        // Those that are as near as one that is certain may be its namesakes, or be it once more.
        if certain.is_some_and(|certain| rank < certain) {
            break;
        }
        let speaker = remembered.get(to, id)?;
        let Some(judgement) = weighed(to, &mention, (id, &speaker), known)? else {
            continue;
        };
        let candidate = Candidate { id, speaker };
        if judgement.verdict != Verdict::Same {
            possible.push((candidate, judgement));
            continue;
        }
        if judgement.backing() >= CERTAIN && candidate.is_called(name) {
            certain = Some(rank);
        }
        same.push((candidate, judgement));
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
        let keys = name.keys();
        speakers::add_keys(to, number, &keys)?;
        remembered.named(speaker, &keys);
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
    known.speaks(speaker);
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

/// How near a speaker is to a name before the two are compared: whether it speaks in the story, and how many keys are its own.
type Rank = (bool, usize);

/// The speakers that a name may stand for, the nearest first.
fn candidates(
    of: &Connection,
    name: &Name,
    known: &Known,
    remembered: &mut Speakers,
) -> rusqlite::Result<Vec<(i64, Rank)>> {
    let keys = name.keys();
    // Speakers with how many of the keys they have, the first known first.
    let mut ranked = remembered.by_keys(of, &keys)?;
    for &id in &known.in_story {
        let speaker = remembered.get(of, id)?;
        let shared = keys.iter().filter(|key| speaker.keys.contains(key)).count();
        if shared > 0 {
            ranked.insert(id, shared);
        }
    }
    let mut ranked: Vec<(i64, Rank)> = ranked
        .into_iter()
        .map(|(id, shared)| (id, (known.in_story.contains(&id), shared)))
        .collect();
    ranked.sort_by_key(|&(_, rank)| Reverse(rank));
    ranked.truncate(HELD_AGAINST);
    Ok(ranked)
}

/// Judges whether a mention is of a speaker by all that is known of both; nothing where it is not.
fn weighed(
    of: &Connection,
    mention: &Mention<'_>,
    (id, speaker): (i64, &Speaker),
    known: &Known,
) -> rusqlite::Result<Option<Judgement>> {
    let likened = Likened::new(mention.name, &speaker.names);
    let by_name = judge::Known {
        names: &speaker.names,
        stories: &[],
        companions: &[],
    };
    // What is known beside them joins no two names that nothing says are one.
    if likened.judge(mention, &by_name).verdict == Verdict::Apart {
        return Ok(None);
    }
    let stories = [known.story];
    let is_in_story = known.in_story.contains(&id)
        || known.is_long && speakers::speaks_in(of, id, known.story, COMPANY)?;
    let companions = if mention.companions.is_empty() {
        Vec::new()
    } else {
        speakers::companions(of, id, COMPANY)?
    };
    let judgement = likened.judge(
        mention,
        &judge::Known {
            stories: if is_in_story { &stories } else { &[] },
            companions: &companions,
            ..by_name
        },
    );
    Ok(Some(judgement).filter(|judgement| judgement.verdict != Verdict::Apart))
}
