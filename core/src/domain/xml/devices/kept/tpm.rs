//! `<tpm>`.

use super::{Context, internal, only_one, source, unsupported, xml_error};
use crate::domain::config::devices::chardev::{ChardevEnd, ChardevType};
use crate::domain::xml::devices::info;
use crate::ground::uuid::parse_uuid;
use crate::ground::xml::{Element, Prop, Writer};
use crate::ground::{Result, Word};
use crate::words;

words! {
    /// `virDomainTPMModel` of libvirt, without its default.
    enum Model { Tis "tpm-tis", Crb "tpm-crb", Spapr "tpm-spapr", Proxy "spapr-tpm-proxy" }
}
words! {
    /// `virDomainTPMBackendType` of libvirt.
    enum BackendType { Passthrough "passthrough", Emulator "emulator", External "external" }
}
words! {
    /// `virDomainTPMVersion` of libvirt, without its default.
    enum Version { V1 "1.2", V2 "2.0" }
}
words! {
    /// `virDomainTPMPcrBank` of libvirt.
    enum Bank { Sha1 "sha1", Sha256 "sha256", Sha384 "sha384", Sha512 "sha512" }
}
words! {
    /// `virDomainTPMSourceType` of libvirt, without its default.
    enum SourceType { File "file", Dir "dir" }
}
words! {
    /// `virDomainTPMProfileRemoveDisabled` of libvirt, without its absent value.
    enum RemoveDisabled { Check "check", FipsHost "fips-host" }
}

/// The device of the host that is passed through where none is named.
const DEFAULT_DEVICE: &str = "/dev/tpm0";
/// How many a domain may have: a proxy is not the same as the device.
const TPMS_MAX: usize = 2;

/// `virDomainTPMDefParseXML` of libvirt.
pub(super) fn read(device: &Element<'_>, place: usize, cx: &Context<'_, '_>, w: &mut Writer) -> Result<()> {
    only_one(usize::from(place >= TPMS_MAX), || {
        xml_error("a maximum of two TPM devices is supported, one of them being a TPM Proxy device")
    })?;
    let model: Option<Model> = device.prop_word("model", Prop::NONE)?;
    let mut backends = device.all("backend");
    let Some(backend) = backends.next() else { return Err(xml_error("missing TPM device backend")) };
    if backends.next().is_some() {
        return Err(xml_error("only one TPM backend is supported"));
    }
    let kind = backend.prop_word("type", Prop::REQUIRED)?.unwrap_or(BackendType::Emulator);
    let mut inside = Writer::at(4);
    let mut emulator = Emulator::default();
    match kind {
        BackendType::Passthrough => {
            let path = backend.path_attribute("device", "path").unwrap_or(DEFAULT_DEVICE);
            inside.start("device").attr("path", path).empty();
        }
        BackendType::Emulator => emulator = read_emulator(backend, &mut inside)?,
        BackendType::External => read_external(backend, cx, &mut inside)?,
    }
    let info = cx.info(device)?;
    let inside = inside.finish();
    w.start("tpm").opt_attr("model", model).inside(|w| {
        w.start("backend")
            .attr("type", kind)
            .opt_attr("version", emulator.version)
            .opt_attr("persistent_state", emulator.is_persistent.then_some("yes"))
            .opt_attr("debug", emulator.debug)
            .inside(|w| w.raw(&inside));
        info::format(&info, w);
    });
    Ok(())
}

/// What stands in the attributes of an emulator.
#[derive(Default)]
struct Emulator {
    version: Option<Version>,
    is_persistent: bool,
    debug: Option<u32>,
}

fn read_emulator(backend: &Element<'_>, w: &mut Writer) -> Result<Emulator> {
    let version = backend.prop_word("version", Prop::NONE)?;
    let debug = backend.prop_u32("debug", 10, Prop::NONE)?.filter(|debug| *debug > 0);
    if let Some(text) = backend.path_attribute("encryption", "secret") {
        let secret =
            parse_uuid(text).ok_or_else(|| internal(format!("Unable to parse secret uuid '{text}'")))?;
        w.start("encryption").attr("secret", secret).empty();
    }
    let mut place = None;
    if let Some(source) = backend.child("source") {
        let kind: Option<SourceType> = source.prop_word("type", Prop::NONE)?;
        let path = source.attribute("path").ok_or_else(|| xml_error("missing TPM source path"))?;
        place = kind.map(|kind| (kind, path));
    }
    let is_persistent = match backend.attribute("persistent_state") {
        None | Some("no") => false,
        Some("yes") => true,
        Some(_) => return Err(internal("Invalid persistent_state value, either 'yes' or 'no'")),
    };
    let mut banks: Vec<Bank> = Vec::new();
    for element in backend.all("active_pcr_banks").flat_map(Element::elements) {
        let name = element.local_name();
        banks.push(
            Bank::from_word(name).ok_or_else(|| unsupported(format!("Unsupported PCR banks '{name}'")))?,
        );
    }
    banks.sort_unstable();
    banks.dedup();
    let needs_v2 = |what: &str| Err(xml_error(format!("<{what}/> requires TPM version '2.0'")));
    let profile = backend.child("profile");
    let remove: Option<RemoveDisabled> = match profile {
        Some(profile) => profile.prop_word("removeDisabled", Prop::NONE)?,
        None => None,
    };
    if !banks.is_empty() && version != Some(Version::V2) {
        return needs_v2("active_pcr_banks");
    }
    let (origin, name) = (
        profile.and_then(|profile| profile.attribute("source")),
        profile.and_then(|profile| profile.attribute("name")),
    );
    if origin.is_some() && version != Some(Version::V2) {
        return needs_v2("profile");
    }
    w.start("active_pcr_banks").nonempty(|w| banks.iter().for_each(|bank| w.start(bank.word()).empty()));
    if let Some((kind, path)) = place {
        w.start("source").attr("type", kind).attr("path", path).empty();
    }
    if origin.is_some() || name.is_some() {
        let tag = w.start("profile").opt_attr_as_is("source", origin);
        tag.opt_attr("removeDisabled", remove).opt_attr_as_is("name", name).empty();
    }
    Ok(Emulator { version, is_persistent, debug })
}

fn read_external(backend: &Element<'_>, cx: &Context<'_, '_>, w: &mut Writer) -> Result<()> {
    let word = backend
        .path_attribute("source", "type")
        .ok_or_else(|| xml_error("missing external TPM backend source type"))?;
    let kind = ChardevType::from_word(word)
        .ok_or_else(|| unsupported(format!("unknown backend source type '{word}' for external TPM")))?;
    let source = source(kind, backend, cx)?;
    let ChardevEnd::Unix(unix) = &source.end else {
        return Err(xml_error("only source type 'unix' is supported for external TPM device"));
    };
    if unix.listen {
        return Err(xml_error("only 'connect' mode is supported for external TPM device"));
    }
    let path = unix.path.as_deref();
    let path = path.ok_or_else(|| xml_error("missing socket path for external TPM device"))?;
    w.start("source").attr("type", "unix").attr("mode", "connect").attr("path", path).empty();
    Ok(())
}
