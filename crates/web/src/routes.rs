//! Every address there is, in one table: the router and the description for programs are both made of it.

use axum::http::Method;

use crate::app::App;
use crate::assets;
use crate::error::WebError;
use crate::form::Form;
use crate::openapi;
use crate::openapi::{Asks, Gives};
use crate::pages::{
    about, compare, decisions, error, follow, latest, ledger, login, preferences, quotes, report,
    saved, search, sources, speakers, stories,
};
use crate::security::gate::For;
use crate::visit::{Answer, Done, Visit};

/// An address, or a kind of address.
pub(crate) struct Route {
    pub method: Method,
    /// As axum writes it; what is in braces is left open. Without the ending of a form.
    pub path: &'static str,
    pub wanted: For,
    /// The forms it can be had in.
    pub forms: &'static [Form],
    pub show: fn(&App, &Visit) -> Answer,
    /// What it is, in a sentence.
    pub about: &'static str,
    /// What may be asked of it, or is sent to it.
    pub asks: &'static [Asks],
    /// What its JSON is.
    pub gives: Gives,
    /// Its media type, where that is not told by its forms.
    pub media: &'static str,
}

const PAGE: &[Form] = &[Form::Html, Form::Json];
const LIST: &[Form] = &[Form::Html, Form::Json, Form::Atom, Form::Lines, Form::Csv];
const FEED: &[Form] = &[Form::Html, Form::Json, Form::Atom];
const PEOPLE: &[Form] = &[Form::Html];

const LIMIT: Asks = Asks::number(
    "limit",
    "The most reports of a page, up to 200; 50 unless said.",
);
/// The same of those that were found.
const FOUND: Asks = Asks::number(
    "limit",
    "The most reports of a page, up to 100; 20 unless said.",
);
const BEFORE: Asks = Asks::text("before", "Where the page before ended: its `next`.");
const LANGUAGE: Asks = Asks::text("language", "Reports in this language alone, as BCP 47.");
const SOURCE: Asks = Asks::number("source", "Reports of the source of this number alone.");
const QUERY: Asks = Asks::text("q", "What is searched for.");
const FROM: Asks = Asks::text("from", "Published on this day or later, as 2026-03-02.");
const TO: Asks = Asks::text("to", "Published on this day or earlier.");
const ORDER: Asks = Asks::text("order", "`relevance`, `newest` or `oldest`.");
/// What a search is.
const SEARCH: &[Asks] = &[
    Asks::text("query", "What is searched for.").needed(),
    Asks::text("name", "What it is called; as it searches unless said."),
    Asks::text("webhook", "An address that is told of what it finds."),
    Asks::text("email", "A mailbox that is told."),
];
/// What of a list of something else than reports.
const SUBJECT: Asks = Asks::text("subject", "Of this subject alone: its `key`, or its name.");
const TOLD_BY: Asks = Asks::number("source", "Of the source of this number alone.");
const TOLD_IN: Asks = Asks::text("language", "Of reports in this language alone, as BCP 47.");
const EACH: Asks = Asks::number("limit", "The most of a page, up to 200; 50 unless said.");
const OFFSET: Asks = Asks::number("offset", "How many of those found are passed over.");

/// The route of pages that are none.
pub(crate) static NOWHERE: Route = none(|_, _| Err(WebError::NotFound));

/// The route of requests that are made in a way their address does not have.
pub(crate) static OTHERWISE: Route = none(|_, _| Err(WebError::Method));

/// A route that is at no address: in whatever form it is asked for, what is wrong is said in it.
const fn none(show: fn(&App, &Visit) -> Answer) -> Route {
    let gives = Gives::of::<error::Problem>();
    read("", &Form::ALL, show, "Nothing.", &[], gives)
}

/// A page that is read.
const fn read(
    path: &'static str,
    forms: &'static [Form],
    show: fn(&App, &Visit) -> Answer,
    about: &'static str,
    asks: &'static [Asks],
    gives: Gives,
) -> Route {
    Route {
        method: Method::GET,
        path,
        wanted: For::Readers,
        forms,
        show,
        about,
        asks,
        gives,
        media: "",
    }
}

/// A change that is made.
const fn change(
    path: &'static str,
    show: fn(&App, &Visit) -> Answer,
    about: &'static str,
    asks: &'static [Asks],
) -> Route {
    answered(path, show, about, asks, Gives::of::<Done>())
}

/// A change whose answer is an object of its own.
const fn answered(
    path: &'static str,
    show: fn(&App, &Visit) -> Answer,
    about: &'static str,
    asks: &'static [Asks],
    gives: Gives,
) -> Route {
    Route {
        method: Method::POST,
        path,
        wanted: For::Writers,
        forms: PAGE,
        show,
        about,
        asks,
        gives,
        media: "",
    }
}

/// A page that everybody may have.
const fn open(
    path: &'static str,
    method: Method,
    show: fn(&App, &Visit) -> Answer,
    about: &'static str,
    asks: &'static [Asks],
) -> Route {
    Route {
        method,
        path,
        wanted: For::All,
        forms: PEOPLE,
        show,
        about,
        asks,
        gives: Gives::of::<Done>(),
        media: "",
    }
}

