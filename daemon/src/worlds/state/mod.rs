//! What is kept of worlds on disk, so that a daemon that is killed at any moment loses no call that it answered.
//!
//! A directory has a folder for each world. In it are segments of the world's journal, numbered from 0: a line that says
//! what it is, and a line for each call, appended before the call is answered. An image of the world as segment N began
//! takes the place of all segments before N; it is written beside the journal, so that nobody waits for it.

mod dir;
mod error;
mod header;
mod log;
mod read;
#[cfg(test)]
mod tests;

pub use dir::StateDir;
pub use error::StateError;
pub use log::Log;
