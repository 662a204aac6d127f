//! Devices that are found in a domain's description, changed there, and handed back to libvirt.

use std::borrow::Cow;

use virtlab_core::api::{FunctionId, Value};
use virtlab_core::ground::xml::{Element, Node, Writer};

use super::calls::text;
use super::device::{DETACH, impact, live_too, send};
use super::info::mac;
use super::options::{CONFIG, LIVE};
use super::{Done, Failed, Run, extra, fail, say};
use crate::xml;

/// `VIR_DOMAIN_XML_INACTIVE`.
const INACTIVE: u32 = 2;

/// An element as it stands in its document.
fn shown(element: &Element<'_>) -> String {
    let mut w = Writer::new();
    w.verbatim(element);
    let mut text = w.finish();
    text.pop();
    text
}

fn set(element: &mut Element<'_>, name: &'static str, value: &str) {
    match element.attributes.iter_mut().find(|(key, _)| key == name) {
        Some((_, old)) => *old = Cow::Owned(value.to_owned()),
        None => element.attributes.push((Cow::Borrowed(name), Cow::Owned(value.to_owned()))),
    }
}

/// A child, made behind the others if there is none.
fn child<'e, 'a>(element: &'e mut Element<'a>, name: &'static str) -> Option<&'e mut Element<'a>> {
    if element.child(name).is_none() {
        let position = element.position;
        let new =
            Element { name: Cow::Borrowed(name), attributes: Vec::new(), children: Vec::new(), position };
        element.children.push(Node::Element(new));
    }
    element.children.iter_mut().find_map(|node| match node {
        Node::Element(found) if found.name == name => Some(found),
        _ => None,
    })
}

impl Run<'_> {
    /// A domain's description, without words of virsh's own if it cannot be had.
    fn plain_xml(&mut self, domain: &Value, flags: u32) -> Result<String, Failed> {
        Ok(text(&self.call(FunctionId::DomainGetXMLDesc, [domain.clone(), flags.into()])?.ret))
    }
}

/// The disk that a target or a source names. `changeable` looks only at what takes media.
fn find_disk<'a>(
    run: &mut Run<'_>,
    document: &'a str,
    path: &str,
    changeable: bool,
) -> Result<Element<'a>, Failed> {
    let root = xml::root(document);
    let disks = root.as_ref().map(|root| xml::all(root, "devices/disk")).unwrap_or_default();
    if disks.is_empty() {
        fail!(run, "Failed to get disk information");
    }
    let named = |disk: &&&Element<'a>| {
        let of =
            |child: &str, name: &str| disk.child(child).and_then(|child| child.attribute(name)) == Some(path);
        of("target", "dev") || ["file", "dev", "dir", "name"].iter().any(|name| of("source", name))
    };
    let takes_media = |disk: &&&Element<'a>| {
        !changeable || disk.attribute("device").is_none_or(|device| ["cdrom", "floppy"].contains(&device))
    };
    match disks.iter().filter(takes_media).find(named) {
        Some(disk) => {
            let mut disk = (*disk).clone();
            // What is behind the image is libvirt's own to know.
            disk.children.retain(|node| !matches!(node, Node::Element(e) if e.name == "backingStore"));
            Ok(disk)
        }
        None => fail!(run, "No disk found whose source path or target is {path}"),
    }
}

pub(crate) fn detach_disk(run: &mut Run<'_>) -> Done {
    let mut flags = impact(run)?;
    let domain = run.domain()?;
    let target = run.needed("target")?;
    let document = run.plain_xml(&domain, if flags == CONFIG { INACTIVE } else { 0 })?;
    flags |= live_too(run, &domain);
    let disk = shown(&find_disk(run, &document, &target, false)?);
    if run.has("print-xml") {
        say!(run, "{disk}");
        return Ok(());
    }
    send(run, DETACH, domain, disk, flags, "Failed to detach disk")?;
    extra!(run, "Disk detached successfully\n");
    Ok(())
}

