//! Names of people out of bylines: "By Ann Lee and Bo Ek, Political Editor" holds two.

use std::collections::HashSet;
use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use super::{text, words};

/// Words around names, from `data/bylines.txt`, in lower case.
struct Vocabulary {
    lead: ByFirst,
    joiner: HashSet<&'static str>,
    role: HashSet<&'static str>,
    /// Of `role`, what also ends longer words, as German and its neighbours write them.
    ending: Vec<&'static str>,
    credential: HashSet<&'static str>,
    stop: ByFirst,
    never: HashSet<&'static str>,
    calendar: HashSet<&'static str>,
}

static VOCABULARY: LazyLock<Vocabulary> = LazyLock::new(|| {
    let list = include_str!("data/bylines.txt");
    let group = |name: &'static str| {
        words::grouped(list)
            .filter(move |(g, _)| *g == name)
            .map(|(_, w)| w)
    };
    Vocabulary {
        lead: by_first(group("lead")),
        joiner: group("joiner").collect(),
        role: group("role").collect(),
        ending: group("role")
            .filter(|role| role.is_ascii() && role.len() >= COMPOUNDED)
            .collect(),
        credential: group("credential").collect(),
        stop: by_first(group("stop")),
        never: group("never").collect(),
        calendar: group("calendar").collect(),
    }
});

/// Phrases by their first letter, the longest first: "written by" before "words by".
type ByFirst = FxHashMap<char, Vec<&'static str>>;

fn by_first(phrases: impl Iterator<Item = &'static str>) -> ByFirst {
    let mut out = ByFirst::default();
    for phrase in phrases {
        out.entry(phrase.chars().next().unwrap_or_default())
            .or_default()
            .push(phrase);
    }
    for phrases in out.values_mut() {
        phrases.sort_unstable_by_key(|phrase| std::cmp::Reverse(phrase.len()));
    }
    out
}

/// The phrases a text may begin with.
fn beginning<'p>(phrases: &'p ByFirst, text: &str) -> &'p [&'static str] {
    let first = text.chars().flat_map(char::to_lowercase).next();
    first
        .and_then(|first| phrases.get(&first))
        .map_or(&[], |p| p)
}

/// What follows a phrase in lower case where the text begins with it in any case.
fn behind<'a>(text: &'a str, phrase: &str) -> Option<&'a str> {
    let mut wanted = phrase.chars();
    let mut rest = text.chars();
    while !wanted.as_str().is_empty() {
        for c in rest.next()?.to_lowercase() {
            if wanted.next() != Some(c) {
                return None;
            }
        }
    }
    Some(rest.as_str())
}

/// More names than this stand in no byline; what comes after is left out.
const MOST_NAMES: usize = 40;

/// How a text of names came to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Written {
    /// As a value of markup that is meant to hold names and nothing else.
    Markup,
    /// As a line of the page, among dates, jobs and links.
    Page,
}

/// The names in a text, in its order, each once.
pub fn names(raw: &str, written: Written) -> Vec<String> {
    let raw = text::plain(raw);
    let mut line = without_brackets(&without_addresses(&raw));
    let mut led = false;
    // "By" may follow "Interview": twice is enough.
    for _ in 0..2 {
        if let Some(rest) = after_lead(&line) {
            line = rest.to_owned();
            led = true;
        }
    }
    if written == Written::Page {
        line.truncate(end_of_names(&line));
    }
    let mut out: Vec<String> = Vec::new();
    let mut seen = HashSet::new();
    // What follows a dash after a person is a place or an outlet.
    if let Some((person, _)) = line.split_once(" - ").or_else(|| line.split_once(" – "))
        && parts(person)
            .iter()
            .all(|p| looks_like_person(trim_name(p)))
    {
        line.truncate(person.len());
    }
    for part in parts(&line) {
        let part = after_joiner(part);
        let part = match after_lead(part) {
            Some(rest) if !rest.is_empty() && rest.contains(' ') => rest,
            _ => part,
        };
        let name = trim_name(part);
        let first = out.is_empty();
        if !is_name(name, written) || (!first && is_aside(name, &out)) {
            continue;
        }
        if written == Written::Page
            && (has_role(&name.to_lowercase()) || (!led && !looks_like_person(name)))
        {
            continue;
        }
        if seen.insert(text::key(name)) && out.len() < MOST_NAMES {
            out.push(name.to_owned());
        }
    }
    out
}

