//! `<cachetune>` and `<memorytune>` of `<cputune>`: groups of virtual CPUs with shares of caches and memory bandwidth.

use std::collections::BTreeMap;

use super::{fault, xml_error};
use crate::domain::config::tuning::{CacheType, ResourceGroup};
use crate::ground::limits::CPUSET_BITS_MAX;
use crate::ground::scale::{Scaled, pretty};
use crate::ground::xml::{Element, Prop, Writer};
use crate::ground::{Bitmap, ErrorCode, ErrorDomain, Result, VirError};

/// The cache level that can be monitored.
const MONITOR_LEVEL: u32 = 3;

/// An error of libvirt's resource control code.
fn resctrl_error<T>(detail: String) -> Result<T> {
    Err(VirError::new(ErrorDomain::Resctrl, ErrorCode::XmlError, detail))
}

/// The attribute `vcpus`, cut to those that the domain has. `virDomainResctrlParseVcpus` of libvirt.
fn parse_vcpus(element: &Element<'_>, vcpus_max: u32) -> Result<Option<Bitmap>> {
    let Some(text) = element.attribute("vcpus") else { return Ok(None) };
    let Ok(mut vcpus) = Bitmap::parse(text, CPUSET_BITS_MAX) else {
        return Err(xml_error(format!("Invalid {} attribute 'vcpus' value '{text}'", element.local_name())));
    };
    vcpus.shrink(vcpus_max);
    Ok(Some(vcpus))
}

/// The group of exactly these CPUs, if there is one. `virDomainResctrlVcpuMatch` of libvirt.
fn find(groups: &[ResourceGroup], vcpus: Option<&Bitmap>) -> Result<Option<usize>> {
    for (place, group) in groups.iter().enumerate() {
        match (&group.vcpus, vcpus) {
            (before, vcpus) if before.as_ref() == vcpus => return Ok(Some(place)),
            (Some(before), Some(vcpus)) if before.overlaps(vcpus) => {
                return Err(xml_error("Overlapping vcpus in resctrls"));
            }
            (Some(_), Some(_)) => {}
            _ => return Err(xml_error("Whole-process and per-vcpu resctrl allocations cannot be mixed")),
        }
    }
    Ok(None)
}

fn new_group(vcpus: Option<Bitmap>) -> ResourceGroup {
    ResourceGroup { vcpus, caches: Vec::new(), bandwidths: BTreeMap::new(), monitors: Vec::new() }
}

/// `virDomainCachetuneDefParse` of libvirt.
pub(super) fn parse_cachetune(
    element: &Element<'_>,
    vcpus_max: u32,
    groups: &mut Vec<ResourceGroup>,
) -> Result<()> {
    let vcpus = parse_vcpus(element, vcpus_max)?;
    if vcpus.as_ref().is_some_and(Bitmap::is_empty) {
        return Ok(());
    }
    if find(groups, vcpus.as_ref())?.is_some() {
        return Err(xml_error("Identical vcpus in cachetunes found"));
    }
    let mut group = new_group(vcpus);
    for cache in element.all("cache") {
        parse_cache(cache, &mut group)?;
    }
    parse_monitors(element, true, vcpus_max, &mut group)?;
    if !group.monitors.is_empty() || !group.caches.is_empty() {
        groups.push(group);
    }
    Ok(())
}

/// `virDomainCachetuneDefParseCache` and `virResctrlAllocSetCacheSize` of libvirt.
fn parse_cache(cache: &Element<'_>, group: &mut ResourceGroup) -> Result<()> {
    let id = cache.prop_u32("id", 10, Prop::REQUIRED)?.unwrap_or(0);
    let level = cache.prop_u32("level", 10, Prop::REQUIRED)?.unwrap_or(0);
    let kind = cache.prop_word("type", Prop::REQUIRED)?.unwrap_or(CacheType::Both);
    let scaled = Scaled { xpath: "./@size", scale: 1024, limit: u64::MAX, required: true };
    let size = scaled.read(cache.attribute("size"), cache.attribute("unit"))?.unwrap_or(0);
    let collides = |other| group.caches.iter().any(|(key, _)| *key == (level, other, id));
    let all = [CacheType::Both, CacheType::Code, CacheType::Data];
    let is_taken = match kind {
        CacheType::Both => all.into_iter().any(collides),
        _ => collides(CacheType::Both) || collides(kind),
    };
    if is_taken {
        let detail =
            format!("Colliding cache allocations for cache level '{level}' id '{id}', type '{kind}'");
        return resctrl_error(detail);
    }
    let place = group.caches.partition_point(|(before, _)| *before < (level, kind, id));
    group.caches.insert(place, ((level, kind, id), size));
    Ok(())
}

