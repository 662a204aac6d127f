//! Whether each device makes sense: `virDomainDeviceDefValidate` of libvirt.

use super::disk_validate::refuse_virtio;
use super::netdev::validate_bandwidth;
use super::{disk_validate, fault, internal, unsupported, xml_error};
use crate::domain::config::devices::chardev::{
    ChannelTarget, Chardev, ChardevEnd, ChardevSource, ChardevTarget,
};
use crate::domain::config::devices::controller::{Controller, ControllerModel, ControllerType, PciModel};
use crate::domain::config::devices::disk::Sgio;
use crate::domain::config::devices::graphics::{Graphics, GraphicsType, Listen};
use crate::domain::config::devices::hostdev::HostdevSource;
use crate::domain::config::devices::info::{AddressType, DeviceInfo};
use crate::domain::config::devices::input::{Input, InputBus, InputType, RareInput};
use crate::domain::config::devices::interface::{
    BackendType, InterfaceType, PortForward, RareInterface, TeamingType,
};
use crate::domain::config::devices::video::{RareVideo, Video, VideoBackend, VideoType};
use crate::domain::config::devices::{Hostdev, Interface};
use crate::domain::config::features::{Feature, FeatureName};
use crate::domain::config::{DomainDef, OsType, VirtType};
use crate::domain::xml::ParseContext;
use crate::ground::{ErrorCode, Result, YesNo};

/// Checks every device by itself, as `virDomainDeviceDefValidate` of libvirt.
///
/// # Errors
/// What libvirt's validators report, in their order.
pub(in crate::domain) fn validate(def: &DomainDef, _cx: &ParseContext<'_>) -> Result<()> {
    let devices = &def.devices;
    for disk in &devices.disks {
        validate_info(&disk.info)?;
        disk_validate::validate(def, disk)?;
    }
    for interface in &devices.interfaces {
        validate_info(&interface.info)?;
        validate_interface(interface)?;
    }
    devices.hostdevs().iter().try_for_each(validate_hostdev)?;
    for video in &devices.videos {
        validate_info(&video.info)?;
        validate_video(video, &devices.videos)?;
    }
    for controller in &devices.controllers {
        validate_info(&controller.info)?;
        validate_controller(controller)?;
    }
    let chardevs = devices.serials.iter().chain(devices.parallels());
    for chardev in chardevs.chain(&devices.channels).chain(&devices.consoles) {
        validate_info(&chardev.info)?;
        validate_chardev_source(&chardev.source, Some(chardev))?;
    }
    for input in &devices.inputs {
        validate_info(&input.info)?;
        validate_input(input, def)?;
    }
    if let Some(balloon) = &devices.memballoon {
        validate_info(&balloon.info)?;
    }
    devices.graphics.iter().try_for_each(validate_graphics)
}

/// `virDomainDeviceInfoValidate` of libvirt, for all but devices of the host.
fn validate_info(info: &DeviceInfo) -> Result<()> {
    match info.address_kind() {
        Some(kind @ AddressType::Unassigned) => {
            Err(unsupported(format!("address of type '{kind}' is supported only for hostdevs")))
        }
        _ => Ok(()),
    }
}

/// `virDomainNetDefValidate` of libvirt.
fn validate_interface(interface: &Interface) -> Result<()> {
    let kind = interface.link.kind();
    let Some(rare) = interface.rare.as_deref() else { return Ok(()) };
    if !rare.host_ip.is_empty() && kind != InterfaceType::Ethernet {
        return Err(unsupported(format!(
            "Invalid attempt to set network interface host-side IP route and/or address info on interface of \
             type '{kind}'. This is only supported on interfaces of type 'ethernet'"
        )));
    }
    if rare.managed_tap == Some(YesNo::No) && kind != InterfaceType::Ethernet {
        let detail = format!("unmanaged target dev is not supported on interfaces of type '{kind}'");
        return Err(unsupported(detail));
    }
    validate_teaming(rare)?;
    validate_isolation(interface, rare)?;
    if !interface.is_virtio() {
        refuse_virtio(&rare.virtio)?;
    }
    let passt = rare.backend.backend_type == BackendType::Passt;
    let can_passt = matches!(kind, InterfaceType::User | InterfaceType::Vhostuser);
    if passt && !can_passt {
        return Err(unsupported(
            "The 'passt' backend can only be used with interface type='user' or type='vhostuser'",
        ));
    }
    if (rare.backend.fqdn.is_some() || rare.backend.hostname.is_some()) && !passt {
        return Err(unsupported(
            "The 'fqdn' attribute of the <backend> element can only be used with the <backend> type='passt'",
        ));
    }
    if !rare.port_forwards.is_empty() {
        validate_port_forwards(&rare.port_forwards, passt && can_passt)?;
    }
    rare.bandwidth.as_deref().map_or(Ok(()), validate_bandwidth)
}

