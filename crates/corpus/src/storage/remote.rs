//! Objects of other people's stores.
