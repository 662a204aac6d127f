//! Character devices: `virDomainChrDefParseXML` and `virDomainChrDefFormat` of libvirt.

use std::net::IpAddr;

use super::info::{self, Allow};
use super::{fault, internal, secret, unsupported, xml_error};
use crate::domain::config::devices::chardev::{
    ChannelTarget, Chardev, ChardevEnd, ChardevSource, ChardevTarget, ChardevType, ConsoleTarget,
    SerialModel, SerialTarget, UdpEnd,
};
use crate::domain::config::devices::info::AddressType;
use crate::domain::config::devices::storage::Reconnect;
use crate::domain::xml::ParseFlags;
use crate::ground::xml::{Attribute, Element, Prop};
use crate::ground::{ErrorCode, Result, Word, YesNo};
use crate::netdev;
use crate::words;

words! {
    /// `<source mode='…'>`. `virDomainChrSourceMode` of libvirt.
    #[derive(Default)]
    pub enum SourceMode { #[default] Connect "connect", Bind "bind" }
}

/// The elements that are character devices. `virDomainChrDeviceType` of libvirt.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Kind {
    Parallel,
    Serial,
    Console,
    Channel,
}

/// Reads a character device.
pub(super) fn parse(kind: Kind, element: &Element<'_>, flags: ParseFlags) -> Result<Chardev> {
    let source_type = match element.attribute("type") {
        None => ChardevType::Pty,
        Some(word) => ChardevType::from_word(word).ok_or_else(|| {
            unsupported(format!("unknown type presented to host for character device: {word}"))
        })?,
    };
    let (target, port) = parse_target(kind, element.child("target"), flags)?;
    let source = parse_source(source_type, element, flags, true)?;
    if source.end == ChardevEnd::Spicevmc && !only_virtio(&target) {
        return Err(unsupported("spicevmc device type only supports virtio"));
    }
    let info = info::parse(element, Allow::Neither, flags)?;
    if let ChardevTarget::Serial(SerialTarget::Usb, _) = target
        && info.address_kind().is_some_and(|kind| kind != AddressType::Usb)
    {
        return Err(unsupported("usb-serial requires address of usb type"));
    }
    Ok(Chardev { source, target, port, info })
}

/// libvirt compares the target's number with that of a virtio channel, whatever the device is: the third of each kind.
fn only_virtio(target: &ChardevTarget) -> bool {
    match target {
        ChardevTarget::Parallel | ChardevTarget::Guestfwd(..) => false,
        ChardevTarget::Serial(target, _) => *target == SerialTarget::Usb,
        ChardevTarget::Console(target) => *target == ConsoleTarget::Xen,
        ChardevTarget::Channel(target) | ChardevTarget::Named(target, ..) => *target == ChannelTarget::Virtio,
    }
}

/// `virDomainChrDefParseTargetXML` of libvirt: the target, and the number of the port.
fn parse_target(
    kind: Kind,
    element: Option<&Element<'_>>,
    flags: ParseFlags,
) -> Result<(ChardevTarget, i32)> {
    let word = element.and_then(|element| element.attribute("type"));
    let model = element.and_then(|element| element.path_attribute("model", "name"));
    let target = match kind {
        Kind::Parallel => ChardevTarget::Parallel,
        Kind::Serial => {
            let target = target_word(word)?.unwrap_or(SerialTarget::None);
            let model = match model {
                None => SerialModel::None,
                Some(word) => SerialModel::from_word(word).ok_or_else(|| {
                    unsupported(format!("unknown target model '{word}' specified for character device"))
                })?,
            };
            ChardevTarget::Serial(target, model)
        }
        Kind::Console => ChardevTarget::Console(target_word(word)?.unwrap_or(ConsoleTarget::None)),
        Kind::Channel => {
            // libvirt reports the missing type, and then that the type it does not have is unknown.
            if let (None, Some(_)) = (word, element) {
                return Err(unsupported("unknown target type '(null)' specified for character device"));
            }
            let missing = || xml_error("target type must be specified for channel device");
            let target = target_word(word)?.ok_or_else(missing)?;
            let element = element.ok_or_else(missing)?;
            return Ok((parse_channel(target, element, flags)?, 0));
        }
    };
    let port = element.map(|element| element.prop_i32("port", 10, Prop::NONNEGATIVE)).transpose()?;
    Ok((target, port.flatten().unwrap_or(-1)))
}

