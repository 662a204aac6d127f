//! Reading the document of a single device: `virDomainDeviceDefParse` of libvirt.

use super::{
    audio, chardev, controller, disk, filesystem, graphics, hostdev, info, input, interface, internal, iommu,
    memory, platform, redirdev, shmem, smartcard, sound, tpm, unsupported, video,
};
use super::{post_parse, validate};
use crate::domain::config::devices::chardev::{ChardevTarget, SerialTarget};
use crate::domain::config::devices::controller::ControllerType;
use crate::domain::config::devices::disk::DiskBus;
use crate::domain::config::devices::filesystem::FilesystemDriver;
use crate::domain::config::devices::hostdev::HostdevSource;
use crate::domain::config::devices::input::InputBus;
use crate::domain::config::devices::interface::{InterfaceModel, KnownModel};
use crate::domain::config::devices::redirdev::{HubType, RedirdevBus};
use crate::domain::config::devices::sound::SoundModel;
use crate::domain::config::devices::{DeviceInfo, DeviceKind, Disk, Hostdev, Interface, RareDevices};
use crate::domain::config::{Devices, DomainDef, Section};
use crate::domain::xml::ParseContext;
use crate::ground::xml::Element;
use crate::ground::{ErrorDomain, Result, Word};

/// A device that was read by itself, as far as a driver that plugs in disks, interfaces and devices of the host has to
/// know it.
pub(in crate::domain) struct Device {
    /// What it is.
    pub kind: DeviceKind,
    /// What any device has.
    pub info: DeviceInfo,
    /// Whether it needs a USB bus. `virDomainDeviceIsUSB` of libvirt.
    pub is_usb: bool,
    /// The size of a memory device, in KiB.
    pub memory_kib: u64,
    /// The device itself.
    pub body: Body,
}

/// The devices that can be plugged in.
pub(in crate::domain) enum Body {
    /// A disk.
    Disk(Box<Disk>),
    /// A network interface.
    Interface(Box<Interface>),
    /// A device of the host.
    Hostdev(Box<Hostdev>),
    /// Any other.
    Other,
}

/// Reads a device as one of a domain's: with the defaults that it gets there, and checked.
///
/// # Errors
/// What libvirt 12.8.0 reports for the first thing that is wrong with the device.
pub(in crate::domain) fn parse_device(
    xml: &str,
    def: &DomainDef,
    cx: &mut ParseContext<'_>,
) -> Result<Device> {
    let root = crate::ground::xml::parse(ErrorDomain::Domain, xml)?;
    let name = if root.declares(root.prefix()).is_some() { root.local_name() } else { &*root.name };
    let kind = match name {
        "channel" | "console" | "parallel" | "serial" => DeviceKind::Chardev,
        name => {
            DeviceKind::from_word(name).ok_or_else(|| unsupported(format!("unknown device type '{name}'")))?
        }
    };
    if kind == DeviceKind::None {
        return Err(internal("unexpected VIR_DOMAIN_DEVICE_NONE"));
    }
    // Put at the end of its list in a copy of the domain, it gets the defaults and the checks of a domain's devices; those
    // that were there before have passed them.
    let mut with = def.clone();
    let info = add(&root, name, kind, &mut with.devices, cx)?;
    let is_usb = is_usb(kind, name, &with.devices);
    post_parse::post_parse_each(&mut with, cx)?;
    validate::validate(&with, cell_count(def))?;
    let memory_kib = with.devices.rare().memories.last().map_or(0, |memory| memory.size_kib);
    let is_usb = is_usb || self::is_usb(kind, name, &with.devices);
    let (info, body) = take(kind, info, &mut with.devices);
    Ok(Device { kind, info, is_usb, memory_kib, body })
}

/// How many NUMA cells a guest has. They are kept as text, and few devices ask.
fn cell_count(def: &DomainDef) -> usize {
    def.kept.get(Section::Cpu).matches("<cell ").count()
}

