//! The ports of the made-up press of `khabar demo`: the same ones for the same folder, so that what is followed in it is
//! found again.

use std::fmt::Display;
use std::fs;
use std::io;
use std::path::Path;

use anyhow::{Context, anyhow};

/// The file in the folder of an archive that holds the first port of its press.
const FILE: &str = "press-port";
/// First ports that are tried for a new folder: below those the system gives to whoever asks for any.
const FIRST: u16 = 17_900;
/// Between two of them; a press has fewer sites.
const STEP: usize = 100;
/// The last of them.
const LAST: u16 = 29_900;

/// Has a press served at the ports of a folder: those its file names, or else the first that are free, which it names from
/// then on.
pub fn serve<T, E: Display>(
    folder: &Path,
    mut at: impl FnMut(u16) -> Result<T, E>,
) -> anyhow::Result<T> {
    let file = folder.join(FILE);
    if let Some(first) = kept(&file)? {
        return at(first).map_err(|cause| {
            anyhow!(
                "the sites followed in {} were at port {first} of this machine and the ports after it, where they \
                 cannot be served now ({cause}); stop the program that has one of these ports, perhaps another khabar \
                 demo, or name another folder",
                folder.display()
            )
        });
    }
    let mut refused = None;
    for first in (FIRST..=LAST).step_by(STEP) {
        match at(first) {
            Ok(served) => {
                fs::write(&file, format!("{first}\n"))
                    .with_context(|| format!("{} could not be written", file.display()))?;
                return Ok(served);
            }
            Err(cause) => refused = Some(cause),
        }
    }
    let cause = refused.expect("some port was tried");
    Err(anyhow!("the press could not be served: {cause}"))
}

fn kept(file: &Path) -> anyhow::Result<Option<u16>> {
    let text = match fs::read_to_string(file) {
        Ok(text) => text,
        Err(cause) if cause.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(cause) => {
            return Err(cause).with_context(|| format!("{} could not be read", file.display()));
        }
    };
    match text.trim().parse() {
        Ok(first) if first > 0 => Ok(Some(first)),
        _ => Err(anyhow!(
            "{} should hold the first port of the press and does not; name another folder",
            file.display()
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_keeps_its_ports() {
        let folder = tempfile::tempdir().unwrap();
        let mut asked = Vec::new();
        let taken = |port: u16| port < 18_000;
        let mut at = |port| {
            asked.push(port);
            if taken(port) {
                Err("it is taken")
            } else {
                Ok(port)
            }
        };
        assert_eq!(serve(folder.path(), &mut at).unwrap(), 18_000);
        assert_eq!(serve(folder.path(), &mut at).unwrap(), 18_000);
        assert_eq!(asked, [17_900, 18_000, 18_000]);
    }

    #[test]
    fn ports_that_are_taken_are_told_and_kept() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join(FILE);
        fs::write(&file, "18000\n").unwrap();
        let error = serve(folder.path(), |_| Err::<(), _>("it is taken")).unwrap_err();
        let said = error.to_string();
        assert!(
            said.contains("port 18000") && said.contains("it is taken"),
            "{said}"
        );
        assert_eq!(fs::read_to_string(&file).unwrap(), "18000\n");

        fs::write(&file, "0\n").unwrap();
        let error = serve(folder.path(), |_| Ok::<_, String>(())).unwrap_err();
        assert!(error.to_string().contains("press-port"), "{error}");
    }
}
