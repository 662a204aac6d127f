//! `<cpu>`: read and checked as libvirt does, then kept as text.

use std::collections::BTreeSet;

use super::numa::{self, Numa};
use super::{boxed, fault};
use crate::ground::xml::{Element, Prop, Writer};
use crate::ground::{ErrorCode, ErrorDomain, OnOff, Result, VirError, Word};
use crate::words;

words! {
    /// `virCPUMode` of libvirt.
    enum Mode { Custom "custom", HostModel "host-model", HostPassthrough "host-passthrough", Maximum "maximum" }
}
words! {
    /// `virCPUMatch` of libvirt.
    enum Match { Exact "exact", Minimum "minimum", Strict "strict" }
}
words! {
    /// `virCPUCheck` of libvirt.
    enum Check { Default "default", None "none", Partial "partial", Full "full" }
}
words! {
    /// `virCPUFallback` of libvirt.
    enum Fallback { Allow "allow", Forbid "forbid" }
}
words! {
    /// `virCPUFeaturePolicy` of libvirt.
    enum Policy { Force "force", Require "require", Optional "optional", Disable "disable", Forbid "forbid" }
}
words! {
    /// `virCPUCacheMode` of libvirt.
    pub(super) enum CacheMode { Emulate "emulate", Passthrough "passthrough", Disable "disable" }
}
words! {
    /// `virCPUMaxPhysAddrMode` of libvirt.
    pub(super) enum AddressMode { Emulate "emulate", Passthrough "passthrough" }
}

/// Characters of a vendor id: that of CPUID.
const VENDOR_ID_LEN: usize = 12;

/// What stands in the attributes of `<topology>`, in order.
const TOPOLOGY: [&str; 5] = ["sockets", "dies", "clusters", "cores", "threads"];

/// `<cpu>` while its document is read.
#[derive(Default)]
pub(super) struct Cpu {
    mode: Option<Mode>,
    matching: Option<Match>,
    check: Option<Check>,
    migratable: Option<bool>,
    deprecated_features: Option<bool>,
    model: Option<Box<str>>,
    fallback: Option<Fallback>,
    vendor_id: Option<Box<str>>,
    vendor: Option<Box<str>>,
    topology: Option<[u32; 5]>,
    cache: Option<(Option<i32>, CacheMode)>,
    address: Option<(AddressMode, Option<i32>, u32)>,
    features: Vec<(Policy, Box<str>)>,
}

/// An error of libvirt's CPU code.
pub(super) fn cpu_fault(code: ErrorCode, detail: impl Into<Box<str>>) -> Box<VirError> {
    VirError::new(ErrorDomain::Cpu, code, detail)
}

/// `virCPUDefParseXML` of libvirt, for a guest; none if there is no `<cpu>`.
pub(super) fn parse(root: &Element<'_>) -> Result<Option<Cpu>> {
    let Some(element) = root.child("cpu") else { return Ok(None) };
    let mut cpu = Cpu { mode: Some(Mode::Custom), ..Cpu::default() };
    if let Some(word) = element.attribute("mode") {
        cpu.mode = Some(Mode::from_word(word).ok_or_else(|| {
            cpu_fault(ErrorCode::ConfigUnsupported, format!("Invalid mode attribute '{word}'"))
        })?);
    }
    let is_host = matches!(cpu.mode, Some(Mode::HostPassthrough | Mode::Maximum));
    cpu.migratable = element.prop_on_off("migratable", Prop::NONE)?;
    if cpu.migratable.is_some() && !is_host {
        let detail = "Attribute migratable is only allowed for 'host-passthrough' / 'maximum' CPU mode";
        return Err(cpu_fault(ErrorCode::ConfigUnsupported, detail));
    }
    cpu.matching = element.prop_word("match", Prop::NONE)?;
    cpu.check = element.prop_word::<Check>("check", Prop::NONE)?.filter(|check| *check != Check::Default);
    cpu.deprecated_features = element.prop_on_off("deprecated_features", Prop::NONE)?;
    parse_model(element, is_host, &mut cpu)?;
    if let Some(topology) = element.child("topology") {
        cpu.topology = Some(parse_topology(topology)?);
    }
    parse_features(element, &mut cpu)?;
    cpu.cache = parse_cache(element)?;
    cpu.address = parse_address(element)?;
    Ok(Some(cpu))
}

