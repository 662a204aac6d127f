//! Values in a format: `{:>10}`, `format`, `str.format`.

use super::layout::{exponent, general, grouped, pad, sign, zeros};
use super::{Given, Machine, Result};
use crate::python::repr::{ascii, float};
use crate::python::value::Value;
use crate::span::Span;

/// Instead of the place of the next value: places are written.
const WRITTEN: usize = usize::MAX;

/// A format, read.
#[derive(Clone, Debug)]
pub(super) struct Spec {
    pub fill: char,
    pub align: Option<char>,
    pub sign: char,
    pub alternate: bool,
    pub zero: bool,
    pub width: usize,
    pub group: Option<char>,
    pub precision: Option<usize>,
    pub kind: Option<char>,
}

impl Spec {
    pub fn plain() -> Self {
        Self {
            fill: ' ',
            align: None,
            sign: '-',
            alternate: false,
            zero: false,
            width: 0,
            group: None,
            precision: None,
            kind: None,
        }
    }

    fn read(text: &str) -> Option<Self> {
        let mut spec = Self::plain();
        let chars: Vec<char> = text.chars().collect();
        let is_align = |c: Option<&char>| c.is_some_and(|c| "<>^=".contains(*c));
        let (mut at, mut filled) = (0, false);
        if is_align(chars.get(1)) {
            filled = true;
            (spec.fill, spec.align, at) = (chars[0], Some(chars[1]), 2);
        } else if is_align(chars.first()) {
            (spec.align, at) = (Some(chars[0]), 1);
        }
        let mut eat = |wanted: &str| {
            let found = chars.get(at).copied().filter(|c| wanted.contains(*c));
            at += usize::from(found.is_some());
            found
        };
        spec.sign = eat("+- ").unwrap_or('-');
        spec.alternate = eat("#").is_some();
        if eat("0").is_some() {
            spec.zero = true;
            if !filled {
                spec.fill = '0';
            }
            spec.align = spec.align.or(Some('='));
        }
        let number = |eat: &mut dyn FnMut(&str) -> Option<char>| {
            let mut n: Option<usize> = None;
            while let Some(digit) = eat("0123456789") {
                let digit = digit.to_digit(10)? as usize;
                n = Some(n.unwrap_or(0).checked_mul(10)?.checked_add(digit)?);
            }
            n
        };
        spec.width = number(&mut eat).unwrap_or(0);
        spec.group = eat(",_");
        if eat(".").is_some() {
            spec.precision = Some(number(&mut eat)?);
        }
        spec.kind = chars.get(at).copied();
        at += usize::from(spec.kind.is_some());
        (at == chars.len()).then_some(spec)
    }
}

