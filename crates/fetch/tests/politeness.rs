//! What sites ask of programs: robots.txt, pauses, one request at a time, no use by AI.

mod support;

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Barrier, Mutex};
use std::time::{Duration, Instant};

use khabar_fetch::{FetchOptions, Fetcher};
use support::{
    Sent, Site, cause, fetch, fetcher, gzip, missing, options, page, raw, redirect, sent,
};

/// A site with this robots.txt, and pages everywhere else.
fn site(robots: &'static str) -> Site {
    Site::new(move |asked| match asked.path.as_str() {
        "/robots.txt" => sent(200, "Content-Type: text/plain\r\n", robots),
        "/way-in" => redirect(302, "/private/x"),
        _ => page("hi"),
    })
}

#[test]
fn robots_txt_is_asked_once_and_at_each_step() {
    let site = site("User-agent: *\nDisallow: /private/\n");
    let fetcher = fetcher();
    assert!(fetch(&fetcher, &site.url("/open")).is_ok());
    assert_eq!(cause(&fetcher, &site.url("/private/x")), "robots");
    assert_eq!(cause(&fetcher, &site.url("/way-in")), "robots");
    assert_eq!(site.paths(), ["/robots.txt", "/open", "/way-in"]);
    let ignoring = Fetcher::new(FetchOptions {
        ignore_robots: true,
        ..options()
    });
    assert!(fetch(&ignoring, &site.url("/private/x")).is_ok());
    assert_eq!(site.paths().len(), 4);
}

#[test]
fn a_robots_txt_that_cannot_be_had_is_asked_for_again_when_the_site_says() {
    let site = Site::new(|asked| match (asked.path.as_str(), asked.before) {
        ("/robots.txt", 0) => sent(503, "Retry-After: 0\r\n", ""),
        ("/robots.txt", 1) => sent(429, "Retry-After: 0\r\n", ""),
        ("/robots.txt", _) => sent(200, "", "User-agent: *\nDisallow: /private/\n"),
        _ => page("hi"),
    });
    let fetcher = fetcher();
    let error = fetch(&fetcher, &site.url("/x")).unwrap_err();
    assert_eq!(
        (error.cause(), error.is_passing()),
        ("robots-unknown", true)
    );
    assert_eq!(cause(&fetcher, &site.url("/x")), "robots-unknown");
    assert!(fetch(&fetcher, &site.url("/x")).is_ok());
    assert_eq!(cause(&fetcher, &site.url("/private/x")), "robots");
}

#[test]
fn a_robots_txt_that_cannot_be_had_is_not_asked_for_with_every_page() {
    let site = Site::new(|asked| match asked.path.as_str() {
        "/robots.txt" => sent(500, "", ""),
        _ => page("hi"),
    });
    let fetcher = fetcher();
    for _ in 0..3 {
        let error = fetch(&fetcher, &site.url("/x")).unwrap_err();
        assert_eq!(error.cause(), "robots-unknown");
        assert!(
            error
                .retry_after()
                .is_some_and(|wait| wait > Duration::from_mins(1))
        );
    }
    assert_eq!(site.paths(), ["/robots.txt"]);
    assert!(fetcher.ready_at(&site.url("/y")) > Instant::now() + Duration::from_mins(1));
}

#[test]
fn ways_to_robots_txt() {
    let late = "#".repeat(700 << 10) + "\nUser-agent: *\nDisallow: /\n";
    for (first, name) in [
        (redirect(301, "/elsewhere"), Some("robots")),
        (redirect(302, "/robots.txt"), None),
        (redirect(302, "ftp://x/"), None),
        (sent(403, "", ""), None),
        (sent(410, "", ""), None),
        (
            sent(
                200,
                "Content-Encoding: gzip\r\n",
                gzip(b"User-agent: *\nDisallow: /\n"),
            ),
            Some("robots"),
        ),
        (
            sent(
                200,
                "",
                [
                    b"User-agent: *\nDisallow: /\n".to_vec(),
                    vec![b'#'; 700 << 10],
                ]
                .concat(),
            ),
            Some("robots"),
        ),
        (sent(200, "", &late), None),
        (
            sent(200, "Content-Encoding: gzip\r\n", gzip(late.as_bytes())),
            None,
        ),
        (
            raw("HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\nUser-ag"),
            Some("broken"),
        ),
    ] {
        let shown =
            String::from_utf8_lossy(&first.bytes[..first.bytes.len().min(200)]).into_owned();
        let site = Site::new(move |asked| match asked.path.as_str() {
            "/robots.txt" => first.clone(),
            "/elsewhere" => sent(200, "", "User-agent: khabar\nDisallow: /x\n"),
            _ => page("hi"),
        });
        let fetched = fetch(&fetcher(), &site.url("/x"));
        assert_eq!(fetched.err().map(|error| error.cause()), name, "{shown}");
    }
}

