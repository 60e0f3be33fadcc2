//! From a report to what it is set beside others by: its words, the names in it, its numbers, its links and pictures.
//!
//! Words are stems of one language. Names are skeletons of their consonants and numbers are numbers, in whatever script: by
//! them reports in different languages are found to tell of the same.

use khabar_article::address;
use khabar_words::stem::{self, Cache, primary};
use khabar_words::{Kind, Unit, each_unit};
use rustc_hash::FxHashMap;

use crate::names::find::{Word, is_title_case, names, of_speaker};
use crate::names::skeleton::skeleton;
use crate::report::Report;
use crate::stop_words;

/// How much of a text is looked at, in bytes: what a report is about stands at its beginning.
const TEXT: usize = 8_000;

/// The same of a headline and of a speaker's name, and how many speakers are.
const TITLE: usize = 1_000;
const NAME: usize = 200;
const SPEAKERS: usize = 50;

/// How many links and how many pictures of a report are looked at, and how long one may be, in bytes.
const LINKS: usize = 50;
const LINK: usize = 2_000;

/// How often a word of the headline counts where there is a text.
const HEADLINE: f32 = 2.0;

/// Numbers of fewer digits are as often part of a saying.
const LEAST_NUMBER: usize = 2;

/// What kind of thing a feature is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Class {
    /// A word of a language.
    Word,
    /// A name, or two words of a name one behind the other.
    Name,
    /// A number.
    Number,
    /// An address that the report links to, or a picture.
    Link,
}

/// Something that a report has.
#[derive(Debug, Clone, PartialEq)]
pub struct Feature {
    pub class: Class,
    /// What it is compared by.
    pub key: String,
    /// How it stands in the report.
    pub shown: String,
    /// How much of it there is: 1 for what stands there once, and less than so many times as much for more.
    pub weight: f32,
}

/// What a report has that it is set beside others by, as [`Finder::find`] finds it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Features {
    pub(crate) all: Vec<Feature>,
    /// The language of its words.
    pub(crate) language: String,
    /// Where words and names stand, in the order of the text: first all words, then all names.
    places: Vec<Place>,
    /// The headline and the text as far as they were looked at, and the names of those who speak.
    sources: [String; 3],
    /// When the report was published, in seconds.
    pub(crate) published: Option<i64>,
}

/// Where a feature stands.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Place {
    feature: usize,
    source: Source,
    begin: usize,
    end: usize,
}

/// A place where a feature stands, with its text.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Seen<'f> {
    /// The feature, by its number.
    pub feature: usize,
    pub source: Source,
    /// The byte of its source where it begins.
    pub begin: usize,
    /// How it is written there.
    pub text: &'f str,
}

/// What a feature stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Source {
    Headline,
    Text,
    /// The name of somebody who speaks, of all of them one behind the other.
    Speaker,
}

impl Features {
    /// What a report has. A [`Finder`] finds the same of many in less time.
    pub fn of(report: &Report<'_>) -> Self {
        Finder::default().find(report)
    }

    /// Whether more than the headline is known.
    pub(crate) fn has_text(&self) -> bool {
        !self.source(Source::Text).is_empty()
    }

    /// The text of a source.
    pub(crate) fn source(&self, source: Source) -> &str {
        &self.sources[source as usize]
    }

    /// Where words and names stand, in the order of the text: first all words, then all names.
    pub(crate) fn seen(&self) -> impl Iterator<Item = Seen<'_>> {
        self.places.iter().map(|place| Seen {
            feature: place.feature,
            source: place.source,
            begin: place.begin,
            text: &self.source(place.source)[place.begin..place.end],
        })
    }
}

impl Seen<'_> {
    /// The byte behind it.
    pub fn end(&self) -> usize {
        self.begin + self.text.len()
    }
}

/// Finds what a report is set beside others by. It remembers stems; whatever it has found before, it finds the same.
#[derive(Default)]
pub struct Finder {
    stems: Cache,
}

/// What has been counted so far.
#[derive(Default)]
struct Counted {
    /// By class and key.
    numbers: [FxHashMap<String, usize>; 4],
    all: Vec<Feature>,
    places: Vec<Place>,
}

