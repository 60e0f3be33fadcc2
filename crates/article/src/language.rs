//! Language and direction of a text.

use std::collections::HashMap;
use std::sync::LazyLock;

use serde::Serialize;
use whatlang::{Lang, Script};

use crate::letters::is_small_letter;

/// Which way a text runs.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Direction {
    /// Left to right.
    #[default]
    Ltr,
    /// Right to left.
    Rtl,
}

/// Characters of a text that are looked at: enough to be sure, few enough to be quick.
const SAMPLE: usize = 600;
/// Below this many letters a text says too little against what its page declares.
const FEW_LETTERS: usize = 60;

/// BCP 47 primary code of the language of a text: `ar`, `zh`, `pt`.
///
/// `declared` is what the page says, in any form (`pt-BR`, `en_US`). It decides where the text is short, and between
/// languages too close to be told apart by letters: Bokmål and Nynorsk, Malay and Indonesian, Serbian, Croatian and
/// Bosnian, Galician and Portuguese. Where it says nothing Norwegian is `no`. Otherwise the text decides: many pages
/// declare the language of their template.
///
/// ```
/// use khabar_article::language::detect;
/// assert_eq!(detect("أعلن البيت الأبيض أن مستشار الأمن القومي أبلغ موسكو", Some("en-US")).as_deref(), Some("ar"));
/// assert_eq!(detect("Hej", Some("sv_SE")).as_deref(), Some("sv"));
/// assert_eq!(detect("", None), None);
/// ```
pub fn detect(text: &str, declared: Option<&str>) -> Option<String> {
    let declared = declared.and_then(primary);
    let sample = sample(text);
    let letters = sample
        .chars()
        .filter(|&c| is_small_letter(c) || c.is_alphabetic())
        .count();
    let Some(info) = whatlang::detect(&sample).filter(|_| letters > 0) else {
        return declared;
    };
    let listed = by_common_words(&sample, code(info.lang()));
    let found = match (listed, info.script()) {
        (Some(listed), _) => listed,
        // Scripts of one language in news are surer than the letters' frequencies.
        (None, Script::Hangul) => "ko",
        (None, Script::Katakana | Script::Hiragana) => "ja",
        (None, _) => code(info.lang()),
    };
    let Some(declared) = declared else {
        return Some(found.to_owned());
    };
    let close = KIN
        .iter()
        .any(|kin| kin.contains(&found) && kin.contains(&declared.as_str()));
    if close {
        return Some(declared);
    }
    let same_script = script_of(&declared).is_none_or(|s| s == info.script());
    let unsure = listed.is_none() && (letters < FEW_LETTERS || !info.is_reliable());
    // What the detector has never seen it takes for something else.
    let unknown = listed.is_none() && Lang::from_code(three(&declared)).is_none();
    if same_script && (unsure || unknown) {
        return Some(declared);
    }
    Some(found.to_owned())
}

/// Which way a text runs: as most of its letters do; where it has none, as its language does.
pub fn direction(language: Option<&str>, text: &str) -> Direction {
    let (mut right, mut left) = (0u32, 0u32);
    for c in text.chars().take(4 * SAMPLE) {
        if is_right_to_left(c) {
            right += 1;
        } else if is_small_letter(c) || c.is_alphabetic() {
            left += 1;
        }
    }
    // Names and links in Latin letters are longer than the words around them.
    let rtl = if right + left > 0 {
        2 * right > left
    } else {
        let code = language.and_then(primary);
        code.is_some_and(|l| RIGHT_TO_LEFT.contains(&l.as_str()))
    };
    if rtl { Direction::Rtl } else { Direction::Ltr }
}

/// Languages written from right to left.
const RIGHT_TO_LEFT: &[&str] = &[
    "ar", "fa", "ur", "he", "yi", "ps", "ckb", "sd", "ug", "dv", "arc", "pnb", "azb",
];

/// Languages too close to one another to be told apart by their letters.
const KIN: &[&[&str]] = &[
    &["no", "nb", "nn"],
    &["da", "no", "nb"],
    &["id", "ms"],
    &["sr", "hr", "bs", "sh", "cnr"],
    &["pt", "gl"],
    &["es", "gl", "ast", "an"],
    &["zh", "yue", "wuu"],
    &["tl", "fil", "ceb"],
    &["zu", "xh", "ss", "nr", "nd"],
    &["fa", "prs", "tg"],
    &["hi", "mai", "bho"],
    &["ru", "be"],
    &["ku", "ckb", "kmr"],
    &["de", "lb", "gsw", "nds"],
    &["nl", "fy", "li"],
    &["it", "co", "scn", "fur"],
];

