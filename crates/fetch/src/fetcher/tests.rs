//! Names that lead elsewhere than they did, and what nobody may be led to.

use std::collections::VecDeque;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use ureq::Error;
use ureq::config::Config;
use ureq::http::Uri;
use ureq::unversioned::resolver::ResolvedSocketAddrs;
use ureq::unversioned::transport::NextTimeout;

use super::*;
use crate::Reach;

/// A resolver that gives these addresses, look-up by look-up, and the last ones ever after.
#[derive(Debug)]
struct Changing(Mutex<VecDeque<Vec<SocketAddr>>>);

impl Changing {
    fn new(answers: &[&[&str]]) -> Self {
        let read = |answer: &&[&str]| answer.iter().map(|at| at.parse().unwrap()).collect();
        Self(Mutex::new(answers.iter().map(read).collect()))
    }
}

impl Resolver for Changing {
    fn resolve(&self, _: &Uri, _: &Config, _: NextTimeout) -> Result<ResolvedSocketAddrs, Error> {
        let mut answers = self.0.lock().unwrap();
        let answer = if answers.len() > 1 {
            answers.pop_front()
        } else {
            answers.front().cloned()
        };
        let mut out = self.empty();
        for at in answer.unwrap_or_default() {
            out.push(at);
        }
        Ok(out)
    }
}

/// A server on this machine that answers everything with this and counts the connections made to it.
fn server(answer: &'static str) -> (SocketAddr, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let at = listener.local_addr().unwrap();
    let count = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&count);
    std::thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            counted.fetch_add(1, Ordering::SeqCst);
            let mut request = Vec::new();
            let mut byte = [0];
            while !request.ends_with(b"\r\n\r\n") && stream.read(&mut byte).is_ok_and(|n| n > 0) {
                request.push(byte[0]);
            }
            let _ = stream.write_all(answer.as_bytes());
        }
    });
    (at, count)
}

const PAGE: &str = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nhi";

fn fetcher(allow: &[&str], names: Changing) -> Fetcher {
    let options = FetchOptions {
        delay: Duration::ZERO,
        ignore_robots: true,
        reach: Reach::Public {
            allow: allow.iter().map(|text| text.parse().unwrap()).collect(),
        },
        ..FetchOptions::default()
    };
    Fetcher::with_names(options, names)
}

fn get(fetcher: &Fetcher, address: &str) -> Result<Answer, FetchError> {
    fetcher.get(&Request::page(&Url::parse(address).unwrap()))
}

#[test]
fn a_name_that_leads_to_this_machine_is_refused() {
    let (at, count) = server(PAGE);
    for answer in [at.to_string(), format!("[::ffff:127.0.0.1]:{}", at.port())] {
        let fetcher = fetcher(&[], Changing::new(&[&[&answer]]));
        let error = get(&fetcher, "http://news.example/").unwrap_err();
        assert_eq!(error.cause(), "private-address");
        assert!(
            error.to_string().contains("news.example leads to"),
            "{error}"
        );
        assert!(!error.is_passing());
    }
    assert_eq!(count.load(Ordering::SeqCst), 0);
}

#[test]
fn a_name_that_changes_what_it_leads_to_is_held_to_each_answer() {
    let (at, count) = server(PAGE);
    let good = at.to_string();
    // Allowed by network, so that what counts is the address and not the name.
    let names = Changing::new(&[&[&good], &["10.0.0.1:80"], &[&good]]);
    let fetcher = fetcher(&["127.0.0.0/8"], names);
    assert!(get(&fetcher, "http://news.example/").is_ok());
    let error = get(&fetcher, "http://news.example/").unwrap_err();
    assert_eq!(error.cause(), "private-address");
    assert!(get(&fetcher, "http://news.example/").is_ok());
    assert_eq!(count.load(Ordering::SeqCst), 2);
}

#[test]
fn of_several_addresses_only_those_are_connected_to_that_may_be() {
    let (at, count) = server(PAGE);
    let names = Changing::new(&[&["10.0.0.1:80", &at.to_string(), "[::1]:80"]]);
    assert!(get(&fetcher(&["127.0.0.1"], names), "http://news.example/").is_ok());
    assert_eq!(count.load(Ordering::SeqCst), 1);
}

#[test]
fn a_host_that_is_allowed_is_reached_wherever_it_stands() {
    let (at, _) = server(PAGE);
    let names = || Changing::new(&[&[&at.to_string()]]);
    let allow = format!("wiki.example:{}", at.port());
    let address = format!("http://wiki.example:{}/", at.port());
    assert!(get(&fetcher(&[&allow], names()), &address).is_ok());
    let other = format!("http://other.example:{}/", at.port());
    assert!(get(&fetcher(&[&allow], names()), &other).is_err());
}

#[test]
fn something_is_sent_only_where_addresses_may_lead() {
    let (at, count) = server(
        "HTTP/1.1 302 Found\r\nLocation: http://10.0.0.1/\r\nRetry-After: 7\r\nContent-Length: 0\r\n\r\n",
    );
    let url = Url::parse("http://hook.example/x").unwrap();
    let post = |allow: &[&str]| {
        let fetcher = fetcher(allow, Changing::new(&[&[&at.to_string()]]));
        fetcher.post(&url, "application/json", b"{}", Duration::from_secs(10))
    };
    assert_eq!(post(&[]).unwrap_err().cause(), "private-address");
    assert_eq!(count.load(Ordering::SeqCst), 0);
    let posted = post(&["127.0.0.1"]).unwrap();
    // The redirect is told, not followed.
    assert_eq!(
        (posted.status, posted.retry_after),
        (302, Some(Duration::from_secs(7)))
    );
}
