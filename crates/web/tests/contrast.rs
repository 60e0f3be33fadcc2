//! Colours that can be read: every text has a contrast of 4.5 to what stands behind it, by light and by dark.

use std::collections::HashMap;

const STYLE: &str = include_str!("../assets/style.css");

/// Colours of text and of what it stands on.
const PAIRS: [(&str, &[&str]); 6] = [
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
];

/// The colours of the sheet, by light and by dark.
fn colours() -> HashMap<&'static str, [[f64; 3]; 2]> {
    let from = STYLE.find(":root").unwrap();
    let rule = &STYLE[from..from + STYLE[from..].find('}').unwrap()];
    rule.lines()
        .filter_map(|line| line.trim().strip_prefix("--")?.split_once(": light-dark("))
        .map(|(name, pair)| {
            let (light, dark) = pair.strip_suffix(");").unwrap().split_once(", ").unwrap();
            (name, [light, dark].map(channels))
        })
        .collect()
}

/// Red, green and blue of `#1c1a17`, by how much light they are.
fn channels(colour: &str) -> [f64; 3] {
    let hex = colour.strip_prefix('#').unwrap();
    [0, 2, 4].map(|at| {
        let value = f64::from(u8::from_str_radix(&hex[at..at + 2], 16).unwrap()) / 255.0;
        if value <= 0.039_28 {
            value / 12.92
        } else {
            ((value + 0.055) / 1.055).powf(2.4)
        }
    })
}

/// How much lighter one colour is than another, as WCAG 2 has it.
fn contrast(a: [f64; 3], b: [f64; 3]) -> f64 {
    let light = |[r, g, b]: [f64; 3]| 0.2126 * r + 0.7152 * g + 0.0722 * b;
    let (a, b) = (light(a), light(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

#[test]
fn every_text_can_be_read() {
    let colours = colours();
    for (at, scheme) in ["light", "dark"].into_iter().enumerate() {
        for (text, grounds) in PAIRS {
            for ground in grounds {
                let contrast = contrast(colours[text][at], colours[ground][at]);
                assert!(
                    contrast >= 4.5,
                    "{text} on {ground} by {scheme}: {contrast:.2}"
                );
            }
        }
    }
}

/// Which of both it is follows what a reader chose, or what their system has.
#[test]
fn every_choice_has_its_scheme() {
    for (theme, scheme) in [("dark", "dark"), ("auto", "light dark")] {
        let rule = format!("[data-theme=\"{theme}\"] {{ color-scheme: {scheme}; }}");
        assert!(STYLE.contains(&rule), "{rule}");
    }
    assert!(STYLE.contains(":root {\n  color-scheme: light;"));
}
