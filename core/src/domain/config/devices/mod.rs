//! The devices of a domain.

pub mod chardev;
pub mod controller;
pub mod disk;
pub mod graphics;
pub mod hostdev;
pub mod info;
pub mod input;
pub mod interface;
pub mod kept;
pub mod netdev;
pub mod storage;
pub mod video;

use std::collections::BTreeSet;
use std::num::NonZeroU32;

pub use chardev::Chardev;
pub use controller::Controller;
pub use disk::Disk;
pub use graphics::Graphics;
pub use hostdev::Hostdev;
pub use info::{Address, DeviceInfo};
pub use input::{Input, Memballoon};
pub use interface::Interface;
pub use kept::{KeptDevice, KeptKind};
pub use video::Video;

/// `<devices>`: what a domain is plugged together from, each list in libvirt's order.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default)]
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
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default)]
pub struct RareDevices {
    /// Parallel ports.
    pub parallels: Vec<Chardev>,
    /// Devices of the host, without those that are an interface's.
    pub hostdevs: Vec<Hostdev>,
    /// Devices that are kept as text, sorted by kind.
    pub kept: Vec<KeptDevice>,
    /// The boot orders of those.
    pub kept_boot_orders: Vec<NonZeroU32>,
    /// Controller and slot of each smartcard among those.
    pub smartcards: Vec<(u32, u32)>,
}

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

    /// Parallel ports.
    pub fn parallels(&self) -> &[Chardev] {
        self.rare.as_ref().map_or(&[], |rare| &rare.parallels)
    }

    /// Devices of the host, without those that are an interface's.
    pub fn hostdevs(&self) -> &[Hostdev] {
        self.rare.as_ref().map_or(&[], |rare| &rare.hostdevs)
    }
}
