//! What devices get by themselves after reading: the device part of `virDomainDefPostParse` of libvirt.

use std::collections::BTreeSet;

use super::controller::{insert, unused_index};
use super::disk::disk_index;
use super::{internal, unsupported, xml_error};
use crate::domain::config::devices::Hostdev;
use crate::domain::config::devices::chardev::{Chardev, ChardevTarget, ConsoleTarget, SerialTarget};
use crate::domain::config::devices::controller::{Controller, ControllerType};
use crate::domain::config::devices::disk::{Disk, DiskBus, DiskDevice, SnapshotLocation};
use crate::domain::config::devices::hostdev::{HostdevSource, MdevModel, ScsiUnit};
use crate::domain::config::devices::info::{Address, AddressType, DeviceInfo, DriveAddress};
use crate::domain::config::devices::input::{Input, InputBus, InputType};
use crate::domain::config::devices::storage::{Place, Protocol};
use crate::domain::config::devices::video::{Video, VideoType};
use crate::domain::config::{Arch, Devices, DomainDef, OsType, VirtType};
use crate::domain::xml::ParseContext;
use crate::ground::{Result, Word, YesNo};

/// What every device gets by itself after reading: controller indexes, ISA serials, and then
/// `virDomainDefPostParseDeviceIterator` of libvirt.
///
/// # Errors
/// What libvirt's device post-parse reports.
pub(in crate::domain) fn post_parse(def: &mut DomainDef, _cx: &mut ParseContext<'_>) -> Result<()> {
    assign_indexes(&mut def.devices.controllers);
    place_isa_serials(&mut def.devices.serials)?;
    for i in 0..def.devices.disks.len() {
        post_parse_disk(def, i)?;
    }
    post_parse_hostdevs(def)?;
    let machine = Machine::of(def);
    def.devices.videos.iter_mut().for_each(|video| post_parse_video(video, &machine));
    def.devices.controllers.iter().try_for_each(post_parse_controller)?;
    post_parse_chardevs(&mut def.devices, machine.arch)?;
    def.devices.inputs.iter_mut().for_each(|input| post_parse_input(input, &machine));
    Ok(())
}

/// What a device's defaults depend on.
pub(super) struct Machine {
    virt_type: VirtType,
    os_type: OsType,
    arch: Arch,
}

impl Machine {
    /// That of a domain.
    pub(super) fn of(def: &DomainDef) -> Self {
        Self { virt_type: def.virt_type, os_type: def.os.os_type, arch: def.os.arch }
    }
}

fn is_x86(arch: Arch) -> bool {
    matches!(arch, Arch::I686 | Arch::X86_64)
}

/// `virDomainAssignControllerIndexes` of libvirt.
fn assign_indexes(controllers: &mut Vec<Controller>) {
    let mut shuffled = false;
    for i in 0..controllers.len() {
        if controllers[i].index.is_some() {
            continue;
        }
        let mut index = None;
        if i > 0 && controllers[i].is_usb2() {
            shuffled = true;
            index = companion_index(controllers, i);
        }
        let index = index.unwrap_or_else(|| unused_index(controllers, controllers[i].controller_type));
        controllers[i].index = Some(index);
    }
    if shuffled {
        for controller in std::mem::take(controllers) {
            insert(controllers, controller);
        }
    }
}

/// The index of the group of USB 2 controllers that the one before belongs to, if this one still fits in.
fn companion_index(controllers: &[Controller], place: usize) -> Option<i32> {
    let is_usb = |c: &&Controller| c.controller_type == ControllerType::Usb;
    let index = controllers[..place].iter().rfind(is_usb).filter(|c| c.is_usb2())?.index;
    let model = controllers[place].model;
    let taken = controllers.iter().filter(is_usb).any(|c| c.index == index && c.model == model);
    index.filter(|_| !taken)
}

/// How many ISA serial ports there are: `VIR_MAX_ISA_SERIAL_PORTS` of libvirt.
const ISA_SERIALS_MAX: usize = 4;