impl Machine<'_> {
    /// A value in a format.
    pub fn format(&mut self, span: Span, value: &Value, format: &str) -> Result<String> {
        if format.is_empty() {
            return Ok(self.heap.str(value));
        }
        let class = self.heap.class(value);
        if format.contains('z') {
            return self.lacks(span, format!("{{:{format}}}"));
        }
        let Some(spec) = Spec::read(format) else {
            let text = format!("Invalid format specifier '{format}' for object of type '{class}'");
            return self.raise(span, "ValueError", text);
        };
        if spec.width > crate::limits::OUTPUT_MAX || spec.precision.is_some_and(|n| n > 400) {
            return self.grown(span, usize::MAX).map(|()| String::new());
        }
        self.grouping(span, &spec, value)?;
        match value {
            Value::Str(text) => match spec.kind {
                None | Some('s') if spec.align != Some('=') || spec.zero => Ok(self.text_in(&spec, text)),
                None | Some('s') => {
                    self.raise(span, "ValueError", "'=' alignment not allowed in string format specifier")
                }
                Some(kind) => self.no_code(span, kind, class),
            },
            Value::Int(n) => self.whole_in(span, &spec, *n),
            Value::Bool(yes) if spec.kind.is_some() => self.whole_in(span, &spec, i128::from(*yes)),
            Value::Bool(yes) if spec.kind.is_none() => self.whole_in(span, &spec, i128::from(*yes)),
            Value::Float(n) => self.float_in(span, &spec, *n),
            _ => {
                let text = format!("unsupported format string passed to {class}.__format__");
                self.raise(span, "TypeError", text)
            }
        }
    }

    /// What a text, and what a number that is not written in tens, does not take.
    fn grouping(&self, span: Span, spec: &Spec, value: &Value) -> Result<()> {
        let is_text = matches!(value, Value::Str(_));
        let text = match (spec.group, spec.kind) {
            _ if is_text && !matches!(spec.kind, None | Some('s')) => return Ok(()),
            _ if is_text && spec.sign == ' ' => "Space not allowed in string format specifier".to_owned(),
            _ if is_text && spec.sign != '-' => "Sign not allowed in string format specifier".to_owned(),
            _ if is_text && spec.alternate => {
                "Alternate form (#) not allowed in string format specifier".to_owned()
            }
            (Some(mark), None) if is_text => format!("Cannot specify '{mark}' with 's'."),
            (Some(mark), Some(kind @ ('s' | 'c' | 'n'))) => format!("Cannot specify '{mark}' with '{kind}'."),
            (Some(','), Some(kind @ ('x' | 'X' | 'o' | 'b'))) => format!("Cannot specify ',' with '{kind}'."),
            (_, Some('c')) if spec.sign != '-' => {
                "Sign not allowed with integer format specifier 'c'".to_owned()
            }
            _ => return Ok(()),
        };
        self.raise(span, "ValueError", text)
    }

    fn no_code<T>(&self, span: Span, kind: char, class: &str) -> Result<T> {
        self.raise(span, "ValueError", format!("Unknown format code '{kind}' for object of type '{class}'"))
    }

    pub(super) fn text_in(&self, spec: &Spec, text: &str) -> String {
        let cut: String = text.chars().take(spec.precision.unwrap_or(usize::MAX)).collect();
        let align = if spec.align == Some('=') { '<' } else { spec.align.unwrap_or('<') };
        pad(spec, align, "", &cut)
    }

    pub(super) fn whole_in(&mut self, span: Span, spec: &Spec, n: i128) -> Result<String> {
        let size = n.unsigned_abs();
        let (prefix, digits) = match spec.kind {
            None | Some('d' | 'n') => ("", size.to_string()),
            Some('x') => ("0x", format!("{size:x}")),
            Some('X') => ("0X", format!("{size:X}")),
            Some('o') => ("0o", format!("{size:o}")),
            Some('b') => ("0b", format!("{size:b}")),
            Some('c') => {
                let c = u32::try_from(n).ok().and_then(char::from_u32);
                return match c {
                    Some(c) => Ok(pad(spec, spec.align.unwrap_or('<'), "", &c.to_string())),
                    None => self.raise(span, "OverflowError", "%c arg not in range(0x110000)"),
                };
            }
            Some('e' | 'E' | 'f' | 'F' | 'g' | 'G' | '%') => return self.float_in(span, spec, n as f64),
            Some(kind) => return self.no_code(span, kind, "int"),
        };
        if spec.precision.is_some() {
            return self.raise(span, "ValueError", "Precision not allowed in integer format specifier");
        }
        let by = if spec.kind.is_none() || spec.kind == Some('d') { 3 } else { 4 };
        let sign = sign(spec, n < 0).to_owned() + if spec.alternate { prefix } else { "" };
        let room = zeros(spec, sign.len());
        let digits = spec.group.map_or(digits.clone(), |mark| grouped(&digits, mark, by, room));
        Ok(pad(spec, spec.align.unwrap_or('>'), &sign, &digits))
    }

    pub(super) fn float_in(&mut self, span: Span, spec: &Spec, n: f64) -> Result<String> {
        let size = n.abs();
        let minus = n.is_sign_negative() && !n.is_nan();
        let precision = spec.precision.unwrap_or(6);
        let digits = if !size.is_finite() {
            float(size)
        } else {
            match spec.kind {
                Some('f' | 'F') => format!("{size:.precision$}"),
                Some('%') => format!("{:.precision$}%", size * 100.0),
                Some('e') => exponent(size, precision),
                Some('E') => exponent(size, precision).to_uppercase(),
                Some('g' | 'n') => general(size, precision, spec.alternate),
                Some('G') => general(size, precision, spec.alternate).to_uppercase(),
                None if spec.precision.is_none() => float(size),
                None => {
                    let text = general(size, precision, spec.alternate);
                    if text.contains(['.', 'e']) { text } else { text + ".0" }
                }
                Some(kind) => return self.no_code(span, kind, "float"),
            }
        };
        let digits = match spec.group {
            Some(mark) => {
                let end = digits.find(|c: char| !c.is_ascii_digit()).unwrap_or(digits.len());
                let room = zeros(spec, sign(spec, minus).len() + digits.len() - end);
                grouped(&digits[..end], mark, 3, room) + &digits[end..]
            }
            None => digits,
        };
        Ok(pad(spec, spec.align.unwrap_or('>'), sign(spec, minus), &digits))
    }

    /// `text.format(…)`.
    pub fn format_method(&mut self, span: Span, text: &str, given: &Given) -> Result<String> {
        let mut next = 0;
        self.fields(span, text, given, &mut next, 0)
    }

    fn fields(
        &mut self,
        span: Span,
        text: &str,
        given: &Given,
        next: &mut usize,
        depth: u32,
    ) -> Result<String> {
        let mut made = String::new();
        let mut rest = text;
        while let Some(at) = rest.find(['{', '}']) {
            made.push_str(&rest[..at]);
            let after = &rest[at + 1..];
            let c = rest.as_bytes()[at] as char;
            if after.starts_with(c) {
                made.push(c);
                rest = &after[1..];
                continue;
            }
            if c == '}' {
                return self.raise(span, "ValueError", "Single '}' encountered in format string");
            }
            if after.is_empty() {
                return self.raise(span, "ValueError", "Single '{' encountered in format string");
            }
            let Some(end) = closing(after).filter(|_| depth < 2) else {
                return self.raise(span, "ValueError", "expected '}' before end of string");
            };
            let (field, format) = after[..end].split_once(':').unwrap_or((&after[..end], ""));
            let (field, conversion) = field.split_once('!').unwrap_or((field, ""));
            let mut value = self.field(span, field, given, next)?;
            match conversion {
                "" => {}
                "s" => value = Value::text(self.heap.str(&value)),
                "r" => value = Value::text(self.heap.repr(&value)),
                "a" => value = Value::text(ascii(&self.heap.repr(&value))),
                other => {
                    let text = format!("Unknown conversion specifier {other}");
                    return self.raise(span, "ValueError", text);
                }
            }
            let format = self.fields(span, format, given, next, depth + 1)?;
            made.push_str(&self.format(span, &value, &format)?);
            self.grown(span, made.len())?;
            rest = &after[end + 1..];
        }
        made.push_str(rest);
        Ok(made)
    }

    /// What a field of `str.format` names: a place, a name, and what stands behind.
    fn field(&mut self, span: Span, field: &str, given: &Given, next: &mut usize) -> Result<Value> {
        let end = field.find(['.', '[']).unwrap_or(field.len());
        let (first, mut rest) = field.split_at(end);
        // Places are counted, or they are written: which of both is seen at the first.
        let written: Option<usize> = first.parse().ok();
        let switched = match *next {
            WRITTEN if first.is_empty() => Some(["manual field specification", "automatic field numbering"]),
            1..WRITTEN if written.is_some() => {
                Some(["automatic field numbering", "manual field specification"])
            }
            _ => None,
        };
        if let Some([from, to]) = switched {
            return self.raise(span, "ValueError", format!("cannot switch from {from} to {to}"));
        }
        let place = if first.is_empty() {
            *next += 1;
            Some(*next - 1)
        } else {
            *next = written.map_or(*next, |_| WRITTEN);
            written
        };
        let mut value = match place {
            Some(at) => match given.get(at) {
                Some(value) => value.clone(),
                None => {
                    let text = format!("Replacement index {at} out of range for positional args tuple");
                    return self.raise(span, "IndexError", text);
                }
            },
            None => match given.named.iter().find(|(name, _)| **name == *first) {
                Some((_, value)) => value.clone(),
                None => return self.no_key(span, &Value::text(first)),
            },
        };
        while !rest.is_empty() {
            if let Some((index, after)) = rest.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
                let index = index.parse().map_or_else(|_| Value::text(index), Value::Int);
                value = self.item(span, &value, &index)?;
                rest = after;
            } else {
                let after = rest.trim_start_matches('.');
                let end = after.find(['.', '[']).unwrap_or(after.len());
                value = self.attribute(span, &value, &after[..end].into())?;
                rest = &after[end..];
            }
        }
        Ok(value)
    }
}

/// Where the field ends that began before; fields may stand in its format.
fn closing(text: &str) -> Option<usize> {
    let mut open = 0;
    for (at, c) in text.char_indices() {
        match c {
            '{' => open += 1,
            '}' if open == 0 => return Some(at),
            '}' => open -= 1,
            _ => {}
        }
    }
    None
}
