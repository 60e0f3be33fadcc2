//! Which agencies a report says it has its text, or what it tells, from.
//!
//! The names are in `data/agencies.txt`, the words by which a text credits in `data/crediting.txt`. A name alone says nothing: a
//! report may be about an agency. It counts in a byline, in brackets, before the dash of a dateline, in a last line of its own, and
//! beside words such as "according to".

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, MatchKind};
use rustc_hash::FxHashMap;

use crate::catalogue::entries;

/// The name of agencies that are not named.
pub(super) const SOME: &str = "agencies";

/// How much of a byline and of a text is looked at, in bytes.
const BYLINE: usize = 1_000;
const TEXT: usize = 200_000;

/// How many bytes around a name are looked at for brackets, and for words that credit.
const AROUND: usize = 120;

/// How many words may stand between "according to" and a name.
const BETWEEN: usize = 4;

/// How long a last line may be that only says where a text is from, in characters.
const LAST_LINE: usize = 60;

/// How far into a text a dateline may go, in bytes.
const DATELINE: usize = 160;

/// A way to write the name of an agency.
#[derive(Debug)]
struct Spelling {
    /// The name of the agency in its usual short form.
    name: &'static str,
    /// Whether it counts only where nothing else can be meant.
    is_common: bool,
}

struct Agencies {
    finder: AhoCorasick,
    spellings: Vec<Spelling>,
    /// The short form by host, and by name in small letters.
    outlets: FxHashMap<String, &'static str>,
}

/// The words of `crediting.txt`, by their heading.
#[derive(Default)]
struct Crediting {
    before: Vec<&'static str>,
    after: Vec<&'static str>,
    agency: Vec<&'static str>,
    picture: Vec<&'static str>,
}

static AGENCIES: LazyLock<Agencies> = LazyLock::new(|| {
    let (mut patterns, mut spellings) = (Vec::new(), Vec::new());
    let mut outlets = FxHashMap::default();
    for line in entries(include_str!("../../data/agencies.txt")) {
        let mut cells = line.split('|').map(str::trim);
        let name = cells.next().unwrap_or_default();
        outlets.entry(name.to_lowercase()).or_insert(name);
        let hosts = cells.next().unwrap_or_default().split(',').map(str::trim);
        for host in hosts.filter(|host| !host.is_empty()) {
            outlets.entry(host.to_owned()).or_insert(name);
        }
        let mut is_common = false;
        for spelling in cells.next().unwrap_or_default().split(',').map(str::trim) {
            is_common |= spelling.starts_with('+');
            let spelling = spelling.trim_start_matches(['+', ' ']);
            if !spelling.is_empty() {
                outlets.entry(spelling.to_lowercase()).or_insert(name);
                patterns.push(spelling);
                spellings.push(Spelling { name, is_common });
            }
        }
    }
    Agencies {
        // The patterns are those of a file of the crate, which a test builds: some hundred short words.
        finder: AhoCorasick::builder()
            .match_kind(MatchKind::LeftmostLongest)
            .build(&patterns)
            .expect("a few hundred words make an automaton"),
        spellings,
        outlets,
    }
});

static CREDITING: LazyLock<Crediting> = LazyLock::new(|| {
    let mut out = Crediting::default();
    let mut heading = "";
    for line in entries(include_str!("../../data/crediting.txt")) {
        if let Some(name) = line
            .strip_prefix('[')
            .and_then(|name| name.strip_suffix(']'))
        {
            heading = name;
            continue;
        }
        let words = line
            .split(',')
            .map(str::trim)
            .filter(|word| !word.is_empty());
        match heading {
            "before" => out.before.extend(words),
            "after" => out.after.extend(words),
            "picture" => out.picture.extend(words),
            _ => out.agency.extend(words),
        }
    }
    // The longest first, so that what is taken off is all of it.
    out.agency
        .sort_by_key(|words| std::cmp::Reverse(words.len()));
    out
});

/// The usual short form of the agency that a host or a name is of: "Reuters" of `www.reuters.com` and of «رويترز»; of others, the
/// host or name itself.
pub fn short_name(outlet: &str) -> &str {
    agency(outlet).unwrap_or(outlet)
}

