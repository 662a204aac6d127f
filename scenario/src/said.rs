//! What an outcome says, as texts: what scenarios compare and people read.

use std::collections::BTreeMap;

use virtlab_core::api::{Call, Delivered, Event, FunctionId, Outcome, Raised, Value};
use virtlab_core::domain::EventDetail;
use virtlab_core::ground::VirError;

use crate::names::Names;

/// What stands for whatever may stand there.
pub const ANY: &str = "(any)";

/// An outcome in texts.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Said {
    /// The return value, written as in the text of a call.
    pub returns: String,
    /// What was written through pointers, by parameter.
    pub writes: BTreeMap<String, String>,
    /// The error.
    pub error: Option<Refusal>,
    /// The callbacks that ran, each in a line.
    pub events: Vec<String>,
}

/// An error in texts.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Refusal {
    /// The error's code, by libvirt's name: `VIR_ERR_NO_DOMAIN`.
    pub code: String,
    /// Which part of libvirt reports it: `VIR_FROM_TEST`.
    pub domain: String,
    /// What it says.
    pub message: String,
}

impl From<&VirError> for Refusal {
    fn from(error: &VirError) -> Self {
        Self {
            code: error.code.c_name().into(),
            domain: error.domain.c_name().into(),
            message: error.message.to_string(),
        }
    }
}

/// Functions that tell of time, load or chance: what they give is different whenever they are asked.
const TELL_TIME: &[FunctionId] = {
    use FunctionId::*;
    &[
        DomainBlockStats,
        DomainBlockStatsFlags,
        DomainInterfaceStats,
        DomainGetTime,
        DomainGetCPUStats,
        NodeGetCPUStats,
        NodeGetFreeMemory,
        NodeGetCellsFreeMemory,
        NodeGetMemoryStats,
    ]
};

/// Members of structs and fields of parameters that are such.
const TIMES: &[&str] = &["cpuTime", "cpu.time", "cpu.user", "cpu.system"];

impl Said {
    /// What an outcome says.
    pub fn of(call: &Call, outcome: &Outcome) -> Self {
        let telling = |value: &Value| match value {
            Value::Int(_) | Value::Large(_) if TELL_TIME.contains(&call.function) => ANY.to_owned(),
            Value::List(_) | Value::Struct(_) if TELL_TIME.contains(&call.function) => ANY.to_owned(),
            value => text(value),
        };
        let is_status = matches!(outcome.ret, Value::Int(-1..=0));
        Self {
            returns: if is_status { outcome.ret.to_string() } else { telling(&outcome.ret) },
            writes: outcome.out.iter().map(|(name, value)| ((*name).to_owned(), telling(value))).collect(),
            error: outcome.error.as_deref().map(Refusal::from),
            events: outcome.delivered.iter().map(event).collect(),
        }
    }

    /// The same with names for what was made up.
    pub fn named(self, names: &mut Names) -> Self {
        Self {
            returns: names.value(&self.returns),
            error: self.error.map(|error| Refusal { message: names.text(&error.message), ..error }),
            writes: self.writes.into_iter().map(|(name, value)| (name, names.value(&value))).collect(),
            events: self.events.iter().map(|event| names.text(event)).collect(),
        }
    }
}

/// The text of a value, without what tells the time.
fn text(value: &Value) -> String {
    match value {
        Value::List(items) => format!("[{}]", items.iter().map(text).collect::<Vec<_>>().join(", ")),
        Value::Struct(members) => {
            let member = |(name, value): &(&'static str, Value)| match TIMES.contains(name) {
                true => format!("{name}: {ANY}"),
                false => format!("{name}: {}", text(value)),
            };
            // Over the wire they have another order than in C.
            let mut members: Vec<String> = members.iter().map(member).collect();
            members.sort();
            format!("{{{}}}", members.join(", "))
        }
        Value::Param(param) if is_time(&param.field) => format!("{{{}: {ANY}}}", param.field),
        value => value.to_string(),
    }
}

/// Statistics of CPUs and devices go by the clock.
fn is_time(field: &str) -> bool {
    let of_cpu = |rest: &str| rest.ends_with(".time") || rest.ends_with(".wait") || rest.ends_with(".delay");
    let counted = [".rx.", ".tx.", ".rd.", ".wr.", ".fl."].iter().any(|part| field.contains(part));
    TIMES.contains(&field) || field.strip_prefix("vcpu.").is_some_and(of_cpu) || counted
}

/// A callback that ran, in a line.
fn event(delivered: &Delivered) -> String {
    match delivered {
        Delivered::Event { callback, connection, event, .. } => {
            format!("{callback} of {connection}: {}", raised(event))
        }
        Delivered::Freed { callback, opaque } => {
            format!("{callback} frees {}", opaque.as_deref().unwrap_or("NULL"))
        }
        Delivered::Handle { callback, watch, fd, events, .. } => {
            format!("{callback} of watch {watch}: descriptor {fd}, events {events}")
        }
        Delivered::Timeout { callback, timer, .. } => format!("{callback} of timer {timer}"),
        Delivered::Close { callback, connection, reason } => {
            format!("{callback} of {connection}: closed, reason {reason}")
        }
        Delivered::Stream { callback, stream, data } => match data {
            Some(data) => format!("{callback} of {stream}: {} bytes", data.len()),
            None => format!("{callback} of {stream}: asked for bytes"),
        },
        Delivered::StreamEvent { callback, stream, events, .. } => {
            format!("{callback} of {stream}: events {events}")
        }
        Delivered::Error { handler, error } => {
            format!("{handler} is told {}: {}", error.code.c_name(), error.message)
        }
    }
}

fn raised(event: &Raised) -> String {
    let Raised { name, uuid, domain_id, .. } = event;
    let more = match &event.detail {
        EventDetail::None => String::new(),
        EventDetail::Device(alias) => format!(" {alias}"),
        EventDetail::Metadata { kind, uri } => format!(" {kind} {}", uri.as_deref().unwrap_or("NULL")),
    };
    let about = match event.event {
        Event::Domain(_) => format!("domain {name} ({uuid}) with ID {domain_id}"),
        Event::StoragePool(_) => format!("storage pool {name} ({uuid})"),
        Event::Network(_) => format!("network {name} ({uuid})"),
    };
    format!("{}{more}, {about}", event.event.c_name())
}