impl Counted {
    /// Counts a feature and gives its number.
    fn add(&mut self, class: Class, key: &str, shown: &str, weight: f32) -> usize {
        let numbers = &mut self.numbers[class as usize];
        if let Some(&number) = numbers.get(key) {
            self.all[number].weight += weight;
            return number;
        }
        let next = self.all.len();
        numbers.insert(key.to_owned(), next);
        self.all.push(Feature {
            class,
            key: key.to_owned(),
            shown: shown.to_owned(),
            weight,
        });
        next
    }

    /// Notes where a feature stands.
    fn see(&mut self, feature: usize, source: Source, begin: usize, text: &str) {
        self.places.push(Place {
            feature,
            source,
            begin,
            end: begin + text.len(),
        });
    }
}

impl Finder {
    /// The features of a report.
    pub fn find(&mut self, report: &Report<'_>) -> Features {
        let language = report.language.and_then(primary).unwrap_or_default();
        let (title, text) = (head(report.title, TITLE), head(report.text, TEXT));
        let headline = if text.is_empty() { 1.0 } else { HEADLINE };
        let mut counted = Counted::default();
        self.words(title, Source::Headline, &language, headline, &mut counted);
        self.words(text, Source::Text, &language, 1.0, &mut counted);
        if !is_title_case(title) {
            let found = names(title, &language);
            name(title, (Source::Headline, 0), &found, &mut counted);
        }
        let found = names(text, &language);
        name(text, (Source::Text, 0), &found, &mut counted);
        let mut speakers = String::new();
        for speaker in report.speakers.iter().take(SPEAKERS) {
            let speaker = head(speaker, NAME);
            let found = of_speaker(speaker, &language);
            name(
                speaker,
                (Source::Speaker, speakers.len()),
                &found,
                &mut counted,
            );
            speakers.push_str(speaker);
            speakers.push('\n');
        }
        links(report, &mut counted);
        for feature in &mut counted.all {
            feature.weight = 1.0 + feature.weight.max(1.0).ln();
        }
        Features {
            all: counted.all,
            language,
            places: counted.places,
            sources: [title.to_owned(), text.to_owned(), speakers],
            published: report.published.map(jiff::Timestamp::as_second),
        }
    }

    /// Counts the words and numbers of a text.
    fn words(
        &mut self,
        text: &str,
        source: Source,
        language: &str,
        weight: f32,
        counted: &mut Counted,
    ) {
        let stemmed = stem::language(language);
        let stops = stop_words::of(language);
        each_unit(text, |unit| {
            let Some(word) = unit.in_order() else { return };
            if word.starts_with(|c: char| c.is_ascii_digit()) {
                if word.bytes().all(|b| b.is_ascii_digit() || b == b'.') {
                    let number = in_full(word, &text[unit.end..]);
                    if number.len() >= LEAST_NUMBER {
                        counted.add(Class::Number, &number, word, weight);
                    }
                }
                return;
            }
            if stops.is_some_and(|stops| stops.contains(word)) || says_little(unit, word) {
                return;
            }
            let shown = &text[unit.begin..unit.end_in_order()];
            let mut is_first = true;
            self.stems.each_stem(unit, stemmed, |stem| {
                // The same stem in two languages is two words.
                if std::mem::take(&mut is_first) {
                    let key = match unit.kind {
                        Kind::Character => format!("{language}:{word}"),
                        _ if stem.contains(':') => stem.to_owned(),
                        _ => format!("{language}:{stem}"),
                    };
                    let feature = counted.add(Class::Word, &key, shown, weight);
                    counted.see(feature, source, unit.begin, shown);
                }
            });
        });
    }
}

/// Counts links and pictures, each once: that somebody links to a page twice says no more. A front page is linked to by
/// everybody, and says nothing from the first.
fn links(report: &Report<'_>, counted: &mut Counted) {
    let fits = |link: &&String| !link.trim().is_empty() && link.len() <= LINK;
    let mut add = |key: &str, shown: &str| {
        let feature = counted.add(Class::Link, key, shown, 1.0);
        counted.all[feature].weight = 1.0;
    };
    for link in report.links.iter().take(LINKS).filter(fits) {
        if let Some(key) = address::key(link).filter(|key| key.contains(['/', '?'])) {
            add(&key, link);
        }
    }
    for image in report.images.iter().take(LINKS).filter(fits) {
        let key = address::key(image).unwrap_or_else(|| image.trim().to_owned());
        add(&format!("image {key}"), image);
    }
}

