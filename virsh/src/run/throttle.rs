//! What limits the reading and writing of blocks: of disks, of groups of disks, of a whole domain.

use virtlab_core::api::{FunctionId, Value};
use virtlab_core::ground::TypedParam;

use super::memory::{Tuning, plain};
use super::{Done, Failed, Run, extra, fail, say};
use crate::grid::Grid;
use crate::xml;

/// Limits in bytes, by the options that set them; a parameter's name has `_` for `-`.
const BYTES: &[&str] = &[
    "total-bytes-sec",
    "read-bytes-sec",
    "write-bytes-sec",
    "total-bytes-sec-max",
    "read-bytes-sec-max",
    "write-bytes-sec-max",
];

/// Limits that are mere numbers.
const COUNTS: &[&str] = &[
    "total-iops-sec",
    "read-iops-sec",
    "write-iops-sec",
    "total-iops-sec-max",
    "read-iops-sec-max",
    "write-iops-sec-max",
    "size-iops-sec",
    "total-bytes-sec-max-length",
    "read-bytes-sec-max-length",
    "write-bytes-sec-max-length",
    "total-iops-sec-max-length",
    "read-iops-sec-max-length",
    "write-iops-sec-max-length",
];

/// The limits that were given.
fn limits(run: &mut Run<'_>) -> Result<Vec<TypedParam>, Failed> {
    let mut given = Vec::new();
    for (options, in_bytes) in [(BYTES, true), (COUNTS, false)] {
        for option in options {
            let value = if in_bytes { run.scaled(option, 1, u64::MAX) } else { run.ulong(option) };
            match value {
                Ok(value) => given.extend(value.map(|n| TypedParam::new(option.replace('-', "_"), n))),
                Err(Failed) => fail!(run, "Unable to parse integer parameter"),
            }
        }
    }
    Ok(given)
}

pub(crate) fn blkdeviotune(run: &mut Run<'_>) -> Done {
    let flags = run.impact()?;
    let domain = run.domain()?;
    let disk = Value::from(run.needed("device")?);
    let mut given = limits(run)?;
    match run.text("group-name") {
        Ok(group) => given.extend(group.map(|group| TypedParam::new("group_name", group.as_str()))),
        Err(Failed) => fail!(run, "Unable to parse group-name parameter"),
    }
    let tuning = Tuning {
        get: FunctionId::DomainGetBlockIoTune,
        set: FunctionId::DomainSetBlockIoTune,
        count_failed: "Unable to get number of block I/O throttle parameters",
        get_failed: "Unable to get block I/O throttle parameters",
        set_failed: "Unable to change block I/O throttle",
    };
    // How many there are is asked of no disk.
    let counted = [domain.clone(), Value::Null];
    tuning.run_counting(run, [&counted, &[domain, disk]], given, flags, plain)
}

pub(crate) fn blkiotune(run: &mut Run<'_>) -> Done {
    let flags = run.impact()?;
    let domain = run.domain()?;
    let mut given = Vec::new();
    if let Some(weight) = run.int("weight")? {
        match u32::try_from(weight) {
            Ok(weight) if weight > 0 => given.push(TypedParam::new("weight", weight)),
            _ => fail!(run, "Invalid value of {weight} for I/O weight"),
        }
    }
    for (option, field) in [
        ("device-weights", "device_weight"),
        ("device-read-iops-sec", "device_read_iops_sec"),
        ("device-write-iops-sec", "device_write_iops_sec"),
        ("device-read-bytes-sec", "device_read_bytes_sec"),
        ("device-write-bytes-sec", "device_write_bytes_sec"),
    ] {
        match run.given(option) {
            Some(text) if text.is_empty() => fail!(run, "Unable to parse string parameter"),
            text => given.extend(text.map(|text| TypedParam::new(field, text.as_str()))),
        }
    }
    let tuning = Tuning {
        get: FunctionId::DomainGetBlkioParameters,
        set: FunctionId::DomainSetBlkioParameters,
        count_failed: "Unable to get number of blkio parameters",
        get_failed: "Unable to get blkio parameters",
        set_failed: "Unable to change blkio parameters",
    };
    tuning.run(run, &[domain], given, flags, plain)
}

pub(crate) fn throttle_group_set(run: &mut Run<'_>) -> Done {
    let flags = run.impact()?;
    let domain = run.domain()?;
    let mut given = limits(run)?;
    let group = run.needed("group-name")?;
    given.push(TypedParam::new("group_name", group.as_str()));
    let count = Value::from(given.len() as u64);
    let args = [domain, group.into(), given.into(), count, flags.into()];
    run.call_or(FunctionId::DomainSetThrottleGroup, args, "Unable to set throttle group")?;
    extra!(run, "Throttle group set successfully\n");
    Ok(())
}

pub(crate) fn throttle_group_del(run: &mut Run<'_>) -> Done {
    let flags = run.impact()?;
    let domain = run.domain()?;
    let group = run.needed("group-name")?;
    run.call(FunctionId::DomainDelThrottleGroup, [domain, group.into(), flags.into()])?;
    extra!(run, "Throttle group deleted successfully\n");
    Ok(())
}

/// The description in which throttle groups stand.
fn described(run: &mut Run<'_>) -> Result<String, Failed> {
    /// `VIR_DOMAIN_XML_INACTIVE`.
    const INACTIVE: u32 = 2;
    let flags = run.flags(&[("inactive", INACTIVE)]);
    let domain = run.domain()?;
    run.xml_of(&domain, flags)
}

fn name_of(group: &xml::Node<'_>) -> String {
    xml::text(group, "group_name").unwrap_or_default()
}

pub(crate) fn throttle_group_list(run: &mut Run<'_>) -> Done {
    let document = described(run)?;
    let Some(root) = xml::root(&document) else { return Err(Failed) };
    let mut grid = Grid::new(&["Name"]);
    for group in xml::all(&root, "throttlegroups/throttlegroup") {
        grid.row([name_of(group)]);
    }
    run.table(&grid);
    Ok(())
}

pub(crate) fn throttle_group_info(run: &mut Run<'_>) -> Done {
    let wanted = run.needed("group-name")?;
    let document = described(run)?;
    let Some(root) = xml::root(&document) else { return Err(Failed) };
    for group in xml::all(&root, "throttlegroups/throttlegroup") {
        if name_of(group) != wanted {
            continue;
        }
        let (counts, lengths) = COUNTS.split_at(7);
        let (now, most) = BYTES.split_at(3);
        let (iops, iops_most) = counts.split_at(3);
        for option in [now, iops, most, iops_most, lengths].into_iter().flatten() {
            let name = option.replace('-', "_");
            if let Some(value) = xml::text(group, &name) {
                say!(run, "{name:<15}: {value}\n");
            }
        }
    }
    Ok(())
}
