//! What stands within quotation marks: words that a report shares with every other that was at the same news conference.

use std::ops::Range;

/// The mark that closes a quotation which another opens; straight ones close themselves.
fn closing(opening: char) -> Option<&'static [char]> {
    Some(match opening {
        '“' | '”' => &['”'],
        '„' => &['“', '”'],
        '«' => &['»'],
        '»' => &['«'],
        '「' => &['」'],
        '『' => &['』'],
        '＂' => &['＂'],
        '"' => &['"'],
        _ => return None,
    })
}

/// The quotations of a text as ranges of bytes, in order. None goes on beyond its line: a mark that is never closed hides no more.
pub(super) fn quoted(text: &str) -> Vec<Range<usize>> {
    let mut out = Vec::new();
    let mut line_at = 0;
    for line in text.split_inclusive('\n') {
        let mut open: Option<(usize, &[char])> = None;
        for (at, c) in line.char_indices() {
            match open {
                Some((begin, ends)) if ends.contains(&c) => {
                    out.push(line_at + begin..line_at + at + c.len_utf8());
                    open = None;
                }
                Some(_) => {}
                None => open = closing(c).map(|ends| (at, ends)),
            }
        }
        if let Some((begin, _)) = open {
            out.push(line_at + begin..line_at + line.len());
        }
        line_at += line.len();
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotations_are_found_in_all_their_marks() {
        for (text, expected) in [
            ("He said: “We stay.” She left.", &["“We stay.”"][..]),
            (
                "Er sagte: „Wir bleiben.“ Sie ging, »er« nicht.",
                &["„Wir bleiben.“", "»er«"],
            ),
            ("قال: «نبقى هنا». ورحلت", &["«نبقى هنا»"]),
            ("市長は「残る」と述べた", &["「残る」"]),
            ("\"We stay\nShe left", &["\"We stay\n"]),
            ("nothing", &[]),
        ] {
            let found: Vec<_> = quoted(text).into_iter().map(|range| &text[range]).collect();
            assert_eq!(found, expected, "{text}");
        }
    }
}
