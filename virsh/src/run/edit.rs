//! Descriptions that are changed in an editor.

use std::cell::Cell;

use virtlab_core::api::{FunctionId, Value};
use virtlab_core::ground::ErrorCode;

use super::calls::text;
use super::life::define_domain;
use super::transfer::STATE_AFTER;
use super::{Done, Failed, Run, extra, fail};

/// What is edited: where it comes from, what it is told when nothing was changed, and how it goes back.
pub(super) struct Editing<'e> {
    pub get: &'e dyn Fn(&mut Run<'_>) -> Result<String, Failed>,
    /// None: what is not changed goes back too.
    pub not_changed: Option<&'e dyn Fn(&mut Run<'_>) -> String>,
    pub define: &'e mut dyn FnMut(&mut Run<'_>, &str) -> Done,
    /// The commands that tell it and that take a file of it, for a shell that has no editor.
    pub instead: [&'e str; 2],
}

impl Run<'_> {
    /// A text as the reader leaves it in the editor.
    pub(super) fn in_editor(&mut self, before: &str, [tell, take]: [&str; 2]) -> Result<String, Failed> {
        match self.face.edit(before) {
            Ok(Some(edited)) => Ok(edited),
            Ok(None) => fail!(
                self,
                "there is no editor in this shell: change what '{tell}' prints, and give it to '{take}'"
            ),
            Err(why) => fail!(self, "{why}"),
        }
    }
}

impl Editing<'_> {
    /// Edits. Whether it was changed.
    pub fn run(self, run: &mut Run<'_>) -> Result<bool, Failed> {
        let before = (self.get)(run)?;
        let edited = run.in_editor(&before, self.instead)?;
        if edited == before
            && let Some(not_changed) = self.not_changed
        {
            let words = not_changed(run);
            extra!(run, "{words}");
            return Ok(false);
        }
        if (self.get)(run)? != before {
            fail!(run, "The XML configuration was changed by another user.");
        }
        // virsh asks here whether to try again.
        match (self.define)(run, &edited) {
            Ok(()) => Ok(true),
            Err(Failed) => {
                if let Some(place) = run.face.keep(&edited) {
                    run.error(&format!("what was edited is kept in {place}"));
                }
                fail!(run, "Failed.")
            }
        }
    }
}

/// The description that a call gives.
fn xml(run: &mut Run<'_>, id: FunctionId, args: impl IntoIterator<Item = Value>) -> Result<String, Failed> {
    Ok(text(&run.call(id, args)?.ret))
}

fn name(run: &mut Run<'_>, id: FunctionId, object: &Value) -> String {
    run.ask_text(id, [object.clone()]).unwrap_or_default()
}

pub(crate) fn edit(run: &mut Run<'_>) -> Done {
    /// `VIR_DOMAIN_XML_SECURE` and `_INACTIVE`.
    const FLAGS: u32 = 1 | 2;
    let domain = run.domain()?;
    let validate = !run.has("skip-validate");
    let mut made = Value::Null;
    let editing = Editing {
        get: &|run| xml(run, FunctionId::DomainGetXMLDesc, [domain.clone(), FLAGS.into()]),
        not_changed: Some(&|run| {
            format!("Domain '{}' XML configuration not changed.\n", run.name_of(&domain))
        }),
        define: &mut |run, document| {
            made = define_domain(run, document.into(), validate)?;
            Ok(())
        },
        instead: ["dumpxml --inactive", "define"],
    };
    if editing.run(run)? {
        let name = run.name_of(&made);
        extra!(run, "Domain '{name}' XML configuration edited.\n");
    }
    Ok(())
}

pub(crate) fn save_image_edit(run: &mut Run<'_>) -> Done {
    let flags = run.flags(STATE_AFTER);
    run.exclusive("running", "paused")?;
    let file = run.needed("file")?;
    let image = Value::text(&file);
    let editing = Editing {
        get: &|run| xml(run, FunctionId::DomainSaveImageGetXMLDesc, [run.conn(), image.clone(), 1.into()]),
        not_changed: Some(&|_| format!("Saved image {file} XML configuration not changed.\n")),
        define: &mut |run, document| {
            let args = [run.conn(), image.clone(), document.into(), flags.into()];
            run.call(FunctionId::DomainSaveImageDefineXML, args).map(|_| ())
        },
        instead: ["save-image-dumpxml", "save-image-define"],
    };
    if editing.run(run)? {
        extra!(run, "State file {file} edited.\n");
    }
    Ok(())
}

