//! Block I/O parameters, block I/O tune of a disk, and the bandwidth of an interface.

use super::tuning::{asks_count, change, chosen, fill, one_def};
use crate::api::FunctionId;
use crate::domain::config::devices::disk::IoTune;
use crate::domain::config::tuning::{BlkioDevice, Blkiotune};
use crate::domain::lookup::{disk_by_name, interface_by_name};
use crate::ground::params::{Accepted, takes, validate};
use crate::ground::{ErrorCode, ErrorDomain, ParamType, Result, TypedParam, VirError, number};
use crate::netdev::Rate;
use crate::world::args::{Args, Handler, Reply};
use crate::world::session::Session;

/// The functions of this file.
pub(in crate::world) fn handler(id: FunctionId) -> Option<Handler> {
    use FunctionId::*;
    Some(match id {
        DomainGetBlkioParameters => get_blkio,
        DomainSetBlkioParameters => set_blkio,
        DomainGetBlockIoTune => get_io_tune,
        DomainSetBlockIoTune => set_io_tune,
        DomainGetInterfaceParameters => get_interface,
        DomainSetInterfaceParameters => set_interface,
        _ => return None,
    })
}

/// The parameters of devices in libvirt's order: name, place in [`BlkioDevice::rates`], whether it has 64 bits.
const RATES: [(&str, usize, bool); 5] = [
    ("device_weight", 0, false),
    ("device_read_iops_sec", 3, false),
    ("device_write_iops_sec", 4, false),
    ("device_read_bytes_sec", 1, true),
    ("device_write_bytes_sec", 2, true),
];

fn get_blkio(session: &mut Session<'_>, args: &Args<'_>) -> Result<Reply> {
    if let Some(reply) = asks_count(args, 2, 6) {
        return Ok(reply);
    }
    let which = one_def(session, args)?;
    let tune = &chosen(&which).tuning().blkio;
    let mut params = vec![TypedParam::new("weight", tune.weight)];
    for (name, place, _) in RATES {
        let set = tune.devices.iter().filter(|device| device.rates[place] > 0);
        let parts: Vec<String> =
            set.map(|device| format!("{},{}", device.path, device.rates[place])).collect();
        params.push(TypedParam::new(name, &*parts.join(",")));
    }
    Ok(fill(args, 2, params))
}

/// `path,rate,path,rate`. `virDomainDriverParseBlkioDeviceStr`.
fn parse_devices(name: &str, text: &str, is_wide: bool) -> Result<Vec<(Box<str>, u64)>> {
    let refuse = |detail: String| Err(VirError::new(ErrorDomain::Domain, ErrorCode::InvalidArg, detail));
    let broken = || refuse(format!("unable to parse blkio device '{name}' '{text}'"));
    if text.is_empty() {
        return Ok(Vec::new());
    }
    if text.matches(',').count().is_multiple_of(2) {
        return broken();
    }
    let mut found = Vec::new();
    let mut rest = text;
    loop {
        let Some((path, value)) = rest.split_once(',') else { return broken() };
        let read = match is_wide {
            true => number::leading_u64(value, 10),
            false => number::leading_u32(value, 10).map(|(rate, after)| (u64::from(rate), after)),
        };
        let Some((rate, after)) = read.filter(|_| !value.trim_start().starts_with('-')) else {
            return refuse(format!("invalid value '{value}' for parameter '{name}' of device '{path}'"));
        };
        found.push((path.into(), rate));
        match after.strip_prefix(',') {
            Some(after) => rest = after,
            None if after.is_empty() => return Ok(found),
            None => return broken(),
        }
    }
}

/// `virDomainDriverMergeBlkioDevice`.
fn merge(tune: &mut Blkiotune, place: usize, devices: Vec<(Box<str>, u64)>) {
    for (path, rate) in devices {
        if let Some(known) = tune.devices.iter_mut().find(|device| device.path == path) {
            known.rates[place] = rate;
        } else if rate > 0 {
            let mut rates = [0; 5];
            rates[place] = rate;
            tune.devices.push(BlkioDevice { path, rates });
        }
    }
}

