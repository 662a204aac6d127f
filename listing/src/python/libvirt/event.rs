//! Callbacks: registered, called for what happened, and the objects that they are handed.

use std::sync::Arc;

use virtlab_core::api::{Call, Delivered, Event, FunctionId, Handle, Notice, Outcome, Raised, Value as Gave};

use crate::Severity;
use crate::python::run::{Given, Machine, Result};
use crate::python::value::{Object, Thing, Value};
use crate::run::event_arguments;
use crate::span::Span;
use crate::words::Word;

/// A callback that was registered.
#[derive(Clone, Debug)]
pub(in crate::python) struct Registered {
    /// What registration gave; none of the old way to register.
    pub id: Option<i128>,
    pub function: FunctionId,
    pub connection: Handle,
    /// The name by which the world knows it.
    pub name: Arc<str>,
    pub func: Value,
    pub data: Value,
    /// The object that it was registered at.
    pub object: u32,
}

/// The name by which the world knows a function.
pub(super) fn shown(machine: &Machine<'_>, func: &Value) -> String {
    match func {
        Value::Func(closure) => closure.func.name.to_string(),
        other => machine.heap.class(other).to_owned(),
    }
}

impl Machine<'_> {
    /// Performs a call, and calls what was registered for what came of it.
    pub fn perform(&mut self, span: Span, call: &Call) -> Result<Arc<Outcome>> {
        let outcome = self.tape.perform(span, call)?;
        self.tell_notices(span, &outcome);
        for delivered in &outcome.delivered {
            self.deliver(span, delivered)?;
        }
        Ok(outcome)
    }

    fn tell_notices(&mut self, span: Span, outcome: &Outcome) {
        for notice in &outcome.notices {
            match notice {
                Notice::WouldBlock => self.tape.tell(Severity::Warning, span, Word::WouldBlock, []),
                Notice::EventDropped => self.tape.tell(Severity::Advice, span, Word::EventDropped, []),
                // At the end of a `with`, that is how Python is written.
                Notice::StillReferenced(_, handles) if !self.ending => {
                    let names: Vec<String> = handles.iter().map(Handle::to_string).collect();
                    self.tape.tell(Severity::Advice, span, Word::StillHeld, [names.join(", ")]);
                }
                _ => {}
            }
        }
    }

    fn deliver(&mut self, span: Span, delivered: &Delivered) -> Result<()> {
        match delivered {
            Delivered::Event { callback_id, callback, connection, event } => {
                let its = |one: &&Registered| one.connection == *connection && one.name == *callback;
                let by_id = |one: &&Registered| one.id == Some(i128::from(*callback_id));
                let found = self.registered.iter().filter(its).find(by_id);
                let found = found.or_else(|| self.registered.iter().find(its)).cloned();
                let Some(found) = found else { return Ok(()) };
                let class = match event.event {
                    Event::Domain(_) => "virDomain",
                    Event::Network(_) => "virNetwork",
                    Event::StoragePool(_) => "virStoragePool",
                };
                let object = Object {
                    class,
                    handle: None,
                    shown: event.name.as_ref().into(),
                    parent: Some(found.object),
                    event: Some(Arc::new(event.clone())),
                };
                let object = self.add(span, Thing::Object(object))?;
                let mut args = vec![Value::Ref(found.object), object];
                args.extend(event_arguments(event).iter().map(plain));
                args.push(found.data.clone());
                self.call_back(span, &found.func, args)
            }
            Delivered::Error { error, .. } => {
                let Some((func, data)) = self.error_handler.clone() else { return Ok(()) };
                self.call_back(span, &func, vec![data, super::raw_error(Some(error))])
            }
            Delivered::Close { callback, connection, reason } => {
                let its = |one: &&Registered| one.connection == *connection && one.name == *callback;
                let Some(found) = self.registered.iter().find(its).cloned() else { return Ok(()) };
                let args = vec![Value::Ref(found.object), Value::Int((*reason).into()), found.data.clone()];
                self.call_back(span, &found.func, args)
            }
            Delivered::Timeout { callback, timer, .. } => {
                let Some(found) = self.registered.iter().find(|one| one.name == *callback).cloned() else {
                    return Ok(());
                };
                self.call_back(span, &found.func, vec![Value::Int((*timer).into()), found.data.clone()])
            }
            Delivered::Freed { .. } => Ok(()),
            _ => self.lacks(span, "virStream"),
        }
    }

    /// Calls a function of the listing's for libvirt. What it raises ends there: libvirt-python prints it.
    fn call_back(&mut self, span: Span, func: &Value, args: Vec<Value>) -> Result<()> {
        let held = self.held.len();
        self.held.extend(args.iter().cloned());
        let (frames, depth) = (self.frames.len(), self.depth);
        match self.call(span, func, &Given::of(args)) {
            Ok(_) => {}
            Err(crate::python::run::Stop::Raise(raised)) if raised.exc.class != "SystemExit" => {
                self.frames.truncate(frames);
                self.depth = depth;
                let text = self.heap.str(&Value::Exc(raised.exc.clone()));
                let last = format!("{}: {text}", crate::python::class::full_name(raised.exc.class));
                self.tape.print(
                    raised.span,
                    true,
                    &format!("Traceback (most recent call last):\n{last}\n"),
                )?;
                self.tape.tell(Severity::Warning, raised.span, Word::CallbackRaised, [last]);
            }
            Err(other) => return Err(other),
        }
        self.held.truncate(held);
        self.loosened = true;
        Ok(())
    }
}