fn target_word<W: Word>(word: Option<&str>) -> Result<Option<W>> {
    let Some(word) = word else { return Ok(None) };
    let unknown = || unsupported(format!("unknown target type '{word}' specified for character device"));
    W::from_word(word).map(Some).ok_or_else(unknown)
}

fn parse_channel(target: ChannelTarget, element: &Element<'_>, flags: ParseFlags) -> Result<ChardevTarget> {
    match target {
        ChannelTarget::None => Ok(ChardevTarget::Channel(target)),
        ChannelTarget::Guestfwd => {
            let address = element.attribute("address");
            let address =
                address.ok_or_else(|| xml_error("guestfwd channel does not define a target address"))?;
            let address = netdev::parse_ip(address)?;
            if !matches!(address, IpAddr::V4(_)) {
                return Err(unsupported("guestfwd channel only supports IPv4 addresses"));
            }
            let port = element.prop_u32("port", 10, Prop::REQUIRED)?.unwrap_or(0);
            Ok(ChardevTarget::Guestfwd(address, port as u16))
        }
        ChannelTarget::Xen | ChannelTarget::Virtio => {
            let name = element.attribute("name").map(Into::into);
            let mut state = None;
            if target == ChannelTarget::Virtio && !flags.inactive {
                state = element.prop_word("state", Prop::NONE)?;
            }
            Ok(ChardevTarget::Named(target, name, state))
        }
    }
}

/// `virDomainChrSourceDefParseXML` of libvirt. Only whole devices may have security labels.
pub(super) fn parse_source(
    kind: ChardevType,
    element: &Element<'_>,
    flags: ParseFlags,
    labelled: bool,
) -> Result<ChardevSource> {
    let mut parsed = ChardevSource::new(ChardevEnd::of(kind));
    let sources: Vec<&Element<'_>> = element.all("source").collect();
    if sources.len() > 1 && kind != ChardevType::Udp {
        return Err(xml_error("only one source element is allowed for character device"));
    }
    if sources.len() > 2 {
        return Err(xml_error("only two source elements are allowed for character device"));
    }
    if let Some(source) = sources.first() {
        parse_end(&mut parsed.end, source, &sources, flags)?;
        if labelled {
            parsed.seclabels = secret::parse_seclabels(source, flags)?;
        }
    }
    let only = |name: &'static str| match element.all(name).nth(1) {
        None => Ok(element.child(name)),
        Some(_) => Err(xml_error(format!("only one {name} element is allowed for character device"))),
    };
    if let Some(log) = only("log")? {
        let append = log.prop_word("append", Prop::NONE)?;
        parsed.log = log.attribute("file").map(|file| Box::new((file.into(), append)));
    }
    if let Some(protocol) = only("protocol")?
        && let ChardevEnd::Tcp(tcp) = &mut parsed.end
    {
        tcp.protocol = Attribute::read(protocol, "type")?;
    }
    Ok(parsed)
}

