//! What any device may have: `virDomainDeviceInfoParseXML` and `virDomainDeviceInfoFormat` of libvirt.

use super::{first_of, internal, unsupported, xml_error};
use crate::domain::config::devices::info::{
    Address, AddressType, DeviceInfo, DriveAddress, PciAddress, RareInfo, Rom, VirtioOptions, Zpci,
};
use crate::domain::xml::ParseFlags;
use crate::ground::xml::{Element, Prop, Tag, Writer};
use crate::ground::{Bitmap, ErrorCode, ErrorDomain, Result, VirError, YesNo, number};

/// One more than the greatest NUMA node that may be named: `VIR_DOMAIN_CPUMASK_LEN` of libvirt.
pub(super) const NODES_MAX: u32 = 16384;

/// Which of the rarer settings a kind of device has.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Allow {
    /// Neither a boot order nor a ROM.
    Neither,
    /// A boot order.
    Boot,
    /// A boot order and a ROM.
    BootAndRom,
}

/// Whether an alias is a user's own and may be chosen in a document. `virDomainDeviceAliasIsUserAlias` of libvirt.
pub(in crate::domain) fn is_user_alias(alias: &str) -> bool {
    let allowed = |b: u8| b.is_ascii_alphanumeric() || b == b'_' || b == b'-';
    alias.starts_with("ua-") && alias.bytes().all(allowed)
}

/// Reads what any device may have.
pub(super) fn parse(device: &Element<'_>, allow: Allow, flags: ParseFlags) -> Result<DeviceInfo> {
    let mut rare = RareInfo::default();
    let alias = device.path_attribute("alias", "name");
    rare.alias = alias.filter(|alias| !flags.inactive || is_user_alias(alias)).map(Into::into);
    if let Some(master) = device.child("master") {
        rare.master_startport = Some(master.prop_u32("startport", 10, Prop::NONE)?.unwrap_or(0));
    }
    if allow != Allow::Neither
        && let Some(boot) = device.child("boot")
    {
        parse_boot(boot, &mut rare)?;
    }
    if allow == Allow::BootAndRom
        && let Some(rom) = device.child("rom")
    {
        rare.rom = Rom::read(rom)?;
        if rare.rom.enabled == Some(YesNo::No) && (rare.rom.bar.is_some() || rare.rom.file.is_some()) {
            return Err(unsupported("ROM tuning is not supported when ROM is disabled"));
        }
    }
    if let Some(acpi) = device.child("acpi") {
        rare.acpi_index = acpi.prop_u32("index", 10, Prop::NONZERO)?.unwrap_or(0);
        if let Some(nodes) = acpi.attribute("nodeset") {
            rare.acpi_nodeset = Some(Bitmap::parse(nodes, NODES_MAX)?);
        }
    }
    let address = device.child("address").map(parse_address).transpose()?;
    let rare = (rare != RareInfo::default()).then(|| Box::new(rare));
    Ok(DeviceInfo { address, rare })
}

fn parse_boot(boot: &Element<'_>, rare: &mut RareInfo) -> Result<()> {
    let order = boot.prop_u32("order", 10, Prop::REQUIRED.and(Prop::NONZERO))?;
    rare.boot_order = order.and_then(std::num::NonZeroU32::new);
    if let Some(loadparm) = boot.attribute("loadparm") {
        let loadparm = loadparm.to_ascii_uppercase();
        check_loadparm(&loadparm)?;
        rare.loadparm = Some(loadparm.into());
    }
    Ok(())
}

/// `virDomainDeviceLoadparmIsValid` of libvirt.
fn check_loadparm(loadparm: &str) -> Result<()> {
    if loadparm.is_empty() || loadparm.len() > 8 {
        return Err(internal(format!("loadparm value '{loadparm}' must be between 1 and 8 characters")));
    }
    if loadparm.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'.' || b == b' ') {
        return Ok(());
    }
    let message = format!(
        "invalid loadparm value '{loadparm}', expecting chars in set of [a-zA-Z0-9.] and blank spaces"
    );
    Err(internal(message))
}

