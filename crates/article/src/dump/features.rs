//! What is known of each line of a dump before it is judged: one row of numbers a line.
//!
//! The judge of lines was trained on these columns in this order; a column added, dropped or redefined asks for new
//! weights. A dump has no markup, so its lines are known by what they hold and by what stands around them.

use rustc_hash::{FxHashMap, FxHashSet};

use super::lines::{Lines, ends_sentence};
use super::signs::{self, Signs};
use super::words::LineWords;
use crate::dates::digit;
use crate::explain::Group;

macro_rules! columns {
    ($($name:ident),* $(,)?) => {
        #[allow(
            non_camel_case_types,
            dead_code,
            reason = "the columns' names; the judge fills the last ones in"
        )]
        #[derive(Clone, Copy)]
        enum Column { $($name),* }

        /// Names of the columns, in order.
        pub const NAMES: &[&str] = &[$(stringify!($name)),*];
    };
}

columns! {
    // What the line holds.
    chars, words, word_length, upper, capitalised, run_together, digits, marks, commas, stops, sentence, first_char,
    last_char, last_mark, copyright, pipes, ats, cells, slashes, colons, quotes, arrows, bullet, time_like, year_like,
    address, parts, common_words, repeated_before, repeated_after, in_top, in_first,
    // Where it stands.
    index, index_from_end, place, words_before, words_after, indent, gap_before, gap_after, indent_change_before,
    indent_change_after, same_indent_before, same_indent_after,
    // What stands around it.
    before1_words, before1_sentence, before1_commas, before2_words, before2_sentence, before3_words,
    after1_words, after1_sentence, after1_commas, after2_words, after2_sentence, after3_words,
    long_before4, long_after4, long_before10, long_after10, long_before25, long_after25,
    from_long, to_long, between_long, long_share_before, long_share_after, short_run, short_run_before,
    top_inside, top_from, top_to, top_share, wide_inside, wide_from, wide_to,
    // Which signs of furniture stand around it.
    repeated_before10, repeated_after10, dated_before10, dated_after10, dated_before, dated_after,
    repeated_short_before, repeated_short_after, from_rail, rails_before, rails_after, from_end, ends_before,
    ends_after,
    // What the dump is.
    page_lines, page_words, page_long_share, page_long_lines, page_gaps, page_indents, page_mean_words, page_top_share,
    page_top_lines,
    // What its words speak for: filled in by the judge's own table.
    lexical, lexical_before, lexical_after, lexical_behind, lexical_ahead,
}

/// The columns by what they tell of, for [`crate::explain()`]: every column is in one group.
pub(crate) const GROUPS: &[Group] = &[
    Group::typical("length", "chars words word_length parts"),
    Group::typical(
        "characters",
        "upper capitalised run_together digits marks commas stops sentence first_char last_char last_mark copyright \
         pipes ats cells slashes colons quotes arrows bullet time_like year_like address",
    ),
    Group::typical("repetition", "common_words repeated_before repeated_after"),
    Group::typical("topic", "in_top in_first"),
    Group::typical(
        "position",
        "index index_from_end place words_before words_after",
    ),
    Group::typical(
        "blanks",
        "indent gap_before gap_after indent_change_before indent_change_after same_indent_before same_indent_after",
    ),
    Group::typical(
        "neighbours",
        "before1_words before1_sentence before1_commas before2_words before2_sentence before3_words after1_words \
         after1_sentence after1_commas after2_words after2_sentence after3_words short_run short_run_before",
    ),
    Group::typical(
        "text around",
        "long_before4 long_after4 long_before10 long_after10 long_before25 long_after25 from_long to_long \
         between_long long_share_before long_share_after top_inside top_from top_to top_share wide_inside wide_from \
         wide_to",
    ),
    Group::typical(
        "signs of furniture",
        "repeated_before10 repeated_after10 dated_before10 dated_after10 dated_before dated_after \
         repeated_short_before repeated_short_after from_rail rails_before rails_after from_end ends_before ends_after",
    ),
    Group::typical(
        "dump as a whole",
        "page_lines page_words page_long_share page_long_lines page_gaps page_indents page_mean_words \
         page_top_share page_top_lines",
    ),
    Group::usual(
        "words",
        "lexical lexical_before lexical_after lexical_behind lexical_ahead",
        &[0.0; 5],
    ),
];

