//! How much of what is known to be told in reports is among what they are said to be about.

use std::collections::{BTreeMap, BTreeSet};

use khabar_press::{Report, Statement};
use khabar_relate::Features;
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
    /// Of places that reports in another language have, too, those that have the same key there.
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
    /// The key of the place of each story in the language in which it came first.
    keys: BTreeMap<u64, (&'static str, String)>,
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
            let found = among(&place);
            if text.contains(&place) {
                shares.places.note(found.is_some());
            }
            if let Some(at) = found {
                let key = &about[at].key;
                let says = |said: &&Statement| said.words.to_lowercase().contains(&place);
                for said in report.statements.iter().filter(says) {
                    let spoken = Features::of(&khabar_relate::Report {
                        text: &said.words,
                        language: Some(language),
                        ..khabar_relate::Report::default()
                    });
                    let keys = about_statement(&spoken, about);
                    shares.statements.note(keys.contains(&key.as_str()));
                }
                let first = self.keys.entry(report.story);
                let (first, known) = first.or_insert_with(|| (language, key.clone()));
                if *first != language {
                    shares.abroad.note(known == key);
                }
            }
            for tag in tags.iter().map(|tag| tag.to_lowercase()) {
                if text.contains(&tag) {
                    shares.tags.note(among(&tag).is_some());
                }
            }
        }
        let surname = |said: &Statement| {
            let surname = said.speaker.rsplit([' ', '·', '・']).next();
            surname.unwrap_or_default().to_lowercase()
        };
        let surnames: BTreeSet<String> = report.statements.iter().map(surname).collect();
        for surname in surnames.iter().filter(|&surname| text.contains(surname)) {
            shares.speakers.note(among(surname).is_some());
        }
    }

    /// Shows the shares.
    pub fn show(&self) {
        println!("among what reports are about, of what is told in them:");
        for (language, shares) in &self.languages {
            println!(
                "  {language}  places {:.2} (as abroad {:.2})  speakers {:.2}  tags {:.2}  statements with the place {:.2}  {:.1} a report",
                shares.places.value(),
                shares.abroad.value(),
                shares.speakers.value(),
                shares.tags.value(),
                shares.statements.value(),
                shares.subjects as f64 / shares.reports.max(1) as f64,
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
            "  all places {:.3} (as abroad {:.3})  speakers {:.3}  tags {:.3}  statements {:.3}",
            sum(|shares| shares.places),
            sum(|shares| shares.abroad),
            sum(|shares| shares.speakers),
            sum(|shares| shares.tags),
            sum(|shares| shares.statements),
        );
    }
}
