//! How fast pages are served, how soon the first one is, and what they weigh.

use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Mutex;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};

use super::client::Client;
use super::{Table, made};
use crate::archives::Random;
use crate::compare::process;
use crate::near_duplicates::quantile;

/// How long pages are asked for as fast as they come, and how long at a steady pace.
const FAST: Duration = Duration::from_secs(10);
const STEADY: Duration = Duration::from_secs(20);
/// Connections that ask as fast as they can.
const CONNECTIONS: usize = 8;
/// How often memory is looked at.
const LOOK: Duration = Duration::from_millis(20);
/// Pages a second at the steady pace.
const PACE: usize = 500;
/// How long a server may take to come up before it is given up.
const PATIENCE: Duration = Duration::from_mins(1);

/// A server that ends with this.
pub struct Server {
    process: Child,
    /// Its address: `127.0.0.1:8000`.
    pub host: String,
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended by itself, which whoever asked it noticed.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

impl Server {
    /// Starts serving an archive on one core. How long it took until the first page came.
    pub fn start(khabar: &Path, data: &Path) -> Result<(Self, Duration)> {
        let port = std::net::TcpListener::bind("127.0.0.1:0")?
            .local_addr()?
            .port();
        let host = format!("127.0.0.1:{port}");
        let mut command = Command::new("taskset");
        command
            .args(["-c", "0"])
            .arg(khabar)
            .args(["serve", "--no-gather", "--listen", &host, "--data"])
            .arg(data)
            .stdin(Stdio::null())
            .stdout(Stdio::null());
        let begun = Instant::now();
        let process = command.spawn().context("cannot start khabar serve")?;
        let server = Self { process, host };
        while begun.elapsed() < PATIENCE {
            if let Ok(mut client) = Client::connect(&server.host)
                && client.get("/").is_ok_and(|answered| answered.status == 200)
            {
                return Ok((server, begun.elapsed()));
            }
            thread::sleep(Duration::from_millis(1));
        }
        bail!("khabar serve did not come up")
    }
}

/// What a process holds in memory, looked at again and again: the most of its own, and with the files that the system shows it
/// as memory and takes back when it needs the room. In MiB.
struct Memory {
    process: u32,
    own: u64,
    all: u64,
}

impl Memory {
    /// Looks until there is nothing more to come from what says when to stop.
    fn watch(process: u32, stop: &Receiver<()>) -> Result<Self> {
        let mut memory = Self {
            process,
            own: 0,
            all: 0,
        };
        while stop.recv_timeout(LOOK) == Err(RecvTimeoutError::Timeout) {
            memory.look()?;
        }
        Ok(memory)
    }

    fn look(&mut self) -> Result<()> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.process))?;
        let mib = |name| Some(process::field(&status, name)? >> 10);
        let fields = mib("RssAnon:").zip(mib("VmHWM:"));
        let (own, all) = fields.context("the system does not say what a process holds")?;
        self.own = self.own.max(own);
        self.all = self.all.max(all);
        Ok(())
    }
}

/// Measures what serving an archive costs.
pub fn measure(khabar: &Path, data: &Path, reports: u64, table: &mut Table) -> Result<()> {
    let mut starts = Vec::new();
    for _ in 0..5 {
        let (_, start) = Server::start(khabar, data)?;
        starts.push(start.as_secs_f64() * 1e3);
    }
    let start = format!("{:.0}", quantile(&mut starts, 0.5));
    table.row("from start to the first page, ms", "300", &start);

    let (server, _) = Server::start(khabar, data)?;
    let process = server.process.id();
    let (done, stop) = channel();
    let memory = thread::spawn(move || Memory::watch(process, &stop));
    let rate = as_fast_as_can_be(&server.host, reports)?;
    table.row(
        "report pages a second, on one core",
        "2,000",
        &format!("{rate:.0}"),
    );
    let mut times = at_a_pace(&server.host, reports)?;
    table.row(
        &format!("the same at {PACE} a second, p99, ms"),
        "20",
        &format!("{:.1}", quantile(&mut times, 0.99)),
    );
    search_pages(&server.host, reports)?;
    drop(done);
    let memory = memory.join().expect("whoever looks does not panic")?;
    table.row(
        "memory at the most in all that, MiB: its own, and with files of the index that the system maps",
        "400",
        &format!("{}, {}", memory.own, memory.all),
    );
    let weight = weight(&server.host, reports)?;
    table.row(
        "the heaviest of 200 report pages with all it loads, KB",
        "60",
        &format!("{:.0}", weight as f64 / 1e3),
    );
    Ok(())
}

