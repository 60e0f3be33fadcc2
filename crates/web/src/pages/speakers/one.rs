//! A speaker: what it is called, what it was, what it said, and who quotes it.

use askama::Template;
use khabar_archive::record::speakers::{Called, Proposal as KeptProposal, Role as KeptRole};
use khabar_archive::record::statements::Statements;
use khabar_archive::related::SpeakerPage;
use khabar_archive::time::written;
use serde::Serialize;
use utoipa::ToSchema;

use crate::app::App;
use crate::atom;
use crate::form::Form;
use crate::frame::Frame;
use crate::languages::language_name;
use crate::pages::decisions::{self, Decision};
use crate::pages::latest::Asked;
use crate::reading::tag;
use crate::related::{Speaker, Statement, Subject, about};
use crate::view::{SourceName, Titles};
use crate::visit::{Answer, Visit};
use crate::why::{self, Reason};

/// A speaker with what is known of it.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct SpeakerWhole {
    /// The speaker.
    pub speaker: Speaker,
    /// What it is called, the commonest first.
    pub names: Vec<SpeakerName>,
    /// What it was called beside its names, and when, the first first.
    pub roles: Vec<SpeakerRole>,
    /// Its statements, the newest first.
    pub statements: Vec<Statement>,
    /// What `before` is on the page behind this one, where there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
    /// Who quotes it, those who do it most first.
    pub quoted_by: Vec<Quoting>,
    /// To whom it speaks, in the words of the reports.
    pub addressees: Vec<Addressee>,
    /// What it speaks about.
    pub subjects: Vec<Subject>,
    /// Who may be the same.
    pub proposals: Vec<Proposal>,
    /// What was decided about it and holds, the newest first.
    pub decisions: Vec<Decision>,
}

/// A name of a speaker.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct SpeakerName {
    /// Its number.
    pub id: i64,
    /// The name.
    pub name: String,
    /// The language of the reports that call the speaker so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// Why it was joined with the others; nothing for the first one.
    pub why: Vec<Reason>,
    /// How many statements are made under it.
    pub statements: u64,
}

impl SpeakerName {
    fn of(called: Called) -> Self {
        Self {
            id: called.id,
            name: called.name,
            language: called.language,
            why: why::reasons(called.why),
            statements: called.statements,
        }
    }

    /// The language as an attribute has it; empty where it is not known.
    fn lang(&self) -> &str {
        self.language.as_deref().map_or("", tag)
    }

    /// What that language calls itself.
    fn language_name(&self) -> &str {
        language_name(self.lang())
    }

    /// Why it was joined with the others, in words.
    fn told(&self, f: &Frame<'_>) -> String {
        why::names(f, &self.why)
    }
}

/// What a speaker was called beside a name, and when.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct SpeakerRole {
    /// The role, as it stands there.
    pub role: String,
    /// The language of the reports.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// In how many statements.
    pub count: u64,
    /// In the first of them.
    pub first_at: String,
    /// In the last of them.
    pub last_at: String,
}

/// A source that quotes a speaker.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Quoting {
    /// The source.
    pub source: SourceName,
    /// How many statements of the speaker its reports have.
    pub statements: u64,
}

/// To whom a speaker speaks.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Addressee {
    /// In the words of the reports.
    pub name: String,
    /// How often.
    pub statements: u64,
}

/// A speaker that may be the same.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Proposal {
    /// The speaker.
    pub speaker: Speaker,
    /// Why.
    pub why: Vec<Reason>,
}

impl Proposal {
    fn of(proposal: KeptProposal) -> Self {
        Self {
            speaker: Speaker::of(proposal.speaker),
            why: why::reasons(proposal.why),
        }
    }

    /// Why, in words.
    fn told(&self, f: &Frame<'_>) -> String {
        why::names(f, &self.why)
    }
}

/// A role as the page shows it.
struct RoleLine {
    role: String,
    lang: String,
    count: u64,
    when: String,
}

/// A choice that narrows the statements.
struct Choice {
    name: String,
    count: Option<u64>,
    address: String,
    chosen: bool,
}

#[derive(Template)]
#[template(path = "speaker.html")]
struct Page<'a> {
    f: Frame<'a>,
    done: Option<decisions::Line>,
    speaker: Speaker,
    names: Vec<SpeakerName>,
    roles: Vec<RoleLine>,
    statements: Vec<Statement>,
    /// By what the statements are narrowed.
    narrowed: Vec<String>,
    quoted_by: Vec<Choice>,
    addressees: Vec<Choice>,
    subjects: Vec<Choice>,
    proposals: Vec<Proposal>,
    decisions: Vec<decisions::Line>,
    next: Option<String>,
    /// Where the newest are, on any page but the first.
    first: Option<String>,
}

impl Page<'_> {
    /// What the statements can be narrowed by, each with what stands above it.
    fn choices(&self) -> [(&'static str, &[Choice]); 3] {
        [
            ("subjects", &self.subjects),
            ("addressees", &self.addressees),
            ("quoted-by", &self.quoted_by),
        ]
    }
}

