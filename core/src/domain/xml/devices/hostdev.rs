//! Devices of the host: `virDomainHostdevDefParseXML` and `virDomainHostdevDefFormat` of libvirt.

use super::disk_validate::is_wwn;
use super::info::{self, Allow};
use super::{internal, ip_info, network_storage, secret, teaming, unsupported, xml_error};
use crate::domain::config::devices::Hostdev;
use crate::domain::config::devices::disk::Sgio;
use crate::domain::config::devices::hostdev::{
    Capability, HostdevMode, HostdevSource, MdevModel, PciDriver, PciSource, ScsiHostProtocol, ScsiProtocol,
    ScsiSource, ScsiUnit, Subsystem, UsbSource,
};
use crate::domain::config::devices::info::{DeviceInfo, PciAddress};
use crate::domain::config::devices::storage::SecretUsage;
use crate::domain::xml::{FormatOptions, ParseFlags};
use crate::ground::xml::{Attribute, Element, Prop, Writer};
use crate::ground::{OnOff, Result, Word, YesNo};

/// Reads a `<hostdev>`.
pub(super) fn parse(element: &Element<'_>, flags: ParseFlags) -> Result<Hostdev> {
    let mode = element.prop_word("mode", Prop::NONE)?.unwrap_or(HostdevMode::Subsystem);
    let (managed, source) = match mode {
        HostdevMode::Subsystem => {
            let kind = element.prop_word("type", Prop::REQUIRED)?.unwrap_or(Subsystem::Usb);
            parse_subsystem(kind, element)?
        }
        HostdevMode::Capabilities => {
            let kind = element.prop_word("type", Prop::REQUIRED)?.unwrap_or(Capability::Misc);
            (false, parse_capability(kind, element)?)
        }
    };
    let info = info::parse(element, Allow::BootAndRom, flags)?;
    let has = |name| source.subsystem() == Some(Subsystem::Scsi) && element.child(name).is_some();
    let (readonly, shareable) = (has("readonly"), has("shareable"));
    let teaming = teaming::parse(element)?;
    Ok(Hostdev { source, managed, readonly, shareable, teaming, info })
}

/// Reads the device of the host that an `<interface>` is.
pub(super) fn parse_of_interface(element: &Element<'_>) -> Result<Hostdev> {
    let mut kind = element.path_attribute("source/address", "type");
    if kind.is_none() && element.path("source/vendor").is_some() {
        kind = Some("usb");
    }
    let subsystem = kind.and_then(Subsystem::from_word).ok_or_else(|| {
        let kind = kind.unwrap_or("(null)");
        unsupported(format!("unknown host device source address type '{kind}'"))
    })?;
    let (managed, source) = parse_subsystem(subsystem, element)?;
    let info = DeviceInfo::default();
    Ok(Hostdev { source, managed, readonly: false, shareable: false, teaming: None, info })
}

/// `virDomainHostdevDefParseXMLSubsys` of libvirt: whether it is managed, and what it is.
fn parse_subsystem(kind: Subsystem, element: &Element<'_>) -> Result<(bool, HostdevSource)> {
    let managed = element.prop_yes_no("managed", Prop::NONE).ok().flatten().unwrap_or(false);
    let source = element.child("source");
    let source = source.ok_or_else(|| xml_error("Missing <source> element in hostdev device"))?;
    if kind != Subsystem::Usb && source.attribute("startupPolicy").is_some() {
        return Err(unsupported("Setting startupPolicy is only allowed for USB devices"));
    }
    let sgio: Option<Sgio> = element.prop_word("sgio", Prop::NONE)?;
    if sgio.is_some() && kind != Subsystem::Scsi {
        return Err(xml_error("sgio is only supported for scsi host device"));
    }
    let rawio: Option<YesNo> = element.prop_word("rawio", Prop::NONE)?;
    if rawio.is_some() && kind != Subsystem::Scsi {
        return Err(xml_error("rawio is only supported for scsi host device"));
    }
    if element.attribute("model").is_some() && !matches!(kind, Subsystem::Mdev | Subsystem::ScsiHost) {
        let detail = format!("'model' attribute in <hostdev> is only supported when type='{kind}'");
        return Err(xml_error(detail));
    }
    let source = match kind {
        Subsystem::Usb => HostdevSource::Usb(parse_usb(source)?),
        Subsystem::Pci => HostdevSource::Pci(Box::new(parse_pci(element, source)?)),
        Subsystem::Scsi => {
            let unit = parse_scsi(source)?;
            HostdevSource::Scsi(Box::new(ScsiSource { sgio, rawio, unit }))
        }
        Subsystem::ScsiHost => {
            let model = Attribute::read(element, "model")?;
            HostdevSource::ScsiHost { model, wwpn: parse_wwpn(source)? }
        }
        Subsystem::Mdev => parse_mdev(element, source)?,
    };
    Ok((managed, source))
}

