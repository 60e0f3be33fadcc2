//! How sites say that a page is not for the use of AI. What robots.txt says of it is read with the rest of robots.txt.

use ureq::http::{HeaderMap, HeaderName};

use crate::headers;

/// The names of the programs that gather for AI.
pub(crate) fn crawlers() -> impl Iterator<Item = &'static str> {
    let lines = include_str!("ai_crawlers.txt").lines().map(str::trim);
    lines.filter(|line| !line.is_empty() && !line.starts_with('#'))
}

/// What in the `<meta>` elements of a page says that it is not for the use of AI: `meta robots: noai`. Takes the name and
/// the content of each, in any case and order.
///
/// ```
/// let metas = [("viewport", "width=device-width"), ("robots", "index, noai")];
/// assert_eq!(khabar_fetch::ai_opt_out_of_page(metas).as_deref(), Some("meta robots: noai"));
/// ```
pub fn ai_opt_out_of_page<'a>(
    metas: impl IntoIterator<Item = (&'a str, &'a str)>,
) -> Option<String> {
    metas.into_iter().find_map(|(name, content)| {
        let name = name.trim().to_ascii_lowercase();
        match name.as_str() {
            "robots" => {
                let words = content.split([',', ' ']).map(str::to_ascii_lowercase);
                directive(words).map(|word| format!("meta robots: {word}"))
            }
            "tdm-reservation" if content.trim() == "1" => {
                Some("meta tdm-reservation: 1".to_owned())
            }
            _ => None,
        }
    })
}

/// What in the headers of an answer says that it is not for the use of AI: `X-Robots-Tag: noai`.
pub(crate) fn of_headers(headers: &HeaderMap) -> Option<String> {
    let tags = headers::words(headers, HeaderName::from_static("x-robots-tag"));
    // Before the first word may stand the name of the program it is meant for.
    let tags = tags.into_iter().map(|tag| match tag.rsplit_once(':') {
        Some((_, tag)) => tag.trim().to_owned(),
        None => tag,
    });
    if let Some(word) = directive(tags) {
        return Some(format!("X-Robots-Tag: {word}"));
    }
    let tdm = headers::text(headers, HeaderName::from_static("tdm-reservation"));
    (tdm.as_deref() == Some("1")).then(|| "tdm-reservation: 1".to_owned())
}

/// The first word, of those in lower case, that says no to AI.
fn directive(mut words: impl Iterator<Item = String>) -> Option<String> {
    words.find(|word| matches!(word.trim(), "noai" | "noimageai"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_crawlers_are_named_once_each_as_robots_txt_has_them() {
        let mut names: Vec<String> = crawlers().map(str::to_ascii_lowercase).collect();
        assert!(names.contains(&"gptbot".to_owned()) && names.len() > 20);
        names.sort();
        assert!(names.windows(2).all(|pair| pair[0] != pair[1]));
        for name in crawlers() {
            assert_eq!(crate::robots::product(name), name);
        }
    }

    #[test]
    fn a_page_says_it_of_itself() {
        let of = |name, content| ai_opt_out_of_page([("viewport", "x"), (name, content)]);
        assert_eq!(
            of("ROBOTS", "NoAI,nofollow").as_deref(),
            Some("meta robots: noai")
        );
        assert_eq!(
            of("robots", "noimageai").as_deref(),
            Some("meta robots: noimageai")
        );
        assert_eq!(
            of("tdm-reservation", " 1 ").as_deref(),
            Some("meta tdm-reservation: 1")
        );
        for (name, content) in [
            ("robots", "noindex"),
            ("tdm-reservation", "0"),
            ("description", "noai"),
        ] {
            assert_eq!(of(name, content), None);
        }
    }

    #[test]
    fn a_header_says_it_of_its_answer() {
        let of = |name: &'static str, values: &[&'static str]| {
            let mut headers = HeaderMap::new();
            for value in values {
                headers.append(HeaderName::from_static(name), value.parse().unwrap());
            }
            of_headers(&headers)
        };
        let tag = "x-robots-tag";
        assert_eq!(
            of(tag, &["noindex", "NoAI"]).as_deref(),
            Some("X-Robots-Tag: noai")
        );
        assert_eq!(
            of(tag, &["otherbot: nofollow, noimageai"]).as_deref(),
            Some("X-Robots-Tag: noimageai")
        );
        assert_eq!(
            of(tag, &["khabar: noai"]).as_deref(),
            Some("X-Robots-Tag: noai")
        );
        assert_eq!(
            of(
                tag,
                &["noindex, unavailable_after: 25 Jun 2026 15:00:00 PST"]
            ),
            None
        );
        assert_eq!(
            of("tdm-reservation", &["1"]).as_deref(),
            Some("tdm-reservation: 1")
        );
        assert_eq!(of("tdm-reservation", &["0"]), None);
    }
}
