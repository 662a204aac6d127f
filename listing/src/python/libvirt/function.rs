//! A call of libvirt-python's to calls of libvirt's functions, and back.

use virtlab_core::api::{Call, FunctionId, Kind, Outcome, Value as Gave};

use super::event::{Registered, shown};
use super::{Asked, failed, many};
use crate::python::names::{Bound, Method, says_how_many};
use crate::python::run::{Given, Machine, Result};
use crate::python::value::{Thing, Value};
use crate::span::Span;

/// The values of a function's parameters; none for what was left out. `own` is 1 for methods, which have `self` besides.
pub(super) fn bind(
    machine: &mut Machine<'_>,
    span: Span,
    label: &str,
    method: &Method,
    own: usize,
    given: &Given,
) -> Result<Vec<Option<Value>>> {
    let (least, most) = method.wants();
    let found = given.args.len();
    if found > most {
        let (least, most, found) = (least + own, most + own, found + own);
        let takes = if least == most { most.to_string() } else { format!("from {least} to {most}") };
        let plural = if least == most && most == 1 { "" } else { "s" };
        let were = if found == 1 { "was" } else { "were" };
        let text = format!("{label} takes {takes} positional argument{plural} but {found} {were} given");
        return machine.raise(span, "TypeError", text);
    }
    let mut bound: Vec<Option<Value>> = given.args.iter().cloned().map(Some).collect();
    bound.resize(most, None);
    for (name, value) in &given.named {
        match method.params.iter().position(|(param, _)| *param == &**name) {
            Some(at) if bound[at].is_none() => bound[at] = Some(value.clone()),
            Some(_) => {
                return machine.raise(
                    span,
                    "TypeError",
                    format!("{label} got multiple values for argument '{name}'"),
                );
            }
            None => {
                return machine.raise(
                    span,
                    "TypeError",
                    format!("{label} got an unexpected keyword argument '{name}'"),
                );
            }
        }
    }
    let lacking =
        method.params.iter().zip(&bound).filter(|((_, optional), value)| value.is_none() && !optional);
    let lacking: Vec<String> = lacking.map(|((name, _), _)| format!("'{name}'")).collect();
    if !lacking.is_empty() {
        return machine.raise(
            span,
            "TypeError",
            crate::python::run::missing_text(label, &lacking, "positional"),
        );
    }
    Ok(bound)
}

/// Calls a function of the table for Python.
pub(super) fn call(machine: &mut Machine<'_>, asked: &Asked<'_>) -> Result<Value> {
    let Asked { span, on, bound, .. } = *asked;
    let id = bound.id;
    match id {
        FunctionId::ConnectClose => return close(machine, span, on),
        // `f` is called with a stream and more, and may be called again.
        FunctionId::StreamRecvAll | FunctionId::StreamSendAll => {
            return machine.fault(
                span,
                crate::words::Word::MethodNotCarried,
                [format!("virStream.{}", bound.method.name)],
            );
        }
        _ => {}
    }
    if let Some(value) = many::call(machine, asked)? {
        return Ok(value);
    }
    let values = values(machine, asked)?;
    let outcome = machine.perform(span, &Call { function: id, args: values })?;
    remember(machine, asked, &outcome);
    if outcome.error.is_some() {
        return match silent(id) {
            Some(value) => Ok(value),
            None => machine.raise_error(span, failed(bound)),
        };
    }
    super::take::result(machine, asked, &outcome)
}

