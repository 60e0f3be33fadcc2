//! How often somebody may be wrong about the token.

use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use rustc_hash::FxHashMap;

use crate::error::WebError;

/// Wrong tokens that one address may show in the time below.
const MOST: u32 = 10;
const WINDOW: Duration = Duration::from_mins(1);
/// Addresses that are remembered; beyond, the oldest are forgotten.
const MOST_ADDRESSES: usize = 4096;

/// Who was wrong lately, and how often.
#[derive(Debug, Default)]
pub(crate) struct Tries(Mutex<FxHashMap<IpAddr, (u32, Instant)>>);

impl Tries {
    /// What an address is told that was wrong: that it was, or to wait where it was so too often.
    pub(crate) fn refused(&self, who: IpAddr, now: Instant) -> WebError {
        if let Some(seconds) = self.wait(who, now) {
            return WebError::TooOften(seconds);
        }
        self.wrong(who, now);
        WebError::WrongToken
    }

    /// Seconds that an address still has to wait; `None` where it may be wrong once more.
    fn wait(&self, who: IpAddr, now: Instant) -> Option<u64> {
        let tries = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let &(wrong, since) = tries.get(&one(who))?;
        let left = WINDOW.checked_sub(now.saturating_duration_since(since))?;
        (wrong >= MOST).then(|| left.as_secs() + 1)
    }

    /// Remembers that an address was wrong.
    fn wrong(&self, who: IpAddr, now: Instant) {
        let mut tries = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if tries.len() >= MOST_ADDRESSES {
            tries.retain(|_, (_, since)| now.saturating_duration_since(*since) < WINDOW);
            if tries.len() >= MOST_ADDRESSES {
                tries.clear();
            }
        }
        let entry = tries.entry(one(who)).or_insert((0, now));
        if now.saturating_duration_since(entry.1) >= WINDOW {
            *entry = (0, now);
        }
        entry.0 += 1;
    }
}

/// What counts as one: of the sixth version, everybody has a whole network of addresses.
fn one(who: IpAddr) -> IpAddr {
    match who {
        IpAddr::V4(_) => who,
        IpAddr::V6(of) => match of.to_ipv4_mapped() {
            Some(mapped) => mapped.into(),
            None => std::net::Ipv6Addr::from_bits(of.to_bits() >> 64 << 64).into(),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_is_wrong_too_often_waits() {
        let tries = Tries::default();
        let now = Instant::now();
        let who: IpAddr = "2001:db8::1".parse().unwrap();
        for _ in 0..MOST {
            assert_eq!(tries.wait(who, now), None);
            tries.wrong(who, now);
        }
        assert_eq!(tries.wait(who, now), Some(61));
        // The rest of their network waits, others do not.
        assert!(tries.wait("2001:db8::ffff".parse().unwrap(), now).is_some());
        assert_eq!(tries.wait("2001:db8:1::1".parse().unwrap(), now), None);
        assert_eq!(tries.wait(who, now + WINDOW + Duration::from_secs(1)), None);
    }

    #[test]
    fn no_more_are_remembered_than_there_is_room_for() {
        let tries = Tries::default();
        let now = Instant::now();
        for who in 0..2 * MOST_ADDRESSES as u32 {
            tries.wrong(IpAddr::V4(who.into()), now);
        }
        assert!(tries.0.lock().unwrap().len() <= MOST_ADDRESSES);
    }
}