/// How many columns there are.
pub const COLUMNS: usize = NAMES.len();
/// First of the columns that the judge fills in from its table of words.
pub const WORD_COLUMNS: usize = Column::lexical as usize;

/// A line counts as running text from this many words on.
const LONG: usize = 15;
/// Further apart than this is the same as not there.
const FAR: f32 = 200.0;

/// Rows of numbers, [`COLUMNS`] a line.
#[allow(
    clippy::too_many_lines,
    reason = "one statement a column, in the columns' order"
)]
pub fn read(lines: &Lines, words: &LineWords) -> Vec<f32> {
    let count = lines.lines.len();
    let mut rows = vec![0.0; count * COLUMNS];
    if count == 0 {
        return rows;
    }
    let lengths: Vec<usize> = (0..count).map(|i| words.line(i).len()).collect();
    let long: Vec<bool> = lengths.iter().map(|&l| l >= LONG).collect();
    let sentence: Vec<bool> = (0..count)
        .map(|i| lengths[i] > 3 && ends_sentence(lines.of(i)))
        .collect();
    let sums = Sums::of(&lengths, &long);
    let total = sums.words[count].max(1.0);
    let total_long = sums.long_words[count].max(1.0);
    let top = densest(&lengths, 12.0);
    let wide = densest(&lengths, 4.0);
    let top_words = sums.words[top.1] - sums.words[top.0];
    let topic = topic(words, top);
    let first: FxHashSet<u32> = first_line(words, &lengths).collect();
    let repeats = repeats(words, count);
    let common = common_words(words, count);
    let distances = Distances::of(&long);
    let share = |what: usize, of: u32| what as f32 / of.max(1) as f32;
    let page = [
        (Column::page_lines, log(count as f32)),
        (Column::page_words, log(total)),
        (Column::page_long_share, sums.long_words[count] / total),
        (Column::page_long_lines, log(sums.long[count])),
        (
            Column::page_gaps,
            lines.lines.iter().filter(|l| l.gap > 0).count() as f32 / count as f32,
        ),
        (
            Column::page_indents,
            lines.lines.iter().filter(|l| l.indent > 0).count() as f32 / count as f32,
        ),
        (Column::page_mean_words, total / count as f32),
        (Column::page_top_share, top_words / total),
        (Column::page_top_lines, log((top.1 - top.0) as f32)),
    ];
    for i in 0..count {
        let row = &mut rows[i * COLUMNS..(i + 1) * COLUMNS];
        let mut set = |column: Column, value: f32| row[column as usize] = value;
        let line = &lines.lines[i];
        let text = lines.of(i);
        let own = &words.counts[i];
        let chars = line.chars;
        let kinds = Kinds::of(text);
        set(Column::chars, log(chars as f32));
        set(Column::words, log(lengths[i] as f32));
        set(Column::word_length, chars as f32 / lengths[i].max(1) as f32);
        set(Column::upper, own.upper as f32 / chars as f32);
        set(
            Column::capitalised,
            kinds.capitalised as f32 / kinds.words.max(1) as f32,
        );
        set(Column::run_together, share(kinds.run_together, kinds.words));
        set(Column::digits, own.digits as f32 / chars as f32);
        set(Column::marks, own.marks as f32 / chars as f32);
        set(Column::commas, own.commas as f32 / lengths[i].max(1) as f32);
        set(Column::stops, own.stops as f32);
        set(Column::sentence, flag(sentence[i]));
        set(Column::first_char, kind_of(own.ends.0));
        set(Column::last_char, kind_of(own.ends.1));
        set(Column::last_mark, last_mark(own.ends.1));
        set(Column::copyright, flag(text.contains(['©', '®'])));
        set(Column::pipes, kinds.pipes as f32);
        set(Column::ats, kinds.ats as f32);
        set(Column::cells, kinds.cells as f32);
        set(Column::slashes, kinds.slashes as f32);
        set(Column::colons, kinds.colons as f32);
        set(Column::quotes, kinds.quotes as f32);
        set(Column::arrows, kinds.arrows as f32);
        set(
            Column::bullet,
            flag(matches!(
                own.ends.0,
                '-' | '–' | '—' | '•' | '·' | '*' | '▪' | '►' | '■'
            )),
        );
        set(Column::time_like, flag(time_like(text)));
        set(Column::year_like, flag(kinds.year));
        set(
            Column::address,
            flag(
                ["http", "www.", ".com", ".org"]
                    .iter()
                    .any(|a| text.contains(a)),
            ),
        );
        set(Column::parts, log(line.parts as f32));
        let known = words
            .line(i)
            .iter()
            .map(|w| common.get(w).copied().unwrap_or(0.0))
            .sum::<f32>();
        set(Column::common_words, known / lengths[i].max(1) as f32);
        set(Column::repeated_before, log(repeats[i].0));
        set(Column::repeated_after, log(repeats[i].1));
        set(
            Column::in_top,
            topic.share(words.line(i), (top.0..top.1).contains(&i)),
        );
        let shared = words.line(i).iter().filter(|w| first.contains(w)).count();
        set(Column::in_first, shared as f32 / first.len().max(1) as f32);

        set(Column::index, log(i as f32));
        set(Column::index_from_end, log((count - 1 - i) as f32));
        set(Column::place, i as f32 / count as f32);
        set(Column::words_before, sums.words[i] / total);
        set(Column::words_after, (total - sums.words[i + 1]) / total);
        set(Column::indent, line.indent.min(40) as f32);
        set(Column::gap_before, line.gap.min(6) as f32);
        let near = |at: Option<usize>| at.and_then(|at| lines.lines.get(at));
        set(
            Column::gap_after,
            near(Some(i + 1)).map_or(-1.0, |n| n.gap.min(6) as f32),
        );
        let change = |at: Option<usize>| {
            near(at).map_or(-99.0, |n| {
                line.indent.min(40) as f32 - n.indent.min(40) as f32
            })
        };
        set(Column::indent_change_before, change(i.checked_sub(1)));
        set(Column::indent_change_after, change(Some(i + 1)));
        let same =
            |at: &usize| lines.lines[*at].indent == line.indent && lines.lines[*at].gap == line.gap;
        set(
            Column::same_indent_before,
            (i.saturating_sub(6)..i).rev().take_while(same).count() as f32,
        );
        set(
            Column::same_indent_after,
            (i + 1..(i + 7).min(count)).take_while(same).count() as f32,
        );

        let length = |at: Option<usize>| {
            at.and_then(|at| lengths.get(at))
                .map_or(-1.0, |&l| log(l as f32))
        };
        let closes = |at: Option<usize>| {
            at.and_then(|at| sentence.get(at))
                .map_or(-1.0, |&s| flag(s))
        };
        let commas = |at: Option<usize>| {
            at.and_then(|at| words.counts.get(at))
                .map_or(-1.0, |c| share(c.commas as usize, c.words.1 - c.words.0))
        };
        let before = |n: usize| i.checked_sub(n);
        set(Column::before1_words, length(before(1)));
        set(Column::before1_sentence, closes(before(1)));
        set(Column::before1_commas, commas(before(1)));
        set(Column::before2_words, length(before(2)));
        set(Column::before2_sentence, closes(before(2)));
        set(Column::before3_words, length(before(3)));
        set(Column::after1_words, length(Some(i + 1)));
        set(Column::after1_sentence, closes(Some(i + 1)));
        set(Column::after1_commas, commas(Some(i + 1)));
        set(Column::after2_words, length(Some(i + 2)));
        set(Column::after2_sentence, closes(Some(i + 2)));
        set(Column::after3_words, length(Some(i + 3)));
        let back = |n: usize| sums.long_words[i] - sums.long_words[i.saturating_sub(n)];
        let ahead = |n: usize| sums.long_words[(i + 1 + n).min(count)] - sums.long_words[i + 1];
        set(Column::long_before4, log(back(4)));
        set(Column::long_after4, log(ahead(4)));
        set(Column::long_before10, log(back(10)));
        set(Column::long_after10, log(ahead(10)));
        set(Column::long_before25, log(back(25)));
        set(Column::long_after25, log(ahead(25)));
        set(Column::from_long, distances.before[i]);
        set(Column::to_long, distances.after[i]);
        let between = distances.before[i] < FAR && distances.after[i] < FAR;
        set(Column::between_long, flag(between));
        set(Column::long_share_before, sums.long_words[i] / total_long);
        set(
            Column::long_share_after,
            (sums.long_words[count] - sums.long_words[i + 1]) / total_long,
        );
        set(Column::short_run, log(distances.run[i]));
        set(Column::short_run_before, log(distances.run_before[i]));
        for ((from, to), inside, since, until) in [
            (top, Column::top_inside, Column::top_from, Column::top_to),
            (
                wide,
                Column::wide_inside,
                Column::wide_from,
                Column::wide_to,
            ),
        ] {
            set(inside, flag((from..to).contains(&i)));
            set(since, signed_log(i as f32 - from as f32));
            set(until, signed_log(to as f32 - 1.0 - i as f32));
        }
        set(Column::top_share, lengths[i] as f32 / top_words.max(1.0));
        for (column, value) in page {
            set(column, value);
        }
    }
    let repeated: Vec<bool> = repeats.iter().map(|&(b, a)| b + a > 0.0).collect();
    let dated: Vec<bool> = rows
        .chunks_exact(COLUMNS)
        .map(|row| row[Column::time_like as usize] + row[Column::year_like as usize] > 0.0)
        .collect();
    let signs = Signs::read(lines, &lengths, &repeated, &dated);
    for (i, row) in rows.chunks_exact_mut(COLUMNS).enumerate() {
        row[Column::repeated_before10 as usize..][..signs::COUNT].copy_from_slice(&signs.of(i));
    }
    rows
}

