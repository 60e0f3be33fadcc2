//! What a run came to, for people: as text, and as a page to look at.

mod chart;
mod figures;
mod html;
mod text;

pub use html::html;
pub use text::text;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tally::{Counts, PartSpeed, Summary, Tally};

    fn counts(of: &[(&str, u64)]) -> Counts {
        of.iter()
            .map(|(name, count)| ((*name).to_owned(), *count))
            .collect()
    }

    /// A run of some thousand pages, with names in it that come from who knows where.
    fn summary() -> Summary {
        Summary {
            version: "0.1.0".into(),
            command: "khabar corpus crawl/ -o news".into(),
            inputs: 4,
            parts: 3,
            bytes_written: 20_824_027,
            tally: Tally {
                records: 12_034,
                bytes: 210_082_079,
                pages: 4_862,
                kept: 4_124,
                skipped: counts(&[
                    ("request", 5_282),
                    ("status-404", 88),
                    ("<script>alert(1)</script>", 2),
                    ("\u{1b}[31mred", 1),
                ]),
                dropped: counts(&[("near-duplicate", 738)]),
                failures: counts(&[("corrupt", 7)]),
                marked: counts(&[("near-duplicate", 738), ("gopher", 40)]),
                languages: counts(&[("en", 3_000), ("ar", 1_000), ("und", 124)]),
                kinds: counts(&[("article", 3_900), ("listing", 224)]),
                months: counts(&[
                    ("2021-11", 10),
                    ("2022-01", 400),
                    ("2022-02", 20),
                    ("undated", 300),
                ]),
                words: 3_266_584,
                statements: 18_117,
            },
            seconds: 9_045.5,
            starts: 2,
            threads: 2,
            speed: vec![
                PartSpeed {
                    pages: 1_600,
                    bytes: 70_000_000,
                    seconds: 4.0,
                },
                PartSpeed {
                    pages: 1_700,
                    bytes: 70_000_000,
                    seconds: 5.0,
                },
                PartSpeed {
                    pages: 0,
                    bytes: 0,
                    seconds: 0.0,
                },
            ],
        }
    }

    #[test]
    fn the_text_says_what_became_of_everything() {
        let text = text(&summary(), std::path::Path::new("news"));
        for said in [
            "4,124",
            "near-duplicate",
            "738",
            "12,034",
            "corrupt",
            "2 h 30 min",
            "18,117",
            "news",
        ] {
            assert!(text.contains(said), "{said} in\n{text}");
        }
        assert!(!text.chars().any(|c| c.is_control() && c != '\n'), "{text}");
        assert!(
            text.lines().all(|line| line.chars().count() <= 76),
            "{text}"
        );
    }

    #[test]
    fn the_page_shows_it_and_runs_nothing() {
        let html = html(&summary());
        for said in [
            "4,124",
            "near-duplicate",
            "English",
            "Arabic",
            "2022-01",
            "&#60;script&#62;alert",
        ] {
            assert!(html.contains(said), "{said}");
        }
        let lower = html
            .replace("&#60;script&#62;", "&lt;script&gt;")
            .to_lowercase();
        assert!(
            !lower.contains("<script") && !lower.contains("http://") && !lower.contains("src=")
        );
        assert!(html.contains("Content-Security-Policy"));
    }

    #[test]
    fn a_run_of_nothing_has_a_summary() {
        let empty = Summary::default();
        assert!(text(&empty, std::path::Path::new("out")).contains("no page"));
        assert!(html(&empty).contains("</html>"));
        let long: Counts = (0..3000)
            .map(|i| (format!("{:04}-{:02}", 1800 + i / 12, i % 12 + 1), 5))
            .collect();
        let old = Summary {
            tally: Tally {
                kept: 15_000,
                months: long,
                ..Tally::default()
            },
            ..Summary::default()
        };
        // By year, or by ten of them: never more columns than can be told apart.
        assert!(html(&old).matches("<rect").count() < 200);
    }
}
