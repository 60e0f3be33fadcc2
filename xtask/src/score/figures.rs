//! From the readings of a set to its figures.

use khabar_article::kind::KINDS;
use serde::Serialize;

use super::bodies::{f1, is_exact, shingle_counts, word_scores};
use super::fields::{fold, names, same_day, same_time, same_title, states_time};
use super::reading::{Reading, Readings};
use super::structure::{self, Counts, Structure};
use crate::sets::Page;

/// The figures of a set or of a part of it, each between 0 and 1 and averaged over the pages that carry its gold;
/// `None` where no page does. A page without a reading counts as read empty.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Figures {
    /// How many pages.
    pub pages: usize,
    /// Bag-of-words precision of the body, mean over pages.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub word_p: Option<f64>,
    /// Bag-of-words recall.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub word_r: Option<f64>,
    /// Bag-of-words F1, mean over pages.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub word_f1: Option<f64>,
    /// F1 of mean precision and mean recall over 4-grams.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub shingle_f1: Option<f64>,
    /// Share of pages whose body's words are all and only the gold's, in order.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub exact: Option<f64>,
    /// Precision over must-have and must-not-have segments, pooled.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub segment_p: Option<f64>,
    /// Recall over the segments.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub segment_r: Option<f64>,
    /// F1 over the segments.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub segment_f1: Option<f64>,
    /// Share of headlines read right.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<f64>,
    /// Share of bylines whose set of names is right.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub author: Option<f64>,
    /// Share of days of publication read right.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<f64>,
    /// Share of times of publication right to the minute.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub time: Option<f64>,
    /// Precision over headings, list items, table cells and lines of code, found and placed right, mean over pages whose
    /// gold has any.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub structure_p: Option<f64>,
    /// Recall over them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub structure_r: Option<f64>,
    /// F1 over them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub structure_f1: Option<f64>,
    /// F1 over headings alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub headings_f1: Option<f64>,
    /// F1 over list items.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub items_f1: Option<f64>,
    /// F1 over table cells.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cells_f1: Option<f64>,
    /// F1 over lines of code.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code_f1: Option<f64>,
    /// Recall over the items whose words the body has at all: what structure alone can change.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub structure_kept_r: Option<f64>,
    /// Share of pages whose kind is right, of those whose kind is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<f64>,
    /// Share of articles taken for reports.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub report: Option<f64>,
}

impl Figures {
    /// The figures there are, by name, in the order of the fields.
    pub fn named(&self) -> impl Iterator<Item = (&'static str, f64)> + use<> {
        [
            ("word_p", self.word_p),
            ("word_r", self.word_r),
            ("word_f1", self.word_f1),
            ("shingle_f1", self.shingle_f1),
            ("exact", self.exact),
            ("segment_p", self.segment_p),
            ("segment_r", self.segment_r),
            ("segment_f1", self.segment_f1),
            ("title", self.title),
            ("author", self.author),
            ("date", self.date),
            ("time", self.time),
            ("structure_p", self.structure_p),
            ("structure_r", self.structure_r),
            ("structure_f1", self.structure_f1),
            ("headings_f1", self.headings_f1),
            ("items_f1", self.items_f1),
            ("cells_f1", self.cells_f1),
            ("code_f1", self.code_f1),
            ("structure_kept_r", self.structure_kept_r),
            ("kind", self.kind),
            ("report", self.report),
        ]
        .into_iter()
        .filter_map(|(name, figure)| Some((name, figure?)))
    }
}

/// How one page was read; a field is `None` where the page has no gold for it.
#[derive(Debug)]
pub struct PageScore<'a> {
    /// The page.
    pub page: &'a Page,
    /// Its reading, empty where there is none.
    pub reading: Reading,
    /// Bag-of-words precision, recall and F1.
    pub words: Option<[f64; 3]>,
    /// Shared, only read and only gold 4-grams.
    pub shingles: Option<[f64; 3]>,
    /// Whether the body is right word for word.
    pub exact: Option<bool>,
    /// The page's segments.
    pub segments: Option<Segments>,
    /// Whether the headline is right.
    pub title: Option<bool>,
    /// Whether the authors are right.
    pub author: Option<bool>,
    /// Whether the day is right.
    pub date: Option<bool>,
    /// Whether the time is right.
    pub time: Option<bool>,
    /// How the body's structure was read.
    pub structure: Option<Structure>,
    /// Whether the kind of page is right.
    pub kind: Option<bool>,
    /// Whether an article was taken for a report.
    pub report: Option<bool>,
}

