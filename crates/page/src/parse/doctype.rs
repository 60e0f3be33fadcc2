//! What a page's doctype says of the rules it wants.

/// Public identifiers that begin so are of before the standards.
const OLD: [&str; 55] = [
    "+//silmaril//dtd html pro v0r11 19970101//",
    "-//as//dtd html 3.0 aswedit + extensions//",
    "-//advasoft ltd//dtd html 3.0 aswedit + extensions//",
    "-//ietf//dtd html 2.0 level 1//",
    "-//ietf//dtd html 2.0 level 2//",
    "-//ietf//dtd html 2.0 strict level 1//",
    "-//ietf//dtd html 2.0 strict level 2//",
    "-//ietf//dtd html 2.0 strict//",
    "-//ietf//dtd html 2.0//",
    "-//ietf//dtd html 2.1e//",
    "-//ietf//dtd html 3.0//",
    "-//ietf//dtd html 3.2 final//",
    "-//ietf//dtd html 3.2//",
    "-//ietf//dtd html 3//",
    "-//ietf//dtd html level 0//",
    "-//ietf//dtd html level 1//",
    "-//ietf//dtd html level 2//",
    "-//ietf//dtd html level 3//",
    "-//ietf//dtd html strict level 0//",
    "-//ietf//dtd html strict level 1//",
    "-//ietf//dtd html strict level 2//",
    "-//ietf//dtd html strict level 3//",
    "-//ietf//dtd html strict//",
    "-//ietf//dtd html//",
    "-//metrius//dtd metrius presentational//",
    "-//microsoft//dtd internet explorer 2.0 html strict//",
    "-//microsoft//dtd internet explorer 2.0 html//",
    "-//microsoft//dtd internet explorer 2.0 tables//",
    "-//microsoft//dtd internet explorer 3.0 html strict//",
    "-//microsoft//dtd internet explorer 3.0 html//",
    "-//microsoft//dtd internet explorer 3.0 tables//",
    "-//netscape comm. corp.//dtd html//",
    "-//netscape comm. corp.//dtd strict html//",
    "-//o'reilly and associates//dtd html 2.0//",
    "-//o'reilly and associates//dtd html extended 1.0//",
    "-//o'reilly and associates//dtd html extended relaxed 1.0//",
    "-//softquad software//dtd hotmetal pro 6.0::19990601::extensions to html 4.0//",
    "-//softquad//dtd hotmetal pro 4.0::19971010::extensions to html 4.0//",
    "-//spyglass//dtd html 2.0 extended//",
    "-//sq//dtd html 2.0 hotmetal + extensions//",
    "-//sun microsystems corp.//dtd hotjava html//",
    "-//sun microsystems corp.//dtd hotjava strict html//",
    "-//w3c//dtd html 3 1995-03-24//",
    "-//w3c//dtd html 3.2 draft//",
    "-//w3c//dtd html 3.2 final//",
    "-//w3c//dtd html 3.2//",
    "-//w3c//dtd html 3.2s draft//",
    "-//w3c//dtd html 4.0 frameset//",
    "-//w3c//dtd html 4.0 transitional//",
    "-//w3c//dtd html experimental 19960712//",
    "-//w3c//dtd html experimental 970421//",
    "-//w3c//dtd w3 html//",
    "-//w3o//dtd w3 html 3.0//",
    "-//webtechs//dtd mozilla html 2.0//",
    "-//webtechs//dtd mozilla html//",
];

/// Whole public identifiers of that kind.
const OLD_WHOLE: [&str; 3] = [
    "-//w3o//dtd w3 html strict 3.0//en//",
    "-/w3c/dtd html 4.0 transitional/en",
    "html",
];

/// The one system identifier of that kind.
const OLD_SYSTEM: &str = "http://www.ibm.com/data/dtd/v11/ibmxhtml1-transitional.dtd";

/// These are so only where no system identifier follows.
const OLD_WITHOUT_SYSTEM: [&str; 2] = [
    "-//w3c//dtd html 4.01 frameset//",
    "-//w3c//dtd html 4.01 transitional//",
];

/// Whether the page wants the rules of before the standards ("quirks mode"), by what stands between `<!doctype` and the
/// next `>`; `ended` is false where the page ends before one.
pub(super) fn wants_quirks(declaration: &str, ended: bool) -> bool {
    let declaration = declaration.to_ascii_lowercase();
    let rest = declaration.trim_start_matches(is_space);
    let (name, rest) = rest.split_at(rest.find(is_space).unwrap_or(rest.len()));
    if !ended || name != "html" {
        return true;
    }
    let rest = rest.trim_start_matches(is_space);
    if rest.is_empty() {
        return false;
    }
    let (public, system) = if let Some(rest) = rest.strip_prefix("public") {
        let Some((public, rest)) = quoted(rest) else {
            return true;
        };
        if rest.trim_start_matches(is_space).is_empty() {
            (Some(public), None)
        } else {
            let Some((system, _)) = quoted(rest) else {
                return true;
            };
            (Some(public), Some(system))
        }
    } else if let Some(rest) = rest.strip_prefix("system") {
        let Some((system, _)) = quoted(rest) else {
            return true;
        };
        (None, Some(system))
    } else {
        return true;
    };
    system == Some(OLD_SYSTEM)
        || public.is_some_and(|public| {
            OLD_WHOLE.contains(&public)
                || OLD.iter().any(|old| public.starts_with(old))
                || (system.is_none()
                    && OLD_WITHOUT_SYSTEM.iter().any(|old| public.starts_with(old)))
        })
}

/// The string in quotation marks at the start of `text`, and what follows it.
fn quoted(text: &str) -> Option<(&str, &str)> {
    let text = text.trim_start_matches(is_space);
    let mark = text.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    text[1..].split_once(mark)
}

fn is_space(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\x0c' | ' ')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn old_doctypes_want_quirks() {
        for (declaration, quirks) in [
            (" html", false),
            (" HTML ", false),
            ("html", false),
            ("", true),
            (" book", true),
            (" html SYSTEM \"about:legacy-compat\"", false),
            (
                " HTML PUBLIC \"-//W3C//DTD XHTML 1.0 Strict//EN\" \"http://www.w3.org/TR/xhtml1/DTD/xhtml1-strict.dtd\"",
                false,
            ),
            (
                " HTML PUBLIC \"-//W3C//DTD HTML 4.01 Transitional//EN\"",
                true,
            ),
            (
                " HTML PUBLIC \"-//W3C//DTD HTML 4.01 Transitional//EN\" \"http://www.w3.org/TR/html4/loose.dtd\"",
                false,
            ),
            (" HTML PUBLIC \"-//W3C//DTD HTML 3.2 Final//EN\"", true),
            (" html PUBLIC", true),
            (" html PUBLIC \"unended", true),
            (" html nonsense", true),
        ] {
            assert_eq!(wants_quirks(declaration, true), quirks, "{declaration}");
        }
        assert!(wants_quirks(" html", false));
    }
}
