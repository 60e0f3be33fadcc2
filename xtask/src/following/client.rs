//! A client that asks one thing after the other over one connection, and nothing more.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use anyhow::{Context, Result, bail};

/// A connection to a server on this machine.
pub struct Client {
    host: String,
    stream: BufReader<TcpStream>,
}

/// What a server answered.
pub struct Answered {
    /// The status.
    pub status: u16,
    /// The body as it came.
    pub body: Vec<u8>,
}

impl Client {
    /// Connects.
    pub fn connect(host: &str) -> Result<Self> {
        let stream = TcpStream::connect(host).with_context(|| format!("no server at {host}"))?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(Duration::from_secs(30)))?;
        Ok(Self {
            host: host.to_owned(),
            stream: BufReader::new(stream),
        })
    }

    /// Asks for a path.
    pub fn get(&mut self, path: &str) -> Result<Answered> {
        let request = format!("GET {path} HTTP/1.1\r\nHost: {}\r\n\r\n", self.host);
        self.stream.get_mut().write_all(request.as_bytes())?;
        let mut line = String::new();
        self.stream.read_line(&mut line)?;
        let status = line
            .split_whitespace()
            .nth(1)
            .and_then(|status| status.parse().ok())
            .with_context(|| format!("no answer but {line:?}"))?;
        let mut length = None;
        loop {
            line.clear();
            self.stream.read_line(&mut line)?;
            let Some((name, value)) = line.trim_end().split_once(':') else {
                break;
            };
            if name.eq_ignore_ascii_case("content-length") {
                length = value.trim().parse().ok();
            }
        }
        let Some(length) = length else {
            bail!("{path} was answered without saying how long the answer is");
        };
        let mut body = vec![0; length];
        self.stream.read_exact(&mut body)?;
        Ok(Answered { status, body })
    }
}
