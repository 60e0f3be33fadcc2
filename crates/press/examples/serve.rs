//! Serves the press until it is stopped: `cargo run -p khabar-press --example serve -- 8090 100` has the directory at
//! port 8090, the sites at those that follow, and lets time run a hundred times as fast as it does.
use std::sync::Arc;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let port = arguments.next().map_or(Ok(0), |port| port.parse())?;
    let speed = arguments.next().map_or(Ok(1.0), |speed| speed.parse())?;
    let clock = khabar_press::Clock::fast(jiff::Timestamp::now(), speed);
    let server = khabar_press::Server::start(&Arc::new(khabar_press::Press::new(1)), &clock, port)?;
    eprintln!("{}", server.directory);
    loop {
        std::thread::park();
    }
}