/// A number as it is written where thousands and millions are counted and not tens of thousands (万): in full, and in
/// millions where it is a number of them, which others write as a word.
pub fn in_full(number: &str, behind: &str) -> String {
    let times = match behind.chars().next() {
        Some('万' | '萬') => 10_000.0,
        Some('亿' | '億') => 100_000_000.0,
        _ => return number.to_owned(),
    };
    let full = (number.parse::<f64>().unwrap_or_default() * times).round();
    let millions = full / 1e6;
    if millions >= 1.0 && (millions * 10.0).fract() == 0.0 {
        millions.to_string()
    } else {
        full.to_string()
    }
}

/// Single letters, and pairs of hiragana, which are endings and small words.
pub fn says_little(unit: &Unit, word: &str) -> bool {
    let is_hiragana = |c: char| ('\u{3041}'..='\u{309f}').contains(&c);
    match unit.kind {
        Kind::Character => word.chars().all(is_hiragana),
        Kind::Word | Kind::Part => word.chars().nth(1).is_none(),
    }
}

/// Counts words of names, and each two that go together. The text begins at a byte of its source.
fn name(text: &str, (source, base): (Source, usize), words: &[Word<'_>], counted: &mut Counted) {
    let mut before: Option<(String, Word<'_>)> = None;
    for word in words {
        let bones = skeleton(word.text);
        if bones.len() < 2 {
            before = None;
            continue;
        }
        let feature = counted.add(Class::Name, &bones, word.text, 1.0);
        counted.see(feature, source, base + word.begin, word.text);
        if let Some((first, known)) = before.filter(|_| word.goes_on) {
            let shown = format!("{} {}", known.text, word.text);
            let feature = counted.add(Class::Name, &format!("{first} {bones}"), &shown, 1.0);
            let both = &text[known.begin..word.begin + word.text.len()];
            counted.see(feature, source, base + known.begin, both);
        }
        before = Some((bones, *word));
    }
}

/// The beginning of a text.
pub fn head(text: &str, most: usize) -> &str {
    &text[..text.floor_char_boundary(most)]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(report: &Report<'_>, class: Class) -> Vec<String> {
        let found = Features::of(report);
        found
            .all
            .into_iter()
            .filter(|feature| feature.class == class)
            .map(|feature| feature.key)
            .collect()
    }

    #[test]
    fn a_report_has_words_names_and_numbers() {
        let report = Report {
            title: "Harbour of Port Selin reopens",
            text: "It cost 1,900 crowns, said Karim Velmari.",
            language: Some("en-GB"),
            ..Report::default()
        };
        assert_eq!(
            keys(&report, Class::Word),
            [
                "en:harbour",
                "en:port",
                "en:selin",
                "en:reopen",
                "en:cost",
                "en:crown",
                "en:karim",
                "en:velmari"
            ]
        );
        assert_eq!(keys(&report, Class::Number), ["1900"]);
        let names = keys(&report, Class::Name);
        assert!(names.contains(&"KLM PLML".to_owned()), "{names:?}");
        assert!(names.contains(&"PLT SLN".to_owned()), "{names:?}");
    }

    #[test]
    fn large_numbers_are_the_same_however_they_are_counted() {
        for (text, number) in [
            ("5500万克朗", "55"),
            ("1.9万人", "19000"),
            ("3億円", "300"),
            ("1.1亿", "110"),
            ("2100床", "2100"),
            ("12.5 million", "12.5"),
        ] {
            let report = Report {
                title: text,
                ..Report::default()
            };
            assert_eq!(keys(&report, Class::Number), [number], "{text}");
        }
    }

    #[test]
    fn names_and_numbers_are_the_same_in_another_script() {
        let report = Report {
            title: "إعادة افتتاح الميناء",
            text: "بلغت الكلفة ١٬٩٠٠ كرونة",
            language: Some("ar"),
            speakers: &["كريم فلماري".to_owned()],
            ..Report::default()
        };
        assert_eq!(keys(&report, Class::Number), ["1900"]);
        assert_eq!(keys(&report, Class::Name), ["KLM", "PLML", "KLM PLML"]);
    }
}
