//! `virNodeInfo`: a host in eight numbers, and how they come from its cells.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::{Driver, HostConfig};

/// `virNodeInfo`, member by member.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct NodeInfo {
    /// The CPU model; at most 31 bytes of it fit. Linux hosts put their architecture here.
    pub model: Box<str>,
    /// Memory in KiB.
    pub memory_kib: u64,
    /// Active logical CPUs.
    pub cpus: u32,
    /// Expected CPU frequency.
    pub mhz: u32,
    /// NUMA nodes, 1 for a machine without or one that does not fit these numbers.
    pub nodes: u32,
    /// Sockets of a node.
    pub sockets: u32,
    /// Cores of a socket.
    pub cores: u32,
    /// Threads of a core.
    pub threads: u32,
}

impl NodeInfo {
    /// How many logical CPUs there may be: `VIR_NODEINFO_MAXCPUS`.
    pub fn max_cpus(&self) -> u64 {
        u64::from(self.nodes) * u64::from(self.sockets) * u64::from(self.cores) * u64::from(self.threads)
    }
}

/// What `virNodeGetInfo` answers for a host.
///
/// A machine whose nodes differ does not fit nodes × sockets × cores × threads. The QEMU driver then tells of one node
/// with one socket with as many cores as there are logical CPUs, and leaves the truth to capabilities. The Xen driver
/// always tells of one socket a node.
pub fn node_info(host: &HostConfig) -> NodeInfo {
    if let Some(told) = &host.node_info {
        return told.clone();
    }
    let (mut online, mut offline) = (0, 0);
    let mut sockets: BTreeMap<u32, BTreeSet<u32>> = BTreeMap::new();
    let mut cores: BTreeMap<u32, BTreeSet<u32>> = BTreeMap::new();
    let mut threads: BTreeMap<(u32, u32), u32> = BTreeMap::new();
    for cpu in host.cpus() {
        if host.offline_cpus.contains(&cpu.id) {
            offline += 1;
            continue;
        }
        online += 1;
        sockets.entry(cpu.cell).or_default().insert(cpu.socket_id);
        cores.entry(cpu.socket_id).or_default().insert(cpu.core_id);
        *threads.entry((cpu.socket_id, cpu.core_id)).or_default() += 1;
    }
    let most =
        |sets: &BTreeMap<u32, BTreeSet<u32>>| sets.values().map(|set| set.len() as u32).max().unwrap_or(0);
    let mut info = NodeInfo {
        model: host.cpu.arch.clone(),
        memory_kib: host.memory_kib(),
        cpus: online,
        mhz: host.cpu.mhz,
        nodes: host.cells.len() as u32,
        sockets: if host.driver() == Driver::Xen { 1 } else { most(&sockets) },
        cores: most(&cores),
        threads: threads.values().copied().max().unwrap_or(0),
    };
    if host.driver() != Driver::Xen && info.max_cpus() != u64::from(online + offline) {
        (info.nodes, info.sockets, info.cores, info.threads) = (1, 1, online + offline, 1);
    }
    info
}
