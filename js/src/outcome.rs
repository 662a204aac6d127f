//! Outcomes for JavaScript.

use serde::Serialize as _;
use virtlab_core::api::{Delivered, Handle, Notice, Outcome, Raised};
use virtlab_core::ground::VirError;
use virtlab_core::world::Entry;
use wasm_bindgen::JsValue;

use super::value::{object, write as value};

/// A step as an object: what was called, and what came of it. `index.d.ts` has its type.
///
/// # Errors
/// Never, but for a fault of the browser's.
pub fn write(entry: &Entry, outcome: &Outcome) -> Result<JsValue, serde_wasm_bindgen::Error> {
    let error = outcome.error.as_deref().map_or(Ok(JsValue::NULL), error)?;
    let notices = outcome.notices.iter().map(notice);
    Ok(object([
        ("client", entry.client.0.into()),
        ("call", entry.call.to_string().into()),
        ("ok", outcome.ok().into()),
        ("value", value(&outcome.ret)),
        ("out", object(outcome.out.iter().map(|(name, written)| (*name, value(written))))),
        ("error", error),
        ("events", outcome.raised.iter().map(raised).collect::<js_sys::Array>().into()),
        ("delivered", outcome.delivered.iter().map(delivered).collect::<js_sys::Array>().into()),
        ("printed", outcome.printed.as_str().into()),
        ("notices", notices.collect::<js_sys::Array>().into()),
    ]))
}

/// An error member by member, with the names of its numbers.
fn error(error: &VirError) -> Result<JsValue, serde_wasm_bindgen::Error> {
    let written = error.serialize(&serde_wasm_bindgen::Serializer::json_compatible())?;
    for (name, text) in [("name", error.code.c_name()), ("domainName", error.domain.c_name())] {
        js_sys::Reflect::set(&written, &name.into(), &text.into()).ok();
    }
    Ok(written)
}

/// Something that C would have kept to itself: its kind, and what it is about.
fn notice(notice: &Notice) -> JsValue {
    let handle = |handle: &Handle| JsValue::from(handle.to_string());
    let (kind, about) = match notice {
        Notice::ErrorLost(lost) => ("errorLost", error(lost).unwrap_or(JsValue::NULL)),
        Notice::UseAfterFree(freed) => ("useAfterFree", handle(freed)),
        Notice::UnknownHandle(unknown) => ("unknownHandle", handle(unknown)),
        Notice::WrongHandleKind(wrong) => ("wrongHandleKind", handle(wrong)),
        Notice::StillReferenced(_, by) => {
            ("stillReferenced", by.iter().map(handle).collect::<js_sys::Array>().into())
        }
        Notice::HostForgot(host) => ("hostForgot", (&**host).into()),
        Notice::WouldBlock => ("wouldBlock", JsValue::NULL),
        Notice::ArrayTooSmall(needed) => ("arrayTooSmall", (*needed).into()),
        Notice::EventDropped => ("eventDropped", JsValue::NULL),
    };
    object([("kind", kind.into()), ("about", about)])
}

fn raised(raised: &Raised) -> JsValue {
    object([
        ("name", (&*raised.name).into()),
        ("uuid", raised.uuid.to_string().into()),
        ("domainId", raised.domain_id.into()),
        ("event", raised.event.c_name().into()),
        ("id", raised.event.id().into()),
        ("type", raised.event.numbers().map_or(JsValue::NULL, |(kind, _)| kind.into())),
        ("detail", raised.event.numbers().map_or(JsValue::NULL, |(_, detail)| detail.into())),
    ])
}

fn delivered(delivered: &Delivered) -> JsValue {
    let text = |text: &str| JsValue::from_str(text);
    let maybe = |name: &Option<std::sync::Arc<str>>| name.as_deref().map_or(JsValue::NULL, JsValue::from_str);
    match delivered {
        Delivered::Event { callback_id, callback, connection, event } => object([
            ("kind", text("event")),
            ("callback", text(callback)),
            ("callbackId", (*callback_id).into()),
            ("connection", connection.to_string().into()),
            ("event", raised(event)),
        ]),
        Delivered::Freed { callback, opaque } => {
            object([("kind", text("freed")), ("callback", text(callback)), ("opaque", maybe(opaque))])
        }
        Delivered::Handle { callback, watch, fd, events, opaque } => object([
            ("kind", text("handle")),
            ("callback", text(callback)),
            ("watch", (*watch).into()),
            ("fd", (*fd).into()),
            ("events", (*events).into()),
            ("opaque", maybe(opaque)),
        ]),
        Delivered::Timeout { callback, timer, opaque } => object([
            ("kind", text("timeout")),
            ("callback", text(callback)),
            ("timer", (*timer).into()),
            ("opaque", maybe(opaque)),
        ]),
        Delivered::StreamEvent { callback, stream, events, opaque } => object([
            ("kind", text("streamEvent")),
            ("callback", text(callback)),
            ("stream", stream.to_string().into()),
            ("events", (*events).into()),
            ("opaque", maybe(opaque)),
        ]),
        Delivered::Close { callback, connection, reason } => object([
            ("kind", text("close")),
            ("callback", text(callback)),
            ("connection", connection.to_string().into()),
            ("reason", (*reason).into()),
        ]),
        Delivered::Stream { callback, stream, data } => object([
            ("kind", text("stream")),
            ("callback", text(callback)),
            ("stream", stream.to_string().into()),
            ("data", data.as_deref().map_or(JsValue::NULL, |data| js_sys::Uint8Array::from(data).into())),
        ]),
        Delivered::Error { handler, error: given } => object([
            ("kind", text("error")),
            ("callback", text(handler)),
            ("error", error(given).unwrap_or(JsValue::NULL)),
        ]),
    }
}
