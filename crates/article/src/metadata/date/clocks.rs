//! The clocks of the country a page comes from.

use jiff::civil::Time;
use jiff::tz::{Offset, TimeZone};

use super::address;
use super::candidates::Candidate;
use crate::dates::Moment;

const LIST: &str = include_str!("../data/clocks.txt");

/// The zone of the country that the address ends in, else of the region the language is tagged with.
fn zone_of(url: Option<&str>, language: Option<&str>) -> Option<TimeZone> {
    zone_in(url.and_then(address::country)).or_else(|| {
        let region = language?.split(['-', '_']).next_back();
        zone_in(region.filter(|_| language.is_some_and(|tag| tag.len() > 3)))
    })
}

fn zone_in(country: Option<&str>) -> Option<TimeZone> {
    let country = country?;
    let name = entries().find_map(|(zone, mut countries)| {
        countries
            .any(|c| c.eq_ignore_ascii_case(country))
            .then_some(zone)
    })?;
    TimeZone::get(name).ok()
}

/// The zones of the list, each with its countries.
fn entries() -> impl Iterator<Item = (&'static str, impl Iterator<Item = &'static str>)> {
    LIST.lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| line.split_once('='))
        .map(|(zone, countries)| (zone.trim(), countries.split(',').map(str::trim)))
}

/// Sets a time given in UTC by the clocks of the country, where that brings it to the day the page states elsewhere:
/// what is published late in the evening in UTC is next day's in the east.
pub fn set(found: &mut [Candidate], url: Option<&str>, language: Option<&str>) {
    let in_utc = |c: &Candidate| match c.moment {
        Moment::Zoned(at, offset) if offset.is_zero() && at.time() != Time::midnight() => Some(at),
        _ => None,
    };
    if !found.iter().any(|c| in_utc(c).is_some()) {
        return;
    }
    let Some(zone) = zone_of(url, language) else {
        return;
    };
    let stated: Vec<_> = found
        .iter()
        .filter(|c| !matches!(c.moment, Moment::Zoned(..)) && !c.traits.is_apart())
        .map(|c| c.moment.day())
        .collect();
    for candidate in found {
        let local = in_utc(candidate)
            .and_then(|at| Offset::UTC.to_timestamp(at).ok())
            .map(|at| (zone.to_datetime(at), zone.to_offset(at)));
        if let Some((local, offset)) = local
            && stated.contains(&local.date())
            && !stated.contains(&candidate.moment.day())
        {
            candidate.moment = Moment::Zoned(local, offset);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_zone_exists() {
        for (name, countries) in entries() {
            assert!(TimeZone::get(name).is_ok(), "{name}");
            assert!(countries.into_iter().all(|c| c.len() == 2), "{name}");
        }
    }

    #[test]
    fn the_address_goes_before_the_language() {
        let name = |url, language| {
            zone_of(Some(url), Some(language))
                .and_then(|zone| zone.iana_name().map(str::to_owned))
                .unwrap_or_default()
        };
        assert_eq!(name("https://a.example.it/x", "en-US"), "Europe/Rome");
        assert_eq!(name("https://a.com/x", "en-US"), "America/New_York");
        assert_eq!(name("https://a.com/x", "zh-Hant-TW"), "Asia/Taipei");
        for language in ["de", "uk", "", "zh-Hans"] {
            assert_eq!(name("https://a.io/x", language), "", "{language}");
        }
    }
}
