//! What sites write, and what is made of it.

use std::fmt::Write;

use proptest::prelude::*;

use super::*;

fn allows(text: &str, path: &str) -> bool {
    let address = Url::parse("https://news.example")
        .unwrap()
        .join(path)
        .unwrap();
    Rules::of(text.as_bytes()).allow("khabar", &address)
}

#[test]
fn rules_for_this_program_go_before_those_for_all() {
    let text = "User-agent: *\nDisallow: /\n\nUser-agent: Khabar/2.0\nDisallow: /private/\n";
    assert!(allows(text, "/report"));
    assert!(!allows(text, "/private/x"));
    let other = "User-agent: khabarist\nDisallow: /\n";
    assert!(allows(other, "/report"));
    let let_in = "User-agent: *\nDisallow: /\n\nUser-agent: khabar\nDisallow:\n";
    assert!(allows(let_in, "/report"));
}

#[test]
fn groups_of_one_name_count_together_and_names_can_share_a_group() {
    let text = "User-agent: other\nUser-agent: khabar\nDisallow: /a\n\nUser-agent: x\nDisallow: /c\n\n\
                User-agent: khabar\nDisallow: /b\n";
    for (path, allowed) in [("/a", false), ("/b", false), ("/c", true)] {
        assert_eq!(allows(text, path), allowed, "{path}");
    }
    // A line that is no rule does not end the names.
    let text =
        "User-agent: khabar\nSitemap: https://news.example/s.xml\nUser-agent: other\nDisallow: /\n";
    assert!(!allows(text, "/a"));
}

#[test]
fn the_longest_pattern_decides_and_of_two_the_one_that_allows() {
    let text = "User-agent: *\nDisallow: /news\nAllow: /news/open\nDisallow: /same\nAllow: /same\n";
    for (path, allowed) in [
        ("/news", false),
        ("/news/x", false),
        ("/news/open/x", true),
        ("/same", true),
        ("/", true),
    ] {
        assert_eq!(allows(text, path), allowed, "{path}");
    }
}

#[test]
fn patterns_fit_as_the_standard_has_it() {
    for (pattern, path, fit) in [
        ("/a", "/a/b", true),
        ("/a$", "/a/b", false),
        ("/a$", "/a", true),
        ("/a*b", "/a/x/b/c", true),
        ("/a*b$", "/a/b/b", true),
        ("/a*b$", "/a/b/c", false),
        ("*.pdf$", "/x/y.pdf", true),
        ("/*?print", "/x?print=1", true),
        ("/**/", "/x/", true),
        ("/a**b", "/ab", true),
        ("/aba*ba$", "/aba", false),
        ("/*", "/", true),
        ("/$x", "/$x", true),
        ("/caf%C3%A9", "/café", true),
        ("/café", "/caf%c3%a9", true),
        ("/%7Eeditor", "/~editor", true),
        ("/~editor", "/%7eeditor", true),
        ("/a%2Fb", "/a/b", false),
        ("/100%", "/100%", true),
        ("/robots", "/robots.txt", false),
    ] {
        let text = format!("User-agent: *\nDisallow: {pattern}\n");
        assert_eq!(!allows(&text, path), fit, "{pattern} {path}");
    }
}

#[test]
fn what_is_written_carelessly_is_read() {
    for text in [
        "user-AGENT : *\r\nDISALLOW : /x # not this\r\n",
        "User agent: *\rDisallow /x\r",
        "\u{feff}User-agent:*\ndissallow:/x",
        "User-agent: * # all\n\n\nDisallow: /x",
        "Disallow: /x\n",
        "User-agent: *\nnonsense\n: : :\nDisallow: /x\n\u{fffd}\u{1}\n",
    ] {
        assert!(!allows(text, "/x"), "{text:?}");
        assert!(allows(text, "/y"), "{text:?}");
    }
    for nothing in [
        "",
        "<html>no rules</html>",
        "User-agent: *\nDisallow:\n",
        "User-agent: *\nDisallow: x\n",
    ] {
        assert!(allows(nothing, "/x"), "{nothing:?}");
    }
    assert!(Rules::of(b"\xff\xfe\x00\x00").allow("khabar", &Url::parse("http://a/b").unwrap()));
}

