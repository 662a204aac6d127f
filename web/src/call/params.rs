//! Typed parameters as rows: a name, a type, a value.

use std::sync::Arc;

use virtlab_core::api::Value;
use virtlab_core::ground::params::{ParamType, ParamValue, TypedParam};
use yew::prelude::*;

use super::entry::Entry;
use crate::i18n::use_i18n;
use crate::ui::{Button, IconButton};
use crate::{dom, t};

/// What is edited.
#[derive(Properties, PartialEq)]
pub struct ParamsFieldProps {
    /// The list, or `NULL`.
    pub value: Value,
    /// The list has changed.
    pub on_change: Callback<Value>,
}

/// The parameters of a list.
fn params(value: &Value) -> Vec<TypedParam> {
    let param = |item: &Value| match item {
        Value::Param(param) => Some((**param).clone()),
        _ => None,
    };
    match value {
        Value::List(items) => items.iter().filter_map(param).collect(),
        _ => Vec::new(),
    }
}

/// What stands in the field of a value.
fn shown(value: &ParamValue) -> String {
    match value {
        ParamValue::Int(n) => n.to_string(),
        ParamValue::UInt(n) => n.to_string(),
        ParamValue::LLong(n) => n.to_string(),
        ParamValue::ULLong(n) => n.to_string(),
        ParamValue::Double(n) => n.get().to_string(),
        ParamValue::Boolean(yes) => u8::from(*yes).to_string(),
        ParamValue::String(text) => text.as_deref().unwrap_or_default().to_owned(),
        ParamValue::Unknown(number) => number.to_string(),
    }
}

/// What is written, as a value of a type; none where it is none.
fn read(kind: ParamType, text: &str) -> Option<ParamValue> {
    let number = text.trim();
    match kind {
        ParamType::Int => number.parse().ok().map(ParamValue::Int),
        ParamType::UInt => number.parse().ok().map(ParamValue::UInt),
        ParamType::LLong => number.parse().ok().map(ParamValue::LLong),
        ParamType::ULLong => number.parse().ok().map(ParamValue::ULLong),
        ParamType::Double => number.parse().ok().filter(|n: &f64| n.is_finite()).map(ParamValue::from),
        ParamType::Boolean => match number {
            "0" => Some(ParamValue::Boolean(false)),
            "1" => Some(ParamValue::Boolean(true)),
            _ => None,
        },
        ParamType::String => Some(ParamValue::String(Some(Arc::from(text)))),
    }
}

/// What a value becomes when its type changes: the same as far as it can be.
fn converted(kind: ParamType, value: &ParamValue) -> ParamValue {
    let text = shown(value);
    let zero = || read(kind, "0").unwrap_or(ParamValue::Int(0));
    match kind {
        ParamType::Boolean if !text.is_empty() && text != "0" => ParamValue::Boolean(true),
        _ => read(kind, &text).unwrap_or_else(zero),
    }
}

/// The rows.
#[component]
pub fn ParamsField(props: &ParamsFieldProps) -> Html {
    let i18n = use_i18n();
    let all = params(&props.value);
    let null = props.value == Value::Null;
    let to_null =
        props.on_change.reform(move |_: Event| if null { Value::List(Vec::new()) } else { Value::Null });
    let add = {
        let (all, emit) = (all.clone(), props.on_change.clone());
        Callback::from(move |()| {
            let mut all = all.clone();
            all.push(TypedParam::new("", 0u64));
            emit.emit(Value::from(all));
        })
    };
    let row = |(n, param): (usize, &TypedParam)| {
        let change = {
            let (all, emit) = (all.clone(), props.on_change.clone());
            Callback::from(move |changed: Option<TypedParam>| {
                let mut all = all.clone();
                match changed {
                    Some(param) => all[n] = param,
                    None => drop(all.remove(n)),
                }
                emit.emit(Value::from(all));
            })
        };
        html! { <Row key={n} number={n + 1} param={param.clone()} on_change={change} /> }
    };
    html! {
        <div class="params">
            { for all.iter().enumerate().map(row) }
            <div class="params-end">
                <Button icon="fresh" onclick={add}>{ t!(i18n, "call-param-add") }</Button>
                <label class="check field-null"><input type="checkbox" checked={null} onchange={to_null} /><code>{ "NULL" }</code></label>
            </div>
        </div>
    }
}

