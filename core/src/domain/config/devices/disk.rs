//! Disks.

use std::num::NonZeroU32;

use serde::{Deserialize, Serialize};

use super::info::{DeviceInfo, VirtioOptions};
use super::storage::StorageSource;
use crate::ground::{OnOff, YesNo};
use crate::{attributes, words};

words! {
    /// `<disk device='…'>`. `virDomainDiskDevice` of libvirt.
    pub enum DiskDevice { Disk "disk", Cdrom "cdrom", Floppy "floppy", Lun "lun" }
}

words! {
    /// `<target bus='…'>`. `virDomainDiskBus` of libvirt.
    pub enum DiskBus {
        Ide "ide", Fdc "fdc", Scsi "scsi", Virtio "virtio", Xen "xen", Usb "usb", Uml "uml", Sata "sata", Sd "sd",
        Nvme "nvme",
    }
}

words! {
    /// `<disk model='…'>`. `virDomainDiskModel` of libvirt.
    #[derive(Default)]
    pub enum DiskModel {
        #[default] Default "default", Virtio "virtio", VirtioTransitional "virtio-transitional",
        VirtioNonTransitional "virtio-non-transitional", UsbStorage "usb-storage", UsbBot "usb-bot",
    }
}

words! {
    /// `<disk snapshot='…'>`. `virDomainSnapshotLocation` of libvirt, without its default.
    pub enum SnapshotLocation { No "no", Internal "internal", External "external", Manual "manual" }
}

words! {
    /// `<disk sgio='…'>`. `virDomainDeviceSGIO` of libvirt, without its default.
    pub enum Sgio { Filtered "filtered", Unfiltered "unfiltered" }
}

words! {
    /// `<source startupPolicy='…'>`. `virDomainStartupPolicy` of libvirt, without its default.
    pub enum StartupPolicy { Mandatory "mandatory", Requisite "requisite", Optional "optional" }
}

words! {
    /// `<target tray='…'>`. `virDomainDiskTray` of libvirt.
    #[derive(Default)]
    pub enum Tray { #[default] Closed "closed", Open "open" }
}

words! {
    /// `<driver cache='…'>`. `virDomainDiskCache` of libvirt.
    #[derive(Default)]
    pub enum DiskCache {
        #[default] Default "default", None "none", Writethrough "writethrough", Writeback "writeback",
        Directsync "directsync", Unsafe "unsafe",
    }
}

words! {
    /// `<driver error_policy='…'>`. `virDomainDiskErrorPolicy` of libvirt, without its default.
    pub enum ErrorPolicy { Stop "stop", Report "report", Ignore "ignore", Enospace "enospace" }
}

words! {
    /// `<driver io='…'>`. `virDomainDiskIo` of libvirt, without its default.
    pub enum DiskIo { Native "native", Threads "threads", IoUring "io_uring" }
}

words! {
    /// `<driver discard='…'>`. `virDomainDiskDiscard` of libvirt, without its default.
    pub enum Discard { Unmap "unmap", Ignore "ignore" }
}

words! {
    /// `<driver detect_zeroes='…'>`. `virDomainDiskDetectZeroes` of libvirt, without its default.
    pub enum DetectZeroes { Off "off", On "on", Unmap "unmap" }
}

words! {
    /// `<geometry trans='…'>`. `virDomainDiskGeometryTrans` of libvirt, without its default.
    pub enum Translation { None "none", Auto "auto", Lba "lba" }
}

/// `<disk>`. `virDomainDiskDef` of libvirt.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct Disk {
    /// What the guest sees it as.
    pub device: DiskDevice,
    /// How it is plugged in; every disk has one after post-parsing.
    pub bus: Option<DiskBus>,
    /// Whether the guest may only read.
    pub readonly: bool,
    /// Whether other guests use it at the same time.
    pub shareable: bool,
    /// Its name in the guest, without which no disk is valid.
    pub target: Option<Box<str>>,
    /// Where its data is.
    pub source: StorageSource,
    /// `<driver>`.
    pub driver: Option<Box<DiskDriver>>,
    /// What any device has.
    pub info: DeviceInfo,
    /// What few disks have.
    pub rare: Option<Box<RareDisk>>,
}

attributes! {
    /// `<driver>` of a disk, beside the image's format.
    pub struct DiskDriver {
        cache: DiskCache = "cache",
        error_policy: Option<ErrorPolicy> = "error_policy",
        rerror_policy: Option<ErrorPolicy> = "rerror_policy",
        io: Option<DiskIo> = "io",
        ioeventfd: Option<OnOff> = "ioeventfd",
        event_idx: Option<OnOff> = "event_idx",
        copy_on_read: Option<OnOff> = "copy_on_read",
        discard: Option<Discard> = "discard",
        iothread: Option<NonZeroU32> = "iothread",
        detect_zeroes: Option<DetectZeroes> = "detect_zeroes",
        discard_no_unref: Option<OnOff> = "discard_no_unref",
        queues: u32 = "queues",
        queue_size: u32 = "queue_size",
    }
}

