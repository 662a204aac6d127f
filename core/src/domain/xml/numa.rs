//! `<cpu><numa>` and `<numatune>`: the guest's NUMA cells and where their memory comes from.

use super::memory::size_kib;
use super::{fault, xml_error};
use crate::ground::limits::{CPUSET_BITS_MAX, NUMA_CELLS_MAX};
use crate::ground::scale::Scaled;
use crate::ground::xml::{Element, Prop, Writer};
use crate::ground::{Bitmap, ErrorCode, Result, YesNo};
use crate::words;

words! {
    /// `virDomainNumatuneMemMode` of libvirt.
    pub(super) enum MemoryMode { Strict "strict", Preferred "preferred", Interleave "interleave", Restrictive "restrictive" }
}
words! {
    /// `virDomainNumatunePlacement` of libvirt.
    pub(super) enum TunePlacement { Default "default", Static "static", Auto "auto" }
}
words! {
    /// `virDomainMemoryAccess` of libvirt, without its default.
    enum Access { Shared "shared", Private "private" }
}
words! {
    /// `virNumaCacheAssociativity` of libvirt.
    enum Associativity { None "none", Direct "direct", Full "full" }
}
words! {
    /// `virNumaCachePolicy` of libvirt.
    enum CachePolicy { None "none", Writeback "writeback", Writethrough "writethrough" }
}
words! {
    /// `virMemoryLatency` of libvirt, without its absent value.
    enum Latency { Access "access", Read "read", Write "write" }
}
const LOCAL_DISTANCE: u32 = 10;
const UNREACHABLE: u32 = 255;

struct Cache {
    level: u32,
    associativity: Associativity,
    policy: CachePolicy,
    size_kib: u64,
    line: u64,
}

#[derive(Default)]
pub(super) struct Cell {
    memory_kib: u64,
    cpus: Option<Bitmap>,
    access: Option<Access>,
    discard: Option<bool>,
    distances: Vec<u32>,
    caches: Vec<Cache>,
    pub(super) tune: Option<(MemoryMode, Bitmap)>,
}

#[derive(PartialEq)]
struct Interconnect {
    is_bandwidth: bool,
    initiator: u32,
    target: u32,
    cache: u32,
    kind: Latency,
    value: u64,
}

/// The cells of a guest while its document is read. `virDomainNuma` of libvirt.
#[derive(Default)]
pub(super) struct Numa {
    pub(super) cells: Vec<Cell>,
    interconnects: Vec<Interconnect>,
    pub(super) memory: Option<(MemoryMode, Option<TunePlacement>, Option<Bitmap>)>,
}

/// `virDomainNumaDefParseXML` of libvirt, and the two checks after it.
pub(super) fn parse(root: &Element<'_>, vcpus_max: u32) -> Result<Numa> {
    let mut numa = Numa::default();
    // The first <numa> of every <cpu>, as libvirt's expressions have it.
    let elements = || root.all("cpu").filter_map(|cpu| cpu.child("numa"));
    if elements().next().is_some() {
        let count = elements().flat_map(|numa| numa.all("cell")).count();
        if count == 0 {
            return Err(xml_error("NUMA topology defined without NUMA cells"));
        }
        if count > NUMA_CELLS_MAX {
            return Err(xml_error(format!("at most {NUMA_CELLS_MAX} NUMA cells are simulated")));
        }
        numa.cells.resize_with(count, Cell::default);
        for (place, cell) in elements().flat_map(|numa| numa.all("cell")).enumerate() {
            parse_cell(cell, place, &mut numa)?;
        }
        for links in elements().filter_map(|numa| numa.child("interconnects")) {
            for link in links.elements() {
                numa.interconnects.extend(parse_interconnect(link)?);
            }
        }
    }
    let total: u32 = numa.cells.iter().filter_map(|cell| cell.cpus.as_ref()).map(Bitmap::len).sum();
    if total > vcpus_max {
        return Err(fault(ErrorCode::InternalError, "Number of CPUs in <numa> exceeds the <vcpu> count"));
    }
    let last = numa.cells.iter().filter_map(|cell| cell.cpus.as_ref()?.last()).max().unwrap_or(0);
    if last >= vcpus_max {
        return Err(fault(ErrorCode::InternalError, "CPU IDs in <numa> exceed the <vcpu> count"));
    }
    Ok(numa)
}

