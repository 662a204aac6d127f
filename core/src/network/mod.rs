//! Networks: their documents, their life, and the lists of them. libvirt's `network_conf` and `virnetworkobj`, under the
//! rules of its test driver, which gives a network no traffic.

pub mod config;
mod event;
mod list;
pub mod rules;
pub mod schema;
mod update;
mod xml;

pub use config::NetworkDef;
pub use event::NetworkEvent;
pub use list::{Network, NetworkList, check, matches};
pub use update::{Command, Section, update};
pub use xml::{format, parse};