/// Counts of must-have and must-not-have segments.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Segments {
    /// Must-have segments that are there.
    pub hits: usize,
    /// Must-have segments that are missing.
    pub missed: usize,
    /// Must-not-have segments that are there.
    pub noise: usize,
    /// Must-not-have segments that were kept out.
    pub kept_out: usize,
}

/// Scores each page apart.
pub fn score_pages<'a>(pages: &'a [Page], readings: &Readings) -> Vec<PageScore<'a>> {
    use rayon::prelude::*;
    let gives_structure = readings.values().any(|r| r.structure.is_some());
    let score = |page: &'a Page| {
        let mut reading = readings.get(&page.id).cloned().unwrap_or_default();
        if gives_structure {
            reading.structure.get_or_insert_default();
        }
        score_page(page, reading)
    };
    pages.par_iter().map(score).collect()
}

fn score_page(page: &Page, reading: Reading) -> PageScore<'_> {
    let given = |gold: &str| !gold.is_empty();
    let has_segments = !page.with.is_empty() || !page.without.is_empty();
    PageScore {
        page,
        words: given(&page.text).then(|| word_scores(&reading.text, &page.text)),
        shingles: given(&page.text).then(|| shingle_counts(&reading.text, &page.text)),
        exact: given(&page.text).then(|| is_exact(&reading.text, &page.text)),
        segments: has_segments.then(|| segments(page, &reading.text)),
        title: given(&page.title).then(|| same_title(&reading.title, &page.title)),
        author: given(&page.author).then(|| names(&reading.author) == names(&page.author)),
        date: given(&page.date).then(|| same_day(&reading.date, &page.date)),
        time: states_time(&page.date).then(|| same_time(&reading.date, &page.date)),
        structure: structure_of(page, &reading),
        kind: same_kind(&reading.kind, page.kind.as_deref()),
        report: reading.report.filter(|_| is_article(page)),
        reading,
    }
}

/// The structure of a page whose gold has some, if the reader gives any.
fn structure_of(page: &Page, reading: &Reading) -> Option<Structure> {
    let read = reading.structure.as_ref()?;
    let gold = structure::items_of_markdown(&page.markdown);
    (!gold.is_empty()).then(|| structure::score((read, &reading.text), (&gold, &page.text)))
}

/// Whether the kind is right; `None` where the reader tells no kinds or the page's is none of those told.
fn same_kind(read: &str, gold: Option<&str>) -> Option<bool> {
    let gold = gold.filter(|gold| KINDS.iter().any(|kind| kind.name() == *gold))?;
    // Kinds the gold does not tell apart.
    let read = match read {
        "" => return None,
        "live-blog" | "paywall-stub" => "article",
        "section-front" => "listing",
        other => other,
    };
    Some(read == gold)
}

/// Whether the page is an article: by its kind, or in a set of nothing else.
fn is_article(page: &Page) -> bool {
    !page.is_dump()
        && page
            .kind
            .as_deref()
            .is_none_or(|kind| matches!(kind, "article" | "page"))
}

fn segments(page: &Page, body: &str) -> Segments {
    let body = fold(body);
    let found = |segments: &[String]| segments.iter().filter(|s| body.contains(&fold(s))).count();
    let (hits, noise) = (found(&page.with), found(&page.without));
    Segments {
        hits,
        missed: page.with.len() - hits,
        noise,
        kept_out: page.without.len() - noise,
    }
}

