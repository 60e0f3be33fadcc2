//! What stands around every page: its head, the way to the other pages, its foot.

use crate::assets;
use crate::form::{self, Form};
use crate::reader::{Language, Reader};
use crate::texts::{Texts, texts};
use crate::visit::Visit;

/// A way that leads on.
pub(crate) struct Way {
    pub address: &'static str,
    pub id: &'static str,
}

/// What stands at the head of every page.
const WAYS: [Way; 8] = [
    Way {
        address: "/",
        id: "latest",
    },
    Way {
        address: "/stories",
        id: "stories",
    },
    Way {
        address: "/speakers",
        id: "speakers",
    },
    Way {
        address: "/search",
        id: "search",
    },
    Way {
        address: "/saved",
        id: "saved",
    },
    Way {
        address: "/sources",
        id: "sources",
    },
    Way {
        address: "/ledger",
        id: "ledger",
    },
    Way {
        address: "/about",
        id: "about",
    },
];

/// What stands around a page, and what its template says things with.
pub(crate) struct Frame<'a> {
    pub visit: &'a Visit,
    pub reader: &'a Reader,
    texts: &'static Texts,
    pub title: String,
    pub style: &'static str,
    pub script: &'static str,
    pub icon: &'static str,
}

impl<'a> Frame<'a> {
    /// The frame of a page with this title.
    pub(crate) fn new(visit: &'a Visit, title: impl Into<String>) -> Self {
        Self {
            visit,
            reader: &visit.reader,
            texts: texts(visit.reader.language),
            title: title.into(),
            style: assets::style(),
            script: assets::script(),
            icon: assets::icon(),
        }
    }

    /// The frame of a page whose title is a text of the interface.
    pub(crate) fn said(visit: &'a Visit, id: &str) -> Self {
        Self::new(visit, texts(visit.reader.language).say(id))
    }

    pub(crate) fn say<'b>(&'b self, id: &'b str) -> &'b str {
        self.texts.say(id)
    }

    pub(crate) fn with(&self, id: &str, name: &str, value: &str) -> String {
        self.texts.with(id, &[(name, value)])
    }

    /// A text with two names in it.
    pub(crate) fn with_two(&self, id: &str, one: (&str, &str), other: (&str, &str)) -> String {
        self.texts.with(id, &[one, other])
    }

    /// A text about a number.
    pub(crate) fn counted(&self, id: &str, number: impl Count) -> String {
        let number = number.count();
        self.texts.count(id, number, &self.reader.number(number))
    }

    pub(crate) fn number(&self, number: impl Count) -> String {
        self.reader.number(number.count())
    }

    pub(crate) fn language(&self) -> &'static str {
        self.reader.language.key()
    }

    pub(crate) fn direction(&self) -> &'static str {
        self.reader.language.direction()
    }

    /// Other languages of the interface: key, name, and where this page is in it.
    pub(crate) fn languages(&self) -> impl Iterator<Item = (&'static str, &'static str, String)> {
        let others = Language::ALL.iter().filter(|l| **l != self.reader.language);
        others.map(|language| {
            let query = self.visit.query_with(&[("ui", Some(language.key()))]);
            let address = format!("{}{query}", self.visit.path);
            (language.key(), language.own_name(), address)
        })
    }

    pub(crate) fn ways(&self) -> impl Iterator<Item = (&'static Way, bool)> {
        WAYS.iter().map(|way| {
            let here = if way.address == "/" {
                self.visit.path == "/"
            } else {
                self.visit.path.starts_with(way.address)
            };
            (way, here)
        })
    }

    /// This page in a form, with what it was asked; nothing where it cannot be had in it.
    pub(crate) fn form(&self, form: &str) -> Option<String> {
        let form = *self.visit.forms.iter().find(|f| f.ending() == form)?;
        (form != Form::Html).then(|| {
            let query = self.visit.query_with(&[]);
            format!("{}{query}", form::address(&self.visit.path, form))
        })
    }

    /// The forms that whole lists can be saved in: name and address.
    pub(crate) fn exports(&self) -> Vec<(&'static str, String)> {
        let names = [
            (".atom", "Atom"),
            (".json", "JSON"),
            (".jsonl", "JSON Lines"),
            (".csv", "CSV"),
            (".opml", "OPML"),
        ];
        names
            .into_iter()
            .filter_map(|(ending, name)| Some((name, self.form(ending)?)))
            .collect()
    }

    /// Where to come back to after signing in.
    pub(crate) fn sign_in(&self) -> String {
        let query = self.visit.query_with(&[]);
        let back = format!("{}{query}", self.visit.path);
        let back: String = url::form_urlencoded::byte_serialize(back.as_bytes()).collect();
        format!("/login?next={back}")
    }
}

/// A number that a template has, by value or by reference.
pub(crate) trait Count {
    fn count(&self) -> u64;
}

impl Count for u64 {
    fn count(&self) -> u64 {
        *self
    }
}

impl Count for usize {
    fn count(&self) -> u64 {
        *self as u64
    }
}

impl Count for i64 {
    fn count(&self) -> u64 {
        self.unsigned_abs()
    }
}

impl Count for u32 {
    fn count(&self) -> u64 {
        u64::from(*self)
    }
}

impl<T: Count> Count for &T {
    fn count(&self) -> u64 {
        (*self).count()
    }
}
