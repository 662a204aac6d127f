//! Methods of libvirt-python's that ask libvirt more than once: how many there are, and then for them.

use std::sync::Arc;

use virtlab_core::api::{Call, FunctionId, Outcome, Value as Gave};
use virtlab_core::ground::params::TypedParam;

use super::{Asked, failed};
use crate::python::names::Bound;
use crate::python::run::{Machine, Result};
use crate::python::value::Value;
use crate::span::Span;

/// Sets the argument of a parameter.
pub(super) fn set(id: FunctionId, values: &mut [Gave], name: &str, value: impl Into<Gave>) {
    if let Some(place) = id.row().position(name).and_then(|at| values.get_mut(at)) {
        *place = value.into();
    }
}

fn has(id: FunctionId, name: &str) -> bool {
    id.row().params.iter().any(|param| param.name == name)
}

/// A call that is done so; none if once is enough.
pub(super) fn call(machine: &mut Machine<'_>, asked: &Asked<'_>) -> Result<Option<Value>> {
    let Asked { bound, args, .. } = *asked;
    let id = bound.id;
    let names = ["maxids", "maxnames", "nameslen"].into_iter().find(|name| has(id, name));
    let typed = id
        .row()
        .params
        .iter()
        .find(|param| param.c_type() == "virTypedParameterPtr" && param.name == "params");
    let typed = typed.is_some_and(|param| matches!(param.kind, virtlab_core::api::Kind::Out(_)));
    Ok(Some(match id {
        FunctionId::DomainGetVcpus
        | FunctionId::DomainGetVcpuPinInfo
        | FunctionId::DomainGetEmulatorPinInfo => {
            return super::cpus::pins(machine, asked).map(Some);
        }
        FunctionId::DomainGetCPUStats => return super::cpus::stats(machine, asked).map(Some),
        FunctionId::NodeAllocPages => return alloc_pages(machine, asked).map(Some),
        FunctionId::GetVersion => {
            let name = match args.first() {
                Some(Some(Value::Str(name))) => Gave::Text(name.clone()),
                _ => Gave::Null,
            };
            let second = if name == Gave::Null { Gave::Null } else { Gave::Out };
            let outcome = done(machine, asked, vec![Gave::Out, name, second])?;
            super::take::result(machine, asked, &outcome)?
        }
        FunctionId::ConnectUnregisterCloseCallback => {
            let by = |one: &&super::Registered| one.function == FunctionId::ConnectRegisterCloseCallback;
            let name = machine.registered.iter().find(by).map_or("close".into(), |one| one.name.clone());
            // libvirt knows libvirt-python's own function alone: it is never none.
            let name = Gave::Text(name);
            let handle = asked.receiver(machine)?;
            done(machine, asked, vec![handle, name])?;
            machine.registered.retain(|one| one.function != FunctionId::ConnectRegisterCloseCallback);
            machine.loosened = true;
            Value::None
        }
        FunctionId::DomainSetTime => return set_time(machine, asked).map(Some),
        FunctionId::DomainMemoryStats => {
            let mut values = super::function::values(machine, asked)?;
            set(id, &mut values, "nr_stats", 13);
            let outcome = done(machine, asked, values)?;
            super::take::result(machine, asked, &outcome)?
        }
        FunctionId::DomainGetDiskErrors => {
            let mut values = super::function::values(machine, asked)?;
            set(id, &mut values, "errors", Gave::Null);
            let count = done(machine, asked, values.clone())?.ret.clone();
            set(id, &mut values, "errors", Gave::Out);
            set(id, &mut values, "maxerrors", count);
            let outcome = done(machine, asked, values)?;
            super::take::result(machine, asked, &outcome)?
        }
        _ if names.is_some() => {
            return listed(machine, asked, names.unwrap_or_default()).map(Some);
        }
        _ if typed || matches!(id, FunctionId::NodeGetCPUStats | FunctionId::NodeGetMemoryStats) => {
            let outcome = twice(machine, asked)?;
            super::take::result(machine, asked, &outcome)?
        }
        _ => return Ok(None),
    }))
}

