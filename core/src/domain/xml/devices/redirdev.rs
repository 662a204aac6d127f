//! USB devices that come over the network, and hubs: `virDomainRedirdevDefParseXML`, `virDomainRedirFilterDefParseXML`,
//! `virDomainHubDefParseXML` of libvirt, and what writes them.

use super::info::{self, Allow};
use super::{chardev, chardev_format, internal, unsupported, xml_error};
use crate::domain::config::devices::chardev::{ChardevEnd, ChardevType};
use crate::domain::config::devices::info::AddressType;
use crate::domain::config::devices::redirdev::{HubType, RedirdevBus};
use crate::domain::config::devices::{Hub, Redirdev, UsbRule};
use crate::domain::xml::{FormatOptions, ParseFlags};
use crate::ground::xml::{Element, Prop, Writer};
use crate::ground::{Result, Word, YesNo, number};

/// The D-Bus channel of USB devices that come over the network.
const USB_CHANNEL: &str = "org.qemu.usbredir";

/// Reads a `<redirdev>`.
pub(super) fn parse(element: &Element<'_>, flags: ParseFlags) -> Result<Redirdev> {
    let mut bus = RedirdevBus::Usb;
    if let Some(word) = element.attribute("bus") {
        let known = RedirdevBus::from_word(word);
        bus = known.ok_or_else(|| unsupported(format!("unknown redirdev bus '{word}'")))?;
    }
    let kind = element.attribute("type").ok_or_else(|| internal("missing type in redirdev"))?;
    let kind = ChardevType::from_word(kind)
        .ok_or_else(|| unsupported(format!("unknown redirdev character device type '{kind}'")))?;
    let mut source = chardev::parse_source(kind, element, flags, false)?;
    if let ChardevEnd::Dbus(channel) = &mut source.end {
        channel.get_or_insert_with(|| USB_CHANNEL.into());
    }
    let info = info::parse(element, Allow::Boot, flags)?;
    if info.address_kind().is_some_and(|kind| kind != AddressType::Usb) {
        return Err(xml_error("Invalid address for a USB device"));
    }
    Ok(Redirdev { bus, source, info })
}

/// Writes one.
pub(super) fn format(redirdev: &Redirdev, w: &mut Writer, opts: FormatOptions) {
    let tag = w.start("redirdev").attr("bus", redirdev.bus).attr("type", redirdev.source.end.kind());
    tag.block(|w| {
        chardev_format::format_source(&redirdev.source, w, opts);
        info::format(&redirdev.info, w);
    });
}

/// Reads a rule of a `<redirfilter>`.
pub(super) fn parse_rule(element: &Element<'_>) -> Result<UsbRule> {
    let number = |name| Ok::<i32, Box<_>>(element.prop_i32(name, 0, Prop::NONE)?.unwrap_or(-1));
    let class = number("class")?;
    if class != -1 && u8::try_from(class).is_err() {
        return Err(internal(format!("Invalid USB Class code 0x{class:x}")));
    }
    let (vendor, product) = (number("vendor")?, number("product")?);
    let version = match element.attribute("version") {
        None | Some("-1") => None,
        Some(version) => {
            let unknown = || xml_error(format!("Cannot parse USB device version {version}"));
            Some(usb_version(version).ok_or_else(unknown)?)
        }
    };
    let allow = element.prop_yes_no("allow", Prop::REQUIRED)?.unwrap_or(false);
    Ok(UsbRule {
        class: u8::try_from(class).ok(),
        vendor: u32::try_from(vendor).ok(),
        product: u32::try_from(product).ok(),
        version,
        allow,
    })
}

/// Major and minor of a USB version; a minor of one digit is tenths. `virDomainRedirFilterUSBVersionHelper` of libvirt.
fn usb_version(version: &str) -> Option<(u8, u8)> {
    let (major, rest) = number::leading_u32(version, 10)?;
    let minor = rest.strip_prefix('.')?;
    let tens = if minor.len() == 1 { 10 } else { 1 };
    let minor = number::to_u32(minor, 10).filter(|minor| *minor < 100)?;
    let major = u8::try_from(major).ok().filter(|major| *major < 100)?;
    Some((major, u8::try_from(minor * tens).ok()?))
}

/// Writes the rules, if there are any.
pub(super) fn format_rules(rules: &[UsbRule], w: &mut Writer) {
    w.start("redirfilter").nonempty(|w| {
        for rule in rules {
            let tag = w.start("usbdev").opt_attr("class", rule.class.map(|class| format!("0x{class:02X}")));
            let tag = tag.opt_attr("vendor", rule.vendor.map(|vendor| format!("0x{vendor:04X}")));
            let tag = tag.opt_attr("product", rule.product.map(|product| format!("0x{product:04X}")));
            let version = rule.version.map(|(major, minor)| format!("{major}.{minor:02}"));
            tag.opt_attr("version", version).attr("allow", YesNo::of(rule.allow)).empty();
        }
    });
}

/// Reads a `<hub>`.
pub(super) fn parse_hub(element: &Element<'_>, flags: ParseFlags) -> Result<Hub> {
    let word = element.attribute("type").ok_or_else(|| internal("missing hub device type"))?;
    let hub_type = HubType::from_word(word);
    let hub_type = hub_type.ok_or_else(|| unsupported(format!("unknown hub device type '{word}'")))?;
    Ok(Hub { hub_type, info: info::parse(element, Allow::Neither, flags)? })
}

/// Writes a hub.
pub(super) fn format_hub(hub: &Hub, w: &mut Writer) {
    w.start("hub").attr("type", hub.hub_type).inside(|w| info::format(&hub.info, w));
}

#[cfg(test)]
mod tests {
    use super::usb_version;

    #[test]
    fn versions_of_usb() {
        assert_eq!(usb_version("2.0"), Some((2, 0)));
        assert_eq!(usb_version("1.1"), Some((1, 10)));
        assert_eq!(usb_version("12.34"), Some((12, 34)));
        assert_eq!(usb_version("1.01"), Some((1, 1)));
        for refused in ["", "1", "1.", "1.x", "100.0", "1.100", "-1.0"] {
            assert_eq!(usb_version(refused), None, "{refused}");
        }
    }
}
