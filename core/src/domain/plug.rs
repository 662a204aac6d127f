//! Plugging devices in and out of a running guest, and changing them: what libvirt's test driver does for
//! `virDomainAttachDeviceFlags`, `virDomainDetachDeviceAlias` and `virDomainUpdateDeviceFlags`.

use super::Taint;
use super::config::devices::controller::{Controller, ControllerModel, ControllerType, UsbModel};
use super::config::devices::disk::{DiskBus, DiskDevice, RareDisk};
use super::config::devices::hostdev::{HostdevSource, PciDriverName};
use super::config::devices::info::{Address, PciAddress};
use super::config::devices::interface::InterfaceType;
use super::config::devices::storage::Place;
use super::config::devices::{DeviceInfo, DeviceKind, Disk, Hostdev, Interface};
use super::config::{Devices, DomainDef, OsType};
use super::lookup::disk_by_name;
use super::xml::ParseContext;
use super::xml::devices::{
    self, Body, Device, add_implied, disk_index, has_boot_order, insert_disk, is_same_hostdev, is_user_alias,
    parse_device,
};
use crate::ground::{ErrorCode, ErrorDomain, Result, VirError, Word};

fn fault<T>(code: ErrorCode, detail: impl Into<Box<str>>) -> Result<T> {
    Err(VirError::new(ErrorDomain::Test, code, detail))
}

fn unsupported<T>(detail: impl Into<Box<str>>) -> Result<T> {
    fault(ErrorCode::OperationUnsupported, detail)
}

fn incompatible<T>(detail: impl Into<Box<str>>) -> Result<T> {
    Err(VirError::new(ErrorDomain::Domain, ErrorCode::ConfigUnsupported, detail))
}

/// Plugs a device into a running guest, and gives the alias that the event tells of it, if it has one. The domain may be
/// tainted by it, also if it cannot be plugged in. `testDomainAttachDeviceLiveAndConfig` of libvirt.
///
/// # Errors
/// What libvirt 12.8.0 reports for the document, and for devices that cannot be plugged in.
pub fn attach(
    def: &mut DomainDef,
    taint: &mut Taint,
    xml: &str,
    cx: &mut ParseContext<'_>,
) -> Result<Option<Box<str>>> {
    let device = parse_device(xml, def, cx)?;
    check_alias(def, &device.info)?;
    check_compatible(def, &device, None)?;
    if device.kind == DeviceKind::Memory {
        check_memory(def, device.memory_kib)?;
    }
    match device.body {
        Body::Interface(interface) => {
            taint.look_at_interface(&interface);
            attach_interface(&mut def.devices, *interface).map(Some)
        }
        Body::Hostdev(hostdev) => {
            taint.look_at_hostdev(&hostdev);
            attach_hostdev(&mut def.devices, *hostdev)
        }
        Body::Disk(disk) => {
            taint.look_at_disk(&disk);
            attach_disk(&mut def.devices, *disk)
        }
        Body::Other => {
            unsupported(format!("live attach of device '{}' is not supported", device.kind.word()))
        }
    }
}

/// No other device may have the alias. `virDomainDeviceValidateAliasImpl` of libvirt.
fn check_alias(def: &DomainDef, info: &DeviceInfo) -> Result<()> {
    let Some(alias) = info.alias().filter(|alias| is_user_alias(alias)) else { return Ok(()) };
    match def.devices.all().any(|(_, _, other)| other.alias() == Some(alias)) {
        true => incompatible(format!("non unique alias detected: {alias}")),
        false => Ok(()),
    }
}

/// Whether a device goes with its domain. `virDomainDefCompatibleDevice` of libvirt; the place is that of the disk which is
/// about to be replaced.
fn check_compatible(def: &DomainDef, device: &Device, replaced: Option<usize>) -> Result<()> {
    let is_usb = |controller: &Controller| {
        controller.controller_type == ControllerType::Usb
            && controller.model != Some(ControllerModel::Usb(UsbModel::None))
    };
    if device.is_usb && def.os.os_type != OsType::Exe && !def.devices.controllers.iter().any(is_usb) {
        return incompatible("Device configuration is not compatible: Domain has no USB bus support");
    }
    let Some(order) = device.info.boot_order() else { return Ok(()) };
    if !def.os.boot.is_empty() {
        return incompatible("per-device boot elements cannot be used together with os/boot elements");
    }
    let is_other = |(kind, place): (DeviceKind, usize)| kind != DeviceKind::Disk || Some(place) != replaced;
    let mut others = def.devices.all().filter(|(kind, place, _)| is_other((*kind, *place)));
    match others.any(|(_, _, other)| other.boot_order() == Some(order)) {
        true => incompatible(format!("boot order {order} is already used by another device")),
        false => Ok(()),
    }
}

