//! When the report was published and when it was last changed.
//!
//! Every place that states a date is a candidate; the day with the most weight behind it wins, and of the places that
//! state that day the most precise gives the moment.

pub(crate) mod address;
mod candidates;
mod clocks;
mod scripts;
mod settle;
mod traits;
mod weights;
mod words;

use jiff::civil::Time;
use khabar_page::Tree;

use super::clues::Clues;
use super::json_ld::Node;
use crate::dates::Moment;
use candidates::{Candidate, Place};

pub(crate) use candidates::Role;
pub(crate) use words::role_of_label;

/// A date of the report.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Dated {
    /// When, as precise as the page gives it.
    pub moment: Moment,
    /// How sure the choice is, 0 to 1.
    pub confidence: f32,
}

/// The dates of the report.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Dates {
    /// When it was published.
    pub published: Option<Dated>,
    /// When it was last changed, if the page says so.
    pub modified: Option<Dated>,
}

/// Reads the dates of a page. `report` is the linked data that describes the report, if any; `url` the page's address;
/// `language` the BCP 47 tag of the page or its text where that is known better than by the page's own mark.
///
/// Without any place that states a whole day there is no date: the year of a copyright line is not taken for one.
pub fn read(
    tree: &Tree,
    clues: &Clues<'_>,
    report: Option<&Node>,
    url: Option<&str>,
    language: Option<&str>,
) -> Dates {
    let found = settled(tree, clues, report, url, language);
    let Some((day, confidence)) = weights::best_day(&found) else {
        return Dates::default();
    };
    let Some(moment) = moment_of(&found, |c| c.moment.day() == day, Role::Published) else {
        return Dates::default();
    };
    // The state in scripts holds the dates of many reports: it is asked only where it holds this one's, too.
    let is_of_report = |c: &&Candidate| {
        c.place != Place::Script
            || found.iter().any(|o| {
                o.place == Place::Script && o.role == Role::Published && o.moment == moment
            })
    };
    let modified = found
        .iter()
        .filter(|c| {
            c.role == Role::Modified && !c.traits.is_apart() && !is_before(&c.moment, &moment)
        })
        .filter(is_of_report)
        .min_by_key(|c| c.place)
        .and_then(|best| {
            moment_of(
                &found,
                |c| {
                    c.moment.day() == best.moment.day()
                        && is_of_report(&c)
                        && c.role == Role::Modified
                },
                Role::Modified,
            )
        })
        .filter(|change| *change != moment && change.day() >= moment.day())
        .map(|moment| Dated {
            moment,
            confidence: 0.9,
        });
    Dates {
        published: Some(Dated { moment, confidence }),
        modified,
    }
}

/// Every date the page states, each as precise as all of them together make it.
fn settled(
    tree: &Tree,
    clues: &Clues<'_>,
    report: Option<&Node>,
    url: Option<&str>,
    language: Option<&str>,
) -> Vec<Candidate> {
    let language = address::dialect(clues, url, language);
    let mut found = candidates::gather(tree, clues, report, url, language.as_deref());
    settle::settle(&mut found, clues.address(url), language.as_deref());
    found
}

/// Every date the page states, where, and of what, the places with the most trustworthy clock times first. What comes
/// in is as for [`read`].
pub(crate) fn stated(
    tree: &Tree,
    clues: &Clues<'_>,
    report: Option<&Node>,
    url: Option<&str>,
    language: Option<&str>,
) -> Vec<(Moment, Role, &'static str)> {
    let mut found = settled(tree, clues, report, url, language);
    found.sort_by_key(|c| (c.traits.is_apart(), c.place));
    let place = |place| match place {
        Place::Report => "JSON-LD",
        Place::Meta => "<meta>",
        Place::Microdata => "microdata",
        Place::Time => "<time>",
        Place::OtherData => "JSON-LD of something else",
        Place::Script => "a script's data",
        Place::Hinted => "an element named for dates",
        Place::Text => "text of the page",
        Place::Address => "the page's address",
        Place::Image => "the image's address",
    };
    found
        .iter()
        .map(|c| (c.moment, c.role, place(c.place)))
        .collect()
}

/// The moment the best of the candidates that fit gives: one of the wanted role, with an offset before one with a clock
/// time before a bare day, from the surest place.
fn moment_of(found: &[Candidate], fits: impl Fn(&Candidate) -> bool, role: Role) -> Option<Moment> {
    let role_rank = |c: &Candidate| match (c.role, role) {
        (r, wanted) if r == wanted => 0,
        (Role::Created, Role::Published) => 1,
        (Role::Unclear | Role::Other, _) => 2,
        // What is labelled for the other role gives its clock time to this one last.
        _ => 3,
    };
    found
        .iter()
        .filter(|c| fits(c))
        .min_by_key(|c| {
            let rank = role_rank(c);
            (
                rank == 3,
                c.traits.is_apart(),
                vagueness(&c.moment),
                rank,
                c.place,
            )
        })
        .map(|c| c.moment)
}

