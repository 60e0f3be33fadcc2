//! From an address to what a site answers: politely, within limits, and never where it must not reach.
