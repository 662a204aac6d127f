//! Domain XML, in and out: `virDomainDefParse` and `virDomainDefFormat` of libvirt.

pub mod devices;

use crate::domain::config::{Arch, DomainDef, LifecycleAction, Memory, Os, OsType, Vcpus, VirtType};
use crate::ground::rng::Rng;
use crate::ground::xml::Writer;
use crate::ground::{ErrorCode, ErrorDomain, Result, VirError, Word};
use crate::host::Guest;

/// How a document is read. `virDomainDefParseFlags` of libvirt.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct ParseFlags {
    /// What only an active domain has (its id, …) is not read: `VIR_DOMAIN_DEF_PARSE_INACTIVE`, which defining and
    /// creating set.
    pub inactive: bool,
    /// `VIR_DOMAIN_DEF_PARSE_ABI_UPDATE`: a new guest, which may be given what newer ones have.
    pub abi_update: bool,
}

/// What a reader of domain XML stands in.
pub struct ParseContext<'a> {
    /// What the hypervisor runs.
    pub guests: &'a [Guest],
    /// The architecture of a guest that names none.
    pub default_arch: &'a str,
    /// Where UUIDs and MAC addresses come from.
    pub rng: &'a mut Rng,
    /// How to read.
    pub flags: ParseFlags,
}

/// How a document is written. `virDomainXMLFlags` of libvirt.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct FormatOptions {
    /// As it would be defined: without what only an active domain has. A domain with no id is always written so.
    pub inactive: bool,
    /// Passwords too: `VIR_DOMAIN_XML_SECURE`.
    pub secure: bool,
    /// For another host: `VIR_DOMAIN_XML_MIGRATABLE`.
    pub migratable: bool,
}

/// An error of libvirt's domain configuration code.
pub(in crate::domain) fn fault(code: ErrorCode, detail: impl Into<Box<str>>) -> Box<VirError> {
    VirError::new(ErrorDomain::Domain, code, detail)
}

/// Reads a domain. `virDomainDefParseString` of libvirt.
///
/// # Errors
/// What libvirt 12.8.0 reports for the first thing that is wrong, in its order of looking.
pub fn parse(xml: &str, cx: &mut ParseContext<'_>) -> Result<DomainDef> {
    let root = crate::ground::xml::parse(ErrorDomain::Domain, xml)?;
    let name =
        root.path_text("name").ok_or_else(|| VirError::bare(ErrorDomain::Domain, ErrorCode::NoName))?;
    let mut def = DomainDef {
        virt_type: VirtType::Test,
        id: -1,
        name: name.into(),
        uuid: cx.rng.uuid(),
        title: None,
        description: None,
        metadata: None,
        memory: Memory::default(),
        vcpus: Vcpus::new(1, 1),
        os: Os {
            os_type: OsType::Hvm,
            arch: Arch::from_word(cx.default_arch).unwrap_or(Arch::None),
            machine: None,
            boot: Box::default(),
        },
        on_poweroff: LifecycleAction::Destroy,
        on_reboot: LifecycleAction::Restart,
        on_crash: LifecycleAction::Destroy,
        on_lockfailure: None,
        devices: Default::default(),
    };
    def.devices = devices::parse(root.child("devices"), &def, cx)?;
    devices::post_parse(&mut def, cx)?;
    devices::reject_duplicates(&def)?;
    devices::has_boot_order(&def)?;
    devices::add_implied(&mut def, cx)?;
    devices::validate(&def, cx)?;
    devices::validate_together(&def)?;
    Ok(def)
}

/// Writes a domain. `virDomainDefFormat` of libvirt.
pub fn format(def: &DomainDef, opts: FormatOptions) -> String {
    let mut w = Writer::new();
    w.start("domain").attr("type", def.virt_type).inside(|w| {
        w.text("name", &def.name);
        w.text("uuid", def.uuid);
        w.start("devices").inside(|w| devices::format(def, w, opts));
    });
    w.finish()
}
