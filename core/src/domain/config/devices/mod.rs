//! The devices of a domain.

pub mod chardev;
pub mod controller;
pub mod disk;
pub mod filesystem;
pub mod graphics;
pub mod hostdev;
pub mod info;
pub mod input;
pub mod interface;
pub mod iommu;
pub mod kind;
pub mod memory;
pub mod platform;
pub mod redirdev;
pub mod smartcard;
pub mod sound;
pub mod storage;
pub mod tpm;
pub mod video;

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

pub use chardev::Chardev;
pub use controller::Controller;
pub use disk::Disk;
pub use filesystem::Filesystem;
pub use graphics::Graphics;
pub use hostdev::Hostdev;
pub use info::{Address, DeviceInfo};
pub use input::{Input, Memballoon};
pub use interface::Interface;
pub use iommu::Iommu;
pub use kind::DeviceKind;
pub use memory::{MemoryDevice, Shmem};
pub use platform::{Crypto, Lease, Panic, Pstore, RngDevice, Vsock, Watchdog};
pub use redirdev::{Hub, Redirdev, UsbRule};
pub use smartcard::Smartcard;
pub use sound::{Audio, Sound};
pub use tpm::Tpm;
pub use video::Video;

/// `<devices>`: what a domain is plugged together from, each list in libvirt's order.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
pub struct Devices {
    /// `<emulator>`: the program that runs the guest.
    pub emulator: Option<Box<str>>,
    /// Disks, in the order of the document.
    pub disks: Vec<Disk>,
    /// Controllers, those of a type by their index.
    pub controllers: Vec<Controller>,
    /// Network interfaces.
    pub interfaces: Vec<Interface>,
    /// Serial ports.
    pub serials: Vec<Chardev>,
    /// Consoles; the first one of a full virtual machine may stand for its first serial port.
    pub consoles: Vec<Chardev>,
    /// Channels to the guest.
    pub channels: Vec<Chardev>,
    /// Mice, tablets, keyboards.
    pub inputs: Vec<Input>,
    /// How the screen is looked at.
    pub graphics: Vec<Graphics>,
    /// Video adapters, the primary one first.
    pub videos: Vec<Video>,
    /// The memory balloon.
    pub memballoon: Option<Box<Memballoon>>,
    /// What few domains have.
    pub rare: Option<Box<RareDevices>>,
}

/// The devices that few domains have.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct RareDevices {
    /// Parallel ports.
    pub parallels: Vec<Chardev>,
    /// Devices of the host, without those that are an interface's.
    pub hostdevs: Vec<Hostdev>,
    pub leases: Vec<Lease>,
    pub filesystems: Vec<Filesystem>,
    pub smartcards: Vec<Smartcard>,
    pub tpms: Vec<Tpm>,
    pub sounds: Vec<Sound>,
    pub audios: Vec<Audio>,
    pub redirdevs: Vec<Redirdev>,
    /// `<redirfilter>`: which USB devices may come over the network.
    pub redirfilter: Vec<UsbRule>,
    pub hubs: Vec<Hub>,
    pub watchdogs: Vec<Watchdog>,
    pub rngs: Vec<RngDevice>,
    /// `<nvram>`: the memory of a pSeries guest's firmware.
    pub nvram: Option<DeviceInfo>,
    pub panics: Vec<Panic>,
    pub shmems: Vec<Shmem>,
    pub memories: Vec<MemoryDevice>,
    pub cryptos: Vec<Crypto>,
    pub iommus: Vec<Iommu>,
    pub vsock: Option<Box<Vsock>>,
    pub pstore: Option<Box<Pstore>>,
}

/// No rare device at all.
static NO_RARE: RareDevices = RareDevices {
    parallels: Vec::new(),
    hostdevs: Vec::new(),
    leases: Vec::new(),
    filesystems: Vec::new(),
    smartcards: Vec::new(),
    tpms: Vec::new(),
    sounds: Vec::new(),
    audios: Vec::new(),
    redirdevs: Vec::new(),
    redirfilter: Vec::new(),
    hubs: Vec::new(),
    watchdogs: Vec::new(),
    rngs: Vec::new(),
    nvram: None,
    panics: Vec::new(),
    shmems: Vec::new(),
    memories: Vec::new(),
    cryptos: Vec::new(),
    iommus: Vec::new(),
    vsock: None,
    pstore: None,
};

impl Devices {
    /// The rare devices, made if they are not there.
    pub fn rare_mut(&mut self) -> &mut RareDevices {
        self.rare.get_or_insert_default()
    }

    /// Names the interfaces that have no name on the host, each the first free of `testnet0`, `testnet1`, …:
    /// `testDomainGenerateIfnames` of libvirt's test driver, which does so when a domain is defined, created or restored.
    pub fn name_interfaces(&mut self) {
        let mut taken: BTreeSet<Box<str>> =
            self.interfaces.iter().filter_map(|it| it.ifname.clone()).collect();
        let mut numbers = 0u32..;
        for interface in self.interfaces.iter_mut().filter(|interface| interface.ifname.is_none()) {
            let mut names = numbers.by_ref().map(|number| format!("testnet{number}").into_boxed_str());
            interface.ifname = names.find(|name| taken.insert(name.clone()));
        }
    }

    /// The rare devices, to be looked at.
    pub fn rare(&self) -> &RareDevices {
        self.rare.as_deref().unwrap_or(&NO_RARE)
    }

    /// What memory devices bring, in KiB.
    pub fn plugged_kib(&self) -> u64 {
        self.rare().memories.iter().fold(0, |sum, memory| sum.saturating_add(memory.size_kib))
    }

    /// Parallel ports.
    pub fn parallels(&self) -> &[Chardev] {
        &self.rare().parallels
    }

    /// Devices of the host, without those that are an interface's.
    pub fn hostdevs(&self) -> &[Hostdev] {
        &self.rare().hostdevs
    }
}
