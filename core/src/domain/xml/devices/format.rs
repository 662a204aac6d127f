//! Writing what stands inside `<devices>`, in libvirt's order: the part of `virDomainDefFormatInternal` of libvirt that
//! does.

use super::{
    audio, chardev_format, controller, disk_format, filesystem, graphics_format, hostdev, input,
    interface_format, iommu, memory, platform, redirdev, shmem, smartcard, sound, tpm, video,
};
use crate::domain::config::devices::RareDevices;
use crate::domain::config::devices::chardev::{ChardevTarget, ConsoleTarget};
use crate::domain::config::{DomainDef, OsType};
use crate::domain::xml::FormatOptions;
use crate::ground::xml::Writer;

/// Writes what stands inside `<devices>`.
pub(in crate::domain) fn format(def: &DomainDef, w: &mut Writer, opts: FormatOptions) {
    let devices = &def.devices;
    let rare = devices.rare();
    w.opt_text("emulator", devices.emulator.as_deref());
    devices.disks.iter().for_each(|disk| disk_format::format(disk, w, opts));
    devices.controllers.iter().for_each(|controller| controller::format(controller, w, opts));
    rare.leases.iter().for_each(|lease| platform::format_lease(lease, w));
    rare.filesystems.iter().for_each(|fs| filesystem::format(fs, w));
    devices.interfaces.iter().for_each(|interface| interface_format::format(interface, w, opts));
    rare.smartcards.iter().for_each(|card| smartcard::format(card, w, opts));
    devices.serials.iter().for_each(|serial| chardev_format::format(serial, w, opts));
    rare.parallels.iter().for_each(|parallel| chardev_format::format(parallel, w, opts));
    format_consoles(def, w, opts);
    devices.channels.iter().for_each(|channel| chardev_format::format(channel, w, opts));
    devices.inputs.iter().for_each(|input| input::format(input, w, opts));
    rare.tpms.iter().for_each(|tpm| tpm::format(tpm, w));
    devices.graphics.iter().for_each(|graphics| graphics_format::format(graphics, w, opts));
    rare.sounds.iter().for_each(|sound| sound::format(sound, w));
    rare.audios.iter().for_each(|audio| audio::format(audio, w));
    devices.videos.iter().for_each(|video| video::format(video, w));
    rare.hostdevs.iter().for_each(|hostdev| hostdev::format(hostdev, w, opts));
    rare.redirdevs.iter().for_each(|redirdev| redirdev::format(redirdev, w, opts));
    redirdev::format_rules(&rare.redirfilter, w);
    rare.hubs.iter().for_each(|hub| redirdev::format_hub(hub, w));
    rare.watchdogs.iter().for_each(|watchdog| platform::format_watchdog(watchdog, w));
    if let Some(balloon) = &devices.memballoon {
        input::format_memballoon(balloon, w);
    }
    format_rest(rare, w, opts);
}

/// What comes after the memory balloon.
fn format_rest(rare: &RareDevices, w: &mut Writer, opts: FormatOptions) {
    rare.rngs.iter().for_each(|rng| platform::format_rng(rng, w, opts));
    if let Some(nvram) = &rare.nvram {
        platform::format_nvram(nvram, w);
    }
    rare.panics.iter().for_each(|panic| platform::format_panic(panic, w));
    rare.shmems.iter().for_each(|shmem| shmem::format(shmem, w));
    rare.memories.iter().for_each(|memory| memory::format(memory, w, opts));
    rare.cryptos.iter().for_each(|crypto| platform::format_crypto(crypto, w));
    rare.iommus.iter().for_each(|iommu| iommu::format(iommu, w));
    if let Some(vsock) = &rare.vsock {
        platform::format_vsock(vsock, w);
    }
    if let Some(pstore) = &rare.pstore {
        platform::format_pstore(pstore, w);
    }
}

/// Writes the consoles; those of a full virtual machine that are serial ports are written as what they stand for.
fn format_consoles(def: &DomainDef, w: &mut Writer, opts: FormatOptions) {
    for (i, console) in def.devices.consoles.iter().enumerate() {
        let is_serial =
            matches!(console.target, ChardevTarget::Console(ConsoleTarget::Serial | ConsoleTarget::None));
        match def.devices.serials.get(i).filter(|_| is_serial && def.os.os_type == OsType::Hvm) {
            Some(serial) => chardev_format::format_as_console(serial, w, opts),
            None => chardev_format::format(console, w, opts),
        }
    }
}
