//! Where a disk's data is.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::info::PciAddress;
use crate::ground::YesNo;
use crate::{attributes, words};

words! {
    /// `<disk type='…'>`. `virStorageType` of libvirt.
    pub enum StorageType {
        File "file", Block "block", Dir "dir", Network "network", Volume "volume", Nvme "nvme",
        VhostUser "vhostuser", VhostVdpa "vhostvdpa", Ctl "ctl",
    }
}

words! {
    /// `<driver type='…'>`: the format of an image. `virStorageFileFormat` of libvirt.
    pub enum ImageFormat {
        Raw "raw", Dir "dir", Bochs "bochs", Cloop "cloop", Dmg "dmg", Iso "iso", Vpc "vpc", Vdi "vdi", Fat "fat",
        Vhd "vhd", Ploop "ploop", Cow "cow", Qcow "qcow", Qcow2 "qcow2", Qed "qed", Vmdk "vmdk",
    }
}

words! {
    /// `<source protocol='…'>`. `virStorageNetProtocol` of libvirt.
    pub enum Protocol {
        None "none", Nbd "nbd", Rbd "rbd", Sheepdog "sheepdog", Gluster "gluster", Iscsi "iscsi", Http "http",
        Https "https", Ftp "ftp", Ftps "ftps", Tftp "tftp", Ssh "ssh", Vxhs "vxhs", Nfs "nfs",
    }
}

words! {
    /// `<host transport='…'>`. `virStorageNetHostTransport` of libvirt.
    #[derive(Default)]
    pub enum Transport { #[default] Tcp "tcp", Unix "unix", Rdma "rdma", Fd "fd" }
}

words! {
    /// `<source mode='…'>` of a volume. `virStorageSourcePoolMode` of libvirt, without its default.
    pub enum PoolMode { Host "host", Direct "direct" }
}

words! {
    /// `<auth type='…'>`. `virStorageAuthType` of libvirt.
    #[derive(Default)]
    pub enum AuthType { #[default] None "none", Chap "chap", Ceph "ceph" }
}

words! {
    /// What a secret is for. `virSecretUsageType` of libvirt.
    pub enum SecretUsage {
        None "none", Volume "volume", Ceph "ceph", Iscsi "iscsi", Tls "tls", Vtpm "vtpm",
    }
}

words! {
    /// `<encryption format='…'>`. `virStorageEncryptionFormatType` of libvirt.
    pub enum EncryptionFormat { Default "default", Qcow "qcow", Luks "luks", Luks2 "luks2", LuksAny "luks-any" }
}

words! {
    /// `<encryption engine='…'>`. `virStorageEncryptionEngine` of libvirt, without its default.
    pub enum EncryptionEngine { Qemu "qemu", Librbd "librbd" }
}

/// Where data is, and how. `virStorageSource` of libvirt.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct StorageSource {
    /// Which kind of thing holds it, and its name.
    pub place: Place,
    /// The format of the image.
    pub format: Option<ImageFormat>,
    /// What few sources have.
    pub rare: Option<Box<RareSource>>,
}

/// Which kind of thing holds data, and its name there.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[allow(missing_docs)]
pub enum Place {
    File(Option<Box<str>>),
    Block(Option<Box<str>>),
    Dir(Option<Box<str>>),
    Network(Box<NetworkPlace>),
    Volume(Box<VolumePlace>),
    Nvme(Box<NvmePlace>),
    VhostUser(Box<(Box<str>, Reconnect)>),
    VhostVdpa(Box<str>),
    Ctl(Option<Box<str>>),
}

/// What few storage sources have.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
pub struct RareSource {
    /// The name of file descriptors handed over by a client.
    pub fdgroup: Option<Box<str>>,
    /// Its number in a chain, which only an active domain has.
    pub index: u32,
    /// Who to be.
    pub auth: Option<Box<Auth>>,
    /// How it is encrypted.
    pub encryption: Option<Box<Encryption>>,
    /// `<reservations>`: who keeps the SCSI reservations.
    pub reservations: Option<Reservations>,
    /// The part of the file that is used: offset and size, in bytes.
    pub slice: Option<(u64, u64)>,
    /// Security labels.
    pub seclabels: Vec<DeviceSeclabel>,
    /// Where qcow2 keeps the data, if elsewhere.
    pub data_store: Option<Box<StorageSource>>,
    /// What this image is a change of.
    pub backing: Option<Backing>,
    /// The greatest size of the format's metadata cache, in bytes; 0 for the default.
    pub metadata_cache_bytes: u64,
}

/// `<backingStore>`.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub enum Backing {
    /// The chain ends here.
    End,
    /// Another image.
    Image(Box<StorageSource>),
}

/// Data that a server has.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct NetworkPlace {
    /// How it is spoken to.
    pub protocol: Protocol,
    /// Its name there: a path, an export, an image.
    pub name: Option<Box<str>>,
    /// The query of a URL.
    pub query: Option<Box<str>>,
    /// Whether TLS is used.
    pub tls: Option<YesNo>,
    /// The name that the server's certificate has to have.
    pub tls_hostname: Option<Box<str>>,
    /// The servers.
    pub hosts: Vec<NetworkHost>,
    /// What only some protocols have.
    pub options: NetworkOptions,
}

