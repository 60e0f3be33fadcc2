//! What the tests share: a site on this machine, and fetchers that may ask it.
#![allow(dead_code, reason = "each test file uses its part")]

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use khabar_fetch::{Answer, FetchError, FetchOptions, Fetched, Fetcher, Reach, Request};
use url::Url;

/// A request as the site got it.
#[derive(Debug, Clone)]
pub struct Asked {
    pub path: String,
    /// Its headers in lower case.
    pub headers: String,
    pub body: Vec<u8>,
    /// How many requests for this path came before.
    pub before: usize,
}

/// An answer, as it goes over the wire.
#[derive(Debug, Clone)]
pub struct Sent {
    pub bytes: Vec<u8>,
    /// What follows again and again, with a pause before each time.
    pub drip: Option<(Duration, &'static [u8])>,
}

/// An answer with this status, these lines of its head and this body.
pub fn sent(status: u16, lines: &str, body: impl AsRef<[u8]>) -> Sent {
    let body = body.as_ref();
    let length = body.len();
    let head = format!(
        "HTTP/1.1 {status} Answer\r\nContent-Length: {length}\r\nConnection: close\r\n{lines}\r\n"
    );
    raw([head.as_bytes(), body].concat())
}

/// A page.
pub fn page(body: impl AsRef<[u8]>) -> Sent {
    sent(200, "Content-Type: text/html; charset=utf-8\r\n", body)
}

/// Where to go instead.
pub fn redirect(status: u16, to: &str) -> Sent {
    sent(status, &format!("Location: {to}\r\n"), "")
}

/// Bytes as they are.
pub fn raw(bytes: impl Into<Vec<u8>>) -> Sent {
    Sent {
        bytes: bytes.into(),
        drip: None,
    }
}

/// Nothing there.
pub fn missing() -> Sent {
    sent(404, "", "not here")
}

/// A site on this machine that answers until the test ends, each connection for itself.
pub struct Site {
    address: String,
    asked: Arc<Mutex<Vec<Asked>>>,
}

impl Site {
    /// A site that answers as `answer` does.
    pub fn new(answer: impl Fn(&Asked) -> Sent + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap().to_string();
        let asked = Arc::new(Mutex::new(Vec::new()));
        let log = Arc::clone(&asked);
        let answer = Arc::new(answer);
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (answer, log) = (Arc::clone(&answer), Arc::clone(&log));
                // A client that hangs up ends its own answer only.
                std::thread::spawn(move || serve(stream, &*answer, &log));
            }
        });
        Self { address, asked }
    }

    /// `127.0.0.1` and its port.
    pub fn host(&self) -> &str {
        &self.address
    }

    /// The address of a path.
    pub fn url(&self, path: &str) -> Url {
        Url::parse(&format!("http://{}{path}", self.address)).unwrap()
    }

    /// The requests, in order.
    pub fn asked(&self) -> Vec<Asked> {
        self.asked.lock().unwrap().clone()
    }

    /// The paths asked for, in order.
    pub fn paths(&self) -> Vec<String> {
        self.asked().into_iter().map(|asked| asked.path).collect()
    }
}

fn serve(
    mut stream: TcpStream,
    answer: &(impl Fn(&Asked) -> Sent + ?Sized),
    log: &Mutex<Vec<Asked>>,
) -> std::io::Result<()> {
    let mut reader = BufReader::new(stream.try_clone()?);
    let mut line = String::new();
    reader.read_line(&mut line)?;
    let mut headers = String::new();
    while reader.read_line(&mut headers)? > 2 {}
    let headers = headers.to_lowercase();
    let length = headers
        .lines()
        .find_map(|line| line.strip_prefix("content-length: "));
    let mut body = vec![0; length.map_or(0, |length| length.trim().parse().unwrap())];
    reader.read_exact(&mut body)?;
    let path = line.split(' ').nth(1).unwrap_or_default().to_owned();
    let asked = {
        let mut log = log.lock().unwrap();
        let before = log.iter().filter(|asked| asked.path == path).count();
        log.push(Asked {
            path,
            headers,
            body,
            before,
        });
        log[log.len() - 1].clone()
    };
    let sent = answer(&asked);
    stream.write_all(&sent.bytes)?;
    while let Some((pause, bytes)) = sent.drip {
        std::thread::sleep(pause);
        stream.write_all(bytes)?;
    }
    Ok(())
}

/// Options that go anywhere at once, for sites on this machine.
pub fn options() -> FetchOptions {
    FetchOptions {
        delay: Duration::ZERO,
        reach: Reach::Anywhere,
        timeout: Duration::from_secs(20),
        ..FetchOptions::default()
    }
}

/// A fetcher with these options.
pub fn fetcher() -> Fetcher {
    Fetcher::new(options())
}

/// A page fetched.
pub fn fetch(fetcher: &Fetcher, url: &Url) -> Result<Fetched, FetchError> {
    match fetcher.get(&Request::page(url))? {
        Answer::Fetched(answer) => Ok(*answer),
        Answer::NotModified(unchanged) => panic!("nothing was asked on condition: {unchanged:?}"),
    }
}

/// The name of the cause why there is no page.
pub fn cause(fetcher: &Fetcher, url: &Url) -> &'static str {
    fetch(fetcher, url).expect_err(url.as_str()).cause()
}

/// Bytes as gzip.
pub fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}
