//! How things are fetched.

use std::time::Duration;

use crate::{Reach, USER_AGENT};

/// How things are fetched.
#[derive(Debug, Clone)]
pub struct FetchOptions {
    /// From the first look-up to the last byte of one request, its redirects and robots.txt included. Time spent waiting
    /// for a turn at the site does not count.
    pub timeout: Duration,
    /// The most bytes of one answer, both as it comes and unpacked.
    pub max_bytes: usize,
    /// The `User-Agent` header. Its first word is the name that robots.txt knows the program by.
    pub user_agent: String,
    /// Whether what robots.txt says to this program is not heard, neither whom it lets in nor how often.
    pub ignore_robots: bool,
    /// The least time between two requests to one site, from the end of one to the beginning of the next. A site may ask
    /// for more in its robots.txt, which does not count as a request itself.
    pub delay: Duration,
    /// Where addresses may lead.
    pub reach: Reach,
    /// Whether a page whose site does not want it used by AI is an error.
    pub honour_ai_opt_outs: bool,
    /// Whether bodies are also kept as they came over the wire, which an archive of records needs.
    pub keep_wire: bool,
}

impl Default for FetchOptions {
    /// As a server should fetch that takes addresses from others: the public web alone, a second between requests.
    fn default() -> Self {
        Self {
            timeout: Duration::from_secs(30),
            max_bytes: 32 << 20,
            user_agent: USER_AGENT.to_owned(),
            ignore_robots: false,
            delay: Duration::from_secs(1),
            reach: Reach::Public { allow: Vec::new() },
            honour_ai_opt_outs: false,
            keep_wire: false,
        }
    }
}
