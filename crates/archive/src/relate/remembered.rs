//! Speakers as they are remembered between reports: to take names apart takes long, and most who speak are quoted again.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::Arc;

use khabar_relate::speakers::Name;
use rusqlite::Connection;

use super::cache::Cache;
use crate::record::speakers;

/// How many names are looked up by each key of a name, of the first and of the last that have it: speakers who are quoted most
/// have mostly been known for long.
const FOUND: usize = 32;

/// How many names of a speaker, each with each of its commonest roles, a name is held against, and how many roles of each.
const NAMES: (usize, usize) = (32, 4);

/// How many speakers are remembered, and of how many keys whose names have them.
const REMEMBERED: usize = 8_000;
const KEYS: usize = 40_000;

/// A speaker as names are held against it.
#[derive(Clone)]
pub(super) struct Speaker {
    pub names: Vec<Name>,
    /// What these are found by.
    pub keys: BTreeSet<i64>,
}

/// Whose the names are that have a key, the first and the last of them, in their order.
struct Bearers {
    first: Vec<i64>,
    last: VecDeque<i64>,
}

/// What is remembered of speakers.
pub(super) struct Speakers {
    known: Cache<Arc<Speaker>>,
    bearers: Cache<Bearers>,
}

impl Default for Speakers {
    fn default() -> Self {
        Self {
            known: Cache::of(REMEMBERED),
            bearers: Cache::of(KEYS),
        }
    }
}

impl Speakers {
    /// The speaker of a number.
    pub(super) fn get(&mut self, of: &Connection, id: i64) -> rusqlite::Result<Arc<Speaker>> {
        if let Some(known) = self.known.get(id) {
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
        self.known.put(id, Arc::clone(&speaker));
        Ok(speaker)
    }

    /// The speakers that have a name with one of the keys, with how many of these.
    pub(super) fn by_keys(
        &mut self,
        of: &Connection,
        keys: &[i64],
    ) -> rusqlite::Result<BTreeMap<i64, usize>> {
        let mut found = BTreeMap::new();
        for &key in keys {
            let bearers = self.bearers(of, key)?;
            let of_key: BTreeSet<i64> =
                bearers.first.iter().chain(&bearers.last).copied().collect();
            for speaker in of_key {
                *found.entry(speaker).or_default() += 1;
            }
        }
        Ok(found)
    }

    fn bearers(&mut self, of: &Connection, key: i64) -> rusqlite::Result<&Bearers> {
        if self.bearers.get(key).is_none() {
            let (first, last) = speakers::bearers(of, key, FOUND)?;
            self.bearers.put(key, Bearers { first, last });
        }
        Ok(self.bearers.get(key).expect("it was put there"))
    }

    /// Notes that a speaker has a name more, which has these keys.
    pub(super) fn named(&mut self, id: i64, keys: &[i64]) {
        for &key in keys {
            let Some(bearers) = self.bearers.get(key) else {
                continue;
            };
            if bearers.first.len() < FOUND {
                bearers.first.push(id);
            }
            bearers.last.push_back(id);
            if bearers.last.len() > FOUND {
                bearers.last.pop_front();
            }
        }
    }

    /// Notes that a speaker was called by a name, which may be news.
    pub(super) fn called(&mut self, id: i64, name: &Name) {
        let Some(known) = self.known.get(id) else {
            return;
        };
        let same = known
            .names
            .iter()
            .filter(|own| own.shown() == name.shown() && own.language() == name.language());
        let (most, most_roles) = NAMES;
        // More than so many are not held against anyway.
        let is_full = known.names.len() >= most || same.clone().count() >= most_roles;
        let is_known = same.clone().any(|own| own.role() == name.role());
        if !is_full && !is_known {
            let known = Arc::make_mut(known);
            known.names.push(name.clone());
            known.keys.extend(name.keys());
        }
    }

    /// Forgets all of them: somebody has changed what they are called.
    pub(super) fn clear(&mut self) {
        self.known.clear();
        self.bearers.clear();
    }
}
