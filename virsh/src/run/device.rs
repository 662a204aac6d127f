//! Devices: attached, detached, changed; displays.

use virtlab_core::api::{FunctionId, Value};

use super::options::{CONFIG, LIVE};
use super::{Done, Failed, Run, extra, fail, say};
use crate::xml;

/// The domain, the file's name, its document, and the flags of `--live`, `--config`, `--persistent` and `--current`.
struct Change {
    domain: Value,
    from: String,
    document: String,
    flags: u32,
}

/// The functions that attach and detach a device, without flags and with them.
pub(super) const ATTACH: [FunctionId; 2] =
    [FunctionId::DomainAttachDevice, FunctionId::DomainAttachDeviceFlags];
pub(super) const DETACH: [FunctionId; 2] =
    [FunctionId::DomainDetachDevice, FunctionId::DomainDetachDeviceFlags];

/// The flags of `--live`, `--config`, `--persistent` and `--current`, as far as they are known without the domain.
pub(super) fn impact(run: &mut Run<'_>) -> Result<u32, Failed> {
    run.exclusive("persistent", "current")?;
    let flags = run.impact()?;
    Ok(if run.has("persistent") { flags | CONFIG } else { flags })
}

/// What `--persistent` adds for a domain that is active.
pub(super) fn live_too(run: &mut Run<'_>, domain: &Value) -> u32 {
    if run.has("persistent") && run.active(domain) { LIVE } else { 0 }
}

/// Attaches or detaches a device, by the function with flags only if there are any.
pub(super) fn send(
    run: &mut Run<'_>,
    [plain, with_flags]: [FunctionId; 2],
    domain: Value,
    document: String,
    flags: u32,
    failed: &str,
) -> Done {
    if flags != 0 || run.has("current") {
        run.call_or(with_flags, [domain, document.into(), flags.into()], failed)?;
    } else {
        run.call_or(plain, [domain, document.into()], failed)?;
    }
    Ok(())
}

fn change(run: &mut Run<'_>) -> Result<Change, Failed> {
    let mut flags = impact(run)?;
    let domain = run.domain()?;
    let from = run.needed("file")?;
    flags |= live_too(run, &domain);
    let document = run.read_file(&from)?;
    Ok(Change { domain, from, document, flags })
}

pub(crate) fn attach(run: &mut Run<'_>) -> Done {
    let Change { domain, from, document, flags } = change(run)?;
    send(run, ATTACH, domain, document, flags, &format!("Failed to attach device from {from}"))?;
    extra!(run, "Device attached successfully\n");
    Ok(())
}

pub(crate) fn detach(run: &mut Run<'_>) -> Done {
    let Change { domain, from, document, flags } = change(run)?;
    send(run, DETACH, domain, document, flags, &format!("Failed to detach device from {from}"))?;
    extra!(run, "Device detached successfully\n");
    Ok(())
}

pub(crate) fn update(run: &mut Run<'_>) -> Done {
    /// `VIR_DOMAIN_DEVICE_MODIFY_FORCE`.
    const FORCE: u32 = 4;
    let Change { domain, from, document, flags } = change(run)?;
    let flags = flags | run.flags(&[("force", FORCE)]);
    let failed = format!("Failed to update device from {from}");
    run.call_or(FunctionId::DomainUpdateDeviceFlags, [domain, document.into(), flags.into()], &failed)?;
    extra!(run, "Device updated successfully\n");
    Ok(())
}

pub(crate) fn detach_alias(run: &mut Run<'_>) -> Done {
    let flags = run.impact()?;
    let domain = run.domain()?;
    let alias = run.needed("alias")?;
    let failed = format!("Failed to detach device with alias {alias}");
    run.call_or(FunctionId::DomainDetachDeviceAlias, [domain, alias.into(), flags.into()], &failed)?;
    extra!(run, "Device detach request sent successfully\n");
    Ok(())
}

/// The first graphics of a type.
fn graphics<'e, 'a>(root: &'e xml::Node<'a>, kind: &str) -> Option<&'e xml::Node<'a>> {
    xml::all(root, "devices/graphics").into_iter().find(|graphics| graphics.attribute("type") == Some(kind))
}

