//! A host as data: what a teacher edits, a page draws and the driver functions answer from.

use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::{Cell, Guest, LogicalCpu, NodeInfo, topology};
use crate::domain::DomainState;
use crate::ground::ErrorDomain;

/// What a host is called inside a lab: `test`, `kvm1`, … Not its hostname, which several of them may share.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(transparent)]
pub struct HostKey(Arc<str>);

impl HostKey {
    /// The key as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<&str> for HostKey {
    fn from(key: &str) -> Self {
        Self(key.into())
    }
}

impl fmt::Display for HostKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The libvirt driver that a host's connections talk to.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Driver {
    /// The test driver, with all its oddities.
    Test,
    /// The Xen driver (libxl).
    Xen,
    /// The QEMU/KVM driver.
    Qemu,
}

impl Driver {
    /// Every driver that is simulated.
    pub const ALL: [Driver; 3] = [Driver::Test, Driver::Xen, Driver::Qemu];

    /// What `virConnectGetType` answers.
    pub const fn type_name(self) -> &'static str {
        match self {
            Driver::Test => "TEST",
            Driver::Xen => "Xen",
            Driver::Qemu => "QEMU",
        }
    }

    /// The driver's part of a URI, before `+transport`.
    pub const fn uri_scheme(self) -> &'static str {
        match self {
            Driver::Test => "test",
            Driver::Xen => "xen",
            Driver::Qemu => "qemu",
        }
    }

    /// The path of the URI that a client normally writes.
    pub const fn uri_path(self) -> &'static str {
        match self {
            Driver::Test => "/default",
            Driver::Xen | Driver::Qemu => "/system",
        }
    }

    /// The driver of a URI's scheme.
    pub fn from_uri_scheme(scheme: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|driver| driver.uri_scheme() == scheme)
    }

    /// Where errors that the driver itself raises come from.
    pub const fn error_domain(self) -> ErrorDomain {
        match self {
            Driver::Test => ErrorDomain::Test,
            Driver::Xen => ErrorDomain::Libxl,
            Driver::Qemu => ErrorDomain::Qemu,
        }
    }

    /// What the driver's C functions begin with, as its messages name them: `unsupported flags (0x1) in function
    /// testNodeGetCPUMap`.
    pub const fn function_prefix(self) -> &'static str {
        match self {
            Driver::Test => "test",
            Driver::Xen => "libxl",
            Driver::Qemu => "qemu",
        }
    }

    /// Whether the driver works inside the client's process, so that no daemon and no transport is needed.
    pub const fn in_process(self) -> bool {
        matches!(self, Driver::Test)
    }
}

/// What distinguishes a hypervisor from others of its driver.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct Profile {
    /// The driver.
    pub driver: Driver,
    /// What `virConnectGetVersion` answers: `major * 1,000,000 + minor * 1,000 + release`.
    pub version: u64,
    /// What `virConnectGetMaxVcpus` answers; of a QEMU host, for KVM.
    pub max_vcpus: u32,
}

/// The processors of a host, as far as all of them are alike.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct HostCpu {
    /// `x86_64`, `i686`, …
    pub arch: Box<str>,
    /// The model of libvirt's CPU map that is nearest: `Skylake-Server-v4`. The test driver tells none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub model: Option<Box<str>>,
    /// `Intel` or `AMD`, as `<vendor>` of capabilities has it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub vendor: Option<Box<str>>,
    /// Its microcode's version.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub microcode: Option<u32>,
    /// The clock in MHz.
    pub mhz: u32,
    /// Features beyond those of the model: `<feature name='…'/>`.
    #[serde(default)]
    pub features: Vec<Box<str>>,
    /// Words under `<features>` of the host's `<cpu>`: `pae`, `nonpae`, `hap`, …
    #[serde(default)]
    pub words: Vec<Box<str>>,
}

/// A security model that the host confines its guests with: `<secmodel>` of capabilities.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct SecurityModel {
    /// `selinux`, `apparmor`, `dac`, `testSecurity`, …
    pub model: Box<str>,
    /// Its domain of interpretation.
    pub doi: Box<str>,
    /// Per domain type, the label that a guest gets unless its XML says otherwise.
    #[serde(default)]
    pub base_labels: Vec<(Box<str>, Box<str>)>,
}

/// A block of the firmware's tables: `<bios>`, `<system>`, … of `virConnectGetSysinfo`.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct SysinfoBlock {
    /// The element's name.
    pub name: Box<str>,
    /// Its `<entry name='…'>`s.
    pub entries: Vec<(Box<str>, Box<str>)>,
}

/// Someone who may open a connection to a host that asks who is there.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct Account {
    /// The user's name.
    pub user: Box<str>,
    /// The password; without one the name is enough, as in a test driver's `<auth>`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub password: Option<Box<str>>,
}