/// The primary part of a language tag, in lower case, with the older codes made new: `en` of `en-GB`, `he` of `iw`. `None` of what
/// is no tag.
pub fn primary(tag: &str) -> Option<String> {
    let code = tag
        .trim()
        .split(['-', '_', ',', ' '])
        .next()?
        .to_ascii_lowercase();
    let code = match code.as_str() {
        "iw" => "he",
        "in" => "id",
        "ji" => "yi",
        "jp" => "ja",
        "cn" => "zh",
        "gr" => "el",
        "ua" => "uk",
        "english" => "en",
        "deutsch" | "german" => "de",
        "arabic" => "ar",
        "french" => "fr",
        code => code,
    };
    let sound = (2..=3).contains(&code.len())
        && code.bytes().all(|b| b.is_ascii_lowercase())
        && code != "und"
        && code != "mul";
    sound.then(|| code.to_owned())
}

/// The opening of a text without addresses, which are in no language.
fn sample(text: &str) -> String {
    let mut out = String::new();
    let mut chars = 0;
    for word in text.split_whitespace() {
        if word.contains("://") || word.contains('@') {
            continue;
        }
        chars += word.chars().take(SAMPLE).count() + 1;
        out.extend(word.chars().take(SAMPLE));
        out.push(' ');
        if chars >= SAMPLE {
            break;
        }
    }
    out
}

/// Languages the detector does not know, by their commonest words.
static LISTED: LazyLock<HashMap<&'static str, Vec<&'static str>>> = LazyLock::new(|| {
    include_str!("language/common_words.txt")
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| line.split_once(": "))
        .map(|(language, words)| (language, words.split(' ').collect()))
        .collect()
});

static BY_WORD: LazyLock<HashMap<&'static str, Vec<&'static str>>> = LazyLock::new(|| {
    let mut by_word: HashMap<&'static str, Vec<&'static str>> = HashMap::new();
    for (&language, words) in LISTED.iter() {
        for &word in words {
            by_word.entry(word).or_default().push(language);
        }
    }
    by_word
});

/// The listed language whose common words make up a good share of the text; where it is close kin to the detector's
/// guess a small share will do.
fn by_common_words(sample: &str, guess: &str) -> Option<&'static str> {
    let mut hits: HashMap<&'static str, (usize, Vec<&str>)> = HashMap::new();
    let mut words = 0;
    let mut lower = String::new();
    for word in sample
        .split(|c: char| !c.is_alphanumeric() && c != '\'' && c != '’')
        .filter(|w| !w.is_empty())
    {
        words += 1;
        lower.clear();
        lower.extend(word.chars().flat_map(char::to_lowercase));
        if let Some((&word, languages)) = BY_WORD.get_key_value(lower.as_str()) {
            for language in languages {
                let (count, distinct) = hits.entry(language).or_default();
                *count += 1;
                if !distinct.contains(&word) {
                    distinct.push(word);
                }
            }
        }
    }
    let (language, (count, distinct)) = hits.into_iter().max_by_key(|(l, (n, _))| (*n, *l))?;
    let kin = KIN
        .iter()
        .any(|k| k.contains(&language) && k.contains(&guess));
    let share = if kin { 30 } else { 8 };
    (words >= 8 && count * share >= words && distinct.len() >= 3).then_some(language)
}

fn is_right_to_left(c: char) -> bool {
    matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}' | '\u{1e900}'..='\u{1e95f}')
        && (is_small_letter(c) || c.is_alphabetic())
}

