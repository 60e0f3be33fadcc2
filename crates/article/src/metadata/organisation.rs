//! Authors that are no people: agencies, outlets and their departments.

use std::collections::HashSet;
use std::sync::LazyLock;

use aho_corasick::AhoCorasick;

use super::caption::is_agency;
use super::names::{is_unspaced, looks_like_person};
use super::sites::{Site, is_outlet};
use super::{text, words};
use crate::article::{Author, AuthorKind};

/// What `data/organisations.txt` holds, by its groups.
struct Vocabulary {
    desk: AhoCorasick,
    /// Of each phrase of `desk`, what it may be a part of.
    part: Vec<Part>,
    alone: HashSet<&'static str>,
    agency: HashSet<&'static str>,
}

/// What a phrase may be a part of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    /// Whole words.
    Words,
    /// Whole words, or the end of a longer one.
    Ending,
    /// Anything, in scripts without blanks.
    Anything,
}

static VOCABULARY: LazyLock<Vocabulary> = LazyLock::new(|| {
    let list = include_str!("data/organisations.txt");
    let group = |name: &'static str| {
        words::grouped(list)
            .filter(move |(g, _)| *g == name)
            .map(|(_, w)| w)
    };
    let part = |word: &str| match word.chars().next() {
        Some('-') => Part::Ending,
        Some(c) if is_unspaced(c) => Part::Anything,
        _ => Part::Words,
    };
    Vocabulary {
        desk: AhoCorasick::new(group("desk").map(|w| w.trim_start_matches('-')))
            // Some hundred short phrases of our own are far below the crate's limits.
            .expect("the names of departments build"),
        part: group("desk").map(part).collect(),
        alone: group("alone").collect(),
        agency: group("agency").collect(),
    }
});

impl Vocabulary {
    /// Whether a [key](text::key) names a department.
    fn names_desk(&self, key: &str) -> bool {
        let is_edge = |byte: Option<&u8>| byte.is_none_or(|b| *b == b' ');
        let key_bytes = key.as_bytes();
        self.desk.find_overlapping_iter(key).any(|found| {
            let starts = || is_edge(found.start().checked_sub(1).map(|at| &key_bytes[at]));
            let ends = || is_edge(key_bytes.get(found.end()));
            match self.part[found.pattern().as_usize()] {
                Part::Words => starts() && ends(),
                Part::Ending => ends(),
                Part::Anything => true,
            }
        })
    }
}

/// Says of each author whether it is a person or not; `sites` are the names the outlet goes by. What linked data
/// called an organisation stays one. On a page that is a `journal` rather than news the outlet may be called like the
/// person who keeps it.
pub(crate) fn tell_apart(authors: &mut [Author], sites: &[Site], journal: bool) {
    for author in authors {
        let is_outlet =
            || !(journal && looks_like_person(&author.name)) && is_outlet(&author.name, sites);
        if is_organisation(&author.name) || is_outlet() {
            author.kind = AuthorKind::Organization;
        }
    }
}

/// Whether a name says no more than that some department wrote it: "Staff", "Redaktion".
pub(super) fn is_department(name: &str) -> bool {
    VOCABULARY.alone.contains(text::key(name).as_str())
}

/// Whether a name is an agency's or a department's.
pub(super) fn is_organisation(name: &str) -> bool {
    let key = text::key(name);
    let vocabulary = &*VOCABULARY;
    if vocabulary.names_desk(&key) || vocabulary.alone.contains(key.as_str()) {
        return true;
    }
    // "Ansa" and "Sid" are people, "ANSA" and "sid" are agencies; scripts without capitals do not tell.
    let lettered =
        |s: &str| !(s.chars().any(char::is_uppercase) && s.chars().any(char::is_lowercase));
    let known = |s: &str| is_agency(s) || vocabulary.agency.contains(text::key(s).as_str());
    let parts = || name.split(['/', ',', '|']).map(str::trim);
    if parts().any(|p| known(p) && (p.chars().count() > 4 || lettered(p))) {
        return true;
    }
    // "AFP Deutschland", "dpa-infocom"; but "SANA KHAN", where all is in capitals, and "فارس الخوري", whose script has
    // none, are people.
    let cased = |s: &str| s.chars().any(|c| c.is_uppercase() || c.is_lowercase());
    let shouted = |s: &str| !s.chars().any(char::is_lowercase);
    name.split_once([' ', '-']).is_some_and(|(first, rest)| {
        lettered(first)
            && cased(first)
            && !(shouted(first) && shouted(rest))
            && known(first)
            && !rest.split(' ').any(is_initial)
    })
}

/// "J." of "AP J. Smith", which are somebody's initials.
fn is_initial(word: &str) -> bool {
    word.chars().count() == 2 && word.ends_with('.')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind(name: &str) -> AuthorKind {
        let mut authors = [Author {
            name: name.into(),
            ..Author::default()
        }];
        tell_apart(&mut authors, &[Site::new("The Harbour Post")], false);
        authors[0].kind
    }

    #[test]
    fn agencies_outlets_and_departments_are_organisations() {
        for name in [
            "dpa",
            "dpa/lno",
            "AFP",
            "AFP Deutschland",
            "Reuters",
            "EFE",
            "Kyodo",
            "TASS",
            "رويترز",
            "أ ف ب",
            "الأناضول",
            "وكالة الأنباء القطرية",
            "فريق التحرير",
            "هيئة التحرير",
            "خبرگزاری ایسنا",
            "ویب ڈیسک",
            "מערכת המפרץ",
            "新华社",
            "本站编辑部",
            "Sportredaktion",
            "IN-Redaktion",
            "La rédaction",
            "Web Desk",
            "Staff",
            "TOI Lifestyle Desk",
            "Example Media GmbH",
            "The Harbour Post",
            "Harbour Post Editorial Board",
        ] {
            assert_eq!(kind(name), AuthorKind::Organization, "{name}");
        }
    }

    #[test]
    fn a_journal_may_be_called_like_its_author() {
        for (name, expected) in [
            ("Ann Lee", AuthorKind::Person),
            ("annlee", AuthorKind::Organization),
        ] {
            let mut authors = [Author {
                name: name.into(),
                ..Author::default()
            }];
            tell_apart(&mut authors, &[Site::new("annlee")], true);
            assert_eq!(authors[0].kind, expected, "{name}");
        }
    }

    #[test]
    fn people_stay_people() {
        for name in [
            "Ann Lee",
            "Petra",
            "Sid",
            "Ansa",
            "Jörg Staff",
            "Pat Desk",
            "سعاد حداد",
            "محمد التحريري",
            "مهدی فارسی",
            "王小明",
            "فارس الخوري",
            "SANA KHAN",
            "AP J. Lee",
            "ann_lee7",
        ] {
            assert_eq!(kind(name), AuthorKind::Person, "{name}");
        }
    }
}
