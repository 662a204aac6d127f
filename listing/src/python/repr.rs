//! Values as text: `str`, and `repr`, which a reader could write.

use super::class::full_name;
use super::value::{Heap, Thing, Value};
use crate::limits::OUTPUT_MAX;

/// Things inside one another that are shown.
const DEPTH_MAX: usize = 80;

impl Heap {
    /// What `print` shows.
    pub fn str(&self, value: &Value) -> String {
        match value {
            Value::Str(text) => text.to_string(),
            Value::Exc(exc) => match &exc.args[..] {
                [] => String::new(),
                [only] if exc.class == "KeyError" => self.repr(only),
                [only] => self.str(only),
                several => self.repr(&Value::tuple(several.iter().cloned())),
            },
            other => self.repr(other),
        }
    }

    /// How Python would write it.
    pub fn repr(&self, value: &Value) -> String {
        let mut text = String::new();
        self.write(&mut text, value, &mut Vec::new());
        text
    }

    fn write(&self, out: &mut String, value: &Value, around: &mut Vec<u32>) {
        // What holds itself many times over would be without end; that much cannot be printed.
        if out.len() > OUTPUT_MAX {
            return;
        }
        match value {
            Value::None => out.push_str("None"),
            Value::Bool(yes) => out.push_str(if *yes { "True" } else { "False" }),
            Value::Int(n) => out.push_str(&n.to_string()),
            Value::Float(n) => out.push_str(&float(*n)),
            Value::Str(text) => quote(out, text),
            Value::Bytes(bytes) => quote_bytes(out, bytes),
            Value::Tuple(items) => {
                out.push('(');
                self.items(out, items, around);
                out.push_str(if items.len() == 1 { ",)" } else { ")" });
            }
            Value::Range([from, to, 1]) => out.push_str(&format!("range({from}, {to})")),
            Value::Range([from, to, by]) => out.push_str(&format!("range({from}, {to}, {by})")),
            Value::Func(closure) => {
                out.push_str(&format!("<function {} at 0x7f0000001000>", closure.func.name))
            }
            Value::Builtin(name) => {
                out.push_str(&format!("<built-in function {}>", name.rsplit('.').next().unwrap_or(name)));
            }
            Value::Class(name) => out.push_str(&format!("<class '{}'>", full_name(name))),
            Value::Module(name) => out.push_str(&format!("<module '{name}'>")),
            Value::Method(method) => {
                out.push_str(&format!("<bound method {}.{}>", self.class(&method.0), method.1));
            }
            Value::View(name, dict) => self.view(out, name, *dict, around),
            Value::Exc(exc) => {
                out.push_str(exc.class);
                out.push('(');
                self.items(out, &exc.args, around);
                out.push(')');
            }
            Value::Stream(stderr) => {
                out.push_str(if *stderr {
                    "<_io.TextIOWrapper name='<stderr>'>"
                } else {
                    "<_io.TextIOWrapper name='<stdout>'>"
                });
            }
            Value::Ref(id) => self.thing(out, *id, around),
        }
    }

    fn thing(&self, out: &mut String, id: u32, around: &mut Vec<u32>) {
        let thing = self.get(id);
        if around.contains(&id) || around.len() >= DEPTH_MAX {
            out.push_str(match thing {
                Some(Thing::List(_)) => "[...]",
                _ => "{...}",
            });
            return;
        }
        around.push(id);
        match thing {
            Some(Thing::List(items)) => {
                out.push('[');
                self.items(out, items, around);
                out.push(']');
            }
            Some(Thing::Dict(pairs)) => {
                out.push('{');
                for (i, (key, value)) in pairs.iter().enumerate() {
                    out.push_str(if i > 0 { ", " } else { "" });
                    self.write(out, key, around);
                    out.push_str(": ");
                    self.write(out, value, around);
                }
                out.push('}');
            }
            Some(Thing::Set(items)) if items.is_empty() => out.push_str("set()"),
            Some(Thing::Set(items)) => {
                out.push('{');
                self.items(out, items, around);
                out.push('}');
            }
            Some(Thing::Object(object)) => {
                out.push_str(&format!(
                    "<libvirt.{} object at {:#x}>",
                    object.class,
                    0x7f00_0000_0000_u64 + u64::from(id) * 16
                ));
            }
            Some(Thing::Iter(name, ..)) => out.push_str(&format!("<{name} object>")),
            _ => out.push_str("<object>"),
        }
        around.pop();
    }

