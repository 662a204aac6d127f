//! What disks and devices of the host get by themselves after reading: buses, addresses, limits.

use std::collections::BTreeSet;

use super::disk::disk_index;
use super::{unsupported, xml_error};
use crate::domain::config::devices::Hostdev;
use crate::domain::config::devices::disk::{Disk, DiskBus, DiskDevice, SnapshotLocation};
use crate::domain::config::devices::hostdev::{HostdevSource, MdevModel, ScsiUnit};
use crate::domain::config::devices::info::{Address, AddressType, DeviceInfo, DriveAddress};
use crate::domain::config::devices::storage::{Place, Protocol};
use crate::domain::config::{Devices, DomainDef};
use crate::ground::{Result, YesNo};

/// `virDomainDiskDefPostParse` of libvirt.
pub(super) fn post_parse_disk(def: &mut DomainDef, place: usize) -> Result<()> {
    let disk = &mut def.devices.disks[place];
    if let Some(target) = disk.target.as_ref().and_then(|target| target.strip_prefix("ioemu:")) {
        // What the Xen driver once put before it.
        disk.target = Some(target.into());
    }
    disk.readonly |= disk.device == DiskDevice::Cdrom;
    let bus = disk.bus.unwrap_or_else(|| guess_bus(disk));
    disk.bus = Some(bus);
    let snapshot = disk.rare.as_ref().and_then(|rare| rare.snapshot);
    let is_vhost_user = matches!(disk.source.place, Place::VhostUser(_));
    if snapshot.is_none() && (disk.readonly || is_vhost_user) {
        disk.rare_mut().snapshot = Some(SnapshotLocation::No);
    }
    match &mut disk.source.place {
        Place::Network(network) if network.protocol == Protocol::Iscsi => {
            if let Some(name) = &mut network.name {
                add_lun(name);
            }
        }
        Place::Nvme(nvme) => nvme.managed = nvme.managed.or(Some(YesNo::Yes)),
        _ => {}
    }
    if disk.info.address.is_none()
        && let Some(target) = &disk.target
    {
        let address = disk_address(target, bus)?;
        if let (DiskBus::Scsi, Some(Address::Drive(drive))) = (bus, &address) {
            check_hostdev_unit(def, place, *drive)?;
        }
        def.devices.disks[place].info.address = address;
    }
    expand_iotune(&mut def.devices.disks, place);
    refuse_fd(&def.devices.disks[place])
}

/// The test driver takes no file descriptors. `virDomainDeviceDefPostParseCheckFeatures` of libvirt.
fn refuse_fd(disk: &Disk) -> Result<()> {
    let target = disk.target.as_deref().unwrap_or("(null)");
    match disk.source.rare.as_ref().is_some_and(|rare| rare.fdgroup.is_some()) {
        false => Ok(()),
        true => Err(unsupported(format!("driver does not support FD passing for disk '{target}'"))),
    }
}

fn guess_bus(disk: &Disk) -> DiskBus {
    if disk.device == DiskDevice::Floppy {
        return DiskBus::Fdc;
    }
    let prefixes = [
        ("hd", DiskBus::Ide),
        ("sd", DiskBus::Scsi),
        ("vd", DiskBus::Virtio),
        ("xvd", DiskBus::Xen),
        ("ubd", DiskBus::Uml),
        ("nvme", DiskBus::Nvme),
    ];
    let target = disk.target.as_deref().unwrap_or_default();
    let guess = prefixes.iter().find(|(prefix, _)| target.starts_with(prefix));
    guess.map_or(DiskBus::Ide, |(_, bus)| *bus)
}

/// An iSCSI name without a unit has the unit 0. `virDomainPostParseCheckISCSIPath` of libvirt.
fn add_lun(name: &mut Box<str>) {
    if !name.contains('/') {
        *name = format!("{name}/0").into();
    }
}

/// The controller and the namespace of `nvme0n1`, perhaps with a partition.
fn nvme_namespace(name: &str) -> Option<(u32, u32)> {
    let (controller, rest) = name.strip_prefix("nvme")?.split_once('n')?;
    let (namespace, partition) = rest.split_once('p').map_or((rest, None), |(n, p)| (n, Some(p)));
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let all = is_number(controller) && is_number(namespace) && partition.is_none_or(is_number);
    let namespace = namespace.parse().ok().filter(|namespace| *namespace > 0 && all)?;
    Some((controller.parse().ok()?, namespace))
}

/// `virDomainDiskDefAssignAddress` of libvirt.
fn disk_address(target: &str, bus: DiskBus) -> Result<Option<Address>> {
    let namespace = nvme_namespace(target);
    let index = disk_index(target).or(namespace.map(|(_, namespace)| namespace - 1));
    let index =
        index.ok_or_else(|| xml_error(format!("Unknown disk name '{target}' and no address specified")))?;
    let drive =
        |controller, bus, unit| Some(Address::Drive(DriveAddress { controller, bus, target: 0, unit }));
    Ok(match bus {
        // A narrow bus has seven units beside the controller itself.
        DiskBus::Scsi => drive(index / 7, 0, index % 7),
        DiskBus::Ide => drive(index / 4, index % 4 / 2, index % 2),
        DiskBus::Sata => drive(index / 6, 0, index % 6),
        DiskBus::Fdc => drive(index / 2, 0, index % 2),
        DiskBus::Nvme => drive(namespace.map_or(0, |(controller, _)| controller), 0, index),
        _ => None,
    })
}

