//! `<loader>`, `<nvram>` and `<varstore>`: the firmware and where it keeps its variables.

use super::devices::storage::{self, SourceStyle};
use super::{FormatOptions, ParseFlags, boxed, fault};
use crate::domain::config::devices::storage::{ImageFormat, StorageType};
use crate::domain::config::os::{Loader, Nvram, Os, RareOs, Varstore};
use crate::domain::config::{Firmware, FirmwareFeature, LoaderType};
use crate::ground::xml::{Element, Prop, Writer};
use crate::ground::{ErrorCode, Result, VirError, YesNo};

/// A format that firmware may have; `what` is what has it, in the error.
fn format_of(element: &Element<'_>, name: &str, what: &str) -> Result<Option<ImageFormat>> {
    if element.attribute(name) == Some("none") {
        return Ok(None);
    }
    match element.prop_word::<ImageFormat>(name, Prop::NONE)? {
        None => Ok(None),
        Some(format @ (ImageFormat::Raw | ImageFormat::Qcow2)) => Ok(Some(format)),
        Some(format) => Err(fault(ErrorCode::XmlError, format!("Unsupported {what} format '{format}'"))),
    }
}

/// `virDomainDefParseBootLoaderOptions` of libvirt.
pub(super) fn parse(root: &Element<'_>, flags: ParseFlags, os: &mut Os, rare: &mut RareOs) -> Result<()> {
    let (loader, nvram) = (root.path("os/loader"), root.path("os/nvram"));
    let varstore = root.path("os/varstore");
    if nvram.is_some() && varstore.is_some() {
        return Err(fault(ErrorCode::XmlError, "Cannot have both <nvram> and <varstore>"));
    }
    if loader.is_some() || nvram.is_some() {
        let nvram = nvram.map(|nvram| parse_nvram(nvram, flags)).transpose()?;
        let mut read = loader.map(parse_loader).transpose()?.unwrap_or_default();
        read.nvram = nvram.map(Box::new);
        os.loader = Some(Box::new(read));
    }
    rare.varstore = varstore.map(|varstore| Varstore {
        template: varstore.attribute("template").map(Into::into),
        path: varstore.attribute("path").map(Into::into),
    });
    Ok(())
}

/// `virDomainLoaderDefParseXMLLoader` of libvirt.
fn parse_loader(loader: &Element<'_>) -> Result<Loader> {
    Ok(Loader {
        readonly: loader.prop_yes_no("readonly", Prop::NONE)?,
        loader_type: loader.prop_word("type", Prop::NONE)?,
        path: boxed(Some(loader.text()).filter(|path| !path.is_empty())),
        secure: loader.prop_yes_no("secure", Prop::NONE)?,
        stateless: loader.prop_yes_no("stateless", Prop::NONE)?,
        format: format_of(loader, "format", "loader")?,
        nvram: None,
    })
}

/// `virDomainLoaderDefParseXMLNvram` of libvirt.
fn parse_nvram(nvram: &Element<'_>, flags: ParseFlags) -> Result<Nvram> {
    let mut read = Nvram {
        template: nvram.attribute("template").map(Into::into),
        template_format: format_of(nvram, "templateFormat", "nvram template")?,
        format: format_of(nvram, "format", "nvram")?,
        ..Nvram::default()
    };
    match nvram.prop_word::<StorageType>("type", Prop::NONE)? {
        None => read.path = boxed(Some(nvram.text()).filter(|path| !path.is_empty())),
        Some(kind) => {
            let source = nvram.child("source").ok_or_else(VirError::unknown_cause)?;
            read.source = Some(Box::new(storage::parse(kind, source, flags)?));
        }
    }
    Ok(read)
}

/// `virDomainDefPostParseOs` of libvirt.
pub(super) fn post_parse(os: &mut Os) {
    if let Some(loader) = &mut os.loader
        && loader.path.is_some()
    {
        loader.loader_type.get_or_insert(LoaderType::Rom);
    }
}

