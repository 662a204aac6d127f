//! What a disk's data is kept safe by: authentication, encryption, reservations, security labels.

use super::xml_error;
use crate::domain::config::devices::storage::{
    Auth, AuthType, Cipher, DeviceSeclabel, Encryption, EncryptionFormat, Reservations, SecretLookup,
};
use crate::domain::xml::{FormatOptions, ParseFlags, fault};
use crate::ground::xml::{Element, Prop, Tag, Writer};
use crate::ground::{ErrorCode, ErrorDomain, Result, VirError, Word, YesNo};

fn storage_fault(code: ErrorCode, detail: impl Into<Box<str>>) -> Box<VirError> {
    VirError::new(ErrorDomain::Storage, code, detail)
}

/// `virSecretLookupParseSecret` of libvirt.
fn parse_lookup(secret: &Element<'_>) -> Result<SecretLookup> {
    let fault = |detail: &str| VirError::new(ErrorDomain::None, ErrorCode::XmlError, detail);
    match (secret.attribute("uuid"), secret.attribute("usage")) {
        (None, None) => Err(fault("missing secret uuid or usage attribute")),
        (Some(_), Some(_)) => Err(fault("either secret uuid or usage expected")),
        (Some(_), None) => {
            let uuid = secret.prop_uuid("uuid", Prop::NONE)?;
            Ok(SecretLookup::Uuid(uuid.unwrap_or_default()))
        }
        (None, Some(usage)) => Ok(SecretLookup::Usage(usage.into())),
    }
}

fn format_lookup(secret_type: Option<&str>, lookup: &SecretLookup, w: &mut Writer) {
    let tag = w.start("secret").opt_attr("type", secret_type);
    match lookup {
        SecretLookup::Uuid(uuid) => tag.attr("uuid", uuid),
        SecretLookup::Usage(usage) => tag.attr("usage", usage),
    }
    .empty();
}

/// `virStorageAuthDefParse` of libvirt.
pub fn parse_auth(auth: &Element<'_>) -> Result<Auth> {
    let given = |name| auth.attribute(name).filter(|value| !value.is_empty());
    let fault = |detail: &str| storage_fault(ErrorCode::XmlError, detail);
    let username = given("username").ok_or_else(|| fault("missing username for auth"))?.into();
    let auth_type = match given("type") {
        None => AuthType::None,
        Some(word) => AuthType::from_word(word).ok_or_else(|| {
            storage_fault(ErrorCode::ConfigUnsupported, format!("unknown auth type '{word}'"))
        })?,
    };
    let secret = auth.child("secret").ok_or_else(|| fault("Missing <secret> element in auth"))?;
    let secret_type = secret.attribute("type").map(Into::into);
    Ok(Auth { username, auth_type, secret_type, secret: parse_lookup(secret)? })
}

/// Writes `<auth>`.
pub fn format_auth(auth: &Auth, w: &mut Writer) {
    let tag = w.start("auth");
    let tag = match auth.auth_type {
        AuthType::None => tag,
        auth_type => tag.attr("type", auth_type),
    };
    tag.attr("username", &auth.username)
        .inside(|w| format_lookup(auth.secret_type.as_deref(), &auth.secret, w));
}

/// `virStorageEncryptionParseNode` of libvirt.
pub fn parse_encryption(encryption: &Element<'_>) -> Result<Encryption> {
    let fault = |detail: &str| storage_fault(ErrorCode::XmlError, detail);
    let format = encryption.attribute("format").filter(|value| !value.is_empty());
    let format = format.ok_or_else(|| fault("unknown volume encryption format"))?;
    let format = EncryptionFormat::from_word(format).ok_or_else(|| {
        let detail = format!("unknown volume encryption format type {format}");
        storage_fault(ErrorCode::ConfigUnsupported, detail)
    })?;
    let engine = encryption.prop_word("engine", Prop::NONE)?;
    let secrets = encryption.all("secret").map(parse_passphrase).collect::<Result<_>>()?;
    let mut cipher = None;
    if format == EncryptionFormat::Luks {
        cipher = encryption.child("cipher").map(parse_cipher).transpose()?;
        if let Some(ivgen) = encryption.child("ivgen") {
            let cipher =
                cipher.as_mut().ok_or_else(|| fault("ivgen element found, but cipher is missing"))?;
            let name = ivgen.attribute("name").ok_or_else(|| fault("missing ivgen info name string"))?;
            cipher.ivgen = Some((name.into(), ivgen.attribute("hash").map(Into::into)));
        }
    }
    Ok(Encryption { format, engine, secrets, cipher: cipher.map(Box::new) })
}

fn parse_passphrase(secret: &Element<'_>) -> Result<SecretLookup> {
    match secret.attribute("type") {
        None | Some("") => Err(storage_fault(ErrorCode::XmlError, "unknown volume encryption secret type")),
        Some("passphrase") => parse_lookup(secret),
        Some(word) => {
            let detail = format!("unknown volume encryption secret type {word}");
            Err(storage_fault(ErrorCode::ConfigUnsupported, detail))
        }
    }
}

