//! Keeping the text of a page from being read as Markdown.

/// `text` with the characters escaped that mean something inside a line.
pub(super) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 16);
    let mut before: Option<char> = None;
    for (at, c) in text.char_indices() {
        let rest = &text[at + c.len_utf8()..];
        let special = match c {
            '\\' | '`' | '*' | '[' | ']' | '~' => true,
            // Between letters an underscore is only an underscore.
            '_' => {
                !(before.is_some_and(char::is_alphanumeric)
                    && rest.starts_with(char::is_alphanumeric))
            }
            '<' => rest.starts_with(|c: char| c.is_ascii_alphabetic() || "/!?".contains(c)),
            '&' => is_reference(rest),
            _ => false,
        };
        if special {
            out.push('\\');
        }
        out.push(c);
        before = Some(c);
    }
    out
}

/// Whether what follows an ampersand makes it a character reference: `amp;`, `#8217;`, `#x2014;`.
fn is_reference(rest: &str) -> bool {
    let name = rest.strip_prefix('#').unwrap_or(rest);
    let end = name.find(|c: char| !c.is_ascii_alphanumeric());
    end.is_some_and(|end| (1..=32).contains(&end) && name.as_bytes()[end] == b';')
}

/// Inline Markdown as the lines of one block: line breaks of the page become hard ones, and no line begins with what
/// would make it a heading, an item, a quotation or a rule.
pub(super) fn lines(inline: &str) -> String {
    let lines = inline.split('\n').map(str::trim).filter(|l| !l.is_empty());
    lines.map(guarded).collect::<Vec<_>>().join("\\\n")
}

/// One line whose beginning cannot be taken for a block's mark.
fn guarded(line: &str) -> String {
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let Some(first) = line[digits..].chars().next() else {
        return line.to_owned();
    };
    let after = &line[digits + first.len_utf8()..];
    let stands_alone = after.is_empty() || after.starts_with([' ', '\t']);
    let special = if digits > 0 {
        digits <= 9 && matches!(first, '.' | ')') && stands_alone
    } else {
        match first {
            '>' | '|' | ':' => true,
            '#' => {
                after.trim_start_matches('#').is_empty()
                    || after.trim_start_matches('#').starts_with([' ', '\t'])
            }
            '+' => stands_alone,
            '-' => stands_alone || line.chars().all(|c| c == '-' || c == ' '),
            '=' => line.chars().all(|c| c == '='),
            _ => false,
        }
    };
    if special {
        format!("{}\\{}", &line[..digits], &line[digits..])
    } else {
        line.to_owned()
    }
}
