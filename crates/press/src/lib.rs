//! A made-up press: sites in twelve languages that exist nowhere else.
//!
//! It stands in for the world where Khabar is shown and tested. [`Press`] is the way in: it tells what happens in a few
//! invented countries and what its [outlets](Outlet) make of it, [`Report`] by report, each with the truth about itself:
//! the event, who said what, whom it was taken from. Everything follows from a seed and a point of time, so nothing is
//! stored and nothing differs from one run to the next.
//!
//! Each outlet has a site. [`Press::respond`] is what it answers, a function of the [`Request`] alone, which says what time
//! it is: reports appear, change and are corrected as the clock goes on. [`Server`] serves all sites on this machine, by a
//! [`Clock`] that runs as it really does, or is moved by hand.
//!
//! What it knows lies in `data/`: names in every script, the outlets, and for each language the words of its pages
//! (`words.txt`) and sentences for every kind of event (`events.txt`).

mod clock;
mod directory;
mod frame;
mod kinds;
mod language;
mod names;
mod outlets;
mod path;
mod press;
mod random;
mod report;
mod sections;
mod serve;
mod sites;
mod story;
mod tellers;
mod writer;

pub use clock::Clock;
pub use outlets::{Channel, Design, Outlet, Traits};
pub use press::{Options, Press};
pub use report::{Change, Report, Saying, Statement, Version};
pub use serve::{ServeError, Server, Site};
pub use sites::{Request, Response, answers_from};
pub use tellers::Telling;
