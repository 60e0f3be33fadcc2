//! What kinds of things happen, and who speaks of them.

use crate::sections::{cells, sections};

/// A kind of event.
#[derive(Debug)]
pub(crate) struct Kind {
    /// Its name: `harbour`, `flood`.
    pub(crate) key: &'static str,
    /// The section it is told in: `region`, `sport`.
    pub(crate) section: &'static str,
    /// The offices of the three who speak.
    pub(crate) offices: [&'static str; 3],
    /// Two colours of its picture, in hexadecimal digits.
    pub(crate) colours: [&'static str; 2],
}

/// All kinds, in the order of their file.
pub(crate) fn read() -> Vec<Kind> {
    sections(include_str!("../data/kinds.txt"))
        .iter()
        .flat_map(|section| &section.lines)
        .map(|(_, line)| {
            let mut cells = cells(line);
            let mut next = || cells.next().unwrap_or_default();
            let (key, section, offices, colours) = (next(), next(), next(), next());
            let mut offices = offices.split(", ");
            let mut colours = colours.split_whitespace();
            Kind {
                key,
                section,
                offices: std::array::from_fn(|_| offices.next().unwrap_or_default()),
                colours: std::array::from_fn(|_| colours.next().unwrap_or("888888")),
            }
        })
        .collect()
}