/// `virDomainMemorytuneDefParse` of libvirt.
pub(super) fn parse_memorytune(
    element: &Element<'_>,
    vcpus_max: u32,
    groups: &mut Vec<ResourceGroup>,
) -> Result<()> {
    let vcpus = parse_vcpus(element, vcpus_max)?;
    if vcpus.as_ref().is_some_and(Bitmap::is_empty) {
        return Ok(());
    }
    let place = find(groups, vcpus.as_ref())?;
    let mut group = match place {
        Some(place) => groups.remove(place),
        None => new_group(vcpus),
    };
    for node in element.all("node") {
        let id = node.prop_u32("id", 10, Prop::REQUIRED)?.unwrap_or(0);
        let bandwidth = node.prop_u32("bandwidth", 10, Prop::REQUIRED)?.unwrap_or(0);
        if group.bandwidths.insert(id, bandwidth).is_some() {
            return resctrl_error(format!("Memory Bandwidth already defined for node {id}"));
        }
    }
    let before = group.monitors.len();
    parse_monitors(element, false, vcpus_max, &mut group)?;
    match place {
        Some(place) => groups.insert(place, group),
        None if group.monitors.len() > before || element.child("node").is_some() => groups.push(group),
        None => {}
    }
    Ok(())
}

/// `virDomainResctrlMonDefParse` of libvirt.
fn parse_monitors(
    element: &Element<'_>,
    is_cache: bool,
    vcpus_max: u32,
    group: &mut ResourceGroup,
) -> Result<()> {
    for monitor in element.all("monitor") {
        if is_cache {
            let level = monitor.prop_u32("level", 10, Prop::REQUIRED)?.unwrap_or(0);
            if level != MONITOR_LEVEL {
                return Err(xml_error(format!("Invalid monitor cache level '{level}'")));
            }
        }
        let vcpus = parse_vcpus(monitor, vcpus_max)?.or_else(|| group.vcpus.clone());
        match &vcpus {
            Some(vcpus) => check_monitor(vcpus, is_cache, group)?,
            None if group.monitors.contains(&(None, is_cache)) => {
                return Err(xml_error("Duplicate whole-process monitor of the same resource type"));
            }
            None => {}
        }
        group.monitors.push((vcpus, is_cache));
    }
    Ok(())
}

/// `virDomainResctrlValidateMonitor` of libvirt.
fn check_monitor(vcpus: &Bitmap, is_cache: bool, group: &ResourceGroup) -> Result<()> {
    let refuse = |detail| Err(fault(ErrorCode::InvalidArg, detail));
    if vcpus.is_empty() {
        return refuse("vcpus is empty");
    }
    let contains = |id| group.vcpus.as_ref().is_none_or(|all| all.contains(id));
    if !vcpus.iter().all(contains) {
        return refuse("Monitor vcpus conflicts with allocation");
    }
    let allocates = !group.caches.is_empty() || !group.bandwidths.is_empty();
    let is_whole = Some(vcpus) == group.vcpus.as_ref();
    let (mut overlaps, mut overlaps_part) = (false, false);
    for (others, other_is_cache) in &group.monitors {
        let Some(others) = others else { continue };
        if others == vcpus {
            if *other_is_cache == is_cache {
                return refuse("Identical vcpus found in same type monitors");
            }
            continue;
        }
        overlaps |= others.overlaps(vcpus);
        overlaps_part |= !is_whole && Some(others) != group.vcpus.as_ref() && others.overlaps(vcpus);
    }
    if overlaps_part || (!allocates && overlaps) {
        return refuse("vcpus overlaps in resctrl groups");
    }
    Ok(())
}

/// Writes the groups, those of an active domain with their names.
pub(super) fn format(groups: &[ResourceGroup], is_active: bool, w: &mut Writer) {
    for is_cache in [true, false] {
        for group in groups {
            let monitors = || group.monitors.iter().filter(move |(_, of_cache)| *of_cache == is_cache);
            let allocates = if is_cache { !group.caches.is_empty() } else { !group.bandwidths.is_empty() };
            if !allocates && monitors().next().is_none() {
                continue;
            }
            w.start(if is_cache { "cachetune" } else { "memorytune" })
                .opt_attr("vcpus", group.vcpus.as_ref())
                .opt_attr("id", group.vcpus.as_ref().filter(|_| is_active).map(|all| format!("vcpus_{all}")))
                .inside(|w| {
                    if is_cache {
                        format_caches(group, w)
                    } else {
                        format_bandwidths(group, w)
                    }
                    for (vcpus, _) in monitors() {
                        let level = is_cache.then_some(MONITOR_LEVEL);
                        w.start("monitor").opt_attr("level", level).opt_attr("vcpus", vcpus.as_ref()).empty();
                    }
                });
        }
    }
}

fn format_caches(group: &ResourceGroup, w: &mut Writer) {
    for ((level, kind, id), bytes) in &group.caches {
        let (size, unit) = pretty(*bytes);
        w.start("cache")
            .attr("id", id)
            .attr("level", level)
            .attr("type", kind)
            .attr("size", size)
            .attr("unit", unit)
            .empty();
    }
}

fn format_bandwidths(group: &ResourceGroup, w: &mut Writer) {
    for (id, bandwidth) in &group.bandwidths {
        w.start("node").attr("id", id).attr("bandwidth", bandwidth).empty();
    }
}
