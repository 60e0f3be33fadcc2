//! What lists can be narrowed by.

use khabar_archive::record::sources::Source;

use crate::app::App;
use crate::error::WebError;
use crate::languages::language_name;
use crate::pages::latest::Asked;

/// A choice of a filter.
pub(crate) struct Choice {
    pub value: String,
    pub name: String,
    pub chosen: bool,
}

/// What a list can be narrowed by, and by what it is.
pub(crate) struct Filters {
    /// None for lists that do not go by them.
    pub subjects: Vec<Choice>,
    pub sources: Vec<Choice>,
    pub languages: Vec<Choice>,
    /// Whether it is narrowed by anything.
    pub narrowed: bool,
}

impl Filters {
    /// By sources and languages.
    pub(crate) fn of(app: &App, asked: &Asked, sources: Vec<Source>) -> Result<Self, WebError> {
        let languages = app.lately.languages(&app.archive)?;
        Ok(Self {
            subjects: Vec::new(),
            narrowed: asked.source.is_some() || asked.language.is_some() || asked.subject.is_some(),
            sources: sources
                .into_iter()
                .map(|source| Choice {
                    chosen: asked.source == Some(source.id),
                    value: source.id.to_string(),
                    name: source.title,
                })
                .collect(),
            languages: languages
                .into_iter()
                .map(|tag| Choice {
                    chosen: asked.language.as_ref() == Some(&tag),
                    name: language_name(&tag).to_owned(),
                    value: tag,
                })
                .collect(),
        })
    }

    /// By subjects too: those that are much reported of lately, and the one that is chosen.
    pub(crate) fn with_subjects(
        app: &App,
        asked: &Asked,
        sources: Vec<Source>,
    ) -> Result<Self, WebError> {
        let mut filters = Self::of(app, asked, sources)?;
        let lately = app.lately.subjects(&app.archive)?.into_iter();
        filters.subjects = lately
            .map(|subject| Choice {
                chosen: asked.subject.as_ref() == Some(&subject.key),
                value: subject.key,
                name: subject.shown,
            })
            .collect();
        if let Some((key, about)) = asked.subject.as_ref().zip(asked.about.as_ref())
            && !filters.subjects.iter().any(|choice| choice.chosen)
        {
            let chosen = Choice {
                value: key.clone(),
                name: about.clone(),
                chosen: true,
            };
            filters.subjects.insert(0, chosen);
        }
        Ok(filters)
    }
}