/// Whether a line begins like a byline: "By ", "Von ", "بقلم".
pub fn has_lead(line: &str) -> bool {
    after_lead(line).is_some_and(|rest| !rest.is_empty())
}

/// Whether a text is nothing but the words before names: "By", "Written by:".
pub fn is_lead(text: &str) -> bool {
    after_lead(text).is_some_and(str::is_empty)
}

/// Whether a line begins with a word that stands before names and hardly anywhere else: "By", "Von", "بقلم", with a
/// capital where its script has any.
pub fn has_lead_alone(line: &str) -> bool {
    let line = line.trim_start_matches(|c: char| !c.is_alphanumeric());
    if line.chars().next().is_some_and(char::is_lowercase)
        && !line.starts_with("von ")
        && !line.starts_with("by ")
    {
        return false;
    }
    after_lead(line).is_some()
}

/// Two to five words, each beginning with a capital where the script has capitals, particles apart; in scripts
/// without blanks two to twelve characters.
pub fn looks_like_person(name: &str) -> bool {
    let words = name.split_whitespace().count();
    let chars = name.chars().count();
    if name
        .chars()
        .any(|c| c.is_ascii_digit() || matches!(c, '@' | ':' | '?' | '!' | '“' | '"' | '|'))
    {
        return false;
    }
    if name.chars().next().is_some_and(is_unspaced) {
        return (2..=12).contains(&chars);
    }
    let capital = |w: &str| {
        w.chars()
            .find(|c| c.is_alphabetic())
            .is_some_and(|c| c.is_uppercase() || !c.is_lowercase())
    };
    (2..=5).contains(&words)
        && chars <= 50
        && name.split_whitespace().next().is_some_and(capital)
        && name.split_whitespace().last().is_some_and(capital)
        && name.split_whitespace().filter(|w| !capital(w)).count() <= 2
}

/// Han, kana and Hangul, whose names are written without blanks.
pub(super) fn is_unspaced(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}')
}

/// What follows the words a byline begins with, `None` where it begins with none.
fn after_lead(line: &str) -> Option<&str> {
    let line = line.trim_start_matches(|c: char| !c.is_alphanumeric());
    beginning(&VOCABULARY.lead, line).iter().find_map(|lead| {
        // "Redaktion: …" names people, "Redaktion Sport" does not.
        let rest = match lead.strip_suffix(':') {
            Some(lead) => {
                behind(line, lead).filter(|r| r.trim_start().starts_with([':', '：', '|', '/']))?
            }
            None => behind(line, lead)?,
        };
        let first = rest.chars().next();
        let ends = first
            .is_none_or(|c| !c.is_alphanumeric() && c != '-' && c != '\'' && c != '’' && c != '.');
        ends.then(|| rest.trim_start_matches(|c: char| !c.is_alphanumeric()))
    })
}

/// The text without addresses of pages and mailboxes, and without handles.
fn without_addresses(line: &str) -> String {
    if !line.contains(['@', ':']) && !line.contains("www.") {
        return line.to_owned();
    }
    let is_address = |w: &&str| !w.contains("://") && !w.contains('@') && !w.starts_with("www.");
    line.split(' ')
        .filter(is_address)
        .collect::<Vec<_>>()
        .join(" ")
}

/// The text without what stands in brackets.
fn without_brackets(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    let mut depth = 0u32;
    for c in line.chars() {
        match c {
            '(' | '[' | '（' | '【' | '<' => depth += 1,
            ')' | ']' | '）' | '】' | '>' if depth > 0 => depth -= 1,
            c if depth == 0 => out.push(c),
            _ => {}
        }
    }
    if out.trim().is_empty() {
        return line.trim_matches(|c: char| !c.is_alphanumeric()).to_owned();
    }
    out
}

