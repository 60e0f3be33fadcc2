//! Reading a dump of text: what a crawler or another extractor kept of a page, lines without markup.
//!
//! A dump is cut into lines, each line is judged by what it holds and what stands around it, and the report is put
//! together of those that belong to it.

mod about;
pub mod features;
pub(crate) mod judge;
pub mod lines;
mod phrases;
mod rails;
mod signs;
#[cfg(test)]
mod tests;
pub mod words;

pub use judge::LineJudge;

use std::borrow::Cow;

use khabar_page::Decoded;

use crate::article::{Article, Block, BlockKind};
use crate::dates::mentions;
use crate::edges;
use crate::language::{detect, direction};
use crate::metadata::text::key;
use crate::metadata::{caption, dateline};
use crate::options::{ReadError, ReadOptions};
use crate::warning::{Warning, WarningCode};
use crate::why::{Reason, Reasons};
use about::About;
use lines::{Lines, ends_sentence};
use words::LineWords;

/// Fewer words than this are no report.
const FEWEST_WORDS: usize = 12;
/// How many lines at the body's beginning may repeat the headline.
const REPEATS: usize = 3;

/// A dump, read, and what its reading rests on.
pub(crate) struct DumpReading {
    pub article: Article,
    pub lines: Lines,
    pub words: LineWords,
    /// What is known of each line, [`features::COLUMNS`] numbers a line.
    pub rows: Vec<f32>,
    /// How likely each line is part of the body.
    pub probabilities: Vec<f32>,
    /// The last decision on each line.
    pub reasons: Reasons,
}

/// Reads a dump.
///
/// # Errors
/// [`ReadError::TooLarge`].
pub fn read(bytes: &[u8], options: &ReadOptions) -> Result<Article, ReadError> {
    read_lines(bytes, options).map(|reading| reading.article)
}

/// Reads a dump and keeps what its reading rests on.
///
/// # Errors
/// [`ReadError::TooLarge`].
pub(crate) fn read_lines(bytes: &[u8], options: &ReadOptions) -> Result<DumpReading, ReadError> {
    let (decoded, is_whole) = decode(bytes, options)?;
    let lines = Lines::cut(&decoded.text);
    let words = LineWords::of(&lines);
    let judge = options.line_judge.unwrap_or_else(|| LineJudge::shipped());
    let rows = judge.rows(&lines, &words);
    let verdict = judge.judge_rows(&rows, &words);
    let counts: Vec<u32> = (0..lines.lines.len())
        .map(|i| words.line(i).len() as u32)
        .collect();
    let bar = judge::bar(&verdict.body, &counts);
    let mut kept: Vec<bool> = verdict.body.iter().map(|&p| p > bar).collect();
    let mut reasons = Reasons::judged(&kept);
    settle(&lines, &verdict.body, &counts, &mut kept, &mut reasons);
    let language = detect(&body_sample(&lines, &kept), None);
    let about = About::find(&lines, &verdict, &kept, language.as_deref(), options.url);
    for line in about.lines.iter().copied().chain(about.headline_line) {
        kept[line] = false;
    }
    reasons.note(&kept, Reason::Facts);
    if let Some(line) = about.headline_line {
        reasons.0[line] = Reason::Headline;
    }
    let headline = about.headline.as_ref().map(|(text, _)| text.as_str());
    let paragraphs = paragraphs(&lines, &mut kept, headline);
    reasons.note(&kept, Reason::Headline);

    let last = kept.iter().rposition(|&k| k).map_or(0, |last| last + 1);
    let other_headlines = rails::find(&lines, last, |i| {
        kept[i] || about.lines.contains(&i) || about.headline_line == Some(i)
    });
    let mut article = Article {
        is_report: true,
        body: blocks(&paragraphs),
        authors: about.authors,
        published: about.published,
        modified: about.modified,
        section: about.section,
        url: options.url.map(str::to_owned),
        other_headlines,
        ..Article::default()
    };
    let sure: f32 = paragraphs
        .iter()
        .map(|p| verdict.body[p.line] * counts[p.line] as f32)
        .sum();
    let taken: u32 = paragraphs.iter().map(|p| counts[p.line]).sum();
    if taken > 0 {
        article
            .confidence
            .insert("articleBody", sure / taken as f32);
    }
    if let Some((text, sure)) = about.headline {
        article.confidence.insert("headline", sure);
        article
            .other_headlines
            .retain(|other| key(other) != key(&text));
        article.headline = Some(text);
    }
    if lines.cut {
        article.warnings.push(Warning::new(
            WarningCode::LimitReached,
            "the dump has more lines than the limit; what came after was left out",
        ));
    }
    warn_of_text(&mut article, &decoded, is_whole);
    for (block, reason) in edges::trim(&mut article) {
        reasons.0[paragraphs[block].line] = reason;
    }
    finish(&mut article);
    Ok(DumpReading {
        article,
        rows,
        probabilities: verdict.body,
        reasons,
        words,
        lines,
    })
}

