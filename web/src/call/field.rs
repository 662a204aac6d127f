//! A field for a parameter, drawn from its kind.

use virtlab_core::api::{FlagSet, FunctionId, Handle, HandleKind, Kind, Param, Value};
use yew::prelude::*;

use super::entry::Entry;
use super::typed::{shown, typed};
use crate::editor::XmlEditor;
use crate::i18n::{I18n, use_i18n};
use crate::session::{Known, Session, use_session};
use crate::ui::use_id;
use crate::{dom, t};

/// Handles that are offered.
const HANDLES_MAX: usize = 200;

#[derive(Properties, PartialEq)]
pub struct FieldProps {
    /// Whose parameter.
    pub function: FunctionId,
    /// Which.
    pub index: usize,
    /// Its value.
    pub value: Value,
}

/// The field.
#[component]
pub fn Field(props: &FieldProps) -> Html {
    let i18n = use_i18n();
    let session = use_session();
    let id = use_id("arg");
    let index = props.index;
    let param = &props.function.row().params[index];
    let set = {
        let session = session.clone();
        let count = count_of(props.function, param.kind);
        Callback::from(move |value: Value| {
            // Who counts by hand learns nothing; who wants it wrong can still write it.
            if let (Some(count), Some(length)) = (count, length(&value)) {
                session.set_arg(count, Value::Int(length));
            }
            session.set_arg(index, value);
        })
    };
    let label =
        html! { <><code>{ param.name }</code>{ " " }<span class="field-type">{ param.c_type() }</span></> };
    let value = &props.value;
    let body = match param.kind {
        Kind::Handle(kind) => handles(&i18n, &session, &id, kind, value, set),
        Kind::Flags(set_of) | Kind::LongFlags(set_of) => {
            return flags(&i18n, param.name, set_of, value, &set);
        }
        Kind::Choice(of, _) if of.choices.len() > 1 => choices(&id, of, value, set),
        Kind::Document => return document(&session, param.name, value, set),
        Kind::Out(_) => return pointer(&i18n, &id, param.name, value, &set),
        Kind::Params(_) if session.engine().is_some() => return params(&session, props, set),
        Kind::HandleArray(kind) => return several(&i18n, &session, param, kind, value, set),
        Kind::Credentials => credentials(&i18n, &id, value, set),
        Kind::Uri => {
            let uri = value.as_text().map(|text| AttrValue::from(text.to_owned()));
            let parts = session.engine().map(|engine| (engine.uri)(uri));
            html! { <>{ text(&i18n, &session, &id, param.kind, value, set) }{ parts }</> }
        }
        _ => text(&i18n, &session, &id, param.kind, value, set),
    };
    let hint = format!("fn-{}-param-{}", props.function.c_name(), param.name);
    html! {
        <div class="field">
            <label class="label" for={id}>{ label }</label>
            { body }
            if i18n.has(&hint) { <p class="hint">{ i18n.text(&hint, &[]) }</p> }
        </div>
    }
}

fn handles(
    i18n: &I18n,
    session: &Session,
    id: &AttrValue,
    kind: HandleKind,
    value: &Value,
    set: Callback<Value>,
) -> Html {
    let mut live = session.handles(kind);
    let chosen = value.as_handle();
    if session.engine().is_none() {
        // What it stands for is not known yet; there it is all the same.
        live.extend(chosen.map(|handle| Known { handle, stands_for: String::new() }));
    }
    // Ten thousand options would be of no use: the newest are at hand, and the chosen one always.
    let older = live.len().saturating_sub(HANDLES_MAX);
    let shown = live.iter().enumerate().filter(|(i, known)| *i >= older || Some(known.handle) == chosen);
    let option = |known: &Known| {
        let name = match known.stands_for.as_str() {
            "" => known.handle.to_string(),
            name => format!("{}: {name}", known.handle),
        };
        html! { <option value={known.handle.to_string()} selected={Some(known.handle) == chosen}>{ name }</option> }
    };
    let onchange = Callback::from(move |event: Event| {
        let text = dom::input_value(&event).unwrap_or_default();
        set.emit(text.parse::<Handle>().map_or(Value::Null, Value::from));
    });
    html! {
        <>
            <select id={id.clone()} class="select mono" {onchange}>
                <option value="NULL" selected={chosen.is_none()}>{ "NULL" }</option>
                { for shown.map(|(_, known)| option(known)) }
            </select>
            if live.is_empty() && session.engine().is_some() { <p class="hint">{ t!(i18n, "call-no-handle", kind = kind.c_type()) }</p> }
        </>
    }
}

