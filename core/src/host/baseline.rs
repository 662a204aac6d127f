//! What several processors have in common: `virCPUBaseline` of libvirt.

use super::x86::{Map, Model, Set, vendor};
use crate::domain::{Arch, HostCpuDef, parse_host_cpu};
use crate::ground::xml::Writer;
use crate::ground::{ErrorCode, ErrorDomain, Result, VirError};

/// What each feature that a model has and the processors have not counts at least, against one that it has not.
const PENALTY: usize = 2;

/// The processor that is found, as a guest's.
struct Found {
    model: String,
    only_this: bool,
    vendor: Option<String>,
    /// With whether it is required; disabled otherwise.
    features: Vec<(&'static str, bool)>,
}

fn fault(code: ErrorCode, detail: impl Into<Box<str>>) -> Box<VirError> {
    VirError::new(ErrorDomain::Cpu, code, detail)
}

/// The document of the processor whose features all of these have. `expand` lists all of its features.
///
/// # Errors
/// Those of a document, for a model or a feature that libvirt does not know, and for processors that have nothing in common.
pub fn baseline(documents: &[&str], expand: bool) -> Result<String> {
    let cpus: Vec<HostCpuDef> = documents.iter().map(|xml| parse_host_cpu(xml)).collect::<Result<_>>()?;
    let first = cpus.first().ok_or_else(|| fault(ErrorCode::InvalidArg, "no CPUs given"))?;
    let found = match first.arch {
        Arch::I686 | Arch::X86_64 => x86(first, &cpus, expand)?,
        Arch::Ppc64 | Arch::Ppc64le => power(first, &cpus)?,
        Arch::Armv6l | Arch::Armv7l | Arch::Armv7b | Arch::Aarch64 => {
            Found { model: first.model.to_string(), only_this: false, vendor: None, features: Vec::new() }
        }
        Arch::S390 | Arch::S390x | Arch::Riscv64 | Arch::Loongarch64 => {
            let detail = format!("cannot compute baseline CPU of {} architecture", first.arch);
            return Err(fault(ErrorCode::NoSupport, detail));
        }
        arch => {
            let detail = format!("'{arch}' architecture is not supported by CPU driver");
            return Err(fault(ErrorCode::NoSupport, detail));
        }
    };
    Ok(format(&found))
}

fn format(found: &Found) -> String {
    let mut w = Writer::new();
    w.start("cpu").attr("mode", "custom").attr("match", "exact").inside(|w| {
        let fallback = if found.only_this { "forbid" } else { "allow" };
        w.start("model").attr("fallback", fallback).text(&found.model);
        w.opt_text("vendor", found.vendor.as_ref());
        for (name, required) in &found.features {
            let policy = if *required { "require" } else { "disable" };
            w.start("feature").attr("policy", policy).attr("name", name).empty();
        }
    });
    w.finish()
}

/// A processor's model, with the features that it has besides.
fn resolve(map: &Map, cpu: &HostCpuDef) -> Result<Model> {
    let unknown = |what, name: &str| fault(ErrorCode::InternalError, format!("Unknown CPU {what} {name}"));
    let mut model = map.model(&cpu.model).ok_or_else(|| unknown("model", &cpu.model))?.clone();
    for name in &cpu.features {
        model.features.put(map.feature(name).ok_or_else(|| unknown("feature", name))?, true);
    }
    Ok(model)
}

fn known_vendor(name: &str) -> Result<&'static str> {
    vendor(name).ok_or_else(|| fault(ErrorCode::OperationFailed, format!("Unknown CPU vendor {name}")))
}

fn x86(first: &HostCpuDef, cpus: &[HostCpuDef], expand: bool) -> Result<Found> {
    let map = Map::new();
    let mut common = resolve(&map, first)?.features;
    let mut made_by = first.vendor.as_deref().map(known_vendor).transpose()?;
    let mut tells_vendor = made_by.is_some();
    let mut names = vec![&*first.model];
    for cpu in &cpus[1..] {
        if !names.contains(&&*cpu.model) {
            names.push(&cpu.model);
        }
        let model = resolve(&map, cpu)?;
        if let (Some(said), Some(own)) = (cpu.vendor.as_deref(), model.vendor)
            && said != own
        {
            let detail = format!("CPU vendor {own} of model {} differs from vendor {said}", model.name);
            return Err(fault(ErrorCode::OperationFailed, detail));
        }
        tells_vendor &= cpu.vendor.is_some();
        if let Some(name) = cpu.vendor.as_deref().or(model.vendor) {
            match made_by {
                None => made_by = Some(known_vendor(name)?),
                Some(before) if before != name => {
                    return Err(fault(ErrorCode::OperationFailed, "CPU vendors do not match"));
                }
                Some(_) => {}
            }
        }
        common = common.and(&model.features);
    }
    if common.is_empty() {
        return Err(fault(ErrorCode::OperationFailed, "CPUs are incompatible"));
    }
    let (model, mut features) = nearest(&map, &common, made_by, &names)?;
    if expand {
        features = expanded(&map, model, &features);
    }
    Ok(Found {
        model: model.name.to_owned(),
        only_this: names == [model.name],
        vendor: made_by.filter(|_| tells_vendor).map(str::to_owned),
        features,
    })
}