fn validate_teaming(rare: &RareInterface) -> Result<()> {
    match &rare.teaming {
        Some((TeamingType::Transient, None)) => {
            Err(unsupported("teaming persistent attribute must be set if teaming type is 'transient'"))
        }
        Some((kind @ TeamingType::Persistent, Some(_))) => {
            Err(unsupported(format!("teaming persistent attribute not allowed if teaming type is '{kind}'")))
        }
        _ => Ok(()),
    }
}

/// `virDomainNetDefValidatePortOptions` of libvirt.
fn validate_isolation(interface: &Interface, rare: &RareInterface) -> Result<()> {
    if rare.isolated != Some(YesNo::Yes) {
        return Ok(());
    }
    let (mac, kind) = (interface.mac, interface.link.kind());
    let refused = |what: &str, kind: &dyn std::fmt::Display| {
        Err(unsupported(format!(
            "interface {mac} - <port isolated='yes'/> is not supported for network interfaces with {what}='{kind}'"
        )))
    };
    if !matches!(kind, InterfaceType::Network | InterfaceType::Bridge) {
        return refused("type", &kind);
    }
    match rare.virtual_port.as_ref().and_then(|port| port.port_type) {
        Some(port) => refused("virtualport type", &port),
        None => Ok(()),
    }
}

fn validate_port_forwards(forwards: &[PortForward], possible: bool) -> Result<()> {
    if !possible {
        return Err(unsupported(
            "The <portForward> element can only be used with the 'passt' backend of interface type='user' or \
             type='vhostuser'",
        ));
    }
    let mut ranges = forwards.iter().flat_map(|forward| &forward.ranges);
    if ranges.any(|range| range.start.is_none() && !range.is_default()) {
        return Err(unsupported(
            "The 'range' of a 'portForward' requires 'start' attribute if 'end', 'to', or 'exclude' is specified",
        ));
    }
    Ok(())
}

/// `virDomainHostdevDefValidate` of libvirt.
fn validate_hostdev(hostdev: &Hostdev) -> Result<()> {
    let kind = hostdev.info.address_kind();
    let only = |allowed: &[AddressType]| kind.is_none_or(|kind| allowed.contains(&kind));
    match &hostdev.source {
        HostdevSource::Pci(_) if !only(&[AddressType::Unassigned, AddressType::Pci]) => {
            return Err(internal("PCI host devices must use 'pci' or 'unassigned' address type"));
        }
        HostdevSource::Scsi(_) if !only(&[AddressType::Drive]) => {
            return Err(unsupported("SCSI host device must use 'drive' address type"));
        }
        HostdevSource::Scsi(scsi) if scsi.sgio == Some(Sgio::Unfiltered) => {
            return Err(unsupported("unfiltered sgio is no longer supported"));
        }
        HostdevSource::ScsiHost { .. } if !only(&[AddressType::Pci, AddressType::Ccw]) => {
            return Err(unsupported("SCSI_host host device must use 'pci' or 'ccw' address type"));
        }
        HostdevSource::Usb(_) if !only(&[AddressType::Usb]) => {
            return Err(unsupported("USB host device must use 'usb' address type"));
        }
        _ => {}
    }
    match &hostdev.teaming {
        None => Ok(()),
        Some((TeamingType::Persistent, _)) => {
            Err(unsupported("teaming hostdev devices must have type='transient'"))
        }
        Some((_, None)) => {
            Err(unsupported("missing required persistent attribute in hostdev teaming element"))
        }
        Some(_) if !matches!(hostdev.source, HostdevSource::Pci(_)) => {
            Err(unsupported("teaming is only supported for pci hostdev devices"))
        }
        Some(_) => Ok(()),
    }
}

