//! Lines at the ends of a report that are not of it, known by their words: marks of the end, notices, who did what.

use std::collections::HashSet;
use std::sync::LazyLock;

use crate::article::{Block, BlockKind};
use crate::metadata::text::key;
use crate::metadata::words::grouped;

/// A notice has at most this many words.
const NOTICE: usize = 45;
/// "With reports from ..." and the like have at most this many.
const CREDIT: usize = 18;
/// Names after "Editing:" have at most this many words.
const NAMES: usize = 12;
/// What follows "News code:" has at most this many.
const CODE: usize = 3;
/// A line around an address for mail has at most this many.
const MAIL: usize = 8;
/// Words after "Ann Lee is" among which one says what she is.
const JOB: usize = 6;
/// Words after a star among which one says what the writer is; words before the name of one.
const FIRST: usize = 4;

struct Lines {
    marks: Vec<String>,
    notices: Vec<String>,
    credits: Vec<String>,
    first: Vec<(String, String)>,
    roles: HashSet<String>,
    jobs: HashSet<String>,
    copulas: HashSet<String>,
}

static LINES: LazyLock<Lines> = LazyLock::new(|| {
    let of = |wanted: &'static str| {
        grouped(include_str!("lines.txt"))
            .filter(move |(group, _)| *group == wanted)
            .map(|(_, line)| line)
    };
    Lines {
        marks: of("mark").map(key).collect(),
        notices: of("notice").map(key).collect(),
        credits: of("credit").map(key).collect(),
        first: of("first")
            .filter_map(|l| l.split_once(" ... "))
            .map(|(a, b)| (key(a), key(b)))
            .collect(),
        roles: of("role").map(key).collect(),
        jobs: of("job").map(key).collect(),
        copulas: of("copula").map(key).collect(),
    }
});

/// Whether a block may only be what a report ends with, given the body it ends.
pub fn is_closing(block: &Block, body: &[Block]) -> bool {
    let raw = block.text();
    let raw = raw.trim();
    let text = key(raw);
    let words = text.split(' ').count();
    if text.is_empty() || words > NOTICE {
        return false;
    }
    let begins = |phrase: &String| {
        text.strip_prefix(phrase.as_str()).is_some_and(|rest| {
            rest.is_empty() || rest.starts_with(' ') || phrase.ends_with(|c| c >= '\u{2e80}')
        })
    };
    let owned = raw.starts_with('©')
        || (text.starts_with("copyright") && raw.contains(|c: char| c == '©' || c.is_numeric()));
    (words <= CREDIT && (owned || LINES.credits.iter().any(begins)))
        || LINES.notices.iter().any(begins)
        || LINES
            .first
            .iter()
            .any(|(a, b)| begins(a) && text.contains(b.as_str()))
        || is_mark(raw)
        || is_mail(raw, words)
        || is_biography(raw, &text, body)
        || is_role(block, body)
}

/// "End of message/212", "News code: 8812".
fn is_mark(raw: &str) -> bool {
    let bare: Vec<&str> = raw
        .split_whitespace()
        .filter(|w| !w.contains("://"))
        .collect();
    let text = key(&bare.join(" "));
    LINES.marks.iter().any(|mark| {
        text.strip_prefix(mark.as_str()).is_some_and(|rest| {
            // A mark of one word may be a word like any other.
            let free = mark.contains(' ') || !rest.contains(char::is_alphabetic);
            free && (rest.is_empty() || rest.starts_with(' '))
                && rest.split_whitespace().count() <= CODE
        })
    })
}

/// A line that is little more than an address for mail.
fn is_mail(raw: &str, words: usize) -> bool {
    words <= MAIL + 3
        && raw.split_whitespace().count() <= MAIL
        && raw.split_whitespace().any(|w| {
            w.split_once('@').is_some_and(|(name, host)| {
                !name.is_empty() && host.trim_end_matches('.').contains('.')
            })
        })
}

/// "* Professor of law at ...": a star that nothing in the text refers to.
fn is_biography(raw: &str, text: &str, body: &[Block]) -> bool {
    let Some(line) = raw.strip_prefix(['*', '•', '٭']) else {
        return false;
    };
    let before = body.len().saturating_sub(1);
    !line.starts_with('*')
        && text.split(' ').take(FIRST).any(|w| LINES.jobs.contains(w))
        && !body[..before]
            .iter()
            .any(|b| b.spans.iter().any(|s| s.text.contains('*')))
}