fn parse_usb(source: &Element<'_>) -> Result<UsbSource> {
    let mut usb = UsbSource {
        startup_policy: source.prop_word("startupPolicy", Prop::NONE)?,
        auto_address: source.prop_yes_no("autoAddress", Prop::NONE)?.unwrap_or(false),
        guest_reset: source.prop_word("guestReset", Prop::NONE)?,
        ..UsbSource::default()
    };
    let (vendor, product) = (source.child("vendor"), source.child("product"));
    let vendor_id = match vendor {
        None => None,
        Some(vendor) => vendor.prop_u32("id", 0, Prop::REQUIRED.and(Prop::NONZERO))?,
    };
    if vendor.is_some() && product.is_none() {
        return Err(internal("missing product"));
    }
    if let Some(product) = product {
        let product = product.prop_u32("id", 0, Prop::REQUIRED)?;
        let vendor = vendor_id.ok_or_else(|| internal("missing vendor"))?;
        usb.id = Some((vendor, product.unwrap_or(0)));
    }
    if let Some(address) = source.child("address") {
        usb.bus = address.prop_u32("bus", 0, Prop::REQUIRED)?.unwrap_or(0);
        let device = address.prop_u32("device", 0, Prop::NONE)?;
        usb.port = address.attribute("port").map(Into::into);
        match (device, &usb.port) {
            (Some(_), Some(_)) => {
                return Err(internal("found both device id and port in usb address (ambiguous setting)"));
            }
            (None, None) => return Err(internal("usb address needs either device id or port")),
            _ => usb.device = device.unwrap_or(0),
        }
    }
    Ok(usb)
}

fn parse_pci(element: &Element<'_>, source: &Element<'_>) -> Result<PciSource> {
    let (display, ramfb) = parse_display(element)?;
    let write_filtering = source.prop_word("writeFiltering", Prop::NONE)?;
    let address = source.child("address").map(info::parse_pci).transpose()?.unwrap_or_default();
    let driver = element.child("driver").map(PciDriver::read).transpose()?.unwrap_or_default();
    Ok(PciSource { address, write_filtering, driver, display, ramfb })
}

fn parse_display(element: &Element<'_>) -> Result<(Option<OnOff>, Option<OnOff>)> {
    Ok((element.prop_word("display", Prop::NONE)?, element.prop_word("ramfb", Prop::NONE)?))
}

fn parse_mdev(element: &Element<'_>, source: &Element<'_>) -> Result<HostdevSource> {
    let model = element.prop_word("model", Prop::REQUIRED)?.unwrap_or(MdevModel::VfioPci);
    let (display, ramfb) = parse_display(element)?;
    let address = source.child("address").ok_or_else(|| unsupported("Missing <address> element"))?;
    let missing = || unsupported("Missing 'uuid' attribute for element <address>");
    let uuid = address.prop_uuid("uuid", Prop::NONE)?.ok_or_else(missing)?;
    Ok(HostdevSource::Mdev { model, display, ramfb, uuid })
}

fn parse_wwpn(source: &Element<'_>) -> Result<Box<str>> {
    source.prop_word::<ScsiHostProtocol>("protocol", Prop::REQUIRED)?;
    let wwpn = source.attribute("wwpn");
    let wwpn = wwpn.ok_or_else(|| xml_error("missing vhost-scsi hostdev source wwpn"))?;
    match wwpn.strip_prefix("naa.").is_some_and(is_wwn) {
        true => Ok(wwpn.into()),
        false => Err(xml_error("malformed 'wwpn' value")),
    }
}

