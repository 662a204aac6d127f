//! Volumes of storage pools.

use virtlab_core::api::{FunctionId, Value};
use virtlab_core::ground::scale::scale_integer;
use virtlab_core::ground::xml::escape;
use virtlab_core::ground::{ErrorCode, Word, number as numbers};
use virtlab_core::storage::VolumeType;

use super::calls::{items, member, number, out, text};
use super::look::{NAME, UUID};
use super::pool::{pool_name_of, pool_uuid_of};
use super::values::capacity;
use super::{Done, Failed, Run, extra, fail, say};
use crate::grid::Grid;

fn name_of(run: &mut Run<'_>, volume: &Value) -> String {
    run.ask_text(FunctionId::StorageVolGetName, [volume.clone()]).unwrap_or_default()
}

impl Run<'_> {
    /// The volume of the option `vol`: by name in the pool of another option, by key, or by path.
    pub fn volume(&mut self, of: &str) -> Result<Value, Failed> {
        let wanted = self.needed("vol")?;
        let mut pool = None;
        if let Some(given) = self.text(of)? {
            let found = self.pool_by(of, UUID | NAME)?;
            if self.ask(FunctionId::StoragePoolIsActive, [found.clone()]) != 1 {
                fail!(self, "pool '{given}' is not active");
            }
            pool = Some(found);
        }
        let by_name = pool.clone().map(|pool| (FunctionId::StorageVolLookupByName, pool));
        let anywhere = [FunctionId::StorageVolLookupByKey, FunctionId::StorageVolLookupByPath];
        let conn = self.conn();
        let tries = by_name.into_iter().chain(anywhere.map(|id| (id, conn.clone())));
        if let Some(found) = self.first_of(tries.map(|(id, from)| (id, [from, wanted[..].into()]))) {
            self.forget();
            return self.in_pool(found, pool.as_ref(), &wanted);
        }
        match pool.is_some() || of.is_empty() {
            true => fail!(self, "failed to get vol '{wanted}'"),
            false => fail!(self, "failed to get vol '{wanted}', specifying --{of} might help"),
        }
    }

    /// The volume, if it is in the pool that was named.
    fn in_pool(&mut self, volume: Value, pool: Option<&Value>, wanted: &str) -> Result<Value, Failed> {
        let Some(pool) = pool else { return Ok(volume) };
        let found = self.perform(FunctionId::StoragePoolLookupByVolume, [volume.clone()]);
        if !found.ok() {
            return Ok(volume);
        }
        let (is, named) = (pool_name_of(self, &found.ret), pool_name_of(self, pool));
        if is != named {
            self.forget();
            fail!(self, "Requested volume '{wanted}' is not in pool '{named}'");
        }
        Ok(volume)
    }
}

/// A size as virsh takes it: digits, and a unit perhaps.
fn size(run: &mut Run<'_>, given: &str) -> Result<u64, Failed> {
    let digits = given.find(|c: char| !c.is_ascii_digit()).unwrap_or(given.len());
    if let Some(value) = numbers::to_u64(&given[..digits], 10) {
        match scale_integer(value, &given[digits..], 1, u64::MAX) {
            Ok(bytes) => return Ok(bytes),
            Err(error) => run.last_error = Some(error),
        }
    }
    fail!(run, "Malformed size {given}")
}

pub(crate) fn vol_create_as(run: &mut Run<'_>) -> Done {
    let flags = run.flags(&[("prealloc-metadata", 1)]);
    let pool = run.pool()?;
    let name = run.needed("name")?;
    let given = run.needed("capacity")?;
    let capacity = size(run, &given)?;
    let allocation = match run.given("allocation").filter(|given| !given.is_empty()) {
        Some(given) => Some(size(run, &given)?),
        None => None,
    };
    let (format, backing) = (run.text("format")?, run.text("backing-vol")?);
    let backing_format = run.text("backing-vol-format")?;
    let mut xml = format!("<volume>\n  <name>{name}</name>\n  <capacity>{capacity}</capacity>\n");
    if let Some(allocation) = allocation {
        xml += &format!("  <allocation>{allocation}</allocation>\n");
    }
    if let Some(format) = format {
        xml += &format!("  <target>\n    <format type='{format}'/>\n  </target>\n");
    }
    if let Some(backing) = backing {
        let path = path_of_backing(run, &pool, &backing)?;
        xml += &format!("  <backingStore>\n    <path>{path}</path>\n");
        if let Some(format) = backing_format {
            xml += &format!("    <format type='{format}'/>\n");
        }
        xml += "  </backingStore>\n";
    }
    xml += "</volume>\n";
    if run.has("print-xml") {
        run.print(&xml);
        return Ok(());
    }
    let args = [pool, xml.into(), flags.into()];
    run.call_or(FunctionId::StorageVolCreateXML, args, &format!("Failed to create vol {name}"))?;
    extra!(run, "Vol {name} created\n");
    Ok(())
}