/// "Ann Lee is a senior researcher at ...", for the keys of names of those who signed the report.
pub fn is_about_writer(text: &str, names: &[String]) -> bool {
    let text = key(text);
    let mut starts = names
        .iter()
        .filter(|n| n.contains(' '))
        .filter_map(|n| text.find(n.as_str()).map(|at| (at, at + n.len())));
    starts.any(|(start, end)| {
        let mut after = text[end..].split_whitespace();
        let before = text[..start].split_whitespace().count();
        before <= FIRST
            && after.next().is_some_and(|next| {
                LINES.jobs.contains(next)
                    || (LINES.copulas.contains(next)
                        && after.take(JOB).any(|w| LINES.jobs.contains(w)))
            })
    })
}

/// "Editing: Ann Lee", unless the label comes back, as in dialogues.
pub fn is_role(block: &Block, body: &[Block]) -> bool {
    if matches!(block.kind, BlockKind::Heading(_)) {
        return false;
    }
    let text = block.text();
    let Some(label) = role(&text) else {
        return false;
    };
    body.iter()
        .filter(|b| role(&b.text()).as_ref() == Some(&label))
        .count()
        == 1
}

fn role(text: &str) -> Option<String> {
    let (label, names) = text.split_once([':', '：'])?;
    let label = (label.len() < 60).then(|| key(label))?;
    let names = names.trim();
    let sound = !names.is_empty()
        && names.split_whitespace().count() <= NAMES
        && !names.ends_with(['.', '?', '!', '؟', '。', '»', '"', '…', '۔']);
    (sound && LINES.roles.contains(&label)).then_some(label)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn closes(line: &str) -> bool {
        let report = "The harbour opened in May after work of nine years that cost the town dear.";
        let body = [report, line].map(|l| Block::plain(BlockKind::Paragraph, l));
        is_closing(&body[1], &body)
    }

    #[test]
    fn marks_notices_credits_and_addresses_close_a_report() {
        for line in [
            "انتهای پیام/۲۱۴/ب",
            "کد خبر 1398110200381",
            "لینک کوتاه: https://brn.example/x7k",
            "© dpa-infocom, dpa:230428-99-483045/5",
            "Copyright 2024 The Wave. All rights reserved.",
            "The post Town hall clock strikes thirteen first appeared on Tarnbeck Times.",
            "الآراء الواردة تعبر عن رأي كاتبها فقط.",
            "* كاتب وقاص من الساحل، صدرت له مجموعة «باب موارب».",
            "n.rahbani@aldifaf.example",
            "Redaktion: Ann Lee, Jo Maeda",
            "צילום: רוני מגדלאי",
            "With reports from The Wave and The Shore",
            "(Reporting by Ann Lee; Editing by Jo Maeda)",
        ] {
            assert!(closes(line), "{line}");
        }
    }

    #[test]
    fn a_biography_names_a_writer_and_a_job() {
        let names = ["ann lee".to_owned(), "نديم الرهباوي".to_owned()];
        for line in [
            "Ann Lee is a senior researcher with the harbour observatory.",
            "نديم الرهباوي كاتب عمود أسبوعي.",
        ] {
            assert!(is_about_writer(line, &names), "{line}");
        }
        for line in [
            "Ann Lee, the editor of The Wave, said she was glad.",
            "The harbour was glad that day, and so were Ann Lee and her editor.",
        ] {
            assert!(!is_about_writer(line, &names), "{line}");
        }
    }

    #[test]
    fn text_notes_and_dialogue_do_not() {
        for line in [
            "انتهى اللقاء بفوز الفريق",
            "Copyright law has changed little since then, and nobody expects that it will.",
            "* Correction: an earlier version gave the wrong year.",
            "تحديث: أضيفت إلى التقرير تصريحات المهندس.",
            "Editor: And what did he say to that?",
            "The end of the message was lost.",
            "Write to her at once, he said.",
        ] {
            assert!(!closes(line), "{line}");
        }
    }
}