/// A call that raises `libvirtError` if it fails.
pub(super) fn done(machine: &mut Machine<'_>, asked: &Asked<'_>, values: Vec<Gave>) -> Result<Arc<Outcome>> {
    done_by(machine, asked, Call { function: asked.bound.id, args: values })
}

/// Another function's call on the way, of which the method says the same if it fails.
pub(super) fn done_by(machine: &mut Machine<'_>, asked: &Asked<'_>, call: Call) -> Result<Arc<Outcome>> {
    let outcome = machine.perform(asked.span, &call)?;
    if outcome.error.is_some() {
        return machine.raise_error(asked.span, failed(asked.bound));
    }
    Ok(outcome)
}

pub(super) fn out<'o>(outcome: &'o Outcome, name: &str) -> Option<&'o Gave> {
    outcome.out.iter().find(|(found, _)| *found == name).map(|(_, value)| value)
}

/// Names or IDs: how many there are is asked first.
fn listed(machine: &mut Machine<'_>, asked: &Asked<'_>, most: &str) -> Result<Value> {
    let Asked { bound: Bound { id, .. }, args, .. } = *asked;
    let count = match id {
        FunctionId::DomainSnapshotListNames => Some(FunctionId::DomainSnapshotNum),
        FunctionId::DomainSnapshotListChildrenNames => Some(FunctionId::DomainSnapshotNumChildren),
        FunctionId::StoragePoolListVolumes => Some(FunctionId::StoragePoolNumOfVolumes),
        other => FunctionId::from_c_name(&other.c_name().replacen("virConnectList", "virConnectNumOf", 1)),
    };
    // `nameslen` is no parameter of Python's, though it is not named as the other counts are.
    let given: Vec<Option<Value>> = if most == "nameslen" {
        std::iter::once(Some(Value::Int(0))).chain(args.iter().cloned()).collect()
    } else {
        args.to_vec()
    };
    let mut values = super::function::values(machine, &Asked { args: &given, ..*asked })?;
    let mut first = vec![values[0].clone()];
    if most == "nameslen" {
        first.extend(values.last().cloned());
    }
    let Some(count) = count else { return Ok(Value::None) };
    let outcome = done_by(machine, asked, Call { function: count, args: first })?;
    if outcome.ret.as_u64().unwrap_or(0) == 0 {
        return machine.list(asked.span, Vec::new());
    }
    set(id, &mut values, most, outcome.ret.clone());
    let outcome = done(machine, asked, values)?;
    super::take::result(machine, asked, &outcome)
}

/// An array of parameters: how many there are is asked first.
fn twice(machine: &mut Machine<'_>, asked: &Asked<'_>) -> Result<Arc<Outcome>> {
    let id = asked.bound.id;
    let mut values = super::function::values(machine, asked)?;
    let schedules = matches!(
        id,
        FunctionId::DomainGetSchedulerParameters | FunctionId::DomainGetSchedulerParametersFlags
    );
    let count = if schedules {
        let call = Call::new(FunctionId::DomainGetSchedulerType, [values[0].clone(), Gave::Out]);
        done_by(machine, asked, call)?
    } else {
        set(id, &mut values, "params", Gave::Null);
        set(id, &mut values, "nparams", 0);
        done(machine, asked, values.clone())?
    };
    let count = out(&count, "nparams").cloned().unwrap_or(Gave::Int(0));
    set(id, &mut values, "params", Gave::Out);
    set(id, &mut values, "nparams", count);
    done(machine, asked, values)
}

