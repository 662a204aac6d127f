//! Directories and file systems of the host that a guest sees.

use serde::{Deserialize, Serialize};

use super::info::{DeviceInfo, VirtioOptions};
use super::storage::{ImageFormat, VolumePlace};
use crate::ground::OnOff;
use crate::words;

words! {
    /// `<filesystem type='…'>`. `virDomainFSType` of libvirt.
    #[derive(Default)]
    pub enum FilesystemType {
        #[default] Mount "mount", Block "block", File "file", Template "template", Ram "ram", Bind "bind",
        Volume "volume",
    }
}

words! {
    /// `<filesystem accessmode='…'>`. `virDomainFSAccessMode` of libvirt.
    #[derive(Default)]
    pub enum AccessMode { #[default] Default "", Passthrough "passthrough", Mapped "mapped", Squash "squash" }
}

words! {
    /// `<filesystem model='…'>`. `virDomainFSModel` of libvirt, without its default.
    pub enum FilesystemModel {
        Virtio "virtio", VirtioTransitional "virtio-transitional",
        VirtioNonTransitional "virtio-non-transitional",
    }
}

words! {
    /// `<filesystem multidevs='…'>`. `virDomainFSMultidevs` of libvirt.
    #[derive(Default)]
    pub enum Multidevs { #[default] Default "default", Remap "remap", Forbid "forbid", Warn "warn" }
}

words! {
    /// `<driver type='…'>` of a file system. `virDomainFSDriverType` of libvirt.
    #[derive(Default)]
    pub enum FilesystemDriver {
        #[default] Default "default", Path "path", Handle "handle", Loop "loop", Nbd "nbd", Ploop "ploop",
        Virtiofs "virtiofs", Mtp "mtp",
    }
}

words! {
    /// `<driver wrpolicy='…'>`. `virDomainFSWrpolicy` of libvirt.
    #[derive(Default)]
    pub enum WritePolicy { #[default] Default "default", Immediate "immediate" }
}

words! {
    /// `<cache mode='…'>`. `virDomainFSCacheMode` of libvirt, without its default.
    pub enum VirtiofsCache { None "none", Always "always" }
}

words! {
    /// `<sandbox mode='…'>`. `virDomainFSSandboxMode` of libvirt, without its default.
    pub enum VirtiofsSandbox { Namespace "namespace", Chroot "chroot" }
}

/// `<filesystem>`. `virDomainFSDef` of libvirt.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
pub struct Filesystem {
    /// What stands behind it.
    pub filesystem_type: FilesystemType,
    /// How files are owned.
    pub access_mode: AccessMode,
    /// The virtio model.
    pub model: Option<FilesystemModel>,
    /// How several devices of the host are told apart.
    pub multidevs: Multidevs,
    /// The mode of new files; 0 for none said.
    pub file_mode: u16,
    /// The mode of new directories; 0 for none said.
    pub directory_mode: u16,
    /// What drives it.
    pub driver: FilesystemDriver,
    /// The format of a file or block device.
    pub format: Option<ImageFormat>,
    /// When the host writes.
    pub write_policy: WritePolicy,
    /// What a virtio device's driver may ask of the transport.
    pub virtio: VirtioOptions,
    /// The directory, file, block device or template.
    pub source: Option<Box<str>>,
    /// The socket of a daemon that is run by somebody else.
    pub socket: Option<Box<str>>,
    /// How much memory a file system in memory may use, in bytes.
    pub usage: u64,
    /// The volume of a storage pool.
    pub volume: Option<Box<VolumePlace>>,
    /// What virtiofs has.
    pub virtiofs: Option<Box<Virtiofs>>,
    /// How the guest finds it.
    pub target: Option<Box<str>>,
    /// Whether the guest may not write.
    pub readonly: bool,
    /// The limit of space, in bytes; 0 for none.
    pub space_hard_limit: u64,
    /// The limit of space that may be exceeded for a time, in bytes; 0 for none.
    pub space_soft_limit: u64,
    /// What any device has.
    pub info: DeviceInfo,
}

/// What a file system by virtiofs has.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Virtiofs {
    pub queue: u64,
    pub binary: Option<Box<str>>,
    pub xattr: Option<OnOff>,
    pub cache: Option<VirtiofsCache>,
    pub sandbox: Option<VirtiofsSandbox>,
    pub lock_posix: Option<OnOff>,
    pub lock_flock: Option<OnOff>,
    pub thread_pool: Option<u32>,
    pub open_files: u64,
    /// Users and groups of the guest and the host's that stand for them.
    pub idmap: IdMaps,
}

/// Start, target and count of each mapping of users, and of each of groups; each list by its starts.
pub type IdMaps = [Vec<[u32; 3]>; 2];
