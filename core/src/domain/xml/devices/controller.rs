//! Controllers: `virDomainControllerDefParseXML` and `virDomainControllerDefFormat` of libvirt.

use super::info::{self, Allow, parse_virtio};
use super::{disk, disk_format, unsupported, xml_error};
use crate::domain::config::devices::controller::{
    Controller, ControllerDriver, ControllerModel, ControllerPorts, ControllerType, PciModel, PciModelName,
    PciOptions, RareController, UsbModel,
};
use crate::domain::xml::{FormatOptions, ParseFlags, fault};
use crate::ground::scale::Scaled;
use crate::ground::xml::{Attribute, Element, Prop, Writer};
use crate::ground::{ErrorCode, Result, number};

/// Reads the controllers into libvirt's order, and whether one of them says that there is to be no USB.
/// `virDomainDefControllersParse` of libvirt.
pub(super) fn parse_all(devices: &Element<'_>, flags: ParseFlags) -> Result<(Vec<Controller>, bool)> {
    let mut controllers = Vec::new();
    let (mut no_usb, mut has_usb, mut has_master) = (false, false, false);
    for element in devices.all("controller") {
        let controller = parse(element, flags)?;
        if controller.controller_type == ControllerType::Usb {
            let disables = controller.model == Some(ControllerModel::Usb(UsbModel::None));
            if no_usb || (disables && has_usb) {
                let message = "Can't add another USB controller: USB is disabled for this domain";
                return Err(fault(ErrorCode::XmlDetail, message));
            }
            no_usb |= disables;
            has_usb |= !disables;
            has_master |= controller.info.master_startport().is_none();
        }
        insert(&mut controllers, controller);
    }
    if has_usb && !has_master {
        return Err(fault(ErrorCode::XmlDetail, "No master USB controller specified"));
    }
    Ok((controllers, no_usb))
}

/// Puts a controller among those of its type: by index, a master before its companions.
/// `virDomainControllerInsertPreAlloced` of libvirt.
pub(super) fn insert(controllers: &mut Vec<Controller>, new: Controller) {
    let mut place = None;
    for (i, old) in controllers.iter().enumerate().rev() {
        if old.controller_type != new.controller_type {
            continue;
        }
        let Some(index) = new.index else {
            place = Some(i + 1);
            break;
        };
        let (new_master, old_master) = (new.info.master_startport(), old.info.master_startport());
        if old.index.is_some_and(|old| old > index)
            || (new_master.is_none() && old_master.is_some() && old.index == Some(index))
        {
            place = Some(i);
        } else if place.is_none() {
            place = Some(i + 1);
        }
    }
    controllers.insert(place.unwrap_or(controllers.len()), new);
}

/// The lowest index that no controller of a type has. `virDomainControllerFindUnusedIndex` of libvirt.
pub(super) fn unused_index(controllers: &[Controller], controller_type: ControllerType) -> i32 {
    let used = |index: &i32| {
        controllers.iter().any(|c| c.controller_type == controller_type && c.index == Some(*index))
    };
    (0..).find(|index| !used(index)).unwrap_or(i32::MAX)
}

/// Reads a `<controller>`.
pub(super) fn parse(element: &Element<'_>, flags: ParseFlags) -> Result<Controller> {
    let controller_type: ControllerType = Attribute::read(element, "type")?;
    let model = match element.attribute("model") {
        None => None,
        Some(word) => Some(
            ControllerModel::from_word(controller_type, word)
                .ok_or_else(|| unsupported(format!("Unknown model type '{word}'")))?,
        ),
    };
    let index = element.prop_i32("index", 10, Prop::NONNEGATIVE)?;
    let mut rare = RareController::default();
    if let Some(driver) = element.child("driver") {
        rare.driver = ControllerDriver::read(driver)?;
        rare.iothreads = disk::parse_iothreads(driver)?;
        rare.virtio = parse_virtio(Some(driver))?;
    }
    rare.pci = parse_pci(element, controller_type)?;
    let numa_node = parse_numa_node(element)?;
    let mut info = match model {
        Some(ControllerModel::Usb(UsbModel::None)) => Default::default(),
        _ => info::parse(element, Allow::Neither, flags)?,
    };
    let ports = element.prop_i32("ports", 10, Prop::NONNEGATIVE)?;
    let number = |name| element.prop_i32(name, 10, Prop::NONNEGATIVE);
    match controller_type {
        ControllerType::VirtioSerial => {
            rare.ports = ControllerPorts { ports, vectors: number("vectors")?, ..Default::default() };
        }
        ControllerType::Usb => {
            rare.ports.ports = ports;
            if let Some(port) = companion_port(model)
                && info.master_startport().is_none()
            {
                info.rare_mut().master_startport = Some(port);
            }
        }
        ControllerType::Pci => {
            rare.pci.hole64_kib = parse_hole64(element, model)?;
            rare.pci.numa_node = numa_node;
        }
        ControllerType::Xenbus => {
            rare.ports.max_grant_frames = number("maxGrantFrames")?;
            rare.ports.max_event_channels = number("maxEventChannels")?;
        }
        ControllerType::Nvme => rare.serial = element.path_text("serial").map(Into::into),
        _ => {}
    }
    let rare = (rare != RareController::default()).then(|| Box::new(rare));
    Ok(Controller { controller_type, index, model, info, rare })
}

