//! Colours that can be read: every text has a contrast of 4.5 to what stands behind it, by light and by dark.

use std::collections::HashMap;

const STYLE: &str = include_str!("../assets/style.css");

/// Colours of text and of what it stands on.
const PAIRS: [(&str, &[&str]); 7] = [
    (
        "ink",
        &["paper", "sheet", "direct", "lit", "added", "removed"],
    ),
    ("soft", &["paper", "sheet", "direct", "lit"]),
    ("accent", &["paper", "sheet", "direct", "lit"]),
    ("bad", &["paper", "sheet"]),
    ("good", &["paper", "sheet"]),
    // Buttons and cards are the other way round.
    ("paper", &["accent", "ink"]),
    ("ink", &["indirect"]),
];

/// The colours that a rule names.
fn colours(selector: &str) -> HashMap<&'static str, [f64; 3]> {
    let from = STYLE.find(selector).unwrap();
    let rule = &STYLE[from..from + STYLE[from..].find('}').unwrap()];
    rule.lines()
        .filter_map(|line| {
            line.trim()
                .strip_prefix("--")?
                .strip_suffix(';')?
                .split_once(": #")
        })
        .map(|(name, hex)| {
            let channel = |at: usize| {
                let value = f64::from(u8::from_str_radix(&hex[at..at + 2], 16).unwrap()) / 255.0;
                if value <= 0.039_28 {
                    value / 12.92
                } else {
                    ((value + 0.055) / 1.055).powf(2.4)
                }
            };
            (name, [channel(0), channel(2), channel(4)])
        })
        .collect()
}

/// How much lighter one colour is than another, as WCAG 2 has it.
fn contrast(a: [f64; 3], b: [f64; 3]) -> f64 {
    let light = |[r, g, b]: [f64; 3]| 0.2126 * r + 0.7152 * g + 0.0722 * b;
    let (a, b) = (light(a), light(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

#[test]
fn every_text_can_be_read() {
    let by_dark = colours("[data-theme=\"dark\"]");
    // Whoever leaves it to their system gets the same.
    assert_eq!(by_dark, colours("[data-theme=\"auto\"]"));
    for (scheme, colours) in [("light", colours(":root")), ("dark", by_dark)] {
        for (text, grounds) in PAIRS {
            for ground in grounds {
                let contrast = contrast(colours[text], colours[ground]);
                assert!(
                    contrast >= 4.5,
                    "{text} on {ground} by {scheme}: {contrast:.2}"
                );
            }
        }
    }
}
