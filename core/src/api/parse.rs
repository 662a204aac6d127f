//! Reading the text of a call.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use super::{Call, FunctionId, HandleKind, Object, Value, flag_value};
use crate::ground::limits::STRING_BYTES_MAX;

/// Why a text is no call, and at which byte.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CallSyntaxError {
    /// Where, in bytes from the start.
    pub at: usize,
    /// What was expected.
    pub expected: String,
}

impl fmt::Display for CallSyntaxError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "at character {}: expected {}", self.at + 1, self.expected)
    }
}

impl std::error::Error for CallSyntaxError {}

impl FromStr for Call {
    type Err = CallSyntaxError;

    fn from_str(text: &str) -> Result<Self, CallSyntaxError> {
        let mut parser = Parser { text, at: 0, depth: 0 };
        let call = parser.call()?;
        parser.space();
        if parser.at < text.len() {
            return Err(parser.expected("the end after the closing parenthesis"));
        }
        Ok(call)
    }
}

impl FromStr for Value {
    type Err = CallSyntaxError;

    /// The text of one argument.
    fn from_str(text: &str) -> Result<Self, CallSyntaxError> {
        let mut parser = Parser { text, at: 0, depth: 0 };
        let value = parser.value()?;
        parser.space();
        if parser.at < text.len() {
            return Err(parser.expected("the end after the value"));
        }
        Ok(value)
    }
}

/// Lists inside lists of one argument.
pub(super) const DEPTH_MAX: usize = 4;

pub(super) struct Parser<'a> {
    text: &'a str,
    pub(super) at: usize,
    pub(super) depth: usize,
}

impl<'a> Parser<'a> {
    pub(super) fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    pub(super) fn expected(&self, expected: impl Into<String>) -> CallSyntaxError {
        CallSyntaxError { at: self.at, expected: expected.into() }
    }

    pub(super) fn space(&mut self) {
        self.at += self.rest().len() - self.rest().trim_start().len();
    }

    pub(super) fn eat(&mut self, token: char) -> bool {
        self.space();
        let found = self.rest().starts_with(token);
        if found {
            self.at += token.len_utf8();
        }
        found
    }