/// The master's port at which a companion of a USB 2 controller begins, unless it says.
fn companion_port(model: Option<ControllerModel>) -> Option<u32> {
    match model? {
        ControllerModel::Usb(UsbModel::Ich9Uhci1) => Some(0),
        ControllerModel::Usb(UsbModel::Ich9Uhci2) => Some(2),
        ControllerModel::Usb(UsbModel::Ich9Uhci3) => Some(4),
        _ => None,
    }
}

fn parse_pci(element: &Element<'_>, controller_type: ControllerType) -> Result<PciOptions> {
    let mut pci = PciOptions::default();
    let is_pci = controller_type == ControllerType::Pci;
    let only = |name: &'static str| match element.all(name).nth(1) {
        None => Ok(element.child(name).filter(|_| is_pci)),
        Some(_) => Err(xml_error(format!("Multiple <{name}> elements in controller definition not allowed"))),
    };
    if let Some(model) = only("model")? {
        pci.model_name = Attribute::read(model, "name")?;
    }
    if let Some(target) = only("target")? {
        let number = |name| target.prop_i32(name, 0, Prop::NONNEGATIVE);
        pci.chassis_nr = number("chassisNr")?;
        pci.chassis = number("chassis")?;
        pci.port = number("port")?;
        pci.bus_nr = number("busNr")?;
        pci.hotplug = target.prop_word("hotplug", Prop::NONE)?;
        pci.target_index = number("index")?;
        pci.mem_reserve = target.prop_u64("memReserve", 0, Prop::NONZERO)?.unwrap_or(0);
    }
    Ok(pci)
}

fn parse_numa_node(element: &Element<'_>) -> Result<Option<i32>> {
    let Some(text) = element.path_text("target/node") else { return Ok(None) };
    let node = number::to_i32(&text, 10).filter(|node| *node >= 0);
    node.map(Some).ok_or_else(|| xml_error("invalid NUMA node in target"))
}

fn parse_hole64(element: &Element<'_>, model: Option<ControllerModel>) -> Result<Option<u64>> {
    if !matches!(model, Some(ControllerModel::Pci(PciModel::Root | PciModel::ExpressRoot))) {
        return Ok(None);
    }
    let scaled = Scaled { xpath: "./pcihole64", scale: 1024, limit: u64::MAX, required: false };
    Ok(scaled.read_element(element.child("pcihole64"))?.map(|bytes| bytes.div_ceil(1024)))
}

/// Writes a controller.
pub(super) fn format(controller: &Controller, w: &mut Writer, opts: FormatOptions) {
    let tag = w.start("controller").attr("type", controller.controller_type);
    let tag = tag.attr("index", controller.index.unwrap_or(0));
    let tag = tag.opt_attr("model", controller.model.map(ControllerModel::word));
    let Some(rare) = &controller.rare else {
        return tag.inside(|w| info::format(&controller.info, w));
    };
    rare.ports.write(tag).inside(|w| {
        w.opt_text("serial", rare.serial.as_deref());
        if controller.controller_type == ControllerType::Pci {
            format_pci(controller, &rare.pci, w, opts);
        }
        let driver = rare.driver.write(w.start("driver"));
        rare.virtio.write(driver).nonempty(|w| disk_format::format_iothreads(&rare.iothreads, w));
        info::format(&controller.info, w);
        if let Some(hole) = rare.pci.hole64_kib {
            w.start("pcihole64").attr("unit", "KiB").text(hole);
        }
    });
}

fn format_pci(controller: &Controller, pci: &PciOptions, w: &mut Writer, opts: FormatOptions) {
    // Hosts of before there were names take a bridge of pSeries that has none for the same.
    let unnamed = opts.migratable
        && controller.model == Some(ControllerModel::Pci(PciModel::Root))
        && pci.model_name == PciModelName::SpaprPciHostBridge;
    if !unnamed {
        pci.model_name.write(w.start("model"), "name").nonempty(|_| {});
    }
    let tag = w.start("target").opt_attr("chassisNr", pci.chassis_nr).opt_attr("chassis", pci.chassis);
    let tag = tag.opt_attr("port", pci.port.map(|port| format!("0x{port:x}"))).opt_attr("busNr", pci.bus_nr);
    let tag = tag.opt_attr("index", pci.target_index).opt_attr("hotplug", pci.hotplug);
    pci.mem_reserve.write(tag, "memReserve").nonempty(|w| w.opt_text("node", pci.numa_node));
}

/// `virDomainControllerDefValidate` of libvirt.
pub(super) fn validate(controller: &Controller) -> Result<()> {
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
