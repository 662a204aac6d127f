//! NUMA cells and the logical CPUs in them, derived from counts that a person can edit.

use serde::{Deserialize, Serialize};

use crate::ground::limits::HOST_CPUS_MAX;

/// A NUMA node: memory, its pages, how far it is to the others, and the processors at it.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct Cell {
    /// Its memory.
    pub memory_kib: u64,
    /// What the host keeps for itself: guests get the rest.
    pub reserved_kib: u64,
    /// Its memory by page size.
    pub pages: Vec<Pages>,
    /// The relative distance to each cell, in order, itself (10) included; empty where the host does not tell.
    #[serde(default)]
    pub distances: Vec<u8>,
    /// The processors.
    pub layout: CpuLayout,
}

/// Pages of one size in a cell.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct Pages {
    /// The size of one.
    pub size_kib: u32,
    /// How many there are.
    pub count: u64,
}

/// How a cell's logical CPUs divide: each count is per one of the level above. A cell without processors has
/// `sockets` 0.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct CpuLayout {
    /// Sockets of the cell.
    pub sockets: u32,
    /// Dies of a socket.
    #[serde(default = "one")]
    pub dies: u32,
    /// Clusters of a die: cores that share a cache.
    #[serde(default = "one")]
    pub clusters: u32,
    /// Cores of a cluster.
    pub cores: u32,
    /// Hardware threads of a core.
    #[serde(default = "one")]
    pub threads: u32,
}

fn one() -> u32 {
    1
}

impl CpuLayout {
    /// Sockets with cores with threads, each socket one die and one cluster.
    pub const fn new(sockets: u32, cores: u32, threads: u32) -> Self {
        Self { sockets, dies: 1, clusters: 1, cores, threads }
    }

    /// Cores of one socket.
    pub const fn cores_per_socket(&self) -> u64 {
        (self.dies as u64).saturating_mul(self.clusters as u64).saturating_mul(self.cores as u64)
    }

    /// Cores of the cell.
    pub const fn all_cores(&self) -> u64 {
        (self.sockets as u64).saturating_mul(self.cores_per_socket())
    }

    /// Logical CPUs of the cell.
    pub const fn all_cpus(&self) -> u64 {
        self.all_cores().saturating_mul(self.threads as u64)
    }
}

/// How a machine's firmware numbers logical CPUs.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Numbering {
    /// The threads of a core have neighbouring numbers.
    #[default]
    ThreadsTogether,
    /// First the first thread of every core of the machine, then the second threads, as on most x86 servers.
    ThreadsApart,
}

/// One logical CPU: `<cpu>` under `<cpus>` of capabilities' topology.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct LogicalCpu {
    /// Its number on the host.
    pub id: u32,
    /// The cell that it is at.
    pub cell: u32,
    /// Its socket, counted over the host.
    pub socket_id: u32,
    /// Its die in the socket.
    pub die_id: u32,
    /// Its cluster, counted within the socket.
    pub cluster_id: u32,
    /// Its core, counted within the socket.
    pub core_id: u32,
    /// The numbers of the core's threads, itself included, ascending.
    pub siblings: Vec<u32>,
}

/// The logical CPUs of all cells: none when there would be more than [`HOST_CPUS_MAX`], which validation refuses.
pub fn logical_cpus(cells: &[Cell], numbering: Numbering) -> Vec<LogicalCpu> {
    let sum =
        |count: fn(&CpuLayout) -> u64| cells.iter().fold(0u64, |n, c| n.saturating_add(count(&c.layout)));
    let (all_cores, all_cpus) = (sum(CpuLayout::all_cores), sum(CpuLayout::all_cpus));
    if all_cores.max(all_cpus) > HOST_CPUS_MAX as u64 {
        return Vec::new();
    }
    let all_cores = to_u32(all_cores);
    let (mut cpus, mut socket_id, mut first_core, mut first_cpu) = (Vec::new(), 0u32, 0, 0);
    for (number, cell) in (0..).zip(cells) {
        let layout = cell.layout;
        let per_socket = to_u32(layout.cores_per_socket());
        let start = cpus.len();
        for core in 0..to_u32(layout.all_cores()) {
            let in_socket = core % per_socket;
            let cluster_id = in_socket / layout.cores;
            let siblings: Vec<u32> = (0..layout.threads)
                .map(|thread| match numbering {
                    Numbering::ThreadsTogether => first_cpu + core * layout.threads + thread,
                    Numbering::ThreadsApart => first_core + core + thread * all_cores,
                })
                .collect();
            cpus.extend(siblings.iter().map(|&id| LogicalCpu {
                id,
                cell: number,
                socket_id: socket_id + core / per_socket,
                die_id: cluster_id / layout.clusters,
                cluster_id,
                core_id: in_socket,
                siblings: siblings.clone(),
            }));
        }
        cpus[start..].sort_by_key(|cpu| cpu.id);
        socket_id = socket_id.saturating_add(layout.sockets);
        first_core += to_u32(layout.all_cores());
        first_cpu += to_u32(layout.all_cpus());
    }
    cpus
}

fn to_u32(count: u64) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cell(layout: CpuLayout) -> Cell {
        Cell { memory_kib: 1024, reserved_kib: 0, pages: Vec::new(), distances: Vec::new(), layout }
    }

    #[test]
    fn threads_apart_are_numbered_after_all_cores_of_the_machine() {
        let cells = [cell(CpuLayout::new(1, 2, 2)), cell(CpuLayout::new(1, 1, 2))];
        let cpus = logical_cpus(&cells, Numbering::ThreadsApart);
        let seen: Vec<_> =
            cpus.iter().map(|c| (c.id, c.cell, c.socket_id, c.core_id, &c.siblings[..])).collect();
        let expected: [(u32, u32, u32, u32, &[u32]); 6] = [
            (0, 0, 0, 0, &[0, 3]),
            (1, 0, 0, 1, &[1, 4]),
            (3, 0, 0, 0, &[0, 3]),
            (4, 0, 0, 1, &[1, 4]),
            (2, 1, 1, 0, &[2, 5]),
            (5, 1, 1, 0, &[2, 5]),
        ];
        assert_eq!(seen, expected);
    }

    #[test]
    fn dies_and_clusters_are_counted_within_the_socket() {
        let layout = CpuLayout { sockets: 1, dies: 2, clusters: 2, cores: 1, threads: 1 };
        let cpus = logical_cpus(&[cell(layout)], Numbering::ThreadsTogether);
        let seen: Vec<_> = cpus.iter().map(|c| (c.die_id, c.cluster_id, c.core_id)).collect();
        assert_eq!(seen, [(0, 0, 0), (0, 1, 1), (1, 2, 2), (1, 3, 3)]);
    }

    #[test]
    fn absurd_counts_give_no_processors_and_do_not_hang() {
        let max = u32::MAX;
        for layout in [
            CpuLayout { sockets: max, dies: max, clusters: max, cores: max, threads: max },
            CpuLayout { sockets: max, dies: 1, clusters: 1, cores: max, threads: 0 },
            CpuLayout { sockets: max, dies: 1, clusters: 0, cores: max, threads: 1 },
        ] {
            let cells = [cell(layout), cell(layout)];
            assert_eq!(logical_cpus(&cells, Numbering::ThreadsApart), []);
        }
    }
}
