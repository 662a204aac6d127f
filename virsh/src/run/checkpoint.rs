//! Checkpoints.

use virtlab_core::api::{FunctionId, Value};
use virtlab_core::ground::ErrorCode;
use virtlab_core::ground::xml::escape;

use super::calls::number;
use super::moment::Moment;
use super::options::parts;
use super::snapshot::head;
use super::{Done, Failed, Run, extra, fail, say};

const CHECKPOINT: Moment = Moment {
    word: "checkpoint",
    get_name: FunctionId::DomainCheckpointGetName,
    get_xml: FunctionId::DomainCheckpointGetXMLDesc,
    get_parent: FunctionId::DomainCheckpointGetParent,
    lookup: FunctionId::DomainCheckpointLookupByName,
    list: FunctionId::DomainListAllCheckpoints,
    list_children: FunctionId::DomainCheckpointListAllChildren,
    delete: FunctionId::DomainCheckpointDelete,
    none: ErrorCode::NoDomainCheckpoint,
    has_state: false,
    filters: &[("leaves", 4), ("no-leaves", 8)],
    no_tree: &["leaves", "no-leaves"],
    topological: 2,
};

fn make(run: &mut Run<'_>, domain: Value, document: &str, flags: u32, from: Option<&str>) -> Done {
    let args = [domain, document.into(), flags.into()];
    let made = run.call(FunctionId::DomainCheckpointCreateXML, args)?;
    let name = CHECKPOINT.name(run, &made.ret);
    match from {
        Some(from) => extra!(run, "Domain checkpoint {name} created from '{from}'"),
        None => extra!(run, "Domain checkpoint {name} created"),
    }
    Ok(())
}

pub(crate) fn checkpoint_create(run: &mut Run<'_>) -> Done {
    run.requires("redefine-validate", "redefine")?;
    let flags = run.flags(&[("redefine", 1), ("quiesce", 2), ("redefine-validate", 4)]);
    let domain = run.domain()?;
    match run.text("xmlfile")? {
        Some(file) => {
            let document = run.read_file(&file)?;
            make(run, domain, &document, flags, Some(&file))
        }
        None => make(run, domain, "<domaincheckpoint/>", flags, None),
    }
}

fn disk_spec(run: &mut Run<'_>, spec: &str) -> Result<String, Failed> {
    let all = parts(spec);
    let mut text = format!("    <disk name='{}'", escape(&all[0]));
    let mut seen = Vec::new();
    for key in ["checkpoint", "bitmap"] {
        let found = all[1..].iter().find_map(|part| part.strip_prefix(key)?.strip_prefix('='));
        if let Some(value) = found {
            text += &format!(" {key}='{value}'");
            seen.push(key);
        }
    }
    if seen.len() + 1 != all.len() {
        fail!(run, "unable to parse diskspec: {spec}");
    }
    Ok(text + "/>\n")
}

pub(crate) fn checkpoint_create_as(run: &mut Run<'_>) -> Done {
    let flags = run.flags(&[("quiesce", 2)]);
    let domain = run.domain()?;
    let mut document = "<domaincheckpoint>\n".to_owned();
    document += &head(run)?;
    let disks = run.many("diskspec");
    if !disks.is_empty() {
        document += "  <disks>\n";
        for disk in disks {
            document += &disk_spec(run, &disk)?;
        }
        document += "  </disks>\n";
    }
    document += "</domaincheckpoint>\n";
    if run.has("print-xml") {
        say!(run, "{document}\n");
        return Ok(());
    }
    make(run, domain, &document, flags, None)
}

/// The checkpoint of an option's name.
pub(super) fn find(run: &mut Run<'_>, domain: &Value, option: &str) -> Result<(Value, String), Failed> {
    let name = run.needed(option)?;
    let got = run.call(CHECKPOINT.lookup, [domain.clone(), name.into(), 0.into()])?;
    let name = CHECKPOINT.name(run, &got.ret);
    Ok((got.ret, name))
}

pub(crate) fn checkpoint_info(run: &mut Run<'_>) -> Done {
    let domain = run.domain()?;
    let (checkpoint, name) = find(run, &domain, "checkpointname")?;
    run.pair("Name:", name);
    let domain_name = run.name_of(&domain);
    run.pair("Domain:", domain_name);
    let Ok(parent) = CHECKPOINT.parent(run, &checkpoint) else {
        fail!(run, "unexpected problem querying checkpoint state")
    };
    run.pair("Parent:", parent.unwrap_or_else(|| "-".to_owned()));
    for (label, flags) in [("Children:", 0), ("Descendants:", 1)] {
        let got = run.call(CHECKPOINT.list_children, [checkpoint.clone(), Value::Null, flags.into()])?;
        run.pair(label, number(&got.ret));
    }
    Ok(())
}

pub(crate) fn checkpoint_list(run: &mut Run<'_>) -> Done {
    let flags = CHECKPOINT.list_flags(run)?;
    let domain = run.domain()?;
    let from = if run.has("from") { Some(find(run, &domain, "from")?.0) } else { None };
    CHECKPOINT.list(run, &domain, from, flags)
}

pub(crate) fn checkpoint_dumpxml(run: &mut Run<'_>) -> Done {
    let flags = run.flags(&[("security-info", 1), ("no-domain", 2), ("size", 4)]);
    let domain = run.domain()?;
    let (checkpoint, _) = find(run, &domain, "checkpointname")?;
    let document = CHECKPOINT.xml(run, &checkpoint, flags)?;
    run.document(&document)
}

pub(crate) fn checkpoint_parent(run: &mut Run<'_>) -> Done {
    let domain = run.domain()?;
    let (checkpoint, name) = find(run, &domain, "checkpointname")?;
    CHECKPOINT.tell_parent(run, &checkpoint, &name)
}

pub(crate) fn checkpoint_delete(run: &mut Run<'_>) -> Done {
    let domain = run.domain()?;
    let (checkpoint, name) = find(run, &domain, "checkpointname")?;
    CHECKPOINT.delete(run, checkpoint, &name)
}
