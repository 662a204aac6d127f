//! Devices that others imply: `virDomainDefAddImplicitDevices` of libvirt and what follows it.

use super::controller::insert;
use super::post_parse::{Machine, post_parse_serial_port, post_parse_video};
use super::{smartcard, unsupported};
use crate::domain::config::devices::chardev::{
    ChannelTarget, Chardev, ChardevTarget, ConsoleTarget, SerialModel, SerialTarget,
};
use crate::domain::config::devices::controller::{Controller, ControllerModel, ControllerType};
use crate::domain::config::devices::disk::DiskBus;
use crate::domain::config::devices::graphics::{Graphics, Listen};
use crate::domain::config::devices::hostdev::HostdevSource;
use crate::domain::config::devices::info::{Address, DeviceInfo};
use crate::domain::config::devices::video::VideoType;
use crate::domain::config::devices::{Hostdev, Video};
use crate::domain::config::{Devices, DomainDef, OsType};
use crate::domain::xml::{ParseContext, fault};
use crate::ground::{ErrorCode, Result};

/// Adds the devices that others imply, and what has to follow that: `virDomainDefAddImplicitDevices` to
/// `virDomainDefPostParseGraphics` of libvirt.
///
/// # Errors
/// What libvirt reports where a device cannot be added.
pub(in crate::domain) fn add_implied(def: &mut DomainDef, _cx: &mut ParseContext<'_>) -> Result<()> {
    let machine = Machine::of(def);
    add_console(&mut def.devices, def.os.os_type)?;
    add_controllers(&mut def.devices)?;
    if def.devices.videos.is_empty() && !def.devices.graphics.is_empty() {
        def.devices.videos.push(Video::default());
    }
    if let Some(first) = def.devices.videos.first_mut() {
        if first.video_type == VideoType::None {
            clear_video(first);
        } else {
            first.primary = true;
            post_parse_video(first, &machine);
        }
    }
    post_parse_serial_port(&mut def.devices.serials, 0);
    def.devices.graphics.iter_mut().for_each(listen_nowhere);
    Ok(())
}

/// Nothing that was filled in by itself is written for a video adapter that says there is none.
fn clear_video(video: &mut Video) {
    let alias = video.info.alias().map(Into::into);
    let mut info = DeviceInfo::default();
    if alias.is_some() {
        info.rare_mut().alias = alias;
    }
    *video = Video { video_type: VideoType::None, info, memory: Default::default(), ..Video::default() };
}

/// SPICE without ports does not listen. `virDomainDefPostParseGraphics` of libvirt.
fn listen_nowhere(graphics: &mut Graphics) {
    if let Graphics::Spice(spice) = graphics
        && spice.port == 0
        && spice.tls_port == 0
        && !spice.autoport
        && let Some(first @ Listen::Address(_)) = spice.listens.first_mut()
    {
        *first = Listen::None;
    }
}

fn is_serial(console: &Chardev) -> bool {
    matches!(console.target, ChardevTarget::Console(ConsoleTarget::Serial | ConsoleTarget::None))
}

/// The first console of a full virtual machine and its first serial port are one. `virDomainDefAddConsoleCompat` of
/// libvirt.
fn add_console(devices: &mut Devices, os_type: OsType) -> Result<()> {
    let console_is = |console: &Chardev, target| console.target == ChardevTarget::Console(target);
    if devices.consoles.iter().skip(1).any(|console| console_is(console, ConsoleTarget::Serial)) {
        return Err(unsupported("Only the first console can be a serial port"));
    }
    if os_type != OsType::Hvm {
        return Ok(());
    }
    let mut renumber = false;
    if devices.consoles.first().is_some_and(is_serial) {
        match devices.serials.first() {
            None => {
                let mut serial = std::mem::replace(&mut devices.consoles[0], Chardev::console_stub());
                serial.target = ChardevTarget::Serial(SerialTarget::None, SerialModel::None);
                serial.port = 0;
                devices.serials.push(serial);
                renumber = true;
            }
            Some(serial) if !serial.source.end.leads_where(&devices.consoles[0].source.end) => {
                devices.consoles[0] = Chardev::console_stub();
                renumber = true;
            }
            Some(_) => {}
        }
    } else if let Some(ChardevTarget::Serial(target, _)) =
        devices.serials.first().map(|serial| &serial.target)
        && !matches!(target, SerialTarget::Pci | SerialTarget::Usb | SerialTarget::IsaDebug)
    {
        devices.consoles.insert(0, Chardev::console_stub());
        renumber = true;
    }
    if renumber {
        for (i, console) in devices.consoles.iter_mut().enumerate() {
            console.port = i32::try_from(i).unwrap_or(i32::MAX);
        }
    }
    Ok(())
}

