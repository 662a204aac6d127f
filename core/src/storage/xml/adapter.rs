//! `<adapter>` of a SCSI pool: `storage_adapter_conf` of libvirt.

use super::wrong;
use crate::domain::{is_wwn, parse_pci, pci_attributes};
use crate::ground::xml::{Element, Prop, Writer};
use crate::ground::{ErrorDomain, Result, VirError, number};
use crate::storage::config::{Adapter, FcHost, ScsiHost};
use crate::words;

words! {
    /// `<adapter type='…'>`. `virStorageAdapterType` of libvirt, without its default.
    enum AdapterType { ScsiHost "scsi_host", FcHost "fc_host" }
}

/// Reads an adapter; none is said by one that has neither type nor name.
pub(super) fn parse_adapter(element: &Element<'_>) -> Result<Option<Adapter>> {
    let own = |name: &str| element.attribute(name).map(Into::into);
    Ok(match element.prop_word("type", Prop::NONE)? {
        None => parse_legacy(element)?,
        Some(AdapterType::ScsiHost) => Some(Adapter::ScsiHost(parse_scsi_host(element)?)),
        Some(AdapterType::FcHost) => Some(Adapter::FcHost(Box::new(FcHost {
            managed: element.prop_word("managed", Prop::NONE)?,
            parent: own("parent"),
            parent_wwnn: own("parent_wwnn"),
            parent_wwpn: own("parent_wwpn"),
            parent_fabric_wwn: own("parent_fabric_wwn"),
            wwnn: own("wwnn"),
            wwpn: own("wwpn"),
        }))),
    })
}

/// As adapters were before they had types: a name and no more.
fn parse_legacy(element: &Element<'_>) -> Result<Option<Adapter>> {
    if ["wwnn", "wwpn", "parent"].iter().any(|name| element.attribute(name).is_some()) {
        return Err(wrong(
            "Use of 'wwnn', 'wwpn', and 'parent' attributes requires use of the adapter 'type'",
        ));
    }
    if element.child("parentaddr").is_some() {
        return Err(wrong("Use of 'parentaddr' element requires use of the adapter 'type'"));
    }
    let name = element.attribute("name").map(Into::into);
    Ok(name.map(|name| Adapter::ScsiHost(ScsiHost { name: Some(name), parent: None })))
}

fn parse_scsi_host(element: &Element<'_>) -> Result<ScsiHost> {
    let name = element.attribute("name").map(Into::into);
    let Some(parent) = element.child("parentaddr") else { return Ok(ScsiHost { name, parent: None }) };
    let address = element.path("parentaddr/address");
    let address = parse_pci(address.ok_or_else(|| wrong("Missing scsi_host PCI address element"))?)?;
    let id = parent.attribute("unique_id").and_then(|text| number::to_i32(text, 10)).filter(|id| *id >= 0);
    let id = id.ok_or_else(|| wrong("Missing or invalid scsi adapter 'unique_id' value"))?;
    Ok(ScsiHost { name, parent: Some(Box::new((address, id))) })
}

/// `virStorageAdapterValidate`.
pub(super) fn validate_adapter(adapter: Option<&Adapter>) -> Result<()> {
    match adapter {
        None => Err(wrong("missing storage pool source adapter")),
        Some(Adapter::FcHost(host)) => validate_fc_host(host),
        Some(Adapter::ScsiHost(host)) => match (&host.name, &host.parent) {
            (None, None) => {
                Err(wrong("Either 'name' or 'parent' must be specified for the 'scsi_host' adapter"))
            }
            (Some(_), Some(_)) => {
                Err(wrong("Both 'name' and 'parent' cannot be specified for the 'scsi_host' adapter"))
            }
            _ => Ok(()),
        },
    }
}

fn validate_fc_host(host: &FcHost) -> Result<()> {
    let (Some(wwnn), Some(wwpn)) = (host.wwnn.as_deref(), host.wwpn.as_deref()) else {
        return Err(wrong("'wwnn' and 'wwpn' must be specified for adapter type 'fchost'"));
    };
    validate_wwn(wwnn)?;
    validate_wwn(wwpn)?;
    let also = |given: &str, name: &str, other: &str| {
        Err(wrong(format!("when providing {name}='{given}', the {other} must also be provided")))
    };
    match (&host.parent_wwnn, &host.parent_wwpn) {
        (Some(wwnn), None) => return also(wwnn, "parent_wwnn", "parent_wwpn"),
        (None, Some(wwpn)) => return also(wwpn, "parent_wwpn", "parent_wwnn"),
        _ => {}
    }
    let others = [&host.parent_wwnn, &host.parent_wwpn, &host.parent_fabric_wwn];
    others.into_iter().flatten().try_for_each(|wwn| validate_wwn(wwn))
}

/// `virValidateWWN` of libvirt.
fn validate_wwn(wwn: &str) -> Result<()> {
    match is_wwn(wwn) {
        true => Ok(()),
        false => Err(VirError::internal(ErrorDomain::None, format!("Malformed wwn: {wwn}"))),
    }
}

/// Writes an adapter.
pub(super) fn format_adapter(adapter: &Adapter, w: &mut Writer) {
    match adapter {
        Adapter::FcHost(host) => {
            let tag = w.start("adapter").attr("type", AdapterType::FcHost);
            let tag = tag.opt_attr("parent", host.parent.as_deref());
            let tag = tag.opt_attr("parent_wwnn", host.parent_wwnn.as_deref());
            let tag = tag.opt_attr("parent_wwpn", host.parent_wwpn.as_deref());
            let tag = tag.opt_attr("parent_fabric_wwn", host.parent_fabric_wwn.as_deref());
            let tag = tag.opt_attr("managed", host.managed);
            tag.opt_attr("wwnn", host.wwnn.as_deref()).opt_attr("wwpn", host.wwpn.as_deref()).empty();
        }
        Adapter::ScsiHost(host) => {
            let tag = w.start("adapter").attr("type", AdapterType::ScsiHost);
            // libvirt does not escape the name.
            tag.opt_attr_as_is("name", host.name.as_deref()).inside(|w| {
                let Some((address, id)) = host.parent.as_deref() else { return };
                w.start("parentaddr").attr("unique_id", id).inside(|w| {
                    pci_attributes(address, w.start("address")).empty();
                });
            });
        }
    }
}
