//! Lists, and those within them.

use std::fmt::Write;

use super::{DEEPEST, Writer};
use crate::reading::Item;

impl Writer<'_> {
    /// A list with those inside it.
    pub(super) fn list(&mut self, items: &[Item<'_>]) {
        // The element of each open list, outermost first, and the number its next item would have.
        let mut open: Vec<(&'static str, Option<u32>)> = Vec::new();
        for item in items {
            // Never more than one deeper than the item before: nothing stands in a list that is not there.
            let depth = item.depth.min(open.len()).min(DEEPEST);
            while open.len() > depth + 1 {
                self.close(&mut open);
            }
            let element = if item.number.is_some() { "ol" } else { "ul" };
            let mut skips = false;
            match open.get(depth) {
                Some(&(there, next)) if there == element => {
                    self.out.push_str("</li>");
                    skips = next != item.number;
                }
                there => {
                    if there.is_some() {
                        self.close(&mut open);
                    }
                    let _ = write!(self.out, "<{element}");
                    if let Some(number) = item.number.filter(|&number| number != 1) {
                        let _ = write!(self.out, " start=\"{number}\"");
                    }
                    self.out.push('>');
                    open.push((element, None));
                }
            }
            open[depth].1 = item.number.map(|number| number.saturating_add(1));
            match item.number {
                Some(number) if skips => {
                    let _ = write!(self.out, "<li value=\"{number}\">");
                }
                _ => self.out.push_str("<li>"),
            }
            self.words(&item.text, &item.spans);
        }
        while !open.is_empty() {
            self.close(&mut open);
        }
    }

    /// Closes the innermost list and its last item.
    fn close(&mut self, open: &mut Vec<(&'static str, Option<u32>)>) {
        if let Some((element, _)) = open.pop() {
            let _ = write!(self.out, "</li></{element}>");
        }
    }
}
