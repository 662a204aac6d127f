//! Checkpoints: `virDomainCheckpointDefParse` and `virDomainCheckpointDefFormat` of libvirt.

use super::{MomentParse, Subject, format_base, format_domain, parse_domain};
use crate::domain::moment::{Checkpoint, CheckpointDisk, CheckpointType};
use crate::domain::schema;
use crate::domain::xml::ParseContext;
use crate::ground::xml::{Element, Writer};
use crate::ground::{Result, Word};

/// Reads a checkpoint. Of one that is made now, parent and domain are left to the caller.
///
/// # Errors
/// What libvirt 12.8.0 reports for the first thing that is wrong, in its order of looking.
pub fn parse_checkpoint(xml: &str, how: MomentParse, cx: &mut ParseContext<'_>) -> Result<Checkpoint> {
    let root = crate::ground::xml::parse_document(Subject::CHECKPOINT.from, xml, "domaincheckpoint")?;
    if how.schema {
        schema::GRAMMAR.validate("domaincheckpoint", &root)?;
    }
    let mut base = Subject::CHECKPOINT.parse_base(&root, how)?;
    if how.redefine {
        base.domain = root.child("domain").map(|domain| parse_domain(domain, cx)).transpose()?;
    }
    let disks = root.all("disks").flat_map(|disks| disks.elements());
    Ok(Checkpoint { base, disks: disks.map(parse_disk).collect() })
}

/// `virDomainCheckpointDiskDefParseXML` of libvirt: the schema has seen to it that this is right.
fn parse_disk(disk: &Element<'_>) -> CheckpointDisk {
    let kind = disk.attribute("checkpoint").and_then(CheckpointType::from_word);
    CheckpointDisk {
        name: disk.attribute("name").unwrap_or_default().into(),
        kind: kind.unwrap_or(CheckpointType::Bitmap),
        bitmap: disk.attribute("bitmap").map(Into::into),
    }
}

/// Writes a checkpoint, with the domain or without it, and with passwords or without.
pub fn format_checkpoint(checkpoint: &Checkpoint, domain: bool, secure: bool) -> String {
    let mut w = Writer::new();
    w.block("domaincheckpoint", |w| {
        format_base(&checkpoint.base, w, |_| {});
        if !checkpoint.disks.is_empty() {
            w.block("disks", |w| checkpoint.disks.iter().for_each(|disk| format_disk(disk, w)));
        }
        if let Some(def) = checkpoint.base.domain.as_ref().filter(|_| domain) {
            format_domain(def, "domain", secure, w);
        }
    });
    w.finish()
}

fn format_disk(disk: &CheckpointDisk, w: &mut Writer) {
    let kind = (disk.kind != CheckpointType::Default).then_some(disk.kind);
    w.start("disk")
        .attr("name", &disk.name)
        .opt_attr("checkpoint", kind)
        .opt_attr("bitmap", disk.bitmap.as_deref())
        .empty();
}
