//! Methods of strings that look for a part, and those that take a text's lines apart.

use std::sync::Arc;

use super::{Machine, Result};
use crate::python::value::Value;
use crate::span::Span;

/// What Python takes for space: four old separators, too.
pub(super) fn is_space(c: char) -> bool {
    c.is_whitespace() || ('\x1c'..='\x1f').contains(&c)
}

impl Machine<'_> {
    /// The part of a text from one character to another, with the place where it begins; none where it begins beyond the end.
    pub(super) fn within<'t>(
        &self,
        span: Span,
        text: &'t str,
        bounds: &[Value],
    ) -> Result<Option<(usize, &'t str)>> {
        if bounds.is_empty() {
            return Ok(Some((0, text)));
        }
        let length = text.chars().count() as i128;
        let mut places = [0, length];
        for (place, bound) in places.iter_mut().zip(bounds) {
            match (bound, bound.number()) {
                (Value::None, _) => {}
                (_, Some(n)) if n < 0 => *place = n.saturating_add(length).max(0),
                (_, Some(n)) => *place = n,
                _ => {
                    let text = "slice indices must be integers or None or have an __index__ method";
                    return self.raise(span, "TypeError", text);
                }
            }
        }
        let [from, to] = places;
        if from > length || from > to.min(length) {
            return Ok(None);
        }
        let at = |place: i128| {
            let place = usize::try_from(place.min(length)).unwrap_or(0);
            text.char_indices().nth(place).map_or(text.len(), |(at, _)| at)
        };
        Ok(text.get(at(from)..at(to)).map(|part| (usize::try_from(from).unwrap_or(0), part)))
    }

    /// `startswith` and `endswith`.
    pub(super) fn begins(&mut self, span: Span, text: &str, name: &str, args: &[Value]) -> Result<Value> {
        let within = self.within(span, text, &args[1..])?;
        let parts = match &args[0] {
            Value::Tuple(parts) => parts.to_vec(),
            other => vec![other.clone()],
        };
        for part in parts {
            let Value::Str(part) = &part else {
                let class = self.heap.class(&part);
                let text = format!("{name} first arg must be str or a tuple of str, not {class}");
                return self.raise(span, "TypeError", text);
            };
            let fits = |text: &str| {
                if name == "startswith" { text.starts_with(&**part) } else { text.ends_with(&**part) }
            };
            if within.is_some_and(|(_, text)| fits(text)) {
                return Ok(Value::Bool(true));
            }
        }
        Ok(Value::Bool(false))
    }

    /// `find`, `index` and their kin, and `count`.
    pub(super) fn found(&mut self, span: Span, text: &str, name: &str, args: &[Value]) -> Result<Value> {
        let Value::Str(part) = &args[0] else {
            let text = format!("{name}() argument 1 must be str, not {}", self.heap.class(&args[0]));
            return self.raise(span, "TypeError", text);
        };
        let part: Arc<str> = part.clone();
        let within = self.within(span, text, &args[1..])?;
        if name == "count" {
            return Ok(Value::Int(within.map_or(0, |(_, text)| match &*part {
                "" => text.chars().count() as i128 + 1,
                part => text.matches(part).count() as i128,
            })));
        }
        let place = within.and_then(|(from, text)| {
            let at = if name.starts_with('r') { text.rfind(&*part) } else { text.find(&*part) };
            at.map(|at| (from + text[..at].chars().count()) as i128)
        });
        match place {
            None if name.ends_with("index") => self.raise(span, "ValueError", "substring not found"),
            place => Ok(Value::Int(place.unwrap_or(-1))),
        }
    }

    /// The lines of a text, with what ends them or without.
    pub(super) fn lines(&mut self, span: Span, text: &str, with_ends: bool) -> Result<Value> {
        let mut lines = Vec::new();
        let mut rest = text;
        let ends = |c: char| {
            matches!(c, '\n' | '\r' | '\x0b' | '\x0c' | '\x1c'..='\x1e' | '\u{85}' | '\u{2028}' | '\u{2029}')
        };
        while let Some((at, end)) = rest.char_indices().find(|(_, c)| ends(*c)) {
            let length = if rest[at..].starts_with("\r\n") { 2 } else { end.len_utf8() };
            lines.push(Value::text(&rest[..if with_ends { at + length } else { at }]));
            rest = &rest[at + length..];
        }
        if !rest.is_empty() {
            lines.push(Value::text(rest));
        }
        self.list(span, lines)
    }

    /// Text as bytes: in UTF-8, and what is plain ASCII in its like.
    pub(super) fn encoded(&mut self, span: Span, text: &str, encoding: Option<&Value>) -> Result<Value> {
        self.same_bytes(span, "encode", encoding, text.is_ascii())?;
        Ok(Value::Bytes(text.as_bytes().into()))
    }

    /// Bytes as text.
    pub(super) fn decoded(&mut self, span: Span, bytes: &[u8], encoding: Option<&Value>) -> Result<Value> {
        self.same_bytes(span, "decode", encoding, bytes.is_ascii())?;
        let error = match std::str::from_utf8(bytes) {
            Ok(text) => return self.made(span, text.to_owned()),
            Err(error) => error,
        };
        let at = error.valid_up_to();
        let byte = bytes.get(at).copied().unwrap_or(0);
        let why = match (error.error_len(), byte) {
            (None, _) => "unexpected end of data",
            (_, 0x80..=0xc1 | 0xf5..) => "invalid start byte",
            _ => "invalid continuation byte",
        };
        let length = error.error_len().unwrap_or(bytes.len() - at);
        let what = if length > 1 {
            format!("bytes in position {at}-{}", at + length - 1)
        } else {
            format!("byte {byte:#04x} in position {at}")
        };
        self.raise(span, "UnicodeDecodeError", format!("'utf-8' codec can't decode {what}: {why}"))
    }

    /// Refuses encodings that are not UTF-8, unless the bytes are the same in both.
    fn same_bytes(&self, span: Span, name: &str, encoding: Option<&Value>, ascii: bool) -> Result<()> {
        let encoding = match encoding {
            None => return Ok(()),
            Some(Value::Str(encoding)) => encoding.to_lowercase().replace('_', "-"),
            Some(other) => {
                let class = self.heap.class(other);
                let text = format!("{name}() argument 'encoding' must be str, not {class}");
                return self.raise(span, "TypeError", text);
            }
        };
        match &*encoding {
            "utf-8" | "utf8" => Ok(()),
            "ascii" | "us-ascii" | "latin-1" | "latin1" | "iso-8859-1" if ascii => Ok(()),
            _ => self.lacks(span, format!("{name}('{encoding}')")),
        }
    }
}
