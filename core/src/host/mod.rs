//! Hosts: what a machine is, as data, and what its hypervisor can run.

mod config;
mod guest;
mod lab;
mod lab_hosts;
mod node_info;
mod topology;
mod validate;

pub use config::{
    Account, Driver, FirstDomain, HostConfig, HostCpu, HostKey, Profile, SecurityModel, SysinfoBlock,
};
pub use guest::{Guest, GuestDomain, GuestFeature, Machine};
pub use lab::{Lab, LabFault};
pub use node_info::{NodeInfo, node_info};
pub use topology::{Cell, CpuLayout, LogicalCpu, Numbering, Pages};
pub use validate::HostFault;
