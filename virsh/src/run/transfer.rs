//! What goes through streams and files: volumes' data, saved states described anew; and ports of networks.

use virtlab_core::api::{Delivered, FunctionId, Outcome, Value};

use super::calls::{items, out, text};
use super::{Done, Failed, Run, extra, fail, say};
use crate::grid::Grid;

/// What `virStreamRecvAll` handed over.
pub(super) fn received(outcome: &Outcome) -> Vec<u8> {
    let data = outcome.delivered.iter().filter_map(|delivered| match delivered {
        Delivered::Stream { data, .. } => data.as_deref(),
        _ => None,
    });
    data.flatten().copied().collect()
}

/// The volume, its name as it was given, where its data begins, how much of it, and a stream.
struct Data {
    volume: Value,
    name: String,
    range: [u64; 2],
}

fn data(run: &mut Run<'_>) -> Result<Data, Failed> {
    let offset = run.ulong("offset")?.unwrap_or(0);
    let length = match run.given("length").and_then(|text| text.parse::<i64>().ok()) {
        // A negative number wraps.
        Some(negative) if negative < 0 => negative as u64,
        _ => run.ulong("length")?.unwrap_or(0),
    };
    let volume = run.volume("pool")?;
    Ok(Data { volume, name: run.given("vol").unwrap_or_default(), range: [offset, length] })
}

impl Data {
    /// The stream that the data goes through.
    fn stream(&self, run: &mut Run<'_>, id: FunctionId, failed: &str) -> Result<Value, Failed> {
        let args = [run.conn(), 0.into()];
        let stream = run.call_or(FunctionId::StreamNew, args, "cannot create a new stream")?.ret;
        let [offset, length] = self.range.map(Value::from);
        let flags = run.flags(&[("sparse", 1)]);
        let args = [self.volume.clone(), stream.clone(), offset, length, flags.into()];
        run.call_or(id, args, &format!("{failed} volume {}", self.name))?;
        Ok(stream)
    }

    fn finish(&self, run: &mut Run<'_>, stream: Value) -> Done {
        run.call_or(FunctionId::StreamFinish, [stream], &format!("cannot close volume {}", self.name))?;
        Ok(())
    }
}

/// Bytes that one call sends or asks for: below the 2 GiB that its answer can count, and little to hold in memory.
const PIECE: usize = 1 << 20;