fn set_blkio(session: &mut Session<'_>, args: &Args<'_>) -> Result<Reply> {
    let params = args.params(1, 2);
    let mut known = vec![takes("weight", ParamType::UInt)];
    known.extend(RATES.map(|(name, ..)| takes(name, ParamType::String)));
    validate(&params, &known)?;
    let which = one_def(session, args)?;
    // What can be read is set even if something else cannot; the last error is the one that is told.
    let mut failed = None;
    let reply = change(session, &which, |def| {
        let tune = &mut def.tuning_mut().blkio;
        for param in &params {
            let Some((name, place, is_wide)) = RATES.into_iter().find(|(name, ..)| *name == &*param.field)
            else {
                tune.weight = param.value.bits() as u32;
                continue;
            };
            match parse_devices(name, param.value.text(), is_wide) {
                Ok(devices) => merge(tune, place, devices),
                Err(error) => failed = Some(error),
            }
        }
        Ok(())
    })?;
    failed.map_or(Ok(reply), Err)
}

/// Where the name of the group stands among the numbers of [`IoTune`].
const GROUP_NAME_AT: usize = 13;
/// The most that a number may be.
const IO_TUNE_MAX: u64 = 1_000_000_000_000_000;

fn get_io_tune(session: &mut Session<'_>, args: &Args<'_>) -> Result<Reply> {
    if let Some(reply) = asks_count(args, 3, IoTune::NAMES.len() + 1) {
        return Ok(reply);
    }
    let which = one_def(session, args)?;
    let devices = &chosen(&which).devices;
    let path = args.string(1);
    let Some(place) = disk_at(devices, path) else {
        let detail = format!("disk '{path}' was not found in the domain config");
        return Err(VirError::new(session.driver_domain()?, ErrorCode::InvalidArg, detail));
    };
    let tune = devices.disks[place].rare.as_ref().and_then(|rare| rare.iotune.as_deref());
    let tune = tune.cloned().unwrap_or_default();
    let mut params: Vec<TypedParam> = IoTune::NAMES
        .iter()
        .zip(tune.numbers())
        .map(|(name, number)| TypedParam::new(name, number))
        .collect();
    let group = TypedParam::new("group_name", tune.group_name.as_deref().unwrap_or_default());
    params.insert(GROUP_NAME_AT, group);
    Ok(fill(args, 3, params))
}

/// The first disk of a name, were there several.
fn disk_at(devices: &crate::domain::config::Devices, name: &str) -> Option<usize> {
    let first = || devices.disks.iter().position(|disk| disk.source.path() == Some(name));
    disk_by_name(devices, name).or_else(|| first().filter(|_| name.starts_with('/')))
}

fn set_io_tune(session: &mut Session<'_>, args: &Args<'_>) -> Result<Reply> {
    let params = args.params(2, 3);
    let mut known: Vec<Accepted> = IoTune::NAMES.iter().map(|name| takes(name, ParamType::ULLong)).collect();
    known.push(takes("group_name", ParamType::String));
    validate(&params, &known)?;
    let which = one_def(session, args)?;
    let from = session.driver_domain()?;
    let invalid = |detail: String| VirError::new(from, ErrorCode::InvalidArg, detail);
    let path = args.string(1);
    let place = disk_at(&chosen(&which).devices, path)
        .ok_or_else(|| invalid(format!("missing persistent configuration for disk '{path}'")))?;
    change(session, &which, |def| {
        let rare = def.devices.disks[place].rare_mut();
        let tune = rare.iotune.get_or_insert_default();
        for param in &params {
            if &*param.field == "group_name" {
                tune.group_name = Some(param.value.text().into());
                continue;
            }
            let number = param.value.bits();
            if number > IO_TUNE_MAX {
                return Err(too_much(from));
            }
            let slot = IoTune::NAMES.iter().zip(tune.numbers_mut()).find(|(name, _)| **name == &*param.field);
            if let Some((_, slot)) = slot {
                *slot = number;
            }
        }
        check_io_tune(tune).map_err(invalid)
    })
}

