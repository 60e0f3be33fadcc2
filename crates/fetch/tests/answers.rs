//! What sites answer, and what is made of it.

mod support;

use std::time::{Duration, SystemTime};

use khabar_fetch::{Answer, FetchError, FetchOptions, Fetcher, Request, USER_AGENT};
use support::{
    Sent, Site, cause, fetch, fetcher, gzip, missing, options, page, raw, redirect, sent,
};

/// A site where everything is this, and that has no robots.txt.
fn site_of(answer: Sent) -> Site {
    Site::new(move |asked| match asked.path.as_str() {
        "/robots.txt" => missing(),
        _ => answer.clone(),
    })
}

#[test]
fn a_page_comes_with_what_its_head_says() {
    let head = "Content-Type: Text/HTML; Charset=\"windows-1256\"\r\nETag: \"a1\"\r\nCache-Control: max-age=60\r\n\
                Last-Modified: Mon, 02 Mar 2026 09:40:00 GMT\r\n";
    let site = site_of(sent(200, head, "hi"));
    let received = fetch(&fetcher(), &site.url("/a#b")).unwrap();
    assert_eq!(
        (received.bytes.as_slice(), received.status),
        (&b"hi"[..], 200)
    );
    assert_eq!(received.url, site.url("/a").as_str());
    assert_eq!(received.content_type.as_deref(), Some("text/html"));
    assert_eq!(received.charset.as_deref(), Some("windows-1256"));
    assert_eq!(received.etag.as_deref(), Some("\"a1\""));
    assert_eq!(
        received.last_modified.as_deref(),
        Some("Mon, 02 Mar 2026 09:40:00 GMT")
    );
    assert_eq!(received.keep, Some(Duration::from_mins(1)));
    assert_eq!((received.moved, received.wire), (None, None));
    let asked = &site.asked()[1].headers;
    assert!(
        asked.contains(&format!("user-agent: {}\r\n", USER_AGENT.to_lowercase())),
        "{asked}"
    );
    assert!(asked.contains("accept: text/html,"), "{asked}");
    assert!(
        asked.contains("accept-encoding: gzip, br, zstd\r\n"),
        "{asked}"
    );
    assert!(!asked.contains("if-none-match"), "{asked}");
}

#[test]
fn what_has_not_changed_is_not_sent_again() {
    let site = Site::new(|asked| match asked.path.as_str() {
        "/feed" if asked.headers.contains("if-none-match: \"a1\"\r\n") => {
            sent(304, "ETag: \"a1\"\r\nCache-Control: max-age=90\r\n", "")
        }
        "/dated"
            if asked
                .headers
                .contains("if-modified-since: mon, 02 mar 2026 09:40:00 gmt\r\n") =>
        {
            sent(304, "", "")
        }
        "/moved" => redirect(301, "/feed"),
        "/feed" | "/dated" => page("new"),
        "/confused" => sent(304, "", ""),
        _ => missing(),
    });
    let fetcher = fetcher();
    let ask = |path: &str, etag, since| {
        let url = site.url(path);
        fetcher.get(&Request::feed(&url).unless(etag, since))
    };
    let Ok(Answer::NotModified(unchanged)) = ask("/feed", Some("\"a1\""), None) else {
        panic!("it has not changed");
    };
    assert_eq!(unchanged.etag.as_deref(), Some("\"a1\""));
    assert_eq!(unchanged.keep, Some(Duration::from_secs(90)));
    let since = Some("Mon, 02 Mar 2026 09:40:00 GMT");
    assert!(matches!(
        ask("/dated", None, since),
        Ok(Answer::NotModified(_))
    ));
    assert!(matches!(
        ask("/feed", Some("\"a0\""), None),
        Ok(Answer::Fetched(_))
    ));
    let Ok(Answer::NotModified(unchanged)) = ask("/moved", Some("\"a1\""), None) else {
        panic!("it has not changed where it is now");
    };
    assert_eq!(unchanged.moved.as_deref(), Some(site.url("/feed").as_str()));
    // Nothing that can be said in a header is no condition, and makes no second request of one.
    let asked = ask("/feed", Some("a\r\nX: y"), None);
    assert!(matches!(asked, Ok(Answer::Fetched(_))), "{asked:?}");
    assert_eq!(ask("/confused", None, None).unwrap_err().cause(), "status");
}

