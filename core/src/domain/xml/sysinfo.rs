//! `<sysinfo>`: read and checked as libvirt does, then kept as text.

use uuid::Uuid;

use super::fault;
use crate::ground::path::sanitized;
use crate::ground::uuid::parse_uuid;
use crate::ground::xml::{Element, Prop, Writer};
use crate::ground::{ErrorCode, Result, number};
use crate::words;

words! {
    /// `virSysinfoType` of libvirt.
    enum SysinfoType { Smbios "smbios", Fwcfg "fwcfg" }
}

/// The entries of a part, in the order in which libvirt writes them.
const BIOS: [&str; 4] = ["vendor", "version", "date", "release"];
const SYSTEM: [&str; 7] = ["manufacturer", "product", "version", "serial", "uuid", "sku", "family"];
const BASE_BOARD: [&str; 6] = ["manufacturer", "product", "version", "serial", "asset", "location"];
const CHASSIS: [&str; 5] = ["manufacturer", "version", "serial", "asset", "sku"];

/// The UUIDs that a domain has before `<sysinfo>` is read.
pub(super) struct Known {
    /// `<uuid>`, unless libvirt made it up.
    pub uuid: Option<Uuid>,
    /// `<hwuuid>`, which is compared in its place.
    pub hwuuid: Option<Uuid>,
}

/// Every `<sysinfo>`, laid out; and the UUID that the domain takes from one, where its document has no other.
/// `virSysinfoParseXML` of libvirt.
pub(super) fn parse(root: &Element<'_>, known: &Known) -> Result<(String, Option<Uuid>)> {
    let mut w = Writer::at(1);
    let mut taken = None;
    for element in root.all("sysinfo") {
        let kind = element.prop_word("type", Prop::REQUIRED)?.unwrap_or(SysinfoType::Smbios);
        let mut inside = Writer::at(2);
        match kind {
            SysinfoType::Smbios => smbios(element, known, &mut taken, &mut inside)?,
            SysinfoType::Fwcfg => fwcfg(element, &mut inside)?,
        }
        let inside = inside.finish();
        w.start("sysinfo").attr("type", kind).inside(|w| w.raw(&inside));
    }
    Ok((w.finish(), taken))
}

/// The text of the first entry of a name; none if it is empty.
fn entry(part: &Element<'_>, name: &str) -> Option<Box<str>> {
    let entry = part.all("entry").find(|entry| entry.attribute("name") == Some(name))?;
    Some(entry.text()).filter(|text| !text.is_empty()).map(Into::into)
}

fn write_part(name: &str, entries: &[(&str, Option<Box<str>>)], w: &mut Writer) {
    if entries.iter().all(|(_, text)| text.is_none()) {
        return;
    }
    w.start(name).inside(|w| {
        for (name, text) in entries {
            if let Some(text) = text {
                w.start("entry").attr("name", name).text(text);
            }
        }
    });
}

fn read_part(part: &Element<'_>, names: &[&'static str]) -> Vec<(&'static str, Option<Box<str>>)> {
    names.iter().map(|name| (*name, entry(part, name))).collect()
}

fn smbios(element: &Element<'_>, known: &Known, taken: &mut Option<Uuid>, w: &mut Writer) -> Result<()> {
    if let Some(bios) = element.child("bios") {
        let entries = read_part(bios, &BIOS);
        if entries[2].1.as_deref().is_some_and(|date| !is_date(date)) {
            return Err(fault(ErrorCode::XmlDetail, "Invalid BIOS 'date' format"));
        }
        write_part("bios", &entries, w);
    }
    if let Some(system) = element.child("system") {
        let mut entries = read_part(system, &SYSTEM);
        if let Some(text) = &mut entries[4].1 {
            let uuid = parse_uuid(text)
                .ok_or_else(|| fault(ErrorCode::XmlDetail, "malformed <sysinfo> uuid element"))?;
            let mismatch = |with| {
                Err(fault(ErrorCode::XmlDetail, format!("UUID mismatch between <{with}> and <sysinfo>")))
            };
            match (known.uuid, known.hwuuid) {
                (None, _) => *taken = Some(uuid),
                (Some(_), Some(hwuuid)) if hwuuid != uuid => return mismatch("hwuuid"),
                (Some(own), None) if own != uuid => return mismatch("uuid"),
                _ => {}
            }
            *text = uuid.to_string().into();
        }
        write_part("system", &entries, w);
    }
    for board in element.all("baseBoard") {
        write_part("baseBoard", &read_part(board, &BASE_BOARD), w);
    }
    if let Some(chassis) = element.child("chassis") {
        write_part("chassis", &read_part(chassis, &CHASSIS), w);
    }
    if let Some(strings) = element.child("oemStrings").filter(|strings| strings.child("entry").is_some()) {
        w.start("oemStrings")
            .inside(|w| strings.all("entry").for_each(|entry| w.text("entry", entry.text())));
    }
    Ok(())
}

/// Whether a text is a date as a BIOS has it: month/day/year, the year of two digits or from 1900.
fn is_date(text: &str) -> bool {
    let mut parts = text.splitn(3, '/').map(|part| number::to_i32(part, 10));
    let (Some(Some(month)), Some(Some(day)), Some(Some(year))) = (parts.next(), parts.next(), parts.next())
    else {
        return false;
    };
    (1..=12).contains(&month) && (1..=31).contains(&day) && year >= 0 && !(100..1900).contains(&year)
}

/// `virSysinfoParseFWCfgDef` of libvirt.
fn fwcfg(element: &Element<'_>, w: &mut Writer) -> Result<()> {
    for entry in element.all("entry") {
        let xml_error = |detail| Err(fault(ErrorCode::XmlError, detail));
        let Some(name) = entry.attribute("name") else {
            return xml_error("Firmware entry is missing 'name' attribute");
        };
        let (value, file) = (entry.text(), entry.attribute("file"));
        if value.is_empty() && file.is_none() {
            return xml_error("Firmware entry must have either value or 'file' attribute");
        }
        let tag = w.start("entry").attr("name", name).opt_attr("file", file.map(sanitized));
        // A file goes before a value.
        if file.is_some() { tag.empty() } else { tag.text(value) }
    }
    Ok(())
}
