//! Reading a whole document, in libvirt's order: `virDomainDefParse`, `virDomainDefPostParse`, `virDomainDefValidate`.

use super::cpu::{self, Cpu};
use super::cputune;
use super::host_side::{self, Iommufd, Resource};
use super::iothreads;
use super::numa::{self, Numa};
use super::tune::{self, Backing};
use super::{
    ParseContext, clock, devices, fault, features, identity, lifecycle, loader, memory, numatune, os,
    security, sysinfo, test_namespace, vcpus,
};
use crate::domain::config::devices::filesystem::IdMaps;
use crate::domain::config::tuning::NO_TUNING;
use crate::domain::config::{BootDevice, DomainDef, Kept, OsType, Placement, Section, Tuning, Vcpus};
use crate::domain::schema;
use crate::ground::xml::{Element, Writer, metadata, parse_document};
use crate::ground::{ErrorCode, ErrorDomain, Result, VirError};

/// What is needed of a document until it is checked, and not afterwards.
struct Draft {
    backing: Backing,
    cpu: Option<Cpu>,
    numa: Numa,
    iommufd: Iommufd,
    resource: Resource,
    throttles: Vec<[u64; 19]>,
    idmap: IdMaps,
    launch_security: Vec<security::Sized>,
}

/// Reads a domain. `virDomainDefParseString` of libvirt.
///
/// # Errors
/// What libvirt 12.8.0 reports for the first thing that is wrong, in its order of looking.
pub fn parse(xml: &str, cx: &mut ParseContext<'_>) -> Result<DomainDef> {
    let root = parse_document(ErrorDomain::Domain, xml, "domain")?;
    if cx.flags.schema {
        schema::GRAMMAR.validate("domain", &root)?;
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
    let (mut def, mut draft) = read(root, cx)?;
    post_parse(&mut def, &mut draft, cx)?;
    if !cx.flags.skip_validate {
        validate(&def, &draft)?;
    }
    draft.keep(&mut def.kept);
    Ok(def)
}

/// `virDomainDefParseXML` of libvirt.
fn read(root: &Element<'_>, cx: &mut ParseContext<'_>) -> Result<(DomainDef, Draft)> {
    let identity = identity::parse(root, cx.flags.inactive, cx.rng)?;
    let virt_type = identity::parse_virt_type(root)?;
    let mut os = os::parse_type(root, virt_type, cx.default_arch)?;
    let title = identity::parse_title(root)?;
    let description = root.path_text("description").map(Into::into);
    let mut kept = Kept::default();
    kept.keep(Section::Seclabel, security::seclabels(root, cx.flags.inactive)?);
    let memory = memory::parse(root)?;
    let (draft, vcpus, limits) = read_tuning(root)?;
    let features = features::parse(root)?;
    let actions = lifecycle::parse(root)?;
    kept.keep(Section::Pm, lifecycle::pm(root)?);
    kept.keep(Section::Perf, host_side::format_perf(&host_side::read_perf(root)?));
    let clock = clock::parse(root)?;
    os::parse_boot(root, cx.flags, &mut os)?;
    let (throttlegroups, throttles) = tune::throttlegroups(root)?;
    kept.keep(Section::Throttlegroups, throttlegroups);
    let mut def = DomainDef {
        virt_type,
        id: identity.id,
        name: identity.name.into(),
        uuid: identity.uuid,
        hwuuid: identity.hwuuid,
        genid: identity.genid,
        title,
        description,
        metadata: None,
        memory,
        limits,
        vcpus,
        os,
        features,
        clock,
        on_poweroff: actions.on_poweroff,
        on_reboot: actions.on_reboot,
        on_crash: actions.on_crash,
        on_lockfailure: actions.on_lockfailure,
        devices: Default::default(),
        kept,
    };
    def.devices = devices::parse(root.child("devices"), cx)?;
    let (launch_security, sized) = security::launch_security(root)?;
    def.kept.keep(Section::LaunchSecurity, launch_security);
    let idmap = host_side::parse_idmap(root)?;
    let known = sysinfo::Known {
        uuid: (!identity.uuid_is_new).then_some(def.uuid),
        hwuuid: def.hwuuid.as_deref().copied(),
    };
    let (sysinfo, uuid) = sysinfo::parse(root, &known)?;
    def.kept.keep(Section::Sysinfo, sysinfo);
    def.uuid = uuid.unwrap_or(def.uuid);
    def.os.smbios = os::parse_smbios(root)?;
    def.kept.keep(Section::Keywrap, security::keywrap(root)?);
    def.metadata = metadata(root);
    test_namespace::test_namespace(root)?;
    Ok((def, Draft { throttles, idmap, launch_security: sized, ..draft }))
}

/// From `<memoryBacking>` to `<resource>`, in the order of `virDomainDefParseXML` of libvirt.
fn read_tuning(root: &Element<'_>) -> Result<(Draft, Vcpus, Option<Box<Tuning>>)> {
    let backing = tune::parse_backing(root)?;
    let blkio = tune::blkiotune(root)?;
    let memory = tune::memtune(root)?;
    let mut vcpus = vcpus::parse(root)?;
    let iothreads = iothreads::parse(root)?;
    let cputune = cputune::parse(root, vcpus.max(), &iothreads)?;
    let cpu = cpu::parse(root)?;
    let mut numa = numa::parse(root, vcpus.max())?;
    numatune::parse(root, vcpus.placement == Placement::Static, &mut numa)?;
    if numa.is_placed_automatically() && vcpus.cpuset.is_none() && !cputune.has_pins() {
        vcpus.placement = Placement::Auto;
    }
    let iommufd = host_side::parse_iommufd(root)?;
    let resource = host_side::parse_resource(root)?;
    let draft = Draft {
        backing,
        cpu,
        numa,
        iommufd,
        resource,
        throttles: Vec::new(),
        idmap: IdMaps::default(),
        launch_security: Vec::new(),
    };
    let tuning = Tuning { blkio, memory, iothreads, cputune };
    Ok((draft, vcpus, (tuning != NO_TUNING).then(|| Box::new(tuning))))
}

impl Draft {
    /// Keeps the sections that may still change while the document is checked.
    fn keep(&self, kept: &mut Kept) {
        kept.keep(Section::MemoryBacking, self.backing.format());
        kept.keep(Section::Numatune, numatune::format(&self.numa));
        kept.keep(Section::Iommufd, self.iommufd.format());
        kept.keep(Section::Resource, self.resource.format());
        let mut w = Writer::at(1);
        host_side::format_idmap(&self.idmap, &mut w);
        kept.keep(Section::Idmap, w.finish());
        if let Some(cpu) = &self.cpu {
            kept.keep(Section::Cpu, cpu.format(&self.numa));
        }
    }
}

/// `virDomainDefPostParse` of libvirt.
fn post_parse(def: &mut DomainDef, draft: &mut Draft, cx: &mut ParseContext<'_>) -> Result<()> {
    devices::post_parse(def, cx)?;
    if def.os.os_type == OsType::Exe && def.os.init.as_ref().is_none_or(|init| init.path.is_none()) {
        return Err(fault(ErrorCode::XmlError, "init binary must be specified"));
    }
    def.vcpus.settle()?;
    let numa_kib = draft.numa.memory_kib();
    let plugged_kib = def.devices.plugged_kib();
    memory::post_parse(&mut def.memory, numa_kib, plugged_kib, cx.flags.abi_update)?;
    loader::post_parse(&mut def.os);
    draft.backing.post_parse(draft.numa.cell_count());
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
fn validate(def: &DomainDef, draft: &Draft) -> Result<()> {
    devices::validate(def, draft.numa.cell_count())?;
    draft.resource.validate()?;
    devices::validate_together(def)?;
    draft.cpu.as_ref().map_or(Ok(()), Cpu::validate)?;
    lifecycle::validate(def)?;
    draft.backing.validate(draft.numa.cell_count())?;
    loader::validate(&def.os)?;
    cputune::validate(&def.tuning().cputune)?;
    os::validate_boot(&def.os)?;
    tune::validate_paths(&def.tuning().blkio)?;
    host_side::validate_idmap(&draft.idmap)?;
    draft.numa.validate()?;
    iothreads::validate(&def.tuning().iothreads)?;
    security::validate_launch_security(&draft.launch_security)?;
    tune::validate_throttles(&draft.throttles)?;
    draft.iommufd.validate()
}
