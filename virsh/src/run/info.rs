//! What is told about a domain: states, identity, its devices.

use virtlab_core::api::{FunctionId, Value};

use super::calls::{items, member, number, out, text};
use super::look::{ID, NAME, UUID};
use super::states::{reason_name, state_name};
use super::{Done, Run, fail, say};
use crate::grid::Grid;
use crate::xml;

pub(crate) fn domstate(run: &mut Run<'_>) -> Done {
    let domain = run.domain()?;
    let (state, reason) = run.state_of(&domain)?;
    if run.has("reason") {
        say!(run, "{} ({})\n", state_name(state), reason_name(state, reason));
    } else {
        say!(run, "{}\n", state_name(state));
    }
    Ok(())
}

pub(crate) fn domid(run: &mut Run<'_>) -> Done {
    let domain = run.domain_by(NAME | UUID)?;
    let id = run.id_of(&domain).map_or_else(|| "-".to_owned(), |id| id.to_string());
    say!(run, "{id}\n");
    Ok(())
}

pub(crate) fn domname(run: &mut Run<'_>) -> Done {
    let domain = run.domain_by(ID | UUID)?;
    let name = run.name_of(&domain);
    say!(run, "{name}\n");
    Ok(())
}

pub(crate) fn domuuid(run: &mut Run<'_>) -> Done {
    let domain = run.domain_by(NAME | ID)?;
    let got = run.call(FunctionId::DomainGetUUIDString, [domain])?;
    say!(run, "{}\n", text(out(&got, "buf")));
    Ok(())
}

pub(crate) fn dominfo(run: &mut Run<'_>) -> Done {
    let domain = run.domain()?;
    let one = |domain: &Value| [domain.clone()];
    let id = run.id_of(&domain).map_or_else(|| "-".to_owned(), |id| id.to_string());
    run.pair("Id:", id);
    let name = run.name_of(&domain);
    run.pair("Name:", name);
    let uuid = run.perform(FunctionId::DomainGetUUIDString, one(&domain));
    run.pair("UUID:", text(out(&uuid, "buf")));
    if let Some(os) = run.ask_text(FunctionId::DomainGetOSType, one(&domain)) {
        run.pair("OS Type:", os);
    }
    let info = run.perform(FunctionId::DomainGetInfo, one(&domain));
    if info.ok() {
        usage(run, out(&info, "info"));
    }
    match run.ask(FunctionId::DomainIsPersistent, one(&domain)) {
        -1 => run.pair("Persistent:", "unknown"),
        yes => run.yes_no("Persistent:", yes == 1),
    }
    for (label, id) in [
        ("Autostart:", FunctionId::DomainGetAutostart),
        ("Autostart Once:", FunctionId::DomainGetAutostartOnce),
    ] {
        let autostart = run.perform(id, one(&domain));
        if autostart.ok() {
            let on = number(out(&autostart, "autostart")) != 0;
            run.pair(label, if on { "enable" } else { "disable" });
        } else {
            run.forget();
        }
    }
    match run.ask(FunctionId::DomainHasManagedSaveImage, [domain.clone(), 0.into()]) {
        -1 => run.pair("Managed save:", "unknown"),
        yes => run.yes_no("Managed save:", yes == 1),
    }
    security(run, &domain)?;
    if info.ok() { Ok(()) } else { Err(super::Failed) }
}

fn usage(run: &mut Run<'_>, info: &Value) {
    run.pair("State:", state_name(number(member(info, "state"))));
    run.pair("CPU(s):", number(member(info, "nrVirtCpu")));
    let time = member(info, "cpuTime").as_u64().unwrap_or(0);
    if time != 0 {
        run.pair("CPU time:", format_args!("{:.1}s", time as f64 / 1e9));
    }
    match member(info, "maxMem").as_u64().unwrap_or(0) {
        max if max == u64::from(u32::MAX) => run.pair("Max memory:", "no limit"),
        max => run.pair("Max memory:", format_args!("{max} KiB")),
    }
    run.pair("Used memory:", format_args!("{} KiB", member(info, "memory").as_u64().unwrap_or(0)));
}

fn security(run: &mut Run<'_>, domain: &Value) -> Done {
    let model = run.perform(FunctionId::NodeGetSecurityModel, [run.conn()]);
    if !model.ok() {
        if !run.unsupported() {
            return Err(super::Failed);
        }
        run.forget();
        return Ok(());
    }
    let model = out(&model, "secmodel").clone();
    if text(member(&model, "model")).is_empty() {
        return Ok(());
    }
    run.pair("Security model:", text(member(&model, "model")));
    run.pair("Security DOI:", text(member(&model, "doi")));
    let label = run.call(FunctionId::DomainGetSecurityLabel, [domain.clone()])?;
    let label = out(&label, "seclabel");
    let enforcing = if number(member(label, "enforcing")) != 0 { "enforcing" } else { "permissive" };
    if !text(member(label, "label")).is_empty() {
        run.pair("Security label:", format_args!("{} ({enforcing})", text(member(label, "label"))));
    }
    Ok(())
}

/// The text of a domain's description, inactive if that was asked for.
fn described(run: &mut Run<'_>) -> Result<String, super::Failed> {
    let domain = run.domain()?;
    let flags = run.flags(&[("inactive", 2)]);
    run.xml_of(&domain, flags)
}

fn dash(text: Option<String>) -> String {
    text.unwrap_or_else(|| "-".to_owned())
}

