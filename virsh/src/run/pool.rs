//! Storage pools.

use virtlab_core::api::{FunctionId, Value};
use virtlab_core::ground::{ErrorCode, Word};
use virtlab_core::storage::PoolType;

use super::calls::{items, member, number, out, text};
use super::look::{NAME, UUID};
use super::values::capacity;
use super::{Done, Failed, Run, extra, fail, say};
use crate::grid::Grid;

/// `VIR_STORAGE_POOL_RUNNING` and `VIR_STORAGE_POOL_DEGRADED`: a pool whose sizes are known.
const WITH_SIZES: [i64; 2] = [2, 3];
const STATES: [&str; 5] = ["inactive", "building", "running", "degraded", "inaccessible"];

pub(super) fn pool_name_of(run: &mut Run<'_>, pool: &Value) -> String {
    run.ask_text(FunctionId::StoragePoolGetName, [pool.clone()]).unwrap_or_default()
}

/// A call on a pool, and the messages of its success and failure, `{}` for the name as it was given.
fn act(run: &mut Run<'_>, id: FunctionId, flags: Option<u32>, done: &str, failed: &str) -> Done {
    let pool = run.pool()?;
    run.act("pool", pool, id, flags, [done, failed])
}

pub(crate) fn pool_destroy(run: &mut Run<'_>) -> Done {
    act(run, FunctionId::StoragePoolDestroy, None, "Pool {} destroyed\n", "Failed to destroy pool {}")
}

pub(crate) fn pool_undefine(run: &mut Run<'_>) -> Done {
    let (done, failed) = ("Pool {} has been undefined\n", "Failed to undefine pool {}");
    act(run, FunctionId::StoragePoolUndefine, None, done, failed)
}

pub(crate) fn pool_delete(run: &mut Run<'_>) -> Done {
    act(run, FunctionId::StoragePoolDelete, Some(0), "Pool {} deleted\n", "Failed to delete pool {}")
}

pub(crate) fn pool_refresh(run: &mut Run<'_>) -> Done {
    act(run, FunctionId::StoragePoolRefresh, Some(0), "Pool {} refreshed\n", "Failed to refresh pool {}")
}

pub(crate) fn pool_build(run: &mut Run<'_>) -> Done {
    let flags = run.flags(&[("no-overwrite", 4), ("overwrite", 8)]);
    act(run, FunctionId::StoragePoolBuild, Some(flags), "Pool {} built\n", "Failed to build pool {}")
}

/// The flags of creating with building.
pub(super) fn building(run: &mut Run<'_>) -> Result<u32, Failed> {
    run.exclusive("overwrite", "no-overwrite")?;
    Ok(run.flags(&[("build", 1), ("overwrite", 2), ("no-overwrite", 4)]))
}

pub(crate) fn pool_start(run: &mut Run<'_>) -> Done {
    let pool = run.pool()?;
    let name = run.given("pool").unwrap_or_default();
    let flags = building(run)?;
    let args = [pool, flags.into()];
    run.call_or(FunctionId::StoragePoolCreate, args, &format!("Failed to start pool {name}"))?;
    extra!(run, "Pool {name} started\n");
    Ok(())
}

pub(crate) fn pool_autostart(run: &mut Run<'_>) -> Done {
    let pool = run.pool()?;
    run.set_autostart("pool", "Pool", pool, FunctionId::StoragePoolSetAutostart)
}

/// Makes a pool of a file's description.
fn make(run: &mut Run<'_>, id: FunctionId, flags: u32, verb: &str) -> Done {
    let from = run.needed("file")?;
    let document = Value::from(run.read_file(&from)?);
    let args = [run.conn(), document, flags.into()];
    let made = run.call_or(id, args, &format!("Failed to {verb} pool from {from}"))?;
    let name = pool_name_of(run, &made.ret);
    extra!(run, "Pool {name} {verb}d from {from}\n");
    Ok(())
}

pub(crate) fn pool_create(run: &mut Run<'_>) -> Done {
    let flags = building(run)?;
    make(run, FunctionId::StoragePoolCreateXML, flags, "create")
}

pub(crate) fn pool_define(run: &mut Run<'_>) -> Done {
    let flags = run.flags(&[("validate", 1)]);
    make(run, FunctionId::StoragePoolDefineXML, flags, "define")
}

pub(crate) fn pool_dumpxml(run: &mut Run<'_>) -> Done {
    let flags = run.flags(&[("inactive", 1)]);
    let pool = run.pool()?;
    let got = run.call(FunctionId::StoragePoolGetXMLDesc, [pool, flags.into()])?;
    run.document(&text(&got.ret))
}

fn state(info: &Value) -> &'static str {
    let number = number(member(info, "state"));
    usize::try_from(number).ok().and_then(|number| STATES.get(number)).copied().unwrap_or("unknown")
}

fn bytes(info: &Value, name: &str) -> u64 {
    member(info, name).as_u64().unwrap_or_default()
}

