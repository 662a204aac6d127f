//! What the host is told about a domain: `<resource>`, `<perf>`, `<idmap>`, `<iommufd>`. Read and checked as libvirt does,
//! then kept as text.

use super::{boxed, fault};
use crate::domain::config::devices::filesystem::IdMaps;
use crate::ground::xml::{Element, Prop, Writer};
use crate::ground::{ErrorCode, Result, VirError, Word, YesNo, number};
use crate::words;

words! {
    /// `virPerfEventType` of libvirt.
    pub(super) enum PerfEvent {
        Cmt "cmt", Mbmt "mbmt", Mbml "mbml", CpuCycles "cpu_cycles", Instructions "instructions",
        CacheReferences "cache_references", CacheMisses "cache_misses",
        BranchInstructions "branch_instructions", BranchMisses "branch_misses", BusCycles "bus_cycles",
        StalledCyclesFrontend "stalled_cycles_frontend", StalledCyclesBackend "stalled_cycles_backend",
        RefCpuCycles "ref_cpu_cycles", CpuClock "cpu_clock", TaskClock "task_clock", PageFaults "page_faults",
        ContextSwitches "context_switches", CpuMigrations "cpu_migrations", PageFaultsMin "page_faults_min",
        PageFaultsMaj "page_faults_maj", AlignmentFaults "alignment_faults", EmulationFaults "emulation_faults",
    }
}

/// Characters of a Fibre Channel `appid`, least and most.
const APPID_LEN: (usize, usize) = (1, 128);

/// `<resource>` while its document is read.
#[derive(Default)]
pub(super) struct Resource {
    partition: Option<Box<str>>,
    appid: Option<Box<str>>,
}

/// `virDomainResourceDefParse` of libvirt.
pub(super) fn parse_resource(root: &Element<'_>) -> Result<Resource> {
    let mut resources = root.all("resource");
    let Some(element) = resources.next() else { return Ok(Resource::default()) };
    if resources.next().is_some() {
        return Err(fault(ErrorCode::XmlError, "only one resource element is supported"));
    }
    let resource = Resource {
        partition: boxed(element.path_text("partition")),
        appid: element.path_attribute("fibrechannel", "appid").map(Into::into),
    };
    if resource.partition.is_none() && resource.appid.is_none() {
        // libvirt fails here without saying why.
        return Err(VirError::unknown_cause());
    }
    Ok(resource)
}

impl Resource {
    /// `virDomainDefResourceValidate` of libvirt.
    pub(super) fn validate(&self) -> Result<()> {
        let Some(appid) = &self.appid else { return Ok(()) };
        if !appid.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
            let detail = "Fibre Channel 'appid' is not a printable string";
            return Err(fault(ErrorCode::XmlError, detail));
        }
        let (min, max) = APPID_LEN;
        if !(min..=max).contains(&appid.len()) {
            let detail = format!("Fibre Channel 'appid' string length must be between [{min}, {max}]");
            return Err(fault(ErrorCode::InvalidArg, detail));
        }
        Ok(())
    }

    /// The element laid out. `virDomainResourceDefFormat` of libvirt.
    pub(super) fn format(&self) -> String {
        let mut w = Writer::at(1);
        w.start("resource").nonempty(|w| {
            w.opt_text("partition", self.partition.as_deref());
            w.start("fibrechannel").opt_attr("appid", self.appid.as_deref()).nonempty(|_| {});
        });
        w.finish()
    }
}

/// `<perf>`. `virDomainPerfDefParseXML` of libvirt.
pub(super) fn read_perf(root: &Element<'_>) -> Result<Vec<(PerfEvent, bool)>> {
    let mut events: Vec<(PerfEvent, bool)> = Vec::new();
    for event in root.all("perf").flat_map(|perf| perf.all("event")) {
        let name = event.prop_word("name", Prop::REQUIRED)?.unwrap_or(PerfEvent::Cmt);
        let enabled = event.prop_yes_no("enabled", Prop::REQUIRED)?.unwrap_or(false);
        if events.iter().any(|(before, _)| *before == name) {
            return Err(fault(ErrorCode::XmlError, format!("perf event '{name}' was already specified")));
        }
        events.push((name, enabled));
    }
    events.sort_unstable();
    Ok(events)
}

