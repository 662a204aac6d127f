//! `<blkiotune>`, `<memtune>`, `<memoryBacking>` and `<throttlegroups>`: read and checked as libvirt does, then kept as
//! text.

use std::collections::BTreeSet;

use super::memory::{element_kib, size_kib};
use super::vcpus::cpuset;
use super::{boxed, fault};
use crate::domain::config::tuning::{BlkioDevice, Blkiotune, MEMORY_UNLIMITED_KIB, MemoryLimits};
use crate::ground::scale::Scaled;
use crate::ground::xml::{Element, Writer};
use crate::ground::{Bitmap, ErrorCode, Result, Word, number};
use crate::words;

words! {
    /// `virDomainMemorySource` of libvirt, without its absent value.
    enum Source { File "file", Anonymous "anonymous", Memfd "memfd" }
}
words! {
    /// `virDomainMemoryAccess` of libvirt, without its default.
    enum Access { Shared "shared", Private "private" }
}
words! {
    /// `virDomainMemoryAllocation` of libvirt, without its absent value.
    enum Allocation { Immediate "immediate", Ondemand "ondemand" }
}

/// The rates of a device in `<blkiotune>`, in the order in which they are read: element, what errors call it, whether it
/// has 64 bits.
const DEVICE_RATES: [(&str, &str, bool); 5] = [
    ("weight", "weight", false),
    ("read_bytes_sec", "read bytes sec", true),
    ("write_bytes_sec", "write bytes sec", true),
    ("read_iops_sec", "read iops sec", false),
    ("write_iops_sec", "write iops sec", false),
];

/// The same in the order in which they are written.
const DEVICE_RATES_WRITTEN: [usize; 5] = [0, 3, 4, 1, 2];

/// `<blkiotune>`.
pub(super) fn blkiotune(root: &Element<'_>) -> Result<Blkiotune> {
    let weight = root.path_text("blkiotune/weight").and_then(|text| number::to_u32(&text, 10)).unwrap_or(0);
    let mut devices = Vec::new();
    for device in root.all("blkiotune").flat_map(|tune| tune.all("device")) {
        let unsupported = |detail: String| fault(ErrorCode::ConfigUnsupported, detail);
        let path = boxed(device.path_text("path"))
            .ok_or_else(|| fault(ErrorCode::ConfigUnsupported, "missing per-device path"))?;
        let mut rates = [0; 5];
        for (rate, (name, what, is_wide)) in rates.iter_mut().zip(DEVICE_RATES) {
            let Some(text) = device.path_text(name) else { continue };
            let read = match is_wide {
                true => number::to_u64_wrapping(&text, 10),
                false => number::to_u32_wrapping(&text, 10).map(u64::from),
            };
            *rate = read.ok_or_else(|| unsupported(format!("could not parse {what} {text}")))?;
        }
        devices.push(BlkioDevice { path, rates });
    }
    Ok(Blkiotune { weight, devices })
}

/// `virDomainDefFormatBlkiotune` of libvirt.
pub(super) fn format_blkiotune(tune: &Blkiotune, w: &mut Writer) {
    w.start("blkiotune").nonempty(|w| {
        if tune.weight > 0 {
            w.text("weight", tune.weight);
        }
        for BlkioDevice { path, rates } in tune.devices.iter().filter(|device| device.rates != [0; 5]) {
            w.start("device").inside(|w| {
                w.text("path", path);
                for place in DEVICE_RATES_WRITTEN.into_iter().filter(|place| rates[*place] > 0) {
                    w.text(DEVICE_RATES[place].0, rates[place]);
                }
            });
        }
    });
}

/// `virDomainDefTunablesValidate` of libvirt.
pub(super) fn validate_paths(tune: &Blkiotune) -> Result<()> {
    let mut seen = BTreeSet::new();
    match tune.devices.iter().find(|device| !seen.insert(&device.path)) {
        Some(BlkioDevice { path, .. }) => {
            Err(fault(ErrorCode::ConfigUnsupported, format!("duplicate blkio device path '{path}'")))
        }
        None => Ok(()),
    }
}

/// `<memtune>`: limits, of which the greatest number means none.
pub(super) fn memtune(root: &Element<'_>) -> Result<MemoryLimits> {
    let limit = |name: &str| -> Result<u64> {
        let xpath = format!("./memtune/{name}[1]");
        let scaled =
            Scaled { xpath: &xpath, scale: 1024, limit: MEMORY_UNLIMITED_KIB << 10, required: false };
        let bytes = scaled.read_element(root.all("memtune").find_map(|tune| tune.child(name)))?;
        Ok(bytes.map_or(MEMORY_UNLIMITED_KIB, |bytes| bytes.div_ceil(1024)).min(MEMORY_UNLIMITED_KIB))
    };
    let hard_kib = limit("hard_limit")?;
    let soft_kib = limit("soft_limit")?;
    let guarantee = element_kib("./memtune/min_guarantee[1]", root.path("memtune/min_guarantee"))?;
    let swap_kib = limit("swap_hard_limit")?;
    Ok(MemoryLimits { hard_kib, soft_kib, guarantee_kib: guarantee.unwrap_or(0), swap_kib })
}