fn persistent(run: &mut Run<'_>, pool: &Value) -> &'static str {
    match run.ask(FunctionId::StoragePoolIsPersistent, [pool.clone()]) {
        -1 => "unknown",
        0 => "no",
        _ => "yes",
    }
}

const SIZES: [(&str, &str); 3] =
    [("Capacity:", "capacity"), ("Allocation:", "allocation"), ("Available:", "available")];

pub(crate) fn pool_info(run: &mut Run<'_>) -> Done {
    let pool = run.pool()?;
    let name = pool_name_of(run, &pool);
    run.pair("Name:", name);
    let uuid = run.perform(FunctionId::StoragePoolGetUUIDString, [pool.clone()]);
    run.pair("UUID:", text(out(&uuid, "buf")));
    let got = run.call(FunctionId::StoragePoolGetInfo, [pool.clone()])?;
    let info = out(&got, "info");
    run.pair("State:", state(info));
    let persistent = persistent(run, &pool);
    run.pair("Persistent:", persistent);
    let autostart = run.autostart_of(&pool, FunctionId::StoragePoolGetAutostart);
    run.pair("Autostart:", autostart);
    if !WITH_SIZES.contains(&number(member(info, "state"))) {
        return Ok(());
    }
    for (title, name) in SIZES {
        let size = bytes(info, name);
        let shown = if run.has("bytes") { size.to_string() } else { capacity(size) };
        run.pair(title, shown);
    }
    Ok(())
}

pub(crate) fn pool_name(run: &mut Run<'_>) -> Done {
    let pool = run.pool_by("pool", UUID)?;
    let name = pool_name_of(run, &pool);
    say!(run, "{name}\n");
    Ok(())
}

pub(super) fn pool_uuid_of(run: &mut Run<'_>, pool: &Value) -> Option<String> {
    let got = run.perform(FunctionId::StoragePoolGetUUIDString, [pool.clone()]);
    got.ok().then(|| text(out(&got, "buf")))
}

pub(crate) fn pool_uuid(run: &mut Run<'_>) -> Done {
    let pool = run.pool_by("pool", NAME)?;
    match pool_uuid_of(run, &pool) {
        Some(uuid) => say!(run, "{uuid}\n"),
        None => run.error("failed to get pool UUID"),
    }
    Ok(())
}

pub(crate) fn pool_capabilities(run: &mut Run<'_>) -> Done {
    let args = [run.conn(), 0.into()];
    let failed = "failed to get storage pool capabilities";
    let got = run.call_or(FunctionId::ConnectGetStoragePoolCapabilities, args, failed)?;
    say!(run, "{}\n", text(&got.ret));
    Ok(())
}

/// The flags of the types that were asked for.
fn types(run: &mut Run<'_>) -> Result<u32, Failed> {
    let Some(words) = run.text("type")? else { return Ok(0) };
    let mut flags = 0;
    for word in words.split(',') {
        let Some(kind) = PoolType::from_word(word) else { fail!(run, "Invalid pool type '{word}'") };
        flags |= kind.list_bit();
    }
    Ok(flags)
}

/// The pools that pass the filters, by name. A libvirt that does not know them all is asked with fewer.
fn list(run: &mut Run<'_>, flags: u32) -> Result<Vec<(String, Value)>, Failed> {
    let ask = |run: &mut Run<'_>, flags: u32| {
        let args = [run.conn(), Value::Out, flags.into()];
        run.perform(FunctionId::ConnectListAllStoragePools, args)
    };
    let mut got = ask(run, flags);
    if !got.ok() && run.failed_with(ErrorCode::InvalidArg) {
        run.forget();
        got = ask(run, flags & 3);
    }
    if !got.ok() {
        fail!(run, "Failed to list pools");
    }
    let mut pools = Vec::new();
    for pool in items(out(&got, "pools")) {
        pools.push((pool_name_of(run, pool), pool.clone()));
    }
    pools.sort_by_key(|(name, _)| name.to_ascii_lowercase());
    Ok(pools)
}

const FILTERS: &[(&str, u32)] =
    &[("autostart", 16), ("no-autostart", 32), ("persistent", 4), ("transient", 8)];

pub(crate) fn pool_list(run: &mut Run<'_>) -> Done {
    run.exclusive("all", "inactive")?;
    let mut flags = if run.has("inactive") { 1 } else { 2 };
    if run.has("all") {
        flags = 3;
    }
    flags |= run.flags(FILTERS);
    run.exclusive("details", "uuid")?;
    run.exclusive("details", "name")?;
    flags |= types(run)?;
    let pools = list(run, flags)?;
    let details = run.has("details");
    let header = ["Name", "State", "Autostart", "Persistent", "Capacity", "Allocation", "Available"];
    let mut grid = Grid::new(&header[..if details { 7 } else { 3 }]);
    for (name, pool) in &pools {
        let autostart = run.autostart_of(pool, FunctionId::StoragePoolGetAutostart).to_owned();
        let persistent = if details { persistent(run, pool) } else { "" };
        let got = run.perform(FunctionId::StoragePoolGetInfo, [pool.clone()]);
        if !got.ok() {
            run.error("Could not retrieve pool information");
        }
        let info = out(&got, "info");
        if !details {
            let state = match got.ok() {
                false => "unknown",
                true if run.ask(FunctionId::StoragePoolIsActive, [pool.clone()]) != 0 => "active",
                true => "inactive",
            };
            grid.row([name.clone(), state.to_owned(), autostart]);
            continue;
        }
        let with_sizes = WITH_SIZES.contains(&number(member(info, "state")));
        let size = |(_, name): (&str, &str)| match (got.ok(), with_sizes) {
            (false, _) => "unknown".to_owned(),
            (true, true) => capacity(bytes(info, name)),
            (true, false) => "-".to_owned(),
        };
        let state = if got.ok() { state(info) } else { "unknown" };
        let first = [name.clone(), state.to_owned(), autostart, persistent.to_owned()];
        grid.row(first.into_iter().chain(SIZES.map(size)));
    }
    let (uuid, name) = (run.has("uuid"), run.has("name"));
    if !uuid && !name {
        run.table(&grid);
        return Ok(());
    }
    for (shown, pool) in &pools {
        let mut line = Vec::new();
        if uuid {
            line.push(format!("{:<36}", pool_uuid_of(run, pool).unwrap_or_default()));
        }
        line.extend(name.then(|| shown.clone()));
        say!(run, "{}\n", line.join(" "));
    }
    Ok(())
}
