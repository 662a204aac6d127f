//! CPUs: which may be used, and what they did. libvirt-python asks for the host's CPUs first.

use virtlab_core::api::{Call, FunctionId, Value as Gave};

use super::Asked;
use super::many::{done, done_by, out, set};
use crate::python::run::{Machine, Result};
use crate::python::value::Value;
use crate::span::Span;

/// How many CPUs the host has, as libvirt-python asks for them where it needs maps.
pub(super) fn host_cpus(machine: &mut Machine<'_>, span: Span, on: Option<u32>) -> Result<usize> {
    let connection = on.and_then(|id| machine.connection(id));
    let handle = connection.map_or(Ok(Gave::Null), |id| machine.handle(span, id))?;
    let call = Call::new(FunctionId::NodeGetCPUMap, [handle, Gave::Null, Gave::Null, Gave::Int(0)]);
    let outcome = machine.perform(span, &call)?;
    if outcome.error.is_some() {
        return machine.raise_error(span, "virNodeGetCPUMap() failed".to_owned());
    }
    Ok(outcome.ret.as_u64().and_then(|n| usize::try_from(n).ok()).unwrap_or(0))
}

/// Which CPUs vCPUs may use.
pub(super) fn pins(machine: &mut Machine<'_>, asked: &Asked<'_>) -> Result<Value> {
    let Asked { span, on, bound, .. } = *asked;
    let id = bound.id;
    let cpus = host_cpus(machine, span, on)?;
    let mut values = super::function::values(machine, asked)?;
    if id != FunctionId::DomainGetEmulatorPinInfo {
        let call = Call::new(FunctionId::DomainGetInfo, [values[0].clone(), Gave::Out]);
        let info = done_by(machine, asked, call)?;
        let vcpus = match out(&info, "info") {
            Some(Gave::Struct(members)) => members.iter().find(|(name, _)| *name == "nrVirtCpu"),
            _ => None,
        };
        let vcpus = vcpus.map_or(Gave::Int(0), |(_, vcpus)| vcpus.clone());
        set(id, &mut values, "maxinfo", vcpus.clone());
        set(id, &mut values, "ncpumaps", vcpus);
    }
    let length = cpus.div_ceil(8);
    set(id, &mut values, "maplen", Gave::Int(length as i64));
    let outcome = done(machine, asked, values)?;
    let map = |name: &str| match out(&outcome, name) {
        Some(Gave::Bytes(bytes)) => bytes.clone(),
        _ => Default::default(),
    };
    if id == FunctionId::DomainGetEmulatorPinInfo {
        return Ok(Value::tuple(truths(&map("cpumap"), cpus)));
    }
    let maps = map("cpumaps");
    let maps: Vec<Value> = maps.chunks(length.max(1)).map(|map| Value::tuple(truths(map, cpus))).collect();
    let maps = machine.list(span, maps)?;
    let Some(Gave::List(infos)) = out(&outcome, "info") else { return Ok(maps) };
    let infos = infos.iter().map(|info| match info {
        Gave::Struct(members) => Value::tuple(members.iter().map(|(_, value)| super::take::number(value))),
        _ => Value::None,
    });
    let infos = machine.list(span, infos.collect())?;
    Ok(Value::tuple([infos, maps]))
}

/// The bits of a map, as so many truths.
pub(super) fn truths(map: &[u8], count: usize) -> Vec<Value> {
    (0..count)
        .map(|bit| Value::Bool(map.get(bit / 8).is_some_and(|byte| byte >> (bit % 8) & 1 == 1)))
        .collect()
}

pub(super) fn stats(machine: &mut Machine<'_>, asked: &Asked<'_>) -> Result<Value> {
    let Asked { span, .. } = *asked;
    let handle = asked.receiver(machine)?;
    let total = asked.arg(0).cloned().unwrap_or(Value::None);
    let total = machine.truth(span, &total)?;
    let flags = asked.number(1);
    let flags = Gave::Int(i64::from(flags as u32));
    let ask = |params: Gave, count: Gave, first: i64, cpus: Gave| {
        vec![handle.clone(), params, count, Gave::Int(first), cpus, flags.clone()]
    };
    let none = || (Gave::Null, Gave::Int(0));
    let (first, cpus) = if total {
        (-1, Gave::Int(1))
    } else {
        let (params, count) = none();
        (0, done(machine, asked, ask(params, count, 0, Gave::Int(0)))?.ret.clone())
    };
    let (params, _) = none();
    let count = done(machine, asked, ask(params, Gave::Int(0), first, Gave::Int(1)))?.ret.clone();
    let outcome = done(machine, asked, ask(Gave::Out, count, first, cpus))?;
    super::take::result(machine, asked, &outcome)
}
