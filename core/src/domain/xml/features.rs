//! `<features>`.

use super::{fault, memory};
use crate::domain::config::features::{
    CapabilitiesPolicy, Enlightenment, Feature, FeatureName, Features, Hyperv, HypervMode, KvmFeature,
    MsrsUnknown, ProcessCapability, Switches, XenFeature, XenPassthrough,
};
use crate::ground::scale::{Scaled, pretty};
use crate::ground::xml::{Element, Prop, Writer};
use crate::ground::{ErrorCode, OnOff, Result, Word, YesNo};

/// Characters of a `<vendor_id value='…'>`.
const VENDOR_ID_MAX: usize = 12;
/// The least `<spinlocks retries='…'>`.
const SPINLOCK_RETRIES_MIN: u32 = 0xfff;

/// `virDomainFeaturesDefParse` of libvirt.
pub(super) fn parse(root: &Element<'_>) -> Result<Features> {
    let mut features = Features::default();
    for element in root.all("features").flat_map(Element::elements) {
        let name = FeatureName::from_word(element.local_name()).ok_or_else(|| {
            fault(ErrorCode::ConfigUnsupported, format!("unexpected feature '{}'", element.local_name()))
        })?;
        let before = features.take(name);
        let feature = read(name, element, root, before)?;
        features.set(name, feature);
    }
    Ok(features)
}

/// One feature; `before` is what an earlier element of the name said.
fn read(
    name: FeatureName,
    e: &Element<'_>,
    root: &Element<'_>,
    before: Option<Feature>,
) -> Result<Option<Feature>> {
    use FeatureName as F;
    let word_of = |attribute| e.prop_word(attribute, Prop::NONE);
    Ok(match name {
        F::Acpi | F::Pae | F::Viridian | F::Privnet | F::Virtualization => Some(Feature::Present),
        F::Apic => Some(Feature::Apic(e.prop_on_off("eoi", Prop::NONE)?)),
        F::Vmcoreinfo | F::Hap | F::Pmu | F::Pvspinlock | F::Vmport => {
            Some(Feature::Switch(e.prop_on_off("state", Prop::NONE)?.unwrap_or(true)))
        }
        F::Htm | F::NestedHv | F::CcfAssist | F::Ras | F::Ps2 => {
            e.prop_on_off("state", Prop::REQUIRED)?.map(Feature::Switch)
        }
        F::Smm => Some(read_smm(e, root)?),
        F::Hyperv => Some(Feature::Hyperv(read_hyperv(e, before)?)),
        F::Kvm => Some(Feature::Kvm(read_kvm(e, before)?)),
        F::Xen => Some(Feature::Xen(read_xen(e, before)?)),
        F::Capabilities => Some(Feature::Capabilities(read_capabilities(e, before)?)),
        F::Gic => Some(Feature::Gic(e.prop_word("version", Prop::NONE)?)),
        F::Ioapic => word_of("driver")?.map(Feature::Ioapic),
        F::Hpt => read_hpt(e, root)?,
        F::Msrs => {
            Some(Feature::Msrs(e.prop_word("unknown", Prop::REQUIRED)?.unwrap_or(MsrsUnknown::Ignore)))
        }
        F::Cfpc | F::Sbbc => e.prop_word("value", Prop::NONE)?.map(Feature::Mitigation),
        F::Ibs => e.prop_word("value", Prop::NONE)?.map(Feature::Ibs),
        F::Tcg => {
            let cache = e.child("tb-cache");
            let text = cache.map(Element::text);
            let unit = cache.and_then(|cache| cache.attribute("unit"));
            let size_kib = memory::size_kib("./tb-cache", false, text.as_deref(), unit)?;
            size_kib.filter(|size| *size > 0).map(Feature::Tcg).or(before)
        }
        F::AsyncTeardown => {
            Some(Feature::AsyncTeardown(e.prop_yes_no("enabled", Prop::NONE)?.unwrap_or(true)))
        }
        F::Aia => e.prop_word("value", Prop::NONE)?.map(Feature::Aia),
    })
}

