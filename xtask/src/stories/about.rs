//! How much of what is known to be told in reports is among what they are said to be about.

use std::collections::BTreeMap;

use khabar_press::Report;
use khabar_relate::stories::{Subject, about_statement};

/// How often something that is told in a report was among its subjects.
#[derive(Debug, Clone, Copy, Default)]
struct Share {
    found: usize,
    all: usize,
}

impl Share {
    fn note(&mut self, is_found: bool) {
        self.found += usize::from(is_found);
        self.all += 1;
    }

    fn value(self) -> f64 {
        self.found as f64 / self.all.max(1) as f64
    }
}

/// The shares of a language.
#[derive(Debug, Clone, Copy, Default)]
struct Shares {
    places: Share,
    speakers: Share,
    tags: Share,
    /// Of names that reports in other languages have, too, those that have the same key there.
    abroad: Share,
    /// Of statements that name the place of their report, those that are found to be about it.
    statements: Share,
    reports: usize,
    subjects: usize,
}

/// What reports are about, language by language.
#[derive(Debug, Default)]
pub struct About {
    languages: BTreeMap<&'static str, Shares>,
    /// The key of each name in the language in which it came first, by its story and which of its speakers it is.
    keys: BTreeMap<(u64, usize), (&'static str, String)>,
}

impl About {
    /// Holds the subjects of a report against what is known to be told in it. What does not stand in its text is not asked for.
    pub fn note(&mut self, report: &Report<'_>, language: &'static str, about: &[Subject]) {
        let text = format!("{}\n{}", report.headline, report.body()).to_lowercase();
        let shown: Vec<String> = about
            .iter()
            .map(|subject| subject.shown.to_lowercase())
            .collect();
        // Part of a name is that name: a place of two words, a speaker's surname.
        let among = |what: &str| {
            shown.iter().position(|shown| {
                shown.contains(what) || (shown.chars().nth(2).is_some() && what.contains(shown))
            })
        };
        let shares = self.languages.entry(language).or_default();
        shares.reports += 1;
        shares.subjects += about.len();
        if let Some((place, tags)) = report.tags.split_last() {
            let place = place.to_lowercase();
            if text.contains(&place) {
                shares.places.note(among(&place).is_some());
                if let Some(at) = among(&place) {
                    for said in report
                        .statements
                        .iter()
                        .filter(|said| said.words.to_lowercase().contains(&place))
                    {
                        let keys = about_statement(&said.words, Some(language), about);
                        shares.statements.note(keys.contains(&about[at].key));
                    }
                }
            }
            for tag in tags.iter().map(|tag| tag.to_lowercase()) {
                if text.contains(&tag) {
                    shares.tags.note(among(&tag).is_some());
                }
            }
        }
        let mut asked: Vec<String> = Vec::new();
        for said in &report.statements {
            let surname = said.speaker.rsplit([' ', '·', '・']).next().unwrap_or_default();
            let surname = surname.to_lowercase();
            if !text.contains(&surname) || asked.contains(&surname) {
                continue;
            }
            let found = among(&surname);
            shares.speakers.note(found.is_some());
            asked.push(surname);
            // Speakers of a story are told apart by their offices, whose order is that of the kind of event.
            let Some(at) = found else { continue };
            let key = about[at].key.clone();
            let same = (report.story, office(report, &said.role));
            match self.keys.get(&same) {
                Some((first, known)) if *first != language => shares.abroad.note(*known == key),
                Some(_) => {}
                None => {
                    self.keys.insert(same, (language, key));
                }
            }
        }
    }

    /// Shows the shares.
    pub fn show(&self) {
        println!("among what reports are about, of what is told in them:");
        for (language, shares) in &self.languages {
            println!(
                "  {language}  places {:.2}  speakers {:.2}  tags {:.2}  {:.1} subjects a report; statements with the place {:.2}",
                shares.places.value(),
                shares.speakers.value(),
                shares.tags.value(),
                shares.subjects as f64 / shares.reports.max(1) as f64,
                shares.statements.value(),
            );
        }
        let sum = |of: fn(&Shares) -> Share| {
            let all = self.languages.values().map(of);
            all.fold(Share::default(), |sum, share| Share {
                found: sum.found + share.found,
                all: sum.all + share.all,
            })
            .value()
        };
        println!(
            "  all places {:.3}  speakers {:.3}  tags {:.3}",
            sum(|shares| shares.places),
            sum(|shares| shares.speakers),
            sum(|shares| shares.tags),
        );
    }
}
