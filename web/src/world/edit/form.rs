//! The form as data: what is written in its fields, and the host that this describes.

use virtlab_core::api::{Call, FunctionId, Value};
use virtlab_core::ground::limits::HOST_CELLS_MAX;
use virtlab_core::host::{Cell, CpuLayout, HostConfig, Numbering, Pages};

const KIB_OF_MIB: u64 = 1024;
/// The distance of a node to itself, and what is usual to a neighbour.
const DISTANCE_SELF: u8 = 10;
const DISTANCE_NEXT: u8 = 20;

/// What is wrong with what is written.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Fault {
    /// Where: the member of the host, as [`HostConfig::validate`] names it.
    pub place: String,
    /// What; nothing where a field is no whole number.
    pub message: Option<String>,
}

/// The fields of a NUMA node.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CellForm {
    /// Memory in MiB.
    pub memory_mib: String,
    /// Sockets of the node.
    pub sockets: String,
    /// Dies of a socket.
    pub dies: String,
    /// Cores of a die, in each of its clusters.
    pub cores: String,
    /// Threads of a core.
    pub threads: String,
    /// What the node was made from: what has no field stays as it is there.
    base: Cell,
}

/// The fields of a host.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct HostForm {
    /// The machine's full name.
    pub hostname: String,
    /// How CPUs are numbered.
    pub numbering: Numbering,
    /// The NUMA nodes.
    pub cells: Vec<CellForm>,
    /// The distances between nodes, row by row, if the host tells them.
    pub distances: Option<Vec<Vec<String>>>,
}

/// Reads a field; a fault names the place.
fn number<T: std::str::FromStr>(text: &str, place: String, faults: &mut Vec<Fault>) -> Option<T> {
    let read = text.trim().parse().ok();
    if read.is_none() {
        faults.push(Fault { place, message: None });
    }
    read
}

impl CellForm {
    fn of(cell: &Cell) -> Self {
        let layout = cell.layout;
        Self {
            memory_mib: (cell.memory_kib / KIB_OF_MIB).to_string(),
            sockets: layout.sockets.to_string(),
            dies: layout.dies.to_string(),
            cores: layout.cores.to_string(),
            threads: layout.threads.to_string(),
            base: cell.clone(),
        }
    }

    fn cell(&self, place: &str, faults: &mut Vec<Fault>) -> Option<Cell> {
        let mut count = |text: &str, name: &str| number(text, format!("{place}.layout.{name}"), faults);
        let sockets = count(&self.sockets, "sockets");
        let dies = count(&self.dies, "dies");
        let cores = count(&self.cores, "cores");
        let threads = count(&self.threads, "threads");
        let mib: Option<u64> = number(&self.memory_mib, format!("{place}.memory_kib"), faults);
        let clusters = self.base.layout.clusters;
        let layout = CpuLayout { sockets: sockets?, dies: dies?, clusters, cores: cores?, threads: threads? };
        let mut cell = Cell { layout, ..self.base.clone() };
        // An untouched field keeps what is there to the KiB.
        if mib? != self.base.memory_kib / KIB_OF_MIB {
            resize(&mut cell, mib?.saturating_mul(KIB_OF_MIB));
        }
        Some(cell)
    }
}

/// Gives a cell other memory: the host keeps the same share of it, huge pages stay, and the smallest pages fill the rest.
fn resize(cell: &mut Cell, memory_kib: u64) {
    let share = u128::from(cell.reserved_kib) * u128::from(memory_kib) / u128::from(cell.memory_kib.max(1));
    cell.reserved_kib = u64::try_from(share).unwrap_or(memory_kib);
    cell.memory_kib = memory_kib;
    cell.pages.sort_by_key(|pages| pages.size_kib);
    let kib = |pages: &Pages| u64::from(pages.size_kib).saturating_mul(pages.count);
    if let Some((small, huge)) = cell.pages.split_first_mut() {
        let rest = memory_kib.saturating_sub(huge.iter().map(kib).fold(0, u64::saturating_add));
        small.count = rest / u64::from(small.size_kib.max(1));
    }
}

impl HostForm {
    /// The fields as the host is.
    pub fn of(host: &HostConfig) -> Self {
        let texts = |cell: &Cell| cell.distances.iter().map(ToString::to_string).collect();
        let told = host.cells.iter().all(|cell| cell.distances.len() == host.cells.len());
        Self {
            hostname: host.hostname.to_string(),
            numbering: host.numbering,
            cells: host.cells.iter().map(CellForm::of).collect(),
            distances: told.then(|| host.cells.iter().map(texts).collect()),
        }
    }

    /// Whether there may be another node.
    pub fn can_grow(&self) -> bool {
        self.cells.len() < HOST_CELLS_MAX
    }

    /// Another node, like the last one.
    pub fn add_cell(&mut self) {
        let Some(last) = self.cells.last().cloned().filter(|_| self.can_grow()) else { return };
        self.cells.push(last);
        if let Some(rows) = &mut self.distances {
            rows.iter_mut().for_each(|row| row.push(DISTANCE_NEXT.to_string()));
            rows.push(distances(rows.len(), rows.len() + 1));
        }
    }

    /// One node less.
    pub fn remove_cell(&mut self, index: usize) {
        if self.cells.len() < 2 || index >= self.cells.len() {
            return;
        }
        self.cells.remove(index);
        if let Some(rows) = &mut self.distances {
            rows.remove(index);
            rows.iter_mut().for_each(|row| drop(row.remove(index)));
        }
    }

    /// Whether the host tells distances.
    pub fn tell_distances(&mut self, told: bool) {
        let count = self.cells.len();
        self.distances = told.then(|| (0..count).map(|n| distances(n, count)).collect());
    }