/// `virDomainDefOSValidate` of libvirt.
pub(super) fn validate(os: &Os) -> Result<()> {
    let refuse = |detail: String| Err(fault(ErrorCode::XmlDetail, detail));
    let rare = os.rare.as_deref();
    if let Some(features) = rare.and_then(|rare| rare.firmware_features.as_deref())
        && features.contains(&(FirmwareFeature::EnrolledKeys, true))
        && features.contains(&(FirmwareFeature::SecureBoot, false))
    {
        let detail = "firmware feature 'enrolled-keys' cannot be enabled when firmware feature 'secure-boot' is disabled";
        return refuse(detail.into());
    }
    let loader = os.loader.as_deref();
    if os.firmware.is_none() && loader.is_some_and(|loader| loader.path.is_none()) {
        return refuse("no loader path specified and firmware auto selection disabled".into());
    }
    if let Some(loader) = loader.filter(|loader| loader.loader_type == Some(LoaderType::Rom)) {
        if loader.readonly == Some(false) {
            return refuse("ROM loader type cannot be used as read/write".into());
        }
        if let Some(format) = loader.format.filter(|format| *format != ImageFormat::Raw) {
            return refuse(format!("Invalid format '{format}' for ROM loader type"));
        }
    }
    let has_nvram = loader.is_some_and(|loader| loader.nvram.is_some());
    if has_nvram || rare.is_some_and(|rare| rare.varstore.is_some()) {
        if let Some(firmware) = os.firmware.filter(|firmware| *firmware != Firmware::Efi) {
            let detail =
                format!("Firmware type '{firmware}' does not support variable storage (NVRAM/varstore)");
            return refuse(detail);
        }
        let refused = |how| {
            Err(fault(
                ErrorCode::XmlDetail,
                format!("Variable storage (NVRAM/varstore) is not permitted when loader is {how}"),
            ))
        };
        if loader.is_some_and(|loader| loader.stateless == Some(true)) {
            return refused("stateless");
        }
        if loader.is_some_and(|loader| loader.readonly == Some(false)) {
            return refused("read/write");
        }
    }
    if os.direct.as_ref().is_some_and(|direct| direct.shim.is_some() && direct.kernel.is_none()) {
        return Err(fault(ErrorCode::ConfigUnsupported, "shim only allowed with kernel option"));
    }
    Ok(())
}

/// Writes them.
pub(super) fn format(os: &Os, opts: FormatOptions, w: &mut Writer) {
    if let Some(loader) = &os.loader {
        let tag = w
            .start("loader")
            .opt_attr("readonly", loader.readonly.map(YesNo::of))
            .opt_attr("secure", loader.secure.map(YesNo::of))
            .opt_attr("type", loader.loader_type)
            .opt_attr("stateless", loader.stateless.map(YesNo::of))
            .opt_attr("format", loader.format);
        match &loader.path {
            Some(path) => tag.text(path),
            None => tag.nonempty(|_| {}),
        }
        if let Some(nvram) = &loader.nvram {
            format_nvram(nvram, opts, w);
        }
    }
    if let Some(varstore) = os.rare.as_ref().and_then(|rare| rare.varstore.as_ref()) {
        w.start("varstore")
            .opt_attr("template", varstore.template.as_deref())
            .opt_attr("path", varstore.path.as_deref())
            .empty();
    }
}

fn format_nvram(nvram: &Nvram, opts: FormatOptions, w: &mut Writer) {
    let tag = w
        .start("nvram")
        .opt_attr("template", nvram.template.as_deref())
        .opt_attr("templateFormat", nvram.template_format)
        .opt_attr("type", nvram.source.as_ref().map(|source| source.place.kind()))
        .opt_attr("format", nvram.format);
    match &nvram.path {
        Some(path) => tag.text(path),
        None => tag.nonempty(|w| {
            if let Some(source) = &nvram.source {
                storage::format(source, SourceStyle::default(), w, opts);
            }
        }),
    }
}
