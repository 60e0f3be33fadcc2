//! Which rows are wanted.

use std::collections::BTreeSet;

use khabar_article::language::primary;
use khabar_statements::Reading;
use serde::{Deserialize, Serialize};

use crate::quality::{Family, Quality};

/// Marks that can be a reason to leave a row out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Mark {
    /// It falls under a quality rule of Gopher.
    Gopher,
    /// It falls under a repetition rule of Gopher.
    GopherRepetition,
    /// It falls under a rule of C4.
    C4,
    /// It falls under a rule of FineWeb.
    FineWeb,
    /// An earlier row has the same address.
    AddressDuplicate,
    /// An earlier row has the same text.
    ExactDuplicate,
    /// An earlier row has nearly the same text.
    NearDuplicate,
    /// Most of it are paragraphs that stand on other pages of its site too.
    Repeated,
}

impl Mark {
    /// Every mark.
    pub const ALL: [Self; 8] = [
        Self::Gopher,
        Self::GopherRepetition,
        Self::C4,
        Self::FineWeb,
        Self::AddressDuplicate,
        Self::ExactDuplicate,
        Self::NearDuplicate,
        Self::Repeated,
    ];

    /// The marks that depend on other rows.
    pub const NEIGHBOURS: [Self; 4] = [
        Self::AddressDuplicate,
        Self::ExactDuplicate,
        Self::NearDuplicate,
        Self::Repeated,
    ];

    /// Its name, as it is counted and asked for: `near-duplicate`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Gopher => "gopher",
            Self::GopherRepetition => "gopher-repetition",
            Self::C4 => "c4",
            Self::FineWeb => "fineweb",
            Self::AddressDuplicate => "address-duplicate",
            Self::ExactDuplicate => "exact-duplicate",
            Self::NearDuplicate => "near-duplicate",
            Self::Repeated => "repeated",
        }
    }
}

/// Which rows are wanted; all of them by default.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Filters {
    /// Only pages in these languages, by the first part of their tags; in any where there is none.
    pub languages: BTreeSet<String>,
    /// Only pages of these kinds, by their names in the JSON; of any where there is none.
    pub kinds: BTreeSet<String>,
    /// Only pages that carry a report.
    pub reports_only: bool,
    /// Only pages of so many words or more.
    pub min_words: usize,
    /// Only pages of so many words or fewer.
    pub max_words: Option<usize>,
    /// Only rows without these marks.
    pub drop: BTreeSet<Mark>,
}

impl Filters {
    /// Why a page is not wanted whatever the others are; `None` where it may be.
    pub fn reason(&self, reading: &Reading, words: usize) -> Option<&'static str> {
        let article = &reading.article;
        let is_in_language = || {
            let language = article.language.as_deref().and_then(primary);
            language.is_some_and(|language| self.languages.contains(&language))
        };
        let is_of_kind = || {
            let kind = article
                .page_kind
                .map_or("dump", khabar_article::PageKind::name);
            self.kinds.contains(kind)
        };
        if self.reports_only && !article.is_report {
            Some("no-report")
        } else if !self.kinds.is_empty() && !is_of_kind() {
            Some("kind")
        } else if !self.languages.is_empty() && !is_in_language() {
            Some("language")
        } else if words < self.min_words {
            Some("too-short")
        } else if self.max_words.is_some_and(|most| words > most) {
            Some("too-long")
        } else {
            None
        }
    }

    /// The marks that a text's quality earns it.
    pub fn quality_marks(quality: &Quality) -> impl Iterator<Item = Mark> {
        const FAMILIES: [(Family, Mark); 4] = [
            (Family::Gopher, Mark::Gopher),
            (Family::GopherRepetition, Mark::GopherRepetition),
            (Family::C4, Mark::C4),
            (Family::FineWeb, Mark::FineWeb),
        ];
        let failed = FAMILIES
            .into_iter()
            .filter(|(family, _)| quality.fails(*family));
        failed.map(|(_, mark)| mark)
    }

    /// Whether rows with a mark are left out.
    pub fn drops(&self, mark: Mark) -> bool {
        self.drop.contains(&mark)
    }
}

#[cfg(test)]
mod tests {
    use khabar_article::Article;

    use super::*;

    #[test]
    fn the_first_reason_is_told() {
        let reading = Reading {
            article: Article {
                is_report: true,
                language: Some("pt-BR".into()),
                ..Article::default()
            },
            ..Reading::default()
        };
        let filters = |languages: &[&str]| Filters {
            languages: languages.iter().map(|&l| l.to_owned()).collect(),
            min_words: 10,
            reports_only: true,
            ..Filters::default()
        };
        assert_eq!(filters(&["pt"]).reason(&reading, 10), None);
        assert_eq!(filters(&[]).reason(&reading, 9), Some("too-short"));
        assert_eq!(filters(&["en"]).reason(&reading, 9), Some("language"));
    }
}