fn read_smm(e: &Element<'_>, root: &Element<'_>) -> Result<Feature> {
    let on = e.prop_on_off("state", Prop::NONE)?.unwrap_or(true);
    // libvirt gives the wrong kind of expression here, which is what its error says.
    let xpath = "string(./features/smm/tseg)";
    let scaled = Scaled { xpath, scale: 1024 * 1024, limit: u64::MAX, required: false };
    let tseg = if on { scaled.read_element(root.path("features/smm/tseg"))? } else { None };
    Ok(Feature::Smm(on, tseg))
}

fn read_hpt(e: &Element<'_>, root: &Element<'_>) -> Result<Option<Feature>> {
    let resizing = e.prop_word("resizing", Prop::NONE)?;
    let scaled =
        Scaled { xpath: "./features/hpt/maxpagesize", scale: 1024, limit: u64::MAX, required: false };
    let bytes = scaled
        .read_element(root.path("features/hpt/maxpagesize"))
        .map_err(|_| fault(ErrorCode::ConfigUnsupported, "Unable to parse HPT maxpagesize setting"))?;
    let size_kib = bytes.map_or(0, |bytes| bytes.div_ceil(1024));
    Ok((resizing.is_some() || size_kib > 0).then_some(Feature::Hpt(resizing, size_kib)))
}

/// `virDomainFeaturesHyperVDefParse` of libvirt.
fn read_hyperv(e: &Element<'_>, before: Option<Feature>) -> Result<Box<Hyperv>> {
    let mut hyperv = match before {
        Some(Feature::Hyperv(hyperv)) => hyperv,
        _ => Box::default(),
    };
    hyperv.mode = e.prop_word("mode", Prop::NONE)?;
    if hyperv.mode == Some(HypervMode::Passthrough) {
        return Ok(hyperv);
    }
    for element in e.elements() {
        let name = Enlightenment::from_word(element.local_name()).ok_or_else(|| {
            let detail = format!("unsupported HyperV Enlightenment feature: {}", element.local_name());
            fault(ErrorCode::ConfigUnsupported, detail)
        })?;
        let on = element.prop_on_off("state", Prop::REQUIRED)?.unwrap_or(false);
        hyperv.states.set(name, on);
        if on {
            read_enlightenment(name, element, &mut hyperv)?;
        }
    }
    Ok(hyperv)
}

/// What an enlightenment that is on says beside that.
fn read_enlightenment(name: Enlightenment, e: &Element<'_>, hyperv: &mut Hyperv) -> Result<()> {
    match name {
        Enlightenment::Spinlocks => {
            let retries = e.prop_u32("retries", 0, Prop::NONE)?;
            hyperv.spinlock_retries = retries.unwrap_or(0);
            if retries.is_some_and(|retries| retries < SPINLOCK_RETRIES_MIN) {
                let detail = "HyperV spinlock retry count must be at least 4095";
                return Err(fault(ErrorCode::XmlError, detail));
            }
        }
        Enlightenment::VendorId => {
            let value = e.attribute("value").ok_or_else(|| {
                fault(ErrorCode::XmlError, "missing 'value' attribute for HyperV feature 'vendor_id'")
            })?;
            if value.len() > VENDOR_ID_MAX {
                let detail =
                    format!("HyperV vendor_id value must not be more than {VENDOR_ID_MAX} characters.");
                return Err(fault(ErrorCode::XmlError, detail));
            }
            if value.contains(',') {
                return Err(fault(ErrorCode::XmlError, "HyperV vendor_id value is invalid"));
            }
            hyperv.vendor_id = Some(value.into());
        }
        Enlightenment::Stimer | Enlightenment::Tlbflush => {
            for child in e.elements() {
                let state = match (name, child.local_name()) {
                    (Enlightenment::Stimer, "direct") => &mut hyperv.stimer_direct,
                    (Enlightenment::Tlbflush, "direct") => &mut hyperv.tlbflush_direct,
                    (Enlightenment::Tlbflush, "extended") => &mut hyperv.tlbflush_extended,
                    (_, other) => {
                        let detail = format!("unsupported Hyper-V {name} feature: {other}");
                        return Err(fault(ErrorCode::ConfigUnsupported, detail));
                    }
                };
                *state = child.prop_on_off("state", Prop::REQUIRED)?.unwrap_or(false);
            }
        }
        _ => {}
    }
    Ok(())
}

