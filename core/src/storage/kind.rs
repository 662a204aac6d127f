//! What kinds of pool there are, and what each asks for: `poolTypeInfo` of libvirt's `storage_conf`, as data.

use crate::ground::Word;
use crate::words;

words! {
    /// `<pool type='…'>`. `virStoragePoolType` of libvirt.
    #[derive(Default)]
    pub enum PoolType {
        #[default] Dir "dir", Fs "fs", Netfs "netfs", Logical "logical", Disk "disk", Iscsi "iscsi",
        IscsiDirect "iscsi-direct", Scsi "scsi", Mpath "mpath", Rbd "rbd", Sheepdog "sheepdog", Gluster "gluster", Zfs "zfs",
        Vstorage "vstorage",
    }
}

words! {
    /// `<source><format type='…'/>` of pools. Which of them a type of pool knows is in its [`Options`].
    pub enum PoolFormat {
        Auto "auto", Ext2 "ext2", Ext3 "ext3", Ext4 "ext4", Ufs "ufs", Iso9660 "iso9660", Udf "udf", Gfs "gfs", Gfs2 "gfs2",
        Vfat "vfat", HfsPlus "hfs+", Xfs "xfs", Ocfs2 "ocfs2", Vmfs "vmfs", Nfs "nfs", Glusterfs "glusterfs", Cifs "cifs",
        Unknown "unknown", Dos "dos", Dvh "dvh", Gpt "gpt", Mac "mac", Bsd "bsd", Pc98 "pc98", Sun "sun", Lvm2 "lvm2",
    }
}

words! {
    /// `<format type='…'>` of volumes: `virStorageFileFormat` and, for partitions, `virStorageVolFormatDisk` of libvirt.
    pub enum VolumeFormat {
        None "none", Raw "raw", Dir "dir", Bochs "bochs", Cloop "cloop", Dmg "dmg", Iso "iso", Vpc "vpc", Vdi "vdi",
        Fat "fat", Vhd "vhd", Ploop "ploop", Cow "cow", Qcow "qcow", Qcow2 "qcow2", Qed "qed", Vmdk "vmdk", Linux "linux",
        Fat16 "fat16", Fat32 "fat32", LinuxSwap "linux-swap", LinuxLvm "linux-lvm", LinuxRaid "linux-raid",
        Extended "extended",
    }
}

words! {
    /// `<volume type='…'>`. `virStorageVolType` of libvirt.
    #[derive(Default)]
    pub enum VolumeType {
        #[default] File "file", Block "block", Dir "dir", Network "network", Netdir "netdir", Ploop "ploop",
    }
}

impl VolumeType {
    /// libvirt's number for it: `virStorageVolInfo` has it.
    pub fn number(self) -> i32 {
        Self::ALL.iter().position(|one| *one == self).map_or(0, |place| place as i32)
    }
}

/// What a type of pool has as its source, and the formats that it and its volumes can have.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// `<host>`.
    pub host: bool,
    /// `<device>`.
    pub device: bool,
    /// `<dir>`.
    pub dir: bool,
    /// `<adapter>`.
    pub adapter: bool,
    /// `<name>`.
    pub name: bool,
    /// `<initiator>`.
    pub initiator: bool,
    /// Its volumes are elsewhere: it has no target here.
    pub network: bool,
    /// Formats of its source, in libvirt's order; none where a source has no format.
    pub formats: &'static [PoolFormat],
    /// Its source's format where none is said.
    pub default_format: Option<PoolFormat>,
    /// Formats of its volumes, the first where none is said; none where volumes have no format.
    pub volume_formats: &'static [VolumeFormat],
    /// What its volumes are: `testStorageVolumeTypeForPool` of the test driver.
    pub volumes: VolumeType,
}

const NOTHING: Options = Options {
    host: false,
    device: false,
    dir: false,
    adapter: false,
    name: false,
    initiator: false,
    network: false,
    formats: &[],
    default_format: None,
    volume_formats: &[],
    volumes: VolumeType::Block,
};

use PoolFormat as P;
use VolumeFormat as V;

const FILE_FORMATS: &[VolumeFormat] = &[
    V::Raw,
    V::Dir,
    V::Bochs,
    V::Cloop,
    V::Dmg,
    V::Iso,
    V::Vpc,
    V::Vdi,
    V::Fat,
    V::Vhd,
    V::Ploop,
    V::Cow,
    V::Qcow,
    V::Qcow2,
    V::Qed,
    V::Vmdk,
];
const PARTITION_FORMATS: &[VolumeFormat] =
    &[V::None, V::Linux, V::Fat16, V::Fat32, V::LinuxSwap, V::LinuxLvm, V::LinuxRaid, V::Extended];
