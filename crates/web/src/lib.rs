//! From an archive to pages that people open and programs read.
//!
//! A [`Server`] answers at an address, [`router`] is the same without a socket. Every page is made here, quick without a
//! script; its address with `.json` behind it is what programs get of it, lists are feeds (`.atom`) and files (`.jsonl`,
//! `.csv`) as well, and `/openapi.json` describes them all.
//!
//! - A `Route` says what an address is, who may ask for it and in which forms; the router and the
//!   description are made of the one table of them. `app` brings a request to its page: a function from a
//!   `Visit` to an answer, which may wait for the disk.
//! - `security` says who may do what. Reading is free on the machine itself; everything else needs the [`Token`].
//! - `body` writes the text of a report with what was said in it marked. Of a page come texts, which are escaped, and
//!   addresses of the web, never markup; nothing is loaded from elsewhere unless a reader asks for the pictures.
//! - `related` and `why` are what is known of reports beside them: their stories, their speakers, the same words, and why.
//! - `texts`, `dates` and `reader` say things in the reader's language, calendar and digits.

mod app;
mod assets;
mod atom;
mod body;
mod dates;
mod error;
mod export;
mod filters;
mod form;
mod frame;
mod html;
mod languages;
mod lately;
mod openapi;
mod options;
mod pages;
mod reader;
mod reading;
mod related;
mod routes;
mod said;
mod security;
mod server;
mod spark;
mod texts;
mod view;
mod visit;
mod why;
mod wording;

pub use app::router;
pub use error::WebError;
pub use options::{Options, Token};
pub use server::Server;
