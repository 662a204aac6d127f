//! `format % values`.

use super::format::Spec;
use super::{Machine, Result};
use crate::python::repr::ascii;
use crate::python::value::Value;
use crate::span::Span;

impl Machine<'_> {
    pub fn percent(&mut self, span: Span, format: &str, values: &Value) -> Result<String> {
        let (mut rest, mut made) = (format, String::new());
        let all = match values {
            Value::Tuple(items) => items.to_vec(),
            other => vec![other.clone()],
        };
        let is_dict = matches!(values, Value::Ref(id) if self.heap.dict(*id).is_some());
        let may_stay = matches!(values, Value::Ref(id) if is_dict || self.heap.list(*id).is_some());
        let (mut next, mut named) = (0, false);
        while let Some(at) = rest.find('%') {
            made.push_str(&rest[..at]);
            rest = &rest[at + 1..];
            if let Some(after) = rest.strip_prefix('%') {
                made.push('%');
                rest = after;
                continue;
            }
            let mut value = None;
            if let Some((name, after)) = rest.strip_prefix('(').and_then(|rest| rest.split_once(')')) {
                if !is_dict {
                    return self.raise(span, "TypeError", "format requires a mapping");
                }
                value = Some(self.item(span, values, &Value::text(name))?);
                named = true;
                rest = after;
            }
            let mut take = |machine: &Self| match all.get(next) {
                Some(value) => {
                    next += 1;
                    Ok(value.clone())
                }
                None => machine.raise(span, "TypeError", "not enough arguments for format string"),
            };
            let (spec, after) = match read(rest) {
                Some((spec, widths, after)) => {
                    let mut spec = spec;
                    for width in widths {
                        let n = take(self)?.number().and_then(|n| usize::try_from(n).ok()).unwrap_or(0);
                        if width { spec.width = n } else { spec.precision = Some(n) }
                    }
                    (spec, after)
                }
                None => return self.raise(span, "ValueError", "incomplete format"),
            };
            if spec.width > crate::limits::OUTPUT_MAX || spec.precision.is_some_and(|n| n > 400) {
                self.grown(span, usize::MAX)?;
            }
            let value = match value {
                Some(value) => value,
                None => take(self)?,
            };
            if let Some(kind) = spec.kind.filter(|kind| !"srdiuxXofFeEgGac".contains(*kind)) {
                let at = format.chars().count() - after.chars().count() - 1;
                let code = u32::from(kind);
                let text = format!("unsupported format character '{kind}' ({code:#x}) at index {at}");
                return self.raise(span, "ValueError", text);
            }
            made.push_str(&self.converted(span, &spec, &value)?);
            self.grown(span, made.len())?;
            rest = after;
        }
        made.push_str(rest);
        if next < all.len() && !named && !(may_stay && next == 0) {
            return self.raise(span, "TypeError", "not all arguments converted during string formatting");
        }
        Ok(made)
    }

    fn converted(&mut self, span: Span, spec: &Spec, value: &Value) -> Result<String> {
        let kind = spec.kind.unwrap_or('s');
        let class = self.heap.class(value);
        match kind {
            's' | 'r' | 'a' => {
                let text = match kind {
                    's' => self.heap.str(value),
                    'r' => self.heap.repr(value),
                    _ => ascii(&self.heap.repr(value)),
                };
                let align = Some(spec.align.filter(|align| *align == '<').unwrap_or('>'));
                Ok(self.text_in(&Spec { align, fill: ' ', kind: None, ..spec.clone() }, &text))
            }
            'd' | 'i' | 'u' | 'x' | 'X' | 'o' => {
                let n = match (value, kind) {
                    (Value::Float(n), 'd' | 'i' | 'u') if n.is_finite() => Some(*n as i128),
                    _ => value.number(),
                };
                let Some(n) = n else {
                    let wanted = if matches!(kind, 'd' | 'i' | 'u') { "a real number" } else { "an integer" };
                    let kind = if kind == 'i' { 'd' } else { kind };
                    return self.raise(
                        span,
                        "TypeError",
                        format!("%{kind} format: {wanted} is required, not {class}"),
                    );
                };
                let kind = if matches!(kind, 'i' | 'u') { 'd' } else { kind };
                let (least, mut spec) =
                    (spec.precision, Spec { kind: Some(kind), precision: None, ..spec.clone() });
                let Some(least) = least else { return self.whole_in(span, &spec, n) };
                // A precision is so many digits at least.
                let width = std::mem::replace(&mut spec.width, least + usize::from(n < 0));
                let digits = self.whole_in(span, &Spec { fill: '0', align: Some('='), ..spec.clone() }, n)?;
                Ok(self.text_in(
                    &Spec {
                        width,
                        align: Some(spec.align.filter(|a| *a == '<').unwrap_or('>')),
                        kind: None,
                        fill: ' ',
                        ..spec
                    },
                    &digits,
                ))
            }
            'f' | 'F' | 'e' | 'E' | 'g' | 'G' => match value.float() {
                Some(n) => self.float_in(span, spec, n),
                None => self.raise(span, "TypeError", format!("must be real number, not {class}")),
            },
            'c' => match value {
                Value::Str(text) if text.chars().count() == 1 => Ok(self.text_in(
                    &Spec { kind: None, align: Some(spec.align.unwrap_or('>')), ..spec.clone() },
                    text,
                )),
                _ if value.number().is_some() => self.whole_in(span, spec, value.number().unwrap_or(0)),
                _ => {
                    let found = match value {
                        Value::Str(text) => format!("a string of length {}", text.chars().count()),
                        _ => class.to_owned(),
                    };
                    let text = format!("%c requires an int or a unicode character, not {found}");
                    self.raise(span, "TypeError", text)
                }
            },
            _ => self.raise(span, "ValueError", format!("unsupported format %{kind}")),
        }
    }
}

/// A conversion: what it says, which numbers come from the values (`true` for the width), and what stands behind it.
fn read(text: &str) -> Option<(Spec, Vec<bool>, &str)> {
    let mut spec = Spec::plain();
    let mut widths = Vec::new();
    let mut chars = text.char_indices().peekable();
    while let Some((_, c)) = chars.next_if(|(_, c)| "#0- +".contains(*c)) {
        match c {
            '-' => (spec.align, spec.fill) = (Some('<'), ' '),
            '0' if spec.align != Some('<') => (spec.align, spec.fill, spec.zero) = (Some('='), '0', true),
            '+' => spec.sign = '+',
            ' ' if spec.sign != '+' => spec.sign = ' ',
            '#' => spec.alternate = true,
            _ => {}
        }
    }
    for width in [true, false] {
        if !width && chars.next_if(|(_, c)| *c == '.').is_none() {
            break;
        }
        let mut n: usize = 0;
        if chars.next_if(|(_, c)| *c == '*').is_some() {
            widths.push(width);
        }
        while let Some((_, digit)) = chars.next_if(|(_, c)| c.is_ascii_digit()) {
            n = n.saturating_mul(10).saturating_add(digit.to_digit(10)? as usize);
        }
        if width { spec.width = n } else { spec.precision = Some(n) }
    }
    while chars.next_if(|(_, c)| "hlL".contains(*c)).is_some() {}
    let (at, kind) = chars.next()?;
    spec.kind = Some(kind);
    Some((spec, widths, &text[at + kind.len_utf8()..]))
}
