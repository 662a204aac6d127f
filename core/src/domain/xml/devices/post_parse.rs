//! What devices get by themselves after reading: the device part of `virDomainDefPostParse` of libvirt.

use std::collections::BTreeSet;

use super::controller::{insert, unused_index};
use super::{filesystem, internal, memory, platform, post_parse_storage, sound, unsupported, xml_error};
use crate::domain::config::devices::RareDevices;
use crate::domain::config::devices::chardev::{Chardev, ChardevTarget, ConsoleTarget, SerialTarget};
use crate::domain::config::devices::controller::{Controller, ControllerType};
use crate::domain::config::devices::info::DeviceInfo;
use crate::domain::config::devices::input::{Input, InputBus, InputType};
use crate::domain::config::devices::video::{Video, VideoType};
use crate::domain::config::{Arch, Devices, DomainDef, OsType, VirtType};
use crate::domain::xml::ParseContext;
use crate::ground::{Result, Word};

/// What devices get by themselves after reading: controller indexes, ISA serials, and then what [`post_parse_each`] says.
///
/// # Errors
/// What libvirt's device post-parse reports.
pub(in crate::domain) fn post_parse(def: &mut DomainDef, cx: &mut ParseContext<'_>) -> Result<()> {
    assign_indexes(&mut def.devices.controllers);
    place_isa_serials(&mut def.devices.serials)?;
    post_parse_each(def, cx)
}

/// What every device gets by itself. `virDomainDefPostParseDeviceIterator` of libvirt.
pub(super) fn post_parse_each(def: &mut DomainDef, cx: &mut ParseContext<'_>) -> Result<()> {
    for i in 0..def.devices.disks.len() {
        post_parse_storage::post_parse_disk(def, i)?;
    }
    post_parse_storage::post_parse_hostdevs(def)?;
    let machine = Machine::of(def);
    def.devices.videos.iter_mut().for_each(|video| post_parse_video(video, &machine));
    def.devices.controllers.iter().try_for_each(post_parse_controller)?;
    post_parse_chardevs(&mut def.devices, machine.arch)?;
    def.devices.inputs.iter_mut().for_each(|input| post_parse_input(input, &machine));
    if let Some(rare) = &mut def.devices.rare {
        post_parse_rare(rare, &machine, cx);
    }
    Ok(())
}

/// What few domains have gets nothing that could fail, so that its order does not matter.
fn post_parse_rare(rare: &mut RareDevices, machine: &Machine, cx: &mut ParseContext<'_>) {
    rare.sounds.iter_mut().for_each(sound::post_parse);
    rare.filesystems.iter_mut().for_each(filesystem::post_parse);
    rare.rngs.iter_mut().for_each(platform::post_parse_rng);
    let is_power = matches!(machine.arch, Arch::Ppc64 | Arch::Ppc64le);
    rare.memories.iter_mut().for_each(|memory| memory::post_parse(memory, is_power, cx));
    if let Some(vsock) = &mut rare.vsock {
        platform::post_parse_vsock(vsock);
    }
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
    let panics = &def.devices.rare().panics;
    for (i, panic) in panics.iter().enumerate() {
        if panics[..i].iter().any(|other| other.model == panic.model) {
            return Err(xml_error(format!("Multiple panic devices with model '{}'", panic.model)));
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
        .chain(devices.hostdevs().iter().map(|hostdev| &hostdev.info))
        .chain(devices.rare().filesystems.iter().map(|fs| &fs.info))
        .chain(devices.rare().redirdevs.iter().map(|redirdev| &redirdev.info));
    for order in infos.filter_map(DeviceInfo::boot_order) {
        if !seen.insert(order) {
            return Err(unsupported(format!("boot order '{order}' used for more than one device")));
        }
    }
    Ok(!seen.is_empty())
}
