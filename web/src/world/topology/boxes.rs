//! The machine as boxes in boxes, read off the host's description, with what runs where.

use std::collections::BTreeMap;
use std::sync::Arc;

use uuid::Uuid;
use virtlab_core::domain::Domain;
use virtlab_core::host::Pages;
use virtlab_core::world::{HostState, placement};

/// Virtual CPUs that are told of one thread; of the others, how many there are.
const VCPUS_TOLD: usize = 2;

/// A machine.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Machine {
    /// Its NUMA nodes.
    pub nodes: Vec<NumaNode>,
    /// Logical CPUs of all nodes.
    pub cpus: usize,
    /// Virtual CPUs that run on them.
    pub vcpus: usize,
}

/// A NUMA node. Sizes are KiB.
#[derive(Clone, PartialEq, Debug)]
pub struct NumaNode {
    /// Its memory.
    pub memory_kib: u64,
    /// What the host keeps of it for itself.
    pub reserved_kib: u64,
    /// What running guests take of it.
    pub used_kib: u64,
    /// Its pages by size.
    pub pages: Vec<Pages>,
    /// Its sockets.
    pub sockets: Vec<Socket>,
}

/// A socket.
#[derive(Clone, PartialEq, Debug)]
pub struct Socket {
    /// Its number on the host.
    pub id: u32,
    /// Its dies.
    pub dies: Vec<Die>,
}

/// A die.
#[derive(Clone, PartialEq, Debug)]
pub struct Die {
    /// Its number in the socket.
    pub id: u32,
    /// Its cores.
    pub cores: Vec<Core>,
}

/// A core.
#[derive(Clone, PartialEq, Debug)]
pub struct Core {
    /// Its number in the socket.
    pub id: u32,
    /// Its hardware threads.
    pub threads: Vec<Thread>,
}

/// A hardware thread: a logical CPU.
#[derive(Clone, PartialEq, Debug)]
pub struct Thread {
    /// Its number on the host.
    pub cpu: u32,
    /// Whether it is switched on.
    pub online: bool,
    /// Virtual CPUs that run on it, those of the domain that is looked at first, and no more than a few.
    pub vcpus: Vec<(Arc<Domain>, u32)>,
    /// How many more there are.
    pub more: usize,
}

impl Thread {
    /// Whether anything runs on it.
    pub fn busy(&self) -> bool {
        !self.vcpus.is_empty()
    }

    /// Whether the domain runs on it.
    pub fn runs(&self, uuid: Option<Uuid>) -> bool {
        self.vcpus.iter().any(|(domain, _)| Some(domain.def.uuid) == uuid)
    }
}

/// The box with this number, or a new one at the end: numbers come in order, or again.
fn at<T>(boxes: &mut Vec<T>, is: impl Fn(&T) -> bool, new: impl FnOnce() -> T) -> &mut T {
    let at = boxes.iter().position(is).unwrap_or(boxes.len());
    if at == boxes.len() {
        boxes.push(new());
    }
    &mut boxes[at]
}

impl Machine {
    /// The machine of a host, with the domain that is looked at.
    pub fn of(host: &HostState, chosen: Option<Uuid>) -> Self {
        let placed = placement(host);
        let vcpus = placed.len();
        let mut running: BTreeMap<u32, Vec<(Arc<Domain>, u32)>> = BTreeMap::new();
        for (cpu, domain, vcpu) in placed {
            running.entry(cpu).or_default().push((domain, vcpu));
        }
        let config = &host.config;
        let used = host.used_kib_by_cell();
        let node = |(cell, used_kib): (&virtlab_core::host::Cell, u64)| NumaNode {
            memory_kib: cell.memory_kib,
            reserved_kib: cell.reserved_kib,
            used_kib,
            pages: cell.pages.clone(),
            sockets: Vec::new(),
        };
        let used = used.into_iter().chain(std::iter::repeat(0));
        let mut machine = Self { nodes: config.cells.iter().zip(used).map(node).collect(), cpus: 0, vcpus };
        for cpu in config.cpus() {
            let Some(node) = machine.nodes.get_mut(cpu.cell as usize) else { continue };
            let socket = at(
                &mut node.sockets,
                |socket| socket.id == cpu.socket_id,
                || Socket { id: cpu.socket_id, dies: Vec::new() },
            );
            let die = at(
                &mut socket.dies,
                |die| die.id == cpu.die_id,
                || Die { id: cpu.die_id, cores: Vec::new() },
            );
            let core = at(
                &mut die.cores,
                |core| core.id == cpu.core_id,
                || Core { id: cpu.core_id, threads: Vec::new() },
            );
            let mut vcpus = running.remove(&cpu.id).unwrap_or_default();
            vcpus.sort_by_key(|(domain, _)| Some(domain.def.uuid) != chosen);
            let more = vcpus.len().saturating_sub(VCPUS_TOLD);
            vcpus.truncate(VCPUS_TOLD);
            core.threads.push(Thread {
                cpu: cpu.id,
                online: !config.offline_cpus.contains(&cpu.id),
                vcpus,
                more,
            });
            machine.cpus += 1;
        }
        machine
    }

