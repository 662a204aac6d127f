//! `<cputune>`.

use std::collections::{BTreeMap, BTreeSet};

use super::fault;
use super::resctrl;
use super::vcpus::cpuset;
use crate::domain::config::tuning::{Cputune, Iothreads, Policy, Sched};
use crate::ground::limits::CPUSET_BITS_MAX;
use crate::ground::xml::{Element, Prop, Writer};
use crate::ground::{Bitmap, ErrorCode, Result, number};

/// The periods and quotas, in the order in which libvirt reads and writes them: element, and its name in an error.
const BANDWIDTHS: [(&str, &str); 8] = [
    ("period", "period"),
    ("quota", "quota"),
    ("global_period", "global period"),
    ("global_quota", "global quota"),
    ("emulator_period", "emulator period"),
    ("emulator_quota", "emulator quota"),
    ("iothread_period", "iothread period"),
    ("iothread_quota", "iothread quota"),
];

/// The order in which they are checked: periods before quotas.
const BANDWIDTHS_CHECKED: [usize; 8] = [0, 2, 4, 6, 1, 3, 5, 7];

/// What a period may be, in µs.
const PERIOD_US: (i64, i64) = (1_000, 1_000_000);
/// What a quota that is set may be, in µs.
const QUOTA_US: (i64, i64) = (1_000, 17_592_186_044_415);

/// The last part of `virDomainDefTunablesParse` of libvirt.
pub(super) fn parse(root: &Element<'_>, vcpus_max: u32, iothreads: &Iothreads) -> Result<Cputune> {
    let mut tune = Cputune::default();
    if root.child("cputune").is_none() {
        return Ok(tune);
    }
    let iothreads = &iothreads.id_set();
    let wrong = |what: &str| fault(ErrorCode::XmlError, format!("can't parse cputune {what} value"));
    if let Some(text) = root.path_text("cputune/shares") {
        tune.shares = Some(number::to_u64(&text, 10).ok_or_else(|| wrong("shares"))?);
    }
    for (value, (name, what)) in tune.bandwidths.iter_mut().zip(BANDWIDTHS) {
        let Some(text) = root.path_text(&format!("cputune/{name}")) else { continue };
        let read = match name.ends_with("quota") {
            true => number::to_i64(&text, 10),
            false => number::to_u64(&text, 10).map(|period| i64::try_from(period).unwrap_or(i64::MAX)),
        };
        *value = read.ok_or_else(|| wrong(what))?;
    }
    for pin in all(root, "vcpupin") {
        parse_vcpupin(pin, vcpus_max, &mut tune)?;
    }
    if let Some(pin) = only(root, "emulatorpin")? {
        tune.emulator_pin = Some(pin_set(pin)?);
    }
    for pin in all(root, "iothreadpin") {
        parse_iothreadpin(pin, iothreads, &mut tune)?;
    }
    for sched in all(root, "vcpusched") {
        parse_scheds(sched, "vcpus", &mut tune.vcpu_scheds, |id| match id < vcpus_max {
            true => Ok(()),
            false => Err(format!("vCPU '{id}' is not present in domain definition")),
        })?;
    }
    for sched in all(root, "iothreadsched") {
        parse_scheds(sched, "iothreads", &mut tune.iothread_scheds, |id| match iothreads.contains(&id) {
            true => Ok(()),
            false => Err(format!("Cannot find 'iothread' : {id}")),
        })?;
    }
    if let Some(sched) = only(root, "emulatorsched")? {
        tune.emulator_sched = Some(parse_sched(sched)?);
    }
    for element in all(root, "cachetune") {
        resctrl::parse_cachetune(element, vcpus_max, &mut tune.groups)?;
    }
    for element in all(root, "memorytune") {
        resctrl::parse_memorytune(element, vcpus_max, &mut tune.groups)?;
    }
    Ok(tune)
}

fn all<'e, 'a>(root: &'e Element<'a>, name: &'static str) -> impl Iterator<Item = &'e Element<'a>> {
    root.all("cputune").flat_map(move |tune| tune.all(name))
}

/// An element that may stand once.
fn only<'e, 'a>(root: &'e Element<'a>, name: &'static str) -> Result<Option<&'e Element<'a>>> {
    let mut found = all(root, name);
    let first = found.next();
    if found.next().is_some() {
        return Err(fault(ErrorCode::XmlError, format!("only one {name} is supported")));
    }
    Ok(first)
}

fn pin_set(pin: &Element<'_>) -> Result<Bitmap> {
    let text = pin
        .attribute("cpuset")
        .ok_or_else(|| fault(ErrorCode::InternalError, format!("missing cpuset for {}", pin.local_name())))?;
    cpuset("cpuset", text)
}

/// `virDomainVcpuPinDefParseXML` of libvirt.
fn parse_vcpupin(pin: &Element<'_>, vcpus_max: u32, tune: &mut Cputune) -> Result<()> {
    let id = pin.prop_u32("vcpu", 10, Prop::REQUIRED)?.unwrap_or(0);
    if id >= vcpus_max {
        // libvirt warns in its log and goes on.
        return Ok(());
    }
    if tune.vcpu_pins.contains_key(&id) && pin.attribute("cpuset").is_some() {
        return Err(fault(ErrorCode::InternalError, format!("duplicate vcpupin for vcpu '{id}'")));
    }
    tune.vcpu_pins.insert(id, pin_set(pin)?);
    Ok(())
}

