//! Whether a disk makes sense by itself: `virDomainDiskDefValidate` of libvirt.

use super::info::refuse_virtio;
use super::{fault, first_of, internal, storage_validate, unsupported, xml_error};
use crate::domain::config::devices::Disk;
use crate::domain::config::devices::disk::{
    BlockIo, DiskBus, DiskCache, DiskDevice, DiskDriver, DiskModel, Geometry, IoTune, RareDisk, Sgio,
    SnapshotLocation, StartupPolicy, Tray,
};
use crate::domain::config::devices::info::AddressType;
use crate::domain::config::devices::storage::{ImageFormat, Place, RareSource, StorageType};
use crate::domain::config::{DomainDef, Section};
use crate::ground::xml::escape;
use crate::ground::{ErrorCode, ErrorDomain, OnOff, Result, VirError};

/// Checks a disk.
pub(super) fn validate(def: &DomainDef, disk: &Disk) -> Result<()> {
    let Some(target) = disk.target.as_deref() else { return Err(no_target(disk)) };
    let (common, no_driver) = (RareDisk::default(), DiskDriver::default());
    let rare = disk.rare.as_deref().unwrap_or(&common);
    let driver = disk.driver.as_deref().unwrap_or(&no_driver);
    let bus = disk.bus.unwrap_or(DiskBus::Ide);
    disk.source.chain().try_for_each(storage_validate::validate)?;
    validate_lun(disk, rare)?;
    if let Some(tune) = &rare.iotune {
        validate_iotune(tune)?;
    }
    validate_bus(disk, rare, driver, bus, target)?;
    match &disk.source.place {
        Place::Nvme(nvme) if nvme.namespace == 0 => return Err(unsupported("NVMe namespace can't be zero")),
        Place::VhostUser(_) => validate_vhost_user(disk, rare, driver, bus)?,
        _ => {}
    }
    let removable_medium = matches!(disk.device, DiskDevice::Floppy | DiskDevice::Cdrom);
    if rare.tray != Tray::Closed && !removable_medium {
        return Err(unsupported("tray is only valid for cdrom and floppy"));
    }
    validate_names(rare, bus)?;
    match (disk.device == DiskDevice::Floppy, bus == DiskBus::Fdc) {
        (true, false) => return Err(internal(format!("Invalid bus type '{bus}' for floppy disk"))),
        (false, true) => return Err(internal(format!("Invalid bus type '{bus}' for disk"))),
        _ => {}
    }
    let can_remove = bus == DiskBus::Usb || (bus == DiskBus::Scsi && disk.device == DiskDevice::Disk);
    if rare.removable.is_some() && !can_remove {
        return Err(xml_error("removable is only valid for usb or scsi disks"));
    }
    if rare.dpofua.is_some() && bus != DiskBus::Scsi {
        return Err(unsupported("'dpofua' option is available only for SCSI disks"));
    }
    validate_policy(disk, rare)?;
    if let Some(wwn) = &rare.wwn
        && !is_wwn(wwn)
    {
        return Err(VirError::internal(ErrorDomain::None, format!("Malformed wwn: {wwn}")));
    }
    validate_target(disk, target)?;
    validate_threads(def, disk, rare, driver, target)
}

fn no_target(disk: &Disk) -> Box<VirError> {
    if let Place::Volume(volume) = &disk.source.place {
        let name = |name: &Option<Box<str>>| name.as_deref().unwrap_or("(null)").to_owned();
        let detail = format!("pool = '{}', volume = '{}'", name(&volume.pool), name(&volume.volume));
        return fault(ErrorCode::NoTarget, detail);
    }
    match disk.source.path() {
        Some(path) => fault(ErrorCode::NoTarget, path),
        None => VirError::bare(ErrorDomain::Domain, ErrorCode::NoTarget),
    }
}

/// Sixteen hexadecimal digits, perhaps after `0x`. `virValidateWWN` of libvirt.
pub fn is_wwn(text: &str) -> bool {
    let digits = text.strip_prefix("0x").unwrap_or(text);
    digits.len() == 16 && digits.bytes().all(|b| b.is_ascii_hexdigit())
}