/// The interface of a type, and of a MAC address if one was given.
fn find_interface(run: &mut Run<'_>, document: &str) -> Result<String, Failed> {
    let (kind, wanted) = (run.given("type"), run.given("mac"));
    let Some(root) = xml::root(document) else { fail!(run, "Failed to get interface information") };
    let mut found = xml::all(&root, "devices/interface");
    found.retain(|interface| kind.is_none() || interface.attribute("type") == kind.as_deref());
    match (&found[..], kind) {
        ([], Some(kind)) => fail!(run, "No interface found whose type is {kind}"),
        ([], None) => fail!(run, "Domain has no interfaces"),
        _ => {}
    }
    let Some(wanted) = wanted else {
        return match &found[..] {
            [interface] => Ok(shown(interface)),
            all => fail!(
                run,
                "Domain has {} interfaces. Please specify which one to detach using --mac",
                all.len()
            ),
        };
    };
    let address = mac(&wanted);
    found.retain(|interface| {
        address.is_some()
            && xml::attribute(interface, "mac", "address").and_then(|text| mac(&text)) == address
    });
    match &found[..] {
        [interface] => Ok(shown(interface)),
        [] => fail!(run, "No interface with MAC address {wanted} was found"),
        _ => fail!(
            run,
            "Domain has multiple interfaces matching MAC address {wanted}. You must use detach-device and specify the device pci address to remove it."
        ),
    }
}

/// Detaches the interface as it is now or as it will be; tells only, with `--print-xml`.
fn detach_one(run: &mut Run<'_>, domain: &Value, now: bool, flags: u32) -> Done {
    let document = run.plain_xml(domain, if now { 0 } else { INACTIVE })?;
    let interface = find_interface(run, &document)?;
    if run.has("print-xml") {
        say!(run, "{interface}");
        return Ok(());
    }
    let [plain, with_flags] = DETACH;
    if flags != 0 || run.has("current") {
        run.call(with_flags, [domain.clone(), interface.into(), flags.into()])?;
    } else {
        run.call(plain, [domain.clone(), interface.into()])?;
    }
    Ok(())
}

pub(crate) fn detach_interface(run: &mut Run<'_>) -> Done {
    impact(run)?;
    let domain = run.domain()?;
    let failed = "Failed to detach interface";
    for name in ["type", "mac"] {
        if run.text(name).is_err() {
            fail!(run, "{failed}");
        }
    }
    let at_boot = run.has("config") || run.has("persistent");
    if at_boot && detach_one(run, &domain, false, CONFIG).is_err() {
        fail!(run, "{failed}");
    }
    let now = run.has("live") || run.has("persistent") && run.active(&domain);
    if now || !at_boot {
        let done = detach_one(run, &domain, true, if now { LIVE } else { 0 });
        match done {
            Err(Failed) if !run.has("print-xml") => fail!(run, "{failed}"),
            done => done?,
        }
    }
    if !run.has("print-xml") {
        extra!(run, "Interface detached successfully\n");
    }
    Ok(())
}

/// A disk with other media. `eject` and `insert` say what has to be there before.
fn other_media(
    run: &mut Run<'_>,
    disk: &mut Element<'_>,
    path: &str,
    source: Option<&str>,
    [eject, insert]: [bool; 2],
) -> Done {
    if !disk.attribute("device").is_some_and(|device| ["cdrom", "floppy"].contains(&device)) {
        fail!(run, "The disk device '{path}' is not removable");
    }
    let block = run.has("block") && !eject;
    let had = disk.child("source").cloned();
    match (eject, &had, source) {
        (true, None, _) => fail!(run, "The disk device '{path}' doesn't have media"),
        (false, _, None) => fail!(run, "New disk media source was not specified"),
        _ => {}
    }
    let named = |source: &Element<'_>| {
        ["file", "dev", "dir", "pool", "name"].iter().any(|name| source.attribute(name).is_some())
    };
    if insert && had.as_ref().is_some_and(named) {
        fail!(run, "The disk device '{path}' already has media");
    }
    let first = disk.children.iter().position(|node| matches!(node, Node::Element(e) if e.name == "source"));
    if let Some(first) = first {
        disk.children.remove(first);
    }
    set(disk, "type", if block { "block" } else { "file" });
    if let (false, Some(new)) = (eject, source)
        && let Some(element) = child(disk, "source")
    {
        set(element, if block { "dev" } else { "file" }, new);
        if let Some(policy) = had.as_ref().and_then(|had| had.attribute("startupPolicy")) {
            set(element, "startupPolicy", policy);
        }
    }
    Ok(())
}