/// Judges the lines of a dump again, by other rows.
pub(crate) fn judge_again(options: &ReadOptions, rows: &[f32], words: &LineWords) -> Vec<f32> {
    let judge = options.line_judge.unwrap_or_else(|| LineJudge::shipped());
    judge.judge_rows(rows, words).body
}

/// Reads a text that is the body of a report and nothing else, verbatim: paragraphs are what empty lines part, or
/// where there are none the lines.
///
/// # Errors
/// [`ReadError::TooLarge`].
pub fn read_body(bytes: &[u8], options: &ReadOptions) -> Result<Article, ReadError> {
    let (decoded, is_whole) = decode(bytes, options)?;
    let text = decoded.text.replace("\r\n", "\n").replace('\r', "\n");
    let trimmed: Vec<&str> = text.lines().map(str::trim_end).collect();
    let parted = trimmed
        .iter()
        .skip_while(|l| l.is_empty())
        .collect::<Vec<_>>();
    let end = parted
        .iter()
        .rposition(|l| !l.is_empty())
        .map_or(0, |at| at + 1);
    let has_gaps = parted[..end].iter().any(|l| l.is_empty());
    let mut body: Vec<Block> = Vec::new();
    for group in parted[..end]
        .split(|l| l.is_empty())
        .filter(|g| !g.is_empty())
    {
        let group: Vec<&str> = group.iter().map(|l| **l).collect();
        if has_gaps {
            body.push(Block::plain(BlockKind::Paragraph, group.join("\n")));
        } else {
            body.extend(
                group
                    .into_iter()
                    .map(|line| Block::plain(BlockKind::Paragraph, line)),
            );
        }
    }
    let mut article = Article {
        is_report: true,
        body,
        url: options.url.map(str::to_owned),
        ..Article::default()
    };
    warn_of_text(&mut article, &decoded, is_whole);
    finish(&mut article);
    Ok(article)
}

/// The text of a dump, as much of it as the limits let in, and whether that is all.
fn decode<'b>(bytes: &'b [u8], options: &ReadOptions) -> Result<(Decoded<'b>, bool), ReadError> {
    let limit = options.limits.bytes.min(khabar_page::LARGEST);
    if bytes.len() > limit {
        return Err(ReadError::TooLarge {
            bytes: bytes.len(),
            limit,
        });
    }
    let mut decoded = khabar_page::decode(bytes, options.declared_encoding);
    let end = decoded.text.floor_char_boundary(options.limits.text);
    let is_whole = end == decoded.text.len();
    match &mut decoded.text {
        Cow::Borrowed(text) => *text = &text[..end],
        Cow::Owned(text) => text.truncate(end),
    }
    Ok((decoded, is_whole))
}

/// Says where bytes were no text, or text was left out.
fn warn_of_text(article: &mut Article, decoded: &Decoded, is_whole: bool) {
    if !is_whole {
        article.warnings.push(Warning::new(
            WarningCode::LimitReached,
            "the text is longer than the limit; what came after was left out",
        ));
    }
    if decoded.undecodable {
        let message = "some bytes of the text are none in its encoding; each stands as U+FFFD";
        article
            .warnings
            .push(Warning::new(WarningCode::Encoding, message));
    }
}