/// The same with a media type of its own.
const fn of_media(media: &'static str, mut route: Route) -> Route {
    route.media = media;
    route
}

/// Every address there is.
pub(crate) static ROUTES: &[Route] = &[
    read(
        "/",
        LIST,
        latest::show,
        "The latest reports, the newest first.",
        &[SOURCE, LANGUAGE, BEFORE, LIMIT],
        Gives::of::<latest::Latest>(),
    ),
    read(
        "/reports/{id}",
        FEED,
        report::show,
        "A report: its reading, its versions. As a feed, its versions.",
        &[Asks::number(
            "version",
            "The version wanted; the last unless said.",
        )],
        Gives::of::<report::Report>(),
    ),
    read(
        "/reports/{id}/versions/{range}",
        PAGE,
        compare::show,
        "What changed from one version of a report to another, as in `1..2`, word by word.",
        &[],
        Gives::of::<compare::Compared>(),
    ),
    read(
        "/stories",
        FEED,
        stories::all,
        "What several reports tell of, that with the latest reports first.",
        &[SUBJECT, TOLD_BY, TOLD_IN, BEFORE, EACH],
        Gives::of::<stories::Stories>(),
    ),
    read(
        "/stories/{id}",
        LIST,
        stories::one,
        "A story: its reports, the first first, with what each adds, and who said what. As a feed, its newest reports; as \
         lines or a table all of them. One that has become part of another leads there.",
        &[
            Asks::text("after", "Where the page before ended: its `next`."),
            LIMIT,
        ],
        Gives::of::<stories::StoryWhole>(),
    ),
    answered(
        "/stories/{id}",
        stories::change,
        "Corrects what is in a story.",
        &[
            Asks::text(
                "action",
                "`take-out` takes a report out, into a story of its own, `move` moves it to another story, `join` makes \
                 two stories one.",
            )
            .needed(),
            Asks::number("report", "The report; needed to take it out or to move it."),
            Asks::number("to", "The story it is moved to; needed to move it."),
            Asks::number("with", "The other story; needed to join them."),
        ],
        Gives::of::<decisions::Corrected>(),
    ),
    read(
        "/speakers",
        FEED,
        speakers::all,
        "Who is quoted, the most quoted first.",
        &[
            Asks::text("name", "Letters that a name has in it."),
            SUBJECT,
            TOLD_BY,
            TOLD_IN,
            BEFORE,
            EACH,
        ],
        Gives::of::<speakers::Speakers>(),
    ),
    read(
        "/speakers/{id}",
        FEED,
        speakers::one,
        "A speaker: its names and roles, what it said, the newest first, and who quotes it. As a feed, what it said. One \
         that has become part of another leads there.",
        &[
            SUBJECT,
            Asks::text("addressee", "Said to somebody, in the words of the reports."),
            TOLD_BY,
            TOLD_IN,
            BEFORE,
            EACH,
        ],
        Gives::of::<speakers::SpeakerWhole>(),
    ),
    answered(
        "/speakers/{id}",
        speakers::change,
        "Corrects who a speaker is and how it is called.",
        &[
            Asks::text(
                "action",
                "`join` makes two speakers one, `apart` says that they are two, `take-out` takes a name with its \
                 statements out, `call` chooses how the speaker is called, `uncall` has it called by the commonest of \
                 its names.",
            )
            .needed(),
            Asks::number("other", "The other speaker; needed to join them or keep them apart."),
            Asks::number("name", "The number of the name; needed to take it out."),
            Asks::text("called", "What it is called from now on; needed to call it so."),
        ],
        Gives::of::<decisions::Corrected>(),
    ),
    read(
        "/quotes",
        FEED,
        quotes::all,
        "The same words in several reports, those that were last said first.",
        &[SUBJECT, TOLD_BY, TOLD_IN, BEFORE, EACH],
        Gives::of::<quotes::Quotes>(),
    ),
    read(
        "/quotes/{id}",
        FEED,
        quotes::one,
        "The same words, wherever they stand, the earliest first, with how their wording differs.",
        &[],
        Gives::of::<quotes::QuoteWhole>(),
    ),
    answered(
        "/quotes/{id}",
        quotes::change,
        "Corrects which statements have the same words.",
        &[
            Asks::text("action", "`take-out` takes a statement out.").needed(),
            Asks::number("statement", "The number of the statement.").needed(),
        ],
        Gives::of::<decisions::Corrected>(),
    ),
    answered(
        "/decisions/{id}",
        decisions::change,
        "Undoes something that was decided about stories, speakers or the same words, by hand or by the program.",
        &[Asks::text("action", "`undo`; that unless said.")],
        Gives::of::<decisions::Corrected>(),
    ),
    read(
        "/sources",
        &[Form::Html, Form::Json, Form::Opml],
        sources::all,
        "What is followed.",
        &[],
        Gives::of::<sources::Sources>(),
    ),
    read(
        "/sources/{id}",
        LIST,
        sources::one,
        "A source: how it does, and its latest reports.",
        &[LANGUAGE, BEFORE, LIMIT],
        Gives::of::<sources::One>(),
    ),
    change(
        "/sources/{id}",
        sources::change,
        "Changes a source.",
        &[
            Asks::text(
                "action",
                "`pause`, `resume`, `rename`, `hurry` or `unfollow`.",
            )
            .needed(),
            Asks::text(
                "title",
                "What it is called from now on; needed to rename it.",
            ),
        ],
    ),
    read(
        "/ledger",
        PAGE,
        ledger::show,
        "How every source does, and what was missed.",
        &[],
        Gives::of::<ledger::Ledger>(),
    ),
    read(
        "/search",
        LIST,
        search::show,
        "Finds reports. As a feed, the newest of them; as lines or a table all of them, but no more than 10,000: where there \
         are more, the header `X-Khabar-Cut` says `10000 of 12345`.",
        &[QUERY, SOURCE, LANGUAGE, FROM, TO, ORDER, OFFSET, FOUND],
        Gives::of::<search::Found>(),
    ),
    read(
        "/saved/{id}",
        LIST,
        search::kept,
        "What a search that is kept finds, the newest first. As lines or a table no more than 10,000 of them: where there \
         are more, the header `X-Khabar-Cut` says `10000 of 12345`.",
        &[SOURCE, LANGUAGE, FROM, TO, ORDER, OFFSET, FOUND],
        Gives::of::<search::Found>(),
    ),
    read(
        "/follow",
        PEOPLE,
        follow::show,
        "The form to follow a source with.",
        &[],
        Gives::of::<Done>(),
    ),
    answered(
        "/follow",
        follow::change,
        "Looks what can be followed at an address, or follows it; follows what a list of subscriptions has.",
        &[
            Asks::text("url", "The address of a site, a section, a feed or a list."),
            Asks::text(
                "action",
                "`follow` to follow what is found; it is only shown unless said.",
            ),
            Asks::text("folder", "The folder to put it in."),
            Asks::text("opml", "A list of subscriptions."),
        ],
        Gives::of::<follow::FollowAnswer>(),
    ),
    read(
        "/about",
        PAGE,
        about::show,
        "What the archive holds, in numbers.",
        &[],
        Gives::of::<about::About>(),
    ),
    read(
        "/saved",
        PAGE,
        saved::all,
        "The searches that are kept.",
        &[],
        Gives::of::<saved::SavedAll>(),
    ),
    change("/saved", saved::add, "Keeps a search.", SEARCH),
    change(
        "/saved/{id}",
        saved::change,
        "Changes a search, or keeps it no longer.",
        &[
            Asks::text("action", "`change`, or `forget`; `change` unless said."),
            Asks::text("query", "What is searched for; needed to change it."),
            Asks::text("name", "What it is called; as it searches unless said."),
            Asks::text("webhook", "An address that is told of what it finds."),
            Asks::text("email", "A mailbox that is told."),
        ],
    ),
    open(
        "/preferences",
        Method::GET,
        preferences::show,
        "What a reader chooses for themselves.",
        &[],
    ),
    open(
        "/preferences",
        Method::POST,
        preferences::keep,
        "Keeps what a reader chose, in a cookie.",
        &[
            Asks::text("language", "The language of the interface: `en` or `ar`."),
            Asks::text("numerals", "`latn`, `arab` or `arabext`."),
            Asks::text("calendar", "`gregory`, `islamic-umalqura` or `persian`."),
            Asks::text("theme", "`auto`, `light` or `dark`."),
            Asks::text("zone", "A time zone, as Asia/Beirut."),
        ],
    ),
    open(
        "/login",
        Method::GET,
        login::show,
        "The form to sign in with.",
        &[],
    ),
    open(
        "/login",
        Method::POST,
        login::enter,
        "Signs in: a cookie is set that shows it.",
        &[
            Asks::text("token", "The token.").needed(),
            Asks::text("next", "The page to go on to."),
        ],
    ),
    open("/logout", Method::POST, login::leave, "Signs out.", &[]),
    of_media(
        "application/json",
        open(
            "/openapi.json",
            Method::GET,
            |_, visit| Ok(openapi::answer(visit)),
            "This description.",
            &[],
        ),
    ),
    of_media(
        "*/*",
        open(
            "/assets/{name}",
            Method::GET,
            assets::show,
            "What pages are dressed with.",
            &[],
        ),
    ),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_are_told_as_they_are() {
        for (asks, most, usual) in [
            (LIMIT, latest::MOST, latest::USUAL),
            (EACH, latest::MOST, latest::USUAL),
            (FOUND, search::MOST, search::USUAL),
        ] {
            let told = format!("up to {most}; {usual} unless said");
            assert!(asks.about.contains(&told), "{}", asks.about);
        }
    }
}
