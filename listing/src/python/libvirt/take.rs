//! From what a call gave to Python's values, as libvirt-python makes them.

use std::sync::Arc;

use virtlab_core::api::{FunctionId, Outcome, Value as Gave};
use virtlab_core::ground::params::{ParamValue, TypedParam};

use super::Asked;
use super::cpus::truths;
use crate::python::names::Bound;
use crate::python::run::{Machine, Result};
use crate::python::value::Value;
use crate::span::Span;

/// What `virDomainMemoryStat` calls its numbers.
const MEMORY_STATS: [&str; 13] = [
    "swap_in",
    "swap_out",
    "major_fault",
    "minor_fault",
    "unused",
    "available",
    "actual",
    "rss",
    "usable",
    "last_update",
    "disk_caches",
    "hugetlb_pgalloc",
    "hugetlb_pgfail",
];

/// A number, a text or nothing.
pub(super) fn number(value: &Gave) -> Value {
    match value {
        Gave::Int(n) => Value::Int((*n).into()),
        Gave::Large(n) => Value::Int((*n).into()),
        Gave::Double(n) => Value::Float(n.get()),
        Gave::Text(text) => Value::Str(text.clone()),
        Gave::Bytes(bytes) => Value::Bytes(bytes.clone()),
        _ => Value::None,
    }
}

/// What a method gives back.
pub(super) fn result(machine: &mut Machine<'_>, asked: &Asked<'_>, outcome: &Outcome) -> Result<Value> {
    use FunctionId as F;
    let Asked { span, on, bound: Bound { id, .. }, args } = *asked;
    let outs: Vec<&Gave> =
        outcome.out.iter().filter(|(name, _)| *name != "nparams").map(|(_, value)| value).collect();
    match (id, &outs[..]) {
        (F::DomainGetSchedulerType, _) => {
            let count = outcome.out.first().map_or(Value::None, |(_, count)| number(count));
            return Ok(Value::tuple([number(&outcome.ret), count]));
        }
        (F::NodeGetCPUMap, [Gave::Bytes(map), online]) => {
            let count = outcome.ret.as_u64().and_then(|n| usize::try_from(n).ok()).unwrap_or(0);
            let map = machine.list(span, truths(map, count))?;
            return Ok(Value::tuple([number(&outcome.ret), map, number(online)]));
        }
        (F::DomainGetTime, [seconds, nseconds]) => {
            let pairs = [("seconds", number(seconds)), ("nseconds", number(nseconds))];
            return machine.named(span, pairs);
        }
        (F::DomainGetJobStats, [kind, params]) => {
            let Value::Ref(dict) = one(machine, asked, params)? else { return Ok(Value::None) };
            machine.put_item(span, &Value::Ref(dict), &Value::text("type"), number(kind))?;
            return Ok(Value::Ref(dict));
        }
        (F::DomainMemoryStats, [Gave::List(stats)]) => {
            let named = stats.iter().filter_map(|stat| {
                let Gave::Struct(members) = stat else { return None };
                let [(_, tag), (_, value)] = &members[..] else { return None };
                let name = MEMORY_STATS.get(usize::try_from(tag.as_u64()?).ok()?)?;
                Some((*name, number(value)))
            });
            return machine.named(span, named.collect::<Vec<_>>());
        }
        (F::DomainGetCPUStats, [Gave::List(params)]) => return cpu_stats(machine, span, outcome, params),
        (F::NodeGetFreePages, [Gave::List(counts)]) => return free_pages(machine, span, counts, args),
        _ => {}
    }
    match &outs[..] {
        [] if nothing(id) => Ok(Value::None),
        [] => match &outcome.ret {
            Gave::Handle(handle) => machine.object(span, *handle, on),
            Gave::Error(error) => Ok(super::raw_error(Some(error))),
            Gave::List(_) | Gave::Struct(_) => one(machine, asked, &outcome.ret),
            // C's number without a sign for none is -1 in Python.
            other if id == F::DomainGetID => {
                Ok(Value::Int(other.as_u64().map_or(-1, |n| i128::from(n as i32))))
            }
            other => Ok(number(other)),
        },
        // What a stream gives.
        [Gave::Bytes(bytes)] => Ok(Value::Bytes(bytes.clone())),
        [only] => one(machine, asked, only),
        // The library's version, and the driver's.
        several if id == F::GetVersion => Ok(Value::tuple(several.iter().map(|value| number(value)))),
        several => {
            let items = several.iter().map(|value| number(value)).collect();
            machine.list(span, items)
        }
    }
}