fn path_of_backing(run: &mut Run<'_>, pool: &Value, wanted: &str) -> Result<String, Failed> {
    let tries = [
        (FunctionId::StorageVolLookupByName, pool.clone()),
        (FunctionId::StorageVolLookupByKey, run.conn()),
        (FunctionId::StorageVolLookupByPath, run.conn()),
    ];
    for (id, from) in tries {
        let found = run.perform(id, [from, wanted.into()]);
        if found.ok() {
            let got = run.call(FunctionId::StorageVolGetPath, [found.ret])?;
            return Ok(text(&got.ret));
        }
    }
    fail!(run, "failed to get vol '{wanted}'")
}

pub(crate) fn vol_create(run: &mut Run<'_>) -> Done {
    let flags = run.flags(&[("prealloc-metadata", 1), ("validate", 4)]);
    let pool = run.pool()?;
    let from = run.needed("file")?;
    let document = Value::from(run.read_file(&from)?);
    let args = [pool, document, flags.into()];
    let made =
        run.call_or(FunctionId::StorageVolCreateXML, args, &format!("Failed to create vol from {from}"))?;
    let name = name_of(run, &made.ret);
    extra!(run, "Vol {name} created from {from}\n");
    Ok(())
}

pub(crate) fn vol_create_from(run: &mut Run<'_>) -> Done {
    let pool = run.pool()?;
    let flags = run.flags(&[("prealloc-metadata", 1), ("reflink", 2), ("validate", 4)]);
    let from = run.needed("file")?;
    let input = run.volume("inputpool")?;
    let document = Value::from(run.read_file(&from)?);
    let args = [pool, document, input.clone(), flags.into()];
    let failed = format!("Failed to create vol from {from}");
    let made = run.call_or(FunctionId::StorageVolCreateXMLFrom, args, &failed)?;
    let (name, other) = (name_of(run, &made.ret), name_of(run, &input));
    extra!(run, "Vol {name} created from input vol {other}\n");
    Ok(())
}

/// A volume's description with another name, as libxml2 prints the document.
fn renamed(xml: &str, name: &str) -> Option<String> {
    let (before, rest) = xml.split_once("<name>")?;
    let (_, after) = rest.split_once("</name>")?;
    Some(format!("{before}<name>{}</name>{}", escape(name), after.trim_end()).replace('\'', "\""))
}

pub(crate) fn vol_clone(run: &mut Run<'_>) -> Done {
    let volume = run.volume("pool")?;
    let flags = run.flags(&[("prealloc-metadata", 1), ("reflink", 2)]);
    let pool =
        run.call_or(FunctionId::StoragePoolLookupByVolume, [volume.clone()], "failed to get parent pool")?;
    let name = run.needed("newname")?;
    let xml = run.call(FunctionId::StorageVolGetXMLDesc, [volume.clone(), 0.into()])?;
    let Some(xml) = renamed(&text(&xml.ret), &name) else { fail!(run, "Failed to allocate XML buffer") };
    if run.has("print-xml") {
        run.print(&xml);
        return Ok(());
    }
    let other = name_of(run, &volume);
    let args = [pool.ret, xml.into(), volume, flags.into()];
    let failed = format!("Failed to clone vol from {other}");
    let made = run.call_or(FunctionId::StorageVolCreateXMLFrom, args, &failed)?;
    let name = name_of(run, &made.ret);
    extra!(run, "Vol {name} cloned from {other}\n");
    Ok(())
}

pub(crate) fn vol_delete(run: &mut Run<'_>) -> Done {
    let volume = run.volume("pool")?;
    let name = run.given("vol").unwrap_or_default();
    let flags = run.flags(&[("delete-snapshots", 2)]);
    let failed = format!("Failed to delete vol {name}");
    run.call_or(FunctionId::StorageVolDelete, [volume, flags.into()], &failed)?;
    extra!(run, "Vol {name} deleted\n");
    Ok(())
}

const ALGORITHMS: [&str; 10] =
    ["zero", "nnsa", "dod", "bsi", "gutmann", "schneier", "pfitzner7", "pfitzner33", "random", "trim"];

pub(crate) fn vol_wipe(run: &mut Run<'_>) -> Done {
    let volume = run.volume("pool")?;
    let name = run.given("vol").unwrap_or_default();
    let word = run.text("algorithm")?.unwrap_or_else(|| ALGORITHMS[0].to_owned());
    let Some(algorithm) = ALGORITHMS.iter().position(|one| *one == word) else {
        fail!(run, "Unsupported algorithm '{word}'")
    };
    let args = [volume.clone(), (algorithm as u64).into(), 0.into()];
    let mut wiped = run.perform(FunctionId::StorageVolWipePattern, args).ok();
    if !wiped && algorithm == 0 && run.failed_with(ErrorCode::NoSupport) {
        wiped = run.perform(FunctionId::StorageVolWipe, [volume, 0.into()]).ok();
    }
    if !wiped {
        fail!(run, "Failed to wipe vol {name}");
    }
    extra!(run, "Vol {name} wiped\n");
    Ok(())
}

