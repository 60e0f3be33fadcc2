//! How much each sign counts for a link that may lead to a report. The weights are set by hand: a report that shows itself in
//! two or three ways comes to some ten points, a way around the site to less than none.

use super::links::Target;
use super::places::Place;

/// From how many points on a link leads to a report.
pub const REPORT: i32 = 5;

/// What an address may count at most, either way; how it is counted says [`Shape::points`](crate::shape::Shape::points).
const ADDRESS: i32 = 8;
/// On another host of the site: shops and services have their own, and some desks.
const OTHER_HOST: i32 = -4;
/// The text of the link by its words: none or one, two, three or four, five to seven, more.
const TEXT: [i32; 5] = [-2, -1, 1, 3, 4];
/// It is a heading or stands in one.
const HEADING: i32 = 3;
/// It stands in an `<article>`.
const ARTICLE: i32 = 2;
/// It stands in `<main>`.
const MAIN: i32 = 1;
/// It stands among ways around the site.
const NAV: i32 = -5;
/// It stands at the foot of the page.
const FOOTER: i32 = -6;
/// It stands at the head of the page.
const HEADER: i32 = -3;
/// It stands beside the lists of reports.
const ASIDE: i32 = -1;
/// It stands where others place what they pay for.
const ADVERT: i32 = -4;
/// It stands among what goes with reports: tags, authors, ways to share.
const BESIDE: i32 = -3;
/// It is one of a list of links of a word or two.
const SHORT_LIST: i32 = -3;
/// It stands in running text, which speaks of it rather than announces it.
const INLINE: i32 = -4;
/// An image stands with it.
const IMAGE: i32 = 1;
/// A time stands with it.
const TIME: i32 = 2;
/// Its markup says it leads to a tag or an author.
const TAG: i32 = -6;
/// Linked data of the page lists it, and says it is a report.
const LISTED_REPORT: i32 = 6;
/// Linked data of the page lists it.
const LISTED: i32 = 3;

/// Links with addresses of one pattern are judged together from this many on.
const FEWEST_ALIKE: usize = 3;
/// How much the others may count, either way.
const ALIKE: i32 = 3;

/// The points of a link by itself.
pub fn alone(target: &Target) -> i32 {
    let text = match target.words {
        0 | 1 => TEXT[0],
        2 => TEXT[1],
        3 | 4 => TEXT[2],
        5..=7 => TEXT[3],
        _ => TEXT[4],
    };
    let signs = [
        (target.other_host, OTHER_HOST),
        (target.heading, HEADING),
        (target.image, IMAGE),
        (target.time, TIME),
        (target.tag, TAG),
        (target.linked && !target.outside_lists, SHORT_LIST),
        (target.linked && !target.outside_text, INLINE),
    ];
    let listed = match target.listed {
        Some(true) => LISTED_REPORT,
        Some(false) => LISTED,
        None => 0,
    };
    let signs: i32 = signs
        .iter()
        .filter(|(shown, _)| *shown)
        .map(|(_, weight)| weight)
        .sum();
    let address = target.shape.points().clamp(-ADDRESS, ADDRESS);
    address + text + place(target.place) + signs + listed
}

/// The points of a place on the page.
pub fn place(place: Place) -> i32 {
    let weights = [
        (Place::ARTICLE, ARTICLE),
        (Place::MAIN, MAIN),
        (Place::NAV, NAV),
        (Place::FOOTER, FOOTER),
        (Place::HEADER, HEADER),
        (Place::ASIDE, ASIDE),
        (Place::ADVERT, ADVERT),
        (Place::BESIDE, BESIDE),
    ];
    weights
        .iter()
        .filter(|(of, _)| place.has(*of))
        .map(|(_, weight)| weight)
        .sum()
}

/// What the links with addresses of the same pattern, this one among them, count for it: `sum` is what they come to by themselves.
pub fn alike(sum: i32, count: usize) -> i32 {
    if count < FEWEST_ALIKE {
        return 0;
    }
    let mean = sum / i32::try_from(count).unwrap_or(i32::MAX);
    ((mean - REPORT / 2) / 2).clamp(-ALIKE, ALIKE)
}
