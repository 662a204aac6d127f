//! Whether each device makes sense: `virDomainDeviceDefValidate` of libvirt.

use super::{
    audio, chardev, controller, disk_validate, filesystem, graphics, input, interface_validate, internal,
    iommu, memory_validate, platform, shmem, sound, tpm, unsupported, video,
};
use crate::domain::config::DomainDef;
use crate::domain::config::devices::controller::{Controller, ControllerModel, ControllerType, UsbModel};
use crate::domain::config::devices::disk::Sgio;
use crate::domain::config::devices::hostdev::HostdevSource;
use crate::domain::config::devices::hostdev::TeamingType;
use crate::domain::config::devices::info::{AddressType, DeviceInfo};
use crate::domain::config::devices::platform::RngBackend;
use crate::domain::config::devices::smartcard::Card;
use crate::domain::config::devices::{Hostdev, RareDevices, Smartcard};
use crate::ground::Result;

/// Checks every device by itself, in a guest of so many NUMA cells. `virDomainDeviceDefValidate` of libvirt.
///
/// # Errors
/// What libvirt's validators report, in their order.
pub(in crate::domain) fn validate(def: &DomainDef, cells: usize) -> Result<()> {
    let devices = &def.devices;
    let rare = devices.rare();
    for disk in &devices.disks {
        validate_info(&disk.info)?;
        disk_validate::validate(def, disk)?;
    }
    for interface in &devices.interfaces {
        validate_info(&interface.info)?;
        interface_validate::validate(interface)?;
    }
    for sound in &rare.sounds {
        validate_info(&sound.info)?;
        sound::check_audio(&rare.audios, sound.audio_id)?;
    }
    rare.hostdevs.iter().try_for_each(validate_hostdev)?;
    for video in &devices.videos {
        validate_info(&video.info)?;
        video::validate(video, &devices.videos)?;
    }
    for controller in &devices.controllers {
        validate_info(&controller.info)?;
        controller::validate(controller)?;
    }
    rare.smartcards.iter().try_for_each(validate_smartcard)?;
    let chardevs = devices.serials.iter().chain(&rare.parallels);
    for chardev in chardevs.chain(&devices.channels).chain(&devices.consoles) {
        validate_info(&chardev.info)?;
        chardev::validate_source(&chardev.source, Some(chardev))?;
    }
    for input in &devices.inputs {
        validate_info(&input.info)?;
        input::validate(input, def)?;
    }
    for (place, fs) in rare.filesystems.iter().enumerate() {
        validate_info(&fs.info)?;
        filesystem::validate(&rare.filesystems, place)?;
    }
    rare.watchdogs.iter().try_for_each(|watchdog| validate_info(&watchdog.info))?;
    if let Some(balloon) = &devices.memballoon {
        validate_info(&balloon.info)?;
    }
    validate_rest(def, rare, cells)?;
    devices.graphics.iter().try_for_each(|graphics| graphics::validate(graphics, &rare.audios))?;
    audio::validate(&rare.audios)
}

