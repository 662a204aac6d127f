//! Whether a guest would see the same machine in another configuration: `virDomainDefCheckABIStability` of libvirt, as far
//! as configurations are typed.

use super::config::devices::Disk;
use super::config::{DomainDef, Vcpus};
use crate::ground::{ErrorCode, ErrorDomain, Result, VirError};

type Named<'a> = (&'a str, usize, usize);

fn refuse(detail: String) -> Result<()> {
    Err(VirError::new(ErrorDomain::Domain, ErrorCode::ConfigUnsupported, detail))
}

/// `virTYPEToString` of something that may be absent.
fn word(value: Option<impl ToString>) -> String {
    value.map_or_else(|| "(null)".into(), |value| value.to_string())
}

/// Refuses a configuration in which a guest would see another machine than in the one before.
///
/// # Errors
/// `VIR_ERR_CONFIG_UNSUPPORTED` for the first difference, in libvirt's order of looking.
pub(crate) fn check_abi_stability(old: &DomainDef, new: &DomainDef) -> Result<()> {
    check_identity(old, new)?;
    check_memory(old, new)?;
    check_vcpus(old, new)?;
    check_os(old, new)?;
    check_devices(old, new)
}

fn check_identity(old: &DomainDef, new: &DomainDef) -> Result<()> {
    if old.virt_type != new.virt_type {
        let (new, old) = (new.virt_type, old.virt_type);
        return refuse(format!("Target domain virt type {new} does not match source {old}"));
    }
    if old.uuid != new.uuid {
        return refuse(format!("Target domain uuid {} does not match source {}", new.uuid, old.uuid));
    }
    match (&old.genid, &new.genid) {
        (Some(old), Some(new)) if old != new => {
            return refuse(format!("Target domain genid {new} does not match source {old}"));
        }
        (Some(_), None) | (None, Some(_)) => {
            return refuse("Target domain requested genid does not match source".into());
        }
        _ => {}
    }
    if old.name != new.name {
        return refuse(format!("Target domain name '{}' does not match source '{}'", new.name, old.name));
    }
    Ok(())
}

fn check_memory(old: &DomainDef, new: &DomainDef) -> Result<()> {
    let initial = |def: &DomainDef| def.memory.total_kib.saturating_sub(def.devices.plugged_kib());
    let (was, is) = (initial(old), initial(new));
    if was != is {
        return refuse(format!("Target domain max memory {is} does not match source {was}"));
    }
    let (was, is) = (&old.memory, &new.memory);
    if was.current_kib != is.current_kib {
        return refuse(format!(
            "Target domain current memory {} does not match source {}",
            is.current_kib, was.current_kib
        ));
    }
    if was.max_kib != is.max_kib {
        return refuse(format!(
            "Target maximum memory size '{}' doesn't match source '{}'",
            is.max_kib, was.max_kib
        ));
    }
    if was.slots != is.slots {
        return refuse(format!(
            "Target domain memory slots count '{}' doesn't match source '{}'",
            is.slots, was.slots
        ));
    }
    Ok(())
}

fn check_vcpus(old: &DomainDef, new: &DomainDef) -> Result<()> {
    let (was, is) = (&old.vcpus, &new.vcpus);
    if was.max() != is.max() {
        return refuse(format!("Target domain vCPU max {} does not match source {}", is.max(), was.max()));
    }
    let order = |vcpus: &Vcpus, number: u32| {
        vcpus.each().and_then(|each| each.get(number as usize)).map_or(0, |vcpu| vcpu.order)
    };
    for number in 0..was.max() {
        if was.is_online(number) != is.is_online(number) {
            return refuse(format!(
                "State of vCPU '{number}' differs between source and destination definitions"
            ));
        }
        if order(was, number) != order(is, number) {
            return refuse(format!(
                "vcpu enable order of vCPU '{number}' differs between source and destination definitions"
            ));
        }
    }
    Ok(())
}

fn check_os(old: &DomainDef, new: &DomainDef) -> Result<()> {
    let (was, is) = (&old.os, &new.os);
    if was.os_type != is.os_type {
        return refuse(format!("Target domain OS type {} does not match source {}", is.os_type, was.os_type));
    }
    if was.arch != is.arch {
        return refuse(format!("Target domain architecture {} does not match source {}", is.arch, was.arch));
    }
    if was.machine != is.machine {
        let (is, was) = (word(is.machine.as_ref()), word(was.machine.as_ref()));
        return refuse(format!("Target domain machine type {is} does not match source {was}"));
    }
    if was.smbios != is.smbios {
        let (is, was) = (word(is.smbios), word(was.smbios));
        return refuse(format!("Target domain SMBIOS mode {is} does not match source {was}"));
    }
    Ok(())
}

fn check_devices(old: &DomainDef, new: &DomainDef) -> Result<()> {
    let (was, is) = (&old.devices, &new.devices);
    check_counts(&[("disk", was.disks.len(), is.disks.len())])?;
    was.disks.iter().zip(&is.disks).try_for_each(|(was, is)| check_disk(was, is))?;
    let none = Default::default();
    let (rare_was, rare_is) = (was.rare.as_deref().unwrap_or(&none), is.rare.as_deref().unwrap_or(&none));
    check_counts(&[
        ("controller", was.controllers.len(), is.controllers.len()),
        ("filesystem", rare_was.filesystems.len(), rare_is.filesystems.len()),
        ("net card", was.interfaces.len(), is.interfaces.len()),
    ])?;
    for (was, is) in was.interfaces.iter().zip(&is.interfaces) {
        if was.mac != is.mac {
            return refuse(format!("Target network card mac {} does not match source {}", is.mac, was.mac));
        }
    }
    check_counts(&[
        ("input device", was.inputs.len(), is.inputs.len()),
        ("sound card", rare_was.sounds.len(), rare_is.sounds.len()),
        ("video card", was.videos.len(), is.videos.len()),
        ("host device", rare_was.hostdevs.len(), rare_is.hostdevs.len()),
    ])
}

fn check_counts(counts: &[Named<'_>]) -> Result<()> {
    match counts.iter().find(|(_, was, is)| was != is) {
        Some((what, was, is)) => {
            refuse(format!("Target domain {what} count {is} does not match source {was}"))
        }
        None => Ok(()),
    }
}

fn check_disk(old: &Disk, new: &Disk) -> Result<()> {
    if old.device != new.device {
        return refuse(format!("Target disk device {} does not match source {}", new.device, old.device));
    }
    if old.bus != new.bus {
        let (new, old) = (word(new.bus), word(old.bus));
        return refuse(format!("Target disk bus {new} does not match source {old}"));
    }
    if old.target != new.target {
        let (new, old) = (word(new.target.as_ref()), word(old.target.as_ref()));
        return refuse(format!("Target disk {new} does not match source {old}"));
    }
    let rare = |disk: &Disk| {
        let rare = disk.rare.as_ref();
        rare.map_or((None, None), |rare| (rare.serial.clone(), rare.wwn.clone()))
    };
    let ((was_serial, was_wwn), (serial, wwn)) = (rare(old), rare(new));
    let or_none = |text: Option<Box<str>>| text.unwrap_or_else(|| "<null>".into());
    if was_serial != serial {
        let (new, old) = (or_none(serial), or_none(was_serial));
        return refuse(format!("Target disk serial {new} does not match source {old}"));
    }
    if was_wwn != wwn {
        let (new, old) = (or_none(wwn), or_none(was_wwn));
        return refuse(format!("Target disk wwn '{new}' does not match source '{old}'"));
    }
    if old.readonly != new.readonly {
        return refuse("Target disk access mode does not match source".into());
    }
    Ok(())
}
