//! `<shmem>`.

use super::{Context, sanitized_path, unsupported, xml_error};
use crate::domain::xml::devices::info;
use crate::ground::scale::Scaled;
use crate::ground::xml::{Element, Prop, Writer};
use crate::ground::{OnOff, Result};
use crate::words;

words! {
    /// `virDomainShmemModel` of libvirt.
    enum Model { Ivshmem "ivshmem", Plain "ivshmem-plain", Doorbell "ivshmem-doorbell" }
}
words! {
    /// `virDomainShmemRole` of libvirt, without its default.
    enum Role { Master "master", Peer "peer" }
}

/// `virDomainShmemDefParseXML` of libvirt.
pub(super) fn read(device: &Element<'_>, cx: &Context<'_, '_>, w: &mut Writer) -> Result<()> {
    let model = match device.child("model") {
        Some(model) => model.prop_word("type", Prop::NONE)?,
        None => None,
    };
    let model = model.unwrap_or(Model::Ivshmem);
    let name =
        device.attribute("name").ok_or_else(|| xml_error("shmem element must contain 'name' attribute"))?;
    let mut role: Option<Role> = None;
    if model != Model::Ivshmem {
        role = device.prop_word("role", Prop::NONE)?;
    }
    let scaled = Scaled { xpath: "./size[1]", scale: 1, limit: u64::MAX, required: false };
    let bytes = scaled.read_element(device.child("size"))?.unwrap_or(0);
    let server = device.child("server");
    let path = server.and_then(|server| server.attribute("path")).map(sanitized_path);
    let msi = device.child("msi");
    let (mut vectors, mut ioeventfd) = (None, None);
    if let Some(msi) = msi {
        vectors = msi.prop_u32("vectors", 0, Prop::NONE)?.filter(|vectors| *vectors > 0);
        ioeventfd = msi.prop_on_off("ioeventfd", Prop::NONE)?;
    }
    if msi.is_some() && server.is_none() {
        return Err(xml_error("msi option is only supported with a server"));
    }
    let info = cx.info(device)?;
    if name.contains('/') {
        return Err(unsupported("shmem name cannot include '/' character"));
    }
    if matches!(name, "." | "..") {
        return Err(unsupported(format!("shmem name cannot be equal to '{name}'")));
    }
    w.start("shmem").attr("name", name).opt_attr("role", role).block(|w| {
        w.start("model").attr("type", model).empty();
        if bytes > 0 {
            w.start("size").attr("unit", "M").text(bytes >> 20);
        }
        if server.is_some() {
            w.start("server").opt_attr("path", path).empty();
        }
        if msi.is_some() {
            let ioeventfd = ioeventfd.map(OnOff::of);
            w.start("msi").opt_attr("vectors", vectors).opt_attr("ioeventfd", ioeventfd).empty();
        }
        info::format(&info, w);
    });
    Ok(())
}