/// Takes the device out again, with what it got by itself.
fn take(kind: DeviceKind, info: DeviceInfo, devices: &mut Devices) -> (DeviceInfo, Body) {
    let body = match kind {
        DeviceKind::Disk => devices.disks.pop().map(|disk| (disk.info.clone(), Body::Disk(Box::new(disk)))),
        DeviceKind::Interface => {
            devices.interfaces.pop().map(|it| (it.info.clone(), Body::Interface(Box::new(it))))
        }
        DeviceKind::Hostdev => {
            devices.rare_mut().hostdevs.pop().map(|it| (it.info.clone(), Body::Hostdev(Box::new(it))))
        }
        _ => None,
    };
    body.unwrap_or((info, Body::Other))
}

/// Reads the device to the end of the list of its kind.
fn add(
    root: &Element<'_>,
    name: &str,
    kind: DeviceKind,
    devices: &mut Devices,
    cx: &mut ParseContext<'_>,
) -> Result<DeviceInfo> {
    let flags = cx.flags;
    match kind {
        DeviceKind::Disk => push(&mut devices.disks, disk::parse(root, flags)?, |it| &it.info),
        DeviceKind::Interface => push(&mut devices.interfaces, interface::parse(root, cx)?, |it| &it.info),
        DeviceKind::Chardev => {
            let (parse_as, list) = match name {
                "parallel" => (chardev::Kind::Parallel, &mut devices.rare_mut().parallels),
                "console" => (chardev::Kind::Console, &mut devices.consoles),
                "channel" => (chardev::Kind::Channel, &mut devices.channels),
                "serial" => (chardev::Kind::Serial, &mut devices.serials),
                name => return Err(unsupported(format!("unknown character device type: {name}"))),
            };
            push(list, chardev::parse(parse_as, root, flags)?, |it| &it.info)
        }
        DeviceKind::Input => push(&mut devices.inputs, input::parse(root, flags)?, |it| &it.info),
        DeviceKind::Video => {
            // It is counted among the domain's only once it is plugged in, which matters to one that says there is none.
            if devices.videos.len() == 1 {
                devices.videos.clear();
            }
            push(&mut devices.videos, video::parse(root, flags)?, |it| &it.info)
        }
        DeviceKind::Controller => {
            push(&mut devices.controllers, controller::parse(root, flags)?, |it| &it.info)
        }
        DeviceKind::Graphics => {
            devices.graphics.push(graphics::parse(root, flags)?);
            Ok(DeviceInfo::default())
        }
        DeviceKind::Memballoon => {
            let balloon = input::parse_memballoon(root, flags)?;
            let info = balloon.info.clone();
            devices.memballoon = Some(Box::new(balloon));
            Ok(info)
        }
        _ => add_rare(root, kind, devices.rare_mut(), cx),
    }
}

fn push<T>(list: &mut Vec<T>, device: T, info: impl Fn(&T) -> &DeviceInfo) -> Result<DeviceInfo> {
    let info = info(&device).clone();
    list.push(device);
    Ok(info)
}