/// The second part of `virDomainDefFormatMemtune` of libvirt.
pub(super) fn format_memtune(limits: &MemoryLimits, w: &mut Writer) {
    let below = |kib: u64| (kib < MEMORY_UNLIMITED_KIB).then_some(kib);
    let sizes = [
        ("hard_limit", below(limits.hard_kib)),
        ("soft_limit", below(limits.soft_kib)),
        ("min_guarantee", (limits.guarantee_kib > 0).then_some(limits.guarantee_kib)),
        ("swap_hard_limit", below(limits.swap_kib)),
    ];
    w.start("memtune").nonempty(|w| {
        for (name, kib) in sizes {
            if let Some(kib) = kib {
                w.start(name).attr("unit", "KiB").text(kib);
            }
        }
    });
}

/// One `<page>` of `<hugepages>`.
pub(super) struct HugePage {
    size_kib: u64,
    nodes: Option<Bitmap>,
}

/// `<memoryBacking>` while its document is read.
#[derive(Default)]
pub(super) struct Backing {
    source: Option<Source>,
    access: Option<Access>,
    allocation: Option<Allocation>,
    threads: u32,
    /// None if there is no `<hugepages>`; empty if it says no sizes.
    pages: Option<Vec<HugePage>>,
    flags: [bool; 3],
}

/// The elements of `<memoryBacking>` that only have to be there.
const BACKING_FLAGS: [&str; 3] = ["nosharepages", "locked", "discard"];

/// The second half of `virDomainDefParseMemory` of libvirt.
pub(super) fn parse_backing(root: &Element<'_>) -> Result<Backing> {
    if root.child("memoryBacking").is_none() {
        return Ok(Backing::default());
    }
    let mut backing = Backing {
        source: backing_word(root, "source", "type")?,
        access: backing_word(root, "access", "mode")?,
        allocation: backing_word(root, "allocation", "mode")?,
        ..Backing::default()
    };
    if let Some(text) = root.path_attribute("memoryBacking/allocation", "threads") {
        backing.threads = number::to_u32(text, 10)
            .ok_or_else(|| fault(ErrorCode::XmlError, "Failed to parse memory allocation threads"))?;
    }
    if root.path("memoryBacking/hugepages").is_some() {
        let pages = root.all("memoryBacking").flat_map(|backing| backing.all("hugepages"));
        let pages = pages.flat_map(|hugepages| hugepages.all("page"));
        backing.pages = Some(pages.map(parse_page).collect::<Result<_>>()?);
    }
    backing.flags = BACKING_FLAGS.map(|name| root.all("memoryBacking").any(|e| e.child(name).is_some()));
    Ok(backing)
}

fn backing_word<W: Word>(root: &Element<'_>, element: &str, attribute: &str) -> Result<Option<W>> {
    let Some(word) = root.path_attribute(&format!("memoryBacking/{element}"), attribute) else {
        return Ok(None);
    };
    W::from_word(word).map(Some).ok_or_else(|| {
        fault(ErrorCode::ConfigUnsupported, format!("unknown memoryBacking/{element}/{attribute} '{word}'"))
    })
}

fn parse_page(page: &Element<'_>) -> Result<HugePage> {
    let size_kib = size_kib("./@size", true, page.attribute("size"), page.attribute("unit"))?.unwrap_or(0);
    if size_kib == 0 {
        return Err(fault(ErrorCode::XmlDetail, "hugepage size can't be zero"));
    }
    let nodes = page.attribute("nodeset").map(|text| cpuset("nodeset", text)).transpose()?;
    Ok(HugePage { size_kib, nodes })
}

impl Backing {
    /// `virDomainDefPostParseMemtune` of libvirt: without guest NUMA, node 0 is the whole guest.
    pub(super) fn post_parse(&mut self, cells: usize) {
        for page in self.pages.iter_mut().flatten().filter(|_| cells == 0) {
            page.nodes = page.nodes.take().filter(|nodes| nodes.last().unwrap_or(0) > 0);
        }
    }

