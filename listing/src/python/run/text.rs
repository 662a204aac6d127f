//! Methods of strings.

use std::sync::Arc;

use super::search::is_space;
use super::{Given, Machine, Result};
use crate::python::value::Value;
use crate::span::Span;

pub(super) const METHODS: &[&str] = &[
    "capitalize",
    "casefold",
    "center",
    "count",
    "encode",
    "endswith",
    "find",
    "format",
    "index",
    "isalnum",
    "isalpha",
    "isascii",
    "isdigit",
    "islower",
    "isspace",
    "isupper",
    "join",
    "ljust",
    "lower",
    "lstrip",
    "partition",
    "removeprefix",
    "removesuffix",
    "replace",
    "rfind",
    "rindex",
    "rjust",
    "rpartition",
    "rsplit",
    "rstrip",
    "split",
    "splitlines",
    "startswith",
    "strip",
    "swapcase",
    "title",
    "upper",
    "zfill",
];

impl Machine<'_> {
    pub fn text_method(&mut self, span: Span, text: &Arc<str>, name: &str, given: &Given) -> Result<Value> {
        self.worked(span, text.len() as u64 / 16)?;
        if name == "format" {
            return self.format_method(span, text, given).and_then(|text| self.made(span, text));
        }
        let given = placed(name, given);
        let (least, most) = match name {
            "join" | "zfill" | "partition" | "rpartition" | "removeprefix" | "removesuffix" => (1, 1),
            "replace" => (2, 3),
            "ljust" | "rjust" | "center" => (1, 2),
            "count" | "find" | "rfind" | "index" | "rindex" | "startswith" | "endswith" => (1, 3),
            "split" | "rsplit" => (0, 2),
            "strip" | "lstrip" | "rstrip" | "encode" | "splitlines" => (0, 1),
            _ => (0, 0),
        };
        let full = if (least, most) == (1, 1) || most == 0 { format!("str.{name}") } else { name.to_owned() };
        let args = self.counted(span, &full, &given, least, most)?.to_vec();
        match name {
            "join" => self.join(span, text, &args[0]),
            "split" | "rsplit" => self.split(span, text, name == "rsplit", &args),
            "startswith" | "endswith" => self.begins(span, text, name, &args),
            "strip" | "lstrip" | "rstrip" => self.strip(span, text, name, args.first()),
            "ljust" | "rjust" | "center" | "zfill" => self.justify(span, text, name, &args),
            "find" | "rfind" | "index" | "rindex" | "count" => self.found(span, text, name, &args),
            "splitlines" => {
                let with_ends = args.first().map_or(Ok(false), |ends| self.truth(span, ends))?;
                self.lines(span, text, with_ends)
            }
            "encode" => self.encoded(span, text, args.first()),
            "isdigit" if !text.is_ascii() => self.lacks(span, "isdigit(…)"),
            "replace" => {
                let (old, new) = (
                    self.want_text(span, "replace", 1, &args[0])?,
                    self.want_text(span, "replace", 2, &args[1])?,
                );
                let most = args.get(2).and_then(Value::number).and_then(|n| usize::try_from(n).ok());
                let room = text.len().saturating_add((text.len() + 1).saturating_mul(new.len()));
                self.grown(span, room)?;
                let made = match most {
                    Some(most) => text.replacen(&*old, &new, most),
                    None => text.replace(&*old, &new),
                };
                self.made(span, made)
            }
            _ if most == 1 => {
                let Value::Str(part) = &args[0] else {
                    let text = match name {
                        "removeprefix" | "removesuffix" => {
                            format!("{name}() argument must be str, not {}", self.heap.class(&args[0]))
                        }
                        _ => format!("must be str, not {}", self.heap.class(&args[0])),
                    };
                    return self.raise(span, "TypeError", text);
                };
                self.with_part(span, text, name, &part.clone())
            }
            _ => Ok(plain(text, name)),
        }
    }

    fn want_text(&self, span: Span, name: &str, at: usize, value: &Value) -> Result<Arc<str>> {
        match value {
            Value::Str(text) => Ok(text.clone()),
            other => {
                let text = format!("{name}() argument {at} must be str, not {}", self.heap.class(other));
                self.raise(span, "TypeError", text)
            }
        }
    }

    fn join(&mut self, span: Span, text: &str, over: &Value) -> Result<Value> {
        let mut parts: Vec<Arc<str>> = Vec::new();
        for (at, item) in
            self.items_or(span, over, "can only join an iterable".to_owned())?.iter().enumerate()
        {
            match item {
                Value::Str(part) => parts.push(part.clone()),
                other => {
                    let text = format!(
                        "sequence item {at}: expected str instance, {} found",
                        self.heap.class(other)
                    );
                    return self.raise(span, "TypeError", text);
                }
            }
        }
        let size = parts.iter().fold(0, |size: usize, part| size.saturating_add(part.len() + text.len()));
        self.grown(span, size)?;
        self.made(span, parts.join(text))
    }

    fn split(&mut self, span: Span, text: &str, back: bool, args: &[Value]) -> Result<Value> {
        let most = args.get(1).and_then(Value::number).and_then(|n| usize::try_from(n).ok());
        let parts: Vec<Value> = match args.first() {
            None | Some(Value::None) => match most {
                None => text.split(is_space).filter(|word| !word.is_empty()).map(Value::text).collect(),
                Some(most) => words(text, most, back).into_iter().map(Value::text).collect(),
            },
            Some(separator) => {
                let separator = match separator {
                    Value::Str(separator) => separator.clone(),
                    other => {
                        let text = format!("must be str or None, not {}", self.heap.class(other));
                        return self.raise(span, "TypeError", text);
                    }
                };
                if separator.is_empty() {
                    return self.raise(span, "ValueError", "empty separator");
                }
                match (most, back) {
                    (None, _) => text.split(&*separator).map(Value::text).collect(),
                    (Some(most), false) => {
                        text.splitn(most.saturating_add(1), &*separator).map(Value::text).collect()
                    }
                    (Some(most), true) => {
                        let mut parts: Vec<Value> =
                            text.rsplitn(most.saturating_add(1), &*separator).map(Value::text).collect();
                        parts.reverse();
                        parts
                    }
                }
            }
        };
        self.list(span, parts)
    }

    fn strip(&mut self, span: Span, text: &str, name: &str, chars: Option<&Value>) -> Result<Value> {
        let set = match chars {
            None | Some(Value::None) => None,
            Some(Value::Str(chars)) => Some(chars.clone()),
            Some(_) => return self.raise(span, "TypeError", format!("{name} arg must be None or str")),
        };
        let out = |c: char| set.as_ref().map_or(is_space(c), |set| set.contains(c));
        Ok(Value::text(match name {
            "lstrip" => text.trim_start_matches(out),
            "rstrip" => text.trim_end_matches(out),
            _ => text.trim_matches(out),
        }))
    }

    fn justify(&mut self, span: Span, text: &str, name: &str, args: &[Value]) -> Result<Value> {
        let width = args[0].number().and_then(|n| usize::try_from(n.max(0)).ok()).unwrap_or(usize::MAX);
        if args[0].number().is_none() {
            let text = format!("'{}' object cannot be interpreted as an integer", self.heap.class(&args[0]));
            return self.raise(span, "TypeError", text);
        }
        let fill = match args.get(1) {
            None => ' ',
            Some(Value::Str(fill)) if fill.chars().count() == 1 => fill.chars().next().unwrap_or(' '),
            Some(_) => {
                return self.raise(
                    span,
                    "TypeError",
                    "The fill character must be exactly one character long",
                );
            }
        };
        self.grown(span, width)?;
        let room = width.saturating_sub(text.chars().count());
        let pad = |count: usize| std::iter::repeat_n(fill, count).collect::<String>();
        Ok(Value::text(match name {
            "ljust" => format!("{text}{}", pad(room)),
            "rjust" => format!("{}{text}", pad(room)),
            "zfill" => {
                let sign = usize::from(text.starts_with(['-', '+']));
                format!("{}{}{}", &text[..sign], "0".repeat(room), &text[sign..])
            }
            _ => {
                // The odd one goes to the left of a text in a room of odd width.
                let left = room / 2 + (room & width & 1);
                format!("{}{text}{}", pad(left), pad(room - left))
            }
        }))
    }

    fn with_part(&mut self, span: Span, text: &str, name: &str, part: &str) -> Result<Value> {
        Ok(match name {
            "removeprefix" => Value::text(text.strip_prefix(part).unwrap_or(text)),
            "removesuffix" => Value::text(text.strip_suffix(part).unwrap_or(text)),
            _ => {
                if part.is_empty() {
                    return self.raise(span, "ValueError", "empty separator");
                }
                let found = if name == "partition" { text.split_once(part) } else { text.rsplit_once(part) };
                match (found, name) {
                    (Some((before, after)), _) => Value::tuple([before, part, after].map(Value::text)),
                    (None, "partition") => Value::tuple([text, "", ""].map(Value::text)),
                    (None, _) => Value::tuple(["", "", text].map(Value::text)),
                }
            }
        })
    }
}