/// `virDomainDeviceAddressParseXML` of libvirt.
fn parse_address(address: &Element<'_>) -> Result<Address> {
    let number =
        |name, base| Ok::<u32, Box<VirError>>(address.prop_u32(name, base, Prop::NONE)?.unwrap_or(0));
    let kind = address.prop_word::<AddressType>("type", Prop::REQUIRED)?;
    Ok(match kind.unwrap_or(AddressType::Unassigned) {
        AddressType::Pci => Address::Pci(parse_pci(address)?),
        AddressType::Drive => Address::Drive(DriveAddress {
            controller: number("controller", 10)?,
            bus: number("bus", 10)?,
            target: number("target", 10)?,
            unit: number("unit", 10)?,
        }),
        AddressType::VirtioSerial => Address::VirtioSerial {
            controller: number("controller", 10)?,
            bus: number("bus", 10)?,
            port: number("port", 10)?,
        },
        AddressType::Ccid => {
            Address::Ccid { controller: number("controller", 10)?, slot: number("slot", 10)? }
        }
        AddressType::Usb => parse_usb(address)?,
        AddressType::SpaprVio => Address::SpaprVio { reg: address.prop_u64("reg", 16, Prop::NONE)? },
        AddressType::VirtioS390 => {
            return Err(xml_error("virtio-s390 bus doesn't have an address"));
        }
        AddressType::Ccw => parse_ccw(address)?,
        AddressType::VirtioMmio => Address::VirtioMmio,
        AddressType::Isa => Address::Isa { iobase: number("iobase", 16)?, irq: number("irq", 16)? },
        AddressType::Dimm => Address::Dimm {
            slot: address.prop_u32("slot", 10, Prop::REQUIRED)?.unwrap_or(0),
            base: address.prop_u64("base", 16, Prop::NONE)?.unwrap_or(0),
        },
        AddressType::Unassigned => Address::Unassigned,
    })
}

/// `virPCIDeviceAddressParseXML` of libvirt.
pub fn parse_pci(address: &Element<'_>) -> Result<PciAddress> {
    let number = |name| Ok::<u32, Box<VirError>>(address.prop_u32(name, 0, Prop::NONE)?.unwrap_or(0));
    let (domain, bus, slot, function) =
        (number("domain")?, number("bus")?, number("slot")?, number("function")?);
    let multifunction = address.prop_word("multifunction", Prop::NONE)?;
    if domain != 0 || bus != 0 || slot != 0 {
        let over = if bus > 0xff {
            Some(format!("Invalid PCI address bus='0x{bus:x}', must be <= 0xFF"))
        } else if slot > 0x1f {
            Some(format!("Invalid PCI address slot='0x{slot:x}', must be <= 0x1F"))
        } else if function > 7 {
            Some(format!("Invalid PCI address function=0x{function:x}, must be <= 7"))
        } else {
            None
        };
        if let Some(over) = over {
            return Err(VirError::new(ErrorDomain::None, ErrorCode::XmlError, over));
        }
    }
    let zpci = address.elements().find(|child| child.name == "zpci").map(parse_zpci).transpose()?.flatten();
    // Only the function of an address that says nothing may be beyond its bound, and that is not written.
    let narrow = |number: u32| u8::try_from(number).unwrap_or(u8::MAX);
    Ok(PciAddress {
        domain,
        bus: narrow(bus),
        slot: narrow(slot),
        function: narrow(function),
        multifunction,
        zpci: zpci.map(Box::new),
    })
}

fn parse_zpci(zpci: &Element<'_>) -> Result<Option<Zpci>> {
    let uid = zpci.prop_u32("uid", 0, Prop::NONE)?;
    let fid = zpci.prop_u32("fid", 0, Prop::NONE)?;
    let present = uid.is_some() || fid.is_some();
    Ok(present.then(|| Zpci { uid: uid.unwrap_or(0), fid: fid.unwrap_or(0) }))
}

fn parse_usb(address: &Element<'_>) -> Result<Address> {
    let mut port = None;
    if let Some(text) = address.attribute("port") {
        let ports = usb_ports(text).ok_or_else(|| {
            let message = "Cannot parse <address> 'port' attribute";
            VirError::internal(ErrorDomain::Device, message)
        })?;
        port = (ports[0] != 0).then(|| Box::new(ports));
    }
    Ok(Address::Usb { bus: address.prop_u32("bus", 10, Prop::NONE)?.unwrap_or(0), port })
}

/// A path of at most four ports with dots between them. `virDomainDeviceUSBAddressParsePort` of libvirt.
fn usb_ports(text: &str) -> Option<[u32; 4]> {
    let mut ports = [0; 4];
    let mut rest = text;
    for port in &mut ports {
        let (value, after) = number::leading_u32(rest, 10)?;
        *port = value;
        if after.is_empty() {
            return Some(ports);
        }
        rest = after.strip_prefix('.').unwrap_or(after);
    }
    None
}

/// `virCCWDeviceAddressParseXML` of libvirt.
fn parse_ccw(address: &Element<'_>) -> Result<Address> {
    let parts = [
        address.prop_u32("cssid", 0, Prop::NONE)?,
        address.prop_u32("ssid", 0, Prop::NONE)?,
        address.prop_u32("devno", 0, Prop::NONE)?,
    ];
    let [cssid, ssid, devno] = parts.map(Option::unwrap_or_default);
    if cssid > 254 || ssid > 3 || devno > 65535 {
        let message = format!(
            "Invalid specification for virtio ccw address: cssid='0x{cssid:x}' ssid='0x{ssid:x}' devno='0x{devno:04x}'"
        );
        return Err(VirError::internal(ErrorDomain::Device, message));
    }
    let given = parts.iter().flatten().count();
    if given != 0 && given != parts.len() {
        let message = "Invalid partial specification for virtio ccw address";
        return Err(VirError::internal(ErrorDomain::Device, message));
    }
    Ok(Address::Ccw { cssid, ssid, devno })
}

