//! What happens: stories, their events and the facts of each.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::Offset;

use crate::kinds::Kind;
use crate::language::PartOfDay;
use crate::names::{Names, Person};
use crate::random::Random;

/// All there is to know of a story. Its outlets tell parts of it.
#[derive(Debug, Clone)]
pub(crate) struct Story {
    pub(crate) number: u64,
    /// When it happens.
    pub(crate) at: Timestamp,
    pub(crate) kind: usize,
    pub(crate) city: usize,
    /// A second city, never the first.
    pub(crate) other: usize,
    pub(crate) land: usize,
    /// Who speaks: somebody with an office, somebody who sees it otherwise, somebody who was there.
    pub(crate) people: [Person; 3],
    pub(crate) company: usize,
    pub(crate) figures: Figures,
    /// How it goes on the next day, if it does.
    pub(crate) sequel: Option<Timestamp>,
}

/// The numbers of a story. Each is drawn from numbers that all take the same form of a noun in each language (in Arabic
/// 5 to 9 take its plural, 15 to 60 its singular; in Russian all end in what takes the genitive plural).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Figures {
    pub(crate) few: u32,
    /// The one that is known better later, or told wrongly.
    pub(crate) main: u32,
    /// What `main` becomes when more is known.
    pub(crate) later: u32,
    /// What a careless report has in the place of `main`.
    pub(crate) wrong: u32,
    pub(crate) mid: u32,
    pub(crate) big: u32,
    pub(crate) bigger: u32,
    pub(crate) cost: u32,
    pub(crate) share: u32,
    pub(crate) year: u32,
    pub(crate) score: [u32; 2],
    /// Days until what comes next.
    pub(crate) ahead: i8,
}

const MIDDLING: [u32; 26] = [
    15, 16, 17, 18, 19, 20, 25, 26, 27, 28, 29, 30, 35, 36, 37, 38, 39, 40, 45, 46, 47, 48, 49, 50,
    55, 60,
];

impl Figures {
    fn draw(random: &mut Random) -> Self {
        let main = random.below(MIDDLING.len() - 4);
        let loser = random.below(3) as u32;
        Self {
            few: 5 + random.below(5) as u32,
            main: MIDDLING[main],
            later: MIDDLING[main + 1 + random.below(3)],
            wrong: MIDDLING[(main + 5 + random.below(12)) % MIDDLING.len()],
            mid: *random.pick(&MIDDLING),
            big: 100 * (2 + random.below(30) as u32),
            bigger: 100 * (33 + random.below(60) as u32),
            cost: *random.pick(&MIDDLING),
            share: *random.pick(&MIDDLING),
            year: 1905 + random.below(90) as u32,
            score: [loser + 1 + random.below(2) as u32, loser],
            ahead: 2 + random.below(4) as i8,
        }
    }
}

/// The first moment of this world: 2015-01-01, UTC.
const BEGINNING: i64 = 1_420_070_400;

/// How stories follow each other in time.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Pace {
    seed: u64,
    /// Seconds between the beginnings of the spans that have one story each.
    step: i64,
}

impl Pace {
    pub(crate) fn new(seed: u64, stories_a_day: u32) -> Self {
        Self {
            seed,
            step: (86_400 / i64::from(stories_a_day.clamp(1, 86_400))).max(1),
        }
    }

    fn random(self, number: u64, about: u64) -> Random {
        Random::of(&[self.seed, number, about])
    }

    /// When a story happens.
    pub(crate) fn at(self, number: u64) -> Timestamp {
        let begin = (number as i64)
            .saturating_mul(self.step)
            .saturating_add(BEGINNING);
        let at = begin.saturating_add(self.random(number, 0).between(0, self.step));
        Timestamp::from_second(at).unwrap_or(Timestamp::MAX)
    }

    /// The number of the first story that may happen at an instant or after it.
    pub(crate) fn first_from(self, at: Timestamp) -> u64 {
        u64::try_from((at.as_second() - BEGINNING).div_euclid(self.step)).unwrap_or(0)
    }

    /// The story of a number.
    pub(crate) fn story(self, number: u64, kinds: &[Kind], names: &Names) -> Story {
        let mut random = self.random(number, 1);
        let city = random.below(names.cities.len());
        let other = (city + 1 + random.below(names.cities.len() - 1)) % names.cities.len();
        let at = self.at(number);
        let first = names.anybody(&mut random);
        let people = std::array::from_fn(|place| {
            let mut person = if place == 0 {
                first
            } else {
                names.anybody(&mut random)
            };
            // Nobody is mistaken for another of the same surname.
            person.surname = names.distinct(first.surname, place);
            person
        });
        Story {
            number,
            at,
            kind: random.below(kinds.len()),
            city,
            other,
            land: names.cities[city].land,
            people,
            company: random.below(names.companies.len()),
            figures: Figures::draw(&mut random),
            sequel: random
                .chance(40)
                .then(|| later(at, random.between(18 * 60, 28 * 60))),
        }
    }
}

/// So many minutes later.
pub(crate) fn later(at: Timestamp, minutes: i64) -> Timestamp {
    Timestamp::from_second(at.as_second().saturating_add(minutes * 60)).unwrap_or(Timestamp::MAX)
}

/// An event of a story: what began it, or how it went on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Moment {
    pub(crate) sequel: bool,
    pub(crate) at: Timestamp,
}

/// The day of an instant, and which part of the day it falls into.
pub(crate) fn day(at: Timestamp) -> (Date, PartOfDay) {
    let local = Offset::UTC.to_datetime(at);
    let part = match local.hour() {
        0..12 => PartOfDay::Morning,
        12..18 => PartOfDay::Afternoon,
        _ => PartOfDay::Evening,
    };
    (local.date(), part)
}

impl Story {
    /// Its events.
    pub(crate) fn moments(&self) -> impl Iterator<Item = Moment> + use<> {
        let sequel = self.sequel.map(|at| Moment { sequel: true, at });
        std::iter::once(Moment {
            sequel: false,
            at: self.at,
        })
        .chain(sequel)
    }
}