/// `virDomainVideoDefValidate` of libvirt.
fn validate_video(video: &Video, all: &[Video]) -> Result<()> {
    let kind = video.video_type;
    if kind == VideoType::Default {
        return Err(internal("missing video model and cannot determine default"));
    }
    if all.len() > 1 && all.iter().any(|video| video.video_type == VideoType::None) {
        return Err(unsupported("a 'none' video type must be the only video device defined for the domain"));
    }
    let common = RareVideo::default();
    let rare = video.rare.as_deref().unwrap_or(&common);
    if rare.backend == Some(VideoBackend::Vhostuser) {
        if kind != VideoType::Virtio {
            return Err(unsupported("'vhostuser' driver is only supported with 'virtio' device"));
        }
    } else if rare.acceleration.as_ref().is_some_and(|accel| accel.rendernode.is_some()) {
        return Err(unsupported("unsupported rendernode accel attribute without 'vhostuser'"));
    }
    if rare.resolution.is_some_and(|(x, y)| x == 0 || y == 0) {
        return Err(unsupported("video resolution values must be greater than 0"));
    }
    if kind != VideoType::Qxl {
        let memory = &video.memory;
        let of_qxl = [("ram", memory.ram), ("vram64", memory.vram64), ("vgamem", memory.vgamem)];
        if let Some((name, _)) = of_qxl.iter().find(|(_, kib)| *kib != 0) {
            return Err(unsupported(format!("{name} attribute only supported for video type qxl")));
        }
    }
    if kind == VideoType::Ramfb && video.info.address.is_some() {
        return Err(unsupported("address not supported for video type ramfb"));
    }
    if kind != VideoType::Virtio {
        refuse_virtio(&rare.virtio)?;
        if rare.blob.is_some() {
            return Err(unsupported(format!("video type '{kind}' does not support blob resources")));
        }
    }
    Ok(())
}

/// `virDomainControllerDefValidate` of libvirt.
fn validate_controller(controller: &Controller) -> Result<()> {
    if controller.controller_type == ControllerType::Pci {
        validate_pci(controller)?;
    }
    let Some(rare) = &controller.rare else { return Ok(()) };
    let (thread, threads) = (rare.driver.iothread != 0, !rare.iothreads.is_empty());
    if (thread || threads) && !controller.model.is_some_and(ControllerModel::is_virtio_scsi) {
        return Err(unsupported("iothreads are supported only by 'virtio-scsi' controllers"));
    }
    if thread && threads {
        return Err(xml_error(
            "controller driver 'iothread' attribute can't be used together with 'iothreads' subelement",
        ));
    }
    Ok(())
}

fn validate_pci(controller: &Controller) -> Result<()> {
    let root = matches!(controller.model, Some(ControllerModel::Pci(PciModel::Root | PciModel::ExpressRoot)));
    if root && controller.info.address.is_some() {
        return Err(unsupported("pci-root and pcie-root controllers should not have an address"));
    }
    let index = controller.index.unwrap_or(0);
    if index > 255 {
        return Err(unsupported(format!("PCI controller index {index} too high, maximum is 255")));
    }
    let Some(pci) = controller.rare.as_ref().map(|rare| &rare.pci) else { return Ok(()) };
    if let Some(target) = pci.target_index {
        check_range("target index", target, 0, 30)?;
        if (index == 0) != (target == 0) {
            return Err(unsupported(
                "Only the PCI controller with index 0 can have target index 0, and vice versa",
            ));
        }
    }
    for (name, value, least, most) in [
        ("chassisNr", pci.chassis_nr, 1, 255),
        ("chassis", pci.chassis, 0, 255),
        ("port", pci.port, 0, 255),
        ("busNr", pci.bus_nr, 1, 254),
    ] {
        value.map_or(Ok(()), |value| check_range(name, value, least, most))?;
    }
    if pci.numa_node.is_some() && index == 0 {
        return Err(unsupported("The PCI controller with index=0 can't be associated with a NUMA node"));
    }
    Ok(())
}

