//! What a report is about: the names and words that say most of it, in any language and without a list of them.
//!
//! A term says the more the fewer stories have it, the more often it stands in the report and the nearer to its top: what stands
//! in the headline is what the report is about, in the eyes of whoever wrote it. Names of several words and words that always
//! stand together are taken as one.

use std::borrow::Cow;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::features::{Class, Feature, Features, Seen, Source};
use crate::names::skeleton::skeleton;

/// How many subjects a report has at most.
const MOST: usize = 8;

/// One that says less than this share of what the first one does is none.
const LEAST: f32 = 0.3;

/// How far the top of a text reaches, in bytes.
const TOP: usize = 400;

/// How much more is said by a name, by who speaks, by what stands in the headline and by what stands at the top; and how much
/// less by a word that stands in a text but once.
const NAME: f32 = 1.3;
const SPEAKER: f32 = 1.1;
const HEADLINE: f32 = 1.6;
const HIGH: f32 = 1.2;
const ONCE: f32 = 0.5;

/// How much the lesser words of several that stand together add to the one that says most.
const BESIDE: f32 = 0.1;

/// How many words stand together at most.
const TOGETHER: usize = 4;

/// The share of times that the rarer one of two words has to stand beside the other for them to be one.
const ALWAYS: f32 = 0.7;

/// The shortest skeleton of a name that tells it by itself, in consonants: within a report, where few are named, and anywhere.
/// Many names have three consonants in common, across languages all the more.
const BONES: (usize, usize) = (3, 4);

/// Something that a report is about.
#[derive(Debug, Clone, PartialEq)]
pub struct Subject {
    /// What it is compared by: the skeleton of a name in any script (`KLM PLML`), a word by its language and stem
    /// (`en:harbour`), or several (`en:interest rate`). It depends on nothing but the language and the words.
    pub key: String,
    /// How it stands in the report.
    pub shown: String,
    /// How much it says: 1 for what says most of the report, and as a share of that.
    pub weight: f32,
}

/// Which subjects of a report a statement in it is about, by their keys: those whose words stand in it, of a name of several
/// words the last one. What the statement has is found of it as of a report whose text it is.
pub fn about_statement<'s>(statement: &Features, about: &'s [Subject]) -> Vec<&'s str> {
    if about.is_empty() {
        return Vec::new();
    }
    let mut keys: FxHashSet<Cow<'_, str>> = FxHashSet::default();
    for seen in statement.seen() {
        let feature = &statement.all[seen.feature];
        // At the beginning of a sentence, and in scripts without capitals, no writing shows a name.
        if feature.class == Class::Word && !seen.text.starts_with(char::is_lowercase) {
            keys.insert(skeleton(seen.text).into());
        }
        keys.insert(feature.key.as_str().into());
    }
    let lower = statement.source(Source::Text).to_lowercase();
    let is_word = |language: &str, word: &str| {
        keys.contains(format!("{language}:{word}").as_str())
            || is_unspaced(word) && lower.contains(word)
    };
    let is_name = |name: &str| {
        let last = name.rsplit(' ').next().unwrap_or_default();
        last.len() >= BONES.0 && keys.contains(last) || keys.contains(name)
    };
    let has = |subject: &&Subject| {
        if let Some((language, words)) = subject.key.split_once(':') {
            words.split(' ').all(|word| is_word(language, word))
        } else {
            is_name(&subject.key) || lower.contains(&subject.shown.to_lowercase())
        }
    };
    about
        .iter()
        .filter(has)
        .map(|subject| subject.key.as_str())
        .collect()
}

/// Whether a word is of a script that writes without blanks, so that its ends are not sure.
fn is_unspaced(word: &str) -> bool {
    word.chars().any(|c| {
        matches!(c, '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' | '\u{3040}'..='\u{30ff}')
            || crate::names::skeleton::is_han(c)
    })
}

/// Something that may be a subject.
struct Candidate<'r> {
    score: f32,
    key: String,
    /// Where it stands, as written there; never empty.
    places: Vec<Seen<'r>>,
    /// What it is made of that says most.
    best: usize,
}

