//! The form of the data files: `[section]` lines, and `key = value` or bare lines below them. A key may come again.

/// A section: its name and its lines in their order, as key and value; the key of a bare line is empty.
#[derive(Debug)]
pub(crate) struct Section<'a> {
    pub(crate) name: &'a str,
    pub(crate) lines: Vec<(&'a str, &'a str)>,
}

impl<'a> Section<'a> {
    /// All values of a key.
    pub(crate) fn all(&self, key: &str) -> impl Iterator<Item = &'a str> {
        self.lines
            .iter()
            .filter(move |(at, _)| *at == key)
            .map(|(_, value)| *value)
    }

    /// The first value of a key.
    pub(crate) fn one(&self, key: &str) -> Option<&'a str> {
        self.all(key).next()
    }
}

/// Cuts a file into its sections; lines before the first are in one without a name. `#` opens a comment.
pub(crate) fn sections(text: &str) -> Vec<Section<'_>> {
    let mut out = vec![Section {
        name: "",
        lines: Vec::new(),
    }];
    for line in text.lines().map(str::trim) {
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        if let Some(name) = line
            .strip_prefix('[')
            .and_then(|line| line.strip_suffix(']'))
        {
            out.push(Section {
                name,
                lines: Vec::new(),
            });
        } else if let Some(section) = out.last_mut() {
            section.lines.push(match line.split_once(" = ") {
                Some((key, value)) => (key.trim(), value.trim()),
                None => ("", line),
            });
        }
    }
    out
}

/// The parts of a line that stand between `|`.
pub(crate) fn cells(line: &str) -> impl Iterator<Item = &str> {
    line.split('|').map(str::trim)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sections_keep_their_lines_in_order() {
        let file = sections("# about\na = 1\n[x]\nb = 2\nb = 3\nbare | line\n");
        assert_eq!(file[0].one("a"), Some("1"));
        assert_eq!(file[1].all("b").collect::<Vec<_>>(), ["2", "3"]);
        assert_eq!(file[1].lines[2], ("", "bare | line"));
        assert_eq!(cells("bare | line").collect::<Vec<_>>(), ["bare", "line"]);
    }
}
