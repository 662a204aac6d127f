//! `<memory>` devices.

use super::{Context, internal, unsupported, xml_error};
use crate::domain::config::Arch;
use crate::domain::xml::devices::info;
use crate::domain::xml::fault;
use crate::domain::xml::memory::size_kib;
use crate::ground::limits::CPUSET_BITS_MAX;
use crate::ground::uuid::parse_uuid;
use crate::ground::xml::{Element, Prop, Writer};
use crate::ground::{Bitmap, ErrorCode, Result, YesNo, number};
use crate::words;

words! {
    /// `virDomainMemoryModel` of libvirt, without its absent value.
    enum Model {
        Dimm "dimm", Nvdimm "nvdimm", VirtioPmem "virtio-pmem", VirtioMem "virtio-mem", SgxEpc "sgx-epc",
    }
}
words! {
    /// `virDomainMemoryAccess` of libvirt, without its default.
    enum Access { Shared "shared", Private "private" }
}

/// The least size of an NVDIMM's label, in KiB.
const LABEL_KIB_MIN: u64 = 128;

/// The size that a child element says, in KiB, 0 if it is not there.
fn child_kib(element: &Element<'_>, path: &str, required: bool) -> Result<u64> {
    let child = element.path(path);
    let (text, unit) = (child.map(Element::text), child.and_then(|child| child.attribute("unit")));
    Ok(size_kib(&format!("./{path}"), required, text.as_deref(), unit)?.unwrap_or(0))
}

/// The least block of a virtio-mem, in KiB: the host's transparent huge page.
const BLOCK_KIB_MIN: u64 = 2048;

/// To what the address of a virtio-pmem is aligned.
const PAGE_BYTES: u64 = 4096;

/// What `<source>` and `<target>` say, in the order in which it is written.
#[derive(Default)]
struct Place {
    nodes: Option<Bitmap>,
    page_kib: u64,
    path: Option<Box<str>>,
    align_kib: u64,
    is_pmem: bool,
    node: Option<i32>,
    size_kib: u64,
    label_kib: u64,
    is_readonly: bool,
    block_kib: u64,
    requested_kib: u64,
    slots: Option<bool>,
    address: u64,
}

/// `virDomainMemoryDefParseXML` of libvirt; `active` gets the element as an active domain has it, where it differs.
pub(super) fn read(
    device: &Element<'_>,
    cx: &Context<'_, '_>,
    w: &mut Writer,
    active: &mut Option<Writer>,
) -> Result<()> {
    let model = device.prop_word("model", Prop::REQUIRED)?.unwrap_or(Model::Dimm);
    let mut access = device.prop_word("access", Prop::NONE)?;
    let discard = device.prop_yes_no("discard", Prop::NONE)?;
    let mut uuid = None;
    if let Some(text) = device.path_text("uuid").filter(|_| model == Model::Nvdimm) {
        uuid = Some(parse_uuid(&text).ok_or_else(|| internal("malformed uuid element"))?);
    }
    let mut place = Place::default();
    if let Some(source) = device.child("source") {
        read_source(source, model, &mut place)?;
    }
    let target =
        device.child("target").ok_or_else(|| xml_error("missing <target> element for <memory> device"))?;
    read_target(target, model, &mut place)?;
    let info = cx.info(device)?;
    if model == Model::SgxEpc && info.address.is_some() {
        return Err(unsupported("memory device address is not supported for model 'sgx-epc'"));
    }
    if model == Model::VirtioPmem {
        access.get_or_insert(Access::Shared);
    }
    validate(model, access, discard, uuid.is_some(), &place, cx)?;
    let write = |w: &mut Writer, is_active: bool| {
        let tag = w.start("memory").attr("model", model).opt_attr("access", access);
        tag.opt_attr("discard", discard.map(YesNo::of)).block(|w| {
            w.opt_text("uuid", uuid);
            format_source(&place, w);
            format_target(&place, is_active, w);
            info::format(&info, w);
        });
    };
    write(w, false);
    if model == Model::VirtioMem && place.block_kib > 0 {
        let mut writer = Writer::at(2);
        write(&mut writer, true);
        *active = Some(writer);
    }
    Ok(())
}

fn read_source(source: &Element<'_>, model: Model, place: &mut Place) -> Result<()> {
    if matches!(model, Model::Dimm | Model::VirtioMem) {
        place.page_kib = child_kib(source, "pagesize", false)?;
    }
    if matches!(model, Model::Dimm | Model::VirtioMem | Model::SgxEpc)
        && let Some(text) = source.path_text("nodemask")
    {
        let nodes = Bitmap::parse(&text, CPUSET_BITS_MAX)?;
        if nodes.is_empty() {
            return Err(unsupported(format!("Invalid value of 'nodemask': {text}")));
        }
        place.nodes = Some(nodes);
    }
    if matches!(model, Model::Nvdimm | Model::VirtioPmem) {
        place.path = source.path_text("path").map(Into::into);
    }
    if model == Model::Nvdimm {
        place.align_kib = child_kib(source, "alignsize", false)?;
        place.is_pmem = source.child("pmem").is_some();
    }
    Ok(())
}