/// `virDomainDefAddImplicitControllers` of libvirt.
fn add_controllers(devices: &mut Devices) -> Result<()> {
    let of_disks = [
        (ControllerType::Scsi, DiskBus::Scsi),
        (ControllerType::Fdc, DiskBus::Fdc),
        (ControllerType::Ide, DiskBus::Ide),
        (ControllerType::Sata, DiskBus::Sata),
        (ControllerType::Nvme, DiskBus::Nvme),
    ];
    for (kind, bus) in of_disks {
        let disks = devices.disks.iter().filter(|disk| disk.bus == Some(bus));
        if let Some(last) = disks.filter_map(|disk| disk.info.drive()).map(|drive| drive.controller).max() {
            add_up_to(&mut devices.controllers, kind, last, None);
        }
    }
    take_nvme_serials(devices)?;
    let serial_index = |info: &DeviceInfo| match info.address {
        Some(Address::VirtioSerial { controller, .. }) => controller,
        _ => 0,
    };
    let is_channel = |c: &&Chardev| matches!(c.target, ChardevTarget::Named(ChannelTarget::Virtio, ..));
    let is_console = |c: &&Chardev| c.target == ChardevTarget::Console(ConsoleTarget::Virtio);
    let virtio = devices.channels.iter().filter(is_channel);
    for device in virtio.chain(devices.consoles.iter().filter(is_console)) {
        let index = serial_index(&device.info);
        add(&mut devices.controllers, ControllerType::VirtioSerial, index, None);
    }
    if let Some(rare) = &mut devices.rare {
        for i in 0..rare.smartcards.len() {
            smartcard::place(&mut rare.smartcards, i);
            let index = match rare.smartcards[i].info.address {
                Some(Address::Ccid { controller, .. }) => controller,
                _ => 0,
            };
            add(&mut devices.controllers, ControllerType::Ccid, index, None);
        }
        add_hostdev_controllers(&rare.hostdevs, &mut devices.controllers);
    }
    Ok(())
}

/// An NVMe controller has the serial number that its disks have.
fn take_nvme_serials(devices: &mut Devices) -> Result<()> {
    for disk in devices.disks.iter().filter(|disk| disk.bus == Some(DiskBus::Nvme)) {
        let serial = disk.rare.as_ref().and_then(|rare| rare.serial.as_ref());
        let (Some(serial), Some(drive)) = (serial, disk.info.drive()) else { continue };
        let its = |c: &&mut Controller| {
            c.controller_type == ControllerType::Nvme && c.index == i32::try_from(drive.controller).ok()
        };
        let Some(controller) = devices.controllers.iter_mut().find(its) else { continue };
        let known = &mut controller.rare_mut().serial;
        if known.get_or_insert_with(|| serial.clone()) != serial {
            let message = "Conflicting NVME disk serial number, all disks on a controller must have the same serial \
                           number as the controller itself";
            return Err(fault(ErrorCode::XmlDetail, message));
        }
    }
    Ok(())
}

/// Adds a controller unless there is one of its type and index. `virDomainDefMaybeAddController` of libvirt.
fn add(controllers: &mut Vec<Controller>, kind: ControllerType, index: u32, model: Option<ControllerModel>) {
    let index = i32::try_from(index).unwrap_or(i32::MAX);
    if !controllers.iter().any(|c| c.controller_type == kind && c.index == Some(index)) {
        insert(controllers, Controller { model, ..Controller::new(kind, index) });
    }
}

/// The greatest number of controllers that are added because one of them is asked for: libvirt has no limit, and would
/// make as many as the number says.
const IMPLIED_CONTROLLERS_MAX: u32 = 4096;

fn add_up_to(
    controllers: &mut Vec<Controller>,
    kind: ControllerType,
    last: u32,
    model: Option<ControllerModel>,
) {
    for index in 0..=last.min(IMPLIED_CONTROLLERS_MAX) {
        add(controllers, kind, index, model);
    }
}

/// `virDomainDefMaybeAddHostdevSCSIcontroller` of libvirt: a new one is of the model of the last that is there.
pub(super) fn add_hostdev_controllers(hostdevs: &[Hostdev], controllers: &mut Vec<Controller>) {
    let (mut last, mut model) = (None, None);
    for hostdev in hostdevs.iter().filter(|hostdev| matches!(hostdev.source, HostdevSource::Scsi(_))) {
        let index = hostdev.info.drive().map_or(0, |drive| drive.controller);
        if last.is_none_or(|last| index > last) {
            last = Some(index);
            let same = |c: &&Controller| {
                c.controller_type == ControllerType::Scsi
                    && c.index.is_some_and(|c| i64::from(c) == i64::from(index))
            };
            model = controllers.iter().find(same).and_then(|c| c.model).or(model);
        }
    }
    if let Some(last) = last {
        add_up_to(controllers, ControllerType::Scsi, last, model);
    }
}
