//! Reading a whole document, in libvirt's order: `virDomainDefParse`, `virDomainDefPostParse`, `virDomainDefValidate`.

use super::cpu::{self, Cpu};
use super::numa::{self, Numa};
use super::{
    ParseContext, clock, devices, fault, features, identity, lifecycle, loader, memory, metadata, os, vcpus,
};
use crate::domain::config::{BootDevice, DomainDef, OsType, Placement, Section};
use crate::ground::xml::Element;
use crate::ground::{ErrorCode, ErrorDomain, Result, VirError};

/// What is needed of a document until it is checked, and not afterwards.
struct Draft {
    cpu: Option<Cpu>,
    numa: Numa,
}

/// Reads a domain. `virDomainDefParseString` of libvirt.
///
/// # Errors
/// What libvirt 12.8.0 reports for the first thing that is wrong, in its order of looking.
pub fn parse(xml: &str, cx: &mut ParseContext<'_>) -> Result<DomainDef> {
    let root = crate::ground::xml::parse(ErrorDomain::Domain, xml)?;
    if root.local_name() != "domain" {
        let detail = format!("expecting root element of 'domain', not '{}'", root.local_name());
        return Err(VirError::new(ErrorDomain::Xml, ErrorCode::XmlError, detail));
    }
    if root.declares("").is_some_and(|uri| !uri.is_empty()) {
        // Everything is in that namespace then, where libvirt does not look.
        return Err(VirError::bare(ErrorDomain::Domain, ErrorCode::NoName));
    }
    parse_element(&root, cx)
}

/// Reads a domain from its element, which may stand inside another document.
///
/// # Errors
/// Those of [`parse`], except for what is not XML.
pub fn parse_element(root: &Element<'_>, cx: &mut ParseContext<'_>) -> Result<DomainDef> {
    let (mut def, draft) = read(root, cx)?;
    post_parse(&mut def, &draft, cx)?;
    validate(&def, &draft, cx)?;
    if let Some(cpu) = &draft.cpu {
        def.kept.keep(Section::Cpu, cpu.format(&draft.numa));
    }
    def.kept.keep(Section::Numatune, draft.numa.format_tune());
    Ok(def)
}

/// `virDomainDefParseXML` of libvirt.
fn read(root: &Element<'_>, cx: &mut ParseContext<'_>) -> Result<(DomainDef, Draft)> {
    let identity = identity::parse(root, cx.flags.inactive, cx.rng)?;
    let virt_type = identity::parse_virt_type(root)?;
    let mut os = os::parse_type(root, virt_type, cx.default_arch)?;
    let title = identity::parse_title(root)?;
    let description = root.path_text("description").map(Into::into);
    let memory = memory::parse(root)?;
    let mut vcpus = vcpus::parse(root)?;
    let cpu = cpu::parse(root)?;
    let mut numa = numa::parse(root, vcpus.max())?;
    numa::parse_tune(root, vcpus.placement == Placement::Static, &mut numa)?;
    if numa.is_placed_automatically() && vcpus.cpuset.is_none() {
        vcpus.placement = Placement::Auto;
    }
    let features = features::parse(root)?;
    let actions = lifecycle::parse(root)?;
    let pm = lifecycle::pm(root)?;
    let clock = clock::parse(root)?;
    os::parse_boot(root, &mut os)?;
    let mut def = DomainDef {
        virt_type,
        id: identity.id,
        name: identity.name,
        uuid: identity.uuid,
        hwuuid: identity.hwuuid,
        genid: identity.genid,
        title,
        description,
        metadata: None,
        memory,
        vcpus,
        os,
        features,
        clock,
        on_poweroff: actions.on_poweroff,
        on_reboot: actions.on_reboot,
        on_crash: actions.on_crash,
        on_lockfailure: actions.on_lockfailure,
        devices: Default::default(),
        kept: Default::default(),
    };
    def.kept.keep(Section::Pm, pm);
    def.devices = devices::parse(root.child("devices"), &def, cx)?;
    def.os.smbios = os::parse_smbios(root)?;
    def.metadata = metadata::parse(root);
    Ok((def, Draft { cpu, numa }))
}

/// `virDomainDefPostParse` of libvirt.
fn post_parse(def: &mut DomainDef, draft: &Draft, cx: &mut ParseContext<'_>) -> Result<()> {
    devices::post_parse(def, cx)?;
    if def.os.os_type == OsType::Exe && def.os.init.as_ref().is_none_or(|init| init.path.is_none()) {
        return Err(fault(ErrorCode::XmlError, "init binary must be specified"));
    }
    vcpus::post_parse(&def.vcpus)?;
    memory::post_parse(&mut def.memory, draft.numa.memory_kib(), 0, cx.flags.abi_update)?;
    loader::post_parse(&mut def.os);
    devices::reject_duplicates(def)?;
    if def.os.os_type == OsType::Hvm {
        post_parse_boot(def)?;
    }
    clock::post_parse(&def.clock)?;
    devices::add_implied(def, cx)?;
    draft.cpu.as_ref().map_or(Ok(()), Cpu::post_parse)?;
    identity::check_name(&def.name)
}

/// `virDomainDefBootOrderPostParse` of libvirt.
fn post_parse_boot(def: &mut DomainDef) -> Result<()> {
    let each = devices::has_boot_order(def)?;
    if each && !def.os.boot.is_empty() {
        let detail = "per-device boot elements cannot be used together with os/boot elements";
        return Err(fault(ErrorCode::ConfigUnsupported, detail));
    }
    if !each && def.os.boot.is_empty() {
        def.os.boot = Box::new([BootDevice::Hd]);
    }
    Ok(())
}

/// `virDomainDefValidate` of libvirt.
fn validate(def: &DomainDef, draft: &Draft, cx: &ParseContext<'_>) -> Result<()> {
    devices::validate(def, cx)?;
    devices::validate_together(def)?;
    draft.cpu.as_ref().map_or(Ok(()), Cpu::validate)?;
    lifecycle::validate(def)?;
    loader::validate(&def.os)?;
    os::validate_boot(&def.os)?;
    draft.numa.validate()
}