pub(crate) fn managedsave_edit(run: &mut Run<'_>) -> Done {
    let flags = run.flags(STATE_AFTER);
    run.exclusive("running", "paused")?;
    let domain = run.domain()?;
    let editing = Editing {
        get: &|run| xml(run, FunctionId::DomainManagedSaveGetXMLDesc, [domain.clone(), 1.into()]),
        not_changed: Some(&|run| {
            let name = run.name_of(&domain);
            format!("Managed save image of domain '{name}' XML configuration not changed.\n")
        }),
        define: &mut |run, document| {
            let args = [domain.clone(), document.into(), flags.into()];
            run.call(FunctionId::DomainManagedSaveDefineXML, args).map(|_| ())
        },
        instead: ["managedsave-dumpxml", "managedsave-define"],
    };
    if editing.run(run)? {
        let name = run.name_of(&domain);
        extra!(run, "Managed save image of Domain '{name}' XML configuration edited.\n");
    }
    Ok(())
}

/// The flag of the inactive description, `VIR_NETWORK_XML_INACTIVE` and `VIR_STORAGE_XML_INACTIVE`; 0 for a driver that does
/// not know it.
fn inactive(run: &mut Run<'_>, id: FunctionId, object: &Value) -> Result<u32, Failed> {
    const INACTIVE: u32 = 1;
    if run.perform(id, [object.clone(), INACTIVE.into()]).ok() {
        return Ok(INACTIVE);
    }
    if !run.failed_with(ErrorCode::InvalidArg) {
        return Err(Failed);
    }
    run.forget();
    Ok(0)
}

/// `net-edit` and `pool-edit`: the object, its functions that give its description and its name, and virsh's word for it.
fn edit_inactive(
    run: &mut Run<'_>,
    object: &Value,
    [get, get_name]: [FunctionId; 2],
    word: &str,
    define: &dyn Fn(&mut Run<'_>, &str) -> Result<Value, Failed>,
    instead: [&str; 2],
) -> Done {
    let flags = inactive(run, get, object)?;
    let mut made = Value::Null;
    let editing = Editing {
        get: &|run| xml(run, get, [object.clone(), flags.into()]),
        not_changed: Some(&|run| {
            let name = name(run, get_name, object);
            format!("{word} {name} XML configuration not changed.\n")
        }),
        define: &mut |run, document| {
            made = define(run, document)?;
            Ok(())
        },
        instead,
    };
    if editing.run(run)? {
        let name = name(run, get_name, &made);
        extra!(run, "{word} {name} XML configuration edited.\n");
    }
    Ok(())
}

pub(crate) fn net_edit(run: &mut Run<'_>) -> Done {
    let network = run.network()?;
    let calls = [FunctionId::NetworkGetXMLDesc, FunctionId::NetworkGetName];
    let define = |run: &mut Run<'_>, document: &str| {
        let args = [run.conn(), document.into()];
        Ok(run.call(FunctionId::NetworkDefineXML, args)?.ret)
    };
    edit_inactive(run, &network, calls, "Network", &define, ["net-dumpxml", "net-define"])
}

pub(crate) fn pool_edit(run: &mut Run<'_>) -> Done {
    let pool = run.pool()?;
    let calls = [FunctionId::StoragePoolGetXMLDesc, FunctionId::StoragePoolGetName];
    let define = |run: &mut Run<'_>, document: &str| {
        let args = [run.conn(), document.into(), 0.into()];
        Ok(run.call(FunctionId::StoragePoolDefineXML, args)?.ret)
    };
    edit_inactive(run, &pool, calls, "Pool", &define, ["pool-dumpxml", "pool-define"])
}

/// Takes away what is known of a snapshot or checkpoint that is one too many after a change of its name.
fn clean_up(run: &mut Run<'_>, delete: FunctionId, object: &Value, name: &str) -> Done {
    /// `_DELETE_METADATA_ONLY`, of both.
    const METADATA_ONLY: u32 = 2;
    if run.perform(delete, [object.clone(), METADATA_ONLY.into()]).ok() {
        return Ok(());
    }
    run.report();
    fail!(run, "Failed to clean up {name}")
}