/// Whether a host or the name of an outlet is that of a news agency in the catalogue: `apnews.com`, "dpa", "وكالة الأنباء السعودية".
///
/// Large and small letters are the same here; what else stands beside the name makes it another's ("AP Chemistry").
pub fn is_agency(outlet: &str) -> bool {
    agency(outlet).is_some()
}

fn agency(outlet: &str) -> Option<&'static str> {
    let plain = outlet.trim().to_lowercase();
    let known = |name: &str| AGENCIES.outlets.get(name).copied();
    let mut hosts = plain.match_indices('.').map(|(at, _)| &plain[at + 1..]);
    known(&plain).or_else(|| hosts.find_map(|host| known(host).filter(|_| host.contains('.'))))
}

/// The agencies that a report credits, by its byline or in its text, in their usual short form, each once; "agencies" stands for
/// some that are not named («وكالات»).
///
/// Bylines are read up to 1,000 bytes, texts up to 200,000.
pub fn credits(byline: Option<&str>, text: &str) -> Vec<String> {
    let mut out: Vec<&str> = Vec::new();
    let byline = byline.unwrap_or_default();
    let byline = &byline[..byline.floor_char_boundary(BYLINE)];
    out.extend(found(byline).map(|(spelling, ..)| spelling.name));
    let text = text.trim();
    let text = &text[..text.floor_char_boundary(TEXT)];
    let last_line = text.trim_end().rfind('\n').map_or(text.len(), |at| at + 1);
    let has_short_last_line = text[last_line..].chars().nth(LAST_LINE).is_none();
    for (spelling, begin, end) in found(text) {
        let (before, after) = (before(text, begin), after(text, end));
        if is_of_picture(before) {
            continue;
        }
        let is_last = begin >= last_line && has_short_last_line;
        let is_sure = is_last || is_bracketed(before, after) || is_dateline(text, begin, after);
        if is_sure || (!spelling.is_common && is_credit(before, after)) {
            out.push(spelling.name);
        }
    }
    let mut names: Vec<String> = Vec::new();
    for name in out {
        if !names.iter().any(|known| known == name) {
            names.push(name.to_owned());
        }
    }
    names
}

/// The names of agencies in a text, as far as they are words of their own, with where they stand.
fn found(text: &str) -> impl Iterator<Item = (&'static Spelling, usize, usize)> {
    AGENCIES
        .finder
        .find_iter(text)
        .filter(|found| is_word(text, found.start(), found.end()))
        .map(|found| {
            let spelling = &AGENCIES.spellings[found.pattern().as_usize()];
            (spelling, found.start(), found.end())
        })
}

/// Whether what stands from `begin` to `end` is a word of its own, as far as its script shows that. Arabic grows small words on at
/// the front (لرويترز), Russian endings at the end (Интерфаксу), and where there are no blanks nothing shows it.
fn is_word(text: &str, begin: usize, end: usize) -> bool {
    let name = &text[begin..end];
    let is_unspaced =
        |c: char| matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '가'..='힣');
    // The letters in front of it, the last first, as far as they can be small words grown on.
    let grown = || {
        let letters = text[..begin].chars().rev();
        letters
            .take_while(|c| c.is_alphanumeric())
            .take(3)
            .collect::<String>()
    };
    let is_first = |c: char| !c.is_alphanumeric() || is_unspaced(c);
    let begins = text[..begin].chars().next_back().is_none_or(is_first)
        || name.starts_with(is_unspaced)
        || (name.len() > 8 && matches!(grown().as_str(), "ل" | "و" | "ب" | "ف" | "لو" | "بو"));
    if !begins {
        return false;
    }
    let ending = text[end..]
        .chars()
        .take_while(|c| c.is_alphanumeric() && !is_unspaced(*c))
        .take(3)
        .count();
    ending == 0
        || name.ends_with(is_unspaced)
        || (name.chars().count() >= 6
            && ending <= 2
            && name.ends_with(|c| ('а'..='я').contains(&c)))
}

/// What stands before a name on its line, as far as it is looked at.
fn before(text: &str, begin: usize) -> &str {
    let near = &text[text.ceil_char_boundary(begin.saturating_sub(AROUND))..begin];
    near.rsplit('\n').next().unwrap_or_default()
}

/// The same behind it.
fn after(text: &str, end: usize) -> &str {
    let near = &text[end..text.floor_char_boundary(end + AROUND)];
    near.split('\n').next().unwrap_or_default()
}

