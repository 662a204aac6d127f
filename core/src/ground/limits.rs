//! Every bound on input, by name: exceeding one is a clear error, never a crash or unbounded growth.

/// Bytes of one XML document.
pub const XML_BYTES_MAX: usize = 1024 * 1024;
/// Elements inside elements of one XML document.
pub const XML_DEPTH_MAX: usize = 64;
/// Attributes of one XML element.
pub const XML_ATTRIBUTES_MAX: usize = 256;
/// Characters of a string argument other than XML.
pub const STRING_BYTES_MAX: usize = 1024 * 1024;
/// Entries of one array argument; libvirt's RPC has the same order of bound on its lists.
pub const ARRAY_ITEMS_MAX: usize = 1024 * 1024;
/// Clients of one world.
pub const CLIENTS_MAX: usize = 16 * 1024;
/// Live handles of one client.
pub const HANDLES_MAX: usize = 1024 * 1024;
/// Callbacks that one client may have registered.
pub const CALLBACKS_MAX: usize = 1024;
/// Events waiting for one client's event loop; the oldest is dropped beyond it.
pub const EVENTS_PENDING_MAX: usize = 64 * 1024;
/// Domains of one host (16,384 is the bound of libvirt's RPC lists; the in-process driver has none).
pub const DOMAINS_MAX: usize = 128 * 1024;
/// Networks of one host (16,384 is the bound of libvirt's RPC lists).
pub const NETWORKS_MAX: usize = 16 * 1024;
/// Storage pools of one host: `REMOTE_STORAGE_POOL_LIST_MAX` of libvirt.
pub const POOLS_MAX: usize = 16 * 1024;
/// Volumes of one pool: `REMOTE_STORAGE_VOL_LIST_MAX` of libvirt.
pub const VOLUMES_MAX: usize = 16 * 1024;
/// Snapshots, and checkpoints, of one domain: `REMOTE_DOMAIN_SNAPSHOT_LIST_MAX` of libvirt.
pub const MOMENTS_MAX: usize = 16 * 1024;
/// Logical processors of one simulated host (the test driver's own bound is 128 a cell).
pub const HOST_CPUS_MAX: usize = 4096;
/// Bytes of one journal given to be read.
pub const JOURNAL_BYTES_MAX: usize = 64 * 1024 * 1024;
/// Calls of one journal.
pub const JOURNAL_CALLS_MAX: usize = 1_000_000;
/// NUMA cells of one simulated host.
pub const HOST_CELLS_MAX: usize = 128;
/// Memory of one cell of a simulated host: 16 TiB.
pub const HOST_MEMORY_KIB_MAX: u64 = 16 * 1024 * 1024 * 1024;
/// Bytes of one name or value in a simulated host's data.
pub const HOST_TEXT_BYTES_MAX: usize = 1024;
/// Entries of one list in a simulated host's data.
pub const HOST_LIST_MAX: usize = 1024;
/// Bytes of a simulated host given to be read.
pub const HOST_JSON_BYTES_MAX: usize = 4 * 1024 * 1024;
/// Hosts of one lab.
pub const LAB_HOSTS_MAX: usize = 64;
/// Bits of a set of host CPUs or NUMA nodes in domain XML: `VIR_DOMAIN_CPUMASK_LEN` of libvirt.
pub const CPUSET_BITS_MAX: u32 = 16 * 1024;
/// Virtual CPUs of one domain. libvirt takes any number that fits into memory.
pub const VCPUS_MAX: u32 = 128 * 1024;
/// NUMA cells of one domain: distances between them are kept as a square.
pub const NUMA_CELLS_MAX: usize = 1024;
/// I/O threads of one domain. libvirt takes any number that fits into memory.
pub const IOTHREADS_MAX: u32 = 16 * 1024;