/// The arguments of C's function.
pub(super) fn values(machine: &mut Machine<'_>, asked: &Asked<'_>) -> Result<Vec<Gave>> {
    let Asked { on, bound, args, .. } = *asked;
    let row = bound.id.row();
    // `revertToSnapshot` is a method of the domain, which C's function is not told.
    let handle = |param: &&virtlab_core::api::Param| matches!(param.kind, Kind::Handle(_));
    let receiver = on.filter(|_| bound.id != FunctionId::DomainRevertToSnapshot);
    let receiver = receiver.and_then(|_| row.params.iter().position(|param| handle(&param)));
    let mut given = args.iter();
    let mut place = usize::from(on.is_some());
    let mut values = Vec::with_capacity(row.params.len());
    for (at, param) in row.params.iter().enumerate() {
        if Some(at) == receiver {
            values.push(asked.receiver(machine)?);
            continue;
        }
        let texts = at > 0 && matches!(row.params[at - 1].kind, Kind::TextArray(_)) && param.name == "ncpus";
        if texts || says_how_many(param) {
            values.push(param.default_value());
            continue;
        }
        place += 1;
        values.push(match given.next() {
            Some(Some(value)) => super::give::argument(machine, asked, place, param, value)?,
            // `None` stands for what was left out, and 0 for numbers.
            _ => param.default_value(),
        });
    }
    super::give::count(row, &mut values);
    Ok(values)
}

/// Closes a connection: the object is none any more, whatever libvirt says.
fn close(machine: &mut Machine<'_>, span: Span, on: Option<u32>) -> Result<Value> {
    let Some(id) = on else { return Ok(Value::None) };
    let handle = machine.handle(span, id)?;
    if let Some(Thing::Object(object)) = machine.heap.get_mut(id) {
        object.handle = None;
    }
    let outcome = machine.perform(span, &Call::new(FunctionId::ConnectClose, [handle]))?;
    match outcome.ret.as_u64() {
        Some(n) if outcome.error.is_none() => Ok(Value::Int(n.into())),
        _ => machine.raise_error(span, "virConnectClose() failed".to_owned()),
    }
}

/// What some functions give when they fail, where others raise: libvirt-python does not look there.
fn silent(id: FunctionId) -> Option<Value> {
    match id {
        FunctionId::DomainGetID => Some(Value::Int(-1)),
        FunctionId::NodeGetFreeMemory => Some(Value::Int(0)),
        FunctionId::DomainGetName
        | FunctionId::NetworkGetName
        | FunctionId::StoragePoolGetName
        | FunctionId::StorageVolGetName
        | FunctionId::DomainGetGuestVcpus
        | FunctionId::DomainMigrateGetCompressionCache
        | FunctionId::DomainMigrateGetMaxDowntime => Some(Value::None),
        _ => None,
    }
}

/// Keeps a callback that was registered, and forgets one that is no more.
fn remember(machine: &mut Machine<'_>, asked: &Asked<'_>, outcome: &Outcome) {
    let Asked { on, bound: Bound { id, .. }, args, .. } = *asked;
    let row = id.row();
    let name = id.c_name();
    let Some(object) = on.filter(|_| outcome.error.is_none()) else { return };
    let Some(connection) = machine.heap.object(object).and_then(|object| object.handle) else { return };
    let takes = |wanted: fn(&Kind) -> bool| {
        let params = row.params.iter().skip(1).filter(|param| !says_how_many(param));
        params.clone().position(|param| wanted(&param.kind)).and_then(|at| args.get(at).cloned().flatten())
    };
    let func = takes(|kind| matches!(kind, Kind::Callback(_)));
    let data = takes(|kind| matches!(kind, Kind::Opaque(_)));
    if let (Some(func), Some(data)) = (func.clone(), data) {
        let registration = name.contains("Register") && !name.contains("Deregister");
        if registration {
            let number = outcome.ret.as_u64().filter(|_| name.ends_with("Any")).map(i128::from);
            let name = shown(machine, &func).into();
            machine.registered.push(Registered {
                id: number,
                function: id,
                connection,
                name,
                func,
                data,
                object,
            });
        }
    } else if name.ends_with("DeregisterAny") {
        let number = args.first().cloned().flatten().and_then(|number| number.number());
        machine.registered.retain(|one| one.connection != connection || one.id != number || number.is_none());
        machine.loosened = true;
    } else if let (FunctionId::ConnectDomainEventDeregister, Some(func)) = (id, func) {
        let same = |one: &Registered| one.id.is_none() && machine.same(&one.func, &func);
        let keep: Vec<bool> =
            machine.registered.iter().map(|one| one.connection != connection || !same(one)).collect();
        let mut keep = keep.into_iter();
        machine.registered.retain(|_| keep.next().unwrap_or(true));
        machine.loosened = true;
    }
}
