//! A field for a parameter, drawn from its kind.

use std::sync::Arc;

use virtlab_core::api::{FlagSet, FunctionId, Handle, HandleKind, Kind, Value};
use yew::prelude::*;

use crate::editor::XmlEditor;
use crate::i18n::{I18n, use_i18n};
use crate::session::{Known, Session, use_session};
use crate::ui::use_id;
use crate::{dom, t};

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
        Callback::from(move |value: Value| session.set_arg(index, value))
    };
    let label = html! { <><code>{ param.name }</code> <span class="field-type">{ param.c_type() }</span></> };
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
    let older = live.len().saturating_sub(200);
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

/// Typed parameters as rows; a count of them beside it follows.
fn params(session: &Session, props: &FieldProps, set: Callback<Value>) -> Html {
    let row = props.function.row();
    let count =
        row.params.iter().position(|param| param.name == "nparams" && matches!(param.kind, Kind::Int(..)));
    let on_change = {
        let session = session.clone();
        Callback::from(move |value: Value| {
            if let (Some(count), Value::List(items)) = (count, &value) {
                session.set_arg(count, Value::Int(i64::try_from(items.len()).unwrap_or(i64::MAX)));
            }
            set.emit(value);
        })
    };
    let param = &row.params[props.index];
    html! {
        <fieldset class="field">
            <legend class="label"><code>{ param.name }</code>{ " " }<span class="field-type">{ param.c_type() }</span></legend>
            { session.engine().map(|engine| (engine.params)(props.value.clone(), on_change)) }
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

/// What was typed, as a value of the kind; what is no number stays as it was.
fn typed(kind: Kind, text: &str) -> Option<Value> {
    match kind {
        Kind::Int(..) | Kind::SizeOf(_) | Kind::Choice(..) => {
            let text = text.trim();
            text.parse::<i64>().map(Value::Int).ok().or_else(|| text.parse::<u64>().map(Value::from).ok())
        }
        Kind::TextArray(_) | Kind::HandleArray(_) | Kind::Params(_) => format!("[{text}]").parse().ok(),
        Kind::Double => text.trim().parse().ok(),
        Kind::Bytes(_) => format!("x\"{}\"", text.trim()).parse().ok(),
        Kind::IntArray(_) => {
            let numbers = text.split([',', ' ']).filter(|part| !part.is_empty());
            numbers
                .map(|part| part.parse::<i64>().map(Value::Int).ok())
                .collect::<Option<Vec<_>>>()
                .map(Value::List)
        }
        Kind::Uuid => {
            let digits: Vec<u8> = text.chars().filter_map(|c| c.to_digit(16)).map(|d| d as u8).collect();
            (digits.len() == 32).then(|| {
                let bytes: Vec<u8> = digits.chunks(2).map(|pair| pair[0] << 4 | pair[1]).collect();
                Value::Bytes(Arc::from(bytes))
            })
        }
        _ => Some(Value::text(text)),
    }
}

/// A value as it is typed.
fn shown(value: &Value) -> String {
    match value {
        Value::Null | Value::Out | Value::Void => String::new(),
        Value::Text(text) => text.to_string(),
        Value::Bytes(bytes) => bytes.iter().map(|byte| format!("{byte:02x}")).collect(),
        Value::List(items) => items.iter().map(ToString::to_string).collect::<Vec<_>>().join(", "),
        other => other.to_string(),
    }
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
    let may_be_null =
        !matches!(kind, Kind::Int(ty, _) if !ty.ends_with('*')) && !matches!(kind, Kind::Choice(..));
    let oninput = {
        let set = set.clone();
        Callback::from(move |event: InputEvent| {
            if let Some(value) = dom::input_value(&event).and_then(|text| typed(kind, &text)) {
                set.emit(value);
            }
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
    let list_id = format!("{id}-known");
    let uris = if kind == Kind::Uri { session.uris() } else { Vec::new() };
    html! {
        <>
            <div class="field-text">
                <input id={id.clone()} class="input mono" autocomplete="off" spellcheck="false" disabled={null}
                    list={(!uris.is_empty()).then(|| list_id.clone())} value={shown(value)} {oninput} />
                if let Some(unit) = unit { <span class="field-unit">{ unit }</span> }
                if may_be_null {
                    <label class="check field-null">
                        <input type="checkbox" checked={null} onchange={to_null} /><code>{ "NULL" }</code>
                    </label>
                }
            </div>
            if !uris.is_empty() {
                <datalist id={list_id}>{ for uris.iter().map(|uri| html! { <option value={uri.clone()} /> }) }</datalist>
            }
        </>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_typed_becomes_a_value_and_back() {
        let round = |kind, text: &str| typed(kind, text).map(|value| shown(&value));
        assert_eq!(round(Kind::Int("int", None), " -1 ").as_deref(), Some("-1"));
        assert_eq!(round(Kind::Int("int", None), "one"), None);
        assert_eq!(round(Kind::IntArray("unsigned int *"), "4, 2048").as_deref(), Some("4, 2048"));
        let uuid = "6695eb01f6a4830479aa97f2502e193f";
        assert_eq!(round(Kind::Uuid, uuid).as_deref(), Some(uuid));
        assert_eq!(round(Kind::Uuid, "66"), None);
        let params = "{cpu_shares: ullong 10}, {x: string \"y\"}";
        assert_eq!(round(Kind::Params("virTypedParameterPtr"), params).as_deref(), Some(params));
        assert_eq!(round(Kind::Bytes("unsigned char *"), "0f").as_deref(), Some("0f"));
        assert_eq!(round(Kind::Text, "").as_deref(), Some(""));
    }
}