/// What a report is about, given how unlikely each of its features is in a story.
pub(super) fn of(features: &Features, surprise: impl Fn(usize) -> f32) -> Vec<Subject> {
    let mut places: Vec<Vec<Seen<'_>>> = vec![Vec::new(); features.all.len()];
    for seen in features.seen() {
        places[seen.feature].push(seen);
    }
    let scores: Vec<f32> = features
        .all
        .iter()
        .zip(&places)
        .enumerate()
        .map(|(at, (feature, places))| score(feature, places, features) * surprise(at).max(0.0))
        .collect();
    let covered = Covered::new(features);
    // By how they are written, names are known where they stand at the beginning of a sentence, or in a script without capitals.
    let mut names: FxHashMap<&str, &str> = FxHashMap::default();
    for seen in features.seen() {
        let feature = &features.all[seen.feature];
        if feature.class == Class::Name && is_telling(&feature.key) {
            names.insert(seen.text, &feature.key);
        }
    }
    let mut candidates: Vec<Candidate<'_>> = Vec::new();
    for (at, (feature, places)) in features.all.iter().zip(places).enumerate() {
        if places.is_empty() || scores[at] <= 0.0 {
            continue;
        }
        let is_of_several = feature.class == Class::Name && feature.key.contains(' ');
        let (score, best) = if is_of_several {
            together(&covered.names(&places[0]), &scores)
        } else {
            (scores[at], at)
        };
        let key = match names.get(places[0].text) {
            Some(&name) => name.to_owned(),
            None if feature.class == Class::Name => covered.key(&places[0]),
            None => feature.key.clone(),
        };
        candidates.push(Candidate {
            score,
            key,
            places,
            best,
        });
    }
    candidates.extend(compounds(&covered, &scores, &names));
    candidates.sort_by(|a, b| b.score.total_cmp(&a.score));
    let least = candidates.first().map_or(0.0, |first| first.score * LEAST);
    let mut chosen: Vec<Subject> = Vec::with_capacity(MOST);
    let mut taken: FxHashSet<usize> = FxHashSet::default();
    for candidate in candidates {
        if chosen.len() == MOST || candidate.score < least {
            break;
        }
        let is_known = |subject: &Subject| subject.key == candidate.key;
        if taken.contains(&candidate.best) || chosen.iter().any(is_known) {
            continue;
        }
        for place in &candidate.places {
            taken.extend(covered.all(place));
        }
        chosen.push(Subject {
            shown: form(&candidate),
            key: candidate.key,
            weight: candidate.score,
        });
    }
    let most = chosen.first().map_or(1.0, |first| first.weight);
    for subject in &mut chosen {
        subject.weight /= most;
    }
    chosen
}

/// Whether the skeleton of a name is long enough to tell it from others.
fn is_telling(skeleton: &str) -> bool {
    skeleton.chars().filter(|&c| c != ' ').count() >= BONES.1
}

/// How much a feature says by where it stands and how often.
fn score(feature: &Feature, places: &[Seen<'_>], features: &Features) -> f32 {
    let factor = match feature.class {
        Class::Word => 1.0,
        Class::Name => NAME,
        Class::Number | Class::Link => return 0.0,
    };
    let is_in = |source: Source| places.iter().any(|seen| seen.source == source);
    let speaks = if is_in(Source::Speaker) { SPEAKER } else { 1.0 };
    let has_text = features.has_text();
    let stands = if is_in(Source::Headline) && has_text {
        HEADLINE
    } else if places
        .iter()
        .any(|seen| seen.source == Source::Text && seen.begin < TOP)
    {
        HIGH
    } else {
        1.0
    };
    let once = if has_text && places.len() == 1 && feature.class == Class::Word {
        ONCE
    } else {
        1.0
    };
    feature.weight * factor * speaks * stands * once
}

/// What several features that stand together say, and which of them says most.
fn together(parts: &[usize], scores: &[f32]) -> (f32, usize) {
    let best = parts
        .iter()
        .copied()
        .max_by(|&a, &b| scores[a].total_cmp(&scores[b]).then(b.cmp(&a)))
        .unwrap_or(0);
    let sum: f32 = parts.iter().map(|&part| scores[part]).sum();
    let score = scores.get(best).copied().unwrap_or(0.0);
    (score + BESIDE * (sum - score), best)
}

/// What stands where in a report.
struct Covered<'f> {
    features: &'f Features,
    /// In the order of their places.
    seen: Vec<Seen<'f>>,
}

impl<'f> Covered<'f> {
    fn new(features: &'f Features) -> Self {
        let mut seen: Vec<Seen<'f>> = features.seen().collect();
        seen.sort_by_key(|seen| (seen.source, seen.begin));
        Self { features, seen }
    }

    /// All features that begin within a place. Names of those who speak stand in no text that could be compared.
    fn all(&self, place: &Seen<'_>) -> impl Iterator<Item = usize> {
        let key = |seen: &Seen<'_>| (seen.source, seen.begin);
        let from = self.seen.partition_point(|seen| key(seen) < key(place));
        let end = (place.source, place.end());
        self.seen[from..]
            .iter()
            .take_while(move |seen| (seen.source, seen.begin) < end)
            .map(|seen| seen.feature)
    }

