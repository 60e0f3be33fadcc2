//! Signs around a line that the report is over, or not yet begun: headings of rails, and the dates and repeated words
//! that comments and teasers come with.

use super::lines::Lines;
use super::phrases::{ends_rail, opens_rail};

/// Columns of signs.
pub const COUNT: usize = 14;
/// Lines on one side of which the share is told.
const WINDOW: usize = 10;
/// A line of a date has fewer words than this.
const DATE_LINE: usize = 12;
/// Repeated lines as long as this are paragraphs, not furniture.
const LONG: usize = 15;
/// Further apart than this is the same as not there.
const FAR: usize = 200;

/// The signs of all lines.
pub struct Signs {
    repeated: Sign,
    repeated_short: Sign,
    dated: Sign,
    rails: Sign,
    ends: Sign,
}

impl Signs {
    /// Reads the signs of lines of so many words, some of which stand there twice, and some of which hold a year or a
    /// time.
    pub fn read(lines: &Lines, lengths: &[usize], repeated: &[bool], dated: &[bool]) -> Self {
        let all = || 0..lengths.len();
        Self {
            repeated: Sign::of(repeated.iter().copied()),
            repeated_short: Sign::of(all().map(|i| repeated[i] && lengths[i] < LONG)),
            dated: Sign::of(all().map(|i| dated[i] && lengths[i] < DATE_LINE)),
            rails: Sign::of(all().map(|i| opens_rail(lines.of(i)))),
            ends: Sign::of(all().map(|i| ends_rail(lines.of(i)))),
        }
    }

    /// The columns of a line.
    pub fn of(&self, line: usize) -> [f32; COUNT] {
        let (repeated_before, repeated_after) = self.repeated.shares(line);
        let (dated_near_before, dated_near_after) = self.dated.shares(line);
        let (dated_before, dated_after) = self.dated.counts(line);
        let (short_before, short_after) = self.repeated_short.counts(line);
        let (rails_before, rails_after) = self.rails.counts(line);
        let (ends_before, ends_after) = self.ends.counts(line);
        [
            repeated_before,
            repeated_after,
            dated_near_before,
            dated_near_after,
            dated_before,
            dated_after,
            short_before,
            short_after,
            self.rails.since(line),
            rails_before,
            rails_after,
            self.ends.since(line),
            ends_before,
            ends_after,
        ]
    }
}

/// Which lines bear one sign.
struct Sign {
    /// How many bear it before each line, and in all.
    sums: Vec<usize>,
    /// How far before each line the last one stands.
    since: Vec<usize>,
}

impl Sign {
    fn of(bearing: impl Iterator<Item = bool>) -> Self {
        let (mut sums, mut since) = (vec![0], Vec::new());
        let (mut sum, mut far) = (0, FAR);
        for bears in bearing {
            since.push(far);
            sum += usize::from(bears);
            sums.push(sum);
            far = if bears { 1 } else { (far + 1).min(FAR) };
        }
        Self { sums, since }
    }

    /// The shares of the nearest lines before and after that bear it.
    fn shares(&self, line: usize) -> (f32, f32) {
        let from = line.saturating_sub(WINDOW);
        let to = (line + 1 + WINDOW).min(self.since.len());
        let share = |from: usize, to: usize| {
            (self.sums[to] - self.sums[from]) as f32 / (to - from).max(1) as f32
        };
        (share(from, line), share(line + 1, to))
    }

    /// Logarithms of how many bear it before and after.
    fn counts(&self, line: usize) -> (f32, f32) {
        let all = self.sums[self.since.len()];
        (
            (self.sums[line] as f32).ln_1p(),
            ((all - self.sums[line + 1]) as f32).ln_1p(),
        )
    }

    fn since(&self, line: usize) -> f32 {
        (self.since[line] as f32).ln_1p()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_are_counted_on_either_side() {
        let sign = Sign::of([false, true, false, true].into_iter());
        assert_eq!(sign.shares(2), (0.5, 1.0));
        assert_eq!(sign.shares(0), (0.0, 2.0 / 3.0));
        assert_eq!(sign.counts(3), (1f32.ln_1p(), 0.0));
        assert_eq!(sign.since, [FAR, FAR, 1, 2]);
    }

    #[test]
    fn headings_of_rails_are_signs() {
        let lines = Lines::cut("The ferry bell was found.\nMost read\nPie contest rewritten");
        let signs = Signs::read(&lines, &[5, 2, 3], &[false; 3], &[false; 3]);
        let rails = |line: usize| signs.of(line)[8..11].to_vec();
        let one = 1f32.ln_1p();
        assert_eq!(rails(0), [(FAR as f32).ln_1p(), 0.0, one]);
        assert_eq!(rails(2), [one, one, 0.0]);
    }
}
