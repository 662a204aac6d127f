//! Forgetting a domain, and what goes with it.

use virtlab_core::api::{FunctionId, Value};
use virtlab_core::ground::ErrorCode;

use super::options::parts;
use super::{Done, Failed, Run, extra, fail};
use crate::xml;

const UNDEFINE: &[(&str, u32)] = &[
    ("managed-save", MANAGED_SAVE),
    ("snapshots-metadata", SNAPSHOTS),
    ("checkpoints-metadata", 16),
    ("nvram", 4),
    ("keep-nvram", 8),
    ("tpm", 32),
    ("keep-tpm", 64),
];
const MANAGED_SAVE: u32 = 1;
const SNAPSHOTS: u32 = 2;
/// `VIR_DOMAIN_SNAPSHOT_LIST_METADATA`.
const WITH_METADATA: u32 = 2;

/// What keeps an inactive domain from being undefined.
#[derive(Default)]
struct Leftovers {
    saved: bool,
    snapshots: i64,
    with_metadata: i64,
}

fn leftovers(run: &mut Run<'_>, domain: &Value) -> Result<Leftovers, Failed> {
    let count = |run: &mut Run<'_>, id, flags: u32| match run.ask(id, [domain.clone(), flags.into()]) {
        -1 if run.failed_with(ErrorCode::NoSupport) => {
            run.forget();
            Ok(0)
        }
        -1 => Err(Failed),
        count => Ok(count),
    };
    let saved = count(run, FunctionId::DomainHasManagedSaveImage, 0)? > 0;
    let snapshots = count(run, FunctionId::DomainSnapshotNum, 0)?;
    let with_metadata = match snapshots {
        0 => 0,
        _ => count(run, FunctionId::DomainSnapshotNum, WITH_METADATA)?,
    };
    Ok(Leftovers { saved, snapshots, with_metadata })
}

pub(crate) fn undefine(run: &mut Run<'_>) -> Done {
    run.requires("delete-storage-volume-snapshots", "remove-all-storage")?;
    run.exclusive("nvram", "keep-nvram")?;
    run.exclusive("tpm", "keep-tpm")?;
    let storage = run.has("storage") || run.has("remove-all-storage");
    if run.has("wipe-storage") && !storage {
        fail!(run, "'--wipe-storage' requires '--storage <string>' or '--remove-all-storage'");
    }
    let mut flags = run.flags(UNDEFINE);
    let domain = run.domain()?;
    let name = run.given("domain").unwrap_or_default();
    let running = match run.ask(FunctionId::DomainIsActive, [domain.clone()]) {
        -1 => return Err(Failed),
        active => active == 1,
    };
    let left = if running { Leftovers::default() } else { leftovers(run, &domain)? };
    let safe = !left.saved || run.has("managed-save") || left.snapshots > 0;
    if !left.saved {
        flags &= !MANAGED_SAVE;
    }
    if left.with_metadata == 0 {
        flags &= !SNAPSHOTS;
    }
    let volumes = match storage {
        true if running => fail!(run, "Storage volume deletion is supported only on stopped domains"),
        true => volumes_of(run, &domain)?,
        false => Vec::new(),
    };
    let nvram = run.has("nvram");
    let mut undefined = None;
    if safe || nvram {
        let outcome = run.perform(FunctionId::DomainUndefineFlags, [domain.clone(), flags.into()]);
        let refused = run.failed_with(ErrorCode::NoSupport) || run.failed_with(ErrorCode::InvalidArg);
        if outcome.ok() || nvram || !refused {
            undefined = Some(outcome.ok());
        } else {
            run.forget();
        }
    }
    let undefined = match undefined {
        Some(ok) => ok,
        None => undefine_plainly(run, &domain, &left)?,
    };
    if !undefined {
        fail!(run, "Failed to undefine domain '{name}'");
    }
    extra!(run, "Domain '{name}' has been undefined\n");
    let mut done = Ok(());
    for volume in &volumes {
        if remove(run, volume).is_err() {
            done = Err(Failed);
        }
    }
    done
}