/// The speaker of an address.
pub(crate) fn show(app: &App, visit: &Visit) -> Answer {
    let id = visit.number("id")?;
    let asked = Asked::with_subject(app, visit)?;
    let addressee = visit.asked("addressee");
    let which = Statements {
        source: asked.source,
        language: asked.language.as_deref(),
        subject: asked.subject.as_deref(),
        addressee: addressee.as_deref(),
        before: asked.before,
    };
    let mut page = app.archive.speaker(id, which, asked.limit + 1)?;
    if page.speaker.id != id {
        return visit.moved(&format!("/speakers/{}", page.speaker.id));
    }
    let next = asked.cut(&mut page.said, |said| (said.at, said.id));
    let sources = app.archive.sources()?;
    let titles = Titles::of(&sources);
    match visit.form {
        Form::Json => json(visit, page, next, &titles),
        Form::Atom => {
            let name = Speaker::of(page.speaker).name;
            let statements = Statement::all(page.said, &titles);
            Ok(atom::statements(visit, &name, &statements))
        }
        _ => html(app, visit, &asked, page, next, &titles),
    }
}

fn json(visit: &Visit, page: SpeakerPage, next: Option<String>, titles: &Titles<'_>) -> Answer {
    visit.json(&SpeakerWhole {
        speaker: Speaker::of(page.speaker),
        names: page.names.into_iter().map(SpeakerName::of).collect(),
        roles: page.roles.into_iter().map(role).collect(),
        statements: Statement::all(page.said, titles),
        next,
        quoted_by: page
            .quoted_by
            .into_iter()
            .map(|quoting| Quoting {
                source: SourceName {
                    id: quoting.source,
                    title: quoting.title,
                },
                statements: quoting.statements,
            })
            .collect(),
        addressees: page
            .addressees
            .into_iter()
            .map(|(name, statements)| Addressee { name, statements })
            .collect(),
        subjects: page
            .subjects
            .into_iter()
            .map(|subject| Subject {
                page: about(&visit.path, &subject.key),
                ..Subject::of(subject)
            })
            .collect(),
        proposals: page.proposals.into_iter().map(Proposal::of).collect(),
        decisions: Decision::all(&page.decisions),
    })
}

fn role(role: KeptRole) -> SpeakerRole {
    SpeakerRole {
        role: role.role,
        language: role.language,
        count: role.count,
        first_at: written(role.first_at),
        last_at: written(role.last_at),
    }
}

fn html(
    app: &App,
    visit: &Visit,
    asked: &Asked,
    page: SpeakerPage,
    next: Option<String>,
    titles: &Titles<'_>,
) -> Answer {
    let speaker = Speaker::of(page.speaker);
    let f = Frame::new(visit, speaker.name.clone());
    let choice = |by: &str, value: &str, name: String, count: Option<u64>| {
        let chosen = visit.asked(by).as_deref() == Some(value);
        let wanted = (!chosen).then_some(value);
        Choice {
            address: visit.here_with(&[(by, wanted), ("before", None)]),
            name,
            count,
            chosen,
        }
    };
    let source = asked.source.map(|source| titles.title(source));
    let language = asked
        .language
        .as_deref()
        .map(|tag| language_name(tag).to_owned());
    let narrowed = [
        asked.about.clone(),
        visit.asked("addressee"),
        source,
        language,
    ];
    visit.page(&Page {
        done: decisions::done(app, &f)?,
        names: page.names.into_iter().map(SpeakerName::of).collect(),
        roles: page.roles.into_iter().map(|role| line(&f, role)).collect(),
        statements: Statement::all(page.said, titles),
        narrowed: narrowed.into_iter().flatten().collect(),
        quoted_by: page
            .quoted_by
            .into_iter()
            .map(|of| {
                choice(
                    "source",
                    &of.source.to_string(),
                    of.title,
                    Some(of.statements),
                )
            })
            .collect(),
        addressees: page
            .addressees
            .into_iter()
            .map(|(name, count)| choice("addressee", &name.clone(), name, Some(count)))
            .collect(),
        subjects: page
            .subjects
            .into_iter()
            .map(|subject| choice("subject", &subject.key, subject.shown, None))
            .collect(),
        proposals: page.proposals.into_iter().map(Proposal::of).collect(),
        decisions: decisions::lines(app, &f, &page.decisions)?,
        next: next.map(|next| visit.here_with(&[("before", Some(&next))])),
        first: asked.before.map(|_| visit.here_with(&[("before", None)])),
        speaker,
        f,
    })
}

fn line(f: &Frame<'_>, role: KeptRole) -> RoleLine {
    let (first, last) = (f.reader.on(role.first_at), f.reader.on(role.last_at));
    RoleLine {
        when: if first == last {
            first
        } else {
            f.with_two("role-from-to", ("from", &first), ("to", &last))
        },
        lang: role.language.as_deref().map_or("", tag).to_owned(),
        role: role.role,
        count: role.count,
    }
}
