//! Names that lead elsewhere than they did, and what nobody may be led to.

use std::collections::VecDeque;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
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
            head(&mut stream);
            let _ = stream.write_all(answer.as_bytes());
        }
    });
    (at, count)
}

/// The head of a request.
fn head(stream: &mut TcpStream) -> String {
    let mut head = Vec::new();
    let mut byte = [0];
    while !head.ends_with(b"\r\n\r\n") && stream.read(&mut byte).is_ok_and(|n| n > 0) {
        head.push(byte[0]);
    }
    String::from_utf8(head).unwrap()
}

const PAGE: &str = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nhi";

fn fetcher(allow: &[&str], names: Changing) -> Fetcher {
    through(None, allow, names)
}

fn through(proxy: Option<Proxy>, allow: &[&str], names: Changing) -> Fetcher {
    let options = FetchOptions {
        delay: Duration::ZERO,
        ignore_robots: true,
        reach: Reach::Public {
            allow: allow.iter().map(|text| text.parse().unwrap()).collect(),
        },
        ..FetchOptions::default()
    };
    Fetcher::with(options, names, proxy)
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
fn a_name_that_leads_nowhere_is_not_known() {
    let error = get(&fetcher(&[], Changing::new(&[&[]])), "http://news.example/").unwrap_err();
    assert_eq!((error.cause(), error.is_passing()), ("unknown-host", true));
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

/// A proxy on this machine that answers for whatever host it is asked to connect to, and the first lines it was sent.
fn proxy() -> (Proxy, Arc<Mutex<Vec<String>>>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let proxy = Proxy::new(&format!("http://{}", listener.local_addr().unwrap())).unwrap();
    let asked = Arc::new(Mutex::new(Vec::new()));
    let log = Arc::clone(&asked);
    std::thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            for answer in ["HTTP/1.1 200 OK\r\n\r\n", PAGE] {
                let head = head(&mut stream);
                let line = head.lines().next().unwrap_or_default();
                log.lock().unwrap().push(line.to_owned());
                let _ = stream.write_all(answer.as_bytes());
            }
        }
    });
    (proxy, asked)
}

#[test]
fn behind_a_proxy_names_are_looked_up_here_first() {
    let (proxy, asked) = proxy();
    let itself = format!("{}:{}", proxy.host(), proxy.port());
    // The first look-up is that of the site, the second that of the proxy.
    let get = |site: &str, allow: &[&str], address: &str| {
        let names = Changing::new(&[&[site], &[&itself]]);
        let fetcher = through(Some(proxy.clone()), allow, names);
        let answer = get(&fetcher, address);
        answer.map(|_| ()).map_err(|error| error.cause())
    };
    let refused = Err("private-address");
    assert_eq!(get("10.0.0.1:80", &[], "http://news.example/"), refused);
    // Nor does the proxy itself answer as a site.
    let address = proxy.uri().to_string();
    assert_eq!(get(&itself, &[], &address), refused);
    assert!(asked.lock().unwrap().is_empty());
    let public = "93.184.215.14:80";
    assert_eq!(get(public, &[], "http://news.example/x"), Ok(()));
    let wiki = "http://wiki.example/";
    assert_eq!(get("10.0.0.1:80", &["wiki.example"], wiki), Ok(()));
    let asked = asked.lock().unwrap();
    let connects = ["CONNECT news.example:80 HTTP/1.1", "GET /x HTTP/1.1"];
    assert_eq!(asked[..2], connects);
    assert_eq!(asked[2], "CONNECT wiki.example:80 HTTP/1.1");
}
