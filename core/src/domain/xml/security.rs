//! `<seclabel>`, `<keywrap>` and `<launchSecurity>`: read and checked as libvirt does, then kept as text.

use std::collections::BTreeSet;

use super::{boxed, fault};
use crate::ground::xml::{Element, Prop, Writer};
use crate::ground::{ErrorCode, OnOff, Result, YesNo, number};
use crate::words;

words! {
    /// `virDomainSeclabelType` of libvirt, without its default.
    enum LabelType { None "none", Dynamic "dynamic", Static "static" }
}
words! {
    /// `virDomainKeyWrapCipherName` of libvirt.
    enum Cipher { Aes "aes", Dea "dea" }
}
words! {
    /// `virDomainLaunchSecurity` of libvirt.
    enum LaunchType { Sev "sev", SevSnp "sev-snp", S390Pv "s390-pv", Tdx "tdx" }
}

/// Characters of a security model's name.
const MODEL_MAX: usize = 256;
/// Characters of a security label.
const LABEL_MAX: usize = 4096;

struct Label {
    model: Option<Box<str>>,
    kind: LabelType,
    relabel: bool,
    label: Option<Box<str>>,
    image_label: Option<Box<str>>,
    base_label: Option<Box<str>>,
}

/// Every `<seclabel>`, laid out. `virSecurityLabelDefsParseXML` of libvirt.
pub(super) fn seclabels(root: &Element<'_>, inactive: bool) -> Result<String> {
    let mut labels: Vec<Label> = Vec::new();
    let mut seen = BTreeSet::new();
    for element in root.all("seclabel") {
        let label = parse_label(element, inactive)?;
        if !seen.insert(label.model.clone()) {
            let model = label.model.as_deref().unwrap_or("(null)");
            return Err(fault(
                ErrorCode::XmlDetail,
                format!("seclabel for model {model} is already provided"),
            ));
        }
        labels.push(label);
    }
    if labels.len() > 1 && labels.iter().any(|label| label.model.is_none()) {
        return Err(fault(ErrorCode::XmlError, "missing security model when using multiple labels"));
    }
    let mut w = Writer::at(1);
    labels.iter().for_each(|label| format_label(label, &mut w));
    Ok(w.finish())
}

/// `virSecurityLabelDefParseXML` of libvirt.
fn parse_label(element: &Element<'_>, inactive: bool) -> Result<Label> {
    let model = element.attribute("model").filter(|model| model.len() <= MODEL_MAX);
    let mut kind = element.prop_word("type", Prop::NONE)?.unwrap_or(LabelType::Dynamic);
    let relabel = element.prop_yes_no("relabel", Prop::NONE)?.unwrap_or(kind == LabelType::Dynamic);
    let unsupported = |detail: &str| Err(fault(ErrorCode::ConfigUnsupported, detail));
    if kind == LabelType::Dynamic && !relabel {
        return unsupported("dynamic label type must use resource relabeling");
    }
    if kind == LabelType::None && relabel {
        return unsupported("resource relabeling is not compatible with 'none' label type");
    }
    let is_none = model == Some("none");
    if is_none && !inactive && kind != LabelType::None {
        return unsupported(&format!("unsupported type='{kind}' to model 'none'"));
    }
    if is_none {
        kind = LabelType::None;
    }
    let mut label = Label {
        model: model.map(Into::into),
        kind,
        relabel: relabel && !is_none,
        label: None,
        image_label: None,
        base_label: None,
    };
    if is_none {
        return Ok(label);
    }
    let text = |name| boxed(element.path_text(name)).filter(|text| text.len() <= LABEL_MAX);
    let is_live = !inactive && kind != LabelType::None;
    if kind == LabelType::Static || is_live {
        label.label = text("label");
        if label.label.is_none() {
            return Err(fault(ErrorCode::XmlError, "security label is missing"));
        }
    }
    if relabel && is_live {
        label.image_label = text("imagelabel");
        if label.image_label.is_none() {
            return Err(fault(ErrorCode::XmlError, "security imagelabel is missing"));
        }
    }
    if kind == LabelType::Dynamic {
        label.base_label = text("baselabel");
    }
    Ok(label)
}

