//! Kept devices that a character device stands behind: `<redirdev>`, `<rng>`, `<smartcard>`.

use super::{Context, WRITTEN, internal, look_up, source, unsupported, validate_chardev_source, xml_error};
use crate::domain::config::devices::RareDevices;
use crate::domain::config::devices::chardev::{ChardevEnd, ChardevType};
use crate::domain::config::devices::info::Address;
use crate::domain::xml::devices::chardev::format_source;
use crate::domain::xml::devices::info::{self, Allow};
use crate::ground::xml::{Element, Prop, Writer};
use crate::ground::{Result, Word, number};
use crate::words;

words! {
    /// `virDomainRNGModel` of libvirt.
    enum RngModel {
        Virtio "virtio", Transitional "virtio-transitional", NonTransitional "virtio-non-transitional",
    }
}
words! {
    /// `virDomainRNGBackend` of libvirt.
    enum RngBackend { Random "random", Egd "egd", Builtin "builtin" }
}
words! {
    /// `virDomainSmartcardType` of libvirt.
    enum SmartcardMode { Host "host", Certificates "host-certificates", Passthrough "passthrough" }
}

/// How many certificates a smartcard has.
const CERTIFICATES: usize = 3;

/// `virDomainRedirdevDefParseXML` of libvirt.
pub(super) fn redirdev(
    device: &Element<'_>,
    cx: &Context<'_, '_>,
    rare: &mut RareDevices,
    w: &mut Writer,
) -> Result<()> {
    if let Some(bus) = device.attribute("bus").filter(|bus| *bus != "usb") {
        return Err(unsupported(format!("unknown redirdev bus '{bus}'")));
    }
    let word = device.attribute("type").ok_or_else(|| internal("missing type in redirdev"))?;
    let kind = look_up::<ChardevType>(word, "redirdev character device type")?;
    let mut source = source(kind, device, cx)?;
    if let ChardevEnd::Dbus(channel @ None) = &mut source.end {
        *channel = Some("org.qemu.usbredir".into());
    }
    let info = info::parse(device, Allow::Boot, cx.flags)?;
    if info.address.as_ref().is_some_and(|address| !matches!(address, Address::Usb { .. })) {
        return Err(xml_error("Invalid address for a USB device"));
    }
    if !cx.has_usb {
        return Err(unsupported("cannot add redirected USB device: USB is disabled for this domain"));
    }
    validate_chardev_source(&source, None)?;
    rare.kept_boot_orders.extend(info.boot_order());
    w.start("redirdev").attr("bus", "usb").attr("type", kind).block(|w| {
        format_source(&source, w, WRITTEN);
        info::format(&info, w);
    });
    Ok(())
}

/// `virDomainRNGDefParseXML` of libvirt.
pub(super) fn rng(device: &Element<'_>, cx: &Context<'_, '_>, w: &mut Writer) -> Result<()> {
    let model = device.prop_word("model", Prop::REQUIRED)?.unwrap_or(RngModel::Virtio);
    let rate = |name: &str| match device.path_attribute("rate", name) {
        None => Ok(0),
        Some(text) => {
            number::to_u32(text, 10).ok_or_else(|| xml_error(format!("invalid RNG rate {name} value")))
        }
    };
    let bytes = rate("bytes")?;
    let period = if bytes > 0 { rate("period")? } else { 0 };
    let mut backends = device.all("backend");
    let (Some(backend), None) = (backends.next(), backends.next()) else {
        return Err(xml_error("only one RNG backend is supported"));
    };
    let backend_model = backend.prop_word("model", Prop::REQUIRED)?.unwrap_or(RngBackend::Random);
    let mut end = None;
    if backend_model == RngBackend::Egd {
        let word = backend.attribute("type").ok_or_else(|| xml_error("missing EGD backend type"))?;
        let kind = ChardevType::from_word(word)
            .ok_or_else(|| unsupported(format!("unknown backend type '{word}' for egd")))?;
        end = Some((kind, source(kind, backend, cx)?));
    }
    let info = cx.info(device)?;
    let virtio = info::parse_virtio(device.child("driver"))?;
    if let Some((_, source)) = &end {
        validate_chardev_source(source, None)?;
    }
    w.start("rng").attr("model", model).inside(|w| {
        if bytes > 0 {
            w.start("rate").attr("bytes", bytes).opt_attr("period", (period > 0).then_some(period)).empty();
        }
        let tag = w.start("backend").attr("model", backend_model);
        match (backend_model, &end) {
            (RngBackend::Random, _) => match &*backend.text() {
                "" => tag.text("/dev/random"),
                file => tag.text(file),
            },
            (_, Some((kind, source))) => tag.attr("type", kind).block(|w| format_source(source, w, WRITTEN)),
            (_, None) => tag.empty(),
        }
        virtio.write(w.start("driver")).nonempty(|_| {});
        info::format(&info, w);
    });
    Ok(())
}