fn parse_model(element: &Element<'_>, is_host: bool, cpu: &mut Cpu) -> Result<()> {
    cpu.model = boxed(element.path_text("model"));
    let model_attribute = |name| element.child("model")?.attribute(name).filter(|value| !value.is_empty());
    if !is_host {
        if let Some(word) = model_attribute("fallback") {
            cpu.fallback = Some(
                Fallback::from_word(word)
                    .ok_or_else(|| cpu_fault(ErrorCode::ConfigUnsupported, "Invalid fallback attribute"))?,
            );
        }
        if let Some(vendor_id) = model_attribute("vendor_id") {
            if vendor_id.len() != VENDOR_ID_LEN {
                let detail = format!("vendor_id must be exactly {VENDOR_ID_LEN} characters long");
                return Err(cpu_fault(ErrorCode::XmlError, detail));
            }
            if vendor_id.contains(',') {
                return Err(cpu_fault(ErrorCode::XmlError, "vendor id is invalid"));
            }
            cpu.vendor_id = Some(vendor_id.into());
        }
    }
    cpu.vendor = boxed(element.path_text("vendor"));
    if cpu.vendor.is_some() && cpu.model.is_none() {
        return Err(cpu_fault(ErrorCode::XmlError, "CPU vendor specified without CPU model"));
    }
    Ok(())
}

pub(super) fn parse_topology(topology: &Element<'_>) -> Result<[u32; 5]> {
    let mut counts = [1; 5];
    for (count, name) in counts.iter_mut().zip(TOPOLOGY) {
        let required = if matches!(name, "dies" | "clusters") { Prop::NONE } else { Prop::REQUIRED };
        *count = topology.prop_u32(name, 10, required.and(Prop::NONZERO))?.unwrap_or(1);
    }
    Ok(counts)
}

fn parse_features(element: &Element<'_>, cpu: &mut Cpu) -> Result<()> {
    let mut seen = BTreeSet::new();
    for feature in element.all("feature") {
        if cpu.model.is_none() && cpu.mode == Some(Mode::Custom) {
            let detail = "Non-empty feature list specified without CPU model";
            return Err(cpu_fault(ErrorCode::XmlError, detail));
        }
        let policy = match feature.attribute("policy") {
            None => Policy::Require,
            Some(word) => Policy::from_word(word)
                .ok_or_else(|| cpu_fault(ErrorCode::ConfigUnsupported, "Invalid CPU feature policy"))?,
        };
        cpu.features.push((policy, feature_name(feature, &mut seen)?.into()));
    }
    Ok(())
}

/// A feature's name, which none before it has.
fn feature_name<'e>(feature: &'e Element<'_>, seen: &mut BTreeSet<&'e str>) -> Result<&'e str> {
    let name = feature.attribute("name").filter(|name| !name.is_empty());
    let name = name.ok_or_else(|| cpu_fault(ErrorCode::XmlError, "Invalid CPU feature name"))?;
    if !seen.insert(name) {
        let detail = format!("CPU feature '{name}' specified more than once");
        return Err(cpu_fault(ErrorCode::XmlError, detail));
    }
    Ok(name)
}

/// The features of a host's processor, which have no policy.
pub(super) fn feature_names(element: &Element<'_>) -> Result<Vec<Box<str>>> {
    let mut seen = BTreeSet::new();
    element.all("feature").map(|feature| Ok(feature_name(feature, &mut seen)?.into())).collect()
}

/// The level of `<cache>` and its mode.
pub(super) fn parse_cache(element: &Element<'_>) -> Result<Option<(Option<i32>, CacheMode)>> {
    let mut caches = element.all("cache");
    let Some(cache) = caches.next() else { return Ok(None) };
    if caches.next().is_some() {
        return Err(cpu_fault(ErrorCode::XmlError, "at most one CPU cache element may be specified"));
    }
    let level = cache.prop_i32("level", 10, Prop::NONNEGATIVE)?;
    if level.is_some_and(|level| !(1..=3).contains(&level)) {
        return Err(cpu_fault(ErrorCode::XmlError, "invalid CPU cache level, must be in range [1,3]"));
    }
    Ok(cache.prop_word("mode", Prop::REQUIRED)?.map(|mode| (level, mode)))
}