/// `virDomainFeaturesKVMDefParse` of libvirt.
fn read_kvm(e: &Element<'_>, before: Option<Feature>) -> Result<Box<(Switches<KvmFeature>, u32)>> {
    let mut kvm = match before {
        Some(Feature::Kvm(kvm)) => kvm,
        _ => Box::default(),
    };
    for element in e.elements() {
        let name = KvmFeature::from_word(element.local_name()).ok_or_else(|| {
            fault(ErrorCode::ConfigUnsupported, format!("unsupported KVM feature: {}", element.local_name()))
        })?;
        let on = element.prop_on_off("state", Prop::REQUIRED)?.unwrap_or(false);
        kvm.0.set(name, on);
        if name == KvmFeature::DirtyRing && on {
            kvm.1 = element.prop_u32("size", 0, Prop::REQUIRED)?.unwrap_or(0);
            if !kvm.1.is_power_of_two() || !(1024..=65536).contains(&kvm.1) {
                let detail = "dirty ring must be power of 2 and ranges [1024, 65536]";
                return Err(fault(ErrorCode::XmlError, detail));
            }
        }
    }
    Ok(kvm)
}

/// `virDomainFeaturesXENDefParse` of libvirt.
fn read_xen(
    e: &Element<'_>,
    before: Option<Feature>,
) -> Result<Box<(Switches<XenFeature>, Option<XenPassthrough>)>> {
    let mut xen = match before {
        Some(Feature::Xen(xen)) => xen,
        _ => Box::default(),
    };
    for element in e.elements() {
        let name = XenFeature::from_word(element.local_name()).ok_or_else(|| {
            fault(ErrorCode::ConfigUnsupported, format!("unsupported Xen feature: {}", element.local_name()))
        })?;
        let on = element.prop_on_off("state", Prop::REQUIRED)?.unwrap_or(false);
        xen.0.set(name, on);
        if name == XenFeature::Passthrough && on {
            xen.1 = element.prop_word("mode", Prop::NONE)?;
        }
    }
    Ok(xen)
}

/// `virDomainFeaturesCapabilitiesDefParse` of libvirt.
fn read_capabilities(
    e: &Element<'_>,
    before: Option<Feature>,
) -> Result<Box<(CapabilitiesPolicy, Switches<ProcessCapability>)>> {
    let states = match before {
        Some(Feature::Capabilities(capabilities)) => capabilities.1,
        _ => Switches::default(),
    };
    let policy = e.prop_word("policy", Prop::NONE)?.unwrap_or(CapabilitiesPolicy::Default);
    let mut capabilities = Box::new((policy, states));
    for element in e.elements() {
        let name = ProcessCapability::from_word(element.local_name()).ok_or_else(|| {
            fault(
                ErrorCode::ConfigUnsupported,
                format!("unexpected capability feature '{}'", element.local_name()),
            )
        })?;
        capabilities.1.set(name, element.prop_on_off("state", Prop::NONE)?.unwrap_or(true));
    }
    Ok(capabilities)
}

/// `virDomainDefFormatFeatures` of libvirt.
pub(super) fn format(features: &Features, w: &mut Writer) {
    w.start("features").nonempty(|w| {
        for (name, feature) in features.iter() {
            write(*name, feature, w);
        }
    });
}

