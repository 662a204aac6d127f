//! Memory devices: `virDomainMemoryDefParseXML` and `virDomainMemoryDefFormat` of libvirt.

use super::info::{self, Allow, NODES_MAX, parse_virtio};
use super::{internal, unsupported, xml_error};
use crate::domain::config::devices::MemoryDevice;
use crate::domain::config::devices::memory::{
    MemoryAccess, MemoryKind, MemoryModel, MemoryOrigin, Nvdimm, VirtioMem,
};
use crate::domain::xml::memory::{element_kib, size_kib};
use crate::domain::xml::{FormatOptions, ParseContext, ParseFlags};
use crate::ground::uuid::parse_uuid;
use crate::ground::xml::{Attribute, Element, Prop, Writer};
use crate::ground::{Bitmap, Result, number};

/// The least size of an NVDIMM's label.
const LABEL_KIB_MIN: u64 = 128;

/// Reads a `<memory>` of `<devices>`.
pub(super) fn parse(element: &Element<'_>, flags: ParseFlags) -> Result<MemoryDevice> {
    let model = element.prop_word("model", Prop::REQUIRED)?.unwrap_or(MemoryModel::Dimm);
    let access = Attribute::read(element, "access")?;
    let discard = Attribute::read(element, "discard")?;
    let mut nvdimm = Nvdimm::default();
    if model == MemoryModel::Nvdimm
        && let Some(uuid) = element.path_text("uuid")
    {
        nvdimm.uuid = Some(parse_uuid(&uuid).ok_or_else(|| internal("malformed uuid element"))?);
    }
    let source = element.child("source");
    let mut kind = match model {
        MemoryModel::Dimm => MemoryKind::Dimm(parse_origin(source)?),
        MemoryModel::VirtioMem => {
            let origin = parse_origin(source)?;
            MemoryKind::VirtioMem(Box::new(VirtioMem { origin, ..VirtioMem::default() }))
        }
        MemoryModel::Nvdimm => {
            parse_nvdimm_source(source, &mut nvdimm)?;
            MemoryKind::Nvdimm(Box::new(nvdimm))
        }
        MemoryModel::VirtioPmem => {
            let path = source.and_then(|source| source.path_text("path")).map(Into::into);
            MemoryKind::VirtioPmem { path, address: 0 }
        }
        MemoryModel::SgxEpc => MemoryKind::SgxEpc { nodes: parse_nodes(source)? },
    };
    let target = element.child("target");
    let target = target.ok_or_else(|| xml_error("missing <target> element for <memory> device"))?;
    let node = parse_node(target)?;
    let size = target.child("size");
    let unit = size.and_then(|size| size.attribute("unit"));
    let size_kib = size_kib("./size", true, target.path_text("size").as_deref(), unit)?.unwrap_or(0);
    parse_target(target, size_kib, &mut kind)?;
    let info = info::parse(element, Allow::Neither, flags)?;
    let virtio = parse_virtio(element.child("driver"))?;
    Ok(MemoryDevice { access, discard, size_kib, node, kind, virtio, info })
}

/// A size in KiB below an element; 0 if there is none.
fn kib(parent: Option<&Element<'_>>, path: &str, xpath: &str) -> Result<u64> {
    Ok(element_kib(xpath, parent.and_then(|parent| parent.path(path)))?.unwrap_or(0))
}

fn parse_nodes(source: Option<&Element<'_>>) -> Result<Option<Bitmap>> {
    let Some(text) = source.and_then(|source| source.path_text("nodemask")) else { return Ok(None) };
    let nodes = Bitmap::parse(&text, NODES_MAX)?;
    match nodes.is_empty() {
        true => Err(unsupported(format!("Invalid value of 'nodemask': {text}"))),
        false => Ok(Some(nodes)),
    }
}

/// The first half of `virDomainMemorySourceDefParseXML` of libvirt.
fn parse_origin(source: Option<&Element<'_>>) -> Result<MemoryOrigin> {
    let page_kib = kib(source, "pagesize", "./pagesize")?;
    Ok(MemoryOrigin { page_kib, nodes: parse_nodes(source)? })
}

fn parse_nvdimm_source(source: Option<&Element<'_>>, nvdimm: &mut Nvdimm) -> Result<()> {
    nvdimm.path = source.and_then(|source| source.path_text("path")).map(Into::into);
    nvdimm.align_kib = kib(source, "alignsize", "./alignsize")?;
    nvdimm.pmem = source.is_some_and(|source| source.child("pmem").is_some());
    Ok(())
}

fn parse_node(target: &Element<'_>) -> Result<Option<u32>> {
    let Some(text) = target.path_text("node") else { return Ok(None) };
    let node = number::to_i32(&text, 10).and_then(|node| u32::try_from(node).ok());
    node.map(Some).ok_or_else(|| xml_error("invalid value of memory device node"))
}

