//! What a search found.

use std::collections::HashMap;

use khabar_archive::record::reports::Entry;
use khabar_archive::search::{SearchAnswer, SearchFacets, SearchHit};
use khabar_archive::time::date;
use khabar_article::language::Direction;
use khabar_article::write::readable;

use super::{PARTING, marked, plural};
use crate::sanitize;
use crate::view::ink::{Ink, Text};
use crate::view::said::in_order;
use crate::view::{Look, Page, bidi, wrap};

/// Stands where a report has no headline.
pub(super) const UNTITLED: &str = "—";
/// The most lines of a list of counts.
const MOST_COUNTS: usize = 15;

/// What was found, each report with where its words stand, ending in a line break. `offset`: so many were left out before.
pub fn hits(
    answer: &SearchAnswer,
    sources: &HashMap<i64, String>,
    offset: usize,
    look: &Look,
) -> String {
    let mut page = Page::new(look, Direction::Ltr);
    let total = plural(answer.total, "report", "reports");
    let total = match answer.hits.len() {
        0 if answer.total == 0 => "Nothing was found.".to_owned(),
        0 if offset == 0 => total,
        0 => format!("{total}, none of them behind the first {offset}"),
        shown if (shown as u64) < answer.total => {
            format!("{total}, {} to {} of them", offset + 1, offset + shown)
        }
        _ => total,
    };
    page.paragraph(&Text::of(&total, Ink::DIM));
    let numbers = answer.hits.iter().map(|hit| hit.entry.id);
    let width = numbers.max().map_or(0, |id| id.to_string().len());
    for hit in &answer.hits {
        let source = sources.get(&hit.entry.source).map_or("", String::as_str);
        one(&mut page, hit, source, width);
    }
    if let Some(facets) = &answer.facets {
        page.direction = Direction::Ltr;
        all_counts(&mut page, facets, sources);
    }
    page.finish()
}

fn one(page: &mut Page<'_>, hit: &SearchHit, source: &str, width: usize) {
    let entry = &hit.entry;
    page.gap();
    page.direction = match entry.direction.as_str() {
        "rtl" => Direction::Rtl,
        _ => Direction::Ltr,
    };
    let first = format!("{:>width$}  ", entry.id);
    let rest = " ".repeat(width + 2);
    let bold = Ink::BOLD.and(Ink::YELLOW);
    let headline = match &entry.headline {
        Some(headline) => marked(headline, &hit.headline_marks, Ink::BOLD, bold),
        None => Text::of(UNTITLED, Ink::BOLD),
    };
    page.hanging(&headline, &first, &rest);
    let about = about(entry, source);
    page.hanging(&Text::of(&about, Ink::DIM), &rest, &rest);
    if let Some(snippet) = &hit.snippet {
        let text = marked(&snippet.text, &snippet.marks, Ink::PLAIN, Ink::BOLD);
        page.hanging(&text, &rest, &rest);
    }
    page.direction = Direction::Ltr;
    // Of an address nothing is broken where it can be helped: it is there to be opened.
    let address = Text::of(&sanitize::line(&entry.url), Ink::CODE);
    let mark = if wrap::width(address.text()) + width + 2 <= page.look.columns {
        rest.as_str()
    } else {
        ""
    };
    page.hanging(&address, mark, mark);
}

/// The line under a headline: source, date, language, versions.
pub(super) fn about(entry: &Entry, source: &str) -> String {
    let direction = if bidi::has_rtl(source) {
        Direction::Rtl
    } else {
        Direction::Ltr
    };
    let when = match &entry.published {
        Some(published) => readable(published),
        None => format!("gathered {}", date(entry.gathered_at)),
    };
    let versions = (entry.versions > 1).then(|| format!("{} versions", entry.versions));
    let parts = [
        Some(sanitize::line(source)),
        Some(in_order(&sanitize::line(&when), direction)),
        entry.language.clone(),
        versions.map(|versions| in_order(&versions, direction)),
    ];
    let parts: Vec<String> = parts
        .into_iter()
        .flatten()
        .filter(|part| !part.is_empty())
        .collect();
    parts.join(PARTING)
}