fn check_hostdev_unit(def: &DomainDef, place: usize, drive: DriveAddress) -> Result<()> {
    let used = def.devices.hostdevs().iter().any(|hostdev| {
        matches!(hostdev.source, HostdevSource::Scsi(_)) && hostdev.info.drive() == Some(drive)
    });
    if !used {
        return Ok(());
    }
    let target = def.devices.disks[place].target.as_deref().unwrap_or_default();
    // libvirt leaves out the last quote.
    Err(unsupported(format!(
        "using disk target name '{target}' conflicts with SCSI host device address controller='{}' bus='{}' \
         target='{}' unit='{}",
        drive.controller, drive.bus, drive.target, drive.unit
    )))
}

/// A disk that only names a group takes its limits from the group. `virDomainDiskExpandGroupIoTune` of libvirt.
fn expand_iotune(disks: &mut [Disk], place: usize) {
    let tune = |disk: &Disk| disk.rare.as_ref().and_then(|rare| rare.iotune.clone());
    let Some(own) = tune(&disks[place]) else { return };
    if own.group_name.is_none() || own.has_any() {
        return;
    }
    let mut all = disks.iter().filter_map(tune);
    if let Some(group) = all.find(|other| other.group_name == own.group_name && other.has_any()) {
        disks[place].rare_mut().iotune = Some(group);
    }
}

/// `virDomainHostdevDefPostParse` of libvirt.
pub(super) fn post_parse_hostdevs(def: &mut DomainDef) -> Result<()> {
    for i in 0..def.devices.hostdevs().len() {
        let free = next_scsi_unit(&def.devices);
        let Some(hostdev) = def.devices.rare.as_mut().and_then(|rare| rare.hostdevs.get_mut(i)) else {
            break;
        };
        match &mut hostdev.source {
            HostdevSource::Scsi(scsi) => {
                if let ScsiUnit::Iscsi { name, .. } = &mut scsi.unit {
                    add_lun(name);
                }
                let address = hostdev.info.address.get_or_insert(Address::Drive(free));
                let Address::Drive(drive) = *address else { continue };
                check_disk_unit(&def.devices, drive)?;
            }
            HostdevSource::Mdev { model, .. } => check_mdev_address(*model, &hostdev.info)?,
            _ => {}
        }
    }
    Ok(())
}

fn check_mdev_address(model: MdevModel, info: &DeviceInfo) -> Result<()> {
    let wanted = match model {
        MdevModel::VfioPci => AddressType::Pci,
        MdevModel::VfioCcw => AddressType::Ccw,
        MdevModel::VfioAp => return Ok(()),
    };
    match info.address_kind().filter(|kind| *kind != wanted) {
        None => Ok(()),
        Some(kind) => {
            Err(xml_error(format!("Unsupported address type '{kind}' with mediated device model '{model}'")))
        }
    }
}

fn check_disk_unit(devices: &Devices, drive: DriveAddress) -> Result<()> {
    let used =
        devices.disks.iter().any(|disk| disk.bus == Some(DiskBus::Scsi) && disk.info.drive() == Some(drive));
    let DriveAddress { controller, bus, target, unit } = drive;
    match used {
        false => Ok(()),
        true => Err(xml_error(format!(
            "SCSI host address controller='{controller}' bus='{bus}' target='{target}' unit='{unit}' in use by a SCSI disk"
        ))),
    }
}

/// The first unit of a SCSI bus that neither a disk nor a device of the host has. `virDomainHostdevAssignAddress` of
/// libvirt.
fn next_scsi_unit(devices: &Devices) -> DriveAddress {
    let disks = devices.disks.iter().filter(|disk| disk.bus == Some(DiskBus::Scsi)).map(|disk| &disk.info);
    let scsi = |hostdev: &&Hostdev| matches!(hostdev.source, HostdevSource::Scsi(_));
    let hostdevs = devices.hostdevs().iter().filter(scsi).map(|hostdev| &hostdev.info);
    let used: BTreeSet<_> = disks
        .chain(hostdevs)
        .filter_map(DeviceInfo::drive)
        .filter(|drive| drive.bus == 0 && drive.target == 0)
        .map(|drive| (drive.controller, drive.unit))
        .collect();
    // The bus has units 0 to 6; the seventh is the controller.
    let free =
        (0..).flat_map(|controller| (0..7).map(move |unit| (controller, unit))).find(|at| !used.contains(at));
    let (controller, unit) = free.unwrap_or_default();
    DriveAddress { controller, bus: 0, target: 0, unit }
}