fn parse_cell(cell: &Element<'_>, place: usize, numa: &mut Numa) -> Result<()> {
    let id = cell.prop_u32("id", 10, Prop::NONE)?.unwrap_or(place as u32);
    let count = numa.cells.len();
    let Some(entry) = numa.cells.get_mut(id as usize) else {
        return Err(xml_error(
            "Exactly one 'cell' element per guest NUMA cell allowed, non-contiguous ranges or ranges not \
             starting from 0 are not allowed",
        ));
    };
    if entry.memory_kib > 0 {
        return Err(xml_error(format!("Duplicate NUMA cell info for cell id '{id}'")));
    }
    if let Some(text) = cell.attribute("cpus") {
        let cpus = Bitmap::parse(text, CPUSET_BITS_MAX)?;
        entry.cpus = Some(cpus).filter(|cpus| !cpus.is_empty()).or_else(|| entry.cpus.take());
    }
    check_overlap(numa, id)?;
    let entry = &mut numa.cells[id as usize];
    let size = size_kib("./@memory", true, cell.attribute("memory"), cell.attribute("unit"))?;
    entry.memory_kib = size.unwrap_or(0);
    entry.access = cell.prop_word("memAccess", Prop::NONE)?;
    entry.discard = cell.prop_yes_no("discard", Prop::NONE)?;
    parse_distances(cell, id, count, numa)?;
    for cache in cell.all("cache") {
        let cache = parse_cache(cache)?;
        numa.cells[id as usize].caches.push(cache);
    }
    Ok(())
}

fn check_overlap(numa: &Numa, id: u32) -> Result<()> {
    let Some(cpus) = &numa.cells[id as usize].cpus else { return Ok(()) };
    for (other, cell) in numa.cells.iter().enumerate() {
        if other != id as usize && cell.cpus.as_ref().is_some_and(|others| others.overlaps(cpus)) {
            let detail = format!("NUMA cells {id} and {other} have overlapping vCPU ids");
            return Err(fault(ErrorCode::ConfigUnsupported, detail));
        }
    }
    Ok(())
}

/// `virDomainNumaDefNodeDistanceParseXML` of libvirt: what is said one way is taken for the other way as well.
fn parse_distances(cell: &Element<'_>, id: u32, count: usize, numa: &mut Numa) -> Result<()> {
    let Some(distances) = cell.child("distances") else { return Ok(()) };
    if distances.child("sibling").is_none() {
        return Err(xml_error("NUMA distances defined without siblings"));
    }
    for sibling in distances.all("sibling") {
        let other = sibling.prop_u32("id", 10, Prop::REQUIRED)?.unwrap_or(0);
        if other as usize >= count {
            let detail =
                format!("'sibling_id {other}' does not refer to a valid cell within NUMA 'cell id {id}'");
            return Err(xml_error(detail));
        }
        let value = sibling.prop_u32("value", 10, Prop::REQUIRED)?.unwrap_or(0);
        let is_local = value == LOCAL_DISTANCE;
        if !(LOCAL_DISTANCE..=UNREACHABLE).contains(&value) || (other == id) != is_local {
            let detail =
                format!("'value {value}' is invalid for 'sibling id {other}' under NUMA 'cell id {id}'");
            return Err(xml_error(detail));
        }
        for cell in [id, other] {
            let row = &mut numa.cells[cell as usize].distances;
            if row.is_empty() {
                row.resize(count, 0);
                row[cell as usize] = LOCAL_DISTANCE;
            }
        }
        numa.cells[id as usize].distances[other as usize] = value;
        let back = &mut numa.cells[other as usize].distances[id as usize];
        if *back == 0 {
            *back = value;
        }
    }
    Ok(())
}

/// `virDomainNumaDefNodeCacheParseXML` of libvirt, which looks for units where none can stand.
fn parse_cache(cache: &Element<'_>) -> Result<Cache> {
    let level = cache.prop_u32("level", 10, Prop::REQUIRED.and(Prop::NONZERO))?.unwrap_or(0);
    let associativity = cache.prop_word("associativity", Prop::REQUIRED)?.unwrap_or(Associativity::None);
    let policy = cache.prop_word("policy", Prop::REQUIRED)?.unwrap_or(CachePolicy::None);
    let unit = |name| cache.path_text(name);
    let size_unit = unit("size/unit");
    let size = size_kib("./size/@value", true, cache.path_attribute("size", "value"), size_unit.as_deref())?;
    let line = Scaled { xpath: "./line/@value", scale: 1, limit: u64::MAX, required: true };
    let line = line.read(cache.path_attribute("line", "value"), unit("line/unit").as_deref())?;
    Ok(Cache { level, associativity, policy, size_kib: size.unwrap_or(0), line: line.unwrap_or(0) })
}

fn parse_interconnect(link: &Element<'_>) -> Result<Option<Interconnect>> {
    let is_bandwidth = match &*link.name {
        "latency" => false,
        "bandwidth" => true,
        _ => return Ok(None),
    };
    let value = if is_bandwidth {
        size_kib("./@value", true, link.attribute("value"), link.attribute("unit"))?
    } else {
        link.prop_u64("value", 10, Prop::REQUIRED)?
    };
    let number = |name, flags| link.prop_u32(name, 10, flags).map(|number| number.unwrap_or(0));
    let initiator = number("initiator", Prop::REQUIRED)?;
    let target = number("target", Prop::REQUIRED)?;
    let cache = number("cache", Prop::NONE)?;
    let kind = link.prop_word("type", Prop::REQUIRED)?.unwrap_or(Latency::Access);
    let value = value.unwrap_or(0);
    Ok(Some(Interconnect { is_bandwidth, initiator, target, cache, kind, value }))
}

