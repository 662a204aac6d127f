//! `<memory>`, `<currentMemory>` and `<maxMemory>`.

use super::fault;
use crate::domain::config::Memory;
use crate::ground::scale::Scaled;
use crate::ground::xml::{Element, Prop, Writer};
use crate::ground::{ErrorCode, OnOff, Result, number};

/// `virMemoryMaxValue` of libvirt on a 64-bit machine, in bytes.
const MEMORY_BYTES_MAX: u64 = i64::MAX as u64;

/// A size in KiB from the bytes that were read. The end of `virDomainParseMemory` of libvirt.
fn to_kib(bytes: Option<u64>) -> Result<Option<u64>> {
    let kib = bytes.map(|bytes| bytes.div_ceil(1024));
    if kib.is_some_and(|kib| kib >= MEMORY_BYTES_MAX.div_ceil(1024)) {
        return Err(fault(ErrorCode::Overflow, "size value too large"));
    }
    Ok(kib)
}

/// A size in KiB from text and unit; `xpath` is what libvirt calls it in errors. `virDomainParseMemory` of libvirt.
///
/// # Errors
/// What [`Scaled::read`] reports, and `VIR_ERR_OVERFLOW` for a size of 8 EiB and more.
pub(in crate::domain) fn size_kib(
    xpath: &str,
    required: bool,
    text: Option<&str>,
    unit: Option<&str>,
) -> Result<Option<u64>> {
    to_kib(Scaled { xpath, scale: 1024, limit: MEMORY_BYTES_MAX, required }.read(text, unit)?)
}

/// The same of an element with the attribute `unit`.
///
/// # Errors
/// Those of [`size_kib`].
pub(in crate::domain) fn element_kib(xpath: &str, element: Option<&Element<'_>>) -> Result<Option<u64>> {
    to_kib(Scaled { xpath, scale: 1024, limit: MEMORY_BYTES_MAX, required: false }.read_element(element)?)
}

/// Reads the sizes. The first half of `virDomainDefParseMemory` of libvirt.
pub(super) fn parse(root: &Element<'_>) -> Result<Memory> {
    let memory = root.child("memory");
    let max = root.child("maxMemory");
    let total_kib = element_kib("./memory[1]", memory)?.unwrap_or(0);
    let current_kib = element_kib("./currentMemory[1]", root.child("currentMemory"))?.unwrap_or(0);
    let max_kib = element_kib("./maxMemory[1]", max)?.unwrap_or(0);
    let slots = match max.and_then(|max| max.attribute("slots")).filter(|slots| !slots.is_empty()) {
        None => 0,
        Some(slots) => number::to_u32(slots, 10)
            .ok_or_else(|| fault(ErrorCode::XmlError, "Failed to parse memory slot count"))?,
    };
    let dump_core = match memory {
        Some(memory) => memory.prop_on_off("dumpCore", Prop::NONE)?,
        None => None,
    };
    Ok(Memory { total_kib, current_kib, max_kib, slots, dump_core })
}

/// What is left to the sizes when everything was read: NUMA cells give the total where none was said, the balloon
/// fits into it. `plugged_kib` is what memory devices bring. `virDomainDefPostParseMemory` of libvirt.
pub(super) fn post_parse(
    memory: &mut Memory,
    numa_kib: u64,
    plugged_kib: u64,
    abi_update: bool,
) -> Result<()> {
    let refuse = |detail: &str| Err(fault(ErrorCode::XmlError, detail));
    if numa_kib > 0 && (memory.total_kib == 0 || abi_update) {
        memory.total_kib = numa_kib.saturating_add(plugged_kib);
    } else if plugged_kib > memory.total_kib {
        return refuse("Total size of memory devices exceeds the total memory size");
    }
    if memory.total_kib == plugged_kib {
        return refuse("Memory size must be specified via <memory> or in the <numa> configuration");
    }
    if memory.current_kib > memory.total_kib || memory.current_kib == 0 {
        memory.current_kib = memory.total_kib;
    }
    if memory.max_kib == 0 && memory.slots > 0 {
        return refuse("maximum memory size must be specified when specifying number of memory slots");
    }
    if memory.max_kib > 0 && memory.max_kib < memory.total_kib {
        return refuse("maximum memory size must be equal or greater than the actual memory size");
    }
    Ok(())
}

/// Writes the sizes.
pub(super) fn format(memory: &Memory, w: &mut Writer) {
    if memory.max_kib > 0 {
        let slots = (memory.slots > 0).then_some(memory.slots);
        w.start("maxMemory").opt_attr("slots", slots).attr("unit", "KiB").text(memory.max_kib);
    }
    w.start("memory")
        .opt_attr("dumpCore", memory.dump_core.map(OnOff::of))
        .attr("unit", "KiB")
        .text(memory.total_kib);
    w.start("currentMemory").attr("unit", "KiB").text(memory.current_kib);
}