#[test]
fn delays_are_kept_within_reason() {
    let delay = |text: &str| {
        let delay = Rules::of(text.as_bytes()).delay("khabar");
        delay.map(|delay| delay.as_secs_f64())
    };
    assert_eq!(delay("User-agent: *\nCrawl-delay: 2\n"), Some(2.0));
    assert_eq!(delay("User-agent: *\nCrawl-delay: 0.5\n"), Some(0.5));
    assert_eq!(
        delay("Crawl-delay: 3\nUser-agent: *\nDisallow:\n"),
        Some(3.0)
    );
    assert_eq!(delay("User-agent: *\nCrawl-delay: 86400\n"), Some(30.0));
    for none in ["-1", "soon", "NaN", "inf", "1e999", ""] {
        assert_eq!(
            delay(&format!("User-agent: *\nCrawl-delay: {none}\n")),
            None,
            "{none}"
        );
    }
    assert_eq!(delay("User-agent: other\nCrawl-delay: 9\n"), None);
}

#[test]
fn signals_about_training_belong_to_their_group() {
    let refuses = |text: &str| Rules::of(text.as_bytes()).refuse_training("khabar");
    assert!(refuses(
        "User-Agent: *\nContent-Signal: search=yes,ai-train=no\nAllow: /\n"
    ));
    assert!(refuses("Content-Signal: search=yes, AI-Train = no\n"));
    assert!(refuses("Content-Signal: /news ai-train=no\n"));
    assert!(!refuses("User-Agent: *\nContent-Signal: ai-train=yes\n"));
    assert!(!refuses("User-Agent: other\nContent-Signal: ai-train=no\n"));
}

#[test]
fn much_of_it_takes_no_time_to_speak_of() {
    let mut text = String::from("User-agent: *\n");
    while text.len() < 500 << 10 {
        let _ = writeln!(text, "Disallow: *a*a*a*a*a*a*a*a*a*a*a*a*b");
    }
    assert!(allows(&text, &format!("/{}", "a".repeat(4000))));
}

#[test]
fn the_name_of_a_program_is_what_stands_before_its_version() {
    for (agent, name) in [
        ("khabar/0.1 (+x)", "khabar"),
        ("*", "*"),
        ("AI2Bot", "AI2Bot"),
        ("meta-externalagent/1", "meta-externalagent"),
        ("", ""),
    ] {
        assert_eq!(product(agent), name);
    }
}

/// Whether a pattern fits, letter by letter and in as many steps as it takes.
fn fits_slowly(pattern: &[u8], path: &[u8]) -> bool {
    match pattern {
        [] => true,
        [b'$'] => path.is_empty(),
        [b'*', rest @ ..] => (0..=path.len()).any(|skipped| fits_slowly(rest, &path[skipped..])),
        [letter, rest @ ..] => path.first() == Some(letter) && fits_slowly(rest, &path[1..]),
    }
}

proptest! {
    #[test]
    fn patterns_fit_where_they_do_letter_by_letter(pattern in "[ab*]{0,7}\\$?", path in "[ab]{0,9}") {
        prop_assert_eq!(fits(&pattern, &path), fits_slowly(pattern.as_bytes(), path.as_bytes()));
    }

    #[test]
    fn no_text_makes_it_fail(text in "((user-agent|allow|disallow|crawl-delay|content-signal)?[:# ]?\\PC{0,20}[\r\n%*$/]?){0,12}", path in "\\PC{0,20}") {
        if let Ok(address) = Url::parse("https://news.example/").unwrap().join(&path) {
            let rules = Rules::of(text.as_bytes());
            rules.allow("khabar", &address);
            rules.name_and_refuse("gptbot", &address);
        }
    }
}