/// "(Photo: Reuters)".
fn is_of_picture(before: &str) -> bool {
    let near = before
        .char_indices()
        .rev()
        .nth(24)
        .map_or(before, |(at, _)| &before[at..])
        .to_lowercase();
    let mut words = near.split(|c: char| !c.is_alphanumeric());
    words.any(|word| CREDITING.picture.contains(&word))
}

/// "(Reuters)", "/TASS/", "[dpa/tmn]", "(New York, AFP)".
fn is_bracketed(before: &str, after: &str) -> bool {
    let opening = before.rfind(['(', '（', '[', '【', '［']);
    let closing = before.rfind([')', '）', ']', '】', '］']);
    let is_open = opening > closing;
    let closes = |c: char| matches!(c, ')' | '）' | ']' | '】' | '］');
    let opens = |c: char| matches!(c, '(' | '（' | '[' | '【' | '［');
    let is_closed = after
        .find(closes)
        .is_some_and(|at| !after[..at].contains(opens) && at < 40);
    let is_short = opening.is_some_and(|at| before[at..].chars().count() <= 40);
    // Words in brackets that are a clause ("(as Reuters was told)") name an agency without crediting it: a few words, no more.
    let words = opening.map_or(0, |at| before[at..].split_whitespace().count());
    (is_open && is_closed && is_short && words <= 4)
        || (before.ends_with('/') && after.starts_with('/'))
}

/// "LONDON, March 3 - Reuters -", "МОСКВА, 3 мар — РИА Новости.", "서울=연합뉴스", "新华社北京3月3日电".
fn is_dateline(text: &str, begin: usize, after: &str) -> bool {
    if begin > DATELINE || text[..begin].contains('\n') {
        return false;
    }
    let dashes = ['-', '–', '—', '=', '/'];
    let before = text[..begin].trim_end();
    if before.is_empty() {
        let head = after.chars().take(14).collect::<String>();
        return head.contains(['电', '電']) || after.trim_start().starts_with(dashes);
    }
    before.ends_with(dashes)
        && after
            .trim_start()
            .starts_with(|c: char| dashes.contains(&c) || matches!(c, '.' | ',' | '،' | ':' | ')'))
        && before.chars().count() <= LAST_LINE
}

/// "according to the Russian agency TASS", "Reuters reported", "据新华社".
fn is_credit(before: &str, after: &str) -> bool {
    let ends_sentence = |c: char| matches!(c, '.' | '!' | '?' | '。' | '؟' | '।');
    let before = before
        .rsplit(ends_sentence)
        .next()
        .unwrap_or_default()
        .to_lowercase();
    let near = before
        .char_indices()
        .rev()
        .filter(|(_, c)| c.is_whitespace())
        .nth(BETWEEN + 2)
        .map_or(before.as_str(), |(at, _)| &before[at..]);
    let has = |cue: &&str| {
        near.match_indices(*cue).any(|(at, _)| {
            let rest = &near[at + cue.len()..];
            bounded(&near[..at], cue, rest) && rest.split_whitespace().count() <= BETWEEN
        })
    };
    if CREDITING.before.iter().any(has) {
        return true;
    }
    let after = after.to_lowercase();
    let mut rest = after.trim_start_matches([' ', '»', '”', '"', '’', '،', '\u{200c}']);
    for _ in 0..2 {
        let word = CREDITING.agency.iter().find(|word| {
            rest.strip_prefix(**word)
                .is_some_and(|behind| bounded("", word, behind))
        });
        let Some(word) = word else { break };
        rest = rest[word.len()..].trim_start();
    }
    CREDITING.after.iter().any(|cue| {
        rest.strip_prefix(cue)
            .is_some_and(|behind| bounded("", cue, behind))
    })
}

