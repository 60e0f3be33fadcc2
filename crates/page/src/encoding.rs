//! From bytes to text, also where the label lies.
//!
//! The order of trust follows the HTML standard's encoding sniffing (byte order mark, `Content-Type`, `<meta>`, then
//! detection), with one difference: a label that the bytes contradict is not believed. Templates are copied with their
//! `charset=iso-8859-1` into pages of every script, so a label that leaves text no language is written in loses
//! against one that gives words.

use std::borrow::Cow;
use std::collections::HashSet;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252, X_USER_DEFINED};
use memchr::memchr2_iter;

/// Where the encoding was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EncodingSource {
    /// A byte order mark.
    ByteOrderMark,
    /// The charset of the `Content-Type` header.
    Header,
    /// A `<meta>` element, or an XML declaration.
    Markup,
    /// The bytes themselves.
    Detection,
}

/// A decoded page.
#[derive(Debug, Clone)]
pub struct Decoded<'a> {
    /// The text, borrowed where the bytes were UTF-8 already.
    pub text: Cow<'a, str>,
    /// Name of the encoding: `UTF-8`, `windows-1256`.
    pub encoding: &'static str,
    /// Where that was found.
    pub source: EncodingSource,
    /// Whether a label was there and was wrong.
    pub mislabelled: bool,
    /// Whether some bytes were not valid in the encoding; each stands as U+FFFD.
    pub undecodable: bool,
}

/// How far into the page a label is looked for. The standard says 1,024 bytes; pages put theirs later.
const LABEL_WINDOW: usize = 8_192;
/// How much of the page is looked at to judge an encoding.
const SAMPLE: usize = 256 << 10;

/// Decodes the bytes of a page; `declared` is the charset of the `Content-Type` header, if there was one.
pub fn decode<'a>(bytes: &'a [u8], declared: Option<&str>) -> Decoded<'a> {
    if let Some((encoding, length)) = Encoding::for_bom(bytes) {
        return decoded(
            &bytes[length..],
            encoding,
            EncodingSource::ByteOrderMark,
            false,
        );
    }
    let label = declared
        .and_then(|label| Encoding::for_label(label.trim().as_bytes()))
        .map(|encoding| (encoding, EncodingSource::Header))
        .or_else(|| label_in_markup(bytes).map(|encoding| (encoding, EncodingSource::Markup)));
    let sample = &bytes[..bytes.len().min(SAMPLE)];
    if let Some(encoding) = utf16_without_mark(bytes) {
        let mislabelled = label.is_some_and(|(labelled, _)| labelled != encoding);
        return decoded(bytes, encoding, EncodingSource::Detection, mislabelled);
    }
    // Text of another encoding is hardly ever valid UTF-8 by chance, so UTF-8 needs no label. ISO-2022-JP is all ASCII.
    let escapes = sample.contains(&0x1b);
    if !escapes && let Ok(text) = std::str::from_utf8(bytes) {
        let mislabelled = label.is_some_and(|(encoding, _)| encoding != UTF_8) && !bytes.is_ascii();
        let source = label
            .filter(|_| !mislabelled)
            .map_or(EncodingSource::Detection, |(_, source)| source);
        return Decoded {
            text: Cow::Borrowed(text),
            encoding: UTF_8.name(),
            source,
            mislabelled,
            undecodable: false,
        };
    }
    let mut detected = detect(bytes, sample);
    // One broken byte, or an end in the middle of a character, is enough for the detector to give UTF-8 up.
    if label.is_none()
        && !escapes
        && plausibility(UTF_8, sample) + MARGIN >= plausibility(detected, sample)
    {
        detected = UTF_8;
    }
    match label {
        Some((encoding, source))
            if encoding == detected
                || plausibility(encoding, sample) + MARGIN >= plausibility(detected, sample) =>
        {
            decoded(bytes, encoding, source, false)
        }
        Some(_) => decoded(bytes, detected, EncodingSource::Detection, true),
        None => decoded(bytes, detected, EncodingSource::Detection, false),
    }
}

