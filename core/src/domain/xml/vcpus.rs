//! `<vcpu>` and `<vcpus>`.

use super::fault;
use crate::domain::config::{Placement, Vcpu, Vcpus};
use crate::ground::limits::{CPUSET_BITS_MAX, VCPUS_MAX};
use crate::ground::xml::{Element, Prop, Writer};
use crate::ground::{Bitmap, ErrorCode, Result, YesNo, number};

/// A set of host CPUs or NUMA nodes that may not be empty; `name` is the attribute that it stood in.
///
/// # Errors
/// `VIR_ERR_INVALID_ARG` if it is no set, `VIR_ERR_CONFIG_UNSUPPORTED` if it is empty.
pub(super) fn cpuset(name: &str, text: &str) -> Result<Bitmap> {
    let set = Bitmap::parse(text, CPUSET_BITS_MAX)?;
    if set.is_empty() {
        return Err(fault(ErrorCode::ConfigUnsupported, format!("Invalid value of '{name}': {text}")));
    }
    Ok(set)
}

/// Reads both. `virDomainVcpuParse` of libvirt.
pub(super) fn parse(root: &Element<'_>) -> Result<Vcpus> {
    let (mut max, mut current, mut placement, mut set) = (1, 1, Placement::Static, None);
    if let Some(vcpu) = root.child("vcpu") {
        max = number::to_u32_wrapping(&vcpu.text(), 10)
            .ok_or_else(|| fault(ErrorCode::XmlError, "maximum vcpus count must be an integer"))?;
        current = vcpu.prop_u32("current", 10, Prop::NONE)?.unwrap_or(max);
        placement = vcpu.prop_word("placement", Prop::NONE)?.unwrap_or(Placement::Static);
        if placement != Placement::Auto {
            set = vcpu.attribute("cpuset").map(|text| cpuset("cpuset", text)).transpose()?;
        }
    }
    if max > VCPUS_MAX {
        // libvirt has no bound here and runs out of memory instead.
        let detail = format!("at most {VCPUS_MAX} virtual CPUs are simulated");
        return Err(fault(ErrorCode::ConfigUnsupported, detail));
    }
    let each = parse_each(root, max)?;
    if each.is_none() && current > max {
        let detail = "maximum vCPU count must not be less than current vCPU count";
        return Err(fault(ErrorCode::ConfigUnsupported, detail));
    }
    let mut vcpus = Vcpus::new(max, current);
    vcpus.placement = placement;
    vcpus.cpuset = set.map(Box::new);
    if let Some(each) = each {
        vcpus.set_each(each);
    }
    Ok(vcpus)
}

/// Reads `<vcpus>`; none if it has no `<vcpu>`. The end of `virDomainVcpuParse`.
fn parse_each(root: &Element<'_>, max: u32) -> Result<Option<Vec<Vcpu>>> {
    let mut each: Vec<Vcpu> = Vec::new();
    for vcpu in root.all("vcpus").flat_map(|vcpus| vcpus.all("vcpu")) {
        each.resize(max as usize, Vcpu::default());
        let id = vcpu.prop_u32("id", 10, Prop::REQUIRED)?.unwrap_or(0);
        let Some(entry) = each.get_mut(id as usize) else {
            let detail = format!("vcpu id '{id}' is out of range of maximum vcpu count");
            return Err(fault(ErrorCode::XmlError, detail));
        };
        entry.online = vcpu.prop_yes_no("enabled", Prop::REQUIRED)?.unwrap_or(false);
        entry.hotpluggable = vcpu.prop_yes_no("hotpluggable", Prop::NONE)?;
        entry.order = vcpu.prop_u32("order", 10, Prop::NONE)?.unwrap_or(0);
    }
    Ok(if each.is_empty() { None } else { Some(each) })
}

/// Writes both. `virDomainCpuDefFormat` of libvirt.
pub(super) fn format(vcpus: &Vcpus, w: &mut Writer) {
    let offline = vcpus.online() < vcpus.max();
    w.start("vcpu")
        .attr("placement", vcpus.placement)
        .opt_attr("cpuset", vcpus.cpuset.as_ref().filter(|set| set.len() < CPUSET_BITS_MAX))
        .opt_attr("current", offline.then(|| vcpus.online()))
        .text(vcpus.max());
    let Some(each) = vcpus.each() else { return };
    w.start("vcpus").inside(|w| {
        for (id, vcpu) in each.iter().enumerate() {
            w.start("vcpu")
                .attr("id", id)
                .attr("enabled", YesNo::of(vcpu.online))
                .opt_attr("hotpluggable", vcpu.hotpluggable.map(YesNo::of))
                .opt_attr("order", (vcpu.order > 0).then_some(vcpu.order))
                .empty();
        }
    });
}