/// Where the names of a printed byline end, in bytes: before a digit, a bar, or a word such as "published".
fn end_of_names(line: &str) -> usize {
    let mut end = line.len();
    let mut dated = false;
    let mut before = ' ';
    for (at, c) in line.char_indices() {
        // A digit ends the names where it begins a word: "delta201" is somebody.
        let dash = matches!(c, '-' | '»' | '→') && before == ' ';
        if (c.is_numeric() && !before.is_alphanumeric())
            || dash
            || matches!(c, '|' | '•' | '·' | '—' | '–' | '@' | '｜')
        {
            end = at;
            dated = c.is_numeric();
            break;
        }
        before = c;
    }
    if dated {
        // "Ann Lee July 3": the month is not hers.
        let names = line[..end].trim_end_matches([' ', ',', '.']);
        let last = names.rsplit(' ').next().unwrap_or_default();
        if VOCABULARY.calendar.contains(last.to_lowercase().as_str()) {
            end = names.len() - last.len();
        }
    }
    let mut at = 0;
    for word in line.split(' ') {
        if at >= end {
            break;
        }
        let rest = &line[at..];
        let stops = beginning(&VOCABULARY.stop, rest)
            .iter()
            .any(|stop| behind(rest, stop).is_some_and(|r| !r.starts_with(char::is_alphanumeric)));
        if stops {
            end = at;
        }
        at += word.len() + 1;
        // No byline is longer, and looking further would be looking again and again at the same words.
        if at > 400 {
            end = end.min(at.min(line.len()));
            break;
        }
    }
    text::floor(line, end)
}

/// The text cut at commas, semicolons, slashes, bars and words that join names.
fn parts(line: &str) -> Vec<&str> {
    let mut out = Vec::new();
    for piece in line
        .split(" - ")
        .flat_map(|p| p.split(" – "))
        .flat_map(|p| {
            p.split([
                ',', ';', '/', '|', '\n', '،', '؛', '、', '，', '；', '／', '・', '&', '+', '•',
                '·',
            ])
        })
    {
        let mut start = 0;
        let mut at = 0;
        for word in piece.split(' ') {
            let joins = VOCABULARY.joiner.contains(word.to_lowercase().as_str());
            // A single letter joins only between names of two words: "José Ortega y Gasset" is one man.
            let short = word.chars().count() < 2;
            let (before, after) = (
                piece[start..at].trim(),
                piece[(at + word.len()).min(piece.len())..].trim(),
            );
            if joins
                && !before.is_empty()
                && !after.is_empty()
                && (!short || (before.contains(' ') && after.contains(' ')))
            {
                out.push(before);
                start = at + word.len();
            }
            at += word.len() + 1;
            if out.len() > MOST_NAMES {
                return out;
            }
        }
        out.push(&piece[start.min(piece.len())..]);
        if out.len() > MOST_NAMES {
            break;
        }
    }
    out
}

/// A part without the "and" it begins with, which a comma parted from what it joins.
fn after_joiner(part: &str) -> &str {
    let part = part.trim_start();
    match part.split_once(' ') {
        Some((first, rest))
            if first.chars().count() > 1
                && VOCABULARY.joiner.contains(first.to_lowercase().as_str()) =>
        {
            rest
        }
        _ => part,
    }
}

fn trim_name(part: &str) -> &str {
    part.trim_matches(|c: char| {
        !c.is_alphanumeric() && !matches!(c, '.' | ')' | '’' | '\'' | '"' | '»' | '«')
    })
    .trim_matches(|c: char| matches!(c, '’' | '\'' | '"') || c.is_whitespace())
    .trim_start_matches(['.', ')'])
    .trim()
}

fn is_name(name: &str, written: Written) -> bool {
    let key = name.to_lowercase();
    let chars = name.chars().count();
    let longest = if written == Written::Page { 50 } else { 80 };
    chars >= 2
        && chars <= longest
        && name.split_whitespace().count() <= 8
        && name.chars().any(char::is_alphabetic)
        && !VOCABULARY.never.contains(key.as_str())
}