/// The figures of these pages together.
pub fn figures<'p>(scores: &[&PageScore<'p>]) -> Figures {
    let words = |at: usize| mean(scores.iter().filter_map(|s| Some(s.words?[at])));
    let share = |of: fn(&PageScore<'p>) -> Option<bool>| {
        mean(
            scores
                .iter()
                .filter_map(|s| of(s))
                .map(|right| f64::from(u8::from(right))),
        )
    };
    let mut figures = Figures {
        pages: scores.len(),
        word_p: words(0),
        word_r: words(1),
        word_f1: words(2),
        shingle_f1: shingle_f1(&scores.iter().filter_map(|s| s.shingles).collect::<Vec<_>>()),
        exact: share(|s| s.exact),
        title: share(|s| s.title),
        author: share(|s| s.author),
        date: share(|s| s.date),
        time: share(|s| s.time),
        kind: share(|s| s.kind),
        report: share(|s| s.report),
        ..Figures::default()
    };
    let structure = |of: fn(&Structure) -> Counts, at: usize| {
        let counts = scores.iter().filter_map(|s| s.structure.as_ref().map(of));
        mean(counts.filter(|c| c.gold > 0).map(|c| c.scores()[at]))
    };
    figures.structure_p = structure(|s| s.all, 0);
    figures.structure_r = structure(|s| s.all, 1);
    figures.structure_f1 = structure(|s| s.all, 2);
    figures.headings_f1 = structure(|s| s.kinds[0], 2);
    figures.items_f1 = structure(|s| s.kinds[1], 2);
    figures.cells_f1 = structure(|s| s.kinds[2], 2);
    figures.code_f1 = structure(|s| s.kinds[3], 2);
    figures.structure_kept_r = structure(|s| s.kept, 1);
    let mut all = Segments::default();
    for s in scores.iter().filter_map(|s| s.segments) {
        all.hits += s.hits;
        all.missed += s.missed;
        all.noise += s.noise;
        all.kept_out += s.kept_out;
    }
    if all != Segments::default() {
        let p = ratio(all.hits as f64, all.noise as f64);
        let r = ratio(all.hits as f64, all.missed as f64);
        (figures.segment_p, figures.segment_r) = (Some(p), Some(r));
        figures.segment_f1 = Some(f1(p, r));
    }
    figures
}

/// F1 of the mean precision over pages that read something and the mean recall over pages whose gold has something.
fn shingle_f1(counts: &[[f64; 3]]) -> Option<f64> {
    counts.first()?;
    let over = |other: usize| {
        let pages = counts.iter().filter(|c| c[0] + c[other] > 0.0);
        mean(pages.map(|c| ratio(c[0], c[other]))).unwrap_or(0.0)
    };
    Some(f1(over(1), over(2)))
}

fn ratio(right: f64, wrong: f64) -> f64 {
    if right + wrong > 0.0 {
        right / (right + wrong)
    } else {
        1.0
    }
}

fn mean(values: impl Iterator<Item = f64>) -> Option<f64> {
    let (sum, n) = values.fold((0.0, 0_usize), |(sum, n), v| (sum + v, n + 1));
    (n > 0).then(|| sum / n as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(json: &str) -> Page {
        serde_json::from_str(json).unwrap()
    }

    #[test]
    fn a_page_without_a_reading_counts_as_read_empty() {
        let pages = [
            page(r#"{"id": "a", "text": "one two", "title": "T", "date": "2020-01-02"}"#),
            page(r#"{"id": "b", "text": "one two", "with": ["one  two"], "without": ["three"]}"#),
        ];
        let reading = Reading {
            id: "b".into(),
            text: "One\ntwo one two".into(),
            ..Reading::default()
        };
        let readings = Readings::from([("b".to_owned(), reading)]);
        let scores = score_pages(&pages, &readings);
        let figures = figures(&scores.iter().collect::<Vec<_>>());
        assert_eq!(figures.pages, 2);
        assert_eq!((figures.word_p, figures.word_r), (Some(0.25), Some(0.5)));
        assert_eq!(
            (figures.title, figures.date, figures.time),
            (Some(0.0), Some(0.0), None)
        );
        assert_eq!(figures.segment_f1, Some(1.0));
        assert_eq!(figures.author, None);
        assert_eq!(figures.exact, Some(0.0));
    }

    #[test]
    fn kinds_the_gold_does_not_tell_apart_are_one() {
        assert_eq!(same_kind("live-blog", Some("article")), Some(true));
        assert_eq!(same_kind("section-front", Some("listing")), Some(true));
        assert_eq!(same_kind("forum", Some("article")), Some(false));
        assert_eq!(same_kind("", Some("article")), None);
        assert_eq!(same_kind("article", Some("page")), None);
    }

    #[test]
    fn shingle_precision_leaves_out_pages_read_empty() {
        let counts = [[0.0, 0.0, 1.0], [1.0, 0.0, 0.0]];
        let f = shingle_f1(&counts).unwrap();
        assert!((f - f1(1.0, 0.5)).abs() < 1e-9);
        assert_eq!(shingle_f1(&[]), None);
    }
}
