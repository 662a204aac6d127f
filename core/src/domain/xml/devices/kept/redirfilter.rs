//! `<redirfilter>`: which USB devices may be redirected.

use super::{internal, only_one, xml_error};
use crate::ground::xml::{Element, Prop, Writer};
use crate::ground::{Result, YesNo, number};

/// `virDomainRedirFilterDefParseXML` of libvirt.
pub(super) fn read(filter: &Element<'_>, place: usize, w: &mut Writer) -> Result<()> {
    only_one(place, || internal("only one set of redirection filter rule is supported"))?;
    let mut rules = Vec::new();
    for rule in filter.all("usbdev") {
        // What is negative stands for any.
        let code = |name| rule.prop_i32(name, 0, Prop::NONE).map(|code| code.filter(|code| *code >= 0));
        let class_code = rule.prop_i32("class", 0, Prop::NONE)?.filter(|code| *code != -1);
        if let Some(wrong) = class_code.filter(|code| code & !0xff != 0) {
            return Err(internal(format!("Invalid USB Class code 0x{wrong:x}")));
        }
        let (vendor, product) = (code("vendor")?, code("product")?);
        let version = match rule.attribute("version") {
            None | Some("-1") => None,
            Some(text) => Some(version(text)?),
        };
        let allow = rule.prop_yes_no("allow", Prop::REQUIRED)?.unwrap_or(false);
        rules.push((class_code, vendor, product, version, allow));
    }
    w.start("redirfilter").nonempty(|w| {
        for (class_code, vendor, product, version, allow) in rules {
            w.start("usbdev")
                .opt_attr("class", class_code.map(|code| format!("0x{code:02X}")))
                .opt_attr("vendor", vendor.map(|code| format!("0x{code:04X}")))
                .opt_attr("product", product.map(|code| format!("0x{code:04X}")))
                .opt_attr("version", version.map(|(major, minor)| format!("{major}.{minor:02}")))
                .attr("allow", YesNo::of(allow))
                .empty();
        }
    });
    Ok(())
}

/// A version of two parts below 100; one digit after the point is tenths. `virDomainRedirFilterUSBVersionHelper` of
/// libvirt.
fn version(text: &str) -> Result<(u32, u32)> {
    let parts = || {
        let (major, rest) = number::leading_u32(text, 10)?;
        let rest = rest.strip_prefix('.')?;
        let minor = number::to_u32(rest, 10)?;
        let hundredths = if rest.len() == 1 { minor * 10 } else { minor };
        (major < 100 && minor < 100).then_some((major, hundredths))
    };
    parts().ok_or_else(|| xml_error(format!("Cannot parse USB device version {text}")))
}
