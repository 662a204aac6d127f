//! Numbers and typed parameters in the text of a call and in recordings: `{cpu_shares: ullong 10}`.

use std::fmt;

use serde::Serializer;
use serde::ser::SerializeMap;

use super::Value;
use super::parse::{CallSyntaxError, DEPTH_MAX, Parser};
use super::quoted::write_quoted;
use crate::ground::params::{ParamValue, TypedParam};

fn is_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '-')
}

/// Writes a parameter: its name bare if it is a word, quoted otherwise.
pub(super) fn write(f: &mut fmt::Formatter<'_>, param: &TypedParam) -> fmt::Result {
    f.write_str("{")?;
    let field = &*param.field;
    if !field.is_empty() && field.chars().all(is_word) {
        f.write_str(field)?
    } else {
        write_quoted(f, field)?
    }
    match &param.value {
        ParamValue::String(Some(text)) => {
            f.write_str(": string ")?;
            write_quoted(f, text)?;
        }
        value => write!(f, ": {value}")?,
    }
    f.write_str("}")
}

/// The form of recordings: name, word of the type, value.
pub(super) fn serialize<S: Serializer>(param: &TypedParam, serializer: S) -> Result<S::Ok, S::Error> {
    let mut map = serializer.serialize_map(Some(3))?;
    map.serialize_entry("field", &*param.field)?;
    map.serialize_entry("type", param.value.word())?;
    match &param.value {
        ParamValue::Int(n) => map.serialize_entry("value", n)?,
        ParamValue::UInt(n) => map.serialize_entry("value", n)?,
        ParamValue::LLong(n) => map.serialize_entry("value", n)?,
        ParamValue::ULLong(n) => map.serialize_entry("value", n)?,
        ParamValue::Double(n) => map.serialize_entry("value", &n.get())?,
        ParamValue::Boolean(yes) => map.serialize_entry("value", &u8::from(*yes))?,
        ParamValue::String(text) => map.serialize_entry("value", text)?,
        ParamValue::Unknown(number) => map.serialize_entry("value", number)?,
    }
    map.end()
}

/// The value of a parameter from the word of its type and what stands after it.
fn typed(kind: &str, said: &Value) -> Option<ParamValue> {
    let number = said.as_u64();
    match (kind, said) {
        ("int", Value::Int(n)) => i32::try_from(*n).ok().map(ParamValue::Int),
        ("uint", _) => number.and_then(|n| u32::try_from(n).ok()).map(ParamValue::UInt),
        ("llong", Value::Int(n)) => Some(ParamValue::LLong(*n)),
        ("ullong", Value::Int(0..) | Value::Large(_)) => number.map(ParamValue::ULLong),
        ("double", _) => said.as_f64().map(ParamValue::from),
        ("boolean", Value::Int(n @ 0..=1)) => Some(ParamValue::Boolean(*n == 1)),
        ("string", Value::Null) => Some(ParamValue::String(None)),
        ("string", Value::Text(text)) => Some(ParamValue::String(Some(text.clone()))),
        ("type", Value::Int(n)) => i32::try_from(*n).ok().map(ParamValue::Unknown),
        _ => None,
    }
}

impl Parser<'_> {
    /// A typed parameter: `{cpu_shares: ullong 10}`.
    pub(super) fn param(&mut self) -> Result<Value, CallSyntaxError> {
        self.at += 1;
        self.space();
        let field = if self.rest().starts_with('"') {
            self.quoted()?
        } else {
            let rest = self.rest();
            let end = rest.find(|c: char| !is_word(c)).unwrap_or(rest.len());
            self.at += end;
            rest[..end].to_owned()
        };
        if !self.eat(':') {
            return Err(self.expected("“:” after the parameter's name"));
        }
        let start = self.at;
        let kind = self.word();
        self.space();
        self.depth += 1;
        if self.depth > DEPTH_MAX {
            return Err(self.expected(format!("values nested at most {DEPTH_MAX} deep")));
        }
        let said = self.value()?;
        self.depth -= 1;
        let value = typed(kind, &said).ok_or_else(|| CallSyntaxError {
            at: start,
            expected: "a type (int, uint, llong, ullong, double, boolean, string) and a value of it".into(),
        })?;
        if !self.eat('}') {
            return Err(self.expected("“}” after the parameter's value"));
        }
        Ok(TypedParam { field: field.into(), value }.into())
    }

    /// A whole number, or a double.
    pub(super) fn number(&mut self) -> Result<Value, CallSyntaxError> {
        let rest = self.rest();
        let end = rest
            .char_indices()
            .find(|&(i, c)| !(c.is_ascii_alphanumeric() || c == '.' || (i == 0 && c == '-')))
            .map_or(rest.len(), |(i, _)| i);
        let mut end = end;
        // The exponent of a double may have a sign: 1e-7.
        if rest[..end].ends_with('e') && rest[end..].starts_with('-') && !rest.starts_with("0x") {
            end += 1 + rest[end + 1..].find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len() - end - 1);
        }
        let word = &rest[..end];
        if word.contains('.') || (word.contains('e') && !word.starts_with("0x")) {
            let double = word.parse::<f64>().ok().filter(|n| n.is_finite());
            let double = double.ok_or_else(|| self.expected("a number"))?;
            self.at += end;
            return Ok(Value::Double(double.into()));
        }
        let parsed = match word.strip_prefix("0x") {
            Some(hex) => u64::from_str_radix(hex, 16).map(Value::from).ok(),
            None => {
                word.parse::<i64>().map(Value::Int).ok().or_else(|| word.parse::<u64>().map(Value::from).ok())
            }
        };
        let value = parsed.ok_or_else(|| self.expected("a whole number of at most 64 bits"))?;
        self.at += end;
        Ok(value)
    }
}