/// Whether there is room for so much more memory. The part of `virDomainDefCompatibleDevice` of libvirt that is about it.
fn check_memory(def: &DomainDef, kib: u64) -> Result<()> {
    let most = def.memory.max_kib;
    if most == 0 {
        let detail = "cannot use/hotplug a memory device when domain 'maxMemory' is not defined";
        return incompatible(detail);
    }
    match def.memory.total_kib.saturating_add(kib) > most {
        true => incompatible(format!(
            "Attaching memory device with size '{kib}' would exceed domain's maxMemory config size '{most}'"
        )),
        false => Ok(()),
    }
}

/// `testDomainAttachNetDevice` of libvirt.
fn attach_interface(devices: &mut Devices, mut interface: Interface) -> Result<Box<str>> {
    let number = |other: &Interface| other.info.alias()?.strip_prefix("net")?.parse::<i32>().ok();
    let highest = devices.interfaces.iter().filter_map(number).max();
    let next = highest.map_or(0, |highest| highest.max(-1).saturating_add(1));
    let alias = interface.info.rare_mut().alias.get_or_insert_with(|| format!("net{next}").into()).clone();
    match interface.link.kind() {
        InterfaceType::Ethernet | InterfaceType::Bridge => {}
        kind => {
            return unsupported(format!("hotplug of interface type of {kind} is not implemented yet"));
        }
    }
    devices.interfaces.push(interface);
    Ok(alias)
}

/// `testDomainAttachHostDevice` of libvirt. A device of the host gets no alias by itself.
fn attach_hostdev(devices: &mut Devices, hostdev: Hostdev) -> Result<Option<Box<str>>> {
    let refuse = |detail: String| fault(ErrorCode::ConfigUnsupported, detail);
    // libvirt names the type by the words for drivers of PCI devices.
    let kind = match &hostdev.source {
        HostdevSource::Pci(pci) if pci.driver.name == Some(PciDriverName::Xen) => {
            return refuse("test hypervisor does not support device assignment mode 'xen'".into());
        }
        HostdevSource::Pci(_) => {
            let alias = hostdev.info.alias().map(Into::into);
            devices.rare_mut().hostdevs.push(hostdev);
            return Ok(alias);
        }
        HostdevSource::Usb(_) => "default",
        HostdevSource::Scsi(_) => "vfio",
        HostdevSource::ScsiHost { .. } => "xen",
        HostdevSource::Mdev { .. } => "(null)",
        HostdevSource::Storage(_) | HostdevSource::Misc(_) | HostdevSource::Net(..) => {
            return refuse("hotplug is not supported for hostdev mode 'capabilities'".into());
        }
    };
    refuse(format!("hotplug is not supported for hostdev subsys type '{kind}'"))
}