/// The parameters that are there now, for a function that sets some of them; none if nothing gives them.
pub(super) fn current(machine: &mut Machine<'_>, asked: &Asked<'_>) -> Result<Option<Vec<TypedParam>>> {
    let bound = asked.bound;
    let getter = bound.id.c_name().replacen("Set", "Get", 1);
    let getter = FunctionId::from_c_name(&getter).filter(|getter| *getter != bound.id);
    let Some(id) = getter.filter(|id| has(*id, "params")) else { return Ok(None) };
    let single = id.row().params.iter().any(|param| param.c_type() == "virTypedParameterPtr");
    if !single {
        return Ok(None);
    }
    // The getter is told of the same disk or device, which stands before the parameters.
    let texts = asked.args.iter().flatten().take_while(|value| matches!(value, Value::Str(_)));
    let args: Vec<Option<Value>> = texts.cloned().map(Some).collect();
    let outcome = twice(machine, &Asked { bound: Bound { id, ..bound }, args: &args, ..*asked })?;
    let params = match out(&outcome, "params") {
        Some(Gave::List(params)) => params.iter(),
        _ => [].iter(),
    };
    Ok(Some(
        params
            .filter_map(|param| if let Gave::Param(param) = param { Some((**param).clone()) } else { None })
            .collect(),
    ))
}

fn alloc_pages(machine: &mut Machine<'_>, asked: &Asked<'_>) -> Result<Value> {
    let span = asked.span;
    let handle = asked.receiver(machine)?;
    let pages = asked.arg(0).cloned().unwrap_or(Value::None);
    let pages = machine.pairs(span, &pages)?;
    let list = |pick: fn(&(Value, Value)) -> &Value| {
        Gave::List(pages.iter().map(|pair| Gave::from(pick(pair).number().unwrap_or(0) as u64)).collect())
    };
    let number = |at| Gave::Int(i64::try_from(asked.number(at)).unwrap_or(0));
    let count = Gave::Int(pages.len() as i64);
    let values =
        vec![handle, count, list(|pair| &pair.0), list(|pair| &pair.1), number(1), number(2), number(3)];
    let outcome = done(machine, asked, values)?;
    Ok(super::take::number(&outcome.ret))
}

fn set_time(machine: &mut Machine<'_>, asked: &Asked<'_>) -> Result<Value> {
    let Asked { span, args, .. } = *asked;
    let handle = asked.receiver(machine)?;
    let flags = asked.number(1);
    let (mut seconds, mut nseconds) = (0, 0);
    match args.first() {
        Some(Some(Value::Ref(id))) if machine.heap.dict(*id).is_some() => {
            for (key, value) in machine.heap.dict(*id).cloned().unwrap_or_default().iter() {
                let n = value.number().and_then(|n| i64::try_from(n).ok()).unwrap_or(0);
                match &*machine.heap.str(key) {
                    "seconds" => seconds = n,
                    "nseconds" => nseconds = n,
                    _ => {}
                }
            }
        }
        _ if flags != 0 => {}
        _ => return machine.raise(span, "TypeError", "time must be a dictionary or None with flags set"),
    }
    let values = vec![handle, Gave::Int(seconds), Gave::Int(nseconds), Gave::Int(i64::from(flags as u32))];
    done(machine, asked, values)?;
    Ok(Value::Int(0))
}

/// `[[types], callable, data]`: the callable is asked for user name and password.
pub(super) fn credentials(machine: &mut Machine<'_>, span: Span, value: &Value) -> Result<Gave> {
    let parts = machine.items(span, value)?;
    let [types, func, data] = &parts[..] else {
        return machine.raise(span, "ValueError", "auth must have three items");
    };
    let mut texts = Vec::new();
    let mut asked = Vec::new();
    for kind in machine.items(span, types)? {
        let item = vec![kind, Value::text(""), Value::text(""), Value::text(""), Value::None];
        asked.push(machine.list(span, item)?);
    }
    let all = machine.list(span, asked.clone())?;
    // Whoever has no function gives no credentials.
    if matches!(func, Value::None) {
        return Ok(Gave::List(vec![Gave::Null; asked.len()]));
    }
    machine.call(span, func, &crate::python::run::Given::of([all, data.clone()]))?;
    for one in &asked {
        match machine.items(span, one)?.get(4) {
            Some(Value::Str(text)) => texts.push(Gave::Text(text.clone())),
            _ => texts.push(Gave::Null),
        }
    }
    Ok(Gave::List(texts))
}
