//! Serving an archive: what is said, what is answered, and how it ends.
#![cfg(unix)]

mod support;

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};

use support::khabar;

/// The program, serving; it is killed where a test fails.
struct Served(Child);

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Serves the archive in a folder: the program, and the two lines it says.
fn serve(folder: &std::path::Path, token: Option<&str>) -> (Served, Vec<String>) {
    let mut command = khabar();
    command
        .args(["serve", "--no-gather", "--listen", "127.0.0.1:0", "--data"])
        .arg(folder)
        .stdout(Stdio::piped());
    if let Some(token) = token {
        command.env("KHABAR_TOKEN", token);
    }
    let mut served = Served(command.spawn().unwrap());
    let out = BufReader::new(served.0.stdout.take().unwrap());
    let said = out.lines().take(2).map(Result::unwrap).collect();
    (served, said)
}

/// What is answered to a request for a path.
fn get(address: &str, path: &str) -> String {
    let host = address.trim_start_matches("http://").trim_end_matches('/');
    let mut stream = TcpStream::connect(host).unwrap();
    write!(
        stream,
        "GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"
    )
    .unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer
}

#[test]
fn pages_are_served_until_it_is_stopped() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("archive");
    let (mut served, said) = serve(&data, None);
    let address = said[0].strip_prefix("Khabar is at ").unwrap();
    let token = data.join("token");
    assert_eq!(
        said[1],
        format!("The token for changes is in {}.", token.display())
    );
    assert!(std::fs::read_to_string(token).unwrap().trim().len() >= 16);
    assert!(get(address, "/").starts_with("HTTP/1.1 200 "));
    assert!(get(address, "/index.json").contains("\"reports\":[]"));
    let term = Command::new("kill").arg(served.0.id().to_string()).status();
    assert!(term.unwrap().success());
    assert!(served.0.wait().unwrap().success());
}

#[test]
fn a_token_of_the_environment_is_said_to_be_there() {
    let folder = tempfile::tempdir().unwrap();
    let (_served, said) = serve(folder.path(), Some("a-token-that-is-long-enough"));
    assert_eq!(
        said[1],
        "The token for changes is in the variable KHABAR_TOKEN."
    );
    assert!(!folder.path().join("token").exists());
}
