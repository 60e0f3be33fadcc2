//! From reports in any language to those that answer a question.

mod text;