fn parse_cipher(cipher: &Element<'_>) -> Result<Cipher> {
    let missing = || storage_fault(ErrorCode::XmlError, "cipher info missing 'name' attribute");
    Ok(Cipher {
        name: cipher.attribute("name").ok_or_else(missing)?.into(),
        size: cipher.prop_u32("size", 10, Prop::REQUIRED)?.unwrap_or(0),
        mode: cipher.attribute("mode").map(Into::into),
        hash: cipher.attribute("hash").map(Into::into),
        ivgen: None,
    })
}

/// Writes `<encryption>`.
pub fn format_encryption(encryption: &Encryption, w: &mut Writer) {
    let tag = w.start("encryption").attr("format", encryption.format).opt_attr("engine", encryption.engine);
    tag.block(|w| {
        for secret in &encryption.secrets {
            format_lookup(Some("passphrase"), secret, w);
        }
        if let Some(cipher) = &encryption.cipher {
            let tag = w.start("cipher").attr("name", &cipher.name).attr("size", cipher.size);
            tag.opt_attr("mode", cipher.mode.as_deref()).opt_attr("hash", cipher.hash.as_deref()).empty();
            if let Some((name, hash)) = &cipher.ivgen {
                w.start("ivgen").attr("name", name).opt_attr("hash", hash.as_deref()).empty();
            }
        }
    });
}

/// `virStoragePRDefParseXML` of libvirt.
pub(super) fn parse_reservations(reservations: &Element<'_>) -> Result<Reservations> {
    let fault = |detail: String| storage_fault(ErrorCode::XmlError, detail);
    let managed = reservations.prop_word("managed", Prop::REQUIRED)?.unwrap_or(YesNo::No);
    let migration = reservations.prop_word("migration", Prop::NONE)?;
    let [kind, path, mode] = ["type", "path", "mode"].map(|name| {
        let value = reservations.child("source").and_then(|source| source.attribute(name));
        value.filter(|value| !value.is_empty())
    });
    if managed == YesNo::No || kind.is_some() || path.is_some() || mode.is_some() {
        let parts = [(kind, "connection type"), (path, "path"), (mode, "connection mode")];
        if let Some((_, what)) = parts.iter().find(|(value, _)| value.is_none()) {
            return Err(fault(format!("missing {what} for <reservations/>")));
        }
    }
    if let Some(kind) = kind.filter(|kind| *kind != "unix") {
        return Err(fault(format!("unsupported connection type for <reservations/>: {kind}")));
    }
    if let Some(mode) = mode.filter(|mode| *mode != "client") {
        return Err(fault(format!("unsupported connection mode for <reservations/>: {mode}")));
    }
    Ok(Reservations { managed, migration, path: path.map(Into::into) })
}

/// Writes `<reservations>`.
pub(super) fn format_reservations(reservations: &Reservations, w: &mut Writer, opts: FormatOptions) {
    let tag = w.start("reservations").attr("managed", reservations.managed);
    tag.opt_attr("migration", reservations.migration).inside(|w| {
        if let Some(path) = &reservations.path
            && (reservations.managed == YesNo::No || !opts.migratable)
        {
            w.start("source").attr("type", "unix").attr("path", path).attr("mode", "client").empty();
        }
    });
}

/// `virSecurityDeviceLabelDefParseXML` of libvirt.
pub(super) fn parse_seclabels(parent: &Element<'_>, flags: ParseFlags) -> Result<Vec<DeviceSeclabel>> {
    let mut seclabels: Vec<DeviceSeclabel> = Vec::new();
    for element in parent.all("seclabel") {
        let model = element.attribute("model");
        if let Some(model) = model
            && seclabels.iter().any(|before| before.model.as_deref() == Some(model))
        {
            let detail = format!("seclabel for model {model} is already provided");
            return Err(fault(ErrorCode::XmlDetail, detail));
        }
        let relabel = element.prop_yes_no("relabel", Prop::NONE)?.unwrap_or(true);
        let mut labelskip = false;
        if !flags.inactive {
            labelskip = element.prop_yes_no("labelskip", Prop::NONE)?.unwrap_or(false);
        }
        let label = element.path_text("label").filter(|label| label.len() < SECLABEL_BYTES_MAX);
        if label.is_some() && !relabel {
            let model = model.unwrap_or("<null>");
            let detail = format!("Cannot specify a label if relabelling is turned off. model={model}");
            return Err(xml_error(detail));
        }
        let label = label.map(Into::into);
        seclabels.push(DeviceSeclabel { model: model.map(Into::into), relabel, labelskip, label });
    }
    Ok(seclabels)
}

/// A label of so many bytes is left out: `VIR_SECURITY_LABEL_BUFLEN` of libvirt.
const SECLABEL_BYTES_MAX: usize = 4096 + 1;

/// Writes `<seclabel>` elements of a device.
pub(super) fn format_seclabels(seclabels: &[DeviceSeclabel], w: &mut Writer, opts: FormatOptions) {
    for seclabel in seclabels {
        if opts.inactive && seclabel.label.is_none() && seclabel.relabel {
            continue;
        }
        let tag: Tag<'_> = w.start("seclabel").opt_attr("model", seclabel.model.as_deref());
        let tag = match seclabel.labelskip {
            true => tag.attr("labelskip", "yes"),
            false => tag.attr("relabel", YesNo::of(seclabel.relabel)),
        };
        tag.inside(|w| w.opt_text("label", seclabel.label.as_deref()));
    }
}
