//! Snapshots: `virDomainSnapshotDefParse` and `virDomainSnapshotDefFormat` of libvirt.

use super::snapshot_disk::{format_disk, parse_disk};
use super::{MomentParse, Subject, format_base, format_domain, parse_domain};
use crate::domain::config::devices::disk::SnapshotLocation;
use crate::domain::moment::{MomentDef, Snapshot, SnapshotState};
use crate::domain::schema;
use crate::domain::xml::ParseContext;
use crate::ground::xml::{Element, Prop, Writer};
use crate::ground::{ErrorCode, Result, Word};

/// Reads a snapshot. Of one that is made now, state, parent and domain are left to the caller.
///
/// # Errors
/// What libvirt 12.8.0 reports for the first thing that is wrong, in its order of looking.
pub fn parse_snapshot(xml: &str, how: MomentParse, cx: &mut ParseContext<'_>) -> Result<Snapshot> {
    let root = crate::ground::xml::parse_document(Subject::SNAPSHOT.from, xml, "domainsnapshot")?;
    if how.schema {
        schema::GRAMMAR.validate("domainsnapshot", &root)?;
    }
    let mut base = Subject::SNAPSHOT.parse_base(&root, how)?;
    let state = match how.redefine {
        true => parse_past(&root, &mut base, cx)?,
        false => SnapshotState::NoState,
    };
    let (memory, memory_file) = parse_memory(&root, how, state)?;
    let disks = |name: &'static str| root.all(name).flat_map(|disks| disks.elements());
    let read = |disk: &Element<'_>| parse_disk(disk, how.redefine);
    Ok(Snapshot {
        state,
        memory,
        memory_file,
        disks: disks("disks").map(read).collect::<Result<_>>()?,
        revert_disks: match how.redefine {
            true => disks("revertDisks").map(read).collect::<Result<_>>()?,
            false => Vec::new(),
        },
        base,
    })
}

/// What only a snapshot that was one before says: the domain's state and configuration.
fn parse_past(root: &Element<'_>, base: &mut MomentDef, cx: &mut ParseContext<'_>) -> Result<SnapshotState> {
    let word = root.path_text("state");
    let word = word.ok_or_else(|| Subject::SNAPSHOT.xml_error("missing state from existing snapshot"))?;
    let state = SnapshotState::from_word(&word).filter(|state| *state != SnapshotState::NoState);
    let invalid = || format!("Invalid state '{word}' in domain snapshot XML");
    let state = state.ok_or_else(|| Subject::SNAPSHOT.fault(ErrorCode::ConfigUnsupported, invalid()))?;
    // Snapshots of long ago have a <domain> with nothing but a UUID.
    if root.path_attribute("domain", "type").is_some() {
        base.domain = root.child("domain").map(|domain| parse_domain(domain, cx)).transpose()?;
    }
    base.inactive_domain = root.child("inactiveDomain").map(|domain| parse_domain(domain, cx)).transpose()?;
    Ok(state)
}

/// `<memory>`: where the domain's memory is, and in which file.
fn parse_memory(
    root: &Element<'_>,
    how: MomentParse,
    state: SnapshotState,
) -> Result<(Option<SnapshotLocation>, Option<Box<str>>)> {
    let refuse = |detail: String| Err(Subject::SNAPSHOT.xml_error(detail));
    let offline = matches!(state, SnapshotState::Shutoff | SnapshotState::DiskSnapshot);
    let (mut location, mut file) = (None, None);
    if let Some(memory) = root.child("memory") {
        file = memory.attribute("file").map(Box::<str>::from);
        location = memory.prop_word::<SnapshotLocation>("snapshot", Prop::NONE)?;
        if location == Some(SnapshotLocation::Manual) {
            return refuse("'manual' memory snapshot mode not supported".into());
        }
    }
    if location.is_none() && file.is_some() {
        location = Some(SnapshotLocation::External);
    } else if location.is_none() && how.redefine {
        location = Some(if offline { SnapshotLocation::No } else { SnapshotLocation::Internal });
    }
    let external = location == Some(SnapshotLocation::External);
    match &file {
        Some(file) if !external => {
            return refuse(format!("memory filename '{file}' requires external snapshot"));
        }
        None if external => return refuse("external memory snapshots require a filename".into()),
        _ => {}
    }
    if offline && !matches!(location, None | Some(SnapshotLocation::No)) {
        return refuse("memory state cannot be saved with offline or disk-only snapshot".into());
    }
    if let Some(file) = file.as_deref().filter(|file| !file.starts_with('/')) {
        return refuse(format!("memory snapshot file path ({file}) must be absolute"));
    }
    Ok((location, file))
}

/// Writes a snapshot, with passwords or without.
pub fn format_snapshot(snapshot: &Snapshot, secure: bool) -> String {
    let mut w = Writer::new();
    w.block("domainsnapshot", |w| {
        format_base(&snapshot.base, w, |w| {
            if snapshot.state != SnapshotState::NoState {
                w.text("state", snapshot.state);
            }
        });
        if let Some(location) = snapshot.memory {
            w.start("memory")
                .attr("snapshot", location)
                .opt_attr("file", snapshot.memory_file.as_deref())
                .empty();
        }
        if !snapshot.disks.is_empty() {
            w.block("disks", |w| snapshot.disks.iter().for_each(|disk| format_disk(disk, w)));
        }
        w.start("revertDisks").nonempty(|w| {
            snapshot.revert_disks.iter().for_each(|disk| format_disk(disk, w));
        });
        if let Some(domain) = &snapshot.base.domain {
            format_domain(domain, "domain", secure, w);
        }
        if let Some(domain) = &snapshot.base.inactive_domain {
            format_domain(domain, "inactiveDomain", secure, w);
        }
    });
    w.finish()
}