/// How little a moment says, 0 the least: a midnight is most often a day that software padded.
fn vagueness(moment: &Moment) -> u8 {
    match moment {
        Moment::Zoned(at, _) if at.time() != Time::midnight() => 0,
        Moment::Local(_) => 1,
        Moment::Zoned(..) => 2,
        Moment::Day(_) => 3,
    }
}

/// Whether `a` is surely before `b`: by instants where both have an offset, else by more than a day.
fn is_before(a: &Moment, b: &Moment) -> bool {
    match (a, b) {
        (Moment::Zoned(a, x), Moment::Zoned(b, y)) => {
            match (x.to_timestamp(*a), y.to_timestamp(*b)) {
                (Ok(a), Ok(b)) => a < b,
                _ => a < b,
            }
        }
        _ => a.day() < b.day(),
    }
}

#[cfg(test)]
mod tests {
    use khabar_page::{Limits, parse};

    use super::*;

    /// The dates of a page in English, published and modified.
    fn dates(html: &str, url: &str) -> (String, String) {
        let (tree, _) = parse(html, &Limits::default());
        let clues = Clues::gather(&tree);
        let report = clues.json_ld.report(&[], &[]);
        let read = read(
            &tree,
            &clues,
            report,
            Some(url).filter(|u| !u.is_empty()),
            Some("en-GB"),
        );
        let show = |dated: Option<Dated>| dated.map_or(String::new(), |d| d.moment.to_string());
        (show(read.published), show(read.modified))
    }

    const RAIL: &str = "<aside class=related><h3>Most read</h3><ul><li><a href=/a>One <time datetime=2024-05-09>9 May</time></a>
        <li><a href=/b>Two <time datetime=2024-05-08>8 May</time></a></ul></aside><footer>© 2024 Example. Since 1 May 1990</footer>";

    #[test]
    fn markup_is_believed_before_other_dates_of_the_page() {
        for head in [
            r#"<script type="application/ld+json">{"@type":"NewsArticle","datePublished":"2024-05-06T07:08:00+02:00"}</script>"#,
            r#"<meta property="article:published_time" content="2024-05-06T07:08:00+02:00">"#,
            r#"<meta name="sailthru.date" content="2024-05-06 07:08:00 +0200">"#,
        ] {
            let html = format!(
                "<title>A</title>{head}<h1>A</h1><p>8 May 2024: a day like any other.</p>{RAIL}"
            );
            assert_eq!(dates(&html, "").0, "2024-05-06T07:08:00+02:00", "{head}");
        }
    }

    #[test]
    fn without_markup_the_date_at_the_headline_counts() {
        for byline in [
            "<p class=byline>By Ann Other, 6 May 2024 07:08</p>",
            "<time datetime='2024-05-06T07:08:00'>6 May</time>",
            "<span itemprop=datePublished content='2024-05-06T07:08:00'>Monday</span>",
            "<div class=date>Posted on 06/05/2024 at 7.08</div>",
            "<div><b>6</b> <i>May</i> <u>2024</u>, <b>07:08</b></div>",
        ] {
            let html = format!(
                "<title>Rain</title><h1>Rain</h1>{byline}<p>It rained on 3 May 2024 and on.</p>{RAIL}"
            );
            assert_eq!(dates(&html, "").0, "2024-05-06T07:08:00", "{byline}");
        }
    }