fn validate_lun(disk: &Disk, rare: &RareDisk) -> Result<()> {
    if rare.sgio == Some(Sgio::Unfiltered) {
        return Err(unsupported("unfiltered sgio is no longer supported"));
    }
    let source = disk.source.rare.as_deref();
    if disk.device == DiskDevice::Lun {
        storage_validate::validate_lun(&disk.source)?;
        if rare.blockio != BlockIo::default() {
            return Err(unsupported("blockio is not supported with device='lun'"));
        }
        return Ok(());
    }
    if source.is_some_and(|source| source.reservations.is_some()) {
        return Err(unsupported("<reservations/> allowed only for lun devices"));
    }
    if rare.rawio.is_some() {
        return Err(unsupported("rawio can be used only with device='lun'"));
    }
    if rare.sgio.is_some() {
        return Err(unsupported("sgio can be used only with device='lun'"));
    }
    Ok(())
}

/// `virDomainDiskIoTuneValidate` of libvirt.
fn validate_iotune(tune: &IoTune) -> Result<()> {
    let limits = [
        ("bytes_sec", tune.total_bytes_sec, tune.read_bytes_sec, tune.write_bytes_sec),
        ("iops_sec", tune.total_iops_sec, tune.read_iops_sec, tune.write_iops_sec),
        ("bytes_sec_max", tune.total_bytes_sec_max, tune.read_bytes_sec_max, tune.write_bytes_sec_max),
        ("iops_sec_max", tune.total_iops_sec_max, tune.read_iops_sec_max, tune.write_iops_sec_max),
    ];
    match limits.iter().find(|(_, total, read, write)| *total != 0 && (*read != 0 || *write != 0)) {
        None => Ok(()),
        Some((name, ..)) => {
            Err(xml_error(format!("total and read/write {name} cannot be set at the same time")))
        }
    }
}

fn validate_bus(disk: &Disk, rare: &RareDisk, driver: &DiskDriver, bus: DiskBus, target: &str) -> Result<()> {
    let by_controller =
        matches!(bus, DiskBus::Ide | DiskBus::Fdc | DiskBus::Scsi | DiskBus::Sata | DiskBus::Nvme);
    if let Some(kind) = disk.info.address_kind().filter(|kind| *kind != AddressType::Drive)
        && by_controller
    {
        return Err(unsupported(format!(
            "Invalid address type '{kind}' for the disk '{target}' with the bus type '{bus}'"
        )));
    }
    if bus == DiskBus::Virtio {
        return Ok(());
    }
    let model = rare.model;
    use DiskModel::{Virtio, VirtioNonTransitional, VirtioTransitional};
    if matches!(model, Virtio | VirtioTransitional | VirtioNonTransitional) {
        return Err(unsupported(format!("disk model '{model}' not supported for bus '{bus}'")));
    }
    let only_virtio = [
        (driver.event_idx.is_some(), "disk event_idx mode supported only for virtio bus"),
        (driver.ioeventfd.is_some(), "disk ioeventfd mode supported only for virtio bus"),
    ];
    first_of(&only_virtio)?;
    refuse_virtio(&rare.virtio)
}

/// `virDomainDiskVhostUserValidate` of libvirt.
fn validate_vhost_user(disk: &Disk, rare: &RareDisk, driver: &DiskDriver, bus: DiskBus) -> Result<()> {
    let no_rare = RareSource::default();
    let source = disk.source.rare.as_deref().unwrap_or(&no_rare);
    first_of(&[
        (bus != DiskBus::Virtio, "vhostuser disk supports only virtio bus"),
        (rare.snapshot != Some(SnapshotLocation::No), "only snapshot=no is supported with vhostuser disk"),
    ])?;
    let refused = [
        (driver.cache != DiskCache::Default, "cache"),
        (driver.error_policy.is_some() || driver.rerror_policy.is_some(), "error_policy"),
        (driver.io.is_some(), "io"),
        (driver.ioeventfd.is_some(), "ioeventfd"),
        (driver.copy_on_read.is_some(), "copy_on_read"),
        (driver.discard.is_some(), "discard"),
        (driver.iothread.is_some(), "iothread"),
        (driver.detect_zeroes.is_some(), "detect_zeroes"),
        (source.metadata_cache_bytes != 0, "metadata_cache"),
        (rare.iotune.is_some(), "iotune"),
        (source.backing.is_some(), "backingStore"),
        (source.encryption.is_some(), "encryption"),
        (disk.readonly, "readonly"),
        (disk.shareable, "shareable"),
        (rare.transient.is_some(), "transient"),
        (rare.serial.is_some(), "serial"),
        (rare.wwn.is_some(), "wwn"),
        (rare.vendor.is_some(), "vendor"),
        (rare.product.is_some(), "product"),
        (source.auth.is_some(), "auth"),
        (rare.geometry != Geometry::default(), "geometry"),
        (rare.blockio != BlockIo::default(), "blockio"),
    ];
    match refused.iter().find(|(given, _)| *given) {
        None => Ok(()),
        Some((_, what)) => Err(unsupported(format!("{what} is not supported with vhostuser disk"))),
    }
}

