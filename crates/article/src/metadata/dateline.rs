//! The place (and agency) an agency's report opens with.

use std::collections::HashSet;
use std::sync::LazyLock;

use super::words;

static AGENCIES: LazyLock<HashSet<&'static str>> = LazyLock::new(|| {
    words::grouped(include_str!("data/credits.txt"))
        .filter(|(group, _)| *group == "agency")
        .map(|(_, word)| word)
        .chain(
            words::grouped(include_str!("data/datelines.txt"))
                .filter(|(g, _)| *g == "agency")
                .map(|(_, w)| w),
        )
        .collect()
});

/// A dateline is at most this many characters long.
const LONGEST: usize = 80;

/// The dateline a first paragraph opens with, without the dash after it: `BEIRUT (Reuters)`, `LONDON, May 3 (Xinhua)`,
/// `دمشق، سوريا (CNN)`, `القاهرة - رويترز`. `None` where it opens with running text.
///
/// What stands before the first dash is a dateline where it ends in a bracket with an agency's name, names an agency
/// alone or after another dash, or is a place in capitals.
pub fn find(paragraph: &str) -> Option<&str> {
    let paragraph = paragraph.trim_start();
    // 【新华社北京5月3日电】 and (Reuters) open some agencies' reports.
    if let Some(found) = bracketed(paragraph) {
        return Some(found);
    }
    let head = &paragraph[..paragraph
        .char_indices()
        .nth(LONGEST)
        .map_or(paragraph.len(), |(i, _)| i)];
    let (at, len) = first_dash(head)?;
    let before = head[..at].trim_end();
    if before.is_empty()
        || before.contains(['.', '?', '!', '؟', '«', '"', '“']) && !before.ends_with(')')
    {
        return None;
    }
    if let Some(open) = before.rfind('(')
        && before.ends_with(')')
    {
        let inside = before[open + 1..before.len() - 1].trim();
        return (open > 0
            && inside.chars().count() <= 40
            && (is_agency(inside) || is_place_in_capitals(&before[..open])))
        .then_some(before);
    }
    // "القاهرة - رويترز - قال…", "Kyiv - Reuters - The …"
    let after = &head[at + len..];
    if let Some((second, _)) = first_dash(after) {
        let middle = after[..second].trim();
        if is_agency(middle) && words_of(before) <= 4 {
            return Some(head[..at + len + second].trim_end());
        }
    }
    if is_agency(before) {
        return Some(before);
    }
    // "القاهرة: رويترز" and "Berlin/dpa"
    if let Some(cut) = before.rfind([':', '/', '،', ','])
        && is_agency(before[cut..].trim_start_matches(|c: char| !c.is_alphanumeric()))
        && words_of(&before[..cut]) <= 4
    {
        return Some(before);
    }
    is_place_in_capitals(before).then_some(before)
}

/// The place of the first dash that parts: two hyphens, a long dash, or a hyphen between blanks; and its length.
fn first_dash(text: &str) -> Option<(usize, usize)> {
    ["--", "—", "–", " - ", "- ", "ـ "]
        .iter()
        .filter_map(|dash| text.find(dash).map(|at| (at, dash.len())))
        .min()
}

/// Capitals from the first letter on, as agencies set places; a date may follow: `LONDON, May 3`.
fn is_place_in_capitals(before: &str) -> bool {
    let place = before.split(',').next().unwrap_or(before).trim();
    let letters: Vec<char> = place.chars().filter(|c| c.is_alphabetic()).collect();
    letters.len() >= 3
        && letters.iter().all(|c| c.is_uppercase())
        && words_of(place) <= 4
        && words_of(before) <= 8
        && place
            .chars()
            .all(|c| c.is_alphabetic() || matches!(c, ' ' | '.' | '-' | '\'' | '’' | '/'))
}

fn is_agency(name: &str) -> bool {
    let name = name.trim().to_lowercase();
    AGENCIES.contains(name.as_str())
        || name
            .split(['/', ',', '،'])
            .any(|part| AGENCIES.contains(part.trim()))
}

fn words_of(text: &str) -> usize {
    text.split_whitespace().count()
}

/// `(Reuters)` or `【…电】` with which a paragraph opens.
fn bracketed(paragraph: &str) -> Option<&str> {
    let (open, close) = match paragraph.chars().next()? {
        '(' => ('(', ')'),
        '（' => ('（', '）'),
        '【' => ('【', '】'),
        _ => return None,
    };
    let end = paragraph.find(close)?;
    let inside = &paragraph[open.len_utf8()..end];
    (inside.chars().count() <= 40
        && (is_agency(inside) || inside.ends_with('电') || inside.ends_with('電')))
    .then(|| &paragraph[..end + close.len_utf8()])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn datelines_are_found() {
        for (paragraph, expected) in [
            ("BEIRUT (Reuters) – Two ministers met", "BEIRUT (Reuters)"),
            ("دمشق، سوريا (CNN) -- أكدت جهات", "دمشق، سوريا (CNN)"),
            ("القاهرة - رويترز - قال الوزير", "القاهرة - رويترز"),
            ("LONDON, May 3 (Xinhua) -- Two", "LONDON, May 3 (Xinhua)"),
            ("DUBLIN — She is the favourite", "DUBLIN"),
            ("Berlin/dpa - Der Minister", "Berlin/dpa"),
            ("Paris (AFP) - Le ministre", "Paris (AFP)"),
            ("(Reuters) - Two ministers", "(Reuters)"),
            ("（新华社北京5月3日电）部长", "（新华社北京5月3日电）"),
            ("NEW YORK (AP) — Two", "NEW YORK (AP)"),
        ] {
            assert_eq!(find(paragraph), Some(expected), "{paragraph}");
        }
    }

    #[test]
    fn running_text_is_none() {
        for paragraph in [
            "The minister – long in office – resigned",
            "Two ministers met on Monday.",
            "Il dit non (encore) – et part",
            "",
            "A – b",
            "– Angsten vil øke, sier han",
        ] {
            assert_eq!(find(paragraph), None, "{paragraph}");
        }
    }
}
