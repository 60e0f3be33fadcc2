//! Rules by which builders of text corpora tell good text from bad, computed on the text of a body: Gopher's quality and
//! repetition rules (Rae et al. 2021, arXiv 2112.11446, section A.1.1 and table A1), those of C4 (Raffel et al. 2020, JMLR 21,
//! section 2.2) and FineWeb's own (Penedo et al. 2024, arXiv 2406.17557, section 3.6).
//!
//! The rules were made for English web text. What is counted here holds for other scripts too: a sentence may end in ؟ or 。,
//! and where no spaces part words every character counts as one. Rules that make no sense for a script are not applied to it
//! ([`Rule`] says which).

mod measures;
mod repetition;
mod rules;
mod scripts;
mod words;

pub use measures::Measures;
pub use rules::{Family, Rule};

/// What is known of a text's quality.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Quality {
    /// What was measured.
    pub measures: Measures,
    /// The rules that the text falls under, in the order of [`Rule::ALL`].
    pub failed: Vec<Rule>,
}

impl Quality {
    /// Measures the text of a body, in a language if that is known, and holds it to all rules.
    pub fn of(text: &str, language: Option<&str>) -> Self {
        let measures = Measures::of(text, language);
        let failed = Rule::ALL
            .into_iter()
            .filter(|rule| rule.fails(&measures))
            .collect();
        Self { measures, failed }
    }

    /// Whether the text falls under a rule of a family.
    pub fn fails(&self, family: Family) -> bool {
        self.failed.iter().any(|rule| rule.family() == family)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// A report without fault.
    fn report() -> String {
        [
            "The first freighters have entered Port Amal since the storm, and fishermen say that the new quays they were promised are \
             still missing.",
            "Repairs took thirteen months with some four hundred workers, who replaced cranes, cables and a mile of wall that the waves \
             had carried away.",
            "“We have waited for this morning,” said the director to reporters from the town, and nobody in the crowd contradicted her.",
            "A second berth will open in June if the dredgers arrive from abroad; otherwise larger ships must keep to anchorage off the cape.",
            "Insurers paid about half of what had been claimed. The ministry wants to cover the rest by a small levy on containers until 2030.",
            "Not everyone is pleased: owners of smaller boats fear higher fees, while shops along the promenade hope for summer guests again.",
        ]
        .join("\n\n")
    }

    fn failed(text: &str, language: Option<&str>) -> Vec<&'static str> {
        Quality::of(text, language)
            .failed
            .iter()
            .map(|rule| rule.name())
            .collect()
    }

    #[test]
    fn a_good_report_falls_under_no_rule() {
        assert_eq!(failed(&report(), Some("en")), [""; 0]);
        let arabic = "دخلت أولى سفن الشحن إلى الميناء منذ العاصفة، ويقول الصيادون إن الأرصفة التي وعدوا بها لم تبن بعد.\n\n\
                      واستغرقت أعمال الإصلاح ثلاثة عشر شهرا شارك فيها نحو أربعمئة عامل استبدلوا الرافعات والأسلاك. فهل يكفي ذلك؟\n\n\
                      وقالت المديرة أمام الصحفيين إن رصيفا آخر سيفتح في الصيف إذا وصلت الحفارات من الخارج، ولم يعترض عليها أحد من الحاضرين.";
        assert_eq!(failed(arabic, Some("ar")), [""; 0]);
    }