/// What comes after the memory balloon.
fn validate_rest(def: &DomainDef, rare: &RareDevices, cells: usize) -> Result<()> {
    for rng in &rare.rngs {
        validate_info(&rng.info)?;
        if let RngBackend::Egd(source) = &rng.backend {
            chardev::validate_source(source, None)?;
        }
    }
    rare.nvram.iter().try_for_each(validate_info)?;
    rare.hubs.iter().try_for_each(|hub| validate_info(&hub.info))?;
    for shmem in &rare.shmems {
        validate_info(&shmem.info)?;
        shmem::validate(shmem)?;
    }
    for tpm in &rare.tpms {
        validate_info(&tpm.info)?;
        tpm::validate(tpm)?;
    }
    rare.panics.iter().try_for_each(|panic| validate_info(&panic.info))?;
    for (place, memory) in rare.memories.iter().enumerate() {
        validate_info(&memory.info)?;
        memory_validate::validate(&rare.memories, place, def.os.arch, cells)?;
    }
    for redirdev in &rare.redirdevs {
        validate_info(&redirdev.info)?;
        if !has_usb(&def.devices.controllers) {
            return Err(unsupported("cannot add redirected USB device: USB is disabled for this domain"));
        }
        chardev::validate_source(&redirdev.source, None)?;
    }
    for iommu in &rare.iommus {
        validate_info(&iommu.info)?;
        iommu::validate(iommu)?;
    }
    if let Some(vsock) = &rare.vsock {
        validate_info(&vsock.info)?;
        platform::validate_vsock(vsock)?;
    }
    rare.cryptos.iter().try_for_each(|crypto| validate_info(&crypto.info))?;
    if let Some(pstore) = &rare.pstore {
        validate_info(&pstore.info)?;
        platform::validate_pstore(pstore)?;
    }
    Ok(())
}

/// `virDomainDefHasUSB` of libvirt.
fn has_usb(controllers: &[Controller]) -> bool {
    let none = Some(ControllerModel::Usb(UsbModel::None));
    controllers.iter().any(|c| c.controller_type == ControllerType::Usb && c.model != none)
}

/// `virDomainSmartcardDefValidate` of libvirt.
fn validate_smartcard(smartcard: &Smartcard) -> Result<()> {
    validate_info(&smartcard.info)?;
    if smartcard.info.address_kind().is_some_and(|kind| kind != AddressType::Ccid) {
        return Err(unsupported("Controllers must use the 'ccid' address type"));
    }
    match &smartcard.card {
        Card::Passthrough(source) => chardev::validate_source(source, None),
        _ => Ok(()),
    }
}

/// `virDomainDeviceInfoValidate` of libvirt, for all but devices of the host.
fn validate_info(info: &DeviceInfo) -> Result<()> {
    match info.address_kind() {
        Some(kind @ AddressType::Unassigned) => {
            Err(unsupported(format!("address of type '{kind}' is supported only for hostdevs")))
        }
        _ => Ok(()),
    }
}

/// `virDomainHostdevDefValidate` of libvirt.
fn validate_hostdev(hostdev: &Hostdev) -> Result<()> {
    let kind = hostdev.info.address_kind();
    let only = |allowed: &[AddressType]| kind.is_none_or(|kind| allowed.contains(&kind));
    match &hostdev.source {
        HostdevSource::Pci(_) if !only(&[AddressType::Unassigned, AddressType::Pci]) => {
            return Err(internal("PCI host devices must use 'pci' or 'unassigned' address type"));
        }
        HostdevSource::Scsi(_) if !only(&[AddressType::Drive]) => {
            return Err(unsupported("SCSI host device must use 'drive' address type"));
        }
        HostdevSource::Scsi(scsi) if scsi.sgio == Some(Sgio::Unfiltered) => {
            return Err(unsupported("unfiltered sgio is no longer supported"));
        }
        HostdevSource::ScsiHost { .. } if !only(&[AddressType::Pci, AddressType::Ccw]) => {
            return Err(unsupported("SCSI_host host device must use 'pci' or 'ccw' address type"));
        }
        HostdevSource::Usb(_) if !only(&[AddressType::Usb]) => {
            return Err(unsupported("USB host device must use 'usb' address type"));
        }
        _ => {}
    }
    match &hostdev.teaming {
        None => Ok(()),
        Some((TeamingType::Persistent, _)) => {
            Err(unsupported("teaming hostdev devices must have type='transient'"))
        }
        Some((_, None)) => {
            Err(unsupported("missing required persistent attribute in hostdev teaming element"))
        }
        Some(_) if !matches!(hostdev.source, HostdevSource::Pci(_)) => {
            Err(unsupported("teaming is only supported for pci hostdev devices"))
        }
        Some(_) => Ok(()),
    }
}
