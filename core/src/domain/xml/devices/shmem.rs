//! Shared memory: `virDomainShmemDefParseXML`, `virDomainShmemDefValidate` and `virDomainShmemDefFormat` of libvirt.

use super::info::{self, Allow};
use super::{unsupported, xml_error};
use crate::domain::config::devices::Shmem;
use crate::domain::config::devices::memory::{Msi, ShmemModel};
use crate::domain::xml::ParseFlags;
use crate::ground::Result;
use crate::ground::path::sanitized;
use crate::ground::scale::Scaled;
use crate::ground::xml::{Attribute, Element, Prop, Writer};

/// Reads a `<shmem>`.
pub(super) fn parse(element: &Element<'_>, flags: ParseFlags) -> Result<Shmem> {
    let mut model = ShmemModel::Ivshmem;
    if let Some(element) = element.child("model") {
        model = Attribute::read(element, "type")?;
    }
    let name = element.attribute("name");
    let name = name.ok_or_else(|| xml_error("shmem element must contain 'name' attribute"))?;
    let mut role = None;
    if model != ShmemModel::Ivshmem {
        role = Attribute::read(element, "role")?;
    }
    let scaled = Scaled { xpath: "./size[1]", scale: 1, limit: u64::MAX, required: false };
    let size = scaled.read_element(element.child("size"))?.unwrap_or(0);
    let server = element.child("server").map(|server| server.attribute("path").map(sanitized));
    let msi = element.child("msi").map(parse_msi).transpose()?;
    if msi.is_some() && server.is_none() {
        return Err(xml_error("msi option is only supported with a server"));
    }
    let info = info::parse(element, Allow::Neither, flags)?;
    Ok(Shmem { name: name.into(), role, model, size, server, msi, info })
}

fn parse_msi(msi: &Element<'_>) -> Result<Msi> {
    let vectors = msi.prop_u32("vectors", 0, Prop::NONE)?.unwrap_or(0);
    Ok(Msi { vectors, ioeventfd: Attribute::read(msi, "ioeventfd")? })
}

/// Checks its name.
pub(super) fn validate(shmem: &Shmem) -> Result<()> {
    match &*shmem.name {
        name if name.contains('/') => Err(unsupported("shmem name cannot include '/' character")),
        name @ ("." | "..") => Err(unsupported(format!("shmem name cannot be equal to '{name}'"))),
        _ => Ok(()),
    }
}

/// Writes shared memory.
pub(super) fn format(shmem: &Shmem, w: &mut Writer) {
    w.start("shmem").attr("name", &shmem.name).opt_attr("role", shmem.role).block(|w| {
        w.start("model").attr("type", shmem.model).empty();
        if shmem.size != 0 {
            w.start("size").attr("unit", "M").text(shmem.size >> 20);
        }
        if let Some(path) = &shmem.server {
            w.start("server").opt_attr("path", path.as_deref()).empty();
        }
        if let Some(msi) = &shmem.msi {
            msi.vectors.write(w.start("msi"), "vectors").opt_attr("ioeventfd", msi.ioeventfd).empty();
        }
        info::format(&shmem.info, w);
    });
}
