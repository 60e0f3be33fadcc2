//! Values side by side, as columns over an axis that begins at nothing.

use super::figures::{count, rate};
use crate::tally::PartSpeed;

/// The most columns that can be told apart.
pub const MOST_COLUMNS: usize = 72;

/// The widest a column is, in a chart 100 wide: one that stands alone is still a column.
const WIDEST: f64 = 8.0;

/// How many names stand below an axis, at most.
const MOST_LABELS: usize = 8;

/// What is there is seen, be it ever so little beside the most: a line as thin as can be, in a chart 100 high.
pub const LEAST: f64 = 0.8;

/// A value, with its name in a sentence and its name on the axis.
pub struct Value {
    /// "parts 1 to 84".
    pub name: String,
    /// "1"; none where the axis has no room for it.
    pub label: Option<String>,
    /// How much: as high as its column is.
    pub height: f64,
}

/// A column of a chart.
pub struct Column {
    /// What it is of: a month, a part.
    pub name: String,
    /// What it shows, as people read it.
    pub value: String,
    /// From the left, in a chart 100 wide.
    pub x: f64,
    /// Its width.
    pub width: f64,
    /// From the top, in a chart 100 high.
    pub y: f64,
    /// Its height.
    pub height: f64,
}

/// A name beside or below an axis.
pub struct Label {
    /// What it says.
    pub text: String,
    /// From the left or from the top, in percent.
    pub at: f64,
    /// Half of its width, in widths of a digit: how far from the end of the axis its middle must stay.
    pub half: f64,
    /// Whether it may go where room is short.
    pub spare: bool,
}

/// Columns side by side, and their axes.
#[derive(Default)]
pub struct Columns {
    /// The columns, from left to right.
    pub all: Vec<Column>,
    /// Values on the upright axis, from its foot.
    pub values: Vec<Label>,
    /// Names below the columns.
    pub names: Vec<Label>,
    /// What the chart shows, for those who do not see it.
    pub told: String,
}

/// Lays values out; `shown` says one as people read it, `short` one of those beside the axis.
pub fn columns(
    values: &[Value],
    shown: impl Fn(f64) -> String,
    short: impl Fn(f64) -> String,
) -> Columns {
    let (Some(first), Some(last)) = (values.first(), values.last()) else {
        return Columns::default();
    };
    let most = values.iter().fold(
        first,
        |most, it| if it.height > most.height { it } else { most },
    );
    let top = round_above(most.height);
    let step = 100.0 / values.len() as f64;
    let width = (step * 0.8).min(WIDEST);
    let all = values.iter().enumerate().map(|(at, value)| {
        let seen = if value.height > 0.0 { LEAST } else { 0.0 };
        let height = hundredths((value.height / top * 100.0).max(seen));
        Column {
            name: value.name.clone(),
            value: shown(value.height),
            x: hundredths((at as f64 + 0.5) * step - width / 2.0),
            width: hundredths(width),
            y: hundredths(100.0 - height),
            height,
        }
    });
    let names = values
        .iter()
        .enumerate()
        .filter_map(|(at, value)| Some((at, value.label.as_ref()?)));
    Columns {
        all: all.collect(),
        values: [0.0, 0.5, 1.0]
            .map(|part| Label {
                text: short(top * part),
                at: 100.0 - part * 100.0,
                half: 0.0,
                spare: false,
            })
            .into(),
        names: names
            .enumerate()
            .map(|(nth, (at, label))| Label {
                text: label.clone(),
                at: hundredths((at as f64 + 0.5) * step),
                half: label.chars().count() as f64 / 2.0,
                spare: nth % 2 == 1,
            })
            .collect(),
        told: format!(
            "{} to {}; the most is {}, {}",
            first.name,
            last.name,
            shown(most.height),
            most.name
        ),
    }
}

/// The next round number of which the half is whole: 216 is below 300, 0.07 below 2. Most of what is shown are counts.
fn round_above(number: f64) -> f64 {
    let ten = 10_f64.powf(number.max(1.0).log10().floor());
    [1.0, 1.5, 2.0, 3.0, 4.0, 5.0, 6.0, 8.0]
        .map(|digit| digit * ten)
        .into_iter()
        .find(|above| *above >= number && (above / 2.0).fract() == 0.0)
        .unwrap_or(10.0 * ten)
}

/// How many columns apart names stand, so that there is room for each: the first of `steps` that is far enough.
pub fn apart(columns: usize, steps: &[i32]) -> i32 {
    let least = columns.div_ceil(MOST_LABELS);
    let far = steps.iter().find(|step| **step as usize >= least);
    far.or(steps.last()).copied().unwrap_or(1)
}

/// A place in a chart, without digits that nobody sees.
pub fn hundredths(number: f64) -> f64 {
    (number * 100.0).round() / 100.0
}

/// Pages a second over the parts, and how many parts a column stands for.
pub fn speed(parts: &[PartSpeed]) -> (Columns, usize) {
    let together = parts.len().div_ceil(MOST_COLUMNS).max(1);
    let apart = apart(parts.len().div_ceil(together), &[1, 2, 3, 4, 5, 10]) as usize;
    let values: Vec<Value> = parts
        .chunks(together)
        .enumerate()
        .map(|(at, parts)| {
            let pages: u64 = parts.iter().map(|part| part.pages).sum();
            let seconds: f64 = parts.iter().map(|part| part.seconds).sum();
            let first = at * together + 1;
            Value {
                name: match parts.len() {
                    1 => format!("part {first}"),
                    many => format!("parts {first} to {}", first + many - 1),
                },
                label: at.is_multiple_of(apart).then(|| count(first as u64)),
                height: if seconds > 0.0 {
                    pages as f64 / seconds
                } else {
                    0.0
                },
            }
        })
        .collect();
    let short = |value| rate(value).trim_end_matches(".0").to_owned();
    (columns(&values, rate, short), together)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_axis_ends_at_a_round_number_above_all() {
        for (most, top) in [
            (0.0, 2.0),
            (1.0, 2.0),
            (3.0, 4.0),
            (7.0, 8.0),
            (9.0, 10.0),
            (10.0, 10.0),
            (216.0, 300.0),
            (850.0, 1000.0),
        ] {
            assert!((round_above(most) - top).abs() < 1e-9, "{most}");
        }
    }

    #[test]
    fn many_parts_share_columns_and_none_is_lost() {
        let part = PartSpeed {
            pages: 30,
            bytes: 1,
            seconds: 10.0,
        };
        let (chart, together) = speed(&vec![part; 6000]);
        assert!(chart.all.len() <= MOST_COLUMNS && chart.names.len() <= MOST_LABELS);
        assert_eq!(together, 84);
        assert_eq!(chart.all[71].name, "parts 5965 to 6000");
        assert_eq!(chart.all[71].value, "3.0");
        assert!(speed(&[]).0.all.is_empty());
    }
}
