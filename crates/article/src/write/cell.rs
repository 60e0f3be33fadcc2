//! Cells of tables that are opened in spreadsheets.

/// A cell that no spreadsheet takes for a formula: a page must not be able to run one where its words are looked at. What
/// begins as a formula does gets an apostrophe before it.
pub fn inert(cell: String) -> String {
    if cell.len() > 1 && cell.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        format!("'{cell}")
    } else {
        cell
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_begins_as_a_formula_is_text() {
        for formula in ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"] {
            assert_eq!(inert(formula.to_owned()), format!("'{formula}"));
        }
        for text in ["", "-", "The bridge = open", "'=1+1"] {
            assert_eq!(inert(text.to_owned()), text);
        }
    }
}