    #[test]
    fn a_change_is_told_from_the_publication() {
        let (published, modified) = dates(
            "<title>A</title><h1>A</h1><p>Published 6 May 2024 07:08<p>Updated 7 May 2024 10:00",
            "",
        );
        assert_eq!(
            (published.as_str(), modified.as_str()),
            ("2024-05-06T07:08:00", "2024-05-07T10:00:00")
        );
        let (published, modified) = dates(
            r#"<script type="application/ld+json">{"@type":"NewsArticle","datePublished":"2024-05-06T07:08:00Z",
            "dateModified":"2024-05-06T09:30:00Z"}</script>"#,
            "",
        );
        assert_eq!(
            (published.as_str(), modified.as_str()),
            ("2024-05-06T07:08:00Z", "2024-05-06T09:30:00Z")
        );
    }

    #[test]
    fn the_offset_the_page_shows_is_kept() {
        let html = r#"<meta property="article:published_time" content="2024-05-07T02:08:09Z"><title>A</title>
            <h1>A</h1><p class=byline>6 May 2024 22:08"#;
        assert_eq!(dates(html, "").0, "2024-05-06T22:08:09-04:00");
    }

    #[test]
    fn a_late_time_in_utc_is_the_next_day_s_in_the_east() {
        let head = "<meta property='article:published_time' content='2024-05-05T22:08:00Z'><title>A</title><h1>A</h1>";
        let url = "https://a.example.it/2024/05/06/a";
        assert_eq!(dates(head, url).0, "2024-05-06T00:08:00+02:00");
        let shown = format!("{head}<p>6 May 2024");
        assert_eq!(
            dates(&shown, "https://a.example.it/a").0,
            "2024-05-06T00:08:00+02:00"
        );
        // Nothing says that it is the next day, or the page says that it is not.
        assert_eq!(
            dates(head, "https://a.example.it/a").0,
            "2024-05-05T22:08:00Z"
        );
        let shown = format!("{head}<p>5 May 2024");
        assert_eq!(dates(&shown, url).0, "2024-05-05T22:08:00Z");
    }

    #[test]
    fn an_early_time_in_utc_is_the_day_before_in_the_west() {
        let html = "<title>A</title><h1>A</h1><p class=date>May 5, 2024
            <meta property='article:published_time' content='2024-05-06T01:08:00Z'>";
        assert_eq!(
            dates(html, "https://a.example.us/a").0,
            "2024-05-05T21:08:00-04:00"
        );
    }

    #[test]
    fn a_script_may_tell_the_local_day() {
        let html = r#"<title>A</title><h1>A</h1><script>var page = {"publishDate":"2024-05-05","madeBy":"2019-01-01"}</script>
            <meta property="article:published_time" content="2024-05-06T01:08:00Z">
            <meta property="article:modified_time" content="2024-05-06T03:08:00Z">
            <meta name="pubdate" content="2024-05-06T01:08">"#;
        assert_eq!(
            dates(html, "https://a.example.ca/a").0,
            "2024-05-05T21:08:00-04:00"
        );
    }

    #[test]
    fn a_lone_time_behind_the_headline_is_nearly_sure() {
        let sure = |html: &str| {
            let (tree, _) = parse(html, &Limits::default());
            let clues = Clues::gather(&tree);
            read(&tree, &clues, None, None, None)
                .published
                .map_or(0.0, |d| d.confidence)
        };
        let time = "<time datetime=2024-05-06>6 May</time>";
        assert!(sure(&format!("<h1>A</h1><aside>{time}</aside>")) > 0.8);
        assert!(sure(&format!("<h1>A</h1><aside><a href=/b>{time}</a></aside>")) < 0.8);
        let other = "<time datetime=2024-05-07>7 May</time>";
        assert!(sure(&format!("<h1>A</h1><aside>{time} {other}</aside>")) < 0.8);
    }

    #[test]
    fn an_entry_of_a_list_that_leads_elsewhere_is_another_reports() {
        let html = "<title>Rain</title><h1>Rain</h1>
            <ul><li><a href=/b>The mill is to become a library</a> <span class=date>9 May 2024</span></ul>
            <div>6 May 2024</div>";
        assert_eq!(dates(html, "").0, "2024-05-06");
        let html = "<title>Rain</title><h1>Rain</h1><ul><li><a href=/ann>Ann Other</a> <span class=date>6 May 2024</span></ul>
            <div>9 May 2024</div>";
        assert_eq!(dates(html, "").0, "2024-05-06");
    }

    #[test]
    fn a_script_writes_the_date_where_it_stands() {
        let html =
            "<title>A</title><h1>A</h1><td><script>showDate('2024/05/06 07:08:09')</script></td>";
        assert_eq!(dates(html, "").0, "2024-05-06T07:08:09");
    }

    #[test]
    fn the_order_of_day_and_month_is_learnt_from_markup() {
        let html = r#"<meta property="article:published_time" content="2024-06-05"><title>A</title>
            <h1>A</h1><p class=date>06/05/2024 07:08"#;
        assert_eq!(dates(html, "").0, "2024-06-05T07:08:00");
    }

    #[test]
    fn the_address_and_the_state_of_scripts_speak_last() {
        assert_eq!(
            dates("<h1>A</h1>", "https://a.example/2024/05/06/a").0,
            "2024-05-06"
        );
        let html = r#"<h1>A</h1><script>window.state={"story":{"publishedAt":"2024-05-06T07:08:00Z"}}</script>"#;
        assert_eq!(dates(html, "").0, "2024-05-06T07:08:00Z");
        let html = r#"<h1>A</h1><script>window.state={"id":1514979280,"story":{"publishedAt":1714979280000}}</script>"#;
        assert_eq!(dates(html, "").0, "2024-05-06T07:08:00Z");
    }

    #[test]
    fn numbers_of_markup_are_read_in_the_order_of_the_text() {
        let html = r#"<meta name=date content="05/06/2024 07:08:00"><title>A</title><h1>A</h1><p>Created on: 5.6.2024"#;
        assert_eq!(dates(html, "").0, "2024-06-05T07:08:00");
        let html = r#"<meta name=date content="05/06/2024"><title>A</title><h1>A</h1><p>6 May 2024<p>5 June 2024"#;
        assert_eq!(dates(html, "").0, "2024-06-05");
    }

    #[test]
    fn a_dateline_tells_the_day() {
        let story = "Members of the town council met in the evening to settle what is to become of the old mill.";
        for line in [
            "Rome, 6 May 2024 – ",
            "Rome (6 May 2024). ",
            "6.5.2024 | ",
            "(Rome, 6/5/2024) ",
        ] {
            let html = format!(
                "<title>A mill</title><h1>A mill</h1><p>{line}{story}<p>Open day: 9 May 2024"
            );
            assert_eq!(
                dates(&html, "https://a.example.uk").0,
                "2024-05-06",
                "{line}"
            );
        }
        let html = format!(
            "<title>A mill</title><h1>A mill</h1><p>On 6 May 2024 the town was quiet. {story}"
        );
        assert_eq!(dates(&html, "").0, "");
    }

    #[test]
    fn the_dates_of_what_stands_on_the_page_are_not_the_reports() {
        let html = "<title>Cake</title><h1>Cake</h1>
            <div itemscope itemtype='https://schema.org/VideoObject'><meta itemprop=uploadDate content=2023-01-02></div>
            <p>6 May 2024";
        assert_eq!(dates(html, "").0, "2024-05-06");
    }

    #[test]
    fn attributes_of_time_elements_are_read() {
        for attribute in [
            "data-timestamp=1714979280",
            "data-date=2024-05-06T07:08:00Z",
            "title='6 May 2024 07:08 UTC'",
        ] {
            let html =
                format!("<title>Rain</title><h1>Rain</h1><time {attribute}>a while ago</time>");
            assert_eq!(dates(&html, "").0, "2024-05-06T07:08:00Z", "{attribute}");
        }
        let html =
            "<title>Rain</title><h1>Rain</h1><span class=date data-id=1714979280>soon</span>";
        assert_eq!(dates(html, "").0, "");
    }

    #[test]
    fn no_date_is_made_up() {
        for html in [
            "",
            "<h1>A</h1><p>No date.<footer>© 2024 Example",
            r#"<meta property="article:published_time" content="1970-01-01T00:00:00Z"><h1>A</h1>"#,
            r#"<meta property="article:published_time" content="2999-01-01"><h1>A</h1>"#,
            "<h1>A</h1><p>Version 1.2.24, call 030 12 05 2024",
        ] {
            assert_eq!(dates(html, ""), Default::default(), "{html}");
        }
    }

    #[test]
    fn of_any_number_of_dates_a_bounded_number_is_compared() {
        let meta = "<meta property='article:published_time' content='2024-05-06T07:08:09Z'>";
        let data = format!(
            r#"<script type="application/ld+json">[{}]</script>"#,
            vec![r#"{"@type":"WebPage","datePublished":"2024-05-06"}"#; 1_500].join(",")
        );
        for html in [meta.repeat(2_000), data] {
            let (tree, _) = parse(&html, &Limits::default());
            let found = stated(&tree, &Clues::gather(&tree), None, None, None);
            assert!(found.len() <= 1_000, "{}", found.len());
        }
    }

    mod properties {
        use super::*;
        use proptest::prelude::*;

        fn jumble() -> impl Strategy<Value = String> {
            let piece = prop_oneof![
                prop::sample::select(
                    &[
                        "<h1>A</h1>",
                        "<time datetime='",
                        "'>",
                        "</time>",
                        "2024-05-06",
                        "T07:08:09Z",
                        "<p class=date>",
                        "06/05/2024",
                        "<script>",
                        "\"publishedAt\":\"",
                        "</script>",
                        "<meta itemprop=datePublished content='",
                        "<abbr class=published title='",
                        "<footer>",
                        "Updated ",
                        "٢٠ ديسمبر ٢٠٢١",
                        "<a href=/2024/05/06/>",
                        "<title>A",
                        " 7:08 pm ",
                        "<li>",
                        "6 May",
                    ][..]
                )
                .prop_map(str::to_owned),
                ".{0,4}",
            ];
            prop::collection::vec(piece, 0..30).prop_map(|pieces| pieces.concat())
        }

        proptest! {
            #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(256) })]
            #[test]
            fn no_page_and_no_address_panics(html in jumble(), url in jumble()) {
                let (published, modified) = dates(&html, &url);
                prop_assert!(modified.is_empty() || !published.is_empty());
            }
        }
    }
}