    /// `virDomainDefMemtuneValidate` of libvirt.
    pub(super) fn validate(&self, cells: usize) -> Result<()> {
        let pages = self.pages.as_deref().unwrap_or_default();
        let mut taken = Bitmap::default();
        for (place, page) in pages.iter().enumerate() {
            let Some(nodes) = &page.nodes else {
                if let Some(before) = pages[..place].iter().find(|before| before.nodes.is_none()) {
                    let (a, b) = (page.size_kib, before.size_kib);
                    return refuse(format!("two master hugepages detected: {a} and {b}"));
                }
                continue;
            };
            if taken.overlaps(nodes) {
                let overlaps = |before: &&HugePage| before.nodes.as_ref().is_some_and(|b| b.overlaps(nodes));
                let other = pages[..place].iter().find(overlaps).map_or(0, |before| before.size_kib);
                let size = page.size_kib;
                let detail = format!("nodeset attribute of hugepages of sizes {size} and {other} intersect");
                return refuse(detail);
            }
            nodes.iter().for_each(|node| taken.insert(node));
            if let Some(node) = nodes.iter().find(|node| *node as usize >= cells) {
                return refuse(format!("hugepages: node {node} not found"));
            }
        }
        Ok(())
    }

    /// The element laid out. `virDomainMemorybackingFormat` of libvirt.
    pub(super) fn format(&self) -> String {
        let mut w = Writer::at(1);
        let flag = |place: usize, w: &mut Writer| {
            if self.flags[place] {
                w.start(BACKING_FLAGS[place]).empty();
            }
        };
        w.start("memoryBacking").nonempty(|w| {
            if let Some(pages) = &self.pages {
                w.start("hugepages").inside(|w| {
                    for page in pages {
                        w.start("page")
                            .attr("size", page.size_kib)
                            .attr("unit", "KiB")
                            .opt_attr("nodeset", page.nodes.as_ref())
                            .empty();
                    }
                });
            }
            flag(0, w);
            flag(1, w);
            w.start("source").opt_attr("type", self.source).nonempty(|_| {});
            w.start("access").opt_attr("mode", self.access).nonempty(|_| {});
            let threads = (self.threads > 0).then_some(self.threads);
            w.start("allocation")
                .opt_attr("mode", self.allocation)
                .opt_attr("threads", threads)
                .nonempty(|_| {});
            flag(2, w);
        });
        w.finish()
    }
}

fn refuse<T>(detail: String) -> Result<T> {
    Err(fault(ErrorCode::XmlDetail, detail))
}

/// The rates of a throttle group, in the order in which libvirt reads and writes them.
const THROTTLES: [&str; 19] = [
    "total_bytes_sec",
    "read_bytes_sec",
    "write_bytes_sec",
    "total_iops_sec",
    "read_iops_sec",
    "write_iops_sec",
    "total_bytes_sec_max",
    "read_bytes_sec_max",
    "write_bytes_sec_max",
    "total_iops_sec_max",
    "read_iops_sec_max",
    "write_iops_sec_max",
    "size_iops_sec",
    "total_bytes_sec_max_length",
    "read_bytes_sec_max_length",
    "write_bytes_sec_max_length",
    "total_iops_sec_max_length",
    "read_iops_sec_max_length",
    "write_iops_sec_max_length",
];

/// `<throttlegroups>`; with it the rates of each group, which have to agree.
pub(super) fn throttlegroups(root: &Element<'_>) -> Result<(String, Vec<[u64; 19]>)> {
    let mut seen = BTreeSet::new();
    let mut groups = Vec::new();
    let mut w = Writer::at(1);
    for group in root.all("throttlegroups").flat_map(|groups| groups.all("throttlegroup")) {
        let mut rates = [0; 19];
        for (rate, name) in rates.iter_mut().zip(THROTTLES) {
            let Some(text) = group.path_text(name) else { continue };
            *rate = number::to_u64(&text, 10).ok_or_else(|| {
                let detail = format!("throttle group field '{name}' must be an integer");
                fault(ErrorCode::XmlError, detail)
            })?;
        }
        let name = boxed(group.path_text("group_name"))
            .ok_or_else(|| fault(ErrorCode::XmlError, "missing group name"))?;
        if !seen.insert(name.clone()) {
            return Err(fault(ErrorCode::XmlError, format!("duplicate group name '{name}' found")));
        }
        groups.push((name, rates));
    }
    w.start("throttlegroups").nonempty(|w| {
        for (name, rates) in &groups {
            w.start("throttlegroup").inside(|w| {
                for (rate, element) in rates.iter().zip(THROTTLES).filter(|(rate, _)| **rate > 0) {
                    w.text(element, rate);
                }
                w.text("group_name", name);
            });
        }
    });
    Ok((w.finish(), groups.into_iter().map(|(_, rates)| rates).collect()))
}

/// `virDomainDiskIoTuneValidate` of libvirt, for throttle groups.
pub(super) fn validate_throttles(groups: &[[u64; 19]]) -> Result<()> {
    for rates in groups {
        for total in [0, 3, 6, 9] {
            if rates[total] > 0 && (rates[total + 1] > 0 || rates[total + 2] > 0) {
                let what = THROTTLES[total].trim_start_matches("total_");
                let detail = format!("total and read/write {what} cannot be set at the same time");
                return Err(fault(ErrorCode::XmlError, detail));
            }
        }
    }
    Ok(())
}
