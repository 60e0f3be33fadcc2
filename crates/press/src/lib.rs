//! A made-up press: sites in twelve languages that exist nowhere else.
