//! From an archive to pages that people open and programs read.

mod body;
mod dates;
mod html;
mod reader;
mod reading;
mod said;
mod texts;
