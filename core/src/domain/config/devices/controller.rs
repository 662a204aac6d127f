//! Controllers: what other devices are plugged into.

use serde::{Deserialize, Serialize};

use super::disk::IothreadMapping;
use super::info::{DeviceInfo, VirtioOptions};
use crate::ground::{OnOff, Word};
use crate::{attributes, words};

words! {
    /// `<controller type='…'>`. `virDomainControllerType` of libvirt.
    #[derive(Default)]
    pub enum ControllerType {
        #[default] Ide "ide", Fdc "fdc", Scsi "scsi", Sata "sata", VirtioSerial "virtio-serial", Ccid "ccid",
        Usb "usb", Pci "pci", Xenbus "xenbus", Isa "isa", Nvme "nvme",
    }
}

words! {
    /// `<controller type='pci' model='…'>`. `virDomainControllerModelPCI` of libvirt.
    pub enum PciModel {
        Root "pci-root", ExpressRoot "pcie-root", Bridge "pci-bridge", DmiToPciBridge "dmi-to-pci-bridge",
        ExpressToPciBridge "pcie-to-pci-bridge", RootPort "pcie-root-port",
        SwitchUpstreamPort "pcie-switch-upstream-port", SwitchDownstreamPort "pcie-switch-downstream-port",
        ExpanderBus "pci-expander-bus", ExpressExpanderBus "pcie-expander-bus",
    }
}

words! {
    /// `<model name='…'/>` of a PCI controller. `virDomainControllerPCIModelName` of libvirt.
    #[derive(Default)]
    pub enum PciModelName {
        #[default] None "none", PciBridge "pci-bridge", I82801b11Bridge "i82801b11-bridge", Ioh3420 "ioh3420",
        X3130Upstream "x3130-upstream", Xio3130Downstream "xio3130-downstream", Pxb "pxb", PxbPcie "pxb-pcie",
        PcieRootPort "pcie-root-port", SpaprPciHostBridge "spapr-pci-host-bridge",
        PciePciBridge "pcie-pci-bridge",
    }
}

words! {
    /// `<controller type='scsi' model='…'>`. `virDomainControllerModelSCSI` of libvirt.
    pub enum ScsiModel {
        Auto "auto", Buslogic "buslogic", Lsilogic "lsilogic", Lsisas1068 "lsisas1068", Vmpvscsi "vmpvscsi",
        Ibmvscsi "ibmvscsi", VirtioScsi "virtio-scsi", Lsisas1078 "lsisas1078",
        VirtioTransitional "virtio-transitional", VirtioNonTransitional "virtio-non-transitional",
        Ncr53c90 "ncr53c90", Dc390 "dc390", Am53c974 "am53c974",
    }
}

words! {
    /// `<controller type='usb' model='…'>`. `virDomainControllerModelUSB` of libvirt.
    pub enum UsbModel {
        Piix3Uhci "piix3-uhci", Piix4Uhci "piix4-uhci", Ehci "ehci", Ich9Ehci1 "ich9-ehci1",
        Ich9Uhci1 "ich9-uhci1", Ich9Uhci2 "ich9-uhci2", Ich9Uhci3 "ich9-uhci3", Vt82c686bUhci "vt82c686b-uhci",
        PciOhci "pci-ohci", NecXhci "nec-xhci", Qusb1 "qusb1", Qusb2 "qusb2", QemuXhci "qemu-xhci", None "none",
    }
}

words! {
    /// `<controller type='ide' model='…'>`. `virDomainControllerModelIDE` of libvirt.
    pub enum IdeModel { Piix3 "piix3", Piix4 "piix4", Ich6 "ich6" }
}

words! {
    /// `<controller type='virtio-serial' model='…'>`. `virDomainControllerModelVirtioSerial` of libvirt.
    pub enum VirtioSerialModel {
        Virtio "virtio", VirtioTransitional "virtio-transitional",
        VirtioNonTransitional "virtio-non-transitional",
    }
}

/// What implements a controller; which words there are depends on its type.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[allow(missing_docs)]
pub enum ControllerModel {
    Pci(PciModel),
    Scsi(ScsiModel),
    Usb(UsbModel),
    Ide(IdeModel),
    VirtioSerial(VirtioSerialModel),
}

