//! Whether the devices of a domain make sense together: the device part of `virDomainDefValidateInternal` of libvirt.

use std::collections::BTreeSet;

use super::info::is_user_alias;
use super::{iommu, unsupported, xml_error};
use crate::domain::config::devices::Hostdev;
use crate::domain::config::devices::hostdev::{HostdevSource, ScsiUnit, UsbSource};
use crate::domain::config::devices::info::{DriveAddress, PciAddress};
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
pub(in crate::domain) fn is_same(a: &HostdevSource, b: &HostdevSource) -> bool {
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
    let mut seen = BTreeSet::new();
    let aliases = def.devices.all().filter_map(|(_, _, info)| info.alias());
    for alias in aliases.filter(|alias| is_user_alias(alias)) {
        if !seen.insert(alias) {
            return Err(unsupported(format!("non unique alias detected: {alias}")));
        }
    }
    Ok(())
}
