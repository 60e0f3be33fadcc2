//! Running text: styles, links and marks, cut wherever one of them begins or ends.

use std::fmt::Write;

use super::Writer;
use super::marks::{Mark, Role};
use crate::html::{escape, safe_link};
use crate::reading::Span;

/// The styles of a run, each with its element, outermost first.
fn styles(span: &Span<'_>) -> impl DoubleEndedIterator<Item = &'static str> {
    let worn = [
        (span.strong, "strong"),
        (span.emphasis, "em"),
        (span.code, "code"),
    ];
    worn.into_iter()
        .filter_map(|(worn, element)| worn.then_some(element))
}

impl Writer<'_> {
    /// A text with its styles, links and marks; `spans` are the runs it is made of, where some are styled.
    pub(super) fn words(&mut self, text: &str, spans: &[Span<'_>]) {
        let place = self.place(text);
        // Runs that do not make up the text are not believed.
        let mut rest = text;
        let whole = spans.iter().all(|span| {
            let found = rest.strip_prefix(&*span.text);
            rest = found.unwrap_or(rest);
            found.is_some()
        });
        if spans.is_empty() || !whole || !rest.is_empty() {
            self.plain(text, place);
            return;
        }
        let mut at = place;
        for group in spans.chunk_by(|a, b| a.url == b.url) {
            let address = group[0].url.as_deref().and_then(safe_link);
            if let Some(address) = address {
                self.out.push_str("<a href=\"");
                escape(&mut self.out, address);
                self.out
                    .push_str("\" rel=\"noopener noreferrer nofollow\">");
            }
            for span in group {
                self.pieces(&span.text, span, at);
                at = at.map(|at| at + span.text.len());
            }
            if address.is_some() {
                self.out.push_str("</a>");
            }
            self.notes();
        }
        self.end_of_block(at);
    }

    /// A text without styles, which stands at byte `place` of the body.
    fn plain(&mut self, text: &str, place: Option<usize>) {
        self.pieces(text, &Span::default(), place);
        self.end_of_block(place.map(|at| at + text.len()));
    }

    /// The text of a cell, which stands at byte `place` of the body.
    pub(super) fn cell(&mut self, text: &str, place: Option<usize>) {
        self.pieces(text, &Span::default(), place);
        self.notes();
    }

    /// Cuts a run where marks begin and end.
    fn pieces(&mut self, text: &str, style: &Span<'_>, place: Option<usize>) {
        let Some(begin) = place else {
            self.piece(text, style, &[]);
            return;
        };
        let end = begin + text.len();
        let mut at = begin;
        while at < end {
            self.sweep.go_to(at, &mut self.ended);
            // No link stands within another: a note waits for the end of the link.
            if style.url.as_deref().and_then(safe_link).is_none() {
                self.notes();
            }
            let border = self.sweep.next_border(end);
            let mut open = std::mem::take(&mut self.open);
            open.clear();
            open.extend_from_slice(self.sweep.open());
            // Borders are places of characters of the body, which this text is a part of.
            self.piece(
                text.get(at - begin..border - begin).unwrap_or_default(),
                style,
                &open,
            );
            self.open = open;
            at = border;
        }
        self.sweep.go_to(end, &mut self.ended);
    }

    /// A piece of text that has one style and lies under the same marks from end to end.
    fn piece(&mut self, text: &str, style: &Span<'_>, marks: &[Mark]) {
        if text.is_empty() {
            return;
        }
        let element = self.open_mark(marks);
        for element in styles(style) {
            self.tag('<', element);
        }
        for (at, line) in text.split('\n').enumerate() {
            if at > 0 {
                self.out.push_str("<br>");
            }
            escape(&mut self.out, line);
        }
        for element in styles(style).rev() {
            self.tag('/', element);
        }
        if let Some(element) = element {
            self.tag('/', element);
        }
    }

    fn tag(&mut self, which: char, element: &str) {
        self.out.push_str(if which == '/' { "</" } else { "<" });
        self.out.push_str(element);
        self.out.push('>');
    }

    /// Opens the element that shows the marks over a piece, if there are any.
    fn open_mark(&mut self, marks: &[Mark]) -> Option<&'static str> {
        if marks.is_empty() {
            return None;
        }
        let content = marks
            .iter()
            .any(|mark| matches!(mark.role, Role::Content { .. }));
        let element = if content { "mark" } else { "span" };
        self.out.push('<');
        self.out.push_str(element);
        // The first piece of each passage of a content can be led to.
        let first = marks.iter().find_map(|mark| match mark.role {
            Role::Content { part, .. } => {
                let place = (mark.statement, part);
                (!self.anchored.contains(&place)).then_some(place)
            }
            _ => None,
        });
        if let Some((statement, part)) = first {
            let _ = write!(self.out, " id=\"said-{statement}-{part}\"");
            self.anchored.insert((statement, part));
        }
        self.out.push_str(" class=\"");
        for (at, mark) in marks.iter().enumerate() {
            let class = match mark.role {
                Role::Content { .. } => self.kind_of(mark.statement),
                Role::Source => "by",
                Role::Cue => "cue",
                Role::Addressee => "to",
                Role::When => "at",
            };
            let space = if at == 0 { "" } else { " " };
            let _ = write!(self.out, "{space}{class} s{}", mark.statement);
        }
        self.out.push_str("\">");
        Some(element)
    }

    /// Behind the last words of what was said: a number that leads to who said it.
    pub(super) fn notes(&mut self) {
        let mut ended = std::mem::take(&mut self.ended);
        for mark in ended.drain(..) {
            if let Role::Content { last: true, .. } = mark.role {
                self.note(mark.statement);
            }
        }
        self.ended = ended;
    }
}