fn check_range(name: &str, value: i32, least: i32, most: i32) -> Result<()> {
    match (least..=most).contains(&value) {
        true => Ok(()),
        false => {
            Err(unsupported(format!("PCI controller {name} '{value}' out of range - must be {least}-{most}")))
        }
    }
}

/// `virDomainChrSourceDefValidate` of libvirt. Some channels may leave their path to the hypervisor.
pub(super) fn validate_chardev_source(source: &ChardevSource, device: Option<&Chardev>) -> Result<()> {
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

/// `virDomainInputDefValidate` of libvirt.
fn validate_input(input: &Input, def: &DomainDef) -> Result<()> {
    let (kind, bus) = (input.input_type, input.bus);
    let word = || bus.map_or("default", crate::ground::Word::word);
    let points = matches!(kind, InputType::Mouse | InputType::Keyboard);
    match def.os.os_type {
        OsType::Hvm => {
            if bus == Some(InputBus::Ps2) && !points {
                return Err(internal(format!("ps2 bus does not support {kind} input device")));
            }
            if bus == Some(InputBus::Xen) {
                return Err(internal(format!("unsupported input bus {}", word())));
            }
        }
        OsType::Xen | OsType::Xenpvh => {
            if bus != Some(InputBus::Xen) {
                return Err(internal(format!("unsupported input bus {}", word())));
            }
            if !points {
                return Err(internal(format!("xen bus does not support {kind} input device")));
            }
        }
        _ if matches!(def.virt_type, VirtType::Vz | VirtType::Parallels) => {
            if bus != Some(InputBus::Parallels) {
                return Err(internal(format!("parallels containers don't support input bus {}", word())));
            }
            if !points {
                return Err(internal(format!("parallels bus does not support {kind} input device")));
            }
        }
        _ => {
            return Err(internal("Input devices are not supported by this virtualization driver."));
        }
    }
    let common = RareInput::default();
    let rare = input.rare.as_deref().unwrap_or(&common);
    match kind {
        InputType::Passthrough if bus != Some(InputBus::Virtio) => {
            return Err(unsupported("only bus 'virtio' is supported for 'passthrough' input devices"));
        }
        InputType::Evdev if bus != Some(InputBus::None) => {
            return Err(unsupported("input evdev doesn't support bus element"));
        }
        _ => {}
    }
    if let Some(model) = rare.model
        && bus != Some(InputBus::Virtio)
    {
        return Err(unsupported(format!("only bus 'virtio' is supported for input model '{model}'")));
    }
    if bus == Some(InputBus::Ps2) && def.features.get(FeatureName::Ps2) == Some(&Feature::Switch(false)) {
        return Err(unsupported("ps2 bus inputs require the ps2 feature not to be disabled"));
    }
    Ok(())
}

/// `virDomainGraphicsDefValidate` of libvirt.
fn validate_graphics(graphics: &Graphics) -> Result<()> {
    let kind = graphics.kind();
    let is_screen = matches!(kind, GraphicsType::Vnc | GraphicsType::Spice);
    for listen in graphics.listens() {
        match listen {
            Listen::Network { network: None, .. } => {
                return Err(xml_error("'network' attribute is required for listen type 'network'"));
            }
            Listen::Socket(_) | Listen::None if !is_screen => {
                return Err(unsupported(format!(
                    "listen type '{}' is not available for graphics type '{kind}'",
                    listen.kind()
                )));
            }
            _ => {}
        }
    }
    match graphics {
        Graphics::Dbus(dbus) if dbus.p2p && dbus.address.is_some() => {
            Err(xml_error("D-Bus p2p with an address is not supported"))
        }
        _ => Ok(()),
    }
}
