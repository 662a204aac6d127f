//! The kinds of devices, and a walk over all devices of a domain, whatever their kind.

use super::{DeviceInfo, Devices};
use crate::words;

words! {
    /// What a device is: `virDomainDeviceType` of libvirt.
    pub enum DeviceKind {
        None "none", Disk "disk", Lease "lease", Filesystem "filesystem", Interface "interface", Input "input",
        Sound "sound", Video "video", Hostdev "hostdev", Watchdog "watchdog", Controller "controller",
        Graphics "graphics", Hub "hub", Redirdev "redirdev", Smartcard "smartcard", Chardev "chr",
        Memballoon "memballoon", Nvram "nvram", Rng "rng", Shmem "shmem", Tpm "tpm", Panic "panic", Memory "memory",
        Iommu "iommu", Vsock "vsock", Audio "audio", Crypto "crypto", Pstore "pstore",
    }
}

/// A device among those of its domain: its kind, its place in the list of its kind, and what any device has.
pub type DeviceAt<'d> = (DeviceKind, usize, &'d DeviceInfo);

impl Devices {
    /// Every device that has an alias or an address, in the order in which libvirt looks for one.
    /// `virDomainDeviceInfoIterateFlags` of libvirt, with all consoles but the first if that is the first serial port
    /// again.
    pub fn all(&self) -> impl Iterator<Item = DeviceAt<'_>> {
        self.common().chain(self.uncommon())
    }

    fn common(&self) -> impl Iterator<Item = DeviceAt<'_>> {
        use DeviceKind as Kind;
        let rare = self.rare();
        let skipped = usize::from(!self.serials.is_empty() && !self.consoles.is_empty());
        let chardevs = self.serials.iter().chain(&rare.parallels).chain(&self.channels);
        (of(Kind::Disk, self.disks.iter().map(|disk| &disk.info)))
            .chain(of(Kind::Interface, self.interfaces.iter().map(|interface| &interface.info)))
            .chain(of(Kind::Sound, rare.sounds.iter().map(|sound| &sound.info)))
            .chain(of(Kind::Hostdev, rare.hostdevs.iter().map(|hostdev| &hostdev.info)))
            .chain(of(Kind::Video, self.videos.iter().map(|video| &video.info)))
            .chain(of(Kind::Controller, self.controllers.iter().map(|controller| &controller.info)))
            .chain(of(Kind::Smartcard, rare.smartcards.iter().map(|card| &card.info)))
            .chain(of(Kind::Chardev, chardevs.map(|device| &device.info)))
            .chain(of(Kind::Chardev, self.consoles.iter().skip(skipped).map(|device| &device.info)))
            .chain(of(Kind::Input, self.inputs.iter().map(|input| &input.info)))
            .chain(of(Kind::Filesystem, rare.filesystems.iter().map(|fs| &fs.info)))
            .chain(of(Kind::Watchdog, rare.watchdogs.iter().map(|watchdog| &watchdog.info)))
            .chain(of(Kind::Memballoon, self.memballoon.iter().map(|balloon| &balloon.info)))
    }

    fn uncommon(&self) -> impl Iterator<Item = DeviceAt<'_>> {
        use DeviceKind as Kind;
        let rare = self.rare();
        (of(Kind::Rng, rare.rngs.iter().map(|rng| &rng.info)))
            .chain(of(Kind::Nvram, rare.nvram.iter()))
            .chain(of(Kind::Hub, rare.hubs.iter().map(|hub| &hub.info)))
            .chain(of(Kind::Shmem, rare.shmems.iter().map(|shmem| &shmem.info)))
            .chain(of(Kind::Tpm, rare.tpms.iter().map(|tpm| &tpm.info)))
            .chain(of(Kind::Panic, rare.panics.iter().map(|panic| &panic.info)))
            .chain(of(Kind::Memory, rare.memories.iter().map(|memory| &memory.info)))
            .chain(of(Kind::Redirdev, rare.redirdevs.iter().map(|redirdev| &redirdev.info)))
            .chain(of(Kind::Iommu, rare.iommus.iter().map(|iommu| &iommu.info)))
            .chain(of(Kind::Vsock, rare.vsock.iter().map(|vsock| &vsock.info)))
            .chain(of(Kind::Crypto, rare.cryptos.iter().map(|crypto| &crypto.info)))
            .chain(of(Kind::Pstore, rare.pstore.iter().map(|pstore| &pstore.info)))
    }
}

fn of<'d>(
    kind: DeviceKind,
    infos: impl Iterator<Item = &'d DeviceInfo>,
) -> impl Iterator<Item = DeviceAt<'d>> {
    infos.enumerate().map(move |(place, info)| (kind, place, info))
}