    /// Sets a distance, which is the same both ways.
    pub fn set_distance(&mut self, one: usize, other: usize, text: &str) {
        let Some(rows) = &mut self.distances else { return };
        for (row, column) in [(one, other), (other, one)] {
            if let Some(field) = rows.get_mut(row).and_then(|row| row.get_mut(column)) {
                *field = text.to_owned();
            }
        }
    }

    /// The host that the fields describe, made from the one that is there.
    ///
    /// # Errors
    /// Fields that are no numbers; with none of these, what cannot be.
    pub fn host(&self, base: &HostConfig) -> Result<HostConfig, Vec<Fault>> {
        let mut faults = Vec::new();
        let read: Vec<Option<Cell>> = self
            .cells
            .iter()
            .enumerate()
            .map(|(n, cell)| cell.cell(&format!("cells[{n}]"), &mut faults))
            .collect();
        let rows: Vec<Vec<Option<u8>>> = match &self.distances {
            None => self.cells.iter().map(|_| Vec::new()).collect(),
            Some(rows) => rows
                .iter()
                .enumerate()
                .map(|(n, row)| {
                    row.iter()
                        .map(|text| number(text, format!("cells[{n}].distances"), &mut faults))
                        .collect()
                })
                .collect(),
        };
        if !faults.is_empty() {
            return Err(faults);
        }
        let with = |(cell, row): (Cell, Vec<Option<u8>>)| Cell {
            distances: row.into_iter().flatten().collect(),
            ..cell
        };
        let cells: Vec<Cell> = read.into_iter().flatten().zip(rows).map(with).collect();
        let cpus: u64 = cells.iter().map(|cell| cell.layout.all_cpus()).fold(0, u64::saturating_add);
        let mut host =
            HostConfig { hostname: self.hostname.trim().into(), numbering: self.numbering, ..base.clone() };
        if cells != base.cells {
            // What it says of itself instead was said of the machine that it was.
            host.node_info = None;
            host.offline_cpus.retain(|cpu| u64::from(*cpu) < cpus);
        }
        host.cells = cells;
        let fault =
            |fault: virtlab_core::host::HostFault| Fault { place: fault.place, message: Some(fault.message) };
        host.validate().map_err(|faults| faults.into_iter().map(fault).collect::<Vec<_>>())?;
        Ok(host)
    }
}

/// A row of usual distances.
fn distances(number: usize, count: usize) -> Vec<String> {
    (0..count).map(|n| if n == number { DISTANCE_SELF } else { DISTANCE_NEXT }.to_string()).collect()
}

/// The call that makes a host what the form says.
pub fn setting(host: &HostConfig) -> Call {
    Call::new(FunctionId::HostSet, [Value::text(host.to_json())])
}

#[cfg(test)]
mod tests {
    use super::*;
    use virtlab_core::world::{ClientId, World};

    fn base(key: &str) -> HostConfig {
        (*World::builtin(1).host(&key.into()).unwrap().config).clone()
    }

    fn places(result: Result<HostConfig, Vec<Fault>>) -> Vec<String> {
        result.unwrap_err().into_iter().map(|fault| fault.place).collect()
    }

    #[test]
    fn an_untouched_form_is_the_host() {
        for key in ["test", "kvm1", "kvm2", "xen"] {
            let host = base(key);
            assert_eq!(HostForm::of(&host).host(&host), Ok(host));
        }
    }

    #[test]
    fn a_node_that_is_added_is_like_the_last_and_as_far_as_usual() {
        let host = base("kvm2");
        let mut form = HostForm::of(&host);
        form.tell_distances(true);
        form.add_cell();
        let grown = form.host(&host).unwrap();
        let count = host.cells.len() + 1;
        assert_eq!(grown.cells.len(), count);
        assert_eq!(grown.cells[count - 1].layout, host.cells[count - 2].layout);
        assert!(
            grown
                .cells
                .iter()
                .enumerate()
                .all(|(n, cell)| cell.distances[n] == 10 && cell.distances.len() == count)
        );
        form.remove_cell(0);
        assert_eq!(form.host(&host).unwrap().cells.len(), count - 1);
    }

    #[test]
    fn other_memory_takes_its_pages_with_it() {
        let host = base("test");
        let mut form = HostForm::of(&host);
        form.cells[0].memory_mib = "8192".into();
        let cell = form.host(&host).unwrap().cells.swap_remove(0);
        assert_eq!(cell.memory_kib, 8192 * 1024);
        assert_eq!(cell.reserved_kib, 4096 * 1024, "the same share as before");
        assert_eq!(cell.pages[0].count, 8192 * 1024 / 4);
    }

    #[test]
    fn a_fault_is_told_where_it_is() {
        let host = base("kvm2");
        let mut form = HostForm::of(&host);
        form.hostname = "not a name".into();
        form.cells[0].cores = "0".into();
        form.cells[0].memory_mib = u64::MAX.to_string();
        assert_eq!(places(form.host(&host)), ["hostname", "cells[0].memory_kib", "cells[0].layout.cores"]);
        form.cells[0].threads = "two".into();
        assert_eq!(places(form.host(&host)), ["cells[0].layout.threads"], "numbers first");
    }

    #[test]
    fn the_call_makes_the_world_so() {
        let mut world = World::builtin(1);
        let host = base("test");
        let mut form = HostForm::of(&host);
        form.cells[1].cores = "64".into();
        let wanted = form.host(&host).unwrap();
        let outcome = world.perform(ClientId(0), &setting(&wanted));
        assert!(outcome.ok(), "{:?}", outcome.error);
        assert_eq!(*world.host(&"test".into()).unwrap().config, wanted);
        assert_eq!(virtlab_core::host::node_info(&wanted).cpus, 72, "it tells of the machine that it is now");
    }
}