    fn items(&self, out: &mut String, items: &[Value], around: &mut Vec<u32>) {
        // A long row of tuples inside one another would be as deep here.
        if around.len() >= DEPTH_MAX {
            return out.push_str("...");
        }
        around.push(u32::MAX);
        for (i, item) in items.iter().enumerate() {
            if out.len() > OUTPUT_MAX {
                break;
            }
            out.push_str(if i > 0 { ", " } else { "" });
            self.write(out, item, around);
        }
        around.pop();
    }

    fn view(&self, out: &mut String, name: &str, dict: u32, around: &mut Vec<u32>) {
        out.push_str(&format!("{name}(["));
        let pairs = self.dict(dict).cloned().unwrap_or_default();
        for (i, (key, value)) in pairs.iter().enumerate() {
            out.push_str(if i > 0 { ", " } else { "" });
            match name {
                "dict_keys" => self.write(out, key, around),
                "dict_values" => self.write(out, value, around),
                _ => self.write(out, &Value::tuple([key.clone(), value.clone()]), around),
            }
        }
        out.push_str("])");
    }
}

/// A float in the fewest digits that are exact.
pub(super) fn float(n: f64) -> String {
    if n.is_nan() {
        return "nan".to_owned();
    }
    if n.is_infinite() {
        return if n > 0.0 { "inf" } else { "-inf" }.to_owned();
    }
    let scientific = format!("{n:e}");
    let (digits, exponent) = scientific.split_once('e').unwrap_or((&scientific, "0"));
    let exponent: i32 = exponent.parse().unwrap_or(0);
    if n == 0.0 || (-4..16).contains(&exponent) {
        let plain = format!("{n}");
        return if plain.contains('.') { plain } else { format!("{plain}.0") };
    }
    let sign = if exponent < 0 { '-' } else { '+' };
    format!("{digits}e{sign}{:02}", exponent.abs())
}

/// What would not be seen: control characters, other spaces than the usual, marks without width.
fn unseen(c: char) -> bool {
    c.is_control()
        || c != ' ' && c.is_whitespace()
        || matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}')
        || matches!(c, '\u{feff}' | '\u{e000}'..='\u{f8ff}')
}

fn escape(out: &mut String, c: char) {
    out.push_str(&match u32::from(c) {
        n @ ..0x100 => format!("\\x{n:02x}"),
        n @ ..0x1_0000 => format!("\\u{n:04x}"),
        n => format!("\\U{n:08x}"),
    });
}

/// A text in which what is not ASCII is escaped.
pub(super) fn ascii(text: &str) -> String {
    let mut out = String::new();
    text.chars().for_each(|c| if c.is_ascii() { out.push(c) } else { escape(&mut out, c) });
    out
}

fn quote(out: &mut String, text: &str) {
    let mark = if text.contains('\'') && !text.contains('"') { '"' } else { '\'' };
    out.push(mark);
    for c in text.chars() {
        match c {
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if c == mark => {
                out.push('\\');
                out.push(c);
            }
            c if unseen(c) => escape(out, c),
            c => out.push(c),
        }
    }
    out.push(mark);
}

fn quote_bytes(out: &mut String, bytes: &[u8]) {
    let mark = if bytes.contains(&b'\'') && !bytes.contains(&b'"') { '"' } else { '\'' };
    out.push('b');
    out.push(mark);
    for byte in bytes {
        match byte {
            b'\\' => out.push_str("\\\\"),
            b'\n' => out.push_str("\\n"),
            b'\r' => out.push_str("\\r"),
            b'\t' => out.push_str("\\t"),
            0x20..=0x7e if *byte as char == mark => {
                out.push('\\');
                out.push(mark);
            }
            0x20..=0x7e => out.push(*byte as char),
            other => out.push_str(&format!("\\x{other:02x}")),
        }
    }
    out.push(mark);
}
