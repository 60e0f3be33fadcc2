//! How long something took, in processor time of this thread: other work on the machine does not count.

use std::time::Duration;

/// Runs `work`; returns what it gave and the processor time it took on this thread.
///
/// Where the system tells no thread times (outside Unix) it is the time on the wall.
pub fn timed<T>(work: impl FnOnce() -> T) -> (T, Duration) {
    let before = now();
    let out = work();
    (out, now().saturating_sub(before))
}

/// Processor time of all threads of this process until now.
///
/// Where the system tells no such times (outside Unix) it is the time on the wall.
#[cfg(unix)]
pub fn of_process() -> Duration {
    at(rustix::time::ClockId::ProcessCPUTime)
}

/// Processor time of all threads of this process until now.
///
/// Where the system tells no such times (outside Unix) it is the time on the wall.
#[cfg(not(unix))]
pub fn of_process() -> Duration {
    now()
}

#[cfg(unix)]
fn now() -> Duration {
    at(rustix::time::ClockId::ThreadCPUTime)
}

#[cfg(unix)]
fn at(clock: rustix::time::ClockId) -> Duration {
    let at = rustix::time::clock_gettime(clock);
    // Thread times are never negative and their nanoseconds are below a second.
    Duration::new(at.tv_sec.unsigned_abs(), at.tv_nsec.unsigned_abs() as u32)
}

#[cfg(not(unix))]
fn now() -> Duration {
    use std::sync::LazyLock;
    use std::time::Instant;
    static START: LazyLock<Instant> = LazyLock::new(Instant::now);
    START.elapsed()
}
