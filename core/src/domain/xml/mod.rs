//! Domain XML, in and out: `virDomainDefParse` and `virDomainDefFormat` of libvirt.

mod clock;
mod cpu;
mod cputune;
pub mod devices;
pub mod edit;
mod features;
mod host_cpu;
mod host_side;
mod identity;
mod iothreads;
mod lifecycle;
mod loader;
pub(in crate::domain) mod memory;
pub mod moment;
mod numa;
mod numatune;
mod os;
mod parse;
mod resctrl;
mod security;
mod sysinfo;
mod test_namespace;
mod tune;
mod vcpus;

use std::borrow::Cow;

use crate::domain::config::{DomainDef, Section};
use crate::ground::rng::Rng;
use crate::ground::xml::{Writer, show_metadata};
use crate::ground::{ErrorCode, ErrorDomain, VirError};
use crate::host::Guest;

pub use host_cpu::{HostCpuDef, parse_host_cpu};
pub use parse::parse;
pub use test_namespace::{TestNamespace, test_namespace};

/// How a document is read. `virDomainDefParseFlags` of libvirt.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct ParseFlags {
    /// What only an active domain has (its id, …) is not read: `VIR_DOMAIN_DEF_PARSE_INACTIVE`, which defining and
    /// creating set.
    pub inactive: bool,
    /// `VIR_DOMAIN_DEF_PARSE_ABI_UPDATE`: a new guest, which may be given what newer ones have.
    pub abi_update: bool,
    /// What stands there was validated before: `VIR_DOMAIN_DEF_PARSE_SKIP_VALIDATE`.
    pub skip_validate: bool,
    /// The document has to follow the schema: `VIR_DOMAIN_DEF_PARSE_VALIDATE_SCHEMA`.
    pub schema: bool,
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

/// `VIR_ERR_XML_ERROR` of libvirt's domain configuration code.
fn xml_error(detail: impl Into<Box<str>>) -> Box<VirError> {
    fault(ErrorCode::XmlError, detail)
}

/// A text that was found, on its own.
fn boxed(text: Option<Cow<'_, str>>) -> Option<Box<str>> {
    text.map(Into::into)
}

/// Writes a domain. `virDomainDefFormat` of libvirt.
pub fn format(def: &DomainDef, opts: FormatOptions) -> String {
    let mut w = Writer::new();
    format_into(def, opts, &mut w);
    w.finish()
}

/// Writes a domain where a writer stands, as saved images hold one.
pub fn format_into(def: &DomainDef, opts: FormatOptions, w: &mut Writer) {
    format_named(def, "domain", opts, w);
}

/// Writes a domain as an element of a name, as snapshots hold one.
pub(in crate::domain) fn format_named(def: &DomainDef, name: &str, opts: FormatOptions, w: &mut Writer) {
    let opts = FormatOptions { inactive: opts.inactive || def.id == -1, ..opts };
    let id = (!opts.inactive).then_some(def.id);
    w.start(name).attr("type", def.virt_type).opt_attr("id", id).block(|w| {
        format_identity(def, w);
        memory::format(&def.memory, w);
        let tuning = def.tuning();
        tune::format_blkiotune(&tuning.blkio, w);
        tune::format_memtune(&tuning.memory, w);
        w.section(def.kept.get(Section::MemoryBacking));
        vcpus::format(&def.vcpus, w);
        w.section(&iothreads::format(&tuning.iothreads));
        w.section(def.kept.get(Section::Throttlegroups));
        w.section(&cputune::format(&tuning.cputune, &tuning.iothreads, !opts.inactive));
        for section in [Section::Numatune, Section::Iommufd, Section::Resource, Section::Sysinfo] {
            w.section(def.kept.get(section));
        }
        os::format(&def.os, def.virt_type, opts, w);
        w.section(def.kept.get(Section::Idmap));
        features::format(&def.features, w);
        w.section(def.kept.get(Section::Cpu));
        clock::format(&def.clock, w);
        lifecycle::format(def, w);
        w.section(def.kept.get(Section::Pm));
        w.section(def.kept.get(Section::Perf));
        w.block("devices", |w| devices::format(def, w, opts));
        for section in [Section::Seclabel, Section::Keywrap, Section::LaunchSecurity] {
            w.section(def.kept.get(section));
        }
    });
}

fn format_identity(def: &DomainDef, w: &mut Writer) {
    w.text("name", &def.name);
    w.text("uuid", def.uuid);
    w.opt_text("hwuuid", def.hwuuid.as_deref());
    w.opt_text("genid", def.genid.as_deref());
    w.opt_text("title", def.title.as_deref());
    w.opt_text("description", def.description.as_deref());
    if let Some(metadata) = &def.metadata {
        w.line(show_metadata(metadata, w.level()));
    }
}