    #[test]
    fn every_rule_catches_what_it_is_for() {
        let report = report();
        let lines = |line: &str, n: usize| vec![line; n].join("\n");
        let doubled = format!("{report}\n{report}");
        let again = "very good ".repeat(60);
        let cases: [(Rule, String); 26] = [
            (Rule::GopherWordCount, "Only a few words.".into()),
            (
                Rule::GopherWordLength,
                "a b c d e f g h i j k l m n o p. ".repeat(4),
            ),
            (
                Rule::GopherSymbols,
                format!("{report} {}", "# ".repeat(100)),
            ),
            (
                Rule::GopherBullets,
                lines("• berth and quay of the harbour", 30),
            ),
            (
                Rule::GopherEllipses,
                lines("the harbour master said that ...", 30),
            ),
            (
                Rule::GopherLetters,
                format!("{report} {}", "12 34 ".repeat(100)),
            ),
            (
                Rule::GopherStopWords,
                "harbour quay berth ship stone town crane ".repeat(10),
            ),
            (
                Rule::GopherRepeatedLines,
                lines("The same line stands here.", 20),
            ),
            (
                Rule::GopherRepeatedParagraphs,
                vec!["The same paragraph."; 20].join("\n\n"),
            ),
            (
                Rule::GopherRepeatedLineCharacters,
                format!("{report}\n{}", lines(&report[..300], 4)),
            ),
            (
                Rule::GopherRepeatedParagraphCharacters,
                format!("{report}\n\n{0}\n\n{0}\n\n{0}", &report[..300]),
            ),
            (Rule::GopherTop2Gram, again.clone()),
            (Rule::GopherTop3Gram, again.clone()),
            (Rule::GopherTop4Gram, again),
            (Rule::GopherRepeated5Gram, doubled.clone()),
            (Rule::GopherRepeated6Gram, doubled.clone()),
            (Rule::GopherRepeated7Gram, doubled.clone()),
            (Rule::GopherRepeated8Gram, doubled.clone()),
            (Rule::GopherRepeated9Gram, doubled.clone()),
            (Rule::GopherRepeated10Gram, doubled.clone()),
            (Rule::C4Sentences, lines("no sentence ends here", 20)),
            (Rule::C4CurlyBracket, format!("{report} {{")),
            (Rule::C4LoremIpsum, format!("{report} Lorem Ipsum dolor")),
            (
                Rule::FineWebPunctuation,
                lines("a line of a menu without its end", 40),
            ),
            (Rule::FineWebShortLines, lines("short line", 40)),
            (Rule::FineWebRepeats, doubled),
        ];
        for rule in Rule::ALL {
            assert!(cases.iter().any(|(of, _)| *of == rule), "{}", rule.name());
        }
        for (rule, text) in cases {
            let found = Quality::of(&text, Some("en")).failed;
            assert!(found.contains(&rule), "{}: {found:?}", rule.name());
        }
    }

    #[test]
    fn what_makes_no_sense_for_a_script_is_not_applied() {
        let chinese: Vec<String> = (0..20)
            .map(|i| format!("港口经过{i}年的维修之后重新开放，渔民们说他们还在等第{i}号码头。"))
            .collect();
        let chinese = chinese.concat();
        let found = Quality::of(&chinese, Some("zh"));
        assert!(!found.failed.contains(&Rule::GopherWordLength), "{found:?}");
        assert!(!found.failed.contains(&Rule::GopherStopWords));
        assert!(!found.failed.contains(&Rule::GopherWordCount));
        // Thai sets no marks at the ends of sentences, and spaces only between clauses.
        let thai: Vec<String> = (0..20)
            .map(|i| format!("เรือลำที่ {i} เข้าสู่ท่าเรือหลังพายุใหญ่ และชาวประมง {i} คนรอท่าเรือใหม่"))
            .collect();
        let found = Quality::of(&thai.join("\n\n"), Some("th"));
        assert!(!found.fails(Family::C4), "{found:?}");
        assert!(!found.failed.contains(&Rule::FineWebPunctuation));
        assert!(!found.failed.contains(&Rule::GopherWordLength));
        // A word of Korean has fewer characters than one of English, and none are function words alone.
        let korean = "첫 화물선이 폭풍 이후 항구에 들어왔으며 어부들은 새 부두가 아직 없다고 말한다. 일은 열세 달이 걸렸다. ";
        let found = failed(&korean.repeat(4), Some("ko"));
        assert!(!found.contains(&"gopher-word-length"), "{found:?}");
        assert!(!found.contains(&"gopher-stop-words"), "{found:?}");
        // Nobody knows this language's function words.
        let unknown = report()
            .replace("the", "zorg")
            .replace("of", "ni")
            .replace("and", "ka");
        assert!(!failed(&unknown, Some("xx")).contains(&"gopher-stop-words"));
    }

    #[test]
    fn long_texts_take_no_longer_for_each_word() {
        for text in [
            "x".repeat(2 << 20),
            "a b ".repeat(1 << 19),
            "x\n".repeat(1 << 20),
            "港".repeat(700_000),
        ] {
            let quality = Quality::of(&text, None);
            assert!(!quality.failed.is_empty());
        }
        assert!(
            Quality::of("", None)
                .failed
                .contains(&Rule::GopherWordCount)
        );
    }

    proptest! {
        #[test]
        fn shares_are_shares(text in "[a-c .\n#…•港؟ท가ω;”-]{0,200}") {
            let measures = Measures::of(&text, Some("en"));
            for (name, value) in measures.columns() {
                prop_assert!(value.is_finite() && value >= 0.0, "{name} {value}");
                if name.ends_with("Share") {
                    prop_assert!(value <= 1.0, "{name} {value}");
                }
            }
        }
    }
}
