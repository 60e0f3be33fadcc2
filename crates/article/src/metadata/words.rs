//! Word lists: text files of one entry a line, `#` before a remark, `[name]` before a group.

/// The entries of a word list with the group each stands in.
pub(crate) fn grouped(list: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    let mut group = "";
    list.lines().filter_map(move |line| {
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            return None;
        }
        if let Some(name) = line.strip_prefix('[').and_then(|l| l.strip_suffix(']')) {
            group = name;
            return None;
        }
        Some((group, line))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_hold_their_entries() {
        let list = "# remark\n[a]\nx\n\n y z \n[b]\nw";
        assert_eq!(
            grouped(list).collect::<Vec<_>>(),
            [("a", "x"), ("a", "y z"), ("b", "w")]
        );
    }
}
