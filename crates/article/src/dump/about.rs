//! What a dump says of its report besides the body: headline, dates, authors, section.
//!
//! All of it stands about the headline and the beginning of the body; what stands further off belongs to other reports.

use std::collections::HashSet;
use std::ops::Range;

use super::judge::Verdict;
use super::lines::{Lines, ends_sentence};
use super::phrases::{is_section, opens_rail};
use crate::article::Author;
use crate::dates::{self, Moment};
use crate::metadata::date::{Role, address, role_of_label};
use crate::metadata::names::{Written, has_lead_alone, looks_like_person, names};
use crate::metadata::organisation;
use crate::metadata::text::key;
use crate::words;

/// A headline is at most this many characters long.
const LONGEST_HEADLINE: u32 = 300;
/// A line has to be this likely the headline to be taken for it.
const LIKELY: f32 = 0.1;
/// Right above the body a line need only be this likely, and stand no more lines off than this.
const POSSIBLE: f32 = 0.01;
const ABOVE: usize = 8;
/// Lines of facts are at most this many characters long.
const LONGEST_FACT: u32 = 160;
/// How many lines before the headline may speak of the report.
const REACH_BEFORE: usize = 4;
/// How many lines after the body's first or last may speak of the report.
const REACH_AFTER: usize = 4;

/// What was found.
#[derive(Debug, Default)]
pub struct About {
    /// The headline and how sure it is.
    pub headline: Option<(String, f32)>,
    /// Its line.
    pub headline_line: Option<usize>,
    /// When the report was published.
    pub published: Option<Moment>,
    /// When it was last changed.
    pub modified: Option<Moment>,
    /// Who wrote it.
    pub authors: Vec<Author>,
    /// The section it stands in.
    pub section: Option<String>,
    /// Lines that hold one of these and are no part of the body.
    pub lines: HashSet<usize>,
}

impl About {
    /// Looks for all of it. `kept` are the lines of the body; `url` is the address of the page, if it is known.
    pub fn find(
        lines: &Lines,
        verdict: &Verdict,
        kept: &[bool],
        language: Option<&str>,
        url: Option<&str>,
    ) -> Self {
        let mut about = Self::default();
        about.find_headline(lines, verdict, kept);
        let about_lines = about.surroundings(kept);
        about.find_dates(lines, &about_lines, kept, language, url);
        about.find_authors(lines, &about_lines, kept);
        about.find_section(lines, kept);
        about
    }

    fn find_headline(&mut self, lines: &Lines, verdict: &Verdict, kept: &[bool]) {
        let fits = |i: &usize| {
            lines.lines[*i].chars <= LONGEST_HEADLINE
                && words::count(lines.of(*i)) > 0
                && !is_byline(lines.of(*i))
        };
        let best = (0..kept.len()).filter(fits).max_by(|&a, &b| {
            verdict.headline[a]
                .total_cmp(&verdict.headline[b])
                .then(b.cmp(&a))
        });
        let first_kept = kept.iter().position(|&k| k).unwrap_or(kept.len());
        let is_above = |i: usize| {
            i <= first_kept && first_kept - i <= ABOVE && verdict.headline[i] >= POSSIBLE
        };
        let best = best
            .filter(|&i| verdict.headline[i] >= LIKELY || is_above(i))
            .or_else(|| {
                // A text whose first line is short and ends no sentence has it for a headline.
                let first =
                    (0..kept.len().min(1)).find(|i| fits(i) && !ends_sentence(lines.of(*i)))?;
                let count = words::count(lines.of(first));
                ((3..=25).contains(&count) && kept.len() > 1).then_some(first)
            });
        let Some(line) = best else { return };
        let text = without_site(lines, line);
        self.headline = Some((text.to_owned(), verdict.headline[line].max(LIKELY)));
        self.headline_line = Some(line);
    }

    /// The lines that may speak of the report, those about the headline first.
    fn surroundings(&self, kept: &[bool]) -> Vec<usize> {
        let count = kept.len();
        let first = kept.iter().position(|&k| k);
        let last = kept.iter().rposition(|&k| k);
        let head = match (self.headline_line, first) {
            // Where they are far apart one of them is wrong.
            (Some(headline), Some(first)) if first > headline => {
                headline + 1..(first + REACH_AFTER).min(headline + 40)
            }
            (Some(headline), _) => headline + 1..headline + 1 + 2 * REACH_AFTER,
            (None, Some(first)) => first.saturating_sub(2 * REACH_BEFORE)..first + REACH_AFTER,
            (None, None) => 0..2 * REACH_AFTER,
        };
        let before = head.start.saturating_sub(REACH_BEFORE + 1)..head.start;
        let tail = last.map_or(0..0, |last| last + 1..last + 1 + REACH_AFTER);
        let inside = |range: Range<usize>| range.start.min(count)..range.end.min(count);
        let mut seen = HashSet::new();
        inside(head)
            .chain(inside(before))
            .chain(inside(tail))
            .filter(|&i| seen.insert(i))
            .collect()
    }

