//! Prints a few reports of a language as text: `cargo run -p khabar-press --example show -- ar 3`.
use std::io::Write;

fn main() -> std::io::Result<()> {
    let mut arguments = std::env::args().skip(1);
    let language = arguments.next().unwrap_or_else(|| "en".to_owned());
    let most = arguments
        .next()
        .and_then(|most| most.parse().ok())
        .unwrap_or(3);
    let press = khabar_press::Press::new(1);
    let from = "2026-03-02T00:00:00Z"
        .parse()
        .unwrap_or(jiff::Timestamp::UNIX_EPOCH);
    let mut out = std::io::stdout().lock();
    for report in press
        .reports(from)
        .filter(|report| report.language == language)
        .take(most)
    {
        writeln!(
            out,
            "# {}\n{} · {:?} · {}\n",
            report.headline, report.outlet, report.telling, report.path
        )?;
        writeln!(out, "{}\n\n{}\n", report.standfirst, report.body())?;
    }
    Ok(())
}