fn parse_end(
    end: &mut ChardevEnd,
    source: &Element<'_>,
    sources: &[&Element<'_>],
    flags: ParseFlags,
) -> Result<()> {
    let text = |name| source.attribute(name).map(Into::into);
    match end {
        ChardevEnd::Pty(path) if !flags.inactive => *path = text("path"),
        ChardevEnd::Dev(path) | ChardevEnd::Pipe(path) => *path = text("path"),
        ChardevEnd::File(path, append) => {
            *path = text("path");
            *append = source.prop_word("append", Prop::NONE)?;
        }
        ChardevEnd::Udp(udp) => {
            for source in sources {
                parse_udp(udp, source)?;
            }
        }
        ChardevEnd::Tcp(tcp) => {
            tcp.listen = listens(source)?;
            (tcp.host, tcp.service) = (text("host"), text("service"));
            tcp.tls = source.prop_word("tls", Prop::NONE)?;
            tcp.reconnect = parse_reconnect(source)?;
        }
        ChardevEnd::Unix(unix) => {
            unix.listen = listens(source)?;
            unix.path = text("path");
            unix.reconnect = parse_reconnect(source)?;
        }
        ChardevEnd::Spiceport(channel) | ChardevEnd::Dbus(channel) => *channel = text("channel"),
        ChardevEnd::Nmdm(master, slave) => (*master, *slave) = (text("master"), text("slave")),
        ChardevEnd::QemuVdagent(clipboard, mouse) => {
            if let Some(element) = source.child("clipboard") {
                *clipboard = element.prop_word("copypaste", Prop::REQUIRED)?;
            }
            if let Some(element) = source.child("mouse") {
                *mouse = element.prop_word("mode", Prop::REQUIRED)?;
            }
        }
        ChardevEnd::Null | ChardevEnd::Vc | ChardevEnd::Pty(_) | ChardevEnd::Stdio | ChardevEnd::Spicevmc => {
        }
    }
    Ok(())
}

fn listens(source: &Element<'_>) -> Result<bool> {
    Ok(<SourceMode as Attribute>::read(source, "mode")? == SourceMode::Bind)
}

fn parse_udp(udp: &mut UdpEnd, source: &Element<'_>) -> Result<()> {
    let end = if listens(source)? { &mut udp.bind } else { &mut udp.connect };
    if let (None, None) = end {
        let text = |name| source.attribute(name).map(Into::into);
        *end = (text("host"), text("service"));
    }
    Ok(())
}

/// `virDomainChrSourceReconnectDefParseXML` of libvirt.
pub(super) fn parse_reconnect(source: &Element<'_>) -> Result<Reconnect> {
    let Some(element) = source.child("reconnect") else { return Ok(Reconnect::default()) };
    let enabled = element.prop_word("enabled", Prop::NONE)?;
    let mut timeout_s = 0;
    if enabled == Some(YesNo::Yes) {
        timeout_s = element.prop_u32("timeout", 10, Prop::REQUIRED)?.unwrap_or(0);
    }
    Ok(Reconnect { enabled, timeout_s })
}

/// `virDomainChrSourceDefValidate` of libvirt. Some channels may leave their path to the hypervisor.
pub(super) fn validate_source(source: &ChardevSource, device: Option<&Chardev>) -> Result<()> {
    let missing = |what: &str| Err(internal(format!("Missing source {what} attribute for char device")));
    let reconnects = || Err(internal("chardev reconnect is possible only for connect mode"));
    match &source.end {
        ChardevEnd::File(None, _) | ChardevEnd::Dev(None) | ChardevEnd::Pipe(None) => missing("path"),
        ChardevEnd::Nmdm(Some(_), None) | ChardevEnd::Nmdm(None, Some(_)) => {
            Err(internal("Should define both master and slave path attributes for nmdm device"))
        }
        ChardevEnd::Tcp(tcp) if tcp.host.is_none() => missing("host"),
        ChardevEnd::Tcp(tcp) if tcp.service.is_none() => missing("service"),
        ChardevEnd::Tcp(tcp) if tcp.listen && tcp.reconnect.enabled.is_some() => reconnects(),
        ChardevEnd::Udp(udp) if udp.connect.1.is_none() => missing("service"),
        ChardevEnd::Unix(unix) => {
            let target = device.map(|device| &device.target);
            let named =
                matches!(target, Some(ChardevTarget::Named(ChannelTarget::Xen | ChannelTarget::Virtio, ..)));
            if unix.path.is_none() && !named {
                return missing("path");
            }
            if unix.listen && unix.reconnect.enabled.is_some() {
                return reconnects();
            }
            Ok(())
        }
        ChardevEnd::Spiceport(channel) | ChardevEnd::Dbus(channel) => {
            let Some(name) = channel else {
                return Err(unsupported("Missing source channel attribute for char device"));
            };
            let allowed = |b: u8| b.is_ascii_alphanumeric() || b"_-.".contains(&b);
            match name.bytes().all(allowed) {
                true => Ok(()),
                false => {
                    let detail = "Invalid character in source channel for char device";
                    Err(fault(ErrorCode::InvalidArg, detail))
                }
            }
        }
        _ => Ok(()),
    }
}