/// Methods that give nothing back.
fn nothing(id: FunctionId) -> bool {
    let name = id.c_name();
    name.contains("EventDeregister")
        || matches!(id, FunctionId::ConnectDomainEventRegister | FunctionId::ConnectUnregisterCloseCallback)
}

/// What was written through one pointer.
fn one(machine: &mut Machine<'_>, asked: &Asked<'_>, value: &Gave) -> Result<Value> {
    use FunctionId as F;
    let Asked { span, on, bound: Bound { id, .. }, .. } = *asked;
    match value {
        Gave::Handle(handle) => machine.object(span, *handle, on),
        Gave::Struct(members) => {
            let mut items: Vec<Value> = members.iter().map(|(_, value)| number(value)).collect();
            match (id, &mut items[..]) {
                // The host's memory in MiB.
                (F::NodeGetInfo, [_, Value::Int(kib), ..]) => *kib >>= 10,
                (F::DomainGetSecurityLabel, [_, enforcing]) => {
                    *enforcing = Value::Bool(enforcing.number() != Some(0));
                }
                (F::DomainBlockStats | F::DomainInterfaceStats, _) => return Ok(Value::row(items)),
                (F::DomainGetBlockJobInfo, _) => {
                    return machine.named(
                        span,
                        members.iter().map(|(name, value)| (*name, number(value))).collect::<Vec<_>>(),
                    );
                }
                _ => {}
            }
            machine.list(span, items)
        }
        Gave::List(items) => match items.first() {
            Some(Gave::Param(_)) => params(machine, span, items),
            None if of_params(id) => machine.dict(span, Vec::new()),
            _ if matches!(id, F::DomainInterfaceAddresses | F::DomainGetDiskErrors) => {
                described(machine, span, id, items)
            }
            Some(Gave::Struct(members)) if members.first().is_some_and(|(name, _)| *name == "field") => {
                let pairs = items.iter().filter_map(|item| match item {
                    Gave::Struct(members) => Some((number(&members.first()?.1), number(&members.get(1)?.1))),
                    _ => None,
                });
                machine.dict(span, pairs.collect())
            }
            _ => {
                let mut made = Vec::with_capacity(items.len());
                for item in items {
                    made.push(listed(machine, asked, item)?);
                    machine.held.extend(made.last().cloned());
                }
                machine.list(span, made)
            }
        },
        other => Ok(number(other)),
    }
}

fn of_params(id: FunctionId) -> bool {
    let row = id.row();
    row.params.iter().any(|param| param.c_type().starts_with("virTypedParameterPtr"))
        || matches!(id, FunctionId::DomainInterfaceAddresses | FunctionId::DomainGetDiskErrors)
}

/// One of a list.
fn listed(machine: &mut Machine<'_>, asked: &Asked<'_>, item: &Gave) -> Result<Value> {
    use FunctionId as F;
    let Asked { span, on, bound: Bound { id, .. }, .. } = *asked;
    let Gave::Struct(members) = item else {
        return match item {
            Gave::Handle(handle) => machine.object(span, *handle, on),
            other => Ok(number(other)),
        };
    };
    let values: Vec<&Gave> = members.iter().map(|(_, value)| value).collect();
    match (id, &values[..]) {
        (F::ConnectGetAllDomainStats | F::DomainListGetStats, [Gave::Handle(domain), Gave::List(found)]) => {
            let domain = machine.object(span, *domain, on)?;
            machine.held.push(domain.clone());
            let params = params(machine, span, found)?;
            Ok(Value::tuple([domain, params]))
        }
        (F::DomainGetIOThreadInfo, [thread, Gave::Bytes(map)]) => {
            let cpus = super::cpus::host_cpus(machine, span, on)?;
            let map = machine.list(span, truths(map, cpus))?;
            Ok(Value::tuple([number(thread), map]))
        }
        (F::DomainGetFSInfo, [.., Gave::List(aliases)]) => {
            let aliases = machine.list(span, aliases.iter().map(number).collect())?;
            let before = values[..values.len() - 1].iter().map(|value| number(value));
            Ok(Value::tuple(before.chain([aliases])))
        }
        _ => machine.list(span, values.iter().map(|value| number(value)).collect()),
    }
}

