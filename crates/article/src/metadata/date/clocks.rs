//! The clocks of the country a page comes from.

use jiff::tz::{Offset, TimeZone};

use super::address;
use super::candidates::{Candidate, Role};
use crate::dates::Moment;
use crate::metadata::words::grouped;

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
    grouped(LIST)
        .filter_map(|(_, line)| line.split_once('='))
        .map(|(zone, countries)| (zone.trim(), countries.split(',').map(str::trim)))
}

/// Sets a time given in UTC by the clocks of the country, where that brings it to the day the page states elsewhere:
/// what is published late in the evening in UTC is next day's in the east. Changes keep their time, lest they
/// speak for the day of publication.
pub fn set(found: &mut [Candidate], url: Option<&str>, language: Option<&str>) {
    if !found.iter().any(|c| c.moment.is_in_utc()) {
        return;
    }
    let Some(zone) = zone_of(url, language) else {
        return;
    };
    let in_utc: Vec<_> = found
        .iter()
        .filter(|c| c.moment.is_in_utc())
        .map(|c| c.moment)
        .collect();
    // A clock time without an offset that is the one in UTC lacks no more than its mark.
    let lacks_mark = |moment: Moment| {
        let Moment::Local(at) = moment else {
            return false;
        };
        in_utc.iter().any(|utc| {
            matches!(utc, Moment::Zoned(utc, _) if utc.duration_since(at).as_secs().abs() < 60)
        })
    };
    let stated: Vec<_> = found
        .iter()
        .filter(|c| !matches!(c.moment, Moment::Zoned(..)) && !c.traits.is_apart())
        .map(|c| c.moment)
        .filter(|&moment| !lacks_mark(moment))
        .map(|moment| moment.day())
        .collect();
    let is_asked = |c: &&mut Candidate| c.moment.is_in_utc() && c.role != Role::Modified;
    for candidate in found.iter_mut().filter(is_asked) {
        let Moment::Zoned(utc, _) = candidate.moment else {
            continue;
        };
        let Ok(instant) = Offset::UTC.to_timestamp(utc) else {
            continue;
        };
        let local = zone.to_datetime(instant);
        if stated.contains(&local.date()) && !stated.contains(&utc.date()) {
            candidate.moment = Moment::Zoned(local, zone.to_offset(instant));
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