/// How many there are of each source, language and day.
fn all_counts(page: &mut Page<'_>, facets: &SearchFacets, sources: &HashMap<i64, String>) {
    let by_source = facets.sources.iter().map(|(id, count)| {
        let title = sources.get(id).cloned();
        (title.unwrap_or_else(|| id.to_string()), *count)
    });
    list(page, "By source", &by_source.collect::<Vec<_>>());
    list(page, "By language", &facets.languages);
    // The last days say more than the first.
    let days = facets.days.iter().rev().cloned().collect::<Vec<_>>();
    list(page, "By day", &days);
}

/// Counts under a heading, with a bar each.
fn list(page: &mut Page<'_>, heading: &str, counts: &[(String, u64)]) {
    if counts.is_empty() {
        return;
    }
    page.gap();
    page.rule(heading);
    let shown = &counts[..counts.len().min(MOST_COUNTS)];
    let most = shown.iter().map(|(_, count)| *count).max().unwrap_or(1);
    let width = most.to_string().len();
    for (name, count) in shown {
        let bar = bar(*count, most);
        page.hanging(
            &Text::of(&sanitize::line(name), Ink::PLAIN),
            &format!("{count:>width$} {bar} "),
            &" ".repeat(width + wrap::width(&bar) + 2),
        );
    }
    let rest: u64 = counts[shown.len()..].iter().map(|(_, count)| *count).sum();
    if rest > 0 {
        let more = format!("{rest} more in {} others", counts.len() - shown.len());
        page.paragraph(&Text::of(&more, Ink::DIM));
    }
}

/// Columns of a bar.
const BAR: usize = 8;

/// A share of the most as a bar of eight columns, in eighths of a column.
fn bar(count: u64, most: u64) -> String {
    const EIGHTHS: [char; 9] = [' ', '▏', '▎', '▍', '▌', '▋', '▊', '▉', '█'];
    let eighths = (count * 8 * BAR as u64).div_ceil(most.max(1)) as usize;
    (0..BAR)
        .map(|column| EIGHTHS[eighths.saturating_sub(column * 8).min(8)])
        .collect()
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use khabar_archive::search::Snippet;

    use super::*;
    use crate::view::tests::look;

    fn hit(id: i64, direction: &str, headline: &str, text: &str) -> SearchHit {
        SearchHit {
            entry: Entry {
                id,
                source: 1,
                url: format!("https://post.example/{id}"),
                gathered_at: 0,
                changed_at: 0,
                versions: 2,
                ordered_at: 0,
                published: Some("2026-03-02T09:40:00+02:00".into()),
                language: Some("en".into()),
                direction: direction.into(),
                headline: Some(headline.into()),
                standfirst: None,
                words: 10,
                statements: 0,
            },
            headline_marks: Vec::new(),
            snippet: Some(Snippet {
                text: text.into(),
                marks: std::iter::once(0..3).collect(),
            }),
        }
    }

    fn answer() -> SearchAnswer {
        SearchAnswer {
            total: 7,
            hits: vec![
                hit(
                    8,
                    "ltr",
                    "The bridge\x1b opens",
                    "The bridge over the Amal was opened on Monday.",
                ),
                hit(
                    12,
                    "rtl",
                    "فتح الجسر",
                    "فتح الجسر فوق نهر أمل يوم الاثنين أمام السيارات.",
                ),
            ],
            facets: None,
            notices: Vec::new(),
            took: Duration::ZERO,
        }
    }

    #[test]
    fn each_report_stands_on_its_side() {
        let sources = HashMap::from([(1, "The Post".to_owned())]);
        let shown = hits(&answer(), &sources, 0, &look(40)).replace('\u{a0}', " ");
        let expected = "\
7 reports, 1 to 2 of them

 8  The bridge opens
    The Post · 2026-03-02 09:40 +02:00
    · en · 2 versions
    The bridge over the Amal was opened
    on Monday.
    https://post.example/8

                           رسجلا حتف  12
";
        assert!(shown.starts_with(expected), "{shown}");
        for line in shown.lines() {
            assert!(wrap::width(line) <= 40, "{line}");
        }
        assert!(shown.ends_with("    https://post.example/12\n"), "{shown}");
    }

    #[test]
    fn counts_have_bars() {
        let look = look(30);
        let mut page = Page::new(&look, Direction::Ltr);
        list(
            &mut page,
            "By language",
            &[("ar".into(), 16), ("en".into(), 1)],
        );
        assert_eq!(
            page.finish(),
            "── By language ───────────────\n\n16 ████████ ar\n 1 ▌        en\n"
        );
    }
}
