//! `<source>` of a pool: `virStoragePoolDefParseSource` of libvirt, in its order.

use super::adapter::parse_adapter;
use super::{fault, unsupported, wrong};
use crate::domain::{AuthType, parse_auth};
use crate::ground::path::sanitized;
use crate::ground::xml::{Element, Prop, parse_document};
use crate::ground::{ErrorCode, ErrorDomain, Result, VirError, Word};
use crate::storage::config::{PoolSource, SourceDevice, SourceHost};
use crate::storage::kind::{NET_FILESYSTEMS, PoolFormat, PoolType};

/// Reads a source that stands alone, for pools of a type; none for a type that there is not.
/// `virStoragePoolDefParseSourceString` of libvirt.
///
/// # Errors
/// As those of a pool's source.
pub fn parse_source(xml: &str, kind: Option<PoolType>) -> Result<PoolSource> {
    let root = parse_document(ErrorDomain::Storage, xml, "source")?;
    match kind {
        Some(kind) => read(&root, kind),
        None => Err(VirError::internal(ErrorDomain::Storage, "missing backend for pool type -1")),
    }
}

/// Reads the source of a pool.
pub(super) fn read(element: &Element<'_>, kind: PoolType) -> Result<PoolSource> {
    let options = kind.options();
    let name = element.path_text("name").map(|name| name.as_ref().into());
    if kind == PoolType::Rbd && name.is_none() {
        return Err(wrong("element 'name' is mandatory for RBD pool"));
    }
    let mut source = PoolSource { name, ..PoolSource::default() };
    if !options.formats.is_empty() {
        source.format = match element.path_attribute("format", "type") {
            None => options.default_format,
            Some(word) => {
                let format = PoolFormat::from_word(word).filter(|format| options.formats.contains(format));
                Some(format.ok_or_else(|| unsupported(format!("unknown pool format type {word}")))?)
            }
        };
    }
    for host in element.all("host") {
        let name = host.attribute("name").ok_or_else(|| wrong("missing storage pool host name"))?;
        let port = host.prop_i32("port", 10, Prop::NONE)?.unwrap_or(0);
        source.hosts.push(SourceHost { name: name.into(), port });
    }
    source.initiator = element.path_attribute("initiator/iqn", "name").map(Into::into);
    for device in element.all("device") {
        let missing = || wrong("missing storage pool source device path");
        let path = device.attribute("path").ok_or_else(missing)?.into();
        let part_separator = device.prop_word("part_separator", Prop::NONE)?;
        source.devices.push(SourceDevice { path, part_separator });
    }
    source.dir = element.path_attribute("dir", "path").map(sanitized);
    if kind == PoolType::Gluster {
        source.dir.get_or_insert_with(|| "/".into());
    }
    source.adapter = element.child("adapter").map(parse_adapter).transpose()?.flatten();
    source.auth = element.child("auth").map(parse_auth).transpose()?;
    if source.auth.as_ref().is_some_and(|auth| auth.auth_type == AuthType::None) {
        return Err(unsupported("storage pool missing auth type"));
    }
    source.protocol = read_protocol(element, kind, source.format)?;
    source.vendor = element.path_attribute("vendor", "name").map(Into::into);
    source.product = element.path_attribute("product", "name").map(Into::into);
    Ok(source)
}

/// The version of a protocol. libvirt takes the number of whatever format the source has for one of a file system at another
/// host, and tells it so.
fn read_protocol(
    element: &Element<'_>,
    kind: PoolType,
    format: Option<PoolFormat>,
) -> Result<Option<Box<str>>> {
    let Some(version) = element.path_attribute("protocol", "ver") else { return Ok(None) };
    let formats = kind.options().formats;
    let number = formats.iter().position(|one| Some(*one) == format).unwrap_or(0);
    if number > 1 {
        let taken = NET_FILESYSTEMS.get(number).map_or("(null)", |format| format.word());
        let detail = format!("storage pool protocol ver unsupported for pool type '{taken}'");
        return Err(unsupported(detail));
    }
    if version.contains(',') {
        let detail = format!("storage pool protocol ver '{version}' must not contain ','");
        return Err(fault(ErrorCode::XmlDetail, detail));
    }
    Ok(Some(version.into()))
}
