//! Numbers as people read them.

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

/// A time: `15.5 s`, `3 min 20 s`, `2 h 30 min`.
pub fn duration(seconds: f64) -> String {
    let whole = seconds.max(0.0).round() as u64;
    match whole {
        0..60 => format!("{seconds:.1} s"),
        60..3600 => format!("{} min {} s", whole / 60, whole % 60),
        _ => format!("{} h {} min", count(whole / 3600), whole % 3600 / 60),
    }
}

/// A rate, with as many digits as tell something: `540`, `5.4`.
pub fn rate(number: f64) -> String {
    if number >= 100.0 {
        count(number.round() as u64)
    } else {
        format!("{number:.1}")
    }
}

/// A share in percent: `12 %`, `0.4 %`.
pub fn share(part: u64, of: u64) -> String {
    let percent = part as f64 / of.max(1) as f64 * 100.0;
    if percent >= 10.0 || percent == 0.0 {
        format!("{percent:.0} %")
    } else {
        format!("{percent:.1} %")
    }
}

/// A name that may come out of an archive, without what could upset a terminal or a page, and no longer than a line.
pub fn name(name: &str) -> String {
    const LONGEST: usize = 40;
    let clean = name
        .chars()
        .filter(|c| !c.is_control() && !is_invisible(*c));
    let mut out: String = clean.take(LONGEST + 1).collect();
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

/// Whether a character changes the direction of others or takes no room.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
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
            [duration(15.55), duration(200.0), duration(9_045.5)],
            ["15.6 s", "3 min 20 s", "2 h 30 min"]
        );
        assert_eq!(
            [share(1, 3), share(1, 300), share(0, 0)],
            ["33 %", "0.3 %", "0 %"]
        );
        assert_eq!(name("a\u{1b}[31m\u{202e}b"), "a[31mb");
    }
}