/// What is given by a name is put in its place.
fn placed(name: &str, given: &Given) -> Given {
    let mut given = given.clone();
    for (at, keyword, of) in [
        (0, "sep", "rsplit"),
        (1, "maxsplit", "rsplit"),
        (0, "encoding", "encode"),
        (0, "keepends", "splitlines"),
        (2, "count", "replace"),
    ] {
        if of.ends_with(name)
            && given.args.len() <= at
            && let Some(value) = given.take(keyword)
        {
            if given.args.len() < at {
                given.args.push(Value::None);
            }
            given.args.push(value);
        }
    }
    given
}

/// Methods without arguments.
fn plain(text: &str, name: &str) -> Value {
    let all = |is: fn(char) -> bool| Value::Bool(!text.is_empty() && text.chars().all(is));
    let case = |is: fn(char) -> bool, not: fn(char) -> bool| {
        Value::Bool(text.chars().any(is) && !text.chars().any(not))
    };
    match name {
        "upper" => Value::text(text.to_uppercase()),
        "lower" => Value::text(text.to_lowercase()),
        "isdigit" => all(|c| c.is_ascii_digit()),
        "isascii" => Value::Bool(text.is_ascii()),
        "casefold" => Value::text(text.to_lowercase().replace('ß', "ss")),
        "swapcase" => Value::text(swapped(text)),
        "isalpha" => all(char::is_alphabetic),
        "isalnum" => all(char::is_alphanumeric),
        "isspace" => all(is_space),
        "isupper" => case(char::is_uppercase, char::is_lowercase),
        "islower" => case(char::is_lowercase, char::is_uppercase),
        "title" => {
            let (mut made, mut inside) = (String::new(), false);
            for c in text.chars() {
                if inside {
                    made.extend(c.to_lowercase())
                } else {
                    made.extend(c.to_uppercase())
                }
                inside = c.is_alphabetic();
            }
            Value::text(made)
        }
        _ => {
            let mut chars = text.chars();
            let first: String = chars.next().map(|c| c.to_uppercase().collect()).unwrap_or_default();
            Value::text(first + &chars.as_str().to_lowercase())
        }
    }
}

