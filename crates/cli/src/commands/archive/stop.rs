//! Being asked to stop.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use anyhow::Context;
use signal_hook::consts::{SIGINT, SIGTERM};
use signal_hook::flag;

/// The exit status of a program that was ended by Ctrl-C, as shells have it.
const INTERRUPTED: i32 = 130;

/// What is set when the process is asked to end. Asked once more by Ctrl-C, it ends at once.
pub fn asked() -> anyhow::Result<Arc<AtomicBool>> {
    let stop = Arc::new(AtomicBool::new(false));
    let set = || {
        // In this order the first Ctrl-C finds the flag not yet set.
        flag::register_conditional_shutdown(SIGINT, INTERRUPTED, Arc::clone(&stop))?;
        flag::register(SIGINT, Arc::clone(&stop))?;
        flag::register(SIGTERM, Arc::clone(&stop))
    };
    set().context("the system lets nobody hear that the program is to stop")?;
    Ok(stop)
}