/// The model that says it with the fewest words, the newest first, and what has to be said besides. `x86Decode` of libvirt.
fn nearest<'m>(
    map: &'m Map,
    common: &Set,
    made_by: Option<&str>,
    names: &[&str],
) -> Result<(&'m Model, Vec<(&'static str, bool)>)> {
    let mut best: Option<(&Model, Vec<(&'static str, bool)>)> = None;
    let fits = |model: &&Model| {
        model.for_guests && !(made_by.is_some() && model.vendor.is_some() && made_by != model.vendor)
    };
    for model in map.models.iter().rev().filter(fits) {
        let besides = besides(map, model, common);
        let preferred = names.contains(&model.name);
        if preferred && names.len() == 1 {
            return Ok((model, besides));
        }
        if best.as_ref().is_none_or(|(_, before)| is_better(before, &besides, preferred)) {
            best = Some((model, besides));
        }
    }
    best.ok_or_else(|| fault(ErrorCode::InternalError, "Cannot find suitable CPU model for given data"))
}

/// What a set of features has beside a model's, and what it lacks of them.
fn besides(map: &Map, model: &Model, common: &Set) -> Vec<(&'static str, bool)> {
    let named =
        |set: Set, required| set.numbers().map(|number| (map.features[number], required)).collect::<Vec<_>>();
    let mut all = named(common.without(&model.features), true);
    all.extend(named(model.features.without(common), false));
    add_removed(&mut all, model);
    all
}

fn add_removed(features: &mut Vec<(&'static str, bool)>, model: &Model) {
    for name in &model.removed {
        if features.iter().all(|(before, _)| before != name) {
            features.push((name, false));
        }
    }
}

/// Each feature that is disabled costs more than the one before. `virCPUx86CompareCandidateFeatureList` of libvirt.
fn is_better(before: &[(&str, bool)], now: &[(&str, bool)], preferred: bool) -> bool {
    // How many are left after the loop has looked at as many as it then still believes there to be.
    let cost = |features: &[(&str, bool)]| {
        let (mut enabled, mut disabled, mut penalty, mut at) = (features.len(), 0, PENALTY, 0);
        while at < enabled {
            if !features[at].1 {
                enabled -= 1;
                disabled += penalty;
                penalty += 1;
            }
            at += 1;
        }
        (enabled + disabled, disabled)
    };
    let ((before, before_disabled), (now, disabled)) = (cost(before), cost(now));
    now < before || (now == before && disabled < before_disabled) || (preferred && disabled < before_disabled)
}

/// Every feature by name. `virCPUx86ExpandFeatures` of libvirt.
fn expanded(map: &Map, model: &Model, besides: &[(&'static str, bool)]) -> Vec<(&'static str, bool)> {
    let mut all: Vec<(&'static str, bool)> =
        model.features.numbers().map(|number| (map.features[number], true)).collect();
    for (name, required) in besides {
        match all.iter_mut().find(|(before, _)| before == name) {
            Some(before) => before.1 = *required,
            None => all.push((name, *required)),
        }
    }
    add_removed(&mut all, model);
    all.sort_by_key(|(name, _)| *name);
    all
}

/// Processors of POWER are alike or not.
fn power(first: &HostCpuDef, cpus: &[HostCpuDef]) -> Result<Found> {
    const MADE_BY: [&str; 2] = ["IBM", "Freescale"];
    let Some(model) = super::cpu_models::POWER.iter().find(|name| **name == &*first.model) else {
        return Err(fault(ErrorCode::InternalError, format!("Unknown CPU model {}", first.model)));
    };
    let own = MADE_BY[usize::from(model.starts_with("POWERPC"))];
    for cpu in cpus {
        if *cpu.model != **model {
            return Err(fault(ErrorCode::OperationFailed, "CPUs are incompatible"));
        }
        let Some(said) = cpu.vendor.as_deref() else { continue };
        if !MADE_BY.contains(&said) {
            return Err(fault(ErrorCode::OperationFailed, format!("Unknown CPU vendor {said}")));
        }
        if said != own {
            let detail = format!("CPU vendor {own} of model {model} differs from vendor {said}");
            return Err(fault(ErrorCode::OperationFailed, detail));
        }
    }
    Ok(Found { model: (*model).to_owned(), only_this: true, vendor: None, features: Vec::new() })
}
