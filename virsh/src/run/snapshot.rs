//! Snapshots.

use virtlab_core::api::{FunctionId, Value};
use virtlab_core::ground::ErrorCode;
use virtlab_core::ground::xml::escape;

use super::calls::{number, text};
use super::moment::Moment;
use super::options::parts;
use super::{Done, Failed, Run, extra, fail, say};
use crate::xml;

const SNAPSHOT: Moment = Moment {
    word: "snapshot",
    get_name: FunctionId::DomainSnapshotGetName,
    get_xml: FunctionId::DomainSnapshotGetXMLDesc,
    get_parent: FunctionId::DomainSnapshotGetParent,
    lookup: FunctionId::DomainSnapshotLookupByName,
    list: FunctionId::DomainListAllSnapshots,
    list_children: FunctionId::DomainSnapshotListAllChildren,
    delete: FunctionId::DomainSnapshotDelete,
    none: ErrorCode::NoDomainSnapshot,
    has_state: true,
    filters: &[
        ("leaves", 1 << 2),
        ("no-leaves", 1 << 3),
        ("inactive", 1 << 5),
        ("active", 1 << 6),
        ("disk-only", 1 << 7),
        ("internal", 1 << 8),
        ("external", 1 << 9),
        ("metadata", 1 << 1),
        ("no-metadata", 1 << 4),
    ],
    no_tree: &["leaves", "no-leaves", "inactive", "active", "disk-only", "internal", "external"],
    topological: 1 << 10,
};

const REDEFINE: u32 = 1;
const CURRENT: u32 = 2;
const HALT: u32 = 8;
const DISK_ONLY: u32 = 16;
const VALIDATE: u32 = 512;
const CREATE: &[(&str, u32)] = &[
    ("redefine", REDEFINE),
    ("current", CURRENT),
    ("no-metadata", 4),
    ("halt", HALT),
    ("disk-only", DISK_ONLY),
    ("reuse-external", 32),
    ("quiesce", 64),
    ("atomic", 128),
    ("live", 256),
    ("validate", VALIDATE),
];

fn make(run: &mut Run<'_>, domain: &Value, document: &str, mut flags: u32, from: Option<&str>) -> Done {
    let create = |run: &mut Run<'_>, flags: u32| {
        run.perform(FunctionId::DomainSnapshotCreateXML, [domain.clone(), document.into(), flags.into()])
    };
    let mut made = create(run, flags);
    if !made.ok() && run.failed_with(ErrorCode::NoSupport) && from.is_none() && flags & VALIDATE != 0 {
        flags &= !VALIDATE;
        made = create(run, flags);
    }
    let mut halt = false;
    if !made.ok() && run.failed_with(ErrorCode::InvalidArg) && flags & HALT != 0 {
        run.forget();
        match run.ask(FunctionId::DomainIsPersistent, [domain.clone()]) {
            -1 => return Err(Failed),
            0 => fail!(run, "cannot halt after snapshot of transient domain"),
            _ => halt = run.active(domain),
        }
        flags &= !HALT;
        made = create(run, flags);
    }
    if !made.ok() {
        return Err(Failed);
    }
    if halt {
        run.call(FunctionId::DomainDestroy, [domain.clone()])?;
    }
    let name = SNAPSHOT.name(run, &made.ret);
    match from {
        Some(from) => extra!(run, "Domain snapshot {name} created from '{from}'"),
        None => extra!(run, "Domain snapshot {name} created"),
    }
    Ok(())
}

pub(crate) fn snapshot_create(run: &mut Run<'_>) -> Done {
    let flags = run.flags(CREATE);
    let domain = run.domain()?;
    match run.text("xmlfile")? {
        Some(file) => {
            let document = run.read_file(&file)?;
            make(run, &domain, &document, flags, Some(&file))
        }
        None => make(run, &domain, "<domainsnapshot/>", flags, None),
    }
}

/// Takes `key=value` for a key that has none yet.
fn take(slot: &mut Option<String>, key: &str, part: &str) -> bool {
    match part.strip_prefix(key) {
        Some(value) if slot.is_none() => {
            *slot = Some(value.to_owned());
            true
        }
        _ => false,
    }
}

fn attribute(name: &str, value: Option<&String>) -> String {
    value.map(|value| format!(" {name}='{}'", escape(value))).unwrap_or_default()
}

fn memory_spec(run: &mut Run<'_>, spec: &str) -> Result<String, Failed> {
    let (mut snapshot, mut file) = (None, None);
    for part in parts(spec) {
        let plain = file.is_none() && part.starts_with('/');
        if plain {
            file = Some(part);
        } else if !take(&mut snapshot, "snapshot=", &part) && !take(&mut file, "file=", &part) {
            fail!(run, "unable to parse memspec: {spec}");
        }
    }
    let (snapshot, file) = (attribute("snapshot", snapshot.as_ref()), attribute("file", file.as_ref()));
    Ok(format!("  <memory{snapshot}{file}/>\n"))
}