#[derive(Properties, PartialEq)]
struct RowProps {
    number: usize,
    param: TypedParam,
    /// Another parameter, or none at all.
    on_change: Callback<Option<TypedParam>>,
}

/// One parameter. What is written and is no value of the type stays to be mended; the call keeps the last that was one.
#[component]
fn Row(props: &RowProps) -> Html {
    let i18n = use_i18n();
    let TypedParam { field, value } = props.param.clone();
    let kind = value.kind().unwrap_or(ParamType::Int);
    let on_field = {
        let (on_change, value) = (props.on_change.clone(), value.clone());
        Callback::from(move |event: InputEvent| {
            let field = dom::input_value(&event).unwrap_or_default();
            on_change.emit(Some(TypedParam { field: field.into(), value: value.clone() }));
        })
    };
    let on_kind = {
        let (on_change, field, value) = (props.on_change.clone(), field.clone(), value.clone());
        Callback::from(move |event: Event| {
            let word = dom::input_value(&event).unwrap_or_default();
            if let Some(kind) = ParamType::ALL.into_iter().find(|kind| kind.word() == word) {
                on_change.emit(Some(TypedParam { field: field.clone(), value: converted(kind, &value) }));
            }
        })
    };
    let on_text = {
        let (on_change, field) = (props.on_change.clone(), field.clone());
        Callback::from(move |text: String| {
            let value = read(kind, &text)?;
            let shown = shown(&value);
            on_change.emit(Some(TypedParam { field: field.clone(), value }));
            Some(shown)
        })
    };
    let label = |what: AttrValue| t!(i18n, "call-param-label", what = what, number = props.number);
    html! {
        <div class="param" role="group" aria-label={t!(i18n, "call-param", number = props.number)}>
            <input class="input mono param-field" autocomplete="off" spellcheck="false" value={field.to_string()} oninput={on_field}
                placeholder={t!(i18n, "call-param-name")} aria-label={label(t!(i18n, "call-param-name"))} />
            <select class="select mono param-type" onchange={on_kind} aria-label={label(t!(i18n, "call-param-type"))}>
                { for ParamType::ALL.into_iter().map(|one| html! {
                    <option value={one.word()} selected={one == kind}>{ one.word() }</option>
                }) }
            </select>
            <Entry class="param-value" shown={shown(&value)} {on_text} numeric={kind != ParamType::String}
                label={label(t!(i18n, "call-param-value"))} wrong={t!(i18n, "call-param-wrong", kind = kind.word())} />
            <IconButton icon="close" label={t!(i18n, "call-param-remove", number = props.number)} onclick={props.on_change.reform(|()| None)} />
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_becomes_a_value_of_its_type_and_back() {
        for (kind, text) in [
            (ParamType::Int, "-3"),
            (ParamType::UInt, "4294967295"),
            (ParamType::LLong, "-9223372036854775808"),
            (ParamType::ULLong, "18446744073709551615"),
            (ParamType::Double, "0.5"),
            (ParamType::Boolean, "1"),
            (ParamType::String, " a \"b\" "),
        ] {
            let value = read(kind, text).unwrap_or_else(|| panic!("{text}"));
            assert_eq!((value.kind(), shown(&value).as_str()), (Some(kind), text));
        }
        for (kind, text) in
            [(ParamType::UInt, "-1"), (ParamType::Int, "2147483648"), (ParamType::Boolean, "2")]
        {
            assert_eq!(read(kind, text), None, "{text}");
        }
        assert_eq!(read(ParamType::Double, "inf"), None);
    }

    #[test]
    fn another_type_keeps_what_it_can() {
        assert_eq!(converted(ParamType::Int, &ParamValue::ULLong(7)), ParamValue::Int(7));
        assert_eq!(converted(ParamType::Int, &"high".into()), ParamValue::Int(0));
        assert_eq!(converted(ParamType::String, &ParamValue::Boolean(true)), "1".into());
        assert_eq!(converted(ParamType::Boolean, &ParamValue::LLong(5)), ParamValue::Boolean(true));
        assert_eq!(converted(ParamType::ULLong, &ParamValue::Int(-1)), ParamValue::ULLong(0));
    }

    #[test]
    fn a_list_is_its_parameters() {
        let all = vec![TypedParam::new("a", 1u32), TypedParam::new("b", "x")];
        assert_eq!(params(&Value::from(all.clone())), all);
        assert_eq!(params(&Value::Null), []);
    }
}
