//! Pages of JSON Lines: an object a line, with the page in one field and its address in another.

use std::io::{self, BufRead};
use std::ops::Range;

use khabar_article::InputKind;
use serde_json::Value;

use super::{Context, Form, Input, InputOptions, Sink};
use crate::item::{Cause, Failure, Found, Item, Place};
use crate::storage::Bytes;
use crate::warc::Unpacked;
use crate::window::Window;

/// How many bytes of JSON one of a page may take: `\u0000`.
const LONGEST_ESCAPE: usize = 6;
/// Room for the other fields of a line.
const ROOM_FOR_FIELDS: usize = 64 << 10;

/// Reads the lines that begin in a range.
pub fn read(
    input: &Input,
    range: Range<u64>,
    context: Context<'_>,
    sink: &mut Sink<'_>,
) -> io::Result<()> {
    let options = context.options;
    // A line may hold a page whose every character is escaped, and an address and other fields beside it.
    let limit = options
        .max_bytes
        .saturating_mul(LONGEST_ESCAPE)
        .saturating_add(ROOM_FOR_FIELDS);
    let is_packed = input.form == Form::PackedLines;
    // The line that the range begins in is that of the range before.
    let begin = range.start.saturating_sub(1);
    let mut lines = Window::new(open(input, begin)?, begin);
    let mut line = Vec::new();
    let mut last = range.start;
    if range.start > 0 && !skip_line(&mut lines, range.end)? {
        context.advance(&mut last, range.end);
        return Ok(());
    }
    loop {
        let offset = lines.position();
        if !is_packed && offset >= range.end {
            break;
        }
        line.clear();
        let taken = match take_line(&mut lines, &mut line, limit) {
            Ok(taken) => taken,
            Err(error) if error.kind() == io::ErrorKind::InvalidData => {
                let _ = sink(Found::Failed(Failure {
                    place: Place::at(&input.name, offset),
                    address: None,
                    cause: Cause::Corrupt,
                }));
                break;
            }
            Err(error) => return Err(error),
        };
        if taken == 0 {
            break;
        }
        let place = Place {
            length: Some(taken),
            ..Place::at(&input.name, offset)
        };
        let outcome = if taken > line.len() as u64 {
            sink(Found::Failed(Failure {
                place,
                address: None,
                cause: Cause::TooLarge(options.max_bytes),
            }))
        } else if line.trim_ascii().is_empty() {
            std::ops::ControlFlow::Continue(())
        } else {
            page(&line, place, options, sink)
        };
        if !is_packed {
            context.advance(&mut last, lines.position().min(range.end));
        }
        if outcome.is_break() {
            break;
        }
    }
    if is_packed {
        context.advance(&mut last, range.end);
    }
    Ok(())
}

fn open(input: &Input, from: u64) -> io::Result<Bytes> {
    if input.form != Form::PackedLines {
        return input.store.open(from);
    }
    Ok(Box::new(Unpacked::new(input.store.clone())?))
}

/// Goes over what is left of a line. False where it goes on to `until`.
fn skip_line(lines: &mut Window, until: u64) -> io::Result<bool> {
    while lines.position() < until {
        let bytes = lines.next_bytes()?;
        if bytes.is_empty() {
            break;
        }
        if let Some(at) = memchr::memchr(b'\n', bytes) {
            lines.consume(at + 1);
            return Ok(true);
        }
        let all = bytes.len();
        lines.consume(all);
    }
    Ok(false)
}

/// Takes a line with its end, the first `limit` bytes of it into `line`. Says how many bytes it has.
fn take_line(lines: &mut Window, line: &mut Vec<u8>, limit: usize) -> io::Result<u64> {
    let mut taken = 0;
    loop {
        let bytes = lines.fill_buf()?;
        if bytes.is_empty() {
            return Ok(taken);
        }
        let end = memchr::memchr(b'\n', bytes).map(|at| at + 1);
        let len = end.unwrap_or(bytes.len());
        let kept = len.min(limit - line.len());
        line.extend_from_slice(&bytes[..kept]);
        lines.consume(len);
        taken += len as u64;
        if end.is_some() {
            return Ok(taken);
        }
    }
}

/// Gives the page of a line to the sink, or what is wrong with the line.
fn page(
    line: &[u8],
    place: Place,
    options: &InputOptions,
    sink: &mut Sink<'_>,
) -> std::ops::ControlFlow<()> {
    let bad = |place, why: String| {
        Found::Failed(Failure {
            place,
            address: None,
            cause: Cause::BadRow(why),
        })
    };
    let value: Value = match serde_json::from_slice(line) {
        Ok(value) => value,
        Err(error) => return sink(bad(place, format!("the line is no JSON ({error})"))),
    };
    let field = |name: &str| {
        let value = value.get(name).and_then(Value::as_str);
        value.filter(|value| !value.is_empty())
    };
    let (bytes, kind) = match (field(&options.html_field), field(&options.text_field)) {
        (Some(html), _) => (html, InputKind::Auto),
        (None, Some(text)) => (text, InputKind::Text),
        (None, None) => return sink(bad(place, no_page(options))),
    };
    sink(Found::Page(Item {
        place,
        record_id: None,
        address: field(&options.url_field),
        fetched: None,
        // JSON is UTF-8, whatever the page in it says.
        charset: Some("utf-8"),
        kind,
        bytes: bytes.as_bytes(),
        length_is_wrong: false,
    }))
}

/// What is said of a line or row without a page.
pub fn no_page(options: &InputOptions) -> String {
    format!(
        "it has no text under {:?} nor under {:?}; say where the page stands with --html-field or --text-field",
        options.html_field, options.text_field
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_longer_than_a_piece_is_gone_over_once() {
        let text = [vec![b'x'; 3000], b"\nlast\n".to_vec()].concat();
        let window = || Window::new(Box::new(io::Cursor::new(text.clone())), 0);
        let mut lines = window();
        assert!(skip_line(&mut lines, 5000).unwrap());
        assert_eq!(lines.position(), 3001);
        // One that only begins behind the piece is not waited for.
        let zeros = std::iter::repeat_n(b'x', 10 << 20).collect::<Vec<u8>>();
        let mut lines = Window::new(Box::new(io::Cursor::new(zeros)), 0);
        assert!(!skip_line(&mut lines, 5000).unwrap());
        assert!(lines.position() < 9 << 20);
        assert!(!skip_line(&mut window(), 0).unwrap());
    }

    #[test]
    fn long_lines_are_gone_over() {
        let text = [b"a\n".to_vec(), vec![b'x'; 1000], b"\nlast".to_vec()].concat();
        let mut window = Window::new(Box::new(io::Cursor::new(text)), 0);
        let mut taken = Vec::new();
        loop {
            let mut line = Vec::new();
            match take_line(&mut window, &mut line, 10).unwrap() {
                0 => break,
                len => taken.push((len, line.len())),
            }
        }
        assert_eq!(taken, [(2, 2), (1001, 10), (4, 4)]);
    }
}
