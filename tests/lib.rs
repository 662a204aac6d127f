//! Replays recordings of real libvirt against the core: the same calls, and every answer has to be the same.

pub mod compare;
#[cfg(test)]
mod host;
pub mod json;
mod known;
mod recording;
mod run;

pub use recording::{Session, names, read};
pub use run::{Report, replay};