/// A volume that goes with its domain.
struct Volume {
    handle: Value,
    /// Its target and source.
    called: String,
}

/// The volume of a disk, if libvirt manages it; it is told where it does not.
fn volume_of(run: &mut Run<'_>, disk: &xml::Node<'_>, target: &str, source: &str) -> Option<Value> {
    let found = match xml::attribute(disk, "source", "pool") {
        Some(name) => {
            let pool = run.perform(FunctionId::StoragePoolLookupByName, [run.conn(), name[..].into()]);
            if !pool.ok() {
                run.error(&format!("Storage pool '{name}' for volume '{target}' not found."));
                run.forget();
                return None;
            }
            run.perform(FunctionId::StorageVolLookupByName, [pool.ret, source.into()])
        }
        None => run.perform(FunctionId::StorageVolLookupByPath, [run.conn(), source.into()]),
    };
    if !found.ok() {
        let told = "is not managed by libvirt. Remove it manually.";
        run.error(&format!("Storage volume '{target}'({source}) {told}"));
        run.forget();
        return None;
    }
    Some(found.ret)
}

/// The volumes of the disks that were chosen, or of all.
fn volumes_of(run: &mut Run<'_>, domain: &Value) -> Result<Vec<Volume>, Failed> {
    if run.has("storage") && run.has("remove-all-storage") {
        fail!(run, "Specified both --storage and --remove-all-storage");
    }
    let document = run.xml_of(domain, 0)?;
    let Some(root) = xml::root(&document) else { return Err(Failed) };
    let mut chosen = run.given("storage").map(|list| parts(&list));
    let mut volumes = Vec::new();
    for disk in xml::all(&root, "devices/disk") {
        let target = xml::attribute(disk, "target", "dev").unwrap_or_default();
        let kinds = ["file", "dir", "name", "dev", "volume"];
        let Some(source) = xml::first_attribute(disk, "source", &kinds) else { continue };
        if let Some(chosen) = &mut chosen {
            let Some(at) = chosen.iter().position(|one| *one == target || *one == source) else { continue };
            chosen.remove(at);
        }
        if let Some(handle) = volume_of(run, disk, &target, &source) {
            volumes.push(Volume { handle, called: format!("'{target}'({source})") });
        }
    }
    let missing = chosen.unwrap_or_default();
    for name in &missing {
        run.error(&format!("Volume '{name}' was not found in domain's definition."));
    }
    if missing.is_empty() { Ok(volumes) } else { Err(Failed) }
}

/// Wipes and deletes a volume, as far as that was asked for. What fails keeps none of the others.
fn remove(run: &mut Run<'_>, volume: &Volume) -> Done {
    let called = &volume.called;
    if run.has("wipe-storage") {
        extra!(run, "Wiping volume {called} ... ");
        if !run.perform(FunctionId::StorageVolWipe, [volume.handle.clone(), 0.into()]).ok() {
            fail!(run, "Failed! Volume not removed.");
        }
        extra!(run, "Done.\n");
    }
    let flags = run.flags(&[("delete-storage-volume-snapshots", 2)]);
    if !run.perform(FunctionId::StorageVolDelete, [volume.handle.clone(), flags.into()]).ok() {
        fail!(run, "Failed to remove storage volume {called}");
    }
    extra!(run, "Volume {called} removed.\n");
    Ok(())
}

/// As for a hypervisor that knows no flags.
fn undefine_plainly(run: &mut Run<'_>, domain: &Value, left: &Leftovers) -> Result<bool, Failed> {
    if left.saved {
        if !run.has("managed-save") {
            fail!(run, "Refusing to undefine while domain managed save image exists");
        }
        run.call(FunctionId::DomainManagedSaveRemove, [domain.clone(), 0.into()])?;
    }
    let count = left.with_metadata;
    if count > 0 {
        if run.has("snapshots-metadata") {
            fail!(run, "Unable to remove metadata of {count} snapshots");
        }
        fail!(run, "Refusing to undefine while {count} snapshots exist");
    }
    Ok(run.perform(FunctionId::DomainUndefine, [domain.clone()]).ok())
}