fn parse_scsi(source: &Element<'_>) -> Result<ScsiUnit> {
    if <ScsiProtocol as Attribute>::read(source, "protocol")? == ScsiProtocol::Iscsi {
        return parse_iscsi(source);
    }
    let address = source.child("address");
    let address = address.ok_or_else(|| xml_error("'address' must be specified for scsi hostdev source"))?;
    let bus = address.prop_u32("bus", 0, Prop::REQUIRED)?.unwrap_or(0);
    let target = address.prop_u32("target", 0, Prop::REQUIRED)?.unwrap_or(0);
    let unit = address.prop_u64("unit", 0, Prop::REQUIRED)?.unwrap_or(0);
    let name = source.path_attribute("adapter", "name");
    let name = name.ok_or_else(|| xml_error("'adapter' name must be specified for scsi hostdev source"))?;
    Ok(ScsiUnit::Adapter { name: name.into(), bus, target, unit })
}

fn parse_iscsi(source: &Element<'_>) -> Result<ScsiUnit> {
    let name = source.attribute("name");
    let name = name.ok_or_else(|| xml_error("missing iSCSI hostdev source path name"))?;
    let mut hosts = network_storage::parse_hosts(source)?;
    if hosts.len() > 1 {
        return Err(xml_error("only one source host address may be specified for the iSCSI hostdev"));
    }
    let missing = || xml_error("missing the host address for the iSCSI hostdev");
    let host = hosts.pop().ok_or_else(missing)?;
    let mut auth = None;
    if let Some(element) = source.child("auth") {
        let parsed = secret::parse_auth(element)?;
        let kind = parsed.secret_type.as_deref().unwrap_or("(null)");
        match SecretUsage::from_word(kind) {
            None => return Err(unsupported(format!("invalid secret type {kind}"))),
            Some(SecretUsage::Iscsi) => auth = Some(Box::new(parsed)),
            Some(_) => return Err(internal(format!("hostdev invalid secret type '{kind}'"))),
        }
    }
    let initiator_iqn = source.path_attribute("initiator/iqn", "name").map(Into::into);
    Ok(ScsiUnit::Iscsi { name: name.into(), host, auth, initiator_iqn })
}

/// `virDomainHostdevDefParseXMLCaps` of libvirt.
fn parse_capability(kind: Capability, element: &Element<'_>) -> Result<HostdevSource> {
    let source = element.child("source");
    let source = source.ok_or_else(|| xml_error("Missing <source> element in hostdev device"))?;
    let text = |name: &str, what: &str| {
        let missing = || xml_error(format!("Missing <{name}> element in hostdev {what} device"));
        source.path_text(name).map(Into::into).ok_or_else(missing)
    };
    Ok(match kind {
        Capability::Storage => HostdevSource::Storage(text("block", "storage")?),
        Capability::Misc => HostdevSource::Misc(text("char", "character")?),
        Capability::Net => {
            let name = text("interface", "net")?;
            HostdevSource::Net(name, ip_info::parse_ip_info("Domain hostdev device", element)?)
        }
    })
}

/// Writes a device of the host.
pub(super) fn format(hostdev: &Hostdev, w: &mut Writer, opts: FormatOptions) {
    let (mode, kind) = match &hostdev.source {
        HostdevSource::Storage(_) => (HostdevMode::Capabilities, Capability::Storage.word()),
        HostdevSource::Misc(_) => (HostdevMode::Capabilities, Capability::Misc.word()),
        HostdevSource::Net(..) => (HostdevMode::Capabilities, Capability::Net.word()),
        source => (HostdevMode::Subsystem, source.subsystem().map_or("", Word::word)),
    };
    let tag = w.start("hostdev").attr("mode", mode).attr("type", kind);
    let managed = (mode == HostdevMode::Subsystem).then_some(YesNo::of(hostdev.managed));
    let tag = tag.opt_attr("managed", managed);
    let tag = match &hostdev.source {
        HostdevSource::Scsi(scsi) => tag.opt_attr("sgio", scsi.sgio).opt_attr("rawio", scsi.rawio),
        HostdevSource::ScsiHost { model, .. } => model.write(tag, "model"),
        HostdevSource::Mdev { model, display, ramfb, .. } => {
            tag.attr("model", model).opt_attr("display", *display).opt_attr("ramfb", *ramfb)
        }
        HostdevSource::Pci(pci) => tag.opt_attr("display", pci.display).opt_attr("ramfb", pci.ramfb),
        _ => tag,
    };
    tag.block(|w| {
        format_source(&hostdev.source, false, w, opts);
        teaming::format(hostdev.teaming.as_ref(), w);
        if hostdev.readonly {
            w.start("readonly").empty();
        }
        if hostdev.shareable {
            w.start("shareable").empty();
        }
        info::format(&hostdev.info, w);
    });
}