/// `virDomainChrIsaSerialDefPostParse` of libvirt.
fn place_isa_serials(serials: &mut [Chardev]) -> Result<()> {
    let is_isa = |serial: &&mut Chardev| matches!(serial.target, ChardevTarget::Serial(SerialTarget::Isa, _));
    let mut used = [false; ISA_SERIALS_MAX];
    for (count, serial) in serials.iter_mut().filter(is_isa).enumerate() {
        let port = usize::try_from(serial.port).ok();
        if count >= ISA_SERIALS_MAX || port.is_some_and(|port| port >= ISA_SERIALS_MAX) {
            let detail = format!("Maximum supported number of ISA serial ports is '{ISA_SERIALS_MAX}'");
            return Err(internal(detail));
        }
        if let Some(port) = port
            && std::mem::replace(&mut used[port], true)
        {
            return Err(internal(format!("target port '{port}' already allocated")));
        }
    }
    for serial in serials.iter_mut().filter(is_isa).filter(|serial| serial.port == -1) {
        if let Some(free) = used.iter().position(|used| !used) {
            used[free] = true;
            serial.port = i32::try_from(free).unwrap_or(-1);
        }
    }
    Ok(())
}

/// Gives ports to those that have none, each the next one after the highest before it.
pub(super) fn number_ports(devices: &mut [Chardev]) {
    for i in 0..devices.len() {
        if devices[i].port == -1 {
            let highest = devices[..i].iter().map(|device| device.port).max().unwrap_or(-1);
            devices[i].port = highest.saturating_add(1);
        }
    }
}

/// `virDomainChrDefPostParse` of libvirt.
fn post_parse_chardevs(devices: &mut Devices, arch: Arch) -> Result<()> {
    for i in 0..devices.serials.len() {
        if matches!(devices.serials[i].target, ChardevTarget::Serial(SerialTarget::IsaDebug, _))
            && !is_x86(arch)
        {
            return Err(unsupported("isa-debug serial type only valid on x86 architecture"));
        }
        post_parse_serial_port(&mut devices.serials, i);
    }
    for console in &mut devices.consoles {
        if console.target == ChardevTarget::Console(ConsoleTarget::None) {
            console.target = ChardevTarget::Console(ConsoleTarget::Serial);
        }
    }
    Ok(())
}

/// Gives a serial port the next number after the highest of all of them.
pub(super) fn post_parse_serial_port(serials: &mut [Chardev], place: usize) {
    let highest = serials.iter().map(|serial| serial.port).max().unwrap_or(-1);
    if let Some(serial) = serials.get_mut(place).filter(|serial| serial.port == -1) {
        serial.port = highest.saturating_add(1);
    }
}

/// `virDomainDiskDefPostParse` of libvirt.
fn post_parse_disk(def: &mut DomainDef, place: usize) -> Result<()> {
    let disk = &mut def.devices.disks[place];
    if let Some(target) = disk.target.as_ref().and_then(|target| target.strip_prefix("ioemu:")) {
        // What the Xen driver once put before it.
        disk.target = Some(target.into());
    }
    disk.readonly |= disk.device == DiskDevice::Cdrom;
    let bus = disk.bus.unwrap_or_else(|| guess_bus(disk));
    disk.bus = Some(bus);
    let snapshot = disk.rare.as_ref().and_then(|rare| rare.snapshot);
    let is_vhost_user = matches!(disk.source.place, Place::VhostUser(_));
    if snapshot.is_none() && (disk.readonly || is_vhost_user) {
        disk.rare_mut().snapshot = Some(SnapshotLocation::No);
    }
    match &mut disk.source.place {
        Place::Network(network) if network.protocol == Protocol::Iscsi => {
            if let Some(name) = &mut network.name {
                add_lun(name);
            }
        }
        Place::Nvme(nvme) => nvme.managed = nvme.managed.or(Some(YesNo::Yes)),
        _ => {}
    }
    if disk.info.address.is_none()
        && let Some(target) = &disk.target
    {
        let address = disk_address(target, bus)?;
        if let (DiskBus::Scsi, Some(Address::Drive(drive))) = (bus, &address) {
            check_hostdev_unit(def, place, *drive)?;
        }
        def.devices.disks[place].info.address = address;
    }
    expand_iotune(&mut def.devices.disks, place);
    refuse_fd(&def.devices.disks[place])
}