fn disk_spec(run: &mut Run<'_>, spec: &str) -> Result<String, Failed> {
    let all = parts(spec);
    let (mut snapshot, mut driver, mut stype, mut file) = (None, None, None, None);
    for part in &all[1..] {
        let taken = take(&mut snapshot, "snapshot=", part)
            || take(&mut driver, "driver=", part)
            || take(&mut stype, "stype=", part)
            || take(&mut file, "file=", part);
        if !taken {
            fail!(run, "unable to parse diskspec: {spec}");
        }
    }
    if let Some(other) = stype.as_ref().filter(|stype| *stype != "block" && *stype != "file") {
        run.error(&format!("Unknown storage type: '{other}'"));
        fail!(run, "unable to parse diskspec: {spec}");
    }
    let mut text = format!("    <disk name='{}'", escape(&all[0]));
    text += &snapshot.map(|snapshot| format!(" snapshot='{snapshot}'")).unwrap_or_default();
    text += &stype.as_ref().map(|stype| format!(" type='{stype}'")).unwrap_or_default();
    if driver.is_none() && file.is_none() {
        return Ok(text + "/>\n");
    }
    text += ">\n";
    text += &driver.map(|driver| format!("      <driver type='{driver}'/>\n")).unwrap_or_default();
    if let Some(file) = file {
        let what = if stype.as_deref() == Some("block") { "dev" } else { "file" };
        text += &format!("      <source {what}='{}'/>\n", escape(&file));
    }
    Ok(text + "    </disk>\n")
}

/// `<name>` and `<description>` of the options.
pub(super) fn head(run: &mut Run<'_>) -> Result<String, Failed> {
    let mut text = String::new();
    for option in ["name", "description"] {
        if let Some(value) = run.text(option)? {
            text += &format!("  <{option}>{}</{option}>\n", escape(&value));
        }
    }
    Ok(text)
}

pub(crate) fn snapshot_create_as(run: &mut Run<'_>) -> Done {
    let flags = run.flags(CREATE);
    let domain = run.domain()?;
    let mut document = "<domainsnapshot>\n".to_owned();
    document += &head(run)?;
    if let Some(spec) = run.text("memspec")? {
        document += &memory_spec(run, &spec)?;
    }
    let disks = run.many("diskspec");
    if !disks.is_empty() {
        document += "  <disks>\n";
        for disk in disks {
            document += &disk_spec(run, &disk)?;
        }
        document += "  </disks>\n";
    }
    document += "</domainsnapshot>\n";
    if run.has("print-xml") {
        say!(run, "{document}\n");
        return Ok(());
    }
    make(run, &domain, &document, flags, None)
}

/// The snapshot of an option's name, or the current one.
fn find(run: &mut Run<'_>, domain: &Value, option: &str) -> Result<(Value, String), Failed> {
    if run.text(option)?.is_some() && run.has("current") {
        fail!(run, "--{option} and --current are mutually exclusive");
    }
    find_or_current(run, domain, option)
}

/// The same; a name goes before `--current`.
pub(super) fn find_or_current(
    run: &mut Run<'_>,
    domain: &Value,
    option: &str,
) -> Result<(Value, String), Failed> {
    let name = run.text(option)?;
    let got = match name {
        Some(name) => run.call(SNAPSHOT.lookup, [domain.clone(), name.into(), 0.into()])?,
        None if run.has("current") => {
            run.call(FunctionId::DomainSnapshotCurrent, [domain.clone(), 0.into()])?
        }
        None => fail!(run, "--{option} or --current is required"),
    };
    let name = SNAPSHOT.name(run, &got.ret);
    Ok((got.ret, name))
}

pub(crate) fn snapshot_current(run: &mut Run<'_>) -> Done {
    run.exclusive("name", "snapshotname")?;
    let domain = run.domain()?;
    let domain_name = run.given("domain").unwrap_or_default();
    if let Some(name) = run.text("snapshotname")? {
        let got = run.call(SNAPSHOT.lookup, [domain.clone(), name[..].into(), 0.into()])?;
        let document = SNAPSHOT.xml(run, &got.ret, 1)?;
        let disk_only = document.contains("<state>disk-snapshot</state>");
        let flags = REDEFINE | CURRENT | if disk_only { DISK_ONLY } else { 0 };
        run.call(FunctionId::DomainSnapshotCreateXML, [domain, document.into(), flags.into()])?;
        extra!(run, "Snapshot {name} set as current");
        return Ok(());
    }
    let has = run.call(FunctionId::DomainHasCurrentSnapshot, [domain.clone(), 0.into()])?;
    if number(&has.ret) == 0 {
        fail!(run, "domain '{domain_name}' has no current snapshot");
    }
    let current = run.call(FunctionId::DomainSnapshotCurrent, [domain, 0.into()])?.ret;
    let shown = match run.has("name") {
        true => SNAPSHOT.name(run, &current),
        false => {
            let flags = run.flags(&[("security-info", 1)]);
            SNAPSHOT.xml(run, &current, flags)?
        }
    };
    say!(run, "{shown}");
    Ok(())
}

