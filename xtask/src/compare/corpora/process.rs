//! A process watched from its start to its end: how long it took and how much memory it had.

use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result};

/// Between two looks at a process.
const TICK: Duration = Duration::from_millis(50);

/// A process that ended.
#[derive(Debug, Default)]
pub struct Ended {
    /// Whether it did what it was to do.
    pub is_success: bool,
    /// Seconds on the clock.
    pub seconds: f64,
    /// The most memory it had, in KiB; 0 where the system does not say.
    pub peak_kb: u64,
    /// The memory it had at each quarter of its time, in KiB.
    pub quarters: Vec<u64>,
}

/// Runs a command to its end.
///
/// # Errors
/// When it cannot be started or waited for.
pub fn run(mut command: Command) -> Result<Ended> {
    let begin = Instant::now();
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .spawn()
        .with_context(|| format!("cannot start {command:?}"))?;
    let mut memory = Vec::new();
    let mut peak_kb = 0;
    let status = loop {
        if let Some(status) = child.try_wait()? {
            break status;
        }
        // Of a process that has just ended there is no more to read.
        if let Ok(text) = std::fs::read_to_string(format!("/proc/{}/status", child.id())) {
            memory.extend(field(&text, "VmRSS:"));
            peak_kb = field(&text, "VmHWM:").unwrap_or(0).max(peak_kb);
        }
        std::thread::sleep(TICK);
    };
    let quarter = |at: usize| {
        memory
            .get((memory.len() * at / 4).saturating_sub(1))
            .copied()
    };
    Ok(Ended {
        is_success: status.success(),
        seconds: begin.elapsed().as_secs_f64(),
        peak_kb,
        quarters: (1..=4).filter_map(quarter).collect(),
    })
}

/// A number of the file in which Linux describes a process.
pub fn field(status: &str, name: &str) -> Option<u64> {
    let line = status.lines().find(|line| line.starts_with(name))?;
    line.split_whitespace().nth(1)?.parse().ok()
}
