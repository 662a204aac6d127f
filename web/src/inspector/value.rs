//! A value so that a person can read it: structs and typed parameters as names with values, arrays item by item, long
//! texts as texts.

use virtlab_core::api::Value;
use virtlab_core::ground::params::{ParamValue, TypedParam};
use yew::prelude::*;

use super::error::ErrorView;
use crate::i18n::I18n;
use crate::t;
use crate::ui::{Pair, Pairs, XmlView};

/// Values longer than this are shown as a text of their own.
const LONG: usize = 80;
/// Items of an array that are shown.
const ITEMS: usize = 100;
/// How deep arrays and structs are taken apart; what is deeper is shown as it is written in a call.
const DEPTH: usize = 4;

/// Whether a value has a shape of its own, and does not go into a line.
pub fn is_large(value: &Value) -> bool {
    match value {
        Value::Text(text) => text.len() > LONG || text.contains('\n'),
        Value::Struct(_) | Value::Param(_) | Value::Error(_) => true,
        Value::List(items) => items.iter().any(is_large) || value.to_string().len() > LONG,
        _ => false,
    }
}

/// What a member of a struct stands for, by its name, its value, and all of the struct's members.
pub type Meaning<'a> = dyn Fn(&str, &Value, &[(&'static str, Value)]) -> AttrValue + 'a;

/// How values are drawn.
pub struct Shapes<'a> {
    /// The words.
    pub i18n: &'a I18n,
    /// What members stand for; empty where they stand for themselves.
    pub meaning: &'a Meaning<'a>,
}

impl Shapes<'_> {
    /// A value; `label` is what it is called.
    pub fn draw(&self, value: &Value, label: &str) -> Html {
        self.at(value, label, 0)
    }

    fn at(&self, value: &Value, label: &str, depth: usize) -> Html {
        match value {
            _ if depth >= DEPTH => html! { <code>{ value.to_string() }</code> },
            Value::Text(text) if is_large(value) => {
                html! { <XmlView xml={AttrValue::from(text.to_string())} label={label.to_owned()} /> }
            }
            Value::Error(error) => html! { <ErrorView error={(**error).clone()} /> },
            Value::Param(param) => html! { <Pairs pairs={vec![self.param(param)]} /> },
            Value::Struct(members) => {
                let pair = |(name, value): &(&'static str, Value)| {
                    self.member(name, value, depth).noted((self.meaning)(name, value, members))
                };
                html! { <Pairs pairs={members.iter().map(pair).collect::<Vec<_>>()} /> }
            }
            Value::List(items) => self.list(items, label, depth),
            value => html! { <code>{ value.to_string() }</code> },
        }
    }

    fn member(&self, name: &'static str, value: &Value, depth: usize) -> Pair {
        match is_large(value) {
            true => Pair { value: self.at(value, name, depth + 1), ..Pair::new(name, "") },
            false => Pair::new(name, value.to_string()),
        }
    }

    /// A typed parameter: its name, its value, and its type.
    fn param(&self, param: &TypedParam) -> Pair {
        let value = match &param.value {
            ParamValue::String(Some(text)) => format!("{text:?}"),
            ParamValue::String(None) => "NULL".to_owned(),
            value => value.to_string().split_once(' ').map(|(_, value)| value.to_owned()).unwrap_or_default(),
        };
        let value = html! { <>{ value }{ " " }<span class="param-word">{ param.value.word() }</span></> };
        Pair { value, ..Pair::new(param.field.to_string(), "") }
    }

    fn list(&self, items: &[Value], label: &str, depth: usize) -> Html {
        let more = items.len().saturating_sub(ITEMS);
        let shown = items.iter().take(ITEMS);
        let params: Option<Vec<Pair>> = shown
            .clone()
            .map(|item| match item {
                Value::Param(param) => Some(self.param(param)),
                _ => None,
            })
            .collect();
        let body = match params {
            Some(_) if items.is_empty() => {
                html! { <p class="empty">{ t!(self.i18n, "inspector-empty-list") }</p> }
            }
            Some(pairs) => html! { <Pairs {pairs} /> },
            None => html! {
                <ol class="written-list" start="0">
                    { for shown.map(|item| html! { <li>{ self.at(item, label, depth + 1) }</li> }) }
                </ol>
            },
        };
        html! { <>{ body } if more > 0 { <p class="hint">{ t!(self.i18n, "call-more", count = more) }</p> }</> }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_has_a_shape_does_not_go_into_a_line() {
        assert!(!is_large(&Value::Int(1)));
        assert!(!is_large(&Value::List(vec![Value::Int(1), Value::Int(2)])));
        assert!(is_large(&Value::List(vec![Value::Struct(vec![("a", Value::Int(1))])])));
        assert!(is_large(&TypedParam::new("cpu_shares", 10u64).into()));
        assert!(is_large(&Value::text("<a>\n</a>")));
    }
}