/// `virDomainVirtioOptionsParseXML` of libvirt.
pub(super) fn parse_virtio(driver: Option<&Element<'_>>) -> Result<VirtioOptions> {
    Ok(driver.map(VirtioOptions::read).transpose()?.unwrap_or_default())
}

/// Writes what any device may have.
pub(super) fn format(info: &DeviceInfo, w: &mut Writer) {
    if let Some(rare) = &info.rare {
        format_rare(rare, w);
    }
    if let Some(address) = &info.address {
        format_address(address, w);
    }
}

fn format_rare(rare: &RareInfo, w: &mut Writer) {
    if let Some(order) = rare.boot_order {
        w.start("boot").attr("order", order).opt_attr("loadparm", rare.loadparm.as_deref()).empty();
    }
    if let Some(alias) = &rare.alias {
        w.start("alias").attr("name", alias).empty();
    }
    if let Some(startport) = rare.master_startport {
        w.start("master").attr("startport", startport as i32).empty();
    }
    rare.rom.write(w.start("rom")).nonempty(|_| {});
    let acpi = w.start("acpi").opt_attr("index", (rare.acpi_index != 0).then_some(rare.acpi_index));
    acpi.opt_attr("nodeset", rare.acpi_nodeset.as_ref()).nonempty(|_| {});
}

fn format_address(address: &Address, w: &mut Writer) {
    let tag = w.start("address").attr("type", address.kind());
    match address {
        Address::Pci(pci) => return format_pci(pci, tag),
        Address::Drive(DriveAddress { controller, bus, target, unit }) => {
            tag.attr("controller", controller).attr("bus", bus).attr("target", target).attr("unit", unit)
        }
        Address::VirtioSerial { controller, bus, port } => {
            tag.attr("controller", controller).attr("bus", bus).attr("port", port)
        }
        Address::Ccid { controller, slot } => tag.attr("controller", controller).attr("slot", slot),
        Address::Usb { bus, port } => tag.attr("bus", bus).opt_attr("port", port.as_deref().map(UsbPath)),
        Address::SpaprVio { reg } => tag.opt_attr("reg", reg.map(|reg| format!("0x{reg:08x}"))),
        Address::Ccw { cssid, ssid, devno } => tag
            .attr("cssid", format_args!("0x{cssid:x}"))
            .attr("ssid", format_args!("0x{ssid:x}"))
            .attr("devno", format_args!("0x{devno:04x}")),
        Address::VirtioMmio | Address::Unassigned => tag,
        Address::Isa { iobase, irq } => {
            let hexadecimal = |number: &u32| (*number > 0).then(|| format!("0x{number:x}"));
            tag.opt_attr("iobase", hexadecimal(iobase)).opt_attr("irq", hexadecimal(irq))
        }
        Address::Dimm { slot, base } => {
            tag.attr("slot", slot).opt_attr("base", (*base != 0).then(|| format!("0x{base:x}")))
        }
    }
    .empty();
}

/// The attributes that name a PCI function.
pub fn pci_attributes<'w>(pci: &PciAddress, tag: Tag<'w>) -> Tag<'w> {
    tag.attr("domain", format_args!("0x{:04x}", pci.domain))
        .attr("bus", format_args!("0x{:02x}", pci.bus))
        .attr("slot", format_args!("0x{:02x}", pci.slot))
        .attr("function", format_args!("0x{}", pci.function))
}

fn format_pci(pci: &PciAddress, tag: Tag<'_>) {
    let tag = if pci.is_empty() { tag } else { pci_attributes(pci, tag) };
    tag.opt_attr("multifunction", pci.multifunction).inside(|w| {
        if let Some(zpci) = &pci.zpci {
            let tag = w.start("zpci").attr("uid", format_args!("0x{:04x}", zpci.uid));
            tag.attr("fid", format_args!("0x{:08x}", zpci.fid)).empty();
        }
    });
}

/// Ports with dots between them.
struct UsbPath<'a>(&'a [u32; 4]);

impl std::fmt::Display for UsbPath<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for (i, port) in self.0.iter().take_while(|port| **port != 0).enumerate() {
            write!(f, "{}{port}", if i == 0 { "" } else { "." })?;
        }
        Ok(())
    }
}

/// `virDomainCheckVirtioOptionsAreAbsent` of libvirt.
pub(super) fn refuse_virtio(virtio: &VirtioOptions) -> Result<()> {
    first_of(&[
        (virtio.iommu.is_some(), "iommu driver option is only supported for virtio devices"),
        (virtio.ats.is_some(), "ats driver option is only supported for virtio devices"),
        (virtio.packed.is_some(), "packed driver option is only supported for virtio devices"),
        (virtio.page_per_vq.is_some(), "page_per_vq option is only supported for virtio devices"),
    ])
}