/// Where a display of a type is reached: `vnc://localhost:0`.
fn display(graphics: &xml::Node<'_>, scheme: &str) -> Option<String> {
    let port_of =
        |name: &str| graphics.attribute(name).and_then(|port| port.parse::<i32>().ok()).unwrap_or(0);
    let (port, tls_port) = (port_of("port"), port_of("tlsPort"));
    let listen = graphics.child("listen");
    let by_socket = listen.filter(|listen| listen.attribute("type") == Some("socket"));
    let socket = by_socket.and_then(|listen| listen.attribute("socket"));
    if port == 0 && tls_port == 0 && socket.is_none() {
        return None;
    }
    let address = match graphics.attribute("listen") {
        Some("0.0.0.0" | "::") => None,
        Some(address) => Some(address),
        None => listen.and_then(|listen| listen.attribute("address")),
    };
    let password = graphics.attribute("passwd");
    let mut uri = format!("{scheme}{}://", if socket.is_some() { "+unix" } else { "" });
    if let Some(password) = password.filter(|_| scheme == "vnc") {
        uri += &format!(":{password}@");
    }
    match (socket, address) {
        (Some(socket), _) => uri += socket,
        (None, None) => uri += "localhost",
        (None, Some(address)) if address.contains(':') => uri += &format!("[{address}]"),
        (None, Some(address)) => uri += address,
    }
    if port != 0 {
        uri += &format!(":{}", if scheme == "vnc" { port - 5900 } else { port });
    }
    let mut rest = Vec::new();
    if tls_port != 0 {
        rest.push(format!("tls-port={tls_port}"));
    }
    rest.extend(password.filter(|_| scheme == "spice").map(|password| format!("password={password}")));
    if !rest.is_empty() {
        uri += &format!("?{}", rest.join("&"));
    }
    Some(uri)
}

pub(crate) fn domdisplay(run: &mut Run<'_>) -> Done {
    run.exclusive("all", "type")?;
    let all = run.has("all");
    let domain = run.domain()?;
    if !run.active(&domain) {
        fail!(run, "Domain is not running");
    }
    let flags = run.flags(&[("include-password", 1)]);
    let wanted = run.text("type")?;
    let text = run.xml_of(&domain, flags)?;
    let Some(root) = xml::root(&text) else { fail!(run, "Failed to parse domain description xml") };
    let mut found = false;
    for scheme in ["vnc", "spice", "rdp"] {
        if wanted.as_deref().is_some_and(|wanted| wanted != scheme) {
            continue;
        }
        if let Some(uri) = graphics(&root, scheme).and_then(|graphics| display(graphics, scheme)) {
            say!(run, "{uri}");
            found = true;
            if !all {
                break;
            }
            say!(run, "\n");
        }
    }
    match (found, wanted) {
        (true, _) => Ok(()),
        (false, Some(wanted)) => fail!(run, "No graphical display with type '{wanted}' found"),
        (false, None) => fail!(run, "No graphical display found"),
    }
}

pub(crate) fn vncdisplay(run: &mut Run<'_>) -> Done {
    let domain = run.domain()?;
    if !run.active(&domain) {
        fail!(run, "Domain is not running");
    }
    let text = run.xml_of(&domain, 0)?;
    let Some(root) = xml::root(&text) else { fail!(run, "Failed to parse domain description xml") };
    let vnc = graphics(&root, "vnc");
    let port = vnc.and_then(|vnc| vnc.attribute("port")?.parse::<i32>().ok());
    let (Some(vnc), Some(port)) = (vnc, port) else {
        fail!(run, "Failed to get VNC port. Is this domain using VNC?")
    };
    let listen =
        vnc.attribute("listen").map(str::to_owned).or_else(|| xml::attribute(vnc, "listen", "address"));
    match listen.filter(|address| address != "0.0.0.0") {
        None => say!(run, ":{}\n", port - 5900),
        Some(address) => say!(run, "{address}:{}\n", port - 5900),
    }
    Ok(())
}

pub(crate) fn ttyconsole(run: &mut Run<'_>) -> Done {
    let domain = run.domain()?;
    let text = run.xml_of(&domain, 0)?;
    let Some(root) = xml::root(&text) else { fail!(run, "Failed to parse domain description xml") };
    let consoles = xml::all(&root, "devices/console");
    let Some(tty) = consoles.iter().find_map(|console| console.attribute("tty")) else { return Err(Failed) };
    say!(run, "{tty}\n");
    Ok(())
}
