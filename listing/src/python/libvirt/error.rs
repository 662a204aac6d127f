//! `libvirtError` and what it knows.

use virtlab_core::api::{Call, FunctionId, Value as Gave};
use virtlab_core::ground::VirError;

use crate::python::run::{Machine, Result};
use crate::python::value::{Exc, Value};
use crate::span::Span;

/// The methods of `libvirtError`.
pub(in crate::python) const ERROR_METHODS: &[&str] = &[
    "get_error_code",
    "get_error_domain",
    "get_error_message",
    "get_error_level",
    "get_str1",
    "get_str2",
    "get_str3",
    "get_int1",
    "get_int2",
];

fn members(error: &VirError) -> [Value; 9] {
    let text = |text: &Option<Box<str>>| text.as_ref().map_or(Value::None, Value::text);
    [
        Value::Int(error.code.number().into()),
        Value::Int(error.domain.number().into()),
        if error.code.number() == 0 { Value::None } else { Value::text(&error.message) },
        Value::Int(i32::from(error.level).into()),
        text(&error.str1),
        text(&error.str2),
        text(&error.str3),
        Value::Int(error.int1.into()),
        Value::Int(error.int2.into()),
    ]
}

/// What a method of `libvirtError` gives.
pub(in crate::python) fn error_member(error: Option<&VirError>, name: &str) -> Value {
    let place = ERROR_METHODS.iter().position(|method| *method == name);
    error.zip(place).and_then(|(error, place)| members(error).get(place).cloned()).unwrap_or(Value::None)
}

/// An error as `virGetLastError` gives it.
pub(in crate::python) fn raw_error(error: Option<&VirError>) -> Value {
    error.map_or(Value::None, |error| Value::tuple(members(error)))
}

impl Machine<'_> {
    /// What `libvirtError` asks for when it is made.
    pub fn last_error(&mut self, span: Span) -> Result<Option<Box<VirError>>> {
        let outcome = self.perform(span, &Call::new(FunctionId::GetLastError, []))?;
        Ok(match &outcome.ret {
            Gave::Error(error) => Some(error.clone()),
            _ => None,
        })
    }

    /// Raises `libvirtError`, which asks for the last error.
    pub fn raise_error<T>(&mut self, span: Span, usual: String) -> Result<T> {
        let made = self.exception(span, "libvirtError", vec![Value::text(usual)])?;
        match made {
            Value::Exc(exc) => self.raise_value(span, exc),
            _ => self.raise_value(span, Exc { class: "libvirtError", args: Vec::new(), error: None }.into()),
        }
    }
}