/// Writes the `<source>`, and the `<driver>` of a PCI device. An interface says in it of which kind the address is.
pub(super) fn format_source(source: &HostdevSource, typed: bool, w: &mut Writer, opts: FormatOptions) {
    match source {
        HostdevSource::Usb(usb) => format_usb(usb, typed, w, opts),
        HostdevSource::Pci(pci) => {
            pci.driver.write(w.start("driver")).nonempty(|_| {});
            w.start("source").opt_attr("writeFiltering", pci.write_filtering).inside(|w| {
                let tag = w.start("address").opt_attr("type", typed.then_some("pci"));
                let address: &PciAddress = &pci.address;
                info::pci_attributes(address, tag).empty();
            });
        }
        HostdevSource::Scsi(scsi) => format_scsi(&scsi.unit, typed, w),
        HostdevSource::ScsiHost { wwpn, .. } => {
            w.start("source").attr("protocol", ScsiHostProtocol::Vhost).attr("wwpn", wwpn).empty();
        }
        HostdevSource::Mdev { uuid, .. } => {
            w.start("source").inside(|w| w.start("address").attr("uuid", uuid).empty());
        }
        HostdevSource::Storage(block) => w.start("source").inside(|w| w.text("block", block)),
        HostdevSource::Misc(char) => w.start("source").inside(|w| w.text("char", char)),
        HostdevSource::Net(name, ip) => {
            w.start("source").inside(|w| w.text("interface", name));
            ip_info::format_ip_info(ip, w);
        }
    }
}

fn format_usb(usb: &UsbSource, typed: bool, w: &mut Writer, opts: FormatOptions) {
    let tag = w.start("source").opt_attr("startupPolicy", usb.startup_policy);
    let tag = tag.opt_attr("autoAddress", (usb.auto_address && opts.migratable).then_some("yes"));
    tag.opt_attr("guestReset", usb.guest_reset).nonempty(|w| {
        if let Some((vendor, product)) = usb.id {
            w.start("vendor").attr("id", format_args!("0x{vendor:04x}")).empty();
            w.start("product").attr("id", format_args!("0x{product:04x}")).empty();
        }
        if usb.bus != 0 || usb.device != 0 {
            let tag = w.start("address").opt_attr("type", typed.then_some("usb")).attr("bus", usb.bus);
            match &usb.port {
                Some(port) => tag.attr("port", port),
                None => tag.attr("device", usb.device),
            }
            .empty();
        }
    });
}

fn format_scsi(unit: &ScsiUnit, typed: bool, w: &mut Writer) {
    match unit {
        ScsiUnit::Adapter { name, bus, target, unit } => w.start("source").inside(|w| {
            w.start("adapter").attr("name", name).empty();
            let tag = w.start("address").opt_attr("type", typed.then_some("scsi"));
            tag.attr("bus", bus).attr("target", target).attr("unit", unit).empty();
        }),
        ScsiUnit::Iscsi { name, host, auth, initiator_iqn } => {
            let tag = w.start("source").attr("protocol", ScsiProtocol::Iscsi).attr("name", name);
            tag.inside(|w| {
                let port = (host.port != 0).then_some(host.port);
                w.start("host").opt_attr("name", host.name.as_deref()).opt_attr("port", port).empty();
                if let Some(auth) = auth {
                    secret::format_auth(auth, w);
                }
                network_storage::format_initiator(initiator_iqn.as_deref(), w);
            });
        }
    }
}
