//! Reading a pool. `virStoragePoolDefParseXML` of libvirt, in its order.

use super::adapter::validate_adapter;
use super::permissions::parse_permissions;
use super::{fault, is_elsewhere, source, unsupported, wrong};
use crate::ground::path::sanitized;
use crate::ground::rng::Rng;
use crate::ground::uuid::parse_uuid;
use crate::ground::xml::{Element, Prop, parse_document};
use crate::ground::{ErrorCode, ErrorDomain, Result, Word};
use crate::storage::config::{PoolDef, PoolSource, RefreshAllocation};
use crate::storage::kind::{Options, PoolType};
use crate::storage::schema;

/// Reads a pool's document; with `schema`, only one that follows the schema.
///
/// # Errors
/// What libvirt 12.8.0 reports for the first thing that is wrong, in its order of looking.
pub fn parse_pool(xml: &str, schema: bool, rng: &mut Rng) -> Result<PoolDef> {
    let root = parse_document(ErrorDomain::Storage, xml, "pool")?;
    if schema {
        schema::GRAMMAR.validate("storagepool", &root)?;
    }
    let kind = root.prop_word::<PoolType>("type", Prop::REQUIRED)?.unwrap_or_default();
    let no_name = || wrong("missing pool source name element");
    if is_elsewhere(&root) {
        return Err(no_name());
    }
    let options = kind.options();
    let mut def = PoolDef { kind, ..PoolDef::default() };
    def.source = match root.child("source") {
        Some(element) => source::read(element, kind)?,
        None => PoolSource { format: options.default_format, ..PoolSource::default() },
    };
    let name = root.path_text("name").map(|name| name.as_ref().into());
    let name: Box<str> =
        name.or_else(|| def.source.name.clone().filter(|_| options.name)).ok_or_else(no_name)?;
    if name.contains('/') {
        return Err(wrong(format!("name {name} cannot contain '/'")));
    }
    def.uuid = match root.path_text("uuid") {
        Some(text) => parse_uuid(&text).ok_or_else(|| wrong("malformed uuid element"))?,
        None => rng.uuid(),
    };
    if let Some(cow) = root.path("features/cow") {
        def.cow = cow.prop_word("state", Prop::NONE)?;
    }
    if def.cow.is_some() && !matches!(kind, PoolType::Fs | PoolType::Dir) {
        let detail = "cow feature may only be used for 'fs' and 'dir' pools";
        return Err(fault(ErrorCode::NoSupport, detail));
    }
    check_source(&def.source, &options)?;
    if options.name {
        def.source.name.get_or_insert_with(|| name.clone());
    }
    def.name = name;
    if options.adapter {
        validate_adapter(def.source.adapter.as_ref())?;
    }
    if options.only_device() && def.source.devices.is_empty() {
        return Err(wrong("missing storage pool source device name"));
    }
    if !options.network {
        def.target = Some(read_target(&root, &def)?);
        def.permissions = parse_permissions(&root, "target/permissions")?;
    }
    if kind == PoolType::IscsiDirect && def.source.initiator.is_none() {
        return Err(unsupported("missing initiator IQN"));
    }
    if let Some(word) = root.path_attribute("refresh/volume", "allocation") {
        def.refresh = Some(RefreshAllocation::from_word(word).ok_or_else(|| {
            unsupported(format!("unknown storage pool volume refresh allocation type {word}"))
        })?);
    }
    Ok(def)
}

fn check_source(source: &PoolSource, options: &Options) -> Result<()> {
    if options.host && source.hosts.is_empty() {
        return Err(wrong("missing storage pool source host name"));
    }
    if options.dir && source.dir.is_none() {
        return Err(wrong("missing storage pool source path"));
    }
    Ok(())
}

fn read_target(root: &Element<'_>, def: &PoolDef) -> Result<Box<str>> {
    let source = def.source.name.as_deref().unwrap_or_default();
    Ok(match def.kind {
        PoolType::Logical => sanitized(&format!("/dev/{source}")),
        PoolType::Zfs => sanitized(&format!("/dev/zvol/{source}")),
        _ => {
            let path = root.path_text("target/path");
            sanitized(&path.ok_or_else(|| wrong("missing storage pool target path"))?)
        }
    })
}