fn read_target(target: &Element<'_>, model: Model, place: &mut Place) -> Result<()> {
    if let Some(text) = target.path_text("node") {
        let node = number::to_i32(&text, 10).filter(|node| *node >= 0);
        place.node = Some(node.ok_or_else(|| xml_error("invalid value of memory device node"))?);
    }
    place.size_kib = child_kib(target, "size", true)?;
    match model {
        Model::Nvdimm => {
            place.label_kib = child_kib(target, "label/size", false)?;
            if place.label_kib > 0 && place.label_kib < LABEL_KIB_MIN {
                return Err(xml_error("nvdimm label must be at least 128KiB"));
            }
            if place.label_kib >= place.size_kib {
                return Err(xml_error("label size must be smaller than NVDIMM size"));
            }
            place.is_readonly = target.child("readonly").is_some();
        }
        Model::VirtioMem => {
            place.block_kib = child_kib(target, "block", false)?;
            place.requested_kib = child_kib(target, "requested", false)?;
            place.slots = target.prop_yes_no("dynamicMemslots", Prop::NONE)?;
        }
        Model::Dimm | Model::VirtioPmem | Model::SgxEpc => {}
    }
    if matches!(model, Model::VirtioMem | Model::VirtioPmem)
        && let Some(address) = target.child("address")
    {
        place.address = address.prop_u64("base", 16, Prop::NONE)?.unwrap_or(0);
    }
    Ok(())
}

/// `VIR_ERR_XML_DETAIL` of libvirt's domain configuration code.
fn detail<T>(text: impl Into<Box<str>>) -> Result<T> {
    Err(fault(ErrorCode::XmlDetail, text))
}

/// What of `virDomainMemoryDefValidate` of libvirt needs no other devices.
fn validate(
    model: Model,
    access: Option<Access>,
    discard: Option<bool>,
    has_uuid: bool,
    place: &Place,
    cx: &Context<'_, '_>,
) -> Result<()> {
    if let Some(node) = place.node {
        validate_node(node, cx.numa_cells)?;
    }
    let is_ppc = matches!(cx.def.os.arch, Arch::Ppc64 | Arch::Ppc64le);
    match model {
        Model::Nvdimm if place.path.is_none() => detail("path is required for model 'nvdimm'"),
        Model::Nvdimm if discard == Some(true) => Err(unsupported("discard is not supported for nvdimms")),
        Model::Nvdimm if is_ppc && place.label_kib == 0 => {
            Err(unsupported("label size is required for NVDIMM device"))
        }
        Model::Nvdimm if !is_ppc && has_uuid => Err(unsupported("UUID is not supported for NVDIMM device")),
        Model::VirtioPmem if place.path.is_none() => detail("path is required for model 'virtio-pmem'"),
        Model::VirtioPmem if discard == Some(true) => {
            Err(unsupported("discard is not supported for model 'virtio-pmem'"))
        }
        Model::VirtioPmem if access != Some(Access::Shared) => {
            Err(unsupported("shared access mode required for virtio-pmem device"))
        }
        Model::VirtioPmem if place.node.is_some() => {
            Err(unsupported("virtio-pmem does not support NUMA nodes"))
        }
        Model::VirtioPmem if !place.address.is_multiple_of(PAGE_BYTES) => {
            Err(unsupported(format!("memory address must be aligned to {PAGE_BYTES} bytes")))
        }
        Model::VirtioMem => validate_virtio_mem(place),
        _ => Ok(()),
    }
}

fn validate_node(node: i32, cells: usize) -> Result<()> {
    if cells == 0 {
        return detail("can't add memory backend as guest has no NUMA nodes configured");
    }
    if usize::try_from(node).is_ok_and(|node| node >= cells) {
        return detail(format!(
            "can't add memory backend for guest node '{node}' as the guest has only '{cells}' NUMA nodes configured"
        ));
    }
    Ok(())
}

fn validate_virtio_mem(place: &Place) -> Result<()> {
    let (size, block, requested) = (place.size_kib, place.block_kib, place.requested_kib);
    if requested > size {
        return detail(format!("requested size must be smaller than or equal to @size ({size}KiB)"));
    }
    if !block.is_power_of_two() {
        return detail("block size must be a power of two");
    }
    if block < BLOCK_KIB_MIN {
        return detail(format!("block size too small, must be at least {BLOCK_KIB_MIN}KiB"));
    }
    if !requested.is_multiple_of(block) {
        return detail("requested size must be an integer multiple of block size");
    }
    if !place.address.is_multiple_of(block.saturating_mul(1024)) {
        return detail("memory device address must be aligned to blocksize");
    }
    Ok(())
}

fn format_source(place: &Place, w: &mut Writer) {
    let kib = |name: &str, kib: u64, w: &mut Writer| {
        if kib > 0 {
            w.start(name).attr("unit", "KiB").text(kib);
        }
    };
    w.start("source").nonempty(|w| {
        w.opt_text("nodemask", place.nodes.as_ref());
        kib("pagesize", place.page_kib, w);
        w.opt_text("path", place.path.as_deref());
        kib("alignsize", place.align_kib, w);
        if place.is_pmem {
            w.start("pmem").empty();
        }
    });
}

fn format_target(place: &Place, is_active: bool, w: &mut Writer) {
    let kib = |name: &str, kib: u64, w: &mut Writer| w.start(name).attr("unit", "KiB").text(kib);
    w.start("target").opt_attr("dynamicMemslots", place.slots.map(YesNo::of)).inside(|w| {
        kib("size", place.size_kib, w);
        w.opt_text("node", place.node);
        if place.label_kib > 0 {
            w.start("label").inside(|w| kib("size", place.label_kib, w));
        }
        if place.is_readonly {
            w.start("readonly").empty();
        }
        if place.block_kib > 0 {
            kib("block", place.block_kib, w);
            kib("requested", place.requested_kib, w);
            if is_active {
                // Nothing has asked the guest for any of it.
                kib("current", 0, w);
            }
        }
        if place.address > 0 {
            w.start("address").attr("base", format_args!("0x{:x}", place.address)).empty();
        }
    });
}
