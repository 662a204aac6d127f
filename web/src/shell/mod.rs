//! The frame that every view sits in.

mod announce;
mod bench;
mod header;
mod menu;

pub use announce::{Announce, Announcer, Doing, Offer, Tone, progress, use_announce};
pub use bench::{Bench, Pane};
pub use header::Header;
pub use menu::{Menu, MenuItem};