/// `<controller>`. `virDomainControllerDef` of libvirt.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct Controller {
    /// What can be plugged into it.
    pub controller_type: ControllerType,
    /// Its number among those of its type; every controller has one after post-parsing.
    pub index: Option<i32>,
    /// What implements it.
    pub model: Option<ControllerModel>,
    /// What any device has.
    pub info: DeviceInfo,
    /// What few controllers have.
    pub rare: Option<Box<RareController>>,
}

/// What few controllers have.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
pub struct RareController {
    /// `<driver>`.
    pub driver: ControllerDriver,
    /// What its driver asks of virtio.
    pub virtio: VirtioOptions,
    /// `<iothreads>` of its driver.
    pub iothreads: Vec<IothreadMapping>,
    /// Attributes of some types.
    pub ports: ControllerPorts,
    /// Settings of PCI controllers.
    pub pci: PciOptions,
    /// The serial number of an NVMe controller.
    pub serial: Option<Box<str>>,
}

attributes! {
    /// `<driver>` of a controller.
    pub struct ControllerDriver {
        queues: u32 = "queues",
        cmd_per_lun: u32 = "cmd_per_lun",
        max_sectors: u32 = "max_sectors",
        ioeventfd: Option<OnOff> = "ioeventfd",
        iothread: u32 = "iothread",
    }
}

attributes! {
    /// Attributes that controllers of some types have: ports of USB and virtio-serial, vectors of virtio-serial, grants
    /// and events of xenbus.
    pub struct ControllerPorts {
        ports: Option<i32> = "ports",
        vectors: Option<i32> = "vectors",
        max_grant_frames: Option<i32> = "maxGrantFrames",
        max_event_channels: Option<i32> = "maxEventChannels",
    }
}

/// Settings of PCI controllers. `virDomainPCIControllerOpts` of libvirt.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct PciOptions {
    pub model_name: PciModelName,
    pub chassis_nr: Option<i32>,
    pub chassis: Option<i32>,
    pub port: Option<i32>,
    pub bus_nr: Option<i32>,
    pub target_index: Option<i32>,
    pub hotplug: Option<OnOff>,
    pub mem_reserve: u64,
    pub numa_node: Option<i32>,
    /// `<pcihole64>`, if there is one.
    pub hole64_kib: Option<u64>,
}

impl ControllerModel {
    /// The model of a word, for a type of controller. `virDomainControllerModelTypeFromString` of libvirt.
    pub fn from_word(controller_type: ControllerType, word: &str) -> Option<Self> {
        match controller_type {
            ControllerType::Pci => Word::from_word(word).map(Self::Pci),
            ControllerType::Scsi => Word::from_word(word).map(Self::Scsi),
            ControllerType::Usb => Word::from_word(word).map(Self::Usb),
            ControllerType::Ide => Word::from_word(word).map(Self::Ide),
            ControllerType::VirtioSerial => Word::from_word(word).map(Self::VirtioSerial),
            _ => None,
        }
    }

    /// The word of the model.
    pub fn word(self) -> &'static str {
        match self {
            Self::Pci(model) => model.word(),
            Self::Scsi(model) => model.word(),
            Self::Usb(model) => model.word(),
            Self::Ide(model) => model.word(),
            Self::VirtioSerial(model) => model.word(),
        }
    }

    /// Whether it is SCSI over virtio.
    pub fn is_virtio_scsi(self) -> bool {
        matches!(
            self,
            Self::Scsi(
                ScsiModel::VirtioScsi | ScsiModel::VirtioTransitional | ScsiModel::VirtioNonTransitional
            )
        )
    }
}

impl Controller {
    /// A controller that another device implies.
    pub fn new(controller_type: ControllerType, index: i32) -> Self {
        let info = DeviceInfo::default();
        Self { controller_type, index: Some(index), model: None, info, rare: None }
    }

    /// Whether it is one of the group that makes up a USB 2 controller.
    pub fn is_usb2(&self) -> bool {
        matches!(
            self.model,
            Some(ControllerModel::Usb(
                UsbModel::Ich9Ehci1 | UsbModel::Ich9Uhci1 | UsbModel::Ich9Uhci2 | UsbModel::Ich9Uhci3
            ))
        )
    }

    /// The rare part, made if it is not there.
    pub fn rare_mut(&mut self) -> &mut RareController {
        self.rare.get_or_insert_default()
    }
}