/// What only some models have in `<target>`: the second half of `virDomainMemoryTargetDefParseXML` of libvirt.
fn parse_target(target: &Element<'_>, size_kib: u64, kind: &mut MemoryKind) -> Result<()> {
    let address = || match target.child("address") {
        None => Ok(0),
        Some(address) => Ok::<u64, Box<_>>(address.prop_u64("base", 16, Prop::NONE)?.unwrap_or(0)),
    };
    match kind {
        MemoryKind::Nvdimm(nvdimm) => {
            nvdimm.label_kib = kib(Some(target), "label/size", "./label/size")?;
            if nvdimm.label_kib != 0 && nvdimm.label_kib < LABEL_KIB_MIN {
                return Err(xml_error(format!("nvdimm label must be at least {LABEL_KIB_MIN}KiB")));
            }
            if nvdimm.label_kib >= size_kib {
                return Err(xml_error("label size must be smaller than NVDIMM size"));
            }
            nvdimm.readonly = target.child("readonly").is_some();
        }
        MemoryKind::VirtioMem(mem) => {
            mem.block_kib = kib(Some(target), "block", "./block")?;
            mem.requested_kib = kib(Some(target), "requested", "./requested")?;
            mem.dynamic_slots = Attribute::read(target, "dynamicMemslots")?;
            mem.address = address()?;
        }
        MemoryKind::VirtioPmem { address: base, .. } => *base = address()?,
        MemoryKind::Dimm(_) | MemoryKind::SgxEpc { .. } => {}
    }
    Ok(())
}

/// What a memory device gets by itself; `needs_uuid` says that an NVDIMM of this guest has an identity.
/// `virDomainMemoryDefPostParse` of libvirt.
pub(super) fn post_parse(memory: &mut MemoryDevice, needs_uuid: bool, cx: &mut ParseContext<'_>) {
    match &mut memory.kind {
        MemoryKind::VirtioPmem { .. } => {
            memory.access.get_or_insert(MemoryAccess::Shared);
        }
        MemoryKind::Nvdimm(nvdimm) if needs_uuid => {
            nvdimm.uuid.get_or_insert_with(|| cx.rng.uuid());
        }
        _ => {}
    }
}

/// Writes a memory device.
pub(super) fn format(memory: &MemoryDevice, w: &mut Writer, opts: FormatOptions) {
    let tag = w.start("memory").attr("model", memory.kind.model()).opt_attr("access", memory.access);
    tag.opt_attr("discard", memory.discard).block(|w| {
        if let MemoryKind::Nvdimm(nvdimm) = &memory.kind {
            w.opt_text("uuid", nvdimm.uuid);
        }
        memory.virtio.write(w.start("driver")).nonempty(|_| {});
        w.start("source").nonempty(|w| format_source(&memory.kind, w));
        format_target(memory, w, opts);
        info::format(&memory.info, w);
    });
}

fn size(w: &mut Writer, name: &str, kib: u64) {
    w.start(name).attr("unit", "KiB").text(kib);
}

fn opt_size(w: &mut Writer, name: &str, kib: u64) {
    if kib != 0 {
        size(w, name, kib);
    }
}

fn format_source(kind: &MemoryKind, w: &mut Writer) {
    match kind {
        MemoryKind::Dimm(origin) => format_origin(origin, w),
        MemoryKind::VirtioMem(mem) => format_origin(&mem.origin, w),
        MemoryKind::Nvdimm(nvdimm) => {
            w.opt_text("path", nvdimm.path.as_deref());
            opt_size(w, "alignsize", nvdimm.align_kib);
            if nvdimm.pmem {
                w.start("pmem").empty();
            }
        }
        MemoryKind::VirtioPmem { path, .. } => w.opt_text("path", path.as_deref()),
        MemoryKind::SgxEpc { nodes } => w.opt_text("nodemask", nodes.as_ref()),
    }
}

fn format_origin(origin: &MemoryOrigin, w: &mut Writer) {
    w.opt_text("nodemask", origin.nodes.as_ref());
    opt_size(w, "pagesize", origin.page_kib);
}

fn format_target(memory: &MemoryDevice, w: &mut Writer, opts: FormatOptions) {
    let slots = match &memory.kind {
        MemoryKind::VirtioMem(mem) => mem.dynamic_slots,
        _ => None,
    };
    w.start("target").opt_attr("dynamicMemslots", slots).inside(|w| {
        size(w, "size", memory.size_kib);
        w.opt_text("node", memory.node);
        let address = |w: &mut Writer, base: u64| {
            if base != 0 {
                w.start("address").attr("base", format_args!("0x{base:x}")).empty();
            }
        };
        match &memory.kind {
            MemoryKind::Nvdimm(nvdimm) => {
                w.start("label").nonempty(|w| opt_size(w, "size", nvdimm.label_kib));
                if nvdimm.readonly {
                    w.start("readonly").empty();
                }
            }
            MemoryKind::VirtioPmem { address: base, .. } => address(w, *base),
            MemoryKind::VirtioMem(mem) => {
                if mem.block_kib != 0 {
                    size(w, "block", mem.block_kib);
                    size(w, "requested", mem.requested_kib);
                    if !opts.inactive {
                        // No guest of the test driver ever takes any.
                        size(w, "current", 0);
                    }
                }
                address(w, mem.address);
            }
            MemoryKind::Dimm(_) | MemoryKind::SgxEpc { .. } => {}
        }
    });
}
