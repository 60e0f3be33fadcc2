//! Letters about what a saved search has found.

use std::fmt::Write as _;
use std::time::Duration;

use lettre::message::Mailbox;
use lettre::message::header::ContentType;
use lettre::{Message, SmtpTransport, Transport};

use super::{MailSettings, Told};
use crate::record::searches::SavedSearch;

/// How long a mail server may take over each step.
const PATIENCE: Duration = Duration::from_secs(20);

/// Sends a letter about reports to the mailbox of a search.
pub fn send(settings: &MailSettings, search: &SavedSearch, reports: &[Told]) -> Result<(), String> {
    let Some(to) = &search.email else {
        return Ok(());
    };
    if settings.server.is_empty() {
        return Err("no mail server is set".to_owned());
    }
    let letter = letter(settings, search, to, reports)?;
    let transport = SmtpTransport::from_url(&settings.server)
        .map_err(|cause| format!("the mail server is not set right: {cause}"))?
        .timeout(Some(PATIENCE))
        .build();
    transport
        .send(&letter)
        .map(|_| ())
        .map_err(|cause| format!("the letter could not be sent: {cause}"))
}

/// The letter: plain text, as everybody can read it.
fn letter(
    settings: &MailSettings,
    search: &SavedSearch,
    to: &str,
    reports: &[Told],
) -> Result<Message, String> {
    let mailbox = |text: &str| {
        text.parse::<Mailbox>()
            .map_err(|cause| format!("{text} is no mailbox: {cause}"))
    };
    let mut text = String::new();
    for report in reports {
        let headline = report.entry.headline.as_deref().unwrap_or("—");
        // Writing to a string cannot fail.
        let _ = writeln!(text, "{headline}\n{}", report.source_title);
        if let Some(standfirst) = &report.entry.standfirst {
            let _ = writeln!(text, "{standfirst}");
        }
        let _ = writeln!(text, "{}\n", report.entry.url);
    }
    Message::builder()
        .from(mailbox(&settings.from)?)
        .to(mailbox(to)?)
        .subject(format!("{} ({})", one_line(&search.name), reports.len()))
        .header(ContentType::TEXT_PLAIN)
        .body(text)
        .map_err(|cause| format!("the letter could not be written: {cause}"))
}

/// A name without what would begin another line.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
