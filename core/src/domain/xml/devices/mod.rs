//! `<devices>`, in and out.

mod chardev;
mod controller;
mod disk;
mod disk_validate;
mod graphics;
mod graphics_auth;
mod graphics_format;
mod hostdev;
mod implied;
mod info;
mod input;
mod interface;
mod interface_format;
mod kept;
mod netdev;
mod network_storage;
mod post_parse;
mod secret;
pub(super) mod storage;
mod validate;
mod validate_together;
mod video;

use super::{FormatOptions, ParseContext, fault};
use crate::domain::config::devices::chardev::{ChardevTarget, ConsoleTarget};
use crate::domain::config::devices::hostdev::HostdevSource;
use crate::domain::config::devices::input::{InputBus, Memballoon};
use crate::domain::config::devices::{KeptKind, RareDevices};
use crate::domain::config::{Devices, DomainDef, OsType};
use crate::ground::xml::{Element, Writer};
use crate::ground::{ErrorCode, ErrorDomain, Result, VirError};

pub(in crate::domain) use implied::add_implied;
pub(in crate::domain) use post_parse::{has_boot_order, post_parse, reject_duplicates};
pub(in crate::domain) use validate::validate;
pub(in crate::domain) use validate_together::validate_together;

/// `VIR_ERR_XML_ERROR` of libvirt's domain configuration code.
fn xml_error(detail: impl Into<Box<str>>) -> Box<VirError> {
    fault(ErrorCode::XmlError, detail)
}

/// `VIR_ERR_CONFIG_UNSUPPORTED` of libvirt's domain configuration code.
fn unsupported(detail: impl Into<Box<str>>) -> Box<VirError> {
    fault(ErrorCode::ConfigUnsupported, detail)
}

/// `VIR_ERR_INTERNAL_ERROR` of libvirt's domain configuration code.
fn internal(detail: impl Into<Box<str>>) -> Box<VirError> {
    VirError::internal(ErrorDomain::Domain, detail)
}

/// A path without what says nothing: several slashes in a row, one at the end. `virFileSanitizePath` of libvirt.
fn sanitized_path(path: &str) -> Box<str> {
    if path.find("://").is_some_and(|at| path.find('/').is_some_and(|slash| slash > at)) {
        return path.into();
    }
    // Two slashes at the beginning are another place than one.
    let two = path.starts_with("//") && !path.starts_with("///");
    let mut clean = String::from(if two { "//" } else { "" });
    let mut rest = if two { &path[2..] } else { path }.chars().peekable();
    while let Some(c) = rest.next() {
        if c == '/' {
            while rest.next_if_eq(&'/').is_some() {}
            if rest.peek().is_none() && !clean.is_empty() {
                break;
            }
        }
        clean.push(c);
    }
    clean.into()
}

/// Reads the devices. `def` is the configuration so far: everything before `<devices>` in libvirt's order of reading, of which
/// `numa_cells` are the guest's NUMA nodes.
///
/// # Errors
/// What libvirt's device parsers report, in libvirt's order of devices.
pub(in crate::domain) fn parse(
    devices: Option<&Element<'_>>,
    def: &DomainDef,
    numa_cells: usize,
    cx: &mut ParseContext<'_>,
) -> Result<Devices> {
    let Some(element) = devices else { return Ok(Devices::default()) };
    let flags = cx.flags;
    let mut rare = RareDevices::default();
    let emulator = element.path_text("emulator").map(Into::into);
    let mut disks = Vec::new();
    for disk in element.all("disk") {
        disk::insert(&mut disks, disk::parse(disk, flags)?);
    }
    let (mut controllers, no_usb) = controller::parse_all(element, flags)?;
    let interfaces = element.all("interface").map(|net| interface::parse(net, cx)).collect::<Result<_>>()?;
    let chardevs = |name: &'static str, kind| {
        element.all(name).map(|device| chardev::parse(kind, device, flags)).collect::<Result<Vec<_>>>()
    };
    rare.parallels = chardevs("parallel", chardev::Kind::Parallel)?;
    post_parse::number_ports(&mut rare.parallels);
    let serials = chardevs("serial", chardev::Kind::Serial)?;
    let mut consoles = chardevs("console", chardev::Kind::Console)?;
    for (i, console) in consoles.iter_mut().enumerate() {
        console.port = i32::try_from(i).unwrap_or(i32::MAX);
    }
    let channels = chardevs("channel", chardev::Kind::Channel)?;
    let mut inputs = Vec::new();
    for input in element.all("input") {
        let input = input::parse(input, flags)?;
        if input.bus == Some(InputBus::Usb) && no_usb {
            return Err(unsupported("Can't add USB input device. USB bus is disabled"));
        }
        inputs.push(input);
    }
    let graphics =
        element.all("graphics").map(|graphics| graphics::parse(graphics, flags)).collect::<Result<_>>()?;
    let mut videos = Vec::new();
    for video in element.all("video") {
        let video = video::parse(video, flags)?;
        let place = if video.primary { 0 } else { videos.len() };
        videos.insert(place, video);
    }
    for hostdev in element.all("hostdev") {
        let hostdev = hostdev::parse(hostdev, flags)?;
        if matches!(hostdev.source, HostdevSource::Usb(_)) && no_usb {
            return Err(unsupported("Can't add host USB device: USB is disabled in this host"));
        }
        rare.hostdevs.push(hostdev);
        implied::add_hostdev_controllers(&rare.hostdevs, &mut controllers);
    }
    let memballoon = parse_memballoon(element, cx)?;
    kept::read_all(element, def, numa_cells, flags, &controllers, &mut rare)?;
    let rare = (rare != RareDevices::default()).then(|| Box::new(rare));
    Ok(Devices {
        emulator,
        disks,
        controllers,
        interfaces,
        serials,
        consoles,
        channels,
        inputs,
        graphics,
        videos,
        memballoon,
        rare,
    })
}

