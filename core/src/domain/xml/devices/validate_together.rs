//! Whether the devices of a domain make sense together: the device part of `virDomainDefValidateInternal` of libvirt.

use std::collections::BTreeSet;

use super::info::is_user_alias;
use super::{iommu, unsupported, xml_error};
use crate::domain::config::devices::Hostdev;
use crate::domain::config::devices::hostdev::{HostdevSource, ScsiUnit, UsbSource};
use crate::domain::config::devices::info::{DeviceInfo, DriveAddress, PciAddress};
use crate::domain::config::devices::interface::InterfaceLink;
use crate::domain::config::{Devices, DomainDef};
use crate::ground::{OnOff, Result};

/// Checks the devices against each other: what `virDomainDefValidateInternal` of libvirt says of them.
///
/// # Errors
/// What libvirt's validators report, in their order.
pub(in crate::domain) fn validate_together(def: &DomainDef) -> Result<()> {
    let devices = &def.devices;
    validate_targets(devices)?;
    validate_hostdevs(devices)?;
    validate_drives(devices)?;
    validate_aliases(def)?;
    iommu::validate_together(&devices.rare().iommus, &def.features)?;
    if devices.videos.iter().skip(1).any(|video| video.primary) {
        return Err(unsupported("Only one primary video device is supported"));
    }
    Ok(())
}

/// `virDomainDefDuplicateDiskInfoValidate` of libvirt.
fn validate_targets(devices: &Devices) -> Result<()> {
    for (i, a) in devices.disks.iter().enumerate() {
        for b in &devices.disks[i + 1..] {
            if a.target == b.target {
                let target = a.target.as_deref().unwrap_or_default();
                let (a, b) = (a.source.path().unwrap_or("<null>"), b.source.path().unwrap_or("<null>"));
                let detail = format!("target '{target}' duplicated for disk sources '{a}' and '{b}'");
                return Err(xml_error(detail));
            }
        }
    }
    Ok(())
}

/// `virDomainDefHostdevValidate` of libvirt.
fn validate_hostdevs(devices: &Devices) -> Result<()> {
    let of_interfaces = devices.interfaces.iter().filter_map(|interface| match &interface.link {
        InterfaceLink::Hostdev(hostdev) => Some(&**hostdev),
        _ => None,
    });
    let all: Vec<&Hostdev> = of_interfaces.chain(devices.hostdevs()).collect();
    let mut has_ramfb = false;
    for (i, a) in all.iter().enumerate() {
        if all[i + 1..].iter().any(|b| is_same(&a.source, &b.source)) {
            return Err(xml_error("Hostdev already exists in the domain configuration"));
        }
        let ramfb = match &a.source {
            HostdevSource::Pci(pci) => pci.ramfb,
            HostdevSource::Mdev { ramfb, .. } => *ramfb,
            _ => None,
        };
        if ramfb == Some(OnOff::On) && std::mem::replace(&mut has_ramfb, true) {
            return Err(unsupported("Only one vgpu device can have 'ramfb' enabled"));
        }
    }
    Ok(())
}

/// `virDomainHostdevMatch` of libvirt.
fn is_same(a: &HostdevSource, b: &HostdevSource) -> bool {
    match (a, b) {
        (HostdevSource::Usb(a), HostdevSource::Usb(b)) => is_same_usb(a, b),
        (HostdevSource::Pci(a), HostdevSource::Pci(b)) => {
            let place = |pci: &PciAddress| (pci.domain, pci.bus, pci.slot, pci.function);
            place(&a.address) == place(&b.address)
        }
        (HostdevSource::Scsi(a), HostdevSource::Scsi(b)) => match (&a.unit, &b.unit) {
            (ScsiUnit::Iscsi { name: a, host: at, .. }, ScsiUnit::Iscsi { name: b, host: bt, .. }) => {
                a == b && at.name == bt.name && at.port == bt.port
            }
            (a, b) => a == b,
        },
        (HostdevSource::ScsiHost { wwpn: a, .. }, HostdevSource::ScsiHost { wwpn: b, .. }) => a == b,
        (HostdevSource::Mdev { uuid: a, .. }, HostdevSource::Mdev { uuid: b, .. }) => a == b,
        (HostdevSource::Net(a, _), HostdevSource::Net(b, _)) => a == b,
        (a, b) => a == b,
    }
}

