//! Trusted platform modules: `virDomainTPMDefParseXML`, `virDomainTPMDevValidate` and `virDomainTPMDefFormat` of libvirt.

use super::info::{self, Allow};
use super::{chardev, internal, unsupported, xml_error};
use crate::domain::config::devices::Tpm;
use crate::domain::config::devices::chardev::{ChardevEnd, ChardevType};
use crate::domain::config::devices::tpm::{
    PcrBank, TpmBackend, TpmEmulator, TpmProfile, TpmType, TpmVersion,
};
use crate::domain::xml::ParseFlags;
use crate::ground::uuid::parse_uuid;
use crate::ground::xml::{Attribute, Element, Prop, Tag, Writer};
use crate::ground::{Result, Word};

/// The device of the host that is meant if none is named.
const DEFAULT_DEVICE: &str = "/dev/tpm0";

/// Reads a `<tpm>`.
pub(super) fn parse(element: &Element<'_>, flags: ParseFlags) -> Result<Tpm> {
    let model = Attribute::read(element, "model")?;
    let mut backends = element.all("backend");
    let (first, second) = (backends.next(), backends.next());
    if second.is_some() {
        return Err(xml_error("only one TPM backend is supported"));
    }
    let backend = first.ok_or_else(|| xml_error("missing TPM device backend"))?;
    let backend = match backend.prop_word("type", Prop::REQUIRED)?.unwrap_or(TpmType::Passthrough) {
        TpmType::Passthrough => {
            let path = element.path_attribute("backend/device", "path");
            TpmBackend::Passthrough(path.unwrap_or(DEFAULT_DEVICE).into())
        }
        TpmType::Emulator => TpmBackend::Emulator(Box::new(parse_emulator(backend)?)),
        TpmType::External => {
            let kind = backend.path_attribute("source", "type");
            let kind = kind.ok_or_else(|| xml_error("missing external TPM backend source type"))?;
            let kind = ChardevType::from_word(kind).ok_or_else(|| {
                unsupported(format!("unknown backend source type '{kind}' for external TPM"))
            })?;
            TpmBackend::External(Box::new(chardev::parse_source(kind, backend, flags, false)?))
        }
    };
    Ok(Tpm { model, backend, info: info::parse(element, Allow::Neither, flags)? })
}

fn parse_emulator(backend: &Element<'_>) -> Result<TpmEmulator> {
    let mut emulator = TpmEmulator {
        version: Attribute::read(backend, "version")?,
        debug: Attribute::read(backend, "debug")?,
        ..TpmEmulator::default()
    };
    if let Some(secret) = backend.path_attribute("encryption", "secret") {
        let unknown = || internal(format!("Unable to parse secret uuid '{secret}'"));
        emulator.secret = Some(parse_uuid(secret).ok_or_else(unknown)?);
    }
    if let Some(source) = backend.child("source") {
        let kind = source.prop_word("type", Prop::NONE)?;
        let path = source.attribute("path").ok_or_else(|| xml_error("missing TPM source path"))?;
        emulator.source = kind.map(|kind| (kind, path.into()));
    }
    emulator.persistent_state = match backend.attribute("persistent_state") {
        None | Some("no") => false,
        Some("yes") => true,
        Some(_) => return Err(internal("Invalid persistent_state value, either 'yes' or 'no'")),
    };
    for bank in backend.all("active_pcr_banks").flat_map(Element::elements) {
        let unknown = || unsupported(format!("Unsupported PCR banks '{}'", bank.name));
        emulator.banks.push(PcrBank::from_word(&bank.name).ok_or_else(unknown)?);
    }
    emulator.banks.sort();
    emulator.banks.dedup();
    if let Some(profile) = backend.child("profile") {
        emulator.profile = Some(TpmProfile {
            source: Attribute::read(profile, "source")?,
            name: Attribute::read(profile, "name")?,
            remove_disabled: Attribute::read(profile, "removeDisabled")?,
        });
    }
    Ok(emulator)
}

/// Checks a TPM.
pub(super) fn validate(tpm: &Tpm) -> Result<()> {
    match &tpm.backend {
        TpmBackend::Passthrough(_) => Ok(()),
        TpmBackend::Emulator(emulator) => {
            let needs_2 =
                |what: &str| Err(xml_error(format!("<{what}/> requires TPM version '{}'", TpmVersion::V2_0)));
            let is_2 = emulator.version == Some(TpmVersion::V2_0);
            let profiled = emulator.profile.as_ref().is_some_and(|profile| profile.source.is_some());
            match () {
                () if !emulator.banks.is_empty() && !is_2 => needs_2("active_pcr_banks"),
                () if profiled && !is_2 => needs_2("profile"),
                () => Ok(()),
            }
        }
        TpmBackend::External(source) => match &source.end {
            ChardevEnd::Unix(unix) if unix.listen => {
                Err(xml_error("only 'connect' mode is supported for external TPM device"))
            }
            ChardevEnd::Unix(unix) if unix.path.is_none() => {
                Err(xml_error("missing socket path for external TPM device"))
            }
            ChardevEnd::Unix(_) => Ok(()),
            _ => Err(xml_error("only source type 'unix' is supported for external TPM device")),
        },
    }
}

/// Writes a TPM.
pub(super) fn format(tpm: &Tpm, w: &mut Writer) {
    w.start("tpm").opt_attr("model", tpm.model).inside(|w| {
        let tag = w.start("backend");
        match &tpm.backend {
            TpmBackend::Passthrough(path) => {
                tag.attr("type", TpmType::Passthrough)
                    .inside(|w| w.start("device").attr("path", path).empty());
            }
            TpmBackend::Emulator(emulator) => format_emulator(emulator, tag),
            TpmBackend::External(source) => tag.attr("type", TpmType::External).inside(|w| {
                if let ChardevEnd::Unix(unix) = &source.end {
                    let tag = w.start("source").attr("type", ChardevType::Unix).attr("mode", "connect");
                    tag.opt_attr("path", unix.path.as_deref()).empty();
                }
            }),
        }
        info::format(&tpm.info, w);
    });
}

fn format_emulator(emulator: &TpmEmulator, tag: Tag<'_>) {
    let tag = tag.attr("type", TpmType::Emulator).opt_attr("version", emulator.version);
    let tag = tag.opt_attr("persistent_state", emulator.persistent_state.then_some("yes"));
    emulator.debug.write(tag, "debug").inside(|w| {
        if let Some(secret) = emulator.secret {
            w.start("encryption").attr("secret", secret).empty();
        }
        w.start("active_pcr_banks").nonempty(|w| {
            emulator.banks.iter().for_each(|bank| w.start(bank.word()).empty());
        });
        if let Some((kind, path)) = &emulator.source {
            w.start("source").attr("type", kind).attr("path", path).empty();
        }
        if let Some(profile) = emulator.profile.as_ref().filter(|it| it.source.is_some() || it.name.is_some())
        {
            let tag = w.start("profile").opt_attr_as_is("source", profile.source.as_deref());
            let tag = tag.opt_attr("removeDisabled", profile.remove_disabled);
            tag.opt_attr_as_is("name", profile.name.as_deref()).empty();
        }
    });
}