/// By how much the detected encoding has to read better than the declared one.
const MARGIN: f32 = 0.08;

fn decoded<'a>(
    bytes: &'a [u8],
    encoding: &'static Encoding,
    source: EncodingSource,
    mislabelled: bool,
) -> Decoded<'a> {
    let (text, undecodable) = encoding.decode_without_bom_handling(bytes);
    Decoded {
        text,
        encoding: encoding.name(),
        source,
        mislabelled,
        undecodable,
    }
}

fn detect(bytes: &[u8], sample: &[u8]) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
    detector.feed(sample, bytes.len() <= SAMPLE);
    detector.guess(None, Utf8Detection::Allow)
}

/// In UTF-16 text the high bytes of ASCII characters are zero, and those of one script's letters nearly all the same.
fn utf16_without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = &bytes[..bytes.len().min(128) & !1];
    let half = |offset: usize| head.iter().skip(offset).step_by(2).copied();
    let zeros = |offset: usize| half(offset).filter(|&b| b == 0).count();
    let few = |offset: usize| half(offset).collect::<HashSet<u8>>().len() <= 4;
    let enough = head.len() / 16;
    match (zeros(0), zeros(1)) {
        (0, high) if head.len() >= 16 && high >= enough && few(1) => Some(UTF_16LE),
        (high, 0) if head.len() >= 16 && high >= enough && few(0) => Some(UTF_16BE),
        _ => None,
    }
}

/// The charset a `<meta>` element or XML declaration names.
fn label_in_markup(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = &bytes[..bytes.len().min(LABEL_WINDOW)];
    let mut from = 0;
    while let Some(found) = find_ignoring_case(&head[from..], b"charset")
        .or_else(|| find_ignoring_case(&head[from..], b"encoding"))
    {
        let at = from + found;
        let rest = &head[at..];
        let name_end = rest
            .iter()
            .position(|b| !b.is_ascii_alphabetic())
            .unwrap_or(rest.len());
        let value = rest[name_end..].trim_ascii_start();
        if inside_label_element(&head[..at])
            && let Some(value) = value.strip_prefix(b"=")
        {
            let value = value.trim_ascii_start();
            let value = value
                .strip_prefix(b"\"")
                .or_else(|| value.strip_prefix(b"'"))
                .unwrap_or(value);
            let end = value
                .iter()
                .position(|b| {
                    matches!(b, b'"' | b'\'' | b';' | b'>' | b'/' | b'?') || b.is_ascii_whitespace()
                })
                .unwrap_or(value.len());
            // A label that was read as ASCII cannot mean UTF-16; the standard takes it as UTF-8.
            match Encoding::for_label(&value[..end]) {
                Some(encoding) if encoding == UTF_16BE || encoding == UTF_16LE => {
                    return Some(UTF_8);
                }
                Some(encoding) if encoding == X_USER_DEFINED => return Some(WINDOWS_1252),
                Some(encoding) => return Some(encoding),
                None => {}
            }
        }
        from = at + name_end.max(1);
    }
    None
}

/// Whether the text before a label opens a `<meta` or `<?xml` that is not yet closed.
fn inside_label_element(before: &[u8]) -> bool {
    let Some(open) = before.iter().rposition(|&b| b == b'<') else {
        return false;
    };
    let tag = &before[open + 1..];
    (tag.len() >= 4
        && (tag[..4].eq_ignore_ascii_case(b"meta") || tag[..4].eq_ignore_ascii_case(b"?xml")))
        && !tag.contains(&b'>')
}

fn find_ignoring_case(haystack: &[u8], needle: &[u8]) -> Option<usize> {
    let first = *needle.first()?;
    let mut starts = memchr2_iter(
        first.to_ascii_lowercase(),
        first.to_ascii_uppercase(),
        haystack,
    );
    starts.find(|&at| {
        let there = haystack[at..].get(..needle.len());
        there.is_some_and(|there| there.eq_ignore_ascii_case(needle))
    })
}

