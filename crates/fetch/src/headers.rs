//! What headers say of time: when to come again, and how long an answer holds.

use std::time::{Duration, SystemTime};

use ureq::http::{HeaderMap, HeaderName, header};

/// The longest wait that a site can ask for.
const LONGEST_WAIT: Duration = Duration::from_hours(24);

/// The value of a header, where it is text.
pub(crate) fn text(headers: &HeaderMap, name: HeaderName) -> Option<String> {
    Some(headers.get(name)?.to_str().ok()?.trim().to_owned())
}

/// The words of a header that is a list, in lower case, in their order over all of its lines.
pub(crate) fn words(headers: &HeaderMap, name: HeaderName) -> Vec<String> {
    let lines = headers
        .get_all(name)
        .iter()
        .filter_map(|value| value.to_str().ok());
    let words = lines.flat_map(|line| line.split(','));
    let words = words.map(|word| word.trim().to_ascii_lowercase());
    words.filter(|word| !word.is_empty()).collect()
}

/// How long a site asks to wait: `Retry-After`, in seconds or as a date. No more than a day.
pub(crate) fn retry_after(headers: &HeaderMap, now: SystemTime) -> Option<Duration> {
    let value = text(headers, header::RETRY_AFTER)?;
    let wait = match seconds(&value) {
        Some(seconds) => seconds,
        // A date that is past means now.
        None => httpdate::parse_http_date(&value)
            .ok()?
            .duration_since(now)
            .unwrap_or_default(),
    };
    Some(wait.min(LONGEST_WAIT))
}

/// How long an answer may be kept: RFC 9111, 4.2.1, for a cache of one's own. `None` where it says nothing.
pub(crate) fn keep(headers: &HeaderMap, now: SystemTime) -> Option<Duration> {
    let control = words(headers, header::CACHE_CONTROL);
    if control
        .iter()
        .any(|word| word == "no-store" || word == "no-cache")
    {
        return Some(Duration::ZERO);
    }
    let age = text(headers, header::AGE).and_then(|age| seconds(&age));
    let max_age = control
        .iter()
        .find_map(|word| seconds(word.strip_prefix("max-age=")?.trim_matches('"')));
    if let Some(max_age) = max_age {
        return Some(max_age.saturating_sub(age.unwrap_or_default()));
    }
    let expires = text(headers, header::EXPIRES)?;
    let date = text(headers, header::DATE).and_then(|date| httpdate::parse_http_date(&date).ok());
    // What is no date, as 0, means that it is past.
    let keep = httpdate::parse_http_date(&expires)
        .ok()
        .and_then(|expires| {
            let keep = expires.duration_since(date.unwrap_or(now)).ok()?;
            Some(keep.saturating_sub(age.unwrap_or_default()))
        });
    Some(keep.unwrap_or_default())
}

/// A whole number of seconds; one too large to be written down is as long as can be.
fn seconds(value: &str) -> Option<Duration> {
    let is_number = !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| Duration::from_secs(value.parse().unwrap_or(u64::from(u32::MAX))))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Monday, 2 March 2026, 09:40:00 UTC.
    const NOW: u64 = 1_772_444_400;

    fn now() -> SystemTime {
        SystemTime::UNIX_EPOCH + Duration::from_secs(NOW)
    }

    fn headers(lines: &[(&'static str, &'static str)]) -> HeaderMap {
        let lines = lines
            .iter()
            .map(|(name, value)| (HeaderName::from_static(name), value.parse().unwrap()));
        lines.collect()
    }

    #[test]
    fn when_to_come_again_is_said_in_seconds_or_as_a_date() {
        let wait = |value| retry_after(&headers(&[("retry-after", value)]), now());
        assert_eq!(wait("120"), Some(Duration::from_mins(2)));
        assert_eq!(
            wait("Mon, 02 Mar 2026 09:41:30 GMT"),
            Some(Duration::from_secs(90))
        );
        assert_eq!(
            wait("Monday, 02-Mar-26 09:41:30 GMT"),
            Some(Duration::from_secs(90))
        );
        assert_eq!(wait("Mon, 02 Mar 2026 09:00:00 GMT"), Some(Duration::ZERO));
        for long in [
            "86401",
            "99999999999999999999999",
            "Sat, 02 Mar 2126 09:41:30 GMT",
        ] {
            assert_eq!(wait(long), Some(LONGEST_WAIT), "{long}");
        }
        for none in ["", "soon", "-5", "1.5", "+3"] {
            assert_eq!(wait(none), None, "{none}");
        }
    }

    #[test]
    fn how_long_an_answer_holds() {
        let keep = |lines: &[(&'static str, &'static str)]| {
            super::keep(&headers(lines), now()).map(|keep| keep.as_secs())
        };
        assert_eq!(keep(&[]), None);
        assert_eq!(keep(&[("cache-control", "public, Max-Age=600")]), Some(600));
        assert_eq!(
            keep(&[("cache-control", "max-age=600"), ("age", "590")]),
            Some(10)
        );
        assert_eq!(
            keep(&[("cache-control", "max-age=60"), ("age", "90")]),
            Some(0)
        );
        assert_eq!(keep(&[("cache-control", "max-age=60, no-cache")]), Some(0));
        assert_eq!(
            keep(&[
                ("cache-control", "max-age=60"),
                ("expires", "Mon, 02 Mar 2026 10:40:00 GMT")
            ]),
            Some(60)
        );
        assert_eq!(
            keep(&[("expires", "Mon, 02 Mar 2026 10:40:00 GMT")]),
            Some(3600)
        );
        // The site's clock counts, not ours.
        assert_eq!(
            keep(&[
                ("expires", "Mon, 02 Mar 2026 10:40:00 GMT"),
                ("date", "Mon, 02 Mar 2026 10:30:00 GMT")
            ]),
            Some(600)
        );
        assert_eq!(keep(&[("expires", "0")]), Some(0));
        assert_eq!(keep(&[("cache-control", "max-age=soon")]), None);
    }
}
