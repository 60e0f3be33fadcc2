//! Captions of pictures: what is shown, and whose picture it is.

use std::collections::HashSet;
use std::sync::LazyLock;

use super::{text, words};

/// Words of credits, from `data/credits.txt`, in lower case.
struct Vocabulary {
    /// The longest first.
    mark: Vec<&'static str>,
    agency: HashSet<&'static str>,
}

static VOCABULARY: LazyLock<Vocabulary> = LazyLock::new(|| {
    let list = include_str!("data/credits.txt");
    let group = |name: &'static str| {
        words::grouped(list)
            .filter(move |(g, _)| *g == name)
            .map(|(_, w)| w)
    };
    let mut mark: Vec<_> = group("mark").collect();
    mark.sort_unstable_by_key(|w| std::cmp::Reverse(w.len()));
    Vocabulary {
        mark,
        agency: group("agency").collect(),
    }
});

/// A caption without its credit, and the credit without "Photo:"; either is `None` where it is not there.
///
/// Known forms: `Text. Photo: Ann Lee`, `Text (Foto: dpa)`, `Text © Reuters`, `Text | Quelle: dpa`,
/// `Text / Ann Lee for the Example`, `Photo by Ann Lee on Example`, and a credit alone.
pub fn split(caption: &str) -> (Option<String>, Option<String>) {
    let caption = text::fold(caption);
    let (shown, credit) = parted(&caption);
    let tidy = |s: &str| {
        let s = s.trim().trim_matches(|c: char| {
            c.is_whitespace() || matches!(c, '|' | '/' | '-' | '–' | '—' | '•' | '·' | ',')
        });
        (!s.is_empty()).then(|| s.to_owned())
    };
    let credit = credit.and_then(|c| {
        let c = c.trim_matches(|c: char| {
            c.is_whitespace()
                || matches!(
                    c,
                    '(' | ')' | '[' | ']' | '|' | '/' | '-' | '–' | ':' | '.' | ','
                )
        });
        tidy(c)
    });
    (tidy(shown), credit)
}

fn parted(caption: &str) -> (&str, Option<&str>) {
    // A closing bracket that names a credit.
    if let Some(inner_end) = caption.trim_end_matches('.').strip_suffix([')', ']'])
        && let Some(open) = inner_end.rfind(['(', '['])
    {
        let inner = &inner_end[open + 1..];
        if let Some(credit) = after_mark(inner) {
            return (&caption[..open], Some(credit));
        }
        if is_agency(inner) {
            return (&caption[..open], Some(inner));
        }
    }
    // The last mark that begins a sentence or part of one.
    if let Some((at, credit)) = last_mark(caption)
        && credit.chars().count() <= 120
    {
        return (&caption[..at], Some(credit));
    }
    // "…in Beirut. Reuters", "… | dpa"
    for separator in [" | ", " / ", " – ", " - ", ". "] {
        if let Some(at) = caption.rfind(separator) {
            let last = &caption[at + separator.len()..];
            if is_agency(last.trim_end_matches('.')) {
                let keep = if separator == ". " { at + 1 } else { at };
                return (&caption[..keep], Some(last));
            }
        }
    }
    if is_agency(caption) {
        return ("", Some(caption));
    }
    (caption, None)
}

/// What follows "Photo:" at the start of a text.
fn after_mark(part: &str) -> Option<&str> {
    let part = part.trim_start();
    let lower = part.to_lowercase();
    if lower.len() != part.len() {
        // Lower case that is longer than what it was made from is no guide to it.
        return part.strip_prefix('©');
    }
    VOCABULARY.mark.iter().find_map(|mark| {
        let rest = lower.strip_prefix(mark)?;
        let original = &part[part.len() - rest.len()..];
        let symbol = mark.ends_with(|c: char| !c.is_alphanumeric());
        let closed = original
            .trim_start()
            .starts_with([':', '：', '/', '|', '©'])
            || symbol
            || mark.contains(' ');
        (closed && !original.trim().is_empty()).then(|| {
            original.trim_start_matches(|c: char| {
                c.is_whitespace() || matches!(c, ':' | '：' | '/' | '|' | '©')
            })
        })
    })
}

/// Where the last mark of a credit begins, and the credit.
fn last_mark(caption: &str) -> Option<(usize, &str)> {
    let mut found = None;
    let mut starts = true;
    // A caption is a few hundred characters; what is longer is looked at from near its end.
    let from = text::floor(caption, caption.len().saturating_sub(400));
    for (at, c) in caption[from..].char_indices() {
        let at = at + from;
        if (starts || c == '©')
            && !c.is_whitespace()
            && let Some(credit) = after_mark(&caption[at..])
        {
            // "Photo: Ann Lee © Agency" is one credit.
            found.get_or_insert((at, credit));
        }
        starts =
            c.is_whitespace() || matches!(c, '.' | '|' | '(' | '[' | '/' | '–' | '-' | '،' | '。');
    }
    found
}

/// Whether a credit is an agency's name, or a person's followed by one: `Reuters`, `Ann Lee/AFP`, `dpa/Max Muster`.
pub(crate) fn is_agency(credit: &str) -> bool {
    let lower = credit.trim().to_lowercase();
    let known = |name: &str| VOCABULARY.agency.contains(name);
    lower.chars().count() <= 60
        && (known(&lower)
            || lower.split(['/', ',', '|']).map(str::trim).any(|p| {
                known(p)
                    || p.rsplit_once(" via ")
                        .is_some_and(|(_, agency)| known(agency))
            }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn captions_and_credits_part() {
        for (caption, shown, credit) in [
            (
                "The harbour at dawn. Photo: Ann Lee",
                Some("The harbour at dawn."),
                Some("Ann Lee"),
            ),
            (
                "Der Hafen am Morgen (Foto: dpa)",
                Some("Der Hafen am Morgen"),
                Some("dpa"),
            ),
            (
                "Der Hafen. © Max Muster/dpa",
                Some("Der Hafen."),
                Some("Max Muster/dpa"),
            ),
            (
                "Le port | Crédit photo : Luc Petit",
                Some("Le port"),
                Some("Luc Petit"),
            ),
            (
                "ميناء بيروت - صورة: رويترز",
                Some("ميناء بيروت"),
                Some("رويترز"),
            ),
            (
                "Photo by Ann Lee on Example",
                None,
                Some("Ann Lee on Example"),
            ),
            (
                "The harbour at dawn. Reuters",
                Some("The harbour at dawn."),
                Some("Reuters"),
            ),
            (
                "The harbour (Ann Lee/AFP)",
                Some("The harbour"),
                Some("Ann Lee/AFP"),
            ),
            ("Getty Images", None, Some("Getty Images")),
            (
                "A photo of the harbour",
                Some("A photo of the harbour"),
                None,
            ),
            (
                "Photography matters (2019)",
                Some("Photography matters (2019)"),
                None,
            ),
            ("", None, None),
        ] {
            assert_eq!(
                split(caption),
                (shown.map(str::to_owned), credit.map(str::to_owned)),
                "{caption}"
            );
        }
    }
}