/// Several handles: a box for each, in the order in which they were made.
fn several(
    i18n: &I18n,
    session: &Session,
    param: &Param,
    kind: HandleKind,
    value: &Value,
    set: Callback<Value>,
) -> Html {
    let live = session.handles(kind);
    let chosen: Vec<Handle> = match value {
        Value::List(items) => items.iter().filter_map(Value::as_handle).collect(),
        _ => Vec::new(),
    };
    let null = *value == Value::Null;
    let to_null = set.reform(move |_: Event| if null { Value::List(Vec::new()) } else { Value::Null });
    let one = |known: &Known| {
        let (handle, all) = (known.handle, chosen.clone());
        let on = chosen.contains(&handle);
        let onchange = set.reform(move |_: Event| {
            let mut all: Vec<Handle> = all.iter().copied().filter(|other| *other != handle).collect();
            if !on {
                all.push(handle);
                all.sort();
            }
            Value::List(all.into_iter().map(Value::from).collect())
        });
        html! {
            <label class="check" key={handle.to_string()}>
                <input type="checkbox" checked={on} {onchange} /><code>{ format!("{handle}: {}", known.stands_for) }</code>
            </label>
        }
    };
    let older = live.len().saturating_sub(HANDLES_MAX);
    html! {
        <fieldset class="field flags">
            <legend class="label"><code>{ param.name }</code>{ " " }<span class="field-type">{ param.c_type() }</span></legend>
            { for live.iter().skip(older).map(one) }
            if live.is_empty() { <p class="hint">{ t!(i18n, "call-no-handle", kind = kind.c_type()) }</p> }
            <label class="check"><input type="checkbox" checked={null} onchange={to_null} /><code>{ "NULL" }</code></label>
        </fieldset>
    }
}

fn choices(id: &AttrValue, of: &'static FlagSet, value: &Value, set: Callback<Value>) -> Html {
    let onchange = Callback::from(move |event: Event| {
        let number = dom::input_value(&event).and_then(|text| text.parse().ok()).unwrap_or(0);
        set.emit(Value::Int(number));
    });
    html! {
        <select id={id.clone()} class="select mono" {onchange}>
            { for of.choices.iter().map(|choice| html! {
                <option value={choice.value.to_string()} selected={*value == Value::Int(choice.value)}>{ choice.name }</option>
            }) }
        </select>
    }
}

fn flags(
    i18n: &I18n,
    name: &'static str,
    of: &'static FlagSet,
    value: &Value,
    set: &Callback<Value>,
) -> Html {
    let now = value.as_u64().unwrap_or(0);
    if of.choices.is_empty() {
        // libvirt's extra flags: there are none yet, and the call takes 0.
        return html! {};
    }
    let one = |choice: &virtlab_core::api::Choice| {
        let bits = choice.value as u64;
        if bits == 0 {
            return html! {};
        }
        let on = now & bits != 0;
        let onchange = set.reform(move |_: Event| Value::from(if on { now & !bits } else { now | bits }));
        let about = format!("flag-{}", choice.name);
        html! {
            <label class="check" key={choice.name}>
                <input type="checkbox" checked={on} {onchange} />
                <span><code>{ choice.name }</code>
                    if i18n.has(&about) { <span class="hint field-flag">{ i18n.text(&about, &[]) }</span> }
                </span>
            </label>
        }
    };
    html! {
        <fieldset class="field flags">
            <legend class="label"><code>{ name }</code></legend>
            { for of.choices.iter().map(one) }
        </fieldset>
    }
}

fn document(session: &Session, name: &'static str, value: &Value, set: Callback<Value>) -> Html {
    let on_change = set.reform(|text: AttrValue| Value::text(text.as_str()));
    let text = AttrValue::from(value.as_text().unwrap_or_default().to_owned());
    html! {
        <div class="field">
            <XmlEditor label={name} value={text} {on_change} problem={session.problem()} />
        </div>
    }
}

/// Where the count of what a parameter holds stands: `nparams` of typed parameters, `maplen` of a map of CPUs.
fn count_of(function: FunctionId, kind: Kind) -> Option<usize> {
    let name = match kind {
        Kind::Params(_) => "nparams",
        Kind::Bytes(_) => "maplen",
        _ => return None,
    };
    let params = function.row().params;
    params
        .iter()
        .position(|param| param.name == name && matches!(param.kind, Kind::Int("int" | "unsigned int", _)))
}