fn parse_memballoon(devices: &Element<'_>, cx: &ParseContext<'_>) -> Result<Option<Box<Memballoon>>> {
    let mut balloons = devices.all("memballoon");
    let Some(first) = balloons.next() else { return Ok(None) };
    if balloons.next().is_some() {
        return Err(internal("only a single memory balloon device is supported"));
    }
    input::parse_memballoon(first, cx.flags).map(|balloon| Some(Box::new(balloon)))
}

/// Writes what stands inside `<devices>`.
pub(in crate::domain) fn format(def: &DomainDef, w: &mut Writer, opts: FormatOptions) {
    let devices = &def.devices;
    let write_kept = |w: &mut Writer, kinds: std::ops::RangeInclusive<KeptKind>| {
        let all = devices.rare.as_ref().map_or(&[][..], |rare| &rare.kept);
        for device in all.iter().filter(|device| kinds.contains(&device.kind)) {
            w.raw(device.active.as_ref().filter(|_| !opts.inactive).unwrap_or(&device.xml));
        }
    };
    w.opt_text("emulator", devices.emulator.as_deref());
    devices.disks.iter().for_each(|disk| disk::format(disk, w, opts));
    devices.controllers.iter().for_each(|controller| controller::format(controller, w, opts));
    write_kept(w, KeptKind::Lease..=KeptKind::Filesystem);
    devices.interfaces.iter().for_each(|interface| interface_format::format(interface, w, opts));
    write_kept(w, KeptKind::Smartcard..=KeptKind::Smartcard);
    devices.serials.iter().for_each(|serial| chardev::format(serial, w, opts));
    devices.parallels().iter().for_each(|parallel| chardev::format(parallel, w, opts));
    format_consoles(def, w, opts);
    devices.channels.iter().for_each(|channel| chardev::format(channel, w, opts));
    devices.inputs.iter().for_each(|input| input::format(input, w, opts));
    write_kept(w, KeptKind::Tpm..=KeptKind::Tpm);
    devices.graphics.iter().for_each(|graphics| graphics_format::format(graphics, w, opts));
    write_kept(w, KeptKind::Sound..=KeptKind::Audio);
    devices.videos.iter().for_each(|video| video::format(video, w));
    devices.hostdevs().iter().for_each(|hostdev| hostdev::format(hostdev, w, opts));
    write_kept(w, KeptKind::Redirdev..=KeptKind::Watchdog);
    if let Some(balloon) = &devices.memballoon {
        input::format_memballoon(balloon, w);
    }
    write_kept(w, KeptKind::Rng..=KeptKind::Pstore);
}

/// Writes the consoles; those of a full virtual machine that are serial ports are written as what they stand for.
fn format_consoles(def: &DomainDef, w: &mut Writer, opts: FormatOptions) {
    for (i, console) in def.devices.consoles.iter().enumerate() {
        let is_serial =
            matches!(console.target, ChardevTarget::Console(ConsoleTarget::Serial | ConsoleTarget::None));
        match def.devices.serials.get(i).filter(|_| is_serial && def.os.os_type == OsType::Hvm) {
            Some(serial) => chardev::format_as_console(serial, w, opts),
            None => chardev::format(console, w, opts),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::sanitized_path;

    #[test]
    fn paths() {
        let cases =
            [("//", "//"), ("///", "/"), ("/../foo", "/../foo"), ("/foo///bar/", "/foo/bar"), ("//a", "//a")];
        for (path, clean) in cases {
            assert_eq!(&*sanitized_path(path), clean);
        }
        assert_eq!(&*sanitized_path("http://a//b/"), "http://a//b/");
        assert_eq!(&*sanitized_path(""), "");
    }
}
