//! Reading `<devices>`, in libvirt's order: the part of `virDomainDefParseXML` of libvirt that does.

use super::{
    audio, chardev, controller, disk, filesystem, graphics, hostdev, implied, info, input, interface,
    internal, iommu, memory, platform, post_parse, redirdev, shmem, smartcard, sound, tpm, unsupported,
    video, xml_error,
};
use crate::domain::config::Devices;
use crate::domain::config::devices::hostdev::HostdevSource;
use crate::domain::config::devices::input::{InputBus, Memballoon};
use crate::domain::config::devices::redirdev::HubType;
use crate::domain::config::devices::{Hostdev, Input, RareDevices, Video};
use crate::domain::xml::{ParseContext, ParseFlags};
use crate::ground::xml::Element;
use crate::ground::{Result, VirError};

/// Reads the devices.
///
/// # Errors
/// What libvirt's device parsers report, in libvirt's order of devices.
pub(in crate::domain) fn parse(devices: Option<&Element<'_>>, cx: &mut ParseContext<'_>) -> Result<Devices> {
    let Some(element) = devices else { return Ok(Devices::default()) };
    let flags = cx.flags;
    let mut rare = RareDevices::default();
    let emulator = element.path_text("emulator").map(Into::into);
    let mut disks = Vec::new();
    for disk in element.all("disk") {
        disk::insert(&mut disks, disk::parse(disk, flags)?);
    }
    let (mut controllers, no_usb) = controller::parse_all(element, flags)?;
    rare.leases = list(element, "lease", platform::parse_lease)?;
    rare.filesystems = list(element, "filesystem", |fs| filesystem::parse(fs, flags))?;
    let interfaces = list(element, "interface", |net| interface::parse(net, cx))?;
    rare.smartcards = list(element, "smartcard", |card| smartcard::parse(card, flags))?;
    let chardevs =
        |name: &'static str, kind| list(element, name, |device| chardev::parse(kind, device, flags));
    rare.parallels = chardevs("parallel", chardev::Kind::Parallel)?;
    post_parse::number_ports(&mut rare.parallels);
    let serials = chardevs("serial", chardev::Kind::Serial)?;
    let mut consoles = chardevs("console", chardev::Kind::Console)?;
    for (i, console) in consoles.iter_mut().enumerate() {
        console.port = i32::try_from(i).unwrap_or(i32::MAX);
    }
    let channels = chardevs("channel", chardev::Kind::Channel)?;
    let inputs = list(element, "input", |input| parse_input(input, flags, no_usb))?;
    let graphics = list(element, "graphics", |graphics| graphics::parse(graphics, flags))?;
    rare.sounds = list(element, "sound", |sound| sound::parse(sound, flags))?;
    rare.audios = list(element, "audio", audio::parse)?;
    let videos = parse_videos(element, flags)?;
    for hostdev in element.all("hostdev") {
        rare.hostdevs.push(parse_hostdev(hostdev, flags, no_usb)?);
        implied::add_hostdev_controllers(&rare.hostdevs, &mut controllers);
    }
    rare.watchdogs = list(element, "watchdog", |watchdog| platform::parse_watchdog(watchdog, flags))?;
    let memballoon = parse_memballoon(element, flags)?;
    parse_rest(element, flags, no_usb, &mut rare)?;
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

/// What comes after the memory balloon.
fn parse_rest(element: &Element<'_>, flags: ParseFlags, no_usb: bool, rare: &mut RareDevices) -> Result<()> {
    rare.rngs = list(element, "rng", |rng| platform::parse_rng(rng, flags))?;
    rare.cryptos = list(element, "crypto", |crypto| platform::parse_crypto(crypto, flags))?;
    if element.all("tpm").nth(2).is_some() {
        return Err(xml_error(
            "a maximum of two TPM devices is supported, one of them being a TPM Proxy device",
        ));
    }
    rare.tpms = list(element, "tpm", |tpm| tpm::parse(tpm, flags))?;
    let nvram = single(element, "nvram", || internal("only a single nvram device is supported"))?;
    rare.nvram = nvram.map(|nvram| info::parse(nvram, info::Allow::Neither, flags)).transpose()?;
    for hub in element.all("hub") {
        let hub = redirdev::parse_hub(hub, flags)?;
        if hub.hub_type == HubType::Usb && no_usb {
            return Err(unsupported("Can't add USB hub: USB is disabled for this domain"));
        }
        rare.hubs.push(hub);
    }
    rare.redirdevs = list(element, "redirdev", |redirdev| redirdev::parse(redirdev, flags))?;
    let only = || internal("only one set of redirection filter rule is supported");
    if let Some(filter) = single(element, "redirfilter", only)? {
        rare.redirfilter = list(filter, "usbdev", redirdev::parse_rule)?;
    }
    rare.panics = list(element, "panic", |panic| platform::parse_panic(panic, flags))?;
    rare.shmems = list(element, "shmem", |shmem| shmem::parse(shmem, flags))?;
    rare.memories = list(element, "memory", |memory| memory::parse(memory, flags))?;
    rare.iommus = list(element, "iommu", |iommu| iommu::parse(iommu, flags))?;
    let vsock = single(element, "vsock", || xml_error("only a single vsock device is supported"))?;
    rare.vsock = vsock.map(|vsock| platform::parse_vsock(vsock, flags)).transpose()?.map(Box::new);
    let pstore = single(element, "pstore", || xml_error("only a single pstore device is supported"))?;
    rare.pstore = pstore.map(|pstore| platform::parse_pstore(pstore, flags)).transpose()?.map(Box::new);
    Ok(())
}

fn list<T>(
    parent: &Element<'_>,
    name: &'static str,
    parse: impl FnMut(&Element<'_>) -> Result<T>,
) -> Result<Vec<T>> {
    parent.all(name).map(parse).collect()
}

/// The one element of a name, if there is one.
fn single<'a, 'x>(
    parent: &'a Element<'x>,
    name: &'static str,
    several: impl FnOnce() -> Box<VirError>,
) -> Result<Option<&'a Element<'x>>> {
    let mut all = parent.all(name);
    let first = all.next();
    if all.next().is_some() { Err(several()) } else { Ok(first) }
}

fn parse_input(element: &Element<'_>, flags: ParseFlags, no_usb: bool) -> Result<Input> {
    let input = input::parse(element, flags)?;
    match input.bus == Some(InputBus::Usb) && no_usb {
        true => Err(unsupported("Can't add USB input device. USB bus is disabled")),
        false => Ok(input),
    }
}

fn parse_videos(element: &Element<'_>, flags: ParseFlags) -> Result<Vec<Video>> {
    let mut videos = Vec::new();
    for video in element.all("video") {
        let video = video::parse(video, flags)?;
        let place = if video.primary { 0 } else { videos.len() };
        videos.insert(place, video);
    }
    Ok(videos)
}

fn parse_hostdev(element: &Element<'_>, flags: ParseFlags, no_usb: bool) -> Result<Hostdev> {
    let hostdev = hostdev::parse(element, flags)?;
    match matches!(hostdev.source, HostdevSource::Usb(_)) && no_usb {
        true => Err(unsupported("Can't add host USB device: USB is disabled in this host")),
        false => Ok(hostdev),
    }
}

fn parse_memballoon(devices: &Element<'_>, flags: ParseFlags) -> Result<Option<Box<Memballoon>>> {
    let several = || internal("only a single memory balloon device is supported");
    let balloon = single(devices, "memballoon", several)?;
    Ok(balloon.map(|balloon| input::parse_memballoon(balloon, flags)).transpose()?.map(Box::new))
}
