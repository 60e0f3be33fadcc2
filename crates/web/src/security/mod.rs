//! Who may do what, and what browsers are told not to do.

pub(crate) mod gate;
pub(crate) mod headers;
pub(crate) mod hosts;
pub(crate) mod tries;