fn page(random: &mut Random, reports: u64) -> String {
    format!("/reports/{}", 1 + random.below(reports as usize))
}

/// How many pages a second come when they are asked for without a pause.
fn as_fast_as_can_be(host: &str, reports: u64) -> Result<f64> {
    let begun = Instant::now();
    let counts: Result<Vec<u64>> = thread::scope(|scope| {
        let clients: Vec<_> = (0..CONNECTIONS)
            .map(|number| {
                scope.spawn(move || -> Result<u64> {
                    let mut random = Random::new(number as u64);
                    let mut client = Client::connect(host)?;
                    let mut count = 0;
                    while begun.elapsed() < FAST {
                        let answered = client.get(&page(&mut random, reports))?;
                        ensure!(answered.status == 200, "status {}", answered.status);
                        count += 1;
                    }
                    Ok(count)
                })
            })
            .collect();
        clients
            .into_iter()
            .map(|client| client.join().expect("a client does not panic"))
            .collect()
    });
    Ok(counts?.iter().sum::<u64>() as f64 / begun.elapsed().as_secs_f64())
}

/// How long pages take, in milliseconds, that are asked for at fixed points of time, whether or not those before have come:
/// a page that is late makes those behind it late as well, and that counts.
fn at_a_pace(host: &str, reports: u64) -> Result<Vec<f64>> {
    let begun = Instant::now();
    let total = PACE * STEADY.as_secs() as usize;
    let next = Mutex::new(0..total);
    let times: Result<Vec<Vec<f64>>> = thread::scope(|scope| {
        let clients: Vec<_> = (0..32)
            .map(|number| {
                let next = &next;
                scope.spawn(move || -> Result<Vec<f64>> {
                    let mut random = Random::new(1_000 + number);
                    let mut client = Client::connect(host)?;
                    let mut times = Vec::new();
                    loop {
                        let turn = next.lock().expect("nobody panics holding it").next();
                        let Some(turn) = turn else {
                            return Ok(times);
                        };
                        let at = begun + Duration::from_secs(1) * turn as u32 / PACE as u32;
                        thread::sleep(at.saturating_duration_since(Instant::now()));
                        let answered = client.get(&page(&mut random, reports))?;
                        ensure!(answered.status == 200, "status {}", answered.status);
                        times.push(at.elapsed().as_secs_f64() * 1e3);
                    }
                })
            })
            .collect();
        clients
            .into_iter()
            .map(|client| client.join().expect("a client does not panic"))
            .collect()
    });
    Ok(times?.concat())
}

/// Asks for pages of searches, so that memory counts what they take.
fn search_pages(host: &str, reports: u64) -> Result<()> {
    let mut client = Client::connect(host)?;
    for (query, _) in made::queries(reports, 300) {
        let query: String = url::form_urlencoded::byte_serialize(query.as_bytes()).collect();
        let answered = client.get(&format!("/search?q={query}"))?;
        ensure!(
            answered.status == 200,
            "status {} of {query}",
            answered.status
        );
    }
    Ok(())
}

/// The bytes of the heaviest of some report pages with the style and the script that it names.
fn weight(host: &str, reports: u64) -> Result<usize> {
    let mut client = Client::connect(host)?;
    let mut random = Random::new(5);
    let mut heaviest = 0;
    for _ in 0..200 {
        let page = client.get(&page(&mut random, reports))?.body;
        let html = String::from_utf8(page)?;
        let mut bytes = html.len();
        for attribute in ["href=\"", "src=\""] {
            for part in html.split(attribute).skip(1) {
                let address = part.split('"').next().unwrap_or_default();
                if address.starts_with("/assets/") {
                    bytes += client.get(address)?.body.len();
                }
            }
        }
        heaviest = heaviest.max(bytes);
    }
    Ok(heaviest)
}
