//! Hosts: what a machine is, as data, and what its hypervisor can run.

mod guest;

pub use guest::{Guest, GuestDomain};