impl Numa {
    /// Whether `<numatune>` leaves it to the host where memory comes from.
    pub(super) fn is_placed_automatically(&self) -> bool {
        matches!(self.memory, Some((_, Some(TunePlacement::Auto), _)))
    }

    /// How many cells there are.
    pub(super) fn cell_count(&self) -> usize {
        self.cells.len()
    }

    /// Memory of all cells, in KiB.
    pub(super) fn memory_kib(&self) -> u64 {
        self.cells.iter().fold(0, |sum: u64, cell| sum.saturating_add(cell.memory_kib))
    }

    /// `virDomainNumaDefValidate` of libvirt.
    pub(super) fn validate(&self) -> Result<()> {
        let whole = self.memory.as_ref().is_some_and(|memory| memory.0 == MemoryMode::Restrictive);
        for cell in &self.cells {
            if let Some((mode, _)) = &cell.tune {
                match (whole, *mode == MemoryMode::Restrictive) {
                    (true, false) => {
                        return Err(xml_error(
                            "'restrictive' mode is required in memnode element when mode is 'restrictive' in memory element",
                        ));
                    }
                    (false, true) => {
                        return Err(xml_error(
                            "'restrictive' mode is required in memory element when mode is 'restrictive' in memnode element",
                        ));
                    }
                    _ => {}
                }
            }
            for (place, cache) in cell.caches.iter().enumerate() {
                if cache.level > 3 {
                    return Err(xml_error("Ain't nobody heard of that much cache level"));
                }
                if cell.caches[..place].iter().any(|before| before.level == cache.level) {
                    return Err(xml_error(format!("Cache level '{}' already defined", cache.level)));
                }
            }
        }
        self.interconnects.iter().enumerate().try_for_each(|(place, link)| self.validate_link(place, link))
    }

    fn validate_link(&self, place: usize, link: &Interconnect) -> Result<()> {
        let Some(initiator) = self.cells.get(link.initiator as usize) else {
            return Err(xml_error("'initiator' refers to a non-existent NUMA node"));
        };
        let Some(target) = self.cells.get(link.target as usize) else {
            return Err(xml_error("'target' refers to a non-existent NUMA node"));
        };
        if initiator.cpus.is_none() {
            return Err(xml_error("NUMA nodes without CPUs can't be initiator"));
        }
        if link.cache > 0 && !target.caches.iter().any(|cache| cache.level == link.cache) {
            return Err(xml_error("'cache' refers to a non-existent NUMA node cache"));
        }
        for before in &self.interconnects[..place] {
            let same = (before.is_bandwidth, before.initiator, before.target, before.cache, before.kind)
                == (link.is_bandwidth, link.initiator, link.target, link.cache, link.kind);
            if same {
                return Err(xml_error("Duplicate info for NUMA latencies"));
            }
            let is_back = link.initiator == before.target && link.target == before.initiator;
            if link.initiator != link.target && is_back {
                return Err(xml_error("Link already defined"));
            }
        }
        Ok(())
    }
}

/// Writes `<numa>`. `virDomainNumaDefFormatXML` of libvirt.
pub(super) fn format(numa: &Numa, w: &mut Writer) {
    if numa.cells.is_empty() {
        return;
    }
    w.start("numa").inside(|w| {
        for (id, cell) in numa.cells.iter().enumerate() {
            w.start("cell")
                .attr("id", id)
                .opt_attr("cpus", cell.cpus.as_ref())
                .attr("memory", cell.memory_kib)
                .attr("unit", "KiB")
                .opt_attr("memAccess", cell.access)
                .opt_attr("discard", cell.discard.map(YesNo::of))
                .inside(|w| format_cell(cell, w));
        }
        w.start("interconnects")
            .nonempty(|w| numa.interconnects.iter().for_each(|link| format_link(link, w)));
    });
}

fn format_cell(cell: &Cell, w: &mut Writer) {
    w.start("distances").nonempty(|w| {
        for (id, value) in cell.distances.iter().enumerate().filter(|(_, value)| **value > 0) {
            w.start("sibling").attr("id", id).attr("value", value).empty();
        }
    });
    for cache in &cell.caches {
        w.start("cache")
            .attr("level", cache.level)
            .attr("associativity", cache.associativity)
            .attr("policy", cache.policy)
            .inside(|w| {
                w.start("size").attr("value", cache.size_kib).attr("unit", "KiB").empty();
                if cache.line > 0 {
                    // libvirt keeps 32 bits of it.
                    w.start("line").attr("value", cache.line as u32).attr("unit", "B").empty();
                }
            });
    }
}

fn format_link(link: &Interconnect, w: &mut Writer) {
    w.start(if link.is_bandwidth { "bandwidth" } else { "latency" })
        .attr("initiator", link.initiator)
        .attr("target", link.target)
        .opt_attr("cache", (link.cache > 0).then_some(link.cache))
        .attr("type", link.kind)
        .attr("value", link.value)
        .opt_attr("unit", link.is_bandwidth.then_some("KiB"))
        .empty();
}