fn log(value: f32) -> f32 {
    (1.0 + value.max(0.0)).ln()
}

fn signed_log(value: f32) -> f32 {
    log(value.abs()).copysign(value)
}

fn flag(is: bool) -> f32 {
    f32::from(u8::from(is))
}

/// Sums over all lines before each, so that any range costs two look-ups.
struct Sums {
    words: Vec<f32>,
    long: Vec<f32>,
    long_words: Vec<f32>,
}

impl Sums {
    fn of(lengths: &[usize], long: &[bool]) -> Self {
        let mut sums = Self {
            words: vec![0.0],
            long: vec![0.0],
            long_words: vec![0.0],
        };
        let (mut words, mut lines, mut in_long) = (0.0, 0.0, 0.0);
        for (&length, &long) in lengths.iter().zip(long) {
            words += length as f32;
            lines += flag(long);
            in_long += if long { length as f32 } else { 0.0 };
            sums.words.push(words);
            sums.long.push(lines);
            sums.long_words.push(in_long);
        }
        sums
    }
}

/// The run of lines in which words outnumber `cost` a line most: where the text is densest.
fn densest(lengths: &[usize], cost: f32) -> (usize, usize) {
    let (mut best, mut best_sum) = ((0, 0), 0.0_f32);
    let (mut start, mut sum) = (0, 0.0_f32);
    for (i, &length) in lengths.iter().enumerate() {
        // One endless line is not a report.
        sum += length.min(150) as f32 - cost;
        if sum <= 0.0 {
            (start, sum) = (i + 1, 0.0);
        } else if sum > best_sum {
            (best, best_sum) = ((start, i + 1), sum);
        }
    }
    best
}

