//! `khabar archive settings mail`: how letters are sent.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;

use anyhow::{Context, bail};
use khabar_archive::notify::{MAIL, MailSettings};
use url::Url;

use super::{give, open, told};
use crate::args::archive::MailArgs;
use crate::reporter;
use crate::sanitize;

/// The most bytes of a line that names a server.
const LONGEST: u64 = 4096;

/// Makes the setting, or shows it where nothing is to be changed.
pub fn run(args: &MailArgs) -> anyhow::Result<()> {
    let archive = open(&args.data)?;
    let mut settings: MailSettings = archive.setting(MAIL).map_err(told)?;
    if args.off {
        archive.set(MAIL, &MailSettings::default()).map_err(told)?;
        reporter::say("No letters are sent any more.");
        return Ok(());
    }
    let server = match &args.server_from_file {
        Some(path) => Some(from_file(path)?),
        None => args.server.clone(),
    };
    if server.is_none() && args.from.is_none() {
        return give(&shown(&settings));
    }
    if let Some(server) = server {
        settings.server = checked(&server)?;
    }
    if let Some(from) = &args.from {
        from.trim().clone_into(&mut settings.from);
    }
    if settings.server.is_empty() || settings.from.is_empty() {
        bail!(
            "letters need both a server and who they are from; name them with --server-from-file and --from"
        );
    }
    archive.set(MAIL, &settings).map_err(told)?;
    give(&shown(&settings))
}

/// The first line of a file, or of standard input.
fn from_file(path: &Path) -> anyhow::Result<String> {
    let read = |reader: &mut dyn Read| {
        let mut line = String::new();
        BufReader::new(reader.take(LONGEST)).read_line(&mut line)?;
        Ok::<_, io::Error>(line.trim().to_owned())
    };
    if path.as_os_str() == "-" {
        return read(&mut io::stdin().lock()).context("standard input could not be read");
    }
    File::open(path)
        .and_then(|mut file| read(&mut file))
        .with_context(|| {
            format!(
                "{}: the file cannot be read; check the path and its permissions",
                path.display()
            )
        })
}

/// The address of a server, where it is one. What is wrong with it is told without it: there may be a password in it.
fn checked(server: &str) -> anyhow::Result<String> {
    let server = server.trim();
    match Url::parse(server) {
        Ok(url) if matches!(url.scheme(), "smtp" | "smtps") && url.has_host() => {
            Ok(server.to_owned())
        }
        _ => bail!(
            "the mail server is no address; write it as in smtps://user:password@mail.example"
        ),
    }
}

/// The setting, its password left out.
fn shown(settings: &MailSettings) -> String {
    if settings.server.is_empty() {
        return "No letters are sent: no mail server is set.\n".to_owned();
    }
    let server = Url::parse(&settings.server).map_or_else(
        |_| "an address that cannot be read".to_owned(),
        |mut url| {
            if url.password().is_some() {
                // It has a host, so it can have a password.
                let _ = url.set_password(Some("***"));
            }
            url.to_string()
        },
    );
    let from = sanitize::line(&settings.from);
    format!("Server  {}\nFrom    {from}\n", sanitize::line(&server))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_password_is_shown() {
        let settings = MailSettings {
            server: "smtps://desk:secret@mail.example".into(),
            from: "Desk\x1b <desk@mail.example>".into(),
        };
        let shown = shown(&settings);
        assert_eq!(
            shown,
            "Server  smtps://desk:***@mail.example\nFrom    Desk <desk@mail.example>\n"
        );
        let said = checked("https://desk:secret@mail.example")
            .unwrap_err()
            .to_string();
        assert!(!said.contains("secret"), "{said}");
    }
}
