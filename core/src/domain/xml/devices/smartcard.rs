//! Smartcards: `virDomainSmartcardDefParseXML` and `virDomainSmartcardDefFormat` of libvirt.

use super::info::{self, Allow};
use super::{chardev, chardev_format, unsupported, xml_error};
use crate::domain::config::devices::Smartcard;
use crate::domain::config::devices::chardev::ChardevType;
use crate::domain::config::devices::info::Address;
use crate::domain::config::devices::smartcard::{Card, SmartcardMode};
use crate::domain::xml::{FormatOptions, ParseFlags};
use crate::ground::xml::{Element, Node, Prop, Writer};
use crate::ground::{Result, VirError, Word};

/// Reads a `<smartcard>`.
pub(super) fn parse(element: &Element<'_>, flags: ParseFlags) -> Result<Smartcard> {
    let mode = element.prop_word("mode", Prop::REQUIRED)?.unwrap_or(SmartcardMode::Host);
    let card = match mode {
        SmartcardMode::Host => Card::Host,
        SmartcardMode::HostCertificates => parse_certificates(element)?,
        SmartcardMode::Passthrough => {
            let kind = element
                .attribute("type")
                .ok_or_else(|| xml_error("passthrough mode requires a character device type attribute"))?;
            let kind = ChardevType::from_word(kind).ok_or_else(|| {
                unsupported(format!("unknown type presented to host for character device: {kind}"))
            })?;
            Card::Passthrough(Box::new(chardev::parse_source(kind, element, flags, false)?))
        }
    };
    Ok(Smartcard { card, info: info::parse(element, Allow::Neither, flags)? })
}

fn parse_certificates(element: &Element<'_>) -> Result<Card> {
    let certificates: Vec<Box<str>> = element.all("certificate").map(|one| one.text().into()).collect();
    let certificates = <Box<[Box<str>; 3]>>::try_from(certificates)
        .map_err(|_| xml_error("host-certificates mode needs exactly three certificates"))?;
    let mut databases = element.all("database").peekable();
    let mut database = None;
    if databases.peek().is_some() {
        let text = databases.flat_map(|database| &database.children).find_map(|node| match node {
            Node::Text(text) | Node::CData(text) => Some(text),
            _ => None,
        });
        let text = text.filter(|text| !text.is_empty()).ok_or_else(VirError::unknown_cause)?;
        if !text.starts_with('/') {
            return Err(xml_error(format!("expecting absolute path: {text}")));
        }
        database = Some(text.as_ref().into());
    }
    Ok(Card::HostCertificates(certificates, database))
}

/// Gives an address to a smartcard that has none: the slot after the last of the first controller.
pub(super) fn place(all: &mut [Smartcard], which: usize) {
    let slot = |card: &Smartcard| match card.info.address {
        Some(Address::Ccid { controller: 0, slot }) => Some(slot),
        _ => None,
    };
    let slot = all.iter().filter_map(slot).max().map_or(0, |slot| slot.saturating_add(1));
    all[which].info.address.get_or_insert(Address::Ccid { controller: 0, slot });
}

/// Writes a smartcard.
pub(super) fn format(smartcard: &Smartcard, w: &mut Writer, opts: FormatOptions) {
    let tag = w.start("smartcard");
    match &smartcard.card {
        Card::Host => tag.attr("mode", SmartcardMode::Host).inside(|w| info::format(&smartcard.info, w)),
        Card::HostCertificates(certificates, database) => {
            tag.attr("mode", SmartcardMode::HostCertificates).inside(|w| {
                certificates.iter().for_each(|certificate| w.text("certificate", certificate));
                w.opt_text("database", database.as_deref());
                info::format(&smartcard.info, w);
            });
        }
        Card::Passthrough(source) => {
            tag.attr("mode", SmartcardMode::Passthrough).attr("type", source.end.kind()).inside(|w| {
                chardev_format::format_source(source, w, opts);
                info::format(&smartcard.info, w);
            });
        }
    }
}