#[test]
fn what_has_moved_for_good_is_told_from_what_is_elsewhere_for_now() {
    let site = Site::new(|asked| match asked.path.as_str() {
        "/301" => redirect(301, "/308#top"),
        "/308" => redirect(308, "page"),
        "/mixed" => redirect(301, "/302"),
        "/302" => redirect(302, "/page"),
        "/307" => redirect(307, "/301"),
        "/letters" => redirect(301, "/خبر"),
        "/%D8%AE%D8%A8%D8%B1" => redirect(301, "/page"),
        "/page" => page("hi"),
        _ => missing(),
    });
    let fetcher = fetcher();
    let there = site.url("/page");
    for (path, moved) in [
        ("/301", true),
        ("/308", true),
        ("/letters", true),
        ("/mixed", false),
        ("/302", false),
        ("/307", false),
        ("/page", false),
    ] {
        let received = fetch(&fetcher, &site.url(path)).unwrap();
        assert_eq!(received.url, there.as_str(), "{path}");
        assert_eq!(
            received.moved.as_deref(),
            moved.then_some(there.as_str()),
            "{path}"
        );
    }
}

#[test]
fn redirects_that_lead_nowhere() {
    let site = Site::new(|asked| match asked.path.as_str() {
        "/a" => redirect(302, "/b"),
        "/b" => redirect(301, "/a"),
        "/self" => redirect(302, "/self#again"),
        "/file" => redirect(302, "file:///etc/passwd"),
        "/nowhere" => sent(302, "", ""),
        "/robots.txt" => missing(),
        path => match path[1..].parse::<u32>() {
            Ok(11) => page("hi"),
            Ok(number) => redirect(302, &format!("/{}", number + 1)),
            Err(_) => missing(),
        },
    });
    let fetcher = fetcher();
    for (path, name) in [
        ("/a", "redirect-loop"),
        ("/self", "redirect-loop"),
        ("/file", "redirect-astray"),
        ("/nowhere", "status"),
        ("/0", "too-many-redirects"),
    ] {
        assert_eq!(cause(&fetcher, &site.url(path)), name, "{path}");
    }
    assert!(fetch(&fetcher, &site.url("/1")).is_ok());
}

#[test]
fn each_status_has_its_cause() {
    let site = Site::new(|asked| match asked.path[1..].parse() {
        Ok(status) => sent(status, "", "x"),
        Err(_) => missing(),
    });
    for (status, name, passes) in [
        (401, "refused", false),
        (403, "refused", false),
        (404, "not-found", false),
        (410, "gone", false),
        (418, "status", false),
        (429, "too-many-requests", true),
        (451, "legal", false),
        (500, "server", true),
        (503, "server", true),
    ] {
        // A fetcher of its own: one that was told to stay away does.
        let error = fetch(&fetcher(), &site.url(&format!("/{status}"))).unwrap_err();
        assert_eq!(
            (error.cause(), error.is_passing()),
            (name, passes),
            "{status}"
        );
        assert_eq!(error.retry_after(), None, "{status}");
    }
}

#[test]
fn when_to_come_again_is_heard_in_seconds_and_as_a_date() {
    let soon = httpdate::fmt_http_date(SystemTime::now() + Duration::from_hours(1));
    let site = Site::new(move |asked| match asked.path.as_str() {
        "/seconds" => sent(503, "Retry-After: 120\r\n", ""),
        "/date" => sent(503, &format!("Retry-After: {soon}\r\n"), ""),
        "/years" => sent(503, "Retry-After: 99999999\r\n", ""),
        _ => missing(),
    });
    let wait = |path| {
        fetch(&fetcher(), &site.url(path))
            .unwrap_err()
            .retry_after()
            .unwrap()
    };
    assert_eq!(wait("/seconds"), Duration::from_mins(2));
    assert!((3000..=3600).contains(&wait("/date").as_secs()));
    assert_eq!(wait("/years"), Duration::from_hours(24));
}

#[test]
fn a_site_that_wants_fewer_requests_is_left_alone() {
    for (status, line) in [
        (429, "Retry-After: 600\r\n"),
        (503, "Retry-After: 600\r\n"),
        (429, ""),
    ] {
        left_alone(status, line);
    }
}

fn left_alone(status: u16, line: &'static str) {
    let site = Site::new(move |asked| match asked.path.as_str() {
        "/busy" => sent(status, line, ""),
        _ => missing(),
    });
    let fetcher = fetcher();
    let error = fetch(&fetcher, &site.url("/busy")).unwrap_err();
    let asked = (!line.is_empty()).then_some(Duration::from_mins(10));
    assert_eq!(error.retry_after(), asked);
    let error = fetch(&fetcher, &site.url("/other")).unwrap_err();
    assert_eq!(error.cause(), "too-many-requests");
    assert!(
        error
            .retry_after()
            .is_some_and(|wait| wait > Duration::from_mins(5))
    );
    assert_eq!(site.paths(), ["/robots.txt", "/busy"]);
    let ready = fetcher.ready_at(&site.url("/other"));
    assert!(ready > std::time::Instant::now() + Duration::from_mins(5));
}

