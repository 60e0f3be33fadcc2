//! `khabar saved`: searches that are kept.

use std::process::ExitCode;

use anyhow::{anyhow, bail};
use khabar_archive::Archive;
use khabar_archive::notify::{MAIL, MailSettings};
use khabar_archive::record::searches::{NewSearch, SavedSearch, Trouble};
use khabar_archive::search::SearchRequest;

use super::{MOST_COLUMNS, give, give_data, line, open, told};
use crate::args::LookArgs;
use crate::args::archive::{DataArgs, SavedAddArgs, SavedCommand};
use crate::output;
use crate::reporter;
use crate::view::Look;
use crate::view::archive as view;

/// Does what is to be done with saved searches.
pub fn run(command: SavedCommand) -> anyhow::Result<ExitCode> {
    match command {
        SavedCommand::Add(args) => add(&args)?,
        SavedCommand::List { data, look } => list(&data, &look)?,
        SavedCommand::Remove { name, data } => remove(&name, &data)?,
    }
    Ok(ExitCode::SUCCESS)
}

fn add(args: &SavedAddArgs) -> anyhow::Result<()> {
    let archive = open(&args.data)?;
    let name = args.name.trim();
    if name.is_empty() {
        bail!("a search needs a name; give it one");
    }
    if archive
        .saved_searches()
        .map_err(told)?
        .iter()
        .any(|search| search.name == name)
    {
        bail!(
            "there is a saved search {name:?}; give another name, or remove it first with khabar saved remove"
        );
    }
    // Asked once, so that what is wrong with the question is told now and not when nothing comes.
    let request = SearchRequest {
        query: args.query.clone(),
        limit: 0,
        snippets: false,
        ..SearchRequest::default()
    };
    let answer = archive.search(&request).map_err(told)?;
    for notice in &answer.notices {
        reporter::say(&format!("khabar: {notice}"));
    }
    archive
        .save_search(&NewSearch {
            name: name.to_owned(),
            query: args.query.clone(),
            webhook: args.webhook.clone(),
            email: args.email.clone(),
        })
        .map_err(told)?;
    let found = view::plural(answer.total, "report", "reports");
    reporter::say(&format!(
        "{name} is saved. It finds {found} now; what comes from now on is told."
    ));
    if args.email.is_some() {
        let mail: MailSettings = archive.setting(MAIL).map_err(told)?;
        if mail.server.is_empty() {
            reporter::say(
                "khabar: no mail server is set, so no letters are sent; set one with khabar archive settings mail",
            );
        }
    }
    Ok(())
}

fn list(data: &DataArgs, look: &LookArgs) -> anyhow::Result<()> {
    let searches = open(data)?.saved_searches().map_err(told)?;
    if !output::stdout_is_terminal() {
        return give_data(&searches.iter().map(line).collect::<String>());
    }
    let look = Look::new(None, MOST_COLUMNS, look, true);
    if searches.is_empty() {
        let none = "No search is saved; khabar saved add NAME QUERY saves one.";
        return give(&view::sentences(&[none.to_owned()], &look));
    }
    let rows = searches.into_iter().map(|search| {
        let ways: Vec<String> = search.webhook.into_iter().chain(search.email).collect();
        let troubles: Vec<String> = search.troubles.iter().map(trouble).collect();
        vec![
            search.id.to_string(),
            search.name,
            search.query,
            ways.join(", "),
            troubles.join("; "),
        ]
    });
    let headings = ["No.", "Name", "Query", "Told to", "In vain"];
    give(&view::rows(&headings, rows.collect(), &look))
}

/// Why somebody could not be told, and what became of it.
fn trouble(trouble: &Trouble) -> String {
    match trouble.given_up {
        0 => trouble.message.clone(),
        count => {
            let reports = view::plural(count, "report", "reports");
            format!("{} ({reports} given up)", trouble.message)
        }
    }
}

fn remove(name: &str, data: &DataArgs) -> anyhow::Result<()> {
    let archive = open(data)?;
    let search = named(&archive, name)?;
    archive.forget_search(search.id).map_err(told)?;
    reporter::say(&format!("{} is kept no longer.", search.name));
    Ok(())
}

/// The search of a name or a number.
fn named(archive: &Archive, name: &str) -> anyhow::Result<SavedSearch> {
    let name = name.trim();
    let searches = archive.saved_searches().map_err(told)?;
    let by_name = searches.iter().find(|search| search.name == name);
    by_name
        .or_else(|| searches.iter().find(|search| search.id.to_string() == name))
        .cloned()
        .ok_or_else(|| anyhow!("there is no saved search {name:?}; khabar saved list lists them"))
}
