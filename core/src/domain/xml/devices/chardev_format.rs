//! Character devices, written: `virDomainChrDefFormat` and `virDomainChrSourceDefFormat` of libvirt.

use super::chardev::SourceMode;
use super::{info, secret};
use crate::domain::config::devices::chardev::{
    ChannelTarget, Chardev, ChardevEnd, ChardevSource, ChardevTarget, ConsoleTarget, SerialTarget, TcpEnd,
    UdpEnd, UnixEnd,
};
use crate::domain::config::devices::storage::Reconnect;
use crate::domain::xml::FormatOptions;
use crate::ground::YesNo;
use crate::ground::xml::{Attribute, Tag, Writer};

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