/// `virSecurityLabelDefFormat` of libvirt.
fn format_label(label: &Label, w: &mut Writer) {
    let tag = w.start("seclabel").attr("type", label.kind).opt_attr("model", label.model.as_deref());
    if label.kind == LabelType::None {
        return tag.empty();
    }
    tag.attr("relabel", YesNo::of(label.relabel)).inside(|w| {
        w.opt_text("label", label.label.as_deref());
        w.opt_text("imagelabel", label.image_label.as_deref().filter(|_| label.relabel));
        w.opt_text("baselabel", label.base_label.as_deref().filter(|_| label.kind == LabelType::Dynamic));
    });
}

/// `<keywrap>`, laid out. `virDomainKeyWrapDefParseXML` of libvirt.
pub(super) fn keywrap(root: &Element<'_>) -> Result<String> {
    let mut states = [(Cipher::Aes, None), (Cipher::Dea, None)];
    for cipher in root.all("keywrap").flat_map(|keywrap| keywrap.all("cipher")) {
        let name = cipher.prop_word("name", Prop::REQUIRED)?.unwrap_or(Cipher::Aes);
        let state = cipher.prop_on_off("state", Prop::REQUIRED)?;
        let entry = &mut states[name as usize].1;
        if entry.is_some() {
            let detail =
                format!("A domain definition can have no more than one cipher node with name {name}");
            return Err(fault(ErrorCode::InternalError, detail));
        }
        *entry = state;
    }
    let mut w = Writer::at(1);
    w.start("keywrap").nonempty(|w| {
        for (name, state) in states {
            if let Some(on) = state {
                w.start("cipher").attr("name", name).attr("state", OnOff::of(on)).empty();
            }
        }
    });
    Ok(w.finish())
}