/// `virDomainIOThreadPinDefParseXML` of libvirt.
fn parse_iothreadpin(pin: &Element<'_>, iothreads: &BTreeSet<u32>, tune: &mut Cputune) -> Result<()> {
    let id = pin.prop_u32("iothread", 10, Prop::REQUIRED.and(Prop::NONZERO))?.unwrap_or(0);
    if !iothreads.contains(&id) {
        return Err(fault(ErrorCode::ConfigUnsupported, format!("Cannot find 'iothread' : {id}")));
    }
    let set = pin_set(pin)?;
    if tune.iothread_pins.insert(id, set).is_some() {
        let detail = format!("duplicate iothreadpin for same iothread '{id}'");
        return Err(fault(ErrorCode::InternalError, detail));
    }
    Ok(())
}

/// `virDomainSchedulerParseCommonAttrs` of libvirt.
fn parse_sched(element: &Element<'_>) -> Result<Sched> {
    let policy = element.prop_word("scheduler", Prop::REQUIRED)?.unwrap_or(Policy::Batch);
    let priority = match policy {
        Policy::Fifo | Policy::Rr => element.prop_i32("priority", 10, Prop::REQUIRED)?.unwrap_or(0),
        Policy::Batch | Policy::Idle => 0,
    };
    Ok((policy, priority))
}

/// `virDomainThreadSchedParseHelper` of libvirt; `check` says why a thread of that number cannot be scheduled.
fn parse_scheds(
    element: &Element<'_>,
    attribute: &str,
    scheds: &mut BTreeMap<u32, Sched>,
    check: impl Fn(u32) -> Result<(), String>,
) -> Result<()> {
    let name = element.local_name();
    let text = element.attribute(attribute).ok_or_else(|| {
        fault(ErrorCode::XmlError, format!("Missing attribute '{attribute}' in element '{name}'"))
    })?;
    let threads = Bitmap::parse(text, CPUSET_BITS_MAX)?;
    if threads.is_empty() {
        let detail = format!("'{attribute}' scheduler bitmap '{text}' is empty");
        return Err(fault(ErrorCode::ConfigUnsupported, detail));
    }
    let sched = parse_sched(element)?;
    for id in threads.iter() {
        check(id).map_err(|detail| fault(ErrorCode::ConfigUnsupported, detail))?;
        if scheds.insert(id, sched).is_some() {
            let detail = format!("'{name}' attributes '{attribute}' must not overlap");
            return Err(fault(ErrorCode::XmlDetail, detail));
        }
    }
    Ok(())
}

/// `virDomainDefCputuneValidate` of libvirt.
pub(super) fn validate(tune: &Cputune) -> Result<()> {
    for place in BANDWIDTHS_CHECKED {
        let (name, value) = (BANDWIDTHS[place].0, tune.bandwidths[place]);
        let (min, max) = if name.ends_with("period") { PERIOD_US } else { QUOTA_US };
        if value > 0 && !(min..=max).contains(&value) {
            let detail = format!("Value of cputune '{name}' must be in range [{min}, {max}]");
            return Err(fault(ErrorCode::ConfigUnsupported, detail));
        }
    }
    Ok(())
}

/// The element laid out, as it is written of a domain that is active or not; those differ in the names of resource
/// groups. `virDomainCputuneDefFormat` of libvirt.
pub(super) fn format(tune: &Cputune, iothreads: &Iothreads, is_active: bool) -> String {
    let mut w = Writer::at(1);
    w.start("cputune").nonempty(|w| {
        w.opt_text("shares", tune.shares);
        for ((name, _), value) in BANDWIDTHS.iter().zip(tune.bandwidths).filter(|(_, value)| *value != 0) {
            w.text(name, value);
        }
        for (id, set) in &tune.vcpu_pins {
            w.start("vcpupin").attr("vcpu", id).attr("cpuset", set).empty();
        }
        if let Some(set) = &tune.emulator_pin {
            w.start("emulatorpin").attr("cpuset", set).empty();
        }
        for id in iothreads.ids() {
            if let Some(set) = tune.iothread_pins.get(&id) {
                w.start("iothreadpin").attr("iothread", id).attr("cpuset", set).empty();
            }
        }
        if let Some(sched) = tune.emulator_sched {
            format_sched("emulatorsched", None, sched, w);
        }
        for (id, sched) in &tune.vcpu_scheds {
            format_sched("vcpusched", Some(("vcpus", *id)), *sched, w);
        }
        for id in iothreads.ids() {
            if let Some(sched) = tune.iothread_scheds.get(&id) {
                format_sched("iothreadsched", Some(("iothreads", id)), *sched, w);
            }
        }
        resctrl::format(&tune.groups, is_active, w);
    });
    w.finish()
}

fn format_sched(name: &str, thread: Option<(&str, u32)>, (policy, priority): Sched, w: &mut Writer) {
    let tag = w.start(name);
    let tag = match thread {
        Some((attribute, id)) => tag.attr(attribute, id),
        None => tag,
    };
    let priority = matches!(policy, Policy::Fifo | Policy::Rr).then_some(priority);
    tag.attr("scheduler", policy).opt_attr("priority", priority).empty();
}