fn type_of(info: &Value) -> &'static str {
    let place = usize::try_from(number(member(info, "type"))).ok();
    place.and_then(|place| VolumeType::ALL.get(place)).map_or("unknown", |kind| kind.word())
}

pub(crate) fn vol_info(run: &mut Run<'_>) -> Done {
    let volume = run.volume("pool")?;
    let name = name_of(run, &volume);
    run.pair("Name:", name);
    let physical = run.has("physical");
    let got = match physical {
        true => run.call(FunctionId::StorageVolGetInfoFlags, [volume, Value::Out, 1.into()])?,
        false => run.call(FunctionId::StorageVolGetInfo, [volume])?,
    };
    let info = out(&got, "info");
    run.pair("Type:", type_of(info));
    let second = if physical { "Physical:" } else { "Allocation:" };
    for (title, member_name) in [("Capacity:", "capacity"), (second, "allocation")] {
        let size = member(info, member_name).as_u64().unwrap_or_default();
        let shown = if run.has("bytes") { format!("{size} bytes") } else { capacity(size) };
        run.pair(title, shown);
    }
    Ok(())
}

pub(crate) fn vol_resize(run: &mut Run<'_>) -> Done {
    let mut flags = run.flags(&[("allocate", 1), ("shrink", 4)]);
    let volume = run.volume("pool")?;
    let given = run.needed("capacity")?;
    let mut given = given.trim_start();
    let mut delta = run.has("delta");
    if let Some(less) = given.strip_prefix('-') {
        if !run.has("shrink") {
            fail!(run, "negative size requires --shrink");
        }
        (given, delta) = (less, true);
    }
    flags |= if delta { 2 } else { 0 };
    let bytes = size(run, given)?;
    let way = if delta { "by" } else { "to" };
    if !run.perform(FunctionId::StorageVolResize, [volume.clone(), bytes.into(), flags.into()]).ok() {
        let name = run.keeping_error(|run| name_of(run, &volume));
        fail!(run, "Failed to change size of volume '{name}' {way} {given}");
    }
    let name = name_of(run, &volume);
    extra!(run, "Size of volume '{name}' successfully changed {way} {given}\n");
    Ok(())
}

pub(crate) fn vol_dumpxml(run: &mut Run<'_>) -> Done {
    let volume = run.volume("pool")?;
    let got = run.call(FunctionId::StorageVolGetXMLDesc, [volume, 0.into()])?;
    run.document(&text(&got.ret))
}

pub(crate) fn vol_list(run: &mut Run<'_>) -> Done {
    let pool = run.pool()?;
    let args = [pool, Value::Out, 0.into()];
    let got = run.call_or(FunctionId::StoragePoolListAllVolumes, args, "Failed to list volumes")?;
    let mut volumes = Vec::new();
    for volume in items(out(&got, "vols")) {
        volumes.push((name_of(run, volume), volume.clone()));
    }
    volumes.sort_by_key(|(name, _)| name.to_ascii_lowercase());
    let details = run.has("details");
    let header = ["Name", "Path", "Type", "Capacity", "Allocation"];
    let mut grid = Grid::new(&header[..if details { 5 } else { 2 }]);
    for (name, volume) in volumes {
        let path = run.ask_text(FunctionId::StorageVolGetPath, [volume.clone()]);
        let mut row = vec![name, path.unwrap_or_else(|| "unknown".to_owned())];
        if details {
            let got = run.perform(FunctionId::StorageVolGetInfo, [volume]);
            let info = out(&got, "info");
            let size = |name: &str| match got.ok() {
                true => capacity(member(info, name).as_u64().unwrap_or_default()),
                false => "unknown".to_owned(),
            };
            row.push(if got.ok() { type_of(info) } else { "unknown" }.to_owned());
            row.extend([size("capacity"), size("allocation")]);
        }
        grid.row(row);
    }
    run.table(&grid);
    Ok(())
}

pub(crate) fn vol_name(run: &mut Run<'_>) -> Done {
    let volume = run.volume("")?;
    let name = name_of(run, &volume);
    say!(run, "{name}\n");
    Ok(())
}

pub(crate) fn vol_key(run: &mut Run<'_>) -> Done {
    let volume = run.volume("pool")?;
    let key = run.ask_text(FunctionId::StorageVolGetKey, [volume]).unwrap_or_default();
    say!(run, "{key}\n");
    Ok(())
}

pub(crate) fn vol_path(run: &mut Run<'_>) -> Done {
    let volume = run.volume("pool")?;
    let got = run.call(FunctionId::StorageVolGetPath, [volume])?;
    say!(run, "{}\n", text(&got.ret));
    Ok(())
}

pub(crate) fn vol_pool(run: &mut Run<'_>) -> Done {
    let volume = run.volume("")?;
    let pool = run.call_or(FunctionId::StoragePoolLookupByVolume, [volume], "failed to get parent pool")?.ret;
    let shown = match run.has("uuid") {
        true => pool_uuid_of(run, &pool).unwrap_or_default(),
        false => pool_name_of(run, &pool),
    };
    say!(run, "{shown}\n");
    Ok(())
}
