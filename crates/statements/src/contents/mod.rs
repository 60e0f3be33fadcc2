//! Where what was said begins and ends.

mod before;
mod behind;
mod end;
