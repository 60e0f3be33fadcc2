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

    /// Notes that a speaker was called by a name, which may be news. As the record has it, a name stands without a role only as
    /// long as it was never called so with one.
    pub(super) fn called(&mut self, id: i64, name: &Name) {
        let Some(known) = self.known.get(id) else {
            return;
        };
        let is_same = |own: &Name| own.shown() == name.shown() && own.language() == name.language();
        let same = known.names.iter().filter(|own| is_same(own)).count();
        let is_known = known
            .names
            .iter()
            .any(|own| is_same(own) && own.role() == name.role());
        if is_known || same > 0 && name.role().is_none() {
            return;
        }
        let bare = known
            .names
            .iter()
            .position(|own| is_same(own) && own.role().is_none());
        let (most, most_roles) = NAMES;
        // More than so many are not held against anyway.
        if bare.is_none() && (known.names.len() >= most || same >= most_roles) {
            return;
        }
        let known = Arc::make_mut(known);
        match bare {
            Some(bare) => known.names[bare] = name.clone(),
            None => known.names.push(name.clone()),
        }
        known.keys.extend(name.keys());
    }

    /// Forgets all of them: somebody has changed what they are called.
    pub(super) fn clear(&mut self) {
        self.known.clear();
        self.bearers.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::super::Relater;
    use super::super::tests::{archive, says, speakers, take_in};
    use super::*;

    /// A name of a speaker with a role, as the record has them and as they are remembered.
    fn called(names: &[Name]) -> BTreeSet<(String, Option<String>)> {
        let shown = |name: &Name| (name.shown().to_owned(), name.role().map(str::to_owned));
        names.iter().map(shown).collect()
    }

    #[test]
    fn what_is_remembered_is_what_the_record_has() {
        let (_folder, archive) = archive();
        let held = archive.hold("a test").unwrap();
        let mut relater = Relater::new(&archive, &held);
        let lines = [
            ("Karim Velmari", "", "The quay is open"),
            ("Karim Velmari", "port director", "The snow is late"),
            ("Karim Velmari", "", "The pitch was dry"),
            ("Karim Velmari", "director", "The bridge is shut"),
        ];
        for (number, (name, role, words)) in lines.into_iter().enumerate() {
            take_in(&archive, &[says(number, (name, role), words)]);
            relater.follow().unwrap();
            let known = &mut relater.remembered.speakers;
            let mut anew = Speakers::default();
            let read = |of: &Connection| Ok((known.get(of, 1)?, anew.get(of, 1)?));
            let (known, anew) = archive.record().read(read).unwrap();
            assert_eq!(called(&known.names), called(&anew.names), "{role}");
            assert_eq!(known.keys, anew.keys);
        }
        assert_eq!(speakers(&archive), [1, 1, 1, 1]);
    }

    #[test]
    fn what_is_decided_about_speakers_is_known_at_once() {
        let (_folder, archive) = archive();
        let held = archive.hold("a test").unwrap();
        let mut relater = Relater::new(&archive, &held);
        let say = |number, words| says(number, ("Karim Velmari", "port director"), words);
        take_in(
            &archive,
            &[say(0, "The quay is open"), say(1, "The snow is late")],
        );
        relater.follow().unwrap();
        assert_eq!(speakers(&archive), [1, 1]);
        let own = archive.move_statement(2, None).unwrap().about;
        take_in(
            &archive,
            &[says(2, ("Lina Haddad", "minister"), "The pitch was dry")],
        );
        relater.follow().unwrap();
        let other = archive.join_speakers(1, 3).unwrap().about;
        take_in(
            &archive,
            &[says(3, ("Lina Haddad", "minister"), "The bridge is shut")],
        );
        relater.follow().unwrap();
        assert_eq!(speakers(&archive), [1, own, other, other]);
    }

    #[test]
    fn of_many_who_bear_a_key_the_first_and_the_last_are_remembered() {
        let (_folder, archive) = archive();
        archive
            .record()
            .write(|to| {
                let mut known = Speakers::default();
                known.by_keys(to, &[7])?;
                for number in 0..3 * FOUND {
                    let id = speakers::begin(to, "person")?;
                    let (name, _) = speakers::name(to, id, &format!("{number}"), None, None)?;
                    speakers::add_keys(to, name, &[7])?;
                    known.named(id, &[7]);
                }
                let found = known.by_keys(to, &[7])?;
                assert_eq!(found.len(), 2 * FOUND);
                assert_eq!(found, Speakers::default().by_keys(to, &[7])?);
                Ok(())
            })
            .unwrap();
    }
}