const FILESYSTEMS: &[PoolFormat] = &[
    P::Auto,
    P::Ext2,
    P::Ext3,
    P::Ext4,
    P::Ufs,
    P::Iso9660,
    P::Udf,
    P::Gfs,
    P::Gfs2,
    P::Vfat,
    P::HfsPlus,
    P::Xfs,
    P::Ocfs2,
    P::Vmfs,
];
/// Formats of file systems of other hosts; libvirt tells of any source's format with them where a protocol does not fit.
pub const NET_FILESYSTEMS: &[PoolFormat] = &[P::Auto, P::Nfs, P::Glusterfs, P::Cifs];
const PARTITION_TABLES: &[PoolFormat] =
    &[P::Unknown, P::Dos, P::Dvh, P::Gpt, P::Mac, P::Bsd, P::Pc98, P::Sun, P::Lvm2];
const VOLUME_GROUPS: &[PoolFormat] = &[P::Unknown, P::Lvm2];

const FILES: Options = Options { volume_formats: FILE_FORMATS, volumes: VolumeType::File, ..NOTHING };
const ELSEWHERE: Options = Options { host: true, network: true, volumes: VolumeType::Network, ..NOTHING };

/// The flags of `virConnectListAllStoragePools` that ask for types of pools.
pub const TYPE_BITS: u32 = 0xf_ffc0;

impl PoolType {
    /// The flag of `virConnectListAllStoragePools` that asks for it.
    pub const fn list_bit(self) -> u32 {
        match self {
            Self::Dir => 1 << 6,
            Self::Fs => 1 << 7,
            Self::Netfs => 1 << 8,
            Self::Logical => 1 << 9,
            Self::Disk => 1 << 10,
            Self::Iscsi => 1 << 11,
            Self::Scsi => 1 << 12,
            Self::Mpath => 1 << 13,
            Self::Rbd => 1 << 14,
            Self::Sheepdog => 1 << 15,
            Self::Gluster => 1 << 16,
            Self::Zfs => 1 << 17,
            Self::Vstorage => 1 << 18,
            Self::IscsiDirect => 1 << 19,
        }
    }

    /// What it asks for.
    pub const fn options(self) -> Options {
        match self {
            Self::Dir => FILES,
            Self::Fs => {
                Options { device: true, formats: FILESYSTEMS, default_format: Some(P::Auto), ..FILES }
            }
            Self::Netfs => Options {
                host: true,
                dir: true,
                formats: NET_FILESYSTEMS,
                default_format: Some(P::Auto),
                ..FILES
            },
            Self::Logical => Options {
                name: true,
                device: true,
                formats: VOLUME_GROUPS,
                default_format: Some(P::Lvm2),
                ..NOTHING
            },
            Self::Disk => Options {
                device: true,
                formats: PARTITION_TABLES,
                default_format: Some(P::Unknown),
                volume_formats: PARTITION_FORMATS,
                ..NOTHING
            },
            Self::Iscsi => Options { host: true, device: true, initiator: true, ..NOTHING },
            Self::IscsiDirect => Options { device: true, initiator: true, ..ELSEWHERE },
            Self::Scsi => Options { adapter: true, ..NOTHING },
            Self::Mpath => NOTHING,
            Self::Rbd => Options { name: true, volume_formats: FILE_FORMATS, ..ELSEWHERE },
            Self::Sheepdog => Options { name: true, ..ELSEWHERE },
            Self::Gluster => Options { name: true, dir: true, volume_formats: FILE_FORMATS, ..ELSEWHERE },
            Self::Zfs => Options { name: true, device: true, ..NOTHING },
            Self::Vstorage => Options { name: true, ..FILES },
        }
    }
}

impl Options {
    /// Whether a device is all that a source can be, and so has to be said.
    pub const fn only_device(&self) -> bool {
        let others = self.host || self.dir || self.adapter || self.name || self.initiator || self.network;
        self.device && !others
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn defaults_are_among_the_formats() {
        for pool in PoolType::ALL {
            let options = pool.options();
            assert_eq!(options.default_format.is_some(), !options.formats.is_empty(), "{pool}");
            assert!(options.default_format.is_none_or(|format| options.formats.contains(&format)), "{pool}");
        }
        assert!(PoolType::Fs.options().only_device() && PoolType::Disk.options().only_device());
        assert!(!PoolType::Iscsi.options().only_device());
    }
}
