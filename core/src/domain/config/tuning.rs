//! How much a domain may use of its host: `<blkiotune>`, `<memtune>`, `<iothreads>` and `<cputune>`.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::ground::Bitmap;
use crate::words;

/// `VIR_DOMAIN_MEMORY_PARAM_UNLIMITED`, in KiB: this and all that is greater means no limit.
pub const MEMORY_UNLIMITED_KIB: u64 = 9_007_199_254_740_991;

/// The limits of a domain; most have none.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
pub struct Tuning {
    /// `<blkiotune>`.
    pub blkio: Blkiotune,
    /// `<memtune>`.
    pub memory: MemoryLimits,
    /// `<iothreads>`, `<iothreadids>` and `<defaultiothread>`.
    pub iothreads: Iothreads,
    /// `<cputune>`.
    pub cputune: Cputune,
}

/// No limit at all.
pub static NO_TUNING: Tuning = Tuning {
    blkio: Blkiotune { weight: 0, devices: Vec::new() },
    memory: MemoryLimits {
        hard_kib: MEMORY_UNLIMITED_KIB,
        soft_kib: MEMORY_UNLIMITED_KIB,
        guarantee_kib: 0,
        swap_kib: MEMORY_UNLIMITED_KIB,
    },
    iothreads: Iothreads { threads: Vec::new(), default_pool: None },
    cputune: Cputune {
        shares: None,
        bandwidths: [0; 8],
        vcpu_pins: BTreeMap::new(),
        emulator_pin: None,
        iothread_pins: BTreeMap::new(),
        vcpu_scheds: BTreeMap::new(),
        iothread_scheds: BTreeMap::new(),
        emulator_sched: None,
        groups: Vec::new(),
    },
};

/// `<blkiotune>`. `virDomainBlkiotune` of libvirt.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
pub struct Blkiotune {
    /// The weight of the whole domain; 0 for none said.
    pub weight: u32,
    /// The host's devices that have limits of their own.
    pub devices: Vec<BlkioDevice>,
}

/// A `<device>` of `<blkiotune>`. `virBlkioDevice` of libvirt.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct BlkioDevice {
    /// Its path on the host.
    pub path: Box<str>,
    /// Weight, read and write bytes a second, read and write operations a second; 0 for none.
    pub rates: [u64; 5],
}

/// `<memtune>`: limits in KiB. `virDomainMemtune` of libvirt.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct MemoryLimits {
    /// The most that the domain may use.
    pub hard_kib: u64,
    /// What it is cut down to when memory is short.
    pub soft_kib: u64,
    /// What it is promised; 0 for nothing.
    pub guarantee_kib: u64,
    /// The most of memory and swap together.
    pub swap_kib: u64,
}

impl Default for MemoryLimits {
    fn default() -> Self {
        NO_TUNING.memory.clone()
    }
}

/// How many threads of a pool, at least and at most.
pub type Pool = (Option<i32>, Option<i32>);

/// An I/O thread. `virDomainIOThreadIDDef` of libvirt.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct Iothread {
    /// Its number, not 0.
    pub id: u32,
    /// libvirt made the number up.
    pub is_numbered: bool,
    /// `thread_pool_min` and `thread_pool_max`.
    pub pool: Pool,
    /// `<poll>`: max, grow, shrink, weight.
    pub poll: [Option<u64>; 4],
}

impl Iothread {
    /// One of a number, with nothing said of it.
    pub fn new(id: u32, is_numbered: bool) -> Self {
        Self { id, is_numbered, pool: (None, None), poll: [None; 4] }
    }
}

/// The I/O threads of a domain, in the order of the document.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
pub struct Iothreads {
    /// The threads.
    pub threads: Vec<Iothread>,
    /// `<defaultiothread>`.
    pub default_pool: Option<Pool>,
}

impl Iothreads {
    /// Whether there is one of that number.
    pub fn contains(&self, id: u32) -> bool {
        self.threads.iter().any(|thread| thread.id == id)
    }

    /// The numbers, in the order of the document.
    pub fn ids(&self) -> impl Iterator<Item = u32> + '_ {
        self.threads.iter().map(|thread| thread.id)
    }

    /// The numbers as a set.
    pub fn id_set(&self) -> BTreeSet<u32> {
        self.ids().collect()
    }
}

words! {
    /// `virProcessSchedPolicy` of libvirt, without its absent value.
    pub enum Policy { Batch "batch", Idle "idle", Fifo "fifo", Rr "rr" }
}

/// How a thread is scheduled: the policy and, where it has one, its priority.
pub type Sched = (Policy, i32);

/// `<cputune>`. `virDomainCputune` of libvirt, with what belongs to virtual CPUs and I/O threads by their numbers.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
pub struct Cputune {
    /// Shares of the CPU, if said.
    pub shares: Option<u64>,
    /// Periods and quotas of virtual CPUs, the whole domain, the emulator and I/O threads, in µs; 0 for none.
    pub bandwidths: [i64; 8],
    /// On which host CPUs virtual CPUs run.
    pub vcpu_pins: BTreeMap<u32, Bitmap>,
    /// On which host CPUs the emulator runs.
    pub emulator_pin: Option<Bitmap>,
    /// On which host CPUs I/O threads run.
    pub iothread_pins: BTreeMap<u32, Bitmap>,
    /// How virtual CPUs are scheduled.
    pub vcpu_scheds: BTreeMap<u32, Sched>,
    /// How I/O threads are scheduled.
    pub iothread_scheds: BTreeMap<u32, Sched>,
    /// How the emulator is scheduled.
    pub emulator_sched: Option<Sched>,
    /// `<cachetune>` and `<memorytune>`.
    pub groups: Vec<ResourceGroup>,
}

impl Cputune {
    /// Whether a thread of the guest is pinned, which rules out that the host places them all.
    pub fn has_pins(&self) -> bool {
        !self.vcpu_pins.is_empty() || self.emulator_pin.is_some() || !self.iothread_pins.is_empty()
    }
}

words! {
    /// `virCacheType` of libvirt.
    pub enum CacheType { Both "both", Code "code", Data "data" }
}

/// What libvirt keeps as one resource group: `virDomainResctrlDef`.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct ResourceGroup {
    /// None is the whole domain.
    pub vcpus: Option<Bitmap>,
    /// Level, type and id to bytes, in that order.
    pub caches: Vec<((u32, CacheType, u32), u64)>,
    /// Node to per cent.
    pub bandwidths: BTreeMap<u32, u32>,
    /// Which CPUs are monitored, and whether for the cache.
    pub monitors: Vec<(Option<Bitmap>, bool)>,
}