/// Does the pieces of a transfer until there are no more. If one fails, the other end is told that it is given up.
fn transfer(
    run: &mut Run<'_>,
    stream: &Value,
    mut piece: impl FnMut(&mut Run<'_>) -> Result<bool, Failed>,
) -> Done {
    loop {
        match piece(run) {
            Ok(true) => {}
            Ok(false) => return Ok(()),
            Err(failed) => {
                run.keeping_error(|run| run.perform(FunctionId::StreamAbort, [stream.clone()]));
                return Err(failed);
            }
        }
    }
}

pub(crate) fn vol_upload(run: &mut Run<'_>) -> Done {
    let data = data(run)?;
    let file = run.needed("file")?;
    let Ok(mut content) = run.face.read_part(&file, 0, PIECE) else { fail!(run, "cannot read {file}") };
    let stream = data.stream(run, FunctionId::StorageVolUpload, "cannot upload to")?;
    let failed = format!("cannot send data to volume {}", data.name);
    let mut sent = 0;
    transfer(run, &stream, |run| {
        if content.is_empty() {
            return Ok(false);
        }
        let count = content.len() as u64;
        let piece = std::mem::take(&mut content);
        let args = [stream.clone(), Value::Bytes(piece.into()), count.into()];
        run.call_or(FunctionId::StreamSend, args, &failed)?;
        if sent > 0 {
            // What is told of the calls would hold the whole file.
            run.ran.calls.pop();
        }
        sent += count;
        match run.face.read_part(&file, sent, PIECE) {
            Ok(next) => content = next,
            Err(why) => fail!(run, "cannot read {file}: {why}"),
        }
        Ok(true)
    })?;
    data.finish(run, stream)
}

pub(crate) fn vol_download(run: &mut Run<'_>) -> Done {
    let data = data(run)?;
    let file = run.needed("file")?;
    // virsh makes the file first, and empties one that is there even if there is nothing to be had.
    let stream = data.stream(run, FunctionId::StorageVolDownload, "cannot download from")?;
    let failed = format!("cannot receive data from volume {}", data.name);
    let mut made = None;
    let done = transfer(run, &stream, |run| {
        let args = [stream.clone(), Value::Out, (PIECE as u64).into()];
        let got = run.call_or(FunctionId::StreamRecv, args, &failed)?;
        let content = if let Value::Bytes(content) = out(&got, "data") { &content[..] } else { &[] };
        if made.is_none() {
            match run.face.create_file(&file) {
                Ok(new) => made = Some(new),
                Err(_) => fail!(run, "cannot create {file}"),
            }
        }
        if !content.is_empty()
            && let Err(why) = run.face.append_file(&file, content)
        {
            fail!(run, "cannot write {file}: {why}");
        }
        Ok(!content.is_empty())
    });
    let done = done.and_then(|()| data.finish(run, stream));
    // Half a volume is none. A file that was there before stays, as with virsh.
    if done.is_err() && made == Some(true) {
        run.face.remove_file(&file);
    }
    done
}

/// `VIR_DOMAIN_SAVE_RUNNING` and `_PAUSED`.
pub(super) const STATE_AFTER: &[(&str, u32)] = &[("running", 2), ("paused", 4)];

pub(crate) fn save_image_define(run: &mut Run<'_>) -> Done {
    let flags = run.flags(STATE_AFTER);
    let (image, file) = (run.needed("file")?, run.needed("xml")?);
    let document = run.read_file(&file)?;
    let args = [run.conn(), image[..].into(), document.into(), flags.into()];
    run.call_or(FunctionId::DomainSaveImageDefineXML, args, &format!("Failed to update {image}"))?;
    extra!(run, "State file {image} updated.\n");
    Ok(())
}

pub(crate) fn managedsave_define(run: &mut Run<'_>) -> Done {
    let flags = run.flags(STATE_AFTER);
    run.exclusive("running", "paused")?;
    let file = run.needed("xml")?;
    let document = run.read_file(&file)?;
    let domain = run.domain()?;
    let args = [domain.clone(), document.into(), flags.into()];
    let done = run.perform(FunctionId::DomainManagedSaveDefineXML, args).ok();
    let name = run.keeping_error(|run| run.name_of(&domain));
    if !done {
        fail!(run, "Failed to update {name} XML configuration");
    }
    extra!(run, "Managed save state file of domain '{name}' updated.\n");
    Ok(())
}

fn port_uuid(run: &mut Run<'_>, port: &Value) -> Option<String> {
    let got = run.perform(FunctionId::NetworkPortGetUUIDString, [port.clone()]);
    got.ok().then(|| text(out(&got, "buf")))
}

pub(crate) fn net_port_list(run: &mut Run<'_>) -> Done {
    if run.has("table") && run.has("uuid") {
        fail!(run, "Only one argument from --table and --uuid may be specified.");
    }
    let network = run.network()?;
    let got = run.call(FunctionId::NetworkListAllPorts, [network, Value::Out, 0.into()])?;
    let mut uuids = Vec::new();
    for port in items(out(&got, "ports")) {
        let Some(uuid) = port_uuid(run, port) else { fail!(run, "Failed to get network's UUID") };
        uuids.push(uuid);
    }
    if run.has("uuid") {
        uuids.iter().for_each(|uuid| say!(run, "{uuid}\n"));
        return Ok(());
    }
    let mut grid = Grid::new(&["UUID"]);
    uuids.into_iter().for_each(|uuid| grid.row([uuid]));
    run.table(&grid);
    Ok(())
}

pub(crate) fn net_port_create(run: &mut Run<'_>) -> Done {
    let network = run.network()?;
    let file = run.needed("file")?;
    let flags = run.flags(&[("validate", 2)]);
    let document = run.read_file(&file)?;
    let args = [network, document.into(), flags.into()];
    let failed = format!("Failed to create network from {file}");
    let made = run.call_or(FunctionId::NetworkPortCreateXML, args, &failed)?;
    let uuid = port_uuid(run, &made.ret).unwrap_or_default();
    extra!(run, "Network port {uuid} created from {file}\n");
    Ok(())
}

/// The port that was named. virsh takes a failure to find it for a success, and so tells no more.
fn port(run: &mut Run<'_>) -> Option<Value> {
    let network = run.network();
    let network = match network {
        Ok(network) => network,
        Err(Failed) => {
            run.forget();
            return None;
        }
    };
    let uuid = run.needed("port").ok()?;
    let found = run.perform(FunctionId::NetworkPortLookupByUUIDString, [network, uuid[..].into()]);
    if found.ok() {
        return Some(found.ret);
    }
    run.error(&format!("failed to get network port '{uuid}'"));
    run.forget();
    None
}

pub(crate) fn net_port_dumpxml(run: &mut Run<'_>) -> Done {
    let Some(port) = port(run) else { return Ok(()) };
    let got = run.perform(FunctionId::NetworkPortGetXMLDesc, [port, 0.into()]);
    match got.ok() {
        true => run.document(&text(&got.ret)),
        false => Ok(()),
    }
}

pub(crate) fn net_port_delete(run: &mut Run<'_>) -> Done {
    let Some(port) = port(run) else { return Ok(()) };
    let Some(uuid) = port_uuid(run, &port) else { return Ok(()) };
    match run.perform(FunctionId::NetworkPortDelete, [port, 0.into()]).ok() {
        true => extra!(run, "Network port {uuid} deleted\n"),
        false => run.error(&format!("Failed to delete network port {uuid}")),
    }
    Ok(())
}
