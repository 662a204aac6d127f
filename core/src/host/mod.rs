//! Hosts: what a machine is, as data, and what its hypervisor can run.

mod baseline;
mod capabilities;
mod config;
mod cpu;
mod cpu_models;
mod domain_capabilities;
#[cfg(test)]
mod domain_capabilities_tests;
mod firmware;
mod guest;
mod lab;
mod lab_hosts;
mod lab_test;
mod memory;
mod node_file;
mod node_info;
mod topology;
mod validate;
mod x86;

pub use baseline::baseline;
pub use capabilities::capabilities;
pub use config::{
    Account, Driver, FirstDomain, FirstPool, HostConfig, HostCpu, HostKey, Profile, SecurityModel,
    SysinfoBlock,
};
pub use cpu::{CpuMap, Stats, cpu_map, cpu_stats, max_vcpus};
pub use cpu_models::cpu_model_names;
pub use domain_capabilities::{DomainKind, domain_capabilities};
pub use firmware::{security_model, sysinfo};
pub use guest::{Guest, GuestDomain, GuestFeature, Machine};
pub use lab::{Lab, LabFault};
pub use memory::{cells_free_memory, free_memory, free_pages, memory_stats, used_kib};
pub use node_file::read_node_file;
pub use node_info::{NodeInfo, node_info};
pub use topology::{Cell, CpuLayout, LogicalCpu, Numbering, Pages};
pub use validate::HostFault;

use cpu::not_supported;