/// `nvme://0000:01:00.0/1`: the address of a disk that is an NVMe namespace.
fn nvme(disk: &xml::Node<'_>) -> Option<String> {
    let source = disk.child("source")?;
    let address = source.child("address")?;
    let part = |name: &str| {
        let text = address.attribute(name)?;
        u32::from_str_radix(text.trim_start_matches("0x"), 16).ok()
    };
    let (domain, bus, slot) = (part("domain")?, part("bus")?, part("slot")?);
    let (function, namespace) = (part("function")?, source.attribute("namespace")?);
    Some(format!("nvme://{domain:04x}:{bus:02x}:{slot:02x}.{function}/{namespace}"))
}

pub(crate) fn domblklist(run: &mut Run<'_>) -> Done {
    let details = run.has("details");
    let text = described(run)?;
    let Some(root) = xml::root(&text) else { fail!(run, "Failed to parse domain description xml") };
    let header = ["Type", "Device", "Target", "Source"];
    let mut grid = Grid::new(if details { &header } else { &header[2..] });
    for disk in xml::all(&root, "devices/disk") {
        let kind = disk.attribute("type").unwrap_or_default();
        let Some(target) = xml::attribute(disk, "target", "dev") else {
            fail!(run, "unable to query block list")
        };
        let source = if kind == "nvme" {
            nvme(disk)
        } else {
            xml::first_attribute(disk, "source", &["file", "dev", "dir", "name", "volume", "path"])
        };
        let device = disk.attribute("device").unwrap_or_default();
        let row = [kind.to_owned(), device.to_owned(), target, dash(source)];
        grid.row(&row[if details { 0 } else { 2 }..]);
    }
    run.table(&grid);
    Ok(())
}

pub(crate) fn domiflist(run: &mut Run<'_>) -> Done {
    let text = described(run)?;
    let Some(root) = xml::root(&text) else { fail!(run, "Failed to parse domain description xml") };
    let mut grid = Grid::new(&["Interface", "Type", "Source", "Model", "MAC"]);
    for interface in xml::all(&root, "devices/interface") {
        let of = |child: &str, names: &[&str]| dash(xml::first_attribute(interface, child, names));
        grid.row([
            of("target", &["dev"]),
            interface.attribute("type").unwrap_or_default().to_owned(),
            of("source", &["bridge", "dev", "network", "name", "path"]),
            of("model", &["type"]),
            of("mac", &["address"]),
        ]);
    }
    run.table(&grid);
    Ok(())
}

/// The MAC address in libvirt's own form, if it is one.
pub(super) fn mac(text: &str) -> Option<String> {
    let bytes: Vec<u8> =
        text.split(':').map(|part| u8::from_str_radix(part, 16).ok()).collect::<Option<_>>()?;
    let parts: Vec<String> = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    (bytes.len() == 6).then(|| parts.join(":"))
}

pub(crate) fn domif_getlink(run: &mut Run<'_>) -> Done {
    let name = run.needed("interface")?;
    let flags = run.flags(&[("config", 2)]);
    let domain = run.domain()?;
    let text = run.xml_of(&domain, flags)?;
    let Some(root) = xml::root(&text) else { fail!(run, "Failed to parse domain description xml") };
    let address = mac(&name);
    let mut found = xml::all(&root, "devices/interface");
    found.retain(|interface| {
        xml::attribute(interface, "mac", "address").is_some_and(|mac| Some(mac) == address)
            || xml::attribute(interface, "target", "dev").is_some_and(|dev| dev == name)
    });
    match (&found[..], address) {
        ([interface], _) => {
            let state = xml::attribute(interface, "link", "state").unwrap_or_else(|| "up".to_owned());
            say!(run, "{name} {state}");
            Ok(())
        }
        ([], Some(address)) => fail!(run, "Interface (mac: {address}) not found."),
        ([], None) => fail!(run, "Interface (dev: {name}) not found."),
        _ => fail!(run, "multiple matching interfaces found"),
    }
}

pub(crate) fn domcontrol(run: &mut Run<'_>) -> Done {
    let domain = run.domain()?;
    let got = run.call(FunctionId::DomainGetControlInfo, [domain, Value::Out, 0.into()])?;
    let info = out(&got, "info").clone();
    let (state, details) = (number(member(&info, "state")), number(member(&info, "details")));
    let name = match state {
        0 => "ok",
        1 => "background job",
        2 => "occupied",
        3 => "error",
        _ => "unknown",
    };
    match state {
        3 if details > 0 => {
            let reasons = ["", "unknown", "monitor failure", "internal (locking) error"];
            let reason = usize::try_from(details).ok().and_then(|at| reasons.get(at)).unwrap_or(&"unknown");
            say!(run, "{name}: {reason}\n");
        }
        0 | 3 => say!(run, "{name}\n"),
        _ => {
            let seconds = member(&info, "stateTime").as_u64().unwrap_or(0) as f64 / 1000.0;
            say!(run, "{name} ({seconds:.3}s)\n");
        }
    }
    Ok(())
}

pub(crate) fn domblkerror(run: &mut Run<'_>) -> Done {
    let domain = run.domain()?;
    let first = [domain.clone(), Value::Null, 0.into(), 0.into()];
    let count = number(&run.call(FunctionId::DomainGetDiskErrors, first)?.ret);
    if count == 0 {
        say!(run, "No errors found\n");
        return Ok(());
    }
    let got = run.call(FunctionId::DomainGetDiskErrors, [domain, Value::Out, count.into(), 0.into()])?;
    for error in items(out(&got, "errors")) {
        let why = match number(member(error, "error")) {
            0 => "no error",
            1 => "unspecified error",
            2 => "no space",
            _ => "unknown error",
        };
        say!(run, "{}: {why}\n", text(member(error, "disk")));
    }
    Ok(())
}