    fn find_dates(
        &mut self,
        lines: &Lines,
        about: &[usize],
        kept: &[bool],
        language: Option<&str>,
        url: Option<&str>,
    ) {
        let of_address = url.and_then(address::day);
        let mut found: Vec<(Role, Moment)> = Vec::new();
        for &i in about.iter().filter(|&&i| {
            lines.lines[i].chars <= LONGEST_FACT && !(kept[i] && ends_sentence(lines.of(i)))
        }) {
            let mut text = lines.of(i).to_owned();
            // The clock time may stand on a line of its own, or the label.
            let label = i
                .checked_sub(1)
                .map(|b| lines.of(b))
                .filter(|b| b.len() < 60);
            if let Some(next) = lines.lines.get(i + 1).filter(|l| l.chars <= 60) {
                text.push(' ');
                text.push_str(&lines.text[next.text.0 as usize..next.text.1 as usize]);
            }
            let own = lines.of(i).len();
            for (range, moment) in dates::find(&text, language) {
                if range.start >= own {
                    break;
                }
                let mut role = role_of_label(&text[..range.start]);
                if role == Role::Unclear && range.start == 0 {
                    role = label.map_or(role, role_of_label);
                }
                found.push((role, moment));
                self.lines.insert(i);
                if range.end > own + 1 {
                    self.lines.insert(i + 1);
                }
            }
        }
        found.retain(|(role, _)| *role != Role::Other);
        let with = |wanted: Role| {
            found
                .iter()
                .find(|(role, _)| *role == wanted)
                .map(|(_, moment)| *moment)
        };
        let of_day = of_address.and_then(|day| {
            found
                .iter()
                .find(|(r, m)| *r != Role::Modified && m.day() == day.day())
                .map(|(_, m)| *m)
        });
        let published = of_day
            .or_else(|| with(Role::Published))
            .or(of_address)
            .or_else(|| with(Role::Unclear));
        let modified = with(Role::Modified);
        self.published = published.or(modified);
        self.modified =
            modified.filter(|m| published.is_some_and(|p| p != *m && p.day() <= m.day()));
    }

    fn find_authors(&mut self, lines: &Lines, about: &[usize], kept: &[bool]) {
        let candidates = || {
            about.iter().copied().filter(|&i| {
                lines.lines[i].chars <= LONGEST_FACT && !(kept[i] && ends_sentence(lines.of(i)))
            })
        };
        let mut found: Vec<(usize, Vec<String>)> = Vec::new();
        for i in candidates().filter(|&i| has_lead_alone(lines.of(i))) {
            found.push((i, names(lines.of(i), Written::Page)));
        }
        // "By" on a line of its own, the name on the next.
        for i in candidates().filter(|&i| words::count(lines.of(i)) <= 2 && i + 1 < kept.len()) {
            let both = format!("{} {}", lines.of(i), lines.of(i + 1));
            if lines.lines[i + 1].chars <= 60
                && names(lines.of(i), Written::Page).is_empty()
                && has_lead_alone(&both)
            {
                found.push((i + 1, names(&both, Written::Page)));
            }
        }
        // A name alone right below the headline, or one that a line after the body begins with.
        let last = kept.iter().rposition(|&k| k).unwrap_or(0);
        for i in candidates().filter(|&i| {
            !kept[i]
                && looks_like_person(lines.of(i))
                && !is_section(lines.of(i))
                && !opens_rail(lines.of(i))
        }) {
            let name = lines.of(i);
            let told_of = (last + 1..kept.len().min(last + 25))
                .any(|at| at != i && lines.of(at).starts_with(name));
            if told_of {
                found.push((i, names(name, Written::Page)));
            }
        }
        let Some((line, names)) = found.into_iter().find(|(_, names)| !names.is_empty()) else {
            return;
        };
        self.lines.insert(line);
        self.authors = names
            .into_iter()
            .map(|name| Author {
                name,
                ..Author::default()
            })
            .collect();
        organisation::tell_apart(&mut self.authors, &[], false);
    }

    /// The name of a section near the headline or between the first paragraphs, where no menu stands.
    fn find_section(&mut self, lines: &Lines, kept: &[bool]) {
        let is_free = |i: usize| self.headline_line != Some(i) && !self.lines.contains(&i);
        let short = |i: usize| is_free(i) && words::count(lines.of(i)) <= 4;
        let mut paragraphs = (0..kept.len()).filter(|&i| kept[i] && !short(i));
        let first = paragraphs.next().unwrap_or(kept.len());
        let second = paragraphs.next().unwrap_or(first);
        let headline = self.headline_line.unwrap_or(first);
        let from = headline.min(first).saturating_sub(2);
        let to = (second.min(first + 4) + 1)
            .max(headline + 2)
            .min(kept.len());
        let found = (from..to)
            .filter(|&i| short(i) && is_section(lines.of(i)))
            .find(|&i| {
                let before = (0..i).rev().take_while(|&b| short(b)).count();
                let after = (i + 1..kept.len()).take_while(|&a| short(a)).count();
                before + after < 2
            });
        if let Some(line) = found {
            self.lines.insert(line);
            self.section = Some(lines.of(line).to_owned());
        }
    }
}

/// Whether a line is a byline and nothing else: a headline may begin with "By", too.
fn is_byline(text: &str) -> bool {
    words::count(text) <= 6 && has_lead_alone(text) && !names(text, Written::Page).is_empty()
}

/// The text of a headline without the name of the site behind it: what stands before the last separator, where another
/// line says no more than that, or where the line is the first of the dump as a page's title is.
fn without_site(lines: &Lines, line: usize) -> &str {
    let text = lines.of(line);
    let cut = [" | ", " - ", " – ", " — ", " · ", " • ", "｜"]
        .iter()
        .filter_map(|s| text.rfind(s))
        .max();
    let Some(head) = cut.map(|at| text[..at].trim()).filter(|h| !h.is_empty()) else {
        return text;
    };
    let whole = key(head);
    let again = (0..lines.lines.len().min(400)).any(|i| {
        i != line && lines.lines[i].chars <= LONGEST_HEADLINE && key(lines.of(i)) == whole
    });
    let tail = words::count(&text[head.len()..]);
    let is_title = line == 0 && tail <= 4 && words::count(head) >= 4;
    if again || is_title { head } else { text }
}
