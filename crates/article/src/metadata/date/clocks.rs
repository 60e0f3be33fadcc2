//! The clocks of the country a page comes from.

use jiff::civil::Time;
use jiff::tz::{Offset, TimeZone};

use super::address;
use super::candidates::Candidate;
use crate::dates::Moment;

const LIST: &str = include_str!("../data/clocks.txt");

/// The zone of the country that the address ends in.
fn zone_of(url: &str) -> Option<TimeZone> {
    let country = address::country(url)?;
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
pub fn set(found: &mut [Candidate], url: &str) {
    let in_utc = |c: &Candidate| match c.moment {
        Moment::Zoned(at, offset) if offset.is_zero() && at.time() != Time::midnight() => Some(at),
        _ => None,
    };
    if !found.iter().any(|c| in_utc(c).is_some()) {
        return;
    }
    let Some(zone) = zone_of(url) else {
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
    fn countries_of_several_zones_have_none() {
        assert!(zone_of("https://a.example.it/x").is_some());
        for url in ["https://a.example.ca/x", "https://a.com/x", "https://a.io"] {
            assert!(zone_of(url).is_none(), "{url}");
        }
    }
}
