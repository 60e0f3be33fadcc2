//! Addresses of reports: every design of a site has its own way to make them.

use unicode_normalization::UnicodeNormalization;

use crate::kinds::Kind;
use crate::outlets::{Design, Outlet};
use crate::tellers::Draft;

/// The address of a report below its site's base. The last number in it is the report's own.
pub(crate) fn of(
    outlet: &Outlet,
    draft: &Draft,
    kind: &Kind,
    headline: &str,
    city: &str,
) -> String {
    let day = outlet.offset().to_datetime(draft.at).date();
    let (year, month, date) = (day.year(), day.month(), day.day());
    let id = draft.id;
    let section = kind.section;
    let slug = slug(headline, kind.key, city);
    match outlet.design {
        Design::Wordpress => format!("/{year}/{month:02}/{date:02}/{slug}-{id}/"),
        Design::Grid => format!("/{section}/{slug}-{id}.html"),
        Design::Agency => format!("/news/{id}"),
        Design::Table => format!("/show.php?id={id}"),
        Design::App => format!("/story/{slug}/{id}"),
        Design::Amp => format!("/{section}/{year}{month:02}{date:02}/{slug}.{id}.html"),
        Design::Magazine => format!("/{slug}--{id}"),
        Design::Broadcaster => format!("/{section}/news-{id}"),
    }
}

/// The number of the report an address is of: the last run of digits in it.
pub(crate) fn id(path: &str) -> Option<u64> {
    let last = path.rfind(|at: char| at.is_ascii_digit())? + 1;
    let begin = path[..last]
        .rfind(|at: char| !at.is_ascii_digit())
        .map_or(0, |at| {
            at + path[at..].chars().next().map_or(1, char::len_utf8)
        });
    path[begin..last].parse().ok()
}

/// The words of a headline as an address has them; kind and city where it is not in Latin letters. Its figures are left
/// out, since they may change while the address stays.
fn slug(headline: &str, kind: &str, city: &str) -> String {
    let mut out = String::with_capacity(headline.len());
    let latin =
        headline.chars().filter(char::is_ascii_alphabetic).count() * 2 > headline.chars().count();
    let words = |text: &str, out: &mut String| {
        for letter in text.nfkd() {
            match letter {
                'a'..='z' | 'A'..='Z' => out.push(letter.to_ascii_lowercase()),
                // These two NFKD leaves as they are.
                'ı' => out.push('i'),
                'ß' => out.push_str("ss"),
                '\u{300}'..='\u{36f}' => {}
                _ if !out.is_empty() && !out.ends_with('-') => out.push('-'),
                _ => {}
            }
        }
    };
    if latin {
        words(headline, &mut out);
    } else {
        words(kind, &mut out);
        out.push('-');
        words(city, &mut out);
    }
    // Not within a word.
    if let Some(end) = (out.len() > 60).then(|| out[..60].rfind('-').unwrap_or(60)) {
        out.truncate(end);
    }
    out.truncate(out.trim_end_matches('-').len());
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_tells_its_report() {
        assert_eq!(id("/2026/03/02/port-of-velora-1234/"), Some(1234));
        assert_eq!(id("/show.php?id=77"), Some(77));
        assert_eq!(id("/a"), None);
        assert_eq!(id("/x-99999999999999999999999"), None);
        assert_eq!(
            slug("Été à Velora : 15 jours", "heat", "Velora"),
            "ete-a-velora-jours"
        );
        assert_eq!(slug("Sıcak hava", "heat", "Velora"), "sicak-hava");
        assert_eq!(
            slug("Große Straße gesperrt", "bridge", "Velora"),
            "grosse-strasse-gesperrt"
        );
        assert_eq!(
            slug("الميناء يفتح", "harbour", "Port Selin"),
            "harbour-port-selin"
        );
    }
}
