//! Words in quotation marks, whatever the marks.

use crate::tokens::Token;

/// A quotation by its tokens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Quote {
    /// The opening mark.
    pub open: usize,
    /// The closing mark, or one past the last token where the paragraph ends first.
    pub close: usize,
}

impl Quote {
    /// How many words it has.
    pub fn words(&self, tokens: &[Token]) -> usize {
        let within = tokens[self.inside()].iter();
        within.filter(|t| t.mark.is_none()).count()
    }

    /// The tokens within.
    pub fn inside(&self) -> std::ops::Range<usize> {
        self.open + 1..self.close
    }
}

/// Marks left open that are looked behind again. A text with more of them is no text that quotes.
const MOST_UNBALANCED: usize = 16;

/// The outermost quotations among `tokens`, in order.
///
/// A mark that is never closed opens a quotation to the end where it stands first or behind a colon, as one over
/// several paragraphs does; elsewhere it is passed over.
pub fn quotes(tokens: &[Token]) -> Vec<Quote> {
    let mut out = Vec::new();
    let mut open: Option<(usize, &str)> = None;
    let mut unbalanced = 0;
    let mut at = 0;
    loop {
        if at == tokens.len() {
            let Some((first, _)) = open else { break };
            let runs_on = first == 0 || tokens[first - 1].is_mark(":：");
            if runs_on && first + 1 < tokens.len() {
                out.push(Quote {
                    open: first,
                    close: tokens.len(),
                });
                break;
            }
            unbalanced += 1;
            if unbalanced > MOST_UNBALANCED {
                break;
            }
            open = None;
            at = first + 1;
            continue;
        }
        if let Some(mark) = tokens[at].mark {
            match open {
                Some((first, closing)) => {
                    if closing.contains(mark) && closes(tokens, at) {
                        if at > first + 1 {
                            out.push(Quote {
                                open: first,
                                close: at,
                            });
                        }
                        open = None;
                    }
                }
                None => open = opens(tokens, at, mark).map(|closing| (at, closing)),
            }
        }
        at += 1;
    }
    out
}

/// The marks that close what the mark at `at` opens, if it opens anything.
fn opens(tokens: &[Token], at: usize, mark: char) -> Option<&'static str> {
    let next = tokens.get(at + 1)?;
    let is_after_gap = tokens[at].is_spaced || at == 0 || tokens[at - 1].mark.is_some();
    match mark {
        '“' | '‟' => Some("”\"“"),
        '„' => Some("“”\""),
        '«' => Some("»"),
        '»' if is_after_gap && !next.is_spaced => Some("«"),
        '「' => Some("」"),
        '『' => Some("』"),

        '‹' => Some("›"),
        '‚' => Some("‘’"),
        '‘' if is_after_gap && !next.is_spaced => Some("’"),
        '\'' if is_after_gap && !next.is_spaced => Some("'"),
        // Straight marks: one that stands at the end of a word closes something that was never opened.
        '"' | '＂' if is_after_gap || !next.is_spaced => Some("\"＂”"),
        '”' if is_after_gap && !next.is_spaced => Some("”"),
        _ => None,
    }
}

/// Whether the mark at `at` can close. Single ones are apostrophes where a word goes on behind them.
fn closes(tokens: &[Token], at: usize) -> bool {
    match tokens[at].mark {
        Some('\'' | '’') => tokens
            .get(at + 1)
            .is_none_or(|next| next.is_spaced || next.mark.is_some()),
        _ => true,
    }
}
