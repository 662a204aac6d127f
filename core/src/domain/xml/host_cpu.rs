//! `<cpu>` of a host, as capabilities show it and as functions that compare processors take it.

use super::cpu::{cpu_fault, feature_names, parse_address, parse_cache, parse_topology};
use crate::domain::Arch;
use crate::ground::xml::{Element, Prop, parse as parse_xml};
use crate::ground::{ErrorCode, ErrorDomain, Result, Word, YesNo, number};

/// What of a host's processor matters to others.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct HostCpuDef {
    /// Its architecture.
    pub arch: Arch,
    /// The model.
    pub model: Box<str>,
    /// Who made it.
    pub vendor: Option<Box<str>>,
    /// What it has beyond the model.
    pub features: Vec<Box<str>>,
}

/// Reads the document of a host's processor. `virCPUDefParseXML` of libvirt, for a host.
///
/// # Errors
/// As libvirt refuses one.
pub fn parse_host_cpu(xml: &str) -> Result<HostCpuDef> {
    let root = parse_xml(ErrorDomain::Cpu, xml)?;
    if root.name != "cpu" {
        return Err(cpu_fault(ErrorCode::XmlError, "XML does not contain expected 'cpu' element"));
    }
    if root.attribute("mode").is_some() {
        let detail = "Attribute mode is only allowed for guest CPU";
        return Err(cpu_fault(ErrorCode::ConfigUnsupported, detail));
    }
    if root.prop_on_off("migratable", Prop::NONE)?.is_some() {
        let detail = "Attribute migratable is only allowed for 'host-passthrough' / 'maximum' CPU mode";
        return Err(cpu_fault(ErrorCode::ConfigUnsupported, detail));
    }
    let text = |name: &str| root.path_text(name).filter(|text| !text.is_empty());
    let word = text("arch").ok_or_else(|| cpu_fault(ErrorCode::XmlError, "Missing CPU architecture"))?;
    let arch = Arch::from_word(&word)
        .filter(|arch| *arch != Arch::None)
        .ok_or_else(|| cpu_fault(ErrorCode::ConfigUnsupported, format!("Unknown architecture {word}")))?;
    parse_machine(&root)?;
    let model = text("model").ok_or_else(|| cpu_fault(ErrorCode::XmlError, "Missing CPU model name"))?;
    if let Some(topology) = root.child("topology") {
        parse_topology(topology)?;
    }
    let features = feature_names(&root)?;
    parse_cache(&root)?;
    parse_address(&root)?;
    Ok(HostCpuDef {
        arch,
        model: model.as_ref().into(),
        vendor: text("vendor").map(|v| v.as_ref().into()),
        features,
    })
}

/// What else is said of the machine: read, and needed by nobody.
fn parse_machine(root: &Element<'_>) -> Result<()> {
    let microcode = root.child("microcode").and_then(|microcode| microcode.attribute("version"));
    if microcode.is_some_and(|version| number::to_u32(version, 10).is_none()) {
        return Err(cpu_fault(ErrorCode::ConfigUnsupported, "invalid microcode version"));
    }
    if let Some(signature) = root.child("signature") {
        signature.prop_u32("family", 10, Prop::REQUIRED.and(Prop::NONZERO))?;
        signature.prop_u32("model", 10, Prop::REQUIRED)?;
        signature.prop_u32("stepping", 10, Prop::REQUIRED)?;
    }
    if let Some(counter) = root.all("counter").find(|counter| counter.attribute("name") == Some("tsc")) {
        counter.prop_u64("frequency", 10, Prop::REQUIRED)?;
        counter.prop_word::<YesNo>("scaling", Prop::NONE)?;
    }
    Ok(())
}