/// In how many lines of the densest part each word stands.
struct Topic {
    lines: FxHashMap<u32, u32>,
}

fn topic(words: &LineWords, (from, to): (usize, usize)) -> Topic {
    let mut lines: FxHashMap<u32, u32> = FxHashMap::default();
    let mut seen: FxHashSet<u32> = FxHashSet::default();
    for i in from..to {
        seen.clear();
        for &word in words.line(i) {
            if seen.insert(word) {
                *lines.entry(word).or_default() += 1;
            }
        }
    }
    Topic { lines }
}

impl Topic {
    /// The share of a line's words that other lines of the densest part hold too.
    fn share(&self, words: &[u32], inside: bool) -> f32 {
        let others = |w: &&u32| self.lines.get(w).copied().unwrap_or(0) > u32::from(inside);
        words.iter().filter(others).count() as f32 / words.len().max(1) as f32
    }
}

/// The words of the first line that may be a headline.
fn first_line<'w>(words: &'w LineWords, lengths: &[usize]) -> impl Iterator<Item = u32> + 'w {
    let at = lengths.iter().take(40).position(|&l| l >= 4).unwrap_or(0);
    words.line(at).iter().copied()
}

/// How often the same line stands before and after each.
fn repeats(words: &LineWords, count: usize) -> Vec<(f32, f32)> {
    let mut totals: FxHashMap<u32, u32> = FxHashMap::default();
    for i in 0..count {
        *totals.entry(words.key(i)).or_default() += 1;
    }
    let mut seen: FxHashMap<u32, u32> = FxHashMap::default();
    (0..count)
        .map(|i| {
            let before = seen.entry(words.key(i)).or_default();
            *before += 1;
            (
                (*before - 1) as f32,
                (totals[&words.key(i)] - *before) as f32,
            )
        })
        .collect()
}