/// How much the bytes, read in this encoding, look like text of one script: 0 to 1.
///
/// Counted over letters outside ASCII: those of the commonest script count for it; bytes that decode to nothing, to
/// control characters, to symbols between letters, to letters that stick to ASCII ones or to capitals inside a word (the mark of Cyrillic read in the wrong
/// one of its encodings) count against it. Latin letters with marks are at home among plain Latin ones, not by
/// themselves.
fn plausibility(encoding: &'static Encoding, sample: &[u8]) -> f32 {
    let (text, _) = encoding.decode_without_bom_handling(sample);
    let mut scripts = [0_u32; 5];
    let (mut all, mut bad) = (0_u32, 0_u32);
    let mut marked_run = 0_u32;
    let mut before = ' ';
    for c in text.chars() {
        if !c.is_ascii() {
            all += 1;
            match script(c) {
                Some(Script::MarkedLatin) => {
                    marked_run += 1;
                    scripts[Script::MarkedLatin as usize] += 1;
                    // No language writes three marked letters on end but by exception.
                    bad += u32::from(marked_run >= 3);
                }
                Some(script) => scripts[script as usize] += 1,
                None if c == '\u{fffd}' => bad += 4,
                None if matches!(c, '\u{80}'..='\u{9f}' | '\u{e000}'..='\u{f8ff}') => bad += 2,
                None if before.is_alphabetic() && !before.is_ascii() && !is_punctuation(c) => {
                    bad += 1;
                }
                None => {}
            }
            if c.is_uppercase() && before.is_alphabetic() {
                bad += 1;
            }
            if before.is_ascii_alphabetic() && mixes_badly(c) {
                bad += 1;
            }
        } else if c.is_ascii_alphabetic() && mixes_badly(before) {
            bad += 1;
        }
        if !matches!(script(c), Some(Script::MarkedLatin)) {
            marked_run = 0;
        }
        before = c;
    }
    if all == 0 {
        return 1.0;
    }
    let main = scripts.iter().max().copied().unwrap_or(0);
    let others = scripts.iter().sum::<u32>() - main;
    (1.0 - (bad + others) as f32 / all as f32).max(-1.0)
}

/// Letters that never stand inside one word with ASCII ones.
fn mixes_badly(c: char) -> bool {
    matches!(
        script(c),
        Some(Script::Cyrillic | Script::Semitic | Script::Other)
    )
}

#[derive(Clone, Copy)]
enum Script {
    MarkedLatin,
    Cyrillic,
    Semitic,
    EastAsian,
    Other,
}

fn script(c: char) -> Option<Script> {
    match c {
        'À'..='Ö' | 'Ø'..='ö' | 'ø'..='\u{24f}' | '\u{1e00}'..='\u{1eff}' => {
            Some(Script::MarkedLatin)
        }
        '\u{400}'..='\u{52f}' => Some(Script::Cyrillic),
        '\u{590}'..='\u{77f}' | '\u{fb50}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}' => {
            Some(Script::Semitic)
        }
        '\u{3000}'..='\u{30ff}'
        | '\u{3400}'..='\u{9fff}'
        | '\u{ac00}'..='\u{d7a3}'
        | '\u{ff00}'..='\u{ffef}' => Some(Script::EastAsian),
        c if c.is_alphabetic() && !c.is_ascii() => Some(Script::Other),
        _ => None,
    }
}