/// `testDomainAttachDeviceDiskLive` of libvirt: a medium for a drive that is there, or a disk.
fn attach_disk(devices: &mut Devices, mut disk: Disk) -> Result<Option<Box<str>>> {
    let is_drive = matches!(disk.device, DiskDevice::Cdrom | DiskDevice::Floppy);
    if let Some(drive) = devices.disks.iter_mut().find(|other| is_drive && other.target == disk.target) {
        change_medium(drive, disk);
        return Ok(None);
    }
    if disk.device == DiskDevice::Floppy {
        return unsupported("floppy device hotplug isn't supported");
    }
    if disk.source.chain().any(|source| matches!(source.place, Place::Volume(_))) {
        // Volumes are looked up through the storage driver, which is another program than the test driver's.
        let detail = "storage:///system";
        return Err(VirError::new(ErrorDomain::None, ErrorCode::NoConnect, detail));
    }
    if let Some(other) = devices.disks.iter().find(|other| other.target == disk.target) {
        let target = disk.target.as_deref().unwrap_or_default();
        let (a, b) = (other.source.path().unwrap_or("<null>"), disk.source.path().unwrap_or("<null>"));
        let detail = format!("target '{target}' duplicated for disk sources '{a}' and '{b}'");
        return Err(VirError::new(ErrorDomain::Domain, ErrorCode::XmlError, detail));
    }
    let bus = disk.bus.unwrap_or(DiskBus::Virtio);
    match (bus, disk.device) {
        (DiskBus::Usb, DiskDevice::Lun) => {
            return fault(ErrorCode::ConfigUnsupported, "disk device='lun' is not supported for usb bus");
        }
        (DiskBus::Virtio, DiskDevice::Cdrom) => {
            return unsupported("cdrom device with virtio bus isn't supported");
        }
        (DiskBus::Usb | DiskBus::Virtio, _) => {}
        _ => return unsupported(format!("disk bus '{bus}' cannot be hotplugged.")),
    }
    if disk.info.alias().is_none() {
        disk.info.rare_mut().alias = Some(disk_alias(&disk, bus));
    }
    let alias = disk.info.alias().map(Into::into);
    insert_disk(&mut devices.disks, disk);
    Ok(alias)
}

/// Puts a disk's medium into a drive, with what libvirt counts as part of the medium.
fn change_medium(drive: &mut Disk, disk: Disk) {
    drive.source = disk.source;
    drive.readonly = disk.readonly;
    drive.shareable = disk.shareable;
    let new = disk.rare.unwrap_or_default();
    let rare = drive.rare_mut();
    rare.driver_name = new.driver_name;
    rare.auth_in_disk = new.auth_in_disk;
    rare.encryption_in_disk = new.encryption_in_disk;
    if *rare == RareDisk::default() {
        drive.rare = None;
    }
}

/// `testAssignDeviceDiskAlias` of libvirt, for the buses that disks can be plugged into.
fn disk_alias(disk: &Disk, bus: DiskBus) -> Box<str> {
    match disk.info.drive() {
        Some(drive) => format!("{bus}{}-{}-{}", drive.controller, drive.bus, drive.unit),
        None => {
            let index = disk.target.as_deref().and_then(disk_index).map_or(-1, i64::from);
            format!("{bus}-disk{index}")
        }
    }
    .into()
}

/// Unplugs the device of an alias from a running guest, and gives the alias for the event.
/// `testDomainDetachDeviceAliasLiveAndConfig` of libvirt.
///
/// # Errors
/// `VIR_ERR_INTERNAL_ERROR` if no device has the alias, `VIR_ERR_OPERATION_UNSUPPORTED` for devices that cannot be unplugged,
/// `VIR_ERR_OPERATION_FAILED` where libvirt cannot tell interfaces apart.
pub fn detach(def: &mut DomainDef, alias: &str) -> Result<Box<str>> {
    let devices = &mut def.devices;
    let found = devices.all().find(|(_, _, info)| info.alias() == Some(alias));
    let Some((kind, place)) = found.map(|(kind, place, _)| (kind, place)) else {
        let detail = format!("no device found with alias {alias}");
        return Err(VirError::internal(ErrorDomain::Domain, detail));
    };
    match kind {
        DeviceKind::Interface => detach_interface(devices, place)?,
        DeviceKind::Hostdev => detach_hostdev(devices, place)?,
        DeviceKind::Disk => detach_disk(devices, place)?,
        kind => return unsupported(format!("live detach of device '{}' is not supported", kind.word())),
    }
    Ok(alias.into())
}