/// Whether a later part of a byline tells of the one before: a job, letters after the name, a place.
fn is_aside(name: &str, before: &[String]) -> bool {
    let lower = name.to_lowercase();
    let bare = lower.trim_end_matches('.');
    if VOCABULARY.credential.contains(bare) {
        return true;
    }
    if has_role(&lower) {
        return true;
    }
    // After a name of several words a single one is the place it was written in.
    !name.contains(' ')
        && !name.chars().next().is_some_and(is_unspaced)
        && before.iter().any(|b| b.contains(' '))
        && name.chars().count() > 3
        && !name.chars().all(|c| c.is_uppercase() || !c.is_alphabetic())
}

/// Jobs of at least this many letters also end longer words.
const COMPOUNDED: usize = 8;

/// Whether a text in lower case names a job: "political editor", "wirtschaftsredakteur".
pub fn has_role(lower: &str) -> bool {
    let roles = &VOCABULARY.role;
    roles.contains(lower)
        || lower.split([' ', '-', '/']).any(|w| {
            roles.contains(w)
                || (w.len() > COMPOUNDED && VOCABULARY.ending.iter().any(|role| w.ends_with(role)))
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_come_out_of_bylines() {
        for (line, expected) in [
            (
                "By Ann Lee and Bo Ek, Political Editor",
                &["Ann Lee", "Bo Ek"][..],
            ),
            ("Von Max Muster, Berlin", &["Max Muster"]),
            ("Text: Eva Klein und Udo Groß", &["Eva Klein", "Udo Groß"]),
            ("Par Luc Petit Publié le 06/01/2026 - 14:16", &["Luc Petit"]),
            ("By Ann Lee | 3 May 2024", &["Ann Lee"]),
            ("Por José Ortega y Gasset", &["José Ortega y Gasset"]),
            ("Por Ana Ruiz y Luis Gil", &["Ana Ruiz", "Luis Gil"]),
            ("By ANN LEE, ann@paper.example", &["ANN LEE"]),
            ("بقلم: سعاد حداد", &["سعاد حداد"]),
            ("بقلم: ياسين الكاتب", &["ياسين الكاتب"]),
            ("كتب محمد علي وسامي حسن", &["محمد علي وسامي حسن"]),
            ("作者：王小明", &["王小明"]),
            ("Автор: Иван Петров", &["Иван Петров"]),
            ("Ann Lee (ale), Bo Ek (bek)", &["Ann Lee", "Bo Ek"]),
            ("Written by Ann Lee Updated on May 3", &["Ann Lee"]),
            ("Vonda Gray", &["Vonda Gray"]),
            (
                "By Ann Lee, Chief Correspondent, and Bo Ek, Political Editor, in Ham",
                &["Ann Lee", "Bo Ek"],
            ),
            ("فهد الجويسري - واحة السدرة", &["فهد الجويسري"]),
            ("حسام أبو العلا - القاهرة", &["حسام أبو العلا"]),
            (
                "Von Max Muster, Leitender Wirtschaftsredakteur",
                &["Max Muster"],
            ),
            ("Leitende Politikkorrespondentin", &[]),
            ("3 May 2024", &[]),
            ("By admin", &[]),
        ] {
            assert_eq!(names(line, Written::Page), expected, "{line}");
        }
    }

    #[test]
    fn markup_may_name_anybody() {
        for (value, expected) in [
            ("dpa", &["dpa"][..]),
            ("Ann Lee; Bo Ek; dpa", &["Ann Lee", "Bo Ek", "dpa"]),
            ("ann lee,ANN LEE", &["ann lee"]),
            ("https://paper.example/ann", &[]),
            ("Ann Lee, MD, PhD", &["Ann Lee"]),
            ("&quot;Ann&quot; Lee", &["Ann\" Lee"]),
            ("Ann Lee - Editorial Team", &["Ann Lee"]),
            ("@ann", &[]),
            ("bild.de", &["bild.de"]),
        ] {
            assert_eq!(names(value, Written::Markup), expected, "{value}");
        }
    }

    #[test]
    fn long_lines_take_no_long_time() {
        let line = "By Ann and ".repeat(100_000);
        assert!(names(&line, Written::Page).len() <= MOST_NAMES);
        assert!(names(&"a,".repeat(500_000), Written::Markup).len() <= MOST_NAMES);
    }
}