    /// What the words within a place are compared by.
    fn key(&self, place: &Seen<'_>) -> String {
        let language = &self.features.language;
        let stems: Vec<&str> = self
            .all(place)
            .map(|at| &self.features.all[at])
            .filter(|feature| feature.class == Class::Word)
            .map(|feature| {
                let key = feature.key.as_str();
                key.split_once(':').map_or(key, |(_, stem)| stem)
            })
            .collect();
        if stems.is_empty() || is_unspaced(place.text) {
            return format!("{language}:{}", place.text.to_lowercase());
        }
        format!("{language}:{}", stems.join(" "))
    }

    /// The single names within a place.
    fn names(&self, place: &Seen<'_>) -> Vec<usize> {
        let mut names: Vec<usize> = self
            .all(place)
            .filter(|&at| {
                let feature = &self.features.all[at];
                feature.class == Class::Name && !feature.key.contains(' ')
            })
            .take(2)
            .collect();
        names.dedup();
        names
    }
}

/// Words that stand together as often as not, and more than once.
fn compounds<'r>(
    covered: &Covered<'r>,
    scores: &[f32],
    names: &FxHashMap<&str, &str>,
) -> Vec<Candidate<'r>> {
    let features = covered.features;
    let words: Vec<Seen<'r>> = features
        .seen()
        .filter(|seen| features.all[seen.feature].class == Class::Word)
        .collect();
    let mut counts: FxHashMap<usize, f32> = FxHashMap::default();
    let mut pairs: FxHashMap<(usize, usize), f32> = FxHashMap::default();
    for word in &words {
        *counts.entry(word.feature).or_default() += 1.0;
    }
    let beside = |one: &Seen<'r>, other: &Seen<'r>| {
        // A name is no part of a word, nor a verb of a name.
        let capital = |seen: &Seen<'r>| seen.text.starts_with(char::is_uppercase);
        if one.source != other.source
            || one.source == Source::Speaker
            || capital(one) != capital(other)
        {
            return false;
        }
        let source = features.source(one.source);
        other.begin < one.end()
            || matches!(
                source.get(one.end()..other.begin),
                Some("" | " " | "-" | "\u{a0}")
            )
    };
    for pair in words.windows(2).filter(|pair| beside(&pair[0], &pair[1])) {
        *pairs.entry((pair[0].feature, pair[1].feature)).or_default() += 1.0;
    }
    let are_one = |one: &Seen<'r>, other: &Seen<'r>| {
        let (a, b) = (one.feature, other.feature);
        let least = counts[&a].min(counts[&b]);
        beside(one, other)
            && a != b
            && pairs
                .get(&(a, b))
                .is_some_and(|&pair| pair >= 2.0 && pair >= ALWAYS * least)
    };
    let mut found: FxHashMap<String, usize> = FxHashMap::default();
    let mut all: Vec<Candidate<'r>> = Vec::new();
    for run in words.chunk_by(are_one) {
        // A long run is a sentence that is said twice.
        if !(2..=TOGETHER).contains(&run.len()) {
            continue;
        }
        let (first, last) = (run[0], run[run.len() - 1]);
        let text = &features.source(first.source)[first.begin..last.end()];
        let place = Seen { text, ..first };
        let key = match names.get(text) {
            Some(&name) => name.to_owned(),
            None => covered.key(&place),
        };
        if let Some(&known) = found.get(&key) {
            all[known].places.push(place);
            continue;
        }
        // Each word may be a name as well.
        let mut parts: Vec<usize> = covered.all(&place).collect();
        parts.sort_unstable();
        parts.dedup();
        let (score, best) = together(&parts, scores);
        found.insert(key.clone(), all.len());
        all.push(Candidate {
            score,
            key,
            places: vec![place],
            best,
        });
    }
    all.retain(|candidate| candidate.places.len() > 1);
    all
}

/// The best form of a subject: not in capitals throughout, as those who speak are called, else what is most common; of several,
/// the shortest, which has the fewest endings.
fn form(candidate: &Candidate<'_>) -> String {
    let mut forms: Vec<(&str, usize)> = Vec::new();
    for place in &candidate.places {
        let worth = if place.source == Source::Speaker {
            3
        } else {
            1
        };
        match forms.iter_mut().find(|(text, _)| *text == place.text) {
            Some((_, count)) => *count += worth,
            None => forms.push((place.text, worth)),
        }
    }
    let is_loud = |text: &str| {
        text.chars().any(char::is_uppercase)
            && !text.chars().any(char::is_lowercase)
            && text.chars().nth(4).is_some()
    };
    forms
        .into_iter()
        .enumerate()
        .min_by_key(|&(at, (text, count))| (is_loud(text), usize::MAX - count, text.len(), at))
        .map(|(_, (text, _))| text.split_whitespace().collect::<Vec<_>>().join(" "))
        .unwrap_or_default()
}
