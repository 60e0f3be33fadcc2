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

#[cfg(unix)]
fn now() -> Duration {
    let at = rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
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
