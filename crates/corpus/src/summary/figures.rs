//! Numbers as people read them.

use khabar_article::metadata::text::is_invisible;

/// A count with its thousands parted: `12,034`.
pub fn count(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// A number of bytes in the unit that leaves the fewest digits: `210 MB`, powers of 1000.
pub fn bytes(number: u64) -> String {
    const UNITS: [&str; 5] = ["bytes", "kB", "MB", "GB", "TB"];
    let mut value = number as f64;
    let mut unit = 0;
    while value >= 999.5 && unit + 1 < UNITS.len() {
        value /= 1000.0;
        unit += 1;
    }
    let digits = usize::from(unit > 0 && value < 99.95);
    format!("{value:.digits$} {}", UNITS[unit])
}

/// A count for a place with little room: `18,117`, `784 billion`.
pub fn short_count(number: u64) -> String {
    let (unit, size) = match number {
        0..10_000_000 => return count(number),
        10_000_000..999_500_000 => ("million", 1e6),
        999_500_000..999_500_000_000 => ("billion", 1e9),
        _ => ("trillion", 1e12),
    };
    let value = number as f64 / size;
    let digits = usize::from(value < 99.95);
    format!("{value:.digits$} {unit}")
}

/// How many there are of something: `1 part`, `6,000 parts`.
pub fn how_many(number: u64, of: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{} {of}{plural}", count(number))
}

/// A time: `15.5 s`, `3 min 20 s`, `2 h 30 min`, `14 days 7 h`.
pub fn duration(seconds: f64) -> String {
    let whole = seconds.max(0.0).round() as u64;
    match whole {
        0..60 => format!("{seconds:.1} s"),
        60..3600 => format!("{} min {} s", whole / 60, whole % 60),
        3600..172_800 => format!("{} h {} min", whole / 3600, whole % 3600 / 60),
        _ => format!("{} days {} h", count(whole / 86_400), whole % 86_400 / 3600),
    }
}

/// A rate, with as many digits as tell something: `540`, `5.4`, `0`.
pub fn rate(number: f64) -> String {
    if number >= 99.95 || number == 0.0 {
        count(number.round() as u64)
    } else {
        format!("{number:.1}")
    }
}

/// A share in percent: `12 %`, `0.4 %`. What is there is never nothing, and what is not all is never all.
pub fn share(part: u64, of: u64) -> String {
    let percent = part as f64 / of.max(1) as f64 * 100.0;
    if part > 0 && percent < 0.05 {
        "<0.1 %".to_owned()
    } else if part < of && percent >= 99.5 {
        ">99 %".to_owned()
    } else if percent >= 9.95 || part == 0 {
        format!("{percent:.0} %")
    } else {
        format!("{percent:.1} %")
    }
}

/// A name that may come out of an archive, without what could upset a terminal or a page, and no longer than a line.
pub fn name(name: &str) -> String {
    const LONGEST: usize = 40;
    let mut out: String = clean(name).take(LONGEST + 1).collect();
    if out.chars().count() > LONGEST {
        out.pop();
        out.push('…');
    }
    if out.is_empty() {
        "(none)".to_owned()
    } else {
        out
    }
}

/// Words of others, without what a terminal or a page would do instead of showing it.
pub fn clean(words: &str) -> impl Iterator<Item = char> {
    words.chars().filter(|c| !is_invisible(*c))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_for_people() {
        assert_eq!(
            [count(7), count(1_000), count(12_345_678)],
            ["7", "1,000", "12,345,678"]
        );
        assert_eq!(
            [bytes(0), bytes(999), bytes(1_234), bytes(210_082_079)],
            ["0 bytes", "999 bytes", "1.2 kB", "210 MB"]
        );
        assert_eq!(
            [15.55, 200.0, 9_045.5, 1_234_567.0].map(duration),
            ["15.6 s", "3 min 20 s", "2 h 30 min", "14 days 6 h"]
        );
        assert_eq!(
            [9_999_999, 10_000_000, 999_700_000, 783_980_160_000].map(short_count),
            ["9,999,999", "10.0 million", "1.0 billion", "784 billion"]
        );
        assert_eq!(
            [how_many(1, "part"), how_many(6_000, "part")],
            ["1 part", "6,000 parts"]
        );
        assert_eq!(
            [(1, 3), (1, 300), (0, 0), (1, 12_000), (997, 1_000), (7, 7)]
                .map(|(part, of)| share(part, of)),
            ["33 %", "0.3 %", "0 %", "<0.1 %", ">99 %", "100 %"]
        );
        assert_eq!(name("a\u{1b}[31m\u{202e}b"), "a[31mb");
    }
}
