//! Cells of tables that are opened in spreadsheets.

/// A cell that no spreadsheet takes for a formula: a page must not be able to run one where its words are looked at. What
/// begins as a formula does gets an apostrophe before it.
pub fn inert(cell: String) -> String {
    if is_formula(&cell) {
        format!("'{cell}")
    } else {
        cell
    }
}

/// The cell before [`inert`] gave it an apostrophe, if it did.
pub fn unguarded(cell: &str) -> &str {
    let bare = cell.strip_prefix('\'');
    bare.filter(|bare| is_formula(bare)).unwrap_or(cell)
}

fn is_formula(cell: &str) -> bool {
    cell.len() > 1 && cell.starts_with(['=', '+', '-', '@', '\t', '\r'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_begins_as_a_formula_is_text() {
        for formula in ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"] {
            assert_eq!(inert(formula.to_owned()), format!("'{formula}"));
            assert_eq!(unguarded(&inert(formula.to_owned())), formula);
        }
        for text in ["", "-", "The bridge = open", "'=1+1"] {
            assert_eq!(inert(text.to_owned()), text);
        }
        assert_eq!(unguarded("'twas"), "'twas");
    }
}
