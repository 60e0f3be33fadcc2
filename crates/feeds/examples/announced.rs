//! Prints what a feed, a sitemap or a section page in a file announces: `cargo run -p khabar-feeds --example announced FILE URL`.

use khabar_feeds::{FeedError, ReadOptions, read, section};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let (Some(file), Some(url)) = (arguments.next(), arguments.next()) else {
        return Err("give a file and the address it came from".into());
    };
    let bytes = std::fs::read(file)?;
    let url = url.parse()?;
    let options = ReadOptions::default();
    let channel = match read(&bytes, None, &url, &options) {
        Err(FeedError::Page { .. }) => section(&bytes, None, &url, &options)?,
        read => read?,
    };
    println!(
        "{:?} {:?} {:?}",
        channel.kind, channel.title, channel.language
    );
    for report in &channel.announced {
        let published = report.published.map(|at| at.to_string());
        println!(
            "{}\t{}\t{}",
            published.unwrap_or_default(),
            report.title.as_deref().unwrap_or_default(),
            report.url
        );
    }
    for warning in &channel.warnings {
        println!("! {warning}");
    }
    Ok(())
}