/// The test driver takes no file descriptors. `virDomainDeviceDefPostParseCheckFeatures` of libvirt.
fn refuse_fd(disk: &Disk) -> Result<()> {
    let target = disk.target.as_deref().unwrap_or("(null)");
    match disk.source.rare.as_ref().is_some_and(|rare| rare.fdgroup.is_some()) {
        false => Ok(()),
        true => Err(unsupported(format!("driver does not support FD passing for disk '{target}'"))),
    }
}

fn guess_bus(disk: &Disk) -> DiskBus {
    if disk.device == DiskDevice::Floppy {
        return DiskBus::Fdc;
    }
    let prefixes = [
        ("hd", DiskBus::Ide),
        ("sd", DiskBus::Scsi),
        ("vd", DiskBus::Virtio),
        ("xvd", DiskBus::Xen),
        ("ubd", DiskBus::Uml),
        ("nvme", DiskBus::Nvme),
    ];
    let target = disk.target.as_deref().unwrap_or_default();
    let guess = prefixes.iter().find(|(prefix, _)| target.starts_with(prefix));
    guess.map_or(DiskBus::Ide, |(_, bus)| *bus)
}

/// An iSCSI name without a unit has the unit 0. `virDomainPostParseCheckISCSIPath` of libvirt.
fn add_lun(name: &mut Box<str>) {
    if !name.contains('/') {
        *name = format!("{name}/0").into();
    }
}

/// The controller and the namespace of `nvme0n1`, perhaps with a partition.
fn nvme_namespace(name: &str) -> Option<(u32, u32)> {
    let (controller, rest) = name.strip_prefix("nvme")?.split_once('n')?;
    let (namespace, partition) = rest.split_once('p').map_or((rest, None), |(n, p)| (n, Some(p)));
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let all = is_number(controller) && is_number(namespace) && partition.is_none_or(is_number);
    let namespace = namespace.parse().ok().filter(|namespace| *namespace > 0 && all)?;
    Some((controller.parse().ok()?, namespace))
}

/// `virDomainDiskDefAssignAddress` of libvirt.
fn disk_address(target: &str, bus: DiskBus) -> Result<Option<Address>> {
    let namespace = nvme_namespace(target);
    let index = disk_index(target).or(namespace.map(|(_, namespace)| namespace - 1));
    let index =
        index.ok_or_else(|| xml_error(format!("Unknown disk name '{target}' and no address specified")))?;
    let drive =
        |controller, bus, unit| Some(Address::Drive(DriveAddress { controller, bus, target: 0, unit }));
    Ok(match bus {
        // A narrow bus has seven units beside the controller itself.
        DiskBus::Scsi => drive(index / 7, 0, index % 7),
        DiskBus::Ide => drive(index / 4, index % 4 / 2, index % 2),
        DiskBus::Sata => drive(index / 6, 0, index % 6),
        DiskBus::Fdc => drive(index / 2, 0, index % 2),
        DiskBus::Nvme => drive(namespace.map_or(0, |(controller, _)| controller), 0, index),
        _ => None,
    })
}

fn check_hostdev_unit(def: &DomainDef, place: usize, drive: DriveAddress) -> Result<()> {
    let used = def.devices.hostdevs().iter().any(|hostdev| {
        matches!(hostdev.source, HostdevSource::Scsi(_)) && hostdev.info.drive() == Some(drive)
    });
    if !used {
        return Ok(());
    }
    let target = def.devices.disks[place].target.as_deref().unwrap_or_default();
    // libvirt leaves out the last quote.
    Err(unsupported(format!(
        "using disk target name '{target}' conflicts with SCSI host device address controller='{}' bus='{}' \
         target='{}' unit='{}",
        drive.controller, drive.bus, drive.target, drive.unit
    )))
}

/// A disk that only names a group takes its limits from the group. `virDomainDiskExpandGroupIoTune` of libvirt.
fn expand_iotune(disks: &mut [Disk], place: usize) {
    let tune = |disk: &Disk| disk.rare.as_ref().and_then(|rare| rare.iotune.clone());
    let Some(own) = tune(&disks[place]) else { return };
    if own.group_name.is_none() || own.has_any() {
        return;
    }
    let mut all = disks.iter().filter_map(tune);
    if let Some(group) = all.find(|other| other.group_name == own.group_name && other.has_any()) {
        disks[place].rare_mut().iotune = Some(group);
    }
}