fn write(name: FeatureName, feature: &Feature, w: &mut Writer) {
    let tag = w.start(name.word());
    match feature {
        Feature::Present => tag.empty(),
        Feature::Switch(on) => tag.attr("state", OnOff::of(*on)).empty(),
        Feature::Apic(eoi) => tag.opt_attr("eoi", eoi.map(OnOff::of)).empty(),
        Feature::Hyperv(hyperv) => {
            tag.attr("mode", hyperv.mode.unwrap_or(HypervMode::Custom)).inside(|w| write_hyperv(hyperv, w));
        }
        Feature::Kvm(kvm) => tag.block(|w| {
            for (name, on) in kvm.0.iter() {
                let size = Some(kvm.1).filter(|size| name == KvmFeature::DirtyRing && *size > 0);
                w.start(name.word()).attr("state", OnOff::of(on)).opt_attr("size", size).empty();
            }
        }),
        Feature::Xen(xen) => tag.block(|w| {
            for (name, on) in xen.0.iter() {
                let mode = xen.1.filter(|_| name == XenFeature::Passthrough && on);
                w.start(name.word()).attr("state", OnOff::of(on)).opt_attr("mode", mode).empty();
            }
        }),
        Feature::Capabilities(capabilities) => {
            let (policy, states) = &**capabilities;
            let said = *policy != CapabilitiesPolicy::Default || !states.is_empty();
            tag.opt_attr("policy", said.then_some(policy)).nonempty(|w| {
                for (name, on) in states.iter() {
                    w.start(name.word()).attr("state", OnOff::of(on)).empty();
                }
            });
        }
        Feature::Gic(version) => tag.opt_attr("version", *version).empty(),
        Feature::Smm(on, tseg) => tag.attr("state", OnOff::of(*on)).inside(|w| {
            if let Some(tseg) = tseg {
                let (size, unit) = pretty(*tseg);
                w.start("tseg").attr("unit", unit).text(size);
            }
        }),
        Feature::Ioapic(driver) => tag.attr("driver", driver).empty(),
        Feature::Hpt(resizing, size_kib) => tag.opt_attr("resizing", *resizing).inside(|w| {
            if *size_kib > 0 {
                w.start("maxpagesize").attr("unit", "KiB").text(size_kib);
            }
        }),
        Feature::Msrs(unknown) => tag.attr("unknown", unknown).empty(),
        Feature::Mitigation(value) => tag.attr("value", value).empty(),
        Feature::Ibs(value) => tag.attr("value", value).empty(),
        Feature::Aia(value) => tag.attr("value", value).empty(),
        Feature::Tcg(size_kib) => {
            tag.inside(|w| w.start("tb-cache").attr("unit", "KiB").text(size_kib));
        }
        Feature::AsyncTeardown(enabled) => tag.attr("enabled", YesNo::of(*enabled)).empty(),
    }
}

fn write_hyperv(hyperv: &Hyperv, w: &mut Writer) {
    for (name, on) in hyperv.states.iter() {
        let retries = Some(hyperv.spinlock_retries)
            .filter(|retries| name == Enlightenment::Spinlocks && on && *retries > 0);
        let vendor_id = hyperv.vendor_id.as_deref().filter(|_| name == Enlightenment::VendorId && on);
        let direct = match name {
            Enlightenment::Stimer => on && hyperv.stimer_direct,
            Enlightenment::Tlbflush => on && hyperv.tlbflush_direct,
            _ => false,
        };
        let extended = name == Enlightenment::Tlbflush && on && hyperv.tlbflush_extended;
        w.start(name.word())
            .attr("state", OnOff::of(on))
            .opt_attr("retries", retries)
            .opt_attr("value", vendor_id)
            .inside(|w| {
                if direct {
                    w.start("direct").attr("state", OnOff::On).empty();
                }
                if extended {
                    w.start("extended").attr("state", OnOff::On).empty();
                }
            });
    }
}