/// In how many lines each word stands, as a logarithm: the words of running text are common ones in any language.
fn common_words(words: &LineWords, count: usize) -> FxHashMap<u32, f32> {
    let mut counts = topic(words, (0, count)).lines;
    counts
        .drain()
        .map(|(word, lines)| (word, (lines as f32).ln()))
        .collect()
}

/// Distances to running text.
struct Distances {
    before: Vec<f32>,
    after: Vec<f32>,
    /// Length of the run of short lines a line stands in, and how much of it is before the line.
    run: Vec<f32>,
    run_before: Vec<f32>,
}

impl Distances {
    fn of(long: &[bool]) -> Self {
        let count = long.len();
        let mut out = Self {
            before: vec![FAR; count],
            after: vec![FAR; count],
            run: vec![0.0; count],
            run_before: vec![0.0; count],
        };
        let mut last: Option<usize> = None;
        for (i, &is_long) in long.iter().enumerate() {
            out.before[i] = last.map_or(FAR, |l| ((i - l) as f32).min(FAR - 1.0));
            last = if is_long { Some(i) } else { last };
        }
        last = None;
        for i in (0..count).rev() {
            out.after[i] = last.map_or(FAR, |l| ((l - i) as f32).min(FAR - 1.0));
            last = if long[i] { Some(i) } else { last };
        }
        let mut start = 0;
        while start < count {
            let end = (start..count).find(|&i| long[i]).unwrap_or(count);
            for i in start..end {
                out.run[i] = (end - start) as f32;
                out.run_before[i] = (i - start) as f32;
            }
            start = end + 1;
        }
        out
    }
}

/// Counts over the characters of a line.
#[derive(Default)]
struct Kinds {
    words: u32,
    capitalised: u32,
    /// Words with a capital after a small letter: menus without blanks.
    run_together: usize,
    pipes: u32,
    ats: u32,
    cells: u32,
    slashes: u32,
    colons: u32,
    quotes: u32,
    arrows: u32,
    year: bool,
}

impl Kinds {
    fn of(text: &str) -> Self {
        let mut kinds = Self::default();
        let mut last = ' ';
        let (mut digits, mut value) = (0, 0);
        for c in text.chars() {
            match c {
                '|' | '¦' | '•' | '·' => kinds.pipes += 1,
                '@' | '#' => kinds.ats += 1,
                '\t' => kinds.cells += 1,
                '/' | '\\' => kinds.slashes += 1,
                ':' | '：' => kinds.colons += 1,
                '"' | '“' | '”' | '„' | '«' | '»' | '「' | '」' => kinds.quotes += 1,
                '>' | '›' | '→' | '←' | '▸' | '↓' | '↑' => kinds.arrows += 1,
                _ => {}
            }
            if c.is_alphabetic() {
                if !last.is_alphanumeric() && last != '\'' && last != '’' {
                    kinds.words += 1;
                    kinds.capitalised += u32::from(c.is_uppercase());
                }
                kinds.run_together += usize::from(c.is_uppercase() && last.is_lowercase());
            }
            if let Some(digit) = digit(c) {
                (digits, value) = (digits + 1, (value * 10 + u32::from(digit)) % 100_000);
            } else {
                kinds.year |= digits == 4 && (1300..2100).contains(&value);
                (digits, value) = (0, 0);
            }
            last = c;
        }
        kinds.year |= digits == 4 && (1300..2100).contains(&value);
        kinds
    }
}

