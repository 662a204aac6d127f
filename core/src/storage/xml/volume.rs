//! Reading a volume. `virStorageVolDefParseXML` of libvirt, in its order.

use super::permissions::parse_permissions;
use super::{is_elsewhere, unsupported, wrong};
use crate::domain::parse_encryption;
use crate::ground::scale::{Scaled, scale_integer};
use crate::ground::xml::{Element, parse_document};
use crate::ground::{ErrorDomain, Result, Word, number};
use crate::storage::config::{Backing, Feature, VolumeDef};
use crate::storage::kind::{PoolType, VolumeFormat, VolumeType};
use crate::storage::schema;

/// What an image with features is at least, where nothing is said.
const COMPAT_WITH_FEATURES: &str = "1.1";

/// Reads a volume's document, of a pool of a type; with `schema`, only one that follows the schema.
///
/// # Errors
/// What libvirt 12.8.0 reports for the first thing that is wrong, in its order of looking.
pub fn parse_volume(xml: &str, pool: PoolType, schema: bool) -> Result<VolumeDef> {
    let root = parse_document(ErrorDomain::Storage, xml, "volume")?;
    if schema {
        schema::VOLUME_GRAMMAR.validate("storagevol", &root)?;
    }
    let own = |path: &str| root.path_text(path).map(|text| Box::from(text.as_ref()));
    let name = own("name").filter(|_| !is_elsewhere(&root));
    let mut def = VolumeDef {
        name: name.ok_or_else(|| wrong("missing volume name element"))?,
        key: own("key").unwrap_or_default(),
        ..VolumeDef::default()
    };
    if let Some(word) = root.attribute("type").filter(|word| !word.is_empty()) {
        let unknown = || unsupported(format!("unknown volume type '{word}'"));
        def.kind = VolumeType::from_word(word).ok_or_else(unknown)?;
    }
    if let Some(path) = own("backingStore/path") {
        let format = read_format(&root, "backingStore/format", pool)?;
        let permissions = parse_permissions(&root, "backingStore/permissions")?;
        def.backing = Some(Box::new(Backing { path, format, permissions }));
    }
    let capacity = own("capacity").ok_or_else(|| wrong("missing capacity element"))?;
    def.capacity = read_size(&capacity, root.path_attribute("capacity", "unit"))?;
    def.allocation = match own("allocation") {
        Some(text) => read_size(&text, root.path_attribute("allocation", "unit"))?,
        None => def.capacity,
    };
    def.path = own("target/path").unwrap_or_default();
    def.format = read_format(&root, "target/format", pool)?;
    def.permissions = parse_permissions(&root, "target/permissions")?;
    def.encryption = root.path("target/encryption").map(parse_encryption).transpose()?.map(Box::new);
    def.compat = own("target/compat");
    check_compat(def.compat.as_deref())?;
    let size = Scaled { xpath: "./target/clusterSize", scale: 1, limit: u64::MAX, required: false };
    def.cluster_size = size.read_element(root.path("target/clusterSize"))?.unwrap_or(0);
    if root.path("target/features").is_some() {
        def.compat.get_or_insert_with(|| COMPAT_WITH_FEATURES.into());
        def.features = Some(read_features(&root)?);
    }
    Ok(def)
}

fn read_format(root: &Element<'_>, path: &str, pool: PoolType) -> Result<Option<VolumeFormat>> {
    let formats = pool.options().volume_formats;
    let Some(default) = formats.first() else { return Ok(None) };
    match root.path_attribute(path, "type") {
        None => Ok(Some(*default)),
        Some(word) => {
            let format = VolumeFormat::from_word(word).filter(|format| formats.contains(format));
            format.map(Some).ok_or_else(|| unsupported(format!("unknown volume format type {word}")))
        }
    }
}

/// Bytes. `virStorageSize` of libvirt, which says capacity of an allocation, too.
fn read_size(text: &str, unit: Option<&str>) -> Result<u64> {
    let number = number::to_u64(text, 10).ok_or_else(|| wrong("malformed capacity element"))?;
    scale_integer(number, unit.unwrap_or(""), 1, i64::MAX.unsigned_abs())
}

/// `virStorageCheckCompat`: two numbers with a dot between them.
fn check_compat(compat: Option<&str>) -> Result<()> {
    let Some(compat) = compat else { return Ok(()) };
    let is_number = |text: &str| number::to_u32_wrapping(text, 10).is_some();
    match compat.split_once('.') {
        Some((major, minor)) if is_number(major) && is_number(minor) => Ok(()),
        _ => Err(wrong("forbidden characters in 'compat' attribute")),
    }
}

/// The features in libvirt's order, each once.
fn read_features(root: &Element<'_>) -> Result<Vec<Feature>> {
    let mut features = Vec::new();
    let listed = root.all("target").flat_map(|target| target.all("features")).flat_map(Element::elements);
    for element in listed {
        let name = element.local_name();
        let unknown = || unsupported(format!("unsupported feature {name}"));
        let feature = Feature::from_word(name).ok_or_else(unknown)?;
        if !features.contains(&feature) {
            features.push(feature);
        }
    }
    features.sort_unstable();
    Ok(features)
}