pub(crate) fn change_media(run: &mut Run<'_>) -> Done {
    /// `VIR_DOMAIN_DEVICE_MODIFY_FORCE`.
    const FORCE: u32 = 4;
    for (one, other) in [("eject", "insert"), ("eject", "update"), ("insert", "update"), ("eject", "block")] {
        run.exclusive(one, other)?;
    }
    let source = run.text("source")?;
    let eject = run.has("eject") || run.has("update") && source.is_none();
    let insert = run.has("insert");
    let (action, done) = match (eject, insert) {
        (true, _) => ("eject", "Successfully ejected media."),
        (_, true) => ("insert", "Successfully inserted media."),
        _ => ("update", "Successfully updated media."),
    };
    let flags = run.impact()? | run.flags(&[("force", FORCE)]);
    let domain = run.domain()?;
    let path = run.needed("path")?;
    let document = run.plain_xml(&domain, if flags & CONFIG != 0 { INACTIVE } else { 0 })?;
    let mut disk = find_disk(run, &document, &path, true)?;
    other_media(run, &mut disk, &path, source.as_deref(), [eject, insert])?;
    let disk = shown(&disk);
    if run.has("print-xml") {
        say!(run, "{disk}");
        return Ok(());
    }
    let failed = format!("Failed to complete action {action} on media");
    run.call_or(FunctionId::DomainUpdateDeviceFlags, [domain, disk.into(), flags.into()], &failed)?;
    say!(run, "{done}");
    Ok(())
}

pub(crate) fn domif_setlink(run: &mut Run<'_>) -> Done {
    let domain = run.domain()?;
    let (name, state) = (run.needed("interface")?, run.needed("state")?);
    if state != "up" && state != "down" {
        fail!(run, "invalid link state '{state}'");
    }
    let config = run.has("config");
    let flags = if config || !run.active(&domain) { CONFIG } else { LIVE };
    let document = run.xml_of(&domain, if config { INACTIVE } else { 0 })?;
    let Some(root) = xml::root(&document) else { fail!(run, "Failed to parse domain description xml") };
    let all = xml::all(&root, "devices/interface");
    if all.is_empty() {
        fail!(run, "Failed to extract interface information or no interfaces found");
    }
    let named = |interface: &&&Element<'_>| {
        [("mac", "address"), ("target", "dev")].iter().any(|(child, attribute)| {
            xml::attribute(interface, child, attribute).is_some_and(|text| text.eq_ignore_ascii_case(&name))
        })
    };
    let Some(interface) = all.iter().find(named) else { fail!(run, "interface '{name}' not found") };
    let mut interface = (*interface).clone();
    if let Some(link) = child(&mut interface, "link") {
        set(link, "state", &state);
    }
    let interface = shown(&interface);
    if run.has("print-xml") {
        say!(run, "{interface}");
        return Ok(());
    }
    let args = [domain, interface.into(), flags.into()];
    run.call_or(FunctionId::DomainUpdateDeviceFlags, args, "Failed to update interface link state")?;
    extra!(run, "Device updated successfully\n");
    Ok(())
}

/// The one memory device that `--alias` or `--node` chooses, with the size that is requested of it.
fn memory_device(run: &mut Run<'_>, document: &str) -> Result<String, Failed> {
    let (alias, node) = (run.text("alias")?, run.uint("node")?);
    let Some(root) = xml::root(document) else { fail!(run, "Failed to parse domain description xml") };
    let mut found = xml::all(&root, "devices/memory");
    found.retain(|memory| match (node, &alias) {
        (Some(node), _) => xml::text(memory, "target/node").is_some_and(|text| text == node.to_string()),
        (None, Some(alias)) => xml::attribute(memory, "alias", "name").as_ref() == Some(alias),
        (None, None) => true,
    });
    let mut memory = match &found[..] {
        [] => fail!(run, "no memory device found"),
        [memory] => (*memory).clone(),
        _ => fail!(run, "multiple memory devices found, use --alias or --node to select one"),
    };
    if let Some(bytes) = run.scaled("requested-size", 1024, u64::MAX)? {
        let target = memory.child("target").and_then(|target| target.child("requested"));
        if target.is_none() {
            fail!(run, "virtio-mem device is missing <requested/>");
        }
        if let Some(requested) = child(&mut memory, "target").and_then(|target| child(target, "requested")) {
            requested.children = vec![Node::Text(Cow::Owned(bytes.div_ceil(1024).to_string()))];
        }
    }
    Ok(shown(&memory))
}

pub(crate) fn update_memory_device(run: &mut Run<'_>) -> Done {
    let flags = run.impact()?;
    run.exclusive("node", "alias")?;
    let domain = run.domain()?;
    let document = run.xml_of(&domain, if flags & CONFIG != 0 { INACTIVE } else { 0 })?;
    let memory = memory_device(run, &document)?;
    if run.has("print-xml") {
        say!(run, "{memory}");
        return Ok(());
    }
    run.call(FunctionId::DomainUpdateDeviceFlags, [domain, memory.into(), flags.into()])?;
    Ok(())
}