/// What few disks have.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct RareDisk {
    pub driver_name: Option<Box<str>>,
    pub model: DiskModel,
    pub rawio: Option<YesNo>,
    pub sgio: Option<Sgio>,
    pub snapshot: Option<SnapshotLocation>,
    pub startup_policy: Option<StartupPolicy>,
    pub tray: Tray,
    pub removable: Option<OnOff>,
    pub rotation_rate: u32,
    pub dpofua: Option<OnOff>,
    pub geometry: Geometry,
    pub blockio: BlockIo,
    pub virtio: VirtioOptions,
    pub iothreads: Vec<IothreadMapping>,
    pub statistics: Vec<Statistic>,
    /// Whether `<auth>` and `<encryption>` stand in `<disk>`, where they once belonged, and not in `<source>`.
    pub auth_in_disk: bool,
    pub encryption_in_disk: bool,
    /// What is written is thrown away; and whether other transient disks share what is beneath.
    #[serde(with = "crate::ground::nested")]
    pub transient: Option<Option<YesNo>>,
    pub iotune: Option<Box<IoTune>>,
    pub throttle_filters: Vec<Box<str>>,
    pub backend_domain: Option<Box<str>>,
    pub serial: Option<Box<str>>,
    pub wwn: Option<Box<str>>,
    pub vendor: Option<Box<str>>,
    pub product: Option<Box<str>>,
}

attributes! {
    /// `<geometry>`: cylinders, heads and sectors as a BIOS sees them.
    pub struct Geometry {
        cyls: u32 = "cyls",
        heads: u32 = "heads",
        secs: u32 = "secs",
        trans: Option<Translation> = "trans",
    }
}

attributes! {
    /// `<blockio>`: sizes in bytes that the guest is told.
    pub struct BlockIo {
        logical_block_size: u32 = "logical_block_size",
        physical_block_size: u32 = "physical_block_size",
        discard_granularity: Option<u32> = "discard_granularity",
    }
}

/// `<iothread>` in `<iothreads>` of a driver: a thread and the queues that it serves.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct IothreadMapping {
    pub id: u32,
    pub queues: Vec<u32>,
}

/// An element of `<statistics>` of a disk's driver.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub enum Statistic {
    /// `<statistic>`, whose interval is in seconds.
    Interval(u32),
    /// `<latency-histogram>`: what is measured, and where its bins begin, in nanoseconds.
    Histogram(Option<Latency>, Vec<u64>),
}

words! {
    /// `<latency-histogram type='…'>`: what a histogram counts.
    pub enum Latency { Read "read", Write "write", Zone "zone", Flush "flush" }
}

/// Declares [`IoTune`] with the list of its numbers, named as their elements.
macro_rules! iotune {
    ($($name:ident),*) => {
        /// `<iotune>`: how much a disk may do. `virDomainBlockIoTuneInfo` of libvirt.
        #[derive(Clone, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
        #[allow(missing_docs)]
        pub struct IoTune { $(pub $name: u64,)* pub group_name: Option<Box<str>> }

        impl IoTune {
            /// The names of the numbers, in the order in which libvirt reads them.
            pub const NAMES: &'static [&'static str] = &[$(stringify!($name)),*];

            /// The numbers, in the order of their names.
            pub fn numbers(&self) -> impl Iterator<Item = u64> {
                [$(self.$name),*].into_iter()
            }

            /// The numbers, in the order of their names, to be set.
            pub fn numbers_mut(&mut self) -> impl Iterator<Item = &mut u64> {
                [$(&mut self.$name),*].into_iter()
            }
        }
    };
}

iotune!(
    total_bytes_sec,
    read_bytes_sec,
    write_bytes_sec,
    total_iops_sec,
    read_iops_sec,
    write_iops_sec,
    total_bytes_sec_max,
    read_bytes_sec_max,
    write_bytes_sec_max,
    total_iops_sec_max,
    read_iops_sec_max,
    write_iops_sec_max,
    size_iops_sec,
    total_bytes_sec_max_length,
    read_bytes_sec_max_length,
    write_bytes_sec_max_length,
    total_iops_sec_max_length,
    read_iops_sec_max_length,
    write_iops_sec_max_length
);

impl IoTune {
    /// Whether a number is set. `virDomainBlockIoTuneInfoHasAny` of libvirt.
    pub fn has_any(&self) -> bool {
        self.numbers().any(|number| number != 0)
    }
}

impl Disk {
    /// The rare part, made if it is not there.
    pub fn rare_mut(&mut self) -> &mut RareDisk {
        self.rare.get_or_insert_default()
    }
}
