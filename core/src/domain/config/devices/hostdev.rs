//! Devices of the host that are given to a guest.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::disk::{Sgio, StartupPolicy};
use super::info::{DeviceInfo, PciAddress};
use super::storage::{Auth, NetworkHost};
use crate::ground::{OnOff, YesNo};
use crate::netdev::IpInfo;
use crate::{attributes, words};

words! {
    /// `<hostdev mode='…'>`. `virDomainHostdevMode` of libvirt.
    pub enum HostdevMode { Subsystem "subsystem", Capabilities "capabilities" }
}

words! {
    /// `<hostdev type='…'>` of a subsystem. `virDomainHostdevSubsysType` of libvirt.
    pub enum Subsystem { Usb "usb", Pci "pci", Scsi "scsi", ScsiHost "scsi_host", Mdev "mdev" }
}

words! {
    /// `<hostdev type='…'>` of a capability. `virDomainHostdevCapsType` of libvirt.
    pub enum Capability { Storage "storage", Misc "misc", Net "net" }
}

words! {
    /// `<source guestReset='…'>`. `virDomainHostdevSubsysUSBGuestReset` of libvirt, without its default.
    pub enum GuestReset { Off "off", Uninitialized "uninitialized", On "on" }
}

words! {
    /// `<driver name='…'>` of a PCI device. `virDeviceHostdevPCIDriverName` of libvirt, without its default.
    pub enum PciDriverName { Kvm "kvm", Vfio "vfio", Xen "xen" }
}

words! {
    /// `<source protocol='…'>` of a SCSI device. `virDomainHostdevSCSIProtocolType` of libvirt.
    #[derive(Default)]
    pub enum ScsiProtocol { #[default] Adapter "adapter", Iscsi "iscsi" }
}

words! {
    /// `<source protocol='…'>` of a SCSI host. `virDomainHostdevSubsysSCSIHostProtocolType` of libvirt.
    pub enum ScsiHostProtocol { Vhost "vhost" }
}

words! {
    /// `<hostdev model='…'>` of a SCSI host. `virDomainHostdevSubsysSCSIVHostModelType` of libvirt.
    #[derive(Default)]
    pub enum ScsiHostModel {
        #[default] Default "default", Virtio "virtio", VirtioTransitional "virtio-transitional",
        VirtioNonTransitional "virtio-non-transitional",
    }
}

words! {
    /// `<hostdev model='…'>` of a mediated device. `virMediatedDeviceModelType` of libvirt.
    pub enum MdevModel { VfioPci "vfio-pci", VfioCcw "vfio-ccw", VfioAp "vfio-ap" }
}

words! {
    /// `<teaming type='…'>`. `virDomainNetTeamingType` of libvirt, without its absent value.
    pub enum TeamingType { Persistent "persistent", Transient "transient" }
}

/// `<hostdev>`. `virDomainHostdevDef` of libvirt.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct Hostdev {
    /// Which device of the host.
    pub source: HostdevSource,
    /// Whether libvirt takes it from the host's driver and gives it back.
    pub managed: bool,
    /// Whether the guest may only read.
    pub readonly: bool,
    /// Whether other guests use it at the same time.
    pub shareable: bool,
    /// How it is paired with another interface.
    pub teaming: Option<(TeamingType, Option<Box<str>>)>,
    /// What any device has.
    pub info: DeviceInfo,
}

/// Which device of a host.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[allow(missing_docs)]
pub enum HostdevSource {
    Usb(UsbSource),
    Pci(Box<PciSource>),
    Scsi(Box<ScsiSource>),
    ScsiHost {
        model: ScsiHostModel,
        wwpn: Box<str>,
    },
    Mdev {
        model: MdevModel,
        display: Option<OnOff>,
        ramfb: Option<OnOff>,
        uuid: Uuid,
    },
    /// A block device of a container.
    Storage(Box<str>),
    /// A character device of a container.
    Misc(Box<str>),
    /// A network interface of a container.
    Net(Box<str>, IpInfo),
}

/// A USB device of the host.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct UsbSource {
    pub startup_policy: Option<StartupPolicy>,
    pub auto_address: bool,
    pub guest_reset: Option<GuestReset>,
    /// Vendor and product.
    pub id: Option<(u32, u32)>,
    pub bus: u32,
    pub device: u32,
    /// The path of ports, instead of the device's number.
    pub port: Option<Box<str>>,
}

/// A PCI device of the host.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct PciSource {
    pub address: PciAddress,
    pub write_filtering: Option<YesNo>,
    pub driver: PciDriver,
    pub display: Option<OnOff>,
    pub ramfb: Option<OnOff>,
}

attributes! {
    /// `<driver>` of a PCI device of the host.
    pub struct PciDriver {
        name: Option<PciDriverName> = "name",
        model: Option<Box<str>> = "model",
        iommufd: Option<YesNo> = "iommufd",
    }
}

/// A SCSI device of the host.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct ScsiSource {
    pub sgio: Option<Sgio>,
    pub rawio: Option<YesNo>,
    pub unit: ScsiUnit,
}

/// A unit behind a SCSI adapter, or of an iSCSI target.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[allow(missing_docs)]
pub enum ScsiUnit {
    Adapter { name: Box<str>, bus: u32, target: u32, unit: u64 },
    Iscsi { name: Box<str>, host: NetworkHost, auth: Option<Box<Auth>>, initiator_iqn: Option<Box<str>> },
}

impl HostdevSource {
    /// Which subsystem it is of; none for those of containers.
    pub fn subsystem(&self) -> Option<Subsystem> {
        match self {
            Self::Usb(_) => Some(Subsystem::Usb),
            Self::Pci(_) => Some(Subsystem::Pci),
            Self::Scsi(_) => Some(Subsystem::Scsi),
            Self::ScsiHost { .. } => Some(Subsystem::ScsiHost),
            Self::Mdev { .. } => Some(Subsystem::Mdev),
            _ => None,
        }
    }
}