fn validate_names(rare: &RareDisk, bus: DiskBus) -> Result<()> {
    let printable = |text: &str| text.bytes().all(|b| (b' '..=b'~').contains(&b));
    let product_max = if bus == DiskBus::Scsi { 16 } else { 40 };
    for (what, text, limit) in [("vendor", &rare.vendor, 8), ("product", &rare.product, product_max)] {
        let Some(text) = text else { continue };
        if !printable(text) {
            return Err(xml_error(format!("disk {what} is not printable string")));
        }
        if text.len() > limit {
            return Err(unsupported(format!("disk {what} is more than {limit} characters")));
        }
    }
    Ok(())
}

/// `virDomainDiskDefValidateStartupPolicy` of libvirt.
fn validate_policy(disk: &Disk, rare: &RareDisk) -> Result<()> {
    let Some(policy) = rare.startup_policy else { return Ok(()) };
    let kind = disk.source.place.kind();
    use StorageType::{Block, Ctl, Dir, File, Volume};
    if !matches!(kind, File | Block | Dir | Volume | Ctl) {
        let detail = format!("disk startupPolicy '{policy}' is not allowed for disk of '{kind}' type");
        return Err(xml_error(detail));
    }
    let has_medium = matches!(disk.device, DiskDevice::Cdrom | DiskDevice::Floppy);
    if policy == StartupPolicy::Requisite && !has_medium {
        return Err(xml_error("disk startupPolicy 'requisite' is allowed only for cdrom or floppy"));
    }
    Ok(())
}

fn validate_target(disk: &Disk, target: &str) -> Result<()> {
    let starts = |prefixes: &[&str]| prefixes.iter().any(|prefix| target.starts_with(prefix));
    if matches!(disk.device, DiskDevice::Disk | DiskDevice::Lun)
        && !starts(&["hd", "sd", "vd", "xvd", "ubd", "nvme"])
    {
        return Err(internal(format!("Invalid harddisk device name: {target}")));
    }
    if disk.device == DiskDevice::Floppy && !starts(&["fd"]) {
        return Err(internal(format!("Invalid floppy device name: {target}")));
    }
    // Where there is no medium, there is still a drive.
    if disk.source.is_empty() && disk.device == DiskDevice::Disk {
        return Err(fault(ErrorCode::NoSource, target));
    }
    Ok(())
}

fn validate_threads(
    def: &DomainDef,
    disk: &Disk,
    rare: &RareDisk,
    driver: &DiskDriver,
    target: &str,
) -> Result<()> {
    if driver.discard_no_unref == Some(OnOff::On) {
        if disk.source.format != Some(ImageFormat::Qcow2) {
            return Err(unsupported("'discard_no_unref' only works with qcow2 disk format"));
        }
        if disk.readonly {
            return Err(unsupported("'discard_no_unref' is not compatible with read-only disk"));
        }
    }
    if driver.iothread.is_some() && !rare.iothreads.is_empty() {
        let detail = "disk driver 'iothread' attribute can't be used together with 'iothreads' subelement";
        return Err(xml_error(detail));
    }
    if rare.throttle_filters.is_empty() {
        return Ok(());
    }
    let refused = |detail: String| fault(ErrorCode::OperationUnsupported, detail);
    if rare.iotune.is_some() {
        return Err(refused(format!(
            "block 'throttlefilters' can't be used together with 'iotune' for disk '{target}'"
        )));
    }
    if disk.device == DiskDevice::Cdrom {
        return Err(refused("cdrom device with throttle filters isn't supported".into()));
    }
    let groups = def.kept.get(Section::Throttlegroups);
    let is_known = |group: &str| groups.contains(&format!("<group_name>{}</group_name>", escape(group)));
    match rare.throttle_filters.iter().find(|group| !is_known(group)) {
        None => Ok(()),
        Some(group) => Err(xml_error(format!("throttle group '{group}' not found"))),
    }
}
