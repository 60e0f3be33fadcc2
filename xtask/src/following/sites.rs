//! Two hundred sites on this machine, with a feed and a hundred reports each.

use std::fmt::Write as _;
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::Result;
use jiff::Timestamp;
use jiff::fmt::rfc2822::DateTimePrinter;
use khabar_press::{Press, Report, Request};

use super::made;

/// Sites, and reports of each.
pub const SITES: usize = 200;
pub const REPORTS: usize = 100;

/// The sites, which answer as long as the process lives.
pub struct Sites {
    /// Their addresses: `http://127.0.0.1:40001`.
    pub bases: Vec<String>,
    watched: Arc<Vec<Mutex<Watched>>>,
}

/// What a site saw.
#[derive(Debug, Default)]
struct Watched {
    under_way: usize,
    begun: Option<Instant>,
    /// How many requests came while another was being answered.
    overlaps: usize,
    /// The least time from the beginning of one request for a page to that of the next.
    least: Option<Duration>,
}

/// What all sites saw.
#[derive(Debug, Clone, Copy)]
pub struct Seen {
    /// Requests that came while another was being answered at the same site.
    pub overlaps: usize,
    /// The least time between two requests to one site, those for robots.txt apart.
    pub least: Duration,
}

impl Sites {
    /// Starts them.
    pub fn start() -> Result<Self> {
        let press = Arc::new(made::press());
        let ids = Arc::new(ids(&press));
        let watched: Arc<Vec<Mutex<Watched>>> =
            Arc::new((0..SITES).map(|_| Mutex::default()).collect());
        let mut bases = Vec::with_capacity(SITES);
        for number in 0..SITES {
            let listener = TcpListener::bind("127.0.0.1:0")?;
            let base = format!("http://{}", listener.local_addr()?);
            let site = Site {
                press: Arc::clone(&press),
                ids: Arc::clone(&ids),
                number,
                base: base.clone(),
            };
            let site = Arc::new(site);
            let watched = Arc::clone(&watched);
            thread::spawn(move || {
                for stream in listener.incoming().flatten() {
                    let (site, watched) = (Arc::clone(&site), Arc::clone(&watched));
                    // Each for itself, so that a second request at the same time is seen as one.
                    thread::spawn(move || {
                        // A client that was killed hangs up in the middle.
                        let _ = site.serve(stream, &watched[number]);
                    });
                }
            });
            bases.push(base);
        }
        Ok(Self { bases, watched })
    }

    /// What they saw so far.
    pub fn seen(&self) -> Seen {
        let mut seen = Seen {
            overlaps: 0,
            least: Duration::MAX,
        };
        for watched in self.watched.iter() {
            let watched = watched.lock().expect("nobody panics holding it");
            seen.overlaps += watched.overlaps;
            seen.least = watched.least.unwrap_or(Duration::MAX).min(seen.least);
        }
        seen
    }
}

/// The reports that the sites share among them, by number, each with the key of its outlet.
fn ids(press: &Press) -> Vec<(u64, String)> {
    let is_busy = |outlet| {
        press
            .outlet(outlet)
            .is_some_and(|outlet| outlet.traits.busy)
    };
    press
        .reports(made::begin())
        // Of these, some give only the opening away, or are at times too busy to answer.
        .filter(|report| !press.is_behind_paywall(report) && !is_busy(report.outlet))
        .take(SITES * REPORTS)
        .map(|report| (report.id, report.outlet.to_owned()))
        .collect()
}

struct Site {
    press: Arc<Press>,
    ids: Arc<Vec<(u64, String)>>,
    number: usize,
    base: String,
}

impl Site {
    /// Answers one request after the other on a connection.
    fn serve(&self, stream: TcpStream, watched: &Mutex<Watched>) -> std::io::Result<()> {
        let mut reader = BufReader::new(stream.try_clone()?);
        let mut line = String::new();
        reader.read_line(&mut line)?;
        let target = line.split_whitespace().nth(1).unwrap_or("/").to_owned();
        while reader.read_line(&mut line)? > 2 {}
        let is_counted = target != "/robots.txt";
        if is_counted {
            let mut watched = watched.lock().expect("nobody panics holding it");
            let now = Instant::now();
            if let Some(begun) = watched.begun.replace(now) {
                let between = now - begun;
                watched.least = Some(watched.least.unwrap_or(between).min(between));
            }
            watched.overlaps += usize::from(watched.under_way > 0);
            watched.under_way += 1;
        }
        let (status, media_type, body) = self.answer(&target);
        let head = format!(
            "HTTP/1.1 {status} Answer\r\nContent-Type: {media_type}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
            body.len()
        );
        let mut stream = stream;
        let sent = stream
            .write_all(head.as_bytes())
            .and_then(|()| stream.write_all(&body));
        if is_counted {
            watched.lock().expect("nobody panics holding it").under_way -= 1;
        }
        sent
    }

    fn answer(&self, target: &str) -> (u16, String, Vec<u8>) {
        let missing = || (404, "text/plain".to_owned(), b"nothing here".to_vec());
        if target == "/feed" {
            return (
                200,
                "application/rss+xml".to_owned(),
                self.feed().into_bytes(),
            );
        }
        let Some(number) = target
            .strip_prefix("/news/report-")
            .and_then(|number| number.parse::<usize>().ok())
        else {
            return missing();
        };
        let Some((report, outlet)) = self.report(number) else {
            return missing();
        };
        let response = self.press.respond(&Request {
            site: &outlet,
            base: &self.base,
            target: &report.path,
            headers: &[],
            now: later(),
        });
        let media_type = response.header("Content-Type").unwrap_or("text/html");
        (response.status, media_type.to_owned(), response.body)
    }

    /// The report of a number at this site.
    fn report(&self, number: usize) -> Option<(Report<'_>, String)> {
        let (id, outlet) = self.ids.get(self.number * REPORTS + number)?;
        Some((self.press.report(*id, later())?, outlet.clone()))
    }

    /// The feed: every report of the site.
    fn feed(&self) -> String {
        let mut feed = format!(
            "<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>Site {}</title><link>{}/</link>",
            self.number, self.base
        );
        for number in 0..REPORTS {
            let Some((report, _)) = self.report(number) else {
                continue;
            };
            // Writing to a string cannot fail.
            let _ = write!(
                feed,
                "<item><title>{}</title><pubDate>{}</pubDate><link>{}/news/report-{number}</link></item>",
                html_escape::encode_text(&report.headline),
                DateTimePrinter::new()
                    .timestamp_to_rfc9110_string(&report.published)
                    .expect("the press lives in years that mail knows"),
                self.base
            );
        }
        feed.push_str("</channel></rss>");
        feed
    }
}

/// A point of time by which all of these reports are out.
fn later() -> Timestamp {
    "2026-01-01T00:00:00Z"
        .parse()
        .expect("it is a point of time")
}
