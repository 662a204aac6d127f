//! The world pane: the hosts, the domains of the one that is looked at, the life of the one domain, and the machine.
//!
//! - `pane` reads the session and hands each part what it draws; the parts know no session, so a step draws again
//!   only the parts whose world it changed;
//! - [`hosts`] has the tabs and the connections, [`domains`] the list;
//! - [`moments`] is the trees of snapshots and checkpoints;
//! - [`networks`] is the list of the host's networks, [`pools`] that of its storage pools;
//! - [`life`] is the diagram and its text, [`moves`] what the calls in it would do;
//! - [`topology`] is the machine as a picture, [`edit`] the form that changes it.

pub mod domains;
pub mod edit;
mod holdings;
pub mod hosts;
pub mod life;
pub mod moments;
pub mod moves;
pub mod networks;
mod pane;
pub mod pools;
mod size;
pub mod topology;

pub use pane::WorldPane;