/// Small letters for large ones, and large for small.
fn swapped(text: &str) -> String {
    let mut made = String::new();
    for c in text.chars() {
        if c.is_uppercase() { made.extend(c.to_lowercase()) } else { made.extend(c.to_uppercase()) }
    }
    made
}

/// At most so many words, and the rest.
fn words(text: &str, most: usize, back: bool) -> Vec<&str> {
    let mut parts = Vec::new();
    // What is left over keeps the space at its other end.
    let trimmed = |rest: &'_ str| -> usize {
        if back {
            rest.trim_end_matches(is_space).len()
        } else {
            rest.len() - rest.trim_start_matches(is_space).len()
        }
    };
    let cut = |rest| {
        let at = trimmed(rest);
        if back { &rest[..at] } else { &rest[at..] }
    };
    let mut rest = cut(text);
    while parts.len() < most && !rest.is_empty() {
        let at = if back { rest.rfind(is_space) } else { rest.find(is_space) };
        let Some(at) = at else { break };
        if back {
            parts.push(rest[at..].trim_start_matches(is_space));
            rest = cut(&rest[..at]);
        } else {
            parts.push(&rest[..at]);
            rest = cut(&rest[at..]);
        }
    }
    if !rest.is_empty() {
        parts.push(rest);
    }
    if back {
        parts.reverse();
    }
    parts
}
