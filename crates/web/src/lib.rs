//! From an archive to pages that people open and programs read.

mod app;
mod assets;
mod atom;
mod body;
mod dates;
mod error;
mod export;
mod form;
mod frame;
mod html;
mod openapi;
mod options;
mod pages;
mod reader;
mod reading;
mod routes;
mod said;
mod security;
mod server;
//mod spark;
mod texts;
mod view;
mod visit;

pub use app::router;
pub use error::WebError;
pub use options::{Options, Token};
pub use server::{Server, serve};