/// A domain that is there when the host comes up.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct FirstDomain {
    /// Its XML, as one would give it to `virDomainDefineXML`.
    pub xml: Box<str>,
    /// The state it is in: `<test:runstate>` of the test driver's node files. Shut off is inactive, all others are active.
    #[serde(default = "running")]
    pub runstate: DomainState,
    /// Whether it is transient.
    #[serde(default)]
    pub transient: bool,
    /// Whether it has a managed save image.
    #[serde(default)]
    pub managed_save: bool,
}

/// A storage pool that is there when the host comes up, active.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct FirstPool {
    /// Its XML, as one would give it to `virStoragePoolDefineXML`.
    pub xml: Box<str>,
    /// Its volumes' XML, as one would give it to `virStorageVolCreateXML`.
    #[serde(default)]
    pub volumes: Vec<Box<str>>,
}

fn running() -> DomainState {
    DomainState::Running
}

/// A host. Sizes are KiB, clocks MHz; everything that libvirt derives (logical CPUs, node information, capabilities,
/// free memory) is derived from this by this family's functions and is not stored.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct HostConfig {
    /// Its name in the lab.
    pub key: HostKey,
    /// The machine's full name: what `virConnectGetHostname` answers and remote URIs name.
    pub hostname: Box<str>,
    /// The hypervisor.
    pub profile: Profile,
    /// The machine's UUID, in capabilities.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub uuid: Option<Box<str>>,
    /// What its processors are.
    pub cpu: HostCpu,
    /// How logical CPUs are numbered over the cells.
    #[serde(default)]
    pub numbering: topology::Numbering,
    /// The NUMA nodes. At least one, but for a host of the test driver's with `node_info`: what a node file describes has none.
    pub cells: Vec<Cell>,
    /// Logical CPUs that are switched off.
    #[serde(default)]
    pub offline_cpus: Vec<u32>,
    /// Page sizes that the processors support, KiB.
    pub page_sizes_kib: Vec<u32>,
    /// What `virNodeGetInfo` says instead of what the cells say: the test driver contradicts itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub node_info: Option<NodeInfo>,
    /// `suspend_mem`, `suspend_disk`, `suspend_hybrid`: `<power_management>` of capabilities.
    #[serde(default)]
    pub power_management: Vec<Box<str>>,
    /// Whether devices can be passed to guests.
    #[serde(default)]
    pub iommu: bool,
    /// Whether guests can migrate while they run.
    #[serde(default)]
    pub live_migration: bool,
    /// The URI schemes that migration may travel by.
    #[serde(default)]
    pub migration_transports: Vec<Box<str>>,
    /// What names of network interfaces that the driver makes up begin with, where capabilities tell.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub net_prefix: Option<Box<str>>,
    /// The security models, first the one that `virNodeGetSecurityModel` tells of.
    #[serde(default)]
    pub security: Vec<SecurityModel>,
    /// The firmware's tables.
    #[serde(default)]
    pub sysinfo: Vec<SysinfoBlock>,
    /// What it can run.
    pub guests: Vec<Guest>,
    /// The URIs by which a client on the same machine reaches it. For the test driver they decide: the path of one of
    /// them is what a URI must have. QEMU and Xen hosts are found by driver and machine.
    pub uris: Vec<Box<str>>,
    /// Who may connect; empty where nobody is asked.
    #[serde(default)]
    pub accounts: Vec<Account>,
    /// The domains that are there at first.
    #[serde(default)]
    pub domains: Vec<FirstDomain>,
    /// The networks that are there at first, active: their XML, as one would give it to `virNetworkDefineXML`.
    #[serde(default)]
    pub networks: Vec<Box<str>>,
    /// The storage pools that are there at first.
    #[serde(default)]
    pub pools: Vec<FirstPool>,
    /// Whether there is the Fibre Channel adapter by which the test driver creates pools of that kind, `scsi_host11`.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub fc_adapter: bool,
    /// Whether all is as at first again once the last connection is closed, as with `test:///default`.
    #[serde(default)]
    pub forget_on_last_close: bool,
}

impl HostConfig {
    /// The driver.
    pub fn driver(&self) -> Driver {
        self.profile.driver
    }

    /// The logical CPUs of all cells, in the order of cells and, within one, of ids.
    pub fn cpus(&self) -> Vec<LogicalCpu> {
        topology::logical_cpus(&self.cells, self.numbering)
    }

    /// Memory of all cells.
    pub fn memory_kib(&self) -> u64 {
        self.cells.iter().fold(0, |sum, cell| sum.saturating_add(cell.memory_kib))
    }

    /// The domain types that some guest of it may have, in order, each once.
    pub fn virt_types(&self) -> Vec<&str> {
        let mut types = Vec::new();
        for domain in self.guests.iter().flat_map(|guest| &guest.domains) {
            if !types.contains(&&*domain.virt_type) {
                types.push(&*domain.virt_type);
            }
        }
        types
    }

    /// The host as the JSON that a teacher keeps or edits.
    pub fn to_json(&self) -> String {
        // Every member has a string key and no map has others, so there is nothing that could fail.
        serde_json::to_string_pretty(self).unwrap_or_default()
    }
}
