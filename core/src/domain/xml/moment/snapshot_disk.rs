//! The disks of a snapshot: `virDomainSnapshotDiskDefParseXML` and `virDomainSnapshotDiskDefFormat` of libvirt.

use super::Subject;
use crate::domain::config::devices::disk::SnapshotLocation;
use crate::domain::config::devices::storage::{ImageFormat, Place, StorageSource, StorageType};
use crate::domain::moment::SnapshotDisk;
use crate::domain::xml::devices::storage::{self, SourceStyle};
use crate::domain::xml::{FormatOptions, ParseFlags};
use crate::ground::xml::{Element, Prop, Writer};
use crate::ground::{ErrorCode, Result, Word};

/// Reads a disk of `<disks>` or `<revertDisks>`.
pub(super) fn parse_disk(disk: &Element<'_>, redefine: bool) -> Result<SnapshotDisk> {
    let name = disk.attribute("name").map(Box::<str>::from);
    let missing = "missing name from disk snapshot element";
    let name = name.ok_or_else(|| Subject::SNAPSHOT.fault(ErrorCode::InternalError, missing))?;
    let mut location = disk.prop_word::<SnapshotLocation>("snapshot", Prop::NONE)?;
    let kind = disk.prop_word::<StorageType>("type", Prop::NONE)?.unwrap_or(StorageType::File);
    if matches!(kind, StorageType::Volume | StorageType::Dir) {
        return Err(Subject::SNAPSHOT.xml_error(format!("unsupported disk snapshot type '{kind}'")));
    }
    let deleting = redefine && disk.child("snapshotDeleteInProgress").is_some();
    let mut source = StorageSource { place: empty(kind), ..StorageSource::default() };
    if let Some(element) = disk.child("source") {
        source = storage::parse(kind, element, ParseFlags { inactive: redefine, ..ParseFlags::default() })?;
    }
    if let Some(word) = disk.path_attribute("driver", "type") {
        let unknown = || format!("unknown disk snapshot driver '{word}'");
        let format = ImageFormat::from_word(word);
        let format =
            format.ok_or_else(|| Subject::SNAPSHOT.fault(ErrorCode::ConfigUnsupported, unknown()))?;
        source.format = Some(format);
    }
    let cache = disk.path("driver/metadata_cache/max_size");
    let cache = storage::metadata_cache("./driver/metadata_cache/max_size", cache)?;
    if cache != 0 {
        source.rare_mut().metadata_cache_bytes = cache;
    }
    let path = source.path();
    let local = matches!(source.place, Place::File(_) | Place::Block(_) | Place::Dir(_));
    if let Some(path) = path.filter(|path| local && !path.starts_with('/')) {
        return Err(
            Subject::SNAPSHOT.xml_error(format!("disk snapshot image path '{path}' must be absolute"))
        );
    }
    if location.is_none() && (path.is_some() || source.format.is_some()) {
        location = Some(SnapshotLocation::External);
    }
    Ok(SnapshotDisk { name, location, source, deleting })
}

/// A source of a kind, where the document has none.
fn empty(kind: StorageType) -> Place {
    match kind {
        StorageType::Block => Place::Block(None),
        StorageType::Dir => Place::Dir(None),
        StorageType::Ctl => Place::Ctl(None),
        _ => Place::File(None),
    }
}

/// Writes a disk.
pub(super) fn format_disk(disk: &SnapshotDisk, w: &mut Writer) {
    let source = &disk.source;
    let has_source = source.path().is_some() || source.format.is_some();
    w.start("disk")
        .attr("name", &disk.name)
        .opt_attr("snapshot", disk.location)
        .opt_attr("type", has_source.then(|| source.place.kind()))
        .inside(|w| {
            if disk.deleting {
                w.start("snapshotDeleteInProgress").empty();
            }
            if has_source {
                format_driver(source, w);
                storage::format(source, SourceStyle::default(), w, FormatOptions::default());
            }
        });
}

fn format_driver(source: &StorageSource, w: &mut Writer) {
    let cache = source.rare.as_ref().map_or(0, |rare| rare.metadata_cache_bytes);
    w.start("driver").opt_attr("type", source.format).nonempty(|w| {
        if cache != 0 {
            w.start("metadata_cache").inside(|w| {
                w.start("max_size").attr("unit", "bytes").text(cache);
            });
        }
    });
}
