//! Serves the sites on this machine, each under a port of its own.
//!
//! A small server is enough: it speaks to programs of this machine only, and all it gives follows from the request.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread::JoinHandle;
use std::time::Duration;

use thiserror::Error;

use crate::clock::Clock;
use crate::directory;
use crate::press::Press;
use crate::sites::{Request, Response};

/// The sites of a press, being served until this is dropped.
#[derive(Debug)]
pub struct Server {
    /// The sites, in the order of [`Press::outlets`].
    pub sites: Vec<Site>,
    /// The address of a page that lists them: `http://127.0.0.1:8080`. Below it, `/press.opml` lists them for programs.
    pub directory: String,
    stop: Arc<AtomicBool>,
    listeners: Vec<(SocketAddr, JoinHandle<()>)>,
}

/// A site that is being served.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Site {
    /// The key of its outlet.
    pub outlet: &'static str,
    /// Its address, without a slash at the end: `http://127.0.0.1:8081`.
    pub address: String,
}

/// A press that cannot be served.
#[derive(Debug, Error)]
#[error(
    "cannot listen on port {port} of this machine: {cause}; give another first port, or 0 for any that are free"
)]
pub struct ServeError {
    port: u16,
    #[source]
    cause: io::Error,
}

/// What a port is for.
enum Place {
    Directory { page: String, opml: String },
    Site(Site),
}

impl Server {
    /// Serves a press by a clock. The directory gets the port `first`, the sites those that follow, in their order, so
    /// that addresses stay the same from one run to the next; with 0 the system chooses ports that are free.
    ///
    /// # Errors
    /// Where a port is not free.
    pub fn start(press: &Arc<Press>, clock: &Clock, first: u16) -> Result<Self, ServeError> {
        let bind = |place: usize| {
            let port = if first == 0 {
                0
            } else {
                first.saturating_add(place as u16)
            };
            TcpListener::bind((Ipv4Addr::LOCALHOST, port))
                .and_then(|listener| Ok((listener.local_addr()?, listener)))
                .map_err(|cause| ServeError { port, cause })
        };
        let (at, listener) = bind(0)?;
        let directory = format!("http://{at}");
        let mut bound = Vec::new();
        let mut sites = Vec::new();
        for (number, outlet) in press.outlets().iter().enumerate() {
            let (at, listener) = bind(number + 1)?;
            let site = Site {
                outlet: outlet.key,
                address: format!("http://{at}"),
            };
            sites.push(site.clone());
            bound.push((at, listener, Place::Site(site)));
        }
        let lists = Place::Directory {
            page: directory::page(press, &sites),
            opml: directory::opml(press, &sites),
        };
        bound.push((at, listener, lists));
        let stop = Arc::new(AtomicBool::new(false));
        let listeners = bound
            .into_iter()
            .map(|(at, listener, place)| {
                let port = Arc::new(Port {
                    press: Arc::clone(press),
                    clock: clock.clone(),
                    place,
                    stop: Arc::clone(&stop),
                    open: AtomicUsize::new(0),
                });
                (at, std::thread::spawn(move || listen(&listener, &port)))
            })
            .collect();
        Ok(Self {
            sites,
            directory,
            stop,
            listeners,
        })
    }

    /// The address of the site of an outlet, by its key.
    pub fn address(&self, outlet: &str) -> Option<&str> {
        self.sites
            .iter()
            .find(|site| site.outlet == outlet)
            .map(|site| site.address.as_str())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
        for (at, listener) in self.listeners.drain(..) {
            // A connection wakes it, so that it sees that it is to stop.
            drop(TcpStream::connect_timeout(&at, Duration::from_secs(1)));
            if listener.join().is_err() {
                tracing::warn!("what served {at} had failed");
            }
        }
    }
}

struct Port {
    press: Arc<Press>,
    clock: Clock,
    place: Place,
    stop: Arc<AtomicBool>,
    /// Connections that are open.
    open: AtomicUsize,
}

/// Connections a site has at a time; a further one is closed at once.
const MOST_OPEN: usize = 64;

/// How long a client may take to send a request or to take an answer.
const PATIENCE: Duration = Duration::from_secs(10);

/// The head of a request goes no further.
const LONGEST_HEAD: u64 = 16 << 10;

fn listen(listener: &TcpListener, port: &Arc<Port>) {
    for stream in listener.incoming() {
        if port.stop.load(Ordering::Relaxed) {
            return;
        }
        let Ok(stream) = stream else {
            // Too many open files, as a rule: it is no use to try again at once.
            std::thread::sleep(Duration::from_millis(20));
            continue;
        };
        if port.open.fetch_add(1, Ordering::Relaxed) >= MOST_OPEN {
            port.open.fetch_sub(1, Ordering::Relaxed);
            continue;
        }
        let port = Arc::clone(port);
        std::thread::spawn(move || {
            if let Err(error) = converse(&stream, &port) {
                tracing::debug!("a connection broke off: {error}");
            }
            port.open.fetch_sub(1, Ordering::Relaxed);
        });
    }
}