/// Whether "12:30" stands in a text, in digits of any script.
fn time_like(text: &str) -> bool {
    let mut last = ['x'; 3];
    for c in text.chars() {
        let is = |c: char| digit(c).is_some();
        if is(c) && is(last[2]) && last[1] == ':' && is(last[0]) {
            return true;
        }
        last = [last[1], last[2], c];
    }
    false
}

/// Classes of a first or last character.
fn kind_of(c: char) -> f32 {
    match c {
        c if c.is_uppercase() => 1.0,
        c if c.is_lowercase() => 2.0,
        c if c.is_numeric() => 3.0,
        c if c.is_alphabetic() => 4.0,
        '"' | '\'' | '“' | '”' | '„' | '«' | '»' | '‘' | '’' | '「' | '」' => 5.0,
        '-' | '–' | '—' | '•' | '·' | '*' | '→' | '›' | '▸' => 6.0,
        '(' | ')' | '[' | ']' => 7.0,
        _ => 8.0,
    }
}

fn last_mark(c: char) -> f32 {
    match c {
        '.' | '。' | '۔' | '।' => 1.0,
        '!' | '！' => 2.0,
        '?' | '؟' | '？' => 3.0,
        ':' | '：' => 4.0,
        '…' => 5.0,
        ',' | ';' | '،' | '，' => 6.0,
        '"' | '”' | '“' | '»' | '’' | '」' => 7.0,
        ')' | ']' => 8.0,
        _ => 0.0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(text: &str) -> Vec<Vec<f32>> {
        let lines = Lines::cut(text);
        let words = LineWords::of(&lines);
        read(&lines, &words)
            .chunks(COLUMNS)
            .map(<[f32]>::to_vec)
            .collect()
    }

    #[test]
    fn rows_tell_text_from_menus() {
        let sentence = "The bridge over the river was opened to traffic on Monday, two years after work on it began.";
        let text = format!("Home\nNews\n{sentence}\n{sentence} Again.\nImpressum\nHome");
        let rows = rows(&text);
        let column = |c: Column| rows.iter().map(|r| r[c as usize]).collect::<Vec<_>>();
        assert_eq!(column(Column::top_inside), [0.0, 0.0, 1.0, 1.0, 0.0, 0.0]);
        assert_eq!(column(Column::sentence), [0.0, 0.0, 1.0, 1.0, 0.0, 0.0]);
        assert!(
            column(Column::repeated_after)[0] > 0.0 && column(Column::repeated_before)[5] > 0.0
        );
        assert!((column(Column::from_long)[4] - 1.0).abs() < 1e-6);
        assert!((column(Column::short_run)[0] - log(2.0)).abs() < 1e-6);
    }

    #[test]
    fn signs_of_dates_are_seen_in_any_digits() {
        assert!(
            time_like("at 10:15 GMT") && time_like("١٠:١٥ بتوقيت غرينتش") && !time_like("1:a5")
        );
        assert!(Kinds::of("٢٠ ديسمبر ٢٠٢١").year && !Kinds::of("12345 of 99").year);
        assert_eq!(Kinds::of("MaverickNewsPolitics").run_together, 2);
    }

    #[test]
    fn rows_are_finite_for_odd_dumps() {
        for text in ["", "x", "|", "\t", "a\n\n\nb", "...", "\u{301}\n©"] {
            assert!(
                rows(text).iter().flatten().all(|v| v.is_finite()),
                "{text:?}"
            );
        }
    }
}