/// `virDomainHostdevDefPostParse` of libvirt.
fn post_parse_hostdevs(def: &mut DomainDef) -> Result<()> {
    for i in 0..def.devices.hostdevs().len() {
        let free = next_scsi_unit(&def.devices);
        let Some(hostdev) = def.devices.rare.as_mut().and_then(|rare| rare.hostdevs.get_mut(i)) else {
            break;
        };
        match &mut hostdev.source {
            HostdevSource::Scsi(scsi) => {
                if let ScsiUnit::Iscsi { name, .. } = &mut scsi.unit {
                    add_lun(name);
                }
                let address = hostdev.info.address.get_or_insert(Address::Drive(free));
                let Address::Drive(drive) = *address else { continue };
                check_disk_unit(&def.devices, drive)?;
            }
            HostdevSource::Mdev { model, .. } => check_mdev_address(*model, &hostdev.info)?,
            _ => {}
        }
    }
    Ok(())
}

fn check_mdev_address(model: MdevModel, info: &DeviceInfo) -> Result<()> {
    let wanted = match model {
        MdevModel::VfioPci => AddressType::Pci,
        MdevModel::VfioCcw => AddressType::Ccw,
        MdevModel::VfioAp => return Ok(()),
    };
    match info.address_kind().filter(|kind| *kind != wanted) {
        None => Ok(()),
        Some(kind) => {
            Err(xml_error(format!("Unsupported address type '{kind}' with mediated device model '{model}'")))
        }
    }
}

fn check_disk_unit(devices: &Devices, drive: DriveAddress) -> Result<()> {
    let used =
        devices.disks.iter().any(|disk| disk.bus == Some(DiskBus::Scsi) && disk.info.drive() == Some(drive));
    let DriveAddress { controller, bus, target, unit } = drive;
    match used {
        false => Ok(()),
        true => Err(xml_error(format!(
            "SCSI host address controller='{controller}' bus='{bus}' target='{target}' unit='{unit}' in use by a SCSI disk"
        ))),
    }
}

/// The first unit of a SCSI bus that neither a disk nor a device of the host has. `virDomainHostdevAssignAddress` of
/// libvirt.
fn next_scsi_unit(devices: &Devices) -> DriveAddress {
    let disks = devices.disks.iter().filter(|disk| disk.bus == Some(DiskBus::Scsi)).map(|disk| &disk.info);
    let scsi = |hostdev: &&Hostdev| matches!(hostdev.source, HostdevSource::Scsi(_));
    let hostdevs = devices.hostdevs().iter().filter(scsi).map(|hostdev| &hostdev.info);
    let used: BTreeSet<_> = disks
        .chain(hostdevs)
        .filter_map(DeviceInfo::drive)
        .filter(|drive| drive.bus == 0 && drive.target == 0)
        .map(|drive| (drive.controller, drive.unit))
        .collect();
    // The bus has units 0 to 6; the seventh is the controller.
    let free =
        (0..).flat_map(|controller| (0..7).map(move |unit| (controller, unit))).find(|at| !used.contains(at));
    let (controller, unit) = free.unwrap_or_default();
    DriveAddress { controller, bus: 0, target: 0, unit }
}

/// `testDomainDevicesDefPostParse` and `virDomainVideoDefPostParse` of libvirt.
pub(super) fn post_parse_video(video: &mut Video, machine: &Machine) {
    if video.video_type == VideoType::Default {
        video.video_type = match (machine.os_type, machine.arch) {
            (OsType::Xen | OsType::Linux, _) => VideoType::Xen,
            (_, Arch::Ppc64 | Arch::Ppc64le) => VideoType::Vga,
            _ => VideoType::Cirrus,
        };
    }
    let kib = default_video_kib(video.video_type, machine.virt_type);
    let memory = &mut video.memory;
    if memory.ram == 0 && video.video_type == VideoType::Qxl {
        memory.ram = kib;
    }
    if memory.vram == 0 {
        memory.vram = kib;
    }
    // Rounding up a size beyond 2 GiB wraps to nothing, as it does in libvirt.
    let power = |kib: u32| if kib == 0 { 0 } else { kib.checked_next_power_of_two().unwrap_or(0) };
    (memory.ram, memory.vram) = (power(memory.ram), power(memory.vram));
}