/// `virDomainPerfDefFormat` of libvirt.
pub(super) fn format_perf(events: &[(PerfEvent, bool)]) -> String {
    let mut w = Writer::at(1);
    w.start("perf").nonempty(|w| {
        for (name, enabled) in events {
            w.start("event").attr("name", name.word()).attr("enabled", YesNo::of(*enabled)).empty();
        }
    });
    w.finish()
}

/// `<idmap>` of a domain or of a file system. `virDomainIdmapDefParseXML` of libvirt.
pub(super) fn parse_idmap(root: &Element<'_>) -> Result<IdMaps> {
    let mut idmap = IdMaps::default();
    for (maps, name) in idmap.iter_mut().zip(["uid", "gid"]) {
        for element in root.all("idmap").flat_map(|idmap| idmap.all(name)) {
            let number = |attribute| element.attribute(attribute).and_then(|text| number::to_u32(text, 10));
            let (Some(start), Some(target), Some(count)) =
                (number("start"), number("target"), number("count"))
            else {
                return Err(fault(ErrorCode::XmlError, "invalid idmap start/target/count settings"));
            };
            maps.push([start, target, count]);
        }
        maps.sort_by_key(|map| map[0]);
    }
    Ok(idmap)
}

/// `virDomainDefIdMapValidate` of libvirt.
pub(super) fn validate_idmap(idmap: &IdMaps) -> Result<()> {
    let [users, groups] = idmap;
    let unsupported = |detail| Err(fault(ErrorCode::ConfigUnsupported, detail));
    if users.is_empty() != groups.is_empty() {
        return unsupported("uid and gid should be mapped both");
    }
    if [users, groups].into_iter().any(|maps| maps.first().is_some_and(|map| map[0] != 0)) {
        return unsupported("You must map the root user of container");
    }
    Ok(())
}

/// Writes `<idmap>` if it has mappings.
pub(super) fn format_idmap(idmap: &IdMaps, w: &mut Writer) {
    w.start("idmap").nonempty(|w| {
        for (maps, name) in idmap.iter().zip(["uid", "gid"]) {
            for [start, target, count] in maps {
                w.start(name).attr("start", start).attr("target", target).attr("count", count).empty();
            }
        }
    });
}

/// `<iommufd>` while its document is read: whether it is enabled, and its group.
pub(super) struct Iommufd(Option<(bool, Option<Box<str>>)>);

/// Reads `<iommufd>`.
pub(super) fn parse_iommufd(root: &Element<'_>) -> Result<Iommufd> {
    let mut found = root.all("iommufd");
    let Some(element) = found.next() else { return Ok(Iommufd(None)) };
    if found.next().is_some() {
        return Err(fault(ErrorCode::XmlError, "only one 'iommufd' element is supported"));
    }
    let enabled = element.prop_yes_no("enabled", Prop::REQUIRED)?;
    Ok(Iommufd(enabled.map(|enabled| (enabled, element.attribute("fdgroup").map(Into::into)))))
}

impl Iommufd {
    /// A group needs it enabled.
    pub(super) fn validate(&self) -> Result<()> {
        if let Some((false, Some(_))) = &self.0 {
            let detail = "Setting 'fdgroup' when 'iommufd' is disabled is not supported.";
            return Err(fault(ErrorCode::ConfigUnsupported, detail));
        }
        Ok(())
    }

    /// The element laid out.
    pub(super) fn format(&self) -> String {
        let mut w = Writer::at(1);
        if let Some((enabled, group)) = &self.0 {
            let enabled = YesNo::of(*enabled);
            w.start("iommufd").attr("enabled", enabled).opt_attr("fdgroup", group.as_deref()).empty();
        }
        w.finish()
    }
}