/// The mode of `<maxphysaddr>`, its bits, and their limit, 0 for none.
pub(super) fn parse_address(element: &Element<'_>) -> Result<Option<(AddressMode, Option<i32>, u32)>> {
    let Some(address) = element.child("maxphysaddr") else { return Ok(None) };
    let mode = address.prop_word("mode", Prop::REQUIRED)?.unwrap_or(AddressMode::Emulate);
    let bits = address.prop_i32("bits", 10, Prop::NONNEGATIVE)?;
    let limit = address.prop_u32("limit", 10, Prop::NONZERO)?;
    if limit.is_some() && mode != AddressMode::Passthrough {
        let detail = "attribute 'limit' is only supported for maxphysaddr mode 'passthrough'";
        return Err(cpu_fault(ErrorCode::ConfigUnsupported, detail));
    }
    Ok(Some((mode, bits, limit.unwrap_or(0))))
}

impl Cpu {
    /// `virDomainDefPostParseCPU` of libvirt.
    pub(super) fn post_parse(&self) -> Result<()> {
        if self.mode == Some(Mode::Custom) && self.model.is_none() && self.check.is_some() {
            let detail = "check attribute specified for CPU with no model";
            return Err(fault(ErrorCode::ConfigUnsupported, detail));
        }
        Ok(())
    }

    /// `virDomainDefGetVcpusTopology` of libvirt.
    pub(super) fn validate(&self) -> Result<()> {
        let mut total = 1;
        for count in self.topology.iter().flatten() {
            total *= u64::from(*count);
            if total > u64::from(u32::MAX) {
                let detail = format!("cpu topology results in more than {} cpus", u32::MAX);
                return Err(fault(ErrorCode::ConfigUnsupported, detail));
            }
        }
        Ok(())
    }

    /// The element laid out. `virCPUDefFormatBufFull` of libvirt.
    pub(super) fn format(&self, numa: &Numa) -> String {
        let mut w = Writer::at(1);
        let mode = self.mode.unwrap_or(Mode::Custom);
        let says_mode = mode != Mode::Custom || self.model.is_some();
        let mut tag = w.start("cpu");
        if says_mode {
            let matching = self.matching.unwrap_or(Match::Exact);
            tag = tag
                .attr("mode", mode)
                .opt_attr("match", (mode == Mode::Custom).then_some(matching))
                .opt_attr("check", self.check)
                .opt_attr("migratable", self.migratable.map(OnOff::of))
                .opt_attr("deprecated_features", self.deprecated_features.map(OnOff::of));
        }
        tag.nonempty(|w| {
            if matches!(mode, Mode::Custom | Mode::HostModel) {
                self.format_model(w);
            }
            self.format_rest(w);
            numa::format(numa, w);
        });
        w.finish()
    }

    fn format_model(&self, w: &mut Writer) {
        if self.model.is_some() || self.vendor_id.is_some() {
            let fallback = self.fallback.unwrap_or(Fallback::Allow);
            let tag = w
                .start("model")
                .opt_attr("fallback", self.model.is_some().then_some(fallback))
                .opt_attr("vendor_id", self.vendor_id.as_deref());
            match &self.model {
                Some(model) => tag.text(model),
                None => tag.empty(),
            }
        }
        w.opt_text("vendor", self.vendor.as_deref());
    }

    fn format_rest(&self, w: &mut Writer) {
        if let Some(counts) = self.topology {
            let tag = w.start("topology");
            TOPOLOGY.iter().zip(counts).fold(tag, |tag, (name, count)| tag.attr(name, count)).empty();
        }
        if let Some((level, mode)) = self.cache {
            w.start("cache").opt_attr("level", level).attr("mode", mode).empty();
        }
        if let Some((mode, bits, limit)) = self.address {
            let limit = (limit > 0).then_some(limit);
            w.start("maxphysaddr").attr("mode", mode).opt_attr("bits", bits).opt_attr("limit", limit).empty();
        }
        for (policy, name) in &self.features {
            w.start("feature").attr("policy", policy).attr("name", name).empty();
        }
    }
}