/// Lines up to this many words may be furniture of the page whose few words the judge had little reason to weigh.
const FURNITURE: u32 = 14;
/// But not where the judge was this sure.
const SURE: f32 = 0.97;
/// A sentence of at least this many words belongs to the body it follows,
const SENTENCE: u32 = 6;
/// where the judge found that at least this likely.
const POSSIBLE: f32 = 0.3;

/// Mends what is plain to see: short lines between the paragraphs that send the reader elsewhere or are the credit of a
/// picture go; sentences that go on where the body seemed to end stay.
fn settle(lines: &Lines, likely: &[f32], counts: &[u32], kept: &mut [bool], reasons: &mut Reasons) {
    let mut in_rail = false;
    for i in 0..kept.len() {
        let text = lines.of(i);
        // Below "Most read" stand headlines until a sentence says otherwise.
        in_rail = (in_rail && !ends_sentence(text)) || (!kept[i] && phrases::opens_rail(text));
        if kept[i] && in_rail && likely[i] < SURE {
            kept[i] = false;
            reasons.0[i] = Reason::Rail;
        }
        if kept[i] && counts[i] <= FURNITURE && likely[i] < SURE && !ends_sentence(text) {
            let is_credit = || matches!(caption::split(text), (None, Some(_)));
            kept[i] = !(phrases::points_elsewhere(text) || phrases::ends_rail(text) || is_credit());
            if !kept[i] {
                reasons.0[i] = Reason::Furniture;
            }
            in_rail = !kept[i] && phrases::opens_rail(text);
        }
        let goes_on =
            i > 0 && kept[i - 1] && ends_sentence(lines.of(i - 1)) && counts[i - 1] >= SENTENCE;
        if goes_on && !kept[i] && counts[i] >= SENTENCE && likely[i] >= POSSIBLE {
            kept[i] = ends_sentence(text) && !text.contains(['©', '|']);
            if kept[i] {
                reasons.0[i] = Reason::GoesOn;
            }
        }
    }
}

/// Enough of the body to tell its language.
fn body_sample(lines: &Lines, kept: &[bool]) -> String {
    let mut sample = String::new();
    for i in (0..kept.len()).filter(|&i| kept[i]) {
        sample.push_str(lines.of(i));
        sample.push('\n');
        if sample.len() > 8_000 {
            break;
        }
    }
    if sample.is_empty() {
        lines.text.chars().take(2_000).collect()
    } else {
        sample
    }
}

/// A paragraph of the body and its line.
struct Paragraph<'t> {
    text: &'t str,
    line: usize,
    indent: u32,
}

/// The kept lines. The headline is a field of its own: a line at the beginning that repeats it goes, and a paragraph it
/// is glued to loses it.
fn paragraphs<'t>(
    lines: &'t Lines,
    kept: &mut [bool],
    headline: Option<&str>,
) -> Vec<Paragraph<'t>> {
    let folded = headline.map(key).filter(|h| !h.is_empty());
    let mut out = Vec::new();
    for (line, kept) in kept.iter_mut().enumerate() {
        if !*kept {
            continue;
        }
        let mut text = lines.of(line);
        if let (Some(headline), Some(folded)) = (headline, &folded)
            && out.len() < REPEATS
        {
            if key(text) == *folded {
                *kept = false;
                continue;
            }
            text = unglued(text, headline).unwrap_or(text);
        }
        out.push(Paragraph {
            text,
            line,
            indent: lines.lines[line].indent,
        });
    }
    out
}