/// libvirt looks for the interface once more, by its address and what else it has, and may find several that could be it.
/// `virDomainNetFindIdx`.
fn detach_interface(devices: &mut Devices, place: usize) -> Result<()> {
    let wanted = &devices.interfaces[place];
    let pci = |interface: &Interface| match &interface.info.address {
        Some(Address::Pci(pci)) => (pci.domain, pci.bus, pci.slot, pci.function),
        _ => (0, 0, 0, 0),
    };
    let has_pci = matches!(&wanted.info.address, Some(Address::Pci(pci)) if !PciAddress::is_empty(pci));
    let ccw = |interface: &Interface| match interface.info.address {
        Some(Address::Ccw { cssid, ssid, devno }) => Some((cssid, ssid, devno)),
        _ => None,
    };
    let could_be = |other: &&Interface| {
        (wanted.mac_generated || other.mac == wanted.mac)
            && (!has_pci || pci(other) == pci(wanted))
            && (ccw(wanted).is_none() || ccw(other) == ccw(wanted))
            && (other.info.alias().is_none() || other.info.alias() == wanted.info.alias())
    };
    if devices.interfaces.iter().filter(could_be).count() > 1 {
        let detail = match wanted.mac_generated {
            true => "multiple matching devices found".into(),
            false => format!("multiple devices matching MAC address {} found", wanted.mac),
        };
        return Err(VirError::new(ErrorDomain::Domain, ErrorCode::OperationFailed, detail));
    }
    match wanted.link.kind() {
        InterfaceType::Ethernet | InterfaceType::Bridge => {}
        kind => {
            return unsupported(format!("live detach of interface type {kind} is not implemented yet"));
        }
    }
    devices.interfaces.remove(place);
    Ok(())
}

/// `testDomainDetachPrepHostdev` and `testDomainRemoveHostDevice` of libvirt: the first that matches goes.
fn detach_hostdev(devices: &mut Devices, place: usize) -> Result<()> {
    let hostdevs = &mut devices.rare_mut().hostdevs;
    if matches!(
        hostdevs[place].source,
        HostdevSource::Storage(_) | HostdevSource::Misc(_) | HostdevSource::Net(..)
    ) {
        let detail = "hot unplug is not supported for hostdev mode 'capabilities'";
        return fault(ErrorCode::ConfigUnsupported, detail);
    }
    let first = hostdevs.iter().position(|it| is_same_hostdev(&hostdevs[place].source, &it.source));
    let first = first.unwrap_or(place);
    if hostdevs[first].info.alias().is_none() {
        return fault(ErrorCode::InternalError, "Cannot detach hostdev device with no alias");
    }
    hostdevs.remove(first);
    Ok(())
}

/// `testDomainDetachPrepDisk` of libvirt.
fn detach_disk(devices: &mut Devices, place: usize) -> Result<()> {
    let disk = &devices.disks[place];
    let device = disk.device;
    match (device, disk.bus) {
        (DiskDevice::Disk | DiskDevice::Lun, Some(DiskBus::Virtio | DiskBus::Usb | DiskBus::Scsi)) => {}
        (DiskDevice::Disk | DiskDevice::Lun, _) => {
            return unsupported("This type of disk cannot be hot unplugged");
        }
        (DiskDevice::Cdrom, Some(DiskBus::Usb | DiskBus::Scsi)) => {}
        _ => return unsupported(format!("disk device type '{device}' cannot be detached")),
    }
    devices.disks.remove(place);
    Ok(())
}

/// Reads a device to be updated.
///
/// # Errors
/// What libvirt 12.8.0 reports for the document.
pub fn read_update(def: &DomainDef, xml: &str, cx: &mut ParseContext<'_>) -> Result<Update> {
    Ok(Update(parse_device(xml, def, cx)?))
}

/// A device to be put in place of another.
pub struct Update(Device);

/// Puts a disk in place of the one of its target, also if the domain is refused with it. `testDomainUpdateDevice` of libvirt.
///
/// # Errors
/// `VIR_ERR_OPERATION_UNSUPPORTED` for all but disks, `VIR_ERR_INVALID_ARG` if there is no such disk, and what libvirt reports
/// where the new one does not go with the domain.
pub fn update(def: &mut DomainDef, update: Update, cx: &mut ParseContext<'_>) -> Result<()> {
    let Update(device) = update;
    let Body::Disk(disk) = &device.body else {
        let detail = format!("persistent update of device '{}' is not supported", device.kind.word());
        return unsupported(detail);
    };
    let target = disk.target.as_deref().unwrap_or_default();
    let Some(place) = disk_by_name(&def.devices, target) else {
        return fault(ErrorCode::InvalidArg, format!("target {target} doesn't exist."));
    };
    check_compatible(def, &device, Some(place))?;
    if let Body::Disk(disk) = device.body {
        def.devices.disks[place] = *disk;
    }
    devices::post_parse(def, cx)?;
    def.vcpus.settle()?;
    devices::reject_duplicates(def)?;
    has_boot_order(def)?;
    add_implied(def, cx)
}