#[test]
fn an_endless_robots_txt_is_read_to_its_limit() {
    let site = Site::new(|asked| match asked.path.as_str() {
        "/robots.txt" => Sent {
            drip: Some((Duration::ZERO, &[b'#'; 4096])),
            ..raw("HTTP/1.1 200 OK\r\n\r\nUser-agent: *\nDisallow: /private\n")
        },
        _ => page("hi"),
    });
    let fetcher = fetcher();
    assert!(fetch(&fetcher, &site.url("/x")).is_ok());
    assert_eq!(cause(&fetcher, &site.url("/private")), "robots");
}

#[test]
fn a_site_is_asked_for_one_thing_at_a_time() {
    let (inside, most) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
    let counted = (Arc::clone(&inside), Arc::clone(&most));
    let site = Site::new(move |_| {
        let (inside, most) = &counted;
        most.fetch_max(inside.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
        // Long enough for another to come in, if one could.
        std::thread::sleep(Duration::from_millis(5));
        inside.fetch_sub(1, Ordering::SeqCst);
        page("hi")
    });
    let fetcher = fetcher();
    std::thread::scope(|scope| {
        for thread in 0..4 {
            let (fetcher, site) = (&fetcher, &site);
            scope.spawn(move || {
                for number in 0..4 {
                    fetch(fetcher, &site.url(&format!("/{thread}/{number}"))).unwrap();
                }
            });
        }
    });
    assert_eq!(most.load(Ordering::SeqCst), 1);
    assert_eq!(site.paths().len(), 17);
}

#[test]
fn different_sites_are_asked_at_the_same_time() {
    // Each answers only once both are asked.
    let both = Arc::new(Barrier::new(2));
    let sites = [Arc::clone(&both), both].map(|both| {
        Site::new(move |asked| {
            if asked.path == "/x" {
                both.wait();
            }
            page("hi")
        })
    });
    let fetcher = fetcher();
    std::thread::scope(|scope| {
        for site in &sites {
            scope.spawn(|| fetch(&fetcher, &site.url("/x")).unwrap());
        }
    });
}

#[test]
fn requests_to_a_site_keep_their_distance() {
    let times = Arc::new(Mutex::new(Vec::new()));
    let noted = Arc::clone(&times);
    let site = Site::new(move |asked| {
        if asked.path != "/robots.txt" {
            noted.lock().unwrap().push(Instant::now());
        }
        page("hi")
    });
    let delay = Duration::from_millis(60);
    let fetcher = Fetcher::new(FetchOptions { delay, ..options() });
    for _ in 0..3 {
        fetch(&fetcher, &site.url("/x")).unwrap();
    }
    let times = times.lock().unwrap();
    assert!(
        times.windows(2).all(|pair| pair[1] - pair[0] >= delay),
        "{times:?}"
    );
}

#[test]
fn when_a_site_may_be_asked_next_is_told_without_waiting() {
    let slow = site("User-agent: *\nCrawl-delay: 20\n");
    let fetcher = fetcher();
    let url = slow.url("/x");
    assert!(fetcher.ready_at(&url) <= Instant::now());
    fetch(&fetcher, &url).unwrap();
    let wait = fetcher.ready_at(&slow.url("/y")) - Instant::now();
    assert!((10..=20).contains(&wait.as_secs()), "{wait:?}");
    // What a fetcher wants of itself holds too, where the site wants less.
    let patient = Fetcher::new(FetchOptions {
        delay: Duration::from_hours(1),
        ..options()
    });
    fetch(&patient, &url).unwrap();
    assert!(patient.ready_at(&url) > Instant::now() + Duration::from_mins(30));
    let ignoring = Fetcher::new(FetchOptions {
        ignore_robots: true,
        ..options()
    });
    fetch(&ignoring, &url).unwrap();
    assert!(ignoring.ready_at(&url) <= Instant::now());
}

#[test]
fn a_robots_txt_that_could_not_be_had_was_asked_for() {
    let site = Site::new(|_| raw(""));
    let patient = Fetcher::new(FetchOptions {
        delay: Duration::from_hours(1),
        ..options()
    });
    assert!(fetch(&patient, &site.url("/x")).is_err());
    assert!(patient.ready_at(&site.url("/x")) > Instant::now() + Duration::from_mins(30));
    let closed = Site::new(|_| sent(200, "", "User-agent: *\nDisallow: /\n"));
    assert_eq!(cause(&patient, &closed.url("/x")), "robots");
    assert!(patient.ready_at(&closed.url("/x")) > Instant::now() + Duration::from_mins(30));
}

#[test]
fn a_site_whose_robots_txt_is_asked_for_too_often_is_left_alone_as_a_whole() {
    let site = Site::new(|_| sent(429, "Retry-After: 3600\r\n", ""));
    let fetcher = fetcher();
    assert!(fetch(&fetcher, &site.url("/x")).is_err());
    assert!(fetcher.ready_at(&site.url("/y")) > Instant::now() + Duration::from_mins(30));
    assert!(fetch(&fetcher, &site.url("/y")).is_err());
    assert_eq!(site.paths(), ["/robots.txt"]);
}

#[test]
fn pages_that_are_not_for_ai_are_left_where_that_counts() {
    let site = Site::new(|asked| match asked.path.as_str() {
        "/robots.txt" => sent(
            200,
            "",
            "User-agent: GPTBot\nUser-agent: CCBot\nDisallow: /news/\n\nUser-agent: *\nDisallow: /admin/\n",
        ),
        "/tag" => sent(200, "X-Robots-Tag: noindex, noai\r\n", "hi"),
        "/tdm" => sent(200, "TDM-Reservation: 1\r\n", "hi"),
        _ => page("hi"),
    });
    let honouring = Fetcher::new(FetchOptions {
        honour_ai_opt_outs: true,
        ..options()
    });
    for (path, signal) in [
        ("/news/x", "robots.txt: CCBot"),
        ("/tag", "X-Robots-Tag: noai"),
        ("/tdm", "tdm-reservation: 1"),
    ] {
        let error = fetch(&honouring, &site.url(path)).unwrap_err();
        assert_eq!((error.cause(), error.is_passing()), ("ai-opt-out", false));
        assert!(error.to_string().contains(signal), "{error}");
        assert!(fetch(&fetcher(), &site.url(path)).is_ok(), "{path}");
    }
    assert!(fetch(&honouring, &site.url("/sport/x")).is_ok());
    // What is said to all is not said of AI.
    assert_eq!(cause(&honouring, &site.url("/admin/")), "robots");
    let signal = support::Site::new(|asked| match asked.path.as_str() {
        "/robots.txt" => sent(
            200,
            "",
            "User-agent: *\nContent-Signal: search=yes, ai-train=no\nAllow: /\n",
        ),
        "/none" => missing(),
        _ => page("hi"),
    });
    assert_eq!(cause(&honouring, &signal.url("/x")), "ai-opt-out");
    assert!(fetch(&fetcher(), &signal.url("/x")).is_ok());
}

#[test]
fn what_sites_say_of_ai_is_heard_even_where_robots_txt_is_not() {
    let site = site("User-agent: *\nDisallow: /\n\nUser-agent: ClaudeBot\nDisallow: /news\n");
    let fetcher = Fetcher::new(FetchOptions {
        honour_ai_opt_outs: true,
        ignore_robots: true,
        ..options()
    });
    assert_eq!(cause(&fetcher, &site.url("/news")), "ai-opt-out");
    assert!(fetch(&fetcher, &site.url("/other")).is_ok());
}