/// How much a value holds.
fn length(value: &Value) -> Option<i64> {
    let length = match value {
        Value::List(items) => items.len(),
        Value::Bytes(bytes) => bytes.len(),
        _ => return None,
    };
    i64::try_from(length).ok()
}

/// Typed parameters as rows.
fn params(session: &Session, props: &FieldProps, set: Callback<Value>) -> Html {
    let param = &props.function.row().params[props.index];
    html! {
        <fieldset class="field">
            <legend class="label"><code>{ param.name }</code>{ " " }<span class="field-type">{ param.c_type() }</span></legend>
            { session.engine().map(|engine| (engine.params)(props.value.clone(), set)) }
        </fieldset>
    }
}

/// A pointer that libvirt writes through: given, or `NULL`.
fn pointer(i18n: &I18n, id: &AttrValue, name: &'static str, value: &Value, set: &Callback<Value>) -> Html {
    let null = *value == Value::Null;
    let onchange = set.reform(move |_: Event| if null { Value::Out } else { Value::Null });
    html! {
        <label class="check" for={id.clone()}>
            <input id={id.clone()} type="checkbox" checked={null} {onchange} />
            <span>{ t!(i18n, "call-null-pointer", name = name) }</span>
        </label>
    }
}

/// The credential callback: none, or the page's dialog.
fn credentials(i18n: &I18n, id: &AttrValue, value: &Value, set: Callback<Value>) -> Html {
    let asks = *value != Value::Null;
    let onchange = Callback::from(move |event: Event| {
        let asks = dom::input_value(&event).as_deref() == Some("ask");
        set.emit(if asks { Value::List(Vec::new()) } else { Value::Null });
    });
    html! {
        <select id={id.clone()} class="select" {onchange}>
            <option value="NULL" selected={!asks}>{ "NULL" }</option>
            <option value="ask" selected={asks}>{ t!(i18n, "call-credentials-ask") }</option>
        </select>
    }
}

/// Whether a parameter of the kind takes `NULL`.
fn may_be_null(kind: Kind) -> bool {
    !matches!(kind, Kind::Int(ty, _) if !ty.ends_with('*'))
        && !matches!(kind, Kind::Choice(..) | Kind::SizeOf(_) | Kind::Double)
}

fn text(
    i18n: &I18n,
    session: &Session,
    id: &AttrValue,
    kind: Kind,
    value: &Value,
    set: Callback<Value>,
) -> Html {
    let null = *value == Value::Null;
    let on_text = {
        let set = set.clone();
        Callback::from(move |text: String| {
            let value = typed(kind, &text)?;
            let shown = shown(&value);
            set.emit(value);
            Some(shown)
        })
    };
    let to_null =
        set.reform(move |_: Event| if null { typed(kind, "").unwrap_or(Value::Int(0)) } else { Value::Null });
    let unit = match kind {
        Kind::Int(_, Some(unit)) => {
            Some(t!(i18n, "call-unit", unit = format!("{unit:?}").to_ascii_lowercase()))
        }
        _ => None,
    };
    let wrong = match kind {
        Kind::Uuid => t!(i18n, "call-wrong-uuid"),
        Kind::Bytes(_) => t!(i18n, "call-wrong-bytes"),
        Kind::Int(..) | Kind::Choice(..) | Kind::IntArray(_) => t!(i18n, "call-wrong-number"),
        _ => t!(i18n, "call-wrong"),
    };
    let list_id = format!("{id}-known");
    let uris = if kind == Kind::Uri { session.uris() } else { Vec::new() };
    html! {
        <>
            <div class="field-text">
                <Entry id={id.clone()} shown={shown(value)} {on_text} {wrong} disabled={null}
                    list={(!uris.is_empty()).then(|| list_id.clone())} numeric={matches!(kind, Kind::Int(..))} />
                if let Some(unit) = unit { <span class="field-unit">{ unit }</span> }
                if may_be_null(kind) {
                    <label class="check field-null">
                        <input type="checkbox" checked={null} onchange={to_null} /><code>{ "NULL" }</code>
                    </label>
                }
            </div>
            if matches!(kind, Kind::Bytes(_)) { <p class="hint">{ t!(i18n, "call-bytes") }</p> }
            if !uris.is_empty() {
                <datalist id={list_id}>{ for uris.iter().map(|uri| html! { <option value={uri.clone()} /> }) }</datalist>
            }
        </>
    }
}