    pub(super) fn word(&mut self) -> &'a str {
        self.space();
        let rest = self.rest();
        let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(rest.len());
        self.at += end;
        &rest[..end]
    }

    fn call(&mut self) -> Result<Call, CallSyntaxError> {
        self.space();
        let start = self.at;
        let name = self.word();
        let function = FunctionId::from_c_name(name).ok_or_else(|| CallSyntaxError {
            at: start,
            expected: format!("a function's name, not “{name}”"),
        })?;
        if !self.eat('(') {
            return Err(self.expected("“(” after the function's name"));
        }
        let args = self.sequence(')')?;
        let most = function.row().params.len();
        if args.len() > most {
            return Err(self.expected(format!("at most {most} arguments of {name}")));
        }
        Ok(Call { function, args })
    }

    fn sequence(&mut self, close: char) -> Result<Vec<Value>, CallSyntaxError> {
        let mut items = Vec::new();
        if self.eat(close) {
            return Ok(items);
        }
        loop {
            items.push(self.value()?);
            if self.eat(close) {
                return Ok(items);
            }
            if !self.eat(',') {
                return Err(self.expected(format!("“,” or “{close}”")));
            }
        }
    }

    /// A sequence inside of another.
    fn deeper(&mut self, close: char) -> Result<Vec<Value>, CallSyntaxError> {
        self.depth += 1;
        if self.depth > DEPTH_MAX {
            return Err(self.expected(format!("lists nested at most {DEPTH_MAX} deep")));
        }
        let items = self.sequence(close)?;
        self.depth -= 1;
        Ok(items)
    }

    pub(super) fn value(&mut self) -> Result<Value, CallSyntaxError> {
        self.space();
        let start = self.at;
        match self.rest().chars().next() {
            Some('"') => Ok(Value::Text(self.quoted()?.into())),
            Some('&') => {
                self.at += 1;
                Ok(Value::Out)
            }
            Some('[') => {
                self.at += 1;
                self.deeper(']').map(Value::List)
            }
            Some('{') => self.param(),
            Some('-' | '0'..='9') => self.number(),
            Some('x') if self.rest().starts_with("x\"") => self.bytes(),
            _ => match self.word() {
                "NULL" => Ok(Value::Null),
                word if word.starts_with("VIR_") => {
                    self.at = start;
                    self.flags()
                }
                word => {
                    let handle = word.parse().map(Value::Handle).map_err(|()| CallSyntaxError {
                        at: start,
                        expected: "NULL, &, a number, a quoted string, a list, a flag's name or a handle such as dom1"
                            .into(),
                    })?;
                    self.objects(handle)
                }
            },
        }
    }

    /// What may follow a handle: `.domain("name", "uuid", 1)` and the like, an object by value.
    fn objects(&mut self, mut parent: Value) -> Result<Value, CallSyntaxError> {
        for _ in 0..DEPTH_MAX {
            if !self.rest().starts_with('.') {
                return Ok(parent);
            }
            self.at += 1;
            let start = self.at;
            let word = self.word();
            let kind =
                HandleKind::ALL.into_iter().find(|kind| kind.by_value().is_some_and(|b| b.word == word));
            let members = if kind.is_some() && self.eat('(') { self.deeper(')')? } else { Vec::new() };
            let object = kind.and_then(|kind| Object::read(kind, parent, &members));
            parent = object.map(Value::from).ok_or_else(|| CallSyntaxError {
                at: start,
                expected: "an object by value, such as domain(\"name\", \"its UUID\", -1) of a connection"
                    .into(),
            })?;
        }
        Ok(parent)
    }

    fn flags(&mut self) -> Result<Value, CallSyntaxError> {
        let mut sum = 0;
        loop {
            self.space();
            let start = self.at;
            let name = self.word();
            let hex = name.strip_prefix("0x").and_then(|hex| i64::from_str_radix(hex, 16).ok());
            sum |= hex.or_else(|| flag_value(name)).ok_or_else(|| CallSyntaxError {
                at: start,
                expected: format!("a flag's name, not “{name}”"),
            })?;
            if !self.eat('|') {
                return Ok(Value::Int(sum));
            }
        }
    }

    fn bytes(&mut self) -> Result<Value, CallSyntaxError> {
        self.at += 1;
        let start = self.at;
        let digits = self.quoted()?;
        let bad = || CallSyntaxError { at: start, expected: "an even number of hexadecimal digits".into() };
        if digits.len() % 2 != 0 || !digits.bytes().all(|b| b.is_ascii_hexdigit()) {
            return Err(bad());
        }
        let bytes: Result<Vec<u8>, _> =
            (0..digits.len()).step_by(2).map(|i| u8::from_str_radix(&digits[i..i + 2], 16)).collect();
        Ok(Value::Bytes(Arc::from(bytes.map_err(|_| bad())?)))
    }

    pub(super) fn quoted(&mut self) -> Result<String, CallSyntaxError> {
        let start = self.at;
        let mut out = String::new();
        let mut chars = self.rest().char_indices().skip(1);
        while let Some((i, c)) = chars.next() {
            let escaped = match c {
                '"' => {
                    self.at += i + 1;
                    return Ok(out);
                }
                '\\' => match chars.next().map(|(_, c)| c) {
                    Some('n') => '\n',
                    Some('t') => '\t',
                    Some('r') => '\r',
                    Some(c @ ('"' | '\\')) => c,
                    _ => {
                        self.at += i;
                        return Err(self.expected("one of \\n \\t \\r \\\" \\\\"));
                    }
                },
                c => c,
            };
            out.push(escaped);
            if out.len() > STRING_BYTES_MAX * 2 {
                return Err(self.expected("a shorter string"));
            }
        }
        Err(CallSyntaxError { at: start, expected: "a closing quote".into() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn round_trip(text: &str) {
        let call: Call = text.parse().unwrap_or_else(|e| panic!("{text}: {e}"));
        assert_eq!(call.to_string(), text);
    }

    #[test]
    fn texts_of_calls_round_trip() {
        round_trip("virConnectOpen(\"test:///default\")");
        round_trip("virConnectOpen(NULL)");
        round_trip("virDomainDefineXML(conn1, \"<domain type='test'>\\n\\t\\\"\\\\</domain>\")");
        round_trip(
            "virDomainUndefineFlags(dom2, VIR_DOMAIN_UNDEFINE_MANAGED_SAVE|VIR_DOMAIN_UNDEFINE_NVRAM)",
        );
        round_trip("virDomainCreateWithFlags(dom2, 0)");
        round_trip("virDomainCreateWithFlags(dom2, VIR_DOMAIN_START_PAUSED|0x80000000)");
        round_trip("virDomainLookupByUUID(conn1, x\"6695eb01f6a4830479aa97f2502e193f\")");
        round_trip("virDomainGetState(dom1)");
        round_trip("virDomainGetState(dom1, NULL)");
        round_trip("virConnectListDomains(conn1, &, -1)");
        round_trip(
            "virDomainCreate(conn1.domain(\"a \\\"b\\\"\", \"6695eb01-f6a4-8304-79aa-97f2502e193f\", -1))",
        );
        for value in [
            "[{cpu_shares: ullong 10}, {block.0.name: string \"v\\\"da\"}]",
            "{\"odd name\": int -1}",
            "{x: double 1.5}",
            "{x: string NULL}",
            "{x: type 99}",
            "1.0",
            "1e-7",
        ] {
            let read: Value = value.parse().unwrap_or_else(|e| panic!("{value}: {e}"));
            assert_eq!(read.to_string(), value);
        }
    }

    #[track_caller]
    fn refused(text: &str, says: &str) {
        let error = text.parse::<Call>().unwrap_err().to_string();
        assert!(error.contains(says), "{text}: {error}");
    }

    #[test]
    fn what_is_no_call_is_said_with_its_place() {
        refused("virNope(1)", "at character 1: expected a function's name, not “virNope”");
        refused("virDomainCreate", "“(”");
        refused("virDomainCreate(dom1", "“,” or “)”");
        refused("virDomainCreate(dom1) x", "the end");
        refused("virDomainCreate(dom1, 2)", "at most 1 arguments");
        refused("virDomainCreate(boo)", "a handle such as dom1");
        refused("virConnectOpen(\"abc)", "closing quote");
        refused("virConnectOpen([[[[[1]]]]])", "nested");
        refused(&format!("virDomainCreate({})", "conn1.domain(".repeat(10_000)), "nested");
        refused("virDomainReboot(dom1, VIR_NOPE)", "a flag's name");
        refused("virDomainLookupByUUID(conn1, x\"é\")", "hexadecimal");
        refused("virConnectOpen({x: ullong -1})", "a type (int");
        refused("virConnectOpen({x: nonsense 1})", "a type (int");
        refused(&format!("virDomainCreate({})", "{x: int ".repeat(10_000)), "nested");
        refused("virConnectOpen({x int 1})", "“:”");
        refused("virConnectOpen(1e999)", "a number");
        refused("virDomainLookupByID(conn1, 99999999999999999999)", "64 bits");
        for object in
            ["conn1.", "conn1.err()", "dom1.domain(\"a\", \"6695eb01-f6a4-8304-79aa-97f2502e193f\", 1)"]
        {
            refused(&format!("virDomainCreate({object})"), "an object by value");
        }
        for members in
            ["", "\"a\", \"6695\", 1", "\"a\", \"6695eb01-f6a4-8304-79aa-97f2502e193f\"", "1, 2, 3"]
        {
            refused(&format!("virDomainCreate(conn1.domain({members}))"), "an object by value");
        }
    }
}
