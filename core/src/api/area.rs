//! The areas of the API, as the palette shows them.

/// Where a function stands in the palette.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Area {
    /// Opening, asking and closing connections.
    Connection,
    /// What the host is and has.
    Host,
    /// The last error and its handling.
    Error,
    /// Names, UUIDs, IDs, handles.
    DomainIdentity,
    /// Counting and listing domains.
    DomainList,
    /// From definition to removal.
    DomainLife,
    /// State, memory, virtual CPUs, XML.
    DomainInfo,
    /// Scheduler, memory, NUMA, block I/O, interface parameters: how much a domain may use.
    DomainTuning,
    /// Virtual CPUs, the emulator and I/O threads, and where they run.
    DomainCpu,
    /// The guest inside: its keys, its clock, its passwords, its file systems.
    DomainGuest,
    /// Devices: attaching, detaching, updating, reading them.
    DomainDevice,
    /// Statistics.
    DomainStats,
    /// Jobs: what takes long; migration, copies of disks.
    DomainJob,
    /// Typed parameters.
    Params,
    /// Networks.
    Network,
    /// Storage pools.
    StoragePool,
    /// Volumes of storage pools.
    StorageVol,
    /// Snapshots of domains.
    DomainSnapshot,
    /// Checkpoints of domains.
    DomainCheckpoint,
    /// Callbacks and the event loop.
    Event,
    /// Streams of data.
    Stream,
    /// The simulated world itself: its clock, its hosts. Not libvirt's.
    World,
}

impl Area {
    /// Every area in the order of the palette.
    pub const ALL: [Area; 22] = [
        Area::Connection,
        Area::Host,
        Area::Error,
        Area::DomainIdentity,
        Area::DomainList,
        Area::DomainLife,
        Area::DomainInfo,
        Area::DomainTuning,
        Area::DomainCpu,
        Area::DomainGuest,
        Area::DomainDevice,
        Area::DomainStats,
        Area::DomainJob,
        Area::Params,
        Area::Network,
        Area::StoragePool,
        Area::StorageVol,
        Area::DomainSnapshot,
        Area::DomainCheckpoint,
        Area::Event,
        Area::Stream,
        Area::World,
    ];

    /// A short name for keys of translations.
    pub const fn key(self) -> &'static str {
        match self {
            Area::Connection => "connection",
            Area::Host => "host",
            Area::Error => "error",
            Area::DomainIdentity => "domain-identity",
            Area::DomainList => "domain-list",
            Area::DomainLife => "domain-life",
            Area::DomainInfo => "domain-info",
            Area::DomainTuning => "domain-tuning",
            Area::DomainCpu => "domain-cpu",
            Area::DomainGuest => "domain-guest",
            Area::DomainDevice => "domain-device",
            Area::DomainStats => "domain-stats",
            Area::DomainJob => "domain-job",
            Area::Params => "params",
            Area::Network => "network",
            Area::StoragePool => "storage-pool",
            Area::StorageVol => "storage-vol",
            Area::DomainSnapshot => "domain-snapshot",
            Area::DomainCheckpoint => "domain-checkpoint",
            Area::Event => "event",
            Area::Stream => "stream",
            Area::World => "world",
        }
    }
}
