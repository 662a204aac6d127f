//! Changing sections that a configuration keeps as text: each is read again, changed and written again.

use super::host_side::{self, PerfEvent};
use super::numa::{MemoryMode, TunePlacement};
use super::numatune;
use super::{fault, numa};
use crate::domain::config::{DomainDef, Placement, Section};
use crate::ground::xml::Element;
use crate::ground::{Bitmap, ErrorCode, ErrorDomain, Result, Word};

/// Reads kept sections again, as children of a `<domain>`.
fn read<T>(def: &DomainDef, sections: &[Section], read: impl FnOnce(&Element<'_>) -> Result<T>) -> Result<T> {
    let inside: String = sections.iter().map(|section| def.kept.get(*section)).collect();
    let text = format!("<domain>{inside}</domain>");
    read(&crate::ground::xml::parse(ErrorDomain::Domain, &text)?)
}

/// Every perf event by name, and whether it is on.
///
/// # Errors
/// None that a configuration that was read can have.
pub fn perf_events(def: &DomainDef) -> Result<Vec<(&'static str, bool)>> {
    let said = read(def, &[Section::Perf], host_side::read_perf)?;
    let is_on = |event: &PerfEvent| said.iter().any(|(other, on)| other == event && *on);
    Ok(PerfEvent::ALL.iter().map(|event| (event.word(), is_on(event))).collect())
}

/// The names of all perf events.
pub fn perf_event_names() -> impl Iterator<Item = &'static str> {
    PerfEvent::ALL.iter().map(|event| event.word())
}

/// Switches perf events on and off; names that there are not are left out.
///
/// # Errors
/// None that a configuration that was read can have.
pub fn set_perf_events<'n>(
    def: &mut DomainDef,
    events: impl IntoIterator<Item = (&'n str, bool)>,
) -> Result<()> {
    let mut said = read(def, &[Section::Perf], host_side::read_perf)?;
    for (name, on) in events {
        let Some(event) = PerfEvent::from_word(name) else { continue };
        said.retain(|(other, _)| *other != event);
        said.push((event, on));
    }
    said.sort_unstable();
    def.kept.replace(Section::Perf, host_side::format_perf(&said));
    Ok(())
}

fn read_numa(def: &DomainDef) -> Result<numa::Numa> {
    read(def, &[Section::Cpu, Section::Numatune], |root| {
        let mut numa = numa::parse(root, def.vcpus.max())?;
        if root.path("numatune/memory").is_some() || root.path("numatune/memnode").is_some() {
            numatune::parse(root, true, &mut numa)?;
        }
        Ok(numa)
    })
}

/// Mode and nodes of `<numatune>`, as numbers and text; none if the domain as a whole has no such setting.
///
/// # Errors
/// None that a configuration that was read can have.
pub fn numa_memory(def: &DomainDef) -> Result<Option<(i32, String)>> {
    let numa = read_numa(def)?;
    Ok(numa.memory.map(|(mode, placement, nodes)| {
        let nodes = nodes.filter(|_| placement != Some(TunePlacement::Auto));
        (mode as i32, nodes.map(|nodes| nodes.to_string()).unwrap_or_default())
    }))
}

/// Whether the guest has NUMA nodes of its own: `<numa>` in `<cpu>`.
///
/// # Errors
/// As [`numa_memory`].
pub fn has_numa_nodes(def: &DomainDef) -> Result<bool> {
    Ok(!read_numa(def)?.cells.is_empty())
}

/// How many modes `<numatune>` knows.
pub const NUMA_MODES: i32 = MemoryMode::ALL.len() as i32;

/// Sets mode, by its number, and nodes of `<numatune>`. `virDomainNumatuneSet` of libvirt, without a placement.
///
/// # Errors
/// `VIR_ERR_CONFIG_UNSUPPORTED` if nodes would be needed.
pub fn set_numa_memory(def: &mut DomainDef, mode: Option<i32>, nodes: Option<Bitmap>) -> Result<()> {
    if mode.is_none() && nodes.is_none() {
        return Ok(());
    }
    let is_static = def.vcpus.placement == Placement::Static;
    let mut numa = read_numa(def)?;
    let mode = mode.and_then(|mode| MemoryMode::ALL.get(usize::try_from(mode).ok()?).copied());
    let (now_mode, now_placement, now_nodes) = match numa.memory.take() {
        Some(now) => now,
        None => {
            let placement = match nodes.is_some() || is_static {
                true => TunePlacement::Static,
                false => TunePlacement::Auto,
            };
            (MemoryMode::Strict, Some(placement), None)
        }
    };
    let placement = if nodes.is_some() { Some(TunePlacement::Static) } else { now_placement };
    let nodes = nodes.or(now_nodes);
    if placement == Some(TunePlacement::Static) && nodes.is_none() {
        let detail = "nodeset for NUMA memory tuning must be set if 'placement' is 'static'";
        return Err(fault(ErrorCode::ConfigUnsupported, detail));
    }
    numa.memory = Some((mode.unwrap_or(now_mode), placement, nodes));
    def.kept.replace(Section::Numatune, numatune::format(&numa));
    Ok(())
}