/// What follows the headline in a paragraph that begins with it. A short headline may begin a sentence.
fn unglued<'t>(text: &'t str, headline: &str) -> Option<&'t str> {
    let rest = text.strip_prefix(headline)?;
    let first = rest.chars().next()?;
    let rest = rest.trim_start_matches(|c: char| {
        c.is_whitespace() || matches!(c, '-' | '–' | '—' | '|' | ':' | '.')
    });
    let starts_anew = rest.starts_with(|c: char| !c.is_lowercase());
    let long_enough = crate::words::count(headline) >= 4 && crate::words::count(rest) >= 4;
    (!first.is_alphanumeric() && starts_anew && long_enough).then_some(rest)
}

/// Headings have at most this many words.
const HEADING: usize = 12;
/// And stand over paragraphs of at least this many.
const UNDER_HEADING: usize = 20;

/// The blocks of the body, as far as plain text shows what they are: items by their bullets, rows by their tabs,
/// headings by the length of what stands below.
fn blocks(paragraphs: &[Paragraph]) -> Vec<Block> {
    let mut out: Vec<Block> = Vec::with_capacity(paragraphs.len());
    let mut tables = 0;
    let is_row = |at: usize| paragraphs.get(at).is_some_and(|p| p.text.contains('\t'));
    for (at, paragraph) in paragraphs.iter().enumerate() {
        let text = paragraph.text;
        let row_before = at > 0 && is_row(at - 1);
        if is_row(at) && (row_before || is_row(at + 1)) {
            tables += u32::from(!row_before);
            let cells = text.split('\t').map(str::to_owned).collect();
            out.push(Block::plain(
                BlockKind::TableRow {
                    table: tables - 1,
                    header: false,
                    cells,
                    merged: Vec::new(),
                },
                text,
            ));
            continue;
        }
        let text = text.replace('\t', " ");
        if let Some(item) = text
            .strip_prefix(['•', '*', '▪', '‣', '◦', '·', '-'])
            .and_then(|rest| rest.strip_prefix(' '))
        {
            out.push(Block::plain(
                BlockKind::ListItem {
                    depth: 0,
                    number: None,
                },
                item,
            ));
            continue;
        }
        let words = crate::words::count(&text);
        let below = paragraphs
            .get(at + 1)
            .filter(|next| next.indent == paragraph.indent);
        let over =
            at > 0 && below.is_some_and(|next| crate::words::count(next.text) >= UNDER_HEADING);
        let short = words <= HEADING
            && paragraph.text.chars().count() <= 90
            && !ends_mid(&text)
            && !ends_sentence(&text);
        let after_text = out
            .last()
            .is_some_and(|b| matches!(b.kind, BlockKind::Paragraph) && ends_sentence(&b.text()));
        let kind = if short && over && after_text {
            BlockKind::Heading(2)
        } else {
            BlockKind::Paragraph
        };
        out.push(Block::plain(kind, text));
    }
    out
}

/// Whether a line stops in the middle of something.
fn ends_mid(text: &str) -> bool {
    text.ends_with([',', ';', '،', '-', '–', '、', '，', '"', '”', '»'])
}

/// Fills in what follows from the body: language, direction, dateline, dates, and whether there is a report at all.
fn finish(article: &mut Article) {
    let body = article.body_text();
    let sample = if body.len() > 60 {
        &body
    } else {
        article.headline.as_ref().unwrap_or(&body)
    };
    article.language = detect(sample, None);
    article.direction = direction(article.language.as_deref(), sample);
    let first = article
        .body
        .iter()
        .find(|b| b.kind == BlockKind::Paragraph)
        .map(Block::text);
    article.dateline = first.and_then(|p| dateline::find(&p).map(str::to_owned));
    article.dates = mentions(
        &body,
        article.published,
        article.language.as_deref().unwrap_or_default(),
    );
    let words = crate::words::count(&body);
    let verdict = if words == 0 {
        Some((
            WarningCode::EmptyBody,
            "no line of the text belongs to a report",
        ))
    } else if words < FEWEST_WORDS {
        Some((
            WarningCode::NoReport,
            "the text holds too little running text to be a report",
        ))
    } else {
        None
    };
    if let Some((code, message)) = verdict {
        article.is_report = false;
        article.confidence.remove("articleBody");
        article.warnings.push(Warning::new(code, message));
    }
}