#[test]
fn packed_bodies_are_unpacked_and_kept_as_they_came() {
    let text = "The quay is open again. ".repeat(40);
    let packed = gzip(text.as_bytes());
    let zstd = zstd::encode_all(text.as_bytes(), 1).unwrap();
    let twice = gzip(&packed);
    let head = |packing: &str| {
        format!(
            "Content-Type: text/html\r\nX-Two: 1\r\nX-One: \u{e9}\r\nContent-Encoding: {packing}\r\n"
        )
    };
    let wires = [packed.clone(), zstd, twice, text.clone().into_bytes()];
    let site = Site::new({
        let wires = wires.clone();
        move |asked| match asked.path.as_str() {
            "/0" => sent(200, &head("gzip"), &wires[0]),
            "/1" => sent(200, &head("ZSTD"), &wires[1]),
            "/2" => sent(200, &head("gzip, gzip"), &wires[2]),
            "/3" => sent(200, &head("identity"), &wires[3]),
            "/empty" => sent(200, &head("gzip"), ""),
            "/chunked" => {
                let mut bytes = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Encoding: gzip\r\n\r\n".to_vec();
                for chunk in wires[0].chunks(9) {
                    bytes.extend(format!("{:x}\r\n", chunk.len()).as_bytes());
                    bytes.extend([chunk, b"\r\n"].concat());
                }
                bytes.extend(b"0\r\n\r\n");
                raw(bytes)
            }
            _ => missing(),
        }
    });
    let fetcher = Fetcher::new(FetchOptions {
        keep_wire: true,
        ..options()
    });
    for (path, wire) in [
        ("/0", &wires[0]),
        ("/1", &wires[1]),
        ("/2", &wires[2]),
        ("/3", &wires[3]),
        ("/chunked", &wires[0]),
    ] {
        let received = fetch(&fetcher, &site.url(path)).unwrap();
        assert_eq!(received.bytes, text.as_bytes(), "{path}");
        assert_eq!(received.wire.as_ref(), Some(wire), "{path}");
    }
    let received = fetch(&fetcher, &site.url("/0")).unwrap();
    let names: Vec<&str> = received
        .headers
        .iter()
        .map(|(name, _)| name.as_str())
        .collect();
    assert_eq!(
        names,
        [
            "content-length",
            "connection",
            "content-type",
            "x-two",
            "x-one",
            "content-encoding"
        ]
    );
    let message = received.message().unwrap();
    assert!(message.starts_with(b"HTTP/1.1 200 OK\r\ncontent-length: "));
    assert!(message.ends_with(&[b"\r\n\r\n", wires[0].as_slice()].concat()));
    let chunked = fetch(&fetcher, &site.url("/chunked"))
        .unwrap()
        .message()
        .unwrap();
    assert!(!String::from_utf8_lossy(&chunked).contains("chunked"));
    assert_eq!(fetch(&fetcher, &site.url("/empty")).unwrap().bytes, b"");
}

#[test]
fn what_is_too_large_is_not_taken_in() {
    let bomb = gzip(&vec![0; 4 << 20]);
    let nested = gzip(&bomb);
    let site = Site::new(move |asked| match asked.path.as_str() {
        "/page" => page(vec![b'x'; 3000]),
        "/bomb" => sent(200, "Content-Encoding: gzip\r\n", &bomb),
        "/nested" => sent(200, "Content-Encoding: gzip, gzip\r\n", &nested),
        "/said" => raw("HTTP/1.1 200 OK\r\nContent-Length: 99999999999999\r\n\r\n"),
        "/endless" => Sent {
            drip: Some((Duration::ZERO, &[b'x'; 4096])),
            ..raw("HTTP/1.1 200 OK\r\n\r\n")
        },
        "/head" => Sent {
            drip: Some((
                Duration::ZERO,
                b"X-Filler: 0123456789012345678901234567890123456789\r\n",
            )),
            ..raw("HTTP/1.1 200 OK\r\n")
        },
        _ => missing(),
    });
    let fetcher = Fetcher::new(FetchOptions {
        max_bytes: 8 << 10,
        ..options()
    });
    for path in ["/bomb", "/nested", "/said", "/endless"] {
        assert_eq!(cause(&fetcher, &site.url(path)), "too-large", "{path}");
    }
    assert_eq!(cause(&fetcher, &site.url("/head")), "broken");
    assert!(fetch(&fetcher, &site.url("/page")).is_ok());
    let small = Fetcher::new(FetchOptions {
        max_bytes: 2999,
        ..options()
    });
    let error = fetch(&small, &site.url("/page")).unwrap_err();
    assert!(
        matches!(error, FetchError::TooLarge { limit: 2999 }),
        "{error}"
    );
}

