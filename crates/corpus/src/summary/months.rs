//! When pages were published, as columns.

use super::columns::{Columns, MOST_COLUMNS, Value, apart, columns};
use super::figures::{count, short_count};
use crate::tally::Counts;

/// Pages over time, with those that stand outside of the chart.
#[derive(Default)]
pub struct Dates {
    /// The columns.
    pub chart: Columns,
    /// What one column stands for: "month".
    pub unit: &'static str,
    /// "3 before 1990"; pages give wrong dates, and one of them shall not make all others too small to see.
    pub outside: Vec<String>,
}

/// A column a month, a year or a decade, whichever is the shortest that leaves room for all but a hundredth at either end,
/// and for all if it can.
/// Every dated page is in a column or counted as outside.
pub fn dates(counts: &Counts) -> Dates {
    let mut dated: Vec<(i32, u64)> = counts
        .iter()
        .filter_map(|(name, count)| Some((month(name)?, *count)))
        .collect();
    dated.sort_unstable();
    let (Some(&(first, _)), Some(&(last, _))) = (dated.first(), dated.last()) else {
        return Dates::default();
    };
    let fits = |step: i32, (first, last): (i32, i32)| {
        ((last / step - first / step) as usize) < MOST_COLUMNS
    };
    let spans = [10_000, 1_000, 100].map(|part| without_ends(&dated, part));
    let (step, (first, last)) = [1, 12, 120]
        .into_iter()
        .flat_map(|step| {
            [(step, (first, last))]
                .into_iter()
                .chain(spans.map(|span| (step, span)))
        })
        .find(|(step, span)| fits(*step, *span))
        .unwrap_or((120, spans[2]));
    let (first, last) = (first / step, last / step);
    let last = last.min(first + MOST_COLUMNS as i32 - 1);
    let mut sums = vec![0_u64; (last - first) as usize + 1];
    let (mut before, mut after) = (0, 0);
    for (month, count) in dated {
        let at = month / step - first;
        match usize::try_from(at) {
            Err(_) => before += count,
            Ok(at) => *sums.get_mut(at).unwrap_or(&mut after) += count,
        }
    }
    let steps: &[i32] = if step == 1 {
        &[1, 2, 3, 6, 12]
    } else {
        &[1, 2, 5, 10]
    };
    let apart = apart(sums.len(), steps);
    let values: Vec<Value> = (first..)
        .zip(sums)
        .map(|(at, sum)| Value {
            name: named(at, step),
            label: (at % apart == 0).then(|| named(at, step)),
            height: sum as f64,
        })
        .collect();
    Dates {
        chart: columns(
            &values,
            |value| count(value.round() as u64),
            |value| short_count(value.round() as u64).replace(".0 ", " "),
        ),
        unit: match step {
            1 => "month",
            12 => "year",
            _ => "decade",
        },
        outside: [(before, "before", first), (after, "after", last)]
            .into_iter()
            .filter(|(pages, _, _)| *pages > 0)
            .map(|(pages, side, at)| format!("{} {side} {}", count(pages), named(at, step)))
            .collect(),
    }
}

/// Months since the year 0: `2024-05` is 24,292. None for what is no month of four-digit years.
fn month(name: &str) -> Option<i32> {
    let (year, month) = name.split_once('-')?;
    let (year, month): (u16, u8) = (year.parse().ok()?, month.parse().ok()?);
    ((1..=12).contains(&month) && year <= 9999).then(|| i32::from(year) * 12 + i32::from(month) - 1)
}

/// The name of a column.
fn named(at: i32, step: i32) -> String {
    let month = at * step;
    let year = month / 12;
    match step {
        1 => format!("{year:04}-{:02}", month % 12 + 1),
        12 => format!("{year:04}"),
        _ => format!("{year:04}s"),
    }
}

/// First and last month without the earliest of the pages and without the latest: one in `part` of all, each.
fn without_ends(dated: &[(i32, u64)], part: u64) -> (i32, i32) {
    let few = dated.iter().map(|(_, count)| count).sum::<u64>() / part;
    (
        after_more_than(few, dated.iter()),
        after_more_than(few, dated.iter().rev()),
    )
}

/// The first of the months at which more pages than a few are passed.
fn after_more_than<'a>(few: u64, mut months: impl Iterator<Item = &'a (i32, u64)>) -> i32 {
    let mut passed = 0;
    let beyond = months.find(|(_, count)| {
        passed += count;
        passed > few
    });
    beyond.map_or(0, |(month, _)| *month)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(months: &[(&str, u64)]) -> Dates {
        dates(
            &months
                .iter()
                .map(|(name, count)| ((*name).to_owned(), *count))
                .collect(),
        )
    }

    fn shown(dates: &Dates) -> Vec<(&str, &str)> {
        let all = dates.chart.all.iter();
        all.map(|it| (it.name.as_str(), it.value.as_str()))
            .collect()
    }

    #[test]
    fn months_without_pages_have_their_place() {
        let dates = of(&[("2021-11", 10), ("2022-01", 400), ("undated", 3)]);
        assert_eq!(
            shown(&dates),
            [("2021-11", "10"), ("2021-12", "0"), ("2022-01", "400")]
        );
        assert_eq!((dates.unit, dates.outside.len()), ("month", 0));
    }

    #[test]
    fn one_wrong_date_does_not_hide_the_others() {
        let dates = of(&[
            ("1783-04", 3),
            ("2021-11", 500),
            ("2022-01", 400),
            ("9999-12", 8),
        ]);
        assert_eq!(shown(&dates).len(), 3);
        assert_eq!(dates.outside, ["3 before 2021-11", "8 after 2022-01"]);
    }

    #[test]
    fn many_years_are_years_and_centuries_are_decades() {
        let years = of(&[("1990-01", 50), ("2024-12", 50)]);
        assert_eq!((years.unit, years.chart.all.len()), ("year", 35));
        let decades = of(&[("1790-01", 50), ("2024-12", 50)]);
        assert_eq!((decades.unit, decades.chart.all.len()), ("decade", 24));
        assert_eq!(shown(&decades)[0], ("1790s", "50"));
    }

    #[test]
    fn however_far_dates_lie_apart_every_page_is_counted() {
        let dates = of(&[("0001-01", 50), ("2024-12", 50), ("9999-12", 70)]);
        assert_eq!(dates.chart.all.len(), MOST_COLUMNS);
        assert_eq!(dates.outside, ["120 after 0710s"]);
    }

    #[test]
    fn what_is_no_month_is_passed_over() {
        let dates = of(&[
            ("2024-13", 1),
            ("99999999-01", 1),
            ("-", 1),
            ("-0044-03", 1),
            ("", 1),
        ]);
        assert!(dates.chart.all.is_empty() && dates.outside.is_empty());
    }
}