pub(crate) fn snapshot_info(run: &mut Run<'_>) -> Done {
    let domain = run.domain()?;
    let (snapshot, name) = find(run, &domain, "snapshotname")?;
    run.pair("Name:", name);
    let domain_name = run.name_of(&domain);
    run.pair("Domain:", domain_name);
    let current = run.ask(FunctionId::DomainSnapshotIsCurrent, [snapshot.clone(), 0.into()]);
    run.yes_no("Current:", current > 0);
    let document = SNAPSHOT.xml(run, &snapshot, 0)?;
    let root = xml::root(&document);
    let Some((root, state)) = root.and_then(|root| xml::text(&root, "state").map(|state| (root, state)))
    else {
        fail!(run, "unexpected problem reading snapshot xml")
    };
    run.pair("State:", &state);
    let is_external = |element: &xml::Node<'_>| element.attribute("snapshot") == Some("external");
    let external = match root.child("memory") {
        Some(memory) => is_external(memory) || xml::all(&root, "disks/disk").into_iter().any(is_external),
        None => state == "disk-snapshot",
    };
    run.pair("Location:", if external { "external" } else { "internal" });
    run.pair("Parent:", xml::text(&root, "parent/name").unwrap_or_else(|| "-".to_owned()));
    for (label, flags) in [("Children:", 0), ("Descendants:", 1)] {
        let count = run.perform(FunctionId::DomainSnapshotNumChildren, [snapshot.clone(), flags.into()]);
        if !count.ok() {
            return Err(Failed);
        }
        run.pair(label, number(&count.ret));
    }
    let metadata = run.ask(FunctionId::DomainSnapshotHasMetadata, [snapshot, 0.into()]);
    run.yes_no("Metadata:", metadata > 0);
    Ok(())
}

pub(crate) fn snapshot_list(run: &mut Run<'_>) -> Done {
    let flags = SNAPSHOT.list_flags(run)?;
    let domain = run.domain()?;
    let from = match run.has("from") || run.has("current") {
        true => Some(find(run, &domain, "from")?.0),
        false => None,
    };
    SNAPSHOT.list(run, &domain, from, flags)
}

pub(crate) fn snapshot_dumpxml(run: &mut Run<'_>) -> Done {
    let flags = run.flags(&[("security-info", 1)]);
    let name = run.needed("snapshotname")?;
    let domain = run.domain()?;
    let got = run.call(SNAPSHOT.lookup, [domain, name.into(), 0.into()])?;
    let document = text(&run.call(SNAPSHOT.get_xml, [got.ret, flags.into()])?.ret);
    run.document(&document)
}

pub(crate) fn snapshot_parent(run: &mut Run<'_>) -> Done {
    let domain = run.domain()?;
    let (snapshot, name) = find(run, &domain, "snapshotname")?;
    SNAPSHOT.tell_parent(run, &snapshot, &name)
}

pub(crate) fn snapshot_delete(run: &mut Run<'_>) -> Done {
    let domain = run.domain()?;
    let (snapshot, name) = find(run, &domain, "snapshotname")?;
    SNAPSHOT.delete(run, snapshot, &name)
}

pub(crate) fn snapshot_revert(run: &mut Run<'_>) -> Done {
    const FORCE: u32 = 4;
    let mut flags = run.flags(&[("running", 1), ("paused", 2), ("reset-nvram", 8)]);
    let domain = run.domain()?;
    let (snapshot, name) = find(run, &domain, "snapshotname")?;
    let mut reverted = run.perform(FunctionId::DomainRevertToSnapshot, [snapshot.clone(), flags.into()]).ok();
    if !reverted && run.has("force") && run.failed_with(ErrorCode::SnapshotRevertRisky) {
        flags |= FORCE;
        run.forget();
        reverted = run.perform(FunctionId::DomainRevertToSnapshot, [snapshot, flags.into()]).ok();
    }
    if !reverted {
        fail!(run, "Failed to revert snapshot {name}");
    }
    extra!(run, "Domain snapshot {name} reverted\n");
    Ok(())
}