/// What only some network protocols have.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct NetworkOptions {
    pub nfs_user: Option<Box<str>>,
    pub nfs_group: Option<Box<str>>,
    pub reconnect_delay_s: u32,
    pub snapshot: Option<Box<str>>,
    pub config_file: Option<Box<str>>,
    pub initiator_iqn: Option<Box<str>>,
    pub ssl_verify: Option<YesNo>,
    /// Names and values.
    pub cookies: Vec<(Box<str>, Box<str>)>,
    pub readahead_bytes: u64,
    pub timeout_s: u64,
    pub known_hosts: Option<Box<str>>,
    pub ssh_user: Option<Box<str>>,
    pub ssh_keyfile: Option<Box<str>>,
    pub ssh_agent: Option<Box<str>>,
}

attributes! {
    /// `<host>`: a server of network storage. `virStorageNetHostDef` of libvirt.
    pub struct NetworkHost {
        name: Option<Box<str>> = "name",
        port: u32 = "port",
        transport: Transport = "transport",
        socket: Option<Box<str>> = "socket",
    }
}

attributes! {
    /// A volume of a storage pool. `virStorageSourcePoolDef` of libvirt.
    pub struct VolumePlace {
        pool: Option<Box<str>> = "pool",
        volume: Option<Box<str>> = "volume",
        mode: Option<PoolMode> = "mode",
    }
}

/// A namespace of an NVMe controller of the host.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct NvmePlace {
    pub managed: Option<YesNo>,
    pub namespace: u64,
    pub address: PciAddress,
}

/// How a secret is named.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[allow(missing_docs)]
pub enum SecretLookup {
    Uuid(Uuid),
    Usage(Box<str>),
}

/// `<auth>`. `virStorageAuthDef` of libvirt.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct Auth {
    /// Who to be.
    pub username: Box<str>,
    /// How to prove it.
    pub auth_type: AuthType,
    /// The secret's type, as it came.
    pub secret_type: Option<Box<str>>,
    /// The secret.
    pub secret: SecretLookup,
}

/// `<encryption>`. `virStorageEncryption` of libvirt.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct Encryption {
    /// The format.
    pub format: EncryptionFormat,
    /// Who does it.
    pub engine: Option<EncryptionEngine>,
    /// The passphrases.
    pub secrets: Vec<SecretLookup>,
    /// `<cipher>`, and `<ivgen>` with its name and hash.
    pub cipher: Option<Box<Cipher>>,
}

/// `<cipher>` and `<ivgen>` of an encryption.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Cipher {
    pub name: Box<str>,
    pub size: u32,
    pub mode: Option<Box<str>>,
    pub hash: Option<Box<str>>,
    pub ivgen: Option<(Box<str>, Option<Box<str>>)>,
}

/// `<reservations>`. `virStoragePRDef` of libvirt.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct Reservations {
    /// Whether libvirt runs the daemon.
    pub managed: YesNo,
    /// Whether they move with the domain.
    pub migration: Option<YesNo>,
    /// The daemon's socket.
    pub path: Option<Box<str>>,
}

/// `<reconnect>`: whether a lost connection is made again, and after how long.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Reconnect {
    pub enabled: Option<YesNo>,
    pub timeout_s: u32,
}

/// `<seclabel>` of a device. `virSecurityDeviceLabelDef` of libvirt.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct DeviceSeclabel {
    pub model: Option<Box<str>>,
    pub relabel: bool,
    pub labelskip: bool,
    pub label: Option<Box<str>>,
}

impl Default for StorageSource {
    fn default() -> Self {
        Self { place: Place::File(None), format: None, rare: None }
    }
}

impl Place {
    /// Which kind it is.
    pub fn kind(&self) -> StorageType {
        match self {
            Self::File(_) => StorageType::File,
            Self::Block(_) => StorageType::Block,
            Self::Dir(_) => StorageType::Dir,
            Self::Network(_) => StorageType::Network,
            Self::Volume(_) => StorageType::Volume,
            Self::Nvme(_) => StorageType::Nvme,
            Self::VhostUser(_) => StorageType::VhostUser,
            Self::VhostVdpa(_) => StorageType::VhostVdpa,
            Self::Ctl(_) => StorageType::Ctl,
        }
    }
}

impl StorageSource {
    /// The path or name, as `virDomainDiskGetSource` of libvirt has it.
    pub fn path(&self) -> Option<&str> {
        match &self.place {
            Place::File(path) | Place::Block(path) | Place::Dir(path) | Place::Ctl(path) => path.as_deref(),
            Place::Network(network) => network.name.as_deref(),
            _ => None,
        }
    }

    /// Whether there is no medium. `virStorageSourceIsEmpty` of libvirt.
    pub fn is_empty(&self) -> bool {
        match &self.place {
            Place::File(path) | Place::Block(path) | Place::Dir(path) | Place::Ctl(path) => path.is_none(),
            Place::Network(network) => network.protocol == Protocol::None,
            _ => false,
        }
    }

    /// The rare part, made if it is not there.
    pub fn rare_mut(&mut self) -> &mut RareSource {
        self.rare.get_or_insert_default()
    }

    /// The images, from this one down.
    pub fn chain(&self) -> impl Iterator<Item = &StorageSource> {
        std::iter::successors(Some(self), |source| match source.rare.as_ref()?.backing.as_ref()? {
            Backing::Image(image) => Some(image),
            Backing::End => None,
        })
    }
}
