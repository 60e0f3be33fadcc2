//! From an archive to pages that people open and programs read.
