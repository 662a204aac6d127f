//! Memory of a domain.

use serde::{Deserialize, Serialize};

/// Sizes of a domain's memory. `virDomainMemtune` of libvirt.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
pub struct Memory {
    /// `<memory>`: what the domain is given at boot, memory devices included, in KiB.
    pub total_kib: u64,
    /// `<currentMemory>`: what the balloon leaves it, in KiB.
    pub current_kib: u64,
    /// `<maxMemory>`: up to where memory can be plugged, in KiB; 0 for none.
    pub max_kib: u64,
    /// `<maxMemory slots='…'>`.
    pub slots: u32,
    /// `<memory dumpCore='…'>`.
    pub dump_core: Option<bool>,
}