    /// The threads of a node.
    pub fn threads(node: &NumaNode) -> impl Iterator<Item = &Thread> {
        node.sockets.iter().flat_map(|s| &s.dies).flat_map(|d| &d.cores).flat_map(|core| &core.threads)
    }
}

/// Numbers in ranges: `0-3, 8`.
pub fn ranges(mut numbers: Vec<u32>) -> String {
    numbers.sort_unstable();
    let mut runs: Vec<(u32, u32)> = Vec::new();
    for n in numbers {
        match runs.last_mut() {
            Some((_, end)) if n == end.saturating_add(1) => *end = n,
            _ => runs.push((n, n)),
        }
    }
    let text =
        |(start, end): &(u32, u32)| if start == end { start.to_string() } else { format!("{start}-{end}") };
    runs.iter().map(text).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use virtlab_core::host::{Cell, CpuLayout, HostConfig, HostKey};
    use virtlab_core::world::{ClientId, World};

    fn world(calls: &[String]) -> World {
        let mut world = World::builtin(1);
        for call in calls {
            let outcome = world.perform(ClientId(0), &call.parse().unwrap());
            assert!(outcome.ok(), "{call}: {:?}", outcome.error);
        }
        world
    }

    fn machine(world: &World, key: &str) -> Machine {
        Machine::of(world.host(&HostKey::from(key)).unwrap(), None)
    }

    /// A machine as one line: `node[socket(die{core:cpu+cpu})]`.
    fn line(machine: &Machine) -> String {
        let threads =
            |core: &Core| core.threads.iter().map(|t| t.cpu.to_string()).collect::<Vec<_>>().join("+");
        let cores = |die: &Die| {
            die.cores.iter().map(|c| format!("{}:{}", c.id, threads(c))).collect::<Vec<_>>().join(" ")
        };
        let dies =
            |s: &Socket| s.dies.iter().map(|d| format!("{}{{{}}}", d.id, cores(d))).collect::<String>();
        let sockets =
            |n: &NumaNode| n.sockets.iter().map(|s| format!("{}({})", s.id, dies(s))).collect::<String>();
        machine.nodes.iter().map(|n| format!("[{}]", sockets(n))).collect()
    }

    #[test]
    fn the_test_host_is_two_nodes_of_eight_cpus() {
        let machine = machine(&World::builtin(1), "test");
        assert_eq!((machine.nodes.len(), machine.cpus, machine.vcpus), (2, 16, 2));
        let busy: Vec<_> =
            machine.nodes.iter().flat_map(Machine::threads).filter(|t| t.busy()).map(|t| t.cpu).collect();
        assert_eq!(busy, [0, 1]);
    }

    #[test]
    fn sockets_dies_cores_and_threads_are_boxes_in_boxes() {
        let mut config: HostConfig = (*World::builtin(1).host(&"kvm2".into()).unwrap().config).clone();
        let cell =
            |layout| Cell { memory_kib: 1024, reserved_kib: 0, pages: vec![], distances: vec![], layout };
        let layout = CpuLayout { sockets: 1, dies: 2, clusters: 1, cores: 1, threads: 2 };
        config.cells = vec![cell(layout), cell(CpuLayout::new(2, 1, 1)), cell(CpuLayout::new(0, 0, 0))];
        config.numbering = virtlab_core::host::Numbering::ThreadsTogether;
        config.offline_cpus = vec![3];
        let json = virtlab_core::api::Value::text(config.to_json());
        let world = world(&[format!("virtlabHostSet({json})")]);
        let machine = machine(&world, "kvm2");
        assert_eq!(line(&machine), "[0(0{0:0+1}1{1:2+3})][1(0{0:4})2(0{0:5})][]");
        let off: Vec<_> =
            machine.nodes.iter().flat_map(Machine::threads).filter(|t| !t.online).map(|t| t.cpu).collect();
        assert_eq!(off, [3]);
    }

    #[test]
    fn the_domain_that_is_looked_at_comes_first_on_a_crowded_thread() {
        let mut calls = vec!["virConnectOpen(\"test:///default\")".to_owned()];
        calls.extend((0..40).map(|n| {
            let xml = format!("<domain type='test'><name>d{n:02}</name><memory>1024</memory><os><type>hvm</type></os></domain>");
            format!("virDomainCreateXML(conn1, \"{xml}\")")
        }));
        let world = world(&calls);
        let host = world.host(&"test".into()).unwrap();
        let last = host.domains.by_name("d39").unwrap().def.uuid;
        let machine = Machine::of(host, Some(last));
        let thread = machine.nodes.iter().flat_map(Machine::threads).find(|t| t.runs(Some(last))).unwrap();
        assert_eq!(thread.vcpus[0].0.def.uuid, last);
        assert_eq!(thread.vcpus.len() + thread.more, 3);
        assert_eq!(machine.vcpus, 42);
    }

    #[test]
    fn numbers_are_told_in_ranges() {
        assert_eq!(ranges(vec![8, 0, 1, 2, 3]), "0-3, 8");
        assert_eq!(ranges(vec![]), "");
    }
}
