//! `<numatune>`: where the memory of a guest and of its NUMA cells comes from.

use super::numa::{MemoryMode, Numa, TunePlacement};
use super::vcpus::cpuset;
use super::{fault, xml_error};
use crate::ground::xml::{Element, Prop, Writer};
use crate::ground::{ErrorCode, Result, Word};

/// `virDomainNumatuneParseXML` of libvirt; `is_static` is whether the document places the processors.
pub(super) fn parse(root: &Element<'_>, is_static: bool, numa: &mut Numa) -> Result<()> {
    if root.all("numatune").count() > 1 {
        return Err(xml_error("only one numatune is supported"));
    }
    let unsupported = |detail: String| fault(ErrorCode::ConfigUnsupported, detail);
    let memory = root.path("numatune/memory");
    let (mut mode, mut placement, mut nodes) = (None, None, None);
    if memory.is_none() && !is_static {
        placement = Some(TunePlacement::Auto);
    }
    if let Some(memory) = memory {
        if let Some(word) = memory.attribute("mode") {
            mode = Some(
                MemoryMode::from_word(word)
                    .ok_or_else(|| unsupported(format!("Unsupported NUMA memory tuning mode '{word}'")))?,
            );
        }
        if let Some(word) = memory.attribute("placement") {
            placement =
                Some(TunePlacement::from_word(word).ok_or_else(|| {
                    unsupported(format!("Unsupported NUMA memory placement mode '{word}'"))
                })?);
        }
        nodes = memory.attribute("nodeset").map(|text| cpuset("nodeset", text)).transpose()?;
    }
    if mode.is_some() || placement.is_some() || nodes.is_some() {
        let placement = placement.unwrap_or(TunePlacement::Default);
        let placement = match placement {
            TunePlacement::Default if nodes.is_some() || is_static => TunePlacement::Static,
            TunePlacement::Default => TunePlacement::Auto,
            said => said,
        };
        if placement == TunePlacement::Static && nodes.is_none() {
            let detail = "nodeset for NUMA memory tuning must be set if 'placement' is 'static'";
            return Err(fault(ErrorCode::ConfigUnsupported, detail));
        }
        let nodes = nodes.filter(|_| placement == TunePlacement::Static);
        numa.memory = Some((mode.unwrap_or(MemoryMode::Strict), Some(placement), nodes));
    }
    for node in root.all("numatune").flat_map(|tune| tune.all("memnode")) {
        parse_memnode(node, numa)?;
    }
    Ok(())
}

/// `virDomainNumatuneNodeParseXML` of libvirt.
fn parse_memnode(node: &Element<'_>, numa: &mut Numa) -> Result<()> {
    if numa.is_placed_automatically() {
        let detail = "Per-node binding is not compatible with automatic NUMA placement.";
        return Err(fault(ErrorCode::ConfigUnsupported, detail));
    }
    if numa.cells.is_empty() {
        return Err(xml_error("Element 'memnode' is invalid without any guest NUMA cells"));
    }
    let id = node.prop_u32("cellid", 10, Prop::REQUIRED)?.unwrap_or(0);
    let Some(cell) = numa.cells.get_mut(id as usize) else {
        return Err(xml_error(
            "Argument 'cellid' in memnode element must correspond to existing guest's NUMA cell",
        ));
    };
    if cell.tune.is_some() {
        return Err(xml_error(format!("Multiple memnode elements with cellid {id}")));
    }
    let mode = node.prop_word("mode", Prop::NONE)?.unwrap_or(MemoryMode::Strict);
    let Some(text) = node.attribute("nodeset") else {
        return Err(xml_error("Missing required nodeset attribute in memnode element"));
    };
    cell.tune = Some((mode, cpuset("nodeset", text)?));
    Ok(())
}

/// The element laid out. `virDomainNumatuneFormatXML` of libvirt.
pub(super) fn format(numa: &Numa) -> String {
    let mut w = Writer::at(1);
    w.start("numatune").nonempty(|w| {
        if let Some((mode, placement, nodes)) = &numa.memory {
            w.start("memory")
                .attr("mode", mode)
                .opt_attr("nodeset", nodes.as_ref())
                .opt_attr("placement", placement.filter(|_| nodes.is_none()))
                .empty();
        }
        for (id, cell) in numa.cells.iter().enumerate() {
            if let Some((mode, nodes)) = &cell.tune {
                w.start("memnode").attr("cellid", id).attr("mode", mode).attr("nodeset", nodes).empty();
            }
        }
    });
    w.finish()
}