fn is_punctuation(c: char) -> bool {
    matches!(
        c,
        '\u{2010}'
            ..='\u{205e}'
                | '«'
                | '»'
                | '·'
                | '\u{a0}'
                | '\u{ad}'
                | '\u{200c}'
                | '\u{200d}'
                | '\u{200e}'
                | '\u{200f}'
                | '\u{60c}'
                | '\u{61b}'
                | '\u{61f}'
                | '°'
                | '№'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    const ARABIC: &str = "أعلنت وزارة النقل أن القطار الجديد سيصل إلى الميناء في الساعة العاشرة صباحا، وقال الوزير إن العمل انتهى.";
    const CHINESE: &str = "新华社记者昨天报道，市政府将在明年春天修建一座新的图书馆，居民对此表示欢迎。专家认为工程需要两年时间。";
    const JAPANESE: &str = "市は昨日、新しい図書館を来年の春に建てると発表した。住民からは歓迎の声があがっている。工事には二年かかる見込みだ。";
    const KOREAN: &str = "시는 어제 새 도서관을 내년 봄에 짓겠다고 발표했다. 주민들은 환영의 뜻을 나타냈다. 공사는 이 년이 걸릴 전망이다.";
    const RUSSIAN: &str = "Городской совет вчера объявил, что весной будет построена новая библиотека. Жители приветствовали это решение.";
    const FRENCH: &str = "La mairie a annoncé hier que la bibliothèque serait achevée à l'été. Les élèves étaient très étonnés, déjà.";

    fn bytes(text: &str, encoding: &str) -> Vec<u8> {
        let html = format!(
            "<html><head><title>x</title></head><body><p>{text}</p><p>{text}</p></body></html>"
        );
        Encoding::for_label(encoding.as_bytes())
            .unwrap()
            .encode(&html)
            .0
            .into_owned()
    }

    #[test]
    fn every_script_comes_out_right_unlabelled_labelled_and_mislabelled() {
        for (text, encoding) in [
            (ARABIC, "windows-1256"),
            (CHINESE, "gb18030"),
            (JAPANESE, "shift_jis"),
            (JAPANESE, "euc-jp"),
            (KOREAN, "euc-kr"),
            (RUSSIAN, "koi8-r"),
            (RUSSIAN, "windows-1251"),
            (CHINESE, "utf-8"),
            (FRENCH, "windows-1252"),
        ] {
            let bytes = bytes(text, encoding);
            for label in [
                None,
                Some(encoding),
                Some("iso-8859-1"),
                Some("utf-8"),
                Some("windows-1251"),
            ] {
                // French read as Cyrillic is a text too, of a kind; nobody labels it so.
                if encoding == "windows-1252" && label == Some("windows-1251") {
                    continue;
                }
                let read = decode(&bytes, label);
                assert!(
                    read.text.contains(text),
                    "{encoding} labelled {label:?} was read as {}",
                    read.encoding
                );
                assert!(!read.undecodable);
            }
        }
    }

    #[test]
    fn labels_are_found_in_markup() {
        for head in [
            "<meta charset=windows-1256>",
            "<META HTTP-EQUIV='Content-Type' CONTENT='text/html; charset=windows-1256'>",
            "<?xml version='1.0' encoding='windows-1256'?>",
            "<script charset=utf-8></script><meta charset='windows-1256'>",
        ] {
            let read = label_in_markup(head.as_bytes()).map(Encoding::name);
            assert_eq!(read, Some("windows-1256"), "{head}");
        }
        assert_eq!(label_in_markup(b"<p>charset=koi8-r</p>"), None);
    }

    #[test]
    fn byte_order_marks_and_wide_text_are_known() {
        assert_eq!(decode(b"\xef\xbb\xbfabc", Some("koi8-r")).text, "abc");
        let wide: Vec<u8> = "<html><body>Sch\u{f6}n ist es</body></html>"
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect();
        assert!(decode(&wide, None).text.contains("Schön"));
        assert!(decode(b"", None).text.is_empty());
        for text in [
            "<p>Plain ASCII in two bytes each</p>",
            &format!("<p>{ARABIC}</p>"),
        ] {
            let wide: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
            assert_eq!(decode(&wide, None).text, text);
        }
    }

    #[test]
    fn utf8_that_is_cut_or_broken_stays_utf8() {
        let whole = format!("{ARABIC} {ARABIC}");
        let cut = &whole.as_bytes()[..whole.len() - 2];
        assert!(
            decode(cut, None).text.starts_with(ARABIC),
            "{}",
            decode(cut, None).encoding
        );
        let mut broken = whole.into_bytes();
        broken[40] = 0xff;
        assert_eq!(decode(&broken, None).encoding, "UTF-8");
    }
}
