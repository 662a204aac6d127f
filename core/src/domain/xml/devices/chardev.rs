//! Character devices: `virDomainChrDefParseXML` and `virDomainChrDefFormat` of libvirt.

use std::net::IpAddr;

use super::info::{self, Allow};
use super::{netdev, secret, unsupported, xml_error};
use crate::domain::config::devices::chardev::{
    ChannelTarget, Chardev, ChardevEnd, ChardevSource, ChardevTarget, ChardevType, ConsoleTarget, Reconnect,
    SerialModel, SerialTarget, TcpEnd, UdpEnd, UnixEnd,
};
use crate::domain::config::devices::info::AddressType;
use crate::domain::xml::{FormatOptions, ParseFlags};
use crate::ground::xml::{Attribute, Element, Prop, Tag, Writer};
use crate::ground::{Result, Word, YesNo};
use crate::words;

words! {
    /// `<source mode='…'>`. `virDomainChrSourceMode` of libvirt.
    #[derive(Default)]
    enum SourceMode { #[default] Connect "connect", Bind "bind" }
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

/// Writes `<reconnect>`.
pub(super) fn format_reconnect(reconnect: &Reconnect, w: &mut Writer) {
    if let Some(enabled) = reconnect.enabled {
        let timeout = (enabled == YesNo::Yes).then_some(reconnect.timeout_s);
        w.start("reconnect").attr("enabled", enabled).opt_attr("timeout", timeout).empty();
    }
}

/// Writes a character device.
pub(super) fn format(device: &Chardev, w: &mut Writer, opts: FormatOptions) {
    let name = match device.target {
        ChardevTarget::Parallel => "parallel",
        ChardevTarget::Serial(..) => "serial",
        ChardevTarget::Console(_) => "console",
        ChardevTarget::Channel(_) | ChardevTarget::Guestfwd(..) | ChardevTarget::Named(..) => "channel",
    };
    let tag = w.start(name).attr("type", device.source.end.kind());
    let tty = match (&device.target, &device.source.end) {
        (ChardevTarget::Console(_), ChardevEnd::Pty(path)) if device.port == 0 && !opts.inactive => {
            path.as_deref()
        }
        _ => None,
    };
    tag.opt_attr("tty", tty).inside(|w| {
        format_source(&device.source, w, opts);
        format_target(device, w);
        info::format(&device.info, w);
    });
}

/// Writes a console that stands for a serial port.
pub(super) fn format_as_console(serial: &Chardev, w: &mut Writer, opts: FormatOptions) {
    let target = ChardevTarget::Console(ConsoleTarget::Serial);
    format(&Chardev { target, ..serial.clone() }, w, opts);
}

/// `virDomainChrSourceDefFormat` of libvirt.
pub(super) fn format_source(source: &ChardevSource, w: &mut Writer, opts: FormatOptions) {
    let labels = |w: &mut Writer| secret::format_seclabels(&source.seclabels, w, opts);
    match &source.end {
        ChardevEnd::Null | ChardevEnd::Vc | ChardevEnd::Stdio | ChardevEnd::Spicevmc => {}
        ChardevEnd::Pty(path) => {
            if let Some(path) = path.as_deref().filter(|_| !opts.inactive) {
                w.start("source").attr("path", path).inside(labels);
            }
        }
        ChardevEnd::Dev(path) | ChardevEnd::Pipe(path) => {
            path.write(w.start("source"), "path").nonempty(labels)
        }
        ChardevEnd::File(path, append) => {
            path.write(w.start("source"), "path").opt_attr("append", *append).nonempty(labels);
        }
        ChardevEnd::Udp(udp) => format_udp(udp, w),
        ChardevEnd::Tcp(tcp) => format_tcp(tcp, w),
        ChardevEnd::Unix(unix) => format_unix(unix, labels, w),
        ChardevEnd::Spiceport(channel) | ChardevEnd::Dbus(channel) => {
            channel.write(w.start("source"), "channel").nonempty(|_| {});
        }
        ChardevEnd::Nmdm(master, slave) => {
            if let (Some(master), Some(slave)) = (master, slave) {
                w.start("source").attr("master", master).attr("slave", slave).empty();
            }
        }
        ChardevEnd::QemuVdagent(clipboard, mouse) => w.start("source").nonempty(|w| {
            clipboard.write(w.start("clipboard"), "copypaste").nonempty(|_| {});
            mouse.write(w.start("mouse"), "mode").nonempty(|_| {});
        }),
    }
    if let Some(log) = &source.log {
        w.start("log").attr("file", &log.0).opt_attr("append", log.1).empty();
    }
}

fn format_udp(udp: &UdpEnd, w: &mut Writer) {
    for (mode, (host, service)) in [(SourceMode::Bind, &udp.bind), (SourceMode::Connect, &udp.connect)] {
        if host.is_some() || service.is_some() {
            let tag = w.start("source").attr("mode", mode);
            tag.opt_attr("host", host.as_deref()).opt_attr("service", service.as_deref()).empty();
        }
    }
}

fn mode(listen: bool) -> SourceMode {
    if listen { SourceMode::Bind } else { SourceMode::Connect }
}

fn format_tcp(tcp: &TcpEnd, w: &mut Writer) {
    let tag: Tag<'_> = w.start("source").attr("mode", mode(tcp.listen));
    let tag = tag.opt_attr("host", tcp.host.as_deref()).opt_attr("service", tcp.service.as_deref());
    tag.opt_attr("tls", tcp.tls).inside(|w| format_reconnect(&tcp.reconnect, w));
    w.start("protocol").attr("type", tcp.protocol).empty();
}

fn format_unix(unix: &UnixEnd, labels: impl FnOnce(&mut Writer), w: &mut Writer) {
    if let Some(path) = &unix.path {
        w.start("source").attr("mode", mode(unix.listen)).attr("path", path).inside(|w| {
            labels(w);
            format_reconnect(&unix.reconnect, w);
        });
    }
}

fn format_target(device: &Chardev, w: &mut Writer) {
    let tag = w.start("target");
    match &device.target {
        ChardevTarget::Parallel => tag.attr("port", device.port).empty(),
        ChardevTarget::Serial(target, model) => {
            let tag = tag.opt_attr("type", (*target != SerialTarget::None).then_some(*target));
            tag.attr("port", device.port).inside(|w| model.write(w.start("model"), "name").nonempty(|_| {}));
        }
        ChardevTarget::Console(target) => tag.attr("type", target).attr("port", device.port).empty(),
        ChardevTarget::Channel(target) => tag.attr("type", target).empty(),
        ChardevTarget::Guestfwd(address, port) => {
            tag.attr("type", ChannelTarget::Guestfwd).attr("address", address).attr("port", port).empty();
        }
        ChardevTarget::Named(target, name, state) => {
            tag.attr("type", target).opt_attr("name", name.as_deref()).opt_attr("state", *state).empty();
        }
    }
}
