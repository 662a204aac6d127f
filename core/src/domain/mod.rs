//! Domains: their configuration, the XML that it comes from and goes to, their states, and the rules of their life.

pub mod config;
mod event;
pub mod guest;
pub mod keycodes;
mod list;
pub mod lookup;
mod media;
pub mod moment;
mod object;
pub mod plug;
pub mod rules;
pub mod schema;
mod stability;
mod state;
mod taint;
pub mod xml;

pub use config::{Arch, VirtType};
pub use event::{DomainEvent, EventDetail};
pub(crate) use list::check as check_rule;
pub use list::{Brief, Difference, DomainList, ListFilter};
pub use media::{
    Auth, AuthType, Encryption, PciAddress, format_auth, format_encryption, is_wwn, parse_auth,
    parse_encryption, parse_pci, pci_attributes,
};
pub use object::{Domain, Impact};
pub(crate) use stability::check_abi_stability;
pub use state::{DomainState, StateReason};
pub use taint::Taint;
pub use xml::{HostCpuDef, TestNamespace, parse_host_cpu, test_namespace};
