//! Serves the press until it is stopped: `cargo run -p khabar-press --example serve -- 8090` has the directory at port 8090
//! and the sites at those that follow.
use std::sync::Arc;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let port = std::env::args().nth(1).map_or(Ok(0), |port| port.parse())?;
    let clock = khabar_press::Clock::real();
    let server = khabar_press::Server::start(&Arc::new(khabar_press::Press::new(1)), &clock, port)?;
    eprintln!("{}", server.directory);
    loop {
        std::thread::park();
    }
}