fn plain(value: &Gave) -> Value {
    match value {
        Gave::Text(text) => Value::Str(text.clone()),
        Gave::Null => Value::None,
        other => super::take::number(other),
    }
}

/// `registerErrorHandler`: libvirt's own default prints where there is no function.
pub(super) fn register_error_handler(
    machine: &mut Machine<'_>,
    span: Span,
    args: &[Option<Value>],
) -> Result<Value> {
    let [Some(func), Some(data)] = args else { return Ok(Value::None) };
    let none = matches!(func, Value::None);
    machine.error_handler = (!none).then(|| (func.clone(), data.clone()));
    let handler = if none { Gave::Null } else { Gave::text(shown(machine, func)) };
    machine.perform(span, &Call::new(FunctionId::SetErrorFunc, [Gave::Null, handler]))?;
    Ok(Value::Int(1))
}

/// What an event's object answers by itself, as libvirt's own does.
pub(super) fn answer(object: &Object, name: &str) -> Option<Value> {
    let event = object.event.as_ref().filter(|_| object.handle.is_none())?;
    match name {
        "name" => Some(Value::text(&event.name)),
        "ID" => Some(Value::Int(event.domain_id.into())),
        "UUIDString" => Some(Value::text(event.uuid.to_string())),
        "UUID" => Some(Value::Bytes(event.uuid.as_bytes().as_slice().into())),
        _ => None,
    }
}

/// A handle for an event's object, as soon as one is needed.
pub(super) fn look_up(machine: &mut Machine<'_>, span: Span, id: u32, event: Arc<Raised>) -> Result<Gave> {
    let connection = match machine.connection(id) {
        Some(connection) => machine.handle(span, connection)?,
        None => Gave::Null,
    };
    let uuid = Gave::Bytes(event.uuid.as_bytes().as_slice().into());
    let function = match event.event {
        Event::Domain(_) => FunctionId::DomainLookupByUUID,
        Event::Network(_) => FunctionId::NetworkLookupByUUID,
        Event::StoragePool(_) => FunctionId::StoragePoolLookupByUUID,
    };
    let outcome = machine.perform(span, &Call::new(function, [connection, uuid]))?;
    if let (Some(handle), Some(Thing::Object(object))) = (outcome.ret.as_handle(), machine.heap.get_mut(id)) {
        object.handle = Some(handle);
    }
    Ok(outcome.ret.clone())
}
