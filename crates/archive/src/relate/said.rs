//! The statements of a report: who made them, and where else the same words stand.

use khabar_relate::stories::{Subject, about_statement};
use rusqlite::Connection;

use super::prepared::Prepared;
use super::remembered::Remembered;
use super::same_words;
use super::speaker::{self, Known};
use crate::record::statements::{self, NewStatement, Said};
use crate::record::{decisions, stories, subjects};
use crate::time::Seconds;

/// Of how many reports of a story, the latest, it is known what is said in them.
const IN_STORY: usize = 50;

/// Keeps the statements of a report, those that were kept before as they are.
pub(super) fn put(
    to: &Connection,
    report: &Prepared,
    story: i64,
    about: &[Subject],
    remembered: &mut Remembered,
    now: Seconds,
) -> rusqlite::Result<()> {
    let entry = &report.entry;
    let mut before: Vec<Said> = statements::of_report(to, entry.id)?;
    if report.statements.is_empty() && before.is_empty() {
        return Ok(());
    }
    let in_story = statements::in_story(to, story, entry.id, IN_STORY)?;
    let others = in_story.iter().filter_map(|told| told.speaker);
    let own = before.iter().filter_map(|said| said.speaker);
    let is_long = stories::length(to, story)? > IN_STORY;
    let mut known = Known::of(story, others.chain(own), is_long);
    let apart = decisions::words_apart(to, entry.id)?;
    for (number, spoken) in (1..).zip(&report.statements) {
        let statement = &spoken.statement;
        let mut new = NewStatement {
            report: (entry.id, number),
            kind: statement.kind.name(),
            language: entry.language.as_deref(),
            by: spoken.by.as_deref(),
            speaker: None,
            role: None,
            at: spoken.at,
            said: statement.when.as_ref().map(|when| when.words.text.as_str()),
            addressee: statement.addressee.as_ref().map(|to| to.text.as_str()),
            words: &spoken.words,
        };
        let kept = before
            .iter()
            .position(|said| said.words == spoken.words && said.by == spoken.by);
        let id = if let Some(kept) = kept {
            let kept = before.swap_remove(kept);
            statements::renew(to, kept.id, &new)?;
            if let Some(speaker) = kept.speaker {
                known.speaks(speaker);
            }
            kept.id
        } else {
            if let Some(name) = &spoken.name {
                let speakers = &mut remembered.speakers;
                new.speaker = Some(speaker::find(to, name, &mut known, speakers, now)?);
                new.role = name.role();
            }
            let id = statements::add(to, &new)?;
            if let Some(print) = &spoken.print {
                let new = same_words::New {
                    id,
                    report: entry.id,
                    story,
                    speaker: new.speaker.map(|(speaker, _)| speaker),
                    print,
                };
                let statements = &mut remembered.statements;
                same_words::find(to, &new, &in_story, &apart, statements)?;
            }
            id
        };
        let subjects = about_statement(&spoken.features, about);
        subjects::put_statement(to, id, subjects)?;
    }
    for gone in before {
        statements::remove(to, gone.id)?;
        remembered.statements.forget(gone.id);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::tests::{archive, relate, report, speakers, take_in};

    #[test]
    fn who_spoke_in_the_version_before_is_known_in_the_next() {
        let (_folder, archive) = archive();
        let full = "The harbour of Tarmund has reopened.\n\n“The quay is open to all” port director Samira Velmari said.";
        let said = ("Samira Velmari", "port director", "The quay is open to all");
        take_in(
            &archive,
            &[report(
                "courier",
                1,
                "Tarmund harbour reopens",
                full,
                &[said],
            )],
        );
        relate(&archive);
        let before = speakers(&archive);
        let more = format!("“Nine boats came in” Velmari said.\n\n{full}");
        let first = ("Velmari", "", "Nine boats came in");
        let changed = report(
            "courier",
            1,
            "Tarmund harbour reopens",
            &more,
            &[first, said],
        );
        take_in(&archive, &[changed]);
        relate(&archive);
        assert_eq!(speakers(&archive), [before[0], before[0]]);
    }
}
