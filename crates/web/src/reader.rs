//! Who reads: the language of the interface, numerals, calendar, colours and time zone of their choice.
//!
//! A choice is kept in one cookie, so that it needs no script and no record of readers. `?ui=ar` goes before the cookie,
//! the cookie before what the browser says of its languages.

use axum::http::header::{ACCEPT_LANGUAGE, COOKIE};
use axum::http::{HeaderMap, Uri};
use jiff::tz::TimeZone;

/// The cookie that keeps the choice.
pub(crate) const COOKIE_NAME: &str = "khabar-reader";

/// A choice of one among a few, each with the name it has in cookies and forms.
macro_rules! choice {
    ($(#[$about:meta])* $name:ident { $($(#[$of:meta])* $item:ident = $key:literal),+ $(,)? }) => {
        $(#[$about])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
        pub(crate) enum $name { $($(#[$of])* $item),+ }

        impl $name {
            /// Every choice there is.
            pub(crate) const ALL: &'static [Self] = &[$(Self::$item),+];

            /// Its name in cookies and forms.
            pub(crate) fn key(self) -> &'static str {
                match self { $(Self::$item => $key),+ }
            }

            /// The choice of that name.
            pub(crate) fn of(key: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|choice| choice.key() == key)
            }
        }
    };
}

choice! {
    /// The language of the interface.
    Language {
        #[default]
        English = "en",
        Arabic = "ar",
    }
}

choice! {
    /// The digits numbers are written with.
    Numerals {
        #[default]
        Latin = "latn",
        Arabic = "arab",
        Persian = "arabext",
    }
}

choice! {
    /// The calendar days are given in.
    Calendar {
        #[default]
        Gregorian = "gregory",
        /// Umm al-Qura.
        Hijri = "islamic-umalqura",
        Persian = "persian",
    }
}

choice! {
    /// The colours of the pages.
    Theme {
        /// As the reader's system has it.
        #[default]
        Auto = "auto",
        Light = "light",
        Dark = "dark",
    }
}

impl Language {
    /// Which way it is written: `ltr` or `rtl`.
    pub(crate) fn direction(self) -> &'static str {
        match self {
            Self::English => "ltr",
            Self::Arabic => "rtl",
        }
    }

    /// Its own name for itself.
    pub(crate) fn own_name(self) -> &'static str {
        match self {
            Self::English => "English",
            Self::Arabic => "العربية",
        }
    }
}

/// What a reader has chosen.
#[derive(Debug, Clone)]
pub(crate) struct Reader {
    pub(crate) language: Language,
    pub(crate) numerals: Numerals,
    pub(crate) calendar: Calendar,
    pub(crate) theme: Theme,
    /// Where they are, for the hour and the day of what happened.
    pub(crate) zone: TimeZone,
    /// Whether `?ui=` asked for a language other than the cookie's, so that the cookie is to follow.
    pub(crate) turned: bool,
}

impl Default for Reader {
    fn default() -> Self {
        Self {
            language: Language::default(),
            numerals: Numerals::default(),
            calendar: Calendar::default(),
            theme: Theme::default(),
            zone: TimeZone::UTC,
            turned: false,
        }
    }
}

impl Reader {
    /// Who asks for `uri` with these `headers`, and is in `zone` unless they say otherwise. What is not understood counts as
    /// not said.
    pub(crate) fn of(uri: &Uri, headers: &HeaderMap, zone: &TimeZone) -> Self {
        let mut reader = match cookie(headers, COOKIE_NAME) {
            Some(kept) => Self::from_cookie(kept, zone),
            None => Self {
                language: accepted(headers),
                zone: zone.clone(),
                ..Self::default()
            },
        };
        let asked = uri
            .query()
            .and_then(|query| query.split('&').find_map(|pair| pair.strip_prefix("ui=")))
            .and_then(Language::of);
        if let Some(asked) = asked {
            reader.turned = asked != reader.language || cookie(headers, COOKIE_NAME).is_none();
            reader.language = asked;
        }
        reader
    }

    /// The choice as a cookie keeps it.
    fn from_cookie(kept: &str, zone: &TimeZone) -> Self {
        let mut parts = kept.split('.');
        let mut next = || parts.next().unwrap_or_default();
        Self {
            language: Language::of(next()).unwrap_or_default(),
            numerals: Numerals::of(next()).unwrap_or_default(),
            calendar: Calendar::of(next()).unwrap_or_default(),
            theme: Theme::of(next()).unwrap_or_default(),
            zone: TimeZone::get(next()).unwrap_or_else(|_| zone.clone()),
            turned: false,
        }
    }

    /// The name of their time zone: `UTC`, `Asia/Beirut`. That of a machine may have none; it is empty then, as where no
    /// zone is chosen.
    pub(crate) fn zone_name(&self) -> &str {
        self.zone.iana_name().unwrap_or_default()
    }

    /// The value of a `Set-Cookie` header that keeps the choice for a year.
    pub(crate) fn set_cookie(&self) -> String {
        format!(
            "{COOKIE_NAME}={}.{}.{}.{}.{}; Path=/; Max-Age=31536000; SameSite=Lax; HttpOnly",
            self.language.key(),
            self.numerals.key(),
            self.calendar.key(),
            self.theme.key(),
            self.zone_name(),
        )
    }
}

/// The value of a cookie.
pub(crate) fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers
        .get_all(COOKIE)
        .iter()
        .filter_map(|header| header.to_str().ok())
        .flat_map(|header| header.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find_map(|(key, value)| (key == name).then_some(value))
}

/// The language of the interface that the browser prefers among those there are.
fn accepted(headers: &HeaderMap) -> Language {
    let wishes = headers
        .get(ACCEPT_LANGUAGE)
        .and_then(|header| header.to_str().ok())
        .unwrap_or_default();
    let mut best = (0.0, Language::default());
    for wish in wishes.split(',').take(32) {
        let (tag, weight) = wish.split_once(';').unwrap_or((wish, "q=1"));
        let primary = tag.trim().split('-').next().unwrap_or_default();
        let weight = weight.trim().strip_prefix("q=").unwrap_or("1");
        let weight: f32 = weight.parse().unwrap_or(0.0);
        if let Some(language) = Language::of(&primary.to_ascii_lowercase())
            && weight > best.0
        {
            best = (weight, language);
        }
    }
    best.1
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reader(uri: &str, headers: &[(&'static str, &str)]) -> Reader {
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            map.insert(*name, value.parse().unwrap());
        }
        Reader::of(&uri.parse().unwrap(), &map, &TimeZone::UTC)
    }

    #[test]
    fn the_browser_is_asked_where_nobody_chose() {
        let of = |accept| reader("/", &[("accept-language", accept)]).language;
        assert_eq!(of("ar-LB,ar;q=0.9,en;q=0.8"), Language::Arabic);
        assert_eq!(of("fr, en;q=0.4, AR;q=0.5"), Language::Arabic);
        assert_eq!(of("en;q=0.9, ar;q=0.1"), Language::English);
        assert_eq!(of("ar;q=0"), Language::English);
        assert_eq!(of("fa;;q=,,"), Language::English);
    }

    #[test]
    fn a_choice_outlives_the_visit() {
        let chosen = Reader {
            language: Language::Arabic,
            numerals: Numerals::Persian,
            calendar: Calendar::Hijri,
            theme: Theme::Dark,
            zone: TimeZone::get("Asia/Beirut").unwrap(),
            turned: false,
        };
        let kept = chosen.set_cookie();
        let kept = kept.split(';').next().unwrap();
        let again = reader("/", &[("cookie", &format!("a=b; {kept}"))]);
        assert_eq!(again.set_cookie(), chosen.set_cookie());
    }

    #[test]
    fn a_zone_without_a_name_stays_that_of_the_machine() {
        let zone = TimeZone::fixed(jiff::tz::offset(5));
        let here = Reader {
            zone: zone.clone(),
            ..Reader::default()
        };
        let kept = here.set_cookie();
        let kept = kept.split([';', '=']).nth(1).unwrap();
        assert_eq!(kept, "en.latn.gregory.auto.");
        assert_eq!(Reader::from_cookie(kept, &zone).zone, zone);
    }

    #[test]
    fn the_address_goes_before_the_cookie() {
        let kept = [("cookie", "khabar-reader=en.arab")];
        let asked = reader("/?q=1&ui=ar", &kept);
        assert_eq!(asked.language, Language::Arabic);
        assert_eq!(asked.numerals, Numerals::Arabic);
        assert!(asked.turned);
        assert!(!reader("/?ui=en", &kept).turned);
        assert_eq!(reader("/?ui=xx", &kept).language, Language::English);
    }

    #[test]
    fn a_cookie_of_nonsense_counts_as_none() {
        let reader = reader("/", &[("cookie", "khabar-reader=....../../etc/passwd")]);
        assert_eq!(reader.zone_name(), "UTC");
        assert_eq!(reader.language, Language::English);
    }
}