fn add_rare(
    root: &Element<'_>,
    kind: DeviceKind,
    rare: &mut RareDevices,
    cx: &mut ParseContext<'_>,
) -> Result<DeviceInfo> {
    let flags = cx.flags;
    match kind {
        DeviceKind::Lease => {
            rare.leases.push(platform::parse_lease(root)?);
            return Ok(DeviceInfo::default());
        }
        DeviceKind::Audio => {
            rare.audios.push(audio::parse(root)?);
            return Ok(DeviceInfo::default());
        }
        DeviceKind::Nvram => {
            let info = info::parse(root, info::Allow::Neither, flags)?;
            rare.nvram = Some(info.clone());
            return Ok(info);
        }
        DeviceKind::Vsock => {
            let vsock = platform::parse_vsock(root, flags)?;
            let info = vsock.info.clone();
            rare.vsock = Some(Box::new(vsock));
            return Ok(info);
        }
        DeviceKind::Pstore => {
            let pstore = platform::parse_pstore(root, flags)?;
            let info = pstore.info.clone();
            rare.pstore = Some(Box::new(pstore));
            return Ok(info);
        }
        _ => {}
    }
    match kind {
        DeviceKind::Filesystem => push(&mut rare.filesystems, filesystem::parse(root, flags)?, |it| &it.info),
        DeviceKind::Sound => push(&mut rare.sounds, sound::parse(root, flags)?, |it| &it.info),
        DeviceKind::Hostdev => push(&mut rare.hostdevs, hostdev::parse(root, flags)?, |it| &it.info),
        DeviceKind::Watchdog => {
            push(&mut rare.watchdogs, platform::parse_watchdog(root, flags)?, |it| &it.info)
        }
        DeviceKind::Hub => push(&mut rare.hubs, redirdev::parse_hub(root, flags)?, |it| &it.info),
        DeviceKind::Redirdev => push(&mut rare.redirdevs, redirdev::parse(root, flags)?, |it| &it.info),
        DeviceKind::Smartcard => push(&mut rare.smartcards, smartcard::parse(root, flags)?, |it| &it.info),
        DeviceKind::Rng => push(&mut rare.rngs, platform::parse_rng(root, flags)?, |it| &it.info),
        DeviceKind::Shmem => push(&mut rare.shmems, shmem::parse(root, flags)?, |it| &it.info),
        DeviceKind::Tpm => push(&mut rare.tpms, tpm::parse(root, flags)?, |it| &it.info),
        DeviceKind::Panic => push(&mut rare.panics, platform::parse_panic(root, flags)?, |it| &it.info),
        DeviceKind::Memory => push(&mut rare.memories, memory::parse(root, flags)?, |it| &it.info),
        DeviceKind::Iommu => push(&mut rare.iommus, iommu::parse(root, flags)?, |it| &it.info),
        DeviceKind::Crypto => push(&mut rare.cryptos, platform::parse_crypto(root, flags)?, |it| &it.info),
        _ => Ok(DeviceInfo::default()),
    }
}

/// `virDomainDeviceIsUSB` of libvirt, for the device at the end of its list.
fn is_usb(kind: DeviceKind, name: &str, devices: &Devices) -> bool {
    let rare = devices.rare();
    match kind {
        DeviceKind::Hub => rare.hubs.last().is_some_and(|hub| hub.hub_type == HubType::Usb),
        DeviceKind::Hostdev => {
            // libvirt takes the number of a container's storage for that of USB.
            let usb = |it: &Hostdev| matches!(it.source, HostdevSource::Usb(_) | HostdevSource::Storage(_));
            rare.hostdevs.last().is_some_and(usb)
        }
        DeviceKind::Disk => devices.disks.last().is_some_and(|disk| disk.bus == Some(DiskBus::Usb)),
        DeviceKind::Interface => devices
            .interfaces
            .last()
            .is_some_and(|it| it.model == Some(InterfaceModel::Known(KnownModel::UsbNet))),
        DeviceKind::Controller => {
            devices.controllers.last().is_some_and(|it| it.controller_type == ControllerType::Ccid)
        }
        DeviceKind::Input => devices.inputs.last().is_some_and(|it| it.bus == Some(InputBus::Usb)),
        DeviceKind::Chardev if name == "serial" => devices
            .serials
            .last()
            .is_some_and(|it| matches!(it.target, ChardevTarget::Serial(SerialTarget::Usb, _))),
        DeviceKind::Sound => rare.sounds.last().is_some_and(|it| it.model == SoundModel::Usb),
        DeviceKind::Redirdev => rare.redirdevs.last().is_some_and(|it| it.bus == RedirdevBus::Usb),
        DeviceKind::Filesystem => {
            rare.filesystems.last().is_some_and(|it| it.driver == FilesystemDriver::Mtp)
        }
        _ => false,
    }
}