/// Whether a cue is no part of a longer word; where there are no blanks, always.
fn bounded(before: &str, cue: &str, behind: &str) -> bool {
    let is_letter = |c: char| c.is_alphanumeric();
    !cue.is_ascii() && cue.starts_with(|c| matches!(c, '\u{3040}'..='\u{9fff}' | '가'..='힣'))
        || !(before.ends_with(is_letter) || behind.starts_with(is_letter))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn credits_are_found_in_their_places() {
        for (byline, text, expected) in [
            (Some("Reuters"), "The harbour reopened.", &["Reuters"][..]),
            (Some("mit Material von dpa und AFP"), "", &["dpa", "AFP"]),
            (
                None,
                "VELORA, March 3 (Reuters) - The harbour reopened.",
                &["Reuters"],
            ),
            (
                None,
                "Velora (dpa/tmn) - Der Hafen ist wieder offen.",
                &["dpa"],
            ),
            (None, "ВЕЛОРА, 3 марта. /ТАСС/. Порт открыт.", &["TASS"]),
            (
                None,
                "ВЕЛОРА, 3 мар — РИА Новости. Порт открыт.",
                &["RIA Novosti"],
            ),
            (None, "Порт открыт, сообщает ТАСС.", &["TASS"]),
            (
                None,
                "По данным агентства Интерфакс, порт открыт.",
                &["Interfax"],
            ),
            (None, "فيلورا - رويترز - أعيد فتح الميناء.", &["Reuters"]),
            (
                None,
                "أعيد فتح الميناء، حسبما ذكرت وكالة فرانس برس.",
                &["AFP"],
            ),
            (
                None,
                "وقال لرويترز إن الميناء مفتوح. وذكرت رويترز أن السفن عادت.",
                &["Reuters"],
            ),
            (None, "أعيد فتح الميناء.\n(وكالات)", &["agencies"]),
            (Some("فيلورا - وكالات"), "", &["agencies"]),
            (None, "新华社维洛拉3月3日电 港口重新开放。", &["Xinhua"]),
            (None, "据法新社报道，港口重新开放。", &["AFP"]),
            (None, "【ベローラ共同】港が再開した。", &["Kyodo"]),
            (None, "ロイター通信によると、港が再開した。", &["Reuters"]),
            (None, "(벨로라=연합뉴스) 항구가 다시 열렸다.", &["Yonhap"]),
            (None, "बंदरगाह खुल गया।\n(आईएएनएस)", &["IANS"]),
            (None, "The harbour reopened. (IANS)", &["IANS"]),
            (None, "The harbour, Xinhua reported, is open.", &["Xinhua"]),
            (None, "He told the AFP news agency so.", &["AFP"]),
            (None, "Selon l’AFP, le port est ouvert.", &["AFP"]),
            (None, "The harbour reopened.\nSource: AP", &["AP"]),
            (None, "به گزارش خبرگزاری فارس، بندر باز شد.", &["Fars"]),
        ] {
            assert_eq!(credits(byline, text), expected, "{byline:?} {text}");
        }
    }

    #[test]
    fn a_name_alone_is_no_credit() {
        for text in [
            "A correspondent of Reuters was hurt when the wall fell.",
            "The AP course of the school is full.",
            "Foto: dpa\nDer Hafen ist wieder offen, und die Schiffe kommen zurück in die Stadt am Meer.",
            "Shares of Bloomberg and Reuters competitors fell.",
            "The reuterswear shop of afplands is open.",
            "",
        ] {
            assert_eq!(credits(None, text), [""; 0], "{text}");
        }
    }

    #[test]
    fn hosts_and_names_have_a_short_form() {
        for (outlet, expected) in [
            ("www.reuters.com", "Reuters"),
            ("رويترز", "Reuters"),
            ("AFP", "AFP"),
            ("english.news.cn", "Xinhua"),
            ("notreuters.com", "notreuters.com"),
            ("Tideline News", "Tideline News"),
        ] {
            assert_eq!(short_name(outlet), expected);
        }
    }

    #[test]
    fn agencies_are_known_by_name_and_host() {
        for outlet in [
            "Reuters",
            "dpa",
            "DPA",
            "وكالة الأنباء السعودية",
            "新华社",
            "ТАСС",
            "www.apnews.com",
            " afp.com ",
        ] {
            assert!(is_agency(outlet), "{outlet}");
        }
        for outlet in [
            "",
            "AP Chemistry",
            "The Lantern Post",
            "notafp.com",
            "dpa.example",
        ] {
            assert!(!is_agency(outlet), "{outlet}");
        }
    }

    #[test]
    fn every_line_of_the_catalogue_has_a_name_and_a_spelling() {
        for line in include_str!("../../data/agencies.txt").lines() {
            if !line.starts_with('#') {
                assert_eq!(line.split('|').count(), 3, "{line}");
                assert!(!line.ends_with([',', '|']), "{line}");
            }
        }
    }
}