fn is_same_usb(a: &UsbSource, b: &UsbSource) -> bool {
    match a.bus != 0 && a.device != 0 {
        true => a.bus == b.bus && a.device == b.device,
        false => {
            a.id.unwrap_or_default() == b.id.unwrap_or_default() && (a.port.is_none() || a.port == b.port)
        }
    }
}

/// `virDomainDefDuplicateDriveAddressesValidate` of libvirt.
fn validate_drives(devices: &Devices) -> Result<()> {
    for (i, a) in devices.disks.iter().enumerate() {
        let Some(drive) = a.info.drive() else { continue };
        if devices.disks[i + 1..].iter().any(|b| a.bus == b.bus && b.info.drive() == Some(drive)) {
            let target = a.target.as_deref().unwrap_or_default();
            let DriveAddress { controller, bus, target: id, unit } = drive;
            return Err(unsupported(format!(
                "Found duplicate drive address for disk with target name '{target}' controller='{controller}' \
                 bus='{bus}' target='{id}' unit='{unit}'"
            )));
        }
    }
    let is_scsi = |hostdev: &&Hostdev| matches!(hostdev.source, HostdevSource::Scsi(_));
    let hostdevs: Vec<DriveAddress> =
        devices.hostdevs().iter().filter(is_scsi).filter_map(|hostdev| hostdev.info.drive()).collect();
    for (i, drive) in hostdevs.iter().enumerate() {
        // libvirt takes the controller and the bus for each other here.
        let DriveAddress { controller, bus, target, unit } = drive;
        let refused = |whose: &str| {
            Err(unsupported(format!(
                "SCSI host address controller='{bus}' bus='{controller}' target='{target}' unit='{unit}' in use by \
                 another SCSI {whose}"
            )))
        };
        if hostdevs[i + 1..].contains(drive) {
            return refused("host device");
        }
    }
    Ok(())
}

/// `virDomainDefValidateAliases` of libvirt.
fn validate_aliases(def: &DomainDef) -> Result<()> {
    let devices = &def.devices;
    let mut seen = BTreeSet::new();
    // The first console may be the first serial port again.
    let skipped = usize::from(!devices.serials.is_empty() && !devices.consoles.is_empty());
    let rare = devices.rare();
    let infos = (devices.disks.iter().map(|disk| &disk.info))
        .chain(devices.interfaces.iter().map(|interface| &interface.info))
        .chain(rare.sounds.iter().map(|sound| &sound.info))
        .chain(rare.hostdevs.iter().map(|hostdev| &hostdev.info))
        .chain(devices.videos.iter().map(|video| &video.info))
        .chain(devices.controllers.iter().map(|controller| &controller.info))
        .chain(rare.smartcards.iter().map(|card| &card.info))
        .chain(devices.serials.iter().map(|device| &device.info))
        .chain(rare.parallels.iter().map(|device| &device.info))
        .chain(devices.channels.iter().map(|device| &device.info))
        .chain(devices.consoles.iter().skip(skipped).map(|device| &device.info))
        .chain(devices.inputs.iter().map(|input| &input.info))
        .chain(rare.filesystems.iter().map(|fs| &fs.info))
        .chain(rare.watchdogs.iter().map(|watchdog| &watchdog.info))
        .chain(devices.memballoon.iter().map(|balloon| &balloon.info))
        .chain(rare.rngs.iter().map(|rng| &rng.info))
        .chain(&rare.nvram)
        .chain(rare.hubs.iter().map(|hub| &hub.info))
        .chain(rare.shmems.iter().map(|shmem| &shmem.info))
        .chain(rare.tpms.iter().map(|tpm| &tpm.info))
        .chain(rare.panics.iter().map(|panic| &panic.info))
        .chain(rare.memories.iter().map(|memory| &memory.info))
        .chain(rare.redirdevs.iter().map(|redirdev| &redirdev.info))
        .chain(rare.iommus.iter().map(|iommu| &iommu.info))
        .chain(rare.vsock.iter().map(|vsock| &vsock.info))
        .chain(rare.cryptos.iter().map(|crypto| &crypto.info))
        .chain(rare.pstore.iter().map(|pstore| &pstore.info));
    for alias in infos.filter_map(DeviceInfo::alias).filter(|alias| is_user_alias(alias)) {
        if !seen.insert(alias) {
            return Err(unsupported(format!("non unique alias detected: {alias}")));
        }
    }
    Ok(())
}