fn too_much(from: ErrorDomain) -> Box<VirError> {
    let detail = format!("block I/O throttle limit value must be no more than {IO_TUNE_MAX}");
    VirError::new(from, ErrorCode::ArgumentUnsupported, detail)
}

/// What numbers may stand together.
fn check_io_tune(tune: &IoTune) -> Result<(), String> {
    let numbers: Vec<u64> = tune.numbers().collect();
    for total in [0, 3, 6, 9] {
        if numbers[total] > 0 && (numbers[total + 1] > 0 || numbers[total + 2] > 0) {
            let what = IoTune::NAMES[total].trim_start_matches("total_");
            return Err(format!("total and read/write of {what} cannot be set at the same time"));
        }
    }
    for place in 0..6 {
        if numbers[place] > numbers[place + 6] {
            let (name, max) = (IoTune::NAMES[place], IoTune::NAMES[place + 6]);
            return Err(format!("{name} cannot be set higher than {max}"));
        }
    }
    Ok(())
}

/// The parameters of an interface in libvirt's order.
const BANDWIDTH: [&str; 7] = [
    "inbound.average",
    "inbound.peak",
    "inbound.burst",
    "inbound.floor",
    "outbound.average",
    "outbound.peak",
    "outbound.burst",
];

fn get_interface(session: &mut Session<'_>, args: &Args<'_>) -> Result<Reply> {
    if let Some(reply) = asks_count(args, 3, BANDWIDTH.len()) {
        return Ok(reply);
    }
    let which = one_def(session, args)?;
    let devices = &chosen(&which).devices;
    let place = interface_by_name(devices, args.string(1))?;
    let bandwidth = devices.interfaces[place].rare.as_ref().and_then(|rare| rare.bandwidth.clone());
    let bandwidth = bandwidth.unwrap_or_default();
    let (inbound, outbound) = (bandwidth.inbound.unwrap_or_default(), bandwidth.outbound.unwrap_or_default());
    let numbers = [
        inbound.average,
        inbound.peak,
        inbound.burst,
        inbound.floor,
        outbound.average,
        outbound.peak,
        outbound.burst,
    ];
    let params = BANDWIDTH.iter().zip(numbers).map(|(name, number)| TypedParam::new(name, number as u32));
    Ok(fill(args, 3, params.collect()))
}

fn set_interface(session: &mut Session<'_>, args: &Args<'_>) -> Result<Reply> {
    let params = args.params(2, 3);
    validate(&params, &BANDWIDTH.map(|name| takes(name, ParamType::UInt)))?;
    let which = one_def(session, args)?;
    let place = interface_by_name(&chosen(&which).devices, args.string(1))?;
    let number =
        |name: &str| params.iter().rfind(|param| &*param.field == name).map_or(0, |param| param.value.bits());
    let said = |name: &str| params.iter().any(|param| &*param.field == name);
    let inbound = Rate {
        average: number("inbound.average"),
        peak: number("inbound.peak"),
        burst: number("inbound.burst"),
        floor: number("inbound.floor"),
    };
    let outbound = Rate {
        average: number("outbound.average"),
        peak: number("outbound.peak"),
        burst: number("outbound.burst"),
        floor: 0,
    };
    let inbound = Some(inbound).filter(|rate| rate.average > 0 || rate.floor > 0);
    let outbound = Some(outbound).filter(|rate| rate.average > 0);
    change(session, &which, |def| {
        let rare = def.devices.interfaces[place].rare.get_or_insert_default();
        let bandwidth = rare.bandwidth.get_or_insert_default();
        if inbound.is_some() || said("inbound.average") || said("inbound.floor") {
            bandwidth.inbound = inbound;
        }
        if outbound.is_some() || said("outbound.average") {
            bandwidth.outbound = outbound;
        }
        Ok(())
    })
}