/// Addresses by interface, or errors by disk.
fn described(machine: &mut Machine<'_>, span: Span, id: FunctionId, items: &[Gave]) -> Result<Value> {
    let mut pairs = Vec::new();
    for item in items {
        let Gave::Struct(members) = item else { continue };
        let member = |name: &str| members.iter().find(|(found, _)| *found == name).map(|(_, value)| value);
        if id == FunctionId::DomainGetDiskErrors {
            pairs.push((
                member("disk").map_or(Value::None, number),
                member("error").map_or(Value::None, number),
            ));
            continue;
        }
        let mut addresses = Vec::new();
        if let Some(Gave::List(found)) = member("addrs") {
            for address in found {
                let Gave::Struct(parts) = address else { continue };
                let part = |name: &'static str| {
                    let found = parts.iter().find(|(found, _)| *found == name);
                    (name, found.map_or(Value::None, |(_, value)| number(value)))
                };
                addresses.push(machine.named(span, [part("addr"), part("prefix"), part("type")])?);
            }
        }
        let addresses = machine.list(span, addresses)?;
        let hwaddr = member("hwaddr").map_or(Value::None, number);
        let about = machine.named(span, [("addrs", addresses), ("hwaddr", hwaddr)])?;
        pairs.push((member("name").map_or(Value::None, number), about));
    }
    machine.dict(span, pairs)
}

/// Typed parameters as a dictionary.
fn params(machine: &mut Machine<'_>, span: Span, items: &[Gave]) -> Result<Value> {
    let mut pairs = Vec::new();
    for item in items {
        let Gave::Param(param) = item else { continue };
        let TypedParam { field, value } = &**param;
        let value = match value {
            ParamValue::Int(n) => Value::Int((*n).into()),
            ParamValue::UInt(n) => Value::Int((*n).into()),
            ParamValue::LLong(n) => Value::Int((*n).into()),
            ParamValue::ULLong(n) => Value::Int((*n).into()),
            ParamValue::Double(n) => Value::Float(n.get()),
            ParamValue::Boolean(yes) => Value::Bool(*yes),
            ParamValue::String(Some(text)) => Value::Str(text.clone()),
            ParamValue::String(None) | ParamValue::Unknown(_) => Value::None,
        };
        pairs.push((Value::text(field), value));
    }
    machine.dict(span, pairs)
}

/// A dictionary for each CPU.
fn cpu_stats(machine: &mut Machine<'_>, span: Span, outcome: &Outcome, found: &[Gave]) -> Result<Value> {
    let each = outcome.ret.as_u64().and_then(|n| usize::try_from(n).ok()).unwrap_or(1).max(1);
    let mut all = Vec::new();
    for chunk in found.chunks(each) {
        all.push(params(machine, span, chunk)?);
    }
    machine.list(span, all)
}

/// How many pages of each size are free, by cell.
fn free_pages(
    machine: &mut Machine<'_>,
    span: Span,
    counts: &[Gave],
    args: &[Option<Value>],
) -> Result<Value> {
    let (sizes, first) = (args.first().cloned().flatten(), args.get(1).cloned().flatten());
    let sizes = machine.items(span, &sizes.unwrap_or(Value::None))?;
    let first = first.and_then(|first| first.number()).unwrap_or(0);
    let mut cells = Vec::new();
    for (at, chunk) in (0..).zip(counts.chunks(sizes.len().max(1))) {
        let pairs = sizes.iter().cloned().zip(chunk.iter().map(number)).collect();
        let pages = machine.dict(span, pairs)?;
        cells.push((Value::Int(first.saturating_add(at)), pages));
    }
    machine.dict(span, cells)
}

impl Machine<'_> {
    /// A dictionary with these names.
    fn named<'n>(&mut self, span: Span, pairs: impl IntoIterator<Item = (&'n str, Value)>) -> Result<Value> {
        let pairs = pairs.into_iter().map(|(name, value)| (Value::Str(Arc::from(name)), value));
        self.dict(span, pairs.collect())
    }
}