/// The script a language is written in, where it is not Latin and only one.
fn script_of(language: &str) -> Option<Script> {
    Some(match language {
        "ar" | "fa" | "ur" | "ps" | "ckb" | "sd" | "ug" => Script::Arabic,
        "he" | "yi" => Script::Hebrew,
        "ru" | "uk" | "bg" | "be" | "mk" | "kk" | "ky" | "mn" => Script::Cyrillic,
        "el" => Script::Greek,
        "hi" | "mr" | "ne" => Script::Devanagari,
        "bn" | "as" => Script::Bengali,
        "th" => Script::Thai,
        "ko" => Script::Hangul,
        "ka" => Script::Georgian,
        "hy" => Script::Armenian,
        "am" | "ti" => Script::Ethiopic,
        "ta" => Script::Tamil,
        "te" => Script::Telugu,
        "ml" => Script::Malayalam,
        "kn" => Script::Kannada,
        "gu" => Script::Gujarati,
        "pa" => Script::Gurmukhi,
        "si" => Script::Sinhala,
        "my" => Script::Myanmar,
        "km" => Script::Khmer,
        "zh" => Script::Mandarin,
        // Kana and Han, Latin and Cyrillic: no telling.
        "ja" | "sr" | "uz" | "az" | "ku" | "tg" | "bs" => return None,
        _ => Script::Latin,
    })
}

/// The shortest code of a language the detector knows.
fn code(lang: Lang) -> &'static str {
    let three = lang.code();
    TWO.iter()
        .find(|(_, long)| *long == three)
        .map_or(three, |(short, _)| short)
}

/// The detector's code of a language.
fn three(code: &str) -> String {
    TWO.iter()
        .find(|(short, _)| *short == code)
        .map_or(code, |(_, long)| long)
        .to_owned()
}

