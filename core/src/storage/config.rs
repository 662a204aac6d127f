//! What the documents of a pool and of a volume say, typed: `virStoragePoolDef` and `virStorageVolDef` of libvirt.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::kind::{PoolFormat, PoolType, VolumeFormat, VolumeType};
use crate::domain::{Auth, Encryption, PciAddress};
use crate::ground::YesNo;
use crate::words;

words! {
    /// `<volume allocation='…'>` of `<refresh>`. `virStorageVolDefRefreshAllocation` of libvirt.
    pub enum RefreshAllocation { Default "default", Capacity "capacity" }
}

words! {
    /// What an image can do beside holding data. `virStorageFileFeature` of libvirt.
    pub enum Feature { LazyRefcounts "lazy_refcounts", ExtendedL2 "extended_l2", DataFile "data_file" }
}

/// A storage pool.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct PoolDef {
    pub kind: PoolType,
    pub name: Box<str>,
    pub uuid: Uuid,
    /// Whether files are copied when written.
    pub cow: Option<YesNo>,
    pub source: PoolSource,
    /// Where its volumes appear at the host; none for pools that are elsewhere.
    pub target: Option<Box<str>>,
    pub permissions: Permissions,
    pub refresh: Option<RefreshAllocation>,
}

/// `<source>` of a pool. `virStoragePoolSource` of libvirt.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct PoolSource {
    pub hosts: Vec<SourceHost>,
    pub devices: Vec<SourceDevice>,
    pub dir: Option<Box<str>>,
    pub adapter: Option<Adapter>,
    pub name: Option<Box<str>>,
    /// The initiator's name, an IQN.
    pub initiator: Option<Box<str>>,
    pub format: Option<PoolFormat>,
    pub auth: Option<Auth>,
    /// The version of the protocol, such as of NFS.
    pub protocol: Option<Box<str>>,
    pub vendor: Option<Box<str>>,
    pub product: Option<Box<str>>,
}

/// `<host>`.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct SourceHost {
    /// Its name or address.
    pub name: Box<str>,
    /// 0 for the protocol's own.
    pub port: i32,
}

/// `<device>`.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct SourceDevice {
    pub path: Box<str>,
    pub part_separator: Option<YesNo>,
}

/// `<adapter>`. `virStorageAdapter` of libvirt.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub enum Adapter {
    /// A SCSI host.
    ScsiHost(ScsiHost),
    /// A virtual host bus adapter.
    FcHost(Box<FcHost>),
}

/// A SCSI host, by its name or by where it is. `virStorageAdapterSCSIHost` of libvirt.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
pub struct ScsiHost {
    /// Its name.
    pub name: Option<Box<str>>,
    /// The PCI device that it is on, and its number there.
    pub parent: Option<Box<(PciAddress, i32)>>,
}

/// A virtual host bus adapter. `virStorageAdapterFCHost` of libvirt.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct FcHost {
    pub managed: Option<YesNo>,
    pub parent: Option<Box<str>>,
    pub parent_wwnn: Option<Box<str>>,
    pub parent_wwpn: Option<Box<str>>,
    pub parent_fabric_wwn: Option<Box<str>>,
    pub wwnn: Option<Box<str>>,
    pub wwpn: Option<Box<str>>,
}

/// `<permissions>`. `virStoragePerms` of libvirt.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Permissions {
    pub mode: Option<u32>,
    pub owner: Option<u32>,
    pub group: Option<u32>,
    pub label: Option<Box<str>>,
}

/// A volume.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct VolumeDef {
    pub kind: VolumeType,
    pub name: Box<str>,
    /// What it is known by over all pools; empty until it has one.
    pub key: Box<str>,
    /// Bytes.
    pub capacity: u64,
    /// Bytes.
    pub allocation: u64,
    /// Its path; empty until it has one.
    pub path: Box<str>,
    pub format: Option<VolumeFormat>,
    pub permissions: Permissions,
    pub encryption: Option<Box<Encryption>>,
    /// The version of the image's format.
    pub compat: Option<Box<str>>,
    /// Bytes; 0 for the format's own.
    pub cluster_size: u64,
    pub features: Option<Vec<Feature>>,
    pub backing: Option<Box<Backing>>,
}

/// `<backingStore>`: the image behind a volume's.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Backing {
    pub path: Box<str>,
    pub format: Option<VolumeFormat>,
    pub permissions: Permissions,
}