/// `virDomainVideoDefaultRAM` of libvirt.
fn default_video_kib(video_type: VideoType, virt_type: VirtType) -> u32 {
    match (video_type, virt_type) {
        (VideoType::Vga | VideoType::Cirrus | VideoType::Vmvga, VirtType::Vbox) => 8 * 1024,
        (VideoType::Vga | VideoType::Cirrus | VideoType::Vmvga, VirtType::Vmware) => 4 * 1024,
        (VideoType::Vga | VideoType::Cirrus | VideoType::Vmvga | VideoType::Bochs, _) => 16 * 1024,
        (VideoType::Xen, _) => 4 * 1024,
        (VideoType::Qxl, _) => 64 * 1024,
        _ => 0,
    }
}

/// `virDomainControllerDefPostParse` of libvirt.
fn post_parse_controller(controller: &Controller) -> Result<()> {
    let threaded = controller.rare.as_ref().is_some_and(|rare| rare.driver.iothread != 0);
    if threaded && !controller.model.is_some_and(|model| model.is_virtio_scsi()) {
        return Err(xml_error("'iothread' attribute only supported for virtio scsi controllers"));
    }
    Ok(())
}

/// `virDomainInputDefPostParse` of libvirt.
fn post_parse_input(input: &mut Input, machine: &Machine) {
    if input.bus.is_some() {
        return;
    }
    let is_s390 = matches!(machine.arch, Arch::S390 | Arch::S390x);
    input.bus = match (machine.os_type, input.input_type) {
        (OsType::Hvm, InputType::Mouse | InputType::Keyboard)
            if is_x86(machine.arch) || machine.arch == Arch::None =>
        {
            Some(InputBus::Ps2)
        }
        (OsType::Hvm, InputType::Passthrough) => Some(InputBus::Virtio),
        (OsType::Hvm, _) if is_s390 => Some(InputBus::Virtio),
        (OsType::Hvm, InputType::Evdev) => Some(InputBus::None),
        (OsType::Hvm, _) => Some(InputBus::Usb),
        (OsType::Xen | OsType::Xenpvh, _) => Some(InputBus::Xen),
        _ if matches!(machine.virt_type, VirtType::Vz | VirtType::Parallels) => Some(InputBus::Parallels),
        _ => None,
    };
}

/// `virDomainDefRejectDuplicateControllers` and `virDomainDefRejectDuplicatePanics` of libvirt.
///
/// # Errors
/// `VIR_ERR_XML_ERROR` for two of a kind.
pub(in crate::domain) fn reject_duplicates(def: &DomainDef) -> Result<()> {
    let mut seen = BTreeSet::new();
    for controller in &def.devices.controllers {
        let (kind, index) = (controller.controller_type, controller.index.unwrap_or(0));
        if kind != ControllerType::Usb && !seen.insert((kind, index)) {
            return Err(xml_error(format!("Multiple '{}' controllers with index '{index}'", kind.word())));
        }
    }
    Ok(())
}

/// Whether a device has a boot order of its own: the collecting half of `virDomainDefBootOrderPostParse` of libvirt.
///
/// # Errors
/// `VIR_ERR_CONFIG_UNSUPPORTED` if two devices have the same.
pub(in crate::domain) fn has_boot_order(def: &DomainDef) -> Result<bool> {
    let mut seen = BTreeSet::new();
    let devices = &def.devices;
    let infos = (devices.disks.iter().map(|disk| &disk.info))
        .chain(devices.interfaces.iter().map(|interface| &interface.info))
        .chain(devices.hostdevs().iter().map(|hostdev| &hostdev.info));
    let kept = devices.rare.iter().flat_map(|rare| rare.kept_boot_orders.iter().copied());
    for order in infos.filter_map(DeviceInfo::boot_order).chain(kept) {
        if !seen.insert(order) {
            return Err(unsupported(format!("boot order '{order}' used for more than one device")));
        }
    }
    Ok(!seen.is_empty())
}
