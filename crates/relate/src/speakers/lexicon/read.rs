//! The lists of words as they are read.

use rustc_hash::{FxHashMap, FxHashSet};

use super::{FamilyFirst, Given, Lexicon, Sense, key};
use crate::catalogue::entries;
use crate::speakers::mark::{Generation, Mark, Office, Sex};

/// What stands before and behind the sign of a line, in words.
fn parts(line: &'static str) -> Result<(Vec<&'static str>, &'static str), &'static str> {
    let (head, words) = line.split_once('=').ok_or(line)?;
    let head: Vec<_> = head.split_whitespace().collect();
    (!head.is_empty()).then_some((head, words)).ok_or(line)
}

/// Languages of a head, whose last word says something else.
fn languages(line: &'static str, last: &str) -> Option<&'static str> {
    let head = line.split('=').next()?.trim();
    let tags = head.strip_suffix(last)?.trim();
    (tags != "*").then_some(tags)
}

impl Lexicon {
    /// All of them; the line that cannot be read.
    pub(super) fn read() -> Result<Self, &'static str> {
        let mut new = Self {
            entries: FxHashMap::default(),
            starts: FxHashSet::default(),
            beginnings: FxHashMap::default(),
            ends: FxHashMap::default(),
            end_lengths: Vec::new(),
            given: FxHashMap::default(),
            family_first: FxHashMap::default(),
            family_latin: FxHashSet::default(),
            offices: Vec::new(),
            concepts: FxHashMap::default(),
            concept_names: Vec::new(),
            place_names: Vec::new(),
            known_names: Vec::new(),
        };
        new.read_titles()?;
        new.read_small()?;
        new.read_roles()?;
        new.read_bodies()?;
        new.read_places()?;
        new.read_known();
        new.read_given()?;
        new.read_family_first()?;
        new.end_lengths = new.ends.keys().map(String::len).collect();
        new.end_lengths.sort_unstable_by(|a, b| b.cmp(a));
        new.end_lengths.dedup();
        Ok(new)
    }

    fn add(&mut self, word: &str, languages: Option<&'static str>, mark: Mark) {
        let sense = Sense { languages, mark };
        if let Some(end) = word.strip_prefix('-').filter(|end| !end.is_empty()) {
            self.ends.entry(key(end)).or_default().push(sense);
        } else if let Some(beginning) = word.strip_suffix('*') {
            self.beginnings
                .entry(key(beginning))
                .or_default()
                .push(sense);
        } else {
            let key = key(word);
            if key.is_empty() {
                return;
            }
            if let Some((first, _)) = key.split_once(' ') {
                self.starts.insert(first.to_owned());
            }
            self.entries.entry(key).or_default().push(sense);
        }
    }

    fn read_titles(&mut self) -> Result<(), &'static str> {
        for line in entries(include_str!("../words/titles.txt")) {
            let (head, words) = parts(line)?;
            let last = *head.last().ok_or(line)?;
            let mark = Mark {
                title: true,
                sex: Sex::by_name(last),
                ..Mark::default()
            };
            for word in words.split_whitespace() {
                self.add(word, languages(line, last), mark);
            }
        }
        for line in entries(include_str!("../words/generic.txt")) {
            let (head, words) = parts(line)?;
            let last = head.last().copied().unwrap_or_default();
            let (is_more, is_kin) = (last == "more", last == "kin");
            let mark = Mark {
                generic: !is_more && !is_kin,
                kin: is_kin,
                more: is_more,
                ..Mark::default()
            };
            let tags = languages(line, if is_more || is_kin { last } else { "" });
            for word in words.split_whitespace() {
                self.add(word, tags, mark);
            }
        }
        Ok(())
    }

    fn read_small(&mut self) -> Result<(), &'static str> {
        for line in entries(include_str!("../words/small.txt")) {
            let (head, words) = parts(line)?;
            let last = *head.last().ok_or(line)?;
            let mut mark = Mark::default();
            match last {
                "small" => mark.small = true,
                "particle" => mark.particle = true,
                "and" => mark.and = true,
                "generation" => {
                    let first = words.split_whitespace().next().ok_or(line)?;
                    mark.generation = Some(Generation::by_name(first).ok_or(line)?);
                }
                _ => return Err(line),
            }
            for word in words.split_whitespace() {
                self.add(word, languages(line, last), mark);
            }
        }
        Ok(())
    }

    fn read_roles(&mut self) -> Result<(), &'static str> {
        let mut numbers = FxHashMap::<(&str, &str), u16>::default();
        for line in entries(include_str!("../words/roles.txt")) {
            let (head, words) = parts(line)?;
            let (&[field, office] | &[field, office, "f"]) = head.as_slice() else {
                return Err(line);
            };
            let is_single = office.starts_with('!');
            let offices = &mut self.offices;
            let number = *numbers.entry((field, office)).or_insert_with(|| {
                offices.push(Office { field, is_single });
                offices.len() as u16 - 1
            });
            let mark = Mark {
                role: Some(number),
                sex: (head.len() == 3).then_some(Sex::Female),
                ..Mark::default()
            };
            for word in words.split_whitespace() {
                self.add(word, None, mark);
            }
        }
        Ok(())
    }

    fn read_bodies(&mut self) -> Result<(), &'static str> {
        for line in entries(include_str!("../words/bodies.txt")) {
            let (head, words) = parts(line)?;
            let &[kind, concept] = head.as_slice() else {
                return Err(line);
            };
            let mut mark = Mark::default();
            match kind {
                "kind" => mark.kind = true,
                "topic" => {}
                "weak" => mark.weak = true,
                _ => return Err(line),
            }
            for (place, name) in concept.split('+').take(3).enumerate() {
                let names = &mut self.concept_names;
                mark.concepts[place] = *self.concepts.entry(name).or_insert_with(|| {
                    names.push(name);
                    names.len() as u16
                });
            }
            for word in words.split_whitespace() {
                self.add(word, None, mark);
            }
        }
        Ok(())
    }

    fn read_places(&mut self) -> Result<(), &'static str> {
        for (number, line) in entries(include_str!("../words/places.txt")).enumerate() {
            let (head, words) = parts(line)?;
            self.place_names.push(head[0]);
            for word in words.split_whitespace() {
                let mark = Mark {
                    place: number as u16 + 1,
                    ..Mark::default()
                };
                self.add(word, None, mark);
            }
        }
        Ok(())
    }

    fn read_known(&mut self) {
        for (number, line) in entries(include_str!("../words/known.txt")).enumerate() {
            let (is_party, line) = match line.strip_prefix("party:") {
                Some(line) => (true, line),
                None => (false, line),
            };
            self.known_names
                .push(line.split('|').next().unwrap_or_default().trim());
            for name in line.split('|').map(str::trim) {
                let is_short = !name.contains(' ') && name.chars().nth(4).is_none();
                let mark = Mark {
                    known: number as u16 + 1,
                    party: is_party,
                    capitals: is_short && name.chars().all(|c| c.is_uppercase() || c == '.'),
                    ..Mark::default()
                };
                self.add(name, None, mark);
            }
        }
    }

    fn read_given(&mut self) -> Result<(), &'static str> {
        for (number, line) in entries(include_str!("../words/given.txt")).enumerate() {
            let (head, words) = parts(line)?;
            let sex = Sex::by_name(head.first().ok_or(line)?);
            for word in words.split_whitespace() {
                let key = key(word).replace(' ', "");
                let number = number as u16 + 1;
                self.given
                    .entry(key)
                    .and_modify(|given| {
                        given.numbers[1] = number;
                        given.sex = given.sex.filter(|this| Some(*this) == sex);
                    })
                    .or_insert(Given {
                        numbers: [number, number],
                        sex,
                    });
            }
        }
        Ok(())
    }

    fn read_family_first(&mut self) -> Result<(), &'static str> {
        for line in entries(include_str!("../words/family-first.txt")) {
            let (head, words) = parts(line)?;
            let &[language, signs] = head.as_slice() else {
                return Err(line);
            };
            let latin: Vec<_> = words.split_whitespace().collect();
            if language != "ja" {
                self.family_latin.extend(&latin);
            }
            if signs != "-" {
                self.family_first
                    .entry(key(signs))
                    .or_default()
                    .push(FamilyFirst { language, latin });
            }
        }
        Ok(())
    }
}