/// `virDomainSmartcardDefParseXML` of libvirt, and the address that `virDomainDefMaybeAddSmartcardController` gives.
pub(super) fn smartcard(
    device: &Element<'_>,
    cx: &Context<'_, '_>,
    rare: &mut RareDevices,
    w: &mut Writer,
) -> Result<()> {
    let mode = device.prop_word("mode", Prop::REQUIRED)?.unwrap_or(SmartcardMode::Host);
    let mut end = None;
    let certificates: Vec<_> = device.all("certificate").map(Element::text).collect();
    let database = device.path_text("database").filter(|_| mode == SmartcardMode::Certificates);
    match mode {
        SmartcardMode::Host => {}
        SmartcardMode::Certificates => {
            if certificates.len() != CERTIFICATES {
                return Err(xml_error("host-certificates mode needs exactly three certificates"));
            }
            if let Some(path) = database.as_ref().filter(|path| !path.starts_with('/')) {
                return Err(xml_error(format!("expecting absolute path: {path}")));
            }
        }
        SmartcardMode::Passthrough => {
            let word = device
                .attribute("type")
                .ok_or_else(|| xml_error("passthrough mode requires a character device type attribute"))?;
            let kind = ChardevType::from_word(word).ok_or_else(|| {
                unsupported(format!("unknown type presented to host for character device: {word}"))
            })?;
            end = Some((kind, source(kind, device, cx)?));
        }
    }
    let mut info = cx.info(device)?;
    match info.address {
        None => info.address = Some(Address::Ccid { controller: 0, slot: free_slot(cx, rare)? }),
        Some(Address::Ccid { .. }) => {}
        Some(_) => return Err(unsupported("Controllers must use the 'ccid' address type")),
    }
    if let Some(Address::Ccid { controller, slot }) = info.address {
        rare.smartcards.push((controller, slot));
    }
    if let Some((_, source)) = &end {
        validate_chardev_source(source, None)?;
    }
    let tag = w.start("smartcard").attr("mode", mode);
    tag.opt_attr("type", end.as_ref().map(|(kind, _)| *kind)).inside(|w| {
        if mode == SmartcardMode::Certificates {
            certificates.iter().for_each(|file| w.text("certificate", file));
        }
        w.opt_text("database", database);
        if let Some((_, source)) = &end {
            format_source(source, w, WRITTEN);
        }
        info::format(&info, w);
    });
    Ok(())
}

/// The slot after the last that is taken on the first controller, by the cards that say theirs and those before.
fn free_slot(cx: &Context<'_, '_>, rare: &RareDevices) -> Result<u32> {
    let mut last = rare.smartcards.iter().filter(|card| card.0 == 0).map(|card| card.1).max();
    for card in cx.devices.all("smartcard") {
        if let Some(Address::Ccid { controller: 0, slot }) = cx.info(card)?.address {
            last = last.max(Some(slot));
        }
    }
    Ok(last.map_or(0, |slot| slot.saturating_add(1)))
}
