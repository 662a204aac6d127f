//! What every device may have beside its own settings: an address, an alias, a boot order, a ROM.

use std::num::NonZeroU32;

use serde::{Deserialize, Serialize};

use crate::ground::{Bitmap, OnOff, YesNo};
use crate::{attributes, words};

/// What any device may have. `virDomainDeviceInfo` of libvirt.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
pub struct DeviceInfo {
    /// Where the guest finds it.
    pub address: Option<Address>,
    /// What few devices have.
    pub rare: Option<Box<RareInfo>>,
}

/// The part of [`DeviceInfo`] that few devices have.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
pub struct RareInfo {
    /// Its name for management; a user's own begins with `ua-`.
    pub alias: Option<Box<str>>,
    /// Its place in the order of booting, counted from 1.
    pub boot_order: Option<NonZeroU32>,
    /// What an s390 boot loader is told to boot.
    pub loadparm: Option<Box<str>>,
    /// The USB port of the master controller at which a companion's ports begin.
    pub master_startport: Option<u32>,
    /// `<rom>`.
    pub rom: Rom,
    /// `<acpi index>`; 0 for none.
    pub acpi_index: u32,
    /// `<acpi nodeset>`: NUMA nodes.
    pub acpi_nodeset: Option<Bitmap>,
}

attributes! {
    /// `<rom>`: the firmware of a PCI device.
    pub struct Rom {
        enabled: Option<YesNo> = "enabled",
        bar: Option<OnOff> = "bar",
        file: Option<Box<str>> = "file",
    }
}

words! {
    /// `<address type='…'>`. `virDomainDeviceAddressType` of libvirt.
    pub enum AddressType {
        Pci "pci", Drive "drive", VirtioSerial "virtio-serial", Ccid "ccid", Usb "usb", SpaprVio "spapr-vio",
        VirtioS390 "virtio-s390", Ccw "ccw", VirtioMmio "virtio-mmio", Isa "isa", Dimm "dimm",
        Unassigned "unassigned",
    }
}

/// `<address>`: where a guest finds a device.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[allow(missing_docs)]
pub enum Address {
    Pci(PciAddress),
    Drive(DriveAddress),
    VirtioSerial {
        controller: u32,
        bus: u32,
        port: u32,
    },
    Ccid {
        controller: u32,
        slot: u32,
    },
    /// The port is a path through hubs, up to four deep.
    Usb {
        bus: u32,
        port: Option<Box<[u32; 4]>>,
    },
    SpaprVio {
        reg: Option<u64>,
    },
    Ccw {
        cssid: u32,
        ssid: u32,
        devno: u32,
    },
    VirtioMmio,
    Isa {
        iobase: u32,
        irq: u32,
    },
    Dimm {
        slot: u32,
        base: u64,
    },
    Unassigned,
}

/// An address on a PCI bus. `virPCIDeviceAddress` of libvirt.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct PciAddress {
    pub domain: u32,
    pub bus: u8,
    pub slot: u8,
    pub function: u8,
    pub multifunction: Option<OnOff>,
    /// The s390 identity of a PCI function.
    pub zpci: Option<Box<Zpci>>,
}

/// `<zpci>`: how s390 numbers a PCI function.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Zpci {
    pub uid: u32,
    pub fid: u32,
}

/// An address on a disk controller. `virDomainDeviceDriveAddress` of libvirt.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct DriveAddress {
    pub controller: u32,
    pub bus: u32,
    pub target: u32,
    pub unit: u32,
}

attributes! {
    /// What a virtio device's `<driver>` may ask of the transport. `virDomainVirtioOptions` of libvirt.
    pub struct VirtioOptions {
        iommu: Option<OnOff> = "iommu",
        ats: Option<OnOff> = "ats",
        packed: Option<OnOff> = "packed",
        page_per_vq: Option<OnOff> = "page_per_vq",
    }
}

impl PciAddress {
    /// Whether it says nothing but that the device is on some PCI bus.
    pub fn is_empty(&self) -> bool {
        self.domain == 0 && self.bus == 0 && self.slot == 0
    }
}

impl Address {
    /// Which kind it is.
    pub fn kind(&self) -> AddressType {
        match self {
            Self::Pci(_) => AddressType::Pci,
            Self::Drive(_) => AddressType::Drive,
            Self::VirtioSerial { .. } => AddressType::VirtioSerial,
            Self::Ccid { .. } => AddressType::Ccid,
            Self::Usb { .. } => AddressType::Usb,
            Self::SpaprVio { .. } => AddressType::SpaprVio,
            Self::Ccw { .. } => AddressType::Ccw,
            Self::VirtioMmio => AddressType::VirtioMmio,
            Self::Isa { .. } => AddressType::Isa,
            Self::Dimm { .. } => AddressType::Dimm,
            Self::Unassigned => AddressType::Unassigned,
        }
    }
}

impl DeviceInfo {
    /// The kind of its address.
    pub fn address_kind(&self) -> Option<AddressType> {
        self.address.as_ref().map(Address::kind)
    }

    /// Its address on a disk controller.
    pub fn drive(&self) -> Option<DriveAddress> {
        match self.address {
            Some(Address::Drive(drive)) => Some(drive),
            _ => None,
        }
    }

    /// Its alias.
    pub fn alias(&self) -> Option<&str> {
        self.rare.as_ref()?.alias.as_deref()
    }

    /// Its place in the order of booting.
    pub fn boot_order(&self) -> Option<NonZeroU32> {
        self.rare.as_ref()?.boot_order
    }

    /// The port of the master controller at which a USB companion begins.
    pub fn master_startport(&self) -> Option<u32> {
        self.rare.as_ref()?.master_startport
    }

    /// The rare part, made if it is not there.
    pub fn rare_mut(&mut self) -> &mut RareInfo {
        self.rare.get_or_insert_default()
    }
}
