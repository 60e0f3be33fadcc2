//! How the view looks: what the terminal is like and what the user asked for.

use std::env;

use super::ink::Pen;
use crate::args::{Bidi, LookArgs, When};

/// Columns where nothing tells how many there are.
const USUAL_COLUMNS: usize = 80;
/// Where the terminal has this many columns to spare, the text gets a margin.
const MARGIN: usize = 2;

/// How a view looks.
#[derive(Debug, Clone)]
pub struct Look {
    /// Columns of text, the margin not among them.
    pub columns: usize,
    /// Blank columns before the text.
    pub margin: usize,
    /// What writes bold, dim and colour.
    pub ink: Pen,
    /// Whether right-to-left text is put in the order it is seen in.
    pub reorder: bool,
    /// Whether a terminal is told that it is.
    pub announce: bool,
}

impl Look {
    /// The look for these arguments; `width` columns, else those of the terminal but at most `most`.
    pub fn new(width: Option<u16>, most: usize, args: &LookArgs, to_terminal: bool) -> Self {
        let (columns, margin) = match width {
            Some(width) => (usize::from(width), 0),
            None => columns(terminal_columns().unwrap_or(USUAL_COLUMNS), most),
        };
        let color = match args.color {
            When::Always => true,
            When::Never => false,
            When::Auto => to_terminal && wants_color(|name| env::var(name).ok()),
        };
        let reorder = match args.bidi {
            Bidi::On => true,
            Bidi::Off => false,
            Bidi::Auto => to_terminal && !reorders_by_itself(|name| env::var(name).ok()),
        };
        Self {
            columns,
            margin,
            ink: Pen { on: color },
            reorder,
            announce: reorder && to_terminal,
        }
    }
}

/// Text columns and margin for a terminal of this many columns, where text has at most `most`.
fn columns(terminal: usize, most: usize) -> (usize, usize) {
    if terminal >= most + 2 * MARGIN {
        (most, MARGIN)
    } else {
        (terminal.clamp(super::MIN_COLUMNS, most), 0)
    }
}

/// The columns of the terminal, or those the environment names.
fn terminal_columns() -> Option<usize> {
    if let Some((width, _)) = terminal_size::terminal_size() {
        return Some(usize::from(width.0));
    }
    env::var("COLUMNS").ok()?.parse().ok().filter(|&c| c > 0)
}

/// Whether the environment allows colour: <https://no-color.org>, and terminals that can show none.
fn wants_color(var: impl Fn(&str) -> Option<String>) -> bool {
    var("NO_COLOR").is_none_or(|v| v.is_empty()) && var("TERM").is_none_or(|term| term != "dumb")
}

/// Whether the terminal brings right-to-left text into order by itself, as far as the variables it sets tell:
/// terminals made with VTE since its 0.58, Konsole, mlterm, mintty and Apple's Terminal.
fn reorders_by_itself(var: impl Fn(&str) -> Option<String>) -> bool {
    let vte = var("VTE_VERSION").and_then(|v| v.parse::<u32>().ok());
    let program = var("TERM_PROGRAM");
    vte.is_some_and(|version| version >= 5800)
        || var("KONSOLE_VERSION").is_some()
        || var("MLTERM").is_some()
        || matches!(program.as_deref(), Some("Apple_Terminal" | "mintty"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn env(pairs: &'static [(&str, &str)]) -> impl Fn(&str) -> Option<String> {
        |name| {
            let found = pairs.iter().find(|(n, _)| *n == name);
            found.map(|(_, value)| (*value).to_owned())
        }
    }

    #[test]
    fn the_text_is_as_wide_as_reads_well() {
        assert_eq!(columns(30, 80), (30, 0));
        assert_eq!(columns(80, 80), (80, 0));
        assert_eq!(columns(200, 80), (80, 2));
        assert_eq!(columns(1, 80), (8, 0));
    }

    #[test]
    fn terminals_are_known_by_their_variables() {
        assert!(reorders_by_itself(env(&[("VTE_VERSION", "7600")])));
        assert!(!reorders_by_itself(env(&[("VTE_VERSION", "5202")])));
        assert!(reorders_by_itself(env(&[("TERM_PROGRAM", "mintty")])));
        assert!(!reorders_by_itself(env(&[("TERM", "xterm-256color")])));
    }

    #[test]
    fn no_color_is_respected() {
        assert!(wants_color(env(&[("TERM", "xterm"), ("NO_COLOR", "")])));
        assert!(!wants_color(env(&[("NO_COLOR", "1")])));
        assert!(!wants_color(env(&[("TERM", "dumb")])));
    }
}