fn edit_snapshot(run: &mut Run<'_>, domain: &Value, snapshot: &Value, old: &str) -> Done {
    /// `VIR_DOMAIN_SNAPSHOT_CREATE_REDEFINE`, `_CURRENT` and `_DISK_ONLY`.
    const REDEFINE: u32 = 1;
    const CURRENT: u32 = 2;
    const DISK_ONLY: u32 = 16;
    let current = run.has("current") && run.has("snapshotname");
    let flags = if current { REDEFINE | CURRENT } else { REDEFINE };
    let flags = Cell::new(flags);
    let get = |run: &mut Run<'_>| {
        let text = xml(run, FunctionId::DomainSnapshotGetXMLDesc, [snapshot.clone(), 1.into()])?;
        if text.contains("<state>disk-snapshot</state>") {
            flags.set(flags.get() | DISK_ONLY);
        }
        Ok(text)
    };
    let not_changed = |_: &mut Run<'_>| format!("Snapshot {old} XML configuration not changed.\n");
    let mut made = Value::Null;
    let editing = Editing {
        get: &get,
        not_changed: if current { None } else { Some(&not_changed) },
        define: &mut |run, document| {
            let args = [domain.clone(), document.into(), flags.get().into()];
            made = run.call(FunctionId::DomainSnapshotCreateXML, args)?.ret;
            Ok(())
        },
        instead: ["snapshot-dumpxml", "snapshot-create --redefine"],
    };
    if !editing.run(run)? {
        return Ok(());
    }
    let new = name(run, FunctionId::DomainSnapshotGetName, &made);
    if new == old {
        extra!(run, "Snapshot {old} edited.\n");
        return Ok(());
    }
    if run.has("clone") {
        extra!(run, "Snapshot {old} cloned to {new}.\n");
        return Ok(());
    }
    let rename = run.has("rename");
    let (gone, gone_name) = if rename { (snapshot, old) } else { (&made, &new[..]) };
    clean_up(run, FunctionId::DomainSnapshotDelete, gone, gone_name)?;
    match rename {
        true => Ok(()),
        false => fail!(run, "Must use --rename or --clone to change {old} to {new}"),
    }
}

pub(crate) fn snapshot_edit(run: &mut Run<'_>) -> Done {
    run.exclusive("rename", "clone")?;
    let domain = run.domain()?;
    let (snapshot, old) = super::snapshot::find_or_current(run, &domain, "snapshotname")?;
    match edit_snapshot(run, &domain, &snapshot, &old) {
        Ok(()) => Ok(()),
        Err(Failed) => fail!(run, "Failed to update {old}"),
    }
}

fn edit_checkpoint(run: &mut Run<'_>, domain: &Value, checkpoint: &Value, old: &str) -> Done {
    /// `VIR_DOMAIN_CHECKPOINT_CREATE_REDEFINE`.
    const REDEFINE: u32 = 1;
    let mut made = Value::Null;
    let editing = Editing {
        get: &|run| xml(run, FunctionId::DomainCheckpointGetXMLDesc, [checkpoint.clone(), 1.into()]),
        not_changed: Some(&|_| format!("Checkpoint {old} XML configuration not changed.\n")),
        define: &mut |run, document| {
            let args = [domain.clone(), document.into(), REDEFINE.into()];
            made = run.call(FunctionId::DomainCheckpointCreateXML, args)?.ret;
            Ok(())
        },
        instead: ["checkpoint-dumpxml", "checkpoint-create --redefine"],
    };
    if !editing.run(run)? {
        return Ok(());
    }
    let new = name(run, FunctionId::DomainCheckpointGetName, &made);
    if new == old {
        extra!(run, "Checkpoint {old} edited.\n");
        return Ok(());
    }
    clean_up(run, FunctionId::DomainCheckpointDelete, &made, &new)?;
    fail!(run, "Cannot rename checkpoint {old} to {new}")
}

pub(crate) fn checkpoint_edit(run: &mut Run<'_>) -> Done {
    let domain = run.domain()?;
    let (checkpoint, old) = super::checkpoint::find(run, &domain, "checkpointname")?;
    match edit_checkpoint(run, &domain, &checkpoint, &old) {
        Ok(()) => Ok(()),
        Err(Failed) => fail!(run, "Failed to update {old}"),
    }
}
