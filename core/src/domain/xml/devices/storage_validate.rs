//! Whether storage makes sense: `virDomainDiskDefValidateSourceChainOne` and `virDomainDiskDefSourceLUNValidate` of libvirt.

use super::{unsupported, xml_error};
use crate::domain::config::devices::storage::{
    EncryptionFormat, ImageFormat, Place, Protocol, RareSource, SecretUsage, StorageSource,
};
use crate::ground::{Result, Word};

/// `virDomainDiskDefValidateSourceChainOne` of libvirt.
pub(super) fn validate(source: &StorageSource) -> Result<()> {
    let no_rare = RareSource::default();
    let rare = source.rare.as_deref().unwrap_or(&no_rare);
    if let Place::Network(network) = &source.place {
        if network.protocol == Protocol::Sheepdog {
            let detail = "'sheepdog' protocol is no longer supported by any hypervisor driver";
            return Err(unsupported(detail));
        }
        if let Some(auth) = &rare.auth {
            validate_auth(network.protocol, auth.secret_type.as_deref())?;
        }
    }
    if let Some(encryption) = &rare.encryption
        && encryption.format == EncryptionFormat::Luks
        && encryption.cipher.is_some()
    {
        return Err(unsupported("supplying <cipher> for domain disk definition is unnecessary"));
    }
    if let Some(data) = &rare.data_store {
        if source.format != Some(ImageFormat::Qcow2) {
            return Err(unsupported("<dataStore> feature available only with qcow2 images"));
        }
        if data.format != Some(ImageFormat::Raw) {
            return Err(unsupported("only 'raw' images supported as <dataStore>"));
        }
        if let Some(nested) = &data.rare {
            if nested.data_store.is_some() || nested.backing.is_some() {
                return Err(xml_error(
                    "The <source> of <dataStore> can't have another nested <dataStore> or <backingStore> element",
                ));
            }
            if nested.slice.is_some() {
                return Err(xml_error("slices are not supported for <dataStore>"));
            }
        }
    }
    Ok(())
}

fn validate_auth(protocol: Protocol, secret_type: Option<&str>) -> Result<()> {
    use Protocol::{Ftp, Ftps, Http, Https, Iscsi, None, Rbd, Ssh};
    if !matches!(protocol, Iscsi | Http | Https | Ftp | Ftps | Ssh | Rbd | None) {
        return Err(unsupported(format!("authentication is not supported for protocol '{protocol}'")));
    }
    let usage = secret_type
        .and_then(SecretUsage::from_word)
        .ok_or_else(|| unsupported(format!("unknown secret type '{}'", secret_type.unwrap_or("<null>"))))?;
    let wrong = match protocol {
        Iscsi => usage != SecretUsage::Iscsi,
        Rbd => usage != SecretUsage::Ceph,
        _ => false,
    };
    if wrong {
        return Err(unsupported(format!("invalid secret type '{}'", usage.word())));
    }
    Ok(())
}

/// `virDomainDiskDefSourceLUNValidate` of libvirt.
pub(super) fn validate_lun(source: &StorageSource) -> Result<()> {
    match &source.place {
        Place::Network(network) if network.protocol != Protocol::Iscsi => {
            let detail = format!("disk device='lun' is not supported for protocol='{}'", network.protocol);
            return Err(unsupported(detail));
        }
        Place::Network(_) | Place::Block(_) | Place::Volume(_) => {}
        _ => return Err(unsupported("disk device='lun' is only valid for block type disk source")),
    }
    if source.format.is_some_and(|format| format != ImageFormat::Raw) {
        return Err(unsupported("disk device 'lun' must use 'raw' format"));
    }
    let Some(rare) = &source.rare else { return Ok(()) };
    if rare.slice.is_some() {
        return Err(unsupported("disk device 'lun' doesn't support storage slice"));
    }
    if rare.encryption.as_ref().is_some_and(|encryption| encryption.format != EncryptionFormat::Default) {
        return Err(unsupported("disk device 'lun' doesn't support encryption"));
    }
    Ok(())
}