/// Answers one request after the other until the client has no more.
fn converse(stream: &TcpStream, port: &Port) -> io::Result<()> {
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_write_timeout(Some(PATIENCE))?;
    stream.set_nodelay(true)?;
    let mut reader = BufReader::new(stream);
    let mut head = Vec::new();
    while !port.stop.load(Ordering::Relaxed) {
        head.clear();
        if !read_head(&mut reader, &mut head)? {
            return Ok(());
        }
        let mut headers = [httparse::EMPTY_HEADER; 64];
        let mut request = httparse::Request::new(&mut headers);
        let whole = request
            .parse(&head)
            .is_ok_and(|status| status.is_complete());
        let (Some(method), Some(target), true) = (request.method, request.path, whole) else {
            return send(stream, &refusal(400), true, true);
        };
        // Values that are no text are of no use here.
        let headers: Vec<(&str, &str)> = request
            .headers
            .iter()
            .filter_map(|header| Some((header.name, std::str::from_utf8(header.value).ok()?)))
            .collect();
        let says = |name: &str, what: &str| {
            headers.iter().any(|(at, value)| {
                at.eq_ignore_ascii_case(name) && value.eq_ignore_ascii_case(what)
            })
        };
        // A body would have to be read to find the next request; nobody sends one along with what is answered here.
        let last = request.version == Some(0)
            || says("connection", "close")
            || headers.iter().any(|(at, _)| {
                at.eq_ignore_ascii_case("content-length")
                    || at.eq_ignore_ascii_case("transfer-encoding")
            });
        let response = match method {
            "GET" | "HEAD" => answer(port, target, &headers),
            _ => refusal(405),
        };
        send(stream, &response, method != "HEAD", last)?;
        if last {
            return Ok(());
        }
    }
    Ok(())
}

/// Reads up to the empty line that ends the head of a request. `false` where the client has closed.
fn read_head(reader: &mut BufReader<&TcpStream>, head: &mut Vec<u8>) -> io::Result<bool> {
    loop {
        let left = LONGEST_HEAD.saturating_sub(head.len() as u64);
        let begin = head.len();
        if reader.by_ref().take(left).read_until(b'\n', head)? == 0 {
            // Either nothing more comes, or more than may come; the latter is told as a request that is not whole.
            return Ok(left == 0);
        }
        if matches!(&head[begin..], b"\n" | b"\r\n") && begin > 0 {
            return Ok(true);
        }
    }
}

fn answer(port: &Port, target: &str, headers: &[(&str, &str)]) -> Response {
    match &port.place {
        Place::Site(site) => port.press.respond(&Request {
            site: site.outlet,
            base: &site.address,
            target,
            headers,
            now: port.clock.now(),
        }),
        Place::Directory { page, opml } => {
            let (media_type, text) = match target {
                "/" => ("text/html; charset=utf-8", page),
                "/press.opml" => ("text/x-opml; charset=utf-8", opml),
                _ => return refusal(404),
            };
            Response {
                status: 200,
                headers: vec![("Content-Type", media_type.to_owned())],
                body: text.clone().into_bytes(),
            }
        }
    }
}

fn refusal(status: u16) -> Response {
    Response {
        status,
        headers: vec![("Content-Type", "text/plain; charset=utf-8".to_owned())],
        body: Vec::new(),
    }
}

fn send(
    mut stream: &TcpStream,
    response: &Response,
    with_body: bool,
    last: bool,
) -> io::Result<()> {
    let reason = match response.status {
        200 => "OK",
        301 => "Moved Permanently",
        304 => "Not Modified",
        400 => "Bad Request",
        404 => "Not Found",
        405 => "Method Not Allowed",
        429 => "Too Many Requests",
        _ => "",
    };
    let mut out = format!("HTTP/1.1 {} {reason}\r\n", response.status).into_bytes();
    for (name, value) in &response.headers {
        write!(out, "{name}: {value}\r\n")?;
    }
    if response.status != 304 {
        write!(out, "Content-Length: {}\r\n", response.body.len())?;
    }
    if last {
        out.extend_from_slice(b"Connection: close\r\n");
    }
    out.extend_from_slice(b"\r\n");
    if with_body {
        out.extend_from_slice(&response.body);
    }
    stream.write_all(&out)
}
