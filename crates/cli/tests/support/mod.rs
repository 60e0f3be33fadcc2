//! What the tests of the program share: running it, and a site of their own.
#![allow(dead_code, reason = "each test file uses its part")]

pub mod archives;
#[cfg(feature = "archive")]
pub mod desk;
#[cfg(feature = "archive")]
pub mod mcp;
#[cfg(feature = "archive")]
pub mod related;

use std::collections::HashMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::sync::{Arc, Mutex};

use serde_json::Value;

/// A report that any reader of pages must find.
pub const REPORT: &str = "<!DOCTYPE html><html lang=en><head><title>Bridge opens - The Post</title></head><body>\
    <article><h1>The bridge opens after nine years</h1>\
    <p>The bridge over the Amal was opened on Monday, nine years after the first stone was laid, the ministry of \
    transport said in a statement to the press.</p>\
    <p>Some four thousand cars are expected to cross it every day, which shortens the way to the coast by an hour \
    for the people of the eastern valley.</p>\
    <p>“We have waited for this for a long time,” the mayor of the town told a crowd that had gathered at the river \
    long before the ribbon was cut.</p></article></body></html>";

/// The program with nothing of this machine's environment that changes what it does.
pub fn khabar() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_khabar"));
    for name in [
        "http_proxy",
        "https_proxy",
        "all_proxy",
        "HTTP_PROXY",
        "HTTPS_PROXY",
        "ALL_PROXY",
        "NO_COLOR",
        "KHABAR_BIDI",
        "KHABAR_DATA",
        "KHABAR_ALLOW",
        "KHABAR_MAIL_SERVER",
        "KHABAR_TOKEN",
        "COLUMNS",
    ] {
        command.env_remove(name);
    }
    command.stdin(Stdio::null());
    command
}

/// What a run of the program came to.
#[derive(Debug)]
pub struct Run {
    pub status: i32,
    pub stdout: String,
    pub stderr: String,
}

impl Run {
    /// Checks that the program took the arguments for wrong usage: it says so, gives nothing out and ends with 2.
    pub fn is_refused(&self, arguments: &[&str]) {
        assert_eq!(self.status, 2, "{arguments:?}: {self:?}");
        assert!(
            self.stdout.is_empty() && self.stderr.starts_with("error: "),
            "{self:?}"
        );
    }

    /// Each line of the output as JSON.
    pub fn objects(&self) -> Vec<Value> {
        self.stdout
            .lines()
            .map(|line| serde_json::from_str(line).expect("each line is a JSON object"))
            .collect()
    }

    /// The line of standard error that names this input.
    pub fn said_of(&self, input: &str) -> &str {
        let lines: Vec<&str> = self
            .stderr
            .lines()
            .filter(|line| line.starts_with(&format!("khabar: {input}: ")))
            .collect();
        assert_eq!(lines.len(), 1, "one line about {input}: {self:?}");
        lines[0]
    }
}

impl From<Output> for Run {
    fn from(output: Output) -> Self {
        let text = |bytes| String::from_utf8(bytes).expect("the program writes UTF-8");
        Self {
            status: output.status.code().expect("the program ends by itself"),
            stdout: text(output.stdout),
            stderr: text(output.stderr),
        }
    }
}

/// Runs `khabar read` with these arguments in a folder.
pub fn read_in(folder: &Path, arguments: &[&str]) -> Run {
    run_in(folder, "read", arguments)
}

/// Runs a command of the program with these arguments in a folder.
pub fn run_in(folder: &Path, command: &str, arguments: &[&str]) -> Run {
    let mut program = khabar();
    program.current_dir(folder).arg(command).args(arguments);
    program.output().expect("the program starts").into()
}

/// Runs `khabar read` with these arguments on this standard input.
pub fn read_stdin(input: &[u8], arguments: &[&str]) -> Run {
    run_stdin(input, "read", arguments)
}

/// Runs a command of the program with these arguments on this standard input.
pub fn run_stdin(input: &[u8], command: &str, arguments: &[&str]) -> Run {
    let mut program = khabar();
    program
        .arg(command)
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut child = program.spawn().expect("the program starts");
    let mut stdin = child.stdin.take().expect("standard input is a pipe");
    // The program may stop reading before the end.
    let _ = stdin.write_all(input);
    drop(stdin);
    child.wait_with_output().expect("the program ends").into()
}

/// An answer of the site: status, headers, body.
#[derive(Debug, Clone)]
pub struct Answer {
    status: u16,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
}

impl Answer {
    pub fn page(body: impl Into<Vec<u8>>) -> Self {
        Self::status(200)
            .header("Content-Type", "text/html; charset=utf-8")
            .body(body)
    }

    pub fn status(status: u16) -> Self {
        Self {
            status,
            headers: Vec::new(),
            body: Vec::new(),
        }
    }

    pub fn redirect(to: &str) -> Self {
        Self::status(302).header("Location", to)
    }

    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    pub fn body(mut self, body: impl Into<Vec<u8>>) -> Self {
        self.body = body.into();
        self
    }
}

/// A site on this machine that answers until the test ends.
pub struct Site {
    address: String,
    /// Each request's path and headers, in lower case.
    asked: Arc<Mutex<Vec<(String, String)>>>,
}

impl Site {
    /// A site with these pages; any other path is not found.
    pub fn new(pages: impl IntoIterator<Item = (&'static str, Answer)>) -> Self {
        let pages: HashMap<&str, Answer> = pages.into_iter().collect();
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port is free");
        let address = format!(
            "http://{}",
            listener.local_addr().expect("it has an address")
        );
        let asked = Arc::new(Mutex::new(Vec::new()));
        let log = Arc::clone(&asked);
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                // A client that hangs up ends its own answer only.
                let _ = answer(stream, &pages, &log);
            }
        });
        Self { address, asked }
    }

    /// The address of a page.
    pub fn url(&self, path: &str) -> String {
        format!("{}{path}", self.address)
    }

    /// The paths asked for, in order.
    pub fn paths(&self) -> Vec<String> {
        let asked = self.asked.lock().expect("the site does not panic");
        asked.iter().map(|(path, _)| path.clone()).collect()
    }

    /// The headers of the last request.
    pub fn last_headers(&self) -> String {
        let asked = self.asked.lock().expect("the site does not panic");
        asked.last().expect("something was asked").1.clone()
    }
}

/// Reads one request and answers it.
fn answer(
    mut stream: TcpStream,
    pages: &HashMap<&str, Answer>,
    log: &Mutex<Vec<(String, String)>>,
) -> std::io::Result<()> {
    let mut reader = BufReader::new(stream.try_clone()?);
    let mut request = String::new();
    reader.read_line(&mut request)?;
    let mut headers = String::new();
    while reader.by_ref().read_line(&mut headers)? > 2 {}
    let path = request.split(' ').nth(1).unwrap_or_default().to_owned();
    let missing = Answer::status(404).body("not here");
    let found = pages.get(path.as_str()).unwrap_or(&missing).clone();
    if let Ok(mut log) = log.lock() {
        log.push((path, headers.to_lowercase()));
    }
    let mut head = format!(
        "HTTP/1.1 {} Answer\r\nContent-Length: {}\r\nConnection: close\r\n",
        found.status,
        found.body.len()
    );
    for (name, value) in &found.headers {
        head.extend([name.as_str(), ": ", value, "\r\n"]);
    }
    stream.write_all(head.as_bytes())?;
    stream.write_all(b"\r\n")?;
    stream.write_all(&found.body)
}

/// `bytes` as gzip.
pub fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(bytes).expect("memory takes it");
    encoder.finish().expect("memory takes it")
}
