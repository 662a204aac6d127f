//! An outcome in the form of a recording's line.

use serde_json::{Map, Value as Json, json};
use virtlab_core::api::{Call, Delivered, Event, Outcome, Value};
use virtlab_core::domain::EventDetail;

/// What a recording of real libvirt would have had for this outcome.
pub fn line(call: &Call, outcome: &Outcome) -> Json {
    let mut line = Map::new();
    line.insert("call".into(), call.to_string().into());
    line.insert("ret".into(), value(&outcome.ret));
    if let Some(error) = &outcome.error {
        line.insert("error".into(), json!(error));
    }
    if !outcome.out.is_empty() {
        let out: Map<String, Json> =
            outcome.out.iter().map(|(name, written)| ((*name).into(), value(written))).collect();
        line.insert("out".into(), out.into());
    }
    if !outcome.delivered.is_empty() {
        line.insert("events".into(), outcome.delivered.iter().map(delivered).collect());
    }
    if !outcome.printed.is_empty() {
        line.insert("printed".into(), outcome.printed.clone().into());
    }
    line.into()
}

fn value(value: &Value) -> Json {
    json!(value)
}

fn delivered(delivered: &Delivered) -> Json {
    match delivered {
        Delivered::Event { callback_id, callback, connection, event } => {
            let mut line = json!({
                "callback": &**callback,
                "id": callback_id,
                "conn": connection.to_string(),
                "uuid": event.uuid.to_string(),
                "event": event.event.id(),
            });
            match event.event {
                Event::Domain(_) => {
                    line["domain"] = (*event.name).into();
                    line["domain_id"] = event.domain_id.into();
                }
                Event::Network(_) => line["network"] = (*event.name).into(),
                Event::StoragePool(_) => line["storagepool"] = (*event.name).into(),
            }
            match &event.detail {
                EventDetail::None => {}
                EventDetail::Device(alias) => line["alias"] = (**alias).into(),
                EventDetail::Metadata { kind, uri } => {
                    line["kind"] = (*kind).into();
                    line["uri"] = uri.as_deref().into();
                }
            }
            if let Some((kind, detail)) = event.event.numbers() {
                line["type"] = kind.into();
                line["detail"] = detail.into();
            }
            line
        }
        Delivered::Freed { callback, opaque } => json!({ "freed": &**callback, "opaque": opaque.as_deref() }),
        Delivered::Handle { callback, watch, fd, events, opaque } => json!({
            "handle": &**callback, "watch": watch, "fd": fd, "events": events, "opaque": opaque.as_deref(),
        }),
        Delivered::Timeout { callback, timer, opaque } => {
            json!({ "timeout": &**callback, "timer": timer, "opaque": opaque.as_deref() })
        }
        Delivered::Close { callback, connection, reason } => {
            json!({ "close": &**callback, "conn": connection.to_string(), "reason": reason })
        }
        Delivered::Stream { callback, stream, data } => {
            json!({ "stream": stream.to_string(), "callback": &**callback, "data": data.is_some() })
        }
        Delivered::StreamEvent { callback, stream, events, opaque } => json!({
            "stream": stream.to_string(), "callback": &**callback, "events": events, "opaque": opaque.as_deref(),
        }),
        Delivered::Error { handler, error } => json!({ "handler": &**handler, "error": error }),
    }
}
