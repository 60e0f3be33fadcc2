//! The lists of words that lie beside the code: an entry a line, and remarks behind `#`.

/// The entries of a list.
pub fn entries(text: &'static str) -> impl Iterator<Item = &'static str> {
    text.lines()
        .map(str::trim)
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
}

/// The entries of a list of two things with a sign between: `this = that`.
pub fn pairs(text: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    entries(text)
        .filter_map(|line| line.split_once('='))
        .map(|(one, other)| (one.trim(), other.trim()))
}