/// A base64 text of `<launchSecurity>` whose length is checked at the end: element, text, bytes that it should have.
pub(super) type Sized = (&'static str, Box<str>, usize);

/// `<launchSecurity>`, laid out, and what of it is still to be checked. `virDomainSecDefParseXML` of libvirt.
pub(super) fn launch_security(root: &Element<'_>) -> Result<(String, Vec<Sized>)> {
    let Some(element) = root.child("launchSecurity") else { return Ok((String::new(), Vec::new())) };
    let kind = element.prop_word("type", Prop::REQUIRED)?.unwrap_or(LaunchType::S390Pv);
    let mut inside = Writer::at(2);
    let mut sized = Vec::new();
    let mut attributes: Vec<(&str, bool)> = Vec::new();
    match kind {
        LaunchType::Sev | LaunchType::SevSnp => {
            let names: &[&str] = match kind {
                LaunchType::Sev => &["kernelHashes"],
                _ => &["kernelHashes", "authorKey", "vcek"],
            };
            sev(element, kind, names, &mut attributes, &mut inside, &mut sized)?;
        }
        LaunchType::Tdx => tdx(element, &mut inside, &mut sized)?,
        LaunchType::S390Pv => {}
    }
    let inside = inside.finish();
    let mut w = Writer::at(1);
    let tag = w.start("launchSecurity").attr("type", kind);
    attributes
        .iter()
        .fold(tag, |tag, (name, value)| tag.attr(name, YesNo::of(*value)))
        .inside(|w| w.raw(&inside));
    Ok((w.finish(), sized))
}

/// `virDomainSEVDefParseXML` and `virDomainSEVSNPDefParseXML` of libvirt, which begin alike.
fn sev(
    element: &Element<'_>,
    kind: LaunchType,
    names: &[&'static str],
    attributes: &mut Vec<(&'static str, bool)>,
    w: &mut Writer,
    sized: &mut Vec<Sized>,
) -> Result<()> {
    let mut attribute = |name: &'static str| -> Result<()> {
        let value = element.prop_yes_no(name, Prop::NONE)?;
        attributes.extend(value.map(|value| (name, value)));
        Ok(())
    };
    attribute(names[0])?;
    for (name, what) in [("cbitpos", "cbitpos"), ("reducedPhysBits", "reduced-phys-bits")] {
        let Some(text) = element.path_text(name) else { continue };
        let number = number::to_u32(&text, 10).ok_or_else(|| {
            fault(ErrorCode::XmlError, format!("Invalid format for launch security {what}"))
        })?;
        w.text(name, number);
    }
    names[1..].iter().try_for_each(|name| attribute(name))?;
    let text = element.path_text("policy");
    let policy = text.as_deref().and_then(|text| match kind {
        LaunchType::Sev => number::to_u32(text, 16).map(u64::from),
        _ => number::to_u64(text, 16),
    });
    let policy = policy.ok_or_else(|| fault(ErrorCode::XmlError, "failed to get launch security policy"))?;
    if kind == LaunchType::Sev {
        w.text("policy", format_args!("0x{policy:04x}"));
        w.opt_text("dhCert", element.path_text("dhCert"));
        w.opt_text("session", element.path_text("session"));
        return Ok(());
    }
    w.text("policy", format_args!("0x{policy:08x}"));
    for (name, bytes) in
        [("guestVisibleWorkarounds", 16), ("idBlock", 96), ("idAuth", 4096), ("hostData", 32)]
    {
        w.opt_text(name, element.path_text(name));
        sized.extend(boxed(element.path_text(name)).map(|text| (name, text, bytes)));
    }
    Ok(())
}

/// `virDomainTDXDefParseXML` of libvirt.
fn tdx(element: &Element<'_>, w: &mut Writer, sized: &mut Vec<Sized>) -> Result<()> {
    if let Some(text) = element.path_text("policy") {
        let policy = number::to_u64(&text, 16).ok_or_else(|| {
            let detail = "failed to get launch security policy for launch security type TDX";
            fault(ErrorCode::XmlError, detail)
        })?;
        w.text("policy", format_args!("0x{policy:x}"));
    }
    for name in ["mrConfigId", "mrOwner", "mrOwnerConfig"] {
        w.opt_text(name, element.path_text(name));
        sized.extend(boxed(element.path_text(name)).map(|text| (name, text, 48)));
    }
    let mut services = element.all("quoteGenerationService");
    if let Some(service) = services.next() {
        if services.next().is_some() {
            return Err(fault(ErrorCode::XmlError, "only a single QGS element is supported"));
        }
        w.start("quoteGenerationService").opt_attr("path", service.attribute("path")).empty();
    }
    Ok(())
}

/// `virDomainDefLaunchSecurityValidate` of libvirt.
pub(super) fn validate_launch_security(sized: &[Sized]) -> Result<()> {
    for (name, text, expected) in sized {
        let got = base64_len(text);
        if got != *expected {
            let detail = format!("Unexpected length of '{name}', expected {expected} got {got}");
            return Err(fault(ErrorCode::ConfigUnsupported, detail));
        }
    }
    Ok(())
}

/// How many bytes `g_base64_decode` makes of a text: it skips what is not base64, and drops what is left over.
fn base64_len(text: &str) -> usize {
    let is_base64 = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'=');
    let digits: Vec<u8> = text.bytes().filter(is_base64).collect();
    digits.chunks_exact(4).map(|four| 3 - four[2..].iter().filter(|byte| **byte == b'=').count()).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_those_of_glib() {
        for (text, expected) in [("YQ==", 1), ("YWE=YWE=", 4), ("a", 0), ("!!", 0), ("AAAAAAAA", 6)] {
            assert_eq!(base64_len(text), expected, "{text}");
        }
    }
}