#[test]
fn answers_that_break_off_or_make_no_sense() {
    let cut = gzip(&b"The quay is open again. ".repeat(400));
    let cut = cut[..cut.len() / 2].to_vec();
    let site = Site::new(move |asked| match asked.path.as_str() {
        "/short" => raw("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nonly this"),
        "/chunks" => raw("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nff\r\nonly this"),
        "/no-chunks" => {
            raw("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nonly this\r\n0\r\n\r\n")
        }
        "/head" => raw("HTTP/1.1 200 OK\r\nContent-Le"),
        "/nothing" => raw(""),
        "/no-http" => raw("SSH-2.0-server\r\n\r\n"),
        "/packed" => sent(200, "Content-Encoding: gzip\r\n", &cut),
        "/not-packed" => sent(200, "Content-Encoding: gzip\r\n", "<p>plain"),
        "/unheard-of" => sent(200, "Content-Encoding: compress\r\n", "<p>plain"),
        _ => missing(),
    });
    let fetcher = fetcher();
    for path in [
        "/short",
        "/chunks",
        "/no-chunks",
        "/head",
        "/nothing",
        "/no-http",
        "/packed",
        "/not-packed",
        "/unheard-of",
    ] {
        let error = fetch(&fetcher, &site.url(path)).unwrap_err();
        assert!(
            matches!(error.cause(), "broken" | "unreachable"),
            "{path}: {error}"
        );
        assert!(error.is_passing(), "{path}: {error}");
    }
}

#[test]
fn a_site_that_drips_is_given_up() {
    let drip = Some((Duration::from_millis(20), &b"x"[..]));
    let site = Site::new(move |asked| match asked.path.as_str() {
        "/body" => Sent {
            drip,
            ..raw("HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n")
        },
        "/head" => Sent {
            drip,
            ..raw("HTTP/1.1 200 OK\r\nX-Slow: ")
        },
        "/chain" => {
            std::thread::sleep(Duration::from_millis(100));
            redirect(302, &format!("/chain?{}", asked.before))
        }
        path if path.starts_with("/chain?") => {
            std::thread::sleep(Duration::from_millis(100));
            redirect(302, &format!("{path}0"))
        }
        _ => missing(),
    });
    let fetcher = Fetcher::new(FetchOptions {
        timeout: Duration::from_millis(400),
        ..options()
    });
    for path in ["/body", "/head", "/chain"] {
        assert_eq!(cause(&fetcher, &site.url(path)), "timeout", "{path}");
    }
}

#[test]
fn what_is_nothing_to_read_is_not_taken_in() {
    let site = Site::new(|asked| match asked.path.as_str() {
        "/photo" => sent(200, "Content-Type: Image/JPEG\r\n", "x"),
        "/paper" => sent(200, "Content-Type: application/pdf; x=y\r\n", "x"),
        _ => missing(),
    });
    let fetcher = fetcher();
    for path in ["/photo", "/paper"] {
        assert_eq!(cause(&fetcher, &site.url(path)), "no-page", "{path}");
    }
}

#[test]
fn something_is_sent_and_the_answer_told() {
    let site = Site::new(|asked| match asked.path.as_str() {
        "/hook" => sent(202, "", "taken"),
        "/full" => sent(507, "Retry-After: 30\r\n", ""),
        "/moved" => redirect(307, "/hook"),
        _ => missing(),
    });
    let fetcher = fetcher();
    let post = |path: &str| {
        let url = site.url(path);
        let posted = fetcher.post(
            &url,
            "application/json",
            b"{\"a\":1}",
            Duration::from_secs(20),
        );
        let posted = posted.unwrap();
        (posted.status, posted.retry_after)
    };
    assert_eq!(post("/hook"), (202, None));
    assert_eq!(post("/full"), (507, Some(Duration::from_secs(30))));
    assert_eq!(post("/moved"), (307, None));
    // Neither robots.txt nor where the redirect leads was asked for.
    assert_eq!(site.paths(), ["/hook", "/full", "/moved"]);
    let asked = &site.asked()[0];
    assert_eq!(asked.body, b"{\"a\":1}");
    assert!(
        asked.headers.contains("content-type: application/json\r\n"),
        "{}",
        asked.headers
    );
}