/// ISO 639-1 codes and those of the detector (ISO 639-3).
const TWO: &[(&str, &str)] = &[
    ("eo", "epo"),
    ("en", "eng"),
    ("ru", "rus"),
    ("zh", "cmn"),
    ("es", "spa"),
    ("pt", "por"),
    ("it", "ita"),
    ("bn", "ben"),
    ("fr", "fra"),
    ("de", "deu"),
    ("uk", "ukr"),
    ("ka", "kat"),
    ("ar", "ara"),
    ("hi", "hin"),
    ("ja", "jpn"),
    ("he", "heb"),
    ("yi", "yid"),
    ("pl", "pol"),
    ("am", "amh"),
    ("jv", "jav"),
    ("ko", "kor"),
    ("no", "nob"),
    ("da", "dan"),
    ("sv", "swe"),
    ("fi", "fin"),
    ("tr", "tur"),
    ("nl", "nld"),
    ("hu", "hun"),
    ("cs", "ces"),
    ("el", "ell"),
    ("bg", "bul"),
    ("be", "bel"),
    ("mr", "mar"),
    ("kn", "kan"),
    ("ro", "ron"),
    ("sl", "slv"),
    ("hr", "hrv"),
    ("sr", "srp"),
    ("mk", "mkd"),
    ("lt", "lit"),
    ("lv", "lav"),
    ("et", "est"),
    ("ta", "tam"),
    ("vi", "vie"),
    ("ur", "urd"),
    ("th", "tha"),
    ("gu", "guj"),
    ("uz", "uzb"),
    ("pa", "pan"),
    ("az", "aze"),
    ("id", "ind"),
    ("te", "tel"),
    ("fa", "pes"),
    ("ml", "mal"),
    ("or", "ori"),
    ("my", "mya"),
    ("ne", "nep"),
    ("si", "sin"),
    ("km", "khm"),
    ("tk", "tuk"),
    ("ak", "aka"),
    ("zu", "zul"),
    ("sn", "sna"),
    ("af", "afr"),
    ("la", "lat"),
    ("sk", "slk"),
    ("ca", "cat"),
    ("tl", "tgl"),
    ("hy", "hye"),
    ("cy", "cym"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_are_told_from_the_text() {
        for (text, expected) in [
            (
                "Die Bundesregierung hat am Montag einen neuen Entwurf vorgelegt, der die Regeln für den Handel ändern soll.",
                "de",
            ),
            (
                "The government on Monday presented a new draft that would change the rules for trade with its neighbours.",
                "en",
            ),
            (
                "أعلنت الحكومة يوم الاثنين مشروعا جديدا يغير قواعد التجارة مع الدول المجاورة بعد أشهر من النقاش",
                "ar",
            ),
            (
                "دولت روز دوشنبه پیش‌نویس تازه‌ای را ارائه کرد که قواعد تجارت با کشورهای همسایه را تغییر می‌دهد",
                "fa",
            ),
            (
                "حکومت نے پیر کے روز ایک نیا مسودہ پیش کیا ہے جس میں پڑوسی ممالک کے ساتھ تجارت کے قواعد تبدیل کیے گئے ہیں",
                "ur",
            ),
            (
                "הממשלה הציגה ביום שני טיוטה חדשה שתשנה את כללי הסחר עם המדינות השכנות",
                "he",
            ),
            (
                "सरकार ने सोमवार को एक नया मसौदा पेश किया जो पड़ोसी देशों के साथ व्यापार के नियमों को बदल देगा",
                "hi",
            ),
            ("政府周一提出了一项新草案，将改变与邻国的贸易规则。", "zh"),
            (
                "政府は月曜日、近隣諸国との貿易の規則を変える新しい法案を発表した。",
                "ja",
            ),
            (
                "정부는 월요일 이웃 나라들과의 무역 규칙을 바꾸는 새로운 초안을 발표했다.",
                "ko",
            ),
            (
                "รัฐบาลได้เสนอร่างใหม่เมื่อวันจันทร์ซึ่งจะเปลี่ยนกฎการค้ากับประเทศเพื่อนบ้าน",
                "th",
            ),
            (
                "Правительство в понедельник представило новый проект, который изменит правила торговли с соседними странами.",
                "ru",
            ),
            (
                "Уряд у понеділок представив новий проєкт, який змінить правила торгівлі із сусідніми країнами, повідомили журналісти.",
                "uk",
            ),
            (
                "Hükümet pazartesi günü komşu ülkelerle ticaret kurallarını değiştirecek yeni bir taslak sundu.",
                "tr",
            ),
            (
                "Pemerintah pada hari Senin mengajukan rancangan baru yang akan mengubah aturan perdagangan dengan negara tetangga.",
                "id",
            ),
            (
                "Serikali siku ya Jumatatu iliwasilisha rasimu mpya ambayo itabadilisha sheria za biashara na nchi jirani kwa ajili ya wananchi.",
                "sw",
            ),
            (
                "Uhulumeni wethule uhlaka olusha ngoMsombuluko oluzoshintsha imithetho yokuhwebelana namazwe angomakhelwane.",
                "zu",
            ),
            (
                "Ríkisstjórnin kynnti á mánudag ný drög sem eiga að breyta reglum um viðskipti við nágrannalöndin og það er ekki allt.",
                "is",
            ),
        ] {
            assert_eq!(detect(text, None).as_deref(), Some(expected), "{text}");
            assert_eq!(
                detect(text, Some("en-US")).as_deref(),
                Some(expected),
                "{text}"
            );
        }
    }

    #[test]
    fn the_declared_language_decides_where_the_text_cannot() {
        for (text, declared, expected) in [
            (
                "Regjeringen la mandag fram et nytt forslag som skal endre reglene for handel med nabolandene i nord.",
                "nb-NO",
                "nb",
            ),
            (
                "Kerajaan pada hari Isnin membentangkan rang baharu yang akan mengubah peraturan perdagangan dengan negara jiran.",
                "ms",
                "ms",
            ),
            ("OK", "fr", "fr"),
            (
                "URhulumente uthabatha indlela eyiyo yokuvezela ulutsha imisebenzi kwaye abantu bayavuya ngalo nto",
                "xh",
                "xh",
            ),
            (
                "Naalakkersuisut ataasinngornermi nutaamik siunnersuuteqarput niueqatigiinneq pillugu",
                "kl",
                "kl",
            ),
            ("الحكومة", "en", "ar"),
        ] {
            assert_eq!(
                detect(text, Some(declared)).as_deref(),
                Some(expected),
                "{text}"
            );
        }
        assert_eq!(detect("123", Some("de-AT")).as_deref(), Some("de"));
        assert_eq!(detect("123", Some("x-default")), None);
    }

    #[test]
    fn direction_follows_the_letters_then_the_language() {
        assert_eq!(
            direction(None, "أعلنت شركة Example Telecommunications مساء الاثنين"),
            Direction::Rtl
        );
        assert_eq!(
            direction(Some("ar"), "A report in English, marked wrongly"),
            Direction::Ltr
        );
        assert_eq!(direction(Some("fa-IR"), "123"), Direction::Rtl);
        assert_eq!(direction(None, ""), Direction::Ltr);
    }
}
