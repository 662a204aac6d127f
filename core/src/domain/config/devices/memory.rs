//! Memory that is plugged in, and memory that is shared.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::info::{DeviceInfo, VirtioOptions};
use crate::ground::{Bitmap, OnOff, YesNo};
use crate::words;

words! {
    /// `<memory model='…'>`. `virDomainMemoryModel` of libvirt, without its default.
    pub enum MemoryModel {
        Dimm "dimm", Nvdimm "nvdimm", VirtioPmem "virtio-pmem", VirtioMem "virtio-mem", SgxEpc "sgx-epc",
    }
}

words! {
    /// `<memory access='…'>`. `virDomainMemoryAccess` of libvirt, without its default.
    pub enum MemoryAccess { Shared "shared", Private "private" }
}

/// `<memory>` of `<devices>`. `virDomainMemoryDef` of libvirt.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct MemoryDevice {
    pub access: Option<MemoryAccess>,
    pub discard: Option<YesNo>,
    pub size_kib: u64,
    /// The guest's NUMA node.
    pub node: Option<u32>,
    pub kind: MemoryKind,
    pub virtio: VirtioOptions,
    pub info: DeviceInfo,
}

/// What a memory device is, and what only its model has.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[allow(missing_docs)]
pub enum MemoryKind {
    Dimm(MemoryOrigin),
    Nvdimm(Box<Nvdimm>),
    VirtioPmem {
        path: Option<Box<str>>,
        /// 0 for none.
        address: u64,
    },
    VirtioMem(Box<VirtioMem>),
    SgxEpc {
        nodes: Option<Bitmap>,
    },
}

/// Which of the host's memory is taken.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct MemoryOrigin {
    /// The host's NUMA nodes.
    pub nodes: Option<Bitmap>,
    /// 0 for none said.
    pub page_kib: u64,
}

/// Memory that lasts. Sizes of 0 are not said.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Nvdimm {
    pub uuid: Option<Uuid>,
    pub path: Option<Box<str>>,
    pub align_kib: u64,
    pub pmem: bool,
    pub label_kib: u64,
    pub readonly: bool,
}

/// Memory of which the guest takes a part. Sizes and addresses of 0 are not said.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct VirtioMem {
    pub origin: MemoryOrigin,
    pub block_kib: u64,
    pub requested_kib: u64,
    pub address: u64,
    pub dynamic_slots: Option<YesNo>,
}

impl MemoryKind {
    /// The model.
    pub fn model(&self) -> MemoryModel {
        match self {
            Self::Dimm(_) => MemoryModel::Dimm,
            Self::Nvdimm(_) => MemoryModel::Nvdimm,
            Self::VirtioPmem { .. } => MemoryModel::VirtioPmem,
            Self::VirtioMem(_) => MemoryModel::VirtioMem,
            Self::SgxEpc { .. } => MemoryModel::SgxEpc,
        }
    }
}

words! {
    /// `<model type='…'>` of shared memory. `virDomainShmemModel` of libvirt.
    #[derive(Default)]
    pub enum ShmemModel {
        #[default] Ivshmem "ivshmem", Plain "ivshmem-plain", Doorbell "ivshmem-doorbell",
    }
}

words! {
    /// `<shmem role='…'>`. `virDomainShmemRole` of libvirt, without its default.
    pub enum ShmemRole { Master "master", Peer "peer" }
}

/// `<shmem>`. `virDomainShmemDef` of libvirt.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Shmem {
    pub name: Box<str>,
    pub role: Option<ShmemRole>,
    pub model: ShmemModel,
    /// In bytes; 0 for none said.
    pub size: u64,
    /// Whether a server hands it out, and the server's socket.
    #[serde(with = "crate::ground::nested")]
    pub server: Option<Option<Box<str>>>,
    pub msi: Option<Msi>,
    pub info: DeviceInfo,
}

/// `<msi>`: how the sharers of memory interrupt each other.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Msi {
    pub vectors: u32,
    pub ioeventfd: Option<OnOff>,
}
